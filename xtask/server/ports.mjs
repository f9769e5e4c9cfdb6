// All four ports must be free; a taken one is named before anything starts.
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Problem } from './problem.mjs';

/** What was just taken down may hold its port a moment longer: a killed process lets go when its last thread ends. */
const PATIENCE_MS = 2000;

export async function demandFreePorts(ports) {
  const giveUp = performance.now() + PATIENCE_MS;
  for (const port of Object.values(ports)) {
    while (!(await free(port)) && performance.now() < giveUp) await delay(50);
    if (await free(port)) continue;
    throw new Problem(
      `Port ${port} is in use: stop the program that uses it, or choose another with --port (it and the next three must be free).`,
    );
  }
}

function free(port) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) =>
      error.code === 'EADDRINUSE' || error.code === 'EACCES' ? resolve(false) : reject(error),
    );
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
