// Captures the mails that sign-in would send, with the link in the shape that the application's own page takes.

const KEPT = 200;
const VERIFY_LINK = /https?:\/\/[^\s"'<>]*\/auth\/v1\/verify\?[^\s"'<>]*/g;

/** @param {string} site the application's origin */
export function createMailbox(site) {
  const mails = [];
  return {
    /** Keeps one mail; `redirectTo` is what the page asked for when it requested it. */
    capture(mail, redirectTo) {
      const original = (mail.text ?? '').match(VERIFY_LINK)?.[0];
      const token = original && parseLink(original);
      const link = token && applicationLink(site, token, redirectTo);
      const withLink = (body, escape) => body?.replace(VERIFY_LINK, () => escape(link));
      mails.push({
        at: new Date().toISOString(),
        to: mail.to.toLowerCase(),
        subject: mail.subject,
        text: withLink(mail.text, (plain) => plain),
        html: withLink(mail.html, (plain) => plain.replaceAll('&', '&amp;')),
        link,
        token_hash: token?.hash,
        code: /\b\d{6}\b/.exec((mail.text ?? '').replace(VERIFY_LINK, ''))?.[0],
      });
      if (mails.length > KEPT) mails.shift();
    },
    newest: (to) => mails.findLast((mail) => mail.to === to.trim().toLowerCase()),
    newestFirst: () => mails.toReversed(),
  };
}

function parseLink(link) {
  const query = new URL(link.replaceAll('&amp;', '&')).searchParams;
  return { hash: query.get('token'), type: query.get('type') };
}

function applicationLink(site, { hash, type }, redirectTo) {
  const link = new URL('/auth/confirm', site);
  link.searchParams.set('token_hash', hash);
  link.searchParams.set('type', type);
  const next = nextPath(site, redirectTo);
  if (next) link.searchParams.set('next', next);
  return link.href;
}

/** The `next` of a `redirect_to`, when it is a path on this origin and nothing else. */
function nextPath(site, redirectTo) {
  if (!redirectTo || !URL.canParse(redirectTo, site)) return undefined;
  const wanted = new URL(redirectTo, site).searchParams.get('next');
  if (!wanted?.startsWith('/') || !URL.canParse(wanted, site)) return undefined;
  const target = new URL(wanted, site);
  return target.origin === site ? target.pathname + target.search + target.hash : undefined;
}
