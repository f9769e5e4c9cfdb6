// Every state of every tag, judged inside of its shadow: at two widths, in light and dark.
import { expectAccessible, expectAccessibleInEveryLook } from '../support/axe.mjs';
import { address, identity, mailFor, sessionFor } from '../support/accounts.mjs';
import { field, save } from '../support/edit.mjs';
import { breakProgram, holdProgram } from '../support/embed/fault.mjs';
import { openTag } from '../support/embed/hostile.mjs';
import { KINDS, expect, html, keepSession, tag, test, tokenOf } from '../support/embed/stranger.mjs';
import { rows } from '../support/list.mjs';
import { hold } from '../support/network.mjs';

/** Several tags on one page, each under a heading of the page's own. */
const all = (kinds, attributes) => `<h1>Somebody\u2019s page</h1>${kinds.map((kind) => tag(kind, attributes)).join('')}`;

test('nobody is signed in', async ({ visit, project }) => {
  const page = await visit(all(KINDS, project));
  await expect(page.getByText('You are not signed in')).toHaveCount(4);
  await page.locator('clientele-card').getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByLabel('Email')).toHaveCount(2);
  await expectAccessibleInEveryLook(page, 'nobody');
});

test('not there yet', async ({ page, visit, project }) => {
  const held = await hold(page, '**/rest/v1/**');
  await visit(all(KINDS, { ...project, 'client-id': identity('viewer') }), { who: 'owner' });
  await held.asked;
  await expectAccessibleInEveryLook(page, 'loading');
  held.release();
});

test('list, card, sign-in, and a portal that is not theirs', async ({ visit, project }) => {
  const page = await visit(all(['list', 'card', 'sign-in', 'portal'], { ...project, 'client-id': identity('viewer') }), { who: 'owner' });
  await expect(rows(page).first()).toBeVisible();
  await expect(page.getByText('You are signed in as')).toBeVisible();
  await expect(page.locator('clientele-card').getByRole('heading').first()).toBeVisible();
  await expectAccessibleInEveryLook(page, 'signed in');
});

test('a list that is edited: a menu, a dialog', async ({ page, visit, project }) => {
  await visit(all(['list'], { ...project, mode: 'edit' }), { who: 'owner' });
  await expect(rows(page).first()).toBeVisible();
  await rows(page).first().getByRole('button', { name: /^Actions for/ }).click();
  await expect(page.getByRole('menu')).toBeVisible();
  await expectAccessible(page, 'a row\u2019s menu');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Filter/ }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessible(page, 'the filters', 'clientele-list');
});

test('the form, with what keeps it from being saved, and read only', async ({ client, page, visit, project }) => {
  const row = await client();
  await visit(all(['form'], { ...project, 'client-id': row.id }), { who: 'owner' });
  await page.getByRole('textbox', { name: 'Email Required' }).fill('none');
  await save(page).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Not saved yet' })).toBeVisible();
  await expectAccessibleInEveryLook(page, 'form');
  await page.evaluate(() => document.querySelector('clientele-form').setAttribute('mode', 'read'));
  await expect(page.locator('clientele-form .record')).toBeVisible();
  await expect(save(page)).toHaveCount(0);
  await expectAccessibleInEveryLook(page, 'record');
});

test('the portal, and what is proposed there', async ({ page, visit, project }) => {
  await visit(all(['portal'], project), { who: 'viewer' });
  await expect(page.getByRole('button', { name: 'Propose a change' })).toBeVisible();
  await expectAccessibleInEveryLook(page, 'portal');
  await page.getByRole('button', { name: 'Propose a change' }).click();
  await expect(field(page, 'Phone')).toBeVisible();
  await expectAccessibleInEveryLook(page, 'propose');
});

test('what has ended, failed, or was never set up', async ({ browser, host, page, project, visit }) => {
  await visit('<h1>Somebody\u2019s page</h1>');
  await openTag(page, tag('card', { ...project, 'client-id': identity('viewer') }), await tokenOf('owner'));
  await openTag(page, tag('list', project), await tokenOf('owner'));
  await expect(rows(page).first()).toBeVisible();
  await page.route('**/rest/v1/**', (route) => route.fulfill({ status: 401, json: { code: 'PGRST301', message: 'JWT expired' } }));
  await page.getByRole('searchbox', { name: 'Search clients' }).fill('studio');
  await expect(page.getByText('Your session has ended.').first()).toBeVisible();
  await openTag(page, tag('card', { endpoint: 'nowhere' }));
  await expect(page.getByText('This part of the page is not set up')).toBeVisible();
  await expectAccessibleInEveryLook(page, 'ended');

  // Not watched: a fault is wanted here.
  const context = await browser.newContext();
  const other = await context.newPage();
  await other.route('**/clientele.wasm', (route) => route.abort());
  host.put('/', html(all(['list', 'sign-in'], project)));
  await other.goto(`${host.origin}/`);
  await expect(other.getByRole('button', { name: 'Try again' })).toHaveCount(2);
  await expectAccessibleInEveryLook(other, 'failed');
  await context.close();
});

test('a program that has stopped', async ({ browser, host, project }) => {
  // Not watched: a fault is wanted here.
  const page = await browser.newPage();
  await holdProgram(page);
  await keepSession(page, host.origin, await sessionFor(address('owner')));
  host.put('/', html(all(KINDS, project)));
  await page.goto(`${host.origin}/`);
  await expect(rows(page).first()).toBeVisible();
  await breakProgram(page);
  await expect(page.getByRole('heading', { name: 'This part of the page has stopped' })).toHaveCount(KINDS.length);
  await expectAccessibleInEveryLook(page, 'stopped');
  await page.close();
});

test('nothing loses the focus, and nothing takes it', async ({ client, page, visit, project }) => {
  const row = await client();
  await visit(`<h1>Somebody\u2019s page</h1><input aria-label="Of the page">${tag('sign-in', project)}${tag('form', { ...project, 'client-id': row.id })}`, { who: 'owner' });
  await page.getByLabel('Of the page').focus();
  await expect(field(page, 'Phone')).toBeVisible();
  await expect(page.getByLabel('Of the page')).toBeFocused();
  await field(page, 'Phone').focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('+49 30 901824');
  await page.keyboard.press('Enter');
  await expect(page.getByText(`Saved ${row.company_name}.`)).toBeVisible();
  await expect.poll(() => page.evaluate(() => document.activeElement.localName)).toBe('clientele-form');
  // By the keyboard to the way out, and out.
  await page.getByRole('button', { name: 'Sign out' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Email').first()).toBeVisible();
  await expect.poll(() => page.evaluate(() => document.activeElement.localName)).toBe('clientele-sign-in');
});

test('what takes the place of what was pressed has the focus', async ({ page, visit, project }) => {
  await visit(`<h1>Somebody\u2019s page</h1>${tag('sign-in', project)}${tag('portal', project)}`);
  await page.getByLabel('Email').fill(address('viewer'));
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Six-digit code')).toBeFocused();
  await page.keyboard.type((await mailFor(address('viewer'))).code);
  await page.keyboard.press('Enter');
  await expect(page.getByText('You are signed in as')).toBeFocused();
  await page.getByRole('button', { name: 'Propose a change' }).focus();
  await page.keyboard.press('Enter');
  await expect(field(page, 'Phone')).toBeVisible();
  await expect(page.locator('clientele-portal [part=portal]')).toBeFocused();
});
