// Finding clients: search as one types, and conditions by field; both in the address bar, both answered by the server.
import { answered, column, openList, pages, rows, table } from '../support/list.mjs';
import { requestsTo } from '../support/network.mjs';
import { expect, test } from '../support/test.mjs';

const search = (page) => page.getByRole('searchbox', { name: 'Search clients' });

for (const role of ['owner', 'member', 'staff']) {
  test(`${role} finds a client by a part of company, name or address, among their own rows only`, async ({ as, client }) => {
    const theirs = await client({ manager: role === 'owner' ? 'member2' : role, company_name: 'Zyx Ångström 100%_Works', name: 'Quillon' });
    const other = await client({ manager: 'member2', creator: 'admin', company_name: 'Zyx Elsewhere' });
    const page = await as(role);
    await openList(page);
    for (const term of ['ångström', '100%_w', 'quillon', theirs.email.slice(0, 12)]) {
      await search(page).fill(term);
      // The rows of the term before look the same.
      await expect(page).toHaveURL(({ searchParams }) => searchParams.get('q') === term);
      await answered(page);
      await expect(rows(page)).toHaveCount(1);
      await expect(rows(page)).toContainText('Zyx Ångström');
    }
    await search(page).fill('zyx e');
    if (role === 'owner') await expect(rows(page)).toContainText(other.company_name);
    else await expect(page.getByText('No client matches')).toBeVisible();
  });
}

test('two letters are not searched for, and the page says what is missing', async ({ as }) => {
  const page = await as('owner');
  const searches = requestsTo(page, '/rest/v1/rpc/search');
  await openList(page);
  await search(page).fill('zy');
  await expect(page.getByText('Type at least three characters.')).toBeVisible();
  await expect(table(page)).toBeVisible();
  expect(searches).toEqual([]);
});

test('a late answer never wins', async ({ as, client }) => {
  await client({ company_name: 'Slowpoke Lantern' });
  await client({ company_name: 'Quickstep Lantern' });
  const page = await as('owner');
  await openList(page);
  let release;
  const released = new Promise((resolve) => (release = resolve));
  const slow = page.waitForRequest((request) => request.postData()?.includes('slowpoke') ?? false);
  await page.route('**/rpc/search_clients*', async (route) => {
    if (route.request().postData().includes('slowpoke')) await released;
    // The page may have given this request up: then there is nobody to answer.
    await route.continue().catch(() => {});
  });
  await search(page).fill('slowpoke');
  await slow;
  await search(page).fill('quickstep');
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText('Quickstep');
  release();
  await page.unrouteAll({ behavior: 'wait' });
  await expect(rows(page)).toContainText('Quickstep');
});

test('a search survives a reload, and Back leaves it in one step', async ({ as, client }) => {
  await client({ company_name: 'Reloaded Harbour' });
  const page = await as('owner');
  await openList(page);
  await page.goto('/admin/access');
  await page.getByRole('link', { name: 'Clients', exact: true }).click();
  await expect(table(page)).toBeVisible();
  await search(page).pressSequentially('reloaded harbour');
  await expect(page).toHaveURL(/q=reloaded%20harbour/);
  await expect(rows(page)).toHaveCount(1);
  await page.reload();
  await expect(search(page)).toHaveValue('reloaded harbour');
  await expect(rows(page)).toHaveCount(1);
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Access' })).toBeVisible();
});

test('the address of a search is there before anybody goes on from it', async ({ as, client }) => {
  await client({ company_name: 'Belated Harbour' });
  const row = await client({ company_name: 'Punctual Harbour' });
  const page = await as('owner');
  await openList(page);
  await page.goto('/admin/access');
  await page.getByRole('link', { name: 'Clients', exact: true }).click();
  await expect(rows(page).first()).toBeVisible();
  // No rows come, so that nothing else brings the address up to date but what is done next.
  const asked = page.waitForRequest((request) => request.postData()?.includes('belated') ?? false);
  await page.route('**/rpc/search_clients*', () => {});
  await search(page).fill('belated');
  await asked;
  await page.keyboard.press('Shift');
  // In the page itself: what its driver is told comes later.
  expect(await page.evaluate(() => location.search)).toBe('?q=belated');
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await search(page).fill('punctual');
  await expect(rows(page)).toHaveText([/Punctual Harbour/]);
  await rows(page).getByRole('link', { name: row.company_name }).click();
  await expect(page.getByRole('heading', { level: 1, name: row.company_name })).toBeVisible();
  await page.goBack();
  await expect(search(page)).toHaveValue('punctual');
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Access' })).toBeVisible();
});

