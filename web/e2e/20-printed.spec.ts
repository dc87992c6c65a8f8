import { actAs, expect, lookEverywhere, settled, test } from './support'

/** A unit enters the rate its own paper prints; both are kept, and more than 0.1 point apart is flagged. */
test.describe.configure({ mode: 'serial' })

const NAME = '专用停车位'

const parts = (text: string) => Number(/([\d,.]+)/.exec(text)?.[1]?.replaceAll(',', ''))
let task = ''
let computed = 0

test('the unit enters the printed rate and is told that it differs', async ({ page }) => {
  await actAs(page, 'reporter.build', '/work')
  const row = page.locator('li.row:not(.done)', { hasText: NAME }).first()
  const target = parts((await row.locator('.value .ink2').textContent()) ?? '')
  await row.locator('.title').click()
  const value = Math.round(target * 0.75)
  await row.getByRole('textbox', { name: '累计值' }).fill(String(value))
  await row.getByLabel('一句话').fill('与旬报公布数核对')
  computed = Math.floor((value / target) * 10_000) / 100
  await row.getByLabel('公布完成率').fill(String(Math.round(computed)))
  await expect(row).toContainText('与公布一致')
  await row.getByLabel('公布完成率').fill(String(Math.round(computed) + 3))
  await expect(row).toContainText(/与公布相差超过\s0.1\s点/)
  await lookEverywhere(page, '20-printed-form')
  await row.getByRole('button', { name: /^提交/ }).click()
  await expect(page.locator('li.row.done', { hasText: NAME }).first()).toContainText('待审')
})

test('both levels see the printed rate beside the figure', async ({ page }) => {
  for (const [who, act] of [['head.build', /^通过/], ['supervisor', /^核定/]] as const) {
    await actAs(page, who, '/review')
    const row = page.locator('li.row', { hasText: '与旬报公布数核对' })
    await expect(row).toContainText(/公布\s*[\d.]+%/)
    await row.getByRole('button', { name: act }).click()
    await expect(row).toHaveCount(0)
  }
})

test('the page of the task keeps both and flags the difference', async ({ page }) => {
  await actAs(page, 'supervisor', '/tasks')
  await page.getByRole('link', { name: /停车/ }).first().click()
  await expect(page).toHaveURL(/\/tasks\/\d+/)
  await settled(page)
  task = page.url()
  const row = page.locator('li.row', { hasText: NAME })
  await expect(row).toContainText(/公布\s*[\d.]+%，算得\s*[\d.]+%/)
  await expect(row).toContainText(/相差超过\s0.1\s点/)
  await lookEverywhere(page, '20-printed-task')
  await actAs(page, 'leader.edu', new URL(task).pathname) // who reads the task reads the flag
  await expect(page.locator('li.row', { hasText: NAME })).toContainText(/相差超过\s0.1\s点/)
})
