import type { Page } from '@playwright/test'
import { axe, expect, settled, sideways, signIn, smallTargets, test } from './support'

/** Every page, light and dark, desk and phone: axe, no sideways scrolling, thumb-sized targets, a picture to judge by eye. */
const PAGES: { name: string; user: string | null; path: string }[] = [
  { name: 'login', user: null, path: '/login' },
  { name: 'work', user: 'reporter.edu', path: '/work' },
  { name: 'review', user: 'head.build', path: '/review' },
  { name: 'attention', user: 'leader.edu', path: '/attention' },
  { name: 'projects', user: 'leader.edu', path: '/projects' },
  { name: 'milestones', user: 'supervisor', path: '/milestones?state=overdue&sort=-overdue' },
  { name: 'tasks', user: 'leader.edu', path: '/tasks' },
  { name: 'project', user: 'leader.edu', path: '' },
  { name: 'task', user: 'leader.edu', path: '/tasks/2' },
  { name: 'task-rates', user: 'leader.edu', path: '/tasks/1' },
  { name: 'board', user: 'leader.edu', path: '/board' },
  { name: 'source', user: 'leader.edu', path: '/source' },
  { name: 'plan-tasks', user: 'supervisor', path: '/plan/2017?tab=tasks' },
  { name: 'carry', user: 'supervisor', path: '/plan/2017?tab=carry' },
  { name: 'lists', user: 'supervisor', path: '/plan/2017?tab=lists' },
  { name: 'home', user: 'sysadmin', path: '/' },
  { name: 'missing', user: 'leader.edu', path: '/nowhere' },
]

async function open(page: Page, p: (typeof PAGES)[number]): Promise<void> {
  if (!p.user) await page.goto(p.path)
  else await signIn(page, p.user, p.path || '/projects?q=%E5%8C%97%E5%B8%88%E5%A4%A7')
  if (p.name === 'project') {
    await page.getByRole('link', { name: /北师大附属学校/ }).click()
    await page.getByRole('button', { name: /^开工.*的经过/ }).click()
  }
  if (p.name === 'task') await page.getByRole('button', { name: /的填报/ }).first().click()
  if (p.name === 'attention') await page.locator('li.row [data-row-key]').first().click()
  await settled(page)
}

/** A picture, no sideways scrolling, axe. Dark differs from light in its colours alone: there only the contrast is asked for. */
async function judge(page: Page, name: string, scheme: 'light' | 'dark'): Promise<void> {
  await page.screenshot({ path: `screenshots/${name}.png` })
  expect(await sideways(page)).toBeLessThanOrEqual(0)
  expect(await axe(page, scheme === 'dark' ? 'contrast' : undefined)).toEqual([])
}

