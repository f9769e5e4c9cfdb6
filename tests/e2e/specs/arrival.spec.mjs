// What a mail's link brings: a token's hash, a code for one browser, a whole session, an error. And where none of it is
// ever to be read.
import { SITE, STORAGE_KEY } from '../support/place.mjs';
import { address, ask, mailFor, sessionFor } from '../support/accounts.mjs';
import { expectAccessible } from '../support/axe.mjs';
import { json, requestsTo } from '../support/network.mjs';
import { askForMail, expectHome } from '../support/sign-in.mjs';
import { expect, test } from '../support/test.mjs';

const VERIFIER = `${STORAGE_KEY}-code-verifier`;
const press = (page) => page.getByRole('button', { name: 'Sign in', exact: true }).click();
const storage = (page) => page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
const clean = (page) => expect.poll(() => page.url()).toBe(`${SITE}/auth/confirm`);

/** Everything in which a secret could be read: addresses, headers, titles, what is logged and shown. */
function listen(page) {
  const heard = [];
  page.on('console', (message) => heard.push(message.text()));
  page.on('pageerror', (error) => heard.push(String(error)));
  page.on('request', async (request) => {
    heard.push(new URL(request.url()).pathname, request.headers().referer ?? '');
    if (!request.isNavigationRequest()) heard.push(request.url());
  });
  return async () => [...heard, await page.title(), await page.content(), page.url(), await page.evaluate(() => JSON.stringify(history.state))].join('\n');
}

test('a mail\'s own link comes back with a code, which only this browser redeems, once', async ({ page, browser }) => {
  await page.goto('/sign-in');
  const asked = requestsTo(page, '/auth/v1/otp');
  const { confirmation_url: link } = await askForMail(page, address('member'));
  expect(asked[0].postDataJSON()).toMatchObject({ create_user: false, code_challenge_method: 's256' });
  // Where and how supabase-js keeps it, so that either can finish what the other began.
  expect(JSON.parse(await page.evaluate((key) => localStorage.getItem(key), VERIFIER))).toMatch(/^[\w-]{43,128}$/);

  const redeemed = requestsTo(page, '/auth/v1/token');
  await page.goto(link);
  await clean(page);
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
  expect(redeemed).toHaveLength(0);
  await press(page);
  await expectHome(page, 'member');
  expect(redeemed).toHaveLength(1);
  expect(await page.evaluate((key) => localStorage.getItem(key), VERIFIER)).toBeNull();

  // Opening it has spent it: the server sends back an error, in the address, which is not shown as it stands there.
  const other = await (await browser.newContext()).newPage();
  await other.goto(link);
  await clean(other);
  await expect(other.getByRole('heading', { name: 'This link does not work' })).toBeVisible();
  await expect(other.getByRole('alert')).toContainText('used, wrong or too old');
  await other.context().close();
});

test('a code that another browser asked for says so, and asks the server nothing', async ({ page, browser }) => {
  await page.goto('/sign-in');
  const { confirmation_url: link } = await askForMail(page, address('member'));
  const context = await browser.newContext();
  const other = await context.newPage();
  const redeemed = requestsTo(other, '/auth/v1/token');
  await other.goto(link);
  await clean(other);
  await expect(other.getByRole('heading', { name: 'This link belongs to another browser' })).toBeVisible();
  await expect(other.getByText('its six-digit code works in every browser')).toBeVisible();
  expect(redeemed).toHaveLength(0);
  await expectAccessible(other, 'a code of another browser');
  await other.getByRole('link', { name: 'Go to sign-in' }).click();
  await expect(other.getByLabel('Email')).toBeVisible();
  await context.close();
});

test('a code that belongs to an earlier mail says so', async ({ page }) => {
  await page.goto('/sign-in');
  const { confirmation_url: link } = await askForMail(page, address('member'));
  await page.evaluate((key) => localStorage.setItem(key, JSON.stringify('x'.repeat(64))), VERIFIER);
  await page.goto(link);
  await press(page);
  await expect(page.getByRole('alert')).toContainText('belongs to another browser, or to an earlier mail');
});

test('an address that GoTrue does not know sends the code to the front door, and it is taken in there', async ({ page }) => {
  await page.goto('/sign-in');
  const { confirmation_url: link } = await askForMail(page, address('staff'));
  const foreign = new URL(link);
  foreign.searchParams.set('redirect_to', 'https://example.com/');
  await page.goto(foreign.href);
  await clean(page);
  await press(page);
  await expectHome(page, 'staff');
});

