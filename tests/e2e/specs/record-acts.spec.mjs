// What is done to a client at a press: only the changed column is sent, and "done" is said with the server's row.
import { identity } from '../support/accounts.mjs';
import { readClient } from '../support/clients.mjs';
import { shown } from '../support/edit.mjs';
import { answer, hold, json, requestsTo } from '../support/network.mjs';
import { changeAs, heading, next, notice, openRecord, setStatus } from '../support/record.mjs';
import { expect, test } from '../support/test.mjs';

const writes = (asked) => asked.filter((request) => request.method() === 'PATCH');
const press = (page, name) => page.locator('.client__actions').getByRole('button', { name });
const status = (page) => shown(page.locator('.client__fields'), 'Status');

test('what is to be done next stands on top, and doing it takes it away', async ({ as, client }) => {
  const row = await client({ status: 'active', manager: null, last_contact_date: '2020-01-01', renewal_date: '2020-02-01', contract_end_date: '2020-01-31' });
  const page = await as('admin');
  await openRecord(page, row);
  const items = next(page).getByRole('listitem');
  await expect(items).toHaveText([
    /^The renewal was due [\d]+ days ago\.Set the next renewal$/,
    /^The contract ended \d+ days ago\.Update the contract$/,
    /^Nobody has been in contact for 90 days\.Log a contact$/,
    /^Nobody manages this client\.Assign a manager$/,
  ]);
  await expect(items.first().getByRole('link')).toHaveAttribute('href', `/admin/clients/${row.id}/edit#field-renewal_date`);
  await next(page).getByRole('button', { name: 'Log a contact' }).click();
  await expect(notice(page, `Logged a contact with ${row.company_name}.`)).toBeVisible();
  await expect(items).toHaveCount(3);
  // The button is gone with what it was for.
  await expect(heading(page, row.company_name)).toBeFocused();

  await next(page).getByRole('button', { name: 'Assign a manager' }).click();
  await page.getByRole('combobox', { name: 'Manager' }).selectOption('Priya Raman');
  await page.getByRole('button', { name: 'Assign', exact: true }).last().click();
  await expect(notice(page, `Priya Raman manages ${row.company_name} now.`)).toBeVisible();
  await expect(items).toHaveCount(2);
});

test('a member logs a contact and changes the status of a client they manage; assigning is not theirs', async ({ as, client, sql }) => {
  const row = await client({ last_contact_date: null });
  const page = await as('member');
  const asked = requestsTo(page, '/rest/v1/member_clients');
  await openRecord(page, row);
  await press(page, 'Log contact').click();
  await expect(notice(page, 'Logged a contact')).toBeVisible();
  await expect(press(page, 'Log contact')).toBeFocused();
  await setStatus(page, 'Paused');
  await expect(notice(page, `The status of ${row.company_name} is Paused now.`)).toBeVisible();
  await expect(status(page)).toHaveText('Paused');
  expect(writes(asked).map((request) => Object.keys(request.postDataJSON()))).toEqual([['last_contact_date'], ['status']]);
  expect(writes(asked).map((request) => new URL(request.url()).searchParams.get('version'))).toEqual([`eq.${row.version}`, `eq.${row.version + 1}`]);
  expect(await readClient(sql, row.id)).toMatchObject({ status: 'paused', version: row.version + 2 });
  await expect(page.locator('.quick__assign')).toHaveCount(0);
});

test('archiving and restoring', async ({ as, client, sql }) => {
  const row = await client({ manager: 'member' });
  const page = await as('admin');
  await openRecord(page, row);
  await press(page, 'Archive').click();
  await expect(notice(page, `Archived ${row.company_name}.`)).toBeVisible();
  await expect(status(page)).toHaveText('Cancelled');
  await expect(press(page, 'Restore')).toBeFocused();
  expect((await readClient(sql, row.id)).status).toBe('cancelled');
  await press(page, 'Restore').click();
  await expect(notice(page, `Restored ${row.company_name}.`)).toBeVisible();
  expect(await readClient(sql, row.id)).toMatchObject({ status: 'active', assigned_manager: identity('member') });
});

test('what somebody else changed elsewhere in the record stays, and the press is saved on top of it', async ({ as, client, sql }) => {
  const row = await client({ phone: null });
  const page = await as('owner');
  await openRecord(page, row);
  await changeAs('member', row.id, { phone: '+49 30 901820' });
  await setStatus(page, 'Paused');
  await expect(notice(page, 'is Paused now')).toBeVisible();
  await expect(shown(page.locator('.client__fields'), 'Phone')).toHaveText('+49 30 901820');
  expect(await readClient(sql, row.id)).toMatchObject({ status: 'paused', phone: '+49 30 901820', version: row.version + 2 });
});

test('what somebody else changed in the same field is not written over', async ({ as, client, sql }) => {
  const row = await client();
  const page = await as('owner');
  await openRecord(page, row);
  await changeAs('member', row.id, { status: 'completed' });
  await setStatus(page, 'Paused');
  await expect(page.getByRole('alert')).toContainText('Not saved: somebody else changed Status in the meantime.');
  await expect(status(page)).toHaveText('Completed');
  expect(await readClient(sql, row.id)).toMatchObject({ status: 'completed', version: row.version + 1 });
  await setStatus(page, 'Paused');
  await expect(notice(page, 'is Paused now')).toBeVisible();
  await expect(page.locator('.client__trouble')).toHaveCount(0);
});

test('nothing is said to be done before the server says so, and a refusal says why', async ({ as, client, sql }) => {
  const row = await client();
  const page = await as('owner');
  await openRecord(page, row);
  await answer(page, '**/rest/v1/clients?**', json(500, {}), { times: 1, method: 'PATCH' });
  await press(page, 'Archive').click();
  await expect(page.locator('.client__trouble')).toContainText('Not saved. The server had a problem (status 500).');
  await expect(status(page)).toHaveText('Active');
  expect((await readClient(sql, row.id)).version).toBe(row.version);

  const held = await hold(page, '**/rest/v1/clients?**');
  await press(page, 'Archive').click();
  await held.asked;
  // A second press meanwhile is the same press. By force: a test would wait until the button is not busy any more.
  await press(page, 'Archive').click({ force: true });
  await expect(notice(page, 'Archived')).toHaveCount(0);
  await expect(status(page)).toHaveText('Active');
  held.release();
  await expect(notice(page, 'Archived')).toHaveCount(1);
  expect(await readClient(sql, row.id)).toMatchObject({ status: 'cancelled', version: row.version + 1 });
});

test('the palette offers what can be done, and E opens the form', async ({ as, client, sql }) => {
  const row = await client();
  const page = await as('member');
  await openRecord(page, row);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('set the status to com');
  await page.keyboard.press('Enter');
  await expect(notice(page, 'is Completed now')).toBeVisible();
  expect((await readClient(sql, row.id)).status).toBe('completed');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toContainText('On a client');
  await page.keyboard.press('Escape');
  await page.keyboard.press('e');
  await expect(heading(page, `Edit ${row.company_name}`)).toBeVisible();
});
