// What happened to a client, and taking back what one has just done.
import { readClient } from '../support/clients.mjs';
import { stopClock } from '../support/clock.mjs';
import { field, openForm, save, shown } from '../support/edit.mjs';
import { answer, hold, json, requestsTo } from '../support/network.mjs';
import { changeAs, changes, heading, notice, openRecord, part, setStatus } from '../support/record.mjs';
import { expect, test } from '../support/test.mjs';

const press = (page, name) => page.locator('.client__actions').getByRole('button', { name });
const status = (page) => shown(page.locator('.client__fields'), 'Status');
const act = (page, text, label) => notice(page, text).getByRole('button', { name: label, exact: true });

test('who, when, and each field from what to what, the newest first', async ({ as, client }) => {
  const row = await client({ renewal_date: '2099-01-31', annual_revenue: '1000.50' });
  await changeAs('member', row.id, { phone: '+49 30 901820', annual_revenue: 2000 });
  await changeAs('admin', row.id, { tier: 'premium', assigned_manager: null, renewal_date: '2099-02-28' });
  await changeAs('owner', row.id, { project_scope: 'A long scope. '.repeat(20), color_palette: { Ink: '#222222' } });
  const page = await as('owner');
  await openRecord(page, row);
  await expect(changes(page)).toHaveCount(4);
  await expect(changes(page).nth(0)).toContainText('Nadia Brandt');
  await expect(changes(page).nth(1)).toContainText('Tomás Rivera');
  await expect(changes(page).nth(1).getByRole('listitem')).toHaveText([
    'Tier from Standard → to Premium', 'Manager from Priya Raman → to empty', 'Renewal from 31 Jan 2099 → to 28 Feb 2099',
  ]);
  await expect(changes(page).nth(2).getByRole('listitem')).toHaveText([
    'Phone from empty → to +49 30 901820', 'Annual revenue from 1,000.50 → to 2,000',
  ]);
  // The row itself was made by nobody who signs in.
  await expect(changes(page).nth(3)).toContainText('An import or an integration created this client');
  const scope = changes(page).nth(0).locator('details').filter({ hasText: 'Project scope' });
  await expect(scope.locator('pre').last()).toBeHidden();
  await scope.locator('summary').click();
  await expect(scope.locator('pre')).toHaveText(['empty', 'A long scope. '.repeat(20)]);
  const time = changes(page).nth(0).locator('time');
  await time.focus();
  await expect(time.locator('.moment__exact')).toBeInViewport();
  await expect(time.locator('.moment__exact')).toHaveCSS('clip-path', 'none');
});

test('a reader sees only what they may read now', async ({ as, client }) => {
  const row = await client({ manager: 'staff', annual_revenue: '1' });
  await changeAs('admin', row.id, { annual_revenue: 2, industry: 'Retail' });
  await changeAs('admin', row.id, { acquisition_source: 'Trade fair' });
  const page = await as('staff');
  await openRecord(page, row);
  await expect(changes(page)).toHaveCount(2);
  await expect(changes(page).first().getByRole('listitem')).toHaveText(['Industry from empty → to Retail']);
  await expect(part(page, 'History')).not.toContainText('revenue');
});

test('older changes come at a press, and stay when a new one comes', async ({ as, client }) => {
  const row = await client();
  for (let n = 1; n <= 17; n += 1) await changeAs('member', row.id, { industry: `Trade ${n}` });
  const page = await as('member');
  await openRecord(page, row);
  await expect(changes(page)).toHaveCount(15);
  await part(page, 'History').getByRole('button', { name: 'Show older' }).click();
  await expect(changes(page)).toHaveCount(18);
  await expect(part(page, 'History').getByRole('button', { name: 'Show older' })).toBeHidden();
  await setStatus(page, 'Paused');
  await expect(changes(page)).toHaveCount(19);
  await expect(changes(page).first()).toContainText('Priya Raman');
  await expect(changes(page).first().getByRole('listitem')).toHaveText(['Status from Active → to Paused']);
});

test('a history that fails to load says so, and Try again works', async ({ as, client }) => {
  const row = await client();
  const page = await as('owner');
  await page.route('**/rpc/client_history?**', json(500, {}), { times: 1 });
  await openRecord(page, row);
  await expect(part(page, 'History').getByRole('alert')).toContainText('status 500');
  await part(page, 'History').getByRole('button', { name: 'Try again' }).click();
  await expect(changes(page)).toHaveCount(1);
});

test('the notice takes back what was just done, and offers to do it again', async ({ as, client, sql }) => {
  const row = await client({ last_contact_date: '2026-01-02T03:04:05Z' });
  const page = await as('member');
  const asked = requestsTo(page, '/rest/v1/member_clients');
  await openRecord(page, row);
  await press(page, 'Log contact').click();
  await act(page, 'Logged a contact', 'Undo').click();
  await expect(notice(page, `Undone: Logged a contact with ${row.company_name}.`)).toBeVisible();
  await expect(heading(page, row.company_name)).toBeFocused();
  expect(await readClient(sql, row.id)).toMatchObject({ last_contact_date: row.last_contact_date, version: row.version + 2 });
  const [, back] = asked.filter((request) => request.method() === 'PATCH');
  expect(back.postDataJSON()).toEqual({ last_contact_date: '2026-01-02T03:04:05Z' });
  expect(new URL(back.url()).searchParams.get('version')).toBe(`eq.${row.version + 1}`);
  // The page and its history follow.
  await expect(shown(page.locator('.client__fields'), 'Last contact')).toContainText('2 Jan 2026');
  await expect(changes(page)).toHaveCount(3);
  await act(page, 'Undone:', 'Redo').click();
  await expect(notice(page, 'Done again: Logged a contact')).toBeVisible();
  expect((await readClient(sql, row.id)).last_contact_date).not.toEqual(row.last_contact_date);
});

