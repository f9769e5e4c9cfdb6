// A page that means no good, or is badly made: what it puts over the browser's own, whom it names as the endpoint, and
// what its scripts press.
import { METHODS, VALUES } from '../../../xtask/embed/glue.mjs';
import { address, ask, identity, mailFor, sessionFor } from '../support/accounts.mjs';
import { readClient } from '../support/clients.mjs';
import { field, save } from '../support/edit.mjs';
import { openTag, pressAll, writes } from '../support/embed/hostile.mjs';
import { KEPT, expect, html, keepSession, policy, startStranger, tag, test, tokenOf } from '../support/embed/stranger.mjs';
import { rows, table } from '../support/list.mjs';
import { requestsTo } from '../support/network.mjs';
import { SITE } from '../support/place.mjs';

test('what a page puts over fetch after us sees no request and no token', async ({ visit, project }) => {
  const page = await visit('');
  await page.waitForFunction(() => customElements.get('clientele-list'));
  const sent = requestsTo(page, '/rest/v1/');
  await page.evaluate(() => {
    window.seen = [];
    for (const name of ['fetch', 'Request', 'Headers']) {
      const own = window[name];
      window[name] = new Proxy(own, {
        apply: (target, self, given) => (window.seen.push(name), Reflect.apply(target, self, given)),
        construct: (target, given, made) => (window.seen.push(name), Reflect.construct(target, given, made)),
      });
    }
  });
  await openTag(page, tag('list', project), await tokenOf('owner'));
  await expect(rows(page).first()).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search clients' }).fill('studio');
  await expect(rows(page).first()).toContainText(/studio/i);
  expect(sent.length).toBeGreaterThan(2);
  expect(await page.evaluate(() => window.seen)).toEqual([]);
  // What stands in its place does see what the page itself asks.
  await page.evaluate(() => fetch('/').catch(() => {}));
  expect(await page.evaluate(() => window.seen)).toContain('fetch');
});

test('elements named like what a document knows stop nothing', async ({ visit, project }) => {
  const names = [...METHODS, ...VALUES, 'body', 'head', 'title', 'cookie', 'location', 'defaultView', 'forms', 'children', 'getSelection', 'styleSheets', 'adoptedStyleSheets', 'readyState', 'fetch', 'Request', 'CSSStyleSheet', 'customElements', 'WebAssembly', 'document', 'top', 'self'];
  const clobbering = names.map((name) => `<img name="${name}" id="${name}" alt=""><form name="${name}"><input name="${name}" aria-label="x"></form><a id="${name}"></a><object name="${name}"></object><embed name="${name}">`).join('');
  const page = await visit(`${clobbering}<form name="body"><input name="activeElement" aria-label="y"></form>${tag('list', project)}${tag('form', project)}`, {
    who: 'owner',
    head: '<base href="/elsewhere/">',
  });
  await expect(rows(page).first()).toBeVisible();
  // They are where a page put them.
  expect(await page.evaluate(() => typeof document.createElement)).toBe('object');
  await page.getByRole('searchbox', { name: 'Search clients' }).fill('studio');
  await expect(rows(page).first()).toContainText(/studio/i);
  // By what the browser shows to screen readers: what looks through the document itself stumbles over its names as well.
  const email = page.getByRole('textbox', { name: 'Email Required' });
  await email.focus();
  await page.keyboard.type('no address');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').getByText('Not saved yet')).toBeVisible();
  await expect(email).toHaveValue('no address');
});

