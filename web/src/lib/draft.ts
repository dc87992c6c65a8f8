import type { EvidenceDraft } from './evidence'

/**
 * What was typed and not yet submitted, kept in the browser by user, item and
 * version, so that a reload, an expired session or a crash loses nothing.
 */
export type Choice = 'progress' | 'risk' | 'claim' | 'noChange'

export interface Draft {
  choice: Choice
  /** Texts as typed: a half-typed number is kept as it is. */
  value: string
  denominator: string
  /** 公布完成率 in per cent, where a published table prints one. */
  printed: string
  met: '' | 'yes' | 'no'
  note: string
  forecast: string
  /** 佐证 of a claim; its files are on the server already. */
  evidence: EvidenceDraft[]
  /** Why a claim has no evidence, and the post that allowed it; '' while there is none. */
  exception: string
  allowedBy: number
  savedAt: number
}

export interface DraftKey {
  user: number
  kind: string
  id: number
  version: number
}

export interface FoundDraft {
  draft: Draft
  /** The item changed since this was typed. */
  stale: boolean
}

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

const prefix = (k: Pick<DraftKey, 'user' | 'kind' | 'id'>) => `guatu.draft.${k.user}.${k.kind}.${k.id}.`

export function isEmptyDraft(d: Draft, initialValue: string): boolean {
  return d.note.trim() === '' && d.forecast === '' && d.denominator === '' && d.printed === '' && d.met === '' && d.evidence.length === 0 && d.exception === '' &&
    d.choice === 'progress' && d.value === initialValue
}

export function saveDraft(store: Store, key: DraftKey, draft: Draft): boolean {
  try {
    store.setItem(prefix(key) + key.version, JSON.stringify(draft))
    return true
  } catch {
    return false // storage is full or forbidden; the page still holds the text
  }
}

function parse(text: string | null): Draft | null {
  if (!text) return null
  try {
    const d = JSON.parse(text) as Partial<Draft>
    if (typeof d.note !== 'string' || typeof d.value !== 'string') return null
    return {
      choice: d.choice ?? 'progress', value: d.value, denominator: d.denominator ?? '', printed: d.printed ?? '', met: d.met ?? '',
      note: d.note, forecast: d.forecast ?? '', evidence: Array.isArray(d.evidence) ? d.evidence : [], exception: d.exception ?? '', allowedBy: d.allowedBy ?? 0, savedAt: d.savedAt ?? 0,
    }
  } catch {
    return null
  }
}

function keysOf(store: Store, start: string): string[] {
  const keys: string[] = []
  for (let i = 0; i < store.length; i++) {
    const k = store.key(i)
    if (k?.startsWith(start)) keys.push(k)
  }
  return keys
}

/** The draft of this version, else the newest of an earlier one, marked stale. */
export function loadDraft(store: Store, key: DraftKey): FoundDraft | null {
  const start = prefix(key)
  const exact = parse(store.getItem(start + key.version))
  if (exact) return { draft: exact, stale: false }
  const older = keysOf(store, start)
    .map((k) => ({ version: Number(k.slice(start.length)), draft: parse(store.getItem(k)) }))
    .filter((d): d is { version: number; draft: Draft } => d.draft !== null && Number.isFinite(d.version))
    .sort((a, b) => b.version - a.version)[0]
  return older ? { draft: older.draft, stale: true } : null
}

/** Forgets every draft of the item, whatever its version. */
export function clearDrafts(store: Store, key: Pick<DraftKey, 'user' | 'kind' | 'id'>): void {
  for (const k of keysOf(store, prefix(key))) store.removeItem(k)
}
