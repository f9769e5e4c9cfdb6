// What is typed and not saved: it outlives the page, the program and the network, and belongs to one person.
import { address, identity, sessionFor } from '../support/accounts.mjs';
import { readClient } from '../support/clients.mjs';
import { drafted, drafts, leaving, resumed, unsaved } from '../support/draft.mjs';
import { collisions, entries, field, line, openForm, place, save, saved } from '../support/edit.mjs';
import { STORAGE_KEY } from '../support/place.mjs';
import { expect, test } from '../support/test.mjs';

test('what was typed is there after a reload, key by key, with its lists and objects', async ({ as, client, sql }) => {
  const row = await client();
  const page = await as('owner');
  await openForm(page, row);
  await field(page, 'Phone').pressSequentially('+49 30 901820');
  await line(page, 'business_goals').fill('A second office');
  await line(page, 'business_goals').press('Enter');
  await drafted(page, row.id, { phone: '+49 30 901820', business_goals: 'A second office' });
  // What the form has not been told yet is told when the page goes.
  await field(page, 'Industry').fill('Hospitality');
  await page.reload();
  await expect(resumed(page)).toContainText('last typed');
  await expect(field(page, 'Phone')).toHaveValue('+49 30 901820');
  await expect(field(page, 'Industry')).toHaveValue('Hospitality');
  await expect(entries(page, 'business_goals')).toHaveText(['A second office']);
  expect((await readClient(sql, row.id)).version).toBe(row.version);
  await save(page).click();
  await saved(page, row.company_name);
  expect(await drafts(page)).toEqual([]);
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901820', industry: 'Hospitality', business_goals: ['A second office'], version: row.version + 1 });
});

test('a tab that crashes loses nothing that was typed', async ({ as, client }) => {
  const row = await client();
  const page = await as('owner');
  await openForm(page, row);
  await field(page, 'Phone').fill('+49 30 901820');
  await drafted(page, row.id, { phone: '+49 30 901820' });
  const browser = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  browser.send('Page.crash').catch(() => {});
  await crashed;
  const next = await page.context().newPage();
  await next.goto(`/admin/clients/${row.id}`);
  // The record leads back to it.
  await next.getByRole('link', { name: 'Go on' }).click();
  await expect(resumed(next)).toBeVisible();
  await expect(field(next, 'Phone')).toHaveValue('+49 30 901820');
});

test('a draft of another version of the program is read as far as it is understood, and damage is nothing', async ({ as, client }) => {
  const row = await client();
  const page = await as('owner');
  await openForm(page, row);
  await field(page, 'Phone').fill('+49 30 901820');
  await drafted(page, row.id, { phone: '+49 30 901820' });
  await page.evaluate(() => {
    const key = Object.keys(localStorage).find((key) => key.startsWith('clientele-draft-'));
    const kept = JSON.parse(localStorage[key]);
    addEventListener('pagehide', () => {
      localStorage[key] = JSON.stringify({ ...kept, later: true, texts: { ...kept.texts, a_later_field: 'x' } });
      localStorage[key.replace(kept.id, '00000000-0000-4000-8000-000000000000')] = '{"id":';
    });
  });
  await page.reload();
  await expect(resumed(page)).toBeVisible();
  await expect(field(page, 'Phone')).toHaveValue('+49 30 901820');
});

test('a draft comes back on top of what others saved meanwhile, and a collision is asked about', async ({ as, client, sql }) => {
  const row = await client({ phone: '+49 30 901820' });
  const page = await as('owner');
  await openForm(page, row);
  await field(page, 'Phone').fill('+49 30 901821');
  await drafted(page, row.id, { phone: '+49 30 901821' });
  await sql`update app.clients set industry = 'Trade' where id = ${row.id}`;
  await page.reload();
  await expect(resumed(page)).toContainText('Somebody else has changed Industry since');
  await expect(field(page, 'Phone')).toHaveValue('+49 30 901821');
  await expect(field(page, 'Industry')).toHaveValue('Trade');

  await sql`update app.clients set phone = '+49 30 901822' where id = ${row.id}`;
  await page.reload();
  await expect(collisions(page)).toContainText('Theirs+49 30 901822');
  await collisions(page).getByRole('button', { name: 'Go on with these' }).click();
  await expect(field(page, 'Phone')).toHaveValue('+49 30 901821');
  expect((await readClient(sql, row.id)).phone).toBe('+49 30 901822');
  await save(page).click();
  await saved(page, row.company_name);
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901821', industry: 'Trade' });
});

