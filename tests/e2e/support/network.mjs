// What a page asked for, and answers put in the server's place.

/** The requests of a page to paths that begin so, from now on, still growing. */
export function requestsTo(page, prefix) {
  const requests = [];
  page.on('request', (request) => {
    if (new URL(request.url()).pathname.startsWith(prefix)) requests.push(request);
  });
  return requests;
}

/** Holds the answers to a pattern back, for a page or all of a browser's, until `release` is called; `asked` settles when the first has been asked for. */
export async function hold(page, pattern) {
  let release;
  let ask;
  const released = new Promise((resolve) => (release = resolve));
  const asked = new Promise((resolve) => (ask = resolve));
  await page.route(pattern, async (route) => {
    ask();
    await released;
    // The page may have given this request up, or be gone: then there is nobody to answer.
    await route.continue().catch(() => {});
  });
  return { asked, release };
}

/** Answers the first `times` requests to a pattern; later ones reach the server. */
export async function answer(page, pattern, respond, { times = Infinity, method } = {}) {
  let left = times;
  await page.route(pattern, async (route) => {
    if (left > 0 && (!method || route.request().method() === method)) {
      left -= 1;
      return respond(route);
    }
    return route.fallback();
  });
}

export const json = (status, body) => (route) =>
  route.fulfill({ status, contentType: 'application/json', body: typeof body === 'string' ? body : JSON.stringify(body) });
