// The custom elements: what a page loads. They know attributes, shadows and when the program has to come; what is in them
// is drawn by the program. `cargo xtask embed` puts four things in front of this: `fetch` as it was when the page loaded us,
// `PROGRAM` that calls the wasm, `TAGS` from `custom-elements.json`, and `STYLE` from `style/`.

const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLE);

/** Every element that shows something, for the day the program stops. */
const shown = new Set();
let program;
let stopped = false;
/** Shows in an element why there is nothing to show. A page cannot call it. */
let fail;

/** Written out, so that a bundler finds it, brings the file along, and puts here how it calls it. */
const WASM = new URL('./clientele.wasm', import.meta.url).href;

/** One program for the page, however many elements. A failure is not kept: the next to ask tries again. */
function load() {
  program ??= start().catch((error) => {
    program = undefined;
    throw error;
  });
  return program;
}

async function start() {
  const wasm = await fetch(WASM);
  if (!wasm.ok) throw new Error(`${wasm.url} answered ${wasm.status}`);
  await PROGRAM.init({ module_or_path: wasm });
  addEventListener('error', ({ error }) => isOurs(error) && stop());
  addEventListener('unhandledrejection', ({ reason }) => isOurs(reason) && stop());
}

// By the addresses that are in the stack: the program's, or this module's for a browser that names the program otherwise.
const isOurs = (error) => error instanceof WebAssembly.RuntimeError && [WASM, import.meta.url].some((address) => error.stack.includes(address));

/** A fault has cut the program off in the middle: it must not act on, and people are told. */
function stop() {
  if (stopped) return;
  stopped = true;
  for (const element of shown) fail(element, 'stopped');
}

const FAILURES = {
  load: ['This part of the page could not be loaded', 'Check your connection and try again.'],
  stopped: ['This part of the page has stopped', 'A fault made it stop. Whatever it called saved is saved, and what you typed was kept as a draft. Load the page again.'],
  old: ['This browser is too old for this part of the page', 'It needs WebAssembly as browsers have had it since 2021. Update this browser, or use another one.'],
};
// Reference types: the newest part of the language that the program is written in.
const isOld = !WebAssembly?.validate(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 1, 111, 0]));

function make(name, attributes, ...children) {
  // Of its class: a page's <img name="createElement"> is what the document itself has under that name.
  const element = Document.prototype.createElement.call(document, name);
  for (const key of Object.keys(attributes)) element.setAttribute(key, attributes[key]);
  element.append(...children);
  return element;
}

/** A property that holds the attribute's text; lists and objects are written as the attribute would be. */
function property(attribute) {
  return {
    get() {
      return this.getAttribute(attribute) ?? '';
    },
    set(value) {
      if (value === null || value === undefined) this.removeAttribute(attribute);
      else this.setAttribute(attribute, written(value));
    },
    enumerable: true,
    configurable: true,
  };
}

function written(value) {
  if (Array.isArray(value)) return value.join(',');
  if (typeof value !== 'object') return String(value);
  return new URLSearchParams(Object.entries(value).map(([key, one]) => [key, [one].flat().join(',')])).toString().replaceAll('+', '%20');
}

const camel = (attribute) => attribute.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

class Tag extends HTMLElement {
  #kind;
  #shadow;
  #place;
  #tag;
  #token;
  #fixed;

  static {
    fail = (element, code) => element.#fail(code);
  }

  constructor(kind) {
    super();
    this.#kind = kind;
    this.#shadow = this.attachShadow({ mode: 'open' });
    this.#shadow.adoptedStyleSheets = [sheet];
  }

