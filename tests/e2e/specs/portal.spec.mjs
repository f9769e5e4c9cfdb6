// The portal: a client's own record, and nothing else.
import { readFile } from 'node:fs/promises';
import { expectAccessible } from '../support/axe.mjs';
import { shown } from '../support/edit.mjs';
import { answer, hold, json, requestsTo } from '../support/network.mjs';
import { expect, test } from '../support/test.mjs';

/** What a client may not know of, from the policy of the fields. */
const ABOVE = [
  'role', 'last_login_at', 'last_logout_at', 'metadata', 'annual_revenue', 'acquisition_source', 'created_by',
  'last_contact_date', 'satisfaction_score', 'success_metrics',
];
const group = (page, name) => page.locator('.portal__group').filter({ has: page.getByRole('heading', { name, exact: true }) });
const part = (page, name) => page.locator('.related, .portal__card').filter({ has: page.getByRole('heading', { name, exact: true }) });

/** Opens the portal of a person on a day on which the demonstration's contracts still run. */
async function portal(as, who, options) {
  const page = await as(who, options);
  await page.clock.setFixedTime('2026-11-20T10:00:00Z');
  await page.goto('/portal');
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('');
  return page;
}

test('a viewer sees their own record, grouped as a client thinks', async ({ as }) => {
  const page = await as('viewer');
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1, name: 'Whitfield & Daughters' })).toBeVisible();
  expect(new URL(page.url()).pathname).toBe('/portal');
  await expect(page.locator('.portal__title')).toHaveText(['Who we are', 'Our brand', 'Our project', 'Our contract']);
  await expect(shown(group(page, 'Who we are'), 'Address')).toContainText('18 Cornmarket Street');
  await expect(shown(group(page, 'Our brand'), 'Guidelines')).toContainText('Do not');
  await expect(shown(group(page, 'Our project'), 'Timing')).toHaveText('Live before Easter');
  await expect(shown(group(page, 'Our contract'), 'Plan')).toHaveText('Premium');
  await expect(shown(group(page, 'Our contract'), 'Start')).toHaveText('12 Jan 2026');
  for (const text of ['Annual revenue', 'Satisfaction', 'Viewer']) await expect(page.getByText(text, { exact: true })).toHaveCount(0);
  for (const field of ['id', 'version', 'preferences']) await expect(page.locator(`[data-field="${field}"]`)).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Edit' })).toHaveCount(0);
});

test('who looks after them, how they stand and what is ahead', async ({ as }) => {
  const page = await portal(as, 'viewer');
  await expect(part(page, 'Your contact')).toContainText('Priya Raman');
  await expect(page.locator('.portal__state')).toHaveText('Active Premium plan');
  await expect(part(page, 'Next dates').getByRole('listitem')).toHaveText([
    'The contract is up for renewal 14 Dec 2026 in 24 days',
    'The contract ends 11 Jan 2027 in 52 days',
  ]);
  await page.clock.setFixedTime('2030-01-01T10:00:00Z');
  await page.reload();
  await expect(part(page, 'Next dates')).toContainText('Nothing is ahead.');
});

test('their sites and apps, with how they are', async ({ as }) => {
  const page = await portal(as, 'viewer');
  const sites = part(page, 'Our sites').getByRole('listitem');
  await expect(sites).toHaveCount(3);
  await expect(sites.nth(0)).toContainText('Health: Serious problem');
  await expect(sites.nth(1)).toContainText('Health: Running well');
  await expect(sites.nth(1).getByRole('link').first()).toHaveAttribute('href', 'https://whitfield.example');
  await expect(part(page, 'Our apps').getByRole('listitem')).toHaveCount(2);
});

test('only the columns of the portal are asked for, and only its windows', async ({ as }) => {
  const page = await as('viewer');
  const asked = requestsTo(page, '/rest/');
  await page.goto('/portal');
  await expect(part(page, 'Our sites').getByRole('listitem').first()).toBeVisible();
  await expect(part(page, 'Our apps').getByRole('listitem').first()).toBeVisible();
  const reads = asked.map((request) => new URL(request.url())).filter((url) => !url.pathname.includes('/rpc/'));
  expect(new Set(reads.map((url) => url.pathname))).toEqual(new Set(['/rest/v1/portal_client', '/rest/v1/portal_proposals', '/rest/v1/my_deployments', '/rest/v1/my_apps']));
  const columns = reads[0].searchParams.get('select').split(',');
  expect(columns).toContain('assigned_manager');
  for (const field of ABOVE) expect(columns).not.toContain(field);
});

test('two viewers see two different records', async ({ as }) => {
  const page = await as('viewer2');
  await page.goto('/portal');
  await expect(page.getByRole('heading', { level: 1, name: 'Okafor Cold Chain' })).toBeVisible();
  await expect(part(page, 'Your contact')).toContainText('Jonas Lindqvist');
  await expect(page.getByText('Whitfield')).toHaveCount(0);
});

