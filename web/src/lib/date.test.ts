import { describe, expect, it } from 'vitest'
import { addDays, dayShort, dayWords, daysBetween, instantWords, monthWords, parseDate } from './date'

describe('civil dates', () => {
  it('takes only days that exist', () => {
    expect(parseDate('2017-02-28')).toEqual({ year: 2017, month: 2, day: 28 })
    expect(parseDate('2017-02-29')).toBeNull()
    expect(parseDate('2016-02-29')).not.toBeNull()
    for (const bad of ['', '2017-2-1', '17-02-01', '2017-13-01', null, undefined]) expect(parseDate(bad)).toBeNull()
  })
  it('counts civil days, over leap days and years', () => {
    expect(daysBetween('2016-02-28', '2016-03-01')).toBe(2)
    expect(daysBetween('2017-12-31', '2018-01-01')).toBe(1)
    expect(daysBetween('2017-06-20', '2017-06-20')).toBe(0)
    expect(addDays('2017-05-29', -90)).toBe('2017-02-28')
    expect(addDays('2016-05-29', -90)).toBe('2016-02-29')
  })
  it('says a year only when it is another', () => {
    expect(dayWords('2017-09-30', 'zh-CN', 2017)).toBe('9 月 30 日')
    expect(dayWords('2018-01-20', 'zh-CN', 2017)).toBe('2018 年 1 月 20 日')
    expect(dayWords('2017-09-30', 'en', 2017)).toBe('30 Sep')
    expect(dayWords(null, 'zh-CN')).toBe('')
    expect(dayShort('2017-09-30', 2017)).toBe('09-30')
    expect(dayShort('2018-09-30', 2017)).toBe('2018-09-30')
  })
  it('names months', () => {
    expect(monthWords('2017-09', 'zh-CN')).toBe('9 月')
    expect(monthWords('2017-09-30', 'zh-CN')).toBe('')
  })
  it('shows instants on the clock of the district', () => {
    expect(instantWords('2017-09-29T17:12:00Z', 'Asia/Shanghai')).toBe('09-30 01:12')
    expect(instantWords('nonsense')).toBe('')
  })
})
