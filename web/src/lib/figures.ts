import type { Project, Report } from '@/api/types'
import type { Translate } from '@/i18n'
import type { MessageKey } from '@/i18n/keys'
import { dayWords } from './date'
import { money, type MoneyUnit } from './format'

const base = (unit: MoneyUnit) => (unit === 'yi' ? 8 : 4)

/** What a person typed in 万元 or 亿元 as whole 元; null when it is no amount or finer than a 元. */
export function parseMoney(text: string, unit: MoneyUnit): number | null {
  const m = /^\s*(\d{1,3}(?:[,，]\d{3})+|\d{1,9})(?:[.．](\d*))?\s*$/.exec(text)
  if (!m) return null
  const places = base(unit)
  const rest = (m[2] ?? '').replace(/0+$/, '')
  if (rest.length > places) return null
  const yuan = Number(m[1]!.replace(/[,，]/g, '') + rest.padEnd(places, '0'))
  return Number.isSafeInteger(yuan) ? yuan : null
}

/** Whole 元 as they are typed, nothing cut: 12345678 → `1234.5678`. */
export function moneyInput(yuan: number | null | undefined, unit: MoneyUnit): string {
  if (yuan === null || yuan === undefined) return ''
  const places = base(unit)
  const digits = String(yuan).padStart(places + 1, '0')
  const rest = digits.slice(-places).replace(/0+$/, '')
  return `${digits.slice(0, -places)}${rest ? `.${rest}` : ''}`
}

/** The months of a year that can have figures: up to the month of today, newest first. */
export function figureMonths(year: number, today: string): string[] {
  const last = today.slice(0, 4) === String(year) ? Number(today.slice(5, 7)) : Number(today.slice(0, 4)) > year ? 12 : 0
  return Array.from({ length: last }, (_, i) => `${year}-${String(last - i).padStart(2, '0')}`)
}

/** What stands in the form, as typed. */
export interface FigureForm {
  month: string
  done: string
  paid: string
  stage: string
  statOn: string
  note: string
}

/** What is sent: only what was given. */
export interface FigureBody {
  month: string
  doneYuan?: number
  paidYuan?: number
  worksStage?: string
  statEnteredOn?: string
  note?: string
}

/** What the server keeps of a form that was not sent: what can be read as a value. A half-typed amount stays on the screen alone. */
export interface FigureDraft {
  month?: string
  doneYuan?: number
  paidYuan?: number
  worksStage?: string
  statEnteredOn?: string
  note?: string
}

/** The form as a draft; null when nothing was begun: a month alone is none. */
export function toDraft(f: FigureForm, unit: MoneyUnit): FigureDraft | null {
  const [done, paid] = [parseMoney(f.done, unit), parseMoney(f.paid, unit)]
  const body: FigureDraft = {}
  if (done !== null) body.doneYuan = done
  if (paid !== null) body.paidYuan = paid
  if (f.stage) body.worksStage = f.stage
  if (f.statOn) body.statEnteredOn = f.statOn
  if (f.note.trim()) body.note = f.note
  return Object.keys(body).length ? { month: f.month, ...body } : null
}

/** A draft as it would have been typed, over what the form begins with. */
export function fromDraft(d: FigureDraft | null | undefined, blank: FigureForm, unit: MoneyUnit): FigureForm {
  if (!d) return blank
  return {
    month: d.month ?? blank.month, done: moneyInput(d.doneYuan, unit), paid: moneyInput(d.paidYuan, unit),
    stage: d.worksStage ?? '', statOn: d.statEnteredOn ?? '', note: d.note ?? '',
  }
}

export type FigureFault = { field: 'done' | 'paid'; message: MessageKey }

/** The report in the form, or the first thing to mend. The server checks again. */
export function figureBody(f: FigureForm, unit: MoneyUnit): { ok: true; body: FigureBody } | { ok: false; fault: FigureFault } {
  const bad = (field: 'done' | 'paid', message: MessageKey) => ({ ok: false as const, fault: { field, message } })
  const body: FigureBody = { month: f.month }
  if (f.done.trim()) {
    const yuan = parseMoney(f.done, unit)
    if (yuan === null) return bad('done', 'figures.needMoney')
    body.doneYuan = yuan
  }
  if (f.paid.trim()) {
    const yuan = parseMoney(f.paid, unit)
    if (yuan === null) return bad('paid', 'figures.needMoney')
    if (body.doneYuan === undefined) return bad('done', 'figures.needDone')
    body.paidYuan = yuan
  }
  if (f.stage) body.worksStage = f.stage
  if (f.statOn) body.statEnteredOn = f.statOn
  if (f.note.trim()) body.note = f.note.trim()
  if (body.doneYuan === undefined && !body.worksStage && !body.statEnteredOn) return bad('done', 'figures.needSomething')
  return { ok: true, body }
}

