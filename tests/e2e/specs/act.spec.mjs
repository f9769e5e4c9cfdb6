// Acting in the list: choosing, editing in place, the row's menu, and how the list is drawn.
import { readClient } from '../support/clients.mjs';
import { cell, column, headings, openList, pages, rows, table } from '../support/list.mjs';
import { expect, test } from '../support/test.mjs';

const check = (page, number) => rows(page).nth(number).getByRole('checkbox');
const bar = (page, text) => page.getByRole('status').filter({ hasText: text });
const menu = (page) => page.getByRole('menu');
const openMenu = (page) => rows(page).getByRole('button', { name: /^Actions/ }).click();

test('rows are chosen by a press, a range with Shift, and all that match; the bar says exactly what', async ({ as, sql }) => {
  const page = await as('owner');
  await openList(page);
  await check(page, 1).click();
  await expect(bar(page, '1 client selected')).toBeVisible();
  await check(page, 4).click({ modifiers: ['Shift'] });
  await expect(bar(page, '4 clients selected')).toBeVisible();
  await check(page, 2).click();
  await expect(bar(page, '3 clients selected')).toBeVisible();
  await expect(rows(page).nth(1)).toHaveAttribute('aria-selected', 'true');
  await expect(rows(page).nth(2)).toHaveAttribute('aria-selected', 'false');

  // A choice lasts over pages and orders, and ends with the question.
  await pages(page).getByRole('button', { name: 'Next' }).click();
  await expect(pages(page)).toContainText('26–50');
  await expect(bar(page, '3 clients selected')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Select the rows shown' }).check();
  await expect(bar(page, '28 clients selected')).toBeVisible();
  const [{ all }] = await sql`select count(*)::int as all from app.clients`;
  await page.getByRole('button', { name: `Select all ${all} that match` }).click();
  await expect(bar(page, `All ${all} clients that match are selected`)).toBeVisible();
  await check(page, 0).click();
  await expect(bar(page, `All ${all} clients that match are selected, but 1`)).toBeVisible();
  await page.getByRole('button', { name: 'Lead', exact: true }).click();
  await expect(page).toHaveURL(/status=lead/);
  await expect(bar(page, 'selected')).toHaveCount(0);
});

test('a cell is edited in place; edits wait, are looked through, and are saved together', async ({ as, client, sql }) => {
  const one = await client({ company_name: 'Inline Harbour One', status: 'lead' });
  const two = await client({ company_name: 'Inline Harbour Two' });
  const page = await as('member');
  await openList(page, '?company_name=starts.Inline%20Harbour&sort=company_name');
  await cell(page, one.name, 'Name').dblclick();
  await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.type('Ann of One');
  await page.keyboard.press('Enter');
  await expect(cell(page, 'Ann of One', 'Name')).toBeFocused();
  await cell(page, 'Active', 'Status').dblclick();
  await page.getByRole('combobox', { name: 'Status' }).selectOption('paused');
  await page.keyboard.press('Enter');
  await expect(bar(page, '2 unsaved edits in 2 clients')).toBeVisible();
  expect((await readClient(sql, one.id)).name).toBe(one.name);

  // A look at a record loses nothing.
  await rows(page).first().getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1, name: one.company_name })).toBeVisible();
  await page.goBack();
  await expect(bar(page, '2 unsaved edits in 2 clients')).toBeVisible();
  await page.getByRole('button', { name: 'Review' }).click();
  const dialog = page.getByRole('dialog', { name: 'Unsaved edits' });
  await expect(dialog).toContainText(`Name${one.name} → Ann of One`);
  await expect(dialog).toContainText('StatusActive → Paused');
  await dialog.getByRole('button', { name: 'Save all' }).click();
  await expect(page.getByText('Saved 2 clients.')).toBeVisible();
  await expect(dialog).toBeHidden();
  await expect(bar(page, 'unsaved')).toHaveCount(0);
  expect(await readClient(sql, one.id)).toMatchObject({ name: 'Ann of One', status: 'lead', version: one.version + 1 });
  expect(await readClient(sql, two.id)).toMatchObject({ status: 'paused', name: two.name });
});

