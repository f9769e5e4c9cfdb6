// A server and a database for each worker: within one, each test uses rows of its own or changes nothing.
import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { launchOptions } from './support/browser.mjs';
import { RESULTS, SITE } from './support/place.mjs';

const LONGEST = 'unification.spec.mjs';

export default defineConfig({
  testDir: 'specs',
  testMatch: '*.spec.mjs',
  globalSetup: './support/server.mjs',
  outputDir: path.join(RESULTS, 'tests'),
  reporter: process.env.CI ? [['line'], ['json', { outputFile: path.join(RESULTS, 'report.json') }]] : [['list']],
  workers: 2,
  // What takes minutes in one piece begins first, so that no worker waits for it at the end.
  projects: [
    { name: 'the longest', testMatch: LONGEST },
    { name: 'the others', testIgnore: LONGEST },
  ],
  // In CI a test that failed is tried once more: on a loaded machine one in some thousands misses its moment. Those that
  // needed it are counted and named as flaky, and are to be mended.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: !!process.env.CI,
  timeout: 30_000,
  expect: { timeout: 7_000 },
  use: {
    baseURL: SITE,
    launchOptions,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    screenshot: 'only-on-failure',
    // A trace of every test costs a third of the time: ask for one with `--trace on` when a test fails.
    trace: 'off',
  },
});