test('a draft that somebody else has saved meanwhile is no draft any more', async ({ as, client, sql }) => {
  const row = await client();
  const page = await as('owner');
  await openForm(page, row);
  await field(page, 'Phone').fill('+49 30 901820');
  await drafted(page, row.id, { phone: '+49 30 901820' });
  await sql`update app.clients set phone = '+49 30 901820' where id = ${row.id}`;
  await page.reload();
  await expect(field(page, 'Phone')).toHaveValue('+49 30 901820');
  await expect(resumed(page)).toHaveCount(0);
  expect(await drafts(page)).toEqual([]);
});

test('after a demotion the draft is without the fields that are no longer the person\'s', async ({ as, client, sql }) => {
  const row = await client({ manager: 'admin', annual_revenue: '1234.00' });
  const page = await as('admin');
  await openForm(page, row);
  await field(page, 'Phone').fill('+49 30 901820');
  await field(page, 'Tier').selectOption({ label: 'Enterprise' });
  await field(page, 'Contract start').fill('2026-02-03');
  await drafted(page, row.id, { phone: '+49 30 901820', tier: 'enterprise', contract_start_date: '2026-02-03' });
  await sql`update app.clients set role = 'member' where user_id = ${identity('admin')}`;
  try {
    await page.reload();
    await expect(resumed(page)).toBeVisible();
    await expect(field(page, 'Phone')).toHaveValue('+49 30 901820');
    await expect(place(page, 'tier')).not.toContainText('Enterprise');
    const [kept] = await drafts(page);
    expect(kept.texts).toEqual({ phone: '+49 30 901820' });
    expect(Object.keys(kept.base)).not.toContain('contract_start_date');
    await save(page).click();
    await saved(page, row.company_name);
  } finally {
    await sql`update app.clients set role = 'admin' where user_id = ${identity('admin')}`;
  }
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901820', tier: row.tier, contract_start_date: null, version: row.version + 1 });
});

test('who may not edit the client any more is told so where the draft was, and sees of it what they may read', async ({ as, client, sql }) => {
  const row = await client({ manager: 'admin' });
  const page = await as('admin');
  await openForm(page, row);
  await field(page, 'Phone').fill('+49 30 901820');
  await field(page, 'Annual revenue').fill('1234');
  await drafted(page, row.id, { phone: '+49 30 901820', annual_revenue: '1234' });
  await sql`update app.clients set role = 'staff' where user_id = ${identity('admin')}`;
  try {
    await page.goto(`/admin/clients/${row.id}`);
    await expect(unsaved(page)).toContainText('You may not edit this client any more.');
    await expect(unsaved(page).getByRole('listitem')).toHaveText(['Phone: +49 30 901820']);
    await expect(page.getByRole('link', { name: 'Go on' })).toHaveCount(0);
    const [kept] = await drafts(page);
    expect(kept.texts).toEqual({ phone: '+49 30 901820' });
    expect(Object.keys(kept.base)).not.toContain('annual_revenue');
    expect(Object.keys(kept.base)).not.toContain('metadata');
    await unsaved(page).getByRole('button', { name: 'Throw them away' }).click();
    await expect(unsaved(page)).toHaveCount(0);
    await expect(page.getByRole('heading', { level: 1, name: row.company_name })).toBeFocused();
    expect(await drafts(page)).toEqual([]);
  } finally {
    await sql`update app.clients set role = 'admin' where user_id = ${identity('admin')}`;
  }
});

test('a draft is its person\'s: the next one at the same browser sees none of it', async ({ as, client }) => {
  const row = await client();
  const page = await as('owner');
  await openForm(page, row);
  await field(page, 'Phone').fill('+49 30 901820');
  await drafted(page, row.id, { phone: '+49 30 901820' });
  const other = await sessionFor(address('admin'));
  await page.evaluate(([key, session]) => localStorage.setItem(key, session), [STORAGE_KEY, JSON.stringify(other)]);
  await page.reload();
  await expect(field(page, 'Phone')).toHaveValue('');
  await expect(resumed(page)).toHaveCount(0);
});

