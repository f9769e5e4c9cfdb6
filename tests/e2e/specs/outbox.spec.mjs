// Saves while the server cannot be reached: they wait where one sees them, and go out by themselves, in order, guarded.
import { identity } from '../support/accounts.mjs';
import { readClient } from '../support/clients.mjs';
import { stopClock } from '../support/clock.mjs';
import { drafted, drafts, resumed, state, unsaved } from '../support/draft.mjs';
import { collisions, field, openForm, save, saved, shown, waits } from '../support/edit.mjs';
import { answer, json, requestsTo } from '../support/network.mjs';
import { STORAGE_KEY } from '../support/place.mjs';
import { openRecord, setStatus } from '../support/record.mjs';
import { expect, test } from '../support/test.mjs';

const WRITES = '**/rest/v1/*clients?**';
const notice = (page, text) => page.locator('.toasts p').filter({ hasText: text });
const patches = (asked) => asked.filter((request) => request.method() === 'PATCH');

/** Goes to a client's form inside the page, as one does without a network: what is loaded stays. */
async function typePhone(page, row, phone) {
  await openForm(page, row);
  await field(page, 'Phone').fill(phone);
  await field(page, 'Phone').blur();
}

test('offline: the state says so, saves of three clients wait and go out in order, each through its guard', async ({ as, client, sql }) => {
  const rows = [await client(), await client(), await client()];
  const page = await as('owner');
  await page.clock.install();
  // Writes fail, reads do not: the pages can be opened that are to be saved.
  await page.route(WRITES, (route) => (route.request().method() === 'PATCH' ? route.abort('internetdisconnected') : route.fallback()));
  for (const [n, row] of rows.entries()) {
    await typePhone(page, row, `+49 30 90182${n}`);
    await save(page).click();
    await expect(waits(page)).toBeVisible();
    await expect(state(page)).toContainText(`No connection · ${n === 0 ? '1 save waits' : `${n + 1} saves wait`}`);
  }
  // Somebody else meanwhile: another field of the first, the same field of the second.
  await sql`update app.clients set industry = 'Trade' where id = ${rows[0].id}`;
  await sql`update app.clients set phone = '+49 30 111111' where id = ${rows[1].id}`;
  // On the page that comes they are tried at once, and not again by themselves.
  await stopClock(page);
  await page.goto('/admin/clients');
  await expect(state(page)).toContainText('No connection · 3 saves wait');
  await expect(page.getByText(/^Saved /)).toHaveCount(0);

  await page.unroute(WRITES);
  const asked = requestsTo(page, '/rest/v1/clients');
  await state(page).getByRole('button', { name: 'Try now' }).click();
  await expect(notice(page, `Saved ${rows[0].company_name}. Somebody else had changed Industry meanwhile: that is kept.`)).toBeVisible();
  await expect(notice(page, `${rows[1].company_name} is not saved: somebody else changed the same fields.`)).toBeVisible();
  await expect(notice(page, `Saved ${rows[2].company_name}.`)).toBeVisible();
  await expect(state(page)).toBeEmpty();
  await page.clock.resume();
  const order = patches(asked).map((request) => new URL(request.url()).searchParams.get('id').slice(3));
  expect([...new Set(order)]).toEqual(rows.map(({ id }) => id));
  expect(patches(asked).every((request) => new URL(request.url()).searchParams.get('version')?.startsWith('eq.'))).toBe(true);
  expect(await readClient(sql, rows[0].id)).toMatchObject({ phone: '+49 30 901820', industry: 'Trade', version: rows[0].version + 2 });
  expect(await readClient(sql, rows[1].id)).toMatchObject({ phone: '+49 30 111111', version: rows[1].version + 1 });
  expect(await readClient(sql, rows[2].id)).toMatchObject({ phone: '+49 30 901822', version: rows[2].version + 1 });

  // What collided is in its form, with the question.
  await page.goto(`/admin/clients/${rows[1].id}/edit`);
  await expect(collisions(page)).toContainText('Theirs+49 30 111111');
  await collisions(page).getByRole('button', { name: 'Go on with these' }).click();
  await save(page).click();
  await saved(page, rows[1].company_name);
  expect(await readClient(sql, rows[1].id)).toMatchObject({ phone: '+49 30 901821', version: rows[1].version + 2 });
  expect(await drafts(page)).toEqual([]);
});

