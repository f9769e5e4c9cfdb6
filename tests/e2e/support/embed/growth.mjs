// What a page holds on to: counted by the browser itself after a collection, and by wrappers put there before anything loads.

/** Counts timers, channels and listeners of the window and the document, and lets the program's memory be weighed. */
export async function counting(page) {
  await page.addInitScript(() => {
    const timers = new Set();
    for (const [set, clear, once] of [['setTimeout', 'clearTimeout', true], ['setInterval', 'clearInterval', false]]) {
      const [begin, end] = [window[set], window[clear]];
      window[set] = (act, ...rest) => {
        const id = begin(once ? (...given) => (timers.delete(id), act(...given)) : act, ...rest);
        timers.add(id);
        return id;
      };
      window[clear] = (id) => (timers.delete(id), end(id));
    }
    const channels = new Set();
    const Channel = window.BroadcastChannel;
    window.BroadcastChannel = class extends Channel {
      constructor(name) {
        super(name);
        channels.add(this);
      }
      close() {
        channels.delete(this);
        super.close();
      }
    };
    const heard = new Set();
    const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
    const functions = new WeakMap();
    let next = 0;
    const named = (target, type, listener, options) => {
      if (!functions.has(listener)) functions.set(listener, (next += 1));
      return [target === window ? 'window' : 'document', type, functions.get(listener), Boolean(options?.capture ?? options)].join(' ');
    };
    const isKept = (target, listener) => listener && (target === window || target === undefined || target === document);
    EventTarget.prototype.addEventListener = function (type, listener, options) {
      if (isKept(this, listener)) heard.add(named(this ?? window, type, listener, options));
      return add.call(this ?? window, type, listener, options);
    };
    EventTarget.prototype.removeEventListener = function (type, listener, options) {
      if (isKept(this, listener)) heard.delete(named(this ?? window, type, listener, options));
      return remove.call(this ?? window, type, listener, options);
    };
    let memory;
    let table;
    for (const name of ['instantiate', 'instantiateStreaming']) {
      const make = WebAssembly[name];
      WebAssembly[name] = async (...given) => {
        const made = await make.apply(WebAssembly, given);
        const { exports } = made.instance ?? made;
        ({ memory } = exports);
        table = Object.entries(exports).filter(([name, one]) => /externref/.test(name) && one instanceof WebAssembly.Table).map(([, one]) => one);
        return made;
      };
    }
    // What the program holds of the browser's: each in a place of its table, which is empty again when it is let go.
    const held = () => {
      const kinds = {};
      for (const one of table ?? []) {
        for (let place = 0; place < one.length; place += 1) {
          const value = one.get(place);
          if (value === null || value === undefined || typeof value === 'boolean') continue;
          const kind = Object.prototype.toString.call(value).slice(8, -1);
          kinds[kind] = (kinds[kind] ?? 0) + 1;
        }
      }
      return kinds;
    };
    window.counted = () => ({
      timers: timers.size,
      channels: channels.size,
      heard: [...heard].map((name) => name.replace(/ \d+ .*/, '')).sort().join(', '),
      memory: memory?.buffer.byteLength,
      held: held(),
    });
  });
}

/** Puts the tags in, waits until each shows what it is for, and takes them out again; so many times. */
export async function rounds(page, markups, token, times) {
  await page.evaluate(
    async ([all, given, number]) => {
      const drawn = (element) =>
        new Promise((resolve) => {
          const look = () => {
            const { shadowRoot } = element;
            if (shadowRoot.querySelector('.clientele > *') && !shadowRoot.querySelector('.skeleton')) return resolve();
            requestAnimationFrame(look);
          };
          look();
        });
      window.accessOf ??= () => given;
      for (let round = 0; round < number; round += 1) {
        const elements = all.map((markup) => {
          const holder = document.createElement('div');
          holder.innerHTML = markup;
          const element = holder.firstElementChild;
          element.getToken = window.accessOf;
          (window.tags ??= []).push(new WeakRef(element));
          return element;
        });
        document.querySelector('main').append(...elements);
        await Promise.all(elements.map(drawn));
        for (const element of elements) element.remove();
        await new Promise((resolve) => setTimeout(resolve));
      }
    },
    [markups, token, times],
  );
}

/** What the page holds on to, asked as often as one likes. */
export async function scales(page) {
  const client = await page.context().newCDPSession(page);
  await client.send('Performance.enable');
  await client.send('HeapProfiler.enable');
  const collect = async () => {
    await client.send('HeapProfiler.collectGarbage');
    // The program hears of what is gone in a task of its own, and then lets go of more.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
  };
  const weigh = async () => {
    for (let time = 0; time < 3; time += 1) await collect();
    const { metrics } = await client.send('Performance.getMetrics');
    const of = Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
    const tags = await page.evaluate(() => window.tags.filter((one) => one.deref()).length);
    return { ...(await page.evaluate(() => window.counted())), listeners: of.JSEventListeners, tags };
  };
  return { collect, weigh };
}
