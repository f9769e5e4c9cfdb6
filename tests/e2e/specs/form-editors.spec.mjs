// The editors of lists and objects: by keyboard and mouse, and what the database holds afterwards.
import { readClient } from '../support/clients.mjs';
import { entries, field, line, openForm, openTree, paste, place, save, saved, summary } from '../support/edit.mjs';
import { expect, test } from '../support/test.mjs';

const GOALS = 'business_goals';
const says = (page, key) => place(page, key).locator('.editor__say');

test('entries are added with Enter and comma, pasted, changed, refused when they are there, and taken away', async ({ as, client, sql }) => {
  const row = await client({ business_goals: ['One'] });
  const page = await as('owner');
  await openForm(page, row);
  await line(page, GOALS).click();
  await page.keyboard.type('Two');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Three, "Four, and a half",');
  await expect(entries(page, GOALS)).toHaveText(['One', 'Two', 'Three', 'Four, and a half']);
  await paste(line(page, GOALS), 'Five; Six\tSeven\r\nTwo');
  await expect(entries(page, GOALS)).toHaveText(['One', 'Two', 'Three', 'Four, and a half', 'Five', 'Six', 'Seven']);
  await expect(says(page, GOALS)).toHaveText('“Two” is in the list already.');
  await expect(line(page, GOALS)).toHaveValue('Two');
  await line(page, GOALS).fill('');
  await page.keyboard.press('Backspace');
  await expect(line(page, GOALS)).toHaveValue('Seven');
  await page.keyboard.type('teen');
  // Left in the line, and in the list all the same.
  await field(page, 'Phone').focus();
  await entries(page, GOALS).nth(3).click();
  await expect(line(page, GOALS)).toHaveValue('"Four, and a half"');
  await line(page, GOALS).fill('Four');
  await page.keyboard.press('Enter');
  await place(page, GOALS).getByRole('button', { name: 'Remove Five' }).click();
  await expect(says(page, GOALS)).toHaveText('Removed “Five”.');
  await save(page).click();
  await saved(page, row.company_name);
  expect((await readClient(sql, row.id)).business_goals).toEqual(['One', 'Two', 'Three', 'Four', 'Six', 'Seventeen']);
});

test('entries are put in order by keyboard and by drag, and it is said where they are', async ({ as, client, sql }) => {
  const row = await client({ business_goals: ['A', 'B', 'C', 'D'] });
  const page = await as('owner');
  await openForm(page, row);
  await line(page, GOALS).focus();
  await page.keyboard.press('ArrowUp');
  await expect(entries(page, GOALS).nth(3)).toBeFocused();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(entries(page, GOALS)).toHaveText(['A', 'B', 'D', 'C']);
  await expect(says(page, GOALS)).toHaveText('“D” is now 3 of 4.');
  await expect(says(page, GOALS)).toHaveRole('status');
  await expect(entries(page, GOALS).nth(2)).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('Delete');
  await expect(entries(page, GOALS)).toHaveText(['B', 'D', 'C']);
  await expect(entries(page, GOALS).first()).toBeFocused();
  const items = place(page, GOALS).locator('.entries__entry');
  await items.nth(2).dragTo(items.nth(0));
  await expect(entries(page, GOALS)).toHaveText(['C', 'B', 'D']);
  await save(page).click();
  await saved(page, row.company_name);
  expect((await readClient(sql, row.id)).business_goals).toEqual(['C', 'B', 'D']);
});

test('the parts of an address are written one by one, and what else it holds stays', async ({ as, client, sql }) => {
  const row = await client({ address: { street: 'Old 1', floor: 3, country: 'GB' } });
  const page = await as('owner');
  await openForm(page, row);
  const address = place(page, 'address');
  await expect(address.getByLabel('Street')).toHaveValue('Old 1');
  await address.getByLabel('Street').fill('New 2');
  await address.getByLabel('City').fill('Hamburg');
  await address.getByLabel('Country').fill('D');
  await address.getByLabel('Region').focus();
  await expect(address.locator('.field__error')).toBeEmpty();
  await field(page, 'Industry').focus();
  await expect(address.locator('.field__error')).toContainText('two letters');
  await address.getByLabel('Country').fill('DE');
  await expect(address.locator('.field__error')).toBeEmpty();
  await save(page).click();
  await saved(page, row.company_name);
  expect((await readClient(sql, row.id)).address).toEqual({ street: 'New 2', city: 'Hamburg', floor: 3, country: 'DE' });
});

