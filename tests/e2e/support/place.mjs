// Where everything is: known before anything starts, the same for the configuration, the set-up and the tests.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const HERE = fileURLToPath(new URL('..', import.meta.url));
export const RESULTS = path.join(HERE, 'results');
/** The built application that is tested. */
export const DIST = path.resolve(HERE, process.env.DIST ?? '../../dist');
/** Playwright's number of this worker. Each has a server and a database of its own, so that no test sees another's rows. */
const WORKER = Number(process.env.TEST_PARALLEL_INDEX ?? 0);
/**
 * Where a worker's server answers. It uses the three ports after it as well, a second one of a test's own the four after.
 * Below those that a system lends to outgoing connections (32768 and up), of which the browsers make thousands: one that
 * was lent is taken until a minute after.
 */
export const portOf = (worker) => Number(process.env.E2E_PORT ?? 19430) + 8 * worker;
export const PORT = portOf(WORKER);
/** The one origin. */
export const SITE = `http://127.0.0.1:${PORT}`;
/** Where the application keeps its session in the browser: the name supabase-js would use for this origin. */
export const STORAGE_KEY = 'sb-127-auth-token';
/** In which variable of the environment a worker finds its database. */
export const databaseOf = (worker = WORKER) => `E2E_DATABASE_${worker}`;
