// A session that ends by itself takes nobody's page away: sign-in opens over it, and what was typed is still there.
import { expectAccessible } from '../support/axe.mjs';
import { address, ask, identity, sessionFor, storageWith } from '../support/accounts.mjs';
import { readClient } from '../support/clients.mjs';
import { stopClock } from '../support/clock.mjs';
import { field, openForm, save, saved } from '../support/edit.mjs';
import { cell, openList, pages, rows, table } from '../support/list.mjs';
import { json, requestsTo } from '../support/network.mjs';
import { askAgain, dialog, mark, quietTab, revoke, sameNodes, signInAgain, signOutElsewhere, stored, takeUp, writeSession } from '../support/session-end.mjs';
import { expectSignInPage } from '../support/sign-in.mjs';
import { expect, test } from '../support/test.mjs';

const NOTES = 'Typed before the session ended, 42 words of it.';
const RECORD = '/admin/clients/de000000-0000-4000-8000-000000000006';

for (const [how, changes] of [
  ['whose token ran out and whose renewal is refused', undefined],
  ['whose token the server refuses, and renews no more', { access_token: 'a.b.c' }],
]) {
  test(`a save in a session ${how} waits in the living form, and goes out once after sign-in`, async ({ as, client, sql }) => {
    const row = await client();
    const page = await as('owner');
    await openForm(page, row);
    await field(page, 'Phone').fill('+49 30 901820');
    await field(page, 'Project scope').fill(NOTES);
    await mark(page);
    const release = await revoke(page, changes);
    const writes = requestsTo(page, '/rest/v1/clients');
    await page.keyboard.press('Tab');
    await save(page).click();
    release();

    await expect(dialog(page)).toBeVisible();
    await expect(dialog(page)).toContainText('You were signed in as');
    await expect(dialog(page)).toContainText(address('owner'));
    await expect(dialog(page).getByLabel('Email')).toHaveValue(address('owner'));
    expect(await sameNodes(page)).toBe(true);
    expect(new URL(page.url()).pathname).toBe(`/admin/clients/${row.id}/edit`);
    await expect(page.locator('main').locator('[name=phone]')).toHaveValue('+49 30 901820');
    await expect(page.locator('main').locator('[name=project_scope]')).toHaveValue(NOTES);
    const before = writes.length;
    for (const request of writes) expect(await request.headerValue('authorization')).toMatch(/^Bearer ./);

    await signInAgain(page);
    await expect(dialog(page)).toHaveCount(0);
    await saved(page, row.company_name);
    const [sent, ...more] = writes.slice(before).filter((request) => request.method() === 'PATCH');
    expect(more).toEqual([]);
    expect(await sent.headerValue('authorization')).toBe(`Bearer ${(await stored(page)).access_token}`);
    expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901820', project_scope: NOTES, version: row.version + 1 });
  });
}

test('the page stays the same, node by node, and the focus returns to the letter where it was', async ({ as, client }) => {
  const row = await client();
  const page = await as('owner');
  await openForm(page, row);
  await field(page, 'Project scope').fill(NOTES);
  await field(page, 'Project scope').evaluate((notes) => notes.setSelectionRange(7, 12));
  await mark(page);
  await signOutElsewhere(page);
  expect(await sameNodes(page)).toBe(true);
  await expect(dialog(page).getByLabel('Email')).toBeFocused();

  await signInAgain(page);
  await expect(dialog(page)).toHaveCount(0);
  const notes = field(page, 'Project scope');
  await expect(notes).toBeFocused();
  expect(await notes.evaluate(({ selectionStart, selectionEnd }) => [selectionStart, selectionEnd])).toEqual([7, 12]);
  expect(await sameNodes(page)).toBe(true);
  await page.keyboard.type('long before');
  await expect(notes).toHaveValue(NOTES.replace('efore', 'long before'));
});

