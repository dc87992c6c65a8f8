import { describe, expect, it } from 'vitest'
import { accepted, evidenceBody, kindOfFile, proofBody, sizeWords, unfinished, type EvidenceDraft } from './evidence'

const of = (patch: Partial<EvidenceDraft>): EvidenceDraft => ({ key: 'k', kind: 'statement', words: '', fileId: null, name: '', size: 0, ...patch })

describe('evidence', () => {
  it('takes a picture for a photo and everything else for a document', () => {
    expect(['a.JPG', 'b.jpeg', 'c.png', 'd.pdf', 'e.docx', 'jpg'].map(kindOfFile)).toEqual(['photo', 'photo', 'photo', 'document', 'document', 'document'])
  })
  it('knows the endings that come in', () => {
    expect(['a.PDF', 'a.ofd', 'a.xlsx', 'a.html', 'a.pdf.exe', 'pdf'].map(accepted)).toEqual([true, true, true, false, false, false])
  })
  it.each([
    [{ kind: 'photo', words: '结顶' }, true],
    [{ kind: 'photo', fileId: 7 }, false],
    [{ kind: 'document' }, true],
    [{ kind: 'meeting', words: '6 月 3 日调度会' }, false],
    [{ kind: 'meeting', fileId: 7 }, false],
    [{ kind: 'meeting' }, true],
    [{ kind: 'statement', words: ' ' }, true],
    [{ kind: 'statement', words: '已查看' }, false],
  ] as const)('%o is unfinished: %s', (patch, want) => {
    expect(unfinished(of(patch))).toBe(want)
  })
  it('leaves out what is empty and sends what is filled', () => {
    expect(evidenceBody([of({}), of({ words: ' 已查看 ' }), of({ kind: 'photo', fileId: 7, name: 'a.jpg' })])).toEqual([{ kind: 'statement', words: '已查看' }, { kind: 'photo', fileId: 7 }])
  })
  it('does not send while a file is on its way', () => {
    expect(evidenceBody([of({ kind: 'photo', name: 'a.jpg' })])).toBeNull()
  })
  it('writes sizes', () => {
    expect([sizeWords(10), sizeWords(2048), sizeWords(1_300_000)]).toEqual(['1 KB', '2 KB', '1.2 MB'])
  })
})

describe('what proves a completion', () => {
  const words = { key: 'a', kind: 'statement' as const, words: '已查看', fileId: null, name: '', size: 0 }
  const none = { evidence: [], exception: '', allowedBy: 0 }
  it.each([
    ['evidence', { ...none, evidence: [words] }, { evidence: [{ kind: 'statement', words: '已查看' }] }],
    ['evidence before an exception', { ...none, evidence: [words], exception: '无法拍照', allowedBy: 4 }, { evidence: [{ kind: 'statement', words: '已查看' }] }],
    ['an exception', { ...none, exception: ' 无法拍照 ', allowedBy: 4 }, { exception: { words: '无法拍照', allowedBy: 4 } }],
    ['an exception nobody allowed', { ...none, exception: '无法拍照' }, null],
    ['a file on its way', { ...none, evidence: [{ ...words, kind: 'photo' as const, name: 'a.jpg' }], exception: '无法拍照', allowedBy: 4 }, null],
    ['nothing', none, null],
  ])('%s', (_, draft, body) => expect(proofBody(draft)).toEqual(body))
})
