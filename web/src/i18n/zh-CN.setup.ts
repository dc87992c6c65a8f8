/** Messages of the first set-up, settings, calendar, rules and passwords. */
export const setupZh = {
  setup: {
    title: '首次开通', lead: '还没有任何账号。填好下面四项，系统就建立三员账号并给出一次性密码；没有默认账号，也没有默认密码。', code: '开通码', codeHint: '在服务器的启动输出里；过期了就在服务器上运行 guatu setup-code 换一个。', district: '区县', nameHint: '登录页和看板上显示，如 浙南产业集聚区', calendarKnown: '{year} 年的工作日历已内置', calendarUnknown: '内置日历有 {years} 年；其他年份开通后导入，导入前按周一到周五算', admins: '三员', adminsText: '三个人、三个账号，互相制约，谁也不看业务数据。',
    required: '请填写。', busy: '正在开通…', submit: '开通', then: '开通后给出三张一次性密码，只显示一次。', done: '开通好了', doneText: '下面三张一次性密码只显示这一次，请打印或抄下，当面交给本人。第一次登录要改成自己的密码。', printAll: '打印三张', noted: '三张都已记下', toLogin: '去登录',
  },
  password: {
    title: '修改密码', forced: '{name}，您用的是一次性密码。先改成自己的密码，再办别的事。', own: '改好以后，您在别处的登录会结束。', oneTime: '一次性密码', current: '现在的密码', next: '新密码', again: '再输一次新密码', show: '显示密码', rules: '新密码的要求', expired: '{name}，您的密码用得太久了。先换一个，再办别的事。', check: { long: '至少 {n} 个字，汉字也算', classes: '大写、小写、数字、符号、汉字中至少 {n} 类', noUsername: '不含用户名', different: '和现在的不同', same: '两次输入一致' }, met: '已满足', unmet: '还没有满足', submit: '改好密码', ends: '连续输错会暂时锁定账号。',
  },
  settings: {
    from: '三员登录地址', fromLimited: '只能从配置的网段登录', fromOpen: '不限', fromHint: '三员应当只能从办公网段登录：请机房在配置 allowFrom 里写上 administrators=网段，重启后生效。', title: '设置', lead: '改了立即对所有人生效，都有审计记录', edit: '修改设置', saved: '设置已保存', name: '区县名称', titleOf: '系统名称', planYear: '默认计划年度', planYearHint: '各页面不选年份时看这一年', zone: '时区', zoneHint: '决定每天从几点开始', zoneOther: '其他时区', zoneName: '时区名', zoneNameHint: 'IANA 时区名，如 Asia/Shanghai', zoneShanghai: '北京时间', zoneUrumqi: '新疆时间', ruleSet: '灯色规则', calendar: '工作日历', calendarOf: '{year} 年',
  },
  rules: { title: '灯色规则', since: '自 {date} 起执行', configured: '安装时选定', completed: '原文没有写到、补充的部分：{text}', text: '规则原文 {name} 第 {version} 版', others: '其他规则' },
  calendar: {
    title: '{year} 年工作日历', lead: '工作日 {n} 天', import: '导入日历', importDo: '导入 {year} 年', preview: '预览', year: '年份', years: '年份', source: '依据', sourceHint: '放假通知的文号，不填就用文本里写的', file: '从文件读', choose: '选文件', fileHint: 'CSV 或 YAML，也可以粘贴在下面', text: '放假和调休', textHint: '一行一天：日期,休或班,名称', example: '2019-01-01,休,元旦', week: { mon: '一', tue: '二', wed: '三', thu: '四', fri: '五', sat: '六', sun: '日' }, off: '休', on: '班',
    unknown: '这一年的日历还没有导入，暂按周一到周五为工作日。', builtIn: '系统内置', imported: '{time} {name} 导入', listed: '放假和调休', days: '{n} 天', run: '{from}至 {to}', faults: '有 {n} 行看不懂，改好再导入，现在什么也没有改。', line: '第 {n} 行', understood: '{year} 年：看懂 {n} 天，全年工作日 {workdays} 天。', replaces: '会替换现有的 {year} 年日历。', added: '新增', removed: '取消', none: '没有', saidImported: '{year} 年日历已导入，灯色立即按它算',
  },
}
