// From one client to the next of the list that it was opened from, and back to that list.
import { openList, pages, rows } from '../support/list.mjs';
import { hold, requestsTo } from '../support/network.mjs';
import { heading, notice, openRecord } from '../support/record.mjs';
import { expect, test } from '../support/test.mjs';

const way = (page, name) => page.getByRole('navigation', { name: 'Clients of the list' }).getByRole('link', { name });
const back = (page) => page.getByRole('link', { name: 'Back to the list' });

/** Companies of one list, in its order. */
async function fleet(client, names, columns = () => ({})) {
  const rows = [];
  for (const name of names) rows.push(await client({ company_name: name, ...columns(name) }));
  return rows;
}

test('next and previous lead through the list, also from page to page, and a reload keeps them', async ({ as, client }) => {
  const names = Array.from({ length: 27 }, (_, n) => `Convoy ${String(n).padStart(2, '0')}`);
  await fleet(client, names);
  const page = await as('member');
  await openList(page, '?company_name=starts.Convoy&sort=company_name');
  await rows(page).getByRole('link', { name: 'Convoy 24' }).click();
  await expect(heading(page, 'Convoy 24')).toBeVisible();
  // The page of the list ended here.
  await way(page, 'Next').click();
  await expect(heading(page, 'Convoy 25')).toBeVisible();
  await expect(page).toHaveTitle(/Convoy 25/);
  await page.reload();
  await expect(heading(page, 'Convoy 25')).toBeVisible();
  await page.keyboard.press('j');
  await expect(heading(page, 'Convoy 26')).toBeVisible();
  await expect(way(page, 'Next')).toHaveAttribute('aria-disabled', 'true');
  await expect(way(page, 'Previous')).not.toHaveAttribute('aria-disabled');
  await page.keyboard.press('j');
  for (const name of ['Convoy 25', 'Convoy 24', 'Convoy 23']) {
    await page.keyboard.press('k');
    await expect(heading(page, name)).toBeVisible();
  }
  await back(page).click();
  await expect(pages(page)).toContainText('1–25 of 27');
  await expect(page).toHaveURL(({ search }) => search === '?company_name=starts.Convoy&sort=company_name');
});

test('a press that comes before the way is known waits for it', async ({ as, client }) => {
  const [one] = await fleet(client, ['Hasty 1', 'Hasty 2']);
  const page = await as('member');
  const list = await hold(page, /member_clients\?.*&limit=2&?$/);
  await openRecord(page, one, 'company_name=starts.Hasty&sort=company_name');
  await list.asked;
  await page.keyboard.press('j');
  await expect(heading(page, 'Hasty 1')).toBeVisible();
  list.release();
  await expect(heading(page, 'Hasty 2')).toBeVisible();
});

test('a later page, a search and an order with empty values are kept', async ({ as, client }) => {
  const scores = { 'Regatta A': 9, 'Regatta B': 7, 'Regatta C': null, 'Regatta D': null };
  const made = await fleet(client, Object.keys(scores), (name) => ({ satisfaction_score: scores[name] }));
  const page = await as('owner');
  await openList(page, '?q=regatta&sort=-satisfaction_score');
  await expect(rows(page)).toHaveCount(4);
  const order = await rows(page).getByRole('link').allInnerTexts();
  await rows(page).getByRole('link').first().click();
  for (const name of order.slice(1)) {
    await expect(way(page, 'Next')).not.toHaveAttribute('aria-disabled');
    await way(page, 'Next').click();
    await expect(heading(page, name)).toBeVisible();
    await expect(way(page, 'Next')).toBeFocused();
  }
  for (const name of order.slice(0, -1).reverse()) {
    await page.keyboard.press('k');
    await expect(heading(page, name)).toBeVisible();
  }
  expect(made).toHaveLength(4);
});

test('a change does not lead away from one\'s place in the list', async ({ as, client }) => {
  await fleet(client, ['Steady 1', 'Steady 2', 'Steady 3']);
  const page = await as('member');
  // The newest change first: what is changed here moves to the top.
  await openList(page, '?company_name=starts.Steady');
  await rows(page).getByRole('link', { name: 'Steady 2' }).click();
  await expect(way(page, 'Next')).toHaveAttribute('href', /./);
  await page.locator('.client__actions').getByRole('button', { name: 'Log contact' }).click();
  await expect(notice(page, 'Logged a contact')).toBeVisible();
  await page.keyboard.press('j');
  await expect(heading(page, 'Steady 1')).toBeVisible();
});

test('the form keeps the list in mind', async ({ as, client }) => {
  const [one] = await fleet(client, ['Keeper 1', 'Keeper 2']);
  const page = await as('member');
  await openRecord(page, one, 'company_name=starts.Keeper&sort=company_name');
  await page.getByRole('link', { name: 'Edit' }).click();
  await expect(heading(page, 'Edit Keeper 1')).toBeVisible();
  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link').click();
  await expect(rows(page)).toHaveCount(2);
});

test('the row\'s menu and Enter in a cell keep the list in mind, too', async ({ as, client }) => {
  await fleet(client, ['Menu 1', 'Menu 2']);
  const page = await as('staff');
  await client({ company_name: 'Menu of staff', manager: 'staff' });
  await openList(page, '?company_name=starts.Menu');
  await rows(page).locator('td[data-field=email]').focus();
  await page.keyboard.press('Enter');
  await expect(back(page)).toHaveAttribute('href', '/admin/clients?company_name=starts.Menu');
  await page.goBack();
  await rows(page).getByRole('button', { name: /^Actions/ }).click();
  await page.getByRole('menuitem', { name: 'Open' }).click();
  await expect(back(page)).toHaveAttribute('href', '/admin/clients?company_name=starts.Menu');
});

test('without a list there are no ways, and nothing is asked', async ({ as, client }) => {
  const row = await client();
  const page = await as('member');
  const asked = requestsTo(page, '/rest/v1/member_clients');
  await openRecord(page, row);
  await expect(page.getByRole('navigation', { name: 'Clients of the list' })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Clients', exact: true }).last()).toHaveAttribute('href', '/admin/clients');
  expect(asked).toHaveLength(1);
});

test('a list that asks about what one may not read leads through the plain one', async ({ as, client }) => {
  const row = await client({ manager: 'staff' });
  const page = await as('staff');
  const asked = requestsTo(page, '/rest/v1/staff_clients');
  await openRecord(page, row, 'annual_revenue=from.5&sort=-annual_revenue');
  await expect.poll(() => asked.length).toBe(3);
  for (const request of asked) expect(request.url()).not.toContain('annual_revenue');
});
