import { createRouter, createWebHistory } from 'vue-router'
import { i18n } from '@/i18n'
import { navItems } from '@/lib/nav'
import { useSession } from '@/stores/session'

/** Routes. `bare` pages bring their own frame, `today` pages know no other day. Everything but login needs a session. */
export const router = createRouter({
  history: createWebHistory(),
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? {} : { top: 0 }),
  routes: [
    { path: '/login', name: 'login', component: () => import('@/pages/LoginPage.vue'), meta: { bare: true, open: true } },
    { path: '/', name: 'home', component: () => import('@/pages/HomePage.vue') },
    { path: '/work', name: 'work', component: () => import('@/pages/WorkPage.vue') },
    { path: '/review', name: 'review', component: () => import('@/pages/ReviewPage.vue') },
    { path: '/attention', name: 'attention', component: () => import('@/pages/AttentionPage.vue') },
    { path: '/projects', name: 'projects', component: () => import('@/pages/ProjectsPage.vue'), meta: { basis: true } },
    { path: '/projects/:id(\\d+)', name: 'project', component: () => import('@/pages/ProjectPage.vue'), meta: { basis: true } },
    { path: '/wall', name: 'wall', component: () => import('@/pages/WallPage.vue'), meta: { basis: true } },
    { path: '/milestones', name: 'milestones', component: () => import('@/pages/MilestonesPage.vue'), meta: { basis: true } },
    { path: '/tasks', name: 'tasks', component: () => import('@/pages/TasksPage.vue'), meta: { basis: true } },
    { path: '/board', name: 'board', component: () => import('@/pages/BoardPage.vue'), meta: { bare: true, basis: true } },
    { path: '/tasks/:id(\\d+)', name: 'task', component: () => import('@/pages/TaskPage.vue'), meta: { basis: true } },
    { path: '/changes', name: 'changes', component: () => import('@/pages/ChangesPage.vue'), meta: { today: true } },
    { path: '/plan/:year(\\d{4})?', name: 'plan', component: () => import('@/pages/PlanPage.vue'), meta: { today: true } },
    { path: '/periods', name: 'periods', component: () => import('@/pages/PeriodsPage.vue'), meta: { today: true } },
    { path: '/compare', name: 'compare', component: () => import('@/pages/ComparePage.vue'), meta: { today: true } },
    { path: '/source', name: 'source', component: () => import('@/pages/SourcePage.vue') },
    { path: '/setup', name: 'setup', component: () => import('@/pages/SetupPage.vue'), meta: { bare: true, open: true } },
    { path: '/password', name: 'password', component: () => import('@/pages/PasswordPage.vue'), meta: { bare: true } },
    { path: '/admin/settings', name: 'adminSettings', component: () => import('@/pages/admin/SettingsPage.vue'), meta: { today: true } },
    { path: '/calendar', name: 'calendar', component: () => import('@/pages/admin/CalendarPage.vue'), meta: { today: true } },
    { path: '/rules', name: 'rules', component: () => import('@/pages/admin/RulesPage.vue'), meta: { today: true } },
    { path: '/admin/departments', name: 'adminUnits', component: () => import('@/pages/admin/DepartmentsPage.vue'), meta: { today: true } },
    { path: '/admin/posts', name: 'adminPosts', component: () => import('@/pages/admin/PostsPage.vue'), meta: { today: true } },
    { path: '/admin/users', name: 'adminUsers', component: () => import('@/pages/admin/UsersPage.vue'), meta: { today: true } },
    { path: '/admin/audit', name: 'audit', component: () => import('@/pages/admin/AuditPage.vue'), meta: { today: true } },
    { path: '/admin/grants', name: 'adminGrants', component: () => import('@/pages/admin/GrantsPage.vue'), meta: { today: true } },
    { path: '/:rest(.*)', name: 'missing', component: () => import('@/pages/MissingPage.vue') },
  ],
})

router.beforeEach((to, from) => {
  const session = useSession()
  if (!to.meta.open && !session.me) return { name: 'login', query: to.path === '/' ? {} : { next: to.fullPath } }
  if (to.name === 'login' && session.me) return { name: 'home' }
  if (session.me?.mustChangePassword && to.name !== 'password') return { name: 'password', query: to.path === '/' ? {} : { next: to.fullPath } }
  if (to.name === 'home' && session.me) {
    const first = navItems(session.can, session.isLeader)[0]
    if (first && first.name !== 'home') return { name: first.name, query: to.query }
  }
  // The day that is looked at goes along from page to page.
  if (from.query.asOf && !to.query.asOf && to.path !== from.path && !to.meta.open && !to.meta.today) {
    return { ...to, query: { ...to.query, asOf: from.query.asOf, ...(from.query.basis && to.meta.basis ? { basis: from.query.basis } : {}) } }
  }
  // So does the plan it is measured against, where a page knows both.
  if (from.query.basis && !to.query.basis && to.path !== from.path && to.meta.basis) return { ...to, query: { ...to.query, basis: from.query.basis } }
  return true
})

const TITLES = {
  work: 'nav.work', review: 'nav.review', changes: 'change.nav', attention: 'nav.attention',
  projects: 'nav.projects', plan: 'plan.nav', wall: 'wall.nav', milestones: 'nav.milestones', tasks: 'nav.tasks', board: 'nav.board', source: 'nav.source',
  adminUnits: 'nav.units', adminPosts: 'nav.posts', adminUsers: 'nav.users', adminGrants: 'nav.grants', adminSettings: 'nav.settings',
  audit: 'audit.nav', periods: 'periods.nav', compare: 'compare.nav',
  calendar: 'nav.calendar', rules: 'nav.rules',
  setup: 'setup.title', password: 'password.title', login: 'login.title',
} as const
router.afterEach((to) => {
  const key = TITLES[to.name as keyof typeof TITLES]
  const app = i18n.global.t('app.name')
  document.title = key ? `${i18n.global.t(key)} · ${app}` : app
})
