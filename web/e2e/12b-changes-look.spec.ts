import { expect, lookEverywhere, settled, signIn, test } from './support'

/** The pages of changes and of the original plan, as people see them: wide and narrow, light and dark, and what axe finds. */

test('requests in a list, one of them opened', async ({ page }) => {
  await signIn(page, 'supervisor', '/changes?tab=all')
  const rows = page.locator('ol.list > li')
  await expect(rows.first()).toBeVisible()
  await rows.first().locator('button.title').click()
  await expect(rows.first().locator('section.detail')).toBeVisible()
  await lookEverywhere(page, 'changes')
})

test('a part of a task asks for another target; words of a plan are read as a day', async ({ page }) => {
  await signIn(page, 'reporter.build', '/tasks')
  await page.getByRole('link', { name: '公交与停车' }).first().click()
  await settled(page)
  const part = page.locator('li.row', { hasText: '公共停车位' }).first()
  await part.locator('h3 button').click()
  await part.getByRole('button', { name: '申请变更' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('申请什么').selectOption({ label: '变更目标' })
  await dialog.getByRole('textbox', { name: /改为/ }).fill('1')
  await dialog.getByRole('textbox', { name: '事由' }).fill('项目用地调整，规模相应核减。')
  const preview = dialog.getByRole('region', { name: '批准后' })
  await expect(preview).toContainText('常务会')
  await dialog.getByLabel('申请什么').selectOption({ label: '延期' })
  await dialog.getByRole('textbox', { name: '或写期限原话' }).fill('2018年1月底前')
  await dialog.getByRole('textbox', { name: '事由' }).focus()
  await expect(preview).toContainText(/2018\s*年\s*1\s*月\s*31\s*日/)
  await lookEverywhere(page, 'change-dialog')
})

test('both lamps where they differ, on lists, project and board', async ({ page }) => {
  await signIn(page, 'supervisor', '/milestones')
  await page.setViewportSize({ width: 1440, height: 900 })
  const both = page.locator('.baseline-lamp').first()
  await page.goto('/milestones?basis=baseline')
  await settled(page)
  await lookEverywhere(page, 'milestones-original')
  const id = await page.evaluate(async () => {
    const session = await (await fetch('/api/v1/auth/refresh', { method: 'POST', headers: { 'X-Guatu-Client': 'e2e' } })).json() as { accessToken: string }
    const list = await (await fetch('/api/v1/change-requests?state=approved', { headers: { Authorization: `Bearer ${session.accessToken}` } })).json() as { items: { project: { id: number } | null; items: { milestone: { id: number } | null; lampNow: { colour: string }; lampBaseline: { colour: string } }[] }[] }
    const r = list.items.find((x) => x.project && x.items.some((i) => i.lampNow.colour !== i.lampBaseline.colour))
    return { project: r?.project?.id ?? 0, node: r?.items[0]?.milestone?.id ?? 0 }
  })
  await page.goto(`/projects/${id.project}?node=${id.node}`)
  await settled(page)
  await expect(both).toContainText('原计划')
  await lookEverywhere(page, 'project-both')
  await page.setViewportSize({ width: 1920, height: 1080 })
  for (const [query, name] of [['', 'current'], ['?basis=baseline', 'original']] as const) {
    await page.goto(`/board${query}`)
    await expect(page.locator('ol.rows > li')).toHaveCount(10)
    for (const theme of ['light', 'dark']) {
      await page.evaluate((t) => (document.documentElement.dataset.theme = t), theme)
      await page.screenshot({ path: `screenshots/board-${name}-1920-${theme}.png` })
    }
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(1080)
  }
})

test('the pages of the honest plan in English', async ({ page }) => {
  await signIn(page, 'supervisor', '/changes?tab=all')
  await page.evaluate(() => localStorage.setItem('guatu.pref.locale', 'en'))
  for (const [path, name, open] of [
    ['/changes?tab=approved', 'en-changes', 'ol.list > li button.title'], ['/periods', 'en-periods', '.months button'], ['/compare?from=2017-03&to=2017-08', 'en-compare', ''],
    ['/review', 'en-review', ''], ['/rules', 'en-rules', ''],
  ] as const) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.getByText('Loading')).toHaveCount(0)
    if (open) await page.locator(open).first().click()
    await lookEverywhere(page, name)
  }
})
