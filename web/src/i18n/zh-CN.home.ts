/** 管理员的首页。 */
export const zhHome = {
  home: {
    none: '没有可看的页面', noneText: '您现在没有任职，或者岗位还没有授权；请找系统管理员和安全管理员。', title: '要办的', actsTitle: '三员做过什么', nothing: '没有要办的', nothingText: '{people} 个账号、{posts} 个岗位，都正常。', andMore: '等 {n} 个', noActs: '还没有记录', system: '系统',
    vacant: '{n} 个岗位没有人', ungranted: '{n} 个岗位还没有角色，谁任了也没有权限', locked: '{n} 个账号被锁', oneTime: '{n} 个账号还没有改一次性密码', unplaced: '{n} 个账号没有任职', calendar: '今年的工作日历还没有导入，周一到周五都算工作日', nextCalendar: '明年的工作日历还没有导入',
    act: {
      calendar_import: '导入工作日历', department_create: '新增单位', department_edit: '修改单位', department_merge: '合并单位', district_edit: '修改设置', district_setUp: '首次开通', district_demo: '建立演示数据', grant_create: '授予角色', grant_delete: '收回角色', login_failed: '登录失败', login_locked: '登录失败过多，账号被锁', login_ok: '登录',
      backup_take: '备份', backup_restore: '从备份恢复', session_endAll: '结束全部登录',
      post_appoint: '任命', post_create: '新增岗位', post_edit: '修改岗位', post_endHolder: '结束任职', post_move: '岗位改到另一单位', post_succeed: '岗位交接', factor_begin: '开始启用动态验证码', factor_enrol: '启用动态验证码', factor_recoveryCodes: '更换恢复码', factor_remove: '停用动态验证码', key_rotate: '换签名密钥', key_retire: '作废旧签名密钥', login_first: '密码正确，等待验证码', session_endOwn: '结束别处的登录', session_prove: '再次确认本人', user_resetFactor: '重置动态验证码', session_logout: '退出', session_reused: '登录凭证被重复使用，已停', user_changePassword: '修改密码', user_create: '新增账号', user_edit: '修改账号', user_endSessions: '结束登录', user_resetPassword: '重置密码', user_unlock: '解锁账号',
      access_refused: '越权被拒', setup_code: '生成开通码', setup_refused: '开通码不对',
    },
  },
}
