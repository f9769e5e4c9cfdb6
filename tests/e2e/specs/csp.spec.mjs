// The page's own policy: sent, strict, and never broken in a whole journey.
import { address } from '../support/accounts.mjs';
import { field, openForm, save, saved } from '../support/edit.mjs';
import { openList, pages, status, table } from '../support/list.mjs';
import { askForMail, enterCode } from '../support/sign-in.mjs';
import { expect, test } from '../support/test.mjs';

/** What the policy would forbid if it were written into the page. */
const INLINE = '[style], style, script:not([src]), [onclick], [onload], [onerror], a[href^="javascript:"]';

/** What the program itself gives a colour, a width, a height or a place, by way of the object model, which the policy allows. */
const BY_SCRIPT = '.swatch, .client-table, .client-table col, .client-table__space td, .menu, .form__section, .pairs__sample';

test('every page comes with the strict policy and its companions', async ({ request }) => {
  for (const path of ['/', '/sign-in', '/admin/clients', '/portal']) {
    const headers = (await request.get(path)).headers();
    const policy = headers['content-security-policy'];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
    expect(headers['x-frame-options']).toBe('DENY');
    expect(policy).not.toMatch(/unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')|\*(?!\.supabase\.co)/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
  }
});

test('a whole journey breaks the policy nowhere and writes nothing inline', async ({ page, client }) => {
  const broken = [];
  await page.exposeFunction('reportBreak', (what) => broken.push(what));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      window.reportBreak(`${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
    });
  });
  const checkInline = async (where) => {
    const found = await page.locator(INLINE).evaluateAll((elements, byScript) =>
      elements.filter((element) => !element.matches(byScript)).map((element) => element.outerHTML.slice(0, 200)), BY_SCRIPT);
    expect(found, where).toEqual([]);
  };
  const row = await client({ color_palette: { Ink: '#222222' }, website_url: 'https://example.com/' });

  await page.goto('/admin/clients');
  await expect(page.getByLabel('Email')).toBeVisible();
  await checkInline('sign-in');
  const { code } = await askForMail(page, address('owner'));
  await checkInline('code');
  await enterCode(page, code);
  await expect(table(page)).toBeVisible();
  await checkInline('list');
  await status(page, 'Active').click();
  await expect(page).toHaveURL(/status=active/);
  await pages(page).getByRole('button', { name: 'Next' }).click();
  await expect(pages(page)).toContainText('26–50');
  await openList(page);
  await table(page).getByRole('link', { name: row.company_name }).click();
  await expect(page.getByRole('heading', { level: 1, name: row.company_name })).toBeVisible();
  await checkInline('record');
  await openForm(page, row);
  await checkInline('form');
  await field(page, 'Phone').fill('12');
  await save(page).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Not saved yet' })).toBeFocused();
  await checkInline('form with errors');
  await field(page, 'Phone').fill('+49 30 901820');
  await save(page).click();
  await saved(page, row.company_name);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByLabel('Email')).toBeVisible();
  expect(broken).toEqual([]);
});

test('the policy really is in force: a page that breaks it is heard', async ({ browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto('/sign-in');
  const heard = await page.evaluate(
    () =>
      new Promise((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.violatedDirective));
        const script = document.createElement('script');
        script.textContent = 'window.broken = true';
        document.head.append(script);
      }),
  );
  expect(heard).toContain('script-src');
  expect(await page.evaluate(() => window.broken)).toBeUndefined();
  await context.close();
});
