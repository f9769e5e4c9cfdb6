// The main job without a mouse: sign in, find a client, open it, edit it, save it.
import { address, mailFor } from '../support/accounts.mjs';
import { readClient } from '../support/clients.mjs';
import { json } from '../support/network.mjs';
import { expect, test } from '../support/test.mjs';

const focused = (page) =>
  page.evaluate(() => {
    const { tagName, textContent, labels } = document.activeElement;
    return { tag: tagName, name: (labels?.[0]?.textContent ?? textContent).trim() };
  });

/** Presses Tab until the focus stands on what is looked for, as somebody without a mouse does. */
async function tabTo(page, found, key = 'Tab') {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press(key);
    if (found(await focused(page))) return;
  }
  throw new Error('Tab never came there.');
}

/** After every change of page the focus stands on something: a screen reader goes on reading there. */
async function expectFocusOn(page, heading) {
  await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
  await expect.poll(async () => (await focused(page)).tag, { message: `focus on ${heading}` }).not.toBe('BODY');
}

test('signing in, finding, editing and saving a client needs no mouse', async ({ page, client, sql }) => {
  const row = await client({ status: 'lead', phone: null });
  await page.goto('/sign-in');
  await expect(page.getByLabel('Email')).toBeFocused();
  await page.keyboard.type(address('member'));
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Six-digit code')).toBeFocused();
  await page.keyboard.type((await mailFor(address('member'))).code);
  await page.keyboard.press('Enter');
  await expectFocusOn(page, 'Clients');

  // The newest change stands first.
  await expect(page.getByRole('link', { name: row.company_name })).toBeVisible();
  await tabTo(page, ({ tag, name }) => tag === 'BUTTON' && name === 'Lead');
  await page.keyboard.press('Space');
  await expect(page).toHaveURL(/status=lead/);
  await expect(page.getByRole('button', { name: 'Lead', exact: true })).toBeFocused();
  await expect(page.locator('.list[aria-busy=true]')).toHaveCount(0);
  await expect(page.getByRole('link', { name: row.company_name })).toBeVisible();
  await tabTo(page, ({ tag, name }) => tag === 'A' && name === row.company_name);
  await page.keyboard.press('Enter');
  await expectFocusOn(page, row.company_name);

  await tabTo(page, ({ tag, name }) => tag === 'A' && name === 'Edit');
  await page.keyboard.press('Enter');
  await expectFocusOn(page, `Edit ${row.company_name}`);

  await tabTo(page, ({ name }) => name === 'Phone');
  await page.keyboard.type('12');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'Not saved yet' })).toBeFocused();
  await tabTo(page, ({ tag, name }) => tag === 'A' && name === 'Phone');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Phone')).toBeFocused();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('+49 30 901820');
  await tabTo(page, ({ tag, name }) => tag === 'BUTTON' && name === 'Save');
  await page.keyboard.press('Enter');
  await expect(page.getByText(`Saved ${row.company_name}.`)).toBeVisible();
  await expectFocusOn(page, row.company_name);
  expect((await readClient(sql, row.id)).phone).toBe('+49 30 901820');
});

test('the first Tab leads past the bar to the content', async ({ as }) => {
  const page = await as('owner');
  await page.goto('/admin/clients');
  await expect(page.getByRole('grid', { name: 'Clients' })).toBeVisible();
  await tabTo(page, ({ name }) => name === 'Skip to content', 'Shift+Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeInViewport();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const { name } = await focused(page);
  expect(['Clientele', 'Clients', 'Sign out']).not.toContain(name);
});

test('sorting and paging keep the focus where it was', async ({ as }) => {
  const page = await as('owner');
  await page.goto('/admin/clients');
  await expect(page.getByRole('grid', { name: 'Clients' })).toBeVisible();
  for (const [heading, order] of [['Company', 'ascending'], ['Company', 'descending'], ['Tier', 'ascending']]) {
    await page.getByRole('columnheader', { name: heading }).getByRole('button').focus();
    const before = page.url();
    await page.keyboard.press('Enter');
    await expect(page).not.toHaveURL(before);
    await expect(page.getByRole('columnheader', { name: heading })).toHaveAttribute('aria-sort', order);
    await expect(page.locator('.list[aria-busy=true]')).toHaveCount(0);
    expect((await focused(page)).tag).not.toBe('BODY');
  }
  await page.getByRole('button', { name: 'Next' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation', { name: 'Pages' })).toContainText('26–50');
  expect((await focused(page)).tag).not.toBe('BODY');
});

test('Back and Forward leave the focus on the page', async ({ as }) => {
  const page = await as('owner');
  await page.goto('/admin/clients?sort=company_name');
  const first = page.getByRole('grid', { name: 'Clients' }).getByRole('link').first();
  const company = await first.innerText();
  await first.press('Enter');
  await expectFocusOn(page, company);
  await page.goBack();
  await expectFocusOn(page, 'Clients');
  await page.goForward();
  await expectFocusOn(page, company);
});

test('Try again leaves the focus on the page', async ({ as }) => {
  const page = await as('owner');
  await page.route('**/rest/v1/clients?**order=**', json(500, {}), { times: 1 });
  await page.goto('/admin/clients');
  await page.getByRole('button', { name: 'Try again' }).press('Enter');
  await expect(page.getByRole('grid', { name: 'Clients' })).toBeVisible();
  await expect.poll(async () => (await focused(page)).tag).not.toBe('BODY');
});

test('signing out leaves the focus on the page', async ({ as }) => {
  const page = await as('owner');
  await page.goto('/admin/clients');
  await page.getByRole('button', { name: 'Sign out' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Email')).toBeFocused();
});
