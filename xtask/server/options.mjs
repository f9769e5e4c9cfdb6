// The server's flags, checked once and turned into absolute paths and the four ports.
import { statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Problem } from './problem.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MOST_ROWS = 10_000_000;

export const usage = `node xtask/server/main.mjs [flags]
  --port P        the one origin (54330); P+1 to P+3 are used inside
  --data DIR      where the database lives (.data)
  --reset         wipe that database first
  --legacy FILE   load a dump of the legacy tables first (a fresh database)
  --rows N        fill up to N generated clients
  --static DIR    serve the built application from DIR
  --dev           reload open pages when the build changes
  --compress      answer with brotli or gzip
  --token-life S  seconds that a token lasts, in place of what config.toml says
  --supabase DIR  the folder with config.toml, migrations and seed.sql (supabase)`;

/** @returns {{port, ports, site, data, reset, rows, legacy, static, dev, compress, tokenLife, supabase, help}} */
export function parseOptions(argv) {
  const flags = read(argv);
  const port = integer('--port', flags.port ?? '54330', 1024, 65532);
  return {
    help: flags.help ?? false,
    port,
    ports: { origin: port, postgres: port + 1, postgrest: port + 2, postgrestAdmin: port + 3 },
    site: `http://127.0.0.1:${port}`,
    data: path.resolve(flags.data ?? '.data'),
    reset: flags.reset ?? false,
    rows: flags.rows === undefined ? undefined : integer('--rows', flags.rows, 0, MOST_ROWS),
    legacy: flags.legacy === undefined ? undefined : file('--legacy', flags.legacy),
    static: flags.static === undefined ? undefined : path.resolve(flags.static),
    dev: flags.dev ?? false,
    compress: flags.compress ?? false,
    tokenLife: flags['token-life'] === undefined ? undefined : integer('--token-life', flags['token-life'], 1, 604_800),
    supabase: path.resolve(flags.supabase ?? path.join(ROOT, 'supabase')),
  };
}

function read(argv) {
  const text = { type: 'string' };
  const flag = { type: 'boolean' };
  const options = {
    port: text,
    data: text,
    reset: flag,
    rows: text,
    legacy: text,
    static: text,
    dev: flag,
    compress: flag,
    'token-life': text,
    supabase: text,
    help: flag,
  };
  try {
    return parseArgs({ args: argv, options }).values;
  } catch (error) {
    throw new Problem(`${error.message.split('. ')[0]}.\n${usage}`);
  }
}

function file(flag, name) {
  const found = path.resolve(name);
  if (statSync(found, { throwIfNoEntry: false })?.isFile()) return found;
  throw new Problem(`${flag} takes a file of SQL as pg_dump writes it, and ${found} is none.`);
}

function integer(flag, text, least, most) {
  const number = /^\d+$/.test(text) ? Number(text) : NaN;
  if (number >= least && number <= most) return number;
  throw new Problem(`${flag} takes a whole number from ${least} to ${most}, not "${text}".`);
}
