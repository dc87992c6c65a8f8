import type { MessageKey } from '@/i18n/keys'
import { milli, parseMilli } from './format'

/** The plan of a year as a grid of cells: what can be typed where, what it means, and what goes to the server. No Vue here. */
export type RowKind = 'project' | 'milestone' | 'task' | 'indicator'
export type CellValue = string | number | boolean | null
export type Values = Record<string, CellValue>

export interface PlanRow {
  /** Kind and id: `milestone:12`. */
  key: string
  kind: RowKind
  id: number
  version: number
  depth: 0 | 1
  /** Key of the project or task it belongs to. */
  parent: string | null
  values: Values
  /** Its unit and leader, for the filter: a milestone has those of its project. */
  unit: number
  sample: boolean
}

export type CellType = 'text' | 'int' | 'money' | 'amount' | 'date' | 'unit' | 'post' | 'bool' | 'firmness' | 'type' | 'words'

export interface Column {
  id: string
  label: MessageKey
  width: number
  /** The field of each kind of row that has one here; a kind that is left out has an empty cell. */
  fields: Partial<Record<RowKind, { field: string; type: CellType; fixed?: true }>>
}

export const WORKS: readonly Column[] = [
  { id: 'code', label: 'plan.code', width: 96, fields: { project: { field: 'code', type: 'text', fixed: true }, milestone: { field: 'ordinal', type: 'int' } } },
  { id: 'name', label: 'plan.name', width: 280, fields: { project: { field: 'name', type: 'text' }, milestone: { field: 'name', type: 'text' } } },
  { id: 'unit', label: 'plan.unit', width: 128, fields: { project: { field: 'leadDepartmentId', type: 'unit' } } },
  { id: 'leader', label: 'plan.leader', width: 128, fields: { project: { field: 'leaderPostId', type: 'post' } } },
  { id: 'class', label: 'plan.class', width: 96, fields: { project: { field: 'annualClass', type: 'text' }, milestone: { field: 'stage', type: 'text' } } },
  { id: 'money', label: 'plan.money', width: 112, fields: { project: { field: 'yearPlanYuan', type: 'money' } } },
  { id: 'weight', label: 'plan.weight', width: 64, fields: { milestone: { field: 'weight', type: 'int' } } },
  { id: 'key', label: 'plan.key', width: 64, fields: { milestone: { field: 'key', type: 'bool' } } },
  { id: 'words', label: 'plan.words', width: 128, fields: { milestone: { field: 'deadlineWords', type: 'words' } } },
  { id: 'due', label: 'plan.due', width: 112, fields: { project: { field: 'plannedEnd', type: 'date' }, milestone: { field: 'due', type: 'date' } } },
  { id: 'firm', label: 'plan.firmness', width: 80, fields: { milestone: { field: 'firmness', type: 'firmness' } } },
]

export const TASKS: readonly Column[] = [
  { id: 'ordinal', label: 'plan.ordinal', width: 64, fields: { task: { field: 'ordinal', type: 'int' }, indicator: { field: 'ordinal', type: 'int' } } },
  { id: 'name', label: 'plan.name', width: 300, fields: { task: { field: 'title', type: 'text' }, indicator: { field: 'name', type: 'text' } } },
  { id: 'type', label: 'plan.type', width: 96, fields: { indicator: { field: 'type', type: 'type' } } },
  { id: 'unit', label: 'plan.unit', width: 128, fields: { task: { field: 'departmentId', type: 'unit' }, indicator: { field: 'departmentId', type: 'unit' } } },
  { id: 'leader', label: 'plan.leader', width: 128, fields: { task: { field: 'leaderPostId', type: 'post' }, indicator: { field: 'leaderPostId', type: 'post' } } },
  { id: 'target', label: 'plan.target', width: 96, fields: { indicator: { field: 'targetMilli', type: 'amount' } } },
  { id: 'measure', label: 'plan.measure', width: 72, fields: { indicator: { field: 'unit', type: 'text' } } },
  { id: 'weight', label: 'plan.weight', width: 64, fields: { indicator: { field: 'weight', type: 'int' } } },
  { id: 'words', label: 'plan.words', width: 128, fields: { indicator: { field: 'deadlineWords', type: 'words' } } },
  { id: 'due', label: 'plan.due', width: 112, fields: { indicator: { field: 'due', type: 'date' } } },
  { id: 'firm', label: 'plan.firmness', width: 80, fields: { indicator: { field: 'firmness', type: 'firmness' } } },
]

export const INDICATOR_TYPES = ['CUM', 'EVENT', 'STAGE', 'RATE', 'KEEP', 'SERVICE', 'OPEN', 'WORDS'] as const

export interface Choice { id: number; name: string; shortName?: string }
export interface Choices { units: readonly Choice[]; posts: readonly Choice[] }

/** 万元 with at most four decimals as whole 元, exactly; undefined when it is no such amount. */
export function yuanOf(text: string): number | undefined {
  const found = /^(\d{1,9})(?:\.(\d{1,4}))?$/.exec(text.replaceAll(/[,，\s]/g, ''))
  return found ? Number(found[1]) * 10_000 + Number((found[2] ?? '').padEnd(4, '0')) : undefined
}

/** The other way: 12,345,678 元 is 1234.5678 万元. */
export function wanOf(yuan: number): string {
  const rest = String(yuan % 10_000).padStart(4, '0').replace(/0+$/, '')
  return `${Math.floor(yuan / 10_000)}${rest ? `.${rest}` : ''}`
}