test('Escape leaves a cell as it was, and what the rules refuse stays in the editor with the reason', async ({ as, client }) => {
  const row = await client({ company_name: 'Refused Harbour' });
  const page = await as('owner');
  await openList(page, '?company_name=is.Refused%20Harbour');
  await cell(page, row.email, 'Email').dblclick();
  const editor = page.getByRole('textbox', { name: 'Email' });
  await editor.fill('not an address');
  await editor.press('Enter');
  await expect(editor).toHaveAttribute('aria-invalid', 'true');
  await expect(editor).toHaveValue('not an address');
  await expect(page.getByRole('alert').filter({ hasText: /./ })).toBeVisible();
  await editor.press('Escape');
  await expect(cell(page, row.email, 'Email')).toBeFocused();
  await expect(bar(page, 'unsaved')).toHaveCount(0);
});

test('staff edit no cell, and a member none of a field above them', async ({ as, client }) => {
  await client({ company_name: 'Readers Harbour', manager: 'staff' });
  const staff = await as('staff');
  await openList(staff, '?company_name=is.Readers%20Harbour');
  await cell(staff, 'Active', 'Status').dblclick();
  await expect(staff.getByRole('combobox', { name: 'Status' })).toHaveCount(0);
  await openMenu(staff);
  await expect(menu(staff).getByRole('menuitem')).toHaveText(['Open', 'Copy email']);

  await client({ company_name: 'Members Harbour' });
  const member = await as('member');
  await openList(member, '?company_name=is.Members%20Harbour');
  await cell(member, 'Standard', 'Tier').dblclick();
  await expect(member.getByRole('combobox', { name: 'Tier' })).toHaveCount(0);
});

test('somebody else\'s change of another field does not hinder an edit; of the same field it is told first', async ({ as, client, sql }) => {
  const row = await client({ company_name: 'Contested Harbour' });
  const page = await as('owner');
  await openList(page, '?company_name=is.Contested%20Harbour');
  const edit = async (from, to) => {
    await cell(page, from, 'Name').dblclick();
    await page.getByRole('textbox', { name: 'Name' }).fill(to);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Save all' }).first().click();
  };
  await sql`update app.clients set industry = 'Retail' where id = ${row.id}`;
  await edit(row.name, 'Mine');
  await expect(page.getByText('Saved 1 client.')).toBeVisible();
  expect(await readClient(sql, row.id)).toMatchObject({ name: 'Mine', industry: 'Retail' });

  await expect(cell(page, 'Mine', 'Name')).toBeVisible();
  await sql`update app.clients set name = 'Theirs' where id = ${row.id}`;
  await edit('Mine', 'Mine again');
  await expect(bar(page, '1 unsaved edit in 1 client, 1 not saved')).toBeVisible();
  await page.getByRole('button', { name: 'Review' }).click();
  const dialog = page.getByRole('dialog', { name: 'Unsaved edits' });
  await expect(dialog).toContainText('Name is “Theirs” now');
  expect((await readClient(sql, row.id)).name).toBe('Theirs');
  await dialog.getByRole('button', { name: 'Save all' }).click();
  await expect(dialog).toBeHidden();
  expect((await readClient(sql, row.id)).name).toBe('Mine again');
});

test('a save that the server refuses keeps every edit and says why', async ({ as, client, sql }) => {
  const row = await client({ company_name: 'Stormy Harbour' });
  const page = await as('owner');
  await openList(page, '?company_name=is.Stormy%20Harbour');
  await cell(page, row.name, 'Name').dblclick();
  await page.getByRole('textbox', { name: 'Name' }).fill('Kept');
  await page.keyboard.press('Enter');
  await page.route('**/rest/v1/clients?**', (route) =>
    route.request().method() === 'PATCH' ? route.fulfill({ status: 503, body: '{}' }) : route.fallback());
  await page.getByRole('button', { name: 'Save all' }).first().click();
  await expect(bar(page, '1 not saved')).toBeVisible();
  await page.getByRole('button', { name: 'Review' }).click();
  await expect(page.getByRole('dialog')).toContainText('The server is busy');
  await page.unrouteAll();
  await page.getByRole('dialog').getByRole('button', { name: 'Save all' }).click();
  await expect(page.getByText('Saved 1 client.')).toBeVisible();
  expect((await readClient(sql, row.id)).name).toBe('Kept');
});

