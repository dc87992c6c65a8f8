import { callerOf } from './api'
import { ownDemo } from './instance'
import { actAs, expect, lookEverywhere, settled } from './support'

const test = ownDemo()

/** Leaving the plan, and what proves a completion. The instance is its own: it is turned upside down. */
test.describe.configure({ mode: 'serial', timeout: 600_000 })

interface Item { department: { id: number }; id: number; version: number; kind: string; projectId: number | null; taskId: number | null; indicatorType: string | null; targetMilli: number | null; startMilli: number | null; title: string; pending: unknown }
interface Report { id: number; version: number }

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
