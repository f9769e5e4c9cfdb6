// The list page as a person finds their way on it.
import { expect } from '@playwright/test';

export const table = (page) => page.getByRole('grid', { name: 'Clients' });
/** The headings of fields, without those of the marks and the menus. */
export const headings = (page) => table(page).locator('th[data-field]');
/** The rows of clients, without the row of headings. */
export const rows = (page) => table(page).locator('tbody').getByRole('row');
export const pages = (page) => page.getByRole('navigation', { name: 'Pages' });
export const status = (page, label) => page.getByRole('group', { name: 'Status' }).getByRole('button', { name: label });

/** The texts of one column, row by row. */
export async function column(page, label) {
  const texts = await rows(page).locator(`td[data-label="${label}"]`).allInnerTexts();
  return texts.map((text) => text.trim());
}

export async function openList(page, query = '') {
  await page.goto(`/admin/clients${query}`);
  await expect(table(page)).toBeVisible();
}
