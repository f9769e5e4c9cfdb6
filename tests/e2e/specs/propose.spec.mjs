// A client proposes changes to their own record: what may be, what is refused and why, what survives.
import { readClient } from '../support/clients.mjs';
import { errorAt, field, summary } from '../support/edit.mjs';
import { json, requestsTo } from '../support/network.mjs';
import {
  answerNote, choose, decide, decideButton, expect, loseAnswer, notSent, note, openPropose, own, propose, proposalsOf, queue, send, test, value,
} from '../support/proposals.mjs';
import { changes, notice } from '../support/record.mjs';
import { dialog, revoke, signInAgain } from '../support/session-end.mjs';

/** What the browser keeps of what is typed. */
const keptTexts = (page) => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('clientele-draft-')).map((key) => localStorage[key]).join('\n'));
const CALL = '**/rest/v1/rpc/propose_changes**';

test('a client proposes, the manager accepts one field and refuses one, and the client reads it', async ({ as, desk, sql }) => {
  const client = await as(desk.who);
  await client.goto('/portal');
  await expect(own(client)).toContainText('You have not proposed a change yet.');
  await client.getByRole('link', { name: 'Propose a change' }).click();
  await field(client, 'Phone').fill('+49 30 901899');
  await field(client, 'Contact person').fill('Ann Newname');
  await note(client).fill('I have married.');
  await send(client).click();
  await expect(notice(client, 'Sent. Your agency will look at it.')).toBeVisible();
  await expect(own(client)).toContainText('Waiting');
  // Nothing is written into the record, and what was proposed began there.
  expect(await readClient(sql, desk.row.id)).toMatchObject({ phone: desk.row.phone, name: desk.row.name, version: desk.row.version });
  const [proposal] = await proposalsOf(sql, desk);
  expect(proposal).toMatchObject({
    base: { phone: desk.row.phone, name: desk.row.name }, changes: { phone: '+49 30 901899', name: 'Ann Newname' },
    note: 'I have married.', status: 'open', proposed_by: desk.user_id,
  });

  const page = await as('member');
  await page.goto('/admin/clients');
  await page.getByRole('link', { name: /^Proposals/ }).click();
  const row = queue(page).getByRole('listitem').filter({ hasText: desk.row.company_name });
  await expect(row).toContainText(`2 fields: Name, Phone`);
  await expect(row).toContainText(desk.row.name);
  await row.getByRole('link').click();
  await expect(page.getByText('I have married.')).toBeVisible();
  await choose(page, 'Phone', 'Accept');
  await choose(page, 'Name', 'Refuse');
  await answerNote(page).fill('Please send the certificate.');
  await decideButton(page).click();
  await expect(notice(page, `${desk.row.company_name}: partly accepted.`)).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: 'Proposals' })).toBeFocused();
  await expect(page.getByText(desk.row.company_name, { exact: true })).toHaveCount(0);

  expect(await readClient(sql, desk.row.id)).toMatchObject({ phone: '+49 30 901899', name: desk.row.name, version: desk.row.version + 1 });
  await page.goto(`/admin/clients/${desk.row.id}`);
  await expect(changes(page).first()).toContainText('Priya Raman');
  await expect(changes(page).first()).toContainText('+49 30 901899');

  await client.reload();
  const outcome = own(client).getByRole('listitem').first();
  await expect(outcome).toContainText('Partly accepted: Phone');
  await expect(outcome.getByRole('listitem').filter({ hasText: 'Contact person' })).toContainText('Refused');
  await expect(outcome.getByRole('listitem').filter({ hasText: 'Phone' })).toContainText('Accepted');
  await expect(outcome).toContainText('Please send the certificate.');
  await expect(own(client).getByRole('button', { name: 'Withdraw' })).toHaveCount(0);
});

