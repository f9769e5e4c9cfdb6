// Who is let onto a page, and what everybody else is told.
import { SITE } from '../support/place.mjs';
import { address, ask, identity } from '../support/accounts.mjs';
import { expectAccessible } from '../support/axe.mjs';
import { requestsTo } from '../support/network.mjs';
import { stored } from '../support/session-end.mjs';
import { askForMail, enterCode, expectSignInPage } from '../support/sign-in.mjs';
import { expect, test } from '../support/test.mjs';

test('an anonymous visitor is sent to sign in and back to the deep link with its query', async ({ page }) => {
  const deep = '/admin/clients?status=lead,active&sort=company_name&tier=premium,standard';
  await page.goto(deep);
  await expectSignInPage(page);
  const { code } = await askForMail(page, address('owner'));
  await enterCode(page, code);
  await expect(page.getByRole('navigation', { name: 'Pages' })).toContainText('1–25 of');
  const back = new URL(page.url());
  expect(back.pathname).toBe('/admin/clients');
  expect(Object.fromEntries(back.searchParams)).toEqual({ status: 'lead,active', sort: 'company_name', tier: 'premium,standard' });
});

test('Back from the sign-in page does not end in a circle', async ({ page }) => {
  await page.goto('/auth/confirm');
  await page.goto('/admin/clients');
  await expectSignInPage(page);
  await page.goBack();
  await expect(page.getByText('This link is not complete')).toBeVisible();
});

test('the front door leads an anonymous visitor to sign in', async ({ page }) => {
  const asked = requestsTo(page, '/rest/');
  await page.goto('/');
  await expectSignInPage(page);
  expect(asked).toHaveLength(0);
});

for (const path of ['/admin/clients', '/admin/clients/de000000-0000-4000-8000-000000000007', '/admin/clients/de000000-0000-4000-8000-000000000007/edit']) {
  test(`a portal user at ${path} is told that it is for the agency, and nothing of it is asked for`, async ({ as }) => {
    const page = await as('viewer');
    const asked = requestsTo(page, '/rest/v1/');
    await page.goto(path);
    await expect(page.getByRole('heading', { name: 'This page is not yours to see' })).toBeVisible();
    expect(asked.map((request) => new URL(request.url()).pathname)).toEqual(['/rest/v1/rpc/me']);
    await page.getByRole('link', { name: 'Go to your portal' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Whitfield & Daughters' })).toBeVisible();
  });
}

for (const role of ['staff', 'owner']) {
  test(`${role} at the portal is told that it is for clients`, async ({ as }) => {
    const page = await as(role);
    await page.goto('/portal');
    await expect(page.getByText('The portal is for clients')).toBeVisible();
    await page.getByRole('link', { name: 'Go to the clients' }).click();
    await expect(page.getByRole('grid', { name: 'Clients' })).toBeVisible();
  });
}

test('a client that is not one\'s own looks like one that does not exist', async ({ as, client }) => {
  const foreign = await client({ manager: 'member2', creator: 'owner' });
  const page = await as('staff');
  const shown = [];
  for (const id of [foreign.id, '00000000-0000-4000-8000-00000000abcd', 'not-an-id']) {
    await page.goto(`/admin/clients/${id}`);
    await expect(page.getByRole('heading', { level: 1, name: 'This client is not here' })).toBeVisible();
    shown.push(await page.getByRole('main').innerHTML());
  }
  expect(new Set(shown).size).toBe(1);
});

test('an address that leads nowhere says so and leads to the start', async ({ as }) => {
  const page = await as('owner');
  await page.goto('/admin/nothing');
  await expect(page.getByRole('heading', { level: 1, name: 'Page not found' })).toBeVisible();
  await page.getByRole('link', { name: 'Go to the start' }).click();
  await expect(page.getByRole('grid', { name: 'Clients' })).toBeVisible();
  await expect(page).toHaveURL(`${SITE}/admin/clients`);
});

test('when the server cannot say who one is, the page says that and tries again', async ({ as }) => {
  const page = await as('owner');
  await page.route('**/rest/v1/rpc/me', (route) => route.fulfill({ status: 503, contentType: 'application/json', body: '{"code":"PGRST000"}' }), { times: 1 });
  await page.goto('/admin/clients');
  await expect(page.getByRole('alert')).toContainText('Your account could not be read');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('grid', { name: 'Clients' })).toBeVisible();
});

test('an account that is switched off is told so, at once, and its token opens nothing', async ({ as, sql }) => {
  const page = await as('member2');
  await page.goto('/admin/clients');
  await expect(page.getByRole('grid', { name: 'Clients' })).toBeVisible();
  await sql`update auth.users set banned_until = now() + interval '1 hour' where id = ${identity('member2')}`;
  try {
    await page.reload();
    await expect(page.getByRole('heading', { name: `Access for ${address('member2')} is switched off` })).toBeVisible();
    await expectAccessible(page, 'switched off');
    const { access_token: token } = await stored(page);
    const rows = await ask('/rest/v1/member_clients?select=id', { method: 'GET', token });
    expect(await rows.json()).toEqual([]);
    await page.getByRole('button', { name: 'Sign in with another address' }).click();
    await expectSignInPage(page);
  } finally {
    await sql`update auth.users set banned_until = null where id = ${identity('member2')}`;
  }
});

test('a portal user at an admin page can go to the portal or come as somebody else', async ({ as }) => {
  const page = await as('viewer');
  await page.goto('/admin/clients');
  await expect(page.getByRole('heading', { name: 'This page is not yours to see' })).toBeVisible();
  await expectAccessible(page, 'not yours to see');
  await page.getByRole('button', { name: 'Sign in with another address' }).click();
  await expectSignInPage(page);
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
});
