// The steps of signing in as a person takes them.
import { expect } from '@playwright/test';
import { mailFor } from './accounts.mjs';

/** Asks for a mail and waits for the page that takes the code. @returns the mail, when there is one */
export async function askForMail(page, email) {
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Email me a link' }).click();
  await expect(page.getByLabel('Six-digit code')).toBeVisible();
  return mailFor(email);
}

export async function enterCode(page, code) {
  await page.getByLabel('Six-digit code').fill(code);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Six digits that are not the code. */
export const wrongCode = (code) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

/** The page a role begins on. */
export async function expectHome(page, role) {
  const [path, heading] = role === 'viewer' ? ['/portal', 'Whitfield & Daughters'] : ['/admin/clients', 'Clients'];
  await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
  await expect(page).toHaveURL((url) => url.pathname === path);
}

export async function expectSignInPage(page) {
  await expect(page.getByLabel('Email')).toBeVisible();
  await expect(page).toHaveURL((url) => url.pathname === '/sign-in');
}
