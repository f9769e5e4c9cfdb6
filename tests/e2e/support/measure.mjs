// What a first visit costs: bytes over the wire, and the time until the first rows are on the screen.
import { chromium } from '@playwright/test';
import { launchOptions } from './browser.mjs';
import { SITE } from './place.mjs';

/** Visits as somebody who never was here: a browser of its own for each visit, with nothing cached. */
export async function freshVisit(storageState, visit) {
  const browser = await chromium.launch(launchOptions);
  try {
    const context = await browser.newContext({ baseURL: SITE, storageState, viewport: { width: 1440, height: 900 } });
    return await visit(await context.newPage());
  } finally {
    await browser.close();
  }
}

/** What a transfer is counted as. The page's own files are told apart from the data that it asks for. */
function kindOf(url, mime) {
  const { pathname } = new URL(url);
  if (/^\/(rest|auth)\/v1\//.test(pathname)) return 'data';
  if (mime.includes('wasm')) return 'wasm';
  if (mime.includes('javascript')) return 'js';
  return { 'text/css': 'css', 'text/html': 'html', 'application/json': 'config', 'image/svg+xml': 'icon' }[mime] ?? mime;
}

/** @returns bytes over the wire, headers included, by kind and by file, until the rows stand there */
export function transferred(storageState) {
  return freshVisit(storageState, async (page) => {
    const network = await page.context().newCDPSession(page);
    await network.send('Network.enable');
    const responses = new Map();
    const files = [];
    network.on('Network.responseReceived', ({ requestId, response }) => responses.set(requestId, response));
    network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const response = responses.get(requestId);
      if (!response) return;
      const encoding = Object.entries(response.headers).find(([name]) => name.toLowerCase() === 'content-encoding')?.[1];
      files.push({ path: new URL(response.url).pathname, kind: kindOf(response.url, response.mimeType), encoding, bytes: encodedDataLength });
    });
    await page.goto('/admin/clients');
    await page.getByRole('navigation', { name: 'Pages' }).waitFor();
    await page.waitForLoadState('load');
    const kinds = {};
    for (const { kind, bytes } of files) kinds[kind] = (kinds[kind] ?? 0) + bytes;
    return { kinds, files };
  });
}

/** @returns milliseconds from the beginning of the navigation until 25 rows were painted */
export function timeToRows(storageState) {
  return freshVisit(storageState, async (page) => {
    await page.addInitScript(() => {
      window.painted = new Promise((resolve) => {
        const look = () => {
          if (document.querySelectorAll('tbody tr').length < 25) return requestAnimationFrame(look);
          // The frame that holds the rows is painted before the one after it begins.
          requestAnimationFrame(() => resolve(performance.now()));
        };
        requestAnimationFrame(look);
      });
    });
    await page.goto('/admin/clients', { waitUntil: 'commit' });
    return page.evaluate(() => window.painted);
  });
}

export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
