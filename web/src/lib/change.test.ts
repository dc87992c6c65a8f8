import { describe, expect, it } from 'vitest'
import type { Translate } from '@/i18n'
import { askable, deciderWords, draftBody, draftFault, kindsOf, slipWords, type ChangeDraft } from './change'

const t = ((key: string, params?: Record<string, unknown>) => (params ? `${key} ${JSON.stringify(params)}` : key)) as Translate
const draft = (patch: Partial<ChangeDraft> = {}): ChangeDraft => ({ reason: 'seaUse', words: '用海批复未到', effect: '', evidence: '', items: [{ milestoneId: 7, kind: 'delay', toDate: '2017-12-20' }], ...patch })
const node = { id: 7, version: 3, verified: false, suspended: null, carriedTo: null }

describe('a request being written', () => {
  it('says the first thing it lacks', () => {
    expect(draftFault(draft())).toBeNull()
    expect(draftFault(draft({ words: ' ' }))?.field).toBe('words')
    expect(draftFault(draft({ items: [{ milestoneId: 0, kind: 'delay', toDate: '' }] }))?.field).toBe('node')
    expect(draftFault(draft({ items: [{ milestoneId: 7, kind: 'delay', toDate: '' }] }))?.field).toBe('date')
    expect(draftFault(draft({ items: [{ milestoneId: 7, kind: 'suspend', toDate: '' }] }))).toBeNull()
    const twice = draft({ items: [draft().items[0]!, draft().items[0]!] })
    expect(draftFault(twice)).toMatchObject({ field: 'same', index: 1 })
  })
  it('can be looked at before it has words, and is sent with the version that was seen', () => {
    expect(draftBody(draft({ words: '' }), 4, [node])).toMatchObject({ projectId: 4, words: '', items: [{ milestoneId: 7, version: 3, toDate: '2017-12-20' }], evidence: [] })
    expect(draftBody(draft({ items: [{ milestoneId: 7, kind: 'delay', toDate: '' }] }), 4, [node])).toBeNull()
    const suspended = draftBody(draft({ evidence: ' 会议纪要 ', items: [{ milestoneId: 7, kind: 'suspend', toDate: '2017-12-20' }] }), 4, [node])
    expect(suspended?.items?.[0]).not.toHaveProperty('toDate')
    expect(suspended?.evidence).toEqual([{ kind: 'statement', words: '会议纪要' }])
  })
  it('asks only what a node can give', () => {
    expect(kindsOf(node)).toEqual(['delay', 'suspend'])
    expect(kindsOf({ suspended: '2017-05-01' })).toEqual(['resume', 'delay'])
    expect(askable([node, { ...node, verified: true }, { ...node, carriedTo: 9 }])).toHaveLength(1)
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
