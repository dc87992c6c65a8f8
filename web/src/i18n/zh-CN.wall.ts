/** 挂图: the wall chart, on its page, on a project and on paper. */
export const wall = {
  nav: '挂图', title: '{year} 年重点项目挂图', grid: '项目节点挂图', total: '{n} 项', truncated: '只画前 {n} 项，共 {total} 项，请筛选',
  zoom: '缩放', year: '年', quarter: '季', month: '月', group: '分组', byList: '按清单', byDepartment: '按单位', byLeader: '按分管', byNone: '不分组',
  prevYear: '上一年', nextYear: '下一年', onlyLate: '只看逾期', print: 'A3 打印', sheet: '第 {n} 张，共 {all} 张',
  project: '项目', invest: '投资', now: '现状', next: '下一节点', rest: '其他', groupRows: '{n} 项', continued: '（续）', fold: '收起{name}', unfold: '展开{name}', rowSummary: '{n} 个节点，{done} 个完成，{late} 个逾期',
  overdue: '逾期 {n} 天', overdueMore: '等 {n} 个', claimed: '{date}报完成，待核实', behind: '投资欠 {n} 点', forecast: '预计推迟 {n} 天', expected: '预计 {date}，已过', done: '全部完成', suspended: '停缓', undated: '缺日期', noNodes: '没有节点', trouble: '见说明', today: '今天', grey: '未到或未定', investWords: '完成 {actual}%，序时 {plan}%',
  empty: '没有符合的项目', emptyText: '换一个条件，或清除筛选。', emptyYear: '{year} 年没有重点项目', emptyYearText: '这一年的计划还没有录入。',
  reached: '已完成', keyNode: '关键', nodes: '{name}的节点', openProject: '看经过', noReason: '没有读到说明', more: '共 {n} 个节点',
  path: '全程', reports: '填报与审核', olderReports: '更早的在各节点的经过里', promised: '答应过的日期', promise: '第 {n} 次改期', slip: '{n} 天', planOf: '{year} 年计划', outcomeMissed: '未完成，结转', outcomeCarried: '到期前结转', outcomeKept: '按期完成', outcomeLate: '逾期完成', outcomeOpen: '未完成',
  keysMove: '项目', keysNodes: '节点', keysOpen: '为什么', keysZoom: '缩放', keysLate: '只看逾期', keysPrint: '打印', filters: '挂图筛选', printed: '{day}截至，规则集 {rules}，{who}打印', filteredBy: '筛选：{what}',
}
