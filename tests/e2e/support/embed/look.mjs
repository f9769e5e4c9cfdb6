// What a page looks like and has, for a comparison of before and after. These run in the page.

/** Every computed value of everything that these tags draw, with where it stands. */
export function computed(tags) {
  const all = [];
  const add = (element, pseudo, name) => {
    const values = getComputedStyle(element, pseudo);
    all.push({ name: `${name}${pseudo ?? ''}`, style: Object.fromEntries([...values].map((key) => [key, values.getPropertyValue(key)])) });
  };
  for (const tag of tags) {
    for (const element of document.querySelector(tag).shadowRoot.querySelectorAll('*')) {
      const name = `${tag} ${element.localName}.${element.className}`;
      const { width, height, x } = element.getBoundingClientRect();
      add(element, null, name);
      all.at(-1).style.box = [width, height, x].map(Math.round).join(' ');
      for (const pseudo of ['::before', '::after']) if (getComputedStyle(element, pseudo).content !== 'none') add(element, pseudo, name);
    }
  }
  return all;
}

/** Counts, before any script of the page, who listens to what is everybody's. */
export function listeners() {
  const held = [];
  globalThis[Symbol.for('held')] = held;
  const names = new Map([[window, 'window'], [document, 'document'], [document.documentElement, 'html']]);
  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
  const nameOf = (target) => names.get(target ?? window) ?? (target === document.body ? 'body' : target instanceof Node ? undefined : target?.constructor?.name);
  const capture = (options) => (typeof options === 'object' ? !!options?.capture : !!options);
  const same = (target, type, listener, options) => (one) => one.target === target && one.type === type && one.listener === listener && one.capture === capture(options);
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    const target = this ?? window;
    if (nameOf(target) && listener && !held.some(same(target, type, listener, options))) {
      held.push({ target, name: nameOf(target), type, listener, capture: capture(options) });
      options?.signal?.addEventListener('abort', () => held.splice(held.findIndex(same(target, type, listener, options)), 1));
    }
    return add.call(target, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    const target = this ?? window;
    const place = held.findIndex(same(target, type, listener, options));
    if (place >= 0) held.splice(place, 1);
    return remove.call(target, type, listener, options);
  };
}

/** What the page has and what it looks like, without the tags themselves. */
export function mark() {
  const style = (element) => {
    const values = getComputedStyle(element);
    return Object.fromEntries([...values].filter((key) => !/^(block-size|height|inset|perspective-origin|transform-origin|bottom|top)/.test(key)).map((key) => [key, values.getPropertyValue(key)]));
  };
  const elements = [...document.querySelectorAll(':not(main *)')];
  return {
    elements: elements.map((element) => [element.localName, [...element.attributes].map(({ name, value }) => `${name}=${value}`)]),
    styles: elements.map((element) => [element.localName, style(element)]),
    sheets: document.styleSheets.length + document.adoptedStyleSheets.length,
    title: document.title,
    address: location.href,
    history: history.length,
    state: history.state,
    globals: Reflect.ownKeys(globalThis).map(String).sort(),
    listening: (globalThis[Symbol.for('held')] ?? []).map(({ name, type }) => `${name} ${type}`).sort(),
  };
}
