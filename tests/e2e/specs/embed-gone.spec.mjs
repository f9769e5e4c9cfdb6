// A page takes its tags away whenever it likes: while they load, while they save, while a notice stands.
import { identity, sessionFor, address } from '../support/accounts.mjs';
import { readClient } from '../support/clients.mjs';
import { dice } from '../support/dice.mjs';
import { field, save } from '../support/edit.mjs';
import { openTag } from '../support/embed/hostile.mjs';
import { KEPT, KINDS, expect, tag, test } from '../support/embed/stranger.mjs';
import { rows } from '../support/list.mjs';
import { hold } from '../support/network.mjs';

/** The program is still there, and takes up where a person would expect it. */
async function stillWorks(page, project) {
  await openTag(page, tag('list', project));
  await expect(rows(page).first()).toBeVisible();
  await expect(page.getByText('This part of the page has stopped')).toHaveCount(0);
}

for (const pattern of ['**/rest/v1/rpc/me', '**/rest/v1/clients?**']) {
  test(`a tag goes while ${pattern.slice(11)} is under way`, async ({ page, visit, project }) => {
    const held = await hold(page, pattern);
    await visit(tag('list', project), { who: 'owner' });
    await held.asked;
    await page.evaluate(() => document.querySelector('clientele-list').remove());
    held.release();
    await stillWorks(page, project);
  });
}

test('a form goes while it saves: it is saved all the same', async ({ client, page, visit, project, sql }) => {
  const row = await client({ phone: '+49 30 901820' });
  await visit(tag('form', { ...project, 'client-id': row.id }), { who: 'owner' });
  await field(page, 'Phone').fill('+49 30 901825');
  const held = await hold(page, '**/rest/v1/clients?**');
  await save(page).click();
  await held.asked;
  await page.evaluate(() => document.querySelector('clientele-form').remove());
  held.release();
  await expect.poll(async () => (await readClient(sql, row.id)).phone).toBe('+49 30 901825');
  await stillWorks(page, project);
});

test('a form goes when it is saved, before its notice does', async ({ client, page, visit, project }) => {
  const row = await client({ phone: '+49 30 901820' });
  await page.clock.install();
  await visit(tag('form', { ...project, 'client-id': row.id }), { who: 'owner' });
  await page.evaluate(() => addEventListener('clientele-saved', ({ target }) => setTimeout(() => target.remove())));
  await field(page, 'Phone').fill('+49 30 901826');
  await save(page).click();
  await expect.poll(async () => {
    await page.clock.runFor(100);
    return page.locator('clientele-form').count();
  }).toBe(0);
  // Longer than any notice stays.
  await page.clock.runFor('01:00');
  await stillWorks(page, project);
});

test('a session is renewed for nobody when its last tag has gone', async ({ page, visit, project }) => {
  const session = await sessionFor(address('owner'));
  await page.clock.install();
  await page.addInitScript(([key, value]) => localStorage.setItem(key, value), [KEPT, JSON.stringify(session)]);
  await visit(tag('sign-in', project));
  await expect(page.getByText('You are signed in as')).toBeVisible();
  const renewals = [];
  page.on('request', (request) => request.url().includes('grant_type=refresh_token') && renewals.push(request.url()));
  await page.evaluate(() => document.querySelector('clientele-sign-in').remove());
  await page.clock.runFor(session.expires_in * 1000);
  expect(renewals).toEqual([]);
});

test('tags come and go in any order and at any moment', async ({ page, visit, project }) => {
  const { below, pick } = dice(20);
  const steps = Array.from({ length: 120 }, () => [below(3), pick(KINDS), below(60)]);
  await visit('', { who: 'owner' });
  await page.evaluate(
    async ([all, endpoint, key, client]) => {
      const main = document.querySelector('main');
      for (const [what, kind, wait] of all) {
        if (what === 0 && main.firstElementChild) main.firstElementChild.remove();
        else if (what === 1 && main.lastElementChild) main.prepend(main.lastElementChild);
        else {
          const element = document.createElement(`clientele-${kind}`);
          Object.assign(element, { endpoint, apiKey: key, clientId: client, mode: 'edit' });
          main.append(element);
        }
        if (main.childElementCount > 6) main.replaceChildren();
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
      main.replaceChildren();
    },
    [steps, project.endpoint, project['api-key'], identity('viewer')],
  );
  await stillWorks(page, project);
});
