import type { Messages } from './keys'
import type { planZh } from './zh-CN.plan'

/** Messages of the plan pages. */
export const planEn: Messages<typeof planZh> = {
  plan: {
    nav: 'Plan', title: 'Plan of {year}', parts: 'Parts of the plan', year: 'Year', draftLead: 'Can be edited; after it is put forward another person freezes it.',
    tab: { works: 'Projects and milestones', tasks: 'Livelihood tasks', check: 'Check', lists: 'Lists', carry: 'Carry over' },
    state: { draft: 'Draft', proposed: 'Put forward', frozen: 'Frozen' },
    frozenBy: 'Put forward by {proposer} and frozen by {by} on {on}; baseline and weights stay as they are.', proposedBy: 'Put forward by {by} on {on}, waits for another person to freeze it; can not be edited meanwhile.',
    counts: '{projects} projects, {milestones} milestones, {tasks} tasks, {indicators} indicators',
    propose: 'Put forward', proposeAsk: 'Then it can not be edited, and another person freezes it.', proposeYes: 'Put forward', freeze: 'Freeze', freezeAsk: 'After the freeze nobody changes baseline or weights.', freezeYes: 'Freeze', withdraw: 'Withdraw', withdrawAsk: 'Then it can be edited again.', otherFreezes: 'You put it forward; another person freezes it',
    done: { propose: 'The plan of {year} is put forward', freeze: 'The plan of {year} is frozen', withdraw: 'The plan of {year} is a draft again' },
    code: 'Code', name: 'Name', unit: 'Lead unit', leader: 'Leader', class: 'Class / stage', money: 'Investment, 10k yuan', weight: 'Weight', key: 'Key', words: 'Deadline in words', due: 'Due', firmness: 'Firmness', firm: 'Firm', aim: 'Aim', ordinal: 'No.', type: 'Type', target: 'Target', measure: 'Unit of measure', none: 'None', node: 'Milestone',
    types: { CUM: 'Cumulative', EVENT: 'Event', STAGE: 'Stage', RATE: 'Rate', KEEP: 'Keep', SERVICE: 'Service', OPEN: 'No target', WORDS: 'Words' },
    kind: { project: 'Project', milestone: 'Milestone', task: 'Task', indicator: 'Indicator' },
    find: 'Find in the plan', allUnits: 'All units', readOnly: 'This plan can not be edited now.', addProject: 'Add project', addMilestone: 'Add milestone', addTask: 'Add task', addIndicator: 'Add indicator',
    new: { project: 'New project', milestone: 'New milestone', task: 'New task', indicator: 'New indicator' }, ofProject: 'Of the project', ofTask: 'Of the task', wordsHint: 'Such as 6月底前 or 力争年内; the date is read from it', findNode: 'Find a milestone', nodeHint: 'Events and stages are reported once, at the project',
    discard: 'Discard what is not saved', save: 'Save {n} cells', saving: 'Saving…', saved: '{n} cells saved.', stale: 'Some rows were changed by somebody else meanwhile and nothing was saved; what you typed is kept on top of the newest. Look and save again.',
    unreadable: '“{text}” does not fit into “{column}”; nothing was changed.', wordsRead: '“{words}” reads as {date}; please check.', wordsUnread: '“{words}” gives no single date; please enter the due date.',
    pasted: '{n} cells pasted, not yet saved.', pastedBad: '{n} cells pasted; left out because they do not fit: {bad}', added: 'Added: {name}', removed: 'Removed: {name}',
    empty: 'The plan of {year} is empty', emptyText: 'Add the first row, or carry over from the year before.', noMatch: 'Nothing matches', shown: '{n} of {all} rows.', showMore: '300 more rows',
    more: 'More', menuOf: '{name}: more', rowMenu: 'More', openProject: 'Open project', openTask: 'Open task', copy: 'Copy', copyOf: 'Copy (the plan only, not the progress)', remove: 'Remove', removeAsk: 'Remove this row? The audit keeps all of it.',
    blocking: '{n} faults have to be mended before the freeze', clear: 'Nothing stands in the way', checked: '{total} rows looked at, {notes} notes beside', withNotes: 'Show notes too', addList: 'Add list', noLists: 'No lists yet', listProjects: '{n} projects',
    carryLead: 'In {year} {milestones} milestones and {indicators} indicators are unfinished. Carried over they are new promises of {to}; {year} stays as it is.', pickAll: 'All unfinished', pickNone: 'None', carryN: 'Carry {n} over to {to}', carryAsk: 'The chosen rows enter the draft plan of {to}.', carryYes: 'Carry over', openYear: 'Plan of {year}', nothingLeft: 'Nothing of {year} to carry over',
    carried: 'Carried over to {to}: {projects} projects, {milestones} milestones, {tasks} tasks, {indicators} indicators; {skipped} left out.', allDone: 'All done', unfinished: '{n} unfinished', noNodes: 'No milestones', carriedAlready: 'Carried over', taskN: 'Task {n}',
    promised: 'Promised {on}', noPromise: 'No date', approvedOn: 'Now {on}', slipped: 'moved {n} times, {days} days', progress: '{p}% done', amount: '{done} of {target} {unit}', newTarget: 'New target', newDue: 'New date',
    keyMove: 'move', keyEdit: 'edit', keyFill: 'as above', keyPaste: 'paste a table', keySave: 'save', keyRevert: 'undo this cell',
  },
}