test('the dialog keeps the keyboard, Escape does not put it away, and nothing below can be reached', async ({ as, client }) => {
  const row = await client();
  const page = await as('owner');
  await openForm(page, row);
  await field(page, 'Project scope').fill(NOTES);
  await signOutElsewhere(page);
  for (let press = 0; press < 3; press += 1) await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeVisible();
  await expect(dialog(page).getByLabel('Email')).toBeFocused();
  const reached = new Set();
  for (let press = 0; press < 12; press += 1) {
    reached.add(await page.evaluate(() => {
      const { activeElement } = document;
      return activeElement === document.body || activeElement.closest('dialog') ? 'inside' : activeElement.outerHTML;
    }));
    await page.keyboard.press('Tab');
  }
  expect([...reached]).toEqual(['inside']);
  const writes = requestsTo(page, '/rest/');
  await dialog(page).getByLabel('Email').focus();
  await page.keyboard.press('Control+s');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog')).toHaveCount(1);
  expect(writes).toHaveLength(0);
  await dialog(page).getByLabel('Email').fill('not an address');
  await page.keyboard.press('Enter');
  await expect(dialog(page).getByRole('alert')).not.toBeEmpty();
});

test('in the list, what waits to be saved still waits, and what stood in a cell is kept', async ({ as, client, sql }) => {
  const row = await client();
  const page = await as('owner');
  await openList(page, `?q=${row.company_name}`);
  await cell(page, row.name, 'Name').dblclick();
  await page.keyboard.type('Renamed Before');
  await page.keyboard.press('Enter');
  await cell(page, 'Active', 'Status').dblclick();
  await page.getByRole('combobox', { name: 'Status' }).selectOption('paused');
  await signOutElsewhere(page);
  await expect(page.locator('.bars')).toContainText('2 unsaved edits in 1 client');

  await signInAgain(page);
  await expect(dialog(page)).toHaveCount(0);
  await expect(table(page).locator('td[data-label="Status"]')).toBeFocused();
  await page.getByRole('button', { name: 'Save all' }).click();
  await expect(page.getByText('Saved 1 client.')).toBeVisible();
  expect(await readClient(sql, row.id)).toMatchObject({ name: 'Renamed Before', status: 'paused' });
});

test('what is asked while the session is over waits: nothing leaves as nobody, and no list looks empty', async ({ as }) => {
  const page = await as('owner');
  await openList(page);
  const first = await rows(page).first().innerText();
  await signOutElsewhere(page);
  const asked = requestsTo(page, '/rest/');
  // Nobody can press what is inert; a script can, and so can a clock of the page.
  await pages(page).locator('button').last().evaluate((button) => button.click());
  await expect(page).toHaveURL(/page=2/);
  await expect(page.locator('tbody tr').first()).toHaveText(/./);
  expect(asked).toHaveLength(0);
  await signInAgain(page);
  await expect(pages(page)).toContainText('26–50');
  expect(await rows(page).first().innerText()).not.toBe(first);
  const { access_token: token } = await stored(page);
  expect(asked.length).toBeGreaterThan(1);
  for (const request of asked) expect(await request.headerValue('authorization')).toBe(`Bearer ${token}`);
});

test('a record and the portal stay as well', async ({ as }) => {
  for (const [who, path, title] of [['staff', '/admin/access', 'Access'], ['owner', RECORD, 'Whitfield & Daughters'], ['viewer', '/portal', 'Whitfield & Daughters']]) {
    const page = await as(who);
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    await expect(page.getByText('Loading…')).toHaveCount(0);
    await page.waitForLoadState('networkidle');
    await mark(page);
    await signOutElsewhere(page);
    expect(await sameNodes(page), path).toBe(true);
    await signInAgain(page);
    await expect(dialog(page)).toHaveCount(0);
    expect(await sameNodes(page), path).toBe(true);
    expect(new URL(page.url()).pathname).toBe(path);
  }
});

test('another tab that signs in again closes the dialog here', async ({ as, client }) => {
  const row = await client();
  const page = await as('owner');
  await openForm(page, row);
  await field(page, 'Project scope').fill(NOTES);
  await mark(page);
  await signOutElsewhere(page);
  await writeSession(page, await sessionFor(address('owner')));
  await expect(dialog(page)).toHaveCount(0);
  await expect(field(page, 'Project scope')).toBeFocused();
  expect(await sameNodes(page)).toBe(true);
  await save(page).click();
  await saved(page, row.company_name);
});

test('the mail\'s link is confirmed in a tab of its own, and this one goes on by itself', async ({ as, client }) => {
  const row = await client();
  const page = await as('owner');
  await openForm(page, row);
  await field(page, 'Project scope').fill(NOTES);
  await mark(page);
  await signOutElsewhere(page);
  const { link } = await askAgain(page);
  const opened = await page.context().newPage();
  await opened.goto(link);
  await opened.getByRole('button', { name: 'Sign in' }).click();
  await expect(table(opened)).toBeVisible();
  await expect(dialog(page)).toHaveCount(0);
  await expect(field(page, 'Project scope')).toHaveValue(NOTES);
  expect(await sameNodes(page)).toBe(true);
});

