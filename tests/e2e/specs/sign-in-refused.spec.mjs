// What the sign-in says when it does not work: each code of GoTrue's in words of ours, waits that can be watched, and
// nothing that tells who is known here.
import { address, mailFor } from '../support/accounts.mjs';
import { expectAccessible } from '../support/axe.mjs';
import { json, requestsTo } from '../support/network.mjs';
import { askForMail, enterCode } from '../support/sign-in.mjs';
import { expect, test } from '../support/test.mjs';

const limit = (code, seconds) => (route) =>
  route.fulfill({ status: 429, headers: seconds ? { 'retry-after': String(seconds) } : {}, contentType: 'application/json', body: JSON.stringify({ code: 429, error_code: code, msg: 'SAID' }) });
const send = (page) => page.getByRole('button', { name: /Email me a link/ });
const another = (page) => page.getByRole('button', { name: /Send another mail/ });

/** As the sign-in's documentation lists them: status, code, and what is then to be read. */
const ON_A_CODE = [
  [403, 'otp_expired', 'Ask for a new one'],
  [403, 'user_banned', 'Ask the agency to switch it on again'],
  [404, 'user_not_found', 'Ask the agency to invite you again'],
  [422, 'validation_failed', 'Check it and try again'],
  [422, 'email_not_confirmed', 'Open the link of the newest mail'],
  [422, 'signup_disabled', 'Ask the agency to invite it'],
  [422, 'otp_disabled', 'Tell your administrator'],
  [403, 'insufficient_aal', 'asks for a second proof'],
  [409, 'conflict', 'at the same moment. Try again'],
  [504, 'request_timeout', 'took too long. Try again'],
  [422, 'hook_timeout', 'did not answer in time. Try again'],
  [500, 'unexpected_failure', 'has a problem. Try again in a moment'],
  [400, 'a_code_of_next_year', 'used, wrong or too old'],
  [500, 'a_code_of_next_year', 'The server had a problem'],
];

const ON_AN_ADDRESS = [
  [400, 'captcha_failed', 'asks for a captcha'],
  [400, 'email_provider_disabled', 'Sign-in by mail is switched off'],
  [400, 'email_address_invalid', 'Check how it is written'],
  [400, 'email_address_not_authorized', 'needs a mail service of its own'],
  [422, 'validation_failed', 'Check it and try again'],
  [422, 'hook_payload_over_size_limit', 'Tell your administrator'],
  [504, 'request_timeout', 'took too long. Try again'],
  [500, 'unexpected_failure', 'tell your administrator'],
];

test('each code that the server may give on a six-digit code has its words', async ({ page }) => {
  await page.goto('/sign-in');
  await askForMail(page, address('owner'));
  for (const [status, code, words] of ON_A_CODE) {
    await page.unroute('**/auth/v1/verify**');
    await page.route('**/auth/v1/verify**', json(status, { code: status, error_code: code, msg: 'SAID BY THE SERVER' }));
    await enterCode(page, '123456');
    await expect(page.getByRole('alert'), code).toContainText(words);
    expect(await page.content()).not.toContain('SAID');
  }
});

test('each code that the server may give on an address has its words', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill(address('owner'));
  for (const [status, code, words] of ON_AN_ADDRESS) {
    await page.unroute('**/auth/v1/otp**');
    await page.route('**/auth/v1/otp**', json(status, { code: status, error_code: code, msg: 'SAID BY THE SERVER' }));
    await send(page).click();
    await expect(page.getByRole('alert'), code).toContainText(words);
    await expect(page.getByLabel('Email')).toHaveValue(address('owner'));
    expect(await page.content()).not.toContain('SAID');
  }
});

