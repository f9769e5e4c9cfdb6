// The first owner is made by who has the database, with the line that the README gives, and by nobody else.
import { readFileSync } from 'node:fs';
import { ask, mailFor, sessionFor } from '../support/accounts.mjs';
import { makeStranger } from '../support/clients.mjs';
import { askForMail, enterCode } from '../support/sign-in.mjs';
import { expect, test } from '../support/test.mjs';

const README = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
const LINE = /^ *(insert into app\.clients .*owner.*;)$/m.exec(README)[1];
const EMAIL = 'you@example.com';

test('nobody becomes an owner by being the first: without a row, a new agency shows nothing to anybody', async ({ sql }) => {
  const remove = await makeStranger(sql, EMAIL);
  try {
    const [{ id }] = await sql`select id from auth.users where email = ${EMAIL}`;
    const answer = await sql.begin(async (transaction) => {
      // An agency on its first day: no client, no owner. All of it is undone below.
      await transaction`set local session_replication_role = replica`;
      await transaction`delete from app.clients`;
      await transaction`set local session_replication_role = origin`;
      await transaction`select set_config('request.jwt.claims', ${JSON.stringify({ sub: id, role: 'authenticated', email: EMAIL })}, true)`;
      await transaction`set local role authenticated`;
      const [first] = await transaction`select public.touch_login() as me`;
      const [again] = await transaction`select public.me() as me`;
      const seen = await transaction`select 1 from public.clients`;
      const made = await transaction.savepoint((inner) => inner`insert into public.clients (email, name, role) values (${EMAIL}, 'You', 'owner')`).then(() => 'made', ({ code }) => code);
      throw Object.assign(new Error('undone'), { told: { first: first.me.role, again: again.me.role, seen: seen.length, made } });
    }).catch((error) => error.told ?? Promise.reject(error));
    expect(answer).toEqual({ first: null, again: null, seen: 0, made: '42501' });
  } finally {
    await remove();
  }
});

test('the README\'s line makes the owner, once its address has signed in; and again one of somebody who has a row', async ({ page, sql }) => {
  const remove = await makeStranger(sql, EMAIL);
  try {
    const { access_token: token } = await sessionFor(EMAIL);
    expect(await (await ask('/rest/v1/rpc/me', { token, body: {} })).json()).toMatchObject({ role: null });
    // Not through the endpoint, whatever it is called there.
    const direct = await ask('/rest/v1/clients', { token, body: { email: EMAIL, name: 'You', role: 'owner' } });
    expect(direct.ok).toBe(false);

    await sql.unsafe(LINE);
    await page.goto('/sign-in');
    await askForMail(page, EMAIL);
    await enterCode(page, (await mailFor(EMAIL)).code);
    await expect(page.getByRole('grid', { name: 'Clients' })).toBeVisible();
    expect(await (await ask('/rest/v1/rpc/me', { token, body: {} })).json()).toMatchObject({ role: 'owner' });

    // Whose row was there before becomes the owner in it, and keeps what it holds.
    await sql.begin(async (transaction) => {
      await transaction`set local session_replication_role = replica`;
      await transaction`update app.clients set role = 'viewer', company_name = 'Kept' where email = ${EMAIL}`;
    });
    await sql.unsafe(LINE);
    const [row] = await sql`select role, company_name from app.clients where email = ${EMAIL}`;
    expect(row).toEqual({ role: 'owner', company_name: 'Kept' });
  } finally {
    await sql.begin(async (transaction) => {
      await transaction`set local session_replication_role = replica`;
      await transaction`delete from app.clients where email = ${EMAIL}`;
    });
    await remove();
  }
});
