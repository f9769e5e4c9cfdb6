// The command palette and the keys: everything is reached without a mouse, and keys mean nothing where somebody writes.
import { expectAccessible } from '../support/axe.mjs';
import { openList, rows, table } from '../support/list.mjs';
import { requestsTo } from '../support/network.mjs';
import { expect, test } from '../support/test.mjs';

const palette = (page) => page.getByRole('dialog', { name: 'Commands' });
const box = (page) => page.getByRole('combobox', { name: 'Type a command' });
const options = (page) => palette(page).getByRole('option');
const chosen = (page) => palette(page).locator('[aria-selected="true"]');
const search = (page) => page.getByRole('searchbox', { name: 'Search clients' });
const help = (page) => page.getByRole('dialog', { name: 'Keyboard' });

async function open(page) {
  await page.keyboard.press('Control+k');
  await expect(box(page)).toBeFocused();
}

test('it finds a client and opens it', async ({ as, client }) => {
  const row = await client({ company_name: 'Wuthering Lanterns' });
  const page = await as('member');
  await page.goto('/admin/access');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const asked = requestsTo(page, '/rest/v1/rpc/search');
  await open(page);
  await page.keyboard.type('wu');
  await expect(options(page)).toHaveCount(0);
  expect(asked).toEqual([]);
  await page.keyboard.type('thering');
  await expect(options(page)).toHaveText([/Wuthering Lanterns/]);
  await expect(box(page)).toHaveAttribute('aria-activedescendant', await options(page).getAttribute('id'));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: row.company_name })).toBeFocused();
  await expect(palette(page)).toHaveCount(0);
});

test('a late answer never wins, and waiting and finding nothing are said', async ({ as, client }) => {
  await client({ company_name: 'Slowpoke Beacon' });
  await client({ company_name: 'Quickstep Beacon' });
  const page = await as('owner');
  await openList(page);
  let release;
  const released = new Promise((resolve) => (release = resolve));
  const slow = page.waitForRequest((request) => request.postData()?.includes('slowpoke') ?? false);
  await page.route('**/rpc/search_clients*', async (route) => {
    if (route.request().postData().includes('slowpoke')) await released;
    // The page may have given this request up: then there is nobody to answer.
    await route.continue().catch(() => {});
  });
  await open(page);
  await page.keyboard.type('slowpoke');
  await slow;
  await expect(palette(page).getByText('Searching…')).toBeVisible();
  await box(page).fill('quickstep');
  await expect(options(page)).toHaveText([/Quickstep Beacon/]);
  release();
  await box(page).fill('quickstep b');
  await expect(options(page)).toHaveText([/Quickstep Beacon/]);
  await box(page).fill('nobody at all');
  await expect(palette(page).getByText('No client found')).toBeVisible();
});

test('eight clients at most, and arrows lead round', async ({ as, client }) => {
  for (let n = 0; n < 10; n += 1) await client({ company_name: `Ninefold ${n}` });
  const page = await as('owner');
  await openList(page);
  await open(page);
  await page.keyboard.type('ninefold');
  await expect(options(page)).toHaveCount(8);
  // The newest change first.
  await expect(options(page).first()).toContainText('Ninefold 9');
  await page.keyboard.press('ArrowDown');
  await expect(chosen(page)).toContainText('Ninefold 8');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(chosen(page)).toContainText('Ninefold 2');
  await page.keyboard.press('Escape');
  await expect(palette(page)).toHaveCount(0);
});

test('it opens views, runs what the list can do, and gives the focus back', async ({ as }) => {
  const page = await as('owner');
  await openList(page);
  const first = rows(page).getByRole('link').first();
  await first.focus();
  await open(page);
  await page.keyboard.press('Escape');
  await expect(first).toBeFocused();

  await open(page);
  await page.keyboard.type('renewals 30');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/renewal_date=within\.30/);
  await open(page);
  await page.keyboard.type('clear');
  await page.keyboard.press('Enter');
  await expect(page).not.toHaveURL(/within/);
  await open(page);
  await page.keyboard.type('compact');
  await page.keyboard.press('Enter');
  await expect(table(page)).toHaveAttribute('data-compact', '');
  await open(page);
  await page.keyboard.type('without pages');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation', { name: 'Pages' })).toHaveCount(0);
  await open(page);
  await page.keyboard.type('access');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Access' })).toBeVisible();
  await open(page);
  await page.keyboard.type('compact');
  await expect(options(page)).toHaveCount(0);
  await box(page).fill('keyboard');
  await page.keyboard.press('Enter');
  await expect(help(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Search', exact: false }).click();
  await options(page).filter({ hasText: 'Sign out' }).click();
  await expect(page.getByLabel('Email')).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(palette(page)).toHaveCount(0);
});

test('whoever asks for it again at once, before it has gone, gets it again', async ({ as }) => {
  const page = await as('owner');
  await openList(page);
  await open(page);
  await page.keyboard.type('compact');
  await expect(chosen(page)).toContainText('Compact');
  await box(page).evaluate((input) => {
    const press = (target, init) => target.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }));
    input.form.requestSubmit();
    press(document.body, { key: 'k', ctrlKey: true });
  });
  await expect(table(page)).toHaveAttribute('data-compact', '');
  await expect(box(page)).toBeFocused();
  await expect(box(page)).toHaveValue('');
});

test('? opens the help and / the search, but not where somebody writes', async ({ as }) => {
  const page = await as('staff');
  await openList(page);
  await page.keyboard.press('/');
  await expect(search(page)).toBeFocused();
  await page.keyboard.type('/?');
  await expect(search(page)).toHaveValue('/?');
  await expect(help(page)).toHaveCount(0);
  await search(page).fill('');
  await rows(page).getByRole('link').first().focus();
  await page.keyboard.press('?');
  await expect(help(page)).toBeVisible();
  for (const key of ['/', 'F2', 'Ctrl K', 'Shift F10', 'Alt ←']) await expect(help(page).locator('kbd', { hasText: key }).first()).toBeVisible();
  // Nothing opens over it.
  await page.keyboard.press('Control+k');
  await expect(palette(page)).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(help(page)).toHaveCount(0);
  await expect(rows(page).getByRole('link').first()).toBeFocused();
});

test('a portal user has no palette', async ({ as }) => {
  const page = await as('viewer');
  await page.goto('/portal');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Search' })).toHaveCount(0);
});

for (const colorScheme of ['light', 'dark']) {
  for (const viewport of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
    test(`axe finds nothing in palette and help: ${colorScheme}, ${viewport.width}`, async ({ as, client }, info) => {
      test.setTimeout(90_000);
      await client({ company_name: 'Leadbetter & Sons' });
      const page = await as('owner', { colorScheme, viewport, reducedMotion: 'reduce' });
      await openList(page);
      await open(page);
      await expectAccessible(page, 'the palette');
      await page.keyboard.type('lead');
      await expect(options(page).filter({ hasText: 'Leadbetter' })).toBeVisible();
      await expectAccessible(page, 'the palette with clients');
      await page.screenshot({ path: info.outputPath('palette.png') });
      await page.keyboard.press('Escape');
      await page.keyboard.press('?');
      await expect(help(page)).toBeVisible();
      await expectAccessible(page, 'the help');
      await page.screenshot({ path: info.outputPath('help.png') });
    });
  }
}
