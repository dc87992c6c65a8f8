import { describe, expect, it } from 'vitest'
import { milli, money, parseMilli, parsePercent, percent, percentInput, points } from './format'

describe('shares', () => {
  it.each([[3333, '33.3'], [6666, '66.6'], [9999, '99.9'], [10000, '100.0'], [5, '0.0'], [0, '0.0'], [12345, '123.4'], [-1066, '−10.6'], [null, '—']])(
    '%s bp is %s, cut and never rounded up', (bp, text) => expect(percent(bp)).toBe(text))
  it('writes differences with their sign, not with triangles', () => {
    expect(points(413)).toBe('+4.1')
    expect(points(-2160)).toBe('−21.6')
    expect(points(4)).toBe('±0.0')
    expect(points(null)).toBe('')
  })
})

describe('values in thousandths', () => {
  it.each([[12500, '12.5'], [1120000, '1120'], [70001, '70.001'], [-500, '−0.5'], [0, '0'], [null, '—']])('%s is %s', (v, text) => expect(milli(v)).toBe(text))
  it('reads what is typed and comes back to the same', () => {
    for (const v of [0, 1, 10, 999, 1000, 12500, 70001, 123456789]) expect(parseMilli(milli(v))).toBe(v)
    expect(parseMilli(' 12．5 ')).toBe(12500)
    for (const bad of ['', 'a', '1.2345', '1,000', '1e3', '--1']) expect(parseMilli(bad)).toBeNull()
  })
  it('reads per cent of 0 to 100', () => {
    expect(parsePercent('85')).toBe(8500)
    expect(parsePercent('85.5%')).toBe(8550)
    expect(parsePercent('100')).toBe(10000)
    for (const bad of ['101', '-1', '', 'x', '5.555']) expect(parsePercent(bad)).toBeNull()
    expect(percentInput(8550)).toBe('85.5')
    expect(percentInput(null)).toBe('')
  })
})

describe('money', () => {
  it('is cut to hundredths of 万元 or 亿元', () => {
    expect(money(80_000_000, 'wan')).toBe('8,000')
    expect(money(12_345_678, 'wan')).toBe('1,234.56')
    expect(money(11_299_999_999, 'yi')).toBe('112.99')
    expect(money(120_000_000, 'yi')).toBe('1.2')
    expect(money(-50_000, 'wan')).toBe('−5')
    expect(money(null, 'wan')).toBe('—')
  })
})
