/**
 * The survey marks in a box of 24: one place for the numbers, whether a mark is
 * drawn by itself or hundreds of them as a few paths.
 */
export const LAMP_SHAPE = {
  blue: { r: 10, stroke: 2, check: [[7, 12.4], [10.5, 16], [17, 8.6]], checkStroke: 3.2 },
  green: { r: 9.6, dot: 2.1 },
  yellow: { points: [[12, 2.6], [22.4, 21], [1.6, 21]], stroke: 1.8, dotY: 15, dot: 2 },
  red: { side: 19.2, dot: 2.4 },
  grey: { r: 8.6, stroke: 2.4 },
} as const

const n = (x: number) => x.toFixed(1)

/** A circle as a path that begins anywhere. */
export function circlePath(cx: number, cy: number, r: number): string {
  return `M${n(cx - r)} ${n(cy)}a${n(r)} ${n(r)} 0 1 0 ${n(2 * r)} 0a${n(r)} ${n(r)} 0 1 0 ${n(-2 * r)} 0z`
}

export interface LampPaths {
  blue: string
  check: string
  green: string
  yellow: string
  red: string
  grey: string
  /** The station dots: on green and red in the colour of the paper, on yellow in that of its outline. */
  dots: string
  points: string
}

/** All lamps of a row as one path a shape; a row of twenty is then a handful of elements. */
export function lampPaths(marks: readonly { x: number; colour: 'blue' | 'green' | 'yellow' | 'red' | 'grey' }[], mid: number, size: number): LampPaths {
  const k = size / 24
  const out: LampPaths = { blue: '', check: '', green: '', yellow: '', red: '', grey: '', dots: '', points: '' }
  const line = (points: readonly (readonly [number, number])[] | readonly (readonly number[])[], x: number) =>
    points.map((p, i) => `${i ? 'L' : 'M'}${n(x + (p[0]! - 12) * k)} ${n(mid + (p[1]! - 12) * k)}`).join('')
  for (const { x, colour } of marks) {
    switch (colour) {
      case 'blue':
        out.blue += circlePath(x, mid, LAMP_SHAPE.blue.r * k)
        out.check += line(LAMP_SHAPE.blue.check, x)
        break
      case 'green':
        out.green += circlePath(x, mid, LAMP_SHAPE.green.r * k)
        out.dots += circlePath(x, mid, LAMP_SHAPE.green.dot * k)
        break
      case 'yellow':
        out.yellow += `${line(LAMP_SHAPE.yellow.points, x)}z`
        out.points += circlePath(x, mid + (LAMP_SHAPE.yellow.dotY - 12) * k, LAMP_SHAPE.yellow.dot * k)
        break
      case 'red': {
        const s = LAMP_SHAPE.red.side * k
        out.red += `M${n(x - s / 2)} ${n(mid - s / 2)}h${n(s)}v${n(s)}h${n(-s)}z`
        out.dots += circlePath(x, mid, LAMP_SHAPE.red.dot * k)
        break
      }
      default: out.grey += circlePath(x, mid, LAMP_SHAPE.grey.r * k)
    }
  }
  return out
}
