// "This is a shared computer": everything of the person stays in the tab, and goes with it.
import { STORAGE_KEY } from '../support/place.mjs';
import { address, mailFor } from '../support/accounts.mjs';
import { field, openForm } from '../support/edit.mjs';
import { askForMail, enterCode, expectHome, expectSignInPage } from '../support/sign-in.mjs';
import { expect, test } from '../support/test.mjs';

const shared = (page) => page.getByRole('checkbox', { name: 'This is a shared computer' });
const kept = (page) => page.evaluate(() => ({ browser: Object.keys({ ...localStorage }), tab: Object.keys({ ...sessionStorage }) }));

async function signIn(page, who) {
  await page.goto('/sign-in');
  await expect(shared(page)).not.toBeChecked();
  await shared(page).check();
  const { code } = await askForMail(page, address(who));
  await expect(shared(page)).toBeChecked();
  await enterCode(page, code);
  await expectHome(page, who);
}

test('the session and what is typed stay in the tab: a reload keeps them, another tab has neither', async ({ page, context, client }) => {
  const row = await client();
  await signIn(page, 'owner');
  expect((await kept(page)).tab).toContain(STORAGE_KEY);
  expect((await kept(page)).browser).toEqual([]);
  await openForm(page, row);
  await field(page, 'Project scope').fill('Typed on a shared computer');
  await expect.poll(async () => (await kept(page)).tab.some((key) => key.startsWith('clientele-draft-'))).toBe(true);
  expect((await kept(page)).browser).toEqual([]);
  await page.reload();
  await expect(field(page, 'Project scope')).toHaveValue('Typed on a shared computer');

  const other = await context.newPage();
  await other.goto('/admin/clients');
  await expectSignInPage(other);
  // The next person at this computer, in a tab of their own, leaves the first one's alone.
  const { code } = await askForMail(other, address('staff'));
  await enterCode(other, code);
  await expect(other.getByRole('grid', { name: 'Clients' })).toBeVisible();
  await expect(field(page, 'Project scope')).toHaveValue('Typed on a shared computer');
  await other.getByRole('button', { name: 'Sign out' }).click();
  await expectSignInPage(other);
  await page.reload();
  await expect(field(page, 'Project scope')).toHaveValue('Typed on a shared computer');

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('dialog', { name: 'Sign out?' }).getByRole('button', { name: 'Sign out' }).click();
  await expectSignInPage(page);
  expect(await kept(page)).toEqual({ browser: [], tab: [] });
  await expect(shared(page)).not.toBeChecked();
});

test('a renewal keeps the session in the tab', async ({ page }) => {
  await signIn(page, 'owner');
  await page.evaluate((key) => {
    const session = JSON.parse(sessionStorage.getItem(key));
    sessionStorage.setItem(key, JSON.stringify({ ...session, expires_at: Math.floor(Date.now() / 1000) - 5 }));
  }, STORAGE_KEY);
  const renewed = page.waitForResponse('**/auth/v1/token**');
  await page.reload();
  expect((await renewed).status()).toBe(200);
  await expectHome(page, 'owner');
  expect((await kept(page)).browser).toEqual([]);
});

test('the mail\'s link carries the choice to the tab that it opens, where it can be changed', async ({ page, context }) => {
  await page.goto('/sign-in');
  await shared(page).check();
  const { link } = await askForMail(page, address('owner'));
  const opened = await context.newPage();
  await opened.goto(link);
  await expect(shared(opened)).toBeChecked();
  await opened.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expectHome(opened, 'owner');
  const { browser, tab } = await kept(opened);
  expect(browser).toEqual([]);
  expect(tab).toContain(STORAGE_KEY);
  // The tab that asked is not signed in by it.
  await expect(page.getByLabel('Six-digit code')).toBeVisible();

  await page.goto('/sign-in');
  await askForMail(page, address('owner'));
  const own = await context.newPage();
  await own.goto((await mailFor(address('owner'))).link);
  await expect(shared(own)).not.toBeChecked();
  await own.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expectHome(own, 'owner');
  expect((await kept(own)).browser).toContain(STORAGE_KEY);
});