test('the form has the open fields and no other, and refuses what the rules refuse', async ({ as, desk, sql }) => {
  const page = await as(desk.who);
  await openPropose(page);
  const keys = await page.locator('form [data-field]').evaluateAll((all) => all.map((element) => element.dataset.field));
  const open = await sql`select field from app.field_rights where proposes order by field`;
  expect(keys.toSorted()).toEqual(open.map((row) => row.field));
  expect(keys).not.toContain('email');
  const asked = requestsTo(page, '/rest/v1/rpc/propose_changes');
  await field(page, 'Phone').fill('12');
  await send(page).click();
  await expect(summary(page)).toBeFocused();
  expect(await errorAt(field(page, 'Phone'))).toContain('7');
  // A note alone is no proposal.
  await field(page, 'Phone').fill(desk.row.phone);
  await note(page).fill('Hello.');
  await send(page).click();
  await expect(notSent(page)).toContainText('Change a field first: nothing differs from your record.');
  expect(asked).toEqual([]);
});

test('what the database refuses stands at its field', async ({ as, desk }) => {
  const page = await as(desk.who);
  await openPropose(page);
  const body = { code: '23514', message: 'new row for relation "clients" violates check constraint "clients_phone_valid"' };
  await page.route(CALL, json(400, body), { times: 1 });
  await field(page, 'Phone').fill('+49 30 901899');
  await send(page).click();
  await expect.poll(() => errorAt(field(page, 'Phone'))).toContain('The database refused this value.');
});