test('the browser says that it is offline, and what waits goes out when it is back', async ({ as, client, sql }) => {
  const row = await client();
  const page = await as('owner');
  await typePhone(page, row, '+49 30 901820');
  await page.context().setOffline(true);
  await expect(state(page)).toContainText('No connection');
  await save(page).click();
  await expect(waits(page)).toBeVisible();
  await expect(state(page)).toContainText('No connection · 1 save waits');
  await page.context().setOffline(false);
  await saved(page, row.company_name);
  await expect(state(page)).toBeEmpty();
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901820', version: row.version + 1 });
});

test('a reload while a save waits: it goes out from the next page', async ({ as, client, sql }) => {
  const row = await client();
  const page = await as('owner');
  await page.clock.install();
  await answer(page, WRITES, (route) => route.abort(), { method: 'PATCH', times: 1 });
  await typePhone(page, row, '+49 30 901820');
  // This page does not try again.
  await stopClock(page);
  await save(page).click();
  await expect(waits(page)).toBeVisible();
  await page.goto('/admin/clients');
  await page.clock.resume();
  await expect(notice(page, `Saved ${row.company_name}.`)).toBeVisible();
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901820', version: row.version + 1 });
  expect(await drafts(page)).toEqual([]);
});

test('503 with Retry-After is tried again by itself, then and not before', async ({ as, client, sql }) => {
  const row = await client();
  const page = await as('owner');
  await page.clock.install();
  await typePhone(page, row, '+49 30 901820');
  await stopClock(page);
  await answer(page, WRITES, (route) => route.fulfill({ status: 503, headers: { 'retry-after': '7' }, body: '' }), { method: 'PATCH', times: 1 });
  const asked = requestsTo(page, '/rest/v1/clients');
  await save(page).click();
  await expect(waits(page)).toBeVisible();
  await page.clock.runFor(6_000);
  expect(patches(asked)).toHaveLength(1);
  await page.clock.runFor(2_000);
  await page.clock.resume();
  await saved(page, row.company_name);
  expect(patches(asked)).toHaveLength(2);
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901820', version: row.version + 1 });
});

test('pauses grow while the server is away, and a save that goes out makes them short again', async ({ as, client }) => {
  const row = await client();
  const page = await as('owner');
  await page.clock.install();
  await typePhone(page, row, '+49 30 901820');
  await stopClock(page);
  await answer(page, WRITES, (route) => route.abort(), { method: 'PATCH', times: 3 });
  const asked = requestsTo(page, '/rest/v1/clients');
  await save(page).click();
  for (const [tries, pause] of [[1, 2_000], [2, 4_000], [3, 8_000]]) {
    await expect.poll(() => patches(asked).length).toBe(tries);
    // It is not said while a try is on its way.
    await expect(waits(page)).toBeVisible();
    await page.clock.runFor(pause - 500);
    expect(patches(asked)).toHaveLength(tries);
    await page.clock.runFor(600);
  }
  await page.clock.resume();
  await saved(page, row.company_name);
});

test('a token that ran out while a save waited is renewed, and the save goes out', async ({ as, client, sql }) => {
  const row = await client();
  const page = await as('owner');
  await typePhone(page, row, '+49 30 901820');
  await answer(page, WRITES, json(401, { code: 'PGRST303', message: 'JWT expired' }), { method: 'PATCH', times: 1 });
  await answer(page, '**/auth/v1/token?**', (route) => route.abort(), { times: 1 });
  const renewals = requestsTo(page, '/auth/v1/token');
  await save(page).click();
  await saved(page, row.company_name);
  expect(renewals.length).toBeGreaterThan(0);
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901820', version: row.version + 1 });
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
});

test('a session that ended while a save waited: it goes out after the next sign-in', async ({ as, client, sql }) => {
  const row = await client();
  const page = await as('owner');
  await typePhone(page, row, '+49 30 901820');
  await page.route(WRITES, (route) => (route.request().method() === 'PATCH' ? route.abort() : route.fallback()));
  await save(page).click();
  await expect(waits(page)).toBeVisible();
  const session = await page.evaluate((key) => localStorage.getItem(key), STORAGE_KEY);
  await page.evaluate((key) => localStorage.removeItem(key), STORAGE_KEY);
  await page.goto('/admin/clients');
  await expect(page).toHaveURL(/sign-in/);
  expect(await drafts(page)).toHaveLength(1);
  await page.unroute(WRITES);
  await page.evaluate(([key, session]) => localStorage.setItem(key, session), [STORAGE_KEY, session]);
  await page.goto('/admin/clients');
  await expect(notice(page, `Saved ${row.company_name}.`)).toBeVisible();
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901820', version: row.version + 1 });
});

