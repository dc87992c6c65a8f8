import type { Project } from '@/api/types'

/** A month of the investment of the year: planned, done and paid by its end, cumulative. */
export type MonthOfYear = NonNullable<Project['investment']>['months'][number]

/** A line of the curve: the points in the order of the months, each as shares of the width and of the height. */
export interface CurveLine {
  points: { month: string; x: number; y: number; yuan: number }[]
}

/** The three lines of a year on one scale that holds all of them; the year begins at nothing. */
export interface YearCurve {
  top: number
  plan: CurveLine
  done: CurveLine
  paid: CurveLine
}

/** The curve of a year; null without a month or without an amount above 0. */
export function yearCurve(months: readonly MonthOfYear[]): YearCurve | null {
  const top = Math.max(0, ...months.flatMap((m) => [m.planYuan, m.doneYuan ?? 0, m.paidYuan ?? 0]))
  if (top <= 0) return null
  const line = (of: (m: MonthOfYear) => number | null): CurveLine => ({
    points: months.flatMap((m, n) => {
      const yuan = of(m)
      return yuan === null ? [] : [{ month: m.month, x: (n + 1) / months.length, y: yuan / top, yuan }]
    }),
  })
  return { top, plan: line((m) => m.planYuan), done: line((m) => m.doneYuan), paid: line((m) => m.paidYuan) }
}

/** The last month something was entered for; undefined when none was. */
export const lastEntered = (months: readonly MonthOfYear[]) => months.findLast((m) => m.doneYuan !== null)
