import { dayNumber, type CivilDate } from '../date'
import { placeLabels, type Label } from './labels'
import { dueOf, nodeDate, WORST, type WallNode } from './model'
import type { Scale } from './scale'

/** A stretch of the row's line, in pixels. */
export interface Stretch {
  from: number
  to: number
}

export type HatchKind = 'red' | 'yellow' | 'review'

/** Nodes that share a place on the ruler; the worst of them lends its lamp. */
export interface Mark {
  x: number
  nodes: WallNode[]
  worst: WallNode
  /** The date lies before (-1) or after (1) the ruler; the mark stands at its edge. */
  off: -1 | 0 | 1
  label: Label | null
}

export interface Promised {
  kind: 'baseline' | 'approved' | 'forecast'
  x: number
  /** Where the line from it leads. */
  to: number
}

export interface Track {
  done: Stretch[]
  plan: Stretch[]
  paused: Stretch[]
  hatch: { kind: HatchKind; spans: Stretch[] }[]
  promises: Promised[]
  marks: Mark[]
  undated: number
}

export interface TrackOptions {
  asOf: CivilDate
  /** Marks nearer than this are drawn as one. */
  gap: number
  mark: number
  /** Width of a text in pixels. */
  measure: (text: string) => number
  /** 0 draws no labels. */
  labels: boolean
}

/** Spans in order of time, those that touch made one. */
export function mergeSpans(spans: readonly Stretch[]): Stretch[] {
  const out: Stretch[] = []
  for (const s of [...spans].sort((a, b) => a.from - b.from)) {
    const last = out[out.length - 1]
    if (last && s.from <= last.to) last.to = Math.max(last.to, s.to)
    else out.push({ ...s })
  }
  return out
}

const clamp = (x: number, scale: Scale) => Math.min(scale.right, Math.max(scale.left, x))
/** Before (-1), on (0) or after (1) the ruler; a day is wide enough for the error of a float. */
const offOf = (x: number, scale: Scale) => (x < scale.left - 0.01 ? -1 : x > scale.right + 0.01 ? 1 : 0)

function stretch(scale: Scale, a: CivilDate, b: CivilDate): Stretch | null {
  const from = clamp(scale.x(a), scale)
  const to = clamp(scale.x(b), scale)
  return to > from ? { from, to } : null
}

interface Dated {
  node: WallNode
  date: CivilDate
  x: number
}

/** The line from node to node: ink where it is reached, an outline where it is planned. */
function line(dated: readonly Dated[], scale: Scale): Pick<Track, 'done' | 'plan' | 'paused'> {
  const done: Stretch[] = []
  const plan: Stretch[] = []
  const paused: Stretch[] = []
  const starts = dated.map((d) => d.node.plannedStart).filter((s): s is CivilDate => !!s)
  const first = starts.length && dated[0]?.node.plannedStart ? starts.reduce((a, b) => (a < b ? a : b)) : null
  let at = first ? clamp(Math.min(scale.x(first), dated[0]!.x), scale) : scale.left
  let begun = false
  for (const d of dated) {
    const to = clamp(d.x, scale)
    const part = { from: at, to }
    at = Math.max(at, to)
    if (part.to <= part.from) continue
    if (d.node.verified) done.push(part)
    else if (d.node.suspended || d.node.exited) paused.push(part)
    else {
      plan.push(part)
      // Progress is ink: only the stretch that is being worked on carries it.
      const share = Math.min(1, (d.node.progressBp ?? 0) / 10_000)
      if (!begun && share > 0) done.push({ from: part.from, to: part.from + (part.to - part.from) * share })
      begun = true
    }
  }
  return { done: mergeSpans(done), plan: mergeSpans(plan), paused }
}

/** What is late and what waits for a reviewer, up to the as-of day. */
function hatches(nodes: readonly WallNode[], scale: Scale, asOf: CivilDate): Track['hatch'] {
  const spans: Record<HatchKind, Stretch[]> = { review: [], yellow: [], red: [] }
  for (const n of nodes) {
    const due = dueOf(n)
    if (n.verified || n.suspended || n.exited || !due) continue
    const lateTo = n.claimed && n.claimed < asOf ? n.claimed : asOf
    // A red or yellow lamp for another reason (a forecast) is not lateness: only days that have passed are hatched.
    const late = due < lateTo ? stretch(scale, due, lateTo) : null
    if (late) spans[n.colour === 'red' ? 'red' : 'yellow'].push(late)
    const review = n.claimed && n.claimed < asOf ? stretch(scale, n.claimed, asOf) : null
    if (review) spans.review.push(review)
  }
  return (['review', 'yellow', 'red'] as const).filter((k) => spans[k].length).map((kind) => ({ kind, spans: mergeSpans(spans[kind]) }))
}

/** Every date that was promised and is not where the node stands: it never leaves the chart. */
function promisesOf(nodes: readonly WallNode[], scale: Scale): Promised[] {
  const out: Promised[] = []
  const add = (kind: Promised['kind'], date: CivilDate, to: CivilDate) => {
    const x = scale.x(date)
    if (offOf(x, scale)) {
      const line = stretch(scale, date < to ? date : to, date < to ? to : date)
      if (line) out.push({ kind, x: Number.NaN, to: x < scale.left ? line.to : line.from })
      return
    }
    out.push({ kind, x, to: clamp(scale.x(to), scale) })
  }
  for (const n of nodes) {
    const due = dueOf(n)
    const stands = nodeDate(n)
    if (!due || !stands) continue
    for (const date of n.earlier ?? []) if (date !== n.baseline) add('baseline', date, n.baseline ?? due)
    if (n.baseline && n.baseline !== due) add('baseline', n.baseline, due)
    if (due !== stands) add('approved', due, stands)
    if (n.forecast && !n.verified && n.forecast !== due) add('forecast', n.forecast, due)
  }
  return out
}

/** Marks in order of time; those too near to each other share one. */
function marksOf(dated: readonly Dated[], scale: Scale, gap: number): Mark[] {
  const out: Mark[] = []
  for (const d of dated) {
    const off = offOf(d.x, scale)
    const x = clamp(d.x, scale)
    const last = out[out.length - 1]
    if (last && last.off === off && x - last.x < gap) {
      last.nodes.push(d.node)
      if (WORST[d.node.colour] < WORST[last.worst.colour]) last.worst = d.node
    } else out.push({ x, nodes: [d.node], worst: d.node, off, label: null })
  }
  return out
}

/** Everything a row draws, in pixels of its own ruler. */
export function trackOf(nodes: readonly WallNode[], scale: Scale, o: TrackOptions): Track {
  const dated = nodes
    .map((node) => ({ node, date: nodeDate(node) }))
    .filter((d): d is { node: WallNode; date: CivilDate } => d.date !== null && Number.isFinite(dayNumber(d.date)))
    .map((d) => ({ ...d, x: scale.x(d.date) }))
    .sort((a, b) => a.x - b.x || a.node.id - b.node.id)
  const marks = marksOf(dated, scale, o.gap)
  if (o.labels) placeLabels(marks, scale.width, o)
  return {
    ...line(dated, scale),
    hatch: hatches(nodes, scale, o.asOf),
    promises: promisesOf(nodes, scale),
    marks,
    undated: nodes.length - dated.length,
  }
}

/** The mark nearest to x, if it is near enough to be meant. */
export function markAt(marks: readonly Mark[], x: number, reach: number): number {
  let best = -1
  let distance = reach
  marks.forEach((m, i) => {
    const d = Math.abs(m.x - x)
    if (d <= distance) {
      distance = d
      best = i
    }
  })
  return best
}
