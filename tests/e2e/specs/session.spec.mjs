// A session's life in the browser: kept, renewed, shared between tabs, damaged, ended.
import { SITE, STORAGE_KEY } from '../support/place.mjs';
import { address, ask, sessionFor, storageWith } from '../support/accounts.mjs';
import { hold, json, requestsTo } from '../support/network.mjs';
import { takeUp } from '../support/session-end.mjs';
import { askForMail, enterCode, expectHome, expectSignInPage } from '../support/sign-in.mjs';
import { expect, test } from '../support/test.mjs';

const now = () => Math.floor(Date.now() / 1000);
const stored = (page) => page.evaluate((key) => JSON.parse(localStorage.getItem(key)), STORAGE_KEY);
const table = (page) => page.getByRole('grid', { name: 'Clients' });

test('a session survives a reload without another mail', async ({ as }) => {
  const page = await as('owner');
  await page.goto('/admin/clients');
  await expect(table(page)).toBeVisible();
  const signIns = requestsTo(page, '/auth/');
  await page.reload();
  await expect(table(page)).toBeVisible();
  expect(signIns).toHaveLength(0);
});

test('sign-out leaves nothing behind', async ({ as }) => {
  const page = await as('owner');
  await page.goto('/admin/clients');
  await expect(table(page)).toBeVisible();
  const { access_token: token, refresh_token } = await stored(page);
  const [company] = await table(page).getByRole('link').allInnerTexts();

  await page.getByRole('button', { name: 'Sign out' }).click();
  await expectSignInPage(page);
  expect(await page.evaluate(() => ({ ...localStorage, ...sessionStorage }))).toEqual({});
  expect(await page.context().cookies()).toEqual([]);
  expect(await page.content()).not.toContain(company);
  await expect(page.getByRole('button', { name: 'Sign out' })).toHaveCount(0);

  const asked = requestsTo(page, '/rest/');
  await page.goBack();
  await expect(table(page)).toHaveCount(0);
  expect(await page.content()).not.toContain(company);
  expect(asked).toHaveLength(0);

  const user = await ask('/auth/v1/user', { method: 'GET', token });
  expect(user.status).toBe(403);
  const renewal = await ask('/auth/v1/token?grant_type=refresh_token', { body: { refresh_token } });
  expect(renewal.ok).toBe(false);
});

test('sign-out works although the server does not answer', async ({ as }) => {
  const page = await as('owner');
  await page.goto('/admin/clients');
  await expect(table(page)).toBeVisible();
  await page.route('**/auth/v1/**', (route) => route.abort('connectionrefused'));
  await page.route('**/rest/v1/**', (route) => route.abort('connectionrefused'));
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expectSignInPage(page);
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
});

test('signing in in one tab signs the others in', async ({ page, context }) => {
  const other = await context.newPage();
  await other.goto('/admin/clients?status=lead');
  await expectSignInPage(other);
  await page.goto('/sign-in');
  const { code } = await askForMail(page, address('owner'));
  await enterCode(page, code);
  await expectHome(page, 'owner');
  await expect(other.getByRole('button', { name: 'Lead' })).toHaveAttribute('aria-pressed', 'true');
});

test('another person who signs in in one tab takes the place in the others', async ({ as }) => {
  const page = await as('owner');
  await page.goto('/admin/clients');
  await expect(table(page).getByRole('columnheader', { name: 'Annual revenue' })).toBeVisible();
  const other = await page.context().newPage();
  await other.goto('/favicon.svg');
  const staff = await sessionFor(address('staff'));
  await other.evaluate(([key, value]) => localStorage.setItem(key, value), [STORAGE_KEY, JSON.stringify(staff)]);
  await expect(page.getByText('Mei Tanaka').first()).toBeVisible();
  await expect(table(page)).toBeVisible();
  await expect(table(page).getByRole('columnheader', { name: 'Annual revenue' })).toHaveCount(0);
});

for (const [what, value] of [
  ['no JSON', 'not json'],
  ['an empty object', '{}'],
  ['a list', '[1,2]'],
  ['a token that is a number', '{"access_token":1,"refresh_token":"r","expires_at":9999999999}'],
  ['an end that is a word', '{"access_token":"a","refresh_token":"r","expires_at":"soon"}'],
]) {
  test(`a damaged session (${what}) is nobody's: sign-in works as for a newcomer`, async ({ page }) => {
    await page.goto('/favicon.svg');
    await page.evaluate(([key, value]) => localStorage.setItem(key, value), [STORAGE_KEY, value]);
    const asked = requestsTo(page, '/rest/');
    await page.goto('/admin/clients');
    await expectSignInPage(page);
    expect(asked).toHaveLength(0);
    const { code } = await askForMail(page, address('owner'));
    await enterCode(page, code);
    await expectHome(page, 'owner');
  });
}