test('what is typed is back after a reload, with its note, until it is thrown away or sent', async ({ as, desk, sql }) => {
  const page = await as(desk.who);
  await openPropose(page);
  await field(page, 'Industry').fill('Hospitality');
  await note(page).fill('As on our sign.');
  await expect.poll(() => keptTexts(page)).toMatch(/Hospitality[^]*As on our sign|As on our sign[^]*Hospitality/);
  await page.reload();
  await expect(page.getByRole('status').filter({ hasText: 'Your unsent changes are back in the form' })).toBeVisible();
  await expect(field(page, 'Industry')).toHaveValue('Hospitality');
  await expect(note(page)).toHaveValue('As on our sign.');
  await page.getByRole('button', { name: 'Throw them away' }).click();
  await expect(field(page, 'Industry')).toHaveValue('Hotels');
  await expect(note(page)).toHaveValue('');
  await page.reload();
  await expect(field(page, 'Industry')).toHaveValue('Hotels');
  await expect(note(page)).toHaveValue('');
  // Leaving asks, as every form does.
  await field(page, 'Industry').fill('Inns');
  await note(page).fill('Shorter.');
  await page.getByRole('link', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Stay' }).click();
  await send(page).click();
  await expect(own(page)).toContainText('Inns');
  await openPropose(page);
  await expect(page.getByText('Your unsent changes are back')).toHaveCount(0);
  expect(await proposalsOf(sql, desk)).toHaveLength(1);
});

test('an answer that was lost makes no second proposal, whether it is sent again or the page is read again', async ({ as, desk, sql }) => {
  const page = await as(desk.who);
  await openPropose(page);
  await loseAnswer(page, CALL);
  await field(page, 'Phone').fill('+49 30 901899');
  await send(page).click();
  await expect(notSent(page)).toContainText('The server cannot be reached. Check your connection and try again. What you typed is still here.');
  await expect(send(page)).toBeEnabled();
  await send(page).click();
  await expect(own(page)).toContainText('Waiting');
  expect((await proposalsOf(sql, desk)).map((row) => row.version)).toEqual([1]);

  await openPropose(page);
  await loseAnswer(page, CALL);
  await field(page, 'Industry').fill('Hospitality');
  await send(page).click();
  await expect(notSent(page)).toBeVisible();
  await page.reload();
  await expect(page.getByText('A proposal of yours is waiting and is in the form.')).toBeVisible();
  await expect(field(page, 'Industry')).toHaveValue('Hospitality');
  await send(page).click();
  await expect(own(page)).toContainText('Hospitality');
  expect(await proposalsOf(sql, desk)).toHaveLength(1);
});

test('one that waits is changed and withdrawn', async ({ as, desk, sql }) => {
  await propose(desk, { phone: '+49 30 901899' }, { note: 'First.' });
  const page = await as(desk.who);
  await page.goto('/portal');
  await own(page).getByRole('link', { name: 'Change it' }).click();
  await expect(field(page, 'Phone')).toHaveValue('+49 30 901899');
  await expect(note(page)).toHaveValue('First.');
  await field(page, 'Phone').fill(desk.row.phone);
  await field(page, 'Industry').fill('Inns');
  await send(page).click();
  await expect(own(page)).toContainText('Inns');
  expect((await proposalsOf(sql, desk)).map(({ changes, version }) => ({ changes, version }))).toEqual([{ changes: { industry: 'Inns' }, version: 2 }]);
  await own(page).getByRole('button', { name: 'Withdraw' }).click();
  await expect(own(page)).toContainText('Withdrawn');
  await expect(own(page).getByRole('heading', { name: 'Your proposals' })).toBeFocused();
  await expect(own(page).getByRole('button', { name: 'Withdraw' })).toHaveCount(0);
  await openPropose(page);
  await expect(field(page, 'Industry')).toHaveValue('Hotels');
});

test('a withdrawal that comes too late says so and shows the decision', async ({ as, desk, sql }) => {
  const id = await propose(desk, { phone: '+49 30 901899' });
  const page = await as(desk.who);
  await page.goto('/portal');
  await expect(own(page)).toContainText('Waiting');
  await decide('member', sql, id, {}, ['phone'], 'Not now.');
  await own(page).getByRole('button', { name: 'Withdraw' }).click();
  await expect(own(page).getByRole('alert')).toHaveText('Not withdrawn. This proposal has been decided or withdrawn in the meantime.');
  await expect(own(page)).toContainText('Not now.');
  expect((await proposalsOf(sql, desk))[0].status).toBe('decided');
});

test('each refusal has its words, and nothing typed is lost', async ({ as, desk, sql }) => {
  const page = await as(desk.who);
  const refused = async (text) => {
    await send(page).click();
    await expect(notSent(page)).toContainText(text);
    await expect(field(page, 'Phone')).toHaveValue('+49 30 901899');
  };
  await openPropose(page);
  await field(page, 'Phone').fill('+49 30 901899');
  // Another tab was quicker.
  const id = await propose(desk, { industry: 'Inns' });
  await refused('Another proposal of yours is waiting already. Reload the page to change or withdraw it.');
  await sql`delete from app.proposals where id = ${id}`;

  await sql`
    insert into app.proposals (id, client_id, proposed_by, base, changes, status)
    select gen_random_uuid(), ${desk.row.id}, ${desk.user_id}, '{}', '{"name": "X"}', 'withdrawn' from generate_series(1, 10)`;
  await refused('You have sent many proposals today. Wait for the answer, or try again tomorrow.');
  await sql`delete from app.proposals where client_id = ${desk.row.id}`;

  await sql`update app.field_rights set proposes = false where field = 'phone'`;
  try {
    await refused('The agency does not take proposals for one of these fields any more.');
  } finally {
    await sql`update app.field_rights set proposes = true where field = 'phone'`;
  }

  await sql`update app.clients set phone = '+49 30 901899' where id = ${desk.row.id}`;
  await refused('Nothing differs from your record.');
  await sql`update app.clients set phone = ${desk.row.phone} where id = ${desk.row.id}`;

  // Of four bytes each, two long texts and a list are more than a proposal holds.
  for (const label of ['Whom we want to reach', 'What is included']) await field(page, label).fill('🙂'.repeat(9_900));
  const goals = page.locator('form [data-field="business_goals"]').getByRole('textbox');
  for (let place = 0; place < 30; place += 1) {
    await goals.fill(`${place}${'🙂'.repeat(190)}`);
    await goals.press('Enter');
  }
  await refused('This is too much for one proposal. Shorten it, or send it in parts.');
  for (const label of ['Whom we want to reach', 'What is included']) await field(page, label).fill('');

  await sql`update app.clients set user_id = null where id = ${desk.row.id}`;
  await refused('You may not do this.');
  await sql`update app.clients set user_id = ${desk.user_id} where id = ${desk.row.id}`;
  expect(await proposalsOf(sql, desk)).toHaveLength(0);
  await send(page).click();
  await expect(own(page)).toContainText('Waiting');
});

test('a session that ends before Send is asked for again, and what was typed goes out', async ({ as, desk, sql }) => {
  const page = await as(desk.who);
  await openPropose(page);
  await field(page, 'Phone').fill('+49 30 901899');
  const release = await revoke(page);
  await send(page).click();
  release();
  await expect(dialog(page)).toBeVisible();
  expect(await proposalsOf(sql, desk)).toHaveLength(0);
  await signInAgain(page);
  await expect(own(page)).toContainText('Waiting');
  expect(await proposalsOf(sql, desk)).toHaveLength(1);
});

test('what cannot be loaded says so, and Try again works', async ({ as, desk }) => {
  await propose(desk, { phone: '+49 30 901899' });
  const page = await as(desk.who);
  await page.route('**/rest/v1/portal_proposals**', json(500, {}), { times: 1 });
  await page.goto('/portal');
  await expect(own(page).getByRole('alert')).toContainText('Your proposals could not be loaded');
  await own(page).getByRole('button', { name: 'Try again' }).click();
  await expect(own(page)).toContainText('Waiting');
  await page.route('**/rest/v1/portal_proposals**', json(500, {}), { times: 1 });
  await page.goto('/portal/propose');
  await expect(page.getByRole('alert')).toContainText('could not be loaded');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(field(page, 'Phone')).toHaveValue('+49 30 901899');
});

test('only the portal\'s columns are asked for, and never the client table', async ({ as, desk }) => {
  await propose(desk, { phone: '+49 30 901899' });
  const page = await as(desk.who);
  const asked = requestsTo(page, '/rest/');
  await openPropose(page);
  await field(page, 'Phone').fill('+49 30 901898');
  await send(page).click();
  await expect(own(page)).toContainText('+49 30 901898');
  const paths = new Set(asked.map((request) => `${request.method()} ${new URL(request.url()).pathname.replace('/rest/v1/', '')}`));
  const known = ['POST rpc/touch_login', 'POST rpc/me', 'GET portal_client', 'GET portal_proposals', 'POST rpc/propose_changes'];
  expect([...paths].filter((path) => !known.includes(path) && !path.startsWith('GET my_'))).toEqual([]);
  for (const request of asked) expect(decodeURIComponent(request.url())).not.toMatch(/decided_by|proposer|\*/);
});

test('who looks as the client only looks', async ({ as, desk, sql }) => {
  await propose(desk, { phone: '+49 30 901899' });
  const page = await as('admin');
  await page.goto(`/admin/clients/${desk.row.id}`);
  await page.getByRole('button', { name: 'See their portal' }).click();
  await expect(own(page)).toContainText('+49 30 901899');
  await expect(own(page).getByRole('button', { name: 'Withdraw' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Propose a change' }).click();
  await expect(field(page, 'Phone')).toHaveValue('+49 30 901899');
  await expect(send(page)).toBeDisabled();
  await expect(note(page)).toBeDisabled();
  expect((await proposalsOf(sql, desk))[0].version).toBe(1);
});

test('a value that the agency wrote differently is shown beside what was proposed', async ({ as, desk, sql }) => {
  const id = await propose(desk, { color_palette: { Ink: '#111111', Oat: '#f4ead7' } });
  await sql`update app.clients set color_palette = '{"Ink": "#222222", "Oat": "#f4ead7", "Sea": "#0a7"}' where id = ${desk.row.id}`;
  await decide('member', sql, id, { color_palette: { Ink: '#111111', Oat: '#f4ead7', Sea: '#0a7' } });
  const page = await as(desk.who);
  await page.goto('/portal');
  await expect(value(own(page), 'Written')).toContainText('Sea');
  await expect(value(own(page), 'Proposed')).not.toContainText('Sea');
});
