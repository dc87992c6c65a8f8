import { expect, type Page } from '@playwright/test'
import { ownDemo } from './instance'
import { axe, codeOf, password, sideways, signIn, smallTargets } from './support'

/** A proof is good for two seconds here, and its age is what these tests are about: they wait for it. */
const test = ownDemo({ GUATU_PROOF_TTL: '2s' })
const outlive = (page: Page) => page.waitForTimeout(2200)

const heads = (page: Page) => page.getByRole('region', { name: '单位负责人', exact: true })
const question = (page: Page) => page.getByRole('dialog', { name: '请确认是您本人' })

test('what is dangerous asks who is there, by keyboard, and goes on by itself', async ({ page }) => {
  await signIn(page, 'secadmin', '/admin/grants')
  await outlive(page)
  await heads(page).getByRole('button', { name: /收回 财政局负责人/ }).click()
  await page.keyboard.press('Enter')
  await expect(question(page)).toBeVisible()
  await expect(question(page).getByLabel('现在的密码')).toBeFocused()
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    expect(await axe(page, scheme === 'dark' ? 'contrast' : undefined), scheme).toEqual([])
    await page.screenshot({ path: `screenshots/proof-desk-${scheme}.png` })
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await sideways(page)).toBeLessThanOrEqual(0)
  expect(await smallTargets(page)).toEqual([])
  await page.screenshot({ path: 'screenshots/proof-phone-light.png' })
  await page.setViewportSize({ width: 1440, height: 900 })

  await page.keyboard.type('不是这个密码')
  await page.keyboard.press('Enter')
  await expect(question(page).getByText('口令不正确')).toBeVisible()
  await question(page).getByLabel('现在的密码').fill(password)
  await page.keyboard.press('Enter')
  await expect(question(page)).toHaveCount(0)
  await expect(page.getByText('已收回 财政局负责人 的角色')).toBeVisible()
})

test('whoever would rather not is told that nothing was done', async ({ page }) => {
  await signIn(page, 'secadmin', '/admin/grants')
  await outlive(page)
  await heads(page).getByRole('button', { name: /收回 教育局负责人/ }).click()
  await page.keyboard.press('Enter')
  await expect(question(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(question(page)).toHaveCount(0)
  await expect(page.getByText(/还没有办理/)).toBeVisible()
  await expect(heads(page)).toContainText('教育局负责人')
})

test('in English the question is English', async ({ page }) => {
  await signIn(page, 'sysadmin', '/admin/users?q=reporter.build')
  await page.evaluate(() => localStorage.setItem('guatu.pref.locale', 'en'))
  await page.reload()
  await outlive(page)
  await page.getByRole('button', { name: '叶伟成' }).click()
  await page.getByRole('button', { name: 'Reset password' }).click()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Please confirm that it is you' })
  await dialog.getByLabel('Present password').fill(password)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'One-time password' })).toBeVisible()
})

test('who has a second factor proves it too, with a recovery code where the phone is not at hand', async ({ page, instance }) => {
  const ask = async <T>(path: string, body: unknown, token = ''): Promise<T> => {
    const headers: Record<string, string> = { 'Content-Type': 'application/json', 'X-Guatu-Client': 'e2e', Authorization: `Bearer ${token}` }
    return (await (await fetch(`${instance.url}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).json()) as T
  }
  const { accessToken } = await ask<{ accessToken: string }>('/auth/login', { username: 'secadmin', password })
  const { secret } = await ask<{ secret: string }>('/me/second-factor', { password }, accessToken)
  const { recoveryCodes } = await ask<{ recoveryCodes: string[] }>('/me/second-factor/confirm', { code: codeOf(secret) }, accessToken)

  await page.goto(`/login?next=${encodeURIComponent('/admin/grants')}`)
  await page.getByLabel('用户名').fill('secadmin')
  await page.getByLabel('密码').fill(password)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: '改用恢复码' }).click()
  await page.getByLabel('恢复码').fill(recoveryCodes[0] ?? '')
  await page.keyboard.press('Enter')
  await expect(heads(page)).toBeVisible()
  await outlive(page)
  await heads(page).getByRole('button', { name: /收回 民政局负责人/ }).click()
  await page.keyboard.press('Enter')
  await question(page).getByLabel('现在的密码').fill(password)
  await page.keyboard.press('Enter')
  await expect(question(page).getByText('请填写')).toBeVisible()
  expect(await axe(page)).toEqual([])
  await page.screenshot({ path: 'screenshots/proof-code-desk-light.png' })
  await question(page).getByLabel('验证码').fill(recoveryCodes[1] ?? '')
  await page.keyboard.press('Enter')
  await expect(page.getByText('已收回 民政局负责人 的角色')).toBeVisible()
})
