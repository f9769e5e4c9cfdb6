// Two tables become one, as the people who decide it see it: from the dry run to the way back, in one story, because each
// part needs what the one before has done.
import { readFileSync } from 'node:fs';
import { address } from '../support/accounts.mjs';
import { hold, json, requestsTo } from '../support/network.mjs';
import {
  CONSOLE, answer, button, expect, expectAccessible, expectAccessibleInEveryLook, heading, open, panel, parts, question, rows, test,
} from '../support/unification.mjs';

test.describe.configure({ mode: 'serial', timeout: 120_000 });

/** Presses what takes the database as long as it takes, and is back with its answer. */
const pressed = (page, call, pressing) => Promise.all([page.waitForResponse(new RegExp(`rpc/unification_${call}$`)), pressing.click()]);

test('while the tables wait, every page of clients says so, and the console is for owner and admin', async ({ as }) => {
  for (const who of ['member', 'staff', 'viewer']) {
    const page = await as(who);
    await page.goto(who === 'viewer' ? '/portal' : '/admin/clients');
    await expect(page.getByText('The clients have not moved here yet')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Unification' })).toHaveCount(0);
    if (who !== 'viewer') {
      await page.goto(CONSOLE);
      await expect(page.getByText('The unification is not yours to see')).toBeVisible();
    }
  }
  const page = await as('admin');
  await page.goto('/admin/clients');
  await expect(page.getByText('The clients have not moved here yet')).toBeVisible();
  await expectAccessibleInEveryLook(page, 'clients that wait');
  await page.keyboard.press('ControlOrMeta+k');
  const asked = requestsTo(page, '/rest/v1/clients');
  await page.getByRole('combobox').fill('unif');
  await expect(page.getByRole('option', { name: 'Go to Unification' })).toBeVisible();
  await expectAccessibleInEveryLook(page, 'the palette while the tables wait');
  expect(asked, 'the old table is not ours to ask').toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Open the unification' }).click();
  await expect(parts(page).getByRole('link')).toHaveText(['Pre-flight', 'Decisions', 'Run']);
  await page.goto('/admin/access');
  await expect(page.getByRole('table', { name: 'Who reads' })).toBeVisible();
});

test('a dry run reports, each number opens its rows, and a word is mapped', async ({ as, legacy }) => {
  const page = await as('admin');
  await open(page, 'preflight');
  await expect(page.getByText('There has been no dry run yet.')).toBeVisible();
  await expect(page.getByText('Nothing keeps it from running.')).toBeVisible();
  await page.route('**/rest/v1/rpc/unification_dry_run', json(503, {}), { times: 1 });
  await button(page, 'Run the dry run').click();
  await expect(page.getByRole('alert')).toHaveText('The server is busy. Try again in a moment.');
  await pressed(page, 'dry_run', button(page, 'Run the dry run'));
  await expect(panel(page, 'The last dry run')).toContainText('Lost0');
  const [{ count }] = await legacy`select count(*)::int as count from app.clients where id in (select id from public.clients)`;
  expect(count, 'nothing is changed').toBe(0);

  // Every number that is a button opens just as many rows.
  const numbers = await page.locator('.panel__count').all();
  expect(numbers.length).toBeGreaterThan(50);
  for (const number of numbers) {
    await number.click();
    await expect(rows(page).locator('.unify-rows__row')).toHaveCount(Number(await number.innerText()));
    await page.keyboard.press('Escape');
    await expect(number).toBeFocused();
  }
  const words = panel(page, 'Words');
  await words.getByRole('button', { name: '1: Tier: “gold”' }).click();
  await expect(rows(page)).toContainText('this word has no counterpart');
  await expectAccessibleInEveryLook(page, 'rows');
  await button(rows(page), 'Close').click();
  await expectAccessibleInEveryLook(page, 'report');

  const gold = words.getByLabel('Tier: “gold” becomes');
  await gold.selectOption('premium');
  await expect(page.getByText('Tier: “gold”: saved. The next dry run says what it does.')).toBeVisible();
  await pressed(page, 'dry_run', button(page, 'Run the dry run'));
  await expect(gold).toHaveCount(0);
  await expect(words.getByRole('row', { name: '“gold”' })).toContainText('premium');
  // Nothing becomes active by a word.
  await expect(words.getByLabel('Status: “dormant” becomes').getByRole('option', { name: 'Active' })).toHaveCount(0);

  for (const [name, said] of [['Download the page', '0 lost'], ['Download JSON', '"lost":0']]) {
    const [download] = await Promise.all([page.waitForEvent('download'), button(page, name).click()]);
    expect(readFileSync(await download.path(), 'utf8')).toContain(said);
  }
});

test('what keeps it from running is said, with what to do', async ({ as, legacy }) => {
  await legacy.unsafe('create table public.loose (id int, c uuid references public.clients_enhanced)');
  await legacy.unsafe('insert into public.loose select 1000 + row_number() over (order by id), id from public.clients_enhanced, generate_series(1, 10)');
  const [{ count }] = await legacy.unsafe('select count(*)::int from public.loose');
  const page = await as('owner');
  await open(page, 'preflight');
  await expect(page.getByText(/public.loose points at public.clients_enhanced, and is no table that is known/)).toBeVisible();
  await expectAccessibleInEveryLook(page, 'a blocker');
  const asked = requestsTo(page, '/rest/v1/rpc/unification_state');
  await button(page, /^Show the rows: public.loose points at/).focus();
  // What is asked again meanwhile draws nothing anew.
  await expect.poll(() => asked.length).toBeGreaterThan(1);
  await page.keyboard.press('Enter');
  const shown = rows(page).getByRole('region', { name: 'Rows' }).getByRole('listitem');
  await expect(shown).toHaveCount(50);
  await expect(shown.first()).toContainText('public.loose 1001');
  await expectAccessibleInEveryLook(page, 'the rows behind a blocker');
  while ((await shown.count()) < count) {
    const before = await shown.count();
    await button(rows(page), 'Show more').click();
    await expect(shown).toHaveCount(Math.min(before + 50, count));
  }
  await expect(button(rows(page), 'Show more')).toHaveCount(0);
  await expect(rows(page).getByText('A dry run keeps')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(button(page, /^Show the rows: public.loose points at/)).toBeFocused();
  await open(page, 'run');
  await expect(button(page, 'Unify')).toBeDisabled();
  await legacy.unsafe('drop table public.loose');
});

test('the strategies are computed, with weights that one can change', async ({ as }) => {
  const page = await as('owner');
  await open(page, 'decide');
  const matrix = page.getByRole('table', { name: 'Strategies by the document’s criteria' });
  const line = (name) => matrix.getByRole('row', { name }).getByRole('cell');
  await expect(page.getByText('The document prints 37, 25 and 32 of 50. Its own stars add up to 41, 23 and 36')).toBeVisible();
  await expect(line('Sum of the stars')).toHaveText(['', '41', '23', '36']);
  await expect(line('Weighed')).toHaveText(['', '41', '23', '36']);
  await matrix.getByLabel('Weight of Downtime required').selectOption('5');
  await matrix.getByLabel('Weight of Rollback capability').selectOption('5');
  await expect(line('Weighed')).toHaveText(['', '40.6', '19.4', '42.2']);
  await expect(line('Weighed').nth(3).locator('[data-best]')).toHaveCount(1);
  // What is chosen and not saved stays while one looks at another part, and is not left without a question.
  await parts(page).getByRole('link', { name: 'Pre-flight' }).click();
  await expect(button(page, 'Run the dry run')).toBeVisible();
  await parts(page).getByRole('link', { name: 'Decisions' }).click();
  await expect(line('Weighed')).toHaveText(['', '40.6', '19.4', '42.2']);
  await page.getByRole('link', { name: 'Access', exact: true }).first().click();
  await expect(page.getByRole('dialog', { name: 'Leave the form?' })).toBeVisible();
  await button(page, 'Stay').click();
  for (const weight of await matrix.getByRole('combobox').all()) await weight.selectOption('0');
  await expect(line('Weighed')).toHaveText(['', '–', '–', '–']);
  await expectAccessibleInEveryLook(page, 'decisions');
});

test('four questions are decided one after another, by more than one', async ({ as, legacy }) => {
  const [owner, admin] = [await as('owner'), await as('admin')];
  await open(owner, 'decide');
  await open(admin, 'decide');
  const strategy = question(owner, 'Strategy');
  await expect(button(strategy, 'Approve')).toBeDisabled();
  // Both have read the questions before one of them answers.
  const theirs = question(admin, 'Strategy');
  await expect(button(theirs, 'Approve')).toBeDisabled();
  await expect(question(owner, 'Schema')).toContainText('Comes when all before it is approved, next: Strategy.');
  await expect(panel(owner, 'Sign-offs').getByRole('checkbox').first()).toBeDisabled();

  await panel(owner, 'Three ways').getByLabel('Weight of Data loss risk').selectOption('3');
  await answer(owner, 'Strategy');
  await strategy.getByLabel('Note').fill('Nights only.');
  await button(strategy, 'Save for others').click();
  await expect(strategy).toContainText('Nadia Brandt');
  await expect(strategy).toContainText('Nights only.');

  // Whoever has not seen that is told so, and keeps what they chose.
  await theirs.getByLabel('Risk tolerance').selectOption('high');
  await button(theirs, 'Save for others').click();
  await expect(theirs.getByRole('alert')).toContainText('This has changed meanwhile.');
  await expect(theirs.getByLabel('Risk tolerance')).toHaveValue('high');
  await expect(theirs).toContainText('The database has: low');
  await expect(theirs).toContainText('Nights only.');
  await theirs.getByLabel('Risk tolerance').selectOption('low');
  await expect(button(theirs, 'Send back')).toBeDisabled();
  await admin.reload();
  await expect(panel(admin, 'Three ways').getByLabel('Weight of Data loss risk')).toHaveValue('3');
  await theirs.getByLabel('Note').fill('Say who is there.');
  await button(theirs, 'Send back').click();
  await expect(theirs).toContainText('To be revised');
  await expect(button(theirs, 'Approve')).toHaveCount(0);

  await owner.reload();
  await expect(strategy).toContainText('Say who is there.');
  await expectAccessibleInEveryLook(owner, 'a question that was sent back');
  await button(strategy, 'Propose again').click();
  await expect(strategy).toContainText('In review');
  await button(strategy, 'Approve').click();
  await expect(strategy).toContainText('Approved');
  for (const name of ['Schema', 'Roles', 'Timeline']) {
    await answer(owner, name);
    await button(question(owner, name), 'Approve').click();
    await expect(question(owner, name).getByText('Approved', { exact: true })).toBeVisible();
  }
  const [{ choice }] = await legacy`select choice from app.unification_steps where step = 'strategy'`;
  expect(choice).toMatchObject({ strategy: 'A', downtime_minutes: 30, risk: 'low', resources: true, weights: { loss: 3 } });

  await admin.reload();
  const signOffs = panel(admin, 'Sign-offs').getByRole('checkbox');
  await signOffs.first().check();
  await expect(panel(admin, 'Sign-offs')).toContainText('Tomás Rivera');
  // Opening the first question again takes with it what came after, signatures too.
  await owner.reload();
  await button(strategy, 'Open again').click();
  await expect(strategy).toContainText('In review');
  await expect(question(owner, 'Timeline')).toContainText('Later');
  await expect(panel(owner, 'Sign-offs').getByRole('checkbox').first()).not.toBeChecked();
  for (const name of ['Strategy', 'Schema', 'Roles', 'Timeline']) {
    await button(question(owner, name), 'Approve').click();
    await expect(question(owner, name).getByText('Approved', { exact: true })).toBeVisible();
  }
  await admin.reload();
  await expect(panel(admin, 'What was decided').getByRole('listitem').first()).toContainText('Timeline: approved');
});

test('the run says what it lacks, is an owner\'s, and tells how far it is', async ({ as, legacy }) => {
  const [owner, admin] = [await as('owner'), await as('admin')];
  await open(owner, 'run');
  await expect(owner.getByText('The technical sign-off is not complete: 0 of 4.')).toBeVisible();
  await expect(button(owner, 'Unify')).toBeDisabled();
  await expectAccessibleInEveryLook(owner, 'what a run lacks');
  await open(admin, 'decide');
  const boxes = panel(admin, 'Sign-offs').getByRole('checkbox');
  await expect(boxes.first()).toBeEnabled();
  const height = () => panel(admin, 'Sign-offs').locator('.sign-offs').evaluate((list) => list.getBoundingClientRect().height);
  const before = await height();
  // As quick as hands can be: none is lost.
  for (const box of await boxes.all()) await box.check();
  await expect(boxes.last()).toBeFocused();
  await expect(panel(admin, 'Sign-offs').getByText('Tomás Rivera')).toHaveCount(12);
  expect(await height(), 'no box moves under the hand').toBe(before);
  await expectAccessibleInEveryLook(admin, 'all is signed');
  await parts(admin).getByRole('link', { name: 'Run' }).click();
  await expect(admin.getByText('An owner runs it.')).toBeVisible();
  await expect(button(admin, 'Unify')).toBeDisabled();

  await owner.reload();
  await expect(owner.getByText('Everything is decided and signed.')).toBeVisible();
  // A change of the old tables since the dry run stops it.
  await legacy`update public.clients_enhanced set industry = 'Changed since' where email = 'eve@business.example'`;
  await button(owner, 'Unify').click();
  const sure = owner.getByRole('dialog', { name: 'Unify now?' });
  await pressed(owner, 'run', button(sure, 'Unify now'));
  await expect(owner.getByRole('alert')).toContainText('have changed since the dry run');
  await open(owner, 'preflight');
  await pressed(owner, 'dry_run', button(owner, 'Run the dry run'));
  await open(owner, 'run');

  // Somebody still writes into an old table: the run waits for them, and everybody sees that it runs.
  const writer = await legacy.reserve();
  await writer`begin`;
  await writer`update public.clients set role = role where email = ${'nobody@nowhere.example'}`;
  await button(owner, 'Unify').click();
  await expectAccessibleInEveryLook(owner, 'the question before the run');
  // The run waits fifteen seconds for whoever writes: what takes its time is looked at before they begin.
  const run = await hold(owner, '**/rest/v1/rpc/unification_run');
  const done = pressed(owner, 'run', button(sure, 'Unify now'));
  await expect(owner.getByRole('progressbar')).toBeVisible();
  await expectAccessible(owner, 'the run');
  run.release();
  // A page that nobody touches asks every five seconds.
  await expect(admin.getByText('Running', { exact: true })).toBeVisible({ timeout: 10_000 });
  await writer`commit`;
  writer.release();
  await done;
  await expect(owner.getByText('The two tables are one.')).toBeVisible();
  await expect(parts(owner).getByRole('link')).toHaveText([/Checkpoints/, /To settle/, /Report and way back/, /Decisions/]);
  // What was pressed is gone.
  await expect(heading(owner)).toBeFocused();
  await owner.goto('/admin/clients?q=eve%40business');
  await expect(owner.getByRole('grid', { name: 'Clients' })).toContainText('Eve Ltd');
});

test('the checkpoints are asked of the database as it is', async ({ as, legacy }) => {
  const page = await as('admin');
  await open(page, 'checks');
  const table = page.getByRole('region', { name: 'Checkpoints', exact: true });
  await expect(table.getByRole('row')).toHaveCount(12);
  await expect(table.getByText('Holds')).toHaveCount(11);
  const conditions = page.getByRole('region', { name: 'Conditions for going back' });
  await expect(conditions.getByRole('row').nth(2)).toContainText('No reason');
  await expect(conditions.getByRole('row').nth(4)).toContainText('Yours to judge');
  await legacy`alter table app.tenant_apps add constraint loose check (name is not null) not valid`;
  await button(page, 'Check again').click();
  await expect(table.getByRole('row', { name: 'Every rule and foreign key is validated' })).toContainText('Fails');
  await expect(conditions.getByRole('row').nth(2)).toContainText('Go back');
  await expectAccessibleInEveryLook(page, 'a checkpoint that fails');
  await legacy`alter table app.tenant_apps drop constraint loose`;
});

test('conflicts are swapped, quarantine is settled', async ({ as, legacy }) => {
  const page = await as('admin');
  await page.goto(`${CONSOLE}?part=settle&kind=conflict`);
  const conflict = page.locator('.settle__item').filter({ hasText: 'Phone' });
  const phone = async () => (await legacy`select phone from app.clients where id = (select client_id from app.unification_ledger where kind = 'conflict' and field = 'phone')`)[0].phone;
  const first = await phone();
  await button(conflict, 'Swap').click();
  await expect(conflict.getByText('Swapped')).toBeVisible();
  await expect(conflict).toBeFocused();
  expect(await phone()).not.toBe(first);
  await button(conflict, 'Swap back').click();
  await expect(button(conflict, 'Swap')).toBeVisible();
  expect(await phone()).toBe(first);
  await expectAccessibleInEveryLook(page, 'conflicts');

  await page.getByRole('navigation', { name: 'Kinds' }).getByRole('link', { name: /Quarantine/ }).click();
  const status = page.locator('.settle__item').filter({ hasText: 'dormant' });
  await button(status, 'Use this').click();
  await expect(status.getByRole('alert')).toHaveText('Give a value, or dismiss it.');
  await status.getByLabel('Status instead').selectOption('paused');
  await button(status, 'Use this').click();
  await expect(status.getByText('Settled')).toBeVisible();
  expect((await legacy`select c.status from app.clients c join app.unification_ledger d on d.client_id = c.id where d.value = '"dormant"'`)[0].status).toBe('paused');
  // The rules that every form has: nothing is sent that they refuse.
  // By its number: what is in it changes.
  const entry = async (label) => {
    const found = page.locator('.settle__item').filter({ has: page.getByLabel(label) }).first();
    return page.locator(`#${await found.getAttribute('id')}`);
  };
  const number = await entry('Phone instead');
  await number.getByLabel('Phone instead').fill('12');
  await button(number, 'Use this').click();
  await expect(number.getByRole('alert')).toBeVisible();
  await button(number, 'Dismiss').click();
  await expect(number.getByText('Dismissed')).toBeVisible();
  await button(number, 'Take up again').click();
  await expect(button(number, 'Dismiss')).toBeVisible();
  await expectAccessibleInEveryLook(page, 'quarantine');

  // A whole row: an address that somebody has leads to them, a new one makes a client.
  const row = await entry('E-mail address of the client');
  await row.getByLabel('E-mail address of the client').fill(address('viewer'));
  await button(row, 'Make it a client').click();
  await expect(button(row, 'Make it part of that client')).toBeVisible();
  await row.getByLabel('E-mail address of the client').fill('found@again.example');
  await row.getByLabel('Name, where the row has none').fill('Found Again');
  await button(row, 'Make it a client').click();
  await expect(row.getByText('Settled')).toBeVisible();
  expect(await legacy`select 1 from app.clients where email = 'found@again.example'`).toHaveLength(1);

  await page.getByRole('navigation', { name: 'Kinds' }).getByRole('link', { name: /Parked/ }).click();
  await expect(page.locator('.settle__item').first()).toContainText('Why');
  await expectAccessibleInEveryLook(page, 'parked rows');
});

test('long lists come page by page, and the focus stays in them', async ({ as, legacy }) => {
  // As many again of a group that is there.
  await legacy`insert into app.unification_ledger (kind, source, source_id, value, reason)
    select d.kind, d.source, gen_random_uuid(), d.value, d.reason
    from (select * from app.unification_ledger where kind = 'parked' and source = 'client_deployments' limit 1) d, generate_series(1, 120)`;
  const [{ count }] = await legacy`select count(*)::int as count from app.unification_ledger where kind = 'parked'`;
  const page = await as('admin');
  await page.goto(`${CONSOLE}?part=settle&kind=parked`);
  const items = page.locator('.settle__item');
  await expect(items).toHaveCount(50);
  const first = await items.first().getAttribute('id');
  await page.getByRole('button', { name: 'Next' }).press('Enter');
  await expect(items.first()).not.toHaveAttribute('id', first);
  await expect(page.getByRole('button', { name: 'Next' })).toBeFocused();
  await page.getByRole('button', { name: 'Next' }).press('Enter');
  await expect(items).toHaveCount(count - 100);
  await expect(page.getByRole('button', { name: 'Next' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'From the beginning' })).toBeFocused();
  await page.getByRole('button', { name: 'From the beginning' }).press('Enter');
  await expect(items.first()).toHaveAttribute('id', first);

  await open(page, 'run');
  await page.getByRole('button', { name: /Whole row, client_deployments/ }).press('Enter');
  const shown = rows(page).locator('.unify-rows__row');
  await expect(shown).toHaveCount(50);
  await button(rows(page), 'Show more').press('Enter');
  await expect(shown).toHaveCount(100);
  await expect(button(rows(page), 'Show more')).toBeFocused();
  await button(rows(page), 'Show more').press('Enter');
  await expect(shown).toHaveCount(121);
  await expect(rows(page).getByRole('region', { name: 'Rows' })).toBeFocused();
  await legacy`delete from app.unification_ledger where reason = (select reason from app.unification_ledger where kind = 'parked' and source = 'client_deployments' limit 1) and kind = 'parked' and source_id not in (select id from legacy.client_deployments)`;
});

test('somebody who only looks changes nothing', async ({ as }) => {
  const page = await as('owner');
  await page.goto('/admin/access');
  await button(page, 'Look as admin').click();
  await page.getByRole('link', { name: 'Unification' }).click();
  await parts(page).getByRole('link', { name: 'To settle' }).click();
  await expect(page.locator('.settle__item').first()).toBeVisible();
  await expect(page.locator('.settle__item').getByRole('button')).toHaveCount(0);
  await parts(page).getByRole('link', { name: 'Report and way back' }).click();
  await expect(button(page, 'Undo the unification')).toBeDisabled();
});

test('the way back lists what was written, and everything is as it was', async ({ as, legacy }) => {
  const page = await as('owner');
  await open(page, 'run');
  await expect(panel(page, 'Report')).toContainText('Lost0');
  await expect(panel(page, 'The way back')).toContainText('clients updated');
  await page.getByRole('button', { name: /Become part of another row/ }).click();
  await expect(rows(page).locator('.unify-rows__row').first()).toContainText('clients');
  await page.keyboard.press('Escape');
  await expectAccessibleInEveryLook(page, 'report and way back');
  await button(page, 'Undo the unification').click();
  const sure = page.getByRole('dialog', { name: 'Undo the unification?' });
  await expectAccessibleInEveryLook(page, 'the question before the way back');
  await pressed(page, 'undo', button(sure, 'Undo it'));
  await expect(page.getByText('The old tables are back, as they were to the byte.')).toBeVisible();
  await expect(parts(page).getByRole('link')).toHaveText(['Pre-flight', 'Decisions', 'Run']);
  await expect(heading(page)).toBeFocused();
  expect(await legacy`select 1 from public.clients_enhanced limit 1`).toHaveLength(1);
  await open(page, 'decide');
  await expect(question(page, 'Strategy')).toContainText('In review');
  await expect(panel(page, 'What was decided').getByRole('listitem').filter({ hasText: 'The unification was undone' })).toHaveCount(1);
});