test('what the agency does not have yet is named, not drawn as dashes', async ({ as }) => {
  const page = await as('viewer');
  await page.route('**/rest/v1/portal_client**', async (route) => {
    const answered = await route.fetch();
    const [row] = await answered.json();
    await route.fulfill({ response: answered, json: [{ ...row, project_type: null, preferred_integrations: [], assigned_manager: null }] });
  });
  await page.goto('/portal');
  await expect(group(page, 'Our project')).toContainText('Not on record yet: Kind of project, Systems to connect.');
  await expect(shown(group(page, 'Our project'), 'Kind of project')).toHaveCount(0);
  await expect(part(page, 'Your contact')).toContainText('Nobody looks after you yet.');
});

test('a portal that fails to load says what to do, and Try again works', async ({ as }) => {
  const page = await as('viewer');
  await page.route('**/rest/v1/portal_client**', json(503, { code: 'PGRST000' }), { times: 1 });
  await page.goto('/portal');
  await expect(page.getByRole('alert')).toContainText('Your record could not be loaded');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Whitfield & Daughters' })).toBeVisible();
});

/** Presses a button and reads the file that the browser is given. */
async function download(page, name) {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}

test('a client takes their data away as JSON: all they may see, and nothing else', async ({ as }) => {
  const page = await portal(as, 'viewer');
  const { name, text } = await download(page, 'Download JSON');
  const data = JSON.parse(text);
  expect(name).toBe('my-data.json');
  expect(Object.keys(data).sort()).toEqual(['analytics', 'apps', 'client', 'customizations', 'deployments', 'proposals']);
  expect(data.client).toMatchObject({ company_name: 'Whitfield & Daughters', assigned_manager: 'Priya Raman', contract_start_date: '2026-01-12' });
  for (const field of ABOVE) expect(data.client).not.toHaveProperty(field);
  expect(data.deployments).toHaveLength(3);
  expect(data.customizations).toHaveLength(2);
  expect(data.analytics.length).toBeGreaterThan(5);
  expect(data.proposals.length).toBeGreaterThan(0);
  expect(data.proposals[0]).toMatchObject({ status: expect.stringMatching(/open|decided|withdrawn/), changes: expect.any(Object) });
  expect(text).not.toMatch(/BOOKING_KEY|refused the key/);
});

test('and as a table for a spreadsheet', async ({ as }) => {
  const page = await portal(as, 'viewer');
  const { name, text } = await download(page, 'Download CSV');
  expect(name).toBe('my-data.csv');
  expect(text.split('\r\n')[0]).toBe('\ufeffPart,Item,Field,Value');
  expect(text).toContain('Client,Whitfield & Daughters,Phone,+44 20 7946 0118 ext. 4\r\n');
  expect(text).toContain('Client,Whitfield & Daughters,Contract start,2026-01-12\r\n');
  expect(text).toContain('Deployments,Whitfield website,Uptime,99.97\r\n');
  expect(text).toMatch(/\r\nProposals,[^,]+,Status,(open|decided|withdrawn)\r\n/);
});

test('data that cannot be read is not taken for all there is', async ({ as }) => {
  const page = await portal(as, 'viewer');
  await answer(page, '**/rest/v1/my_analytics**', json(503, {}), { times: 1 });
  let files = 0;
  page.on('download', () => (files += 1));
  await page.getByRole('button', { name: 'Download JSON' }).click();
  await expect(page.getByRole('alert')).toContainText('Your data could not be prepared.');
  await expectAccessible(page, 'portal, data not prepared');
  expect(files).toBe(0);
  expect((await download(page, 'Download JSON')).name).toBe('my-data.json');
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('a server that gives few rows at once is asked for the rest', async ({ as }) => {
  const page = await portal(as, 'viewer');
  await page.route('**/rest/v1/my_analytics**', async (route) => {
    const url = new URL(route.request().url());
    url.searchParams.set('limit', '2');
    await route.continue({ url: url.href });
  });
  const few = JSON.parse((await download(page, 'Download JSON')).text).analytics;
  await page.unroute('**/rest/v1/my_analytics**');
  expect(few).toEqual(JSON.parse((await download(page, 'Download JSON')).text).analytics);
});

test('preparing shows itself, and a second press makes no second file', async ({ as }) => {
  const page = await portal(as, 'viewer');
  const answers = await hold(page, '**/rest/v1/my_customizations**');
  let files = 0;
  page.on('download', () => (files += 1));
  await page.getByRole('button', { name: 'Download JSON' }).click();
  await answers.asked;
  await expect(page.getByRole('status').filter({ hasText: 'Preparing…' })).toBeVisible();
  await page.getByRole('button', { name: 'Download JSON' }).click();
  answers.release();
  await expect(page.getByText('Preparing…')).toHaveCount(0);
  await expect.poll(() => files).toBe(1);
});

test('on paper there is the record, in light colors, without the ways around', async ({ as }) => {
  const page = await portal(as, 'viewer', { colorScheme: 'dark' });
  await page.evaluate(() => (window.print = () => (document.body.dataset.printed = '')));
  await page.getByRole('button', { name: 'Print' }).click();
  await expect(page.locator('body[data-printed]')).toHaveCount(1);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await expect(group(page, 'Our contract')).toBeVisible();
  for (const hidden of [page.locator('.shell__bar'), part(page, 'Your data')]) await expect(hidden).toBeHidden();
  expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe('rgb(22, 24, 29)');
});
