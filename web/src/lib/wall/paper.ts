import type { Line } from './group'

/** One sheet of the printed wall. */
export interface Sheet<R> {
  /** The lines of the sheet; a group that goes on from the sheet before repeats its line. */
  lines: { line: Line<R>; continued: boolean }[]
}

export interface PaperHeights {
  /** What a sheet has for lines, below its head and above its foot. */
  room: number
  group: number
  row: number
}

/**
 * Lines on sheets: nothing is cut, no group line stands at the foot of a sheet
 * without a row below it, and a group that goes on says so again at the top.
 */
export function paginate<R>(lines: readonly Line<R>[], h: PaperHeights): Sheet<R>[] {
  const sheets: Sheet<R>[] = []
  let sheet: Sheet<R> = { lines: [] }
  let left = h.room
  let head: Line<R> | null = null
  const turn = () => {
    if (sheet.lines.length) sheets.push(sheet)
    sheet = { lines: [] }
    left = h.room
  }
  lines.forEach((line, i) => {
    if (line.kind === 'group') {
      head = line
      const needs = h.group + (lines[i + 1]?.kind === 'row' ? h.row : 0)
      if (needs > left) turn()
      sheet.lines.push({ line, continued: false })
      left -= h.group
      return
    }
    if (h.row > left) {
      turn()
      if (head && line.group !== '') {
        sheet.lines.push({ line: head, continued: true })
        left -= h.group
      }
    }
    sheet.lines.push({ line, continued: false })
    left -= h.row
  })
  turn()
  return sheets
}
