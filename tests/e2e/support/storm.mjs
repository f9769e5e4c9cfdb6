// What can happen to a request between a browser and its server, by chance.

const PATHS = /\/(rest|auth)\/v1\//;
const said = (status, body, headers = {}) => (route) =>
  route.fulfill({ status, contentType: 'application/json', headers, body: JSON.stringify(body) });

/** Breaks a context's requests while it blows. Each fault is called by its name, and counted. */
export async function storm(context, chance) {
  const weather = { blows: false, counts: {}, late: [], held: [] };
  const faults = {
    'request dropped': (route) => route.abort('connectionreset'),
    async 'answer dropped'(route) {
      await route.fetch();
      await route.abort('connectionreset');
    },
    // The server answers; what was asked later is answered earlier.
    async held(route) {
      await new Promise((resolve) => weather.held.push(resolve));
      await route.continue();
    },
    async duplicated(route) {
      const [first, second] = [await route.fetch(), await route.fetch()];
      await route.fulfill({ response: chance.onceIn(2) ? first : second });
    },
    // The browser has given up and asked again by the time the server hears it.
    async late(route) {
      const request = route.request();
      const { apikey, authorization, prefer } = request.headers();
      const headers = Object.fromEntries(Object.entries({ apikey, authorization, prefer, 'content-type': 'application/json' }).filter(([, value]) => value));
      weather.late.push(() => fetch(request.url(), { method: request.method(), headers, body: request.postData() ?? undefined }));
      await route.abort('timedout');
    },
    async truncated(route) {
      const response = await route.fetch();
      const body = await response.text();
      await route.fulfill({ response, body: body.slice(0, body.length / 2) });
    },
    '401': said(401, { code: 'PGRST303', message: 'JWT expired' }),
    '403': said(403, { code: '42501', message: 'permission denied' }),
    '409': said(409, { code: '40001' }),
    '500': said(500, { code: 'XX000' }),
    async '500 after it was done'(route) {
      await route.fetch();
      await said(500, {})(route);
    },
    '503': said(503, {}, { 'retry-after': '1' }),
  };
  const names = Object.keys(faults);
  await context.route(PATHS, async (route) => {
    const late = weather.late.splice(0);
    const earlier = weather.held.splice(0);
    try {
      if (weather.blows && chance.onceIn(2)) {
        const signsIn = route.request().url().includes('/auth/');
        // What is asked for once only is not asked for again.
        const name = chance.pick(signsIn ? names.filter((name) => name !== 'late') : names);
        weather.counts[name] = (weather.counts[name] ?? 0) + 1;
        await faults[name](route);
      } else {
        await route.continue();
      }
    } catch (error) {
      if (!/closed|disposed|already handled|ECONNRESET|Request context|canceled/i.test(String(error))) throw error;
    }
    earlier.forEach((release) => release());
    await Promise.all(late.map((deliver) => deliver()));
  });
  weather.release = () => weather.held.splice(0).forEach((release) => release());
  weather.calm = async () => {
    weather.blows = false;
    weather.release();
    await Promise.all(weather.late.splice(0).map((deliver) => deliver()));
  };
  return weather;
}
