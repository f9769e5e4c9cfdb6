// A client is made: by whom, with what, once; and who may be the same one already.
import { identity } from '../support/accounts.mjs';
import { stopClock } from '../support/clock.mjs';
import { begun, drafted, drafts, resumed, state } from '../support/draft.mjs';
import { errorAt, field, save, summary } from '../support/edit.mjs';
import { answer, requestsTo } from '../support/network.mjs';
import { expect, test } from '../support/test.mjs';

const email = (page) => page.locator('form').getByLabel(/^Email/);
const alike = (page) => page.getByRole('status').filter({ hasText: 'Is it one of these?' });
let mark = '';
test.beforeEach(() => (mark = `new-${Math.random().toString(36).slice(2, 10)}`));
test.afterEach(async ({ sql }) => {
  await sql`delete from app.clients where email like ${`%${mark}%`}`;
});
const made = (sql) => sql`select * from app.clients where email like ${`%${mark}%`}`;

async function openNew(page) {
  await page.goto('/admin/clients/new');
  await expect(page.getByRole('heading', { level: 1, name: 'New client' })).toBeVisible();
  await expect(save(page)).toBeVisible();
}

/** The browser's identity for the client, its creator and its defaults, the moment the record's page stands there. */
async function become(page, name) {
  await expect(page.getByText(`${name} is a client now.`)).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name, exact: true })).toBeVisible();
}

for (const role of ['owner', 'member']) {
  test(`${role} makes a client: the required, the defaults, and who made it`, async ({ as, sql }) => {
    const page = await as(role);
    const asked = requestsTo(page, '/rest/');
    await openNew(page);
    await save(page).click();
    await expect(summary(page)).toBeFocused();
    await expect(email(page)).toHaveAttribute('aria-invalid', 'true');
    await expect(field(page, 'Name')).toHaveAttribute('aria-invalid', 'true');
    await email(page).fill(` ${mark.toUpperCase()}@Example.com `);
    await field(page, 'Company').fill(`Company ${mark}`);
    await save(page).click();
    await become(page, `Company ${mark}`);
    const [row, ...more] = await made(sql);
    expect(more).toEqual([]);
    expect(row).toMatchObject({
      email: `${mark}@example.com`, company_name: `Company ${mark}`, status: 'active', tier: 'standard', role: 'viewer',
      created_by: identity(role), assigned_manager: role === 'member' ? identity('member') : null, version: 1,
    });
    const posts = asked.filter((request) => request.method() === 'POST' && !request.url().includes('/rpc/'));
    expect(posts.map((request) => request.postDataJSON().id)).toEqual([row.id]);
    await expect(page).toHaveURL(({ pathname }) => pathname === `/admin/clients/${row.id}`);
    expect(await drafts(page)).toEqual([]);
  });
}

for (const role of ['staff', 'viewer']) {
  test(`${role} makes no clients, whatever the address`, async ({ as }) => {
    const page = await as(role);
    await page.goto('/admin/clients/new');
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
    await expect(save(page)).toHaveCount(0);
    if (role === 'staff') await expect(page.getByText('You may not make clients')).toBeVisible();
  });
}

for (const again of ['the button', 'a reload']) {
  test(`an answer that is lost and ${again} make one client`, async ({ as, sql }) => {
    const page = await as('member');
    await page.clock.install();
    await openNew(page);
    await email(page).fill(`${mark}@example.com`);
    await field(page, 'Company').fill(`Company ${mark}`);
    // No other try by itself.
    await stopClock(page);
    await answer(page, '**/rest/v1/member_clients?**', async (route) => {
      await route.fetch();
      await route.abort('connectionreset');
    }, { method: 'POST', times: 1 });
    await page.route('**/rest/v1/member_clients?id**', (route) => route.fallback());
    await save(page).click();
    await expect(state(page)).toContainText('1 save waits');
    expect(await made(sql)).toHaveLength(1);
    await expect(page.getByText('is a client now')).toHaveCount(0);
    if (again === 'a reload') {
      await page.goto('/admin/clients');
      await page.clock.resume();
      await expect(page.getByText(`Company ${mark} is a client now.`)).toBeVisible();
    } else {
      // What was typed since goes along with the second press.
      await field(page, 'Industry').fill('Hospitality');
      await save(page).click();
      await page.clock.resume();
      await become(page, `Company ${mark}`);
      expect((await made(sql))[0].industry).toBe('Hospitality');
    }
    expect(await made(sql)).toHaveLength(1);
    expect(await drafts(page)).toEqual([]);
  });
}

