/**
 * The one place of the wall that has the keyboard: a line, and in it the lamp
 * (0), the name (1) or a mark (2 and on). A group line has one stop.
 */
export interface Place {
  line: number
  stop: number
}
export type Step = 'next' | 'previous' | 'left' | 'right' | 'first' | 'last' | 'pageDown' | 'pageUp'

export interface Lines {
  count: number
  /** How many stops a line has. */
  stops: (line: number) => number
  /** Lines on a page of the window. */
  page: number
  /** Where the marks of a line stand, so that up and down keep to the date. */
  xOf?: (line: number, stop: number) => number | null
  stopNear?: (line: number, x: number) => number
}

export function step(at: Place | null, by: Step, l: Lines): Place | null {
  if (l.count <= 0) return null
  if (!at) return { line: 0, stop: Math.min(1, l.stops(0) - 1) }
  const clampLine = (n: number) => Math.max(0, Math.min(l.count - 1, n))
  const go = (line: number): Place => {
    const to = clampLine(line)
    const stops = l.stops(to)
    // A group line has no name and no nodes: from it one comes to the name.
    if (l.stops(at.line) === 1) return { line: to, stop: Math.min(1, stops - 1) }
    if (at.stop < 2) return { line: to, stop: Math.min(at.stop, stops - 1) }
    const x = l.xOf?.(at.line, at.stop)
    return { line: to, stop: x != null && l.stopNear && stops > 2 ? l.stopNear(to, x) : Math.min(1, stops - 1) }
  }
  switch (by) {
    case 'next': return go(at.line + 1)
    case 'previous': return go(at.line - 1)
    case 'pageDown': return go(at.line + l.page)
    case 'pageUp': return go(at.line - l.page)
    case 'first': return go(0)
    case 'last': return go(l.count - 1)
    case 'left': return { line: at.line, stop: Math.max(0, at.stop - 1) }
    case 'right': return { line: at.line, stop: Math.min(l.stops(at.line) - 1, at.stop + 1) }
  }
}
