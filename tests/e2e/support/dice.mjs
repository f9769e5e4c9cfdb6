// Chance that can be repeated: the same seed throws the same numbers.
import { randomInt } from 'node:crypto';

/**
 * The seed that the environment's variable of that name asks for: a number, `new` for one that nobody has walked yet, and
 * without it always the same, so that a change is judged by what it changes.
 */
export function seedFrom(name) {
  const asked = process.env[name];
  return asked === 'new' ? randomInt(2 ** 31) : Number(asked ?? 20);
}

/** @returns dice of that seed (mulberry32) */
export function dice(seed) {
  let state = seed >>> 0;
  const below = (bound) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
  return { below, pick: (from) => from[below(from.length)], onceIn: (times) => below(times) === 0 };
}