  connectedCallback() {
    this.#takeUpProperties();
    if (this.hasAttribute('access-token') || this.hasAttribute('token')) {
      console.warn(`<${this.localName}>: a token is taken by the properties accessToken and getToken alone. Everybody can read an attribute; remove it.`);
    }
    shown.add(this);
    if (!this.#tag) this.#begin();
  }

  disconnectedCallback() {
    // An element that is moved goes and comes in one breath, and keeps what is in it.
    queueMicrotask(() => {
      if (!this.isConnected) this.#end();
    });
  }

  // Where the page moves it with `moveBefore`, it neither goes nor comes.
  connectedMoveCallback() {}

  attributeChangedCallback() {
    this.#tell();
  }

  /** A function that returns a valid access token of the page's own session, or a promise of one. It is called with the
   * token that the server has just refused, if there is one: then it has to return another. */
  get getToken() {
    return this.#token;
  }

  set getToken(value) {
    this.#fixed = undefined;
    this.#hand(typeof value === 'function' ? value : undefined);
  }

  /** The same, as a token that the page puts here anew whenever it has another one. */
  get accessToken() {
    return this.#fixed;
  }

  set accessToken(value) {
    if (value === this.#fixed) return;
    this.#fixed = value || undefined;
    this.#hand(value ? () => value : undefined);
  }

  #fail(code) {
    this.#free();
    const [title, text] = FAILURES[code];
    const again = make('button', { type: 'button', class: 'button' }, 'Try again');
    again.addEventListener('click', () => this.#begin());
    const heading = make('h2', { class: 'message__title' }, title);
    const action = code === 'load' ? [make('p', { class: 'message__action' }, again)] : [];
    const section = make('section', { class: 'message', 'data-kind': 'failed', role: 'alert' }, heading, make('p', { class: 'message__text' }, text), ...action);
    this.#draw(section);
    this.dispatchEvent(new CustomEvent('clientele-error', { bubbles: true, composed: true, detail: { code, message: `${title}. ${text}` } }));
  }

  #hand(provider) {
    this.#token = provider;
    this.#tell();
  }

  async #begin() {
    if (stopped) return this.#fail('stopped');
    if (isOld) return this.#fail('old');
    this.#skeleton();
    const place = this.#place;
    try {
      await load();
      // It may have gone meanwhile, or have begun anew.
      if (!this.isConnected || this.#tag || place !== this.#place) return;
      const drawn = make('div', { class: 'clientele', part: 'frame' });
      this.#shadow.replaceChildren(drawn);
      this.#place = drawn;
      this.#tag = new PROGRAM.Tag(this.#kind, this, this.#shadow, drawn, this.#settings(), this.#token);
    } catch (error) {
      console.error(error);
      if (this.isConnected && place === this.#place) this.#fail('load');
    }
  }

  #end() {
    shown.delete(this);
    this.#free();
    this.#place = undefined;
    this.#shadow.replaceChildren();
  }

  #free() {
    const tag = this.#tag;
    this.#tag = undefined;
    if (tag && !stopped) tag.free();
  }

  /** Grey where everything will be, so that nothing jumps when it comes. */
  #skeleton() {
    const rows = Array.from({ length: TAGS[this.#kind].rows }, () => make('div', { class: 'skeleton__row' }));
    this.#draw(make('div', { class: 'skeleton', role: 'status' }, make('span', { class: 'visually-hidden' }, 'Loading…'), ...rows));
  }

  #draw(content) {
    this.#place = make('div', { class: 'clientele', part: 'frame' }, content);
    this.#shadow.replaceChildren(this.#place);
  }

  #settings() {
    const settings = {};
    for (const name of this.constructor.observedAttributes) if (this.hasAttribute(name)) settings[name] = this.getAttribute(name);
    // Whoever hands in a session has said whose it is.
    if (this.#token && settings.session !== 'own') settings.session = 'host';
    return JSON.stringify(settings);
  }

  #tell() {
    this.#tag?.set(this.#settings(), this.#token);
  }

  /** What the page has set before this was an element of ours. */
  #takeUpProperties() {
    for (const name of [...this.constructor.observedAttributes.map(camel), 'getToken', 'accessToken']) {
      if (Object.hasOwn(this, name)) {
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }
  }
}

for (const [kind, { attributes }] of Object.entries(TAGS)) {
  const name = `clientele-${kind}`;
  // A page that loads two copies of this keeps the first.
  if (customElements.get(name)) continue;
  class Element extends Tag {
    static observedAttributes = attributes;

    constructor() {
      super(kind);
    }
  }
  Object.defineProperties(Element.prototype, Object.fromEntries(attributes.map((attribute) => [camel(attribute), property(attribute)])));
  customElements.define(name, Element);
}
