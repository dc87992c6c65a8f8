// Fails the build when the first load grows over its limit: what index.html
// names plus everything those modules import statically, gzipped.
import { gzipSync } from 'node:zlib'
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'

const LIMIT = 250 * 1024
const dist = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist')
const gzip = (file) => gzipSync(readFileSync(join(dist, file))).length

const html = readFileSync(join(dist, 'index.html'), 'utf8')
const first = new Set(['index.html'])
const queue = [...html.matchAll(/(?:src|href)="\/([^"]+)"/g)].map((m) => m[1])
while (queue.length) {
  const file = queue.pop()
  if (first.has(file)) continue
  first.add(file)
  if (!file.endsWith('.js')) continue
  const code = readFileSync(join(dist, file), 'utf8')
  for (const m of code.matchAll(/(?:^|[;}\s])(?:import|export)\b[^;"'()]*["'](\.[^"']+\.js)["']/g)) {
    queue.push(normalize(join(dirname(file), m[1])))
  }
}

const assets = readdirSync(join(dist, 'assets')).map((f) => `assets/${f}`)
let firstLoad = 0
let total = 0
for (const file of ['index.html', ...assets].sort()) {
  const size = gzip(file)
  total += size
  if (first.has(file)) firstLoad += size
  console.log(`${first.has(file) ? '*' : ' '} ${(size / 1024).toFixed(1).padStart(7)} kB  ${file}`)
}
console.log(`first load (*) ${(firstLoad / 1024).toFixed(1)} kB gzip of ${LIMIT / 1024} kB; all ${(total / 1024).toFixed(1)} kB`)
if (firstLoad > LIMIT) {
  console.error('The first load is over its limit.')
  process.exit(1)
}
