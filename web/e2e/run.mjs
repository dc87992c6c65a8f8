// Runs the browser tests and ends exactly the processes it started.
//
//   node e2e/run.mjs                    every spec that does something, in two lanes, each against a demo of its own
//   node e2e/run.mjs --looks            those that only look, at every page in both themes and sizes, or measure
//   node e2e/run.mjs ARGUMENT…          one lane with these arguments of playwright
//   node e2e/run.mjs --balanced […]     three instances behind HAProxy, one of which is killed again and again (balanced.mjs);
//                                       only the specs that use the shared server
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { balanced, sharedSpecs } from './balanced.mjs'
import { binary, demonstration, freePort, here } from './program.mjs'

/** Specs that need nothing another spec did: they have a program of their own. */
const APART = ['06-setup', '06b-plan', '07-admin', '17-login']
/** Specs that walk through every page and look, and those that ask for thousands of rows. */
const LOOKS = ['05-pages', '07b-admin-look', '09-wall-scroll', '11-look', '12b-changes-look', '19-csp', '21-many-rows']

const many = process.argv.includes('--balanced')
const looks = process.argv.includes('--looks')
const filters = process.argv.slice(2).filter((a) => a !== '--balanced' && a !== '--looks')
const folder = mkdtempSync(join(tmpdir(), 'guatu-e2e-'))
const password = process.env.GUATU_DEMO_PASSWORD ?? `e2e-${randomBytes(9).toString('base64url')}-7Aa!`
const env = {
  ...process.env, GUATU_DEMO_PASSWORD: password, GUATU_LOGIN_PER_MINUTE: '1000', GUATU_RATE_LIMIT: '0', GUATU_RATE_LIMIT_PUBLIC: '0', GUATU_LOG_LEVEL: 'warn',
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

/** The data of a demonstration that nobody has touched; loading it takes some forty times as long as starting on a copy. */
async function loadedOnce() {
  const data = join(folder, 'loaded')
  mkdirSync(data)
  const server = await demonstration({ ...env, GUATU_ADDR: `127.0.0.1:${await freePort()}`, GUATU_DATA_DIR: data })
  await server.end()
  return data
}
let loaded

/** Runs playwright with these arguments beside a demo of its own; the answer is its exit code. */
async function lane(name, args) {
  loaded ??= await loadedOnce()
  const addr = `127.0.0.1:${await freePort()}`
  const data = join(folder, name)
  cpSync(loaded, data, { recursive: true })
  const server = await demonstration({ ...env, GUATU_ADDR: addr, GUATU_DATA_DIR: data })
  try {
    return await browser(`http://${addr}`, args, { GUATU_E2E_LANE: name, GUATU_E2E_LOADED: loaded })
  } finally {
    await server.end()
  }
}

/**
 * Every spec is in exactly one lane, a new one in that of the journeys. They run one after the other: two browsers at a time
 * take two cores so far that keys are pressed before a page listens, and won a fifth of the time.
 */
async function lanes() {
  const specs = readdirSync(here).filter((f) => f.endsWith('.spec.ts')).map((f) => f.replace('.spec.ts', ''))
  const missing = [...APART, ...LOOKS].filter((s) => !specs.includes(s))
  if (missing.length > 0) throw new Error(`there is no spec ${missing.join(', ')}`)
  const files = (names) => names.map((n) => `/${n}.spec.ts`)
  if (looks) return lane('looks', files(LOOKS))
  const journeys = specs.filter((s) => ![...APART, ...LOOKS].includes(s))
  return Math.max(await lane('journeys', files(journeys)), await lane('apart', files(APART)))
}

/** What became of the journeys, in one line; true when nothing was wrong. */
function told(results, seconds, f) {
  const { expected, unexpected, flaky, skipped } = JSON.parse(readFileSync(results, 'utf8')).stats
  console.log(`FIGURES browser behind HAProxy, three instances on one MariaDB: ${expected + unexpected + flaky} journeys in ${Math.round(seconds)} s, ${f.kills} kills ` +
    `(slowest start ${(f.slowest / 1000).toFixed(1)} s), ${unexpected} failed, ${flaky} tried twice, ${skipped} skipped; proxy: ${f.proxy}`)
  if (f.fault) console.error(`FAULT: an instance did not come back: ${f.fault.replaceAll(password, '…')}`)
  return !f.fault && f.kills > 0
}

async function behindProxy() {
  const servers = await balanced(env, folder)
  try {
    const results = join(folder, 'results.json')
    const from = Date.now()
    servers.kills()
    const code = await browser(servers.url, ['--reporter=list,json', ...(filters.length > 0 ? filters : sharedSpecs(readdirSync(here)))], { PLAYWRIGHT_JSON_OUTPUT_FILE: results, GUATU_TEST_PATIENCE: '1' })
    const figures = await servers.stop()
    return told(results, (Date.now() - from) / 1000, figures) ? code : code || 1
  } finally {
    await servers.stop()
  }
}

let code = 1
try {
  code = many ? await behindProxy() : filters.length > 0 ? await lane('one', filters) : await lanes()
} catch (e) {
  console.error(e.message.replaceAll(password, '…'))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exit(code)
