import { describe, expect, it } from 'vitest'
import { step, type Lines, type Place } from './rove'

/** A group line, then rows with so many marks at 0, 100, 200… */
const marks = [-1, 3, 0, 5]
const lines: Lines = {
  count: marks.length, page: 2,
  stops: (i) => (marks[i]! < 0 ? 1 : 2 + marks[i]!),
  xOf: (_, stop) => (stop >= 2 ? (stop - 2) * 100 : null),
  stopNear: (i, x) => 2 + Math.max(0, Math.min(marks[i]! - 1, Math.round(x / 100))),
}
const at = (line: number, stop: number): Place => ({ line, stop })

describe('the place with the keyboard', () => {
  it('begins on the first line and is nowhere on an empty wall', () => {
    expect(step(null, 'next', lines)).toEqual(at(0, 0))
    expect(step(null, 'next', { ...lines, count: 0 })).toBeNull()
    expect(step(at(3, 1), 'next', { ...lines, count: 0 })).toBeNull()
  })
  it('comes from a group line to the name, and stays on lamp or name between rows', () => {
    expect(step(at(0, 0), 'next', lines)).toEqual(at(1, 1))
    expect(step(at(1, 0), 'next', lines)).toEqual(at(2, 0))
    expect(step(at(1, 1), 'previous', lines)).toEqual(at(0, 0))
  })
  it('keeps to the date between rows with nodes, and falls to the name where there are none', () => {
    expect(step(at(3, 6), 'pageUp', lines)).toEqual(at(1, 4))
    expect(step(at(1, 3), 'next', lines)).toEqual(at(2, 1))
    expect(step(at(1, 4), 'pageDown', lines)).toEqual(at(3, 4))
  })
  it('stops at every edge', () => {
    expect(step(at(0, 0), 'previous', lines)).toEqual(at(0, 0))
    expect(step(at(3, 1), 'next', lines)).toEqual(at(3, 1))
    expect(step(at(1, 0), 'left', lines)).toEqual(at(1, 0))
    expect(step(at(1, 4), 'right', lines)).toEqual(at(1, 4))
    expect(step(at(1, 1), 'last', lines)).toEqual(at(3, 1))
    expect(step(at(3, 6), 'first', lines)).toEqual(at(0, 0))
  })
})
