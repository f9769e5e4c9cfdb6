// The form opens with what the record's page has read. The row as it is now takes its place, unless somebody has typed.
import { address } from '../support/accounts.mjs';
import { field, save, saved, savedWith, shown } from '../support/edit.mjs';
import { readClient } from '../support/clients.mjs';
import { hold } from '../support/network.mjs';
import { openRecord } from '../support/record.mjs';
import { askForMail, enterCode, expectHome } from '../support/sign-in.mjs';
import { expect, test } from '../support/test.mjs';

/** Opens the form from the record's page, while the server keeps the row to itself. @returns what lets it go */
async function openSlowly(page, row, change) {
  await openRecord(page, row);
  await change?.();
  const answers = [];
  let held = true;
  // Not what hangs on the client: that is asked for by its `client_id`.
  const isRow = (url) => url.pathname === '/rest/v1/clients' && url.searchParams.get('id') === `eq.${row.id}`;
  await page.route(isRow, async (route) => {
    if (held && route.request().method() === 'GET') await new Promise((resolve) => answers.push(resolve));
    await route.continue();
  });
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: `Edit ${row.company_name}` })).toBeVisible();
  await expect(field(page, 'Phone')).toHaveValue(row.phone);
  return async () => {
    await expect.poll(() => answers.length).toBe(1);
    const answered = page.waitForResponse((response) => isRow(new URL(response.url())));
    held = false;
    answers.forEach((release) => release());
    await answered;
  };
}

test('the form does not wait for the server, and shows what changed meanwhile under one’s hands', async ({ as, client, sql }) => {
  const row = await client({ phone: '+49 30 901820' });
  const page = await as('owner');
  const release = await openSlowly(page, row, () => sql`update app.clients set phone = '+49 30 901821', name = 'Another Name' where id = ${row.id}`);
  await field(page, 'Industry').focus();
  await release();
  await expect(field(page, 'Phone')).toHaveValue('+49 30 901821');
  await expect(field(page, 'Name')).toHaveValue('Another Name');
  await expect(field(page, 'Industry')).toBeFocused();
  // From there on it is a form like any other: what is saved is based on the newer row.
  await page.keyboard.type('Crafts');
  await save(page).click();
  await saved(page, row.company_name);
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901821', name: 'Another Name', industry: 'Crafts', version: row.version + 2 });
});

test('whoever has typed by then keeps it, and hears at the save what somebody else has changed', async ({ as, client, sql }) => {
  const row = await client({ phone: '+49 30 901820', industry: null });
  const page = await as('owner');
  const release = await openSlowly(page, row, () => sql`update app.clients set phone = '+49 30 901821' where id = ${row.id}`);
  await field(page, 'Industry').fill('Crafts');
  await release();
  await save(page).click();
  await savedWith(page, row.company_name, 'Phone');
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901821', industry: 'Crafts', version: row.version + 2 });
});

test('a client that is gone meanwhile is not edited', async ({ as, client, sql }) => {
  const row = await client({ phone: '+49 30 901820' });
  const page = await as('owner');
  const release = await openSlowly(page, row, () => sql`delete from app.clients where id = ${row.id}`);
  await release();
  await expect(page.getByRole('heading', { level: 1, name: 'This client is not here' })).toBeVisible();
  await expect(field(page, 'Phone')).toHaveCount(0);
});

test('a server that fails meanwhile takes nobody’s form away', async ({ as, client, sql }) => {
  const row = await client({ phone: '+49 30 901820' });
  const page = await as('owner');
  await openRecord(page, row);
  let failures = 0;
  await page.route((url) => url.searchParams.get('id') === `eq.${row.id}`, async (route) => {
    if (route.request().method() !== 'GET') return route.continue();
    failures += 1;
    return route.fulfill({ status: 500, contentType: 'application/json', body: '{}' });
  });
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await field(page, 'Phone').fill('+49 30 901822');
  await expect.poll(() => failures).toBeGreaterThan(0);
  await expect(field(page, 'Phone')).toHaveValue('+49 30 901822');
  await save(page).click();
  await saved(page, row.company_name);
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901822', version: row.version + 1 });
  // The record shows the row that the save brought, and says that it could not be read again.
  await expect(page.getByText('You see the client as it was read before.')).toBeVisible();
  await expect(shown(page, 'Phone').first()).toHaveText('+49 30 901822');
});

test('the names of colleagues stay when they cannot be read again', async ({ as, client }) => {
  const row = await client({ manager: 'member', phone: '+49 30 901820' });
  const page = await as('owner');
  await openRecord(page, row);
  let failures = 0;
  await page.route('**/rest/v1/team*', (route) => {
    failures += 1;
    return route.fulfill({ status: 500, contentType: 'application/json', body: '{}' });
  });
  const refused = page.waitForResponse((response) => response.url().includes('/rest/v1/team'));
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await refused;
  await field(page, 'Industry').fill('Crafts');
  await save(page).click();
  await saved(page, row.company_name);
  await expect.poll(() => failures).toBe(2);
  await expect(shown(page, 'Manager').first()).toHaveText('Priya Raman');
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await expect.poll(() => failures).toBe(3);
  await expect(field(page, 'Manager').locator('option:checked')).toHaveText('Priya Raman');
});

test('what is pressed on the record’s page while it is read again is done', async ({ as, client, sql }) => {
  const row = await client({ phone: '+49 30 901820', last_contact_date: null });
  const page = await as('owner');
  await openRecord(page, row);
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await field(page, 'Industry').fill('Crafts');
  // The answer to the save is the record; from now on it cannot be read.
  await page.route((url) => url.searchParams.get('id') === `eq.${row.id}`, (route) => (route.request().method() === 'GET' ? undefined : route.continue()));
  await save(page).click();
  await saved(page, row.company_name);
  await page.getByRole('button', { name: 'Log contact' }).click();
  await expect.poll(async () => (await readClient(sql, row.id)).last_contact_date).not.toBeNull();
  expect(await readClient(sql, row.id)).toMatchObject({ industry: 'Crafts', version: row.version + 2 });
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});

test('what one person has read is not there for the next one', async ({ as, client }) => {
  const row = await client({ manager: 'member', phone: '+49 30 901820' });
  const page = await as('member');
  await openRecord(page, row);
  await page.getByRole('button', { name: 'Sign out' }).click();
  const { code } = await askForMail(page, address('member2'));
  await enterCode(page, code);
  await expectHome(page, 'member2');
  const { asked, release } = await hold(page, (url) => url.searchParams.get('id') === `eq.${row.id}`);
  // As a link of the page leads there, without a new page.
  await page.evaluate((path) => {
    history.pushState(null, '', path);
    dispatchEvent(new PopStateEvent('popstate'));
  }, `/admin/clients/${row.id}`);
  await asked;
  expect(await page.evaluate(() => document.body.textContent)).not.toContain(row.company_name);
  release();
  await expect(page.getByRole('heading', { level: 1, name: 'This client is not here' })).toBeVisible();
});
