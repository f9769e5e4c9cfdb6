// How the session of a tag lives, whose ever it is, and what a tag says that cannot load or has stopped.
import { address, identity, mailFor, sessionFor } from '../support/accounts.mjs';
import { readClient } from '../support/clients.mjs';
import { field, save } from '../support/edit.mjs';
import { breakProgram, holdProgram } from '../support/embed/fault.mjs';
import { openTag } from '../support/embed/hostile.mjs';
import { KEPT, expect, html, tag, test, tokenOf } from '../support/embed/stranger.mjs';
import { rows } from '../support/list.mjs';

/** The page notes what the tags tell it. */
const listen = (page) =>
  page.addInitScript(() => {
    window.heard = [];
    for (const name of ['error', 'session']) addEventListener(`clientele-${name}`, ({ detail }) => window.heard.push(detail.code ?? detail.state));
  });
const heard = (page) => page.evaluate(() => window.heard);
const ended = (page) => page.getByRole('alert').filter({ hasText: 'Your session has ended. What you see and typed is still here.' });
/** The same token, but nobody has signed it. */
const broken = (token) => `${token.split('.').slice(0, 2).join('.')}.${'A'.repeat(43)}`;

/** A tag whose page is asked for a token: `window.give(refused)` says which. */
async function asked(page, markup, tokens) {
  await page.evaluate(
    ([text, all]) => {
      Object.assign(window, { refused: [], give: (refused) => all[refused === undefined ? 'first' : 'next'] });
      const holder = document.createElement('div');
      holder.innerHTML = text;
      holder.firstElementChild.getToken = async (refused) => {
        window.refused.push(refused);
        return window.give(refused);
      };
      document.querySelector('main').append(holder);
    },
    [markup, tokens],
  );
}

test('a refused token is asked for anew with itself, and the request goes on', async ({ visit, project }) => {
  const page = await visit('');
  const token = await tokenOf('owner');
  const first = broken(token);
  await asked(page, tag('list', project), { first, next: token });
  await expect(rows(page).first()).toBeVisible();
  const refused = await page.evaluate(() => window.refused);
  expect(refused[0]).toBeUndefined();
  expect(refused).toContain(first);
  expect(new Set(refused)).toEqual(new Set([undefined, first, null].filter((one) => refused.includes(one))));
});

test('the token of another person draws everything anew and nothing of the one before', async ({ client, visit, project }) => {
  const mine = await client({ manager: 'member' });
  const theirs = await client({ manager: 'member2' });
  const page = await visit('');
  await openTag(page, tag('list', project));
  await page.evaluate((token) => (document.querySelector('clientele-list').accessToken = token), await tokenOf('member'));
  await expect(page.getByText(mine.company_name)).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search clients' }).fill(mine.email);
  await expect(rows(page)).toHaveCount(1);
  await page.evaluate((token) => (document.querySelector('clientele-list').accessToken = token), await tokenOf('member2'));
  await expect(page.getByText(theirs.company_name)).toBeVisible();
  await expect(page.getByText(mine.company_name)).toHaveCount(0);
  await expect(page.getByRole('searchbox', { name: 'Search clients' })).toHaveValue('');
});

test('a session of the tags that ends keeps what is typed, and goes on when the person is back', async ({ client, context, host, page, visit, project, sql }) => {
  const row = await client({ phone: '+49 30 901820' });
  await listen(page);
  await visit(tag('form', { ...project, 'client-id': row.id }), { who: 'owner' });
  await field(page, 'Phone').fill('+49 30 901822');
  const other = await context.newPage();
  host.put('/quiet.html', '<!doctype html><title>Quiet</title>');
  await other.goto(`${host.origin}/quiet.html`);
  await other.evaluate((key) => localStorage.removeItem(key), KEPT);
  await other.close();
  await expect(ended(page)).toBeVisible();
  await expect.poll(() => heard(page)).toEqual(['signed-in', 'ended', 'session-ended']);
  await expect(field(page, 'Phone')).toHaveValue('+49 30 901822');
  await page.getByRole('button', { name: 'Sign in again' }).click();
  const email = ended(page).getByLabel('Email');
  await expect(email).toHaveValue(address('owner'));
  await email.press('Enter');
  await expect(page.getByLabel('Six-digit code')).toBeVisible();
  await page.getByLabel('Six-digit code').fill((await mailFor(address('owner'))).code);
  await page.getByLabel('Six-digit code').press('Enter');
  await expect(ended(page)).toHaveCount(0);
  await expect.poll(async () => (await heard(page)).at(-1)).toBe('signed-in');
  await expect(field(page, 'Phone')).toHaveValue('+49 30 901822');
  await save(page).click();
  await expect(page.getByText(`Saved ${row.company_name}.`)).toBeVisible();
  expect((await readClient(sql, row.id)).phone).toBe('+49 30 901822');
});

