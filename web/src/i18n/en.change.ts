import type { Messages } from './keys'
import type { change as zh } from './zh-CN.change'

export const change: Messages<typeof zh> = {
  nav: 'Changes', title: 'Change requests', basis: 'Measured against: ', current: 'Current plan', original: 'Original plan', originalNote: 'Approved changes of dates and targets, suspensions and exits are left out', backCurrent: 'Back to the current plan', originalLamp: 'Original plan',
  ask: 'Ask for another date', askOther: 'Ask for a change', dialog: 'Ask for a change: {name}', addItem: 'Add a milestone', removeItem: 'Remove', item: 'Change {n}', node: 'Milestone', kindLabel: 'What is asked for', toDate: 'New date', words: 'What happened', wordsHint: 'What happened, and what is being done about it', effect: 'Effect on later milestones', optional: 'optional', reasonLabel: 'Reason',
  submit: 'Send the request', sent: 'Sent; waits for {who}', preview: 'Once approved', now: 'Now', after: 'Once approved', onOriginal: 'On the original plan', goes: 'Decided by', later: 'Later milestones', overtaken: 'before the new date', unmoved: 'Asking moves no lamp; the approval does.',
  kind: { delay: 'Another date', target: 'Another target', suspend: 'Suspension', resume: 'Resumption', exit: 'Leaving the plan' },
  reason: { landAcquisition: 'Land acquisition', landUse: 'Land use', seaUse: 'Sea-area approval', funds: 'Funds', approval: 'Approvals', design: 'Change of design', forceMajeure: 'Force majeure', contractor: 'Contractor', other: 'Other' },
  timing: { onTime: 'In time', shortNotice: 'Short notice', afterDue: 'After the date' },
  route: { head: 'Head of the unit', leader: 'Leader in charge', meeting: 'Executive meeting' },
  state: { submitted: 'Waiting', approved: 'Approved', rejected: 'Not approved', withdrawn: 'Withdrawn' },
  tab: { mine: 'Waits for me', submitted: 'Waiting', approved: 'Approved', rejected: 'Not approved', withdrawn: 'Withdrawn', all: 'All' }, tabs: 'Which requests', count: '{n} in all',
  slip: '{n} days behind the original plan', early: '{n} days ahead of the original plan', nth: 'change no. {n}', none: 'no date', suspended: 'suspended', resumed: 'resumed', exited: 'left the plan', target: 'target {n} {unit}',
  by: '{name} asked on {date}', decidedBy: '{name} decided on {date}', recordedBy: '{name} recorded it on {date}', changed: 'Changed since it was asked for and can not be approved: {what}', waitsFor: 'Waits for {who}',
  decisionWords: 'Words of the decision', needWords: 'Please write a few words.', approve: 'Approve', reject: 'Do not approve', withdraw: 'Withdraw the request', record: 'Record', recordWords: 'Note', approved: 'Approved; the dates are in force', rejected: 'Not approved; the dates stay', withdrawn: 'Withdrawn', recorded: 'Recorded', needsRecord: 'to be recorded',
  docTitle: 'Meeting or document', docNumber: 'Number', docOn: 'Day', empty: 'No change requests', emptyText: 'What units ask for appears here.', emptyMine: 'Nothing waits for you', open: 'Open {name}', fault: { node: 'Choose an item.', date: 'Give the new date, or its words.', words: 'Say what happened.', same: 'The same change of one item can be asked for once.', target: 'Give a target above 0.' },
  counters: 'Requests of {year}: in time {onTime}, short notice {shortNotice}, after the date {afterDue}', ofTask: 'Task {n} {title}',
  part: 'Part', addPart: 'Add a part', toWords: 'or in words', toWordsExample: 'such as 10月底前', toTarget: 'New target ({unit})', targetNow: 'now {n} {unit}',
  waiting: '{n} change requests wait for you',
  exitHint: 'Not reported any more, outside completion and n/m, and counted apart; its history stays.',
  keysBasis: 'Current or original plan',
}
