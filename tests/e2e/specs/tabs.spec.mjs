// Several tabs of one browser share one session: with tokens of ten seconds, over 200 renewals, nobody is signed out and
// nothing is asked as nobody. Against a server of its own, because tokens are an hour's elsewhere.
import { DIST, STORAGE_KEY } from '../support/place.mjs';
import { address, identity } from '../support/accounts.mjs';
import { OTHER, startOther } from '../support/other-server.mjs';
import { enterCode, expectHome, expectSignInPage } from '../support/sign-in.mjs';
import { dialog } from '../support/session-end.mjs';
import { expect, test } from '../support/test.mjs';

const RENEWALS = 200;
const TABS = 5;
const table = (page) => page.getByRole('grid', { name: 'Clients' });
const refreshToken = (page) => page.evaluate((key) => JSON.parse(localStorage.getItem(key))?.refresh_token, STORAGE_KEY);
const claims = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));

let server;
test.beforeAll(async () => {
  // A database is made first.
  test.setTimeout(60_000);
  server = await startOther(DIST, '--token-life', 10);
});
test.afterAll(() => server.stop());
test.use({ baseURL: OTHER });

async function signIn(page) {
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill(address('owner'));
  await page.getByRole('button', { name: 'Email me a link' }).click();
  await expect(page.getByLabel('Six-digit code')).toBeVisible();
  const { code } = await (await fetch(`${OTHER}/_dev/mail?to=${address('owner')}`)).json();
  await enterCode(page, code);
  await expectHome(page, 'owner');
}

test(`${TABS} tabs with tokens of ten seconds stay signed in over ${RENEWALS} renewals`, async ({ context, page }) => {
  test.setTimeout(120_000);
  // The tabs' clock leaps over each token's first two thirds, so that all of them want a new one at the same moment.
  await context.clock.install();
  await signIn(page);
  const tabs = [page];
  while (tabs.length < TABS) tabs.push(await context.newPage());
  await Promise.all(tabs.map((tab) => tab.goto('/admin/clients')));
  for (const tab of tabs) await expect(table(tab)).toBeVisible();

  const data = [];
  const renewals = [];
  context.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/rest/v1/')) data.push(request.headers());
    if (pathname === '/auth/v1/token') renewals.push(request.response().then((response) => response?.status()));
  });
  let rounds = 0;
  for (; renewals.length < RENEWALS; rounds += 1) {
    const before = await refreshToken(page);
    await context.clock.fastForward(8_000);
    await Promise.all(tabs.map((tab) => tab.evaluate(() => {
      const buttons = [...document.querySelectorAll('nav[aria-label="Pages"] button:not([aria-disabled=true]):not(:disabled)')];
      buttons.at(-1).click();
    })));
    await expect.poll(() => refreshToken(page), { intervals: [10, 20, 50, 100] }).not.toBe(before);
    // By this clock a request has twenty seconds: none is to be under way through several leaps.
    for (const tab of tabs) await expect(tab.locator('.list[aria-busy=false]')).toBeVisible();
  }
  for (const tab of tabs) {
    await expect(table(tab)).toBeVisible();
    await expect(dialog(tab)).toHaveCount(0);
    expect(new URL(tab.url()).pathname).toBe('/admin/clients');
  }
  expect(data.length).toBeGreaterThan(rounds);
  const senders = new Set(data.map(({ authorization }) => authorization && claims(authorization.replace('Bearer ', '')).sub));
  expect([...senders]).toEqual([identity('owner')]);
  // One tab's renewal serves the others where it comes in time.
  expect(rounds).toBeGreaterThanOrEqual(RENEWALS / TABS);
  expect(new Set(await Promise.all(renewals))).toEqual(new Set([200]));
  for (const { authorization } of data) {
    const { exp, iat } = claims(authorization.replace('Bearer ', ''));
    expect(exp - iat).toBe(10);
  }
});

test('the others follow a sign-in and a sign-out within a second', async ({ context, page }) => {
  const other = await context.newPage();
  await other.goto('/admin/clients?status=lead');
  await expect(other.getByLabel('Email')).toBeVisible();
  await signIn(page);
  await expect(other.getByRole('button', { name: 'Lead' })).toHaveAttribute('aria-pressed', 'true', { timeout: 1_000 });
  await expect(table(other)).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(table(other)).toHaveCount(0, { timeout: 1_000 });
  for (const tab of [page, other]) await expectSignInPage(tab);
});
