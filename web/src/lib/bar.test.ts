import { describe, expect, it } from 'vitest'
import { barGeometry } from './bar'

const width = 300
describe('progress bar', () => {
  it('hatches what is missing up to the staff', () => {
    const g = barGeometry(5000, 6666, width)
    expect(g.staff).toBeCloseTo(199.98)
    expect(g.done).toEqual([{ from: 0, to: 150 }])
    expect(g.missing!.from).toBe(150)
    expect(g.missing!.to).toBeCloseTo(196.98)
  })
  it('draws ink on both sides of the staff when ahead', () => {
    const g = barGeometry(9000, 3333, width)
    expect(g.missing).toBeNull()
    expect(g.done).toHaveLength(2)
    expect(g.done[1]!.to).toBe(270)
    expect(g.done[1]!.from).toBeGreaterThan(g.staff!)
  })
  it('never lets a small lead or lag shrink to a sliver', () => {
    const lead = barGeometry(6670, 6666, width)
    expect(lead.done[1]!.to - lead.done[1]!.from).toBe(8)
    const lag = barGeometry(6660, 6666, width)
    expect(lag.missing!.to - lag.missing!.from).toBeCloseTo(8)
  })
  it('shows neither lead nor lag when there is none', () => {
    const g = barGeometry(5000, 5000, width)
    expect(g.missing).toBeNull()
    expect(g.done).toEqual([{ from: 0, to: 147 }])
  })
  it('stays inside the bar for every pair of shares', () => {
    for (let c = 0; c <= 12_000; c += 250) {
      for (let p = 0; p <= 10_000; p += 250) {
        const g = barGeometry(c, p, width)
        const parts = [...g.done, ...(g.missing ? [g.missing] : [])]
        for (const s of parts) {
          expect(s.from).toBeGreaterThanOrEqual(0)
          expect(s.to).toBeLessThanOrEqual(width)
          expect(s.to).toBeGreaterThan(s.from)
        }
        if (c < p) expect(g.done.length).toBeLessThanOrEqual(1)
      }
    }
  })
  it('has no ink without a measurable share', () => {
    expect(barGeometry(null, null, width)).toEqual({ done: [], missing: null, staff: null })
    expect(barGeometry(null, 5000, width).staff).toBe(150)
    expect(barGeometry(4000, null, width)).toEqual({ done: [{ from: 0, to: 120 }], missing: null, staff: null })
  })
})
