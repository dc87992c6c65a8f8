import { expect, signIn, test } from './support'

/** 综合完成率 of 学校建设 as the board shows it. */
async function schools(page: import('@playwright/test').Page): Promise<number> {
  await page.goto('/board')
  const row = page.locator('ol.rows > li', { hasText: '学校' }).first()
  await expect(row).toBeVisible()
  return Number((await row.locator('.figure').textContent())!.replace(/[^\d.]/g, ''))
}

test('head.edu approves by keyboard, the supervision office confirms, and then the board changes', async ({ page }) => {
  await signIn(page, 'head.edu', '/review')
  const before = await schools(page)
  await page.goto('/review')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('待审')
  const rows = page.locator('li.row')
  await expect(rows.first()).toBeVisible()
  const claim = page.locator('li.row', { hasText: '装修完成' })
  await expect(claim).toContainText('报完成')
  await expect(claim).toContainText('完成')
  for (let i = 0; i < 20 && !(await claim.evaluate((el) => el.classList.contains('selected'))); i++) await page.keyboard.press('j')
  const n = await rows.count()
  await page.keyboard.press('a')
  await expect(rows).toHaveCount(n - 1)
  await expect(claim).toHaveCount(0)
  // The unit's own review moves no figure; the second person does.
  expect(await schools(page)).toBe(before)
  await page.goto('/review')
  await page.getByRole('button', { name: /的菜单/ }).click()
  await page.getByRole('button', { name: '退出' }).click()
  await expect(page).toHaveURL(/\/login/)
  await signIn(page, 'supervisor', '/review')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('待核定')
  await expect(claim).toContainText('已审')
  for (let i = 0; i < 20 && !(await claim.evaluate((el) => el.classList.contains('selected'))); i++) await page.keyboard.press('j')
  const m = await rows.count()
  await page.keyboard.press('a')
  // A completion is verified with a conclusion of one's own.
  await page.keyboard.press('Enter')
  await expect(claim.getByRole('alert')).toContainText('验收结论')
  await page.keyboard.type('现场核查属实')
  await page.keyboard.press('Enter')
  await expect(rows).toHaveCount(m - 1)
  expect(await schools(page)).toBeGreaterThan(before)
})

test('a return needs a reason', async ({ page }) => {
  await signIn(page, 'head.edu', '/review')
  const rows = page.locator('li.row')
  const n = await rows.count()
  await page.keyboard.press('r')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('退回要写理由')
  await page.keyboard.type('请补验收照片说明')
  await page.keyboard.press('Enter')
  await expect(rows).toHaveCount(n - 1)
})

test('a batch is decided in sequence with progress', async ({ page }) => {
  await signIn(page, 'head.edu', '/review')
  const rows = page.locator('li.row')
  const n = await rows.count()
  expect(n, 'the demo leaves reports waiting').toBeGreaterThan(1)
  await page.keyboard.press('x')
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await page.getByRole('button', { name: /通过选中的/ }).click()
  await expect(page.getByText(/通过\s*2\s*件/)).toBeVisible()
  await expect(rows).toHaveCount(n - 2)
})

test('who reported does not see the desk of the reviewer', async ({ page }) => {
  await signIn(page, 'reporter.edu', '/work')
  await expect(page.getByRole('link', { name: '待审' })).toHaveCount(0)
})

test('the supervision office lets a project be reported weekly; the unit sees the week and its cut-off', async ({ page }) => {
  await signIn(page, 'supervisor', '/projects?q=PLN-05')
  await page.getByRole('grid').locator('.cell.title a').first().click()
  const cycle = page.getByRole('combobox', { name: '改填报周期' })
  await cycle.selectOption('weekly')
  await expect(cycle).toBeEnabled()
  await page.reload()
  await expect(cycle).toHaveValue('weekly')
  const leave = async () => {
    await page.getByRole('button', { name: /的菜单/ }).click()
    await page.getByRole('button', { name: '退出' }).click()
    await expect(page).toHaveURL(/\/login/)
  }
  await leave()
  await signIn(page, 'reporter.build', '/work')
  await expect(page.locator('li.row', { hasText: '周报' }).first()).toContainText('截止')
  await leave()
  await signIn(page, 'supervisor', '/projects?q=PLN-05')
  await page.getByRole('grid').locator('.cell.title a').first().click()
  await cycle.selectOption('monthly')
  await expect(cycle).toBeEnabled()
})
