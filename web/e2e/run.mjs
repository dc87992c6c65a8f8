// Starts the built demo on a free port with a data folder of its own, runs the browser tests against it, and ends exactly
// the processes it started. With --balanced there are three instances behind HAProxy instead, and one is killed again and
// again (balanced.mjs); then only the specs that use the shared server are run.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { balanced, sharedSpecs } from './balanced.mjs'
import { binary, demonstration, freePort, here } from './program.mjs'

const many = process.argv.includes('--balanced')
const filters = process.argv.slice(2).filter((a) => a !== '--balanced')
const folder = mkdtempSync(join(tmpdir(), 'guatu-e2e-'))
const password = process.env.GUATU_DEMO_PASSWORD ?? `e2e-${randomBytes(9).toString('base64url')}-7Aa!`
const env = {
  ...process.env, GUATU_DEMO_PASSWORD: password, GUATU_LOGIN_PER_MINUTE: '1000', GUATU_RATE_LIMIT: '0', GUATU_RATE_LIMIT_PUBLIC: '0', GUATU_LOG_LEVEL: 'warn',
}

async function single() {
  const addr = `127.0.0.1:${await freePort()}`
  const p = await demonstration({ ...env, GUATU_ADDR: addr, GUATU_DATA_DIR: folder })
  return { url: `http://${addr}`, kills: () => {}, stop: () => p.end() }
}

function browser(url, args, more = {}) {
  const cli = join(here, '..', 'node_modules', '@playwright', 'test', 'cli.js')
  return new Promise((resolve) => {
    const run = spawn(process.execPath, [cli, 'test', '-c', join(here, 'playwright.config.ts'), ...args], {
      env: { ...env, ...more, GUATU_URL: url, GUATU_BIN: binary }, stdio: 'inherit', cwd: join(here, '..'),
    })
    run.on('exit', (c) => resolve(c ?? 1))
  })
}

/** What became of the journeys, in one line; true when nothing was wrong. */
function told(results, seconds, f) {
  const { expected, unexpected, flaky, skipped } = JSON.parse(readFileSync(results, 'utf8')).stats
  console.log(`FIGURES browser behind HAProxy, three instances on one MariaDB: ${expected + unexpected + flaky} journeys in ${Math.round(seconds)} s, ${f.kills} kills ` +
    `(slowest start ${(f.slowest / 1000).toFixed(1)} s), ${unexpected} failed, ${flaky} tried twice, ${skipped} skipped; proxy: ${f.proxy}`)
  if (f.fault) console.error(`FAULT: an instance did not come back: ${f.fault.replaceAll(password, '…')}`)
  return !f.fault && f.kills > 0
}

let code
let servers = null
try {
  servers = many ? await balanced(env, folder) : await single()
  if (many) {
    const results = join(folder, 'results.json')
    const from = Date.now()
    servers.kills()
    code = await browser(servers.url, ['--reporter=list,json', ...(filters.length > 0 ? filters : sharedSpecs(readdirSync(here)))], { PLAYWRIGHT_JSON_OUTPUT_FILE: results, GUATU_TEST_PATIENCE: '1' })
    const figures = await servers.stop()
    if (!told(results, (Date.now() - from) / 1000, figures)) code ||= 1
  } else {
    code = await browser(servers.url, filters)
  }
} catch (e) {
  console.error(e.message.replaceAll(password, '…'))
  code = 1
} finally {
  await servers?.stop()
  rmSync(folder, { recursive: true, force: true })
}
process.exit(code)
