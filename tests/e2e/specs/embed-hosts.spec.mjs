// The tags on pages of other people: in plain HTML, and as React, Vue and Svelte are written.
import { mailFor } from '../support/accounts.mjs';
import { readClient } from '../support/clients.mjs';
import { field } from '../support/edit.mjs';
import { rows } from '../support/list.mjs';
import { enterCode } from '../support/sign-in.mjs';
import { expect, heard, test } from '../support/embed/hosts.mjs';

/** A session of the tags' own in plain HTML, of the host in the others. */
const FOLDERS = { html: true, react: false, vue: false, svelte: false };

const form = (page) => page.locator('clientele-form');
const save = (page) => form(page).getByRole('button', { name: 'Save' });
const told = async (page, name) => (await heard(page)).filter((event) => event.name === name).map(({ tag, detail }) => ({ tag, ...detail }));

/** Finds a client through the host's own field, and chooses it in the list. */
async function choose(page, row) {
  await page.goto('/');
  await expect(rows(page)).not.toHaveCount(0);
  await page.getByLabel('Find').fill(row.company_name);
  await expect(rows(page)).toHaveCount(1);
  await rows(page).getByText(row.company_name).click();
  await expect(field(form(page), 'Company')).toHaveValue(row.company_name);
}

for (const [folder, own] of Object.entries(FOLDERS)) {
  test(`${folder}: chosen in the list, changed in the form, saved, and the page hears of it`, async ({ host, client, sql }) => {
    const row = await client();
    const page = await host({ folder, own, who: 'member' });
    await choose(page, row);
    expect(await told(page, 'clientele-selected')).toEqual([{ tag: 'clientele-list', id: row.id, edit: false }]);
    // The page in plain HTML makes a card of it as well.
    if (folder === 'html') await expect(page.locator('clientele-card').getByRole('heading', { name: row.company_name })).toBeVisible();
    await field(form(page), 'Company').fill('Renamed & Sons');
    await save(page).click();
    await expect.poll(() => told(page, 'clientele-saved')).toEqual([{ tag: 'clientele-form', id: row.id, created: false }]);
    expect(await told(page, 'clientele-before-save')).toEqual([{ tag: 'clientele-form', id: row.id, fields: ['company_name'] }]);
    expect((await readClient(sql, row.id)).company_name).toBe('Renamed & Sons');
    expect(await told(page, 'clientele-error')).toEqual([]);
  });

  test(`${folder}: what the page keeps from being saved is not sent, and stays typed`, async ({ host, client, sql }) => {
    const row = await client();
    const page = await host({ folder, own, who: 'member' });
    const written = [];
    page.on('request', (request) => request.method() === 'PATCH' && written.push(request.url()));
    await choose(page, row);
    await page.getByLabel('Nothing may be saved').check();
    await field(form(page), 'Company').fill('Never written');
    await save(page).click();
    await expect.poll(() => told(page, 'clientele-before-save')).toHaveLength(1);
    await expect(field(form(page), 'Company')).toHaveValue('Never written');
    expect(written).toEqual([]);
    expect(await readClient(sql, row.id)).toEqual(row);
    await page.getByLabel('Nothing may be saved').uncheck();
    await save(page).click();
    await expect.poll(() => told(page, 'clientele-saved')).toHaveLength(1);
    expect(written).toHaveLength(1);
    expect((await readClient(sql, row.id)).company_name).toBe('Never written');
  });
}

test('somebody signs in on the page, and every tag on it knows them', async ({ host }) => {
  const page = await host({ folder: 'html' });
  await page.goto('/');
  const signIn = page.locator('clientele-sign-in');
  await signIn.getByLabel('Email').fill('staff@demo.test');
  await signIn.getByRole('button', { name: 'Email me a code' }).click();
  await expect(signIn.getByLabel('Six-digit code')).toBeVisible();
  const { code } = await mailFor('staff@demo.test');
  await enterCode(signIn, code);
  await expect(rows(page)).not.toHaveCount(0);
  await expect.poll(() => told(page, 'clientele-session')).toContainEqual({ tag: 'clientele-sign-in', state: 'signed-in' });
  await signIn.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.locator('clientele-list').getByText('You are not signed in')).toBeVisible();
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
});

test('a client sees their portal on the page of their agency', async ({ host }) => {
  const page = await host({ folder: 'html', who: 'viewer', own: true });
  await page.goto('/portal.html');
  await expect(page.locator('clientele-portal').getByRole('heading', { name: 'Whitfield & Daughters' })).toBeVisible();
});

test('a fault is heard of where a bundler has given the program another name', async ({ host }) => {
  const page = await host({ folder: 'react', who: 'member' });
  await page.goto('/');
  await expect(rows(page)).not.toHaveCount(0);
  const program = await page.evaluate(() => performance.getEntriesByType('resource').find(({ name }) => name.endsWith('.wasm')).name);
  expect(program).not.toContain('clientele.wasm');
  const fault = (stack) =>
    page.evaluate((stack) => dispatchEvent(new ErrorEvent('error', { error: Object.assign(new WebAssembly.RuntimeError('x'), { stack }) })), stack);
  // Another program of the page's may fail without us.
  await fault('at https://page.example/other.wasm:wasm-function[7]');
  await expect(rows(page)).not.toHaveCount(0);
  await fault(`at ${program}:wasm-function[7]`);
  await expect(page.getByRole('heading', { name: 'This part of the page has stopped' })).toBeVisible();
});
