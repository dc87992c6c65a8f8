// What the runner starts and ends: processes of the program on free ports, each by its own id.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const here = dirname(fileURLToPath(import.meta.url))
export const binary = process.env.GUATU_BIN ?? join(here, '..', '..', 'bin', 'guatu')

export const pause = (ms) => new Promise((r) => setTimeout(r, ms))

/** A port nobody holds, below the range the system hands to clients: an instance that comes back must find it free again. */
export async function freePort() {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    const s = createServer()
    const free = await new Promise((resolve) => s.on('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true)))
    if (!free) continue
    await new Promise((r) => s.close(r))
    return port
  }
}

/** A running process: what it wrote, whether it ended, and how to end it. */
export function start(command, args, env) {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const p = { output: '', ended: false }
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (d) => (p.output = (p.output + d).slice(-20_000)))
  child.on('error', (e) => {
    p.output += String(e)
    p.ended = true
  })
  child.on('exit', () => (p.ended = true))
  p.end = async (signal = 'SIGTERM') => {
    if (p.ended) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await Promise.race([gone, pause(10_000)])
    if (p.ended) return
    child.kill('SIGKILL')
    await gone
  }
  return p
}

/** Waits until an address answers with yes; fails when the process ends or two minutes are over. */
export async function answers(url, p) {
  for (const until = Date.now() + 120_000; !p.ended && Date.now() < until; await pause(100)) {
    if ((await fetch(url).catch(() => null))?.ok) return
  }
  throw new Error(`${url} did not get ready:\n${p.output}`)
}

/** Starts the demonstration at the address of its environment and waits until it is ready. */
export async function demonstration(env) {
  const p = start(binary, ['demo'], env)
  try {
    await answers(`http://${env.GUATU_ADDR}/readyz`, p)
  } catch (e) {
    await p.end()
    throw e
  }
  return p
}
