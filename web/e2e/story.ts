import { expect, type Page } from '@playwright/test'
import type { Instance } from './instance'
import { settled } from './support'

/**
 * Steps of the story that begins with an empty database, all on screen. The
 * cast is small: three administrators, two departments, seven people.
 */
export const ADMINS = {
  sysadmin: { name: '韩文博', username: 'han.wenbo' },
  secadmin: { name: '严守成', username: 'yan.shoucheng' },
  auditadmin: { name: '史明轩', username: 'shi.mingxuan' },
} as const

export const UNITS = [{ name: '教育局', shortName: '' }, { name: '城乡建设局', shortName: '建设局' }] as const

/** Posts beside the two that come with each department. */
export const POSTS = [{ name: '督查室主任', role: '督查室' }, { name: '督查室督查员', role: '督查室' }, { name: '分管城建教育领导', role: '分管领导' }] as const

export const PEOPLE = [
  { name: '周晓宁', username: 'zhou.xiaoning', post: '教育局联络员' },
  { name: '沈国梁', username: 'shen.guoliang', post: '教育局负责人' },
  { name: '叶伟成', username: 'ye.weicheng', post: '建设局联络员' },
  { name: '章建平', username: 'zhang.jianping', post: '建设局负责人' },
  { name: '卢正言', username: 'lu.zhengyan', post: '督查室主任' },
  { name: '毛思远', username: 'mao.siyuan', post: '督查室督查员' },
  { name: '张若琳', username: 'zhang.ruolin', post: '分管城建教育领导' },
] as const

/** What a person chooses instead of the one-time password. */
export const ownPassword = (username: string): string => `挂图作战-${[...username].reverse().join('').replaceAll('.', '')}-2018`

async function fillLogin(page: Page, username: string, password: string): Promise<void> {
  await page.goto('/login')
  await page.getByLabel('用户名').fill(username)
  await page.getByLabel('密码').fill(password)
  await page.keyboard.press('Enter')
}

/** Signs in with the one-time password and changes it: nothing else is open before. */
export async function firstSignIn(page: Page, instance: Instance, username: string): Promise<void> {
  const once = instance.passwords.get(username) ?? ''
  await fillLogin(page, username, once)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('修改密码')
  // Another address leads back here.
  await page.goto('/admin/users')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('修改密码')
  await page.getByLabel('一次性密码').fill(once)
  await page.getByLabel('新密码', { exact: true }).fill(ownPassword(username))
  await page.getByLabel('再输一次新密码').fill(ownPassword(username))
  await page.keyboard.press('Enter')
  await expect(page).not.toHaveURL(/\/password/)
  await settled(page)
  instance.passwords.set(username, ownPassword(username))
}

export async function signInAs(page: Page, instance: Instance, username: string, path = '/'): Promise<void> {
  await fillLogin(page, username, instance.passwords.get(username) ?? '')
  await expect(page).not.toHaveURL(/\/login/)
  if (path !== '/') await page.goto(path)
  await settled(page)
}

/** The set-up page, filled in from top to bottom. */
export async function setUpDistrict(page: Page, instance: Instance): Promise<void> {
  await page.getByLabel('开通码', { exact: true }).fill(instance.code)
  await page.getByLabel('区县名称').fill('滨海新区')
  for (const [role, title] of [['sysadmin', '系统管理员'], ['secadmin', '安全管理员'], ['auditadmin', '审计管理员']] as const) {
    const person = page.getByRole('group', { name: title })
    await person.getByLabel('姓名').fill(ADMINS[role].name)
    await person.getByLabel('用户名').fill(ADMINS[role].username)
  }
  await page.getByRole('button', { name: '开通', exact: true }).click()
  await expect(page.getByRole('heading', { name: '开通好了' })).toBeVisible()
  const [names, codes] = [page.locator('[data-slip="username"]'), page.locator('[data-slip="password"]')]
  await expect(codes).toHaveCount(3)
  for (let i = 0; i < 3; i++) instance.passwords.set((await names.nth(i).innerText()).trim(), (await codes.nth(i).innerText()).trim())
}

export async function addUnit(page: Page, unit: { name: string; shortName: string }): Promise<void> {
  await page.getByRole('button', { name: '新增单位' }).click()
  await page.getByLabel('名称', { exact: true }).fill(unit.name)
  await page.getByLabel('简称', { exact: true }).fill(unit.shortName)
  await page.keyboard.press('Enter')
  await expect(page.getByText(`已新增：${unit.name}`)).toBeVisible()
}

export async function addPost(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: '新增岗位' }).click()
  await page.getByLabel('岗位名称', { exact: true }).fill(name)
  await page.getByRole('button', { name: '新增', exact: true }).click()
  await expect(page.getByText(`已新增：${name}`)).toBeVisible()
}

/** Adds an account and notes its one-time password, as the administrator would on paper. */
export async function addPerson(page: Page, instance: Instance, person: { name: string; username: string }): Promise<void> {
  await page.getByRole('button', { name: '新增用户' }).click()
  await page.getByLabel('姓名', { exact: true }).fill(person.name)
  await page.getByLabel('用户名', { exact: true }).fill(person.username)
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: '一次性密码' })
  await expect(dialog).toContainText(person.username)
  instance.passwords.set(person.username, (await dialog.locator('[data-slip="password"]').innerText()).trim())
  await dialog.getByRole('button', { name: /已经记下/ }).click()
  await expect(dialog).toBeHidden()
}

/** Appoints a person to a vacant post from today on. */
export async function appoint(page: Page, post: string, name: string): Promise<void> {
  const row = page.locator('li.row', { hasText: post })
  await row.getByRole('button', { name: post, exact: true }).click()
  await row.getByRole('button', { name: '任命', exact: true }).click()
  await row.getByRole('combobox', { name: '人员' }).fill(name)
  await row.getByRole('option', { name: new RegExp(name) }).click()
  await row.getByRole('button', { name: '任命', exact: true }).click()
  await expect(row.locator('.line')).toContainText(name)
}
