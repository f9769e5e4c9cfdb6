// `<clientele-frame>`: for a page that is not trusted with what is in a tag. It makes an iframe of the agency's `frame.html`,
// hands on the attributes, gives it its height, and tells the events of the tag in it as its own. It speaks with the origin
// of `src` and no other. `cargo xtask embed` puts `EVENTS` and `ATTRIBUTES` in front of it.

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :host { display: block }
  :host([hidden]) { display: none }
  iframe { display: block; width: 100%; height: 320px; border: 0; color-scheme: inherit }
`);
const HIGHEST = 100_000;
const OWN = ['src', 'tag', 'title', 'height'];

class Frame extends HTMLElement {
  static observedAttributes = [...OWN, ...ATTRIBUTES];
  #frame;
  #origin;
  #shadow = this.attachShadow({ mode: 'closed' });

  constructor() {
    super();
    this.#shadow.adoptedStyleSheets = [sheet];
  }

  connectedCallback() {
    addEventListener('message', this.#hear);
    if (!this.#frame) this.#begin();
  }

  disconnectedCallback() {
    removeEventListener('message', this.#hear);
    this.#end();
  }

  // An iframe that is moved begins anew, but where the page moves it with `moveBefore`.
  connectedMoveCallback() {}

  attributeChangedCallback(name, before, value) {
    if (!this.#frame || before === value) return;
    if (name === 'src') this.#begin();
    else if (OWN.includes(name) && name !== 'tag') this.#outfit();
    else this.#open();
  }

  #begin() {
    this.#end();
    const src = this.getAttribute('src') ?? '';
    const url = URL.canParse(src, document.baseURI) ? new URL(src, document.baseURI) : undefined;
    if (!url || !['https:', 'http:'].includes(url.protocol)) return console.warn('<clientele-frame>: src has to be the address of the agency\u2019s frame.html.');
    this.#origin = url.origin;
    this.#frame = Document.prototype.createElement.call(document, 'iframe');
    // It leads this page nowhere, and opens no other.
    this.#frame.setAttribute('sandbox', 'allow-scripts allow-same-origin allow-forms allow-modals allow-downloads');
    this.#frame.referrerPolicy = 'no-referrer';
    this.#frame.addEventListener('load', () => this.#open());
    this.#outfit();
    this.#frame.src = url.href;
    this.#shadow.replaceChildren(this.#frame);
  }

  #end() {
    this.#frame = undefined;
    this.#shadow.replaceChildren();
  }

  #outfit() {
    this.#frame.title = this.getAttribute('title') || 'Clients';
    const height = Number(this.getAttribute('height'));
    if (height > 0) this.#frame.style.height = `${height}px`;
  }

  #open() {
    const given = ATTRIBUTES.filter((name) => this.hasAttribute(name)).map((name) => [name, this.getAttribute(name)]);
    const message = { clientele: 'open', tag: this.getAttribute('tag') || 'list', attributes: Object.fromEntries(given) };
    this.#frame?.contentWindow?.postMessage(message, this.#origin);
  }

  #hear = ({ data, origin, source }) => {
    if (!this.#frame || source !== this.#frame.contentWindow || origin !== this.#origin) return;
    if (typeof data !== 'object' || data === null) return;
    if (data.clientele === 'size') this.#size(data.height);
    else if (data.clientele === 'event') this.#tell(data);
  };

  #size(height) {
    if (!Number.isFinite(height) || height < 0 || height > HIGHEST || Number(this.getAttribute('height')) > 0) return;
    this.#frame.style.height = `${height}px`;
  }

  #tell({ type, detail }) {
    if (typeof type !== 'string' || !Object.hasOwn(EVENTS, type) || typeof detail !== 'object' || detail === null) return;
    const told = Object.fromEntries(EVENTS[type].map((name) => [name, detail[name]]));
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, detail: told }));
  }
}

if (!customElements.get('clientele-frame')) customElements.define('clientele-frame', Frame);