test('a session of the page that ends keeps what is typed, and goes on with another token', async ({ client, page, visit, project, sql }) => {
  const row = await client({ phone: '+49 30 901820' });
  await listen(page);
  await visit('');
  const token = await tokenOf('owner');
  await asked(page, tag('form', { ...project, 'client-id': row.id }), { first: token });
  await field(page, 'Phone').fill('+49 30 901823');
  await page.evaluate((gone) => (window.give = (refused) => (refused === undefined ? gone : undefined)), broken(token));
  await save(page).click();
  await expect(ended(page)).toBeVisible();
  await expect.poll(() => heard(page)).toEqual(['signed-in', 'ended', 'session-ended']);
  await expect(field(page, 'Phone')).toHaveValue('+49 30 901823');
  expect((await readClient(sql, row.id)).phone).toBe('+49 30 901820');
  const fresh = await tokenOf('owner');
  await page.evaluate((back) => (window.give = () => back), fresh);
  await ended(page).getByRole('button', { name: 'Try again' }).click();
  // What was asked waits, and goes on by itself.
  await expect(page.getByText(`Saved ${row.company_name}.`)).toBeVisible();
  await expect(ended(page)).toHaveCount(0);
  expect((await readClient(sql, row.id)).phone).toBe('+49 30 901823');
});

test('a program that cannot be loaded says so, and is tried again', async ({ page, visit, project }) => {
  await listen(page);
  await page.route('**/clientele.wasm', (route) => route.abort());
  await visit(tag('card', { ...project, 'client-id': identity('viewer') }), { who: 'owner' });
  const message = page.getByRole('alert').filter({ hasText: 'This part of the page could not be loaded' });
  await expect(message).toBeVisible();
  await expect.poll(() => heard(page)).toEqual(['load']);
  await message.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => heard(page)).toEqual(['load', 'load']);
  await page.unroute('**/clientele.wasm');
  await message.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('This part of the page could not be loaded')).toHaveCount(0);
  await expect.poll(() => heard(page)).toContain('signed-in');
});

test('a program that has stopped says so in every tag, and to those that come later', async ({ browser, host, project }) => {
  // Not watched: a fault is wanted here.
  const page = await browser.newPage();
  await listen(page);
  host.put('/', html(`${tag('list', project)}${tag('sign-in', project)}`));
  await page.addInitScript(([key, value]) => localStorage.setItem(key, value), [KEPT, JSON.stringify(await sessionFor(address('owner')))]);
  await holdProgram(page);
  await page.goto(`${host.origin}/`);
  await expect(rows(page).first()).toBeVisible();
  await breakProgram(page);
  const message = page.getByRole('alert').filter({ hasText: 'This part of the page has stopped' });
  await expect(message).toHaveCount(2);
  await expect.poll(async () => (await heard(page)).filter((one) => one === 'stopped')).toHaveLength(2);
  await page.evaluate(([markup]) => document.querySelector('main').insertAdjacentHTML('beforeend', markup), [tag('card', project)]);
  await expect(message).toHaveCount(3);
  await page.close();
});

test('a tag that never stands in a document asks for nothing', async ({ page, visit, project }) => {
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await visit('', { who: 'owner' });
  await page.waitForFunction(() => customElements.get('clientele-list'));
  await page.evaluate(async ([endpoint, key]) => {
    for (const kind of ['list', 'form', 'card', 'portal', 'sign-in']) {
      const element = document.createElement(`clientele-${kind}`);
      Object.assign(element, { endpoint, apiKey: key, getToken: () => { throw new Error('asked'); } });
      document.createElement('div').append(element);
    }
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  }, [project.endpoint, project['api-key']]);
  expect(asked.filter((name) => /wasm|\/v1\//.test(name))).toEqual([]);
  // And then it does.
  await page.evaluate(([markup]) => document.querySelector('main').insertAdjacentHTML('beforeend', markup), [tag('list', project)]);
  await expect(rows(page).first()).toBeVisible();
});