test('whoever may be the same client is named with a link: by domain, phone or company', async ({ as, client }) => {
  const domain = `${mark}.example.org`;
  const row = await client({ email: `info@${domain}`, phone: '+49 30 4455667788', company_name: `Zwölf Apostel ${mark} GmbH` });
  const page = await as('owner');
  await openNew(page);
  for (const [type, why] of [
    [() => email(page).fill(`sales@${domain}`), 'has an address of the same domain'],
    [() => field(page, 'Phone').fill('0049 (30) 4455667788'), 'has this phone number'],
    [() => field(page, 'Company').fill(`Zwolf Apostel ${mark}`), 'is called alike'],
  ]) {
    for (let round = 0; round < 2; round += 1) {
      await type();
      await expect(alike(page)).toContainText(`${row.company_name} ${why}`);
      await expect(alike(page).getByRole('link', { name: row.company_name })).toHaveAttribute('href', `/admin/clients/${row.id}`);
      // Emptied, and the same again: it is said again.
      for (const input of [email(page), field(page, 'Phone'), field(page, 'Company')]) await input.fill('');
      await expect(alike(page)).toHaveCount(0);
    }
  }
  // It is a hint, and forbids nothing.
  await email(page).fill(`sales@${domain}`);
  await field(page, 'Name').fill(`Person ${mark}`);
  await save(page).click();
  await become(page, `Person ${mark}`);
});

test('an address that another client has is said while typing stops, and again by the server', async ({ as, client, sql }) => {
  const row = await client({ email: `${mark}@example.com` });
  const page = await as('owner');
  await openNew(page);
  await email(page).pressSequentially(`${mark}@example.com`);
  await expect(email(page)).toHaveAttribute('aria-invalid', 'true');
  expect(await errorAt(email(page))).toContain('Another client already has this');
  await expect(email(page)).toBeFocused();
  await expect(alike(page)).toContainText(`${row.company_name} has this address`);
  await field(page, 'Name').fill('Somebody');
  await save(page).click();
  await expect(summary(page)).toContainText('Another client already has this');
  expect(await made(sql)).toHaveLength(1);
  await email(page).fill(`other-${mark}@example.com`);
  await save(page).click();
  await become(page, 'Somebody');
  expect(await made(sql)).toHaveLength(2);
});

test('an address that is taken between the look and the save is refused by the server at its field', async ({ as, client, sql }) => {
  const page = await as('owner');
  await openNew(page);
  await page.route('**/rpc/similar_clients*', (route) => route.abort());
  await client({ email: `${mark}@example.com` });
  await email(page).fill(`${mark}@example.com`);
  await field(page, 'Name').fill('Somebody');
  await save(page).click();
  await expect(email(page)).toHaveAttribute('aria-invalid', 'true');
  expect(await errorAt(email(page))).toContain('Another client already has this');
  await expect(field(page, 'Name')).toHaveValue('Somebody');
  expect(await made(sql)).toHaveLength(1);
});

test('a client that is not made yet is a draft: it is there after a reload, with its identity, and can be thrown away', async ({ as, sql }) => {
  const page = await as('owner');
  await openNew(page);
  await email(page).fill(`${mark}@example.com`);
  await field(page, 'Company').fill(`Company ${mark}`);
  await field(page, 'Company').blur();
  const [{ id }] = await drafts(page);
  await drafted(page, id, { email: `${mark}@example.com`, company_name: `Company ${mark}` });
  await page.reload();
  await expect(resumed(page)).toBeVisible();
  await expect(field(page, 'Company')).toHaveValue(`Company ${mark}`);
  await expect(field(page, 'Status')).toHaveValue('active');
  await save(page).click();
  await become(page, `Company ${mark}`);
  expect((await made(sql)).map((row) => row.id)).toEqual([id]);

  await openNew(page);
  await field(page, 'Name').fill('Nobody');
  await page.reload();
  await resumed(page).getByRole('button', { name: 'Throw them away' }).click();
  await expect(field(page, 'Name')).toHaveValue('');
  expect(await drafts(page)).toEqual([]);
});

