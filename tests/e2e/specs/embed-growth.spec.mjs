// A page that puts tags in and takes them out all day gets no heavier.
import { identity } from '../support/accounts.mjs';
import { counting, rounds, scales } from '../support/embed/growth.mjs';
import { KINDS, expect, tag, test, tokenOf } from '../support/embed/stranger.mjs';

const person = { portal: 'viewer' };
/** In bytes: what memory may grow by while a browser has not yet collected what nobody needs. A leak of one kilobyte each time
 * is more. */
const SLACK = 2 * 65_536;

for (const kinds of [...KINDS.map((kind) => [kind]), KINDS]) {
  test(`${kinds.join(', ')}: a hundred times in and out leaves nothing behind`, async ({ page, visit, project }) => {
    test.setTimeout(180_000);
    await counting(page);
    await visit('');
    const token = await tokenOf(person[kinds.join()] ?? 'owner');
    const markups = kinds.map((kind) => tag(kind, { ...project, 'client-id': identity('viewer') }));
    const { collect, weigh } = await scales(page);
    const tens = async (number) => {
      for (let time = 0; time < number; time += 1) {
        await rounds(page, markups, token, 10);
        await collect();
      }
      await expect.poll(() => page.evaluate(() => window.counted().timers)).toBe(0);
      return weigh();
    };
    let [before, after] = [await tens(3), await tens(10)];
    // Memory stays as large as it was at the worst moment, and a busy machine may have a worse one. A leak grows every time.
    for (let more = 0; more < 2 && after.memory - before.memory > SLACK; more += 1) [before, after] = [after, await tens(10)];
    const { memory, tags: _last, ...first } = before;
    const { memory: grown, tags, ...last } = after;
    expect(last).toEqual(first);
    expect(first).toMatchObject({ timers: 0, channels: 0, heard: 'window error, window unhandledrejection' });
    expect(grown - memory).toBeLessThanOrEqual(SLACK);
    // The browser may keep the last ones for a while, but no others.
    expect(tags).toBeLessThanOrEqual(2 * kinds.length);
  });
}
