import { describe, expect, it } from 'vitest'
import { offsetsOf, partsOf, rangeOf, rowAt, scrollToShow, totalOf } from './window'

describe('rows in sight', () => {
  const even = offsetsOf(10_000, () => 50)
  it('are found by height, whatever it is of each', () => {
    const mixed = offsetsOf(4, (i) => (i === 1 ? 100 : 50))
    expect([...mixed]).toEqual([0, 50, 150, 200, 250])
    expect([0, 49, 50, 149, 150, 999].map((y) => rowAt(mixed, y))).toEqual([0, 0, 1, 1, 2, 3])
  })
  it('are few however long the list is', () => {
    expect(rangeOf(even, 250_000, 250_900, 8)).toEqual({ from: 4992, to: 5027 })
    expect(rangeOf(even, -300, 600, 8)).toEqual({ from: 0, to: 21 })
    expect(rangeOf(even, 499_500, 500_400, 8)).toEqual({ from: 9982, to: 10_000 })
    expect(rangeOf(offsetsOf(0, () => 50), 0, 900, 8)).toEqual({ from: 0, to: 0 })
  })
  const height = (parts: ReturnType<typeof partsOf>) => parts.reduce((h, p) => h + ('gap' in p ? p.gap : 50), 0)
  it('keep the height of the whole list', () => {
    for (const kept of [-1, 0, 20, 105, 9_999]) {
      const parts = partsOf(even, { from: 100, to: 110 }, kept)
      expect(height(parts)).toBe(500_000)
      expect(parts.filter((p) => 'row' in p)).toHaveLength(kept >= 100 && kept < 110 || kept < 0 ? 10 : 11)
    }
  })
  it('keep the row that has the keyboard, in its place', () => {
    const rows = partsOf(even, { from: 100, to: 102 }, 3).map((p) => ('row' in p ? p.row : 'gap'))
    expect(rows).toEqual(['gap', 3, 'gap', 100, 101, 'gap'])
    expect(partsOf(even, { from: 0, to: 2 }, 20_000).filter((p) => 'row' in p)).toHaveLength(2)
  })
})

describe('rows of two heights', () => {
  const o = offsetsOf(500, (i) => (i % 10 === 0 ? 24 : 36))
  it('adds the heights up', () => {
    expect(totalOf(o)).toBe(50 * 24 + 450 * 36)
    expect(o[1]).toBe(24)
  })
  it('finds the row at every height', () => {
    for (let i = 0; i < 500; i++) {
      expect(rowAt(o, o[i]!)).toBe(i)
      expect(rowAt(o, o[i + 1]! - 0.5)).toBe(i)
    }
    expect(rowAt(o, -10)).toBe(0)
    expect(rowAt(o, 1e9)).toBe(499)
  })
  it('covers the window wherever it is, in whole steps', () => {
    for (let top = 0; top < totalOf(o); top += 7) {
      const r = rangeOf(o, top, top + 700, 4, 4)
      expect(r.from % 4).toBe(0)
      expect(o[r.from]!).toBeLessThanOrEqual(top)
      expect(o[r.to]!).toBeGreaterThanOrEqual(Math.min(totalOf(o), top + 700))
    }
    expect(rangeOf(offsetsOf(0, () => 36), 0, 700, 4, 4)).toEqual({ from: 0, to: 0 })
    expect(rangeOf(offsetsOf(1, () => 36), 0, 700, 4, 4)).toEqual({ from: 0, to: 1 })
  })
  it('scrolls no more than it must', () => {
    expect(scrollToShow(o, 0, 500, 700)).toBe(0)
    expect(scrollToShow(o, 5, 0, 700)).toBe(0)
    expect(scrollToShow(o, 100, 0, 700, 30)).toBe(o[101]! - 670)
  })
})
