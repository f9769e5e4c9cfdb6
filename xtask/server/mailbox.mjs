// Captures the mails that sign-in would send, with the link in the shape that the application's own page takes.

const KEPT = 200;
const VERIFY_LINK = /https?:\/\/[^\s"'<>]*\/auth\/v1\/verify\?[^\s"'<>]*/g;

/** @param {string} site the application's origin */
export function createMailbox(site) {
  const mails = [];
  return {
    /** Keeps one mail; `redirectTo` is what the page asked for when it requested it. @returns the link's token */
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
        // What the hosted project's own template would hold: opening it spends it.
        confirmation_url: token && confirmationUrl(site, token, redirectTo),
        token_hash: token?.hash,
        code: /\b\d{6}\b/.exec((mail.text ?? '').replace(VERIFY_LINK, ''))?.[0],
      });
      if (mails.length > KEPT) mails.shift();
      return token?.hash;
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
  if (redirectTo && URL.canParse(redirectTo, site) && new URL(redirectTo, site).searchParams.has('shared')) link.searchParams.set('shared', '1');
  return link.href;
}

function confirmationUrl(site, { hash, type }, redirectTo) {
  const url = new URL('/auth/v1/verify', site);
  for (const [name, value] of Object.entries({ token: hash, type, redirect_to: redirectTo ?? site })) url.searchParams.set(name, value);
  return url.href;
}

/** The `next` of a `redirect_to`, when it is a path on this origin and nothing else. */
function nextPath(site, redirectTo) {
  if (!redirectTo || !URL.canParse(redirectTo, site)) return undefined;
  const wanted = new URL(redirectTo, site).searchParams.get('next');
  if (!wanted?.startsWith('/') || !URL.canParse(wanted, site)) return undefined;
  const target = new URL(wanted, site);
  return target.origin === site ? target.pathname + target.search + target.hash : undefined;
}
