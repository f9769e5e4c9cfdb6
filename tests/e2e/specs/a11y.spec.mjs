// Every screen and state, by axe: WCAG 2.2 A and AA, its best practices, and the size of what is pressed. Light and
// dark, on a desk and in a hand.
import { expectAccessible } from '../support/axe.mjs';
import { address } from '../support/accounts.mjs';
import { leaving } from '../support/draft.mjs';
import { field, openForm, save, saved, summary } from '../support/edit.mjs';
import { PAST_THE_END, answered, cell, openList, pages, rows, status } from '../support/list.mjs';
import { answer, hold, json } from '../support/network.mjs';
import { askForMail, enterCode } from '../support/sign-in.mjs';
import { expect, test } from '../support/test.mjs';

// A verdict on a long page takes axe seconds, and each test asks for up to seven.
test.describe.configure({ timeout: 120_000 });

const LOOKS = ['light', 'dark'].flatMap((colorScheme) =>
  [{ width: 1440, height: 900 }, { width: 390, height: 844 }].map((viewport) => ({
    name: `${colorScheme}, ${viewport.width} wide`,
    options: { colorScheme, viewport, reducedMotion: 'reduce' },
  })));

/** Scrolled to wherever the steps before have left it, a field may lie half under the page's bar. */
const atTop = (page) => page.evaluate(() => window.scrollTo(0, 0));

