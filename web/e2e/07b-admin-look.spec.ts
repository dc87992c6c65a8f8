import { expect, lookEverywhere, settled, signIn, test } from './support'

/** Every page of administration, with one row opened where there are rows. */
const PAGES: [name: string, user: string, path: string][] = [
  ['units', 'sysadmin', '/admin/departments'], ['users', 'sysadmin', '/admin/users'], ['settings', 'sysadmin', '/admin/settings'],
  ['calendar', 'sysadmin', '/calendar'], ['rules', 'sysadmin', '/rules'], ['posts', 'secadmin', '/admin/posts'], ['grants', 'secadmin', '/admin/grants'],
]
for (const [name, user, path] of PAGES) {
  test(name, async ({ page }) => {
    await signIn(page, user, path)
    const row = page.locator('li.row .title').nth(7)
    if (await row.count()) await row.click()
    await lookEverywhere(page, name)
  })
}

test('in English no Chinese is left in the frame of the pages', async ({ page }) => {
  await signIn(page, 'sysadmin', '/admin/departments')
  await page.evaluate(() => localStorage.setItem('guatu.pref.locale', 'en'))
  for (const [path, title] of [['/admin/departments', 'Departments'], ['/admin/posts', 'Posts and holders'], ['/admin/users', 'People'], ['/admin/settings', 'Settings'], ['/rules', 'Lamp rules']] as const) {
    await page.goto(path)
    await settled(page)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
    const frame = await page.locator('nav, .page-head, .thead, .hints').allTextContents()
    expect(frame.join('').match(/\p{Script=Han}/gu)).toBeNull()
  }
  await page.screenshot({ path: 'screenshots/rules-desk-english.png' })
})
