// The form as a whole: every field, where its errors show, and what it never does.
import { readClient } from '../support/clients.mjs';
import { errorAt, field, openForm, place, save, saved, summary } from '../support/edit.mjs';
import { requestsTo } from '../support/network.mjs';
import { expect, test } from '../support/test.mjs';

const patches = (requests) => requests.filter((request) => request.method() === 'PATCH');
const index = (page) => page.getByRole('navigation', { name: 'Sections of the form' });

test('every field of the registry is there, by section, and the index leads to it', async ({ as, client }) => {
  const row = await client();
  const page = await as('owner');
  await openForm(page, row);
  await expect(page.locator('form [data-field]')).toHaveCount(43);
  const sections = await page.locator('form h2').allTextContents();
  expect(sections).toHaveLength(12);
  await expect(index(page).getByRole('link')).toHaveText(sections);
  await index(page).getByRole('link', { name: 'Performance' }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'Performance' })).toBeFocused();
  await expect(page.getByRole('heading', { level: 2, name: 'Performance' })).toBeInViewport();
  await expect(index(page).getByRole('link', { name: 'Performance' })).toHaveAttribute('aria-current', 'true');
  await expect(index(page).locator('[aria-current]')).toHaveCount(1);
  await page.keyboard.press('Tab');
  await expect(field(page, 'Satisfaction')).toBeFocused();
  await page.evaluate(() => scrollTo(0, 0));
  await expect(index(page).locator('[aria-current]')).toHaveText('Contact');
});

test('what only the database keeps is text, and nobody is offered to change it', async ({ as, client }) => {
  const row = await client();
  const page = await as('owner');
  await openForm(page, row);
  for (const key of ['id', 'created_at', 'updated_at', 'version', 'created_by', 'last_login_at', 'last_logout_at']) {
    await expect(place(page, key)).toContainText('Nobody changes this.');
    await expect(place(page, key).locator('input, select, textarea')).toHaveCount(0);
  }
});

test('errors are counted at their sections, named in the summary and in the title, and go when they are right', async ({ as, client }) => {
  const row = await client();
  const page = await as('owner');
  await openForm(page, row);
  const title = await page.title();
  await field(page, 'Phone').fill('12');
  await field(page, 'Website').fill('nowhere');
  await field(page, 'Satisfaction').fill('11');
  await page.keyboard.press('Control+s');
  await expect(summary(page)).toBeFocused();
  await expect(page).toHaveTitle(`Error: ${title}`);
  await expect(index(page).getByRole('link', { name: 'Contact 2 errors' })).toBeVisible();
  await expect(index(page).getByRole('link', { name: 'Performance 1 error' })).toBeVisible();

  // Right again while it is still being typed: nobody has to leave the field to see it.
  await field(page, 'Phone').focus();
  await page.keyboard.press('End');
  await page.keyboard.type('345');
  await expect(field(page, 'Phone')).toHaveAttribute('aria-invalid', 'true');
  await page.keyboard.type('67');
  await expect(field(page, 'Phone')).not.toHaveAttribute('aria-invalid', 'true');
  await expect(summary(page).getByRole('listitem')).toHaveCount(2);
  await field(page, 'Website').fill('https://example.com');
  await field(page, 'Satisfaction').fill('10');
  await expect(summary(page)).toBeHidden();
  await expect(page).toHaveTitle(title);
  await page.keyboard.press('Control+s');
  await saved(page, row.company_name);
});

test('to go through the form with Tab judges nothing', async ({ as, client }) => {
  const row = await client({ name: null });
  const page = await as('owner');
  await openForm(page, row);
  await field(page, 'Name').focus();
  for (let step = 0; step < 12; step += 1) await page.keyboard.press('Tab');
  await expect(page.locator('[aria-invalid=true]')).toHaveCount(0);
  await expect(summary(page)).toBeHidden();
});

test('an amount is grouped when it is left, and what is no amount stays as it was typed', async ({ as, client, sql }) => {
  const row = await client();
  const page = await as('owner');
  await openForm(page, row);
  const revenue = field(page, 'Annual revenue');
  await revenue.fill('1234567.5');
  await expect(revenue).toHaveValue('1234567.5');
  await field(page, 'Acquisition source').focus();
  await expect(revenue).toHaveValue('1,234,567.50');
  await revenue.fill('1.234,50');
  await field(page, 'Acquisition source').focus();
  await expect(revenue).toHaveValue('1.234,50');
  expect(await errorAt(revenue)).toContain('Write an amount');
  await revenue.fill('12 000');
  await save(page).click();
  await saved(page, row.company_name);
  expect((await readClient(sql, row.id)).annual_revenue).toBe('12000.00');
});

