import type { Browser, Page } from '@playwright/test'
import { expect, password, test as base } from './support'
import { bigDemo } from './wall-instance'

/** The measure of 挂图: 500 projects of 20 nodes, from a real server, in the browser's own long tasks. */
const test = base.extend<object, { big: { url: string } }>({
  big: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const demo = await bigDemo(500, 20)
      await use(demo)
      await demo.stop()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ big }, use) => use(big.url),
})
// A trace copies the page at every frame: it would be measured, not the page.
test.use({ trace: 'off' })

const STRETCHES = 5
const TRIES = 6
const BUSY = 2

interface TraceEvent { name: string; ph: string; pid: number; tid: number; dur?: number; tdur?: number; args?: { name?: string } }

/** The longest task of the page's main thread by the clock and by its own processor time, while `act` runs. */
async function traced(browser: Browser, page: Page, act: () => Promise<unknown>): Promise<{ cpu: number; slowdown: number }> {
  await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline', '__metadata'] })
  await act()
  const events = (JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] }).traceEvents
  const main = new Set(events.filter((e) => e.name === 'thread_name' && e.args?.name === 'CrRendererMain').map((e) => `${e.pid}:${e.tid}`))
  const tasks = events.filter((e) => /RunTask/.test(e.name) && e.ph === 'X' && main.has(`${e.pid}:${e.tid}`) && (e.tdur ?? 0) > 2000)
  const sum = (of: (e: TraceEvent) => number) => tasks.reduce((a, e) => a + of(e), 0)
  return { cpu: Math.round(Math.max(0, ...tasks.map((e) => e.tdur ?? 0)) / 1000), slowdown: sum((e) => e.dur ?? 0) / Math.max(1, sum((e) => e.tdur ?? 0)) }
}

test('500 × 20 scrolls without a long task above 100 ms', async ({ page, browser }) => {
  test.setTimeout(180_000)
  await page.goto('/login?next=/wall')
  await page.getByLabel('用户名').fill('leader.edu')
  await page.getByLabel('密码').fill(password)
  await page.keyboard.press('Enter')
  const grid = page.getByRole('grid', { name: '项目节点挂图' })
  await expect(grid).toHaveAttribute('aria-rowcount', /^6\d\d$/, { timeout: 30_000 })
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.waitForTimeout(500)

  /** Goes to the beginning of a part: a whole window is drawn at once, which is no scrolling. */
  const jump = (part: number) => grid.evaluate(async (box, [part, parts]) => {
    box.scrollTop = ((box.scrollHeight - box.clientHeight) * part!) / parts!
    await new Promise((r) => setTimeout(r, 250))
  }, [part, STRETCHES])
  const scroll = (part: number) => grid.evaluate(async (box, [part, parts]) => {
    const whole = box.scrollHeight - box.clientHeight
    const tasks: number[] = []
    const watch = new PerformanceObserver((l) => tasks.push(...l.getEntries().map((e) => e.duration)))
    watch.observe({ type: 'longtask' })
    const end = (whole * (part! + 1)) / parts!
    await new Promise<void>((done) => {
      const step = () => {
        if (box.scrollTop >= end - 1) return done()
        box.scrollTop += 120
        requestAnimationFrame(step)
      }
      requestAnimationFrame(step)
    })
    await new Promise((r) => setTimeout(r, 250))
    watch.disconnect()
    return Math.round(Math.max(0, ...tasks))
  }, [part, STRETCHES])

  // In processor time first: other programs on the machine hardly change it, and it says how busy they are. The worst part
  // counts, and of a part the better pass: in the other one the page may have been compiled, or have cleaned up its memory.
  const measured: { cpu: number; slowdown: number }[][] = []
  for (const part of [0, 2, 4]) {
    const passes = []
    for (let i = 0; i < 2; i++) {
      await jump(part)
      passes.push(await traced(browser, page, () => scroll(part)))
    }
    measured.push(passes)
  }
  const cpu = Math.max(...measured.map((passes) => Math.min(...passes.map((m) => m.cpu))))
  const slowdown = Math.min(...measured.flat().map((m) => m.slowdown))
  // The whole wall at 120 px a frame, faster than a hand, in fifths, each until a pass is clean: other programs make a
  // task longer and never shorter, so the best pass says what its rows cost.
  const tries = slowdown < BUSY ? TRIES : 1
  const longest: number[][] = []
  for (let part = 0; part < STRETCHES; part++) {
    const passes: number[] = []
    while (passes.length < tries && !passes.some((ms) => ms <= 100)) {
      await jump(part)
      passes.push(await scroll(part))
    }
    longest.push(passes)
  }
  console.log(`      longest task of each pass in ms, by fifths of the wall (0: none of 50 or more): ${longest.map((p) => p.join(' ')).join(' | ')}; in processor time ${measured.map((passes) => passes.map((m) => m.cpu).join(' ')).join(' | ')} ms; tasks take ${slowdown.toFixed(1)} times their processor time`)
  expect(cpu).toBeGreaterThan(0)
  expect(cpu).toBeLessThanOrEqual(100)
  // Where the page gets half of its time or less the clock measures the others.
  if (slowdown < BUSY) for (const passes of longest) expect(Math.min(...passes)).toBeLessThanOrEqual(100)
  // Only what can be seen is drawn, wherever one is.
  expect(await grid.getByRole('row').count()).toBeLessThan(60)
  await page.screenshot({ path: 'screenshots/wall-500x20.png' })
})
