// A client's page as a person finds their way on it.
import { expect } from '@playwright/test';
import { address, ask, sessionFor } from './accounts.mjs';

/** Opens the page and waits for the record. */
export async function openRecord(page, row, from) {
  await page.goto(`/admin/clients/${row.id}${from === undefined ? '' : `?from=${encodeURIComponent(from)}`}`);
  await expect(heading(page, row.company_name)).toBeVisible();
}

export const heading = (page, name) => page.getByRole('heading', { level: 1, name });
/** A part beside the record, by its heading. */
export const part = (page, name) => page.locator('section').filter({ has: page.getByRole('heading', { name, exact: true }) });
export const next = (page) => page.getByRole('region', { name: 'Next actions' });
export const notice = (page, text) => page.locator('.toasts p').filter({ hasText: text });
export const changes = (page) => part(page, 'History').locator('ol > li');
/** The buttons that change something at a press. */
export const QUICK = ['Log contact', 'Archive', 'Restore'];

/** Chooses from the status button's panel. */
export async function setStatus(page, label) {
  await page.locator('summary').filter({ hasText: 'Status:' }).click();
  await page.getByRole('group', { name: 'Status' }).getByRole('button', { name: label }).click();
}

/** Changes a row as somebody would in another window. */
export async function changeAs(who, id, columns) {
  const { access_token: token } = await sessionFor(address(who));
  const window = { owner: 'clients', admin: 'clients', member: 'member_clients' }[who];
  const answer = await ask(`/rest/v1/${window}?id=eq.${id}`, { method: 'PATCH', token, body: columns, headers: { prefer: 'return=representation' } });
  expect(answer.ok, await answer.clone().text()).toBe(true);
}
