import { describe, expect, it } from 'vitest'
import type { WorkItem } from '@/api/types'
import { emptyDraft } from './report'
import { fromServer, newest, toServer } from './serverDraft'

const item = (change: Record<string, unknown> = {}) => ({ kind: 'milestone', id: 1, version: 3, indicatorType: null, unit: '', progressBp: 3000, valueMilli: null, draft: null, ...change }) as unknown as WorkItem
const saved = '2017-09-30T08:00:00Z'

describe('a draft on the server', () => {
  it('comes back as it was typed', () => {
    const typed = { ...emptyDraft(item()), value: '45', note: '写到一半', forecast: '2017-10-20', choice: 'risk' as const }
    const kept = toServer(item(), typed)
    expect(kept).toEqual({ progressBp: 4500, note: '写到一半', forecast: '2017-10-20' })
    const back = fromServer(item({ draft: { ...kept, itemVersion: 3, savedAt: saved } }))!
    expect(back).toEqual({ draft: { ...typed, savedAt: Date.parse(saved) }, stale: false })
  })
  it('keeps what can be read and leaves a half-typed number alone', () => {
    const ratio = item({ kind: 'indicator', indicatorType: 'RATE', unit: '%' })
    expect(toServer(ratio, { ...emptyDraft(ratio), value: '18', denominator: '2.' + 'x' })).toEqual({ numeratorMilli: 18_000 })
    const keep = item({ kind: 'indicator', indicatorType: 'KEEP' })
    expect(toServer(keep, { ...emptyDraft(keep), met: 'no', choice: 'claim' })).toEqual({ met: false, claim: true })
    expect(toServer(item(), { ...emptyDraft(item()), value: '' })).toEqual({})
    const count = item({ kind: 'indicator', indicatorType: 'CUM', unit: '个' })
    expect(toServer(count, { ...emptyDraft(count), value: '120' })).toEqual({ valueMilli: 120_000 })
  })
  it('says when the item has changed since, and the one written last counts', () => {
    expect(fromServer(item())).toBeNull()
    const kept = fromServer(item({ draft: { note: '旧', itemVersion: 2, savedAt: saved } }))!
    expect(kept.stale).toBe(true)
    const local = { draft: { ...kept.draft, note: '新', savedAt: kept.draft.savedAt + 1 }, stale: false }
    expect([newest(local, kept)?.draft.note, newest(null, kept)?.draft.note, newest(local, null)?.draft.note, newest(null, null)]).toEqual(['新', '旧', '新', null])
  })
})
