// Saved views: kept in the database, seen by those who may read what they ask about, opened from tabs.
import { expectAccessible } from '../support/axe.mjs';
import { identity } from '../support/accounts.mjs';
import { headings, openList, rows, status, table } from '../support/list.mjs';
import { json, requestsTo } from '../support/network.mjs';
import { expect, test } from '../support/test.mjs';

const tabs = (page) => page.getByRole('navigation', { name: 'Views' });
const tab = (page, name) => tabs(page).getByRole('link', { name, exact: true });
const current = (page) => tabs(page).locator('[aria-current]');
const openMenu = (page) => page.locator('summary').getByText('View', { exact: true }).click();
const newView = (page) => page.getByRole('form', { name: 'Save as a new view' });

async function save(page, name, { shared = false } = {}) {
  await openMenu(page);
  await newView(page).getByLabel('Name').fill(name);
  if (shared) await newView(page).getByLabel('Share with the agency').check();
  await newView(page).getByRole('button', { name: 'Save view' }).click();
  await expect(page.getByText(`Saved the view ${name}.`)).toBeVisible();
}

test.afterEach(async ({ sql }) => {
  await sql`delete from app.views`;
  await sql`delete from app.view_defaults`;
});

test('the built-in views are links, and the one that is shown is marked', async ({ as }) => {
  const page = await as('owner');
  await openList(page);
  await expect(current(page)).toHaveText('All');
  for (const [name, address] of [['My clients', /assigned_manager=me/], ['Leads', /status=lead/], ['Renewals in 30 days', /renewal_date=within\.30/], ['No contact for 90 days', /any=/], ['Team', /role=owner/]]) {
    await tab(page, name).click();
    await expect(page).toHaveURL(address);
    await expect(current(page)).toHaveText(name);
  }
  await page.reload();
  await expect(current(page)).toHaveText('Team');
  await tab(page, 'All').click();
  await expect(current(page)).toHaveText('All');
  await status(page, 'Lead').click();
  await expect(current(page)).toHaveText('Leads');
  await status(page, 'Active').click();
  await expect(current(page)).toHaveCount(0);
});

test('a question is saved under a name, changed, given another name and deleted', async ({ as, sql }) => {
  const page = await as('member');
  await openList(page, '?status=lead&sort=company_name');
  await expect(current(page)).toHaveCount(0);
  await save(page, 'Leads by name');
  await expect(current(page)).toHaveText('Leads by name');
  await expect(page.locator('summary').getByText('View', { exact: true })).toBeFocused();
  const [kept] = await sql`select query, fields, columns, shared, owner from app.views`;
  expect(kept).toEqual({ query: 'status=lead&sort=company_name', fields: ['company_name', 'status'], columns: [], shared: false, owner: identity('member') });

  await tab(page, 'All').click();
  await tab(page, 'Leads by name').click();
  await expect(page).toHaveURL(/sort=company_name/);
  await status(page, 'Active').click();
  await expect(current(page)).toHaveCount(0);
  await openMenu(page);
  await page.getByRole('button', { name: 'Save changes to Leads by name' }).click();
  await expect(page.getByText('Saved the changes to Leads by name.')).toBeVisible();
  await expect(current(page)).toHaveText('Leads by name');
  await openMenu(page);
  await page.getByRole('form', { name: 'Rename' }).getByLabel('Name').fill('In work, by name');
  await page.getByRole('button', { name: 'Rename' }).click();
  await expect(current(page)).toHaveText('In work, by name');
  expect(await sql`select name, query from app.views`).toEqual([{ name: 'In work, by name', query: 'status=lead,active&sort=company_name' }]);

  await openMenu(page);
  await page.getByRole('button', { name: 'Delete this view…' }).click();
  await expect(page.getByRole('button', { name: 'Keep' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Delete this view…' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(tab(page, 'In work, by name')).toHaveCount(0);
  expect(await sql`select 1 from app.views`).toEqual([]);
});

test('columns as shown are part of a view', async ({ as }) => {
  const page = await as('owner');
  await openList(page, '?columns=name,email&tier=premium');
  await save(page, 'Addresses');
  await tab(page, 'All').click();
  await expect(headings(page)).not.toHaveText(['Name', 'Email']);
  await tab(page, 'Addresses').click();
  await expect(headings(page)).toHaveText(['Name', 'Email']);
  await expect(page).toHaveURL(/columns=name,email/);
});

test('a name is taken whatever its case, and what was typed stays', async ({ as }) => {
  const page = await as('owner');
  await openList(page, '?status=lead&sort=name');
  await save(page, 'Ours');
  await tab(page, 'All').click();
  await openMenu(page);
  const name = newView(page).getByLabel('Name');
  const errorOf = () => newView(page).locator('#view-menu-new-error');
  await name.fill('  ');
  await name.press('Enter');
  await expect(errorOf()).toHaveText('Give the view a name.');
  await name.fill('x'.repeat(81));
  await name.press('Enter');
  await expect(errorOf()).toContainText('Shorten this to 80 characters');
  await name.fill('a\tb');
  await name.press('Enter');
  await expect(errorOf()).toContainText('Remove the invisible character');
  await name.fill('oURS');
  await name.press('Enter');
  await expect(errorOf()).toHaveText('You have a view of this name. Choose another name.');
  await expect(name).toHaveValue('oURS');
  await expect(name).toHaveAttribute('aria-invalid', 'true');
  await expect(name).toBeFocused();
  await page.route('**/rest/v1/views?**', json(500, {}), { times: 1 });
  await name.fill('Another');
  await name.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'Not saved. The server had a problem' })).toBeVisible();
  await expect(name).toHaveValue('Another');
  await name.press('Enter');
  await expect(page.getByText('Saved the view Another.')).toBeVisible();
});

