import { describe, expect, it } from 'vitest'
import { differences, fieldValue, fieldWords, subject, visible } from './audit'

describe('audit', () => {
  it('shows what differs, by path', () => {
    expect(differences({ a: 1, b: { c: 'x', d: null } }, { a: 1, b: { c: 'y', d: 0 }, e: [true] })).toEqual([
      { path: 'b.c', before: 'x', after: 'y' }, { path: 'b.d', before: '', after: '0' }, { path: 'e.0', before: '', after: 'true' },
    ])
    expect(differences(null, { name: '新' })).toEqual([{ path: 'name', before: '', after: '新' }])
    expect(differences({ name: '旧' }, null)).toEqual([{ path: 'name', before: '旧', after: '' }])
  })
  it('lets no character act', () => {
    expect(visible('张\u202e三\r\n\u001b[31m\u200b')).toBe('张\\u{202E}三\\u{000D}\\u{000A}\\u{001B}[31m\\u{200B}')
    expect(visible('普通 text，1')).toBe('普通 text，1')
  })
  it('says a field and a value in words', () => {
    const words = (path: string) => fieldWords(path, (p) => `<${p}>`, (n) => `#${n}`)
    expect(['fields.approved', 'items.0.from', 'Name', 'open.unreported', 'fields', 'x.fields'].map(words)).toEqual(['<approved>', '<items> · #1 · <from>', '<name>', '<open> · <unreported>', '', '<x> · <fields>'])
    const t = ((k: string) => k) as never
    expect(fieldValue('fields.valueMilli', '1420000', t)).toBe('1420')
    expect(fieldValue('fields.progressBp', '4550', t)).toBe('45.5%')
    expect(fieldValue('fields.verified', 'true', t)).toBe('app.yes')
    expect(fieldValue('fields.targetMilli', '约 3', t)).toBe('约 3')
  })
  it('names the row', () => {
    expect(subject({ before: { name: '旧' }, after: { name: '' } })).toBe('旧')
    expect(subject({ before: null, after: 3 })).toBe('')
  })
})