test('signing out asks while something is not saved, and then wipes it', async ({ as, client }) => {
  const row = await client();
  const page = await as('owner');
  await openForm(page, row);
  await field(page, 'Phone').fill('+49 30 901820');
  await page.getByRole('button', { name: 'Sign out' }).click();
  const asks = page.getByRole('dialog', { name: 'Sign out?' });
  await expect(asks.getByRole('listitem')).toHaveText([row.company_name]);
  await expect(asks.getByRole('button', { name: 'Stay' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(asks).toHaveCount(0);
  await expect(field(page, 'Phone')).toHaveValue('+49 30 901820');
  expect(await drafts(page)).toHaveLength(1);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await asks.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/sign-in/);
  expect(await page.evaluate(() => ({ ...localStorage, ...sessionStorage }))).toEqual({});
});

test('signing out leaves the draft of another person where it is', async ({ as, client }) => {
  const row = await client();
  const page = await as('owner');
  const signIn = async (session) => {
    await page.evaluate(([key, session]) => localStorage.setItem(key, JSON.stringify(session)), [STORAGE_KEY, session]);
    await openForm(page, row);
  };
  await openForm(page, row);
  await field(page, 'Phone').fill('+49 30 901820');
  await drafted(page, row.id, { phone: '+49 30 901820' });
  const own = await page.evaluate((key) => JSON.parse(localStorage[key]), STORAGE_KEY);
  await signIn(await sessionFor(address('admin')));
  await field(page, 'Industry').fill('Hospitality');
  await expect.poll(async () => (await drafts(page)).map(({ texts }) => Object.keys(texts).join()).sort()).toEqual(['industry', 'phone']);
  await page.getByRole('button', { name: 'Sign out' }).click();
  const asks = page.getByRole('dialog', { name: 'Sign out?' });
  await expect(asks.getByRole('listitem')).toHaveText([row.company_name]);
  await asks.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/sign-in/);
  expect((await drafts(page)).map(({ texts }) => texts)).toEqual([{ phone: '+49 30 901820' }]);
  await signIn(own);
  await expect(resumed(page)).toBeVisible();
  await expect(field(page, 'Phone')).toHaveValue('+49 30 901820');
  await expect(field(page, 'Industry')).toHaveValue('');
});

test('“Throw them away” shows the record as it is', async ({ as, client }) => {
  const row = await client({ phone: '+49 30 901820' });
  const page = await as('owner');
  await openForm(page, row);
  await field(page, 'Phone').fill('+49 30 901821');
  await page.reload();
  await resumed(page).getByRole('button', { name: 'Throw them away' }).click();
  await expect(field(page, 'Phone')).toHaveValue('+49 30 901820');
  await expect(resumed(page)).toHaveCount(0);
  expect(await drafts(page)).toEqual([]);
  await page.getByRole('link', { name: 'Cancel' }).click();
  await expect(page.getByRole('link', { name: 'Edit' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Go on' })).toHaveCount(0);
});

test('leaving asks at a link, at Cancel and when the tab is closed; without a change it does not', async ({ as, client }) => {
  const row = await client();
  const page = await as('owner');
  await openForm(page, row);
  await field(page, 'Phone').fill('+49 30 901820');
  await field(page, 'Phone').blur();
  await page.getByRole('link', { name: 'Clients', exact: true }).first().click();
  await leaving(page).getByRole('button', { name: 'Stay' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `Edit ${row.company_name}` })).toBeVisible();
  const asked = page.waitForEvent('dialog');
  const closing = page.close({ runBeforeUnload: true });
  const question = await asked;
  expect(question.type()).toBe('beforeunload');
  await question.dismiss();
  await closing;
  await page.getByRole('link', { name: 'Cancel' }).click();
  await leaving(page).getByRole('button', { name: 'Leave and keep the draft' }).click();
  await expect(page.getByRole('link', { name: 'Go on' })).toBeVisible();
  await page.getByRole('link', { name: 'Go on' }).click();
  await expect(field(page, 'Phone')).toHaveValue('+49 30 901820');
  // The text as it was before is no change.
  await field(page, 'Phone').fill('');
  await field(page, 'Phone').blur();
  await page.getByRole('link', { name: 'Cancel' }).click();
  await expect(page.getByRole('link', { name: 'Edit' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Go on' })).toHaveCount(0);
});

test('a browser whose storage is full says that it keeps no draft, before leaving too, and saves all the same', async ({ as, client, sql }) => {
  const row = await client();
  const page = await as('owner');
  await openForm(page, row);
  await page.evaluate(() => {
    for (let size = 1 << 22; size > 0; size >>= 1) {
      try {
        for (;;) localStorage.setItem(`full-${Math.random()}`, 'x'.repeat(size));
      } catch {
        // Full to within a size; now with smaller ones.
      }
    }
  });
  await field(page, 'Phone').fill('+49 30 901820');
  await expect(page.getByText('This browser keeps no drafts')).toBeVisible();
  await page.getByRole('link', { name: 'Cancel' }).click();
  await expect(leaving(page)).toContainText('what you typed is lost when you leave');
  await expect(leaving(page).getByRole('button', { name: 'Leave and keep the draft' })).toHaveCount(0);
  await leaving(page).getByRole('button', { name: 'Stay' }).click();
  await save(page).click();
  await saved(page, row.company_name);
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901820', version: row.version + 1 });
});
