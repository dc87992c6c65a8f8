import type { BoardTask } from '@/api/types'
import type { Translate } from '@/i18n'
import { dayWords } from './date'
import { percent } from './format'
import { BOARD_CLASSES, isBoardClass, type BoardClass } from './lamp'

const NUMERALS = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十']

/** 一…十, 十一…九十九; the ordinals of the tasks are read aloud. */
export function hanNumber(n: number): string {
  if (n <= 10) return NUMERALS[n] ?? String(n)
  if (n > 99) return String(n)
  const tens = Math.floor(n / 10)
  return `${tens > 1 ? NUMERALS[tens] : ''}十${n % 10 ? NUMERALS[n % 10] : ''}`
}

/** Width of a text in Han characters. */
export function hanWidth(text: string): number {
  let w = 0
  for (const c of text) w += c === ' ' || c === '\u2009' ? 0.25 : c.charCodeAt(0) < 0x2e80 ? 0.56 : 1
  return w
}

export interface SumTerm {
  code: BoardClass
  n: number
}

/** The classes as terms of a sum; the server guarantees that they add up to the total. */
export function sumTerms(classes: Readonly<Record<string, number>>): SumTerm[] {
  return BOARD_CLASSES.map((code) => ({ code, n: classes[code] ?? 0 }))
}

export function boardClass(task: Pick<BoardTask, 'class'>): BoardClass {
  return isBoardClass(task.class) ? task.class : 'untargeted'
}

/** Short form of a reason from what the rule looked at, for a line that must not be cut off. */
function shortReason(inputs: Record<string, unknown>, t: Translate, locale: string): string {
  const n = (k: string) => (typeof inputs[k] === 'number' ? (inputs[k] as number) : null)
  const d = (k: string) => (typeof inputs[k] === 'string' ? dayWords(inputs[k] as string, locale) : '')
  const late = n('overdueDays') ?? 0
  const claimed = d('claimed')
  if (claimed) return late > 0 ? t('board.shortClaimedLate', { date: claimed, n: late }) : t('board.shortClaimed', { date: claimed })
  const due = d('approved') || d('due')
  if (late > 0 && due) return t('board.shortLate', { date: due, n: late })
  const forecast = d('forecast')
  if (due && forecast) return t('board.shortForecast', { date: due, forecast })
  const [plan, actual, gap] = [n('planBp'), n('actualBp'), n('gapBp')]
  if (plan !== null && actual !== null && gap !== null && gap > 0) {
    return t('board.shortGap', { plan: percent(plan), actual: percent(actual), gap: percent(gap) })
  }
  return ''
}

export interface WeakestLine {
  name: string
  reason: string
}

/** The weakest part with its reason: the server's sentence where it fits, else its short form. */
export function weakestLine(task: BoardTask, room: number, t: Translate, locale: string): WeakestLine | null {
  const w = task.weakest
  if (!w) return null
  if (hanWidth(w.name) + hanWidth(w.reason) + 1 <= room) return { name: w.name, reason: w.reason }
  const lamp = (task.indicators ?? []).find((i) => i.id === w.indicatorId)?.lamp
  const short = lamp ? shortReason(lamp.inputs, t, locale) : ''
  return { name: w.name, reason: short || w.reason }
}

/** Quiet rows are set in regular, rows in trouble in bold. */
export function isTrouble(code: BoardClass): boolean {
  return code === 'severe' || code === 'warning' || code === 'unreported'
}
