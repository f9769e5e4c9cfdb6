// The list: columns by role, order, filter and pages, and the address bar that holds them.
import { AGENCY } from '../support/accounts.mjs';
import { column, headings, openList, pages, rows, status, table } from '../support/list.mjs';
import { requestsTo } from '../support/network.mjs';
import { expect, test } from '../support/test.mjs';

const EVERYBODY = ['Company', 'Name', 'Email', 'Status', 'Tier', 'Manager', 'Renewal', 'Updated'];
const WITH_REVENUE = ['Company', 'Name', 'Email', 'Status', 'Tier', 'Manager', 'Annual revenue', 'Renewal', 'Updated'];
/** What a role may not even name in a request, from the policy of the fields. */
const ABOVE = {
  owner: [],
  admin: [],
  member: ['last_login_at', 'last_logout_at', 'metadata'],
  staff: ['last_login_at', 'last_logout_at', 'metadata', 'annual_revenue', 'acquisition_source'],
};

for (const role of AGENCY) {
  test(`${role} sees the columns of the role, and no request names another`, async ({ as }) => {
    const page = await as(role);
    const asked = requestsTo(page, '/rest/');
    await openList(page);
    const expected = role === 'staff' ? EVERYBODY : WITH_REVENUE;
    expect((await headings(page).allInnerTexts()).map((text) => text.trim())).toEqual(expected);

    await table(page).getByRole('link').first().click();
    await expect(page.getByRole('heading', { level: 2, name: 'Contact' })).toBeVisible();
    await page.goto('/admin/clients?sort=-annual_revenue');
    await expect(table(page)).toBeVisible();

    expect(asked.length).toBeGreaterThan(3);
    for (const field of ABOVE[role]) {
      for (const request of asked) expect(request.url(), field).not.toContain(field);
      expect(await page.content(), field).not.toContain(field);
    }
    if (role === 'staff') expect(await page.content()).not.toContain('Annual revenue');
  });
}

test('each role sees its own rows', async ({ as, sql }) => {
  const [{ all }] = await sql`select count(*)::int as all from app.clients`;
  const [{ mine }] = await sql`
    select count(*)::int as mine from app.clients
    where 'de000000-0000-4000-8000-000000000003' in (assigned_manager, created_by)`;
  const owner = await as('owner');
  await openList(owner);
  await expect(pages(owner)).toContainText(`1–25 of ${all}`);
  const member = await as('member');
  await openList(member);
  await expect(pages(member)).toContainText(`1–25 of ${mine}`);
  expect(mine).toBeLessThan(all);
});

test('a heading sorts, a second press turns the order round, and empty values come last', async ({ as }) => {
  const page = await as('owner');
  await openList(page);
  const company = headings(page).filter({ hasText: 'Company' });
  await company.getByRole('button').click();
  await expect(company).toHaveAttribute('aria-sort', 'ascending');
  await expect(page).toHaveURL(/sort=company_name/);
  const ascending = await column(page, 'Company');
  expect(ascending).toHaveLength(25);

  await company.getByRole('button').click();
  await expect(company).toHaveAttribute('aria-sort', 'descending');
  await expect(page).toHaveURL(/sort=-company_name/);
  const descending = await column(page, 'Company');
  expect(descending[0].localeCompare(ascending[0], 'en')).toBeGreaterThan(0);
  await expect(page.getByRole('columnheader').and(page.locator('[aria-sort]'))).toHaveCount(1);

  // The renewal is empty for leads: they stand at the end in both directions.
  for (const query of ['?sort=renewal_date', '?sort=-renewal_date']) {
    await openList(page, query);
    expect(await column(page, 'Renewal')).not.toContain('–');
  }
});

test('the status filter leaves only such clients, several can be chosen, and All takes it away', async ({ as }) => {
  const page = await as('owner');
  await openList(page);
  await expect(status(page, 'All')).toHaveAttribute('aria-pressed', 'true');

  await status(page, 'Lead').click();
  await expect(page).toHaveURL(/\?status=lead$/);
  await expect.poll(async () => new Set(await column(page, 'Status'))).toEqual(new Set(['Lead']));
  await expect(status(page, 'Lead')).toHaveAttribute('aria-pressed', 'true');
  await expect(status(page, 'All')).toHaveAttribute('aria-pressed', 'false');

  await status(page, 'Paused').click();
  await expect(page).toHaveURL(/\?status=lead,paused$/);
  await expect(status(page, 'Paused')).toHaveAttribute('aria-pressed', 'true');
  await openList(page, '?status=lead,paused&sort=status');
  expect(new Set(await column(page, 'Status')).size).toBeLessThanOrEqual(2);

  await status(page, 'All').click();
  await expect(page).toHaveURL(/clients\?sort=status$/);
});

