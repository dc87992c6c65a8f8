import type { WorkItem } from '@/api/types'
import type { Draft } from './draft'
import { parseMilli } from './format'

/** What a person typed as a rate of completion in per cent, in basis points; more than 100 % is valid. */
export function parseRate(text: string): number | null {
  const m = /^\s*(\d{1,5})(?:[.．](\d{0,2}))?\s*[%％]?\s*$/.exec(text)
  return m ? Number(m[1]) * 100 + Number((m[2] ?? '').padEnd(2, '0')) : null
}

/** More than 0.1 point apart is flagged; the server compares again and decides. */
const APART_BP = 10n

type Item = Pick<WorkItem, 'indicatorType' | 'targetMilli' | 'startMilli' | 'unit' | 'atMost'>

/** The rate the figure gives as an exact fraction: done of the target, value to target, at most: target to value. */
function computed(item: Item, d: Pick<Draft, 'value' | 'denominator'>): [bigint, bigint] | null {
  const target = BigInt(item.targetMilli ?? 0)
  const value = parseMilli(d.value)
  if (target <= 0n || value === null) return null
  if (item.indicatorType !== 'RATE') return [BigInt(value) - BigInt(item.startMilli ?? 0), target]
  const whole = parseMilli(d.denominator)
  if (!whole || whole <= 0) return null
  const scale = 1000n * (item.unit === '%' || item.unit === '％' ? 100n : item.unit === '‰' ? 1000n : 1n)
  const [over, under] = [BigInt(value) * scale, BigInt(whole) * target]
  if (!item.atMost) return [over, under]
  return over > 0n ? [under, over] : null
}

/** The rate computed from what was typed beside the one typed as published; null while one of them is missing. */
export function printedAgainst(item: Item, d: Pick<Draft, 'value' | 'denominator' | 'printed'>): { computedBp: number; mismatch: boolean } | null {
  const printed = parseRate(d.printed)
  const rate = computed(item, d)
  if (printed === null || !rate) return null
  const [num, den] = rate
  const apart = BigInt(printed) * den - 10_000n * num
  return { computedBp: Number((10_000n * num) / den), mismatch: (apart < 0n ? -apart : apart) > APART_BP * den }
}
