import type { ListSpec } from './spec'

/** 节点: every milestone of the projects in sight. The keys of the columns are those of the export. */
export const milestoneList: ListSpec = {
  name: 'milestones',
  sort: 'due',
  filters: ['state', 'department', 'leader', 'lamp', 'project'],
  columns: [
    { key: 'lamp', label: 'list.col.lamp', min: 104, fixed: true, card: 'lamp', csv: ['lamp', 'badges'] },
    { key: 'name', label: 'list.col.milestone', min: 270, grow: 1.6, fixed: true, sort: 'project', card: 'title', csv: ['projectName', 'name', 'key'] },
    { key: 'code', label: 'list.col.code', min: 96, csv: ['projectCode'] },
    { key: 'due', label: 'list.col.approved', min: 104, sort: 'due', standard: true, card: 'end', csv: ['approved'] },
    { key: 'overdue', label: 'list.col.distance', min: 104, sort: 'overdue', descFirst: true, standard: true, card: 'bare', csv: ['overdueDays'] },
    { key: 'baseline', label: 'list.col.baseline', min: 104, csv: ['baseline'] },
    { key: 'forecast', label: 'list.col.forecast', min: 104, csv: ['forecast'] },
    { key: 'reached', label: 'list.col.reached', min: 104, csv: ['reached'] },
    { key: 'slip', label: 'list.col.slip', min: 110, csv: ['changes', 'slipDays'] },
    { key: 'progress', label: 'list.col.progressPct', min: 76, right: true, sort: 'progress', standard: true, csv: ['progress'] },
    { key: 'lead', label: 'list.col.lead', min: 108, grow: 0.5, sort: 'department', standard: true, csv: ['leadDepartment'] },
    { key: 'leader', label: 'list.col.leader', min: 84, standard: true, csv: ['leaderPost'] },
    { key: 'note', label: 'list.col.note', min: 200, grow: 1.4, standard: true, card: 'bare', csv: ['lastNote'] },
    { key: 'month', label: 'list.col.month', min: 84, csv: ['lastReportMonth'] },
    { key: 'holder', label: 'list.col.holder', min: 130, grow: 0.5, csv: ['holder'] },
    { key: 'stage', label: 'list.col.stage', min: 100, csv: ['stage'] },
    { key: 'weight', label: 'list.col.weight', min: 56, right: true, csv: ['weight'] },
    { key: 'words', label: 'list.col.words', min: 150, grow: 0.8, csv: ['deadlineWords'] },
    { key: 'contact', label: 'list.col.contact', min: 150, grow: 0.4, csv: ['contactName', 'contactPhone'] },
  ],
  views: [
    { label: 'list.view.all', query: {} },
    { label: 'list.view.open', query: { state: 'open' } },
    { label: 'list.view.overdue', query: { state: 'overdue', sort: '-overdue' } },
    { label: 'list.view.dueSoon', query: { state: 'dueSoon' } },
    { label: 'list.view.claimed', query: { state: 'claimed' } },
    { label: 'list.view.suspended', query: { state: 'suspended' } },
    { label: 'list.view.undated', query: { state: 'undated' } },
    { label: 'list.view.done', query: { state: 'done', sort: '-due' } },
  ],
}