test('an endpoint that only looks like the project never gets its token', async ({ page, host, project }) => {
  const other = await startStranger();
  const asked = [];
  page.on('request', (request) => asked.push(request));
  const endpoints = [
    other.origin, `${SITE}.evil.example`, 'https://127.evil.example', `https://127.0.0.1:${new URL(SITE).port}`, `http://localhost:${new URL(other.origin).port}`,
    'https://abc.supabase.co.evil.example', 'https://abc.evil.example', 'https://abc.supabase.co:444', 'https://ABC.supabase.com',
  ];
  const session = await sessionFor(address('owner'));
  for (const name of [KEPT, 'sb-abc-auth-token', 'sb-127-auth-token']) await keepSessionOnce(page, host.origin, session, name);
  // The host lets everything out, so that nothing but ourselves holds it back.
  host.put('/', html(endpoints.map((endpoint) => tag('list', { ...project, endpoint })).join('')), { 'content-security-policy': policy('*') });
  await page.goto(`${host.origin}/`);
  await expect(page.getByText(/You are not signed in|The endpoint is no address/)).toHaveCount(endpoints.length);
  const foreign = asked.filter((request) => new URL(request.url()).origin !== host.origin);
  expect(foreign.map((request) => request.url())).toEqual([]);
  // The real one does get it, in the same browser.
  await page.evaluate(([markup]) => document.querySelector('main').insertAdjacentHTML('beforeend', markup), [tag('list', project)]);
  await expect(rows(page).first()).toBeVisible();
  const carrying = asked.filter((request) => request.headers().authorization);
  expect(carrying.length).toBeGreaterThan(1);
  expect(new Set(carrying.map((request) => new URL(request.url()).origin))).toEqual(new Set([SITE]));
  await other.stop();
});

const keepSessionOnce = (page, origin, session, name) =>
  page.addInitScript(([where, key, value]) => location.origin === where && localStorage.setItem(key, value), [origin, name, JSON.stringify(session)]);

for (const [what, key] of [
  ['a secret key', 'sb_secret_0123456789'],
  ['a key of the role that passes every policy', `e30.${Buffer.from('{"role":"service_role"}').toString('base64url')}.x`],
]) {
  test(`${what} is refused with a word and without a request`, async ({ page, visit }) => {
    const asked = [];
    page.on('request', (request) => new URL(request.url()).origin === SITE && asked.push(request.url()));
    await visit(tag('list', { endpoint: SITE, 'api-key': key }), { who: 'owner' });
    await expect(page.getByText('This tag was given a secret key.')).toBeVisible();
    expect(asked).toEqual([]);
  });
}

test('a token in an attribute is not taken, and the page is told', async ({ page, visit, project }) => {
  const token = await tokenOf('owner');
  const said = [];
  const asked = [];
  page.on('console', (message) => message.type() === 'warning' && said.push(message.text()));
  page.on('request', (request) => asked.push(request));
  await visit(tag('list', { ...project, 'access-token': token, token }));
  await expect(page.getByText('You are not signed in')).toBeVisible();
  await expect.poll(() => said.join('\n')).toContain('a token is taken by the properties accessToken and getToken alone');
  expect(asked.filter((request) => request.headers().authorization || request.url().includes(token))).toEqual([]);
});

test('a script presses nothing in a form, and a person does', async ({ client, page, visit, project, sql }) => {
  const row = await client({ phone: '+49 30 901820' });
  await visit(tag('form', { ...project, 'client-id': row.id }), { who: 'owner' });
  const sent = writes(page);
  await field(page, 'Phone').fill('+49 30 901821');
  await pressAll(page);
  expect(sent).toEqual([]);
  expect((await readClient(sql, row.id)).phone).toBe('+49 30 901820');
  await expect(field(page, 'Phone')).toHaveValue('+49 30 901821');
  // By the keyboard alone.
  await field(page, 'Phone').press('Enter');
  await expect(page.getByText(`Saved ${row.company_name}.`)).toBeVisible();
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901821', version: row.version + 1 });
  expect(sent).toEqual(['PATCH /rest/v1/clients']);
  // The notice offers to take it back: a person only.
  const before = sent.length;
  await pressAll(page);
  expect(sent.length).toBe(before);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText(/^Undone/)).toBeVisible();
  expect(await readClient(sql, row.id)).toMatchObject({ phone: '+49 30 901820', version: row.version + 2 });
  expect(sent).toHaveLength(before + 1);
});