test('two pages of one browser end together and go on together', async ({ as, client }) => {
  const row = await client();
  const page = await as('owner');
  await openForm(page, row);
  const other = await page.context().newPage();
  await openList(other);
  const release = await revoke(page);
  await pages(other).getByRole('button', { name: 'Next' }).click();
  release();
  for (const tab of [page, other]) await expect(dialog(tab)).toBeVisible();
  await page.bringToFront();
  await signInAgain(page);
  for (const tab of [page, other]) await expect(dialog(tab)).toHaveCount(0);
  await expect(pages(other)).toContainText('26–50');
});

for (const where of ['in the dialog', 'in another tab']) {
  test(`somebody else who signs in ${where} sees nothing of the page`, async ({ as, client, sql }) => {
    const row = await client({ manager: 'owner', creator: 'owner' });
    const page = await as('owner');
    await openList(page, `?q=${row.company_name}`);
    await cell(page, row.name, 'Name').dblclick();
    await page.keyboard.type('Not theirs to save');
    await page.keyboard.press('Enter');
    await expect(page.getByText('1 unsaved edit')).toBeVisible();
    await page.evaluate(() => (window.before = true));
    await signOutElsewhere(page);
    const asked = [];
    page.on('dialog', (prompt) => asked.push(prompt.message()) && prompt.dismiss());
    if (where === 'in the dialog') await signInAgain(page, 'staff');
    else await writeSession(page, await sessionFor(address('staff')));

    await expect(page.getByText('Mei Tanaka').first()).toBeVisible();
    await expect(pages(page)).toContainText('of');
    expect(await page.evaluate(() => window.before)).toBeUndefined();
    await expect(page).toHaveURL(({ pathname }) => pathname === '/admin/clients');
    expect(await page.content()).not.toContain(row.company_name);
    await expect(page.getByText('unsaved edit').filter({ visible: true })).toHaveCount(0);
    await expect(page.locator('dialog[open]')).toHaveCount(0);
    expect(asked).toEqual([]);
    expect((await readClient(sql, row.id)).name).toBe(row.name);
  });
}

test('leaving from the dialog leaves nothing behind', async ({ as, client }) => {
  const row = await client();
  const page = await as('owner');
  await openList(page, `?q=${row.company_name}`);
  await cell(page, row.name, 'Name').dblclick();
  await page.keyboard.type('Left unsaved');
  await page.keyboard.press('Enter');
  await signOutElsewhere(page);
  await dialog(page).getByRole('button', { name: 'Leave this page' }).click();
  await expectSignInPage(page);
  expect(await page.content()).not.toContain(row.company_name);
  await writeSession(page, await sessionFor(address('owner')));
  await expect(table(page)).toBeVisible();
  await expect(page.getByText('unsaved edit').filter({ visible: true })).toHaveCount(0);
});

test('"Sign out" leads to the sign-in page, and unsaved edits are nobody else\'s', async ({ as, client }) => {
  const row = await client();
  const page = await as('owner');
  await openList(page, `?q=${row.company_name}`);
  await cell(page, row.name, 'Name').dblclick();
  await page.keyboard.type('Left unsaved');
  await page.keyboard.press('Enter');
  await expect(page.getByText('1 unsaved edit')).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expectSignInPage(page);
  await expect(dialog(page)).toHaveCount(0);
  await writeSession(page, await sessionFor(address('owner')));
  await expect(table(page)).toBeVisible();
  await expect(page.getByText('unsaved edit').filter({ visible: true })).toHaveCount(0);
});

test('whose role has changed meanwhile is told, and sees the page of the new role', async ({ as, client, sql }) => {
  const row = await client({ manager: 'member2', creator: 'member2' });
  const setRole = (role) => sql.begin(async (transaction) => {
    await transaction`set local session_replication_role = replica`;
    await transaction`update app.clients set role = ${role} where user_id = ${identity('member2')}`;
  });
  const page = await as('member2');
  await openForm(page, row);
  await field(page, 'Project scope').fill(NOTES);
  await signOutElsewhere(page);
  await setRole('staff');
  try {
    await signInAgain(page);
    await expect(dialog(page)).toHaveCount(0);
    await expect(page.getByText('Your role is now Staff.')).toBeVisible();
    await expect(page.getByRole('heading', { name: 'You may read this client, not edit it' })).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  } finally {
    await setRole('member');
  }
});

