// The test of this project: signed-in people, rows of one's own, and a watch over every page.
import { test as base, expect } from '@playwright/test';
import postgres from 'postgres';
import { address, sessionFor, storageWith } from './accounts.mjs';
import { makeClient, removeClients } from './clients.mjs';
import { databaseOf } from './place.mjs';
import { watch } from './watch.mjs';

export { expect };

export const test = base.extend({
  /** The database itself, as its owner. */
  sql: [
    async ({}, use) => {
      const sql = postgres(process.env[databaseOf()], { max: 2, onnotice() {} });
      await use(sql);
      await sql.end();
    },
    { scope: 'worker' },
  ],

  context: async ({ context }, use) => {
    const wrong = watch(context);
    await use(context);
    expect(wrong).toEqual([]);
  },

  /** `await as('member')`: a page in a browser of its own in which that person is signed in. */
  as: async ({ browser }, use) => {
    const opened = [];
    await use(async (who, options = {}) => {
      const storageState = storageWith(await sessionFor(address(who)));
      const context = await browser.newContext({ storageState, ...options });
      opened.push({ context, wrong: watch(context) });
      return context.newPage();
    });
    for (const { context, wrong } of opened) {
      await context.close();
      expect(wrong).toEqual([]);
    }
  },

  /** `await client({ manager: 'member', … })`: a row that nobody else uses and that is gone afterwards. */
  client: async ({ sql }, use) => {
    const made = [];
    await use(async (columns) => {
      const row = await makeClient(sql, columns);
      made.push(row.id);
      return row;
    });
    await removeClients(sql, made);
  },
});
