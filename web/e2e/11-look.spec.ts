import type { Page } from '@playwright/test'
import { axe, expect, settled, sideways, signIn, test } from './support'

/** What every page owes everybody: 200 % zoom, English throughout, no motion for who asked for none. */
const PAGES: Record<string, string[]> = {
  'reporter.edu': ['/work', '/projects', '/milestones?state=open', '/tasks', '/password'],
  'leader.edu': ['/attention', '/wall', '/board', '/projects/1', '/projects/99999', '/tasks/2', '/compare', '/source', '/nowhere'],
  'head.build': ['/review'],
  supervisor: ['/plan', '/periods?month=2017-08'],
  sysadmin: ['/', '/admin/departments', '/admin/posts', '/admin/users', '/admin/settings', '/calendar', '/rules'],
  secadmin: ['/', '/admin/grants'],
  auditadmin: ['/'],
}
const open = async (page: Page, path: string) => {
  await page.goto(path)
  await settled(page)
  await expect(page.getByText('Loading…')).toHaveCount(0)
}

/** Words of the frame in Chinese: headings of columns, navigation, buttons and labels; names of people and things are data. */
function chinese(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('nav, .page-head h1, [role=columnheader], .thead, .hints, label, button.btn, button.link, .menu-button, legend, dt, th')]
      .filter((el) => el.offsetParent !== null && !el.closest('[data-row], .row, li, option, select'))
      .map((el) => (el.childElementCount ? [...el.childNodes].filter((n) => n.nodeType === 3).map((n) => n.textContent).join('') : (el.textContent ?? '')).trim())
      .filter((text) => /\p{Script=Han}/u.test(text)),
  )
}

for (const [user, paths] of Object.entries(PAGES)) {
  test(`${user}: at 200 %, without motion, in English`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    // 1440 × 900 at 200 % is 720 × 450 to the page.
    await page.setViewportSize({ width: 720, height: 450 })
    await page.addInitScript(() => localStorage.setItem('guatu.pref.locale', 'en'))
    await page.goto('/login')
    await page.getByLabel('User name').fill(user)
    await page.getByLabel('Password').fill(process.env.GUATU_DEMO_PASSWORD ?? '')
    await page.keyboard.press('Enter')
    await expect(page).not.toHaveURL(/\/login/)
    for (const path of paths) {
      await open(page, path)
      expect([path, await sideways(page)]).toEqual([path, Math.min(0, await sideways(page))])
      expect([path, await axe(page)]).toEqual([path, []])
      expect([path, await chinese(page)]).toEqual([path, []])
      const moving = await page.evaluate(() => document.getAnimations().filter((a) => Number(a.effect?.getComputedTiming().duration) > 1).length)
      expect([path, moving]).toEqual([path, 0])
      await page.screenshot({ path: `screenshots/zoom-${user}${path.replace(/\W+/g, '-')}.png` })
    }
  })
}

test('the bar: what does not fit stands under one button, and the page that is open keeps its name', async ({ page }) => {
  await signIn(page, 'supervisor', '/source')
  await page.setViewportSize({ width: 390, height: 844 })
  const bar = page.getByRole('navigation', { name: '主导航' })
  await expect(bar.getByRole('link', { name: '来源' })).toBeHidden()
  await bar.getByRole('button', { name: '来源' }).click()
  await bar.getByRole('link', { name: '十件实事' }).last().click()
  await expect(page).toHaveURL(/\/tasks/)
  expect(await sideways(page)).toBeLessThanOrEqual(0)
  await page.setViewportSize({ width: 1440, height: 900 })
  await expect(bar.getByRole('button')).toHaveCount(0)
  await expect(bar.getByRole('link', { name: '来源' })).toBeVisible()
})
