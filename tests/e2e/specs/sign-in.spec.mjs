// Signing in by mail: by code and by link, and everything that can go wrong on the way.
import { readFileSync } from 'node:fs';
import { SITE } from '../support/place.mjs';
import { ROLES, address, mailFor } from '../support/accounts.mjs';
import { makeStranger } from '../support/clients.mjs';
import { requestsTo } from '../support/network.mjs';
import { askForMail, enterCode, expectHome, wrongCode } from '../support/sign-in.mjs';
import { expect, test } from '../support/test.mjs';

const paths = JSON.parse(readFileSync(new URL('../support/next-paths.json', import.meta.url), 'utf8'));

for (const role of ROLES) {
  test(`${role} signs in by the mail's code and lands on their own page`, async ({ page }) => {
    await page.goto('/sign-in');
    const { code } = await askForMail(page, address(role));
    await enterCode(page, code);
    await expectHome(page, role);
  });

  test(`${role} signs in by the mail's link, which spends nothing until the button is pressed`, async ({ page }) => {
    await page.goto('/sign-in');
    const { link } = await askForMail(page, address(role));
    const verified = requestsTo(page, '/auth/v1/verify');

    // A mail scanner, then a curious second look.
    expect((await fetch(link)).status).toBe(200);
    for (const _look of [1, 2]) {
      await page.goto(link);
      await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
      await expect(page).toHaveURL(`${SITE}/auth/confirm`);
    }
    expect(verified).toHaveLength(0);

    await page.getByRole('button', { name: 'Sign in' }).click();
    await expectHome(page, role);
    expect(verified).toHaveLength(1);
  });
}

test('a code may be pasted with blanks in it', async ({ page }) => {
  await page.goto('/sign-in');
  const { code } = await askForMail(page, address('owner'));
  await enterCode(page, ` ${code.slice(0, 3)} ${code.slice(3)} `);
  await expectHome(page, 'owner');
});

test('a wrong code says so, and the right one still works', async ({ page }) => {
  await page.goto('/sign-in');
  const { code } = await askForMail(page, address('member'));
  await enterCode(page, wrongCode(code));
  await expect(page.getByRole('alert')).toContainText('wrong or too old');
  await expect(page.getByLabel('Six-digit code')).toHaveAttribute('aria-invalid', 'true');
  await enterCode(page, code);
  await expectHome(page, 'member');
});

test('something that is no code is refused without asking the server', async ({ page }) => {
  await page.goto('/sign-in');
  await askForMail(page, address('member'));
  const verified = requestsTo(page, '/auth/v1/verify');
  await enterCode(page, '12345');
  await expect(page.getByRole('alert')).toContainText('six digits');
  await expect(page.getByLabel('Six-digit code')).toBeFocused();
  expect(verified).toHaveLength(0);
});

test('a link that was used before says so and leads to a new one', async ({ page, browser }) => {
  await page.goto('/sign-in');
  const { link } = await askForMail(page, address('admin'));
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expectHome(page, 'admin');

  const context = await browser.newContext();
  const other = await context.newPage();
  await other.goto(link);
  await other.getByRole('button', { name: 'Sign in' }).click();
  await expect(other.getByRole('alert')).toContainText('used, wrong or too old');
  await other.getByRole('link', { name: 'Ask for a new link' }).click();
  await expect(other.getByLabel('Email')).toBeVisible();
  await context.close();
});

test('a link without its token says that it is not complete', async ({ page }) => {
  await page.goto('/auth/confirm');
  await expect(page.getByText('This link is not complete')).toBeVisible();
});

test('a malformed address is refused at its field, without asking the server', async ({ page }) => {
  await page.goto('/sign-in');
  const sent = requestsTo(page, '/auth/v1/');
  for (const malformed of ['', 'nobody', 'a b@example.com', 'a@b', 'a@@example.com']) {
    await page.getByLabel('Email').fill(malformed);
    await page.getByRole('button', { name: 'Email me a link' }).click();
    await expect(page.getByRole('alert')).not.toBeEmpty();
    await expect(page.getByLabel('Email')).toHaveAttribute('aria-invalid', 'true');
    await expect(page.getByLabel('Email')).toBeFocused();
    await expect(page.getByLabel('Email')).toHaveValue(malformed.trim());
  }
  expect(sent).toHaveLength(0);
});

test('an unknown address looks exactly like a known one', async ({ page }) => {
  const shown = [];
  for (const email of [address('owner'), 'nobody@demo.test']) {
    await page.goto('/sign-in');
    await askForMail(page, email);
    const main = page.getByRole('main');
    shown.push((await main.innerHTML()).replaceAll(email, 'ADDRESS').replace(/ · \d+ s/, ''));
  }
  expect(shown[1]).toBe(shown[0]);
  expect(await mailFor('nobody@demo.test')).toBeUndefined();
});

test('after sign-in, next leads to a page of this application', async ({ page }) => {
  await page.goto(`/sign-in?next=${encodeURIComponent('/admin/clients?status=lead')}`);
  const { code } = await askForMail(page, address('owner'));
  await enterCode(page, code);
  await expect(page.getByRole('button', { name: 'Lead' })).toHaveAttribute('aria-pressed', 'true');
  await expect(page).toHaveURL(`${SITE}/admin/clients?status=lead`);
});

test('after the link, next leads to where the sign-in began', async ({ page }) => {
  await page.goto(`/sign-in?next=${encodeURIComponent('/admin/clients?status=lead')}`);
  const { link } = await askForMail(page, address('owner'));
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('button', { name: 'Lead' })).toHaveAttribute('aria-pressed', 'true');
  await expect(page).toHaveURL(`${SITE}/admin/clients?status=lead`);
});

test('next is followed to pages of this application only: the table that the rules are tried by as well', async ({ as }) => {
  const page = await as('owner');
  for (const next of paths.refused) {
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await expectHome(page, 'owner');
    await expect(page, JSON.stringify(next)).toHaveURL(`${SITE}/admin/clients`);
  }
  for (const next of ['/portal#dates', '/admin/clients?status=lead#top', '/admin/clients?q=a//b&sort=-tier,name']) {
    expect(paths.followed).toContain(next);
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await expect.poll(() => page.url()).toContain(new URL(next, SITE).pathname);
  }
});

test('a person without a row sees "No access" and not an empty list', async ({ page, sql }) => {
  const email = 'stranger@demo.test';
  const remove = await makeStranger(sql, email);
  try {
    await page.goto('/sign-in');
    const { code } = await askForMail(page, email);
    await enterCode(page, code);
    await expect(page.getByRole('heading', { name: `No access for ${email}` })).toBeVisible();
    await expect(page.getByText('No clients yet')).toHaveCount(0);
    await expect(page.getByRole('grid')).toHaveCount(0);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByLabel('Email')).toBeVisible();
  } finally {
    await remove();
  }
});

test('when the server cannot be reached, sign-in says so and works again afterwards', async ({ page }) => {
  await page.goto('/sign-in');
  await page.route('**/auth/v1/otp**', (route) => route.abort('connectionrefused'), { times: 1 });
  await page.getByLabel('Email').fill(address('owner'));
  await page.getByRole('button', { name: 'Email me a link' }).click();
  await expect(page.getByRole('alert')).toContainText('cannot be reached');
  await expect(page.getByLabel('Email')).toHaveValue(address('owner'));
  await page.getByRole('button', { name: 'Email me a link' }).click();
  await expect(page.getByLabel('Six-digit code')).toBeVisible();
});