for (const p of PAGES) {
  const desk = p.name === 'board' ? { width: 1920, height: 1080 } : { width: 1440, height: 900 }
  test(p.name, async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize(desk)
    await open(page, p)
    await judge(page, `${p.name}-desk-light`, 'light')
    await page.setViewportSize({ width: 390, height: 844 })
    await settled(page)
    await judge(page, `${p.name}-phone-light`, 'light')
    expect(await smallTargets(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    await judge(page, `${p.name}-phone-dark`, 'dark')
    await page.setViewportSize(desk)
    await settled(page)
    await judge(page, `${p.name}-desk-dark`, 'dark')
  })
}

for (const scheme of ['light', 'dark'] as const) {
  test(`dialogs and popovers, ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme })
    await signIn(page, 'leader.edu', '/attention')
    await page.locator('li.row').first().getByRole('button', { name: /为什么是/ }).click()
    await page.screenshot({ path: `screenshots/why-${scheme}.png` })
    expect(await axe(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /的菜单/ }).click()
    await page.screenshot({ path: `screenshots/menu-${scheme}.png` })
    expect(await axe(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    expect(await axe(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.goto('/board')
    await page.setViewportSize({ width: 1920, height: 1080 })
    await page.locator('ol.rows > li').nth(1).getByRole('button').click()
    await page.screenshot({ path: `screenshots/sheet-${scheme}.png` })
    expect(await axe(page)).toEqual([])
  })

  test(`wall on desk, screen and phone, ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme })
    await signIn(page, 'leader.edu', '/wall')
    await expect(page.getByRole('grid', { name: '项目节点挂图' })).toBeVisible()
    await page.screenshot({ path: `screenshots/wall-desk-${scheme}.png` })
    expect(await axe(page)).toEqual([])
    await page.setViewportSize({ width: 1920, height: 1080 })
    await page.screenshot({ path: `screenshots/wall-1080-${scheme}.png` })
    await page.setViewportSize({ width: 390, height: 844 })
    await page.locator('.ruler').nth(2).click()
    await expect(page.getByText('施工招标完成').first()).toBeVisible()
    await page.screenshot({ path: `screenshots/wall-phone-${scheme}.png` })
    expect(await axe(page)).toEqual([])
    expect(await sideways(page)).toBeLessThanOrEqual(0)
    if (scheme === 'light') expect(await smallTargets(page)).toEqual([])
  })

  test(`panels and a list wider than the screen, ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme })
    await signIn(page, 'supervisor', '/projects?cols=code,sector,lead,co,leader,stage,lists,next,due,nodes,overdue,progress,yearPlan,total,contact')
    await expect(page.locator('.data-list')).toHaveClass(/wide/)
    expect(await sideways(page)).toBeLessThanOrEqual(0)
    await page.getByRole('button', { name: '列', exact: true }).click()
    expect(await axe(page)).toEqual([])
    await page.screenshot({ path: `screenshots/projects-columns-${scheme}.png` })
    await page.keyboard.press('Escape')
    await page.keyboard.press('j')
    for (let i = 0; i < 15; i++) await page.keyboard.press('ArrowRight')
    await expect(page.locator('.row.here .k-contact')).toBeInViewport()
    // The name stays in sight, and nothing lies over what has the keyboard.
    await expect(page.locator('.row.here .cell.title')).toBeInViewport()
    await page.screenshot({ path: `screenshots/projects-wide-${scheme}.png` })
  })
}

test('the same in English, without Chinese left in the frame', async ({ page }) => {
  await signIn(page, 'reporter.edu', '/work')
  await page.evaluate(() => localStorage.setItem('guatu.pref.locale', 'en'))
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('My reports')
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  const frame = await page.locator('nav, .page-head, .thead, .hints').allTextContents()
  expect(frame.join('').match(/\p{Script=Han}/gu)).toBeNull()
  await page.screenshot({ path: 'screenshots/work-desk-english.png' })
})

test('a list that fails and a list that is empty say so', async ({ page }) => {
  await signIn(page, 'leader.edu', '/source')
  await page.route('**/api/v1/projects?**', (r) => r.fulfill({ status: 500, contentType: 'application/problem+json', body: '{"status":500,"code":"internal","title":"","detail":"","requestId":"r-42"}' }))
  await page.getByRole('link', { name: '项目', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('r-42')
  await page.unroute('**/api/v1/projects?**')
  await page.getByRole('button', { name: '重试' }).click()
  await expect(page.getByRole('grid').getByRole('link').first()).toBeVisible()
})

test('a thousand rows stay usable', async ({ page }) => {
  await signIn(page, 'reporter.edu', '/source')
  await page.route('**/api/v1/worklist**', async (route) => {
    const answer = await (await route.fetch()).json()
    const one = answer.items[0]
    answer.items = Array.from({ length: 1000 }, (_, i) => ({ ...one, id: 100_000 + i, title: `节点 ${i}`, pending: null }))
    await route.fulfill({ json: answer })
  })
  const start = Date.now()
  await page.getByRole('link', { name: '我要填报' }).click()
  await expect(page.locator('li.row').nth(100)).toBeAttached()
  console.log(`      1,000 rows in ${Date.now() - start} ms`)
  expect(Date.now() - start).toBeLessThan(10_000)
  await expect(page.getByRole('button', { name: /再看\s*850\s*项/ })).toBeVisible()
  const before = Date.now()
  for (let i = 0; i < 10; i++) await page.keyboard.press('j')
  await expect(page.locator('li.row').nth(10)).toHaveClass(/selected/)
  console.log(`      ten moves in ${Date.now() - before} ms`)
  // Moving past what is drawn draws more.
  await page.locator('li.row').nth(149).getByRole('button', { name: /填报/ }).click()
  await page.keyboard.press('j')
  await expect(page.locator('li.row').nth(150)).toHaveClass(/selected/)
})

test('too wide a word does not widen the page', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await signIn(page, 'reporter.edu', '/source')
  await page.route('**/api/v1/worklist**', async (route) => {
    const answer = await (await route.fetch()).json()
    answer.items = [{ ...answer.items[0], title: '瓯飞一期起步区（北片）围垦工程及配套道路、隧道、管廊与水系综合整治（含两条副隔堤）'.repeat(2), lastNote: 'A'.repeat(200), pending: null }]
    await route.fulfill({ json: answer })
  })
  await page.getByRole('link', { name: '我要填报' }).click()
  await expect(page.locator('li.row')).toHaveCount(1)
  expect(await sideways(page)).toBeLessThanOrEqual(0)
})
