// The page in an iframe on a page that is not trusted: one tag, with a session of its own. It listens to the page around it
// and answers it, if `frame.json` names that page's origin, and nobody else. What it tells are the tag's events: identities
// and words, no records and no tokens. `cargo xtask embed` puts `EVENTS` in front of it, the events and what is in them.

import './clientele.js';

/** What is not for the page around it to say. */
const OWN = ['endpoint', 'api-key', 'session'];
const LONGEST = 4000;

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :root { color-scheme: light dark }
  body { margin: 0; font: 14px/1.45 system-ui, sans-serif }
  .refusal { margin: 0; padding: 16px; font: inherit }
`);
document.adoptedStyleSheets = [sheet];

/** The one origin that this page speaks with, once it has said what it wants. */
let host;
let shown;
let told;

const settings = fetch(new URL('./frame.json', import.meta.url))
  .then((answer) => (answer.ok ? answer.json() : undefined))
  .then(read)
  .catch(() => undefined);

function read(json) {
  const hosts = Array.isArray(json?.hosts) ? json.hosts : [];
  const origins = hosts.filter((one) => typeof one === 'string' && URL.canParse(one)).map((one) => new URL(one).origin);
  // Pages without an origin of their own are called so: any of them.
  return { endpoint: json?.endpoint, key: json?.['api-key'], hosts: new Set(origins.filter((one) => one !== 'null')) };
}

addEventListener('message', async ({ data, origin, source }) => {
  if (source !== parent || source === window) return;
  const wanted = wish(data);
  const known = wanted && (await settings);
  if (!wanted || (host !== undefined && origin !== host)) return;
  if (!known) return say('This part of the page is not set up: there is no frame.json beside frame.html.');
  if (!known.hosts.has(origin) || !around().every((one) => known.hosts.has(one))) {
    return say('This page may not show Clientele. The agency says in frame.json which may.');
  }
  host = origin;
  show(wanted, known);
});

if (parent === window) say('This page is made to stand in another one.');

/** Everybody around, where the browser tells. */
const around = () => [...(location.ancestorOrigins ?? [])];

/** What a message asks for; nothing, if it is none of ours or not as ours are. */
function wish(data) {
  if (typeof data !== 'object' || data === null || data.clientele !== 'open') return;
  const { tag, attributes = {} } = data;
  if (typeof tag !== 'string' || typeof attributes !== 'object' || attributes === null || Array.isArray(attributes)) return;
  const name = `clientele-${tag}`;
  const known = Object.hasOwn(EVENTS, name) && customElements.get(name)?.observedAttributes;
  if (!known) return;
  const given = Object.entries(attributes);
  if (given.some(([, value]) => typeof value !== 'string' || value.length > LONGEST)) return;
  return { name, attributes: given.filter(([key]) => known.includes(key) && !OWN.includes(key)) };
}

function show({ name, attributes }, { endpoint, key }) {
  if (shown?.localName !== name) {
    shown = document.createElement(name);
    for (const event of Object.keys(EVENTS[name])) shown.addEventListener(event, tell);
    set('endpoint', endpoint);
    set('api-key', key);
    document.body.replaceChildren(shown);
    sizes.observe(document.body);
  }
  const kept = new Map(attributes);
  for (const attribute of shown.constructor.observedAttributes) if (!OWN.includes(attribute)) set(attribute, kept.get(attribute));
  document.documentElement.style.colorScheme = { light: 'light', dark: 'dark' }[kept.get('theme')] ?? '';
}

function set(attribute, value) {
  if (typeof value === 'string') {
    if (shown.getAttribute(attribute) !== value) shown.setAttribute(attribute, value);
  } else shown.removeAttribute(attribute);
}

function tell({ type, detail }) {
  const names = EVENTS[shown.localName][type];
  post({ clientele: 'event', type, detail: Object.fromEntries(names.map((name) => [name, detail[name]])) });
}

const sizes = new ResizeObserver(() => {
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  if (height !== told) post({ clientele: 'size', height });
  told = height;
});

function post(message) {
  if (host !== undefined) parent.postMessage(message, host);
}

/** In another page it is something that has happened; by itself, what this one is about. */
function say(text) {
  const alone = parent === window;
  const place = alone ? document.createElement('main') : document.body;
  const refusal = document.createElement(alone ? 'h1' : 'p');
  refusal.className = 'refusal';
  if (!alone) refusal.setAttribute('role', 'alert');
  refusal.textContent = text;
  place.replaceChildren(refusal);
  if (alone) document.body.replaceChildren(place);
}
