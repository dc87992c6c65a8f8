import type { Browser, Page } from '@playwright/test'
import { expect, lookEverywhere, settled, signIn, test } from './support'

/** The rules page: a version is uploaded, checked, tried, and put in force by two people for one list; why, and why not red. */
const stricter = 'name: stricter\nversion: 1\nmilestone: {redAfterDays: 1, redAfterDaysKey: 0}\nstock: {yellowAfterMissed: 1}\n'

const other = (page: Page) => page.locator('details.other', { hasText: 'stricter' }).first()

async function second(browser: Browser, deed: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })
  const page = await context.newPage()
  await signIn(page, 'supervisor.2', '/rules')
  await deed(page)
  await context.close()
}

test('a faulty version is named line by line, a good one is stored and tried for one list', async ({ page }) => {
  await signIn(page, 'supervisor', '/rules')
  await page.getByRole('button', { name: '上传新版本' }).click()
  await page.getByRole('textbox', { name: '规则原文' }).fill('name: stricter\nversion: 0\ncutoffDay: 31\n')
  await page.getByRole('button', { name: '检查' }).click()
  await expect(page.getByText(/有\s?\d+\s?处不对/)).toBeVisible()
  await lookEverywhere(page, 'rules-faults')
  await page.getByRole('textbox', { name: '规则原文' }).fill(stricter)
  await page.getByRole('button', { name: '检查' }).click()
  await page.getByRole('button', { name: '保存这一版' }).click()
  await expect(page.getByText(/已保存.*stricter/)).toBeVisible({ timeout: 30_000 })
  await other(page).locator('> summary').click()
  await expect(other(page).getByRole('combobox', { name: '适用范围' }).locator('optgroup')).toHaveCount(3)
  await other(page).getByRole('combobox', { name: '适用范围' }).selectOption({ index: 5 })
  await other(page).getByRole('button', { name: '试算' }).click()
  await expect(other(page).getByText(/项会变/)).toBeVisible()
  await other(page).scrollIntoViewIfNeeded()
  await lookEverywhere(page, 'rules-trial')
})

test('two people put it in force for a list: its rows turn, the rest stays', async ({ page, browser }) => {
  await signIn(page, 'supervisor', '/rules')
  await other(page).locator('> summary').click()
  const scope = other(page).getByRole('combobox', { name: '适用范围' })
  await scope.selectOption({ label: await scope.locator('optgroup[label=清单] option').first().innerText() })
  await other(page).getByRole('button', { name: '提出启用' }).click()
  await page.getByLabel('理由').fill('区委会议定，清单项目从严')
  await page.getByRole('button', { name: '提出启用' }).last().click()
  await expect(page.getByText(/已提出，待另一位/)).toBeVisible()
  const history = page.getByRole('region', { name: '启用记录' })
  await expect(history.getByRole('button', { name: '启用', exact: true })).toHaveCount(0) // not by the one who proposed
  await second(browser, async (office) => {
    const row = office.getByRole('region', { name: '启用记录' }).locator('li').first()
    await row.getByRole('button', { name: '启用', exact: true }).click()
    await lookEverywhere(office, 'rules-adopt')
    await row.getByRole('button', { name: '确认启用' }).click()
    await expect(row.locator('.tag')).toHaveText('现行')
  })
  await page.reload()
  await settled(page)
  await expect(history.locator('li').first().locator('.tag')).toHaveText('现行')
  await history.scrollIntoViewIfNeeded()
  await lookEverywhere(page, 'rules-history')
})

test('a lamp names the rules that decided, and says why it is not red', async ({ page }) => {
  await signIn(page, 'supervisor', '/projects?lamp=yellow')
  const lamp = page.locator('.body > .row').first().getByRole('button', { name: /为什么是/ })
  await lamp.click()
  const why = page.getByRole('dialog')
  await why.getByRole('button', { name: '为什么不是红灯' }).click()
  await expect(why.getByText('按这一条定色').first()).toBeVisible()
  await lookEverywhere(page, 'rules-why')
})
