/** Messages of evidence and conclusions. */
export const evidenceZh = {
  evidence: {
    title: '佐证', hint: '至少一项；照片、文件可拖入或粘贴', hintOptional: '可不填；照片、文件可拖入或粘贴', kind: '佐证类型', words: '说明', needed: '报完成至少要有一项佐证，或写明谁同意免附', neededVerify: '核定完成至少要有一项佐证，或写明谁同意免附', unfinished: '佐证还没有填完或上传完',
    kinds: { photo: '现场照片', document: '文件', meeting: '会议', statement: '其他说明' },
    wordsOf: { photo: '拍摄地点、内容（可不填）', document: '文件名称、文号（可不填）', meeting: '会议名称和日期', statement: '写清情况' },
    choose: '选择文件', camera: '拍照', addMeeting: '加会议', addStatement: '加说明', uploading: '正在上传 {name}', uploaded: '{name} 已上传', lost: '没有上传完，请移除后重选', remove: '移除 {name}', removeShort: '移除', removed: '已移除',
    kindRefused: '{name} 不能上传：只收 JPG、PNG、PDF、DOCX、XLSX、OFD', download: '下载 {name}',
    except: '确实没有佐证…', exceptWords: '没有佐证的原因', exceptBy: '同意免附的领导岗位', exceptChoose: '请选择', exceptTag: '免附佐证', exceptedBy: '{post} 同意',
    conclusion: '验收结论', conclusionHint: '验收结论，如：现场核查属实', needConclusion: '请写验收结论（至少 2 个字）',
  },
}
