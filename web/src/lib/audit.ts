import type { Translate } from '@/i18n'
import { milli, percent } from './format'

/** What the auditor's page makes of a record: words, and what differs between before and after. */

/** Characters that act on whoever reads them: controls, and letters that turn the direction of writing or take no room. */
// eslint-disable-next-line no-control-regex
const ACTING = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g

/** Text that can not act: such a character is shown by its code. */
export function visible(text: string): string {
  return text.replace(ACTING, (c) => `\\u{${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}}`)
}

export interface Difference {
  path: string
  before: string
  after: string
}

function flat(value: unknown, path: string, into: Map<string, string>): void {
  if (value === null || value === undefined) return
  if (typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) flat(inner, path ? `${path}.${key}` : key, into)
    return
  }
  into.set(path, visible(String(value)))
}

/** The fields that differ, in their order; of a state alone all it holds. */
export function differences(before: unknown, after: unknown): Difference[] {
  const was = new Map<string, string>()
  const is = new Map<string, string>()
  flat(before, '', was)
  flat(after, '', is)
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((path) => ({ path: visible(path), before: was.get(path) ?? '', after: is.get(path) ?? '' }))
    .filter((d) => d.before !== d.after)
}

/** A path in words: `fields` is the envelope of every change, a number the place in a list; a list is written with a capital. */
export function fieldWords(path: string, name: (part: string) => string, nth: (n: number) => string): string {
  return path.split('.').filter((part, n) => n > 0 || part !== 'fields')
    .map((part) => (/^\d+$/.test(part) ? nth(Number(part) + 1) : name(part.charAt(0).toLowerCase() + part.slice(1)))).join(' · ')
}

/** A value as people read it: yes and no, thousandths and basis points; anything else as it was written. */
export function fieldValue(path: string, text: string, t: Translate): string {
  if (text === 'true') return t('app.yes')
  if (text === 'false') return t('app.no')
  if (/^-?\d{1,15}$/.test(text)) {
    if (path.endsWith('Milli')) return milli(Number(text))
    if (path.endsWith('Bp')) return `${percent(Number(text))}%`
  }
  return text
}

/** The row a record is about, by the name it has or had. */
export function subject(e: { after: unknown; before: unknown }): string {
  for (const state of [e.after, e.before]) {
    if (typeof state !== 'object' || state === null) continue
    const row = state as Record<string, unknown>
    const name = [row.name, row.title, row.username, row.displayName, row.operation].find((n) => typeof n === 'string' && n !== '')
    if (typeof name === 'string') return visible(name)
  }
  return ''
}

/** Kinds of acts one may look for; with the dot at the end the server takes all of a kind. */
export const KINDS = ['login', 'access', 'export', 'file', 'project', 'milestone', 'indicator', 'livelihood', 'report', 'change', 'plan', 'period', 'list', 'ruleSet', 'user', 'post', 'grant', 'department', 'district', 'calendar', 'session', 'setup', 'audit'] as const
/** Of these the audit administrator sees something. */
export const ADMIN_KINDS: readonly string[] = ['login', 'user', 'post', 'grant', 'department', 'district', 'calendar', 'session', 'setup', 'audit']
