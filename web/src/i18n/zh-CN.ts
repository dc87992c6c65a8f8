import { figuresZh } from './zh-CN.figures'
import { reportingZh } from './zh-CN.reporting'
import { progressZh } from './zh-CN.progress'
import { evidenceZh } from './zh-CN.evidence'
import { periodsZh } from './zh-CN.periods'
import { ruleSetsZh } from './zh-CN.rulesets'
import { change } from './zh-CN.change'
import { planZh } from './zh-CN.plan'
import { adminZh } from './zh-CN.admin'
import { zhAudit } from './zh-CN.audit'
import { setupZh } from './zh-CN.setup'
import { accountZh } from './zh-CN.account'
import { wall } from './zh-CN.wall'
import { zhHome } from './zh-CN.home'
import { zhList } from './zh-CN.list'

/** The messages people read; this file is the schema, en.ts must have the same keys. */
export const zhCN = {
  wall,
  change,
  app: {
    name: '挂图', skip: '跳到正文', sample: '样例', sampleLong: '样例数据，不是实际进度',
    loading: '正在读取…', retry: '重试', close: '关闭', cancel: '取消', more: '再看 {n} 项', moreAny: '再看一些',
    asOf: '截至', dataTo: '数据到 {date}', today: '今天', unknown: '未写明', yes: '是', no: '否',
    keys: '按键', and: '、', notFoundTitle: '没有这一页', notFound: '地址可能写错了，或者这一项不在您的范围内。', toHome: '回到首页',
  },
  nav: { work: '我要填报', review: '待审', confirm: '待核定', attention: '我的红灯', allRed: '红灯', projects: '项目', milestones: '节点', tasks: '十件实事', board: '例会屏', source: '来源', units: '单位', posts: '岗位', users: '用户', grants: '授权', settings: '设置', calendar: '日历', rules: '规则', more: '更多', main: '主导航', home: '要办的' },
  user: {
    menu: '的菜单', theme: '明暗', light: '浅色', dark: '深色', auto: '跟随系统', language: '语言', money: '金额', wan: '万元', yi: '亿元',
    shortcuts: '单键快捷键', on: '开', off: '关', signOut: '退出',
  },
  asOf: {
    label: '截至日期', change: '换一天看', projection: '推演', history: '历史', readOnly: '截至 {date}，只看不改', projectionNote: '按今天的事实推演到 {date}，假定没有新的填报', backToday: '回到今天',
  },
  login: {
    title: '登录', username: '用户名', password: '密码', submit: '登录', submitting: '正在登录…', needBoth: '请填用户名和密码。',
    expiredTitle: '登录已过期', expired: '您填的内容都在，重新登录后继续。', demo: '演示环境：数据是 2017 年计划加样例进度。', lead: '重点项目和十件民生实事，挂图作战',
  },
  error: {
    title: '没有读到', network: '网络不通，没有送达。内容还在这里，网络恢复后重试。', server: '服务器出错，没有保存。请把编号 {id} 告诉管理员。', serverNoId: '服务器出错，没有保存。',
    forbidden: '您没有这项权限。', notFound: '没有这一项，或者不在您的范围内。', session: '登录已过期。', conflict: '这一项刚被别人改过，您填的内容还在。', rate: '操作太频繁，请稍后再试。', invalid: '有内容不对，请看标出的地方。',
    unknown: '没有成功，请重试。',
  },
  lamp: {
    blue: '完成', green: '正常', yellow: '预警', red: '严重滞后', notYet: '未到', suspended: '停缓', exited: '已退出', undated: '缺日期', open: '未定', empty: '无内容', unreported: '未报',
    why: '为什么', whyOf: '{name}：为什么是{word}', rule: '规则', ruleSet: '规则集', inputs: '依据', history: '看历史', named: '灯：{word}',
  },
  badge: { dueSoon: '临期', extended: '延', claimed: '待核实', reviewLate: '审核超期', unreported: '未报', madeGood: '已补', listed: '挂牌', added: '增补' },
  extended: '延 {n} 次 {days} 天',
  className: { severe: '严重滞后', warning: '预警', unreported: '未报', untargeted: '未定目标', suspended: '停缓', onSchedule: '按序时', ahead: '超序时', done: '已完成' },
  input: {
    investment: '投资', recovery: '恢复观察', behind: '落后阶段数', moneyBp: '投资 %', worksBp: '形象 %', yellowAboveBp: '黄灯界限 %', missedPeriods: '连续未报期数', yellowAfterMissed: '几期起黄灯', months: '月数', started: '开工', yellowPeriods: '黄灯期数', exited: '退出节点数',
    asOf: '截至', approved: '现计划', baseline: '原计划', forecast: '预计', reached: '实际', claimed: '报完成', plannedStart: '计划开始', due: '到期', overdueDays: '逾期天数', creditedDays: '扣除审核天数',
    planBp: '序时 %', actualBp: '实际 %', gapBp: '差（点）', key: '关键节点', firmness: '力度', firm: '确保', aim: '力争', suspended: '停缓', verified: '已核实', redAfterDays: '红线天数', redAfterMonths: '红线月数', slipDays: '累计延天数',
    changes: '延期次数', completionBp: '综合完成 %', scheduleBp: '序时 %', windowStart: '推进期从', colourDay: '灯色取自', weakest: '最弱', year: '年度', done: '完成子项', measurable: '可计子项', open: '未定子项', met: '达标期数',
    closed: '已过期数', withoutReading: '未报期数', milestones: '节点数', red: '红', yellow: '黄', redKey: '关键红', redWeightBp: '红灯权重 %', holder: '在谁手里', reviewer: '审核人', unit: '责任单位', periods: '期数',
  },
  work: {
    title: '我要填报', sentBack: '{month}数被退回', todo: '待报', overdue: '逾期', dueSoon: '临期', reported: '已报', unreported: '未报', month: '{month}数据，{date}截止',
    colLamp: '灯', colItem: '事项', colDue: '应完成', colValue: '上次确认 / 目标', colNote: '上次说明', noDue: '未定日期', overdueDays: '逾期 {n} 天', daysLeft: '还剩 {n} 天', dueToday: '今天到期', gap: '差 {n} 点', lead: '超 {n} 点',
    group: { overdue: '逾期', red: '落后', unreported: '未报', dueSoon: '临期', month: '本月待报', later: '本月不必报', reported: '已报' }, items: '{n} 项',
    progress: '有进展', risk: '有风险', claim: '报完成', noChange: '无变化', choice: '这次报什么', value: '进度 %', reading: '累计值', numerator: '分子', denominator: '分母', met: '本期', metYes: '达标', metNo: '未达标', note: '一句话', notePlaceholder: '一句话说明', notePlaceholderLast: '上次：{note}', forecast: '预计完成',
    submit: '提交', submitting: '提交中…', sinceLast: '比上次 {n}', noChangeTimes: '无变化 {n} 期', draftKept: '草稿已存', draftStale: '这是旧版时写的草稿，事项已更新', open: '填报', decrease: '减', increase: '加',
    needNote: '请写一句话。', needForecast: '有风险要写预计日期。', needValue: '请填数字。', needPercent: '进度是 0 到 100。', needRatio: '请填分子和大于 0 的分母。', needMet: '请选达标或未达标。',
    pending: '待审', withdraw: '撤回', withdrawn: '已撤回，内容放回草稿', submitted: '{name} 已提交', saved: '已提交', after: '核实后',
    empty: '没有要填的', emptyNone: '您的单位没有牵头的事项。', keysMove: '上下', keysSubmit: '提交并到下一行', keysChoice: '有进展、有风险、报完成', keysNoChange: '无变化', keysWithdraw: '撤回', keysHelp: '全部按键', keysEsc: '离开输入框', undone: '没有提交：{message}',
    claimed: '报完成', forecastOn: '预计 {date}', forMonth: '{month}数', makesGood: '补 {month}',
  },
  conflict: { title: '这一项刚被改过', text: '您填的内容还在，下面是您看到的和现在的不同。', field: '项目', seen: '您看到的', now: '现在', mine: '您填的', again: '按现在的再提交', later: '先不提交，留作草稿' },
  field: {
    lamp: '灯', approved: '现计划', forecast: '预计', progress: '进度', note: '最近说明', pending: '待审的填报', version: '版本', due: '应完成', target: '目标', reached: '实际', baseline: '原计划', name: '名称', words: '原文',
    progressOn: '进度日期', claimedOn: '报完成', verified: '核实', verifiedOn: '核实日', suspended: '停缓', lastNote: '说明', lastReportMonth: '填报月份', noChangeCount: '无变化期数', valueMilli: '累计值', valueMonth: '数据月份', contactName: '联系人', contactPhone: '电话', returnedClaims: '退回', slipDays: '累计延', changes: '延期次数', stage: '阶段', plannedStart: '计划开始', weight: '权重',
  },
  review: {
    title: '待审', titleOffice: '待核定', waiting: '待审 {n} 件', waitingOffice: '待核定 {n} 件', confirm: '核定', confirmed: '{name} 已核定', approvedBy: '{name} 已审', oldestFirst: '先报的在前', colWhat: '事项', colChange: '改了什么', colNote: '说明', colLamp: '灯 现在 → 通过后', colDo: '处理', approve: '通过', return: '退回', reason: '退回的理由', reasonPlaceholder: '哪里不对，要补什么', needReason: '退回要写理由。', sendBack: '确认退回',
    select: '选中 {name}', selectAll: '全选', approveSelected: '通过选中的 {n} 件', conclusionFor: '验收结论：选中的 {n} 件报完成共用，单写的以单写为准', needConclusions: '还有 {n} 件报完成没有验收结论（至少 2 个字）', progress: '已处理 {done} / {all}', stop: '停下', done: '通过 {ok} 件，{failed} 件没有成功', approved: '{name} 已通过，送督查室核定', returned: '{name} 已退回', own: '自己报的，要由别人审', claim: '报完成', noChange: '无变化', madeGood: '补报', forMonth: '{month}', first: '首次', empty: '没有待审的', emptyText: '新的填报会出现在这里。', forecast: '预计 {date}', keysApprove: '通过', keysReturn: '退回', keysMark: '选中', noteOf: '上次：{note}', met: '达标', notMet: '未达标',
  },
  attention: {
    title: '我的红灯', titleAll: '红灯和黄灯', mine: '我分管的', others: '其他分管线', red: '红', yellow: '黄', overdue: '逾期', days: '天', gap: '差序时', point: '点', late: '预计推迟', hint: '按逾期天数排，我的线在前', colWhy: '为什么，在谁手里', inHands: '在{unit}手里', withReviewer: '在{unit}审核，第 {n} 个工作日', withOffice: '在督查室核定，第 {n} 个工作日', since: '{date}起', forDays: '已 {n} 天', nobody: '没有人接手', contact: '联系', noContact: '没有写联系人', lastReports: '最近的填报', noReports: '还没有填报',
    history: '全部历史', empty: '没有红灯', emptyText: '分管的事项没有逾期，也没有落后。', leader: '分管', extended: '第 {n} 次延，累计 {days} 天', neverMoved: '没有改过期', keyNode: '关键节点', keysOpen: '展开', open: '看项目', openTask: '看实事',
  },
  chart: {
    baseline: '原计划', approved: '现计划', forecast: '自报预计', reached: '实际', overdue: '逾期', review: '审核中', schedule: '序时', missing: '欠序时', done: '完成', due: '到期日', noDates: '没有日期', describe: '{name}：{parts}', part: '{what} {date}', elapsed: '已完成',
  },
  projects: {
    title: '重点项目', search: '搜索名称、编号、拼音首字母', list: '清单', department: '单位', leader: '分管', any: '全部{what}', clear: '清除筛选', colLamp: '灯', noNext: '没有未完节点', doneOf: '{done}/{all}', none: '还没有项目', noneText: '计划里还没有录入项目。', nodesNone: '无节点',
  },
  project: {
    stage: '阶段', class: '年度类别', nature: '建设性质', unit: '牵头单位', co: '配合单位', leader: '分管领导', contact: '联系人', lists: '清单', parent: '上级项目', children: '子项目', planned: '计划', started: '开工', ruler: '节点挂图', dates: '节点日期', node: '节点', baseline: '原计划', approved: '现计划', forecast: '预计', reached: '实际', progress: '进度', slip: '延', noMilestones: '没有节点', noMilestonesText: '计划里没有给这个项目写节点。', investment: '投资', total: '总投资', cumulative: '累计完成', yearPlan: '年度计划', yearDone: '年度完成', source: '报告原文', target: '目标', note: '说明', section: '出处', history: '历史', reports: '填报', noHistory: '没有变动', noVisible: '已登记', noReports: '没有填报', actualPlan: '完成 {actual}%，序时 {plan}%', through: '到{month}', moved: '第 {n} 次 {days} 天', words: '原话', key: '关键', aim: '力争', detail: '{name} 的经过', openNode: '的经过', version: '第 {n} 版', nodeCount: '{done}/{all} 完成',
  },
  reportState: { submitted: '待审', approved: '单位已审', confirmed: '已核定', returned: '退回', withdrawn: '撤回' },
  board: {
    title: '{year} 年十件民生实事', equals: '件 =', colTask: '实事与最弱子项', colShare: '综合完成 %', colSchedule: '较序时', colParts: '子项', colLamp: '灯', open: '另 {n} 未定', openOnly: '{n} 未定', parts: '{done}/{all}', noShare: '没有可计量的目标，不算完成率', weakestDone: '子项全部完成', stale: '网络中断，数据截至 {time}', live: '数据截至 {time}', empty: '没有实事', emptyText: '这一年还没有录入民生实事。', onlyRed: '只看红灯', showAll: '看全部', noRed: '没有红灯', noRedText: '十件实事没有严重滞后的。', hidden: '只看红灯，另 {n} 件未列', keysMove: '选题', keysOpen: '问题单', keysRed: '只看红灯', keysAsOf: '截至', keysFull: '全屏', keysEsc: '返回', sheet: '问题单', share: '完成', openTask: '看全文', prev: '上一件', next: '下一件', completion: '综合完成', unit: '责任单位', leader: '分管领导', noIndicators: '没有子项', barLabel: '综合完成 {done}%，序时 {plan}%', shortLate: '应于 {date}完成，逾期 {n} 天', shortClaimed: '{date}报完成，待核实', shortClaimedLate: '{date}报完成，待核实；逾期 {n} 天', shortForecast: '应于 {date}完成，自报 {forecast}完成', shortGap: '应完成 {plan}%，实际 {actual}%，差 {gap} 点',
  },
  task: {
    of: '实事{n}', words: '报告原文', indicators: '子项', type: { CUM: '累计', EVENT: '事件', STAGE: '节点', RATE: '达标', KEEP: '保持', SERVICE: '长效', OPEN: '未定目标', WORDS: '口号' }, typeNote: { OPEN: '报告没有写到什么程度、什么时候算完成；督查室定目标之前不计入完成率。', WORDS: '只是说法，没有可核对的目标，不计入子项。' },
    verifyWaits: '已确认满额，还没有核实是否真正完成。', verify: '核实完成', verifyWords: '验收结论；不属实时写退回原因',
    readings: '填报记录', history: '历史', target: '目标', noValue: '还没有读数', stageAt: '到「{stage}」', stageTarget: '今年到「{stage}」', stageNone: '还没有到任何阶段', atLeast: '不低于', atMost: '不高于', met: '达标', notMet: '未达标', periodUnknown: '没有读数', periods: '各期', ratio: '{a} / {b}', over: '实际 {n}%', openProject: '看项目节点', weight: '权重 {n}', seeReadings: '的填报', due: '到期', complete: '综合完成率', schedule: '序时', onWords: '「{words}」', event: '完成即为 100%，没有完成为 0',
    ladderNow: '已到', ladderTarget: '今年目标',
  },
  source: {
    title: '来源', lead: '报告原文、目标和源文件的缺陷；每一项都能对到一句原话。', kind: { work: '工作', result2016: '2016 年结果', honour: '荣誉', rate: '比率', target: '2017 年目标', system: '制度机制', defect: '源文件缺陷', actual2016: '2016 年实绩' }, search: '搜索原文', all: '全部', total: '{n} 条', empty: '没有符合的条目', emptyText: '换一个词，或看全部。',
  },
  keysDialog: { title: '按键', off: '单键快捷键已关，可在用户菜单打开。', move: '上下移动', esc: '关闭、返回', enter: '打开', search: '搜索' },
  ...accountZh,
  ...adminZh,
  ...zhAudit,
  ...evidenceZh,
  ...periodsZh,
  ...ruleSetsZh,
  ...planZh,
  ...progressZh,
  ...figuresZh,
  ...setupZh,
  ...reportingZh,
  ...zhHome,
  ...zhList,
}
