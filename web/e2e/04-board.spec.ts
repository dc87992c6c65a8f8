import { expect, sideways, signIn, test } from './support'

test.use({ viewport: { width: 1920, height: 1080 } })

test('ten tasks on one screen, nothing cut off, body text at least 28 px', async ({ page }) => {
  await signIn(page, 'leader.edu', '/board')
  const rows = page.locator('ol.rows > li')
  await expect(rows).toHaveCount(10)
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  expect(height).toBeLessThanOrEqual(1080)
  expect(await sideways(page)).toBeLessThanOrEqual(0)
  const sizes = await rows.evaluateAll((els) => els.flatMap((el) => [...el.querySelectorAll('.title, .weak, .parts, .figure, .lamp')].map((n) => parseFloat(getComputedStyle(n).fontSize))))
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(28)
  // The words as drawn against the box they are given.
  const cut = await rows.evaluateAll((els) =>
    els.flatMap((el) =>
      [...el.querySelectorAll('.title, .weak, .parts')]
        .filter((n) => {
          const words = document.createRange()
          words.selectNodeContents(n.querySelector('button') ?? n)
          const [w, box] = [words.getBoundingClientRect(), n.getBoundingClientRect()]
          return w.right > box.right + 1 || w.bottom > box.bottom + 6
        })
        .map((n) => n.textContent)))
  expect(cut).toEqual([])
  // Nothing of a row runs into the next.
  const boxes = await rows.evaluateAll((els) => els.map((el) => ({ bottom: el.getBoundingClientRect().bottom, text: Math.max(...[...el.children].map((c) => c.getBoundingClientRect().bottom)) })))
  for (const b of boxes) expect(b.text).toBeLessThanOrEqual(b.bottom + 1)
})

test('the classes add up', async ({ page }) => {
  await signIn(page, 'leader.edu', '/board')
  const sum = page.locator('.sum')
  const total = Number(await sum.locator('.total').textContent())
  const terms = await sum.locator('.term b').allTextContents()
  expect(terms).toHaveLength(8)
  expect(terms.map(Number).reduce((a, b) => a + b, 0)).toBe(total)
  expect(total).toBe(10)
})

test('by keyboard alone: select, sheet, only red, as-of, keys, back', async ({ page }) => {
  await signIn(page, 'leader.edu', '/board')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(page.locator('ol.rows > li').nth(1).getByRole('button')).toBeFocused()
  await page.keyboard.press('Enter')
  const sheet = page.getByRole('dialog', { name: '问题单' })
  await expect(sheet).toBeVisible()
  const heading = await sheet.getByRole('heading').first().textContent()
  await page.keyboard.press('ArrowRight')
  await expect(sheet.getByRole('heading').first()).not.toHaveText(heading!)
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  await expect(page.locator('ol.rows > li').nth(2).getByRole('button')).toBeFocused() // or the row is chosen after R, and Esc lets go of it first
  await page.keyboard.press('r')
  const red = await page.locator('ol.rows > li').count()
  expect(red).toBeLessThan(10)
  await page.keyboard.press('r')
  await expect(page.locator('ol.rows > li')).toHaveCount(10)
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: '按键' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog', { name: '按键' })).toBeHidden()
  await page.keyboard.press('t')
  await page.getByRole('dialog', { name: '截至日期' }).getByLabel('截至').fill('2017-06-30')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/asOf=2017-06-30/)
  await expect(page.locator('.when .date')).toHaveText('2017-06-30')
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/attention/)
})

test('the last good frame stays when the network drops', async ({ page, context }) => {
  await page.clock.install()
  await signIn(page, 'leader.edu', '/board')
  await expect(page.locator('ol.rows > li')).toHaveCount(10)
  await context.setOffline(true)
  await page.clock.runFor(70_000)
  await expect(page.getByText(/网络中断，数据截至\s*\d\d:\d\d/)).toBeVisible()
  await expect(page.locator('ol.rows > li')).toHaveCount(10)
  await context.setOffline(false)
})

for (const [width, height] of [[1440, 900], [3840, 2160]] as const) {
  test(`fits ${width} × ${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height })
    await signIn(page, 'leader.edu', '/board')
    await expect(page.locator('ol.rows > li')).toHaveCount(10)
    expect(await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight)).toBeLessThanOrEqual(0)
    expect(await sideways(page)).toBeLessThanOrEqual(0)
  })
}
