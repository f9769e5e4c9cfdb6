// The form of a client as a person fills it in.
import { expect } from '@playwright/test';

export const field = (page, label) => page.getByRole('form').or(page.locator('form')).getByLabel(label, { exact: true });
export const save = (page) => page.getByRole('button', { name: 'Save' });
/** The place of a field: its label, its control or its editor, its help and its error. */
export const place = (page, key) => page.locator(`form [data-field="${key}"]`);
/** What stands in a list of entries. */
export const entries = (page, key) => place(page, key).locator('.entries__text');
/** The line in which new entries are written. */
export const line = (page, key) => place(page, key).getByRole('textbox', { name: /^Add to/ });
/** Pastes a text where the focus is, as a person's paste arrives. */
export const paste = (input, text) =>
  input.evaluate((element, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
/** Opens the tree of an object. */
export const openTree = async (page, key) => {
  await place(page, key).locator('summary').click();
  return place(page, key).locator('.json');
};
/** The message under a field. */
export const errorAt = (input) =>
  input.evaluate((element) => document.getElementById(element.getAttribute('aria-describedby').split(' ')[0]).textContent);
/** The list of what keeps a form from being saved. */
export const summary = (page) => page.getByRole('alert').filter({ hasText: 'Not saved yet' });

/** The rest of a form is drawn and laid out a moment later: no person is quicker, but a script that brings the focus there. */
export const whole = (page) => expect(page.locator('.form__columns')).not.toHaveAttribute('data-rough');

export async function openForm(page, row) {
  await page.goto(`/admin/clients/${row.id}/edit`);
  await expect(page.getByRole('heading', { level: 1, name: `Edit ${row.company_name}` })).toBeVisible();
  await expect(save(page)).toBeVisible();
  await whole(page);
}

export async function saved(page, title) {
  await expect(page.getByText(`Saved ${title}.`, { exact: true })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: title, exact: true })).toBeVisible();
}

/** Saved on top of what somebody else had saved meanwhile: the notice names those fields. */
export async function savedWith(page, title, labels) {
  await expect(page.getByText(`Saved ${title}. Somebody else had changed ${labels} meanwhile: that is kept.`)).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: title, exact: true })).toBeVisible();
}

/** What stands beside the button while a save waits for the server. */
export const waits = (page) => page.locator('.form-notes').getByRole('status').filter({ hasText: 'Your save waits' });

/** The question which of two texts stays. */
export const collisions = (page) => page.getByRole('dialog', { name: 'Somebody else changed the same fields' });
export const side = (group, name) => group.getByRole('radio', { name: new RegExp(`^${name}`) });

/** The value that the record's page shows beside a label. */
export const shown = (page, label) => page.getByRole('term').getByText(label, { exact: true }).locator('xpath=following-sibling::dd');
