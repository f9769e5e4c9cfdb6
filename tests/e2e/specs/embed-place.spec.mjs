// Where a tag stands: it is moved, it stands in shadows, dialogs and frames that keep nothing.
import { address, identity, mailFor } from '../support/accounts.mjs';
import { field } from '../support/edit.mjs';
import { expect, html, policy, tag, test } from '../support/embed/stranger.mjs';
import { pages, rows } from '../support/list.mjs';

const PLACES = {
  'elsewhere on the page': (element) => document.querySelector('#there').append(element),
  'into a dialog': (element) => {
    const dialog = document.body.appendChild(document.createElement('dialog'));
    dialog.append(element);
    dialog.showModal();
  },
  'into another shadow': (element) => {
    const shadow = document.querySelector('#there').attachShadow({ mode: 'open' });
    shadow.append(element);
  },
  'with moveBefore': (element) => document.querySelector('#there').moveBefore(element, null),
};

for (const [where, move] of Object.entries(PLACES)) {
  test(`a tag that is moved ${where} keeps its state`, async ({ client, visit, project }) => {
    const row = await client();
    const page = await visit(`${tag('list', project)}${tag('form', { ...project, 'client-id': row.id })}<div id="there"></div>`, { who: 'owner' });
    await expect(rows(page).first()).toBeVisible();
    const id = () => rows(page).first().getAttribute('data-id');
    const first = await id();
    await pages(page).getByRole('button', { name: 'Next' }).click();
    await expect.poll(id).not.toBe(first);
    await field(page, 'Phone').fill('+49 30 9018');
    await field(page, 'Phone').evaluate((input) => input.setSelectionRange(3, 5));
    const before = await field(page, 'Phone').elementHandle();
    const listed = await rows(page).first().elementHandle();
    const shown = await rows(page).first().textContent();
    for (const kind of ['list', 'form']) {
      const element = await page.evaluateHandle((name) => {
        const search = (root) => root.querySelector(name) ?? [...root.querySelectorAll('*')].map((one) => one.shadowRoot && search(one.shadowRoot)).find(Boolean);
        return search(document);
      }, `clientele-${kind}`);
      if (where === 'into another shadow' && kind === 'form') await element.evaluate((one) => document.querySelector('#there').shadowRoot.append(one));
      else if (where === 'into a dialog' && kind === 'form') await element.evaluate((one) => document.querySelector('dialog').append(one));
      else await element.evaluate(move);
    }
    expect(await before.evaluate((element) => element.isConnected)).toBe(true);
    expect(await listed.evaluate((element) => element.isConnected)).toBe(true);
    expect(await rows(page).first().textContent()).toBe(shown);
    await expect(field(page, 'Phone')).toHaveValue('+49 30 9018');
    if (where === 'with moveBefore') await expect(field(page, 'Phone')).toBeFocused();
    // It goes on as it was: typed into, and turned back.
    await field(page, 'Phone').press('End');
    await field(page, 'Phone').pressSequentially('20');
    await expect(field(page, 'Phone')).toHaveValue('+49 30 901820');
    await pages(page).getByRole('button', { name: 'Previous' }).click();
    await expect.poll(id).toBe(first);
  });
}

test('in a frame that may keep nothing, people sign in for as long as it is there', async ({ page, host, project }) => {
  host.put('/inner', html(`${tag('sign-in', project)}${tag('list', project)}`), { 'content-security-policy': policy().replaceAll("'self'", host.origin), 'access-control-allow-origin': '*' });
  for (const file of ['clientele.js', 'clientele.wasm']) host.open(`/clientele/${file}`);
  host.put('/', `<!doctype html><title>Outer</title><iframe sandbox="allow-scripts allow-forms" src="/inner" width="1200" height="900"></iframe>`);
  await page.goto(`${host.origin}/`);
  const frame = page.frameLocator('iframe');
  await frame.getByLabel('Email').fill(address('owner'));
  await frame.getByLabel('Email').press('Enter');
  await expect(frame.getByLabel('Six-digit code')).toBeVisible();
  await frame.getByLabel('Six-digit code').fill((await mailFor(address('owner'))).code);
  await frame.getByLabel('Six-digit code').press('Enter');
  await expect(frame.getByText('You are signed in as')).toBeVisible();
  await expect(rows(frame).first()).toBeVisible();
  await frame.getByRole('button', { name: 'Sign out' }).click();
  await expect(frame.getByLabel('Email')).toBeVisible();
});

test('a tag that a page puts into a modal dialog is used by the keyboard alone', async ({ page, host, project, visit }) => {
  await visit(`<button id="open">Open</button><dialog id="d">${tag('form', { ...project, 'client-id': identity('viewer') })}</dialog>`, { who: 'owner' });
  await page.evaluate(() => document.querySelector('#open').addEventListener('click', () => document.querySelector('#d').showModal()));
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await field(page, 'Phone').focus();
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement.localName)).toBe('clientele-form');
  await page.keyboard.press('Escape');
  await expect(page.locator('#open')).toBeFocused();
});
