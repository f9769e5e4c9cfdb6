// Editing a client: what is sent, what the database holds afterwards, and who may do it.
import { readClient } from '../support/clients.mjs';
import { entries, field, line, openForm, paste, place, save, saved, shown } from '../support/edit.mjs';
import { requestsTo } from '../support/network.mjs';
import { expect, test } from '../support/test.mjs';

/** The fields, without those of the head that stand in it again. */
const record = (page) => page.locator('.client__fields');
const patches = (requests) => requests.filter((request) => request.method() === 'PATCH');

test('an edit of every kind of field survives a reload and stands in the database', async ({ as, client, sql }) => {
  const row = await client({ contract_start_date: '2026-01-01' });
  const page = await as('admin');
  await openForm(page, row);
  await field(page, 'Name').fill('Zoë “Łukasz” O\'Neill <b>');
  await field(page, 'Phone').fill('+49 30 901820 ext. 12');
  await field(page, 'Website').fill('https://example.com/a?b=c&d=%20#e');
  await field(page, 'Business size').selectOption({ label: 'Large' });
  await paste(line(page, 'business_goals'), 'More enquiries\n"A second office, with a comma"\n"Quotes" {braces}');
  await field(page, 'Tier').selectOption({ label: 'Premium' });
  await field(page, 'Last contact').fill('2026-03-29T14:30');
  await field(page, 'Renewal').fill('2027-02-28');
  await field(page, 'Annual revenue').fill('1234567.89');
  await field(page, 'Satisfaction').fill('9');
  await field(page, 'Project scope').fill('First line\n\nThird line, 東京');
  await save(page).click();
  await saved(page, row.company_name);

  await page.reload();
  await expect(shown(record(page), 'Phone')).toHaveText('+49 30 901820 ext. 12');
  await expect(shown(record(page), 'Name')).toHaveText('Zoë “Łukasz” O\'Neill <b>');
  await expect(shown(record(page), 'Annual revenue')).toHaveText('1,234,567.89');
  await expect(shown(record(page), 'Business size')).toContainText('Large');
  await expect(shown(record(page), 'Renewal')).toHaveText('28 Feb 2027');
  await expect(shown(record(page), 'Last contact')).toHaveText(/29 Mar 2026.*14:30/);

  const now = await readClient(sql, row.id);
  expect(now).toMatchObject({
    name: 'Zoë “Łukasz” O\'Neill <b>',
    phone: '+49 30 901820 ext. 12',
    website_url: 'https://example.com/a?b=c&d=%20#e',
    business_size: 'large',
    business_goals: ['More enquiries', 'A second office, with a comma', '"Quotes" {braces}'],
    tier: 'premium',
    annual_revenue: '1234567.89',
    satisfaction_score: 9,
    project_scope: 'First line\n\nThird line, 東京',
    version: row.version + 1,
  });
  expect(now.last_contact_date.toISOString()).toBe('2026-03-29T12:30:00.000Z');
  expect(now.updated_at.getTime()).toBeGreaterThan(row.updated_at.getTime());

  await openForm(page, now);
  await expect(entries(page, 'business_goals')).toHaveText(now.business_goals);
  await expect(field(page, 'Last contact')).toHaveValue('2026-03-29T14:30');
  await expect(field(page, 'Annual revenue')).toHaveValue('1,234,567.89');
});

test('only what was changed is sent, with the version it started from', async ({ as, client, sql }) => {
  const row = await client({ phone: '+49 30 901820', last_contact_date: '2026-03-29T12:30:45.678Z', project_scope: 'One\nTwo' });
  const page = await as('member');
  const asked = requestsTo(page, '/rest/');
  await openForm(page, row);
  await field(page, 'Phone').fill('+49 30 901821');
  await field(page, 'Industry').fill('Hospitality');
  await field(page, 'Industry').fill('');
  await save(page).click();
  await saved(page, row.company_name);

  const [patch] = patches(asked);
  expect(patches(asked)).toHaveLength(1);
  expect(patch.postDataJSON()).toEqual({ phone: '+49 30 901821' });
  const url = new URL(patch.url());
  expect(url.pathname).toBe('/rest/v1/member_clients');
  expect(url.searchParams.get('id')).toBe(`eq.${row.id}`);
  expect(url.searchParams.get('version')).toBe(`eq.${row.version}`);
  // Nobody touched the moment: its seconds are still there.
  expect((await readClient(sql, row.id)).last_contact_date.toISOString()).toBe('2026-03-29T12:30:45.678Z');
});

