import type { Messages } from './keys'
import type { ruleSetsZh } from './zh-CN.rulesets'

export const ruleSetsEn: Messages<typeof ruleSetsZh> = {
  ruleSets: {
    upload: 'Upload a version', uploadTitle: 'Upload a rule set', file: 'From a file', choose: 'Choose', fileHint: 'YAML or JSON; you may paste it below as well', text: 'Text of the rules', textHint: 'What is left out is as in the default; changed content needs a new version', check: 'Check', store: 'Store this version', stored: '{name} version {version} is stored; no lamp has changed',
    faults: '{n} faults; mend them first. Nothing was changed.', line: 'Line {n}', ok: 'No fault found: {name} version {version}', version: 'version {n}', use: 'Take this set',
    try: 'Dry run', trying: 'Trying…', trial: 'If {name} version {version} were in force today', judged: '{date}: {n} items looked at, {m} would change', nothing: 'Nothing would change.', before: 'Now', after: 'Then', more: '{n} more',
    scope: 'For', scopeHint: 'A task, a list or a class with rules of its own goes by those of the narrowest; of two lists the stricter set decides', scopes: { all: 'The whole district', class: 'Annual class', list: 'List', task: 'Livelihood task' },
    kinds: { project: 'Project', milestone: 'Milestone', task: 'Task', indicator: 'Indicator' },
    propose: 'Put forward', proposeTitle: 'Put {name} version {version} forward', from: 'First day', fromHint: 'Not before today: lamps of the past stay', to: 'Last day', toHint: 'Left out: until another set takes its place', words: 'Why', wordsHint: 'A decision of a meeting, the number of a document', proposed: 'Put forward; another member of the office adopts it',
    adopt: 'Adopt', adoptAsk: 'Lamps follow {name} version {version} at once, for everybody.', adoptYes: 'Adopt it', adopted: '{name} version {version} is in force', withdraw: 'Withdraw', withdrawAsk: 'Withdraw this proposal?', withdrawYes: 'Withdraw', withdrawn: 'The proposal is withdrawn',
    history: 'What was in force', noHistory: 'The rules have never been changed.', by: 'Put forward {on} by {name}', decidedBy: '{what} {on} by {name}', span: 'from {from}', spanTo: '{from} to {to}', inForce: 'in force', waits: 'Another member of the office has to adopt it',
    states: { proposed: 'waiting', adopted: 'adopted', withdrawn: 'withdrawn' },
  },
  whyRules: { show: 'Why no other colour', notRed: 'Why not red', met: 'holds', unmet: 'does not hold', decides: 'decides the colour' },
}