test('tokens in the address are refused, taken out of it at once, and a page says what to do', async ({ page }) => {
  const { access_token, refresh_token } = await sessionFor(address('owner'));
  const fragment = `#access_token=${access_token}&expires_in=3600&refresh_token=${refresh_token}&token_type=bearer&type=magiclink`;
  const read = listen(page);
  const data = requestsTo(page, '/rest/');
  for (const path of ['/', '/auth/confirm', '/admin/clients', '/auth/confirm?next=/portal']) {
    await page.goto('/favicon.svg');
    await page.goto(path + fragment);
    await clean(page);
    await expect(page.getByRole('heading', { name: 'This link is not safe to use' })).toBeVisible();
    await expect(page.getByText('enter its six-digit code')).toBeVisible();
    expect(await storage(page)).toBe('{}');
    expect(await page.evaluate(() => window.clienteleArrival)).toBeUndefined();
    // Not even the way back holds them.
    await page.goBack();
    await page.goForward();
    expect(page.url()).toBe(`${SITE}/auth/confirm`);
  }
  expect(data).toHaveLength(0);
  const all = await read();
  for (const secret of [access_token, refresh_token]) expect(all).not.toContain(secret);
  await expectAccessible(page, 'tokens in the address');
});

test('tokens in the address of a page that stands there already go out of it as well', async ({ page }) => {
  await page.goto('/auth/confirm?token_hash=abc');
  await clean(page);
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
  await page.evaluate(() => location.assign('#access_token=a.b.c&refresh_token=r&expires_in=3600'));
  await clean(page);
  await expect(page.getByRole('heading', { name: 'This link is not safe to use' })).toBeVisible();
});

test('what a hosted project\'s own template leads to without a code is refused, and with the setting accepted', async ({ page }) => {
  const link = async () => {
    await ask('/auth/v1/otp', { body: { email: address('admin'), create_user: false } });
    return (await mailFor(address('admin'))).confirmation_url;
  };
  await page.goto(await link());
  await clean(page);
  await expect(page.getByRole('heading', { name: 'This link is not safe to use' })).toBeVisible();

  await page.route('**/config.json', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), acceptFragmentTokens: true } });
  });
  const read = listen(page);
  await page.goto(await link());
  await clean(page);
  await press(page);
  await expectHome(page, 'admin');
  const { access_token } = JSON.parse(await page.evaluate((key) => localStorage.getItem(key), STORAGE_KEY));
  expect(await read()).not.toContain(access_token);
  await page.reload();
  await expectHome(page, 'admin');
});

test('an error in the address is told in our words, never in its own', async ({ page }) => {
  for (const [address, words] of [
    ['/#error=access_denied&error_code=otp_expired&error_description=CALL+555+NOW', 'used, wrong or too old'],
    ['/auth/confirm?error=access_denied&error_code=otp_expired&error_description=CALL+555+NOW', 'used, wrong or too old'],
    ['/auth/confirm#error=access_denied&error_code=user_banned&error_description=CALL+555+NOW', 'switched off'],
    ['/auth/confirm#error=server_error&error_code=unexpected_failure&error_description=CALL+555+NOW', 'has a problem'],
    ['/admin/clients#error=CALL+555+NOW', 'used, wrong or too old'],
    ['/auth/confirm?error_description=CALL+555+NOW', 'used, wrong or too old'],
  ]) {
    await page.goto('/favicon.svg');
    await page.goto(address);
    await clean(page);
    await expect(page.getByRole('alert')).toContainText(words);
    expect(await page.content()).not.toContain('555');
    expect(await page.title()).not.toContain('555');
  }
});

test('nothing of a sign-in by link is to be read anywhere afterwards', async ({ page }) => {
  await page.goto('/sign-in');
  const { link, token_hash, code } = await askForMail(page, address('owner'));
  const read = listen(page);
  await page.goto(link);
  await clean(page);
  expect(await page.content()).not.toContain(token_hash);
  await press(page);
  await expectHome(page, 'owner');
  const { access_token, refresh_token } = JSON.parse(await page.evaluate((key) => localStorage.getItem(key), STORAGE_KEY));
  let all = await read();
  for (let step = await page.evaluate(() => history.length); step > 1; step -= 1) {
    await page.goBack();
    // The page may lead on by itself; while it does, there is nothing to read.
    await expect(async () => { all += await read(); }).toPass();
  }
  for (const secret of [token_hash, code, access_token, refresh_token]) expect(all).not.toContain(secret);
});

test('what the server says in an error is not shown', async ({ page }) => {
  await page.goto('/sign-in');
  const { link } = await askForMail(page, address('owner'));
  const read = listen(page);
  for (const body of [{ error_code: 'otp_expired', msg: 'SECRET' }, { code: 'SECRET', message: 'SECRET' }, 'SECRET']) {
    await page.unroute('**/auth/v1/verify**');
    await page.route('**/auth/v1/verify**', json(400, body));
    await page.goto(link);
    await press(page);
    await expect(page.getByRole('alert')).toContainText('Not signed in');
    expect(await read()).not.toContain('SECRET');
  }
});
