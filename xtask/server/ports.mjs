// All four ports must be free; a taken one is named before anything starts.
import { createServer } from 'node:net';
import { Problem } from './problem.mjs';

export async function demandFreePorts(ports) {
  for (const port of Object.values(ports)) {
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
