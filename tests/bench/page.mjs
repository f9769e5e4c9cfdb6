// The application's list beside a page written by hand, in turns, each time in a fresh browser.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { address, sessionFor, storageWith } from '../e2e/support/accounts.mjs';
import { STORAGE_KEY } from '../e2e/support/place.mjs';
import { endless } from './endless.mjs';
import { compare, heapLine, partsTable, spread, table } from './figures.mjs';
import { PAUSE } from './list.mjs';
import { compressAll, layFloor } from './site.mjs';
import { record, visit } from './visit.mjs';

/** A machine as it is, and one with a quarter of its speed. */
const SLOWDOWNS = [1, 4];

/** @returns {Promise<string[]>} what is too slow, in sentences */
export async function page({ url, site, results, rounds, rows }) {
  // One session for both: the same token, and no renewal within the hour that it lasts.
  const storage = storageWith(await sessionFor(address('owner')));
  const { questions, expected } = await record(storage);
  layFloor(site, { session: STORAGE_KEY, pause: PAUSE, questions });
  await compressAll(url, site);

  const failures = [];
  const raw = {};
  for (const slowdown of SLOWDOWNS) {
    const runs = { floor: [], page: [] };
    for (let round = 0; round < rounds; round += 1) {
      // Whoever comes second may find a warmer database: they change places.
      for (const target of round % 2 ? ['page', 'floor'] : ['floor', 'page']) {
        runs[target].push(await visit(storage, target, expected, slowdown));
      }
      process.stderr.write(`round ${round + 1} of ${rounds}${slowdown > 1 ? `, ${slowdown} × slower` : ''}\n`);
    }
    raw[slowdown] = runs;
    const [floor, ours] = [runs.floor, runs.page].map(together);
    const lines = compare(floor, ours);
    const speed = slowdown > 1 ? `, processor slowed down ${slowdown} ×` : '';
    const title = `The list beside the floor, ${rounds} rounds${speed}: median (least–most)`;
    console.log(table(title, lines, floor, ours));
    console.log(partsTable(floor, ours));
    console.log(`\n${seenLine('rows after navigation, the server\'s time included', floor, ours)}`);
    for (const [who, visits] of Object.entries(runs)) console.log(heapLine(who, visits.map(({ heap }) => heap)));
    const slow = lines.filter((line) => line.slow);
    failures.push(...slow.map(({ name, ratio }) => `${name}${speed}: ${ratio.toFixed(2)} × the floor`));
  }
  failures.push(...(await endless(storage, rows)));
  mkdirSync(results, { recursive: true });
  writeFileSync(path.join(results, 'page.json'), `${JSON.stringify(raw, null, 1)}\n`);
  return failures;
}

/** The times of all rounds by what was done. */
function together(runs) {
  const all = {};
  for (const { times } of runs) {
    for (const [name, samples] of Object.entries(times)) (all[name] ??= []).push(...samples);
  }
  return all;
}

function seenLine(words, floor, ours) {
  const seen = (times) => {
    const { median, least, most } = spread(times['rows after navigation'].map((time) => time.seen));
    return `${Math.round(median)} ms (${Math.round(least)}–${Math.round(most)})`;
  };
  return `${words}: floor ${seen(floor)}, page ${seen(ours)}`;
}
