// Leaving a form with changes, on a page that has more than this form: each tag asks about its own.
import { drafted, leaving, resumed } from '../support/draft.mjs';
import { field } from '../support/edit.mjs';
import { expect, html, tag, test } from '../support/embed/stranger.mjs';

/** Two forms on one page, each with a client of its own. */
async function twoForms({ client, project, visit }) {
  const rows = [await client({ phone: '+49 30 901820' }), await client({ phone: '+49 30 901821' })];
  const page = await visit(rows.map((row) => tag('form', { ...project, 'client-id': row.id })).join(''), { who: 'owner' });
  const forms = page.locator('clientele-form');
  return { page, rows, first: forms.nth(0), second: forms.nth(1) };
}

const cancel = (form) => form.getByRole('button', { name: 'Cancel' });
const phone = (form) => field(form, 'Phone');

test('Cancel puts its own form away, whatever another form has unsaved', async ({ client, project, visit }) => {
  const { page, rows, first, second } = await twoForms({ client, project, visit });
  await phone(first).fill('+49 30 901822');
  await drafted(page, rows[0].id, { phone: '+49 30 901822' });
  const drawn = await phone(second).elementHandle();
  await cancel(second).click();
  await expect.poll(() => drawn.evaluate((element) => element.isConnected)).toBe(false);
  await expect(phone(second)).toHaveValue('+49 30 901821');
  await expect(leaving(page)).toHaveCount(0);
  await expect(phone(first)).toHaveValue('+49 30 901822');
  // The one with changes asks as before.
  await cancel(first).click();
  await expect(leaving(first)).toBeVisible();
  await leaving(first).getByRole('button', { name: 'Stay' }).click();
  await expect(phone(first)).toHaveValue('+49 30 901822');
  await cancel(first).click();
  await leaving(first).getByRole('button', { name: 'Throw it away' }).click();
  await expect(phone(first)).toHaveValue('+49 30 901820');
});

test('of two forms with changes only the one asks that somebody leaves', async ({ client, project, visit }) => {
  const { page, rows, first, second } = await twoForms({ client, project, visit });
  await phone(first).fill('+49 30 901822');
  await phone(second).fill('+49 30 901823');
  await drafted(page, rows[1].id, { phone: '+49 30 901823' });
  await cancel(second).click();
  await expect(leaving(second)).toBeVisible();
  await expect(leaving(page)).toHaveCount(1);
  await leaving(second).getByRole('button', { name: 'Throw it away' }).click();
  await expect(phone(second)).toHaveValue('+49 30 901821');
  await expect(leaving(page)).toHaveCount(0);
  await expect(phone(first)).toHaveValue('+49 30 901822');
});

test('a link of the page leads where it leads: the browser asks, and what was typed is there again', async ({ client, host, page, project, visit }) => {
  const row = await client({ phone: '+49 30 901820' });
  host.put('/elsewhere', html('<h1>Elsewhere</h1>'));
  await visit(`<a href="/elsewhere">Elsewhere</a>${tag('form', { ...project, 'client-id': row.id })}`, { who: 'owner' });
  await phone(page).fill('+49 30 901822');
  await drafted(page, row.id, { phone: '+49 30 901822' });
  const asked = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    return dialog.accept();
  });
  await page.getByRole('link', { name: 'Elsewhere' }).click();
  await expect(page.getByRole('heading', { name: 'Elsewhere' })).toBeVisible();
  expect(asked).toEqual(['beforeunload']);
  await page.goBack();
  await expect(resumed(page)).toBeVisible();
  await expect(phone(page)).toHaveValue('+49 30 901822');
});
