import type { Messages } from './keys'
import type { periodsZh } from './zh-CN.periods'

/** Messages of closed months, comparison and trend. */
export const periodsEn: Messages<typeof periodsZh> = {
  periods: {
    nav: 'Closed months', title: 'Closed months', lead: 'Once a month is closed its lamps, figures and reports do not change; a wrong figure is corrected by an entry.', year: 'Year',
    nextReady: '{month} can be closed', nextWait: '{month} is reported until {cutoff} and closed after that day', nextOpen: 'Closing now would leave open: ', nextClear: 'Nothing is left open.',
    open: { unreported: '{n} not reported', reviewing: '{n} under review', claims: '{n} of them claimed done', changes: 'change requests: {n}' },
    close: 'Close', closeAsk: 'Lamps, figures and reports of {month} will be frozen; there is no way back.', closeYes: 'Close it', closed: '{month} is closed; {n} rows are frozen.', nothing: 'No plan has been entered', nothingText: 'A month can be closed once a plan has been entered.',
    none: 'No month of {year} has been closed', closedOn: 'Closed on', rows: 'Rows', leftOpen: 'Left open', corrections: 'Corrections', 
    noneOpen: 'nothing', ruleSet: 'rules {name}, version {version}', details: 'Details of {month}', verify: 'Verify', verifying: 'Verifying…', intact: 'Intact: {n} rows and {c} corrections are as they were written', broken: 'Not intact: data was changed; tell the auditor at once',
    board: 'Board of the month', compareNext: 'Compare with the month before', previous: 'Checksum of the month before', fullHash: 'Checksum of this month', noPrevious: 'The first closed month',
    correctionsOf: 'Corrections of {month}', noCorrections: 'No corrections.', correct: 'Enter a correction', correctTitle: 'Correct a figure of {month}', correctLead: 'The figure itself stays; the correction stands beside it.', kind: 'Kind', find: 'Find a row', findHint: 'Part of the name; choose below', field: 'Which figure', was: 'As frozen', value: 'Right figure', words: 'Rests on', wordsHint: 'What the correction rests on, as the number of minutes', save: 'Enter', corrected: 'Correction entered: {name}',
    noItem: 'Nothing found', pick: 'Choose a row', replaces: 'replaces an earlier correction', by: '{on}, {by}',
    kinds: { milestone: 'Milestone', project: 'Project', indicator: 'Indicator' },
    fields: { progressBp: 'Progress', forecast: 'Forecast', reached: 'Day reached', valueMilli: 'Value', numeratorMilli: 'Numerator', denominatorMilli: 'Denominator', yearDoneYuan: 'Invested this year (yuan)' },
    shapes: { percent: 'Per cent, as 66 or 66.5', milli: 'In the unit, up to three decimals', yuan: 'A whole number of yuan', day: 'Choose a day' },
    frozen: 'Snapshot of {month}', 
  },
  compare: {
    nav: 'Compare', title: 'Compare', lead: 'What changed between two days or two closed months.', from: 'From', to: 'To', aDay: 'A day', today: 'Today', closedMonth: '{month}, closed', day: 'Day', print: 'Print', of: 'Show',
    ofs: { milestones: 'Milestones', tasks: 'Ten tasks', projects: 'Projects' },
    span: '{from} → {to}, {n} rows', nothing: 'Nothing changed', nothingText: 'Between the two ends lamps, dates and figures are the same.', sum: 'In short',
    groups: { lamps: 'Another lamp', dates: 'Dates moved', late: 'Newly late', done: 'Newly done', unreported: 'Not reported in between', added: 'Added', exited: 'Left the plan', figures: 'Other figures' },
    count: '{n}', up: 'better', down: 'worse', wasNot: 'was not there', slipped: 'from {from} to {to}', nth: 'change no. {n}', movedBy: 'approved {on} by {by}', askedBy: 'asked for by {name}: {words}', overdue: '{n} days overdue', due: 'due {on}', doneOn: 'done {on}', lastReport: 'last report {month}', neverReported: 'never reported', more: 'Show 50 more', noLeader: 'no leader',
  },
  trend: {
    title: 'Milestone trend', lead: 'To the right the day of the report, upwards the date expected then: level is kept, climbing is slipping, on the diagonal it is done.', chart: 'Milestone trend of {name}', reported: 'Day of report', expected: 'Expected date', diagonal: 'Diagonal: done on that day', table: 'Data', node: 'Milestone', on: 'Reported', date: 'Expected', kind: 'From',
    kinds: { baseline: 'plan', approved: 'approved change', forecast: 'forecast', reached: 'reached' }, slip: '{n} days later', early: '{n} days earlier', held: 'not moved', none: 'No date to draw yet', line: '{name}: {slip}',
  },
  since: { label: 'Since {what}', up: '▲', down: '▼', was: 'was {word}', better: 'better', worse: 'worse', toggle: 'Since last month', off: 'No comparison' },
}