test('a script changes nothing in a list, and a person does', async ({ client, page, visit, project, sql }) => {
  const row = await client({ status: 'lead' });
  await visit(tag('list', { ...project, mode: 'edit', filters: `q=${row.email}` }), { who: 'owner' });
  await expect(rows(page)).toHaveCount(1);
  const sent = writes(page);
  await page.getByRole('button', { name: `Actions for ${row.company_name}` }).click();
  await expect(page.getByRole('menu')).toBeVisible();
  await pressAll(page);
  expect(sent).toEqual([]);
  expect((await readClient(sql, row.id)).status).toBe('lead');
  await page.getByRole('menuitemradio', { name: 'Active', exact: true }).click();
  await expect.poll(async () => (await readClient(sql, row.id)).status).toBe('active');
  expect((await readClient(sql, row.id)).version).toBe(row.version + 1);
  expect(sent).toEqual(['PATCH /rest/v1/clients']);
});

test('a script signs nobody in or out and has no mail sent, and a person does', async ({ page, visit, project }) => {
  const other = address('member2');
  await ask('/auth/v1/otp', { body: { email: other, create_user: false } });
  const before = await mailFor(other);
  await visit(tag('sign-in', project));
  const sent = writes(page);
  await page.getByLabel('Email').fill(other);
  await pressAll(page);
  expect(sent).toEqual([]);
  await page.getByLabel('Email').press('Enter');
  await expect(page.getByLabel('Six-digit code')).toBeVisible();
  const mail = await mailFor(other);
  expect(mail.code).not.toBe(before.code);
  sent.length = 0;
  await page.getByLabel('Six-digit code').fill(mail.code);
  await pressAll(page);
  expect(sent).toEqual([]);
  await page.getByLabel('Six-digit code').press('Enter');
  await expect(page.getByText('You are signed in as')).toBeVisible();
  sent.length = 0;
  await pressAll(page);
  expect(sent).toEqual([]);
  await expect(page.getByText('You are signed in as')).toBeVisible();
  expect(await page.evaluate((key) => localStorage.getItem(key), KEPT)).not.toBeNull();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByLabel('Email')).toBeVisible();
  expect(await page.evaluate((key) => localStorage.getItem(key), KEPT)).toBeNull();
});

test('two projects on one page stay apart', async ({ page, host, project }) => {
  const here = SITE.replace('127.0.0.1', 'localhost');
  const sessions = { [SITE]: await sessionFor(address('owner')), [here]: await sessionFor(address('member2')) };
  for (const [where, session] of Object.entries(sessions)) await keepSessionOnce(page, host.origin, session, `clientele-session-${where}`);
  const asked = [];
  page.on('request', (request) => request.headers().authorization && asked.push(request));
  const tags = Object.keys(sessions).map((endpoint, place) => `<div id="p${place}">${tag('sign-in', { ...project, endpoint })}${tag('list', { ...project, endpoint, mode: 'edit' })}</div>`);
  host.put('/', html(tags.join('')), { 'content-security-policy': policy(`${SITE} ${here}`) });
  await page.goto(`${host.origin}/`);
  const [first, second] = [page.locator('#p0'), page.locator('#p1')];
  await expect(first.getByText('You are signed in as')).toBeVisible();
  await expect(second.getByText('You are signed in as')).toBeVisible();
  await expect(rows(first).first()).toBeVisible();
  await expect(rows(second).first()).toBeVisible();
  for (const request of asked) {
    const { origin } = new URL(request.url());
    expect(request.headers().authorization).toBe(`Bearer ${sessions[origin].access_token}`);
  }
  expect(new Set(asked.map((request) => new URL(request.url()).origin))).toEqual(new Set([SITE, here]));
  // One signs out: the other stays, and so does what it shows.
  const held = await table(second).elementHandle();
  await first.getByRole('button', { name: 'Sign out' }).click();
  await expect(first.getByLabel('Email')).toBeVisible();
  await expect(first.getByText('You are not signed in')).toBeVisible();
  await expect(second.getByText('You are signed in as')).toBeVisible();
  expect(await held.evaluate((element) => element.isConnected)).toBe(true);
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('clientele-session-')).length)).toBe(1);
});
