// The list page as a person finds their way on it.
import { expect } from '@playwright/test';

export const table = (page) => page.getByRole('table', { name: 'Clients' });
export const headings = (page) => table(page).getByRole('columnheader');
/** The rows of clients, without the row of headings. */
export const rows = (page) => table(page).locator('tbody').getByRole('row');
export const pages = (page) => page.getByRole('navigation', { name: 'Pages' });
export const status = (page, label) => page.getByRole('group', { name: 'Status' }).getByRole('button', { name: label });

/** The texts of one column, row by row. */
export async function column(page, label) {
  const place = (await headings(page).allInnerTexts()).findIndex((text) => text.trim() === label);
  const cells = await rows(page).getByRole('cell').allInnerTexts();
  const width = await headings(page).count();
  return cells.filter((_, index) => index % width === place).map((text) => text.trim());
}

export async function openList(page, query = '') {
  await page.goto(`/admin/clients${query}`);
  await expect(table(page)).toBeVisible();
}
