import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { axe, expect, settled, sideways, signIn, smallTargets, test } from './support'

/** The auditor's page: who did what, before and after, narrowed and taken out, looked at wide, narrow, light and dark. */
async function look(page: Page, name: string): Promise<void> {
  for (const [width, height] of [[1440, 900], [390, 844]] as const) {
    await page.setViewportSize({ width, height })
    for (const theme of ['light', 'dark']) {
      await page.evaluate((t) => (document.documentElement.dataset.theme = t), theme)
      await page.screenshot({ path: `screenshots/${name}-${width}-${theme}.png` })
      expect([name, width, theme, await axe(page, theme === 'dark' ? 'contrast' : undefined)]).toEqual([name, width, theme, []])
    }
    expect([name, width, await sideways(page)]).toEqual([name, width, Math.min(0, await sideways(page))])
    if (width < 400) expect([name, await smallTargets(page)]).toEqual([name, []])
  }
  await page.evaluate(() => (document.documentElement.dataset.theme = 'light'))
  await page.setViewportSize({ width: 1440, height: 900 })
}

test('the auditor finds who changed what, and takes the list out with a record', async ({ page }) => {
  await signIn(page, 'auditor', '/admin/audit')
  await settled(page)
  await expect(page.locator('.events > li').first()).toContainText('登录')
  await expect(page.locator('.status')).toContainText(/核对|签名/)
  await page.getByLabel('动作').selectOption({ label: '节点' })
  await expect(page).toHaveURL(/action=milestone/)
  const first = page.locator('.events > li').first()
  await expect(first).toContainText('节点')
  await first.getByRole('button').click()
  await expect(first.locator('table')).toContainText('改后')
  await expect(first.locator('.marks')).toContainText(/链.*第/)
  await look(page, 'audit')
  const waiting = page.waitForEvent('download')
  await page.getByRole('button', { name: /导出/ }).click()
  const path = await (await waiting).path()
  expect(await readFile(path, 'utf8')).toContain('审计记录')
  await page.getByLabel('动作').selectOption({ label: '导出' })
  await expect(page.locator('.events > li').first()).toContainText(/导出/)
  await page.getByLabel('人员').fill('没有这个人')
  await page.keyboard.press('Enter')
  await expect(page.getByText('没有这样的记录')).toBeVisible()
})

test('the audit administrator sees what administrators did, and nobody else sees the page', async ({ page, browser }) => {
  await signIn(page, 'auditadmin', '/admin/audit')
  await settled(page)
  await expect(page.locator('.events > li').first()).toBeVisible()
  await expect(page.getByLabel('动作').locator('option')).not.toContainText(['节点'])
  const other = await browser.newContext()
  const theirs = await other.newPage()
  await signIn(theirs, 'supervisor', '/')
  await expect(theirs.getByRole('link', { name: '审计', exact: true })).toHaveCount(0)
  await other.close()
})

test('an archive is asked for by one person and confirmed by another', async ({ page, browser }) => {
  await signIn(page, 'auditor', '/admin/audit')
  await settled(page)
  const archives = page.locator('details.archives')
  await archives.locator('summary').click()
  await archives.getByRole('button', { name: '申请归档' }).click()
  await archives.getByLabel('归档这一天之前的记录').fill('2016-01-01')
  await archives.getByLabel('理由').fill('库太大，2016 年以前的记录移入归档')
  await archives.getByRole('button', { name: '提交申请' }).click()
  await expect(archives.getByRole('status')).toContainText('请另一位')
  await expect(archives).toContainText('等另一人确认')
  await expect(archives).toContainText('2016-01-01 之前的记录') // the year is what it is about
  await expect(archives.getByRole('button', { name: '确认', exact: true })).toHaveCount(0)
  const other = await browser.newContext()
  const theirs = await other.newPage()
  await signIn(theirs, 'auditadmin', '/admin/audit')
  await settled(theirs)
  const waiting = theirs.locator('details.archives')
  await waiting.getByRole('button', { name: '确认', exact: true }).click()
  await look(theirs, 'audit-archives')
  await waiting.getByRole('button', { name: '确认', exact: true }).last().click()
  await expect(waiting).toContainText('guatu audit archive --request')
  await look(theirs, 'audit-archives-confirmed')
  await other.close()
})
