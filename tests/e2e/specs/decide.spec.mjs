// Whoever edits a client decides on what it proposes: field by field, beside the record as it is, and never over what
// they have not seen.
import { identity } from '../support/accounts.mjs';
import { readClient } from '../support/clients.mjs';
import { json, requestsTo } from '../support/network.mjs';
import {
  answerNote, choose, chosen, decide, decideButton, expect, group, loseAnswer, notDecided, openProposal, propose, proposalsOf, queue, test, value,
} from '../support/proposals.mjs';
import { changeAs, notice } from '../support/record.mjs';
import { dialog, revoke, signInAgain } from '../support/session-end.mjs';

const CALL = '**/rest/v1/rpc/decide_proposal**';

test('the queue is for those who edit the client, with its count in the bar', async ({ as, desk, sql }) => {
  await propose(desk, { phone: '+49 30 901899' });
  const page = await as('member');
  await page.goto('/admin/clients');
  const way = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /^Proposals \d+ waiting$/ });
  await expect(way).toBeVisible();
  await way.click();
  const row = queue(page).getByRole('listitem').filter({ hasText: desk.row.company_name });
  await expect(row).toContainText('1 field: Phone');
  const [{ count }] = await sql`
    select count(*)::int from app.proposals p join app.clients c on c.id = p.client_id where p.status = 'open' and c.assigned_manager = ${identity('member')}`;
  await expect(queue(page).getByRole('listitem')).toHaveCount(count);
  await expect(way.locator('.badge')).toContainText(String(count));

  const other = await as('member2');
  await other.goto('/admin/proposals');
  await expect(other.getByRole('heading', { level: 1, name: 'Proposals' })).toBeVisible();
  await expect(other.getByText('Okafor Cold Chain')).toBeVisible();
  await expect(other.getByText(desk.row.company_name)).toHaveCount(0);

  const staff = await as('staff');
  const asked = requestsTo(staff, '/rest/v1/proposals');
  await staff.goto('/admin/proposals');
  await expect(staff.getByText('Proposals are not yours to decide')).toBeVisible();
  await expect(staff.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /^Proposals/ })).toHaveCount(0);
  expect(asked).toEqual([]);

  const client = await as(desk.who);
  await client.goto('/admin/proposals');
  await expect(client.getByText('This page is not yours to see')).toBeVisible();
});

test('somebody else\'s client, and a proposal that is none, look the same', async ({ as, desk }) => {
  const id = await propose(desk, { phone: '+49 30 901899' });
  const page = await as('member2');
  for (const other of [id, 'de000000-0000-4000-8000-0000000000ff', 'nonsense']) {
    await page.goto(`/admin/proposals/${other}`);
    await expect(page.getByRole('heading', { name: 'This proposal is not here' })).toBeVisible();
  }
});

test('an empty queue and one that cannot be loaded look different', async ({ as }) => {
  const page = await as('owner');
  await page.route('**/rest/v1/proposals?**fields**', json(200, []), { times: 1 });
  await page.goto('/admin/proposals');
  await expect(page.getByRole('status').filter({ hasText: 'Nothing waits' })).toBeVisible();
  await page.route('**/rest/v1/proposals?**fields**', json(503, {}), { times: 1 });
  await page.goto('/admin/proposals');
  await expect(page.getByRole('alert')).toContainText('The proposals could not be loaded');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(queue(page)).toBeVisible();
  await page.route('**/rest/v1/proposals?id=**', json(503, {}), { times: 1 });
  await queue(page).getByRole('link').first().click();
  await expect(page.getByRole('alert')).toContainText('The proposal could not be loaded');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(decideButton(page)).toBeVisible();
});

test('the record says that a change is proposed, to those who decide', async ({ as, desk }) => {
  const id = await propose(desk, { phone: '+49 30 901899' });
  const page = await as('member');
  await page.goto(`/admin/clients/${desk.row.id}`);
  await page.getByRole('link', { name: 'A change is proposed' }).click();
  await expect(page).toHaveURL(new RegExp(`/admin/proposals/${id}$`));
  await expect(value(group(page, 'Phone'), 'Now')).toHaveText('+49 30 901820');
  await expect(value(group(page, 'Phone'), 'Proposed')).toHaveText('+49 30 901899');
  await page.getByRole('link', { name: 'Open the record' }).click();
  await expect(page.getByRole('heading', { level: 1, name: desk.row.company_name })).toBeVisible();
});

