import { expect, signIn, test } from './support'

test('leader.edu sees the red lamp of the own line first: days, sentence, holder, history', async ({ page }) => {
  await signIn(page, 'leader.edu')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('我的红灯')
  const mine = page.getByRole('region', { name: '我分管的' })
  const red = mine.locator('li.row.red').first()
  await expect(red).toContainText('北师大附属学校')
  await expect(red.locator('.figure')).toHaveText(/\d+天/)
  await expect(red.locator('.reason')).toContainText('逾期')
  await expect(red.locator('.hold')).toContainText(/在(教育局|督查室)/) // whose move it is: a report of September waits with the office
  // Every date promised stands under the ruler.
  await expect(red.locator('.date-chart')).toContainText('原计划')

  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(red.getByRole('heading', { name: '最近的填报' })).toBeVisible()
  await expect(red.locator('.history li').first()).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(red.locator('.history')).toHaveCount(0)
})

test('a lamp answers why', async ({ page }) => {
  await signIn(page, 'leader.edu', '/attention')
  await page.locator('li.row.red').first().getByRole('button', { name: /为什么是/ }).click()
  const why = page.locator('[popover].why')
  await expect(why).toBeVisible()
  await expect(why).toContainText('规则')
  await expect(why).toContainText('逾期天数')
  await page.keyboard.press('Escape')
  await expect(why).toBeHidden()
})

test('another day is read only, a later one a projection', async ({ page }) => {
  await signIn(page, 'reporter.edu', '/work?asOf=2017-07-12')
  await expect(page.getByText(/只看不改/)).toBeVisible()
  await expect(page.getByRole('button', { name: /^提交/ })).toHaveCount(0)
  await page.goto('/work?asOf=2017-12-31')
  await expect(page.getByText('推演', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: '回到今天' }).click()
  await expect(page).not.toHaveURL(/asOf/)
})

test('project, task and source pages tell what they must', async ({ page }) => {
  await signIn(page, 'leader.edu', '/projects?q=%E5%8C%97%E5%B8%88%E5%A4%A7')
  await page.getByRole('link', { name: /北师大附属学校/ }).click()
  await expect(page.getByRole('heading', { name: '节点挂图' })).toBeVisible()
  await page.getByRole('button', { name: /^开工.*的经过/ }).click()
  await expect(page.getByRole('heading', { name: /的经过/ })).toBeVisible()
  await expect(page.locator('.history li').first()).toBeVisible()
  await page.goto('/tasks/5')
  await expect(page.locator('main')).toContainText('未定目标')
  await expect(page.locator('main .done')).toHaveCount(0)
  await page.goto('/source?kind=defect')
  await expect(page.locator('main li')).toHaveCount(10)
})

test('the filter of the ledger lives in the address', async ({ page }) => {
  await signIn(page, 'leader.edu', '/projects')
  await page.keyboard.press('/')
  await page.keyboard.type('学校')
  await expect(page).toHaveURL(/q=/)
  const rows = page.getByRole('grid').getByRole('link')
  await expect(page.getByText(/共\s*\d+\s*项/).first()).not.toContainText('98')
  const n = await rows.count()
  await page.reload()
  await expect(rows).toHaveCount(n)
  await page.getByRole('searchbox').fill('没有这样的项目')
  await expect(page.getByText('没有符合的')).toBeVisible()
})
