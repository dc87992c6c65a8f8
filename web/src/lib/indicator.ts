import type { Indicator } from '@/api/types'
import type { Translate } from '@/i18n'
import { dayWords } from './date'
import { milli } from './format'

const TYPES = ['CUM', 'EVENT', 'STAGE', 'RATE', 'KEEP', 'SERVICE', 'OPEN', 'WORDS'] as const
export type IndicatorType = (typeof TYPES)[number]

export function typeOf(i: Pick<Indicator, 'type'>): IndicatorType {
  return TYPES.find((x) => x === i.type) ?? 'OPEN'
}

/** What was promised, in words: value with unit, stage, or date. Never a figure where none was promised. */
export function targetText(i: Indicator, t: Translate, locale: string): string {
  switch (typeOf(i)) {
    case 'CUM':
      return `${milli(i.targetMilli)} ${i.unit}`
    case 'RATE': {
      return `${t(i.comparator === 'atMost' ? 'task.atMost' : 'task.atLeast')} ${milli(i.targetMilli)} ${i.unit}`
    }
    case 'STAGE':
      return i.targetStage ? t('task.stageTarget', { stage: i.targetStage }) : ''
    case 'EVENT':
      return i.due ? dayWords(i.due, locale, Number(i.due.slice(0, 4))) : i.deadlineWords
    case 'KEEP':
      return i.targetMilli === null || i.targetMilli === undefined ? '' : `${t('task.atMost')} ${milli(i.targetMilli)} ${i.unit}`
    default:
      return ''
  }
}

export function valueTextOf(i: Indicator, t: Translate): string {
  switch (typeOf(i)) {
    case 'CUM':
      return i.valueMilli === null || i.valueMilli === undefined ? t('task.noValue') : `${milli(i.valueMilli)} ${i.unit}`
    case 'RATE': {
      if (i.valueMilli === null || i.valueMilli === undefined) return t('task.noValue')
      const ratio = i.denominatorMilli ? `　${t('task.ratio', { a: milli(i.numeratorMilli), b: milli(i.denominatorMilli) })}` : ''
      return `${milli(i.valueMilli)} ${i.unit}${ratio}`
    }
    case 'STAGE':
      return i.stageReached ? t('task.stageAt', { stage: i.stageReached }) : t('task.stageNone')
    default:
      return ''
  }
}

/** Whether a share of 0…1 may be drawn; 未定目标 and words have none, and none is invented. */
export function hasShare(i: Pick<Indicator, 'type' | 'shareBp'>): boolean {
  return !['OPEN', 'WORDS'].includes(i.type) && i.shareBp !== null && i.shareBp !== undefined
}
