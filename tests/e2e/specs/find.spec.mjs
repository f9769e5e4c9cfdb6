// Finding clients: search as one types, and conditions by field; both in the address bar, both answered by the server.
import { column, openList, pages, rows, table } from '../support/list.mjs';
import { requestsTo } from '../support/network.mjs';
import { expect, test } from '../support/test.mjs';

const search = (page) => page.getByRole('searchbox', { name: 'Search clients' });

/** Opens the builder, chooses, and applies. */
async function addCondition(page, field, condition, fill) {
  await page.getByText('Filter', { exact: true }).click();
  await page.getByLabel('Field', { exact: true }).selectOption({ label: field });
  await page.getByLabel('Condition', { exact: true }).selectOption({ label: condition });
  if (fill) await fill(page.getByRole('form', { name: 'New filter' }));
  await page.getByRole('button', { name: 'Apply' }).click();
}

for (const role of ['owner', 'member', 'staff']) {
  test(`${role} finds a client by a part of company, name or address, among their own rows only`, async ({ as, client }) => {
    const theirs = await client({ manager: role === 'owner' ? 'member2' : role, company_name: 'Zyx Ångström 100%_Works', name: 'Quillon' });
    const other = await client({ manager: 'member2', creator: 'admin', company_name: 'Zyx Elsewhere' });
    const page = await as(role);
    await openList(page);
    for (const term of ['ångström', '100%_w', 'quillon', theirs.email.slice(0, 12)]) {
      await search(page).fill(term);
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

test('conditions of several kinds join, show as chips, and come off one by one', async ({ as, sql }) => {
  const page = await as('owner');
  await openList(page);
  await addCondition(page, 'Tier', 'is any of', async (form) => {
    await form.getByLabel('Premium').check();
    await form.getByLabel('Enterprise').check();
  });
  await expect(page).toHaveURL(/tier=premium,enterprise/);
  await addCondition(page, 'Renewal', 'within the next … days', (form) => form.getByLabel('Days').fill('200'));
  await addCondition(page, 'Annual revenue', 'from', (form) => form.getByLabel('Value').fill('1,000'));
  const chips = page.getByRole('list', { name: 'Active filters' }).getByRole('listitem');
  await expect(chips).toHaveText([/Annual revenue from 1000.00/, /Tier is any of Premium, Enterprise/, /Renewal within the next 200 days/]);

  const [{ count }] = await sql`select count(*)::int from app.clients where tier in ('premium', 'enterprise')
    and renewal_date between current_date and current_date + 200 and annual_revenue >= 1000`;
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
  await openList(page);
  const [{ none }] = await sql`select count(*)::int as none from app.clients where assigned_manager is null`;
  await addCondition(page, 'Manager', 'is empty');
  await expect(pages(page)).toContainText(`of ${none}`);
  await page.getByRole('button', { name: /^Remove the filter Manager/ }).click();
  await addCondition(page, 'Manager', 'is', (form) => form.getByLabel('Person').selectOption({ label: 'Priya Raman' }));
  await expect(page.getByText('Manager is Priya Raman')).toBeVisible();
  for (const name of await column(page, 'Manager')) expect(name).toBe('Priya Raman');
});

test('what does not fit is said, and nothing is asked', async ({ as }) => {
  const page = await as('owner');
  await openList(page);
  await addCondition(page, 'Renewal', 'within the next … days', (form) => form.getByLabel('Days').fill('soon'));
  await expect(page.getByText('Say what to compare with')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByLabel('Field', { exact: true })).toBeHidden();
  await expect(page).not.toHaveURL(/renewal/);
});

test('staff cannot put a condition on what they do not read', async ({ as }) => {
  const page = await as('staff');
  await openList(page, '?annual_revenue=from.1&sort=-annual_revenue');
  await expect(page.getByText('Annual revenue')).toHaveCount(0);
  await page.getByText('Filter', { exact: true }).click();
  await expect(page.getByLabel('Field', { exact: true }).getByRole('option', { name: 'Annual revenue' })).toHaveCount(0);
});
