import { describe, expect, it } from 'vitest'
import type { TrendMilestone } from '@/api/periods'
import { frameOf, monthTicks, placeIn, slipOf, stepsOf } from './trend'

const line = (points: [string, string, TrendMilestone['points'][number]['kind']][], reached: string | null = null) =>
  ({ points: points.map(([on, date, kind]) => ({ on, date, kind })), reached }) as TrendMilestone

describe('the milestone trend', () => {
  const slipping = line([['2017-01-05', '2017-06-30', 'baseline'], ['2017-05-02', '2017-08-15', 'approved']])
  const kept = line([['2017-01-05', '2017-03-31', 'baseline'], ['2017-03-28', '2017-03-28', 'reached']], '2017-03-28')

  it('both scales hold whole months and the as-of day', () => {
    expect(frameOf([slipping, kept], '2017-09-30')).toEqual({ from: '2017-01-01', to: '2017-09-30' })
    expect(frameOf([slipping], '2017-06-01')).toEqual({ from: '2017-01-01', to: '2017-08-31' })
    expect(frameOf([line([['2017-11-30', '2017-12-15', 'baseline']])], '2017-11-30')).toEqual({ from: '2017-11-01', to: '2017-12-31' })
    expect(frameOf([], '2017-09-30')).toBeNull()
    expect(frameOf([line([])], '2017-09-30')).toBeNull()
  })

  it('a date stands where its day is: on 45° the day is the date', () => {
    const frame = { from: '2017-01-01', to: '2017-12-31' }
    expect(placeIn(frame, '2017-01-01')).toBe(0)
    expect(placeIn(frame, '2017-12-31')).toBe(1)
    const last = stepsOf(kept, frame, '2017-09-30').at(-1)!
    expect(last.x).toBe(last.y)
  })

  it('what is expected holds until the next report and up to the as-of day', () => {
    const frame = { from: '2017-01-01', to: '2017-12-31' }
    const steps = stepsOf(slipping, frame, '2017-09-30')
    expect(steps).toHaveLength(4)
    expect(steps[1]!.y).toBe(steps[0]!.y)
    expect(steps[2]!.x).toBe(steps[1]!.x)
    expect(steps[3]).toEqual({ x: placeIn(frame, '2017-09-30'), y: steps[2]!.y })
    // One that is reached ends there: no line goes on to today.
    expect(stepsOf(kept, frame, '2017-09-30')).toHaveLength(3)
    expect(stepsOf(line([]), frame, '2017-09-30')).toEqual([])
  })

  it('labels are few enough to be read', () => {
    const year = { from: '2017-01-01', to: '2017-12-31' }
    const labels = (most: number) => monthTicks(year, most).map((t) => t.label).filter(Boolean)
    expect(labels(12)).toEqual(['2017-01', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'])
    expect(labels(4)).toEqual(['2017-01', '4', '7', '10'])
    expect(monthTicks({ from: '2017-11-01', to: '2018-02-28' }, 12).map((t) => t.label)).toEqual(['2017-11', '12', '2018-01', '2'])
  })

  it('says how far it slipped', () => {
    expect(slipOf(slipping)).toBe(46)
    expect(slipOf(kept)).toBe(-3)
    expect(slipOf(line([]))).toBe(0)
  })
})