test('a shared view is seen by those who may read what it asks about, in their columns', async ({ as }) => {
  const owner = await as('owner');
  await openList(owner, '?annual_revenue=from.1000');
  await save(owner, 'Big spenders', { shared: true });
  await openList(owner, '?status=lead&columns=company_name,annual_revenue,email');
  await save(owner, 'Leads with revenue', { shared: true });
  await openList(owner, '?status=paused&sort=email');
  await save(owner, 'My own');

  const member = await as('member');
  await openList(member);
  await expect(tab(member, 'Big spenders')).toHaveAttribute('title', /shared by /);
  await expect(tab(member, 'My own')).toHaveCount(0);
  await tab(member, 'Leads with revenue').click();
  await expect(headings(member)).toHaveText(['Company', 'Annual revenue', 'Email']);
  await openMenu(member);
  await expect(member.getByRole('button', { name: 'Rename' })).toHaveCount(0);
  await expect(member.getByRole('button', { name: 'Delete this view…' })).toHaveCount(0);

  const staff = await as('staff');
  await openList(staff);
  await expect(tab(staff, 'Leads with revenue')).toBeVisible();
  await expect(tab(staff, 'Big spenders')).toHaveCount(0);
  await tab(staff, 'Leads with revenue').click();
  await expect(headings(staff)).toHaveText(['Company', 'Email']);
  await expect(staff).not.toHaveURL(/annual_revenue/);

  // No longer shared: gone for the others.
  await tab(owner, 'Leads with revenue').click();
  await openMenu(owner);
  await owner.getByLabel('Shared with the agency').click();
  await expect(owner.getByText('Leads with revenue is yours alone now.')).toBeVisible();
  const read = staff.waitForResponse('**/rest/v1/views?**');
  await staff.reload();
  await read;
  await expect(tab(staff, 'All')).toBeVisible();
  await expect(table(staff)).toBeVisible();
  await expect(tab(staff, 'Leads with revenue')).toHaveCount(0);
});

test('an admin clears up a shared view of somebody else', async ({ as, sql }) => {
  const member = await as('member');
  await openList(member, '?status=paused&sort=email');
  await save(member, 'Left behind', { shared: true });
  const admin = await as('admin');
  await openList(admin);
  await tab(admin, 'Left behind').click();
  await openMenu(admin);
  await expect(admin.getByRole('button', { name: 'Rename' })).toHaveCount(0);
  await admin.getByRole('button', { name: 'Delete this view…' }).click();
  await expect(admin.getByText('Your colleagues lose it too.')).toBeVisible();
  await admin.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(tab(admin, 'Left behind')).toHaveCount(0);
  expect(await sql`select 1 from app.views`).toEqual([]);
});