test('the row\'s menu logs a contact, changes the status and copies the address', async ({ as, client, sql }) => {
  const row = await client({ company_name: 'Menu Harbour' });
  const page = await as('member', { permissions: ['clipboard-read', 'clipboard-write'] });
  await openList(page, '?company_name=is.Menu%20Harbour');
  await openMenu(page);
  await menu(page).getByRole('menuitem', { name: 'Log a contact now' }).click();
  await expect(page.getByText('Logged a contact with Menu Harbour.')).toBeVisible();
  const logged = (await readClient(sql, row.id)).last_contact_date;
  expect(Math.abs(Date.now() - logged.getTime())).toBeLessThan(60_000);
  await openMenu(page);
  await expect(menu(page).getByRole('menuitemradio', { name: 'Active' })).toHaveAttribute('aria-checked', 'true');
  await menu(page).getByRole('menuitemradio', { name: 'Paused' }).click();
  await expect(cell(page, 'Paused', 'Status')).toBeVisible();
  expect((await readClient(sql, row.id)).status).toBe('paused');
  await openMenu(page);
  await menu(page).getByRole('menuitem', { name: 'Copy email' }).click();
  await expect(page.getByText(`Copied ${row.email}.`)).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(row.email);
  await openMenu(page);
  await menu(page).getByRole('menuitem', { name: 'Edit' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Edit Menu Harbour' })).toBeVisible();
});

test('the grid is led by the keyboard alone', async ({ as }) => {
  const page = await as('owner');
  await openList(page, '?sort=company_name');
  const active = () => page.evaluate(() => {
    const cell = document.activeElement.closest('td');
    return cell && `${cell.parentElement.getAttribute('aria-rowindex')}:${cell.dataset.field ?? cell.className}`;
  });
  await rows(page).first().getByRole('link').focus();
  const keys = async (...presses) => { for (const press of presses) await page.keyboard.press(press); };
  await keys('ArrowDown', 'ArrowRight', 'ArrowRight');
  expect(await active()).toBe('3:email');
  await keys('Control+End');
  expect(await active()).toBe('26:email');
  await keys('Home');
  expect(await active()).toBe('26:client-table__pick');
  await keys('Control+Home', 'PageDown');
  expect(await active()).toBe('12:client-table__pick');
  await keys('ArrowRight', 'Space');
  await expect(bar(page, '1 client selected')).toBeVisible();
  await keys('ArrowDown', 'ArrowDown', 'Shift+Space');
  await expect(bar(page, '3 clients selected')).toBeVisible();
  await keys('ArrowRight', 'F2');
  await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await keys('Escape');
  await expect.poll(active).toBe('14:name');
  await keys('Shift+F10');
  await expect(page.getByRole('menuitem', { name: 'Open' })).toBeFocused();
  await keys('ArrowUp');
  await expect(page.getByRole('menuitemradio', { name: 'Cancelled' })).toBeFocused();
  await keys('Escape');
  await expect(menu(page)).toHaveCount(0);
  await expect.poll(active).toBe('14:client-table__acts');
  // One way in: Tab leaves the grid, Shift+Tab comes back to the same cell.
  await keys('Tab');
  expect(await active()).toBeNull();
  await keys('Shift+Tab');
  expect(await active()).toBe('14:client-table__acts');
  const company = (await column(page, 'Company'))[12];
  await keys('Home', 'ArrowRight', 'Enter');
  await expect(page.getByRole('heading', { level: 1, name: company })).toBeVisible();
});

test('columns are chosen, moved and resized, and remembered for the person', async ({ as }) => {
  const page = await as('owner');
  await openList(page);
  const names = async () => (await headings(page).allInnerTexts()).map((text) => text.trim());
  await page.getByText('Display', { exact: true }).click();
  await page.getByRole('checkbox', { name: 'Email', exact: true }).click();
  await expect(page.getByRole('checkbox', { name: 'Email', exact: true })).not.toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'Email', exact: true })).toBeFocused();
  await page.getByRole('checkbox', { name: 'Industry' }).click();
  for (let place = 8; place > 1; place -= 1) await page.getByRole('button', { name: 'Move Industry left' }).click();
  await expect.poll(names).toEqual(['Company', 'Industry', 'Name', 'Status', 'Tier', 'Manager', 'Annual revenue', 'Renewal', 'Updated']);
  await page.getByRole('button', { name: 'Compact' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByText('Display', { exact: true })).toBeFocused();

  const width = () => headings(page).filter({ hasText: 'Industry' }).evaluate((heading) => heading.offsetWidth);
  const before = await width();
  await headings(page).filter({ hasText: 'Industry' }).getByRole('button').focus();
  await page.keyboard.press('Alt+ArrowRight');
  await expect.poll(width).toBeGreaterThan(before);
  const grip = await headings(page).filter({ hasText: 'Industry' }).locator('.client-table__grip').boundingBox();
  const wider = await width();
  await page.mouse.move(grip.x + 4, grip.y + 4);
  await page.mouse.down();
  await page.mouse.move(grip.x + 104, grip.y + 4, { steps: 4 });
  await page.mouse.up();
  await expect.poll(width).toBeGreaterThan(wider + 60);

  await page.reload();
  await expect.poll(names).toContain('Industry');
  expect((await names())[1]).toBe('Industry');
  expect(await names()).not.toContain('Email');
  await expect(table(page)).toHaveAttribute('data-compact', '');
  await expect.poll(width).toBeGreaterThan(wider);
  await page.getByText('Display', { exact: true }).click();
  await page.getByRole('button', { name: 'Standard columns and widths' }).click();
  await expect.poll(names).toContain('Email');
});

