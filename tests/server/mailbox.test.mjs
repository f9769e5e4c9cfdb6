// Captured mails: the link's shape, whose it is, and that a mail cannot do harm on the page that lists it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMailbox } from '../../xtask/server/mailbox.mjs';
import { mailboxPage } from '../../xtask/server/mailbox-page.mjs';

const SITE = 'http://127.0.0.1:1234';
const mailTo = (to) => ({
  to,
  subject: 'Sign in',
  text: `Your login code is: 123456\n\nOr follow this link: ${SITE}/auth/v1/verify?token=abc999999&type=magiclink&redirect_to=${SITE}`,
  html: `<a href="${SITE}/auth/v1/verify?token=abc999999&amp;type=magiclink">Sign in</a>`,
});

function linkFor(redirectTo) {
  const mailbox = createMailbox(SITE);
  mailbox.capture(mailTo('a@demo.test'), redirectTo);
  return mailbox.newest('a@demo.test').link;
}

test('the newest mail of an address is found in any spelling', () => {
  const mailbox = createMailbox(SITE);
  for (const to of ['A@demo.test', 'b@demo.test', 'a@demo.test']) mailbox.capture(mailTo(to), null);
  assert.equal(mailbox.newestFirst().length, 3);
  assert.equal(mailbox.newest(' A@DEMO.test'), mailbox.newestFirst()[0]);
  assert.equal(mailbox.newest('c@demo.test'), undefined);
});

test("the link is the application's, in text and in HTML", () => {
  const mailbox = createMailbox(SITE);
  mailbox.capture(mailTo('a@demo.test'), null);
  const mail = mailbox.newest('a@demo.test');
  assert.equal(mail.link, `${SITE}/auth/confirm?token_hash=abc999999&type=magiclink`);
  assert.equal(mail.token_hash, 'abc999999');
  assert.equal(mail.code, '123456');
  assert.ok(mail.text.endsWith(mail.link));
  assert.equal(mail.html, `<a href="${SITE}/auth/confirm?token_hash=abc999999&amp;type=magiclink">Sign in</a>`);
});

test('only a path of this origin comes back as next', () => {
  const plain = `${SITE}/auth/confirm?token_hash=abc999999&type=magiclink`;
  assert.equal(linkFor(`${SITE}/auth/confirm?next=%2Fportal`), `${plain}&next=%2Fportal`);
  for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example', 'portal', '']) {
    assert.equal(linkFor(`${SITE}/auth/confirm?next=${encodeURIComponent(next)}`), plain, next);
  }
  assert.equal(linkFor(null), plain);
  assert.equal(linkFor('::not an address::'), plain);
});

test('what stands in a mail is text on the mailbox page', () => {
  let page;
  const response = {
    writeHead() {},
    end: (text) => {
      page = text;
    },
  };
  mailboxPage(response, [
    { to: '<script>alert(1)</script>', subject: '"&\'', at: '2026-01-01T00:00:00Z', link: '"><img>', code: '123456' },
  ]);
  assert.ok(!page.includes('<script>') && !page.includes('<img>'));
});
