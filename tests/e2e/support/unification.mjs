// The console of the unification, on a server of its own whose database has the legacy tables with every trap.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import postgres from 'postgres';
import { address, sessionFor, storageWith } from './accounts.mjs';
import { OTHER, startOther } from './other-server.mjs';
import { DIST, HERE, RESULTS } from './place.mjs';
import { expect, test as base } from './test.mjs';
import { watch } from './watch.mjs';

export { expect };
export { expectAccessible, expectAccessibleInEveryLook } from './axe.mjs';

export const test = base.extend({
  /** The other database, as its owner; its legacy tables wait. */
  legacy: [
    async ({}, use) => {
      const dump = path.join(RESULTS, `legacy-${process.env.TEST_PARALLEL_INDEX}.sql`);
      const fixture = readFileSync(path.join(HERE, '../fixtures/legacy.sql'), 'utf8');
      writeFileSync(dump, `${fixture}\ncreate schema app;\ncreate table app.unify_later ();\n`);
      const server = await startOther(DIST, '--legacy', dump);
      const sql = postgres(server.database, { max: 2, onnotice() {} });
      await use(sql);
      // A test that failed may have left a transaction open.
      await sql.end({ timeout: 0 });
      await server.stop();
    },
    { scope: 'worker' },
  ],

  /** `await as('admin')`: a page there in which that person is signed in. */
  as: async ({ browser, legacy }, use) => {
    const opened = [];
    await use(async (who, options = {}) => {
      await legacy`select 1`;
      const storageState = storageWith(await sessionFor(address(who), OTHER), OTHER);
      const context = await browser.newContext({ storageState, baseURL: OTHER, ...options });
      opened.push({ context, wrong: watch(context) });
      return context.newPage();
    });
    for (const { context, wrong } of opened) {
      await context.close();
      expect(wrong).toEqual([]);
    }
  },
});

export const CONSOLE = '/admin/unification';
export const parts = (page) => page.getByRole('navigation', { name: 'Parts of the unification' });
export const panel = (page, title) => page.locator('.panel', { has: page.getByRole('heading', { name: title, exact: true, level: 2 }) });
export const question = (page, name) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true, level: 3 }) });
export const button = (within, name) => within.getByRole('button', { name, exact: true });
export const rows = (page) => page.getByRole('dialog', { name: 'Rows' });

export const heading = (page) => page.getByRole('heading', { name: 'Unification', level: 1 });

export async function open(page, part) {
  await page.goto(`${CONSOLE}?part=${part}`);
  await expect(heading(page)).toBeVisible();
}

/** The four answers that let the run go, as they are filled in. */
export async function answer(page, name) {
  const one = question(page, name);
  if (name === 'Strategy') {
    await one.getByLabel('Strategy', { exact: true }).selectOption('A');
    await one.getByLabel('Acceptable downtime, in minutes').fill('30');
    await one.getByLabel('Risk tolerance').selectOption('low');
  }
  if (name === 'Schema') await one.getByLabel('Fields', { exact: true }).selectOption('full');
  if (name === 'Timeline') {
    await one.getByLabel('The window begins').fill('2020-01-01T00:00');
    await one.getByLabel('The window ends').fill('2090-01-01T00:00');
  }
  for (const box of await one.getByRole('checkbox').all()) await box.check();
}
