import type { Messages } from './keys'
import type { zhList } from './zh-CN.list'

/** Pages that are lists: projects, milestones, tasks. */
export const enList: Messages<typeof zhList> = {
  list: {
    milestones: 'Milestones', tasks: 'Ten livelihood tasks of {year}', toBoard: 'Meeting screen',
    total: '{n} rows', totalMore: 'more than {n} rows', end: 'End of the list, {n} rows', loadingMore: '{n} rows read, reading on…', moreFailed: '{n} rows read; the next ones could not be read.',
    sortBy: 'Sort by {name}', columns: 'Columns', columnsHint: '{n} of {all} columns shown', columnsReset: 'Standard columns',
    views: 'Views', saveView: 'Save this view', viewNow: 'View: {name}', unsaved: 'not saved', filter: 'Filter', filterN: '{n} filters', manageViews: 'My views', viewName: 'Name of the view', save: 'Save', replaceView: 'Replace', viewHint: 'Keeps filters, order and columns, in this browser only. To share a view, copy the address.', viewUnkept: 'This browser keeps nothing; the view lasts until the page is left.', removeView: 'Delete ',
    view: { all: 'All', red: 'Red', yellow: 'Yellow', worst: 'Worst first', mostOverdue: 'Most overdue first', open: 'Open', overdue: 'Overdue', dueSoon: 'Due soon', claimed: 'To verify', suspended: 'Suspended', undated: 'No date', done: 'Done', weakestFirst: 'Furthest behind first' },
    filters: 'Search and filters', any: '{what}: all', choice: '{name} ({n})', other: 'as the address says', clear: 'Clear filters', searchProjects: 'Name, code, pinyin initials', searchMilestones: 'Milestone, project, pinyin initials', searchTasks: 'Task, unit, pinyin initials',
    empty: 'Nothing matches', emptyText: 'Try another word or another filter, or clear them.', noMilestones: 'No milestones yet', noMilestonesText: 'The projects of the plan have no milestones yet.',
    export: 'Export CSV', exporting: '{n} rows received', exportingOf: '{n} of {all} rows received', exported: 'Saved as {file}, {n} rows', stop: 'Stop', exportStopped: 'Stopped, no file was saved', exportFailed: 'Not exported: {message}',
    keysColumn: 'Column', keysSort: 'Sort by this column', doneOn: 'done {date}', mine: 'My line', state: 'State', lamp: 'Lamp', grey: 'Not due, suspended',
    col: {
      lamp: 'Lamp', project: 'Project', milestone: 'Project and milestone', task: 'Task', code: 'Code', sector: 'Sector', lead: 'Lead unit', unit: 'Unit', co: 'Co-units', leader: 'Leader', stage: 'Stage', class: 'Class of the year', nature: 'Nature', lists: 'Lists', parent: 'Parent', next: 'Next milestone', due: 'Due',
      nodes: 'Done', overdue: 'Overdue', progress: 'Investment', yearPlan: 'Plan of the year', yearDone: 'Done this year', total: 'Total', cumulative: 'So far', started: 'Started', plannedEnd: 'Planned end', contact: 'Contact',
      approved: 'Plan', distance: 'Left or overdue', baseline: 'First plan', forecast: 'Unit’s forecast', reached: 'Reached', slip: 'Extended', progressPct: 'Progress', note: 'Last note', month: 'Month', holder: 'In whose hands', weight: 'Weight', words: 'Deadline as written',
      completion: 'Completion', schedule: 'Schedule', gap: 'vs plan', parts: 'Parts', weakest: 'Weakest part and why', boardClass: 'Class', open: 'No target',
    },
  },
}
