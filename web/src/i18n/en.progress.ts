import type { Messages } from './keys'
import type { progressZh } from './zh-CN.progress'

/** English of progressZh. */
export const progressEn: Messages<typeof progressZh> = {
  progress: {
    plan: 'Schedule (plan)', done: 'Done', paid: 'Paid', month: 'Month', table: 'Figures by month', notEntered: 'not entered', chart: '{name}: to {month}, planned {plan}, done {done}, paid {paid}', chartEmpty: '{name}: no month was entered yet',
    works: 'Works', stageOf: '{stage} ({weight}%)', noStage: 'not entered yet', entered: 'entered {date}', statEntry: 'In the statistics', statDone: 'since {date}', statOpen: 'not yet', marked: '{n} months of the year were behind: an order is due',
  },
}
