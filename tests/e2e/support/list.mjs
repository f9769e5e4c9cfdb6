// The list page as a person finds their way on it.
import { expect } from '@playwright/test';

export const table = (page) => page.getByRole('grid', { name: 'Clients' });
/** The headings of fields, without those of the marks and the menus. */
export const headings = (page) => table(page).locator('th[data-field]');
/** The rows of clients, without the row of headings. */
export const rows = (page) => table(page).locator('tbody').getByRole('row');
export const pages = (page) => page.getByRole('navigation', { name: 'Pages' });
export const status = (page, label) => page.getByRole('group', { name: 'Status' }).getByRole('button', { name: label });

/** A cell of a column, by what stands in it. */
export const cell = (page, text, label) => rows(page).locator(`td[data-label="${label}"]`).filter({ hasText: text });

/** A place behind every client, in the order in which the list begins. */
export const PAST_THE_END = '["1970-01-01T00:00:00Z","00000000-0000-0000-0000-000000000000"]';

/** Waits until the rows are those that were asked for. */
export const answered = (page) => expect(page.locator('.list[aria-busy=true]')).toHaveCount(0);

/** The texts of one column, row by row, once the rows are those that were asked for. */
export async function column(page, label) {
  await answered(page);
  return columnAsShown(page, label);
}

/** The same as it stands there, while others may be on their way. */
export async function columnAsShown(page, label) {
  const texts = await rows(page).locator(`td[data-label="${label}"]`).allInnerTexts();
  return texts.map((text) => text.trim());
}

export async function openList(page, query = '') {
  await page.goto(`/admin/clients${query}`);
  await expect(table(page)).toBeVisible();
}
