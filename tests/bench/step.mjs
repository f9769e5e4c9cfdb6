// One step of a person on the list, as an input of the browser's own, and what becomes of its time.
import { asksForRows, ROW } from './list.mjs';

/** So many rows from the first are compared; a list that draws only what is in view has at least these. */
export const COMPARED = 10;

/** What the probe waits for: these clients first, and so many rows in all. */
export const expectation = (ids, count) => ({ selector: ROW, ids: ids.slice(0, COMPARED), count });

/** Brings the control under the mouse or the keyboard and waits until the page has nothing to do. */
export async function approach(page, step) {
  const control = step.find(page);
  await control.scrollIntoViewIfNeeded();
  if (step.event === 'click') {
    const { x, y, width, height } = await control.boundingBox();
    await page.mouse.move(x + width / 2, y + height / 2);
  } else {
    await control.focus();
  }
  await idle(page);
}

/** @returns the times of a step, from its input to the frame that shows its rows */
export async function measure(page, step, expected, pause = 0) {
  await approach(page, step);
  await page.evaluate(([what, event]) => window.bench.watch(what, event), [expected, step.event]);
  await step.act(page);
  return timesOf(await taken(page, step.key), pause);
}

export const taken = (page, name) =>
  Promise.race([
    page.evaluate(() => window.bench.take()),
    // A page that never shows the rows would otherwise wait for ever.
    new Promise((_, reject) => setTimeout(reject, 60_000, new Error(`The rows of "${name}" did not come.`)).unref()),
  ]);

/** The server's part is what the browser's record of the rows' request says; the rest is the page's. */
function timesOf({ begun, changed, frame, painted, requests, longest }, pause) {
  const rows = requests.findLast(({ name, responseEnd }) => asksForRows(name) && responseEnd <= changed);
  const [asked, answered] = rows ? [rows.startTime, rows.responseEnd] : [begun + pause, begun + pause];
  return {
    seen: painted - begun,
    share: painted - begun - (answered - asked) - pause,
    asking: asked - begun - pause,
    server: answered - asked,
    building: changed - answered,
    waiting: frame - changed,
    drawing: painted - frame,
    longest,
  };
}

/** A first visit asks several times, partly at once: what any request took that the rows waited for is the server's. */
export function navigationTimes({ changed, painted, requests, longest }) {
  const server = served(requests, changed, 0);
  return { seen: painted, share: painted - server, server, longest };
}

/** How long, from `begun` on, a request was under way whose answer came before what is waited for. */
export function served(requests, changed, begun) {
  const spans = requests
    .filter(({ responseEnd }) => responseEnd <= changed)
    .sort((a, b) => a.startTime - b.startTime);
  let server = 0;
  let until = begun;
  for (const { startTime, responseEnd } of spans) {
    server += Math.max(0, responseEnd - Math.max(startTime, until));
    until = Math.max(until, responseEnd);
  }
  return server;
}

/** A browser that draws nothing may never call itself idle. */
export const idle = (page) => page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 1_000 })));
