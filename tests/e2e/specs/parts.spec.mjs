// What few people open is loaded when it is opened: nobody else pays for it, and whoever waits for it, or gets it not, is told.
import { expectAccessible, expectAccessibleInEveryLook } from '../support/axe.mjs';
import { openList } from '../support/list.mjs';
import { answer, hold, requestsTo } from '../support/network.mjs';
import { expect, test } from '../support/test.mjs';

const CONSOLE = '/admin/unification';
const PART = '**/clientele-*-unification.wasm';

const heading = (page) => page.getByRole('heading', { level: 1, name: 'Unification' });
const failed = (page) => page.getByRole('alert').filter({ hasText: 'This page could not be loaded' });
const drawn = (page) => page.getByRole('heading', { name: 'There is nothing to unify' });
const programs = (asked) => asked.map((request) => new URL(request.url()).pathname).filter((path) => path.endsWith('.wasm'));
/** Leads there without loading the application anew. */
const lead = (page) => page.evaluate((to) => {
  const link = Object.assign(document.createElement('a'), { href: to, textContent: to });
  document.body.append(link);
  link.click();
  link.remove();
}, CONSOLE);

test('the console is loaded once, when it is opened', async ({ as }) => {
  const page = await as('owner');
  const asked = requestsTo(page, '/clientele-');
  await openList(page);
  expect(programs(asked)).toEqual([expect.stringContaining('_bg.wasm')]);
  for (const time of [1, 2]) {
    await lead(page);
    await expect(drawn(page), `opened ${time} times`).toBeVisible();
    await expect(heading(page)).toBeFocused();
    await page.goBack();
    await expect(page.getByRole('heading', { level: 1, name: 'Clients' })).toBeVisible();
  }
  expect(programs(asked).slice(1)).toEqual([expect.stringContaining('-unification.wasm')]);
});

test('whoever waits for it sees that, and may go on', async ({ as }) => {
  const page = await as('owner');
  await openList(page);
  const part = await hold(page, PART);
  await lead(page);
  await part.asked;
  await expect(heading(page)).toBeFocused();
  await expect(page.getByText('Loading…')).toBeAttached();
  await expectAccessible(page);
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Clients' })).toBeVisible();
  const came = page.waitForResponse(PART);
  part.release();
  await came;
  await expect(page.getByRole('heading', { level: 1, name: 'Clients' })).toBeVisible();
  await lead(page);
  await expect(drawn(page)).toBeVisible();
});

for (const [what, respond] of [
  ['a connection that breaks', (route) => route.abort('connectionreset')],
  ['a start page in its place, as after a new version', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' })],
  ['a server that has it no more', (route) => route.fulfill({ status: 404, body: 'gone' })],
]) {
  test(`${what}: the page says so, and tries again`, async ({ as }) => {
    const page = await as('owner');
    await openList(page);
    await answer(page, PART, respond, { times: 2 });
    await lead(page);
    await expect(failed(page)).toBeVisible();
    await expect(heading(page)).toBeFocused();
    await expectAccessibleInEveryLook(page, 'a part that could not be loaded');
    const again = page.waitForRequest(PART);
    await page.getByRole('button', { name: 'Try again' }).click();
    await again;
    await expect(failed(page)).toBeVisible();
    await expect(heading(page)).toBeFocused();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(drawn(page)).toBeVisible();
    await expect(heading(page)).toBeFocused();
  });
}

test('loading the page again brings what a new version has', async ({ as }) => {
  const page = await as('owner');
  await openList(page);
  await answer(page, PART, (route) => route.fulfill({ status: 404, body: 'gone' }), { times: 1 });
  await lead(page);
  const loaded = page.waitForEvent('load');
  await failed(page).getByRole('link', { name: 'Load the page again' }).click();
  await loaded;
  await expect(drawn(page)).toBeVisible();
});
