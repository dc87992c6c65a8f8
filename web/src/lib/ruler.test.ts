import { describe, expect, it } from 'vitest'
import { daysInYear, labelSide, monthTicks, place, placeMarks, span } from './ruler'

describe('year ruler', () => {
  it('has the days of its year', () => {
    expect(daysInYear(2017)).toBe(365)
    expect(daysInYear(2016)).toBe(366)
  })
  it('draws a date at the end of its day', () => {
    expect(place('2017-12-31', 2017)).toBe(1)
    expect(place('2016-12-31', 2017)).toBe(0)
    expect(place('2017-01-01', 2017)).toBeCloseTo(1 / 365)
    expect(place('2018-01-31', 2017)).toBeGreaterThan(1)
  })
  it('gives twelve months that touch and fill the year', () => {
    for (const year of [2016, 2017]) {
      const ticks = monthTicks(year)
      expect(ticks).toHaveLength(12)
      expect(ticks[0]!.from).toBe(0)
      expect(ticks[11]!.to).toBe(1)
      ticks.slice(1).forEach((t, i) => expect(t.from).toBe(ticks[i]!.to))
      expect((ticks[1]!.to - ticks[1]!.from) * daysInYear(year)).toBeCloseTo(year === 2016 ? 29 : 28)
    }
  })
  it('cuts spans at the edges of the year', () => {
    expect(span('2016-05-01', '2017-06-30', 2017)).toMatchObject({ from: 0, cutLeft: true, cutRight: false })
    expect(span('2017-06-30', '2018-03-01', 2017)).toMatchObject({ to: 1, cutRight: true })
    expect(span('2015-01-01', '2016-12-31', 2017)).toBeNull()
    expect(span('2018-01-01', '2018-02-01', 2017)).toBeNull()
    expect(span('2017-06-30', '2017-06-30', 2017)).toBeNull()
  })
  it('joins marks that would cover each other, and keeps other years apart', () => {
    const marks = ['2017-12-31', '2017-06-30', '2017-12-25', '2018-03-01', '2016-11-30'].map((d) => ({ d }))
    const placed = placeMarks(marks, (m) => m.d, 2017, 0.05)
    expect(placed.map((p) => [p.off, p.items.length])).toEqual([[-1, 1], [0, 1], [0, 2], [1, 1]])
    expect(placed[3]!.at).toBe(1)
    expect(placeMarks([{ d: 'never' }], (m) => m.d, 2017, 0.05)).toEqual([])
  })
  it('puts labels where they have room', () => {
    expect(labelSide(0.2, 0.3)).toBe('right')
    expect(labelSide(0.9, 0.3)).toBe('left')
    expect(labelSide(0.9, 0.3, 'left')).toBe('left')
    expect(labelSide(0.1, 0.3, 'left')).toBe('right')
    expect(labelSide(0.5, 0.8)).toBe('edge')
  })
})
