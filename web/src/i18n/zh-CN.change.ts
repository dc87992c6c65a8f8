/** 变更: requests for other dates and targets, their decisions, and the switch 按原计划. */
export const change = {
  nav: '变更', title: '变更申请', basis: '按哪个计划看：', current: '现计划', original: '按原计划', originalNote: '不计已批准的延期、变更和停缓建', backCurrent: '回到现计划', originalLamp: '原计划',
  ask: '申请延期', askOther: '申请变更', dialog: '申请变更：{name}', addItem: '再加一个节点', removeItem: '去掉', item: '第 {n} 项', node: '节点', kindLabel: '申请什么', toDate: '改到哪天', words: '事由', wordsHint: '发生了什么、采取了什么措施', effect: '对后续节点的影响', optional: '可不填', reasonLabel: '原因', evidence: '依据', evidenceHint: '文号、会议或其他说明',
  submit: '提交申请', sent: '已提交，等{who}决定', preview: '批准后', now: '现在', after: '批准后', onOriginal: '按原计划', goes: '由谁批', later: '后面的节点', overtaken: '早于新日期', unmoved: '申请不改变灯，批准后才变。',
  kind: { delay: '延期', target: '变更目标', suspend: '停缓建', resume: '复工', exit: '退出计划' },
  reason: { landAcquisition: '征迁政策处理', landUse: '用地', seaUse: '用海审批', funds: '资金', approval: '审批', design: '设计变更', forceMajeure: '不可抗力', contractor: '施工单位', other: '其他' },
  timing: { onTime: '按时申请', shortNotice: '临期申请', afterDue: '逾期申请' },
  route: { head: '单位负责人', leader: '分管领导', meeting: '常务会' },
  state: { submitted: '待批', approved: '已批准', rejected: '未批准', withdrawn: '已撤回' },
  tab: { mine: '等我办', submitted: '待批', approved: '已批准', rejected: '未批准', withdrawn: '已撤回', all: '全部' }, tabs: '看哪些', count: '{n} 件',
  slip: '比原计划累计延 {n} 天', early: '比原计划提前 {n} 天', nth: '第 {n} 次', none: '没有日期', suspended: '停缓', resumed: '复工', exited: '退出', target: '目标 {n}',
  by: '{name} {date} 提出', decidedBy: '{name} {date} 决定', recordedBy: '{name} {date} 备案', changed: '申请之后有变化，不能批准：{what}', waitsFor: '等{who}',
  decisionWords: '意见', needWords: '请写意见。', approve: '批准', reject: '不批准', withdraw: '撤回申请', record: '备案', recordWords: '备案说明', approved: '已批准，日期已生效', rejected: '已退回，日期不变', withdrawn: '已撤回', recorded: '已备案', needsRecord: '待备案',
  docTitle: '会议或文件名称', docNumber: '文号', docOn: '日期', empty: '没有变更申请', emptyText: '单位提出的延期、变更、停缓建会出现在这里。', emptyMine: '没有等您办的', open: '展开 {name}', fault: { node: '请选节点。', date: '请写改到哪天。', words: '请写事由。', same: '同一节点只能申请一次。' },
  counters: '{year} 年申请：按时 {onTime}，临期 {shortNotice}，逾期 {afterDue}', ofTask: '实事 {n} {title}',
  waiting: '待批变更 {n} 件',
  keysBasis: '现计划、按原计划',
}
