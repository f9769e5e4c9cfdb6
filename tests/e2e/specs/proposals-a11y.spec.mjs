// What clients propose, in every state and look, by axe.
import { expectAccessible } from '../support/axe.mjs';
import { field, summary } from '../support/edit.mjs';
import { json } from '../support/network.mjs';
import {
  answerNote, choose, decide, decideButton, expect, notDecided, notSent, note, openPropose, openProposal, own, propose, queue, send, test,
} from '../support/proposals.mjs';
import { changeAs } from '../support/record.mjs';

test.describe.configure({ timeout: 120_000 });

for (const colorScheme of ['light', 'dark']) {
  for (const viewport of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
    const options = { colorScheme, viewport, reducedMotion: 'reduce' };
    test.describe(`${colorScheme}, ${viewport.width} wide`, () => {
      test('proposing', async ({ as, desk, sql }) => {
        const page = await as(desk.who, options);
        await page.goto('/portal');
        await expect(own(page)).toContainText('You have not proposed a change yet.');
        await expectAccessible(page, 'no proposal yet');
        await openPropose(page);
        await expectAccessible(page, 'form');
        await field(page, 'Phone').fill('12');
        await send(page).click();
        await expect(summary(page)).toBeFocused();
        await expectAccessible(page, 'form with errors');
        await field(page, 'Phone').fill('+49 30 901899');
        await note(page).fill('Please.');
        await page.route('**/rest/v1/rpc/propose_changes**', json(503, {}), { times: 1 });
        await send(page).click();
        await expect(notSent(page)).toBeVisible();
        await expectAccessible(page, 'not sent');
        await page.reload();
        await expect(page.getByText('Your unsent changes are back')).toBeVisible();
        await expectAccessible(page, 'form that goes on with a draft');
        await send(page).click();
        await expect(own(page)).toContainText('Waiting');
        await expectAccessible(page, 'waiting');
        await own(page).getByRole('button', { name: 'Withdraw' }).click();
        await expect(own(page)).toContainText('Withdrawn');
        const changes = { phone: '+49 30 901811', color_palette: { Ink: '#111111' }, business_goals: ['One', 'Two'] };
        const id = await propose(desk, changes);
        await decide('member', sql, id, { phone: '+49 30 901811' }, ['color_palette', 'business_goals'], 'The number, yes.');
        await page.goto('/portal/propose');
        await page.goto('/portal');
        await expect(own(page)).toContainText('Partly accepted');
        await expectAccessible(page, 'decided and withdrawn');
        await page.route('**/rest/v1/portal_proposals**', json(503, {}), { times: 1 });
        await page.goto('/portal');
        await expect(own(page).getByRole('alert')).toBeVisible();
        await expectAccessible(page, 'proposals that cannot be loaded');
      });

      test('deciding', async ({ as, desk }) => {
        const id = await propose(desk, {
          phone: '+49 30 901899', color_palette: { Ink: '#111111', Oat: '#f4ead7' }, industry: 'Inns', target_audience: 'Families.\nGroups.',
          address: { street: 'Am Kai 4', city: 'Hamburg', country: 'DE' }, business_goals: ['One', 'Two'],
        }, { note: 'All of it, please.' });
        const page = await as('admin', options);
        await page.goto('/admin/proposals');
        await expect(queue(page)).toContainText(desk.row.company_name);
        await expect(page.getByRole('link', { name: /^Proposals \d+ waiting/ })).toBeVisible();
        await expectAccessible(page, 'queue');
        await openProposal(page, id, desk.row);
        await expectAccessible(page, 'proposal');
        await changeAs('member', desk.row.id, { color_palette: { Ink: '#222222', Sea: '#0a7', Oat: '#f4ead7' }, phone: '+49 30 901877', industry: 'Inns' });
        await page.reload();
        await page.getByRole('button', { name: 'Accept all that fit' }).click();
        await decideButton(page).click();
        await expect(page.getByText('Choose Accept or Refuse.')).toBeVisible();
        await expectAccessible(page, 'stale proposal, one choice missing');
        await choose(page, 'Phone', 'Refuse');
        await answerNote(page).fill('Nearly all.');
        await page.route('**/rest/v1/rpc/decide_proposal**', json(400, { code: 'CP003' }), { times: 1 });
        await decideButton(page).click();
        await expect(notDecided(page)).toBeFocused();
        await expectAccessible(page, 'not decided');
        await page.goto(`/admin/clients/${desk.row.id}`);
        await expect(page.getByText('A change is proposed')).toBeVisible();
        await expectAccessible(page, 'record with a proposal');
        await openProposal(page, id, desk.row);
        await page.getByRole('button', { name: 'Accept all that fit' }).click();
        await choose(page, 'Phone', 'Refuse');
        await decideButton(page).click();
        await expect(page.getByRole('heading', { level: 1, name: 'Proposals' })).toBeFocused();
        await openProposal(page, id, desk.row);
        await expectAccessible(page, 'decided');
        await page.route('**/rest/v1/proposals?**fields**', json(200, []), { times: 1 });
        await page.goto('/admin/proposals');
        await expect(page.getByText('Nothing waits')).toBeVisible();
        await expectAccessible(page, 'empty queue');
        await page.route('**/rest/v1/proposals?**fields**', json(503, {}), { times: 1 });
        await page.goto('/admin/proposals');
        await expect(page.getByRole('alert')).toBeVisible();
        await expectAccessible(page, 'queue that cannot be loaded');
      });
    });
  }
}
