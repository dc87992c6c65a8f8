import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

// The build without a window first: 34 journeys took it 156 s, the whole browser 190 s.
const browsers = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium']

// Where instances are killed again and again, a start of one takes the time of the pages.
const patience = process.env.GUATU_TEST_PATIENCE ? 3 : 1

// One worker: the specs of a lane (run.mjs) act on one server and build on each other, in the order of their names.
export default defineConfig({
  testDir: '.',
  outputDir: `../test-results/${process.env.GUATU_E2E_LANE ?? 'one'}`, // playwright empties it first
  workers: 1,
  fullyParallel: false,
  timeout: patience * 60_000,
  expect: { timeout: patience * 10_000 },
  reporter: [['list']],
  use: {
    baseURL: process.env.GUATU_URL ?? 'http://127.0.0.1:8080',
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1440, height: 900 },
    // A trace records every step of every test to keep those of the failed ones: a fifth of the time (spec 05: 128 s without, 164 s with). GUATU_TRACE=1 asks for it.
    trace: process.env.GUATU_TRACE ? 'retain-on-failure' : 'off',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? browsers.find((b) => existsSync(b)),
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
})
