/** 审计页。 */
export const zhAudit = {
  audit: {
    nav: '审计', title: '审计记录', lead: '谁在什么时候做了什么，改前改后；只增不改，不能删除',
    who: '人员', whoHint: '姓名中的几个字', kindOf: '动作', from: '从', to: '到', any: '全部', clear: '清除筛选',
    none: '没有这样的记录', noneText: '换一个人员、对象或日期再查。', system: '系统',
    signed: '最近签名 {at}', unsigned: '还没有签名的检查点', verified: '最近核对 {at}：{records} 条记录、{chains} 条链、{checkpoints} 个检查点', unverified: '还没有核对过；服务每天自动核对一次，也可在服务器上运行 guatu audit verify',
    intact: '没有发现改动', broken: '发现 {n} 处改动，第一处：{first}', archived: '有 {n} 段旧记录已移入签名的归档文件',
    field: '项目', before: '改前', after: '改后', nothing: '没有更多内容', chain: '链 {chain} 第 {seq} 条', loose: '启用链之前的旧记录', session: '会话', address: '地址', request: '请求', hash: '哈希', instant: '时刻', businessDay: '业务日',
    lost: '恢复旧备份之后，有 {n} 条签过名的记录不在库里；恢复本身有签名为证，不算改动',
    archives: '归档申请', archivesLead: '把一年以前的记录移入签名的归档文件。要两个人：一人申请，另一人确认；确认之后由系统管理员在服务器上执行。', archivesNone: '还没有归档申请。',
    archiveAsk: '申请归档', archiveBefore: '归档这一天之前的记录', archiveWords: '理由', archiveAsked: '申请已提交，请另一位审计员或审计管理员确认', archiveSend: '提交申请',
    archiveConfirm: '确认', archiveConfirmAsk: '确认归档 {before} 之前的记录？', archiveConfirmed: '已确认', archiveWithdraw: '撤回', archiveWithdrawAsk: '撤回这份申请？', archiveWithdrawn: '已撤回',
    archiveOf: '{before} 之前的记录', archiveBy: '{at} {name} 申请', archiveDecided: '{at} {name}{what}', archiveWaits: '等另一人确认', archiveRun: '在服务器上运行：', archiveFile: '{file}，{rows} 条记录',
    archiveStates: { asked: '待确认', confirmed: '已确认，待写文件', withdrawn: '已撤回', written: '已写文件，待移出', removed: '已移出' }, archiveDid: { confirmed: '确认', withdrawn: '撤回' },
    kind: {
      access: '访问', audit: '审计', backup: '备份', calendar: '工作日历', change: '变更', department: '单位', district: '本区设置', export: '导出', file: '附件', grant: '授权', indicator: '子项', list: '清单', livelihood: '实事',
      login: '登录', milestone: '节点', period: '关账', plan: '计划', post: '岗位', project: '项目', report: '填报', ruleSet: '规则集', ruleSetAdoption: '规则集采用', session: '会话', setup: '开通', user: '账号',
      workpart: '分段', changeRequest: '变更申请',
    },
    verb: {
      adopt: '采用', askArchive: '申请归档', confirmArchive: '确认归档', withdrawArchive: '撤回归档申请', writeArchive: '写归档文件', take: '备份', restore: '恢复', altered: '内容被改', appoint: '任命', approve: '批准', approveChange: '批准调整日期', approveTarget: '批准调整目标', archive: '移入归档', audit: '审计', carry: '结转', carryBack: '撤回结转', carryOver: '结转',
      changePassword: '改口令', close: '关账', code: '生成开通码', confirm: '核实', correct: '更正', create: '新增', define: '定义', download: '下载', delete: '撤销', edit: '修改', endHolder: '结束任职', endSessions: '强制下线', exit: '退出计划',
      expire: '过期清除', failed: '失败', follow: '随项目变动', freeze: '冻结', handOver: '移交', import: '导入', locked: '锁定中被拒', logout: '退出', merge: '合并', milestones: '节点清单', missing: '文件缺失', move: '改到另一单位',
      ok: '成功', plan: '编排', projects: '项目清单', propose: '提请', record: '登记', refused: '被拒', reject: '不同意', remove: '移除', report: '填报', resetPassword: '重置口令', resume: '恢复', return: '退回',
      reused: '旧凭证重复使用', setUp: '开通', submit: '提交', succeed: '接任', suspend: '停缓', tasks: '实事清单', unlock: '解锁', upload: '上传', verify: '核验', wall: '挂图', withdraw: '撤回',
    },
  },
}