/** Types a client with a name of its own. */
async function typeNew(page, name) {
  await email(page).fill(`${name}-${mark}@example.com`);
  await field(page, 'Company').fill(`${name} ${mark}`);
  await expect.poll(async () => (await drafts(page)).some(({ texts }) => texts.company_name === `${name} ${mark}`)).toBe(true);
}

for (const how of ['opened anew', 'that is the copy of a tab']) {
  test(`two tabs make two clients, each with a draft of its own: the second one ${how}`, async ({ as, sql }) => {
    const first = await as('owner');
    await openNew(first);
    await typeNew(first, 'First');
    const copied = first.waitForEvent('popup').catch(() => {});
    // A page that another one opens begins with a copy of what that one's tab has stored.
    if (how !== 'opened anew') await first.evaluate(() => void open(location.href));
    const second = how === 'opened anew' ? await first.context().newPage() : await copied;
    if (how === 'opened anew') await openNew(second);
    await expect(save(second)).toBeVisible();
    await expect(field(second, 'Company')).toHaveValue('');
    await typeNew(second, 'Second');
    expect(await drafts(second)).toHaveLength(2);
    for (const [page, name] of [[first, 'First'], [second, 'Second']]) {
      await page.reload();
      await expect(resumed(page)).toBeVisible();
      await expect(field(page, 'Company')).toHaveValue(`${name} ${mark}`);
    }
    for (const [page, name] of [[second, 'Second'], [first, 'First']]) {
      await save(page).click();
      await become(page, `${name} ${mark}`);
    }
    expect((await made(sql)).map((row) => row.company_name).sort()).toEqual([`First ${mark}`, `Second ${mark}`]);
    expect(await drafts(first)).toEqual([]);
  });
}

test('a new client whose tab has crashed is offered in the next one, and is one client then', async ({ as, sql }) => {
  const page = await as('owner');
  await openNew(page);
  await typeNew(page, 'First');
  const browser = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  browser.send('Page.crash').catch(() => {});
  await crashed;
  const next = await page.context().newPage();
  await openNew(next);
  await expect(begun(next)).toContainText(`First ${mark} (last typed:`);
  await begun(next).getByRole('button', { name: 'Go on with it' }).click();
  await expect(begun(next)).toHaveCount(0);
  await expect(field(next, 'Company')).toHaveValue(`First ${mark}`);
  await expect(next.getByRole('heading', { level: 1, name: 'New client' })).toBeFocused();
  await save(next).click();
  await become(next, `First ${mark}`);
  expect(await made(sql)).toHaveLength(1);
  expect(await drafts(next)).toEqual([]);
});

test('going on with what another tab still has open makes no second try of its save', async ({ as, sql }) => {
  const first = await as('owner');
  await openNew(first);
  await typeNew(first, 'First');
  const second = await first.context().newPage();
  await openNew(second);
  await begun(second).getByRole('button', { name: 'Go on with it' }).click();
  await field(second, 'Company').fill(`Second ${mark}`);
  await email(second).fill(`second-${mark}@example.com`);
  await save(second).click();
  await become(second, `Second ${mark}`);
  await save(first).click();
  await become(first, `First ${mark}`);
  expect((await made(sql)).map((row) => row.company_name).sort()).toEqual([`First ${mark}`, `Second ${mark}`]);
});

test('one new client is put away for another, and both are there later', async ({ as }) => {
  const page = await as('owner');
  await openNew(page);
  await typeNew(page, 'First');
  await page.reload();
  await resumed(page).getByRole('button', { name: 'Begin another' }).click();
  await expect(field(page, 'Company')).toHaveValue('');
  await expect(resumed(page)).toHaveCount(0);
  await typeNew(page, 'Second');
  await begun(page).getByRole('button', { name: 'Go on with it' }).click();
  await expect(field(page, 'Company')).toHaveValue(`First ${mark}`);
  await expect(begun(page)).toContainText(`Second ${mark}`);
  // Away and back inside the page: this tab's is in the form, the other one is offered.
  await page.getByRole('link', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Leave and keep the draft' }).click();
  await page.getByRole('link', { name: 'New client' }).click();
  await expect(field(page, 'Company')).toHaveValue(`First ${mark}`);
  await begun(page).getByRole('button', { name: 'Throw it away' }).click();
  await expect(begun(page)).toHaveCount(0);
  expect((await drafts(page)).map(({ title }) => title)).toEqual([`First ${mark}`]);
});