test('pages show every row once', async ({ as }) => {
  const page = await as('staff');
  await openList(page);
  const total = Number(/of (\d+)/.exec(await pages(page).innerText())[1]);
  const seen = [];
  for (let first = 1; ; first += 25) {
    const last = Math.min(first + 24, total);
    await expect(pages(page)).toContainText(`${first}–${last} of ${total}`);
    await expect(rows(page)).toHaveCount(last - first + 1);
    seen.push(...(await table(page).getByRole('link').evaluateAll((links) => links.map((link) => link.href))));
    if (last === total) break;
    await pages(page).getByRole('button', { name: 'Next' }).click();
  }
  expect(new Set(seen).size).toBe(total);
  await expect(pages(page).getByRole('button', { name: 'Next' })).toBeDisabled();
});

test('the address bar keeps order, filter and page through reload, Back and a pasted link', async ({ as, browser }) => {
  const page = await as('owner');
  await openList(page);
  await status(page, 'Active').click();
  await expect(page).toHaveURL(/status=active/);
  await headings(page).filter({ hasText: 'Company' }).getByRole('button').click();
  await expect(page).toHaveURL(/sort=company_name/);
  await expect(pages(page)).toContainText('1–25 of');
  const firstPage = await column(page, 'Company');
  await pages(page).getByRole('button', { name: 'Next' }).click();
  await expect(pages(page)).toContainText('26–50 of');
  const secondPage = await column(page, 'Company');
  expect(secondPage).not.toEqual(firstPage);

  await page.reload();
  await expect(pages(page)).toContainText('26–50 of');
  expect(await column(page, 'Company')).toEqual(secondPage);

  const pasted = await as('admin');
  await pasted.goto(page.url());
  await expect(pages(pasted)).toContainText('26–50 of');
  expect(await column(pasted, 'Company')).toEqual(secondPage);

  await page.goBack();
  await expect(pages(page)).toContainText('1–25 of');
  expect(await column(page, 'Company')).toEqual(firstPage);
  await page.goForward();
  await expect(pages(page)).toContainText('26–50 of');
});

test('Back from a client shows the same page of the list', async ({ as }) => {
  const page = await as('owner');
  await openList(page, '?sort=company_name&page=3');
  const before = await column(page, 'Company');
  await table(page).getByRole('link').nth(4).click();
  await expect(page.getByRole('link', { name: 'Edit' })).toBeVisible();
  await page.goBack();
  await expect(pages(page)).toContainText('51–75 of');
  expect(await column(page, 'Company')).toEqual(before);
});

test('an admin\'s link with a column that staff may not read opens for staff in the default order', async ({ as }) => {
  const page = await as('staff');
  await openList(page, '?sort=-annual_revenue');
  await expect(headings(page).filter({ hasText: 'Updated' })).toHaveAttribute('aria-sort', 'descending');
});

test('nonsense in the address shows the list all the same', async ({ as }) => {
  const page = await as('owner');
  await openList(page, '?status=%00,drop&sort=-nothing&page=minus&x=y');
  await expect(pages(page)).toContainText('1–25 of');
});

test('a filter that leaves nothing says so and leads to all clients', async ({ as, sql }) => {
  const changed = await sql`
    select id, status from app.clients
    where status = 'cancelled' and 'de000000-0000-4000-8000-000000000005' in (assigned_manager, created_by)`;
  await sql.begin(async (transaction) => {
    await transaction`set local session_replication_role = replica`;
    for (const { id } of changed) await transaction`update app.clients set status = 'paused' where id = ${id}`;
  });
  try {
    const page = await as('staff');
    await page.goto('/admin/clients?status=cancelled');
    await expect(page.getByRole('heading', { name: 'No client has this status' })).toBeVisible();
    await page.getByRole('button', { name: 'Show all statuses' }).click();
    await expect(table(page)).toBeVisible();
    await expect(page).toHaveURL(/\/admin\/clients$/);
  } finally {
    await sql.begin(async (transaction) => {
      await transaction`set local session_replication_role = replica`;
      for (const { id, status: old } of changed) await transaction`update app.clients set status = ${old} where id = ${id}`;
    });
  }
});

test('a page past the end says so and leads to the first', async ({ as }) => {
  for (const role of ['owner', 'member']) {
    const page = await as(role);
    await page.goto('/admin/clients?page=999');
    await expect(page.getByRole('heading', { name: 'This page is past the end' })).toBeVisible();
    await page.getByRole('button', { name: 'First page' }).click();
    await expect(pages(page)).toContainText('1–25 of');
  }
});