test('by keyboard alone', async ({ as, desk, sql }) => {
  const id = await propose(desk, { phone: '+49 30 901899', industry: 'Inns' });
  const page = await as('member');
  await openProposal(page, id, desk.row);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  const tabTo = async (locator) => {
    for (let presses = 0; presses < 40 && !(await locator.evaluate((element) => element === document.activeElement)); presses += 1)
      await page.keyboard.press('Tab');
    await expect(locator).toBeFocused();
  };
  await tabTo(decideButton(page));
  await page.keyboard.press('Enter');
  // What is missing is said at its field, and the focus is there.
  await expect(chosen(page, 'Industry', 'Accept')).toBeFocused();
  await expect(group(page, 'Industry')).toContainText('Choose Accept or Refuse.');
  await expect(group(page, 'Phone')).toContainText('Choose Accept or Refuse.');
  await page.keyboard.press('Space');
  await expect(chosen(page, 'Industry', 'Accept')).toBeChecked();
  await expect(group(page, 'Industry')).not.toContainText('Choose Accept or Refuse.');
  await tabTo(chosen(page, 'Phone', 'Accept'));
  await page.keyboard.press('ArrowRight');
  await expect(chosen(page, 'Phone', 'Refuse')).toBeChecked();
  await tabTo(answerNote(page));
  await page.keyboard.type('Thank you.');
  await tabTo(decideButton(page));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Proposals' })).toBeFocused();
  expect(await readClient(sql, desk.row.id)).toMatchObject({ industry: 'Inns', phone: desk.row.phone });
  expect((await proposalsOf(sql, desk))[0]).toMatchObject({ status: 'decided', answer: 'Thank you.', decided_by: identity('member') });
});

test('a record that has changed since: what fits together is shown as such, and both changes are written', async ({ as, desk, sql }) => {
  const id = await propose(desk, { color_palette: { Ink: '#111111', Oat: '#f4ead7' }, industry: 'Inns', project_type: 'Shop' });
  await changeAs('member', desk.row.id, { color_palette: { Ink: '#222222', Oat: '#f4ead7', Sea: '#0a7' }, project_type: 'Shop', website_url: 'https://example.com' });
  const page = await as('member');
  await openProposal(page, id, desk.row);
  const palette = group(page, 'Color palette');
  await expect(palette).toContainText('Somebody changed this field since it was proposed. Both changes fit together.');
  await expect(value(palette, 'When proposed')).not.toContainText('Sea');
  await expect(value(palette, 'Now')).toContainText('#222222');
  await expect(value(palette, 'Accepting writes')).toContainText('#111111');
  await expect(value(palette, 'Accepting writes')).toContainText('Sea');
  await expect(group(page, 'Project type')).toContainText('The record says so already.');
  await page.getByRole('button', { name: 'Accept all' }).click();
  for (const label of ['Color palette', 'Project type', 'Industry']) await expect(chosen(page, label, 'Accept')).toBeChecked();
  await decideButton(page).click();
  await expect(notice(page, `${desk.row.company_name}: accepted.`)).toBeVisible();
  expect(await readClient(sql, desk.row.id)).toMatchObject({
    color_palette: { Ink: '#111111', Oat: '#f4ead7', Sea: '#0a7' }, industry: 'Inns', project_type: 'Shop', website_url: 'https://example.com',
  });
});

test('a collision is never accepted in passing: it takes a choice of its own', async ({ as, desk, sql }) => {
  const id = await propose(desk, { phone: '+49 30 901899', industry: 'Inns', name: 'Ann Newname' });
  await changeAs('member', desk.row.id, { phone: '+49 30 901877', name: 'Anna Agency' });
  const page = await as('admin');
  await openProposal(page, id, desk.row);
  const phone = group(page, 'Phone');
  await expect(phone).toContainText('Somebody changed this field to something else since it was proposed.');
  await expect(value(phone, 'When proposed')).toHaveText('+49 30 901820');
  await expect(value(phone, 'Now')).toHaveText('+49 30 901877');
  await expect(value(phone, 'Proposed')).toHaveText('+49 30 901899');
  await page.getByRole('button', { name: 'Accept all that fit' }).click();
  await expect(chosen(page, 'Industry', 'Accept')).toBeChecked();
  await expect(phone.getByRole('radio', { checked: true })).toHaveCount(0);
  await decideButton(page).click();
  await expect(chosen(page, 'Name', 'Accept')).toBeFocused();
  await expect(phone).toContainText('Choose Accept or Refuse.');
  expect((await proposalsOf(sql, desk))[0].status).toBe('open');
  await choose(page, 'Phone', 'Accept');
  await choose(page, 'Name', 'Refuse');
  await decideButton(page).click();
  await expect(notice(page, `${desk.row.company_name}: partly accepted.`)).toBeVisible();
  expect(await readClient(sql, desk.row.id)).toMatchObject({ phone: '+49 30 901899', name: 'Anna Agency', industry: 'Inns' });
});