test('a field that is emptied is empty in the database', async ({ as, client, sql }) => {
  const row = await client({ phone: '+49 30 901820', business_goals: ['One'], satisfaction_score: 4 });
  const page = await as('owner');
  await openForm(page, row);
  await field(page, 'Phone').fill('');
  await place(page, 'business_goals').getByRole('button', { name: 'Remove One' }).click();
  await field(page, 'Satisfaction').fill('');
  await save(page).click();
  await saved(page, row.company_name);
  expect(await readClient(sql, row.id)).toMatchObject({ phone: null, satisfaction_score: null });
  // What is empty is folded away.
  await expect(shown(record(page), 'Phone')).toBeHidden();
  await page.getByRole('button', { name: /^Show \d+ empty fields$/ }).click();
  await expect(shown(record(page), 'Phone')).toHaveText('–');
});

test('saving without a change sends nothing', async ({ as, client, sql }) => {
  const row = await client({ phone: '+49 30 901820', last_contact_date: '2026-03-29T12:30:45.678Z', annual_revenue: '10.50', project_scope: 'One\nTwo' });
  const page = await as('owner');
  const asked = requestsTo(page, '/rest/');
  await openForm(page, row);
  await save(page).click();
  await expect(page.getByText('Nothing to save')).toBeVisible();
  expect(patches(asked)).toHaveLength(0);
  expect((await readClient(sql, row.id)).version).toBe(row.version);
});

test('Cancel leads back and leaves the client as it was', async ({ as, client, sql }) => {
  const row = await client();
  const page = await as('owner');
  await openForm(page, row);
  await field(page, 'Phone').fill('+49 30 901820');
  await page.getByRole('link', { name: 'Cancel' }).click();
  const asks = page.getByRole('dialog', { name: 'Leave the form?' });
  await expect(asks.getByRole('button', { name: 'Stay' })).toBeFocused();
  await asks.getByRole('button', { name: 'Throw it away' }).click();
  await expect(page.getByRole('link', { name: 'Edit' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Go on' })).toHaveCount(0);
  expect((await readClient(sql, row.id)).phone).toBeNull();
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('draft')))).toEqual([]);
});

test('two quick presses on Save save once', async ({ as, client, sql }) => {
  const row = await client();
  const page = await as('owner');
  const asked = requestsTo(page, '/rest/');
  await openForm(page, row);
  await field(page, 'Phone').fill('+49 30 901820');
  await save(page).dblclick();
  await saved(page, row.company_name);
  expect(patches(asked)).toHaveLength(1);
  expect((await readClient(sql, row.id)).version).toBe(row.version + 1);
});

test('a member sees tier, e-mail and contract as text, with who may change them', async ({ as, client }) => {
  const row = await client({ tier: 'premium', contract_start_date: '2026-01-31' });
  const page = await as('member');
  await openForm(page, row);
  await expect(field(page, 'Phone')).toBeEditable();
  for (const [label, value] of [['Tier', 'Premium'], ['Email', row.email], ['Contract start', '31 Jan 2026']]) {
    await expect(field(page, label)).toHaveCount(0);
    const text = page.locator('form').getByText(label, { exact: true }).locator('..');
    await expect(text).toContainText(value);
    await expect(text).toContainText('Only admins change this.');
  }
});

test('staff may read a client and is offered no edit, whatever the address', async ({ as, client }) => {
  const row = await client({ manager: 'staff' });
  const page = await as('staff');
  await page.goto(`/admin/clients/${row.id}`);
  await expect(page.getByRole('heading', { level: 1, name: row.company_name })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Edit' })).toHaveCount(0);
  await page.goto(`/admin/clients/${row.id}/edit`);
  await expect(page.getByRole('heading', { name: 'You may read this client, not edit it' })).toBeVisible();
  await expect(save(page)).toHaveCount(0);
});

test('a member reads but does not edit a client they only created', async ({ as, client }) => {
  const row = await client({ manager: 'member2', creator: 'member' });
  const page = await as('member');
  await page.goto(`/admin/clients/${row.id}`);
  await expect(page.getByRole('heading', { level: 1, name: row.company_name })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Edit' })).toHaveCount(0);
  await page.goto(`/admin/clients/${row.id}/edit`);
  await expect(page.getByRole('heading', { name: 'You may read this client, not edit it' })).toBeVisible();
  await expect(save(page)).toHaveCount(0);
});
