import { readFileSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, settled, sideways, signIn, test } from './support'

const names = (page: Page) => page.getByRole('grid').locator('.cell.title a')
const search = (page: Page) => page.getByRole('searchbox')
async function axe(page: Page) {
  const result = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()
  return result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(' | ')}`)
}

test('a list by keyboard: rows, columns, order, search, into a row and back', async ({ page }) => {
  await signIn(page, 'supervisor', '/projects')
  await page.keyboard.press('j')
  await expect(names(page).first()).toBeFocused()
  await page.keyboard.press('j')
  await expect(names(page).nth(1)).toBeFocused()
  // One stop for Tab in the whole grid.
  expect(await page.getByRole('grid').locator('[tabindex="0"]').count()).toBe(1)
  await page.keyboard.press('ArrowLeft')
  await expect(page.locator('.row.here .lamp-button')).toBeFocused()
  await page.keyboard.press('s')
  await expect(page).toHaveURL(/sort=-lamp/)
  await expect(page.getByRole('columnheader', { name: '灯' })).toHaveAttribute('aria-sort', 'descending')
  await expect(page.locator('.body > .row').first()).toContainText('严重滞后')
  await page.keyboard.press('/')
  await expect(search(page)).toBeFocused()
  // 绣山中学 by the initials of its pinyin.
  await page.keyboard.type('xszx')
  await expect(names(page)).toHaveCount(1)
  await expect(names(page).first()).toHaveText('绣山中学滨海分校')
  await page.keyboard.press('ArrowDown')
  await expect(names(page).first()).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: /绣山中学/ })).toBeVisible()
  await page.goBack()
  await expect(page).toHaveURL(/q=xszx/)
  await search(page).fill('')
  await expect(names(page).nth(20)).toBeVisible()
  const row = page.locator('.row[aria-rowindex="22"] .title a')
  const name = (await row.textContent())!
  await row.click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
  await page.goBack()
  await expect(row).toBeFocused()
  await expect(row).toHaveText(name)
})

test('what is chosen is in the address, can be named, and is there after a reload', async ({ page }) => {
  await signIn(page, 'supervisor', '/projects')
  // Every unit, list and leader of the whole ledger, with the number of its projects.
  const units = page.getByLabel('牵头单位')
  expect(await units.locator('option').count()).toBeGreaterThan(10)
  const option = (await units.locator('option', { hasText: '教育局' }).first().textContent())!
  await units.selectOption({ label: option })
  await expect(page).toHaveURL(/department=\d+/)
  const n = Number(/（(\d+)）/.exec(option.replaceAll('\u2009', ''))![1])
  await expect(names(page)).toHaveCount(n)
  await page.getByRole('button', { name: '列', exact: true }).click()
  await page.getByRole('checkbox', { name: '清单' }).check()
  await page.getByRole('checkbox', { name: '年度投资' }).uncheck()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('columnheader', { name: '清单' })).toBeVisible()
  await expect(page.getByRole('columnheader', { name: '年度投资' })).toHaveCount(0)
  await expect(page).toHaveURL(/cols=/)
  await page.getByRole('button', { name: '存为视图' }).click()
  await page.getByLabel('视图名称').fill('教育口周会')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: '全部', exact: true }).click()
  await expect(page).not.toHaveURL(/department|cols/)
  await page.reload()
  await settled(page)
  await page.getByRole('button', { name: '教育口周会' }).click()
  await expect(names(page)).toHaveCount(n)
  await expect(page.getByRole('columnheader', { name: '清单' })).toBeVisible()
  // Somebody else at the same computer has views of their own.
  await page.getByRole('button', { name: /的菜单/ }).click()
  await page.getByRole('button', { name: '退出' }).click()
  await signIn(page, 'leader.edu', '/projects')
  await expect(page.getByRole('button', { name: '教育口周会' })).toHaveCount(0)
})

test('milestones: the views everybody has, a lamp says why, tasks are ordered', async ({ page }) => {
  await signIn(page, 'supervisor', '/projects')
  await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '节点' }).click()
  await expect(page).toHaveURL(/state=open/)
  await page.getByRole('button', { name: '逾期', exact: true }).click()
  await expect(names(page)).toHaveCount(7)
  await expect(page.locator('.body > .row').first()).toContainText('逾期')
  await page.locator('.body > .row').first().getByRole('button', { name: /为什么是/ }).click()
  await expect(page.getByRole('dialog')).toContainText('逾期')
  await page.keyboard.press('Escape')
  await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '十件实事' }).click()
  await expect(names(page)).toHaveCount(10)
  await page.getByRole('button', { name: '落后的在前' }).click()
  const gaps = (await page.locator('.cell.k-gap').allTextContents()).slice(1).map((x) => Number(x.replace('−', '-').replace('±', '').replace('+', '')))
  const known = gaps.filter((x) => !Number.isNaN(x))
  expect(known).toEqual([...known].sort((a, b) => a - b))
  expect(known.length).toBeGreaterThan(7)
})

test('ten thousand rows: few are drawn, the end is reached, none is lost on the way', async ({ page }) => {
  await signIn(page, 'supervisor', '/source')
  const ALL = 10_000
  let asked = 0
  let one: Record<string, unknown> | null = null
  await page.route('**/api/v1/projects?**', async (route) => {
    asked++
    one ??= ((await (await route.fetch()).json()) as { items: Record<string, unknown>[] }).items[0]!
    const url = new URL(route.request().url())
    const from = Number(url.searchParams.get('cursor') || 0)
    const to = Math.min(ALL, from + Number(url.searchParams.get('limit')))
    const items = Array.from({ length: to - from }, (_, i) => ({ ...one, id: 100_000 + from + i, code: `P-${from + i}`, name: `第 ${from + i} 号项目` }))
    await route.fulfill({ json: { items, nextCursor: to < ALL ? String(to) : '', total: 500, totalCapped: true } })
  })
  await page.route('**/api/v1/projects/choices**', async (route) => {
    const answer = await (await route.fetch()).json()
    await route.fulfill({ json: { ...answer, total: ALL } })
  })
  await page.getByRole('link', { name: '项目', exact: true }).click()
  await expect(page.locator('.body > .row').first()).toBeVisible()
  await expect(page.getByText(/共\s*10000\s*项/).first()).toBeVisible()
  const before = Date.now()
  await page.keyboard.press('j')
  for (let i = 0; i < 70 && asked < 52; i++) {
    await page.keyboard.press('End')
    await page.waitForTimeout(60)
  }
  await expect(page.locator('.row.here')).toContainText(/第\s*\d{3,}\s*号项目/)
  for (let i = 0; i < 20 && !(await page.getByText('到底了').isVisible()); i++) {
    await page.keyboard.press('End')
    await page.waitForTimeout(120)
  }
  await page.keyboard.press('End')
  await expect(page.locator('.row.here')).toContainText(/第\s*9999\s*号项目/)
  expect(await page.locator('.body > .row').count()).toBeLessThan(80)
  expect(await page.locator('.row.here').getAttribute('aria-rowindex')).toBe('10001')
  console.log(`      10,000 rows read and reached in ${Date.now() - before} ms, ${asked} pages`)
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  const steps = Date.now()
  for (let i = 1; i <= 20; i++) await page.evaluate((y) => window.scrollTo(0, y), (height / 20) * (20 - i) + height / 2)
  // From the middle, with the row of the keyboard at one end and the asked one at the other.
  await page.evaluate((y) => window.scrollTo(0, y), height / 2)
  await expect(page.getByText(/第\s*5\d{3}\s*号项目/).first()).toBeVisible()
  await page.keyboard.press('Home')
  await expect(page.locator('.row.here')).toContainText(/第\s*0\s*号项目/)
  console.log(`      twenty jumps in ${Date.now() - steps} ms`)
})

test('what is on the screen goes into a file: rows, order, columns; a refusal is said', async ({ page }) => {
  await signIn(page, 'supervisor', '/projects?lamp=red&sort=-name&cols=lead,yearPlan')
  await expect(names(page)).toHaveCount(8)
  const shown = await names(page).allTextContents()
  const save = async () => {
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '导出 CSV' }).click()])
    expect(file.suggestedFilename()).toMatch(/\.csv$/)
    const text = readFileSync(await file.path(), 'utf8')
    expect(text.startsWith('\uFEFF')).toBe(true)
    return text.slice(1).trimEnd().split('\r\n').map((line) => line.split(','))
  }
  const [note, head, ...rows] = await save()
  expect(note!.join()).toMatch(/截至 2017-09-30.*灯=.*共 8 行/)
  expect(head).toEqual(['灯', '标记', '编号', '项目名称', '牵头单位', '年度计划投资（元）'])
  const plain = (x: string) => x.replaceAll('\u2009', '').replaceAll(' ', '')
  expect(rows.map((r) => plain(r[3]!))).toEqual(shown.map(plain))
  await expect(page.locator('.export [role=status]')).toContainText('8')
  await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '十件实事' }).click()
  await page.getByRole('button', { name: '落后的在前' }).click()
  await expect(page).toHaveURL(/sort=gap/)
  const tasks = (await names(page).allTextContents()).length
  const [, taskHead, ...taskRows] = await save()
  expect(taskRows).toHaveLength(tasks)
  expect(taskHead!.slice(0, 4)).toEqual(['实事灯', '实事标记', '序号', '实事'])
  const order = (await page.locator('.body .ordinal').allTextContents()).map((x) => '一二三四五六七八九十'.indexOf(x) + 1)
  expect(taskRows.map((r) => Number(r[2]))).toEqual(order)
  await page.route('**/api/v1/exports/**', (r) => r.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"status":503,"code":"busy","title":"","detail":"","requestId":"r-9"}' }))
  await page.getByRole('button', { name: '导出 CSV' }).click()
  await expect(page.locator('.export [role=alert]')).toContainText('r-9')
})

test('no rows, a failure on the way, and the phone', async ({ page }) => {
  await signIn(page, 'supervisor', '/milestones?q=没有这样的节点')
  await expect(page.getByText('没有符合的')).toBeVisible()
  await page.screenshot({ path: 'screenshots/milestones-none.png' })
  await page.getByRole('button', { name: '清除筛选' }).last().click()
  await expect(names(page).first()).toBeVisible()
  await page.setViewportSize({ width: 390, height: 844 })
  await expect(page.locator('.data-list')).toHaveClass(/cards/)
  await page.getByRole('button', { name: '筛选' }).click()
  await page.getByLabel('状态').selectOption('overdue')
  await expect(names(page)).toHaveCount(7)
  expect(await sideways(page)).toBeLessThanOrEqual(0)
  await page.getByRole('button', { name: /^视图/ }).click()
  expect(await axe(page)).toEqual([])
  await page.getByRole('button', { name: '已完成' }).click()
  await expect(page).toHaveURL(/state=done/)
  await page.route('**/api/v1/milestones?**', (r) => r.fulfill({ status: 500, contentType: 'application/problem+json', body: '{"status":500,"code":"internal","title":"","detail":"","requestId":"r-7"}' }))
  await search(page).fill('学校')
  await expect(page.getByRole('alert')).toContainText('r-7')
})
