import type { Messages } from './keys'
import type { figuresZh } from './zh-CN.figures'

/** English of figuresZh. */
export const figuresEn: Messages<typeof figuresZh> = {
  figures: {
    title: 'Investment and works of the month', report: 'Report {month}', resume: 'Go on reporting', later: 'Not now', unreported: '{month} is not reported', reportAny: 'Report', enter: 'Enter directly', none: 'The lead unit has not reported investment or works yet.', waiting: '{month} is reported and waits for the head of the unit and the supervision office', returned: '{month} was sent back: {reason}', confirmed: 'Confirmed last: {month}', missed: '{n} months in a row not reported',
    month: 'Month', done: 'Done this year by its end ({unit})', paid: 'Paid this year by its end ({unit})', stage: 'Stage of the works', stageSame: 'No change', stageNone: 'Not given', statOn: 'Entered in the statistics on', note: 'Note', notePlaceholder: 'One sentence: how far the works are, and why there is a gap', ladder: 'Ladder of stages', ladderNone: 'The works are not followed', asked: 'To be entered in the statistics',
    ladders: { building: 'Building', road: 'Road, river', reclamation: 'Reclamation', approval: 'Approval' },
    needSomething: 'Give at least one of money done, stage and day of entry.', needMoney: 'A number in whole yuan, not below 0.', needDone: 'Money paid goes together with money done.', nothingNew: 'Nothing changed.',
    send: 'Submit', save: 'Enter', sent: 'Sent; it waits for its review.', saved: 'Entered.', enterHint: 'What is entered here counts at once, without review; what a unit reports goes through its report.', reportHint: 'Totals from 1 January to the end of the month; they count when confirmed.', list: 'Reports so far', withdraw: 'Withdraw',
    yearPaid: 'Paid this year', short: { done: 'done', paid: 'paid', stage: 'works', stat: 'entered' }, amount: '{n} {unit}', first: 'first', tag: 'Investment and works', by: '{name}, {date}',
    printed: 'Published rate %', printedHint: 'optional', needRate: 'The published rate is a percentage, as 66.6.', matches: 'Computed {n}%, as published', mismatch: 'Computed {n}%, more than 0.1 point from the published one', printedOf: 'Published {n}%, computed {computed}%', apart: 'more than 0.1 point apart', printedTag: 'published {n}%',
  },
}
