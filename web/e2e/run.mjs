// Starts the built demo on a free port with a data folder of its own, runs the
// browser tests against it, and ends exactly the process it started.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
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

const port = await freePort()
const url = `http://127.0.0.1:${port}`
const data = mkdtempSync(join(tmpdir(), 'guatu-e2e-'))
const password = process.env.GUATU_DEMO_PASSWORD ?? `e2e-${randomBytes(9).toString('base64url')}-7Aa!`
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

async function ready() {
  for (let i = 0; i < 600 && ended === null; i++) {
    const answer = await fetch(`${url}/readyz`).catch(() => null)
    if (answer?.ok) return
    await new Promise((r) => setTimeout(r, 200))
  }
  throw new Error(`the demo did not get ready:\n${output.replaceAll(password, '…')}`)
}

let code = 1
try {
  await ready()
  const cli = join(here, '..', 'node_modules', '@playwright', 'test', 'cli.js')
  code = await new Promise((resolve) => {
    const run = spawn(process.execPath, [cli, 'test', '-c', join(here, 'playwright.config.ts'), ...process.argv.slice(2)], {
      env: { ...env, GUATU_URL: url, GUATU_BIN: binary }, stdio: 'inherit', cwd: join(here, '..'),
    })
    run.on('exit', (c) => resolve(c ?? 1))
  })
} catch (e) {
  console.error(e.message)
} finally {
  if (ended === null) {
    server.kill('SIGTERM')
    await Promise.race([new Promise((r) => server.on('exit', r)), new Promise((r) => setTimeout(r, 10_000))])
    if (ended === null) server.kill('SIGKILL')
  }
  rmSync(data, { recursive: true, force: true })
}
process.exit(code)
