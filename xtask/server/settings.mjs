// What the server reads from supabase/config.toml, plus the fixed keys of a server that only this machine can reach.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Problem } from './problem.mjs';

// lite reports usage unless told otherwise; it must be said before its first import.
process.env.LITE_TELEMETRY ??= '0';

/** Public by design, like every Supabase publishable key. */
export const PUBLISHABLE_KEY = 'sb_publishable_clientele_local';
/** Bypasses row-level security. Fixed, because nothing but 127.0.0.1 can ask. */
export const SECRET_KEY = 'sb_secret_clientele_local';
const JWT_SECRET = 'clientele-local-server-signs-with-this-secret';

/** @returns {Promise<{auth: object, api: {schemas: string[], maxRows: number}, seeds: string[]}>} */
export async function readSettings({ supabase, site, tokenLife }) {
  const file = path.join(supabase, 'config.toml');
  if (!existsSync(file))
    throw new Problem(`${file} is missing: run this from the project, or name the folder with --supabase DIR.`);
  const config = await readToml(supabase);
  return {
    auth: {
      ...config.auth,
      enabled: true,
      site_url: site,
      ...(tokenLife && { jwt_expiry: tokenLife }),
      additional_redirect_urls: [`${site}/**`],
      jwt_secret: JWT_SECRET,
      publishable_key: PUBLISHABLE_KEY,
      secret_key: SECRET_KEY,
    },
    api: { schemas: config.api?.schemas ?? ['public'], maxRows: config.api?.max_rows ?? 1000 },
    seeds: config.db?.seed?.enabled === false ? [] : (config.db?.seed?.sql_paths ?? ['./seed.sql']),
  };
}

/** lite's reader finds the folder by the working directory, so that is where it is asked from. */
async function readToml(supabase) {
  const { createApi } = await import('@supabase/lite/cli');
  const before = process.cwd();
  process.chdir(path.dirname(supabase));
  try {
    return await (await createApi({ withSupabaseClient: false })).project.local.readConfig();
  } catch (error) {
    throw new Problem(`${path.join(supabase, 'config.toml')} cannot be read: ${error.message}`);
  } finally {
    process.chdir(before);
  }
}
