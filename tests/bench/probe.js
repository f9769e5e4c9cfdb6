// Runs in the page before anything of its own: notes when an input came, when its rows stood in the document, and when
// the frame that shows them was done.
(() => {
  const tasks = [];
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries()));
  observer.observe({ type: 'longtask', buffered: true });
  performance.setResourceTimingBufferSize(10_000);

  let taken;
  /** Waits for the rows of `expected`; the time begins with the next event of that kind, or with the navigation. */
  function watch(expected, event) {
    let begun = event ? undefined : 0;
    if (event) {
      addEventListener(event, ({ timeStamp }) => (begun = timeStamp), { capture: true, once: true });
    }
    taken = new Promise((resolve) => {
      const changes = new MutationObserver(() => {
        if (begun === undefined || !shown(expected)) return;
        changes.disconnect();
        painted((frame, end, changed) => resolve({ begun, changed, frame, painted: end }));
      });
      changes.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['href'] });
    });
  }

  /** Waits for the frame that shows what the next key does to the input it is pressed in. */
  function watchKey() {
    let begun;
    addEventListener('keydown', ({ timeStamp }) => (begun = timeStamp), { capture: true, once: true });
    taken = new Promise((resolve) => {
      const typed = () => painted((frame, end, changed) => resolve({ begun, changed, frame, painted: end }));
      addEventListener('input', typed, { capture: true, once: true });
    });
  }

  function shown({ selector, ids, count }) {
    const rows = document.querySelectorAll(selector);
    return rows.length >= count && ids.every((id, place) => rows[place].querySelector('a')?.href.endsWith(id));
  }

  /**
   * Sizes are reported in the first frame that lays the rows out, also when they were put in by that frame's own
   * callbacks; a message sent from there comes after the frame was painted.
   */
  function painted(report) {
    const changed = performance.now();
    let frame;
    requestAnimationFrame(() => (frame = performance.now()));
    const sizes = new ResizeObserver(() => {
      sizes.disconnect();
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        channel.port1.close();
        report(frame ?? changed, performance.now(), changed);
      };
      channel.port2.postMessage(undefined);
    });
    sizes.observe(document.body);
  }

  /** What the marks and the browser's own record of requests and long tasks say about the last wait. */
  async function take() {
    const marks = await taken;
    tasks.push(...observer.takeRecords());
    const requests = performance
      .getEntriesByType('resource')
      .filter(({ name, startTime }) => new URL(name).pathname.startsWith('/rest/v1/') && startTime >= marks.begun)
      .map(({ name, startTime, responseEnd }) => ({ name, startTime, responseEnd }));
    const during = tasks.filter((task) => task.startTime < marks.painted && task.startTime + task.duration > marks.begun);
    return { ...marks, requests, longest: Math.max(0, ...during.map(({ duration }) => duration)) };
  }

  /** The heap's figures leave WebAssembly's memory out. */
  let memory;
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const instantiate = WebAssembly[name];
    WebAssembly[name] = async (...args) => {
      const made = await instantiate.apply(WebAssembly, args);
      memory = (made.instance ?? made).exports.memory;
      return made;
    };
  }
  const wasmBytes = () => memory?.buffer.byteLength ?? 0;

  window.bench = { watch, watchKey, take, wasmBytes };
})();
