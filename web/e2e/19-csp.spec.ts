import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { ownDemo, type Instance } from './instance'
import { expect, settled, signIn, test } from './support'

const ownDemoTest = ownDemo()

/**
 * Every page of the router in both themes: the browser has nothing to report against the policy of the server. Then the same
 * pages once more with an attack in every text the server sends: none of them becomes an element, a link or a script.
 */
const VISITS: { user: string | null; pages: Record<string, string> }[] = [
  { user: null, pages: { login: '/login', setup: '/setup' } },
  { user: 'reporter.edu', pages: { work: '/work', password: '/password', account: '/account', factor: '/factor' } },
  { user: 'head.build', pages: { review: '/review' } },
  { user: 'leader.edu', pages: { attention: '/attention', source: '/source', missing: '/nowhere' } },
  {
    user: 'supervisor',
    pages: {
      projects: '/projects', project: '/projects/1', wall: '/wall', milestones: '/milestones?state=overdue', tasks: '/tasks', board: '/board', task: '/tasks/2',
      changes: '/changes?tab=all', plan: '/plan/2017', periods: '/periods', compare: '/compare', rules: '/rules',
    },
  },
  {
    user: 'sysadmin',
    pages: { home: '/', adminSettings: '/admin/settings', calendar: '/calendar', adminUnits: '/admin/departments', adminPosts: '/admin/posts', adminUsers: '/admin/users' },
  },
  { user: 'secadmin', pages: { adminGrants: '/admin/grants' } },
  { user: 'auditor', pages: { audit: '/admin/audit' } },
]

/** Each becomes an element with data-xss, an address javascript: or a dialog wherever text is taken for markup or for code. */
const PAYLOADS = [
  '<script data-xss>alert(1)</script>', '<img src=x data-xss onerror=alert(1)>', '<svg data-xss onload=alert(1)>', '<svg data-xss><script>alert(1)</script></svg>',
  '"><img src=x data-xss onerror=alert(1)>', "'><svg data-xss onload=alert(1)>", '</title><script data-xss>alert(1)</script>', '</textarea><img src=x data-xss onerror=alert(1)>',
  '</style><img src=x data-xss onerror=alert(1)>', '</script><script data-xss>alert(1)</script>', '--><img src=x data-xss onerror=alert(1)>', ']]><img src=x data-xss onerror=alert(1)>',
  '<iframe data-xss src=javascript:alert(1)>', '<iframe data-xss srcdoc="<script>alert(1)</script>">', '<object data-xss data=javascript:alert(1)>', '<embed data-xss src=javascript:alert(1)>',
  '<a data-xss href=javascript:alert(1)>x</a>', '<a data-xss href="java\tscript:alert(1)">x</a>', 'javascript:alert(1)', 'JaVaScRiPt:alert(1)//',
  'data:text/html,<script data-xss>alert(1)</script>', '<base data-xss href=https://example.invalid/>', '<meta data-xss http-equiv=refresh content="0;url=javascript:alert(1)">', '<link data-xss rel=stylesheet href=//example.invalid/x.css>',
  '<style data-xss>*{display:none}</style>', '<p data-xss style="position:fixed;inset:0">x</p>', '<form data-xss action=//example.invalid><button>x', '<input data-xss autofocus onfocus=alert(1)>',
  '<details data-xss open ontoggle=alert(1)>', '<video data-xss><source onerror=alert(1)>', '<audio data-xss src=x onerror=alert(1)>', '<body data-xss onload=alert(1)>',
  '<math data-xss><mtext><img src=x onerror=alert(1)>', '<template data-xss><script>alert(1)</script></template>', '<noscript><p title="</noscript><img src=x data-xss onerror=alert(1)>">', '<x data-xss onclick=alert(1) tabindex=1>x',
  '{{constructor.constructor("alert(1)")()}}', '${alert(1)}', '" autofocus onfocus=alert(1) data-xss="', '&lt;img src=x data-xss onerror=alert(1)&gt;',
  '\u2028<img src=x data-xss onerror=alert(1)>', '<<script data-xss>alert(1);//<</script>', '`-alert(1)-`', '%3Cimg%20src=x%20data-xss%20onerror=alert(1)%3E',
]

interface Found { violations: string[]; dialogs: string[] }

/** Collects what the browser reports; ask before the first page is opened. */
async function listen(page: Page): Promise<Found> {
  const found: Found = { violations: [], dialogs: [] }
  await page.exposeFunction('guatuReport', (text: string) => found.violations.push(text))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (e) => {
      const report = (window as unknown as { guatuReport: (text: string) => void }).guatuReport
      report(`${location.pathname}: ${e.effectiveDirective} blocked ${e.blockedURI} ${e.sourceFile}:${e.lineNumber} ${e.sample}`)
    })
  })
  page.on('dialog', (d) => {
    found.dialogs.push(`${page.url()}: ${d.message()}`)
    void d.dismiss()
  })
  return found
}

/** Goes through all pages and calls look on each; returns how many there were. */
async function walk(page: Page, look: (name: string) => Promise<void>): Promise<number> {
  let visited = 0
  for (const { user, pages } of VISITS) {
    await page.context().clearCookies()
    if (user) await signIn(page, user, '/source')
    for (const [name, path] of Object.entries(pages)) {
      await page.goto(path)
      await settled(page)
      await look(name)
      visited++
    }
  }
  return visited
}

