// How long a person waits for the server: with nothing there, and with everything there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freePort, start, temporaryDirectory } from './support/server.mjs';

/** Milliseconds until the server answers. */
async function startTime(t, flags) {
  const begun = performance.now();
  const server = await start(t, flags);
  const elapsed = Math.round(performance.now() - begun);
  await server.stop();
  return elapsed;
}

test('a warm start takes less than three seconds', async (t) => {
  const flags = ['--port', String(await freePort()), '--data', temporaryDirectory(t)];
  const cold = await startTime(t, flags);
  const warm = [];
  for (let run = 0; run < 3; run++) warm.push(await startTime(t, flags));
  t.diagnostic(`start of the local server: cold ${cold} ms, warm ${warm.join(', ')} ms`);
  // The quickest tells what the server needs; the others what else the machine was doing.
  assert.ok(Math.min(...warm) < 3000, `warm starts took ${warm.join(', ')} ms`);
});
