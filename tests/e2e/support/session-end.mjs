// Ways in which a session ends without anybody pressing "Sign out", and the dialog that then stands over the page.
import { expect } from '@playwright/test';
import { address, ask, mailFor } from './accounts.mjs';
import { hold } from './network.mjs';
import { STORAGE_KEY } from './place.mjs';

export const dialog = (page) => page.getByRole('dialog', { name: 'Your session has ended' });
export const stored = (page) => page.evaluate((key) => JSON.parse(localStorage.getItem(key)), STORAGE_KEY);

/** Another tab of the same browser, with no application in it. */
export async function quietTab(page) {
  const tab = await page.context().newPage();
  await tab.goto('/favicon.svg');
  return tab;
}

/** What another tab writes down, this one takes up. */
export async function writeSession(page, session) {
  const tab = await quietTab(page);
  await tab.evaluate(([key, value]) => localStorage.setItem(key, value), [STORAGE_KEY, JSON.stringify(session)]);
  await tab.close();
}

/** The same for a session of the same person, whose page stays: that it has been taken up is waited for. */
export async function takeUp(page, session) {
  await page.evaluate((key) => {
    // Behind the application's own listener, which was there first.
    window.heard = new Promise((resolve) => addEventListener('storage', (event) => event.key === key && resolve()));
  }, STORAGE_KEY);
  await writeSession(page, session);
  await page.evaluate(() => window.heard);
}

/**
 * The server revokes the session, and its token is over, or garbage: the next request finds out. So does the page by
 * itself, after a second; `release` lets it hear of it, so that what is pressed before is pressed in time.
 */
export async function revoke(page, changes = { expires_at: Math.floor(Date.now() / 1000) - 5 }) {
  const { release } = await hold(page.context(), '**/auth/v1/token**');
  const session = await stored(page);
  await ask('/auth/v1/logout?scope=local', { token: session.access_token, body: {} });
  await takeUp(page, { ...session, ...changes });
  return release;
}

/** Another tab removes the session: this page hears of it while nothing is asked. */
export async function signOutElsewhere(page) {
  const tab = await quietTab(page);
  await tab.evaluate((key) => localStorage.removeItem(key), STORAGE_KEY);
  await tab.close();
  await expect(dialog(page)).toBeVisible();
}

/** Has the mail sent from the dialog, as whoever's session it was or as somebody else. @returns the mail */
export async function askAgain(page, who) {
  const email = dialog(page).getByLabel('Email');
  await expect(email).toBeFocused();
  if (who) await email.fill(address(who));
  const to = await email.inputValue();
  await page.keyboard.press('Enter');
  await expect(dialog(page).getByLabel('Six-digit code')).toBeFocused();
  return mailFor(to);
}

export async function signInAgain(page, who) {
  const { code } = await askAgain(page, who);
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');
}

/** Remembers the page's elements, so that `sameNodes` can tell whether they are still these. */
export const mark = (page) => page.evaluate(() => {
  window.marked = [...document.querySelectorAll('main *')];
});
export const sameNodes = (page) => page.evaluate(() => {
  const now = new Set(document.querySelectorAll('main *'));
  return window.marked.length > 20 && window.marked.every((element) => now.has(element));
});
