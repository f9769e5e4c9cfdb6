// What the list shows while it waits, and when the answer is not the one hoped for: each case looks different, and
// the application goes on.
import { SITE } from '../support/place.mjs';
import { column, columnAsShown, openList, pages, status, table } from '../support/list.mjs';
import { hold, json, requestsTo } from '../support/network.mjs';
import { expect, test } from '../support/test.mjs';

const LIST = '**/rest/v1/clients?**order=**';

test('the first load shows a skeleton, and then the rows', async ({ as }) => {
  const page = await as('owner');
  const list = await hold(page, LIST);
  await page.goto('/admin/clients');
  await list.asked;
  await expect(page.getByRole('heading', { level: 1, name: 'Clients' })).toBeVisible();
  await expect(page.getByText('Loading…')).toBeAttached();
  await expect(table(page)).toHaveCount(0);
  await expect(page.getByText('No clients')).toHaveCount(0);
  list.release();
  await expect(table(page)).toBeVisible();
  await expect(page.getByText('Loading…')).toHaveCount(0);
});

test('the old page stays visible while the next one loads', async ({ as }) => {
  const page = await as('owner');
  await openList(page, '?sort=company_name');
  const before = await column(page, 'Company');
  const list = await hold(page, LIST);
  await pages(page).getByRole('button', { name: 'Next' }).click();
  await list.asked;
  await expect(page.locator('[aria-busy=true]').filter({ has: table(page) })).toBeVisible();
  expect(await columnAsShown(page, 'Company')).toEqual(before);
  await expect(page.getByText('Loading…')).toHaveCount(0);
  list.release();
  await expect(pages(page)).toContainText('26–50 of');
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
});

test('Next goes on in what was asked last, and nowhere while its rows are on their way', async ({ as }) => {
  const page = await as('owner');
  await openList(page);
  const list = await hold(page, '**/rest/v1/clients?**in.(active)**order=**');
  await status(page, 'Active').click();
  await list.asked;
  await pages(page).getByRole('button', { name: 'Next' }).click();
  list.release();
  expect(new Set(await column(page, 'Status'))).toEqual(new Set(['Active']));
  await expect(page).toHaveURL(/clients\?status=active$/);
  await expect(status(page, 'Active')).toHaveAttribute('aria-pressed', 'true');
  await pages(page).getByRole('button', { name: 'Next' }).click();
  await expect(page).toHaveURL(/status=active.*page=2/);
});

test('of two presses the last one wins, and the older question is given up', async ({ as }) => {
  const page = await as('owner');
  await openList(page);
  await page.route('**/rest/v1/clients?**in.(lead)**order=**', () => {
    // Never answered.
  });
  const given = page.waitForEvent('requestfailed', (request) => request.url().includes('in.(lead)'));
  await status(page, 'Lead').click();
  await expect(status(page, 'Lead')).toHaveAttribute('aria-pressed', 'true');
  await status(page, 'Active').click();
  await status(page, 'Lead').click();
  await expect.poll(async () => new Set(await column(page, 'Status'))).toEqual(new Set(['Active']));
  expect((await given).failure().errorText).toContain('ABORTED');
});

