import type { Page, Response } from '@playwright/test'
import { callerOf, each } from './api'
import { ownDemo } from './instance'
import { actAs, expect, lookEverywhere, signIn, test as shared } from './support'

const test = ownDemo()

/** Many rows: a list of ten thousand, and the desks of the supervision office when much waits on them. */
test.describe.configure({ mode: 'serial', timeout: 600_000 })

/** GUATU_E2E_ROWS=1000 seeds a thousand rows on each desk, which takes minutes; four pages show the same. */
const ROWS = Number(process.env.GUATU_E2E_ROWS ?? 200)
const PER_PROJECT = 20
const NODE = '第 %n 号标段完成'

interface Item { id: number; version: number; department: { id: number } }
interface Report { id: number; version: number }

/** The longest time the page was busy without a break since the last question, in ms. */
const busiest = (page: Page) => page.evaluate(() => {
  const w = window as unknown as { busy: number[] }
  return Math.round(Math.max(0, ...w.busy.splice(0)))
})
const watchBusy = (page: Page) => page.addInitScript(() => {
  const w = window as unknown as { busy: number[] }
  w.busy = []
  new PerformanceObserver((list) => w.busy.push(...list.getEntries().map((e) => e.duration))).observe({ type: 'longtask', buffered: true })
})

shared('ten thousand rows: few are drawn, the end is reached, none is lost on the way', async ({ page }) => {
  await signIn(page, 'supervisor', '/source')
  const ALL = 10_000
  let asked = 0
  let one: Record<string, unknown> | null = null
  await page.route('**/api/v1/projects?**', async (route) => {
    asked++
    one ??= ((await (await route.fetch()).json()) as { items: Record<string, unknown>[] }).items[0]!
    const url = new URL(route.request().url())
    const from = Number(url.searchParams.get('cursor') || 0)
    const to = Math.min(ALL, from + Number(url.searchParams.get('limit')))
    const items = Array.from({ length: to - from }, (_, i) => ({ ...one, id: 100_000 + from + i, code: `P-${from + i}`, name: `第 ${from + i} 号项目` }))
    await route.fulfill({ json: { items, nextCursor: to < ALL ? String(to) : '', total: 500, totalCapped: true } })
  })
  await page.route('**/api/v1/projects/choices**', async (route) => {
    const answer = await (await route.fetch()).json()
    await route.fulfill({ json: { ...answer, total: ALL } })
  })
  await page.getByRole('link', { name: '项目', exact: true }).click()
  await expect(page.locator('.body > .row').first()).toBeVisible()
  await expect(page.getByText(/共\s*10000\s*项/).first()).toBeVisible()
  const before = Date.now()
  await page.keyboard.press('j')
  for (let i = 0; i < 70 && asked < 52; i++) {
    await page.keyboard.press('End')
    await page.waitForTimeout(60)
  }
  await expect(page.locator('.row.here')).toContainText(/第\s*\d{3,}\s*号项目/)
  for (let i = 0; i < 20 && !(await page.getByText('到底了').isVisible()); i++) {
    await page.keyboard.press('End')
    await page.waitForTimeout(120)
  }
  await page.keyboard.press('End')
  await expect(page.locator('.row.here')).toContainText(/第\s*9999\s*号项目/)
  expect(await page.locator('.body > .row').count()).toBeLessThan(80)
  expect(await page.locator('.row.here').getAttribute('aria-rowindex')).toBe('10001')
  console.log(`      10,000 rows read and reached in ${Date.now() - before} ms, ${asked} pages`)
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  const steps = Date.now()
  for (let i = 1; i <= 20; i++) await page.evaluate((y) => window.scrollTo(0, y), (height / 20) * (20 - i) + height / 2)
  // From the middle, with the row of the keyboard at one end and the asked one at the other.
  await page.evaluate((y) => window.scrollTo(0, y), height / 2)
  await expect(page.getByText(/第\s*5\d{3}\s*号项目/).first()).toBeVisible()
  await page.keyboard.press('Home')
  await expect(page.locator('.row.here')).toContainText(/第\s*0\s*号项目/)
  console.log(`      twenty jumps in ${Date.now() - steps} ms`)
})

