// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest'
import { clearDrafts, isEmptyDraft, loadDraft, saveDraft, type Draft } from './draft'

const draft = (note: string): Draft => ({ choice: 'progress', value: '85', denominator: '', printed: '', met: '', note, forecast: '', evidence: [], exception: '', allowedBy: 0, savedAt: 1 })
const key = { user: 7, kind: 'milestone', id: 12, version: 3 }

describe('drafts', () => {
  beforeEach(() => localStorage.clear())
  it('come back for the same person, item and version only', () => {
    saveDraft(localStorage, key, draft('四层浇筑'))
    expect(loadDraft(localStorage, key)).toEqual({ draft: draft('四层浇筑'), stale: false })
    expect(loadDraft(localStorage, { ...key, user: 8 })).toBeNull()
    expect(loadDraft(localStorage, { ...key, id: 1 })).toBeNull()
    expect(loadDraft(localStorage, { ...key, kind: 'indicator' })).toBeNull()
  })
  it('of an older version are found and marked', () => {
    saveDraft(localStorage, { ...key, version: 1 }, draft('老'))
    saveDraft(localStorage, { ...key, version: 2 }, draft('新'))
    expect(loadDraft(localStorage, key)).toEqual({ draft: draft('新'), stale: true })
  })
  it('are forgotten whatever the version, others stay', () => {
    saveDraft(localStorage, key, draft('a'))
    saveDraft(localStorage, { ...key, version: 2 }, draft('b'))
    saveDraft(localStorage, { ...key, id: 121 }, draft('c'))
    clearDrafts(localStorage, key)
    expect(loadDraft(localStorage, key)).toBeNull()
    expect(loadDraft(localStorage, { ...key, id: 121 })).not.toBeNull()
  })
  it('survive a damaged store', () => {
    localStorage.setItem('guatu.draft.7.milestone.12.3', '{broken')
    expect(loadDraft(localStorage, key)).toBeNull()
    const full = { ...localStorage, setItem: () => { throw new Error('full') } } as unknown as Storage
    expect(saveDraft(full, key, draft('x'))).toBe(false)
  })
  it('are empty when nothing was typed', () => {
    expect(isEmptyDraft({ ...draft(''), value: '65' }, '65')).toBe(true)
    expect(isEmptyDraft(draft(''), '65')).toBe(false)
    expect(isEmptyDraft({ ...draft(' '), value: '65', choice: 'risk' }, '65')).toBe(false)
  })
})
