// The way out: of this browser, of every browser, and what is left of a person afterwards.
import { STORAGE_KEY } from '../support/place.mjs';
import { ask } from '../support/accounts.mjs';
import { expectAccessible } from '../support/axe.mjs';
import { field, openForm } from '../support/edit.mjs';
import { openList, table } from '../support/list.mjs';
import { hold, json } from '../support/network.mjs';
import { dialog, stored } from '../support/session-end.mjs';
import { expectSignInPage } from '../support/sign-in.mjs';
import { expect, test } from '../support/test.mjs';

const account = (page) => page.locator('.shell__person summary');
const signOut = (page) => page.getByRole('button', { name: 'Sign out', exact: true });
const renews = async (session) => (await ask('/auth/v1/token?grant_type=refresh_token', { body: { refresh_token: session.refresh_token } })).ok;
const nothing = async (page) => {
  await expectSignInPage(page);
  expect(await page.evaluate(() => ({ ...localStorage, ...sessionStorage }))).toEqual({});
};

test('signing out in one tab takes the person out of the others as well, forms and drafts with them', async ({ as, client }) => {
  const row = await client();
  const page = await as('owner');
  await openList(page);
  const other = await page.context().newPage();
  await openForm(other, row);
  await field(other, 'Project scope').fill('Half a sentence');
  await expect.poll(() => other.evaluate(() => Object.keys({ ...localStorage }).some((key) => key.startsWith('clientele-draft-')))).toBe(true);
  const third = await page.context().newPage();
  await third.goto('/admin/access');
  await expect(third.getByRole('heading', { level: 1, name: 'Access' })).toBeVisible();
  const asked = [];
  other.on('dialog', (prompt) => asked.push(prompt.type()) && prompt.accept());

  await signOut(page).click();
  await page.getByRole('dialog', { name: 'Sign out?' }).getByRole('button', { name: 'Sign out' }).click();
  for (const tab of [page, other, third]) {
    await nothing(tab);
    await expect(dialog(tab)).toHaveCount(0);
    expect(await tab.content()).not.toContain(row.company_name);
  }
  expect(asked).toEqual([]);
});

test('the screen is empty at once, however long the server takes, and the server hears of it', async ({ as }) => {
  const page = await as('owner');
  await openList(page);
  const company = await table(page).getByRole('link').first().innerText();
  const session = await stored(page);
  const farewell = await hold(page, '**/rest/v1/rpc/touch_logout');
  await signOut(page).click();
  await farewell.asked;
  await expect(table(page)).toHaveCount(0);
  expect(await page.content()).not.toContain(company);
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  farewell.release();
  await nothing(page);
  expect(await renews(session)).toBe(false);
});

test('a server that never answers keeps nobody', async ({ as }) => {
  const page = await as('owner');
  await openList(page);
  await page.clock.install();
  const farewell = await hold(page, '**/rest/v1/rpc/touch_logout');
  await signOut(page).click();
  await farewell.asked;
  await page.clock.runFor(3_100);
  await nothing(page);
  farewell.release();
});

test('what the browser remembered for the person goes, what it remembers for another stays', async ({ as }) => {
  const page = await as('owner');
  await openList(page);
  await page.evaluate(() => {
    localStorage.setItem('clientele-list-de000000-0000-4000-8000-000000000001', '{}');
    localStorage.setItem('clientele-list-de000000-0000-4000-8000-000000000002', '{}');
    localStorage.setItem('of-another-application', 'x');
  });
  await signOut(page).click();
  await expectSignInPage(page);
  expect(Object.keys(await page.evaluate(() => ({ ...localStorage }))).sort()).toEqual(['clientele-list-de000000-0000-4000-8000-000000000002', 'of-another-application']);
});

test('Back, also to a page that was put away as it stood, shows nothing of who has left', async ({ as }) => {
  const page = await as('owner');
  await openList(page);
  const company = await table(page).getByRole('link').first().innerText();
  // Put away, it hears of nothing; then it is shown again.
  await page.evaluate((key) => {
    localStorage.removeItem(key);
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
  }, STORAGE_KEY);
  await nothing(page);
  await page.goBack();
  expect(await page.content()).not.toContain(company);

  const again = await as('owner');
  await openList(again);
  await again.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  await expect(table(again)).toBeVisible();
});

test('nothing of one person\'s page is in memory when the next one signs in', async ({ as }) => {
  const page = await as('owner');
  await openList(page);
  await page.evaluate(() => (window.before = true));
  await signOut(page).click();
  await expectSignInPage(page);
  expect(await page.evaluate(() => window.before)).toBeUndefined();
});

test('"Sign out everywhere" ends the person\'s other sessions too, which "Sign out" does not', async ({ as }) => {
  const here = await as('staff');
  const there = await as('staff');
  const third = await as('staff');
  for (const page of [here, there, third]) await openList(page);
  const [first, second, last] = [await stored(here), await stored(there), await stored(third)];

  await signOut(here).click();
  await nothing(here);
  expect(await renews(first)).toBe(false);
  expect(await renews(second)).toBe(true);

  await account(third).click();
  await expect(third.getByText('Signed in as staff@demo.test')).toBeVisible();
  await expectAccessible(third, 'the account menu');
  await third.getByRole('button', { name: 'Sign out everywhere' }).click();
  await nothing(third);
  expect(await renews(last)).toBe(false);
  const now = await ask('/auth/v1/user', { method: 'GET', token: second.access_token });
  expect(now.ok).toBe(false);
});

test('"Sign out everywhere" says so when it could not be done, and has changed nothing', async ({ as }) => {
  const page = await as('staff');
  await openList(page);
  await page.route('**/auth/v1/logout**', json(500, { error_code: 'unexpected_failure' }));
  await account(page).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(page.getByText('Not signed out, neither here nor elsewhere.')).toBeVisible();
  await expect(account(page)).toBeFocused();
  await expect(table(page)).toBeVisible();
  expect((await stored(page)).access_token).toBeTruthy();
});