test('the list opens with the view that was chosen, and asks for no other rows first', async ({ as }) => {
  const page = await as('owner');
  await openList(page, '?status=lead&sort=company_name&columns=company_name,status');
  await save(page, 'Mornings');
  await openMenu(page);
  await page.getByLabel('Open the list with this view').click();
  await expect(page.getByText('The list opens with this view from now on.')).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Clients' })).toHaveAttribute('href', /status=lead/);

  const asked = requestsTo(page, '/rest/v1/clients');
  await page.goto('/admin/clients');
  await expect(page).toHaveURL(/status=lead/);
  await expect(current(page)).toHaveText('Mornings');
  await expect(headings(page)).toHaveText(['Company', 'Status']);
  for (const request of asked) expect(request.url()).toContain('lead');
  expect(asked.length).toBeGreaterThan(0);

  await tab(page, 'All').click();
  await expect(page).toHaveURL(/\?view=all$/);
  await expect(current(page)).toHaveText('All');
  await page.reload();
  await expect(current(page)).toHaveText('All');
  await status(page, 'Lead').click();
  await status(page, 'Lead').click();
  await expect(page).toHaveURL(/\?view=all$/);
  await page.goto('/');
  await expect(current(page)).toHaveText('Mornings');

  await openMenu(page);
  await page.getByLabel('Open the list with this view').click();
  await expect(page.getByText('The list opens with all clients again.')).toBeVisible();
  await page.goto('/admin/clients');
  await expect(current(page)).toHaveText('All');
});

test('a built-in view can be the one', async ({ as }) => {
  const page = await as('staff');
  await openList(page);
  await tab(page, 'My clients').click();
  await expect(current(page)).toHaveText('My clients');
  await openMenu(page);
  await page.getByLabel('Open the list with this view').click();
  await expect(page.getByText('The list opens with this view from now on.')).toBeVisible();
  await page.goto('/admin/clients');
  await expect(current(page)).toHaveText('My clients');
});

test('a preview writes nothing, and sees what the role sees', async ({ as, sql }) => {
  const page = await as('owner');
  await openList(page, '?annual_revenue=from.1000');
  await save(page, 'Big spenders', { shared: true });
  await page.goto('/admin/access');
  await page.getByRole('button', { name: 'Look as staff' }).click();
  await expect(table(page)).toBeVisible();
  await expect(tab(page, 'Leads')).toBeVisible();
  await expect(tab(page, 'Big spenders')).toHaveCount(0);
  await expect(page.locator('summary').getByText('View', { exact: true })).toHaveCount(0);
  await page.getByRole('button', { name: 'Stop looking' }).click();
  await page.goto('/admin/clients');
  await expect(tab(page, 'Big spenders')).toBeVisible();
  expect(await sql`select name from app.views`).toEqual([{ name: 'Big spenders' }]);
});

test('what a link asks beyond the role is left out, and the page says so', async ({ as }) => {
  const staff = await as('staff');
  const said = (page) => page.getByText('A part of this link’s filters was left out');
  await openList(staff, '?annual_revenue=from.1');
  await expect(said(staff)).toBeVisible();
  await openList(staff, '?any=tier:premium;annual_revenue:filled');
  await expect(said(staff)).toBeVisible();
  await openList(staff, '?status=lead,active,paused,completed&sort=-annual_revenue');
  await expect(said(staff)).toHaveCount(0);
  const owner = await as('owner');
  await openList(owner, '?annual_revenue=from.1');
  await expect(rows(owner).first()).toBeVisible();
  await expect(said(owner)).toHaveCount(0);
});

test('views that cannot be read leave the list as it is', async ({ as }) => {
  const page = await as('owner');
  await page.route('**/rest/v1/views?**', json(500, {}), { times: 1 });
  await openList(page);
  await expect(page.getByRole('alert').filter({ hasText: 'Your saved views could not be read.' })).toBeVisible();
  await expect(tab(page, 'Leads')).toBeVisible();
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('Your saved views could not be read.')).toHaveCount(0);
});

for (const colorScheme of ['light', 'dark']) {
  for (const viewport of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
    test(`axe finds nothing in tabs and menu: ${colorScheme}, ${viewport.width}`, async ({ as }, info) => {
      test.setTimeout(90_000);
      const page = await as('owner', { colorScheme, viewport, reducedMotion: 'reduce' });
      await openList(page, '?status=lead&sort=name');
      await save(page, 'Leads in Berlin');
      await expect(current(page)).toHaveText('Leads in Berlin');
      await status(page, 'Active').click();
      await openMenu(page);
      await newView(page).getByLabel('Name').fill('leads in berlin');
      await newView(page).getByRole('button', { name: 'Save view' }).click();
      await expect(newView(page).getByText('You have a view of this name.')).toBeVisible();
      await expectAccessible(page, 'the menu of views');
      await page.screenshot({ path: info.outputPath('views.png') });
      await page.getByRole('button', { name: 'Delete this view…' }).click();
      await expect(page.getByRole('button', { name: 'Keep' })).toBeFocused();
      await expectAccessible(page, 'deleting a view');
    });
  }
}
