/** Messages of putting a rule set in force, and of why a lamp is not another colour. */
export const ruleSetsZh = {
  ruleSets: {
    upload: '上传新版本', uploadTitle: '上传规则集', file: '从文件读', choose: '选文件', fileHint: 'YAML 或 JSON，也可以粘贴在下面', text: '规则原文', textHint: '没写的部分按默认规则；改了内容要换版本号', check: '检查', store: '保存这一版', stored: '已保存 {name} 第 {version} 版，灯色没有改变',
    faults: '有 {n} 处不对，改好再保存，现在什么也没有改。', line: '第 {n} 行', ok: '没有发现问题：{name} 第 {version} 版', version: '第 {n} 版', use: '取用这一套', 
    try: '试算', trying: '正在试算…', trial: '如果今天启用 {name} 第 {version} 版', judged: '{date}，看了 {n} 项，{m} 项会变', nothing: '没有一项会变。', before: '现在', after: '启用后', more: '再看 {n} 项',
    scope: '适用范围', scopeHint: '实事、清单、类别有自己的规则时，只按最小的范围定色；同在两个清单的按较严的一套', scopes: { all: '全区', class: '年度类别', list: '清单', task: '民生实事' },
    kinds: { project: '项目', milestone: '节点', task: '实事', indicator: '子项' },
    propose: '提出启用', proposeTitle: '提出启用 {name} 第 {version} 版', from: '起始日期', fromHint: '不早于今天，过去的灯不变', to: '截止日期', toHint: '不填就到下一次换用为止', words: '理由', wordsHint: '如会议决定、文件编号', proposed: '已提出，待另一位督查人员启用',
    adopt: '启用', adoptAsk: '启用后立即按 {name} 第 {version} 版算灯，所有人都看到。', adoptYes: '确认启用', adopted: '{name} 第 {version} 版已启用', withdraw: '撤回', withdrawAsk: '撤回这项提议？', withdrawYes: '撤回', withdrawn: '提议已撤回',
    history: '启用记录', noHistory: '还没有换用过规则。', by: '{on} {name} 提出', decidedBy: '{on} {name} {what}', span: '{from} 起', spanTo: '{from} 至 {to}', inForce: '现行', waits: '须由另一位督查人员启用',
    states: { proposed: '待启用', adopted: '已启用', withdrawn: '已撤回' },
  },
  whyRules: { show: '为什么不是别的灯色', notRed: '为什么不是红灯', met: '符合', unmet: '不符合', decides: '按这一条定色' },
}
