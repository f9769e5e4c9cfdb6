// Starts the application, and takes its place when it cannot start or has stopped. A file of its own, because the page's
// policy allows no inline script; in words that older browsers read as well, so that they can be told what they lack.
const { js, wasm } = document.querySelector('script[data-js]').dataset;
let over = false;

// What a mail's link brings is nobody's to read: before anything is loaded it goes out of the address, and to the page that
// asks for it. A server that does not know that page's address sends it to the front door.
const { pathname, search, hash } = location;
const brings = () => /[#&](access_token|error|error_code)=/.test(location.hash);
if (/^\/auth\/confirm\/?$/.test(pathname) ? search + hash : brings() || (pathname === '/' && /[?&](code|token_hash|error)=/.test(search))) {
  window.clienteleArrival = search + hash;
  history.replaceState(null, '', '/auth/confirm');
}
// A link that is opened where the page stands already changes the address alone.
window.addEventListener('hashchange', () => brings() && location.reload());

/** Nothing but these sentences and two ways on: `role=alert` has them read out, and the heading takes the focus. */
function say(title, texts) {
  over = true;
  const make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const name of Object.keys(attributes)) element.setAttribute(name, attributes[name]);
    element.append(...children);
    return element;
  };
  const agency = location.pathname.startsWith('/admin/');
  const heading = make('h1', { class: 'message__title', tabindex: '-1' }, title);
  const ways = [
    make('a', { class: 'button', 'data-primary': '', href: location.pathname + location.search }, 'Load this page again'),
    make('a', { class: 'button', href: agency ? '/admin/clients' : '/' }, agency ? 'Go to the clients' : 'Go to the start'),
  ];
  const lines = texts.map((text) => make('p', { class: 'message__text' }, text));
  const message = make('section', { class: 'message', 'data-kind': 'failed', role: 'alert' }, heading, ...lines, make('p', { class: 'message__action' }, ...ways));
  document.body.replaceChildren(make('main', { class: 'shell__content' }, message));
  document.title = `${title} – Clientele`;
  heading.focus();
}

const hush = (event) => over && event.stopImmediatePropagation();
// What happens to the window itself is heard in the order in which it was asked to listen: this has to be the first.
for (const name of ['beforeunload', 'popstate', 'hashchange', 'storage', 'resize', 'online', 'offline', 'pagehide', 'message']) window.addEventListener(name, hush);

/** An instance that was cut off in the middle must act no more: it hears nothing, no clock wakes it, nothing it sends leaves. */
function silence() {
  for (const name in window) {
    if (name.startsWith('on')) window.addEventListener(name.slice(2), hush, { capture: true, passive: true });
  }
  for (let timer = setTimeout(() => {}); timer > 0; timer -= 1) clearTimeout(timer);
  window.fetch = () => new Promise(() => {});
}

function stopped() {
  if (over) return;
  over = true;
  silence();
  say('Clientele has stopped', [
    'A fault in the application made it stop. Whatever it called saved is saved.',
    'What you typed into a form was kept as a draft in this browser, and is offered when you open the form again.',
  ]);
}

/** Its own trap; or an error that flew through it, which cuts it off as well (too deep a recursion is one of these). */
const fatal = (error) =>
  error instanceof WebAssembly.RuntimeError || (error instanceof Error && /wasm-function/.test(error.stack));

function unstarted(error) {
  console.error(error);
  if (over) return;
  // Reference types: the newest part of the language that the application is written in.
  const newest = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 1, 111, 0]);
  if (!window.WebAssembly || !WebAssembly.validate(newest)) {
    say('This browser is too old for Clientele', ['Clientele needs WebAssembly as browsers have had it since 2021. Update this browser, or use another one.']);
  } else if (fatal(error)) {
    stopped();
  } else {
    say('Clientele could not be loaded', [
      'The connection failed on the way, or a new version has just been published.',
      'Check your connection and load the page again.',
    ]);
  }
}

// Not at once: where a recursion has filled the stack, there is no room left to say so.
const soon = () => Promise.resolve().then(stopped);
window.addEventListener('error', ({ error }) => fatal(error) && soon());
// A lost answer that nobody waits for any more is made within the instance too, and no harm: only traps count here.
window.addEventListener('unhandledrejection', ({ reason }) => reason instanceof WebAssembly.RuntimeError && soon());

import(js).then(({ default: init }) => init({ module_or_path: wasm })).catch(unstarted);