for (const [what, path] of [['the write', WRITES], ['the renewal', '**/auth/v1/token?**']]) {
  test(`403 for ${what} signs nobody out and keeps the text`, async ({ as, client, sql }) => {
    const row = await client();
    const page = await as('owner');
    await typePhone(page, row, '+49 30 901820');
    await answer(page, path, json(403, { code: '42501' }), { method: path === WRITES ? 'PATCH' : 'POST' });
    if (path !== WRITES) await answer(page, WRITES, json(401, { code: 'PGRST303' }), { method: 'PATCH', times: 1 });
    await save(page).click();
    await expect(page.getByRole('alert').filter({ hasText: 'Not saved' })).toContainText('You may not do this');
    await page.unroute(path);
    await save(page).click();
    await saved(page, row.company_name);
    await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
    expect((await readClient(sql, row.id)).phone).toBe('+49 30 901820');
  });
}

test('a demotion while a save waits: it is said that it is not saved, and nothing waits for ever', async ({ as, client, sql }) => {
  const row = await client({ manager: 'admin' });
  const page = await as('admin');
  await page.clock.install();
  await typePhone(page, row, '+49 30 901820');
  // This page does not try again.
  await stopClock(page);
  await page.route(WRITES, (route) => (route.request().method() === 'PATCH' ? route.abort() : route.fallback()));
  await save(page).click();
  await expect(waits(page)).toBeVisible();
  await sql`update app.clients set role = 'staff' where user_id = ${identity('admin')}`;
  try {
    await page.unroute(WRITES);
    await page.goto('/admin/clients');
    await page.clock.resume();
    await expect(notice(page, `${row.company_name} is not saved.`)).toBeVisible();
    await expect(state(page)).toBeEmpty();
    expect((await readClient(sql, row.id)).version).toBe(row.version);
  } finally {
    await sql`update app.clients set role = 'admin' where user_id = ${identity('admin')}`;
  }
});

test('somebody who may read a client and no longer change it is told so, not of somebody else', async ({ as, client, sql }) => {
  const row = await client({ manager: 'member', creator: 'member' });
  const page = await as('member');
  await typePhone(page, row, '+49 30 901820');
  await sql`update app.clients set assigned_manager = ${identity('member2')} where id = ${row.id}`;
  await save(page).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Not saved' })).toContainText('You may not do this');
  await expect(field(page, 'Phone')).toHaveValue('+49 30 901820');
});

/** Lets no write through until `page.unroute(WRITES)`. */
const cutOff = (page) => page.route(WRITES, (route) => (['PATCH', 'POST'].includes(route.request().method()) ? route.abort() : route.fallback()));

/** Writes arrive again, and the browser says so. */
async function reconnect(page) {
  await page.unroute(WRITES);
  await page.evaluate(() => dispatchEvent(new Event('online')));
}

test('what is done at a press while the server is away waits, one press with the other, and goes out after a reload', async ({ as, client, sql }) => {
  const row = await client({ last_contact_date: null });
  const page = await as('owner');
  await openRecord(page, row);
  await cutOff(page);
  await page.locator('.client__actions').getByRole('button', { name: 'Log contact' }).click();
  await expect(state(page)).toContainText('1 save waits');
  await expect(page.getByText('Your save of this client waits for the server.')).toBeVisible();
  await setStatus(page, 'Paused');
  await expect.poll(async () => (await drafts(page)).map(({ texts }) => Object.keys(texts).sort())).toEqual([['last_contact_date', 'status']]);
  await expect(page.locator('.client__trouble')).toHaveCount(0);
  await expect(notice(page, 'Paused now')).toHaveCount(0);
  await page.reload();
  await expect(page.getByText('Your save of this client waits for the server.')).toBeVisible();
  await sql`update app.clients set industry = 'Trade' where id = ${row.id}`;
  await reconnect(page);
  await expect(notice(page, `Saved ${row.company_name}.`)).toBeVisible();
  await expect(shown(page.locator('.client__fields'), 'Status')).toHaveText('Paused');
  await expect(page.getByText('waits for the server')).toHaveCount(0);
  const after = await readClient(sql, row.id);
  expect(after).toMatchObject({ status: 'paused', industry: 'Trade', version: row.version + 2 });
  expect(after.last_contact_date).not.toBeNull();
  expect(await drafts(page)).toEqual([]);
});

/** A save that waits, and what is typed on top of it: another text in the same field, and another field. */
async function saveAndTypeOn(page, row) {
  await cutOff(page);
  await typePhone(page, row, '+49 30 901820');
  await save(page).click();
  await expect(waits(page)).toBeVisible();
  await expect(waits(page)).not.toContainText('typed since');
  await field(page, 'Phone').fill('+49 30 901821');
  await field(page, 'Industry').fill('Hospitality');
  await expect(waits(page)).toContainText('What you typed since is not part of it');
  await drafted(page, row.id, { phone: '+49 30 901821', industry: 'Hospitality' });
}

