// Runs the browser tests, each lane against a demo of its own on a free port with a data folder of its own, and ends exactly
// the processes it started. Lanes run at the same time; what measures the browser runs when the others are done.
//
//   node e2e/run.mjs [arguments of playwright]     with arguments: one lane with just these
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const binary = process.env.GUATU_BIN ?? join(here, '..', '..', 'bin', 'guatu')

const freePort = () =>
  new Promise((resolve, reject) => {
    const s = createServer()
    s.on('error', reject)
    s.listen(0, '127.0.0.1', () => {
      const { port } = s.address()
      s.close(() => resolve(port))
    })
  })

const password = process.env.GUATU_DEMO_PASSWORD ?? `e2e-${randomBytes(9).toString('base64url')}-7Aa!`

/** Specs that only look and need nothing another spec did, and the one that measures how smoothly the browser scrolls. */
const LOOKING = ['05-pages', '11-look', '19-csp']
const MEASURING = ['09-wall-scroll']

/** A running demo: its environment, and how it is ended. */
async function demo() {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const data = mkdtempSync(join(tmpdir(), 'guatu-e2e-'))
  const env = {
    ...process.env, GUATU_ADDR: `127.0.0.1:${port}`, GUATU_DATA_DIR: data, GUATU_DEMO_PASSWORD: password,
    GUATU_LOGIN_PER_MINUTE: '1000', GUATU_RATE_LIMIT: '0', GUATU_RATE_LIMIT_PUBLIC: '0', GUATU_LOG_LEVEL: 'warn',
  }
  const server = spawn(binary, ['demo'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  let ended = null
  server.stdout.on('data', (d) => (output += d))
  server.stderr.on('data', (d) => (output += d))
  server.on('exit', (code) => (ended = code ?? -1))
  server.on('error', (e) => {
    output += String(e)
    ended = -1
  })
  const stop = async () => {
    if (ended === null) {
      server.kill('SIGTERM')
      await Promise.race([new Promise((r) => server.on('exit', r)), new Promise((r) => setTimeout(r, 10_000))])
      if (ended === null) server.kill('SIGKILL')
    }
    rmSync(data, { recursive: true, force: true })
  }
  for (let i = 0; i < 600 && ended === null; i++) {
    const answer = await fetch(`${url}/readyz`).catch(() => null)
    if (answer?.ok) return { env: { ...env, GUATU_URL: url, GUATU_BIN: binary }, stop }
    await new Promise((r) => setTimeout(r, 200))
  }
  await stop()
  throw new Error(`the demo did not get ready:\n${output.replaceAll(password, '…')}`)
}

/** Runs playwright with these arguments beside a demo of its own; the answer is its exit code. */
async function lane(name, args) {
  const { env, stop } = await demo()
  try {
    const cli = join(here, '..', 'node_modules', '@playwright', 'test', 'cli.js')
    return await new Promise((resolve) => {
      const run = spawn(process.execPath, [cli, 'test', '-c', join(here, 'playwright.config.ts'), ...args], {
        env: { ...env, GUATU_E2E_LANE: name }, stdio: 'inherit', cwd: join(here, '..'),
      })
      run.on('exit', (c) => resolve(c ?? 1))
    })
  } finally {
    await stop()
  }
}

/** Every spec is in exactly one lane, a new one in that of the journeys. */
function lanes() {
  const specs = readdirSync(here).filter((f) => f.endsWith('.spec.ts')).map((f) => f.replace('.spec.ts', ''))
  const missing = [...LOOKING, ...MEASURING].filter((s) => !specs.includes(s))
  if (missing.length > 0) throw new Error(`there is no spec ${missing.join(', ')}`)
  const files = (names) => names.map((n) => `/${n}.spec.ts`)
  return {
    together: { journeys: files(specs.filter((s) => !LOOKING.includes(s) && !MEASURING.includes(s))), looks: files(LOOKING) },
    after: files(MEASURING),
  }
}

async function all() {
  const { together, after } = lanes()
  const codes = await Promise.all(Object.entries(together).map(([name, files]) => lane(name, files)))
  return Math.max(...codes, await lane('measures', after))
}

let code = 1
try {
  code = process.argv.length > 2 ? await lane('one', process.argv.slice(2)) : await all()
} catch (e) {
  console.error(e.message)
}
process.exit(code)
