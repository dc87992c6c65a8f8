import type { Evidence, MilestoneReportInput } from '@/api/types'

/** What stands behind a report, a request or a verification: 现场照片, 文件, 会议, 其他说明. */
export type EvidenceKind = Evidence['kind']
export const EVIDENCE_KINDS: readonly EvidenceKind[] = ['photo', 'document', 'meeting', 'statement']

/** The endings the server takes; it looks into the bytes too. */
export const ACCEPT = '.jpg,.jpeg,.png,.pdf,.docx,.xlsx,.ofd'
export const MAX_ITEMS = 20

/** One piece of evidence while it is filled in. A file that is on its way has no id yet. */
export interface EvidenceDraft {
  key: string
  kind: EvidenceKind
  words: string
  fileId: number | null
  name: string
  size: number
}

/** Pictures are photos of the site until somebody says otherwise. */
export function kindOfFile(name: string): EvidenceKind {
  return /\.(jpe?g|png)$/i.test(name) ? 'photo' : 'document'
}

export function accepted(name: string): boolean {
  return ACCEPT.split(',').some((ending) => name.toLowerCase().endsWith(ending))
}

/** What is still missing: a file that has not come in, or words. */
export function unfinished(e: EvidenceDraft): boolean {
  if (e.kind === 'statement') return e.words.trim() === ''
  if (e.kind === 'meeting') return e.words.trim() === '' && e.fileId === null
  return e.fileId === null
}

/** The evidence of a body: what is empty is left out, and null says that something is half done. */
export function evidenceBody(list: readonly EvidenceDraft[]): Evidence[] | null {
  const filled = list.filter((e) => e.fileId !== null || e.name !== '' || e.words.trim() !== '')
  if (filled.some(unfinished)) return null
  return filled.map((e) => {
    const body: Evidence = { kind: e.kind }
    if (e.words.trim()) body.words = e.words.trim()
    if (e.fileId !== null) body.fileId = e.fileId
    return body
  })
}

/** What stands behind a completion: evidence, or who allowed that there is none; null while neither is whole. */
export function proofBody(d: { evidence: readonly EvidenceDraft[]; exception: string; allowedBy: number }): Pick<MilestoneReportInput, 'evidence' | 'exception'> | null {
  const evidence = evidenceBody(d.evidence)
  if (evidence?.length) return { evidence }
  return evidence && d.exception.trim() && d.allowedBy ? { exception: { words: d.exception.trim(), allowedBy: d.allowedBy } } : null
}

/** 1.2 MB, 340 KB. */
export function sizeWords(bytes: number): string {
  return bytes >= 1 << 20 ? `${(bytes / (1 << 20)).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`
}
