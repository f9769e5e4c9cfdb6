// An agency's brand: what config.json says of it is on the portal and the sign-in, and what cannot be used is named.
import { expectAccessible } from '../support/axe.mjs';
import { expect, test } from '../support/test.mjs';

const LOGO = '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="24"><rect width="120" height="24" fill="#1f4d3a"/></svg>';
const BRAND = { name: 'Harbour & Pine', logo: '/logo.svg', accent: '#e8a33d', radius: 12, font: 'Georgia' };

/** Serves a configuration with this brand. */
async function branded(page, brand, logo = LOGO) {
  await page.route('**/config.json', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), brand } });
  });
  await page.route('**/logo.svg', (route) => (logo ? route.fulfill({ contentType: 'image/svg+xml', body: logo }) : route.abort()));
}

const token = (page, name) => page.evaluate((name) => getComputedStyle(document.documentElement).getPropertyValue(name), name);

for (const colorScheme of ['light', 'dark']) {
  test(`the portal and the sign-in wear the brand, readable on ${colorScheme}`, async ({ as, page }) => {
    await page.emulateMedia({ colorScheme });
    await branded(page, BRAND);
    await page.goto('/sign-in');
    await expect(page).toHaveTitle('Sign in – Harbour & Pine');
    await expect(page.getByRole('img', { name: 'Harbour & Pine' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Email me a link' })).toHaveCSS('border-radius', '12px');
    await expectAccessible(page, `sign-in, branded, ${colorScheme}`);
    const client = await as('viewer', { colorScheme });
    await branded(client, BRAND);
    await client.goto('/portal');
    await expect(client.getByRole('heading', { level: 1, name: 'Whitfield & Daughters' })).toBeVisible();
    await expect(client).toHaveTitle('Whitfield & Daughters – Harbour & Pine');
    await expect(client.locator('body')).toHaveCSS('font-family', /Georgia/);
    await expectAccessible(client, `portal, branded, ${colorScheme}`);
  });
}

test('the agency’s own pages have its name, and keep their looks', async ({ as }) => {
  const page = await as('owner');
  await branded(page, BRAND);
  await page.goto('/admin/clients');
  await expect(page).toHaveTitle('Clients – Harbour & Pine');
  const accent = await token(page, '--accent');
  await page.unroute('**/config.json');
  await page.reload();
  await expect(page).toHaveTitle('Clients – Clientele');
  expect(await token(page, '--accent')).toBe(accent);
});

test('a logo that does not come gives way to the name', async ({ page }) => {
  await branded(page, BRAND, null);
  await page.goto('/sign-in');
  await expect(page.getByRole('banner').getByRole('link', { name: 'Harbour & Pine' })).toHaveText('Harbour & Pine');
});

test('what cannot be used is said in the console, and stops nobody', async ({ page }) => {
  const said = [];
  page.on('console', (message) => message.type() === 'warning' && said.push(message.text()));
  await branded(page, { name: 'Harbour & Pine', logo: 'http://elsewhere.test/logo.svg', accent: 'plum', radius: 99 });
  await page.goto('/sign-in');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  for (const part of ['"accent" is no colour', '"logo" is neither', '"radius" is larger']) await expect.poll(() => said.join('\n')).toContain(part);
  await expect(page.getByRole('img')).toHaveCount(0);
});