test('a 403 signs nobody out, whoever gives it', async ({ as, client }) => {
  const row = await client();
  const page = await as('owner');
  await page.clock.install();
  await openForm(page, row);
  await field(page, 'Project scope').fill(NOTES);
  await page.route('**/rest/v1/**', json(403, { code: '42501' }));
  await save(page).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Not saved' }).first()).toContainText('You may not do this.');
  await expect(field(page, 'Project scope')).toHaveValue(NOTES);
  // The sign-in itself, or a gateway before it, refuses the renewal of a token that is over.
  const session = await stored(page);
  await page.route('**/auth/v1/token**', json(403, { error_code: 'no_authorization' }));
  // The page by itself would renew as well, and be refused once more just when the last save asks.
  await stopClock(page);
  const renewals = requestsTo(page, '/auth/v1/token');
  await takeUp(page, { ...session, expires_at: Math.floor(Date.now() / 1000) - 5 });
  await save(page).click();
  await expect.poll(() => renewals.length).toBeGreaterThan(0);
  await expect(page.getByRole('alert').filter({ hasText: 'Not saved' }).first()).toContainText('You may not do this.');
  await expect(dialog(page)).toHaveCount(0);
  expect((await stored(page)).refresh_token).toBe(session.refresh_token);
  await page.unroute('**/auth/v1/token**');
  await page.unroute('**/rest/v1/**');
  await save(page).click();
  await page.clock.resume();
  await saved(page, row.company_name);
});

test('a lost network is no end: neither in a living page nor at the start', async ({ as, client }) => {
  const row = await client();
  const page = await as('owner');
  await openForm(page, row);
  await field(page, 'Project scope').fill(NOTES);
  const session = { ...(await stored(page)), expires_at: Math.floor(Date.now() / 1000) - 5 };
  await page.route('**/auth/v1/**', (route) => route.abort('connectionrefused'));
  await takeUp(page, session);
  await save(page).click();
  await expect(page.getByText('No connection · 1 save waits')).toBeVisible();
  await expect(dialog(page)).toHaveCount(0);
  await page.goto('/admin/clients');
  await expect(page.getByRole('alert')).toContainText('Your account could not be read');
  expect((await stored(page)).refresh_token).toBe(session.refresh_token);
  await page.unroute('**/auth/v1/**');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(table(page)).toBeVisible();
});

test('a renewal refused while the token still works ends nothing', async ({ as }) => {
  const page = await as('owner');
  await openList(page);
  await page.route('**/auth/v1/token**', json(400, { error_code: 'refresh_token_not_found' }));
  // The page by itself renews as well, sooner or later than the list asks for it.
  const renewals = requestsTo(page, '/auth/v1/token');
  await takeUp(page, { ...(await stored(page)), expires_at: Math.floor(Date.now() / 1000) + 60 });
  await pages(page).getByRole('button', { name: 'Next' }).click();
  await expect(pages(page)).toContainText('26–50');
  expect(renewals.length).toBeGreaterThan(0);
  await expect(dialog(page)).toHaveCount(0);
});

test('a code that is refused says so in the dialog, and the next one works', async ({ as }) => {
  const page = await as('owner');
  await openList(page);
  await signOutElsewhere(page);
  const { code } = await askAgain(page);
  await page.keyboard.type(String((Number(code) + 1) % 1_000_000).padStart(6, '0'));
  await page.keyboard.press('Enter');
  await expect(dialog(page).getByRole('alert')).toContainText('used, wrong or too old');
  await dialog(page).getByLabel('Six-digit code').fill(code);
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toHaveCount(0);
  await expect(table(page)).toBeVisible();
});

for (const colorScheme of ['light', 'dark']) {
  for (const viewport of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
    test(`the dialog by axe: ${colorScheme}, ${viewport.width} wide`, async ({ as, client }) => {
      test.setTimeout(90_000);
      const row = await client();
      const page = await as('owner', { colorScheme, viewport, reducedMotion: 'reduce' });
      await openForm(page, row);
      await signOutElsewhere(page);
      await expectAccessible(page, 'session over');
      await askAgain(page);
      await expectAccessible(page, 'session over, code');
    });
  }
}
