// The list: columns by role, order, filter and pages, and the address bar that holds them.
import { AGENCY } from '../support/accounts.mjs';
import { PAST_THE_END, answered, column, headings, openList, pages, rows, status, table } from '../support/list.mjs';
import { hold, requestsTo } from '../support/network.mjs';
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
  await expect(page.locator('th[aria-sort]')).toHaveCount(1);

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
  // The rows come before their count.
  await expect(pages(page)).toContainText(/of \d/);
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
  await openList(page, '?sort=company_name');
  for (const range of ['26–50', '51–75']) {
    await pages(page).getByRole('button', { name: 'Next' }).click();
    await expect(pages(page)).toContainText(range);
  }
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
    await expect(page.getByRole('heading', { name: 'No client matches' })).toBeVisible();
    await page.getByRole('button', { name: /^Remove: .*Status is any of Cancelled/ }).click();
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
    await page.goto(`/admin/clients?page=999&after=${encodeURIComponent(PAST_THE_END)}`);
    await expect(page.getByRole('heading', { name: 'This page is past the end' })).toBeVisible();
    await page.getByRole('button', { name: 'First page' }).click();
    await expect(pages(page)).toContainText('1–25 of');
  }
});

test('the way back from a page is the page that was there, also from a pasted link', async ({ as }) => {
  const page = await as('owner');
  await openList(page, '?sort=-company_name');
  const seen = [await column(page, 'Company')];
  for (const range of ['26–50', '51–75', '76–100']) {
    await pages(page).getByRole('button', { name: 'Next' }).click();
    await expect(pages(page)).toContainText(range);
    seen.push(await column(page, 'Company'));
  }
  await page.goto(page.url());
  for (const range of ['51–75', '26–50', '1–25']) {
    await pages(page).getByRole('button', { name: 'Previous' }).click();
    await expect(pages(page)).toContainText(range);
    expect(await column(page, 'Company')).toEqual(seen[['1–25', '26–50', '51–75'].indexOf(range)]);
  }
  await expect(pages(page).getByRole('button', { name: 'Previous' })).toBeDisabled();
  await expect(page).toHaveURL(/clients\?sort=-company_name$/);
});

test('no row comes twice or is missing while others write', async ({ as, client, sql }) => {
  const page = await as('owner');
  const mark = `Moving${Date.now()}`;
  for (let number = 10; number < 70; number += 1) await client({ company_name: `${mark} ${number}` });
  await openList(page, `?sort=company_name&company_name=starts.${mark}`);
  const seen = await column(page, 'Company');
  // Rows come in before and behind what has been seen, and one of those seen goes.
  await client({ company_name: `${mark} 00` });
  await client({ company_name: `${mark} 99` });
  await sql`delete from app.clients where company_name = ${`${mark} 12`}`;
  for (const range of ['26–50', '51–61']) {
    await pages(page).getByRole('button', { name: 'Next' }).click();
    await expect(pages(page)).toContainText(range);
    seen.push(...(await column(page, 'Company')));
  }
  const expected = [...Array.from({ length: 60 }, (_, place) => `${mark} ${place + 10}`), `${mark} 99`];
  expect(seen).toEqual(expected);
});

test('further sort keys come with Shift, show their place, and a third press takes them away', async ({ as, sql }) => {
  const page = await as('owner');
  await openList(page);
  const heading = (label) => headings(page).filter({ hasText: label });
  await heading('Tier').getByRole('button').click();
  await heading('Company').getByRole('button').click({ modifiers: ['Shift'] });
  await expect(page).toHaveURL(/sort=tier,company_name$/);
  await expect(heading('Tier')).toContainText('1');
  await expect(heading('Company')).toContainText('2');
  const rowsOf = (order) => sql.unsafe(`select company_name from app.clients order by ${order} limit 25`);
  const companies = async () => (await column(page, 'Company')).join();
  await expect.poll(companies).toBe((await rowsOf('tier, company_name, id')).map((row) => row.company_name).join());
  await heading('Company').getByRole('button').click({ modifiers: ['Shift'] });
  await expect(page).toHaveURL(/sort=tier,-company_name$/);
  await expect.poll(companies).toBe((await rowsOf('tier, company_name desc nulls last, id desc')).map((row) => row.company_name).join());
  await heading('Company').getByRole('button').click({ modifiers: ['Shift'] });
  await expect(page).toHaveURL(/sort=tier$/);
});

test('an empty result says which filter is the reason, and takes it off', async ({ as, client }) => {
  await client({ company_name: 'Reason Harbour', tier: 'basic', status: 'lead' });
  const page = await as('owner');
  await page.goto('/admin/clients?company_name=is.Reason%20Harbour&status=lead&tier=premium');
  const reasons = page.getByRole('list', { name: 'Filters that leave nothing' });
  await expect(reasons.getByRole('listitem')).toHaveCount(2);
  await expect(reasons).toContainText('Tier is any of Premium');
  await expect(reasons).not.toContainText('Status');
  // What was found for one question leads nowhere while the rows of another are on their way.
  const list = await hold(page, '**/rest/v1/clients?**paused**order=**');
  await status(page, 'Paused').click();
  await list.asked;
  await reasons.getByRole('button', { name: /^Remove: .*Tier is any of Premium/ }).click();
  list.release();
  await answered(page);
  await expect(page).toHaveURL(/status=lead,paused/);
  await expect(page).toHaveURL(/tier=premium/);
  await reasons.getByRole('button', { name: /^Remove: .*Tier is any of Premium/ }).click();
  await expect(rows(page)).toHaveCount(1);
  await page.goto('/admin/clients?company_name=is.Reason%20Harbour&email=is.nobody@nowhere.test&tier=premium');
  await expect(page.getByText('no single one is the reason')).toBeVisible();
});

test('a large table is counted by estimate, and exactly on a press', async ({ as }) => {
  const page = await as('owner');
  // What a table of that size would answer; the rows are the real ones.
  await page.route('**/rest/v1/clients?select=id&**', async (route) => {
    const exact = route.request().headers().prefer === 'count=exact';
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'content-range': exact ? '0-0/123457' : '0-0/120000' } });
  });
  await openList(page);
  await expect(pages(page)).toContainText('1–25 of ≈ 120,000');
  await pages(page).getByRole('button', { name: 'Count exactly' }).click();
  await expect(pages(page)).toContainText('1–25 of 123,457');
  await expect(pages(page).getByRole('button', { name: 'Count exactly' })).toHaveCount(0);
});

test('rows do not wait for their count', async ({ as }) => {
  const page = await as('owner');
  await page.route('**/rest/v1/clients?select=id&**', () => {
    // Never answered.
  });
  await openList(page);
  await expect(rows(page)).toHaveCount(25);
  await expect(pages(page)).toContainText('1–25 of …');
  await expect(pages(page).getByRole('button', { name: 'Next' })).toBeEnabled();
});
