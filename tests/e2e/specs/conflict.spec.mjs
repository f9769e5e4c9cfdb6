// Two people edit the same client: what can be put together is saved and named, what cannot is asked, nothing is lost.
import { readClient } from '../support/clients.mjs';
import { collisions, field, openForm, save, saved, savedWith, side } from '../support/edit.mjs';
import { expect, test } from '../support/test.mjs';

const patches = (page) => {
  const bodies = [];
  page.on('request', (request) => request.method() === 'PATCH' && bodies.push(request.postDataJSON()));
  return bodies;
};

test('different fields: the second to save keeps the first one\'s change and is told of it', async ({ as, client, sql }) => {
  const row = await client({ phone: '+49 30 901820' });
  const [first, second] = [await as('member'), await as('admin')];
  await openForm(first, row);
  await openForm(second, row);
  await field(first, 'Phone').fill('+49 30 901821');
  await field(second, 'Industry').fill('Hospitality');
  await save(first).click();
  await saved(first, row.company_name);

  const sent = patches(second);
  await save(second).click();
  await savedWith(second, row.company_name, 'Phone');
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901821', industry: 'Hospitality', version: row.version + 2 });
  // What the first one wrote is never sent again, only kept.
  expect(sent).toEqual([{ industry: 'Hospitality' }, { industry: 'Hospitality' }]);
});

test('the same field: before, mine and theirs are shown, nothing is written, and the choice decides', async ({ as, client, sql }) => {
  const row = await client({ phone: '+49 30 901820' });
  const [first, second] = [await as('member'), await as('admin')];
  await openForm(first, row);
  await openForm(second, row);
  await field(first, 'Phone').fill('+49 30 901821');
  await field(second, 'Phone').fill('+49 30 901822');
  await save(first).click();
  await saved(first, row.company_name);

  await save(second).click();
  const phone = collisions(second).getByRole('group', { name: 'Phone' });
  await expect(phone).toContainText('Before+49 30 901820');
  await expect(side(phone, 'Yours')).toBeChecked();
  await expect(phone).toContainText('Yours+49 30 901822');
  await expect(phone).toContainText('Theirs+49 30 901821');
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901821', version: row.version + 1 });

  await collisions(second).getByRole('button', { name: 'Save with these' }).click();
  await saved(second, row.company_name);
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901822', version: row.version + 2 });
});

test('a third person between the two saves makes a second question, not a lost write', async ({ as, client, sql }) => {
  const row = await client({ phone: '+49 30 901820' });
  const page = await as('admin');
  await openForm(page, row);
  await field(page, 'Industry').fill('Hospitality');
  await field(page, 'Phone').fill('+49 30 901829');
  await sql`update app.clients set phone = '+49 30 901821' where id = ${row.id}`;
  await save(page).click();
  await expect(collisions(page)).toContainText('Theirs+49 30 901821');
  // While the dialog is open, somebody writes a third time.
  await sql`update app.clients set phone = '+49 30 901823', website_url = 'https://example.com' where id = ${row.id}`;
  await collisions(page).getByRole('button', { name: 'Save with these' }).click();
  await expect(collisions(page)).toContainText('Theirs+49 30 901823');
  await expect(collisions(page)).toContainText('Before+49 30 901821');
  expect((await readClient(sql, row.id)).phone).toBe('+49 30 901823');
  await side(collisions(page).getByRole('group', { name: 'Phone' }), 'Theirs').check();
  await collisions(page).getByRole('button', { name: 'Save with these' }).click();
  await saved(page, row.company_name);
  expect(await readClient(sql, row.id)).toMatchObject({
    phone: '+49 30 901823', website_url: 'https://example.com', industry: 'Hospitality', version: row.version + 3,
  });
});

test('both wrote the same: it is saved, and nothing is written twice', async ({ as, client, sql }) => {
  const row = await client();
  const page = await as('admin');
  await openForm(page, row);
  await field(page, 'Phone').fill('+49 30 901820');
  await sql`update app.clients set phone = '+49 30 901820' where id = ${row.id}`;
  await save(page).click();
  await saved(page, row.company_name);
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901820', version: row.version + 1 });
});

test('a colleague\'s change of a field that was not touched does not disturb the merge', async ({ as, client, sql }) => {
  const row = await client();
  const page = await as('admin');
  await openForm(page, row);
  await field(page, 'Phone').fill('+49 30 901820');
  await sql`update app.clients set color_palette = '{"Ink": "#222"}' where id = ${row.id}`;
  await save(page).click();
  await savedWith(page, row.company_name, 'Color palette');
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901820', color_palette: { Ink: '#222' } });
});
