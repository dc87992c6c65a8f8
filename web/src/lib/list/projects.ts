import type { ListSpec } from './spec'

/** 重点项目: what the ledger can show. The keys of the columns are those of the export. */
export const projectList: ListSpec = {
  name: 'projects',
  sort: 'code',
  filters: ['list', 'department', 'leader', 'sector', 'stage', 'lamp', 'parent'],
  columns: [
    { key: 'lamp', label: 'list.col.lamp', min: 104, fixed: true, sort: 'lamp', descFirst: true, card: 'lamp' },
    { key: 'name', label: 'list.col.project', min: 260, grow: 1.6, fixed: true, sort: 'name', card: 'title' },
    { key: 'code', label: 'list.col.code', min: 96, sort: 'code' },
    { key: 'sector', label: 'list.col.sector', min: 88 },
    { key: 'lead', label: 'list.col.lead', min: 108, grow: 0.5, sort: 'lead', standard: true, card: 'end' },
    { key: 'co', label: 'list.col.co', min: 150, grow: 0.6 },
    { key: 'leader', label: 'list.col.leader', min: 84, standard: true },
    { key: 'stage', label: 'list.col.stage', min: 88 },
    { key: 'class', label: 'list.col.class', min: 88 },
    { key: 'nature', label: 'list.col.nature', min: 88 },
    { key: 'lists', label: 'list.col.lists', min: 150, grow: 0.6 },
    { key: 'parent', label: 'list.col.parent', min: 150, grow: 0.6 },
    { key: 'next', label: 'list.col.next', min: 190, grow: 1, standard: true, card: 'bare' },
    { key: 'due', label: 'list.col.due', min: 104, sort: 'due', standard: true },
    { key: 'nodes', label: 'list.col.nodes', min: 64, right: true, standard: true },
    { key: 'overdue', label: 'list.col.overdue', min: 64, right: true, sort: 'overdue', descFirst: true, standard: true },
    { key: 'progress', label: 'list.col.progress', min: 170, sort: 'progress', standard: true, card: 'bare' },
    { key: 'yearPlan', label: 'list.col.yearPlan', min: 110, right: true },
    { key: 'yearDone', label: 'list.col.yearDone', min: 110, right: true },
    { key: 'total', label: 'list.col.total', min: 110, right: true },
    { key: 'cumulative', label: 'list.col.cumulative', min: 110, right: true },
    { key: 'started', label: 'list.col.started', min: 104 },
    { key: 'plannedEnd', label: 'list.col.plannedEnd', min: 104 },
    { key: 'contact', label: 'list.col.contact', min: 150, grow: 0.4 },
  ],
  views: [
    { label: 'list.view.all', query: {} },
    { label: 'list.view.worst', query: { sort: '-lamp' } },
    { label: 'list.view.mostOverdue', query: { sort: '-overdue' } },
  ],
}
