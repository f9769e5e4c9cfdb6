// A form that cannot be saved: the errors stand where they belong, and nothing typed is lost.
import { readClient } from '../support/clients.mjs';
import { stopClock } from '../support/clock.mjs';
import { errorAt, field, openForm, save, saved, summary, waits } from '../support/edit.mjs';
import { state } from '../support/draft.mjs';
import { json, requestsTo } from '../support/network.mjs';
import { expect, test } from '../support/test.mjs';

test('a field is judged when it is left, and again when it is right', async ({ as, client }) => {
  const row = await client();
  const page = await as('owner');
  await openForm(page, row);
  const phone = field(page, 'Phone');
  await phone.fill('12');
  await expect(phone).not.toHaveAttribute('aria-invalid', 'true');
  await field(page, 'Website').focus();
  await expect(phone).toHaveAttribute('aria-invalid', 'true');
  expect(await errorAt(phone)).not.toBe('');
  await expect(phone).toHaveAccessibleDescription(/7/);
  await phone.fill('+49 30 901820');
  await field(page, 'Website').focus();
  await expect(phone).not.toHaveAttribute('aria-invalid', 'true');
});

test('Save with errors sends nothing, focuses a summary, and its links jump to the fields', async ({ as, client }) => {
  const row = await client();
  const page = await as('owner');
  const asked = requestsTo(page, '/rest/');
  // The last that the page asks for by itself.
  const proposals = page.waitForResponse('**/rest/v1/proposals?**');
  await openForm(page, row);
  await proposals;
  await field(page, 'Phone').fill('12');
  await field(page, 'Website').fill('ftp://example.com');
  await field(page, 'Satisfaction').fill('11');
  await field(page, 'Annual revenue').fill('1.234');
  asked.length = 0;
  await save(page).click();
  await expect(summary(page)).toBeFocused();
  await expect(summary(page).getByRole('listitem')).toHaveCount(4);
  expect(asked).toHaveLength(0);
  for (const label of ['Website', 'Phone', 'Annual revenue', 'Satisfaction']) {
    await summary(page).getByRole('link', { name: label }).click();
    await expect(field(page, label)).toBeFocused();
    await expect(field(page, label)).toBeInViewport();
  }
  await expect(field(page, 'Website')).toHaveValue('ftp://example.com');
});

test('a client without name and company is refused at the name', async ({ as, client }) => {
  const row = await client();
  const page = await as('owner');
  await openForm(page, row);
  await field(page, 'Name').fill('');
  await field(page, 'Company').fill('');
  await save(page).click();
  await expect(summary(page)).toBeFocused();
  await expect(field(page, 'Name')).toHaveAttribute('aria-invalid', 'true');
});

test('a renewal before the contract\'s start is refused at its field', async ({ as, client }) => {
  const row = await client({ contract_start_date: '2026-05-01' });
  const page = await as('owner');
  await openForm(page, row);
  await field(page, 'Renewal').fill('2026-04-30');
  await save(page).click();
  await expect(field(page, 'Renewal')).toHaveAttribute('aria-invalid', 'true');
});

for (const [what, respond, words] of [
  ['status 500', json(500, { code: 'XX000' }), 'status 500'],
  ['an answer that cannot be read', json(200, '[{"id"'), 'cannot be read'],
  ['a wrong key', json(401, { message: 'Invalid API key' }), 'the key in config.json is wrong'],
]) {
  test(`${what} while saving: nothing typed is lost, and the next press saves`, async ({ as, client, sql }) => {
    const row = await client();
    const page = await as('owner');
    await openForm(page, row);
    await field(page, 'Phone').fill('+49 30 901820');
    await field(page, 'Project scope').fill('A long text\nthat took an hour');
    await page.route('**/rest/v1/clients?**', (route) => (route.request().method() === 'PATCH' ? respond(route) : route.fallback()));
    await save(page).click();
    const alert = page.getByRole('alert').filter({ hasText: 'Not saved' }).first();
    await expect(alert).toContainText(words);
    await expect(page.getByText(/^Saved /)).toHaveCount(0);
    await expect(field(page, 'Phone')).toHaveValue('+49 30 901820');
    await expect(field(page, 'Project scope')).toHaveValue('A long text\nthat took an hour');
    expect((await readClient(sql, row.id)).version).toBe(row.version);

    await page.unroute('**/rest/v1/clients?**');
    await save(page).click();
    await saved(page, row.company_name);
    expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901820', project_scope: 'A long text\nthat took an hour' });
  });
}

