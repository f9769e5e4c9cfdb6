// Two people edit the same client: a conflict, never a lost write.
import { readClient } from '../support/clients.mjs';
import { field, openForm, save, saved } from '../support/edit.mjs';
import { expect, test } from '../support/test.mjs';

const notice = (page) => page.getByRole('alert').filter({ hasText: 'Somebody else changed this client' });

test('different fields: the second to save sees the first one\'s change, and both are kept', async ({ as, client, sql }) => {
  const row = await client({ phone: '+49 30 901820' });
  const [first, second] = [await as('member'), await as('admin')];
  await openForm(first, row);
  await openForm(second, row);
  await field(first, 'Phone').fill('+49 30 901821');
  await field(second, 'Industry').fill('Hospitality');
  await save(first).click();
  await saved(first, row.company_name);

  await save(second).click();
  await expect(notice(second)).toContainText('Their changes are now in the form: Phone.');
  await expect(field(second, 'Phone')).toHaveValue('+49 30 901821');
  await expect(field(second, 'Industry')).toHaveValue('Hospitality');
  expect((await readClient(sql, row.id)).industry).toBeNull();

  await save(second).click();
  await saved(second, row.company_name);
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901821', industry: 'Hospitality', version: row.version + 2 });
});

test('the same field: theirs and mine are shown, and the second save decides', async ({ as, client, sql }) => {
  const row = await client({ phone: '+49 30 901820' });
  const [first, second] = [await as('member'), await as('admin')];
  await openForm(first, row);
  await openForm(second, row);
  await field(first, 'Phone').fill('+49 30 901821');
  await field(second, 'Phone').fill('+49 30 901822');
  await save(first).click();
  await saved(first, row.company_name);

  await save(second).click();
  await expect(notice(second)).toContainText('Phone: they saved “+49 30 901821”. Your text is in the form.');
  await expect(field(second, 'Phone')).toHaveValue('+49 30 901822');
  expect((await readClient(sql, row.id)).phone).toBe('+49 30 901821');

  await save(second).click();
  await saved(second, row.company_name);
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901822', version: row.version + 2 });
});

test('a third person between the two saves makes a second conflict, not a lost write', async ({ as, client, sql }) => {
  const row = await client({ phone: '+49 30 901820' });
  const page = await as('admin');
  await openForm(page, row);
  await field(page, 'Industry').fill('Hospitality');
  await sql`update app.clients set phone = '+49 30 901821' where id = ${row.id}`;
  await save(page).click();
  await expect(notice(page)).toContainText('Phone');
  await sql`update app.clients set website_url = 'https://example.com' where id = ${row.id}`;
  await save(page).click();
  await expect(notice(page)).toContainText('Website');
  await save(page).click();
  await saved(page, row.company_name);
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901821', website_url: 'https://example.com', industry: 'Hospitality' });
});

test('both wrote the same: the second save finds nothing left to change', async ({ as, client, sql }) => {
  const row = await client();
  const page = await as('admin');
  await openForm(page, row);
  await field(page, 'Phone').fill('+49 30 901820');
  await sql`update app.clients set phone = '+49 30 901820' where id = ${row.id}`;
  await save(page).click();
  await expect(notice(page)).toBeVisible();
  await save(page).click();
  await expect(page.getByText('Nothing to save')).toBeVisible();
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901820', version: row.version + 1 });
});

test('a colleague\'s change of a field that is not in the form does not disturb the merge', async ({ as, client, sql }) => {
  const row = await client();
  const page = await as('admin');
  await openForm(page, row);
  await field(page, 'Phone').fill('+49 30 901820');
  await sql`update app.clients set color_palette = '{"Ink": "#222"}' where id = ${row.id}`;
  await save(page).click();
  await expect(notice(page)).toBeVisible();
  await save(page).click();
  await saved(page, row.company_name);
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901820', color_palette: { Ink: '#222' } });
});
