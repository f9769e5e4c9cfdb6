// What both changed: keys and entries are put together, the rest is asked about in a dialog for keyboard and reader alike.
import { expectAccessible } from '../support/axe.mjs';
import { readClient } from '../support/clients.mjs';
import { collisions, field, line, openForm, openTree, save, saved, savedWith, side } from '../support/edit.mjs';
import { expect, test } from '../support/test.mjs';

test('other keys of one object and other entries of one list are both kept, without a question', async ({ as, client, sql }) => {
  const row = await client({ metadata: { kept: 1, theirs: 'old', gone: true }, business_goals: ['One', 'Two'] });
  const page = await as('owner');
  await openForm(page, row);
  const tree = await openTree(page, 'metadata');
  await tree.getByRole('button', { name: 'As text' }).click();
  await tree.getByLabel('Metadata as text').fill('{"kept": 1, "theirs": "old", "gone": true, "mine": {"deep": 2}}');
  await line(page, 'business_goals').fill('Three');
  await line(page, 'business_goals').press('Enter');
  await sql`update app.clients set metadata = '{"kept": 1, "theirs": "new"}', business_goals = array['Two', 'Four'] where id = ${row.id}`;
  await save(page).click();
  await savedWith(page, row.company_name, 'Metadata, Business goals');
  const now = await readClient(sql, row.id);
  expect(now.metadata).toEqual({ kept: 1, theirs: 'new', mine: { deep: 2 } });
  expect(now.business_goals.toSorted()).toEqual(['Four', 'Three', 'Two']);
  expect(now.version).toBe(row.version + 2);
});

test('several fields are decided one by one, by keyboard alone; the dialog is accessible in both looks', async ({ as, client, sql }) => {
  const row = await client({ phone: '+49 30 901820', industry: 'Trade' });
  const page = await as('owner');
  await openForm(page, row);
  await field(page, 'Phone').fill('+49 30 901821');
  await field(page, 'Industry').fill('Hospitality');
  await field(page, 'Name').fill('Mine alone');
  await sql`update app.clients set phone = '+49 30 901822', industry = 'Crafts' where id = ${row.id}`;
  await page.keyboard.press('Control+s');
  await expect(collisions(page)).toBeVisible();
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page, `collisions, ${colorScheme}`, 'dialog');
  }
  await expect(collisions(page).getByRole('group')).toHaveCount(2);
  const focused = () => page.evaluate(() => `${document.activeElement.name} ${document.activeElement.value}`);
  const first = await focused();
  expect(first).toMatch(/^(phone|industry) mine$/);
  // Theirs of the first, mine of the second.
  await page.keyboard.press('ArrowDown');
  const theirs = first.split(' ')[0];
  expect(await focused()).toBe(`${theirs} theirs`);
  await page.keyboard.press('Enter');
  await saved(page, row.company_name);
  const wanted = theirs === 'phone' ? { phone: '+49 30 901822', industry: 'Hospitality' } : { phone: '+49 30 901821', industry: 'Crafts' };
  expect(await readClient(sql, row.id)).toMatchObject({ ...wanted, name: 'Mine alone', version: row.version + 2 });
});

test('“Back to the form” and Escape write nothing, and the next save asks again', async ({ as, client, sql }) => {
  const row = await client({ phone: '+49 30 901820' });
  const page = await as('owner');
  await openForm(page, row);
  await field(page, 'Phone').fill('+49 30 901821');
  await sql`update app.clients set phone = '+49 30 901822' where id = ${row.id}`;
  for (const back of [() => page.keyboard.press('Escape'), () => collisions(page).getByRole('button', { name: 'Back to the form' }).click()]) {
    await save(page).click();
    await expect(collisions(page)).toBeVisible();
    await back();
    await expect(collisions(page)).toHaveCount(0);
    await expect(save(page)).toBeFocused();
    await expect(field(page, 'Phone')).toHaveValue('+49 30 901821');
    expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901822', version: row.version + 1 });
  }
  // What they wrote is what is wanted: nothing is left to save.
  await field(page, 'Phone').fill('+49 30 901822');
  await save(page).click();
  await saved(page, row.company_name);
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901822', version: row.version + 1 });
});

test('choosing theirs of everything writes nothing', async ({ as, client, sql }) => {
  const row = await client({ phone: '+49 30 901820' });
  const page = await as('owner');
  await openForm(page, row);
  await field(page, 'Phone').fill('+49 30 901821');
  await sql`update app.clients set phone = '+49 30 901822' where id = ${row.id}`;
  await save(page).click();
  await side(collisions(page), 'Theirs').check();
  await collisions(page).getByRole('button', { name: 'Save with these' }).click();
  await expect(collisions(page)).toHaveCount(0);
  await expect(field(page, 'Phone')).toHaveValue('+49 30 901822');
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901822', version: row.version + 1 });
  await page.getByRole('link', { name: 'Cancel' }).click();
  await expect(page.getByRole('link', { name: 'Edit' })).toBeVisible();
});
