/**
 * The progress bar on its own scale of 0…100 %: ink for what is done, hatch for
 * what is missing to 序时, and a staff where 序时 stands. The staff takes a
 * little room of its own, and a lead or a lag, however small, stays visible.
 */
export interface BarGeometry {
  done: { from: number; to: number }[]
  missing: { from: number; to: number } | null
  staff: number | null
}

const FULL = 10_000

/**
 * @param width  length of the bar in pixels
 * @param halo   paper kept free on each side of the staff
 * @param least  shortest lead or lag that is drawn
 */
export function barGeometry(doneBp: number | null, planBp: number | null, width: number, halo = 3, least = 8): BarGeometry {
  const x = (bp: number) => (Math.min(FULL, Math.max(0, bp)) / FULL) * width
  if (doneBp === null) return { done: [], missing: null, staff: planBp === null ? null : x(planBp) }
  const end = x(doneBp)
  if (planBp === null) return { done: end > 0 ? [{ from: 0, to: end }] : [], missing: null, staff: null }

  const staff = x(planBp)
  const before = Math.max(0, staff - halo)
  if (doneBp > planBp) {
    const after = Math.min(width, staff + halo)
    const to = Math.min(width, Math.max(end, after + least))
    const done = before > 0 ? [{ from: 0, to: before }] : []
    if (to > after) done.push({ from: after, to })
    return { done, missing: null, staff }
  }
  if (doneBp === planBp) return { done: before > 0 ? [{ from: 0, to: before }] : [], missing: null, staff }
  const from = Math.max(0, Math.min(end, before - least))
  return {
    done: from > 0 ? [{ from: 0, to: from }] : [],
    missing: before > from ? { from, to: before } : null,
    staff,
  }
}
