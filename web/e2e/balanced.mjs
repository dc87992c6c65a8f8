// Three instances on one MariaDB behind HAProxy without sticky sessions, one of which is killed again and again while the
// browser works. HAProxy runs with deploy/haproxy.cfg, but for addresses and TLS.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { answers, demonstration, freePort, here, pause, start } from './program.mjs'

const between = (from, to) => from + Math.random() * (to - from)

/** The specs that use the shared server; one that brings an instance of its own proves nothing here. */
export function sharedSpecs(files) {
  return files.filter((f) => f.endsWith('.spec.ts') && /import \{[^}]*\btest\b(?! as)[^}]*\} from '\.\/support'/.test(readFileSync(join(here, f), 'utf8'))).sort()
}

function haproxyConfig(addr, instances, socket) {
  const text = readFileSync(join(here, '..', '..', 'deploy', 'haproxy.cfg'), 'utf8')
    .replace('global\n', `global\n\tstats socket ${socket} mode 600 level operator\n`)
    .replace(/^frontend plain\n(\t.*\n)+/m, '')
    .replace(/^\tbind :443 .*$/m, `\tbind ${addr}`)
    .replace(/^(\tserver .*\n)+/m, instances.map((p, i) => `\tserver s${i} ${p.addr}\n`).join(''))
  if (/:443|:80\n|127\.0\.0\.1:808/.test(text.replace(/^\s*#.*$/gm, ''))) throw new Error('deploy/haproxy.cfg has changed: balanced.mjs no longer finds what it replaces')
  return text
}

/** How often HAProxy asked the same instance again, and another one. */
function proxyFigures(socket) {
  return new Promise((resolve) => {
    let text = ''
    const c = connect(socket, () => c.write('show stat\n'))
    c.on('data', (d) => (text += d)).on('error', () => resolve('unknown')).on('end', () => {
      const [head, ...rows] = text.replace('# ', '').trim().split('\n').map((l) => l.split(','))
      const whole = rows.find((r) => r[0] === 'instances' && r[1] === 'BACKEND') ?? []
      const of = (name) => whole[head.indexOf(name)]
      resolve(`${of('stot')} requests, ${of('wretr')} asked again, ${of('wredis')} of another instance, ${of('hrsp_5xx')} answered with 5xx`)
    })
  })
}

/** Starts everything; `kills` begins the killing, `stop` ends all and gives the figures. */
export async function balanced(env, folder) {
  const dsn = process.env.GUATU_TEST_MYSQL_DSN
  if (!dsn) throw new Error('--balanced needs a MariaDB: scripts/with-mariadb.sh node web/e2e/run.mjs --balanced')
  const shared = join(folder, 'data')
  mkdirSync(shared)
  const instances = []
  const running = []
  const launch = async (p) => {
    p.process = await demonstration({ ...env, GUATU_ADDR: p.addr, GUATU_DATA_DIR: shared, GUATU_DATABASE_DSN: dsn, GUATU_TRUSTED_PROXIES: '127.0.0.1' })
  }
  const figures = { kills: 0, slowest: 0, fault: '' }
  let over = false
  let killing = Promise.resolve()
  async function kill() {
    while (!over) {
      await pause(between(2000, 7000))
      const victim = instances[Math.floor(Math.random() * instances.length)]
      await victim.process.end('SIGKILL')
      figures.kills++
      await pause(between(200, 2500))
      const from = Date.now()
      await launch(victim)
      figures.slowest = Math.max(figures.slowest, Date.now() - from)
    }
  }
  async function stop() {
    over = true
    await killing
    const proxy = running.length > 0 ? await proxyFigures(join(folder, 'haproxy.sock')) : ''
    await Promise.all([...running, ...instances.map((p) => p.process).filter(Boolean)].map((p) => p.end()))
    return { ...figures, proxy }
  }
  try {
    for (let i = 0; i < 3; i++) {
      instances.push({ addr: `127.0.0.1:${await freePort()}` })
      await launch(instances[i]) // the first one loads the demonstration
    }
    const addr = `127.0.0.1:${await freePort()}`
    writeFileSync(join(folder, 'haproxy.cfg'), haproxyConfig(addr, instances, join(folder, 'haproxy.sock')))
    running.push(start('haproxy', ['-db', '-f', join(folder, 'haproxy.cfg')], { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` }))
    await answers(`http://${addr}/livez`, running[0])
    return { url: `http://${addr}`, kills: () => (killing = kill().catch((e) => (figures.fault = e.message))), stop }
  } catch (e) {
    await stop()
    throw e
  }
}
