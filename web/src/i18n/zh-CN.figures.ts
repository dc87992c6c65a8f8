/** Messages of the figures of a project: what a unit reports for a month, and what the office enters. */
export const figuresZh = {
  figures: {
    title: '本月投资与形象', report: '填报 {month}', reportAny: '填报', resume: '继续填报', later: '先不填', unreported: '{month}未报', enter: '直接登记', none: '责任单位还没有报过投资和形象进度。', waiting: '{month}的数已报，等单位负责人审核和督查室核定', returned: '{month}的数被退回：{reason}', confirmed: '最近核定：{month}', missed: '已连续 {n} 个月未报',
    month: '数据月份', done: '至月底累计完成投资（{unit}）', paid: '至月底累计支付（{unit}）', stage: '形象进度', stageSame: '没有变化', stageNone: '不填', statOn: '入库日期', note: '说明', notePlaceholder: '一句话：干到哪一步，差额为什么', ladder: '形象进度阶段表', ladderNone: '不跟踪形象进度', asked: '须入库纳统',
    ladders: { building: '房建', road: '道路、河道', reclamation: '围填海', approval: '报批' },
    needSomething: '请至少填一项：完成投资、形象进度或入库日期。', needMoney: '金额填数字，最多到元，不小于 0。', needDone: '填支付时请一并填完成投资。', nothingNew: '没有改动。',
    send: '提交', save: '登记', sent: '已提交，等待审核。', saved: '已登记。', enterHint: '直接登记马上生效，不经两级审核；单位报的数请走填报。', reportHint: '填的是年初到月底的累计数；核定后才计入。', list: '历次填报', withdraw: '撤回',
    yearPaid: '年度支付', short: { done: '完成', paid: '支付', stage: '形象', stat: '入库' }, amount: '{n} {unit}', first: '首报', tag: '投资与形象', by: '{name} {date}报',
    printed: '公布完成率 %', printedHint: '可不填', needRate: '公布完成率填百分数，例如 66.6。', matches: '算得 {n}%，与公布一致', mismatch: '算得 {n}%，与公布相差超过 0.1 点', printedOf: '公布 {n}%，算得 {computed}%', apart: '相差超过 0.1 点', printedTag: '公布 {n}%',
  },
}