/** A target: thousandths of its unit, never below 0; undefined when it is no such number. */
export function amountOf(text: string): number | undefined {
  const value = parseMilli(text)
  return value === null || value < 0 ? undefined : value
}

const find = (all: readonly Choice[], text: string): number | undefined =>
  all.find((c) => c.name === text || c.shortName === text)?.id

function date(text: string): string | undefined {
  const found = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text)
  if (!found) return undefined
  const [y, m, d] = [found[1], found[2], found[3]].map(Number) as [number, number, number]
  const day = new Date(Date.UTC(y, m - 1, d))
  if (day.getUTCFullYear() !== y || day.getUTCMonth() !== m - 1 || day.getUTCDate() !== d) return undefined
  return day.toISOString().slice(0, 10)
}

/** What was typed or pasted as the value of a cell; undefined when it can not be read: then nothing is changed. */
export function parse(type: CellType, typed: string, choices: Choices): CellValue | undefined {
  const text = typed.trim()
  const absent = text === ''
  switch (type) {
    case 'text':
    case 'words':
      return text
    case 'int':
      return /^\d{1,6}$/.test(text) ? Number(text) : undefined
    case 'money':
      return absent ? null : yuanOf(text)
    case 'amount':
      return absent ? null : amountOf(text)
    case 'date':
      return absent ? null : date(text)
    case 'unit':
      return find(choices.units, text)
    case 'post':
      return absent ? null : find(choices.posts, text)
    case 'bool':
      return ['是', '1', 'true', 'yes', '✓'].includes(text.toLowerCase()) ? true : ['', '否', '0', 'false', 'no'].includes(text.toLowerCase()) ? false : undefined
    case 'firmness':
      return ['力争', 'aim'].includes(text) ? 'aim' : ['', '确保', 'firm'].includes(text) ? 'firm' : undefined
    case 'type':
      return INDICATOR_TYPES.find((t) => t === text.toUpperCase())
  }
}

/** The words of a cell as a person types them; choices and marks are named by the caller. */
export function written(type: CellType, value: CellValue | undefined): string {
  if (value === null || value === undefined) return ''
  if (type === 'money') return wanOf(Number(value))
  if (type === 'amount') return milli(Number(value))
  return String(value)
}

export type Edits = Record<string, Values>

/** Puts a value into the edits; one that is what the row has already takes the edit away. */
export function withEdit(edits: Edits, row: PlanRow, field: string, value: CellValue): Edits {
  const mine = { ...edits[row.key], [field]: value }
  if ((row.values[field] ?? null) === value) delete mine[field]
  const rest = { ...edits }
  delete rest[row.key]
  return Object.keys(mine).length ? { ...rest, [row.key]: mine } : rest
}

export const editCount = (edits: Edits): number => Object.values(edits).reduce((n, fields) => n + Object.keys(fields).length, 0)

/** One step over the grid, past cells that do not exist; stays where it is at the edge. */
export function step(cells: readonly (readonly boolean[])[], from: { row: number; col: number }, by: { row: number; col: number }): { row: number; col: number } {
  let { row, col } = from
  for (;;) {
    row += by.row
    col += by.col
    const line = cells[row]
    if (!line || col < 0 || col >= line.length) return from
    if (line[col]) return { row, col }
  }
}

/** The next cell in reading order, over line ends. */
export function following(cells: readonly (readonly boolean[])[], from: { row: number; col: number }, by: 1 | -1): { row: number; col: number } {
  let { row, col } = from
  for (;;) {
    col += by
    const line = cells[row]
    if (!line) return from
    if (col >= line.length || col < 0) {
      row += by
      col = by === 1 ? -1 : (cells[row]?.length ?? 0)
      continue
    }
    if (line[col]) return { row, col }
  }
}

export interface BulkRow { id: number; version: number; patch: Values }
export interface Bulk { projects: BulkRow[]; milestones: BulkRow[]; indicators: BulkRow[] }

/** The edits as the body of one bulk edit, and apart those of tasks, which are saved one by one. Rows keep the order of the grid. */
export function bulkOf(rows: readonly PlanRow[], edits: Edits): { bulk: Bulk; tasks: BulkRow[]; paths: Map<string, string> } {
  const bulk: Bulk = { projects: [], milestones: [], indicators: [] }
  const tasks: BulkRow[] = []
  const paths = new Map<string, string>()
  const place = { project: ['projects', bulk.projects], milestone: ['milestones', bulk.milestones], indicator: ['indicators', bulk.indicators], task: ['tasks', tasks] } as const
  for (const row of rows) {
    const patch = edits[row.key]
    if (!patch) continue
    const [name, list] = place[row.kind]
    paths.set(`${name}[${list.length}]`, row.key)
    list.push({ id: row.id, version: row.version, patch })
  }
  return { bulk, tasks, paths }
}

/** The row and field a fault of a bulk edit names: `milestones[3].patch.weight`. */
export function placeOf(field: string, paths: ReadonlyMap<string, string>): { key: string; field: string } | null {
  const found = /^(?:body\.)?([a-z]+\[\d+\])(?:\.patch)?\.?(.*)$/.exec(field)
  const key = found && paths.get(found[1] ?? '')
  return key ? { key, field: found[2] ?? '' } : null
}

/** A block copied from a spreadsheet, as lines of cells. */
export function block(text: string): string[][] {
  return text.replace(/\r/g, '').replace(/\n$/, '').split('\n').map((line) => line.split('\t'))
}
