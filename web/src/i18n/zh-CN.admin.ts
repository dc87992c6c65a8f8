/** Messages of the administration pages, of the first set-up and of passwords. */
export const adminZh = {
  admin: {
    saving: '正在保存…', save: '保存', add: '新增', edit: '修改', optional: '可不填', name: '名称', shortName: '简称', code: '编码', sort: '排序', parent: '上级单位', disabled: '停用', disable: '停用', enable: '启用', disableYes: '确认停用',
    shortHint: '列表和挂图上用，不填就用名称', sortHint: '数字小的在前', codeHint: '导入和接口用，定了不再改', noParent: '没有上级', noUnit: '不属单位',
    conflict: '您填写时这一行被别人改过，您填的还在。', conflictNow: '现在是「{value}」', conflictTake: '看过了，按我填的保存',
    saidAdded: '已新增：{name}', saidSaved: '已保存：{name}', saidDisabled: '已停用：{name}', saidEnabled: '已启用：{name}', saidUserDisabled: '已停用 {name}，登录都已结束',
    showDisabled: '显示已停用的', noMatch: '没有符合的', noMatchText: '换一个词，或清除条件。',
    units: '单位', unit: '单位', unitsLead: '在用 {n} 个，停用 {off} 个', newUnit: '新增单位', editUnit: '修改 {name}', searchUnit: '搜索单位名称、简称', unitsEmpty: '还没有单位', unitsEmptyText: '先建单位，再建岗位和用户。', unitPosts: '{n} 个岗位', unitVacant: '{n} 个空缺', unitNoPosts: '没有岗位。', withPosts: '一并新建岗位', history: '名称沿革', always: '建立以来', mergedInto: '并入 {name}', absorbed: '并进了 {name}', merged: '已并入', mergedFinal: '已并入 {name}，不再改动。', merge: '并入其他单位', mergeTitle: '把 {name} 并入其他单位', mergeInto: '并入到', unitChoose: '选单位', mergeDo: '确认并入', mergePasses: '今天起转到 {into}：', mergeKeeps: '已办结的填报 {n} 条仍记在 {name} 名下，以前日期的查询不变。', mergeSure: '并入不能撤销，{name} 将停用', saidMerged: '{name} 已并入 {into}',
    counts: { projects: '牵头项目', coProjects: '配合项目', milestones: '节点', tasks: '民生实事', indicators: '子项', openReports: '待审填报', posts: '岗位', people: '人员', children: '下级单位' },
    disableUnitAsk: '停用后不能再给它派任务，历史照旧。',
    posts: '岗位', post: '岗位', postsTitle: '岗位与任职', postsLead: '在用 {n} 个，空缺 {vacant} 个', newPost: '新增岗位', editPost: '修改 {name}', postName: '岗位名称', postHint: '职责跟着岗位走，换人不换权', postHead: '负责人', postReporter: '联络员', postChief: '主要领导', postLeader: '分管领导', searchPost: '搜索岗位、单位、姓名', postsEmpty: '还没有岗位', postsEmptyText: '岗位建好以后，由安全管理员任命和授权。', onlyVacant: '只看空缺', disablePostAsk: '停用后任职的人立即失去这个岗位的权限。', noRole: '未授权',
    holder: '任职', vacant: '空缺', since: '{date} 起', until: '到 {date}', next: '下一任 {name}，{date} 起', neverHeld: '还没有人任过这个岗位。', fromTo: '{from} 至 {to}', openEnd: '今', when: { past: '前任', now: '现任', future: '待任' },
    appoint: '任命', appointTo: '任命到 {post}', person: '人员', personHint: '输入姓名或用户名', personNone: '没有这个人', personMissing: '请从列表里选一个人。', from: '从哪天起', fromHint: '当天就有岗位的权限', to: '到哪天止', toHint: '不填就是一直任职', end: '结束任职', endOf: '结束任职 {name}', endTitle: '结束 {name} 在 {post} 的任职', lastDay: '最后一天', lastDayHint: '当天仍在任；填 {date} 就立即结束',
    appointAlso: '再任命一人', succeed: '交接', succeedTitle: '{post} 交接', succeedDo: '确认交接', successor: '接任', leaver: '谁离任', succeedText: '{before} 任到 {last}，接任自 {date} 起有岗位的权限和未办事项；以前的填报署名不变。', saidSucceeded: '{name} 自 {date} 起任 {post}，{before} 任到 {last}',
    saidAppointed: '{name} 自 {date} 起任 {post}', saidEnded: '{name} 任职到 {date} 止',
    users: '用户', usersLead: '共 {n} 人', newUser: '新增用户', addUser: '新增并生成一次性密码', editUser: '修改 {name}', userName: '姓名', state: { active: '在用', vacant: '未任职', locked: '锁定', disabled: '停用' }, stateAll: '全部', stateWord: '账号状态', userNoPosts: '还没有任职，登录后不能办任何事。', oneTimeWaits: '一次性密码还没有改，有效到 {time}。', endSessions: '结束登录', endSessionsAsk: '{name} 在各处的登录都要重新来。', endSessionsYes: '确认结束', saidEndedSessions: '{name} 的 {n} 处登录已结束', phone: '电话', usernameHint: '小写字母、数字、点和横线，定了不再改', searchUser: '搜索姓名、用户名', locked: '锁定', lockedUntil: '连续输错密码，锁定到 {time}。', unlock: '解锁', reset: '重置密码', resetAsk: '{name} 现在的密码立即作废。', resetYes: '生成一次性密码', resetFactor: '重置动态验证码', resetFactorAsk: '{name} 的登录立即结束，下次登录要重新启用。请先当面或电话核实是本人。', resetFactorYes: '重置', saidFactorReset: '{name} 的动态验证码已重置', disableUserAsk: '{name} 立即不能登录，任职和历史照旧。', saidUnlocked: '已解锁：{name}',
    grants: '授权', grantsLead: '角色授给岗位，谁任这个岗位谁有权', give: '授予', giveTo: '授予 {post}', giveTitle: '授予角色', giveMissing: '请选岗位和角色。', roleWord: '角色', roleChoose: '选角色', postChoose: '选岗位', roleFor: '{post} 的角色', ungranted: '还没有授权的岗位', ungrantedText: '任这些岗位的人还不能办任何事。角色是按岗位名称建议的，请核对。', grantedBy: '{date}　{name}', program: '系统', revoke: '收回', revokeOf: '收回 {post} 的{role}', revokeAsk: '任职的人下一步操作就没有这项权限。', revokeYes: '确认收回', roleNobody: '还没有岗位有这个角色', saidGranted: '已授予 {post}：{role}', saidRevoked: '已收回 {post} 的角色',
    role: { reporter: '联络员', head: '单位负责人', leader: '分管领导', chief: '主要领导', supervisor: '督查室', auditor: '审计', sysadmin: '系统管理员', secadmin: '安全管理员', auditadmin: '审计管理员' },
    roleDoes: {
      reporter: '看本单位参与的事项，填报牵头的事项。', head: '同联络员，并审核本单位的填报。', leader: '看全部，分管线在前。', chief: '看全部，不分线。', supervisor: '看全部，编计划、定目标；不替单位填报。', auditor: '看全部业务和全部审计记录，只读。',
      sysadmin: '管单位、岗位、账号和设置，不看业务。', secadmin: '管任命、授权和解锁，不看业务。', auditadmin: '看三员做过什么，不看业务。',
    },
  },
  slip: { title: '一次性密码', once: '只显示这一次，系统里不留。请当面或用内部渠道交给本人，第一次登录要改掉。', noted: '已经记下，关闭', print: '打印', copy: '复制', copied: '已复制', role: '角色', name: '姓名', password: '一次性密码', until: '有效到' },
}
