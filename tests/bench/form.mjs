// The form beside a bare page of 42 inputs, in turns, each time in a fresh browser: how long it takes to open, and a key
// press to reach the screen. Beside both the form's twin: the same elements as the form, put in by hand.
import { fileURLToPath } from 'node:url';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { address, identity, sessionFor, storageWith } from '../e2e/support/accounts.mjs';
import { freshVisit } from '../e2e/support/measure.mjs';
import { STORAGE_KEY } from '../e2e/support/place.mjs';
import { aligned, ms, quantile } from './figures.mjs';
import { compressAll, layFloor } from './site.mjs';
import { idle, served, taken } from './step.mjs';

const PROBE = fileURLToPath(new URL('probe.js', import.meta.url));
const SLOWDOWNS = [1, 4];
/** The demonstration's client whose every field is filled in. */
const CLIENT = `/admin/clients/${identity('viewer')}`;
/** How often a visit opens the form, and how many keys it presses then. */
const OPENINGS = 3;
const KEYS = 40;
/** What may be taken of the floor's time, at the median and at the 95th percentile; below the noise nobody sees it. */
const LIMITS = { opening: { ratio: 1.3, noise: 8 }, 'key press': { ratio: 1.1, noise: 1 } };

const TARGETS = {
  floor: { start: '/floor/form.html', shown: { selector: '.form input', ids: [], count: 42 }, input: '#company_name' },
  // As many controls as an owner fills in; the other fields of the 43 are text.
  twin: { start: '/floor/twin.html', shown: { selector: '.form [name]', ids: [], count: 36 } },
  page: { start: CLIENT, shown: { selector: '.form [name]', ids: [], count: 36 }, input: '[name=company_name]' },
};

/** @returns {Promise<string[]>} what is too slow, in sentences */
export async function form({ url, site, results, rounds }) {
  const storage = storageWith(await sessionFor(address('owner')));
  const facts = { session: STORAGE_KEY, questions: { client: await question(storage) } };
  for (const name of ['form', 'twin']) layFloor(site, facts, { page: 'form.html', script: `${name}.js`, as: `${name}.html` });
  await compressAll(url, site);

  const failures = [];
  const raw = {};
  for (const slowdown of SLOWDOWNS) {
    const times = Object.fromEntries(Object.keys(TARGETS).map((target) => [target, { opening: [], 'key press': [] }]));
    for (let round = 0; round < rounds; round += 1) {
      for (const target of round % 2 ? ['page', 'twin', 'floor'] : ['floor', 'twin', 'page']) {
        const visited = await visit(storage, TARGETS[target], slowdown);
        for (const [name, samples] of Object.entries(visited)) times[target][name].push(...samples);
      }
      process.stderr.write(`form, round ${round + 1} of ${rounds}${slowdown > 1 ? `, ${slowdown} × slower` : ''}\n`);
    }
    raw[slowdown] = times;
    const speed = slowdown > 1 ? `, processor slowed down ${slowdown} ×` : '';
    const lines = Object.keys(LIMITS).flatMap((name) => compare(name, times));
    const cells = lines.map(({ words, floor, page, slow }) => [words, ms(floor), ms(page), (page / floor).toFixed(2), slow ? 'TOO SLOW' : 'ok']);
    console.log(aligned(`The form beside a bare page of 42 inputs, ${rounds} rounds${speed}`, ['ms', 'floor', 'page', 'ratio', ''], cells));
    const [twin, page] = [times.twin, times.page].map(({ opening }) => quantile(opening, 0.5));
    console.log(`opening of the form's own elements by hand, median: ${ms(twin)} ms; the page: ${(page / twin).toFixed(2)} × that`);
    failures.push(...lines.filter((line) => line.slow).map(({ words, floor, page }) => `form, ${words}${speed}: ${(page / floor).toFixed(2)} × the floor`));
  }
  mkdirSync(results, { recursive: true });
  writeFileSync(path.join(results, 'form.json'), `${JSON.stringify(raw, null, 1)}\n`);
  return failures;
}

function compare(name, times) {
  const { ratio, noise } = LIMITS[name];
  return [[0.5, 'median'], [0.95, '95th percentile']].map(([part, words]) => {
    const [floor, page] = [times.floor, times.page].map((target) => quantile(target[name], part));
    return { words: `${name}, ${words}`, floor, page, slow: page > floor * ratio && page - floor > noise };
  });
}

/** The request with which the page reads the client. */
function question(storage) {
  return freshVisit(storage, async (page) => {
    const asked = page.waitForRequest((request) => new URL(request.url()).searchParams.has('id') && request.url().includes('/rest/v1/'));
    await page.goto(`${CLIENT}/edit`);
    const { pathname, search } = new URL((await asked).url());
    await page.waitForFunction((count) => document.querySelectorAll('.form [name]').length >= count, TARGETS.page.shown.count);
    // With the editors that are drawn when the form stands.
    await page.locator('.form .json').last().waitFor();
    const form = await page.locator('form.form').evaluate((element) => element.outerHTML);
    return { path: pathname + search, form };
  });
}

function visit(storage, { start, shown, input }, slowdown) {
  return freshVisit(storage, async (page) => {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    await page.addInitScript({ path: PROBE });
    await page.goto('/_dev/health');
    const times = { opening: [], 'key press': [] };
    for (let opening = 0; opening < OPENINGS; opening += 1) {
      await page.goto(start);
      const edit = page.getByRole('link', { name: 'Edit', exact: true });
      await edit.waitFor();
      const { x, y, width, height } = await edit.boundingBox();
      await page.mouse.move(x + width / 2, y + height / 2);
      await idle(page);
      await page.evaluate((what) => window.bench.watch(what, 'click'), shown);
      await page.mouse.down();
      await page.mouse.up();
      const { begun, painted, changed, requests } = await taken(page, 'the form');
      times.opening.push(painted - begun - served(requests, changed, begun));
    }
    if (!input) return times;
    await page.locator(input).focus();
    for (let key = 0; key < KEYS; key += 1) {
      await idle(page);
      await page.evaluate(() => window.bench.watchKey());
      await page.keyboard.press(key % 2 ? 'Backspace' : 'x');
      const { begun, painted } = await taken(page, 'a key');
      times['key press'].push(painted - begun);
    }
    return times;
  });
}
