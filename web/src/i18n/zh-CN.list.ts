/** 清单类页面：项目、节点、实事。 */
export const zhList = {
  list: {
    milestones: '节点', tasks: '{year} 年十件民生实事', toBoard: '例会屏',
    total: '共 {n} 项', totalMore: '{n} 项以上', end: '到底了，共 {n} 项', loadingMore: '已读 {n} 项，正在读下面的…', moreFailed: '已读 {n} 项，下面的没有读到。',
    sortBy: '按{name}排序', columns: '列', columnsHint: '显示 {n} 列，共 {all} 列', columnsReset: '恢复常用列',
    views: '视图', saveView: '存为视图', viewNow: '视图：{name}', unsaved: '未存', filter: '筛选', filterN: '筛选 {n} 项', manageViews: '我的视图', viewName: '视图名称', save: '存下', replaceView: '替换同名', viewHint: '存下筛选、排序和列；只在这台电脑的浏览器里。发给别人请直接复制地址。', viewUnkept: '浏览器不让保存，关掉页面就没有了。', removeView: '删除',
    view: { all: '全部', red: '红灯', yellow: '黄灯', worst: '最差的在前', mostOverdue: '逾期多的在前', open: '未完成', overdue: '逾期', dueSoon: '临期', claimed: '待核实', suspended: '停缓', undated: '缺日期', done: '已完成', weakestFirst: '落后的在前' },
    filters: '搜索和筛选', any: '全部{what}', choice: '{name}（{n}）', other: '地址里指定的', clear: '清除筛选', searchProjects: '名称、编号、拼音首字母', searchMilestones: '节点、项目、拼音首字母', searchTasks: '实事、单位、拼音首字母',
    empty: '没有符合的', emptyText: '换一个词，换一个条件，或清除筛选。', noMilestones: '还没有节点', noMilestonesText: '计划里的项目还没有写节点。',
    export: '导出 CSV', exporting: '已收 {n} 行', exportingOf: '已收 {n} 行，共 {all} 行', exported: '已存为 {file}，{n} 行', stop: '停下', exportStopped: '已停下，没有存文件', exportFailed: '没有导出：{message}',
    keysColumn: '左右换列', keysSort: '按这列排序', doneOn: '{date}完成', mine: '我分管的', state: '状态', lamp: '灯', grey: '未到、停缓',
    col: {
      lamp: '灯', project: '项目', milestone: '项目和节点', task: '实事', code: '编号', sector: '类别', lead: '牵头单位', unit: '责任单位', co: '配合单位', leader: '分管领导', stage: '阶段', class: '年度类别', nature: '建设性质', lists: '清单', parent: '上级项目', next: '下一节点', due: '应完成',
      nodes: '节点', overdue: '逾期', progress: '年度投资', yearPlan: '年度计划', yearDone: '年度完成', total: '总投资', cumulative: '累计完成', started: '开工', plannedEnd: '计划完工', contact: '联系人',
      approved: '现计划', distance: '还剩、逾期', baseline: '原计划', forecast: '自报预计', reached: '实际', slip: '延期', progressPct: '进度', note: '最近说明', month: '填报月份', holder: '在谁手里', weight: '权重', words: '期限原话',
      completion: '综合完成率', schedule: '序时', gap: '较序时', parts: '子项', weakest: '最弱子项和原因', boardClass: '分类', open: '未定子项',
    },
  },
}