test('the record changes while somebody decides: the newest is shown, and what was chosen of other fields stays', async ({ as, desk, sql }) => {
  const id = await propose(desk, { phone: '+49 30 901899', industry: 'Inns', name: 'Ann Newname' });
  const page = await as('member');
  await openProposal(page, id, desk.row);
  await choose(page, 'Phone', 'Accept');
  await choose(page, 'Industry', 'Accept');
  await choose(page, 'Name', 'Refuse');
  await answerNote(page).fill('Nearly all.');
  await changeAs('admin', desk.row.id, { phone: '+49 30 901877' });
  await decideButton(page).click();
  await expect(notDecided(page)).toHaveText(
    'Not decided. Somebody else changed this client in the meantime. Here is the newest state; what you chose is kept where it still fits.',
  );
  await expect(notDecided(page)).toBeFocused();
  await expect(value(group(page, 'Phone'), 'Now')).toHaveText('+49 30 901877');
  await expect(group(page, 'Phone')).toContainText('This has changed since you chose. Look again and choose.');
  await expect(group(page, 'Phone').getByRole('radio', { checked: true })).toHaveCount(0);
  await expect(chosen(page, 'Industry', 'Accept')).toBeChecked();
  await expect(chosen(page, 'Name', 'Refuse')).toBeChecked();
  await expect(answerNote(page)).toHaveValue('Nearly all.');
  expect(await readClient(sql, desk.row.id)).toMatchObject({ phone: '+49 30 901877', industry: 'Hotels' });
  await choose(page, 'Phone', 'Accept');
  await decideButton(page).click();
  await expect(notice(page, `${desk.row.company_name}: partly accepted.`)).toBeVisible();
  expect(await readClient(sql, desk.row.id)).toMatchObject({ phone: '+49 30 901899', industry: 'Inns', name: desk.row.name });
});

test('the client changes the proposal meanwhile: the newest is shown, and only what was chosen of the same value stays', async ({ as, desk, sql }) => {
  const id = await propose(desk, { phone: '+49 30 901899', industry: 'Inns' });
  const page = await as('member');
  await openProposal(page, id, desk.row);
  await page.getByRole('button', { name: 'Accept all' }).click();
  await propose(desk, { phone: '+49 30 901866', industry: 'Inns', name: 'Ann Newname' }, { id });
  await decideButton(page).click();
  await expect(notDecided(page)).toContainText('The client has changed this proposal in the meantime.');
  await expect(value(group(page, 'Phone'), 'Proposed')).toHaveText('+49 30 901866');
  await expect(group(page, 'Phone')).toContainText('This has changed since you chose.');
  await expect(chosen(page, 'Industry', 'Accept')).toBeChecked();
  await expect(group(page, 'Name').getByRole('radio', { checked: true })).toHaveCount(0);
  expect(await readClient(sql, desk.row.id)).toMatchObject({ version: desk.row.version });
});

test('a colleague decides first: their decision is shown, and the note that was not sent is not lost', async ({ as, desk, sql }) => {
  const id = await propose(desk, { phone: '+49 30 901899' });
  const page = await as('member');
  await openProposal(page, id, desk.row);
  await choose(page, 'Phone', 'Accept');
  await answerNote(page).fill('With pleasure.');
  await decide('owner', sql, id, {}, ['phone'], 'Call us first.');
  await decideButton(page).click();
  await expect(notDecided(page)).toContainText('This proposal has been decided or withdrawn in the meantime.');
  await expect(page.getByText('Call us first.')).toBeVisible();
  await expect(page.getByText('With pleasure.')).toBeVisible();
  await expect(decideButton(page)).toHaveCount(0);
  expect((await readClient(sql, desk.row.id)).phone).toBe(desk.row.phone);
});

test('an answer that was lost is no second decision', async ({ as, desk, sql }) => {
  const id = await propose(desk, { phone: '+49 30 901899', industry: 'Inns' });
  const page = await as('member');
  await openProposal(page, id, desk.row);
  await choose(page, 'Phone', 'Accept');
  await choose(page, 'Industry', 'Refuse');
  await answerNote(page).fill(' The number, yes. ');
  await loseAnswer(page, CALL);
  await decideButton(page).click();
  await expect(notDecided(page)).toContainText('The server cannot be reached. Check your connection and try again. What you chose is still here.');
  await expect(chosen(page, 'Phone', 'Accept')).toBeChecked();
  await decideButton(page).click();
  await expect(notice(page, `${desk.row.company_name}: partly accepted.`)).toBeVisible();
  const row = await readClient(sql, desk.row.id);
  expect(row).toMatchObject({ phone: '+49 30 901899', version: desk.row.version + 1 });
  const [{ count }] = await sql`select count(*)::int from app.client_changes where client_id = ${row.id} and action = 'update'`;
  expect(count).toBe(1);
});

