// The mailbox as a page: who got which link and which code, newest first.
import { createHash } from 'node:crypto';

const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:44rem;margin:3rem auto;padding:0 1.25rem}
h1{font-size:1.5rem;margin:0 0 .25rem}
ol{list-style:none;padding:0;margin:2rem 0 0;display:grid;gap:1rem}
li{border:1px solid color-mix(in srgb,currentColor 22%,transparent);border-radius:.75rem;padding:1rem 1.25rem}
h2{font-size:1rem;margin:0;overflow-wrap:anywhere}
p{margin:.25rem 0 0}
a{color:light-dark(#0b57d0,#a8c7fa)}
a:focus-visible{outline:3px solid currentColor;outline-offset:2px}
code{font:600 1.25rem/1.5 ui-monospace,monospace;letter-spacing:.12em}
`;
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

export function mailboxPage(response, mails) {
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': POLICY,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  response.end(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Local mailbox</title><style>${STYLE}</style></head>
<body><main><h1>Local mailbox</h1><p>Mails that this server would have sent. Nothing leaves this machine. <a href="/_dev/mailbox">Look again</a></p>
${mails.length ? `<ol>${mails.map(item).join('')}</ol>` : '<p>No mail yet: ask for a sign-in link first.</p>'}
</main></body></html>
`);
}

function item(mail) {
  const link = mail.link ? `<p><a href="${escape(mail.link)}">Open the link</a></p>` : '';
  const code = mail.code ? `<p>Code <code>${escape(mail.code)}</code></p>` : '';
  const time = `<time datetime="${escape(mail.at)}">${escape(mail.at.slice(11, 19))} UTC</time>`;
  return `<li><h2>${escape(mail.to)}</h2><p>${escape(mail.subject)}, ${time}</p>${link}${code}</li>`;
}

function escape(text) {
  return String(text).replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}
