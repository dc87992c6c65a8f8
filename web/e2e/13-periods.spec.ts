import { expect, lookEverywhere, settled, sideways, signIn, test } from './support'

/** Closed months, comparison and trend: read, verified and corrected by hand, and looked at wide, narrow, light and dark. */

test('the office reads a closed month, verifies it, and corrects a figure that stays', async ({ page }) => {
  await signIn(page, 'supervisor', '/periods')
  await expect(page.locator('.months > li')).toHaveCount(8)
  await expect(page.locator('.next')).toContainText('2017-09')
  await expect(page.getByRole('button', { name: '关账', exact: true })).toHaveCount(0)
  await page.getByRole('button', { name: /^2017-08/ }).click()
  await page.getByRole('button', { name: '校验' }).click()
  await expect(page.getByText(/完好：/)).toBeVisible()
  await page.getByRole('button', { name: '登记更正' }).click()
  await page.getByLabel('找一项').fill('过半')
  await page.locator('.found button').first().click()
  await page.getByLabel('更正为').fill('66')
  await page.getByLabel('依据').fill('复核监理月报')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/已登记更正/)).toBeVisible()
  await expect(page.locator('.detail .list li')).toContainText(['66%'])
  await page.getByRole('button', { name: '校验' }).click()
  await expect(page.getByText(/1\s?条更正与关账时一致/)).toBeVisible()
  await lookEverywhere(page, 'periods')
})

test('a leader compares two ends, sees who moved a date, and prints it', async ({ page }) => {
  await signIn(page, 'leader.edu', '/compare?from=2017-03&to=2017-08')
  await settled(page)
  const dates = page.getByRole('region', { name: '日期动了' })
  await expect(dates).toContainText(/第\s?\d\s?次/)
  await expect(dates).toContainText(/批准.*申请：/)
  await expect(page.getByRole('region', { name: '灯变了' }).locator('li.row').first()).toBeVisible()
  await lookEverywhere(page, 'compare')
  await page.getByRole('combobox', { name: '到' }).selectOption('')
  await expect(page).not.toHaveURL(/to=/)
  await page.getByRole('link', { name: '十件实事', exact: true }).last().click()
  await expect(page.getByRole('region', { name: '数字变了' })).toBeVisible()
  await page.emulateMedia({ media: 'print' })
  await expect(page.locator('.ends')).toBeHidden()
  await expect(page.getByRole('navigation', { name: '主导航' })).toBeHidden()
  await expect(page.getByRole('region', { name: '数字变了' })).toBeVisible()
})

test('the board says what changed since the last closed month, and shows a closed one', async ({ page }) => {
  await page.setViewportSize({ width: 1920, height: 1080 })
  await signIn(page, 'leader.chief', '/board')
  await expect(page.getByRole('button', { name: /比上月/ })).toBeVisible() // the closed months are known
  await page.keyboard.press('c')
  await expect(page).toHaveURL(/since=2017-08/)
  await expect(page.locator('.since').first()).toBeVisible()
  for (const theme of ['light', 'dark']) {
    await page.evaluate((t) => (document.documentElement.dataset.theme = t), theme)
    await page.screenshot({ path: `screenshots/board-since-1920-${theme}.png` })
  }
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(1080)
  await page.goto('/board?year=2017&period=2017-06&since=2017-03')
  await expect(page.getByText('2017-06 关账快照')).toBeVisible()
  await expect(page.locator('ol.rows > li')).toHaveCount(10)
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await sideways(page)).toBeLessThanOrEqual(0)
})

test('the trend of a project: a chart with its diagonal, one line picked out, the same as a table', async ({ page }) => {
  await signIn(page, 'supervisor', '/projects')
  const id = await page.evaluate(async () => {
    const session = await (await fetch('/api/v1/auth/refresh', { method: 'POST', headers: { 'X-Guatu-Client': 'e2e' } })).json() as { accessToken: string }
    const list = await (await fetch('/api/v1/compare?from=2017-01&group=dates', { headers: { Authorization: `Bearer ${session.accessToken}` } })).json() as { items: { parentId: number }[] }
    return list.items[0]!.parentId
  })
  await page.goto(`/projects/${id}`)
  await settled(page)
  const trend = page.getByRole('region', { name: '里程碑趋势' })
  await expect(trend.locator('svg .diagonal').first()).toBeVisible()
  expect(await trend.locator('g.line').count()).toBeGreaterThan(0)
  await trend.locator('.names button').first().click()
  await expect(trend.locator('g.line.on')).toHaveCount(1)
  await trend.getByText('数据', { exact: true }).click()
  await expect(trend.getByRole('cell', { name: '批准变更' }).first()).toBeVisible()
  await trend.scrollIntoViewIfNeeded()
  await lookEverywhere(page, 'trend')
})
