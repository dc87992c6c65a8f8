import { expect, type Page } from '@playwright/test'
import { ownDemo } from './instance'
import { appoint, firstSignIn } from './story'
import { axe, settled, sideways, signIn, smallTargets } from './support'

const test = ownDemo()

/** Administration on a demonstration of its own: who is who changes here. */
const row = (page: Page, name: string | RegExp) => page.locator('li.row').filter({ has: page.getByRole('button', { name, exact: typeof name === 'string' }) })

/** Signs in as somebody else: the session before is forgotten. */
async function change(page: Page, username: string, path: string): Promise<void> {
  await page.context().clearCookies()
  await signIn(page, username, path)
}

/** Opens a page without leaving the session, as a click in the navigation does. */
async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await settled(page)
}

test('a department is renamed and merged: the preview counts what passes, names and merges stay readable', async ({ page }) => {
  await signIn(page, 'sysadmin', '/admin/departments')
  const unit = row(page, '文化广电局')
  await unit.getByRole('button', { name: '文化广电局' }).click()
  await unit.getByRole('button', { name: '修改', exact: true }).click()
  await unit.getByLabel('名称', { exact: true }).fill('文化旅游局')
  await unit.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('已保存：文化旅游局')).toBeVisible()

  const renamed = row(page, '文化旅游局')
  await expect(renamed.getByRole('region', { name: '名称沿革' })).toContainText('文化广电局')
  await renamed.getByRole('button', { name: '并入其他单位' }).click()
  await renamed.getByLabel('并入到').selectOption({ label: '教育局' })
  const preview = renamed.getByRole('status')
  await expect(preview).toContainText('今天起转到')
  const passing = await preview.locator('dl').innerText()
  expect(passing).toMatch(/岗位\s*2/)
  expect(passing).toMatch(/(牵头项目|民生实事|子项|节点)\s*[1-9]/)
  await page.screenshot({ path: 'screenshots/merge-desk-light.png' })
  expect(await axe(page)).toEqual([])
  // Nothing happens before it was confirmed.
  await expect(renamed.getByRole('button', { name: '确认并入' })).toBeDisabled()
  await renamed.getByRole('button', { name: '确认并入' }).focus()
  await page.keyboard.press('Enter')
  await expect(renamed.getByLabel('并入到')).toBeVisible()
  await renamed.getByRole('checkbox').check()
  await renamed.getByRole('button', { name: '确认并入' }).click()
  await expect(page.getByText(/文化旅游局\s已并入\s教育局/)).toBeVisible()
  await expect(row(page, '文化旅游局')).toHaveCount(0)
  await page.getByLabel('显示已停用的').check()
  await expect(row(page, '文化旅游局')).toContainText('已并入')
  await row(page, '教育局').getByRole('button', { name: '教育局', exact: true }).click()
  await expect(row(page, '教育局').getByRole('region', { name: '名称沿革' })).toContainText('文化旅游局')
  await expect(row(page, '教育局').locator('.line')).toContainText('4 个岗位')
})

test('one version behind: what was typed stays, what is there now is shown, and it is saved on top', async ({ page, browser, instance }) => {
  await signIn(page, 'sysadmin', '/admin/departments')
  const unit = row(page, '招商局')
  await unit.getByRole('button', { name: '招商局' }).click()
  await unit.getByRole('button', { name: '修改', exact: true }).click()
  await unit.getByLabel('名称', { exact: true }).fill('招商服务中心')

  const other = await browser.newPage({ baseURL: instance.url })
  await signIn(other, 'sysadmin', '/admin/departments')
  await row(other, '招商局').getByRole('button', { name: '招商局' }).click()
  await row(other, '招商局').getByRole('button', { name: '修改', exact: true }).click()
  await row(other, '招商局').getByLabel('简称', { exact: true }).fill('招商办')
  await row(other, '招商局').getByRole('button', { name: '保存' }).click()
  await expect(other.getByText('已保存：招商局')).toBeVisible()
  await other.close()

  await unit.getByRole('button', { name: '保存' }).click()
  await expect(unit.getByText('现在是「招商办」')).toBeVisible()
  await expect(unit.getByLabel('名称', { exact: true })).toHaveValue('招商服务中心')
  await unit.getByRole('button', { name: /看过了/ }).click()
  await unit.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('已保存：招商服务中心')).toBeVisible()
})