/** Milestones of one unit in many projects, each with a report the unit has approved; every tenth claims completion, and each waits for another date. */
async function seed(url: string): Promise<void> {
  const [unit, head, office] = await Promise.all(['reporter.build', 'head.build', 'supervisor'].map((who) => callerOf(url, who)))
  const leadDepartmentId = (await unit!.get<{ items: Item[] }>('/worklist')).items[0]!.department.id
  const projects = await each(ROWS / PER_PROJECT, (i) => office!.post<{ id: number }>('/projects', { code: `SEED-${i + 1}`, name: `市政道路提升工程 ${i + 1} 片区`, leadDepartmentId, planYear: 2017 }))
  const projectOf = (i: number) => projects[Math.floor(i / PER_PROJECT)]!.id
  const nodes = await each(ROWS, (i) => office!.post<{ id: number; version: number }>('/milestones', { projectId: projectOf(i), name: NODE.replace('%n', String(i + 1)), baseline: '2017-11-30' }))
  const reports = await each(ROWS, (i) => unit!.post<Report>(`/milestones/${nodes[i]!.id}/reports`, i % 10 ? { progressBp: 3000, note: '基础施工' } : { claim: true, note: '已完工', evidence: [{ kind: 'meeting', words: '验收会' }] }, nodes[i]!.version))
  for (let at = 0; at < ROWS; at += 100) await head!.post('/reports/batch', { action: 'approve', reports: reports.slice(at, at + 100).map(({ id, version }) => ({ id, version })) })
  await each(ROWS, (i) => unit!.post('/change-requests', { projectId: projectOf(i), reason: 'approval', words: '用海批复未到', items: [{ milestoneId: nodes[i]!.id, version: 2, kind: 'delay', toDate: '2018-02-28' }] }))
}

test('many rows wait on each desk: they come page by page, and no page is busy for long', async ({ page, instance }) => {
  const begun = Date.now()
  await seed(instance.url)
  console.log(`seeded in ${Math.round((Date.now() - begun) / 1000)} s`)
  await watchBusy(page)
  for (const [path, rows, name] of [['/review', 'ol > li.row', 'review-many'], ['/changes', 'ol.list > li', 'changes-many']] as const) {
    await actAs(page, 'supervisor', path)
    await expect(page.locator(rows)).toHaveCount(50)
    await expect(page.locator('header.page-head')).toContainText(ROWS > 500 ? '500+' : /2\d\d/)
    const opened = await busiest(page)
    await lookEverywhere(page, `16-${name}`)
    await busiest(page) // what axe did is not the page's
    for (const n of [100, 150, 200]) {
      await page.getByRole('button', { name: '再看一些' }).click()
      await expect(page.locator(rows)).toHaveCount(n)
    }
    const more = await busiest(page)
    console.log(`${path}: longest task ${opened} ms when opened, ${more} ms for another fifty rows`)
    expect(Math.max(opened, more), 'a page of fifty rows is drawn in a moment, also on a slow machine').toBeLessThan(1000)
  }
})

test('marked reports are verified together, the completions with one conclusion; one row has its own', async ({ page, instance }) => {
  await actAs(page, 'supervisor', '/review')
  const rows = page.locator('ol > li.row')
  await expect(rows).toHaveCount(50)
  await page.getByRole('checkbox', { name: '全选' }).check()
  const claims = page.locator('ol > li.row', { hasText: '报完成' })
  const n = await claims.count()
  expect(n).toBeGreaterThan(2)
  const answers: Response[] = []
  page.on('response', (r) => {
    if (/\/reports\/(batch|\d+\/confirm)/.test(r.url())) answers.push(r)
  })
  const pass = page.getByRole('button', { name: /通过选中的/ })
  await pass.click()
  await expect(page.getByRole('alert')).toContainText(`${n}`)
  expect(answers).toEqual([])
  await claims.nth(1).getByRole('button', { name: '核定' }).click()
  await claims.nth(1).getByPlaceholder(/验收结论/).fill('资料齐全')
  await page.getByLabel(/验收结论：选中的/).fill('现场核查属实')
  await lookEverywhere(page, '16-review-batch')
  await pass.click()
  await expect(page.getByText(/通过\s*\d+\s*件，0\s*件没有成功/)).toBeVisible({ timeout: 30_000 })
  expect(answers).toHaveLength(1)
  const office = await callerOf(instance.url, 'supervisor')
  const { items } = (await answers[0]!.json()) as { items: { id: number }[] }
  const kept = await each(items.length, (i) => office.get<{ conclusion: string }>(`/reports/${items[i]!.id}`))
  const words = kept.map((r) => r.conclusion)
  expect([words.filter((w) => w === '现场核查属实').length, words.filter((w) => w === '资料齐全').length, words.length]).toEqual([n - 1, 1, 50])
  await expect(rows).toHaveCount(50) // the next ones came
})
