import { expect, type Page } from '@playwright/test'
import { emptyTest as test } from './instance'
import { firstSignIn, signInAs } from './story'
import { axe, settled, sideways, workRow } from './support'

/**
 * The story of 06 goes on, on the same instance: this file must be the next one. The supervision office enters a plan
 * of three projects and two livelihood tasks, a unit reports, the board shows it.
 * Every step is on screen.
 */
test.describe.configure({ mode: 'serial' })

const PROJECTS = [
  { code: 'EDU-01', name: '滨海实验小学', unit: '教育局', node: '基础完工', words: '2月底前' },
  { code: 'JS-01', name: '滨海大道改造', unit: '城乡建设局', node: '开工', words: '3月底前' },
  { code: 'JS-02', name: '起步区二号围区', unit: '城乡建设局', node: '堤身达高程', words: '力争年内' },
]

async function open(page: Page, kind: string): Promise<ReturnType<Page['getByRole']>> {
  await page.getByRole('button', { name: kind, exact: true }).click()
  return page.getByRole('form', { name: kind })
}

test('the supervision office enters three projects with their milestones; deadlines are read from their words', async ({ page, instance }) => {
  await signInAs(page, instance, 'lu.zhengyan', '/plan/2018')
  await expect(page.getByText('2018 年计划还没有内容')).toBeVisible()
  for (const p of PROJECTS) {
    const form = await open(page, '新增项目')
    await form.getByLabel('编号').fill(p.code)
    await form.getByLabel('名称').fill(p.name)
    await form.getByLabel('责任单位').selectOption({ label: p.unit })
    await form.getByLabel('分管领导').selectOption({ label: '分管城建教育领导' })
    await form.getByRole('button', { name: '新增', exact: true }).click()
    await expect(page.getByText(`已新增：${p.name}`)).toBeVisible()
    const node = await open(page, '新增节点')
    await node.getByLabel('属于项目').selectOption({ label: p.name })
    await node.getByLabel('名称').fill(p.node)
    await node.getByLabel('时限原话').fill(p.words)
    await node.getByRole('button', { name: '新增', exact: true }).click()
    await expect(page.getByText(`已新增：${p.node}`)).toBeVisible()
  }
  const grid = page.getByRole('grid', { name: '项目与节点' })
  await expect(grid.getByRole('row', { name: /基础完工/ })).toContainText('2018-02-28')
  await expect(grid.getByRole('row', { name: /堤身达高程/ })).toContainText('2018-12-31')
  await expect(grid.getByRole('row', { name: /堤身达高程/ })).toContainText('力争')
})

test('the grid is edited by keyboard, survives a reload and is saved at once', async ({ page, instance }) => {
  await signInAs(page, instance, 'lu.zhengyan', '/plan/2018')
  const grid = page.getByRole('grid', { name: '项目与节点' })
  const name = grid.getByRole('row', { name: /滨海实验小学/ }).getByRole('gridcell', { name: '滨海实验小学', exact: true })
  await name.click()
  await page.keyboard.press('F2')
  await page.keyboard.type('滨海实验小学新建工程')
  await page.keyboard.press('Enter')
  // Down to the milestone; right over the empty cells to its weight.
  await expect(grid.locator('[data-active]')).toHaveText('基础完工')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.type('3')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: '保存 2 处' })).toBeEnabled()
  await page.reload()
  await settled(page)
  await expect(page.getByRole('button', { name: '保存 2 处' })).toBeEnabled()
  // What can not be read changes nothing and says so.
  await grid.getByRole('row', { name: /开工/ }).getByRole('gridcell', { name: '2018-03-31', exact: true }).click()
  await page.keyboard.type('2018-02-30')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('不能填进')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+s')
  await expect(page.getByText('已保存 2 处。')).toBeVisible()
  await expect(grid.getByRole('row', { name: /滨海实验小学新建工程/ })).toBeVisible()
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    expect(await axe(page)).toEqual([])
    await page.screenshot({ path: `screenshots/plan-desk-${scheme}.png` })
  }
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await sideways(page)).toBeLessThanOrEqual(0)
  await page.screenshot({ path: 'screenshots/plan-phone-light.png' })
})

