// The figures of a first visit, printed and kept in results/figures.json. `npm run figures` prints them alone.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { address, sessionFor, storageWith } from '../support/accounts.mjs';
import { median, timeToRows, transferred } from '../support/measure.mjs';
import { RESULTS } from '../support/place.mjs';
import { expect, test } from '../support/test.mjs';

const VISITS = 7;

test('a first visit is measured', async () => {
  test.setTimeout(120_000);
  const storage = async () => storageWith(await sessionFor(address('owner')));
  const { kinds, files } = await transferred(await storage());
  const times = [];
  for (let visit = 0; visit < VISITS; visit += 1) times.push(await timeToRows(await storage()));

  const own = Object.entries(kinds).filter(([kind]) => kind !== 'data').reduce((sum, [, bytes]) => sum + bytes, 0);
  const figures = {
    first_visit_bytes: { ...kinds, total_without_data: own },
    files,
    rows_painted_ms: { median: Math.round(median(times)), all: times.map(Math.round) },
  };
  writeFileSync(path.join(RESULTS, 'figures.json'), `${JSON.stringify(figures, null, 2)}\n`);
  const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;
  console.log(
    [
      'First visit, over the wire (brotli):',
      ...Object.entries(kinds).map(([kind, bytes]) => `  ${kind.padEnd(7)} ${kilobytes(bytes).padStart(9)}`),
      `  everything but the data: ${kilobytes(own)}`,
      `First 25 rows painted: ${figures.rows_painted_ms.median} ms (median of ${VISITS}: ${figures.rows_painted_ms.all.join(', ')})`,
    ].join('\n'),
  );

  // Nothing may come twice: a preload that the page does not use is a second download.
  const counted = files.filter(({ kind }) => kind !== 'data').map(({ path: file }) => file);
  expect(counted).toEqual([...new Set(counted)]);
  for (const { path: file, kind, encoding } of files) {
    if (kind === 'wasm') expect(encoding, file).toBe('br');
  }
});
