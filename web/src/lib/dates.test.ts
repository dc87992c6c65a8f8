import { describe, expect, it } from 'vitest'
import { trackParts } from './dates'
import { place } from './ruler'

const asOf = '2017-07-12'
describe('dates under the ruler', () => {
  it('draws the delay up to the as-of line', () => {
    const p = trackParts({ baseline: '2017-06-20', approved: '2017-06-20', overdueDays: 22 }, 2017, asOf)
    expect(p.overdue).toMatchObject({ from: place('2017-06-20', 2017), to: place(asOf, 2017) })
    expect(p.baselineAt).toBeNull()
    expect(p.moved).toBeNull()
  })
  it('keeps the first promise once a date was moved', () => {
    const p = trackParts({ baseline: '2017-05-10', approved: '2017-06-20', overdueDays: 22 }, 2017, asOf)
    expect(p.baselineAt).toBe(place('2017-05-10', 2017))
    expect(p.moved).toMatchObject({ from: place('2017-05-10', 2017), to: place('2017-06-20', 2017) })
  })
  it('stops the clock of the unit at the claim, then draws the review', () => {
    const p = trackParts({ approved: '2017-05-26', claimed: '2017-06-29', overdueDays: 34 }, 2017, asOf)
    expect(p.overdue!.to).toBe(place('2017-06-29', 2017))
    expect(p.review).toMatchObject({ from: place('2017-06-29', 2017), to: place(asOf, 2017) })
  })
  it('remembers a late finish and draws none where it was on time', () => {
    expect(trackParts({ approved: '2017-05-01', reached: '2017-05-20', verified: true }, 2017, asOf).overdue!.to).toBe(place('2017-05-20', 2017))
    const onTime = trackParts({ approved: '2017-05-01', reached: '2017-04-20', verified: true, progressBp: 3000 }, 2017, asOf)
    expect(onTime.overdue).toBeNull()
    expect(onTime.done).toBe(1)
    expect(onTime.reachedAt).toBe(place('2017-04-20', 2017))
  })
  it('draws nothing that is not there', () => {
    const p = trackParts({}, 2017, asOf)
    expect(p).toMatchObject({ plan: null, overdue: null, review: null, forecastAt: null, dueAt: null })
  })
})