test('what only a known or only an unknown address is answered looks the same, limits of mails too', async ({ page }) => {
  const shown = [];
  for (const answer of [
    json(200, {}),
    json(422, { code: 422, error_code: 'otp_disabled', msg: 'Signups not allowed for otp' }),
    limit('over_email_send_rate_limit', 37),
    limit('over_email_send_rate_limit'),
    json(403, { code: 403, error_code: 'user_banned', msg: 'User is banned' }),
    json(422, { code: 422, error_code: 'signup_disabled', msg: 'Signups not allowed' }),
  ]) {
    await page.goto('/sign-in');
    await page.unroute('**/auth/v1/otp**');
    await page.route('**/auth/v1/otp**', answer);
    await page.getByLabel('Email').fill(address('owner'));
    await send(page).click();
    await expect(page.getByLabel('Six-digit code')).toBeVisible();
    shown.push((await page.getByRole('main').innerHTML()).replace(/ · \d+ s/, ''));
  }
  expect(new Set(shown).size).toBe(1);
  expect(shown[0]).toContain('in 60 seconds');
});

for (const [name, seconds] of [['that the server names', 40], ['of a minute where it names none', undefined]]) {
  test(`too many attempts: the button counts down the time ${name}, and is free when it is over`, async ({ page }) => {
    await page.clock.install();
    await page.goto('/sign-in');
    await page.route('**/auth/v1/otp**', limit('over_request_rate_limit', seconds), { times: 1 });
    const asked = requestsTo(page, '/auth/v1/otp');
    await page.getByLabel('Email').fill(address('owner'));
    await send(page).click();
    await expect(page.getByRole('alert')).toContainText('Too many attempts');
    const wait = seconds ?? 60;
    await expect(page.getByRole('status').filter({ hasText: `You can try again in ${wait} seconds.` })).toBeAttached();
    await expect(send(page)).toHaveAttribute('aria-disabled', 'true');
    await expect(send(page)).toContainText(/· \d+ s/);
    await expectAccessible(page, 'counting down');
    await page.clock.runFor(5_000);
    await expect.poll(async () => Number(/· (\d+) s/.exec(await send(page).innerText())?.[1])).toBeLessThanOrEqual(wait - 5);
    // What is read out changes at the end only, and not every second.
    await expect(page.getByRole('status').filter({ hasText: `You can try again in ${wait} seconds.` })).toBeAttached();
    await send(page).click({ force: true });
    await page.getByLabel('Email').press('Enter');
    expect(asked).toHaveLength(1);
    await page.clock.runFor(wait * 1000);
    await expect(page.getByRole('status').filter({ hasText: 'You can try again now.' })).toBeAttached();
    await expect(send(page)).toHaveText(/^Email me a link\s*$/);
    await expect(send(page)).toHaveAttribute('aria-disabled', 'false');
    await send(page).click();
    await expect(page.getByLabel('Six-digit code')).toBeVisible();
    expect(asked).toHaveLength(2);
  });
}

test('another mail can be asked for after a minute, and its code works', async ({ page }) => {
  await page.clock.install();
  await page.goto('/sign-in');
  const first = await askForMail(page, address('owner'));
  const asked = requestsTo(page, '/auth/v1/otp');
  await expect(another(page)).toHaveAttribute('aria-disabled', 'true');
  await another(page).click({ force: true });
  expect(asked).toHaveLength(0);
  await page.clock.runFor(61_000);
  await expect(page.getByRole('status').filter({ hasText: 'You can ask for another mail now.' })).toBeAttached();
  const answered = page.waitForResponse('**/auth/v1/otp**');
  await another(page).click();
  await answered;
  await expect(another(page)).toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByLabel('Six-digit code')).toBeVisible();
  const second = await mailFor(address('owner'));
  expect(second.at).not.toBe(first.at);
  await enterCode(page, second.code);
  await expect(page.getByRole('grid', { name: 'Clients' })).toBeVisible();
});

test('too many codes: the button counts down as well', async ({ page }) => {
  await page.clock.install();
  await page.goto('/sign-in');
  const { code } = await askForMail(page, address('staff'));
  await page.route('**/auth/v1/verify**', limit('over_request_rate_limit', 9), { times: 1 });
  await enterCode(page, code);
  // The button waits for the answer as well: the time runs from there.
  await expect(page.getByRole('alert')).toContainText('Too many attempts');
  const button = page.getByRole('button', { name: /^Sign in/ });
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await page.clock.runFor(10_000);
  await expect(button).toHaveAttribute('aria-disabled', 'false');
  await button.click();
  await expect(page.getByRole('grid', { name: 'Clients' })).toBeVisible();
});
