// The list without pages, read on and on: memory and the browser's longest tasks as it grows.
import { fileURLToPath } from 'node:url';
import { freshVisit } from '../e2e/support/measure.mjs';
import { PAGES } from './list.mjs';

const PROBE = fileURLToPath(new URL('probe.js', import.meta.url));

/** Rows at which memory is looked at. */
const MARKS = [1_000, 10_000, 30_000];
/** Longer than this, and a person feels that the page does not answer. */
const LONG_TASK_MS = 50;
/** What thirty thousand rows may take beyond what a thousand take. */
const GROWTH = 1.25;

/** @returns {Promise<string[]>} what is too much, in sentences */
export async function endless(storage, rows) {
  const marks = MARKS.filter((mark) => mark < rows);
  const seen = await freshVisit(storage, async (page) => {
    await page.addInitScript({ path: PROBE });
    await page.goto(PAGES.page);
    await page.locator('summary', { hasText: 'Display' }).click();
    await page.getByRole('button', { name: 'Endless' }).click();
    await page.keyboard.press('Escape');
    await page.locator('.client-table[data-endless]').waitFor();
    const devtools = await page.context().newCDPSession(page);
    const found = [];
    for (const mark of marks) {
      const { longest, chunks, took } = await page.evaluate(readOn, mark);
      await devtools.send('HeapProfiler.collectGarbage');
      const { usedSize } = await devtools.send('Runtime.getHeapUsage');
      const wasm = await page.evaluate(() => window.bench.wasmBytes());
      const elements = await page.evaluate(() => document.querySelectorAll('*').length);
      found.push({ mark, longest, chunks, took, heap: usedSize, wasm, memory: usedSize + wasm, elements });
    }
    return found;
  });
  for (const { mark, longest, chunks, took, heap, wasm, elements } of seen) {
    console.log(
      `${mark} rows without pages: ${(heap / 1e6).toFixed(1)} MB of objects, ${(wasm / 1e6).toFixed(1)} MB of ` +
        `WebAssembly memory, ${elements} elements, ` +
        `longest task ${longest ? `${Math.round(longest)} ms` : 'under 50 ms'}, ${Math.round(took / chunks)} ms a chunk`,
    );
  }
  const [first, last] = [seen[0], seen.at(-1)];
  const problems = seen.filter(({ longest }) => longest > LONG_TASK_MS);
  return [
    ...problems.map(({ mark, longest }) => `a task of ${Math.round(longest)} ms on the way to row ${mark}`),
    ...['memory', 'elements'].filter((what) => last[what] > first[what] * GROWTH)
      .map((what) => `${what}: ${last[what]} at row ${last.mark}, ${first[what]} at row ${first.mark}`),
  ];
}

/** In the page: scrolls to the end as often as rows come, until the row of that number is there. */
async function readOn(mark) {
  const place = () => Number([...document.querySelectorAll('.client-table tbody tr[aria-rowindex]')].at(-1).ariaRowIndex);
  let longest = 0;
  let chunks = 0;
  const tasks = new PerformanceObserver((list) => {
    longest = Math.max(longest, ...list.getEntries().map(({ duration }) => duration));
  });
  tasks.observe({ type: 'longtask' });
  const begun = performance.now();
  while (place() < mark) {
    const before = place();
    await new Promise((resolve) => {
      const changes = new MutationObserver(() => {
        if (place() <= before) return;
        changes.disconnect();
        resolve();
      });
      changes.observe(document.querySelector('.client-table'), { childList: true, subtree: true });
      for (const part of [document.querySelector('.list'), document.scrollingElement]) part.scrollTop = part.scrollHeight;
    });
    chunks += 1;
  }
  await new Promise((resolve) => requestIdleCallback(resolve));
  tasks.disconnect();
  return { longest, chunks, took: performance.now() - begun };
}
