import { describe, expect, it } from 'vitest'
import { batchesOf, concludes, longEnough } from './review'

describe('what is marked passes together', () => {
  it('goes in parts of one level each, in the order of the list', () => {
    const reports = [...Array(120).keys()].map((id) => ({ id, state: id % 3 ? ('approved' as const) : ('submitted' as const) }))
    const parts = batchesOf(reports, 50)
    expect(parts.map((p) => [p[0]!.state, p.length])).toEqual([['submitted', 40], ['approved', 50], ['approved', 30]])
    expect(parts.flat().filter((r) => r.state === 'approved')).toEqual(reports.filter((r) => r.state === 'approved'))
    expect(batchesOf([], 50)).toEqual([])
  })
  it('asks for a conclusion only where a completion is verified', () => {
    expect(concludes({ claim: true, state: 'approved' })).toBe(true)
    expect(concludes({ claim: true, state: 'submitted' })).toBe(false)
    expect(concludes({ claim: false, state: 'approved' })).toBe(false)
    expect([' 好 ', '', '属实'].map(longEnough)).toEqual([false, false, true])
  })
})
