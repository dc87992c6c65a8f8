/**
 * Which rows of a long list are drawn. Rows may differ in height: what has been
 * measured counts, the rest is taken to be of the estimated height.
 */

/** Where each row begins; the last entry is where the list ends. */
export function offsetsOf(count: number, height: (index: number) => number | undefined, estimate: number): Float64Array {
  const out = new Float64Array(count + 1)
  for (let i = 0; i < count; i++) out[i + 1] = (out[i] ?? 0) + (height(i) ?? estimate)
  return out
}

/** The row at a height from the top of the list. */
export function rowAt(offsets: Float64Array, y: number): number {
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

/** Rows that touch the part of the list in sight, and some before and after. */
export function rangeOf(offsets: Float64Array, top: number, bottom: number, spare: number): Range {
  const count = offsets.length - 1
  if (count <= 0) return { from: 0, to: 0 }
  return {
    from: Math.max(0, rowAt(offsets, Math.max(0, top)) - spare),
    to: Math.min(count, rowAt(offsets, Math.max(0, bottom)) + 1 + spare),
  }
}

export type Part = { row: number } | { gap: number; key: string }

/** Rows and the gaps between them, from top to bottom; `kept` is drawn wherever it stands, because it has the keyboard. */
export function partsOf(offsets: Float64Array, range: Range, kept: number): Part[] {
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