test('what is typed while a save waits does not keep it back: it goes out after a reload, and the rest is a draft on top of it', async ({ as, client, sql }) => {
  const row = await client();
  const page = await as('owner');
  await saveAndTypeOn(page, row);
  await page.reload();
  await expect(resumed(page)).toBeVisible();
  await expect(field(page, 'Phone')).toHaveValue('+49 30 901821');
  await expect(field(page, 'Industry')).toHaveValue('Hospitality');
  await expect(state(page)).toContainText('1 save waits');
  await page.goto(`/admin/clients/${row.id}`);
  await expect(unsaved(page)).toContainText('Your save of this client waits for the server. What you typed since is not saved');

  await reconnect(page);
  await expect(notice(page, `Saved ${row.company_name}.`)).toBeVisible();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901820', industry: null, version: row.version + 1 });
  await expect(shown(page, 'Phone').first()).toHaveText('+49 30 901820');
  await expect(unsaved(page)).toContainText('You have changes to this client that are not saved');
  await page.getByRole('link', { name: 'Go on' }).click();
  await expect(resumed(page)).not.toContainText('Somebody else');
  await expect(field(page, 'Phone')).toHaveValue('+49 30 901821');
  await expect(collisions(page)).toHaveCount(0);
  await save(page).click();
  await saved(page, row.company_name);
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901821', industry: 'Hospitality', version: row.version + 2 });
  expect(await drafts(page)).toEqual([]);
});

test('a save that waits goes out under the form in which somebody types on, merged with what others saved', async ({ as, client, sql }) => {
  const row = await client({ metadata: { a: 1 } });
  const page = await as('owner');
  await saveAndTypeOn(page, row);
  await sql`update app.clients set target_audience = 'Everybody' where id = ${row.id}`;
  await reconnect(page);
  await expect(notice(page, `Saved ${row.company_name}. Somebody else had changed Target audience meanwhile: that is kept.`)).toBeVisible();
  await expect(waits(page)).toHaveCount(0);
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901820', industry: null, target_audience: 'Everybody' });
  await expect(field(page, 'Target audience')).toHaveValue('Everybody');
  await expect(field(page, 'Phone')).toHaveValue('+49 30 901821');
  await page.reload();
  await expect(field(page, 'Industry')).toHaveValue('Hospitality');
  await save(page).click();
  await saved(page, row.company_name);
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901821', industry: 'Hospitality', target_audience: 'Everybody' });
});

test('a second press on Save takes what was typed since along, and a press after taking everything back sends nothing', async ({ as, client, sql }) => {
  const row = await client();
  const page = await as('owner');
  await saveAndTypeOn(page, row);
  await save(page).click();
  await expect(waits(page)).not.toContainText('typed since');
  await expect(state(page)).toContainText('1 save waits');
  expect((await drafts(page)).map(({ waits, texts }) => [waits, texts])).toEqual([[true, { phone: '+49 30 901821', industry: 'Hospitality' }]]);
  await field(page, 'Phone').fill('');
  await field(page, 'Industry').fill('');
  await save(page).click();
  await expect(notice(page, 'Nothing to save')).toBeVisible();
  await expect(state(page)).not.toContainText('save');
  expect(await drafts(page)).toEqual([]);
  expect((await readClient(sql, row.id)).version).toBe(row.version);
});

test('a save that waits is taken back: it is a draft again, and nothing of it goes out', async ({ as, client, sql }) => {
  const row = await client();
  const page = await as('owner');
  await saveAndTypeOn(page, row);
  await waits(page).getByRole('button', { name: 'Take it back' }).click();
  await expect(save(page)).toBeFocused();
  await expect(waits(page)).toHaveCount(0);
  expect((await drafts(page)).map(({ waits, texts }) => [waits, texts])).toEqual([[false, { phone: '+49 30 901821', industry: 'Hospitality' }]]);
  await page.unroute(WRITES);
  await page.reload();
  await expect(resumed(page)).toBeVisible();
  await resumed(page).getByRole('button', { name: 'Throw them away' }).click();
  await expect(field(page, 'Phone')).toHaveValue('');
  expect((await readClient(sql, row.id)).version).toBe(row.version);
});