test('an address that is emptied is none', async ({ as, client, sql }) => {
  const row = await client({ address: { city: 'Oxford' } });
  const page = await as('owner');
  await openForm(page, row);
  await place(page, 'address').getByLabel('City').fill('');
  await save(page).click();
  await saved(page, row.company_name);
  expect((await readClient(sql, row.id)).address).toBeNull();
});

test('colours say how text reads on them, and a wrong one is led to', async ({ as, client, sql }) => {
  const row = await client({ color_palette: { Ink: '#222222', Grey: '#777' } });
  const page = await as('owner');
  await openForm(page, row);
  const palette = place(page, 'color_palette');
  const grey = palette.getByRole('group', { name: 'Grey' });
  await expect(grey).toContainText('White text 4.47:1 fails AA');
  await expect(grey).toContainText('Black text 4.68:1 passes AA');
  await palette.getByRole('button', { name: 'Add a colour' }).click();
  const name = palette.getByLabel('Colour name').last();
  await expect(name).toBeFocused();
  await page.keyboard.type('Ink');
  await expect(says(page, 'color_palette')).toContainText('This name is there already.');
  await name.fill('Sky');
  await palette.getByLabel('Colour value').last().fill('blue');
  await palette.getByRole('group', { name: 'Grey' }).getByRole('button', { name: 'Remove Grey' }).click();
  await save(page).click();
  await expect(summary(page)).toBeFocused();
  await summary(page).getByRole('link', { name: 'Color palette' }).click();
  await expect(palette.getByLabel('Colour value').last()).toBeFocused();
  await palette.getByLabel('Pick the colour').last().fill('#3366cc');
  await expect(palette.getByLabel('Colour value').last()).toHaveValue('#3366cc');
  await save(page).click();
  await saved(page, row.company_name);
  expect((await readClient(sql, row.id)).color_palette).toEqual({ Ink: '#222222', Sky: '#3366cc' });
});

test('fonts are written into what the object holds already', async ({ as, client, sql }) => {
  const row = await client({ metadata: {} });
  await sql`update app.clients set typography_preferences = '{"headings": {"family": "Archivo", "tracking": 0.02}, "note": "x"}' where id = ${row.id}`;
  const page = await as('owner');
  await openForm(page, row);
  const fonts = place(page, 'typography_preferences');
  await fonts.getByLabel('Heading font').fill('Fraunces');
  await fonts.getByLabel('Heading weights').fill('400, 650');
  await fonts.getByLabel('Text size in pixels').fill('17.50');
  await save(page).click();
  await saved(page, row.company_name);
  const [{ text }] = await sql`select typography_preferences::text as text from app.clients where id = ${row.id}`;
  expect(text).toBe('{"note": "x", "text": {"size": 17.50}, "headings": {"family": "Fraunces", "weights": [400, 650], "tracking": 0.02}}');
});

