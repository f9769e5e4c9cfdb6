// A migration that is broken on purpose: the function that some words stand in, with others in their place.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { SUPABASE } from './support.mjs';

const folder = path.join(SUPABASE, 'migrations');
const files = readdirSync(folder).filter((name) => /unif/.test(name)).map((name) => readFileSync(path.join(folder, name), 'utf8'));

/** The function that the words stand in, with the fault in it. */
export function broken(from, to) {
  for (const text of files) {
    const place = text.indexOf(from);
    if (place < 0) continue;
    const begin = text.lastIndexOf('\ncreate function ', place);
    const [end] = /\n(end )?\$\$;/.exec(text.slice(place)) ?? [];
    const whole = text.slice(begin, text.indexOf(end, place) + end.length);
    return whole.replace('create function', 'create or replace function').replace(from, () => to);
  }
  throw new Error(`these words stand in no migration: ${from}`);
}
