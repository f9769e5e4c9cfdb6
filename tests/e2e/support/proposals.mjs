// What clients propose, as they and those who decide on it find their way: a client of one's own that can sign in.
import { randomUUID } from 'node:crypto';
import { address, ask, identity, sessionFor } from './accounts.mjs';
import { makeStranger, removeClients } from './clients.mjs';
import { field, whole } from './edit.mjs';
import { expect, test as base } from './test.mjs';

export { expect };

export const test = base.extend({
  /** A client who signs in with `as(desk.who)` and whom `member` looks after; gone afterwards, with its proposals. */
  desk: async ({ sql, client }, use) => {
    const who = `desk-${randomUUID().slice(0, 8)}`;
    const removeAccount = await makeStranger(sql, address(who));
    const [{ id: user_id }] = await sql`select id from auth.users where email = ${address(who)}`;
    const row = await client({
      email: address(who), user_id, phone: '+49 30 901820', industry: 'Hotels', project_type: 'Website',
      color_palette: { Ink: '#222222', Oat: '#f4ead7' },
    });
    await use({ who, row, user_id });
    await removeClients(sql, [row.id]);
    await removeAccount();
  },
});

/** Proposes as the client, without the pages. @returns the proposal's identity */
export async function propose(desk, changes, { note, id = randomUUID() } = {}) {
  const { access_token: token } = await sessionFor(address(desk.who));
  const answer = await ask('/rest/v1/rpc/propose_changes', { token, body: { proposal: id, changes, note } });
  expect(answer.ok, await answer.clone().text()).toBe(true);
  return id;
}

/** Decides as somebody of the agency, without the pages. */
export async function decide(who, sql, id, accept, refuse = [], note) {
  const { access_token: token } = await sessionFor(address(who));
  const [{ version, client }] = await sql`
    select p.version, c.version as client from app.proposals p join app.clients c on c.id = p.client_id where p.id = ${id}`;
  const body = { proposal: id, version, accept, refuse, answer: note, client_version: client };
  const answer = await ask('/rest/v1/rpc/decide_proposal', { token, body });
  expect(answer.ok, await answer.clone().text()).toBe(true);
}

/** The proposals of a client as they lie in the table, oldest first. */
export const proposalsOf = (sql, desk) => sql`select * from app.proposals where client_id = ${desk.row.id} order by created_at, id`;

export const member = identity('member');
export const send = (page) => page.getByRole('button', { name: 'Send' });
export const note = (page) => page.getByLabel('Note to your agency');
/** What stands beside the form when it was not sent. */
export const notSent = (page) => page.getByRole('alert').filter({ hasText: 'Not sent.' });
export const own = (page) => page.getByRole('region', { name: 'Your proposals' });
export const queue = (page) => page.getByRole('list', { name: 'Proposals that wait' });
export const group = (page, label) => page.getByRole('group', { name: label, exact: true });
export const choose = (page, label, choice) => group(page, label).getByRole('radio', { name: choice }).check();
export const chosen = (page, label, choice) => group(page, label).getByRole('radio', { name: choice });
export const answerNote = (page) => page.getByLabel('Note to the client');
export const decideButton = (page) => page.getByRole('button', { name: 'Decide' });
export const notDecided = (page) => page.getByRole('alert').filter({ hasText: 'Not decided.' });
/** A value of a field under its name. */
export const value = (place, name) => place.getByRole('term').getByText(name, { exact: true }).locator('xpath=following-sibling::dd');

export async function openPropose(page) {
  await page.goto('/portal/propose');
  await expect(page.getByRole('heading', { level: 1, name: 'Propose a change' })).toBeVisible();
  await expect(field(page, 'Phone')).toBeVisible();
  await whole(page);
}

export async function openProposal(page, id, row) {
  await page.goto(`/admin/proposals/${id}`);
  await expect(page.getByRole('heading', { level: 1, name: `Proposal of ${row.company_name}` })).toBeVisible();
}
/** The answer to a call is lost on its way, once; the call itself is heard. */
export async function loseAnswer(page, pattern) {
  await page.route(pattern, async (route) => {
    await route.fetch();
    await route.abort('connectionreset');
  }, { times: 1 });
}