test('a logo is shown when it is an https picture, and said to be missing when it cannot be loaded', async ({ as, client, sql }) => {
  const row = await client();
  await sql`update app.clients set logo_assets = '{"main": {"url": "https://pictures.example/a.svg", "width": 480}, "old": "http://pictures.example/b.png"}' where id = ${row.id}`;
  const page = await as('owner');
  await page.route('https://pictures.example/a.svg', (route) =>
    route.fulfill({ contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>' }));
  await page.route('https://pictures.example/gone.png', (route) => route.fulfill({ status: 404 }));
  await openForm(page, row);
  const logos = place(page, 'logo_assets');
  const picture = logos.getByRole('img', { name: 'Preview of main' });
  await picture.scrollIntoViewIfNeeded();
  await expect(picture).toHaveJSProperty('naturalWidth', 40);
  await expect(logos.getByRole('group', { name: 'old' })).toContainText('from https:// only');
  const address = logos.getByRole('group', { name: 'main' }).getByLabel('Logo address');
  await address.fill('https://pictures.example/gone.png');
  await field(page, 'Phone').focus();
  await logos.scrollIntoViewIfNeeded();
  await expect(logos.getByRole('group', { name: 'main' })).toContainText('This picture cannot be loaded.');
  await save(page).click();
  await saved(page, row.company_name);
  expect((await readClient(sql, row.id)).logo_assets).toEqual({ main: { url: 'https://pictures.example/gone.png', width: 480 }, old: 'http://pictures.example/b.png' });
});

test('a tree is changed by keyboard, and long numbers stay as they are', async ({ as, client, sql }) => {
  const row = await client({ metadata: {} });
  await sql`update app.clients set metadata = '{"id": 12345678901234567890.10, "tags": ["a", "b", "c"], "on": true}' where id = ${row.id}`;
  const page = await as('owner');
  await openForm(page, row);
  const tree = await openTree(page, 'metadata');
  await expect(tree.getByLabel('Value of id')).toHaveValue('12345678901234567890.10');
  await tree.getByLabel('Value of Entry 3').focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(tree.getByLabel('Value of Entry 2')).toHaveValue('c');
  await expect(tree.getByLabel('Value of Entry 2')).toBeFocused();
  await tree.getByLabel('Value of on').selectOption('No');
  await tree.getByRole('button', { name: 'Add a value', exact: true }).last().click();
  await page.keyboard.type('plan');
  await tree.getByLabel(/^Kind of/).last().selectOption('Number');
  await tree.getByLabel('Value of plan').fill('ten');
  await expect(says(page, 'metadata')).toContainText('Write a number');
  await tree.getByLabel('Value of plan').fill('10');
  await tree.getByLabel('Name of id').fill('on');
  await expect(says(page, 'metadata')).toContainText('This name is there already.');
  await tree.getByLabel('Name of id').fill('crm');
  await save(page).click();
  await saved(page, row.company_name);
  const [{ text }] = await sql`select metadata::text as text from app.clients where id = ${row.id}`;
  expect(text).toBe('{"on": false, "crm": 12345678901234567890.10, "plan": 10, "tags": ["a", "c", "b"]}');
});

test('as text, an error is pointed at, and only what can be read goes back into the tree', async ({ as, client, sql }) => {
  const row = await client({ metadata: { a: 1 } });
  const page = await as('owner');
  await openForm(page, row);
  const tree = await openTree(page, 'metadata');
  await tree.getByRole('button', { name: 'As text' }).click();
  const text = tree.getByLabel('Metadata as text');
  await expect(text).toBeFocused();
  await text.fill('{\n  "b": 12345678901234567890,\n  "a": ,\n}');
  await tree.getByRole('button', { name: 'As a tree' }).click();
  await expect(says(page, 'metadata')).toHaveText('This is not JSON: look at line 3, column 8.');
  await expect(text).toBeFocused();
  expect(await text.evaluate((area) => area.value.slice(area.selectionStart))).toBe(',\n}');
  await field(page, 'Phone').focus();
  await expect(place(page, 'metadata').locator('.field__error')).toContainText('line 3, column 8');
  await text.fill('{"b": 12345678901234567890, "a": 2}');
  await expect(place(page, 'metadata').locator('.field__error')).toBeEmpty();
  await tree.getByRole('button', { name: 'As a tree' }).click();
  await expect(tree.getByLabel(/^Name of/)).toHaveCount(2);
  await save(page).click();
  await saved(page, row.company_name);
  const [{ metadata }] = await sql`select metadata::text from app.clients where id = ${row.id}`;
  expect(metadata).toBe('{"a": 2, "b": 12345678901234567890}');
});