test('two presses are one decision, and the bar counts one less', async ({ as, desk }) => {
  const id = await propose(desk, { phone: '+49 30 901899' });
  const page = await as('member');
  await openProposal(page, id, desk.row);
  const calls = requestsTo(page, '/rest/v1/rpc/decide_proposal');
  const count = page.getByRole('navigation', { name: 'Main' }).locator('.badge');
  await expect(count).toBeVisible();
  const before = Number.parseInt(await count.innerText(), 10);
  await choose(page, 'Phone', 'Refuse');
  await decideButton(page).dblclick();
  await expect(notice(page, `${desk.row.company_name}: refused.`)).toBeVisible();
  expect(calls).toHaveLength(1);
  await expect(count).toHaveText(`${before - 1} waiting`);
});

test('whoever may not any more is told, and nothing is decided', async ({ as, desk, sql }) => {
  const id = await propose(desk, { phone: '+49 30 901899' });
  const page = await as('member');
  await openProposal(page, id, desk.row);
  await choose(page, 'Phone', 'Accept');
  await sql`update app.clients set assigned_manager = ${identity('member2')} where id = ${desk.row.id}`;
  await decideButton(page).click();
  await expect(notDecided(page)).toContainText('You may not do this. Ask an admin of your agency. What you chose is still here.');
  await expect(chosen(page, 'Phone', 'Accept')).toBeChecked();
  expect((await proposalsOf(sql, desk))[0].status).toBe('open');
});

test('what the rules refuse today stands at its field', async ({ as, desk, sql }) => {
  const id = await propose(desk, { phone: '+49 30 901899', industry: 'Inns' });
  await sql`update app.proposals set changes = changes || '{"phone": "12"}' where id = ${id}`;
  const page = await as('member');
  await openProposal(page, id, desk.row);
  await page.getByRole('button', { name: 'Accept all' }).click();
  await decideButton(page).click();
  await expect(notDecided(page)).toContainText('The database refused some of these values.');
  await expect(group(page, 'Phone')).toContainText('The database refused this value.');
  await choose(page, 'Phone', 'Refuse');
  await expect(group(page, 'Phone')).not.toContainText('The database refused this value.');
  await decideButton(page).click();
  await expect(notice(page, `${desk.row.company_name}: partly accepted.`)).toBeVisible();
  expect(await readClient(sql, desk.row.id)).toMatchObject({ industry: 'Inns', phone: desk.row.phone });
});

test('a field above one\'s role can only be refused, and fields that this page does not know are not passed over', async ({ as, desk, sql }) => {
  const id = await propose(desk, { phone: '+49 30 901899' });
  await sql`update app.proposals set changes = '{"tier": "premium", "phone": "+49 30 901899"}' where id = ${id}`;
  const page = await as('member');
  await openProposal(page, id, desk.row);
  await expect(group(page, 'Tier')).toContainText('Your role cannot change this field');
  await expect(chosen(page, 'Tier', 'Accept')).toBeDisabled();
  await page.getByRole('button', { name: 'Accept all' }).click();
  await expect(chosen(page, 'Phone', 'Accept')).toBeChecked();
  await expect(group(page, 'Tier').getByRole('radio', { checked: true })).toHaveCount(0);
  await choose(page, 'Tier', 'Refuse');
  await sql`update app.proposals set changes = changes || '{"later": 1}' where id = ${id}`;
  await decideButton(page).click();
  await expect(notDecided(page)).toContainText('The proposal has other fields than this page knows. Reload the page.');
  expect((await proposalsOf(sql, desk))[0].status).toBe('open');
});

test('a session that ends before Decide is asked for again, and the decision goes out', async ({ as, desk, sql }) => {
  const id = await propose(desk, { phone: '+49 30 901899' });
  const page = await as('member');
  await openProposal(page, id, desk.row);
  await choose(page, 'Phone', 'Accept');
  const release = await revoke(page);
  await decideButton(page).click();
  release();
  await expect(dialog(page)).toBeVisible();
  expect((await proposalsOf(sql, desk))[0].status).toBe('open');
  await signInAgain(page);
  await expect(notice(page, `${desk.row.company_name}: accepted.`)).toBeVisible();
  expect((await proposalsOf(sql, desk))[0]).toMatchObject({ status: 'decided', decided_by: identity('member') });
});

test('who looks as a member only looks', async ({ as, desk }) => {
  await propose(desk, { phone: '+49 30 901899' });
  const page = await as('owner');
  await page.goto('/admin/access');
  await page.getByRole('button', { name: 'Look as member' }).click();
  await page.getByRole('link', { name: /^Proposals/ }).click();
  await queue(page).getByRole('link', { name: desk.row.company_name }).click();
  await expect(chosen(page, 'Phone', 'Accept')).toBeVisible();
  await expect(decideButton(page)).toBeDisabled();
});
