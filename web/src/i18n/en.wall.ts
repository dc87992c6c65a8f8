import type { Messages } from './keys'
import type { wall as zh } from './zh-CN.wall'

export const wall: Messages<typeof zh> = {
  nav: 'Wall', title: 'Wall chart of key projects {year}', grid: 'Projects and their milestones', total: '{n} projects', truncated: 'Only the first {n} of {total} are drawn; use the filters',
  zoom: 'Zoom', year: 'Year', quarter: 'Quarter', month: 'Month', group: 'Group', byList: 'By list', byDepartment: 'By unit', byLeader: 'By leader', byNone: 'No groups',
  prevYear: 'Previous year', nextYear: 'Next year', onlyLate: 'Only overdue', print: 'Print A3', sheet: 'Sheet {n} of {all}',
  project: 'Project', invest: 'Investment', now: 'Now', next: 'next milestone', rest: 'Others', groupRows: '{n} projects', continued: ' (continued)', fold: 'Fold {name}', unfold: 'Unfold {name}', rowSummary: '{n} milestones, {done} done, {late} overdue',
  overdue: '{n} days overdue', overdueMore: 'and {n} in all', claimed: 'Claimed {date}, not verified', behind: 'Investment {n} points short', forecast: 'Expected {n} days late', expected: 'Expected {date}, passed', done: 'All done', suspended: 'Suspended', undated: 'No date', noNodes: 'No milestones', trouble: 'See why', today: 'Today', grey: 'Not due or undecided', investWords: '{actual}% done, {plan}% due',
  empty: 'No project matches', emptyText: 'Try another condition, or clear the filters.', emptyYear: 'No key projects in {year}', emptyYearText: 'The plan of this year has not been entered.',
  reached: 'Reached', keyNode: 'Key', nodes: 'Milestones of {name}', openProject: 'Details', noReason: 'The reason could not be read', more: '{n} milestones in all',
  path: 'All dates', reports: 'Reports and their review', olderReports: 'Earlier ones stand with each milestone', promised: 'Dates promised', promise: 'Change {n}', slip: '{n} days', planOf: 'Plan of {year}', outcomeMissed: 'missed, carried over', outcomeCarried: 'carried over before it was due', outcomeKept: 'kept', outcomeLate: 'done late', outcomeOpen: 'open',
  keysMove: 'project', keysNodes: 'milestone', keysOpen: 'why', keysZoom: 'zoom', keysLate: 'only overdue', keysPrint: 'print', filters: 'Filters of the wall', printed: 'As of {day}, rule set {rules}, printed by {who}', filteredBy: 'Filters: {what}',
}
