/** Which rows of a long list are drawn, of lists and of the wall. Rows may differ in height; all is arithmetic. */

/** Where each row begins; the last entry is where the list ends. */
export type Offsets = Float64Array

export function offsetsOf(count: number, height: (index: number) => number): Offsets {
  const out = new Float64Array(count + 1)
  for (let i = 0; i < count; i++) out[i + 1] = (out[i] ?? 0) + height(i)
  return out
}

/** The height of the whole list. */
export const totalOf = (offsets: Offsets): number => offsets[offsets.length - 1] ?? 0

/** The row at a height from the top of the list, by bisection; the first or last beyond its ends. */
export function rowAt(offsets: Offsets, y: number): number {
  let low = 0
  let high = Math.max(0, offsets.length - 2)
  while (low < high) {
    const mid = (low + high + 1) >> 1
    if ((offsets[mid] ?? 0) <= y) low = mid
    else high = mid - 1
  }
  return low
}

export interface Range {
  from: number
  /** One past the last. */
  to: number
}

/**
 * Rows that touch the part of the list in sight, and some before and after, in
 * whole steps: while scrolling within a step nothing is drawn anew.
 */
export function rangeOf(offsets: Offsets, top: number, bottom: number, spare: number, step = 1): Range {
  const count = offsets.length - 1
  if (count <= 0) return { from: 0, to: 0 }
  const from = rowAt(offsets, Math.max(0, top)) - spare
  const to = rowAt(offsets, Math.max(0, bottom)) + 1 + spare
  return { from: Math.max(0, Math.floor(from / step) * step), to: Math.min(count, Math.ceil(to / step) * step) }
}

/** How far to scroll so that row i is wholly in view below a head that covers `cover` pixels. */
export function scrollToShow(offsets: Offsets, i: number, top: number, height: number, cover = 0): number {
  const from = offsets[i] ?? 0
  const to = offsets[i + 1] ?? from
  if (from < top) return Math.max(0, from)
  const view = height - cover
  return to > top + view ? to - view : top
}

export type Part = { row: number } | { gap: number; key: string }

/** Rows and the gaps between them, from top to bottom; `kept` is drawn wherever it stands, because it has the keyboard. */
export function partsOf(offsets: Offsets, range: Range, kept: number): Part[] {
  const count = offsets.length - 1
  const rows: number[] = []
  if (kept >= 0 && kept < range.from && kept < count) rows.push(kept)
  for (let i = range.from; i < range.to; i++) rows.push(i)
  if (kept >= range.to && kept < count) rows.push(kept)
  const parts: Part[] = []
  let at = 0
  const gap = (to: number, key: string) => {
    const height = (offsets[to] ?? 0) - (offsets[at] ?? 0)
    if (height > 0) parts.push({ gap: height, key })
  }
  rows.forEach((row, i) => {
    if (row > at) gap(row, i === 0 ? 'top' : `gap-${i}`)
    parts.push({ row })
    at = row + 1
  })
  gap(count, 'end')
  return parts
}
