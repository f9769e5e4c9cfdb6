// The form of a client as a person fills it in.
import { expect } from '@playwright/test';

export const field = (page, label) => page.getByRole('form').or(page.locator('form')).getByLabel(label, { exact: true });
export const save = (page) => page.getByRole('button', { name: 'Save' });
/** The message under a field. */
export const errorAt = (input) =>
  input.evaluate((element) => document.getElementById(element.getAttribute('aria-describedby').split(' ')[0]).textContent);
/** The list of what keeps a form from being saved. */
export const summary = (page) => page.getByRole('alert').filter({ hasText: 'Not saved yet' });

export async function openForm(page, row) {
  await page.goto(`/admin/clients/${row.id}/edit`);
  await expect(page.getByRole('heading', { level: 1, name: `Edit ${row.company_name}` })).toBeVisible();
  await expect(save(page)).toBeVisible();
}

export async function saved(page, title) {
  await expect(page.getByText(`Saved ${title}.`)).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
}

/** The value that the record's page shows beside a label. */
export const shown = (page, label) => page.getByRole('term').getByText(label, { exact: true }).locator('xpath=following-sibling::dd');
