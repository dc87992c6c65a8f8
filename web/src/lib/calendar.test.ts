import { describe, expect, it } from 'vitest'
import { byDate, holidayRuns, lineOf, monthWeeks, weekday, workingDays } from './calendar'

const day = (date: string, kind: string, name = '') => ({ date, kind, name })

describe('weeks of a month', () => {
  it('begin on Monday and hold every day once', () => {
    expect(weekday('2017-05-01')).toBe(0)
    expect(weekday('2017-10-01')).toBe(6)
    const weeks = monthWeeks(2016, 2, new Map())
    expect(weeks.flat().filter((c) => c !== null)).toHaveLength(29)
    expect(weeks.every((w) => w.length === 7)).toBe(true)
    expect(monthWeeks(2017, 12, new Map()).flat().filter(Boolean)).toHaveLength(31)
  })
  it('know holidays and Saturdays worked instead', () => {
    const cells = monthWeeks(2017, 1, byDate([day('2017-01-27', 'holiday', '春节'), day('2017-01-22', 'workday', '春节调休')])).flat()
    const kind = (d: number) => cells.find((c) => c?.day === d)?.kind
    expect([kind(27), kind(22), kind(21), kind(20)]).toEqual(['holiday', 'workday', 'off', 'work'])
  })
  it('count the working days of a year', () => {
    expect(workingDays(2017, new Map())).toBe(260)
    expect(workingDays(2017, byDate([day('2017-05-01', 'holiday'), day('2017-09-30', 'workday')]))).toBe(260)
  })
})

describe('listed days in words', () => {
  it('join days in a row of one name', () => {
    expect(holidayRuns([day('2017-10-02', 'holiday', '国庆'), day('2017-10-01', 'holiday', '国庆'), day('2017-09-30', 'workday', '国庆')])).toEqual([
      { name: '国庆', from: '2017-09-30', to: '2017-09-30', days: 1, kind: 'workday' },
      { name: '国庆', from: '2017-10-01', to: '2017-10-02', days: 2, kind: 'holiday' },
    ])
  })
  it('show the line a fault is about', () => {
    expect(lineOf('a\n b \nc', 2)).toBe('b')
    expect(lineOf('a', 0)).toBe('')
    expect(lineOf('a', 9)).toBe('')
  })
})
