import { dayNumber, type CivilDate } from './date'
import { place, span, type Span } from './ruler'

/** The four dates of a node and what has been claimed: all a ruler needs to draw it. */
export interface DateFacts {
  plannedStart?: CivilDate | null
  baseline?: CivilDate | null
  approved?: CivilDate | null
  forecast?: CivilDate | null
  reached?: CivilDate | null
  claimed?: CivilDate | null
  verified?: boolean
  overdueDays?: number
  progressBp?: number | null
}

export interface TrackParts {
  /** The plan as it stands, from its start (or the year's) to the approved date. */
  plan: Span | null
  /** Progress as a share of the plan bar. */
  done: number
  /** Baseline to approved, only where the date was moved. */
  moved: Span | null
  /** Where the baseline ended, only where it differs from the plan. */
  baselineAt: number | null
  overdue: Span | null
  review: Span | null
  forecastAt: number | null
  reachedAt: number | null
  dueAt: number | null
}

const earlier = (a: CivilDate, b: CivilDate) => (dayNumber(a) <= dayNumber(b) ? a : b)

export function isMoved(f: DateFacts): boolean {
  return !!f.baseline && !!f.approved && f.baseline !== f.approved
}

export function trackParts(f: DateFacts, year: number, asOf: CivilDate): TrackParts {
  const due = f.approved ?? f.baseline ?? null
  const start = f.plannedStart && due && f.plannedStart < due ? f.plannedStart : `${year - 1}-12-31`
  // The clock of the unit stops at the claim; what follows is the reviewer's.
  const lateTo = f.verified && f.reached ? f.reached : f.claimed ? earlier(f.claimed, asOf) : asOf
  const isLate = due !== null && (f.verified ? !!f.reached && f.reached > due : (f.overdueDays ?? 0) > 0)
  const underReview = !!f.claimed && !f.verified && f.claimed < asOf
  const moved = isMoved(f)
  const [from, to] = moved ? [earlier(f.baseline!, f.approved!), f.baseline! < f.approved! ? f.approved! : f.baseline!] : ['', '']
  return {
    plan: due ? span(start, due, year) : null,
    done: f.verified ? 1 : Math.min(1, (f.progressBp ?? 0) / 10_000),
    moved: moved ? span(from!, to!, year) : null,
    baselineAt: moved ? place(f.baseline!, year) : null,
    overdue: isLate && due < lateTo ? span(due, lateTo, year) : null,
    review: underReview ? span(f.claimed!, asOf, year) : null,
    forecastAt: f.forecast && !f.verified && f.forecast !== due ? place(f.forecast, year) : null,
    reachedAt: f.reached && f.verified ? place(f.reached, year) : null,
    dueAt: due ? place(due, year) : null,
  }
}
