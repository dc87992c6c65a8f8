import type { Mark } from './track'

/** The words beside a mark, and where they begin. */
export interface Label {
  x: number
  text: string
  width: number
}

interface Options {
  mark: number
  measure: (text: string) => number
}

const GAP = 6
const SHORTEST = 3

/** Which marks speak first where there is no room for all: late ones, then what comes next, then key nodes. */
function urgency(m: Mark, next: Mark | undefined): number {
  if (m.worst.colour === 'red') return 0
  if (m.worst.colour === 'yellow') return 1
  if (m === next) return 2
  return m.nodes.some((n) => n.key) ? 3 : 4
}

/** The name of a mark; of several nodes the worst is named and the others are counted. */
export function markText(m: Mark): string {
  return m.nodes.length > 1 ? `${m.worst.name} +${m.nodes.length - 1}` : m.worst.name
}

/**
 * Gives each mark its words where they fit: from the mark to the right, centred
 * on it, or up to it from the left; shortened when nothing else helps; never
 * over the words of another mark, and never off the ruler.
 */
export function placeLabels(marks: Mark[], width: number, o: Options): void {
  const next = marks.find((m) => m.nodes.some((n) => !n.verified && !n.suspended && !n.exited && n.colour !== 'red' && n.colour !== 'yellow'))
  const order = [...marks].sort((a, b) => urgency(a, next) - urgency(b, next) || a.x - b.x)
  const taken: { from: number; to: number }[] = []
  const free = (from: number, to: number) => from >= 0 && to <= width && taken.every((t) => to + GAP <= t.from || from >= t.to + GAP)
  for (const m of order) {
    m.label = fit(m, markText(m), o, free)
    if (m.label) taken.push({ from: m.label.x, to: m.label.x + m.label.width })
  }
}

function fit(m: Mark, text: string, o: Options, free: (from: number, to: number) => boolean): Label | null {
  for (const t of shorter(text)) {
    const w = o.measure(t)
    for (const x of [m.x - o.mark / 2, m.x - w / 2, m.x + o.mark / 2 - w]) {
      if (free(x, x + w)) return { x, text: t, width: w }
    }
  }
  return null
}

/** The text, then its beginnings down to three signs. */
function* shorter(text: string): Generator<string> {
  yield text
  const signs = [...text]
  for (let n = signs.length - 2; n >= SHORTEST; n -= n > 8 ? 2 : 1) yield `${signs.slice(0, n).join('')}…`
}
