import type { Page, Response } from '@playwright/test'
import { callerOf, each } from './api'
import { ownDemo } from './instance'
import { actAs, expect, lookEverywhere, settled } from './support'

const test = ownDemo()

/**
 * Leaving the plan, what proves a completion, many completions verified together, and many rows on the two desks. The
 * instance is its own: it is turned upside down.
 */
test.describe.configure({ mode: 'serial', timeout: 600_000 })

/** GUATU_E2E_ROWS=1000 seeds a thousand rows on each desk, which takes minutes; four pages show the same. */
const ROWS = Number(process.env.GUATU_E2E_ROWS ?? 200)
const PER_PROJECT = 20
const NODE = '第 %n 号标段完成'

interface Item { department: { id: number }; id: number; version: number; kind: string; projectId: number | null; taskId: number | null; indicatorType: string | null; targetMilli: number | null; startMilli: number | null; title: string; pending: unknown }
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

const PDF = { name: '会议纪要.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n') }

test('a part leaves the plan: asked for with a file, decided by the meeting, named by the comparison', async ({ page, instance }) => {
  // What waits for a review is decided first.
  const head = await callerOf(instance.url, 'head.build')
  const waits = (await head.get<{ items: (Report & { subject: string })[] }>('/reports?due=mine')).items.find((r) => r.subject === '公共停车位')!
  await head.post(`/reports/${waits.id}/return`, { reason: '地块另作他用，请申请退出' }, waits.version)
  await actAs(page, 'reporter.build', '/tasks')
  await page.getByRole('link', { name: '公交与停车' }).first().click()
  await settled(page)
  const part = page.locator('li.row', { hasText: '公共停车位' }).first()
  await part.locator('h3 button').click()
  await part.getByRole('button', { name: '申请变更' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('申请什么').selectOption({ label: '退出计划' })
  await expect(dialog).toContainText('不计入完成率')
  await expect(dialog.getByRole('region', { name: '批准后' })).toContainText('常务会')
  await dialog.getByLabel('事由').fill('地块调整为公园用地，不再建设')
  await dialog.locator('input[type=file]').first().setInputFiles(PDF)
  await expect(dialog.getByRole('group', { name: '佐证' })).toContainText('会议纪要.pdf')
  await expect(dialog.getByRole('group', { name: '佐证' }).getByRole('progressbar')).toHaveCount(0)
  await lookEverywhere(page, '16-exit-dialog')
  await dialog.getByRole('button', { name: '提交申请' }).click()
  await expect(dialog).toBeHidden()

  await actAs(page, 'supervisor', '/changes')
  const row = page.locator('ol.list > li', { hasText: '退出计划' }).first()
  await row.locator('button.title').click()
  const file = row.getByRole('button', { name: /^会议纪要\.pdf/ })
  const download = page.waitForEvent('download')
  await file.click()
  expect((await download).suggestedFilename()).toBe('会议纪要.pdf')
  await row.getByLabel('意见').fill('同意退出')
  await row.getByLabel('会议或文件名称').fill('第 22 次常务会纪要')
  await row.getByLabel('文号').fill('浙南管纪〔2017〕22 号')
  await row.getByLabel('日期').fill('2017-09-29')
  await row.getByRole('button', { name: '批准', exact: true }).click()
  await expect(page.getByText('已批准，日期已生效')).toBeVisible()
  await page.goto('/compare?from=2017-08&of=tasks')
  await settled(page)
  await expect(page.getByRole('region', { name: '退出' })).toContainText('公共停车位')
})

test('a full figure nobody claimed is verified with evidence and a conclusion, which the board shows', async ({ page, instance }) => {
  const [unit, head, office] = await Promise.all(['reporter.build', 'head.build', 'supervisor'].map((who) => callerOf(instance.url, who)))
  const list = await unit!.get<{ items: Item[] }>('/worklist')
  const item = list.items.find((i) => i.kind === 'indicator' && i.title === '专用停车位')!
  const report = await unit!.post<Report>(`/indicators/${item.id}/readings`, { valueMilli: (item.startMilli ?? 0) + item.targetMilli!, note: '全部完成' }, item.version)
  const approved = await head!.post<Report>(`/reports/${report.id}/approve`, {}, report.version)
  await office!.post(`/reports/${report.id}/confirm`, {}, approved.version)

  await actAs(page, 'supervisor', `/tasks/${item.taskId}`)
  const part = page.locator('li.row', { hasText: item.title }).first()
  await part.locator('h3 button').click()
  const form = part.locator('form.verify')
  await form.getByRole('button', { name: '核实完成' }).click()
  await expect(form.getByRole('alert')).toContainText('验收结论')
  await form.getByRole('textbox', { name: /验收结论/ }).fill('现场逐项核对，数量属实')
  await form.getByRole('button', { name: '核实完成' }).click()
  await expect(form.getByRole('alert')).toContainText('佐证')
  await form.getByRole('button', { name: '加会议' }).click()
  await form.getByRole('textbox', { name: '说明', exact: true }).fill('9 月 29 日验收会')
  await lookEverywhere(page, '16-verify', form.getByRole('button', { name: '核实完成' }))
  await form.getByRole('button', { name: '核实完成' }).click()
  await expect(form).toHaveCount(0)
  await expect(part).toContainText('9 月 29 日验收会'.replaceAll(' ', '\u2009'))
  await expect(part).toContainText('现场逐项核对，数量属实')
  await page.goto('/board')
  await page.locator('ol.rows > li', { hasText: '停车' }).first().click()
  const sheet = page.getByRole('dialog', { name: '问题单' })
  await expect(sheet).toContainText('现场逐项核对，数量属实')
  for (const [width, height] of [[1920, 1080], [390, 844]] as const) {
    await page.setViewportSize({ width, height })
    for (const theme of ['light', 'dark']) {
      await page.evaluate((x) => (document.documentElement.dataset.theme = x), theme)
      await page.screenshot({ path: `screenshots/16-sheet-${width}-${theme}.png` })
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 })
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
