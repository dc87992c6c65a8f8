/** Messages of closed months, comparison and trend. */
export const periodsZh = {
  periods: {
    nav: '关账', title: '关账', lead: '关账后当月的灯、数字和填报不再改变；数据有误登记更正。', year: '年度',
    nextReady: '{month} 可以关账', nextWait: '{month} 填报截止 {cutoff}，次日起可以关账', nextOpen: '现在关账还留着：', nextClear: '没有未办的。',
    open: { unreported: '未报 {n} 项', reviewing: '待审核 {n} 份', claims: '其中报完成 {n} 份', changes: '待批变更 {n} 件' },
    close: '关账', closeAsk: '{month} 的灯、数字和填报将冻结，不能撤回。', closeYes: '确认关账', closed: '{month} 已关账，冻结 {n} 项。', nothing: '还没有录入计划', nothingText: '录入计划之后才有可以关账的月份。',
    none: '{year} 年还没有已关账的月份', closedOn: '关账日', rows: '冻结项数', leftOpen: '当时未办', corrections: '更正', 
    noneOpen: '无', ruleSet: '规则 {name} 第 {version} 版', details: '{month} 详情', verify: '校验', verifying: '正在校验…', intact: '完好：{n} 项、{c} 条更正与关账时一致', broken: '不一致：数据被改动过，请立即告知审计员',
    board: '当月例会屏', compareNext: '与上月对比', previous: '上月校验码', fullHash: '本月校验码', noPrevious: '首个关账月份',
    correctionsOf: '{month} 的更正', noCorrections: '没有更正。', correct: '登记更正', correctTitle: '更正 {month} 的数字', correctLead: '原数字保留不动，更正记在旁边。', kind: '类别', find: '找一项', findHint: '名称的一部分，在下面选', field: '哪个数字', was: '关账时', value: '更正为', words: '依据', wordsHint: '凭什么更正，如复核台账、纪要编号', save: '登记', corrected: '已登记更正：{name}',
    noItem: '没有找到', pick: '请选一项', replaces: '替代上一次更正', by: '{on}，{by}',
    kinds: { milestone: '节点', project: '项目', indicator: '子项' },
    fields: { progressBp: '进度', forecast: '预计日期', reached: '完成日期', valueMilli: '数值', numeratorMilli: '分子', denominatorMilli: '分母', yearDoneYuan: '本年完成投资（元）' },
    shapes: { percent: '百分数，如 66 或 66.5', milli: '按计量单位填，最多三位小数', yuan: '整数，单位元', day: '选一天' },
    frozen: '{month} 关账快照', 
  },
  compare: {
    nav: '对比', title: '对比', lead: '两个日期之间，或两个已关账的月份之间，变了什么。', from: '从', to: '到', aDay: '某一天', today: '今天', closedMonth: '{month} 关账', day: '日期', print: '打印', of: '看什么',
    ofs: { milestones: '节点', tasks: '十件实事', projects: '项目' },
    span: '{from} → {to}，{n} 项', nothing: '没有变化', nothingText: '这两端之间，灯、日期和数字都一样。', sum: '小结',
    groups: { lamps: '灯变了', dates: '日期动了', late: '新逾期', done: '新完成', unreported: '期间没有填报', added: '新增', exited: '退出计划', figures: '数字变了' },
    count: '{n} 项', up: '好转', down: '变差', wasNot: '当时没有', slipped: '从 {from} 到 {to}', nth: '第 {n} 次', movedBy: '{on} 由{by}批准', askedBy: '{name}申请：{words}', overdue: '逾期 {n} 天', due: '到期 {on}', doneOn: '{on} 完成', lastReport: '上次填报 {month}', neverReported: '从未填报', more: '再看 50 项', noLeader: '无分管领导',
  },
  trend: {
    title: '里程碑趋势', lead: '横向是填报日，纵向是当时预计的完成日；水平是守住，上扬是后移，落到斜线就是完成。', chart: '{name} 的里程碑趋势图', reported: '填报日', expected: '预计完成日', diagonal: '斜线：当天就是完成日', table: '数据', node: '节点', on: '填报日', date: '预计', kind: '来自',
    kinds: { baseline: '原计划', approved: '批准变更', forecast: '自报预计', reached: '实际完成' }, slip: '后移 {n} 天', early: '提前 {n} 天', held: '未移动', none: '还没有日期可画', line: '{name}：{slip}',
  },
  since: { label: '比 {what}', up: '▲', down: '▼', was: '原为{word}', better: '好转', worse: '变差', toggle: '比上月', off: '不比较' },
}