test('a successor takes over a post: the open work is theirs, the reports before keep their author', async ({ page, instance }) => {
  await signIn(page, 'sysadmin', '/admin/users')
  await page.getByRole('button', { name: '新增用户' }).click()
  await page.getByLabel('姓名', { exact: true }).fill('方明远')
  await page.getByLabel('用户名', { exact: true }).fill('fang.mingyuan')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: '一次性密码' })
  instance.passwords.set('fang.mingyuan', (await dialog.locator('[data-slip="password"]').innerText()).trim())
  expect(await axe(page)).toEqual([])
  await page.screenshot({ path: 'screenshots/one-time-desk-light.png' })
  await dialog.getByRole('button', { name: /已经记下/ }).click()

  await change(page, 'secadmin', '/admin/posts')
  const post = row(page, '教育局联络员')
  await post.getByRole('button', { name: '教育局联络员', exact: true }).click()
  await post.getByRole('button', { name: '交接', exact: true }).click()
  await post.getByRole('combobox', { name: '接任' }).fill('方明')
  await post.getByRole('option', { name: /方明远/ }).click()
  await post.getByLabel('从哪天起').fill('2017-09-30')
  await expect(post.getByText(/周晓宁\s任到\s2017-09-29/)).toBeVisible()
  await page.screenshot({ path: 'screenshots/succeed-desk-light.png' })
  await post.getByRole('button', { name: '确认交接' }).click()
  await expect(page.getByText(/方明远\s自\s2017-09-30\s起任/)).toBeVisible()
  await expect(post.locator('.line')).toContainText('方明远')
  await expect(post.locator('li', { hasText: '周晓宁' })).toContainText('前任')

  // The successor sees the work, and who reported before.
  await page.context().clearCookies()
  await firstSignIn(page, instance, 'fang.mingyuan')
  await visit(page, '/work')
  expect(await page.locator('li.row').count()).toBeGreaterThan(3)
  await visit(page, '/projects?q=%E5%8C%97%E5%B8%88%E5%A4%A7')
  await page.getByRole('link', { name: /北师大附属学校/ }).click()
  await page.getByRole('button', { name: /^开工.*的经过/ }).click()
  await expect(page.getByText('周晓宁').first()).toBeVisible()

  // The predecessor has nothing of the post any more.
  await change(page, 'reporter.edu', '/')
  await expect(page.getByRole('link', { name: '我要填报' })).toHaveCount(0)
})

test('wrong passwords lock an account; it is unlocked by the one administrator and reset by the other', async ({ page, instance }) => {
  await page.goto('/login')
  for (let i = 0; i < 5; i++) {
    await page.getByLabel('用户名').fill('reporter.build')
    await page.getByLabel('密码').fill(`不对的密码${i}`)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('alert')).toBeVisible()
    await expect(page.getByRole('button', { name: '登录', exact: true })).toBeEnabled()
  }
  await signIn(page, 'secadmin', '/admin/users?state=locked')
  await page.getByRole('button', { name: '叶伟成' }).click()
  await row(page, '叶伟成').getByRole('button', { name: '解锁' }).click()
  await expect(page.getByText('已解锁：叶伟成')).toBeVisible()
  await expect(page.getByRole('button', { name: /^锁定/ })).toContainText('0')

  await change(page, 'sysadmin', '/admin/users?q=reporter.build')
  const user = row(page, '叶伟成')
  await user.getByRole('button', { name: '叶伟成' }).click()
  await expect(user.getByRole('link', { name: '建设局联络员' })).toBeVisible()
  await user.getByRole('button', { name: '重置密码' }).click()
  await page.keyboard.press('Escape')
  await expect(user.getByRole('button', { name: '重置密码' })).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: '一次性密码' })
  instance.passwords.set('reporter.build', (await dialog.locator('[data-slip="password"]').innerText()).trim())
  await dialog.getByRole('button', { name: /已经记下/ }).click()
  await page.context().clearCookies()
  await firstSignIn(page, instance, 'reporter.build')
  await visit(page, '/')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('我要填报')
  // An administrator’s password is not another one’s to give.
  await change(page, 'sysadmin', '/admin/users?q=secadmin')
  await row(page, '严守成').getByRole('button', { name: '严守成' }).click()
  await row(page, '严守成').getByRole('button', { name: '重置密码' }).click()
  await page.keyboard.press('Enter')
  await expect(row(page, '严守成').getByRole('alert')).toContainText('guatu user reset-password')
})