test('two livelihood tasks: one reported at a milestone, one counted', async ({ page, instance }) => {
  await signInAs(page, instance, 'lu.zhengyan', '/plan/2018?tab=tasks')
  for (const [title, unit] of [['改善办学条件', '教育局'], ['新增公共停车位', '城乡建设局']] as const) {
    const form = await open(page, '新增实事')
    await form.getByLabel('名称').fill(title)
    await form.getByLabel('责任单位').selectOption({ label: unit })
    await form.getByRole('button', { name: '新增', exact: true }).click()
    await expect(page.getByText(`已新增：${title}`)).toBeVisible()
  }
  const event = await open(page, '新增子项')
  await event.getByLabel('属于实事').selectOption({ label: '改善办学条件' })
  await event.getByLabel('名称').fill('滨海实验小学基础完工')
  await event.getByLabel('类型').selectOption({ label: '事件' })
  await event.getByLabel('找节点').fill('bhsyxx') // initials of 滨海实验小学
  await event.getByLabel('对应节点').selectOption({ label: '滨海实验小学新建工程 · 基础完工' })
  await event.getByRole('button', { name: '新增', exact: true }).click()
  await expect(page.getByText('已新增：滨海实验小学基础完工')).toBeVisible()
  const count = await open(page, '新增子项')
  await count.getByLabel('属于实事').selectOption({ label: '新增公共停车位' })
  await count.getByLabel('名称').fill('公共停车位')
  await count.getByLabel('目标').fill('300')
  await count.getByLabel('计量单位').fill('个')
  await count.getByRole('button', { name: '新增', exact: true }).click()
  await expect(page.getByText('已新增：公共停车位')).toBeVisible()
  expect(await axe(page)).toEqual([])
  await page.goto('/plan/2018?tab=check')
  await expect(page.getByText('没有必须补齐的')).toBeVisible()
  expect(await axe(page)).toEqual([])
  await page.screenshot({ path: 'screenshots/plan-check-light.png' })
})

test('nothing is frozen yet; the unit reports, its head approves, the supervision office confirms, the board shows both tasks', async ({ page, instance }) => {
  await signInAs(page, instance, 'zhou.xiaoning', '/work')
  const row = page.locator('li.row:not(.done)', { hasText: '基础完工' })
  await expect(row).toHaveCount(1)
  await page.keyboard.press('1')
  await page.keyboard.type('40')
  await page.keyboard.press('Tab')
  await page.keyboard.type('桩基完成，底板开始浇筑。')
  await page.keyboard.press('Enter')
  await expect(workRow(page, '桩基完成')).toContainText('待审')

  await page.getByRole('button', { name: /的菜单/ }).click()
  await page.getByRole('button', { name: '退出' }).click()
  await expect(page).toHaveURL(/\/login/)
  await firstSignIn(page, instance, 'shen.guoliang')
  await page.goto('/review')
  await settled(page)
  const waiting = page.locator('li.row', { hasText: '桩基完成' })
  await expect(waiting).toHaveCount(1)
  await page.keyboard.press('a')
  await expect(waiting).toHaveCount(0)

  await page.getByRole('button', { name: /的菜单/ }).click()
  await page.getByRole('button', { name: '退出' }).click()
  await expect(page).toHaveURL(/\/login/)
  await signInAs(page, instance, 'lu.zhengyan', '/review')
  await expect(waiting).toContainText('已审')
  await page.keyboard.press('a')
  await expect(waiting).toHaveCount(0)

  await page.goto('/board')
  await expect(page.getByText('改善办学条件').first()).toBeVisible()
  await expect(page.getByText('新增公共停车位').first()).toBeVisible()
  await page.setViewportSize({ width: 1920, height: 1080 })
  await page.screenshot({ path: 'screenshots/first-board-light.png' })
})

test('one person puts the plan forward, another one freezes it; then it is not edited any more', async ({ page, instance }) => {
  await signInAs(page, instance, 'lu.zhengyan', '/plan/2018')
  await page.getByRole('button', { name: '提请冻结' }).click()
  await page.getByRole('button', { name: '提请', exact: true }).click()
  await expect(page.getByText('已提请冻结 2018 年计划', { exact: true })).toBeVisible()
  await expect(page.getByText('您提请的，须由另一人冻结')).toBeVisible()
  await expect(page.getByRole('button', { name: '冻结', exact: true })).toHaveCount(0)
  await page.getByRole('button', { name: /的菜单/ }).click()
  await page.getByRole('button', { name: '退出' }).click()
  await expect(page).toHaveURL(/\/login/)
  await firstSignIn(page, instance, 'mao.siyuan')
  await page.goto('/plan/2018')
  await page.getByRole('button', { name: '冻结', exact: true }).click()
  await page.getByRole('button', { name: '冻结', exact: true }).last().click()
  await expect(page.getByText('2018 年计划已冻结', { exact: true })).toBeVisible()
  await expect(page.getByText('这份计划现在不能编辑。')).toBeVisible()
  await expect(page.getByRole('button', { name: '新增项目' })).toHaveCount(0)
})