/** One figure of a report: what it is, before and after. */
export interface FigurePart {
  label: string
  before: string
  after: string
}

/** What a report of figures says, one part for each figure it has. */
export function figureParts(figures: Report['figures'], unit: MoneyUnit, t: Translate, locale: string): FigurePart[] {
  if (!figures) return []
  const amount = (v: number | null) => (v === null ? '' : money(v, unit))
  const day = (d: string | null) => dayWords(d, locale)
  const before = figures.before
  const withUnit = (v: number) => t('figures.amount', { n: money(v, unit), unit: t(`user.${unit}`) })
  const parts: FigurePart[] = []
  if (figures.doneYuan !== null) parts.push({ label: t('figures.short.done'), before: amount(before.doneYuan) || t('figures.first'), after: withUnit(figures.doneYuan) })
  if (figures.paidYuan !== null) parts.push({ label: t('figures.short.paid'), before: amount(before.paidYuan) || t('figures.first'), after: withUnit(figures.paidYuan) })
  if (figures.worksStage) parts.push({ label: t('figures.short.stage'), before: before.worksStage === figures.worksStage ? '' : before.worksStage || t('figures.first'), after: figures.worksStage })
  if (figures.statEnteredOn) parts.push({ label: t('figures.short.stat'), before: before.statEnteredOn === figures.statEnteredOn ? '' : day(before.statEnteredOn), after: day(figures.statEnteredOn) })
  return parts
}

/** The same in one line: `完成 300 → 450 万元，形象 开工 → 主体结顶`. */
export function figureWords(figures: Report['figures'], unit: MoneyUnit, t: Translate, locale: string): string {
  return figureParts(figures, unit, t, locale).map((p) => `${p.label} ${[p.before, p.after].filter(Boolean).join(' → ')}`).join(locale.startsWith('zh') ? '，' : ', ')
}

/** The standard ladders of the works. */
export const LADDERS = ['building', 'road', 'reclamation', 'approval'] as const

/** What stands in the form of the office, as typed. */
export interface EntryForm extends Omit<FigureForm, 'note'> {
  ladder: string
  asked: boolean
}

/** What the office changes of the project, only what moved; or the first thing to mend. */
export function entryPatch(f: EntryForm, p: Pick<Project, 'investment' | 'works'>, unit: MoneyUnit): { ok: true; body: Record<string, unknown> } | { ok: false; fault: FigureFault } {
  const body: Record<string, unknown> = {}
  const [done, paid] = [parseMoney(f.done, unit), parseMoney(f.paid, unit)]
  if (f.done.trim() && done === null) return { ok: false, fault: { field: 'done', message: 'figures.needMoney' } }
  if (f.paid.trim() && paid === null) return { ok: false, fault: { field: 'paid', message: 'figures.needMoney' } }
  if (f.paid.trim() && done === null) return { ok: false, fault: { field: 'done', message: 'figures.needDone' } }
  const before = p.investment
  if (done !== (before?.yearDoneYuan ?? null) || paid !== (before?.yearPaidYuan ?? null) || (done !== null && f.month !== before?.doneThrough)) {
    Object.assign(body, { yearDoneYuan: done, yearPaidYuan: paid, yearDoneMonth: done === null ? null : f.month })
  }
  if (f.ladder !== p.works.ladder) Object.assign(body, { worksLadder: f.ladder, worksStage: '' })
  else if (f.stage !== p.works.stage) body.worksStage = f.stage
  if (f.statOn !== (p.works.statEnteredOn ?? '')) body.statEnteredOn = f.statOn || null
  if (f.asked !== p.works.statEntryAsked) body.statEntryAsked = f.asked
  return Object.keys(body).length ? { ok: true, body } : { ok: false, fault: { field: 'done', message: 'figures.nothingNew' } }
}
