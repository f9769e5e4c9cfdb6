// One visit with a browser of its own: the list opens, then every group of steps is gone through.
import { fileURLToPath } from 'node:url';
import { freshVisit } from '../e2e/support/measure.mjs';
import { asksForRows, GROUPS, PAGES } from './list.mjs';
import { approach, expectation, idle, measure, navigationTimes, taken } from './step.mjs';

const PROBE = fileURLToPath(new URL('probe.js', import.meta.url));

/**
 * @param {'floor' | 'page'} target
 * @param expected what the recording says of each group's steps
 * @returns {Promise<{times: Record<string, object[]>, heap: object}>} times by the name of what was done
 */
export function visit(storage, target, expected, slowdown) {
  return freshVisit(storage, async (page) => {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    await page.addInitScript({ path: PROBE });
    // The browser's own start is none of a page's time: its process for this site and its connection are there already.
    await page.goto('/_dev/health');
    await page.addInitScript((what) => window.bench.watch(what), expected.start[target]);

    const times = { 'rows after navigation': [navigationTimes(await open(page, target))] };
    for (const group of GROUPS) {
      await open(page, target);
      const steps = expected.groups[group.name];
      if (group.before) await measure(page, group.before, steps.before[target]);
      times[group.name] = [];
      for (const [place, step] of group.steps.entries()) {
        times[group.name].push(await measure(page, step, steps.steps[place][target], group.pause));
      }
    }
    return { times, heap: await memory(page, devtools) };
  });
}

async function open(page, target) {
  await page.goto(PAGES[target], { waitUntil: 'commit' });
  return taken(page, 'start');
}

async function memory(page, devtools) {
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  return { objects: usedSize, wasm: await page.evaluate(() => window.bench.wasmBytes()) };
}

/**
 * Goes through the steps on the application's page and writes down what it asks and which rows come: the floor asks the
 * same, and both have to show them.
 */
export function record(storage) {
  return freshVisit(storage, async (page) => {
    const questions = {};
    const note = async (key, act) => {
      const [response] = await Promise.all([
        page.waitForResponse((response) => asksForRows(response.url()), { timeout: 60_000 }),
        act(),
      ]);
      const request = response.request();
      const { pathname, search } = new URL(request.url());
      const { prefer } = request.headers();
      const body = request.postData() ?? undefined;
      questions[key] ??= { method: request.method(), path: pathname + search, prefer, body };
      const ids = (await response.json()).map(({ id }) => id);
      if (ids.length === 0) throw new Error(`"${key}" finds nobody: choose another step in list.mjs.`);
      const { selector, ids: first } = expectation(ids);
      await page.waitForFunction(
        ([selector, ids]) => {
          const rows = document.querySelectorAll(selector);
          return ids.every((id, place) => rows[place]?.querySelector('a')?.href.endsWith(id));
        },
        [selector, first],
      );
      await idle(page);
      const drawn = await page.locator(selector).count();
      return { floor: expectation(ids, ids.length), page: expectation(ids, Math.min(drawn, ids.length)) };
    };
    const begin = () => note('start', () => page.goto(PAGES.page));
    const step = async (step) => {
      await approach(page, step);
      return note(step.key, () => step.act(page));
    };

    const start = await begin();
    const groups = {};
    for (const group of GROUPS) {
      let last = await begin();
      const before = group.before && (last = await step(group.before));
      const steps = [];
      for (const each of group.steps) {
        const next = await step(each);
        if (String(next.page.ids) === String(last.page.ids)) {
          throw new Error(`"${each.key}" shows the same rows as before it: choose another step in list.mjs.`);
        }
        steps.push((last = next));
      }
      groups[group.name] = { before, steps };
    }
    return { questions, expected: { start, groups } };
  });
}