test('a session that the server does not know ends, and the page asks to sign in', async ({ browser }) => {
  const nobody = { access_token: 'a.b.c', refresh_token: 'unknown', expires_at: now() + 3600 };
  const context = await browser.newContext({ storageState: storageWith(nobody) });
  const page = await context.newPage();
  await page.goto('/admin/clients');
  await expectSignInPage(page);
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  await context.close();
});

test('an expiring token is renewed by one request although several data requests wait for it', async ({ as }) => {
  const page = await as('owner');
  await page.goto('/admin/clients');
  await expect(table(page)).toBeVisible();
  const old = await stored(page);

  // A second after it has heard of it, the page renews by itself: what watches is there before.
  const renewals = requestsTo(page, '/auth/v1/token');
  const renewal = await hold(page, '**/auth/v1/token**');
  // Another tab writes the session down as nearly over; this page takes that up.
  await takeUp(page, { ...old, expires_at: now() + 30 });
  const data = requestsTo(page, '/rest/v1/');
  await table(page).getByRole('link').first().click();
  await renewal.asked;
  expect(data).toHaveLength(0);
  renewal.release();

  await expect(page.getByRole('link', { name: 'Edit' })).toBeVisible();
  expect(renewals).toHaveLength(1);
  const fresh = await stored(page);
  expect(fresh.refresh_token).not.toBe(old.refresh_token);
  expect(fresh.expires_at).toBeGreaterThan(now() + 3000);
  expect(data.length).toBeGreaterThan(1);
  for (const request of data) expect(await request.headerValue('authorization')).toBe(`Bearer ${fresh.access_token}`);
});

test('a token that ran out while the page was closed is renewed before anything else is asked', async ({ browser }) => {
  const session = { ...(await sessionFor(address('owner'))), expires_at: now() - 5 };
  const context = await browser.newContext({ storageState: storageWith(session) });
  const page = await context.newPage();
  const renewals = requestsTo(page, '/auth/v1/token');
  await page.goto('/admin/clients');
  await expect(table(page)).toBeVisible();
  expect(renewals).toHaveLength(1);
  await context.close();
});

test('two tabs whose token runs out at the same moment both stay signed in', async ({ browser }) => {
  const session = { ...(await sessionFor(address('owner'))), expires_at: now() - 5 };
  const context = await browser.newContext({ storageState: storageWith(session) });
  const tabs = [await context.newPage(), await context.newPage()];
  await Promise.all(tabs.map((tab) => tab.goto('/admin/clients')));
  for (const tab of tabs) await expect(table(tab)).toBeVisible();
  for (const tab of tabs) {
    await tab.reload();
    await expect(table(tab)).toBeVisible();
  }
  await context.close();
});

test('a token that the server calls expired is renewed and the request sent again', async ({ as }) => {
  const page = await as('owner');
  const renewals = requestsTo(page, '/auth/v1/token');
  await page.route('**/rest/v1/clients?**order=**', json(401, { code: 'PGRST301', message: 'JWT expired' }), { times: 1 });
  await page.goto('/admin/clients');
  await expect(table(page)).toBeVisible();
  expect(renewals).toHaveLength(1);
});

test('a renewal that fails for the network\'s sake does not sign anybody out', async ({ browser }) => {
  const session = { ...(await sessionFor(address('owner'))), expires_at: now() + 30 };
  const context = await browser.newContext({ storageState: storageWith(session) });
  const page = await context.newPage();
  await page.route('**/auth/v1/token**', (route) => route.abort('connectionrefused'));
  await page.goto('/admin/clients');
  await expect(table(page)).toBeVisible();
  expect((await stored(page)).refresh_token).toBe(session.refresh_token);
  await context.close();
});

test('without local storage the session lasts until the page is closed', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('blocked', 'SecurityError'); } });
  });
  await page.goto('/sign-in');
  const { code } = await askForMail(page, address('owner'));
  await enterCode(page, code);
  await expectHome(page, 'owner');
  await table(page).getByRole('link').first().click();
  await expect(page.getByRole('link', { name: 'Edit' })).toBeVisible();
  await page.goto(`${SITE}/admin/clients`);
  await expectSignInPage(page);
});
