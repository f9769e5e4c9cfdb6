// The toolkit page: every tag live, with its knobs, its code and what it tells.
import { expectAccessible } from '../support/axe.mjs';
import { readClient } from '../support/clients.mjs';
import { rows } from '../support/list.mjs';
import { expect, test } from '../support/test.mjs';

const PAGE = '/agency-toolkit/clients';
const TAGS = ['clientele-list', 'clientele-form', 'clientele-card', 'clientele-portal', 'clientele-sign-in'];
const log = (page) => page.getByRole('log').locator('p');
const part = (page, tag) => page.getByRole('region', { name: `<${tag}>` });
const code = (page, tag) => part(page, tag).locator('pre code');

async function open(page) {
  await page.goto(PAGE);
  await expect(page.locator('clientele-list .client-table__link').first()).toBeVisible();
}

/** Has the list show this client alone, and chooses it. */
async function choose(page, row) {
  await page.getByLabel('filters', { exact: true }).fill(`q=${row.email}`);
  await page.getByLabel('filters', { exact: true }).press('Enter');
  await expect(rows(page)).toHaveCount(1);
  await page.locator('clientele-list').getByRole('button', { name: row.company_name, exact: true }).click();
}

test('every tag is there with a knob for each of its attributes', async ({ as }) => {
  const page = await as('owner');
  await open(page);
  const { modules } = await (await page.request.get('/embed/custom-elements.json')).json();
  expect(modules[0].declarations.map(({ tagName }) => tagName)).toEqual(TAGS);
  for (const { tagName, attributes } of modules[0].declarations) {
    for (const { name } of attributes.filter(({ name }) => !['endpoint', 'api-key'].includes(name))) {
      const own = part(page, tagName).getByLabel(name, { exact: true });
      const shared = page.getByRole('region', { name: 'All tags' }).getByLabel(name, { exact: true });
      expect(await own.count() + await shared.count(), `${tagName} ${name}`).toBe(1);
    }
  }
});

test('a knob changes the tag and its code', async ({ as }) => {
  const page = await as('owner');
  await open(page);
  await part(page, 'clientele-list').getByText('Code').click();
  await expect(code(page, 'clientele-list')).toContainText('filters="status=active"');
  await page.getByLabel('columns', { exact: true }).fill('name,annual_revenue');
  await page.getByLabel('columns', { exact: true }).press('Enter');
  await expect(page.locator('clientele-list').getByRole('columnheader', { name: 'Annual revenue' })).toBeVisible();
  await expect(code(page, 'clientele-list')).toContainText('columns="name,annual_revenue"');
  await page.getByLabel('view', { exact: true }).fill('team');
  await page.getByLabel('view', { exact: true }).press('Enter');
  await page.getByLabel('filters', { exact: true }).fill('');
  await page.getByLabel('filters', { exact: true }).press('Enter');
  await expect(page.locator('clientele-list')).toContainText('Role is any of Owner, Admin, Member, Staff');
  await page.getByLabel('Radius').fill('14');
  await expect(code(page, 'clientele-list')).toContainText('--clientele-radius: 14px;');
  await expect(page.locator('clientele-list .list')).not.toHaveCSS('border-radius', '6px');
  await page.getByLabel('theme').selectOption('dark');
  await expect(page.locator('clientele-list')).toHaveCSS('color-scheme', 'dark');
});

test('whoever is chosen in the list is shown by the others, and what the tags tell is listed', async ({ as, client, sql }) => {
  const row = await client({ phone: null });
  const page = await as('owner');
  await open(page);
  await choose(page, row);
  await expect(log(page).filter({ hasText: 'clientele-selected' })).toContainText(row.id);
  await expect(page.locator('clientele-card')).toContainText(row.company_name);
  const form = page.locator('clientele-form');
  await form.getByLabel('Phone').fill('+49 30 1234567');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(log(page).filter({ hasText: 'clientele-saved' })).toContainText(`{"id":"${row.id}","created":false}`);
  expect((await readClient(sql, row.id)).phone).toBe('+49 30 1234567');
  await expect(page.locator('clientele-card')).toContainText('+49 30 1234567');
  await expect(form.locator('.toast')).toContainText(`Saved ${row.company_name}`);
  await expect(form.getByLabel('Phone')).toHaveValue('+49 30 1234567');
});

test('a save that the page holds back writes nothing, and what was typed stays', async ({ as, client, sql }) => {
  const row = await client();
  const page = await as('owner');
  await open(page);
  await page.getByLabel('Hold saves back').check();
  await choose(page, row);
  const form = page.locator('clientele-form');
  await form.getByLabel('Industry').fill('Boats');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(log(page).filter({ hasText: 'clientele-before-save' })).toContainText('"fields":["industry"]');
  await expect(form.getByLabel('Industry')).toHaveValue('Boats');
  expect((await readClient(sql, row.id)).version).toBe(row.version);
  await page.getByLabel('Hold saves back').uncheck();
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(log(page).filter({ hasText: 'clientele-saved' })).toHaveCount(1);
  expect((await readClient(sql, row.id)).industry).toBe('Boats');
});

test('dates and numbers are written as the language of the tag has it', async ({ as, client }) => {
  const row = await client({ renewal_date: '2027-12-14', annual_revenue: '1234567.50' });
  const page = await as('owner');
  await open(page);
  await choose(page, row);
  const card = page.locator('clientele-card');
  await expect(card).toContainText('14 Dec 2027');
  await page.getByLabel('columns', { exact: true }).fill('name,annual_revenue');
  await page.getByLabel('columns', { exact: true }).press('Enter');
  await expect(page.locator('clientele-list')).toContainText('1,234,567.50');
  await page.getByLabel('locale', { exact: true }).fill('de-DE');
  await page.getByLabel('locale', { exact: true }).press('Enter');
  await expect(card).toContainText('14.12.2027');
  await expect(page.locator('clientele-list')).toContainText('1.234.567,50');
  // What is no language is the browser's.
  await page.getByLabel('locale', { exact: true }).fill('no language');
  await page.getByLabel('locale', { exact: true }).press('Enter');
  await expect(card).toContainText('14 Dec 2027');
});

test('the code can be copied, and the log cleared', async ({ as }) => {
  const page = await as('owner', { permissions: ['clipboard-read', 'clipboard-write'] });
  await open(page);
  await part(page, 'clientele-card').getByText('Code').click();
  await part(page, 'clientele-card').getByRole('button', { name: 'Copy' }).click();
  await expect(part(page, 'clientele-card').getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('<clientele-card');
  await expect(log(page)).not.toHaveCount(0);
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(log(page)).toHaveCount(0);
});

test('the application leads there', async ({ as }) => {
  const page = await as('staff');
  await page.goto('/admin/clients');
  await page.getByRole('link', { name: 'Toolkit' }).click();
  await expect(page.getByRole('heading', { name: 'Toolkit', level: 1 })).toBeVisible();
});

for (const [width, colorScheme] of [[1440, 'light'], [390, 'dark']]) {
  test(`nothing keeps anybody out, ${width} pixels wide, ${colorScheme}`, async ({ as, client }) => {
    const row = await client();
    const page = await as('owner', { viewport: { width, height: 900 }, colorScheme });
    await open(page);
    // The tags do not come at the same moment.
    await expect(page.locator('.skeleton')).toHaveCount(0);
    await expectAccessible(page, 'as it opens');
    await choose(page, row);
    await expect(page.locator('clientele-form form')).toBeVisible();
    await expect(page.locator('clientele-card article')).toBeVisible();
    await expectAccessible(page, 'with a client');
  });
}