test('Ctrl+Z takes back one after the other, Ctrl+Shift+Z does them again; in a text they are the text\'s', async ({ as, client, sql }) => {
  const row = await client();
  const page = await as('owner');
  await openRecord(page, row);
  await setStatus(page, 'Paused');
  await expect(notice(page, 'is Paused now')).toBeVisible();
  await press(page, 'Archive').click();
  await expect(notice(page, 'Archived')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(status(page)).toHaveText('Paused');
  await page.keyboard.press('Control+z');
  await expect(status(page)).toHaveText('Active');
  await expect(notice(page, 'Undone:')).toHaveCount(2);
  await page.keyboard.press('Control+Shift+z');
  await expect(status(page)).toHaveText('Paused');
  expect(await readClient(sql, row.id)).toMatchObject({ status: 'paused', version: row.version + 5 });

  // In the list's search the keys belong to what is typed.
  await page.getByRole('link', { name: 'Clients', exact: true }).first().click();
  await page.getByRole('searchbox', { name: 'Search clients' }).pressSequentially('abc');
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('searchbox', { name: 'Search clients' })).not.toHaveValue('abc');
  expect((await readClient(sql, row.id)).version).toBe(row.version + 5);
});

test('a save of the form is taken back as one', async ({ as, client, sql }) => {
  const row = await client({ phone: '+49 30 901820', industry: null });
  const page = await as('member');
  await openForm(page, row);
  await field(page, 'Phone').fill('+49 30 901821');
  await field(page, 'Industry').fill('Retail');
  await save(page).click();
  await expect(heading(page, row.company_name)).toBeVisible();
  await expect(shown(page.locator('.client__fields'), 'Phone')).toHaveText('+49 30 901821');
  await page.keyboard.press('Control+z');
  await expect(notice(page, 'Undone:')).toBeVisible();
  await expect(shown(page.locator('.client__fields'), 'Phone')).toHaveText('+49 30 901820');
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901820', industry: null, version: row.version + 2 });
});

test('what somebody else did since is not undone with it', async ({ as, client, sql }) => {
  const row = await client();
  const page = await as('owner');
  await openRecord(page, row);
  await setStatus(page, 'Paused');
  await expect(notice(page, 'is Paused now')).toBeVisible();
  await changeAs('member', row.id, { status: 'completed', phone: '+49 30 901820' });
  await page.keyboard.press('Control+z');
  await expect(notice(page, 'Not undone: somebody else changed Status in the meantime.')).toBeVisible();
  await expect(status(page)).toHaveText('Completed');
  await expect(changes(page).first()).toContainText('Priya Raman');
  expect(await readClient(sql, row.id)).toMatchObject({ status: 'completed', version: row.version + 2 });
  // There is nothing left to take back.
  await expect(act(page, 'is Paused now', 'Undo')).toHaveCount(0);
});

test('an undo that fails says so and can be tried again', async ({ as, client, sql }) => {
  const row = await client();
  const page = await as('member');
  await openRecord(page, row);
  await press(page, 'Archive').click();
  await expect(notice(page, 'Archived')).toBeVisible();
  await answer(page, '**/rest/v1/member_clients?**', (route) => route.abort(), { method: 'PATCH', times: 1 });
  await act(page, 'Archived', 'Undo').click();
  await expect(notice(page, 'Not undone. The server cannot be reached.')).toBeVisible();
  await expect(status(page)).toHaveText('Cancelled');
  await act(page, 'Not undone', 'Try again').click();
  await expect(notice(page, 'Undone: Archived')).toBeVisible();
  expect((await readClient(sql, row.id)).status).toBe('active');
});

test('an undo says nothing before the server does', async ({ as, client }) => {
  const row = await client();
  const page = await as('owner');
  await openRecord(page, row);
  await press(page, 'Archive').click();
  await expect(notice(page, 'Archived')).toBeVisible();
  const held = await hold(page, '**/rest/v1/clients?**');
  await page.keyboard.press('Control+z');
  await held.asked;
  await expect(status(page)).toHaveText('Cancelled');
  await expect(notice(page, 'Undone')).toHaveCount(0);
  held.release();
  await expect(status(page)).toHaveText('Active');
});

test('a notice that offers something stays longer, and as long as somebody is at it', async ({ as, client }) => {
  const row = await client();
  const page = await as('owner');
  await page.clock.install();
  await openRecord(page, row);
  await stopClock(page);
  await press(page, 'Archive').click();
  await expect(notice(page, 'Archived')).toBeVisible();
  await page.clock.fastForward(15_000);
  await expect(notice(page, 'Archived')).toBeVisible();
  await act(page, 'Archived', 'Undo').focus();
  await page.clock.fastForward(60_000);
  await expect(act(page, 'Archived', 'Undo')).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(act(page, 'Archived', 'Undo')).not.toBeFocused();
  await page.clock.fastForward(10_000);
  await expect(notice(page, 'Archived')).toHaveCount(0);
});

test('one person\'s writes are nothing to the next one at the same screen', async ({ as, client, sql }) => {
  const row = await client();
  const page = await as('member');
  await openRecord(page, row);
  await press(page, 'Archive').click();
  await expect(notice(page, 'Archived')).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByLabel('Email')).toBeVisible();
  await expect(notice(page, 'Archived')).toHaveCount(0);
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('Control+z');
  expect(await readClient(sql, row.id)).toMatchObject({ status: 'cancelled', version: row.version + 1 });
});
