import { expect } from '@playwright/test'
import { emptyTest as test } from './instance'
import { addPerson, addPost, addUnit, ADMINS, appoint, firstSignIn, PEOPLE, POSTS, setUpDistrict, signInAs, UNITS } from './story'
import { axe, settled, sideways } from './support'

/**
 * An empty database becomes a district on screen: no call of the API is the
 * test's own. The tests are one story; a later part goes on where this ends.
 */
test.describe.configure({ mode: 'serial' })

test('the first visitor is led to the set-up, which says what is missing and what is wrong', async ({ page, instance }) => {
  await page.goto('/')
  await expect(page).toHaveURL(/\/setup$/)
  await settled(page)
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    expect(await axe(page, scheme === 'dark' ? 'contrast' : undefined)).toEqual([])
    await page.screenshot({ path: `screenshots/setup-desk-${scheme}.png`, fullPage: true })
  }
  await page.getByRole('button', { name: '开通', exact: true }).click()
  await expect(page.getByText('请填写。')).toHaveCount(5)
  await expect(page.getByLabel('开通码', { exact: true })).toBeFocused()

  // A wrong code changes nothing and says how many tries are left; a reload keeps what was typed but the code.
  await page.getByLabel('区县名称').fill('滨海新区')
  for (const title of ['系统管理员', '安全管理员', '审计管理员']) await page.getByRole('group', { name: title }).getByLabel('姓名').fill('某人')
  await page.getByLabel('开通码', { exact: true }).fill('AAAA-AAAA-AAAA-AAAA')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('开通码不正确')
  await page.reload()
  await expect(page.getByLabel('区县名称')).toHaveValue('滨海新区')
  await expect(page.getByLabel('开通码', { exact: true })).toHaveValue('')

  // Two administrators under one name are refused at the field.
  await page.getByLabel('开通码', { exact: true }).fill(instance.code)
  await page.getByRole('group', { name: '安全管理员' }).getByLabel('用户名').fill('sysadmin')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('group', { name: '安全管理员' })).toContainText('三员必须是三个账号')
})

test('set-up gives three one-time passwords, once', async ({ page, instance }) => {
  await page.goto('/setup')
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await sideways(page)).toBeLessThanOrEqual(0)
  await page.screenshot({ path: 'screenshots/setup-phone-light.png', fullPage: true })
  await page.setViewportSize({ width: 1440, height: 900 })
  await setUpDistrict(page, instance)
  expect(new Set(instance.passwords.values()).size).toBe(3)
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    expect(await axe(page, scheme === 'dark' ? 'contrast' : undefined)).toEqual([])
    await page.screenshot({ path: `screenshots/slips-desk-${scheme}.png`, fullPage: true })
  }
  await expect(page.getByRole('button', { name: '去登录' })).toBeDisabled()
  await page.getByLabel('三张都已记下').check()
  await page.getByRole('button', { name: '去登录' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('滨海新区')
  // It is over: the address leads to signing in.
  await page.goto('/setup')
  await expect(page).toHaveURL(/\/login$/)
})

test('the system administrator changes the first password, adds two departments, posts and people', async ({ page, instance }) => {
  await firstSignIn(page, instance, ADMINS.sysadmin.username)
  await page.goto('/admin/departments')
  await expect(page.getByText('还没有单位')).toBeVisible()
  for (const unit of UNITS) await addUnit(page, unit)
  await expect(page.locator('li.row')).toHaveCount(2)
  await expect(page.locator('li.row', { hasText: '城乡建设局' })).toContainText('2 个岗位')
  await page.getByRole('link', { name: '岗位', exact: true }).click()
  for (const post of POSTS) await addPost(page, post.name)
  await page.getByRole('link', { name: '用户', exact: true }).click()
  for (const person of PEOPLE) await addPerson(page, instance, person)
  await expect(page.getByRole('button', { name: /未任职/ })).toContainText('7')
  // Appointing and granting are not the system administrator's.
  await expect(page.getByRole('link', { name: '授权' })).toHaveCount(0)
})

test('the security administrator appoints and grants; the roles are proposed by the names of the posts', async ({ page, instance }) => {
  await firstSignIn(page, instance, ADMINS.secadmin.username)
  await page.goto('/admin/posts')
  for (const person of PEOPLE) await appoint(page, person.post, person.name)
  await page.getByRole('link', { name: '授权', exact: true }).click()
  const bare = page.getByRole('region', { name: '还没有授权的岗位' })
  await expect(bare.getByRole('listitem')).toHaveCount(PEOPLE.length)
  await page.screenshot({ path: 'screenshots/grants-first-light.png' })
  for (const post of [...POSTS.map((p) => p.name), '教育局联络员', '教育局负责人', '建设局联络员', '建设局负责人']) {
    await bare.getByRole('button', { name: `授予 ${post}` }).click()
    await expect(page.getByText(new RegExp(`已授予 ${post}`))).toBeVisible()
  }
  await expect(bare).toHaveCount(0)
  for (const { name, role } of POSTS) await expect(page.getByRole('region', { name: role, exact: true })).toContainText(name)
})

test('the audit administrator and the people change their first passwords and find their work', async ({ page, instance }) => {
  await firstSignIn(page, instance, ADMINS.auditadmin.username)
  for (const [username, heading] of [['lu.zhengyan', /.+/], ['zhou.xiaoning', /我要填报/]] as const) {
    await page.getByRole('button', { name: /的菜单/ }).click()
    await page.getByRole('button', { name: '退出' }).click()
    await expect(page).toHaveURL(/\/login/)
    await firstSignIn(page, instance, username)
    await page.goto('/')
    await settled(page)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading)
  }
  // A one-time password works once.
  expect(instance.passwords.get('zhou.xiaoning')).not.toMatch(/^[A-Za-z0-9]{20}$/)
})

test('a password of one’s own is asked for by its rules, and the old one is needed', async ({ page, instance }) => {
  await signInAs(page, instance, ADMINS.sysadmin.username, '/password')
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    expect(await axe(page, scheme === 'dark' ? 'contrast' : undefined)).toEqual([])
    await page.screenshot({ path: `screenshots/password-desk-${scheme}.png` })
  }
  await page.getByLabel('现在的密码').fill('不是这个密码吧')
  await page.getByLabel('新密码', { exact: true }).fill('han.wenbo-2018')
  await page.getByLabel('再输一次新密码').fill('han.wenbo-2018')
  await page.keyboard.press('Enter')
  await expect(page.locator('li.t-red', { hasText: '不含用户名' })).toBeVisible()
  await page.getByLabel('新密码', { exact: true }).fill('另一个很长的密码2018ab')
  await page.getByLabel('再输一次新密码').fill('另一个很长的密码2018ab')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toBeVisible()
  await expect(page).toHaveURL(/\/password/)
})
