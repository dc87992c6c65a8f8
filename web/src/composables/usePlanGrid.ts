import { computed, reactive, ref, watch, type ComputedRef } from 'vue'
import { ApiError } from '@/api/client'
import { keys } from '@/api/keys'
import { patchTask, readDeadline, saveBulk } from '@/api/plan'
import { useT } from '@/i18n'
import { block, bulkOf, editCount, following, parse, placeOf, step, withEdit, type CellType, type CellValue, type Choices, type Column, type Edits, type PlanRow } from '@/lib/planGrid'
import { useProblem } from './useProblem'
import { useWrite } from './useWrite'

interface Fault { key: string; field: string; message: string }

/** The state of a plan grid: the active cell, what was typed and is not saved, what the server found wrong. Typed cells survive a reload. */
export function usePlanGrid(o: { rows: ComputedRef<PlanRow[]>; all: ComputedRef<PlanRow[]>; columns: readonly Column[]; choices: ComputedRef<Choices>; year: ComputedRef<number>; store: ComputedRef<string>; editable: ComputedRef<boolean> }) {
  const { t } = useT()
  const problem = useProblem()
  const active = ref({ row: 0, col: 0 })
  const editing = ref(false)
  const edits = ref<Edits>(load(o.store.value))
  const faults = ref<Fault[]>([])
  const said = reactive({ text: '', bad: false })

  watch(o.store, (name) => (edits.value = load(name)))
  watch(edits, keep)

  /** A full or forbidden storage keeps nobody from typing; the page still holds the cells. */
  function keep(now: Edits): void {
    try {
      if (editCount(now)) localStorage.setItem(o.store.value, JSON.stringify(now))
      else localStorage.removeItem(o.store.value)
    } catch {
      return
    }
  }

  function load(name: string): Edits {
    try {
      return JSON.parse(localStorage.getItem(name) ?? '{}') as Edits
    } catch {
      return {}
    }
  }
  function say(text: string, bad = false): void {
    said.text = text
    said.bad = bad
  }

  const cellOf = (row: PlanRow | undefined, col: number) => (row ? o.columns[col]?.fields[row.kind] : undefined)
  const cells = computed(() => o.rows.value.map((row) => o.columns.map((c) => c.fields[row.kind] !== undefined)))
  const value = (row: PlanRow, field: string): CellValue => edits.value[row.key]?.[field] ?? (field in (edits.value[row.key] ?? {}) ? null : (row.values[field] ?? null))
  const changed = (row: PlanRow, field: string): boolean => field in (edits.value[row.key] ?? {})
  const faultOf = (row: PlanRow, field: string): string => faults.value.find((f) => f.key === row.key && f.field === field)?.message ?? ''
  const count = computed(() => editCount(edits.value))
  const canEdit = (at: { row: number; col: number }): boolean => {
    const cell = cellOf(o.rows.value[at.row], at.col)
    return o.editable.value && cell !== undefined && !cell.fixed
  }

  function set(at: { row: number; col: number }, v: CellValue): void {
    const row = o.rows.value[at.row]
    const cell = cellOf(row, at.col)
    if (!row || !cell || cell.fixed || !o.editable.value) return
    edits.value = withEdit(edits.value, row, cell.field, v)
    faults.value = faults.value.filter((f) => f.key !== row.key || f.field !== cell.field)
    if (cell.type === 'words' && typeof v === 'string' && v) void readWords(row, v)
  }
  /** A deadline phrase proposes day, precision and firmness; what can not be read changes nothing. */
  async function readWords(row: PlanRow, words: string): Promise<void> {
    try {
      const found = await readDeadline(words, o.year.value)
      for (const [field, v] of [['due', found.date], ['precision', found.precision], ['firmness', found.firmness]] as const) edits.value = withEdit(edits.value, row, field, v)
      say(t('plan.wordsRead', { words, date: found.date }))
    } catch (e) {
      say(e instanceof ApiError && e.status === 422 ? t('plan.wordsUnread', { words }) : problem(e), true)
    }
  }
  function typed(at: { row: number; col: number }, text: string): boolean {
    const cell = cellOf(o.rows.value[at.row], at.col)
    if (!cell) return false
    const v = parse(cell.type, text, o.choices.value)
    if (v === undefined) {
      say(t('plan.unreadable', { text, column: t(o.columns[at.col]?.label ?? 'plan.name') }), true)
      return false
    }
    set(at, v)
    return true
  }
  /** A block of a spreadsheet goes into the cells from the active one on; what does not fit is named and left out. */
  function paste(text: string): void {
    const from = active.value
    let done = 0
    const bad: string[] = []
    block(text).forEach((line, i) => line.forEach((word, j) => {
      const at = { row: from.row + i, col: from.col + j }
      const cell = cellOf(o.rows.value[at.row], at.col)
      const v = cell && !cell.fixed ? parse(cell.type, word, o.choices.value) : undefined
      if (v === undefined) return void (word.trim() && bad.push(word.trim()))
      set(at, v)
      done++
    }))
    say(bad.length ? t('plan.pastedBad', { n: done, bad: bad.slice(0, 5).join('、') }) : t('plan.pasted', { n: done }), bad.length > 0)
  }
  function fillDown(): void {
    const { row, col } = active.value
    const here = o.rows.value[row]
    const cell = cellOf(here, col)
    for (let above = row - 1; here && cell && above >= 0; above--) {
      const other = o.rows.value[above]
      if (other?.kind === here.kind) return set(active.value, value(other, cell.field))
    }
  }
  const move = (rows: number, cols: number): void => void (active.value = step(cells.value, active.value, { row: rows, col: cols }))
  const next = (by: 1 | -1): void => void (active.value = following(cells.value, active.value, by))
  function revert(): void {
    const row = o.rows.value[active.value.row]
    const cell = cellOf(row, active.value.col)
    if (row && cell) edits.value = withEdit(edits.value, row, cell.field, row.values[cell.field] ?? null)
  }
  function discard(): void {
    edits.value = {}
    faults.value = []
    say('')
  }

  const write = useWrite(async (rows: ReturnType<typeof bulkOf>, key) => {
    const { bulk, tasks } = rows
    if (bulk.projects.length + bulk.milestones.length + bulk.indicators.length) await saveBulk(o.year.value, bulk, key)
    for (const task of tasks) await patchTask(task, `${key}-${task.id}`)
    return count.value
  }, [keys.business])
  async function save(): Promise<void> {
    if (!count.value) return
    const rows = bulkOf(o.all.value, edits.value)
    const saved = await write.send(rows)
    if (saved !== undefined) {
      discard()
      return say(t('plan.saved', { n: saved }))
    }
    const failure = write.failure.value
    if (!failure) return // it is still being saved
    faults.value = failure instanceof ApiError ? failure.fields.flatMap((f) => { const at = placeOf(f.field, rows.paths); return at ? [{ ...at, message: f.message }] : [] }) : []
    say(failure instanceof ApiError && failure.status === 412 ? t('plan.stale') : write.words(), true)
  }

  return { active, editing, edits, faults, said, busy: write.busy, count, cells, cellOf, value, changed, faultOf, canEdit, set, typed, paste, fillDown, move, next, revert, discard, save, say }
}

export type PlanGridState = ReturnType<typeof usePlanGrid>
export type { CellType }
