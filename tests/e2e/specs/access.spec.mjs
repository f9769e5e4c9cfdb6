// The policy page, and admins who look at the pages as somebody else: what they see, and that they cannot write.
import { table } from '../support/list.mjs';
import { expect, test } from '../support/test.mjs';

/** Everything but reading and the session's own business. */
function writesOf(page) {
  const writes = [];
  page.on('request', (request) => {
    const reads = request.method() === 'GET' || /\/rpc\/(me|touch_login)$/.test(request.url());
    if (/\/rest\//.test(request.url()) && !reads) writes.push(`${request.method()} ${request.url()}`);
  });
  return writes;
}

test('the policy names every field for every role, with the own column marked', async ({ as }) => {
  const page = await as('member');
  await page.goto('/admin/access');
  const policy = page.getByRole('table');
  await expect(policy.getByRole('columnheader', { name: 'Member (you)' })).toBeVisible();
  await expect(policy.locator('tbody tr').filter({ has: page.getByRole('cell') })).toHaveCount(43);
  const tier = policy.getByRole('row').filter({ has: page.getByRole('rowheader', { name: /^Tier/ }) });
  await expect(tier.getByRole('cell')).toHaveText(['changes', 'changes', 'reads', 'reads', 'reads']);
  await expect(page.getByRole('button', { name: /^Look as/ })).toHaveCount(0);
});

test('an admin looks as staff: fewer columns in page and request, and it is said', async ({ as }) => {
  const page = await as('admin');
  await page.goto('/admin/access');
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.getByRole('button', { name: 'Look as staff' }).click();
  await expect(table(page)).toBeVisible();
  await expect(page.getByText('You are looking as Staff')).toBeVisible();
  await expect(page.getByText('Annual revenue')).toHaveCount(0);
  const lists = asked.filter((url) => url.includes('/rest/v1/clients?'));
  expect(lists.length).toBeGreaterThan(0);
  for (const url of lists) expect(url).not.toContain('annual_revenue');

  await page.getByRole('button', { name: 'Stop looking' }).click();
  await page.getByRole('link', { name: 'Clients', exact: true }).click();
  await expect(page.getByRole('columnheader', { name: 'Annual revenue' })).toBeVisible();
});

test('an admin who looks as a member sees the form and cannot save', async ({ as, client, sql }) => {
  const { id, company_name, version } = await client({ manager: 'member' });
  const page = await as('admin');
  const writes = writesOf(page);
  await page.goto('/admin/access');
  await page.getByRole('button', { name: 'Look as member' }).click();
  // The newest clients come first, and this one was just made.
  await page.getByRole('link', { name: company_name }).click();
  await page.getByRole('link', { name: 'Edit' }).click();
  await expect(page.getByText('Only admins change this.').first()).toBeVisible();
  await page.getByLabel('Company', { exact: true }).fill('Changed while looking');
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();
  await page.getByLabel('Company', { exact: true }).press('Enter');
  // Whatever way the form is submitted, it says no and sends nothing.
  await page.locator('form').evaluate((form) => form.requestSubmit());
  await expect(page.getByText('Nothing can be changed while you look as somebody else.')).toBeVisible();
  expect(writes).toEqual([]);
  const [row] = await sql`select company_name, version from app.clients where id = ${id}`;
  expect(row).toEqual({ company_name, version });
});

test('an admin sees a client’s portal as the client does', async ({ as }) => {
  const page = await as('owner');
  const writes = writesOf(page);
  await page.goto('/admin/clients/de000000-0000-4000-8000-000000000006');
  await expect(page.getByRole('button', { name: 'See their portal' })).toBeVisible();
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.getByRole('button', { name: 'See their portal' }).click();
  await expect(page.getByText('You are looking at a client’s portal')).toBeVisible();
  await expect(page.locator('.portal__contact')).toContainText('Priya Raman');
  await expect(page.getByText('Satisfaction')).toHaveCount(0);
  for (const url of asked.filter((url) => url.includes('/rest/v1/clients?'))) {
    for (const hidden of ['annual_revenue', 'satisfaction_score', 'metadata']) expect(url).not.toContain(hidden);
  }
  expect(writes).toEqual([]);
  await page.getByRole('button', { name: 'Stop looking' }).click();
  await expect(page.getByRole('link', { name: 'Edit' })).toBeVisible();
});