for (const { name, options } of LOOKS) {
  test.describe(name, () => {
    test.use(options);

    test('the pages of signing in', async ({ page }) => {
      await page.goto('/sign-in');
      await expect(page.getByLabel('Email')).toBeVisible();
      await expectAccessible(page, 'sign-in');
      await page.getByRole('button', { name: 'Email me a link' }).click();
      await expect(page.getByRole('alert')).not.toBeEmpty();
      await expectAccessible(page, 'sign-in with an error');
      const { link } = await askForMail(page, address('owner'));
      await expectAccessible(page, 'code');
      await enterCode(page, '000000');
      await expect(page.getByRole('alert')).not.toBeEmpty();
      await expectAccessible(page, 'code with an error');
      await page.goto(link);
      await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
      await expectAccessible(page, 'confirm');
      await page.goto('/auth/confirm');
      await expect(page.getByText('not complete')).toBeVisible();
      await expectAccessible(page, 'confirm without a token');
      await page.goto('/favicon.svg');
      await page.goto('/#access_token=a&refresh_token=b');
      await expect(page.getByText('not safe to use')).toBeVisible();
      await expectAccessible(page, 'confirm with tokens in the address');
      await page.goto('/sign-in');
      const limit = { status: 429, headers: { 'retry-after': '40' }, contentType: 'application/json', body: '{"error_code":"over_request_rate_limit"}' };
      await page.route('**/auth/v1/otp**', (route) => route.fulfill(limit), { times: 1 });
      await page.getByLabel('Email').fill(address('owner'));
      await page.getByRole('button', { name: 'Email me a link' }).click();
      await expect(page.getByRole('alert')).toContainText('Too many');
      await expectAccessible(page, 'sign-in, counting down');
    });

    test('behind the person\'s name, and what is not theirs to see', async ({ as }) => {
      const page = await as('viewer', options);
      await page.goto('/admin/clients');
      await expect(page.getByRole('heading', { name: 'This page is not yours to see' })).toBeVisible();
      await page.locator('.shell__person summary').click();
      await expect(page.getByRole('button', { name: 'Sign out everywhere' })).toBeVisible();
      await expectAccessible(page, 'account menu over a page that is not theirs');
    });

    test('the list in all its states', async ({ as }) => {
      const page = await as('owner', options);
      const list = await hold(page, '**/rest/v1/clients?**order=**');
      await page.goto('/admin/clients');
      await list.asked;
      await expect(page.getByRole('heading', { level: 1, name: 'Clients' })).toBeVisible();
      await expectAccessible(page, 'list, loading');
      list.release();
      await expect(pages(page)).toContainText('1–25');
      await expectAccessible(page, 'list');
      await status(page, 'Lead').click();
      await expect(status(page, 'Lead')).toHaveAttribute('aria-pressed', 'true');
      await expect(page).toHaveURL(/status=lead/);
      await answered(page);
      await expectAccessible(page, 'list, filtered');
      await page.route('**/rest/v1/clients?**order=**', json(200, []), { times: 1 });
      await page.goto('/admin/clients?status=cancelled');
      await expect(page.getByRole('list', { name: 'Filters that leave nothing' })).toBeVisible();
      await expectAccessible(page, 'list, filtered to nothing');
      await page.goto(`/admin/clients?page=999&after=${encodeURIComponent(PAST_THE_END)}`);
      await expect(page.getByRole('heading', { name: 'past the end' })).toBeVisible();
      await expectAccessible(page, 'list, past the end');
      await page.route('**/rest/v1/clients?**order=**', json(500, {}), { times: 1 });
      await page.goto('/admin/clients');
      await expect(page.getByRole('alert')).toBeVisible();
      await expectAccessible(page, 'list, failed');
      await page.route('**/rest/v1/clients?**order=**', json(403, { code: '42501' }), { times: 1 });
      await page.goto('/admin/clients');
      await expect(page.getByRole('heading', { name: 'No access to the clients' })).toBeVisible();
      await expectAccessible(page, 'list, forbidden');
    });

    test('acting in the list', async ({ as, client }) => {
      const row = await client({ company_name: 'Accessible Anchor' });
      const page = await as('owner', options);
      await openList(page, '?q=accessible anchor');
      await rows(page).getByRole('checkbox').check();
      await expectAccessible(page, 'list, selected');
      await cell(page, row.name, 'Name').dblclick();
      await page.keyboard.press('Control+A');
      await page.keyboard.press('Delete');
      await page.keyboard.press('Enter');
      await cell(page, 'Active', 'Status').dblclick();
      await expect(page.getByRole('combobox', { name: 'Status' })).toBeFocused();
      await expectAccessible(page, 'list, editing');
      await page.getByRole('combobox', { name: 'Status' }).selectOption('paused');
      await page.keyboard.press('Enter');
      await expect(page.getByText('2 unsaved edits in 1 client')).toBeVisible();
      await expectAccessible(page, 'list, with unsaved edits');
      await page.getByRole('button', { name: 'Review' }).click();
      await expect(page.getByRole('dialog', { name: 'Unsaved edits' })).toBeVisible();
      await expectAccessible(page, 'list, reviewing edits');
      await page.getByRole('button', { name: 'Discard all' }).click();
      await rows(page).getByRole('button', { name: /^Actions/ }).click();
      await expect(page.getByRole('menuitem', { name: 'Open' })).toBeFocused();
      await expectAccessible(page, 'row menu');
      await page.keyboard.press('Escape');
      await page.getByText('Display', { exact: true }).click();
      await expect(page.getByRole('button', { name: 'Endless' })).toBeVisible();
      await expectAccessible(page, 'display settings');
      await page.getByRole('button', { name: 'Endless' }).click();
      await page.keyboard.press('Escape');
      await expect(page.getByText('That is all of them.')).toBeVisible();
      await expectAccessible(page, 'list without pages');
    });

    test('a record, its form with errors and a conflict, and the notice of a save', async ({ as, client, sql }) => {
      const row = await client({ phone: '+49 30 901820', color_palette: { Ink: '#222222', Oat: '#f4ead7' } });
      const page = await as('owner', options);
      await page.goto('/admin/clients/de000000-0000-4000-8000-000000000006');
      await expect(page.getByRole('heading', { level: 1, name: 'Whitfield & Daughters' })).toBeVisible();
      await expect(page.getByText('Loading…')).toHaveCount(0);
      await expectAccessible(page, 'record');
      await openForm(page, row);
      await expectAccessible(page, 'form');
      await field(page, 'Phone').fill('12');
      await field(page, 'Satisfaction').fill('11');
      await save(page).click();
      await expect(summary(page)).toBeFocused();
      await atTop(page);
      await expectAccessible(page, 'form with errors');
      await sql`update app.clients set phone = '+49 30 901821' where id = ${row.id}`;
      await field(page, 'Satisfaction').fill('9');
      await field(page, 'Phone').fill('+49 30 901822');
      await save(page).click();
      const dialog = page.getByRole('dialog', { name: 'Somebody else changed the same fields' });
      await expect(dialog).toBeVisible();
      await atTop(page);
      await expectAccessible(page, 'choosing between two edits');
      await dialog.getByRole('button', { name: 'Back to the form' }).click();
      await page.reload();
      await expect(page.getByText('Your unsaved changes are back in the form')).toBeVisible();
      await page.getByRole('dialog').getByRole('button', { name: 'Go on with these' }).click();
      await atTop(page);
      await expectAccessible(page, 'form that goes on with a draft');
      await page.getByRole('link', { name: 'Cancel' }).click();
      await expect(leaving(page)).toBeVisible();
      await atTop(page);
      await expectAccessible(page, 'leaving a form');
      await page.getByRole('button', { name: 'Stay' }).click();
      await page.context().setOffline(true);
      await save(page).click();
      await expect(page.getByText('Your save waits in this browser')).toBeVisible();
      await atTop(page);
      await expectAccessible(page, 'a save that waits');
      await field(page, 'Industry').fill('Hospitality');
      await page.context().setOffline(false);
      await expect(page.getByText(`Saved ${row.company_name}.`)).toBeVisible();
      await page.getByRole('button', { name: 'Dismiss' }).click();
      await answer(page, '**/rest/v1/clients?**', json(500, {}), { method: 'PATCH', times: 1 });
      await save(page).click();
      await expect(page.getByRole('alert').filter({ hasText: 'Not saved' }).first()).toBeVisible();
      await atTop(page);
      await expectAccessible(page, 'form that failed to save');
      await save(page).click();
      await saved(page, row.company_name);
      await expectAccessible(page, 'record with a notice');
      await page.goto('/admin/clients/00000000-0000-4000-8000-00000000abcd');
      await expect(page.getByRole('heading', { level: 1, name: 'This client is not here' })).toBeVisible();
      await expectAccessible(page, 'record that is not there');
    });

    test('finding, the policy, and looking as another role', async ({ as }) => {
      const page = await as('admin', options);
      await page.goto('/admin/clients?tier=premium&renewal_date=within.300&q=zy');
      await expect(page.getByText('Type at least three characters.')).toBeVisible();
      await answered(page);
      await expectAccessible(page, 'list, with conditions');
      await page.goto('/admin/clients?q=no such client anywhere');
      await expect(page.getByRole('list', { name: 'Filters that leave nothing' })).toBeVisible();
      await expectAccessible(page, 'list, found nothing');
      await page.goto('/admin/access');
      await expect(page.getByRole('columnheader', { name: 'Admin (you)' })).toBeVisible();
      await expectAccessible(page, 'policy');
      await page.getByRole('button', { name: 'Look as staff' }).click();
      await expect(pages(page)).toContainText('1–25');
      await expectAccessible(page, 'list, looking as staff');
    });

    test('the portal, and pages that are not for oneself', async ({ as, client }) => {
      const page = await as('viewer', options);
      await page.goto('/portal');
      await expect(page.getByRole('heading', { level: 1, name: 'Whitfield & Daughters' })).toBeVisible();
      await expect(page.getByText('Loading…')).toHaveCount(0);
      await expectAccessible(page, 'portal');
      await page.goto('/admin/clients');
      await expect(page.getByRole('heading', { name: 'This page is not yours to see' })).toBeVisible();
      await expectAccessible(page, 'not for a viewer');
      await page.goto('/nowhere');
      await expect(page.getByRole('heading', { level: 1, name: 'Page not found' })).toBeVisible();
      await expectAccessible(page, 'not found');
      const row = await client();
      const member = await as('member', options);
      await openForm(member, row);
      await expectAccessible(member, 'form with fields to read');
    });
  });
}