for (const [what, respond, words] of [
  ['status 500', json(500, { code: 'XX000', message: 'internal' }), 'status 500'],
  ['status 503', json(503, { code: 'PGRST000', message: 'no database' }), 'The server is busy'],
  ['a gateway\'s page instead of JSON', (route) => route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' }), 'The server is busy'],
  ['half an answer', json(200, '[{"id": "de0000'), 'cannot be read'],
  ['an answer of another shape', json(200, { rows: [] }), 'cannot be read'],
  ['rows that are no objects', json(200, [1, 2]), 'cannot be read'],
  ['a refused connection', (route) => route.abort('connectionrefused'), 'cannot be reached'],
  ['a connection that breaks', (route) => route.abort('connectionreset'), 'cannot be reached'],
  ['too many requests', (route) => route.fulfill({ status: 429, headers: { 'retry-after': '7' }, contentType: 'application/json', body: '{"code":"429"}' }), 'again in 7 seconds'],
  ['a wrong key, refused without a code', json(401, { message: 'Invalid API key' }), 'the key in config.json is wrong'],
]) {
  test(`${what}: the page says what to do, Try again works, and the application goes on`, async ({ as }) => {
    const page = await as('owner');
    await page.route(LIST, respond, { times: 1 });
    await page.goto('/admin/clients');
    const message = page.getByRole('alert');
    await expect(message).toContainText('The clients could not be loaded');
    await expect(message).toContainText(words);
    await expect(table(page)).toHaveCount(0);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(table(page)).toBeVisible();
    await expect(message).toHaveCount(0);
    await status(page, 'Lead').click();
    await expect(page).toHaveURL(/status=lead/);
    await expect.poll(async () => new Set(await column(page, 'Status'))).toEqual(new Set(['Lead']));
  });
}

test('a page that fails to load does not take the way back away', async ({ as }) => {
  const page = await as('owner');
  await openList(page);
  await page.route(LIST, json(500, {}), { times: 1 });
  await pages(page).getByRole('button', { name: 'Next' }).click();
  await expect(page.getByRole('alert')).toContainText('could not be loaded');
  await page.goBack();
  await expect(pages(page)).toContainText('1–25 of');
});

test('a forbidden list looks different from a failed and from an empty one', async ({ as }) => {
  const page = await as('owner');
  await page.route(LIST, json(403, { code: '42501', message: 'permission denied' }));
  await page.goto('/admin/clients');
  await expect(page.getByRole('heading', { name: 'No access to the clients' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0);
  await expect(page.getByText('No clients yet')).toHaveCount(0);
});

test('a demotion while the page is open ends in "no access", not in an empty list', async ({ as, sql, client }) => {
  await client({ manager: 'member2' });
  const page = await as('member2');
  await page.goto('/admin/clients');
  await expect(table(page)).toBeVisible();
  const setRole = (role) =>
    sql.begin(async (transaction) => {
      await transaction`set local session_replication_role = replica`;
      await transaction`update app.clients set role = ${role} where user_id = 'de000000-0000-4000-8000-000000000004'`;
    });
  await setRole('viewer');
  try {
    await status(page, 'Active').click();
    await expect(page.getByRole('heading', { name: 'This page is not yours to see' })).toBeVisible();
    await expect(page.getByText('No client')).toHaveCount(0);
    await expect(table(page)).toHaveCount(0);
  } finally {
    await setRole('member');
  }
});

test('a list without the managers\' names is still a list', async ({ as }) => {
  const page = await as('owner');
  await page.route('**/rest/v1/team**', json(500, {}));
  await openList(page);
  await expect(pages(page)).toContainText('1–25 of');
});

test('a wrong key in config.json is told as such by the sign-in page and by the list', async ({ as, page }) => {
  const wrongKey = json(200, { url: '', key: 'sb_publishable_of_another_project' });
  await page.route('**/config.json', wrongKey);
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill('owner@demo.test');
  await page.getByRole('button', { name: 'Email me a link' }).click();
  await expect(page.getByRole('alert')).toContainText('the key in config.json is wrong');

  const signedIn = await as('owner');
  await signedIn.route('**/config.json', wrongKey);
  await signedIn.goto('/admin/clients');
  await expect(signedIn.getByRole('alert')).toContainText('the key in config.json is wrong');
});

for (const [what, respond, words] of [
  ['is missing', (route) => route.fulfill({ status: 404, body: 'There is no such file.' }), 'config.json cannot be read'],
  ['is no JSON', json(200, '<!doctype html>'), 'config.json cannot be read'],
  ['has no key', json(200, { url: '', key: '' }), 'config.json has no key'],
  ['holds a secret key', json(200, { url: '', key: 'sb_secret_x' }), 'revoke the secret one'],
]) {
  test(`when config.json ${what}, the page says what to do`, async ({ page }) => {
    const asked = requestsTo(page, '/auth/');
    await page.route('**/config.json', respond);
    await page.goto(`${SITE}/admin/clients`);
    await expect(page.getByRole('alert')).toContainText(words);
    expect(asked).toHaveLength(0);
  });
}

test('when the program itself cannot be loaded, the page says so', async ({ page }) => {
  await page.route('**/*.wasm', (route) => route.abort('connectionrefused'));
  await page.goto('/admin/clients');
  await expect(page.getByRole('alert')).toContainText('could not be loaded');
});
