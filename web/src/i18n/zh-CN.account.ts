/** Messages of one's own account: the second factor and the places one is signed in. */
export const accountZh = {
  proof: { title: '请确认是您本人', text: '这件事关系到别人的权限和账号，办理前请再输入一次您的密码。确认后接着办理，不用重做。', submit: '确认并继续' },
  factor: {
    title: '动态验证码', ask: '请输入手机验证器上显示的 6 位数字。', askRecovery: '请输入一个没有用过的恢复码。', code: '验证码', recoveryCode: '恢复码', useRecovery: '改用恢复码', useApp: '改用验证器', back: '换个账号登录', lost: '手机和恢复码都不在手边，请联系安全管理员重置；三员请联系机房。',
    enrolTitle: '启用动态验证码', enrolText: '{name}，您的岗位登录时除密码外还要一个动态验证码。先启用，再办别的事。', stepApp: '在手机上打开验证器应用（任何支持 TOTP 的都可以，不需要联网）。', stepScan: '扫描这个二维码。', stepCode: '输入应用里显示的 6 位数字。', picture: '供验证器扫描的二维码', byHand: '不能扫描，手工输入密钥', confirm: '核对并启用', begin: '下一步',
    recovery: '恢复码', recoveryText: '手机不在身边时，用恢复码代替验证码，每个只能用一次。这些恢复码只显示这一次，请打印或抄下，不要和手机放在一起。', print: '打印', noted: '都已记下', finish: '完成', orRecovery: '也可以输入恢复码',
    on: '已启用', off: '没有启用。启用后，登录时除密码外还要手机上的 6 位数字。', since: '{time} 起', left: '恢复码还剩 {n} 个', replace: '换一部手机', turnOn: '启用', newCodes: '换一批恢复码', remove: '停用', required: '您的岗位须启用，不能停用。',
  },
  account: {
    title: '我的账号', sessions: '登录的地方', current: '本机', program: '其他程序', seen: '{time} 用过', until: '{time} 到期', end: '退出', endOf: '让 {name}（{ip}）退出', endOthers: '其他地方全部退出', endAsk: '除本机以外的登录会立即结束。', endYes: '全部退出', ended: '已退出 {n} 处',
  },
}
