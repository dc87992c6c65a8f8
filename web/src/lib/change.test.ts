import { describe, expect, it } from 'vitest'
import type { Translate } from '@/i18n'
import { deciderWords, draftBody, draftFault, newItem, ofNodes, ofParts, slipWords, type ChangeDraft, type DraftItem } from './change'

const t = ((key: string, params?: Record<string, unknown>) => (params ? `${key} ${JSON.stringify(params)}` : key)) as Translate
const item = (patch: Partial<DraftItem> = {}): DraftItem => ({ id: 7, kind: 'delay', toDate: '2017-12-20', deadline: '', target: '', ...patch })
const draft = (patch: Partial<ChangeDraft> = {}): ChangeDraft => ({ reason: 'seaUse', words: '用海批复未到', effect: '', evidence: [], items: [item()], ...patch })
const node = { id: 7, name: '实施', version: 3, approved: '2017-06-30', baseline: '2017-06-30', verified: false, suspended: null, carriedTo: null, exited: null }
const statement = (words: string) => ({ key: words, kind: 'statement' as const, words, fileId: null, name: '', size: 0 })
const part = { id: 9, name: '停车位', version: 2, type: 'CUM', due: '2017-12-31', done: false, carriedTo: null, targetMilli: 300_000, unit: '个', lamp: { inputs: {} } } as unknown as Parameters<typeof ofParts>[0][number]
const project = { of: 'project', id: 4 } as const

describe('a request being written', () => {
  it('says the first thing it lacks', () => {
    expect(draftFault(draft())).toBeNull()
    expect(draftFault(draft({ words: ' ' }))?.field).toBe('words')
    expect(draftFault(draft({ items: [item({ id: 0 })] }))?.field).toBe('node')
    expect(draftFault(draft({ items: [item({ toDate: '' })] }))?.field).toBe('date')
    expect(draftFault(draft({ items: [item({ toDate: '', deadline: '10月底前' })] }))).toBeNull()
    expect(draftFault(draft({ items: [item({ kind: 'suspend', toDate: '' })] }))).toBeNull()
    for (const target of ['', '多', '0', '-3']) expect(draftFault(draft({ items: [item({ kind: 'target', target })] }))?.field).toBe('target')
    expect(draftFault(draft({ items: [item(), item()] }))).toMatchObject({ field: 'same', index: 1 })
    expect(draftFault(draft({ items: [item(), item({ kind: 'target', target: '280' })] }))).toBeNull()
  })
  it('can be looked at before it has words, and is sent with the version that was seen', () => {
    const nodes = ofNodes([node])
    expect(draftBody(draft({ words: '' }), project, nodes)).toMatchObject({ projectId: 4, words: '', items: [{ milestoneId: 7, version: 3, toDate: '2017-12-20' }], evidence: [] })
    expect(draftBody(draft({ items: [item({ toDate: '' })] }), project, nodes)).toBeNull()
    const suspended = draftBody(draft({ evidence: [statement(' 会议纪要 '), { ...statement(''), kind: 'photo', fileId: 5, name: 'a.jpg' }], items: [item({ kind: 'suspend' })] }), project, nodes)
    expect(suspended?.items?.[0]).not.toHaveProperty('toDate')
    expect(suspended?.evidence).toEqual([{ kind: 'statement', words: '会议纪要' }, { kind: 'photo', fileId: 5 }])
    expect(draftBody(draft({ items: [item({ toDate: '', deadline: ' 10月底前 ' })] }), project, nodes)?.items?.[0]).toMatchObject({ deadlineWords: '10月底前' })
  })
  it('waits for what is still on its way up, and can be looked at meanwhile', () => {
    const half = draft({ evidence: [{ ...statement(''), kind: 'document', name: 'a.pdf' }] })
    expect(draftFault(half)).toMatchObject({ field: 'evidence' })
    expect(draftBody(half, project, ofNodes([node]))).toMatchObject({ evidence: [] })
  })
  it('asks for another target of a part of a task, in thousandths of its unit', () => {
    const body = draftBody(draft({ items: [item({ id: 9, kind: 'target', target: '280.5' })] }), { of: 'task', id: 2 }, ofParts([part]))
    expect(body).toMatchObject({ taskId: 2, items: [{ indicatorId: 9, version: 2, kind: 'target', toTargetMilli: 280_500 }] })
    expect(body?.items?.[0]).not.toHaveProperty('toDate')
    expect(body).not.toHaveProperty('projectId')
  })
  it('asks only what a node or a part can give', () => {
    expect(ofNodes([node, { ...node, verified: true }, { ...node, carriedTo: 9 }]).map((c) => c.kinds)).toEqual([['delay', 'suspend', 'exit']])
    expect(ofNodes([{ ...node, suspended: '2017-05-01' }])[0]?.kinds).toEqual(['resume', 'delay', 'exit'])
    const kinds = (patch: object) => ofParts([{ ...part, ...patch } as typeof part])[0]?.kinds
    expect(kinds({})).toEqual(['delay', 'suspend', 'target', 'exit'])
    expect(kinds({ targetMilli: null })).toEqual(['delay', 'suspend', 'exit'])
    expect(kinds({ lamp: { inputs: { suspended: '2017-05-01' } } })).toEqual(['resume', 'delay', 'target', 'exit'])
    expect(kinds({ type: 'KEEP' })).toEqual(['suspend', 'exit'])
    for (const type of ['EVENT', 'OPEN']) expect(kinds({ type })).toEqual(['exit'])
    expect(kinds({ type: 'WORDS' })).toBeUndefined()
    expect(kinds({ exited: '2017-05-01' })).toBeUndefined()
    expect(ofNodes([{ ...node, exited: '2017-05-01' }])).toEqual([])
    expect(kinds({ done: true })).toBeUndefined()
  })
  it('begins with what the chosen one can give', () => {
    expect(newItem(ofNodes([{ ...node, suspended: '2017-05-01' }])[0])).toMatchObject({ id: 7, kind: 'resume' })
    expect(newItem()).toMatchObject({ id: 0, kind: 'delay' })
  })
})

describe('a request in words', () => {
  it('measures a date against the first plan', () => {
    expect(slipWords({ kind: 'delay', slipDays: 30 }, t)).toBe('change.slip {"n":30}')
    expect(slipWords({ kind: 'delay', slipDays: -3 }, t)).toBe('change.early {"n":3}')
    expect(slipWords({ kind: 'delay', slipDays: 0 }, t)).toBe('')
    expect(slipWords({ kind: 'suspend', slipDays: 30 }, t)).toBe('')
  })
  it('names who decides, or the level when nobody holds the post', () => {
    const post = { id: 1, name: '分管领导', holder: '张若琳' }
    expect(deciderWords({ route: 'leader', deciders: [post] } as never, t)).toBe('张若琳')
    expect(deciderWords({ route: 'meeting', deciders: [] }, t)).toBe('change.route.meeting')
  })
})
