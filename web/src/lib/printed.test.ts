import { describe, expect, it } from 'vitest'
import { parseRate, printedAgainst } from './printed'
import { buildBody, emptyDraft } from './report'

const count = { kind: 'indicator' as const, indicatorType: 'CUM' as const, unit: '个', targetMilli: 300_000, startMilli: null, atMost: false, progressBp: null, valueMilli: null }
const rate = { ...count, indicatorType: 'RATE' as const, unit: '%', targetMilli: 78_000 }
const typed = (value: string, printed: string, denominator = '') => ({ value, printed, denominator })

describe('the published rate', () => {
  it.each([['66.6', 6660], ['120%', 12_000], ['66.66', 6666], ['', null], ['-1', null], ['六成', null], ['66.666', null]])('%s is %s', (text, bp) => expect(parseRate(text)).toBe(bp))
  it('stands beside the computed one', () => {
    expect(printedAgainst(count, typed('200', '66.6'))).toEqual({ computedBp: 6666, mismatch: false })
    expect(printedAgainst(count, typed('200', '66.76'))).toEqual({ computedBp: 6666, mismatch: false })
    expect(printedAgainst(count, typed('200', '66.77'))).toEqual({ computedBp: 6666, mismatch: true })
    expect(printedAgainst({ ...count, startMilli: 100_000 }, typed('200', '33.3'))).toEqual({ computedBp: 3333, mismatch: false })
    expect(printedAgainst(rate, typed('70', '89.7', '100'))).toEqual({ computedBp: 8974, mismatch: false })
    expect(printedAgainst({ ...rate, targetMilli: 43_000, atMost: true }, typed('50', '86', '100'))).toEqual({ computedBp: 8600, mismatch: false })
  })
  it.each([[count, typed('', '66')], [count, typed('200', '')], [{ ...count, targetMilli: 0 }, typed('200', '66')], [rate, typed('70', '80', '0')], [{ ...rate, atMost: true }, typed('0', '80', '100')]] as const)(
    'says nothing while one of them is missing (%#)', (item, draft) => expect(printedAgainst(item, draft)).toBeNull())
  it('goes with the reading, and is mended when it is no rate', () => {
    expect(buildBody(count, { ...emptyDraft(count), value: '200', printed: '66.6', note: 'x' })).toMatchObject({ ok: true, body: { valueMilli: 200_000, printedBp: 6660 } })
    expect(buildBody(count, { ...emptyDraft(count), value: '200', printed: '约七成', note: 'x' })).toEqual({ ok: false, fault: { field: 'printed', message: 'figures.needRate' } })
    expect(buildBody(count, { ...emptyDraft(count, 'noChange'), printed: '66.6' })).toEqual({ ok: true, kind: 'indicator', body: { note: '', noChange: true } })
  })
})
