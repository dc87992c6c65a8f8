import { spawn, type ChildProcess } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { password, test as base } from './support'

/**
 * An instance of its own: an empty database for a story that begins before
 * there is any account, or a demonstration that may be turned upside down. It
 * lives as long as the worker, so that several specs can tell one story; it is
 * ended by its own process.
 */
export interface Instance {
  url: string
  /** The set-up code the program printed; '' for a demonstration. */
  code: string
  /** What people sign in with by now, by user name; filled in by the story. */
  passwords: Map<string, string>
}

const BINARY = process.env.GUATU_BIN ?? join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'bin', 'guatu')

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const s = createServer()
    s.on('error', reject)
    s.listen(0, '127.0.0.1', () => {
      const address = s.address()
      s.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}

async function until<T>(what: string, ask: () => Promise<T | null> | T | null, output: () => string): Promise<T> {
  for (let i = 0; i < 1000; i++) {
    const answer = await ask()
    if (answer !== null) return answer
    await new Promise((r) => setTimeout(r, 100))
  }
  throw new Error(`${what} did not come:\n${output()}`)
}

async function startInstance(verb: 'serve' | 'demo', extra: Record<string, string>): Promise<{ instance: Instance; stop: () => Promise<void> }> {
  const port = await freePort()
  const data = mkdtempSync(join(tmpdir(), 'guatu-first-'))
  if (verb === 'demo' && process.env.GUATU_E2E_LOADED) cpSync(process.env.GUATU_E2E_LOADED, data, { recursive: true }) // see run.mjs
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GUATU_')))
  const server: ChildProcess = spawn(BINARY, [verb], {
    env: {
      ...inherited, GUATU_ADDR: `127.0.0.1:${port}`, GUATU_DATA_DIR: data,
      GUATU_LOGIN_PER_MINUTE: '1000', GUATU_RATE_LIMIT: '0', GUATU_RATE_LIMIT_PUBLIC: '0', GUATU_LOG_LEVEL: 'warn', ...extra,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  server.stdout?.on('data', (d: Buffer) => (output += d.toString()))
  server.stderr?.on('data', (d: Buffer) => (output += d.toString()))
  const stop = async (): Promise<void> => {
    const gone = new Promise<void>((r) => server.once('exit', () => r()))
    server.kill('SIGTERM')
    await Promise.race([gone, new Promise<void>((r) => setTimeout(r, 10_000))])
    if (server.exitCode === null) server.kill('SIGKILL')
    rmSync(data, { recursive: true, force: true })
  }
  try {
    const url = `http://127.0.0.1:${port}`
    const code = verb === 'demo' ? '' : await until('the set-up code', () => /(?:[A-Z0-9]{4}-){3}[A-Z0-9]{4}/.exec(output)?.[0] ?? null, () => output)
    await until('the program', async () => ((await fetch(`${url}/readyz`).catch(() => null))?.ok ? true : null), () => output)
    return { instance: { url, code, passwords: new Map() }, stop }
  } catch (e) {
    await stop()
    throw e
  }
}

type Fixtures = { instance: Instance }

/** Tests that tell the story of an empty database; the business day is a Monday of January 2018. */
export const emptyTest = base.extend<object, Fixtures>({
  instance: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const { instance, stop } = await startInstance('serve', { GUATU_TODAY: '2018-01-15', GUATU_SECOND_FACTOR: 'optional' })
      await use(instance)
      await stop()
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ instance }, use) => use(instance.url),
})

/** Tests that turn a demonstration upside down, which no other spec must see: each call is an instance of its own. */
export const ownDemo = (settings: Record<string, string> = {}) => base.extend<object, Fixtures>({
  instance: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const { instance, stop } = await startInstance('demo', { GUATU_DEMO_PASSWORD: password, ...settings })
      await use(instance)
      await stop()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ instance }, use) => use(instance.url),
})

/** A demonstration that demands the second factor, as a district in earnest does. */
export const strictTest = base.extend<object, Fixtures>({
  instance: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const { instance, stop } = await startInstance('demo', { GUATU_DEMO_PASSWORD: password, GUATU_SECOND_FACTOR: 'required' })
      await use(instance)
      await stop()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  baseURL: async ({ instance }, use) => use(instance.url),
})
