import type { Page } from '@playwright/test'
import { actAs, axe, expect, settled, sideways, test } from './support'

/**
 * A red node is re-dated by an approved request: on the current plan it is out
 * of the red, on the original plan it stays red, and the board shows both.
 */
test.describe.configure({ mode: 'serial' })

const sheet = (page: Page, name: string) => page.screenshot({ path: `screenshots/${name}.png`, fullPage: true })
const school = (page: Page) => page.locator('ol.rows > li', { hasText: '学校' }).first()
const node = (page: Page) => page.locator('.ruler li', { hasText: '开工' }).first()

async function openNode(page: Page): Promise<void> {
  await page.getByRole('link', { name: '北师大附属学校' }).first().click()
  await settled(page)
  await node(page).getByRole('button', { name: /^开工/ }).click()
}

test('the unit asks; the date itself can not be edited, neither on screen nor by the API', async ({ page }) => {
  await actAs(page, 'reporter.edu', '/work')
  const row = page.locator('li.row', { hasText: '北师大附属学校' }).filter({ hasText: '开工' })
  await expect(row).toContainText('严重滞后')
  await row.getByRole('button', { name: '申请延期' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('改到哪天').fill('2017-11-20')
  // What it would mean, before a word is sent: who decides, and the lamp on either plan.
  const preview = dialog.getByRole('region', { name: '批准后' })
  await expect(preview).toContainText('常务会')
  await expect(preview).toContainText(/现在.*严重滞后.*批准后.*(正常|预警).*按原计划.*严重滞后/)
  await dialog.getByRole('button', { name: '提交申请' }).click()
  await expect(dialog).toContainText('请写事由。')
  await dialog.getByLabel('原因').selectOption({ label: '征迁政策处理' })
  await dialog.getByLabel('事由').fill('最后两户签约推迟，场地 11 月上旬移交')
  expect(await axe(page)).toEqual([])
  await page.setViewportSize({ width: 1440, height: 900 })
  await sheet(page, '12-change-dialog')
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await sideways(page)).toBeLessThanOrEqual(0)
  await page.screenshot({ path: 'screenshots/12-change-dialog-phone.png' })
  await page.setViewportSize({ width: 1440, height: 900 })
  await dialog.getByRole('button', { name: '提交申请' }).click()
  await expect(dialog).toBeHidden()
  await expect(row).toContainText('严重滞后') // asking moves no lamp

  await actAs(page, 'supervisor', '/projects?q=北师大附属学校')
  await openNode(page)
  await expect(page.locator('input[type=date]')).toHaveCount(0)
  const answers = await page.evaluate(async ([name, word]) => {
    const json = { 'Content-Type': 'application/json', 'X-Guatu-Client': 'e2e' }
    const login = await fetch('/api/v1/auth/login', { method: 'POST', headers: json, body: JSON.stringify({ username: name, password: word }) })
    const token = ((await login.json()) as { accessToken: string }).accessToken
    const id = new URL(location.href).searchParams.get('node')
    const headers = { ...json, Authorization: `Bearer ${token}` }
    const current = (await (await fetch(`/api/v1/milestones/${id}`, { headers })).json()) as { version: number }
    const patch = (path: string, body: unknown) => fetch(`/api/v1/milestones/${id}${path}`, { method: 'PATCH', headers: { ...headers, 'If-Match': `"${current.version}"` }, body: JSON.stringify(body) })
    const tries = [await patch('', { approved: '2017-12-31' }), await patch('', { baseline: '2017-12-31' }), await patch('/plan', { due: '2017-12-31' })]
    return Promise.all(tries.map(async (r) => `${r.status} ${((await r.json()) as { code: string }).code}`))
  }, ['supervisor', process.env.GUATU_DEMO_PASSWORD ?? ''])
  expect(answers).toEqual(['422 invalid', '422 invalid', '409 plan_frozen'])
})

test('the meeting approves with its document; the node leaves the red, the original plan does not', async ({ page }) => {
  await actAs(page, 'supervisor', '/changes')
  const row = page.locator('ol.list > li', { hasText: '北师大附属学校' }).first()
  await row.getByRole('button', { name: /北师大附属学校/ }).click()
  await expect(row).toContainText('征迁政策处理')
  await row.getByRole('button', { name: '批准', exact: true }).click()
  await expect(row).toContainText('请写意见。')
  await row.getByLabel('意见').fill('同意延期，11 月 20 日前必须开工')
  await row.getByLabel('会议或文件名称').fill('第 21 次常务会纪要')
  await row.getByLabel('文号').fill('浙南管纪〔2017〕21 号')
  await row.getByLabel('日期').fill('2017-09-29')
  expect(await axe(page)).toEqual([])
  await sheet(page, '12-changes')
  await row.getByRole('button', { name: '批准', exact: true }).click()
  await expect(page.getByText('已批准，日期已生效')).toBeVisible()

  await page.goto('/projects?q=北师大附属学校')
  await settled(page)
  await openNode(page)
  await expect(node(page).getByRole('button', { name: /为什么是/ }).first()).toHaveText(/正常|预警/)
  await expect(node(page)).toContainText(/原计划\s*严重滞后/)
  await expect(node(page)).toContainText(/延\s*2\s*次\s*143\s*天/)
  await expect(page.locator('.detail')).toContainText('同意延期')
  await page.getByRole('switch').click()
  await expect(page).toHaveURL(/basis=baseline/)
  await expect(page.getByText('不计已批准的延期、变更、停缓建和退出')).toBeVisible()
  await expect(node(page)).toContainText('严重滞后')
  await sheet(page, '12-project-original')
})

test('the board shows both, and can be turned to the original plan', async ({ page }) => {
  await page.setViewportSize({ width: 1920, height: 1080 })
  await actAs(page, 'leader.chief', '/board')
  await expect(school(page)).toContainText(/原计划.*严重滞后/)
  await expect(school(page).locator('.lamp .lamp')).not.toContainText('严重滞后')
  await sheet(page, '12-board-both')
  await page.keyboard.press('b')
  await expect(page.getByText('按原计划', { exact: true }).first()).toBeVisible()
  await expect(school(page).locator('.lamp .lamp')).toContainText('严重滞后')
  await sheet(page, '12-board-original')
  await page.keyboard.press('b')
  // The list and its file are on the same plan as the page.
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto('/milestones?lamp=red&basis=baseline')
  await settled(page)
  await expect(page.locator('.body > .row', { hasText: '开工' }).filter({ hasText: '北师大附属学校' })).toHaveCount(1)
  await page.getByRole('switch').click()
  await expect(page.locator('.body > .row', { hasText: '北师大附属学校' })).toHaveCount(0)
})

for (const scheme of ['dark'] as const) {
  test(`requests, ${scheme} and on the phone`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme })
    await actAs(page, 'head.edu', '/changes?tab=approved')
    await page.locator('ol.list > li').first().getByRole('button').first().click()
    expect(await axe(page, 'contrast')).toEqual([])
    await sheet(page, '12-changes-dark')
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await sideways(page)).toBeLessThanOrEqual(0)
    await sheet(page, '12-changes-phone')
  })
}