test('no network while saving: it says that it waits, nothing typed is lost, and the next try saves', async ({ as, client, sql }) => {
  const row = await client();
  const page = await as('owner');
  await page.clock.install();
  await openForm(page, row);
  await field(page, 'Phone').fill('+49 30 901820');
  await field(page, 'Project scope').fill('A long text\nthat took an hour');
  // No other try by itself.
  await stopClock(page);
  await page.route('**/rest/v1/clients?**', (route) => (route.request().method() === 'PATCH' ? route.abort('internetdisconnected') : route.fallback()));
  await save(page).click();
  await expect(waits(page)).toContainText('Your save waits in this browser');
  await expect(state(page)).toContainText('No connection · 1 save waits');
  await expect(page.getByText(/^Saved /)).toHaveCount(0);
  await expect(field(page, 'Phone')).toHaveValue('+49 30 901820');
  await expect(field(page, 'Project scope')).toHaveValue('A long text\nthat took an hour');
  expect((await readClient(sql, row.id)).version).toBe(row.version);

  await page.unroute('**/rest/v1/clients?**');
  await waits(page).getByRole('button', { name: 'Try now' }).click();
  await page.clock.resume();
  await saved(page, row.company_name);
  await expect(state(page)).toBeEmpty();
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901820', project_scope: 'A long text\nthat took an hour', version: row.version + 1 });
});

test('a save whose answer is lost on the way is neither called saved nor written twice', async ({ as, client, sql }) => {
  const row = await client();
  const page = await as('owner');
  await page.clock.install();
  await openForm(page, row);
  // Spaces that the server takes off make nobody else's change of it.
  await field(page, 'Phone').fill(' +49 30 901820 ');
  // No other try by itself.
  await stopClock(page);
  await page.route('**/rest/v1/clients?**', async (route) => {
    await route.fetch();
    await route.abort('connectionreset');
  }, { times: 1 });
  await save(page).click();
  await expect(waits(page)).toBeVisible();
  await expect(page.getByText(/^Saved /)).toHaveCount(0);
  await expect(field(page, 'Phone')).toHaveValue(' +49 30 901820 ');
  await save(page).click();
  await page.clock.resume();
  await saved(page, row.company_name);
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901820', version: row.version + 1 });
});

test('an e-mail that another client has is refused at the e-mail field', async ({ as, client, sql }) => {
  const taken = await client();
  const row = await client();
  const page = await as('admin');
  await openForm(page, row);
  const email = page.locator('form').getByLabel(/^Email/);
  await email.fill(` ${taken.email.toUpperCase()} `);
  await field(page, 'Phone').fill('+49 30 901820');
  await save(page).click();
  await expect(email).toHaveAttribute('aria-invalid', 'true');
  expect(await errorAt(email)).toContain('Another client already has this');
  await expect(field(page, 'Phone')).toHaveValue('+49 30 901820');
  expect((await readClient(sql, row.id)).version).toBe(row.version);

  await email.fill(`new-${row.email}`);
  await save(page).click();
  await saved(page, row.company_name);
  expect((await readClient(sql, row.id)).email).toBe(`new-${row.email}`);
});

test('a refusal that only the database could know lands at its field', async ({ as, client, sql }) => {
  const row = await client();
  const page = await as('member');
  // A clock that runs half an hour fast: the page takes for past what the database knows to be the future.
  await page.clock.setFixedTime(Date.now() + 30 * 60_000);
  await openForm(page, row);
  const soon = new Date(Date.now() + 20 * 60_000);
  const local = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin', dateStyle: 'short', timeStyle: 'short' }).format(soon).replace(' ', 'T');
  await field(page, 'Last contact').fill(local);
  await save(page).click();
  await expect(field(page, 'Last contact')).toHaveAttribute('aria-invalid', 'true');
  expect(await errorAt(field(page, 'Last contact'))).toContain('database refused');
  await expect(field(page, 'Last contact')).toHaveValue(local);
  expect((await readClient(sql, row.id)).last_contact_date).toBeNull();
});

test('a client that disappeared while it was edited is told as such, and the text stays', async ({ as, client, sql }) => {
  const row = await client();
  const page = await as('owner');
  await openForm(page, row);
  await field(page, 'Phone').fill('+49 30 901820');
  await sql`delete from app.clients where id = ${row.id}`;
  await save(page).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Not saved' }).first()).toContainText('not here');
  await expect(field(page, 'Phone')).toHaveValue('+49 30 901820');
});

test('a client that was given to another manager is no longer saved', async ({ as, client, sql }) => {
  const row = await client();
  const page = await as('member');
  await openForm(page, row);
  await field(page, 'Phone').fill('+49 30 901820');
  await sql`update app.clients set assigned_manager = 'de000000-0000-4000-8000-000000000004' where id = ${row.id}`;
  await save(page).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Not saved' }).first()).toBeVisible();
  await expect(field(page, 'Phone')).toHaveValue('+49 30 901820');
  expect((await readClient(sql, row.id)).phone).toBeNull();
});