test('conditions of several kinds join, show as chips, and come off one by one', async ({ as, sql }) => {
  const page = await as('owner');
  await openList(page, '?annual_revenue=from.1000&tier=premium,enterprise&renewal_date=within.200');
  const chips = page.getByRole('list', { name: 'Active filters' }).getByRole('listitem');
  await expect(chips).toHaveText([/Annual revenue from 1000.00/, /Tier is any of Premium, Enterprise/, /Renewal within the next 200 days/]);

  // A reader's day is the day at their place: in the evening the server's is another one.
  const today = await page.evaluate(() => new Intl.DateTimeFormat('en-CA').format(new Date()));
  const [{ count }] = await sql`select count(*)::int from app.clients where tier in ('premium', 'enterprise')
    and renewal_date between ${today}::date and ${today}::date + 200 and annual_revenue >= 1000`;
  expect(count).toBeGreaterThan(0);
  await expect(pages(page)).toContainText(`of ${count}`);
  for (const tier of await column(page, 'Tier')) expect(['Premium', 'Enterprise']).toContain(tier);

  await page.reload();
  await expect(pages(page)).toContainText(`of ${count}`);
  await page.getByRole('button', { name: /^Remove the filter Tier/ }).click();
  await expect(chips).toHaveCount(2);
  await expect(page).not.toHaveURL(/tier=/);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});

test('a text is compared to the letter, whatever it holds', async ({ as, client }) => {
  const odd = 'A,b.(c)"d"\\e%f_g*h & 😀';
  await client({ company_name: odd });
  await client({ company_name: 'A,b.(c)"d"\\eXfXgXh & 😀' });
  const page = await as('owner');
  for (const param of [`is.${odd}`, `contains.${odd.slice(2)}`, `starts.${odd.slice(0, 14)}`]) {
    await page.goto(`/admin/clients?company_name=${encodeURIComponent(param)}`);
    await expect(rows(page)).toHaveCount(1);
    await expect(rows(page).getByRole('link')).toHaveText(odd);
  }
});

test('manager is me, nobody, or somebody', async ({ as, sql }) => {
  const page = await as('admin');
  const [{ none }] = await sql`select count(*)::int as none from app.clients where assigned_manager is null`;
  await openList(page, '?assigned_manager=empty');
  await expect(page.getByText('Manager is nobody')).toBeVisible();
  await expect(pages(page)).toContainText(`of ${none}`);
  await openList(page, '?assigned_manager=is.de000000-0000-4000-8000-000000000003');
  await expect(page.getByText('Manager is Priya Raman')).toBeVisible();
  for (const name of await column(page, 'Manager')) expect(name).toBe('Priya Raman');
});

test('groups join with OR, search joins with them, and the chip says it', async ({ as, client, sql }) => {
  await client({ company_name: 'Grouped Windmill', tier: 'enterprise' });
  const page = await as('owner');
  const any = 'tier:enterprise;all(status:lead;phone:filled)';
  await openList(page, `?any=${encodeURIComponent(any)}`);
  const [{ count }] = await sql`select count(*)::int from app.clients where tier = 'enterprise' or (status = 'lead' and phone is not null)`;
  await expect(pages(page)).toContainText(`of ${count}`);
  await expect(page.getByText('Tier is any of Enterprise or (Status is any of Lead and Phone is filled)')).toBeVisible();
  await search(page).fill('grouped windmill');
  const [{ found }] = await sql`select count(*)::int as found from app.clients
    where (tier = 'enterprise' or (status = 'lead' and phone is not null))
    and concat_ws(chr(10), company_name, name, email) ilike '%grouped windmill%'`;
  expect(found).toBeGreaterThan(0);
  await expect(rows(page)).toHaveCount(Math.min(found, 25));
});

test('a day is the day at the asker\'s place', async ({ as, client }) => {
  // Half past eleven at night in Los Angeles is the next day in Greenwich.
  const row = await client({ company_name: 'Midnight Lantern', last_contact_date: '2026-03-10T06:30:00Z' });
  for (const [timezoneId, day] of [['America/Los_Angeles', '2026-03-09'], ['Europe/Berlin', '2026-03-10']]) {
    const page = await as('owner', { timezoneId });
    await openList(page, `?company_name=is.Midnight%20Lantern&last_contact_date=between.${day}..${day}`);
    await expect(rows(page)).toContainText(row.company_name);
  }
});

test('staff cannot put a condition on what they do not read', async ({ as }) => {
  const page = await as('staff');
  await openList(page, '?annual_revenue=from.1&sort=-annual_revenue');
  await expect(page.getByText('Annual revenue')).toHaveCount(0);
});
