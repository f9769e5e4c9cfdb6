// Where everything is: known before anything starts, the same for the configuration, the set-up and the tests.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const HERE = fileURLToPath(new URL('..', import.meta.url));
export const RESULTS = path.join(HERE, 'results');
/** The built application that is tested. */
export const DIST = path.resolve(HERE, process.env.DIST ?? '../../dist');
/** The one origin; the server uses the three ports after it as well. */
export const PORT = Number(process.env.E2E_PORT ?? 54430);
export const SITE = `http://127.0.0.1:${PORT}`;
/** Where the application keeps its session in the browser: the name supabase-js would use for this origin. */
export const STORAGE_KEY = 'sb-127-auth-token';
