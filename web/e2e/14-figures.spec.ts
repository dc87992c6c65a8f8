import type { Page } from '@playwright/test'
import { actAs, expect, lookEverywhere, password, settled, signIn, test } from './support'

/** The unit reports the month's money, works and 入库; the head approves, the office confirms; only then they count. */
test.describe.configure({ mode: 'serial' })

const NAME = '滨海第二小学新建工程'
let path = ''

/** The plan is frozen, so that the ladder comes with the project: 增补. */
async function addProject(page: Page): Promise<string> {
  const id = await page.evaluate(async ([name, word]) => {
    const json = { 'Content-Type': 'application/json', 'X-Guatu-Client': 'e2e' }
    const login = await fetch('/api/v1/auth/login', { method: 'POST', headers: json, body: JSON.stringify({ username: 'supervisor', password: word }) })
    const headers = { ...json, Authorization: `Bearer ${((await login.json()) as { accessToken: string }).accessToken}` }
    const units = (await (await fetch('/api/v1/departments', { headers })).json()) as { items: { id: number; code: string }[] }
    const body = { code: 'FIG-14', name, leadDepartmentId: units.items.find((d) => d.code === 'edu')!.id, planYear: 2017, totalYuan: 86_000_000, yearPlanYuan: 52_000_000, worksLadder: 'building', statEntryAsked: true }
    const made = await fetch('/api/v1/projects', { method: 'POST', headers: { ...headers, 'Idempotency-Key': crypto.randomUUID() }, body: JSON.stringify(body) })
    return ((await made.json()) as { id: number }).id
  }, [NAME, password])
  return `/projects/${id}`
}

const section = (page: Page) => page.getByRole('region', { name: '本月投资与形象' })

test('what was begun goes on in another browser, from the worklist', async ({ page, browser }) => {
  await page.goto('/login')
  path = await addProject(page)
  await actAs(page, 'reporter.edu', path)
  await section(page).getByRole('button', { name: /^填报/ }).click()
  await section(page).getByLabel('完成投资').fill('1200.5')
  await section(page).getByLabel('说明').fill('桩基施工')
  await expect(section(page)).toContainText('草稿')
  const elsewhere = await browser.newContext({ baseURL: new URL(page.url()).origin, locale: 'zh-CN' })
  const other = await elsewhere.newPage()
  await signIn(other, 'reporter.edu', '/work')
  const row = other.locator('li.row', { hasText: NAME })
  await row.locator('.title').click()
  await expect(row.getByLabel('完成投资')).toHaveValue('1200.5')
  await expect(row.getByLabel('说明')).toHaveValue('桩基施工')
  await lookEverywhere(other, '14-figures-work')
  await row.getByLabel('完成投资').fill('')
  await row.getByLabel('说明').fill('')
  await expect(row).not.toContainText('草稿')
  await elsewhere.close()
})

test('the unit reports; nothing counts yet', async ({ page }) => {
  await actAs(page, 'reporter.edu', path)
  const part = section(page)
  await expect(part).toContainText('还没有报过')
  await expect(part.getByRole('button', { name: '直接登记' })).toHaveCount(0)
  await part.getByRole('button', { name: /^填报/ }).click()
  await part.getByRole('button', { name: '提交' }).click()
  await expect(part).toContainText('请至少填一项')
  await part.getByLabel('数据月份').selectOption('2017-08')
  await part.getByLabel('完成投资').fill('三千')
  await part.getByRole('button', { name: '提交' }).click()
  await expect(part).toContainText('金额填数字')
  await part.getByLabel('完成投资').fill('2650.5')
  await part.getByLabel('累计支付').fill('1980')
  await part.getByLabel('形象进度').selectOption('基础完工')
  await part.getByLabel('入库日期').fill('2017-04-18')
  await part.getByLabel('说明').fill('桩基全部完成，承台浇筑过半')
  await lookEverywhere(page, '14-figures-form')
  await part.getByRole('button', { name: '提交' }).click()
  await expect(part).toContainText('等单位负责人审核')
  await expect(part.getByRole('list', { name: '历次填报' })).toContainText(/完成.*2,650\.5\s万元.*支付.*1,980\s万元.*形象.*基础完工/)
  await expect(page.getByRole('region', { name: '投资', exact: true })).not.toContainText('2,650.5')
  await expect(part.getByRole('button', { name: /^填报/ })).toHaveCount(0)
})

test('the head sends it back with a reason, the unit corrects it, and the head approves it', async ({ page }) => {
  await actAs(page, 'head.edu', '/review')
  const row = page.locator('li.row', { hasText: NAME })
  await expect(row).toContainText('投资与形象')
  await expect(row).toContainText(/2,650\.5\s万元/)
  await expect(row.locator('.lamps button')).toHaveCount(2) // before and after
  await row.getByRole('button', { name: /^退回/ }).click()
  await row.getByPlaceholder(/./).fill('支付数与财务不一致')
  await page.keyboard.press('Enter')
  await expect(row).toHaveCount(0)
  await actAs(page, 'reporter.edu', path)
  await expect(section(page)).toContainText('支付数与财务不一致')
  await section(page).getByRole('button', { name: /^填报/ }).click()
  await section(page).getByLabel('数据月份').selectOption('2017-08')
  await section(page).getByLabel('完成投资').fill('2650.5')
  await section(page).getByLabel('累计支付').fill('1890')
  await section(page).getByLabel('形象进度').selectOption('基础完工')
  await section(page).getByRole('button', { name: '提交' }).click()
  await expect(section(page)).toContainText('等单位负责人审核')
  await actAs(page, 'head.edu', '/review')
  await expect(row).toBeVisible()
  await lookEverywhere(page, '14-figures-review')
  await row.getByRole('button', { name: /^通过/ }).click()
  await expect(row).toHaveCount(0)
})

test('the office confirms, and the figures count; it may enter what it has itself', async ({ page }) => {
  await actAs(page, 'supervisor', '/review')
  const row = page.locator('li.row', { hasText: NAME })
  await row.getByRole('button', { name: /^核定/ }).click()
  await expect(row).toHaveCount(0)
  await page.goto(path)
  await settled(page)
  await expect(section(page)).toContainText('最近核定：8 月')
  await expect(page.getByRole('region', { name: '投资', exact: true })).toContainText('2,650.5')
  await expect(page.locator('dl.facts')).toContainText('基础完工')
  await expect(section(page).getByRole('button', { name: /^填报/ })).toHaveCount(0) // it never reports for a unit
  await section(page).getByRole('button', { name: '直接登记' }).click()
  await section(page).getByLabel('入库日期').fill('2017-04-18')
  await lookEverywhere(page, '14-figures-entry')
  await section(page).getByRole('button', { name: '登记', exact: true }).click()
  await expect(page.locator('dl.facts')).toContainText('4 月 18 日入库')
  await lookEverywhere(page, '14-figures')
})
