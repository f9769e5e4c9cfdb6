// Somebody types on while a save is on its way: not a key of it is lost, and the place in the form stays.
import { readClient } from '../support/clients.mjs';
import { drafted, drafts } from '../support/draft.mjs';
import { collisions, field, openForm, save, saved, side } from '../support/edit.mjs';
import { expect, test } from '../support/test.mjs';

test.afterEach(async ({ sql }) => {
  await sql`delete from app.clients where company_name like 'typing-%'`;
});

/** Holds the next write back; `release` lets it through. */
async function holdWrite(page, method = 'PATCH') {
  let release;
  let ask;
  const asked = new Promise((resolve) => (ask = resolve));
  const released = new Promise((resolve) => (release = resolve));
  await page.route('**/rest/v1/*clients*', async (route) => {
    if (route.request().method() !== method) return route.fallback();
    ask();
    await released;
    // The page may be gone: then there is nobody to answer.
    return route.continue().catch(() => {});
  });
  return { asked, release };
}

test('what is typed while a save is on its way stays in the form, with the cursor', async ({ as, client, sql }) => {
  const row = await client();
  const page = await as('owner');
  await openForm(page, row);
  await field(page, 'Phone').fill('+49 30 901820');
  const held = await holdWrite(page);
  await save(page).click();
  await held.asked;
  const text = 'A long sentence that somebody types without a pause while the answer comes';
  await field(page, 'Project scope').focus();
  await page.keyboard.type(text.slice(0, 20), { delay: 5 });
  held.release();
  await page.keyboard.type(text.slice(20), { delay: 15 });
  await expect(page.getByText(`Saved ${row.company_name}.`, { exact: true })).toBeVisible();
  await expect(field(page, 'Project scope')).toHaveValue(text);
  await expect(field(page, 'Project scope')).toBeFocused();
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901820', project_scope: null, version: row.version + 1 });
  await drafted(page, row.id, { project_scope: text });
  // The next notice reads like this one.
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await field(page, 'Project scope').press('Control+s');
  await saved(page, row.company_name);
  expect(await readClient(sql, row.id)).toMatchObject({ project_scope: text, version: row.version + 2 });
});

test('what is typed while a new client is on its way stays in its form', async ({ as, sql }) => {
  const page = await as('owner');
  await page.goto('/admin/clients/new');
  const mark = `typing-${Date.now()}`;
  await page.locator('form').getByLabel(/^Email/).fill(`${mark}@example.com`);
  await field(page, 'Company').fill(mark);
  const held = await holdWrite(page, 'POST');
  await save(page).click();
  await held.asked;
  await field(page, 'Phone').fill('+49 30 901820');
  held.release();
  await expect(page.getByText(`${mark} is a client now.`)).toBeVisible();
  await expect(field(page, 'Phone')).toHaveValue('+49 30 901820');
  await save(page).click();
  await saved(page, mark);
  const rows = await sql`select phone, version from app.clients where company_name = ${mark}`;
  expect([...rows]).toEqual([{ phone: '+49 30 901820', version: 2 }]);
  expect(await drafts(page)).toEqual([]);
});

test('what is typed before a collision is asked about is not lost by the choice', async ({ as, client, sql }) => {
  const row = await client({ phone: '+49 30 901820' });
  const page = await as('owner');
  await openForm(page, row);
  await field(page, 'Phone').fill('+49 30 901821');
  await sql`update app.clients set phone = '+49 30 901822' where id = ${row.id}`;
  const held = await holdWrite(page);
  await save(page).click();
  await held.asked;
  await field(page, 'Industry').fill('Hospitality');
  held.release();
  await side(collisions(page), 'Theirs').check();
  await collisions(page).getByRole('button').first().click();
  await expect(field(page, 'Industry')).toHaveValue('Hospitality');
  await expect(field(page, 'Phone')).toHaveValue('+49 30 901822');
  await save(page).click();
  await saved(page, row.company_name);
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901822', industry: 'Hospitality' });
});