test('every route of the application is visited here', () => {
  const router = readFileSync(join(dirname(fileURLToPath(import.meta.url)), '..', 'src', 'router.ts'), 'utf8')
  const routes = [...router.matchAll(/\{ path: '[^']*', name: '(\w+)'/g)].map((m) => m[1])
  expect(routes.length).toBeGreaterThan(20)
  expect(VISITS.flatMap((v) => Object.keys(v.pages)).sort()).toEqual([...routes].sort())
})

test('no page breaks the policy, light and dark', async ({ page }) => {
  test.setTimeout(240_000)
  const found = await listen(page)
  const opened = await walk(page, async () => {
    for (const scheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme: scheme })
      await page.evaluate((t) => (document.documentElement.dataset.theme = t), scheme)
      await page.evaluate(() => new Promise(requestAnimationFrame))
    }
  })
  console.log(`      ${opened} pages in two themes: ${found.violations.length} violations`)
  expect(found.violations).toEqual([])
})

test('the listener hears a violation', async ({ page, watched }) => {
  const found = await listen(page)
  await page.goto('/login')
  await page.evaluate(() => {
    const p = document.createElement('p')
    p.innerHTML = '<img src="https://example.invalid/x.png" style="color:red">'
    document.body.append(p)
  })
  await expect.poll(() => found.violations.length).toBeGreaterThan(1)
  watched.length = 0 // what was done here on purpose
})

/** Puts an attack into every text with a Chinese character in an answer, each followed by its number so that none is like another. */
async function poison(page: Page): Promise<() => number> {
  let placed = 0
  const change = (value: unknown): unknown => {
    if (typeof value === 'string') return /\p{Script=Han}/u.test(value) ? `${PAYLOADS[placed++ % PAYLOADS.length]} 字${placed}` : value
    if (Array.isArray(value)) return value.map(change)
    if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, change(v)]))
    return value
  }
  await page.route('**/api/v1/**', async (route) => {
    const answer = await route.fetch()
    if (!answer.headers()['content-type']?.includes('json')) return route.fulfill({ response: answer })
    return route.fulfill({ response: answer, json: change(await answer.json()) })
  })
  return () => placed
}

/** What an attack would have left in the page. */
function traces(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('[data-xss], [onerror], [onload], [onfocus], base, iframe, object, embed')].map((e) => e.outerHTML.slice(0, 120))
      .concat([...document.querySelectorAll('a[href]')].map((a) => (a as HTMLAnchorElement).href).filter((h) => /^(javascript|data):/i.test(h))))
}

test('an attack in every text of every answer stays text', async ({ page }) => {
  test.setTimeout(240_000)
  const found = await listen(page)
  const placed = await poison(page)
  const left: string[] = []
  const opened = await walk(page, async (name) => {
    left.push(...(await traces(page)).map((t) => `${name}: ${t}`))
    for (const el of await page.locator('main [title], main button[aria-expanded=false]').all().then((all) => all.slice(0, 2))) await el.hover({ timeout: 500 }).catch(() => undefined)
    left.push(...(await traces(page)).map((t) => `${name}, pointed at: ${t}`))
    if (name === 'projects') await page.screenshot({ path: 'screenshots/attack-projects.png' })
  })
  console.log(`      ${PAYLOADS.length} attacks, ${placed()} texts, ${opened} pages: ${left.length} elements, ${found.dialogs.length} dialogs, ${found.violations.length} violations`)
  expect(placed()).toBeGreaterThan(1000)
  expect(left).toEqual([])
  expect(found.dialogs).toEqual([])
  expect(found.violations).toEqual([])
})

/** Asks the program as the account that is signed in on the page. */
async function ask(page: Page, method: string, path: string, body: unknown): Promise<{ status: number; text: string }> {
  return page.evaluate(async ([m, p, b]) => {
    const session = await (await fetch('/api/v1/auth/refresh', { method: 'POST', headers: { 'X-Guatu-Client': 'e2e' } })).json() as { accessToken: string }
    const headers: Record<string, string> = { Authorization: `Bearer ${session.accessToken}`, 'Idempotency-Key': crypto.randomUUID() }
    let content: BodyInit
    if (b && typeof b === 'object' && 'file' in b) {
      content = new FormData()
      content.append('file', new File(['%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n'], String(b.file), { type: 'application/pdf' }))
    } else {
      headers['Content-Type'] = 'application/json'
      content = JSON.stringify(b)
    }
    const answer = await fetch(`/api/v1${p}`, { method: m, headers, body: content })
    return { status: answer.status, text: await answer.text() }
  }, [method, path, body] as const)
}

ownDemoTest('attacks that are stored come back as text', async ({ page, instance }: { page: Page; instance: Instance }) => {
  ownDemoTest.setTimeout(120_000)
  const found = await listen(page)
  await page.goto(instance.url)
  await signIn(page, 'sysadmin', '/admin/departments')
  let stored = 0
  for (const [i, payload] of PAYLOADS.entries()) {
    const made = await ask(page, 'POST', '/departments', { name: `${payload}${i}`.slice(0, 100), code: `x${i}` })
    if (made.status === 201) stored++
    else expect(made.status, made.text).toBe(422) // a character no name may have
  }
  await page.reload()
  await settled(page)
  expect(stored).toBeGreaterThan(35)
  await expect(page.getByText('<img src=x data-xss onerror=alert(1)>1', { exact: false }).first()).toBeVisible()
  expect(await traces(page)).toEqual([])
  await page.context().clearCookies()
  await signIn(page, 'reporter.edu', '/work')
  const sent = await ask(page, 'POST', '/files', { file: `<img src=x data-xss onerror=alert(1)>.pdf` })
  console.log(`      ${stored} names stored, file ${sent.status}`)
  expect(await traces(page)).toEqual([])
  expect([...found.dialogs, ...found.violations]).toEqual([])
})
