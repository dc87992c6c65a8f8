import type { ListSpec } from './spec'

/** 重点项目: what the ledger can show. The keys of the columns are those of the export. */
export const projectList: ListSpec = {
  name: 'projects',
  sort: 'code',
  filters: ['list', 'department', 'leader', 'sector', 'stage', 'lamp', 'parent'],
  columns: [
    { key: 'lamp', label: 'list.col.lamp', min: 104, fixed: true, sort: 'lamp', descFirst: true, card: 'lamp', csv: ['lamp', 'badges'] },
    { key: 'name', label: 'list.col.project', min: 260, grow: 1.6, fixed: true, sort: 'name', card: 'title', csv: ['code', 'name'] },
    { key: 'code', label: 'list.col.code', min: 96, sort: 'code', csv: ['code'] },
    { key: 'sector', label: 'list.col.sector', min: 88, csv: ['sector'] },
    { key: 'lead', label: 'list.col.lead', min: 108, grow: 0.5, sort: 'lead', standard: true, card: 'end', csv: ['leadDepartment'] },
    { key: 'co', label: 'list.col.co', min: 150, grow: 0.6, csv: ['coDepartments'] },
    { key: 'leader', label: 'list.col.leader', min: 84, standard: true, csv: ['leaderPost'] },
    { key: 'stage', label: 'list.col.stage', min: 88, csv: ['stage'] },
    { key: 'class', label: 'list.col.class', min: 88, csv: ['annualClass'] },
    { key: 'nature', label: 'list.col.nature', min: 88, csv: ['buildNature'] },
    { key: 'lists', label: 'list.col.lists', min: 150, grow: 0.6, csv: ['lists'] },
    { key: 'parent', label: 'list.col.parent', min: 150, grow: 0.6, csv: ['parent'] },
    { key: 'next', label: 'list.col.next', min: 190, grow: 1, standard: true, card: 'bare', csv: ['nextName'] },
    { key: 'due', label: 'list.col.due', min: 104, sort: 'due', standard: true, csv: ['nextDue'] },
    { key: 'nodes', label: 'list.col.nodes', min: 64, right: true, standard: true, csv: ['done', 'milestones'] },
    { key: 'overdue', label: 'list.col.overdue', min: 64, right: true, sort: 'overdue', descFirst: true, standard: true, csv: ['overdue'] },
    { key: 'progress', label: 'list.col.progress', min: 170, sort: 'progress', standard: true, card: 'bare', csv: ['actualShare', 'planShare'] },
    { key: 'yearPlan', label: 'list.col.yearPlan', min: 110, right: true, csv: ['yearPlanYuan'] },
    { key: 'yearDone', label: 'list.col.yearDone', min: 110, right: true, csv: ['yearDoneYuan'] },
    { key: 'total', label: 'list.col.total', min: 110, right: true, csv: ['totalYuan'] },
    { key: 'cumulative', label: 'list.col.cumulative', min: 110, right: true, csv: ['cumulativeYuan'] },
    { key: 'started', label: 'list.col.started', min: 104, csv: ['startedOn', 'plannedStart'] },
    { key: 'plannedEnd', label: 'list.col.plannedEnd', min: 104, csv: ['plannedEnd'] },
    { key: 'contact', label: 'list.col.contact', min: 150, grow: 0.4, csv: ['contactName', 'contactPhone'] },
  ],
  views: [
    { label: 'list.view.all', query: {} },
    { label: 'list.view.worst', query: { sort: '-lamp' } },
    { label: 'list.view.mostOverdue', query: { sort: '-overdue' } },
  ],
}