test('a save that waited and is refused is one draft with what was typed since', async ({ as, client, sql }) => {
  const row = await client();
  const page = await as('owner');
  await saveAndTypeOn(page, row);
  await page.goto('/admin/clients');
  await expect(state(page)).toContainText('1 save waits');
  // Above the cut-off: the next try is refused.
  await answer(page, WRITES, json(403, { code: '42501' }), { method: 'PATCH', times: 1 });
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await expect(notice(page, `${row.company_name} is not saved.`)).toBeVisible();
  expect((await drafts(page)).map(({ waits, texts, base }) => [waits, texts, base.phone])).toEqual([[false, { phone: '+49 30 901821', industry: 'Hospitality' }, '']]);
  await page.unroute(WRITES);
  await openForm(page, row);
  await save(page).click();
  await saved(page, row.company_name);
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901821', industry: 'Hospitality', version: row.version + 1 });
});

test('what was typed on top of a new client whose save waited is that client\'s draft once it is made', async ({ as, sql }) => {
  const mark = `wait-${Math.random().toString(36).slice(2, 10)}`;
  try {
    const page = await as('owner');
    await cutOff(page);
    await page.goto('/admin/clients/new');
    await page.locator('form').getByLabel(/^Email/).fill(`${mark}@example.com`);
    await field(page, 'Company').fill(`Company ${mark}`);
    await save(page).click();
    await expect(waits(page)).toBeVisible();
    await field(page, 'Industry').fill('Hospitality');
    await expect(waits(page)).toContainText('What you typed since');
    await page.reload();
    await expect(field(page, 'Company')).toHaveValue(`Company ${mark}`);
    await expect(field(page, 'Industry')).toHaveValue('Hospitality');
    await page.goto('/admin/clients');
    await expect(state(page)).toContainText('1 save waits');
    await reconnect(page);
    await expect(notice(page, `Company ${mark} is a client now.`)).toBeVisible();
    const [made, ...more] = await sql`select * from app.clients where email = ${`${mark}@example.com`}`;
    expect([made.industry, more]).toEqual([null, []]);
    await page.getByRole('link', { name: 'New client' }).click();
    await expect(save(page)).toBeVisible();
    await expect(field(page, 'Company')).toHaveValue('');
    await page.goto(`/admin/clients/${made.id}`);
    await page.getByRole('link', { name: 'Go on' }).click();
    await expect(resumed(page)).not.toContainText('Somebody else');
    await expect(field(page, 'Industry')).toHaveValue('Hospitality');
    await save(page).click();
    await saved(page, `Company ${mark}`);
    expect(await readClient(sql, made.id)).toMatchObject({ industry: 'Hospitality', version: 2 });
    expect(await drafts(page)).toEqual([]);
  } finally {
    await sql`delete from app.clients where email = ${`${mark}@example.com`}`;
  }
});

test('a save that waits is taken up by its form, and typed on', async ({ as, client, sql }) => {
  const row = await client();
  const page = await as('owner');
  await page.clock.install();
  await page.route(WRITES, (route) => (route.request().method() === 'PATCH' ? route.abort() : route.fallback()));
  await typePhone(page, row, '+49 30 901820');
  // Each page tries once by itself.
  await stopClock(page);
  await save(page).click();
  await expect(waits(page)).toBeVisible();
  await field(page, 'Industry').fill('Hospitality');
  await field(page, 'Industry').blur();
  await page.reload();
  await expect(resumed(page)).toBeVisible();
  await expect(field(page, 'Phone')).toHaveValue('+49 30 901820');
  await expect(field(page, 'Industry')).toHaveValue('Hospitality');
  await expect(waits(page)).toBeVisible();
  await page.unroute(WRITES);
  await save(page).click();
  await page.clock.resume();
  await saved(page, row.company_name);
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901820', industry: 'Hospitality', version: row.version + 1 });
});

test('a connection that comes back during a try is used at once', async ({ as, client, sql }) => {
  const row = await client();
  const page = await as('owner');
  await page.clock.install();
  let fail;
  const failed = new Promise((resolve) => (fail = resolve));
  let tries = 0;
  await page.route(WRITES, async (route) => {
    if (route.request().method() !== 'PATCH') return route.fallback();
    tries += 1;
    if (tries > 1) return route.continue();
    await failed;
    return route.abort('internetdisconnected');
  });
  await typePhone(page, row, '+49 30 901899');
  await save(page).click();
  await expect.poll(() => tries).toBe(1);
  // From here on no pause ends.
  await stopClock(page);
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  fail();
  await expect(notice(page, `Saved ${row.company_name}.`)).toBeVisible();
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901899', version: row.version + 1 });
});