test('roles are withdrawn and granted, a post is left and filled', async ({ page }) => {
  await signIn(page, 'secadmin', '/admin/grants')
  const heads = page.getByRole('region', { name: '单位负责人', exact: true })
  await heads.getByRole('button', { name: /收回 财政局负责人/ }).click()
  await expect(page.getByRole('button', { name: '确认收回' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByText('已收回 财政局负责人 的角色')).toBeVisible()
  const bare = page.getByRole('region', { name: '还没有授权的岗位' })
  await bare.getByRole('button', { name: '授予 财政局负责人' }).click()
  await expect(heads).toContainText('财政局负责人')

  await page.getByRole('link', { name: '岗位', exact: true }).click()
  const post = row(page, '财政局联络员')
  await post.getByRole('button', { name: '财政局联络员', exact: true }).click()
  await post.getByRole('button', { name: '结束任职 施晓岚' }).click()
  await post.getByLabel('最后一天').fill('2017-09-29')
  await post.getByRole('button', { name: '结束任职', exact: true }).click()
  await expect(post.locator('.line')).toContainText('空缺')
  await post.getByRole('button', { name: '财政局联络员', exact: true }).click()
  await appoint(page, '财政局联络员', '施晓岚')
})

test('a calendar with a faulty line is refused by line, mended and imported; it counts at once', async ({ page }) => {
  await signIn(page, 'sysadmin', '/calendar?year=2019')
  await expect(page.getByText('暂按周一到周五为工作日')).toBeVisible()
  await page.getByRole('button', { name: '导入日历' }).click()
  const form = page.getByRole('form', { name: '导入日历' })
  await form.getByLabel('放假和调休').fill('2019-01-01,休,元旦\n2019-02-30,休,春节\n2019-02-02,班,春节调休')
  await form.getByRole('button', { name: '预览' }).click()
  await expect(form.getByRole('status')).toContainText('第 2 行')
  await expect(form.getByRole('status')).toContainText('2019-02-30,休,春节')
  await expect(form.getByRole('button', { name: /^导入 2019/ })).toHaveCount(0)
  await page.screenshot({ path: 'screenshots/calendar-fault-light.png' })
  expect(await axe(page)).toEqual([])
  await form.getByLabel('放假和调休').fill('2019-01-01,休,元旦\n2019-02-05,休,春节\n2019-02-02,班,春节调休')
  await form.getByRole('button', { name: '预览' }).click()
  await expect(form.getByRole('status')).toContainText('看懂 3 天')
  await form.getByRole('button', { name: /^导入 2019/ }).click()
  await expect(page.getByText(/2019\s年日历已导入/)).toBeVisible()
  await expect(page.getByText('暂按周一到周五为工作日')).toHaveCount(0)
  await expect(page.getByText('韩文博 导入')).toBeVisible()

  await page.getByRole('link', { name: '设置', exact: true }).click()
  await page.getByRole('button', { name: '修改', exact: true }).click()
  await page.getByLabel('区县名称').fill('浙南样例区')
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('设置已保存')).toBeVisible()
  await page.context().clearCookies()
  await page.goto('/login')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('浙南样例区')
})

/** Every page of administration: axe in both themes on the desk, and the phone. */
const PAGES: [name: string, user: string, path: string][] = [
  ['units', 'sysadmin', '/admin/departments'], ['users', 'sysadmin', '/admin/users'], ['settings', 'sysadmin', '/admin/settings'],
  ['calendar', 'sysadmin', '/calendar'], ['rules', 'sysadmin', '/rules'], ['posts', 'secadmin', '/admin/posts'], ['grants', 'secadmin', '/admin/grants'],
]
for (const [name, user, path] of PAGES) {
  test(`${name}: axe, light and dark, and a thumb`, async ({ page }) => {
    await signIn(page, user, path)
    const row = page.locator('li.row .title').nth(7)
    if (await row.count()) await row.click()
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme })
      await page.screenshot({ path: `screenshots/${name}-desk-${scheme}.png` })
      expect(await axe(page, scheme === 'dark' ? 'contrast' : undefined), scheme).toEqual([])
      expect(await sideways(page)).toBeLessThanOrEqual(0)
    }
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize({ width: 390, height: 844 })
    await settled(page)
    await page.screenshot({ path: `screenshots/${name}-phone-light.png` })
    expect(await sideways(page), 'phone').toBeLessThanOrEqual(0)
    expect(await smallTargets(page), 'phone').toEqual([])
  })
}

test('in English no Chinese is left in the frame of the pages', async ({ page }) => {
  await signIn(page, 'sysadmin', '/admin/departments')
  await page.evaluate(() => localStorage.setItem('guatu.pref.locale', 'en'))
  for (const [path, title] of [['/admin/departments', 'Departments'], ['/admin/posts', 'Posts and holders'], ['/admin/users', 'People'], ['/admin/settings', 'Settings'], ['/rules', 'Lamp rules']] as const) {
    await visit(page, path)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
    const frame = await page.locator('nav, .page-head, .thead, .hints').allTextContents()
    expect(frame.join('').match(/\p{Script=Han}/gu)).toBeNull()
  }
  await page.screenshot({ path: 'screenshots/rules-desk-english.png' })
})
