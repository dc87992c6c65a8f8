import type { MessageKey } from '@/i18n/keys'

/** What a list can show, sort and filter by; a page declares one of these and the one list component does the rest. */
export interface ListColumn {
  key: string
  label: MessageKey
  /** Least width in pixels, and the share of what is left over. */
  min: number
  grow?: number
  right?: boolean
  /** Name of the order on the server; `descFirst` where the large values are asked for first. */
  sort?: string
  descFirst?: boolean
  /** Always shown, and kept in sight when the list scrolls sideways. */
  fixed?: boolean
  /** Shown while nothing else was chosen. */
  standard?: boolean
  /** The columns of the CSV that say what the cell says. */
  csv: readonly string[]
  /** Where the cell stands when rows become cards: the title, beside the lamp, at the end of that line, or a line of its own. */
  card?: 'title' | 'lamp' | 'end' | 'line' | 'bare'
}

export interface ListSpec {
  /** Name in addresses, exports and saved views. */
  name: 'projects' | 'milestones' | 'tasks'
  columns: readonly ListColumn[]
  /** Query parameters that filter. */
  filters: readonly string[]
  /** The order when none is asked for. */
  sort: string
  /** Views that everybody has; the first shows all. */
  views: readonly { label: MessageKey; query: Readonly<Record<string, string>> }[]
}

export const GAP = 16

/** The columns that are shown, in the order of the spec; an unknown name of an old link is left out. */
export function shownColumns(spec: ListSpec, chosen: readonly string[] | null): ListColumn[] {
  return spec.columns.filter((c) => c.fixed || (chosen ? chosen.includes(c.key) : c.standard))
}

/** The columns of the CSV for those on the screen, in their order, each once. */
export function csvColumns(columns: readonly ListColumn[]): string[] {
  return [...new Set(columns.flatMap((c) => c.csv))]
}

/** Least width of a row with these columns. */
export function leastWidth(columns: readonly ListColumn[]): number {
  return columns.reduce((sum, c) => sum + c.min, 0) + GAP * Math.max(0, columns.length - 1)
}

export function template(columns: readonly ListColumn[]): string {
  return columns.map((c) => (c.grow ? `minmax(${c.min}px, ${c.grow}fr)` : `${c.min}px`)).join(' ')
}

/** What a press on the head of a column asks for: its order, then the other way round, then the order of the list. */
export function nextSort(spec: ListSpec, column: ListColumn, now: string): string {
  if (!column.sort) return now
  const [first, second] = column.descFirst ? [`-${column.sort}`, column.sort] : [column.sort, `-${column.sort}`]
  if (now === first) return second
  if (now === second && spec.sort !== first && spec.sort !== second) return spec.sort
  return first
}

export function sortOf(column: ListColumn, now: string): 'ascending' | 'descending' | undefined {
  if (!column.sort) return undefined
  if (now === column.sort) return 'ascending'
  return now === `-${column.sort}` ? 'descending' : undefined
}