test('pages of another length, and no pages at all', async ({ as, sql }) => {
  const page = await as('owner');
  await openList(page, '?sort=company_name');
  await page.getByText('Display', { exact: true }).click();
  await page.getByRole('button', { name: '50', exact: true }).click();
  await expect(rows(page)).toHaveCount(50);
  await expect(pages(page)).toContainText('1–50');
  await page.getByRole('button', { name: 'Endless' }).click();
  await page.keyboard.press('Escape');
  await expect(pages(page)).toHaveCount(0);
  const [{ all }] = await sql`select count(*)::int as all from app.clients`;
  await expect(table(page)).toHaveAttribute('aria-rowcount', String(all + 1));

  // Every row is met once on the way down, in order, and few are in the document at any time.
  const met = new Map();
  let most = 0;
  await expect.poll(async () => {
    // Looked at first: the last rows stand there when it does.
    const ends = await page.getByText('That is all of them.').isVisible();
    const shown = await page.locator('tbody tr[data-id]').evaluateAll((rows) => rows.map((row) => [Number(row.ariaRowIndex), row.dataset.id]));
    most = Math.max(most, shown.length);
    for (const [place, id] of shown) met.set(place, id);
    await page.locator('.list').evaluate((list) => list.scrollBy(0, 500));
    return ends;
  }, { timeout: 20_000, intervals: [50] }).toBe(true);
  expect([...met.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: all }, (_, place) => place + 2));
  const expected = await sql`select id from app.clients order by company_name, id`;
  expect(expected.map(({ id }, place) => met.get(place + 2) === id)).not.toContain(false);
  expect(most).toBeLessThan(all);

  // What was let go on the way comes back.
  await page.locator('.list').evaluate((list) => list.scrollTo(0, 0));
  await expect(page.locator('tbody tr[data-id]').first()).toHaveAttribute('aria-rowindex', '2');
  await expect(page.locator(`tbody tr[data-id="${expected[0].id}"]`)).toBeVisible();
});

test('reading on that fails says so and goes on at a press', async ({ as }) => {
  const page = await as('owner');
  await openList(page);
  await page.getByText('Display', { exact: true }).click();
  await page.route('**/rest/v1/clients?**updated_at.lte**', (route) => route.fulfill({ status: 500, body: '{}' }));
  await page.getByRole('button', { name: 'Endless' }).click();
  await page.keyboard.press('Escape');
  await expect(pages(page)).toHaveCount(0);
  await page.locator('.list').evaluate((list) => list.scrollTo(0, list.scrollHeight));
  await expect(page.getByText('status 500')).toBeVisible();
  await page.unrouteAll();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(rows(page).nth(60)).toBeAttached();
});
