import { figuresEn } from './en.figures'
import { reportingEn } from './en.reporting'
import { progressEn } from './en.progress'
import { evidenceEn } from './en.evidence'
import { periodsEn } from './en.periods'
import { ruleSetsEn } from './en.rulesets'
import { change } from './en.change'
import { planEn } from './en.plan'
import { adminEn } from './en.admin'
import { enAudit } from './en.audit'
import { setupEn } from './en.setup'
import { accountEn } from './en.account'
import { wall } from './en.wall'
import { enHome } from './en.home'
import { enList } from './en.list'
import type { Messages } from './keys'

export const en: Messages = {
  wall,
  change,
  app: {
    name: 'Guatu', skip: 'Skip to content', sample: 'Sample', sampleLong: 'Sample data, not real progress',
    loading: 'Loading…', retry: 'Try again', close: 'Close', cancel: 'Cancel', more: '{n} more', moreAny: 'Show more',
    asOf: 'As of', dataTo: 'data to {date}', today: 'Today', unknown: 'Not stated', yes: 'Yes', no: 'No',
    keys: 'Keys', and: ', ', notFoundTitle: 'No such page', notFound: 'The address may be wrong, or the item is outside your scope.', toHome: 'Back to home',
  },
  nav: { work: 'My reports', review: 'To review', confirm: 'To confirm', attention: 'My red lamps', allRed: 'Red lamps', projects: 'Projects', milestones: 'Milestones', tasks: 'Ten tasks', board: 'Meeting screen', source: 'Source', units: 'Departments', posts: 'Posts', users: 'People', grants: 'Grants', settings: 'Settings', calendar: 'Calendar', rules: 'Rules', more: 'More', main: 'Main', home: 'To do' },
  user: {
    menu: ': menu', theme: 'Theme', light: 'Light', dark: 'Dark', auto: 'System', language: 'Language', money: 'Money', wan: '10k yuan', yi: '100m yuan',
    shortcuts: 'Single keys', on: 'On', off: 'Off', signOut: 'Sign out',
  },
  asOf: {
    label: 'As-of date', change: 'choose another day', projection: 'Projection', history: 'History', readOnly: 'As of {date}: read only', projectionNote: 'Projected to {date} from today’s facts, assuming no new report', backToday: 'Back to today',
  },
  login: {
    title: 'Sign in', username: 'User name', password: 'Password', submit: 'Sign in', submitting: 'Signing in…', needBoth: 'Please give user name and password.',
    expiredTitle: 'Your session has expired', expired: 'What you typed is still here. Sign in to go on.', demo: 'Demonstration: the plan of 2017 with sample progress.', lead: 'Key projects and ten livelihood tasks on one wall chart',
  },
  error: {
    title: 'Could not load', network: 'No connection; nothing was sent. Your text is kept. Try again when the network is back.', server: 'The server failed and nothing was saved. Tell the administrator number {id}.', serverNoId: 'The server failed and nothing was saved.',
    forbidden: 'You may not do this.', notFound: 'There is no such item, or it is outside your scope.', session: 'Your session has expired.', conflict: 'Somebody changed this item just now. Your text is kept.', rate: 'Too many requests; please wait a little.', invalid: 'Something is not right; see the marked fields.',
    unknown: 'That did not work; please try again.',
  },
  lamp: {
    blue: 'Done', green: 'On track', yellow: 'Warning', red: 'Far behind', notYet: 'Not due', suspended: 'Suspended', exited: 'Left the plan', undated: 'No date', open: 'No target', empty: 'Nothing', unreported: 'Unreported',
    why: 'Why', whyOf: '{name}: why {word}', rule: 'Rule', ruleSet: 'Rule set', inputs: 'Facts', history: 'History', named: 'Lamp: {word}',
  },
  badge: { dueSoon: 'Due soon', extended: 'Extended', claimed: 'To verify', reviewLate: 'Review late', unreported: 'Unreported', madeGood: 'Made good', listed: 'Listed', added: 'Added' },
  extended: 'Extended {n}×, {days} d',
  className: { severe: 'Far behind', warning: 'Warning', unreported: 'Unreported', untargeted: 'No target', suspended: 'Suspended', onSchedule: 'On schedule', ahead: 'Ahead', done: 'Done' },
  input: {
    investment: 'Investment', recovery: 'Recovery', behind: 'Stages behind', moneyBp: 'Money %', worksBp: 'Works %', yellowAboveBp: 'Yellow above %', missedPeriods: 'Periods missed in a row', yellowAfterMissed: 'Yellow from', months: 'Months', started: 'Started', yellowPeriods: 'Yellow periods', exited: 'Left the plan',
    asOf: 'As of', approved: 'Plan', baseline: 'First plan', forecast: 'Forecast', reached: 'Reached', claimed: 'Claimed', plannedStart: 'Planned start', due: 'Due', overdueDays: 'Days overdue', creditedDays: 'Days under review',
    planBp: 'Schedule %', actualBp: 'Done %', gapBp: 'Gap (points)', key: 'Key milestone', firmness: 'Promise', firm: 'Firm', aim: 'Aim', suspended: 'Suspended', verified: 'Verified', redAfterDays: 'Red after days', redAfterMonths: 'Red after months', slipDays: 'Slip in days',
    changes: 'Extensions', completionBp: 'Completion %', scheduleBp: 'Schedule %', windowStart: 'Work from', colourDay: 'Colour of', weakest: 'Weakest', year: 'Year', done: 'Parts done', measurable: 'Measurable', open: 'No target', met: 'Periods met',
    closed: 'Periods closed', withoutReading: 'No reading', milestones: 'Milestones', red: 'Red', yellow: 'Yellow', redKey: 'Key red', redWeightBp: 'Red weight %', holder: 'Held by', reviewer: 'Reviewer', unit: 'Unit', periods: 'Periods',
  },
  work: {
    title: 'My reports', sentBack: '{month} was sent back', todo: 'To report', overdue: 'Overdue', dueSoon: 'Due soon', reported: 'Reported', unreported: 'Unreported', month: '{month} figures, cut-off {date}',
    colLamp: 'Lamp', colItem: 'Item', colDue: 'Due', colValue: 'Confirmed / target', colNote: 'Last note', noDue: 'No date', overdueDays: '{n} d overdue', daysLeft: '{n} d left', dueToday: 'Due today', gap: '{n} points behind', lead: '{n} points ahead',
    group: { overdue: 'Overdue', red: 'Behind', unreported: 'Unreported', dueSoon: 'Due soon', month: 'To report this month', later: 'Nothing to report', reported: 'Reported' }, items: '{n} items',
    progress: 'Progress', risk: 'At risk', claim: 'Claim done', noChange: 'No change', choice: 'What to report', value: 'Progress %', reading: 'Total so far', numerator: 'Numerator', denominator: 'Denominator', met: 'This period', metYes: 'Met', metNo: 'Not met', note: 'One sentence', notePlaceholder: 'One sentence', notePlaceholderLast: 'Last: {note}', forecast: 'Forecast',
    submit: 'Submit', submitting: 'Submitting…', sinceLast: '{n} since last', noChangeTimes: 'no change {n}×', draftKept: 'Draft kept', draftStale: 'This draft was typed on an older version; the item has changed', open: 'Report ', decrease: 'less', increase: 'more',
    needNote: 'Please write one sentence.', needForecast: 'A risk needs a forecast date.', needValue: 'Please give a number.', needPercent: 'Progress is 0 to 100.', needRatio: 'Give a numerator and a denominator above 0.', needMet: 'Choose met or not met.',
    pending: 'In review', withdraw: 'Withdraw', withdrawn: 'Withdrawn; the text is back in the draft', submitted: '{name} submitted', saved: 'submitted', after: 'after review',
    empty: 'Nothing to report', emptyNone: 'Your unit leads no items.', keysMove: 'Move', keysSubmit: 'Submit, next row', keysChoice: 'progress, risk, done', keysNoChange: 'No change', keysWithdraw: 'Withdraw', keysHelp: 'All keys', keysEsc: 'Leave the field', undone: 'Not submitted: {message}',
    claimed: 'Claimed done', forecastOn: 'forecast {date}', forMonth: '{month}', makesGood: 'for {month}',
  },
  conflict: { title: 'This item has just changed', text: 'Your text is kept. Below: what you saw and what is there now.', field: 'Field', seen: 'You saw', now: 'Now', mine: 'You typed', again: 'Submit on the new version', later: 'Keep as draft' },
  field: {
    lamp: 'Lamp', approved: 'Plan', forecast: 'Forecast', progress: 'Progress', note: 'Last note', pending: 'Report in review', version: 'Version', due: 'Due', target: 'Target', reached: 'Reached', baseline: 'First plan', name: 'Name', words: 'Words',
    progressOn: 'Progress on', claimedOn: 'Claimed', verified: 'Verified', verifiedOn: 'Verified on', suspended: 'Suspended', lastNote: 'Note', lastReportMonth: 'Report month', noChangeCount: 'No change', valueMilli: 'Value', valueMonth: 'Month of data', contactName: 'Contact', contactPhone: 'Phone', returnedClaims: 'Returned', slipDays: 'Slip', changes: 'Extensions', stage: 'Stage', plannedStart: 'Planned start', weight: 'Weight',
  },
  review: {
    title: 'To review', titleOffice: 'To confirm', waiting: '{n} waiting', waitingOffice: '{n} waiting', confirm: 'Confirm', confirmed: '{name} confirmed', approvedBy: 'approved by {name}', oldestFirst: 'oldest first', colWhat: 'Item', colChange: 'Change', colNote: 'Note', colLamp: 'Lamp now → after', colDo: 'Decision', approve: 'Approve', return: 'Return', reason: 'Reason', reasonPlaceholder: 'What is wrong, what is missing', needReason: 'A return needs a reason.', sendBack: 'Send back',
    select: 'Select {name}', selectAll: 'Select all', approveSelected: 'Approve {n} selected', conclusionFor: 'One conclusion for the {n} completions selected; one written at a row goes before it', needConclusions: '{n} completions have no conclusion of at least two characters yet', progress: '{done} of {all} done', stop: 'Stop', done: '{ok} approved, {failed} failed', approved: '{name} approved', returned: '{name} returned', own: 'Your own report: somebody else decides', claim: 'Claim done', noChange: 'No change', madeGood: 'Made good', forMonth: '{month}', first: 'first', empty: 'Nothing to review', emptyText: 'New reports appear here.', forecast: 'forecast {date}', keysApprove: 'Approve', keysReturn: 'Return', keysMark: 'Select', noteOf: 'last: {note}', met: 'Met', notMet: 'Not met',
  },
  attention: {
    title: 'My red lamps', titleAll: 'Red and yellow lamps', mine: 'My line', others: 'Other lines', red: 'Red', yellow: 'Yellow', overdue: 'Overdue', days: 'd', gap: 'Behind', point: 'pt', late: 'Expected late', hint: 'by days overdue, my line first', colWhy: 'Why, and in whose hands', inHands: 'With {unit}', withReviewer: 'In review at {unit}, working day {n}', withOffice: 'With the supervision office, working day {n}', since: 'since {date}', forDays: '{n} d', nobody: 'In nobody’s hands', contact: 'Contact', noContact: 'No contact given', lastReports: 'Last reports', noReports: 'No report yet',
    history: 'Whole history', empty: 'No red lamps', emptyText: 'Nothing on the line is overdue or behind.', leader: 'Leader', extended: 'Extension {n}, {days} d in all', neverMoved: 'never moved', keyNode: 'Key milestone', keysOpen: 'Expand', open: 'Project', openTask: 'Task',
  },
  chart: {
    baseline: 'First plan', approved: 'Plan', forecast: 'Unit’s forecast', reached: 'Reached', overdue: 'Overdue', review: 'In review', schedule: 'Schedule', missing: 'Missing', done: 'Done', due: 'Due date', noDates: 'no dates', describe: '{name}: {parts}', part: '{what} {date}', elapsed: 'Progress',
  },
  projects: {
    title: 'Key projects', search: 'Name, code, pinyin initials', list: 'List', department: 'Unit', leader: 'Leader', any: '{what}: all', clear: 'Clear filters', colLamp: 'Lamp', noNext: 'No open milestone', doneOf: '{done}/{all}', none: 'No projects yet', noneText: 'The plan has no projects yet.', nodesNone: 'No milestones',
  },
  project: {
    stage: 'Stage', class: 'Class of the year', nature: 'Nature', unit: 'Lead unit', co: 'Co-units', leader: 'Leader', contact: 'Contact', lists: 'Lists', parent: 'Parent', children: 'Parts', planned: 'Planned', started: 'Started', ruler: 'Wall chart of milestones', dates: 'Dates of milestones', node: 'Milestone', baseline: 'First plan', approved: 'Plan', forecast: 'Forecast', reached: 'Reached', progress: 'Progress', slip: 'Extended', noMilestones: 'No milestones', noMilestonesText: 'The plan names no milestone for this project.', investment: 'Investment', total: 'Total', cumulative: 'So far', yearPlan: 'Plan of the year', yearDone: 'Done this year', source: 'Words of the report', target: 'Target', note: 'Note', section: 'Section', history: 'History', reports: 'Reports', noHistory: 'No changes', noVisible: 'Recorded', noReports: 'No reports', actualPlan: '{actual}% done, schedule {plan}%', through: 'to {month}', moved: '{n}×, {days} d', words: 'Words', key: 'Key', aim: 'Aim', detail: '{name}: what happened', openNode: ': what happened', version: 'Version {n}', nodeCount: '{done} of {all} done',
  },
  reportState: { submitted: 'In review', approved: 'Approved by the unit', confirmed: 'Confirmed', returned: 'Returned', withdrawn: 'Withdrawn' },
  board: {
    title: 'Ten livelihood tasks of {year}', equals: 'tasks =', colTask: 'Task and its weakest part', colShare: 'Completion %', colSchedule: 'vs plan', colParts: 'Parts', colLamp: 'Lamp', open: '+ {n} open', openOnly: '{n} open', parts: '{done}/{all}', noShare: 'No measurable target: no completion is computed', weakestDone: 'Every part is done', stale: 'No connection: data of {time}', live: 'data of {time}', empty: 'No tasks', emptyText: 'No livelihood tasks are entered for this year.', onlyRed: 'Only red', showAll: 'Show all', noRed: 'No red lamps', noRedText: 'No task is far behind.', hidden: 'Only red; {n} more not shown', keysMove: 'Select', keysOpen: 'Problem sheet', keysRed: 'Only red', keysAsOf: 'As of', keysFull: 'Full screen', keysEsc: 'Back', sheet: 'Problem sheet', share: 'Done', openTask: 'Full text', prev: 'Previous', next: 'Next', completion: 'Completion', unit: 'Unit', leader: 'Leader', noIndicators: 'No parts',
    barLabel: '{done}% done, schedule {plan}%', shortLate: 'due {date}, {n} d overdue', shortClaimed: 'claimed done {date}, to verify', shortClaimedLate: 'claimed done {date}, to verify; {n} d overdue', shortForecast: 'due {date}, the unit expects {forecast}', shortGap: '{plan}% due, {actual}% done, {gap} points behind',
  },
  task: {
    of: 'Task{n}', words: 'Words of the report', indicators: 'Parts', type: { CUM: 'Count', EVENT: 'Event', STAGE: 'Stage', RATE: 'Rate', KEEP: 'Keep', SERVICE: 'Service', OPEN: 'No target', WORDS: 'Words only' }, typeNote: { OPEN: 'The report does not say how far or when it is done; it is not counted until the supervision office sets a target.', WORDS: 'Words without a target that can be checked; not counted.' },
    verifyWaits: 'Confirmed at 100 %, not yet verified as completed.', verify: 'Verify completion', verifyWords: 'Conclusion; or why it is sent back',
    readings: 'Reports', history: 'History', target: 'Target', noValue: 'No reading yet', stageAt: 'at “{stage}”', stageTarget: 'this year “{stage}”', stageNone: 'No stage reached yet', atLeast: 'at least', atMost: 'at most', met: 'Met', notMet: 'Not met', periodUnknown: 'no reading', periods: 'Periods', ratio: '{a} / {b}', over: '{n}% in fact', openProject: 'Milestone of the project', weight: 'weight {n}', seeReadings: ': reports', due: 'Due', complete: 'Completion', schedule: 'Schedule', onWords: '“{words}”', event: '100% when it has happened, 0 before',
    ladderNow: 'reached', ladderTarget: 'target of the year',
  },
  source: {
    title: 'Source', lead: 'The words of the report, its targets and its defects; every item points at a sentence.', kind: { work: 'Works', result2016: 'Results 2016', honour: 'Honours', rate: 'Rates', target: 'Targets 2017', system: 'Systems', defect: 'Defects of the source', actual2016: 'Actuals 2016' }, search: 'Search the words', all: 'All', total: '{n} entries', empty: 'Nothing matches', emptyText: 'Try another word, or show all.',
  },
  keysDialog: { title: 'Keys', off: 'Single keys are off; turn them on in the user menu.', move: 'Move', esc: 'Close, back', enter: 'Open', search: 'Search' },
  ...adminEn,
  ...enAudit,
  ...evidenceEn,
  ...periodsEn,
  ...ruleSetsEn,
  ...planEn,
  ...progressEn,
  ...figuresEn,
  ...accountEn,
  ...setupEn,
  ...reportingEn,
  ...enHome,
  ...enList,
}