test('where the locale groups by points, an amount is grouped by what the rules read', async ({ as, client, sql }) => {
  const row = await client({ annual_revenue: '9876543.21' });
  const page = await as('owner', { locale: 'de-DE' });
  await openForm(page, row);
  await expect(field(page, 'Annual revenue')).toHaveValue('9\u202f876\u202f543.21');
  await field(page, 'Phone').fill('+49 30 901820');
  await save(page).click();
  await saved(page, row.company_name);
  expect((await readClient(sql, row.id)).annual_revenue).toBe('9876543.21');
});

test('a date that was begun and not finished is refused, not taken for none', async ({ as, client, sql }) => {
  const row = await client({ renewal_date: '2027-01-31' });
  const page = await as('owner');
  await openForm(page, row);
  await field(page, 'Renewal').focus();
  await page.keyboard.press('Backspace');
  await save(page).click();
  await expect(field(page, 'Renewal')).toHaveAttribute('aria-invalid', 'true');
  await expect(summary(page)).toContainText('Write a date');
  expect((await readClient(sql, row.id)).version).toBe(row.version);
});

test('a manager is chosen by name, and one who has left is not lost', async ({ as, client, sql }) => {
  const row = await client({ manager: 'member' });
  const page = await as('owner');
  await openForm(page, row);
  const manager = field(page, 'Manager');
  await expect(manager.locator('option:checked')).toHaveText('Priya Raman');
  const names = (await manager.locator('option').allTextContents()).slice(1);
  expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b)));
  await manager.selectOption({ label: 'Jonas Lindqvist' });
  await save(page).click();
  await saved(page, row.company_name);
  expect((await readClient(sql, row.id)).assigned_manager).toBe('de000000-0000-4000-8000-000000000004');
});

test('how much still fits is said near the end only', async ({ as, client }) => {
  const row = await client();
  const page = await as('owner');
  await openForm(page, row);
  await field(page, 'Industry').fill('x'.repeat(89));
  await expect(place(page, 'industry').getByText('left')).toHaveCount(0);
  await field(page, 'Industry').press('x');
  await expect(place(page, 'industry').getByText('10 characters left')).toBeVisible();
  await field(page, 'Industry').fill('x'.repeat(103));
  await expect(place(page, 'industry').getByText('3 characters too many')).toBeVisible();
  await field(page, 'Industry').fill('x');
  await expect(place(page, 'industry').getByText('characters')).toHaveCount(0);
});

test('opening and saving rows with odd values changes nothing of them', async ({ as, client, sql }) => {
  const deep = { a: { b: [{ c: null }, [], {}, '', 'x\ny'] }, 'ключ "q"': ' blanks ', '': 0 };
  const rows = [
    { project_scope: '  blanks \n\n at the ends \t', industry: ' Travel ', name: 'Two\nlines' },
    { metadata: { big: 'BIG', ...deep }, preferences: {}, address: { floor: 3, country: 'de', city: '' }, color_palette: { Ink: '#ABC', '': '#000000' } },
    { business_goals: ['with, comma', '"quoted"', '[bracket]', 'two\nlines'], annual_revenue: '9999999999999.99', last_contact_date: '2020-02-29T23:59:59.999999Z' },
    { contract_start_date: '0001-01-01', contract_end_date: '9999-12-31', satisfaction_score: 1 },
    { website_url: 'http://a', logo_assets: { a: { url: 'https://a.example/x.png', n: 1 }, b: [1, { url: 'https://b.example' }] } },
  ];
  const page = await as('owner');
  for (const { logo_assets, ...columns } of rows) {
    const row = await client(columns);
    // Digits that no JavaScript number holds, and what the driver would not send.
    await sql`update app.clients set metadata = (replace(metadata::text, '"BIG"', '12345678901234567890.10'))::jsonb where id = ${row.id}`;
    if (logo_assets) await sql`update app.clients set logo_assets = ${sql.json(logo_assets)} where id = ${row.id}`;
    const before = await asText(sql, row.id);
    const asked = requestsTo(page, '/rest/');
    await openForm(page, row);
    for (const summary of await page.locator('form summary').all()) await summary.click();
    for (let step = 0; step < 70; step += 1) await page.keyboard.press('Tab');
    await save(page).click();
    await expect(page.getByText('Nothing to save').last()).toBeVisible();
    expect(patches(asked)).toHaveLength(0);
    // What is changed beside them leaves them as they are.
    await openForm(page, row);
    await field(page, 'Acquisition source').fill('Trade fair');
    await save(page).click();
    await saved(page, row.company_name);
    expect(patches(asked).map((request) => request.postDataJSON())).toEqual([{ acquisition_source: 'Trade fair' }]);
    expect(await asText(sql, row.id)).toEqual({ ...before, acquisition_source: 'Trade fair' });
  }
});

/** The row as the database prints it. */
async function asText(sql, id) {
  const [{ row }] = await sql`select row_to_json(clients)::text as row from app.clients where id = ${id}`;
  const { version, updated_at, search_text, ...rest } = JSON.parse(row, (_, value, context) =>
    typeof value === 'number' && context?.source ? `number ${context.source}` : value);
  return rest;
}
