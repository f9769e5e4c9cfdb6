// What a form keeps in the browser until the server has it.
import { expect } from '@playwright/test';

/** The drafts that the page's browser keeps. */
export const drafts = (page) =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('clientele-draft-')).map((key) => JSON.parse(localStorage[key])));

/** Waits until a draft holds these texts: it is a moment behind what is typed. */
export async function drafted(page, id, texts) {
  await expect.poll(async () => (await drafts(page)).find((kept) => kept.id === id && !kept.waits)?.texts ?? {}).toMatchObject(texts);
}

/** What a form says that went on with a draft. */
export const resumed = (page) => page.getByRole('status').filter({ hasText: 'Your unsaved changes are back in the form' });
export const leaving = (page) => page.getByRole('dialog', { name: 'Leave the form?' });
/** The bar's line about the connection. */
export const state = (page) => page.locator('.shell__connection');
/** What the record's page says of a draft of its client. */
export const unsaved = (page) => page.locator('.note').filter({ hasText: 'not saved' });
/** What the page of a new client says of one that was begun elsewhere. */
export const begun = (page) => page.getByRole('status').filter({ hasText: 'There is a new client that is not saved' });
