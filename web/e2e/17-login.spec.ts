import type { Page } from '@playwright/test'
import { strictTest as test } from './instance'
import { codeOf, expect, lookEverywhere, password } from './support'

/** The second factor on screen, from the first login to a lost phone. The tests are one story. */
test.describe.configure({ mode: 'serial' })

let secret = ''
let recovery: string[] = []

async function first(page: Page, username: string): Promise<void> {
  await page.goto('/login')
  await page.getByLabel('用户名').fill(username)
  await page.getByLabel('密码').fill(password)
  await page.keyboard.press('Enter')
}

test('a leader sets the second factor up before anything else', async ({ page }) => {
  await first(page, 'leader.edu')
  await expect(page).toHaveURL(/\/second-factor/)
  await expect(page.getByAltText('供验证器扫描的二维码')).toBeVisible()
  await page.goto('/projects')
  await expect(page).toHaveURL(/\/second-factor/)
  await page.getByText('不能扫描，手工输入密钥').click()
  secret = (await page.locator('code').textContent()) ?? ''
  await lookEverywhere(page, 'factor-enrol')
  await page.getByLabel('验证码').fill('000000')
  await page.keyboard.press('Enter')
  await expect(page.getByText('验证码不正确')).toBeVisible()
  await page.getByLabel('验证码').fill(codeOf(secret, -1))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: '恢复码' })).toBeVisible()
  recovery = await page.locator('.recovery li').allTextContents()
  expect(recovery).toHaveLength(10)
  await lookEverywhere(page, 'factor-recovery')
  await expect(page.getByRole('button', { name: '完成' })).toBeDisabled()
  await page.getByLabel('都已记下').check()
  await page.getByRole('button', { name: '完成' }).click()
  await expect(page).toHaveURL(/\/projects$/)
})

test('the next login takes password and code; a reload goes on where it was', async ({ page }) => {
  await first(page, 'leader.edu')
  await expect(page.getByLabel('验证码')).toBeFocused()
  await lookEverywhere(page, 'login-code')
  await page.reload()
  await page.getByLabel('验证码').fill('123')
  await page.keyboard.press('Enter')
  await expect(page.getByText('验证码不正确')).toBeVisible()
  await page.getByLabel('验证码').fill(codeOf(secret))
  await page.keyboard.press('Enter')
  await expect(page).not.toHaveURL(/\/login/)
})

test('the account page: recovery code instead of the app, new codes, sessions elsewhere', async ({ page }) => {
  await first(page, 'leader.edu')
  await page.getByRole('button', { name: '改用恢复码' }).click()
  await page.getByLabel('恢复码').fill((recovery[0] ?? '').toUpperCase())
  await page.keyboard.press('Enter')
  await expect(page).not.toHaveURL(/\/login/)
  await page.goto('/account')
  await expect(page.getByText('恢复码还剩 9 个')).toBeVisible()
  await expect(page.getByRole('button', { name: '停用' })).toHaveCount(0)
  await lookEverywhere(page, 'account')
  await page.getByRole('button', { name: '换一批恢复码' }).click()
  await page.getByLabel('现在的密码').fill(password)
  await page.getByLabel('验证码').fill(recovery[1] ?? '')
  await page.keyboard.press('Enter')
  await expect(page.locator('.recovery li')).toHaveCount(10)
  await page.getByLabel('都已记下').check()
  await page.getByRole('button', { name: '完成' }).click()
  await expect(page.getByText('恢复码还剩 10 个')).toBeVisible()
  await page.getByRole('button', { name: '其他地方全部退出' }).click()
  await page.getByRole('button', { name: '全部退出' }).click()
  await expect(page.getByText(/已退出\s*\d+\s*处/)).toBeVisible()
  await expect(page.locator('.sessions li')).toHaveCount(1)
})

test('a role that demands none signs in with the password alone', async ({ page }) => {
  await first(page, 'reporter.edu')
  await expect(page).toHaveURL(/\/work/)
})
