import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const bin = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'bin')
const guatu = process.env.GUATU_BIN ?? join(bin, 'guatu')
const bench = process.env.GUATU_BENCH_BIN ?? join(dirname(guatu), 'bench')

/** A demonstration of its own with a district's worth of projects more, so that no other spec sees them. */
export async function bigDemo(projects: number, each: number): Promise<{ url: string; stop: () => Promise<void> }> {
  if (!existsSync(bench)) throw new Error(`${bench} is missing: make test-looks builds it, or: go build -o bin/bench ./cmd/bench`)
  const port = await new Promise<number>((resolve, reject) => {
    const s = createServer()
    s.on('error', reject)
    s.listen(0, '127.0.0.1', () => {
      const a = s.address()
      s.close(() => resolve(typeof a === 'object' && a ? a.port : 0))
    })
  })
  const data = mkdtempSync(join(tmpdir(), 'guatu-wall-'))
  const url = `http://127.0.0.1:${port}`
  const server = spawn(guatu, ['demo'], { env: { ...process.env, GUATU_ADDR: `127.0.0.1:${port}`, GUATU_DATA_DIR: data }, stdio: 'ignore' })
  const stop = async () => {
    const gone = new Promise((r) => server.once('exit', r))
    server.kill('SIGTERM')
    await Promise.race([gone, new Promise((r) => setTimeout(r, 10_000))])
    if (server.exitCode === null) server.kill('SIGKILL')
    rmSync(data, { recursive: true, force: true })
  }
  try {
    for (let i = 0; ; i++) {
      if ((await fetch(`${url}/readyz`).catch(() => null))?.ok) break
      if (i > 400 || server.exitCode !== null) throw new Error('the demonstration did not get ready')
      await new Promise((r) => setTimeout(r, 150))
    }
    execFileSync(bench, ['-into', join(data, 'guatu.db'), '-projects', String(projects), '-each', String(each)])
  } catch (e) {
    await stop()
    throw e
  }
  return { url, stop }
}
