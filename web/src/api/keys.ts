import type { Colour } from './types'

/** Every key of the query cache, from one place, so that what is written can find what to renew. */
export interface WallFilter {
  year?: number
  group: 'list' | 'department' | 'leader' | 'none'
  list?: string
  department?: number
  leader?: number
  lamp?: Colour
  late: boolean
  q?: string
}

export const keys = {
  district: ['district'] as const,
  departments: ['departments'] as const,
  /** Accounts, posts, grants, settings: what administrators change, renewed together. */
  admin: ['admin'] as const,
  adminDepartments: ['admin', 'departments'] as const,
  adminPosts: ['admin', 'posts'] as const,
  adminUsers: (filter: { q?: string; state?: string }) => ['admin', 'users', filter] as const,
  adminGrants: ['admin', 'grants'] as const,
  plans: ['business', 'plans'] as const,
  plan: (year: number) => ['business', 'plans', year] as const,
  projectLists: ['business', 'plans', 'lists'] as const,
  leaderPosts: ['leaderPosts'] as const,
  acts: ['admin', 'acts'] as const,
  ownFactor: ['own', 'factor'] as const,
  ownSessions: ['own', 'sessions'] as const,
  setupChoices: ['setupChoices'] as const,
  settings: ['settings'] as const,
  ruleSets: ['ruleSets'] as const,
  adoptions: ['ruleSets', 'adoptions'] as const,
  calendars: ['calendar'] as const,
  calendar: (year: number) => ['calendar', year] as const,
  /** Everything that depends on reports; a decision or a report renews all of it. */
  business: ['business'] as const,
  worklist: (asOf?: string) => ['business', 'worklist', asOf ?? ''] as const,
  attention: (asOf?: string) => ['business', 'attention', asOf ?? ''] as const,
  reviews: ['business', 'reviews'] as const,
  changes: (filter: Readonly<Record<string, string | number | undefined>>) => ['business', 'changes', filter] as const,
  changeCounts: (year: number) => ['business', 'changes', 'counts', year] as const,
  changePreview: (body: unknown) => ['business', 'changes', 'preview', body] as const,
  change: (id: number) => ['business', 'changes', 'one', id] as const,
  board: (year?: number, asOf?: string, since?: string, basis = '') => ['business', 'board', year ?? 0, asOf ?? '', since ?? '', basis] as const,
  task: (id: number, asOf?: string, basis = '') => ['business', 'task', id, asOf ?? '', basis] as const,
  list: (name: string, query: Readonly<Record<string, string>>, asOf?: string) => ['business', 'list', name, query, asOf ?? ''] as const,
  choices: (query: Readonly<Record<string, string>>, asOf?: string) => ['business', 'choices', query, asOf ?? ''] as const,
  project: (id: number, asOf?: string, basis = '') => ['business', 'project', id, asOf ?? '', basis] as const,
  projectMilestones: (id: number, asOf?: string, basis = '') => ['business', 'project', id, 'milestones', asOf ?? '', basis] as const,
  wall: (filter: WallFilter, asOf?: string, basis = '') => ['business', 'wall', filter, asOf ?? '', basis] as const,
  projectReports: (id: number) => ['business', 'reports', 'project', id] as const,
  nodes: (ids: readonly number[], asOf?: string, basis = '') => ['business', 'nodes', ids, asOf ?? '', basis] as const,
  history: (kind: string, id: number) => ['business', 'history', kind, id] as const,
  reportsOf: (kind: string, id: number) => ['business', 'reports', kind, id] as const,
  periods: (year: number) => ['business', 'periods', year] as const,
  period: (month: string) => ['business', 'periods', month] as const,
  compare: (query: Readonly<Record<string, string | undefined>>) => ['business', 'compare', query] as const,
  source: (year?: number) => ['source', year ?? 0] as const,
}
