import type { Task } from '@/api/types'
import { boardClass } from '@/lib/board'
import { BOARD_CLASSES, lampRank } from '@/lib/lamp'
import type { Choice } from './choices'
import type { ListSpec } from './spec'
import type { ListState } from './state'

/** 十件民生实事 as a list. The keys of the columns are those of the export. */
export const taskList: ListSpec = {
  name: 'tasks',
  sort: 'ordinal',
  filters: ['department', 'leader', 'lamp', 'class'],
  columns: [
    { key: 'lamp', label: 'list.col.lamp', min: 112, fixed: true, sort: 'lamp', descFirst: true, card: 'lamp', csv: ['taskLamp', 'taskBadges'] },
    { key: 'title', label: 'list.col.task', min: 190, grow: 0.5, fixed: true, sort: 'ordinal', card: 'title', csv: ['ordinal', 'title'] },
    { key: 'completion', label: 'list.col.completion', min: 210, grow: 0.4, sort: 'completion', standard: true, card: 'bare', csv: ['completion', 'schedule'] },
    { key: 'schedule', label: 'list.col.schedule', min: 76, right: true, sort: 'schedule', csv: ['schedule'] },
    { key: 'gap', label: 'list.col.gap', min: 84, right: true, sort: 'gap', standard: true, csv: ['gap'] },
    { key: 'parts', label: 'list.col.parts', min: 72, right: true, standard: true, csv: ['partsDone', 'parts'] },
    { key: 'weakest', label: 'list.col.weakest', min: 260, grow: 3, standard: true, card: 'bare', csv: ['weakest', 'weakestReason'] },
    { key: 'class', label: 'list.col.boardClass', min: 96, sort: 'class', csv: ['class'] },
    { key: 'lead', label: 'list.col.unit', min: 100, sort: 'department', standard: true, card: 'end', csv: ['taskDepartment'] },
    { key: 'leader', label: 'list.col.leader', min: 84, standard: true, csv: ['taskLeader'] },
    { key: 'open', label: 'list.col.open', min: 84, right: true, csv: ['partsOpen'] },
  ],
  views: [
    { label: 'list.view.all', query: {} },
    { label: 'list.view.red', query: { lamp: 'red' } },
    { label: 'list.view.yellow', query: { lamp: 'yellow' } },
    { label: 'list.view.weakestFirst', query: { sort: 'gap' } },
  ],
}

/** Completion against 序时; null where there is no measurable part. */
export function taskGap(task: Pick<Task, 'completionBp' | 'scheduleBp'>): number | null {
  return task.completionBp === null || task.completionBp === undefined || task.scheduleBp === null || task.scheduleBp === undefined ? null : task.completionBp - task.scheduleBp
}

type Key = number | string | null
const KEYS: Record<string, (task: Task) => Key> = {
  ordinal: (x) => x.ordinal,
  completion: (x) => x.completionBp ?? null,
  schedule: (x) => x.scheduleBp ?? null,
  gap: taskGap,
  class: (x) => BOARD_CLASSES.indexOf(boardClass(x)),
  lamp: (x) => -lampRank(x.lamp.colour),
  department: (x) => x.department?.name ?? null,
}

/** What has no figure comes last, whichever way round; equal ones keep the order of the plan. */
function compare(a: Key, b: Key, sign: number): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return sign * (typeof a === 'string' || typeof b === 'string' ? String(a).localeCompare(String(b), 'zh-CN') : a - b)
}

/** The ten tasks of a year come in one answer: filters and order are applied here. The search is the server's. */
export function shownTasks(tasks: readonly Task[], state: Pick<ListState, 'filters' | 'sort'>, mine: readonly number[]): Task[] {
  const { department, leader, lamp, class: boardClassCode } = state.filters
  const sign = state.sort.startsWith('-') ? -1 : 1
  const key = KEYS[state.sort.replace(/^-/, '')] ?? KEYS.ordinal!
  return tasks
    .filter((x) => (!department || String(x.department?.id) === department) && (!lamp || x.lamp.colour === lamp) && (!boardClassCode || boardClass(x) === boardClassCode))
    .filter((x) => !leader || (leader === 'mine' ? mine.includes(x.leaderPost?.id ?? 0) : String(x.leaderPost?.id) === leader))
    .sort((a, b) => compare(key(a), key(b), sign) || a.ordinal - b.ordinal)
}

/** The choices of the filters: all tasks are here, so that their counts are whole. */
export function taskChoices(tasks: readonly Task[]): { department: Choice[]; leader: Choice[] } {
  const count = (of: (x: Task) => { id: number; name: string } | null): Choice[] => {
    const found = new Map<number, Choice>()
    for (const task of tasks) {
      const ref = of(task)
      if (!ref) continue
      const c = found.get(ref.id) ?? { value: String(ref.id), name: ref.name, count: 0 }
      found.set(ref.id, { ...c, count: (c.count ?? 0) + 1 })
    }
    return [...found.values()].sort((a, b) => (b.count ?? 0) - (a.count ?? 0) || a.name.localeCompare(b.name, 'zh-CN'))
  }
  return {
    department: count((x) => (x.department?.id ? x.department : null)),
    leader: count((x) => (x.leaderPost ? { id: x.leaderPost.id, name: x.leaderPost.holder || x.leaderPost.name } : null)),
  }
}
