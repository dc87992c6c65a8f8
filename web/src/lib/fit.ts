/** How many items of a line fit, when what does not goes behind one more button. `ends` are the right edges. */
export function fitCount(ends: readonly number[], width: number, more: number): number {
  const last = ends.at(-1)
  if (last === undefined || last <= width) return ends.length
  let n = ends.length
  while (n > 0 && (ends[n - 1] ?? 0) + more > width) n--
  return n
}
