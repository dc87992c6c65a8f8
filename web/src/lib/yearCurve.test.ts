import { describe, expect, it } from 'vitest'
import { lastEntered, yearCurve, type MonthOfYear } from './yearCurve'

const month = (n: number, planYuan: number, doneYuan: number | null = null, paidYuan: number | null = null): MonthOfYear =>
  ({ month: `2017-${String(n).padStart(2, '0')}`, planYuan, doneYuan, paidYuan, on: null })

describe('the curve of a year', () => {
  const months = [month(1, 100, 80), month(2, 200), month(3, 300, 400, 150), month(4, 400)]

  it('holds every amount on one scale', () => {
    const curve = yearCurve(months)!
    expect(curve.top).toBe(400)
    expect(curve.plan.points.map((p) => [p.x, p.y])).toEqual([[0.25, 0.25], [0.5, 0.5], [0.75, 0.75], [1, 1]])
    expect(curve.done.points).toEqual([{ month: '2017-01', x: 0.25, y: 0.2, yuan: 80 }, { month: '2017-03', x: 0.75, y: 1, yuan: 400 }])
    expect(curve.paid.points.map((p) => p.month)).toEqual(['2017-03'])
  })
  it('grows with what is done above the plan', () => {
    expect(yearCurve([month(1, 100, 300)])!.plan.points[0]!.y).toBeCloseTo(1 / 3)
  })
  it('is none without an amount', () => {
    expect(yearCurve([])).toBeNull()
    expect(yearCurve([month(1, 0), month(2, 0, 0)])).toBeNull()
  })
  it('knows the last month that was entered', () => {
    expect(lastEntered(months)?.month).toBe('2017-03')
    expect(lastEntered([month(1, 100)])).toBeUndefined()
  })
})
