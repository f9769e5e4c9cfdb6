// The portal: a client's own record, and nothing else.
import { json, requestsTo } from '../support/network.mjs';
import { shown } from '../support/edit.mjs';
import { expect, test } from '../support/test.mjs';

/** What a client may not know of, from the policy of the fields. */
const ABOVE = [
  'role', 'last_login_at', 'last_logout_at', 'metadata', 'annual_revenue', 'acquisition_source', 'created_by',
  'last_contact_date', 'satisfaction_score', 'success_metrics',
];

test('a viewer sees their own record with the manager\'s name', async ({ as }) => {
  const page = await as('viewer');
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1, name: 'Whitfield & Daughters' })).toBeVisible();
  expect(new URL(page.url()).pathname).toBe('/portal');
  await expect(shown(page, 'Manager')).toHaveText('Priya Raman');
  await expect(shown(page, 'Tier')).toHaveText('Premium');
  await expect(shown(page, 'Address')).toContainText('18 Cornmarket Street');
  await expect(shown(page, 'Contract start')).toHaveText('12 Jan 2026');
  await expect(page.getByText('Annual revenue')).toHaveCount(0);
  await expect(page.getByText('Satisfaction')).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Edit' })).toHaveCount(0);
});

test('only the columns of the portal are asked for', async ({ as }) => {
  const page = await as('viewer');
  const asked = requestsTo(page, '/rest/');
  await page.goto('/portal');
  await expect(page.getByRole('heading', { level: 1, name: 'Whitfield & Daughters' })).toBeVisible();
  const reads = asked.map((request) => new URL(request.url())).filter((url) => !url.pathname.includes('/rpc/'));
  expect(reads.map((url) => url.pathname)).toEqual(['/rest/v1/portal_client']);
  const columns = reads[0].searchParams.get('select').split(',');
  expect(columns).toContain('assigned_manager');
  for (const field of ABOVE) expect(columns).not.toContain(field);
});

test('two viewers see two different records', async ({ as }) => {
  const page = await as('viewer2');
  await page.goto('/portal');
  await expect(page.getByRole('heading', { level: 1, name: 'Okafor Cold Chain' })).toBeVisible();
  await expect(shown(page, 'Manager')).toHaveText('Jonas Lindqvist');
  await expect(page.getByText('Whitfield')).toHaveCount(0);
});

test('a portal that fails to load says what to do, and Try again works', async ({ as }) => {
  const page = await as('viewer');
  await page.route('**/rest/v1/portal_client**', json(503, { code: 'PGRST000' }), { times: 1 });
  await page.goto('/portal');
  await expect(page.getByRole('alert')).toContainText('Your record could not be loaded');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Whitfield & Daughters' })).toBeVisible();
});
