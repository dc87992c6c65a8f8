import type { MessageKey } from '@/i18n/keys'

/** The pages a person may open, in the order of their work; the first is home. */
export interface NavItem {
  name: string
  label: MessageKey
  /** What the page begins with. */
  query?: Readonly<Record<string, string>>
}

type Can = (permission: string) => boolean

export function navItems(can: Can, isLeader: boolean): NavItem[] {
  const items: (NavItem | false)[] = [
    // Administrators have no business pages: their day starts with what waits for them.
    !can('projects.read') && (can('users.read') || can('audit.adminRead')) && { name: 'home', label: can('users.read') ? 'nav.home' : 'home.actsTitle' },
    can('worklist.read') && { name: 'work', label: 'nav.work' },
    can('reports.decide') && { name: 'review', label: can('reports.confirm') ? 'nav.confirm' : 'nav.review' },
    can('changes.read') && { name: 'changes', label: 'change.nav' },
    can('attention.read') && { name: 'attention', label: isLeader ? 'nav.attention' : 'nav.allRed' },
    can('projects.read') && { name: 'wall', label: 'wall.nav' },
    can('projects.read') && { name: 'projects', label: 'nav.projects' },
    can('milestones.read') && { name: 'milestones', label: 'nav.milestones', query: { state: 'open' } },
    can('livelihood.read') && { name: 'tasks', label: 'nav.tasks' },
    can('board.read') && { name: 'board', label: 'nav.board' },
    can('plans.manage') && { name: 'plan', label: 'plan.nav' },
    can('compare.read') && { name: 'compare', label: 'compare.nav' },
    can('periods.read') && { name: 'periods', label: 'periods.nav' },
    can('source.read') && { name: 'source', label: 'nav.source' },
    (can('audit.read') || can('audit.adminRead')) && { name: 'audit', label: 'audit.nav' },
    ...adminItems(can),
  ]
  const allowed = items.filter((i): i is NavItem => i !== false)
  // A leader's day starts with the red lamps, a reviewer's with what waits for a decision.
  const first = isLeader ? 'attention' : can('reports.approve') ? 'review' : ''
  return allowed.sort((a, b) => Number(b.name === first) - Number(a.name === first))
}

/** The administration pages; only administrators read accounts. The security administrator starts with the posts to be filled. */
function adminItems(can: Can): (NavItem | false)[] {
  if (!can('users.read')) return []
  const units = { name: 'adminUnits', label: 'nav.units' } as const
  return [
    can('departments.manage') && units,
    can('posts.read') && { name: 'adminPosts', label: 'nav.posts' },
    { name: 'adminUsers', label: 'nav.users' },
    can('grants.read') && { name: 'adminGrants', label: 'nav.grants' },
    !can('departments.manage') && can('departments.read') && units,
    can('settings.read') && { name: 'adminSettings', label: 'nav.settings' },
    can('calendar.read') && { name: 'calendar', label: 'nav.calendar' },
    can('rules.read') && { name: 'rules', label: 'nav.rules' },
  ]
}
