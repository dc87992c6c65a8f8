import type { Post } from '@/api/types'
import type { MessageKey } from '@/i18n/keys'

/** One thing an administrator has to do: how many, which, and where it is done. */
export interface Todo {
  key: 'vacant' | 'ungranted' | 'locked' | 'oneTime' | 'unplaced' | 'calendar' | 'nextCalendar'
  n: number
  names: string[]
  to: { name: string; query?: Record<string, string> }
  /** It keeps the district from working; the rest can wait. */
  urgent: boolean
}

interface Account {
  name: string
  username: string
  disabled: boolean
  lockedUntil: string | null
  oneTimeUntil: string | null
  posts: readonly unknown[] | null
}

export interface Facts {
  /** Absent: the person does not see it, or it is not read yet. */
  posts?: readonly Post[]
  users?: readonly Account[]
  years?: readonly number[]
  year: number
  month: number
  can: (permission: string) => boolean
}

export const TODO_WORDS = {
  vacant: 'home.vacant', ungranted: 'home.ungranted', locked: 'home.locked', oneTime: 'home.oneTime', unplaced: 'home.unplaced', calendar: 'home.calendar', nextCalendar: 'home.nextCalendar',
} as const satisfies Record<Todo['key'], MessageKey>

/** The next year's days are usually published in autumn; from then on they are missed. */
const REMIND_FROM = 11

const named = (u: Account) => u.name || u.username

/** What waits for this administrator, worst first. Everybody sees only what they can do something about. */
export function todos(f: Facts, now: number): Todo[] {
  const out: Todo[] = []
  const add = (key: Todo['key'], names: string[], to: Todo['to'], urgent = false, n = names.length) => n > 0 && out.push({ key, n, names, to, urgent })
  const posts = (f.posts ?? []).filter((p) => !p.disabled)
  const users = (f.users ?? []).filter((u) => !u.disabled)
  const appoint = f.can('posts.appoint') || f.can('posts.manage')
  if (f.can('grants.manage')) add('ungranted', posts.filter((p) => !p.roles.length).map((p) => p.name), { name: 'adminGrants' }, true)
  if (appoint) add('vacant', posts.filter((p) => !p.holder).map((p) => p.name), { name: 'adminPosts' }, true)
  if (f.can('users.unlock')) add('locked', users.filter((u) => u.lockedUntil && Date.parse(u.lockedUntil) > now).map(named), { name: 'adminUsers', query: { state: 'locked' } }, true)
  if (f.can('users.manage')) {
    add('oneTime', users.filter((u) => u.oneTimeUntil).map(named), { name: 'adminUsers' })
    add('unplaced', users.filter((u) => !u.posts?.length).map(named), { name: 'adminUsers', query: { state: 'vacant' } })
  }
  if (f.can('settings.manage') && f.years) {
    if (!f.years.includes(f.year)) add('calendar', [], { name: 'calendar', query: { year: String(f.year) } }, true, 1)
    else if (f.month >= REMIND_FROM && !f.years.includes(f.year + 1)) add('nextCalendar', [], { name: 'calendar', query: { year: String(f.year + 1) } }, false, 1)
  }
  return out.sort((a, b) => Number(b.urgent) - Number(a.urgent))
}

const ACTS = [
  'calendar.import', 'department.create', 'department.edit', 'department.merge', 'district.edit', 'district.setUp', 'district.demo', 'grant.create', 'grant.delete', 'login.failed', 'login.locked', 'login.ok',
  'post.appoint', 'post.create', 'post.edit', 'post.endHolder', 'post.move', 'post.succeed', 'factor.begin', 'factor.enrol', 'factor.recoveryCodes', 'factor.remove', 'key.rotate', 'key.retire', 'login.first', 'session.endOwn', 'session.prove', 'user.resetFactor', 'session.logout', 'session.reused', 'user.changePassword', 'user.create', 'user.edit', 'user.endSessions', 'user.resetPassword', 'user.unlock', 'access.refused', 'setup.code', 'setup.refused', 'backup.take', 'backup.restore', 'session.endAll',
] as const
type Act = (typeof ACTS)[number]

/** The words of an act; one that a later server knows is shown by its slug. */
export function actKey(action: string): MessageKey | null {
  const known = ACTS.find((a): a is Act => a === action)
  return known ? (`home.act.${known.replace('.', '_')}` as MessageKey) : null
}
