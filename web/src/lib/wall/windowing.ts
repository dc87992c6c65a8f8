/** Which of many lines are worth drawing. Heights may differ; all else is arithmetic. */
export interface Offsets {
  /** Top of line i; one more than there are lines, the last is the total. */
  tops: Float64Array
  total: number
}

export function offsetsOf(count: number, heightOf: (i: number) => number): Offsets {
  const tops = new Float64Array(count + 1)
  for (let i = 0; i < count; i++) tops[i + 1] = tops[i]! + heightOf(i)
  return { tops, total: tops[count]! }
}

/** The line at a height, by bisection; clamped to the first and last. */
export function lineAt(o: Offsets, y: number): number {
  let low = 0
  let high = o.tops.length - 2
  while (low < high) {
    const mid = (low + high + 1) >> 1
    if (o.tops[mid]! <= y) low = mid
    else high = mid - 1
  }
  return Math.max(0, low)
}

export interface Range {
  from: number
  /** Exclusive. */
  to: number
}

/**
 * The lines between top and bottom and some beyond, in whole steps: while
 * scrolling within a step nothing changes and nothing is drawn anew.
 */
export function rangeOf(o: Offsets, top: number, height: number, beyond: number, step: number): Range {
  const count = o.tops.length - 1
  if (count <= 0 || height <= 0) return { from: 0, to: 0 }
  const first = lineAt(o, top)
  const last = lineAt(o, top + height)
  const from = Math.max(0, Math.floor((first - beyond) / step) * step)
  return { from, to: Math.min(count, Math.ceil((last + 1 + beyond) / step) * step) }
}

/** How far to scroll so that line i is wholly in view below a head that covers `cover` pixels. */
export function scrollToShow(o: Offsets, i: number, top: number, height: number, cover = 0): number {
  const from = o.tops[i] ?? 0
  const to = o.tops[i + 1] ?? from
  if (from < top) return Math.max(0, from)
  const view = height - cover
  return to > top + view ? to - view : top
}
