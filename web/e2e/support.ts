import { createHmac } from 'node:crypto'
import AxeBuilder from '@axe-core/playwright'
import { expect, test as base, type Locator, type Page } from '@playwright/test'

export const password = process.env.GUATU_DEMO_PASSWORD ?? ''

/** Signs in by keyboard and waits for the page asked for. */
export async function signIn(page: Page, username: string, path = '/'): Promise<void> {
  await page.goto(path === '/' ? '/login' : `/login?next=${encodeURIComponent(path)}`)
  await page.getByLabel('用户名').fill(username)
  await page.getByLabel('密码').fill(password)
  await page.keyboard.press('Enter')
  await expect(page).not.toHaveURL(/\/login/)
  await settled(page)
}

/** The page has its head and reads nothing any more. */
export async function settled(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
  await expect(page.getByText('正在读取…')).toHaveCount(0)
}

/**
 * Chromium without a screen now and then never delivers a picture it was asked for (seen once; the page itself answers):
 * it is asked once more. Nothing else of a test is tried twice.
 */
function retakesPictures(page: Page): void {
  const take = page.screenshot.bind(page)
  page.screenshot = async (options) => {
    try {
      return await take({ timeout: 15_000, ...options })
    } catch (e) {
      if (!(e instanceof Error) || !e.message.includes('Timeout')) throw e
      console.log(`      a picture was taken again: ${page.url()}`)
      return take(options)
    }
  }
}

/** Every page of a test is watched: nothing leaves the origin, nothing breaks the content policy, no script fails. */
export const test = base.extend<{ watched: string[] }>({
  page: async ({ page }, use) => {
    retakesPictures(page)
    await use(page)
  },
  watched: [
    async ({ page, baseURL }, use) => {
      const faults: string[] = []
      const origin = new URL(baseURL ?? '').origin
      page.on('request', (r) => {
        if (!r.url().startsWith(origin) && !/^(data|blob):/.test(r.url())) faults.push(`leaves the origin: ${r.url()}`)
      })
      page.on('pageerror', (e) => faults.push(`script: ${e.message}`))
      page.on('console', (m) => {
        if (/Content Security Policy|\[Vue warn\]/.test(m.text())) faults.push(m.text())
      })
      await use(faults)
      expect(faults).toEqual([])
    },
    { auto: true },
  ],
})

export { expect }

/** How far the page can be scrolled sideways. */
export function sideways(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
}

/** The row of 我要填报 that holds the text. */
export const workRow = (page: Page, text: string | RegExp) => page.locator('li.row', { hasText: text })

/**
 * What axe finds against WCAG 2.2 AA, in short; `contrast` asks only for what another theme can change. What passes is counted,
 * not described, and the page is asked without a second one to put frames together, of which it has none: half the time.
 */
export async function axe(page: Page, only?: 'contrast'): Promise<string[]> {
  const builder = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
  const result = await (only ? builder.withRules(['color-contrast']) : builder.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])).analyze()
  return result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target.join(' ')} ${n.failureSummary?.split('\n')[1] ?? ''}`).slice(0, 3).join(' | ')}`)
}

/** Controls that a thumb must hit; a link inside a sentence is excepted, as in WCAG 2.5.8. */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, input:not(.sr), select, a[href]')]
      .filter((el) => el.offsetParent !== null && !el.closest('.skip') && !el.classList.contains('skip'))
      .map((el) => ({ el, box: (el.matches('input[type=checkbox]') ? el.closest('label')! : el).getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && box.height < 43.5)
      // The whole row is the target where the control covers it.
      .filter(({ el }) => getComputedStyle(el, '::after').position !== 'absolute')
      .map(({ el, box }) => `${el.tagName} ${el.className} ${Math.round(box.height)} ${el.textContent?.trim().slice(0, 12)}`))
}

/** What an authenticator app shows (RFC 6238); `step` looks that many half minutes ahead, so that no test waits for the next code. */
export function codeOf(key: string, step = 0): string {
  const bits = [...key.replace(/\s/g, '')].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('')
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map((b) => parseInt(b, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + step))
  const mac = createHmac('sha1', bytes).update(counter).digest()
  return String((mac.readUInt32BE((mac[19] ?? 0) & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** Signs in as somebody else in the same browser. */
export async function actAs(page: Page, who: string, to: string): Promise<void> {
  await page.context().clearCookies()
  await signIn(page, who, to)
}

/**
 * Takes the page on a desk and on a phone, light and dark; axe finds nothing, nothing is cut off, and a thumb hits every control.
 * Dark differs from light in its colours alone: their contrast is asked for once, on the desk. A long page is taken as far as
 * the window shows it, with `at` in it.
 */
export async function lookEverywhere(page: Page, name: string, at?: Locator): Promise<void> {
  await settled(page)
  for (const [width, height] of [[1440, 900], [390, 844]] as const) {
    await page.setViewportSize({ width, height })
    for (const theme of ['light', 'dark']) {
      await page.evaluate((t) => (document.documentElement.dataset.theme = t), theme)
      await at?.scrollIntoViewIfNeeded()
      await page.screenshot({ path: `screenshots/${name}-${width}-${theme}.png` })
      if (theme === 'light' || width > 400) expect([name, width, theme, await axe(page, theme === 'dark' ? 'contrast' : undefined)]).toEqual([name, width, theme, []])
    }
    expect([name, width, await sideways(page)]).toEqual([name, width, Math.min(0, await sideways(page))])
    if (width < 400) expect([name, await smallTargets(page)]).toEqual([name, []])
  }
  await page.evaluate(() => (document.documentElement.dataset.theme = 'light'))
  await page.setViewportSize({ width: 1440, height: 900 })
}
