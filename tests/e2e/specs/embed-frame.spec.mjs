// The tags in an iframe of the agency's own origin: who may show it, what crosses, and what is dropped.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { headersFor, parseHeaders } from '../../../xtask/server/headers-file.mjs';
import { address, sessionFor } from '../support/accounts.mjs';
import { expectAccessible, expectAccessibleInEveryLook } from '../support/axe.mjs';
import { dice } from '../support/dice.mjs';
import { KEPT, expect, html, keepSession, policy, startStranger, test as base } from '../support/embed/stranger.mjs';
import { junk } from '../support/embed/junk.mjs';
import { answered, pages, rows, table } from '../support/list.mjs';
import { DIST, HERE, SITE } from '../support/place.mjs';

const test = base.extend({
  /** The agency's own origin, with the package on it. `allow(…)` writes who may show the frame. */
  agency: async ({ project, host }, use) => {
    const agency = await startStranger();
    const allow = (...hosts) => agency.put('/clientele/frame.json', JSON.stringify({ ...project, hosts }));
    allow(host.origin, 'no origin', 7, 'null');
    await use({ ...agency, allow, frame: `${agency.origin}/clientele/frame.html` });
    await agency.stop();
  },
});

const frameHtml = () => readFileSync(path.join(DIST, 'embed/frame.html'), 'utf8');

/** A page of the host with the frame on it, that notes what it hears. */
async function visit(page, origin, host, agency, attributes = 'tag="list" mode="edit"') {
  const markup = `<clientele-frame src="${agency.frame}" ${attributes}></clientele-frame>`;
  host.put('/', html(markup).replace('clientele.js', 'clientele-frame.js'));
  await page.addInitScript(() => {
    window.heard = [];
    window.messages = [];
    addEventListener('message', ({ data, source }) => {
      window.theirs ??= source;
      window.messages.push({ data });
    });
    for (const name of ['saved', 'selected', 'error', 'before-save', 'session']) {
      addEventListener(`clientele-${name}`, ({ type, detail, target }) => window.heard.push({ type, detail, on: target.localName }));
    }
  });
  await page.goto(`${origin}/`);
}

/** As a page has it that is not told by `closed` shadows: the frame itself. */
const inside = (page, agency) => page.frames().find((frame) => frame.url().startsWith(agency.frame));

test('an allowed host shows the list, hears of it, and no token crosses', async ({ agency, host, page }) => {
  const session = await sessionFor(address('owner'));
  await keepSession(page, agency.origin, session);
  await visit(page, host.origin, host, agency, 'tag="list" view="all" filters="status=active" title="Our clients"');
  await expect.poll(() => inside(page, agency)).toBeTruthy();
  const frame = inside(page, agency);
  await expect(rows(frame).first()).toBeVisible();
  await rows(frame).first().getByRole('button').first().click();
  await expect.poll(() => page.evaluate(() => window.heard.map(({ type }) => type))).toContain('clientele-selected');
  const heard = await page.evaluate(() => window.heard);
  expect(heard.find(({ type }) => type === 'clientele-session')).toEqual({ type: 'clientele-session', detail: { state: 'signed-in' }, on: 'clientele-frame' });
  expect(heard.find(({ type }) => type === 'clientele-selected').detail).toEqual({ id: expect.stringMatching(/^[0-9a-f-]{36}$/), edit: false });
  const said = JSON.stringify(await page.evaluate(() => window.messages));
  for (const secret of [session.access_token, session.refresh_token, 'eyJ', '@']) expect(said).not.toContain(secret);
  // As high as what is in it.
  const drawn = await frame.evaluate(() => document.body.getBoundingClientRect().height);
  await expect.poll(() => page.evaluate(() => document.querySelector('clientele-frame').getBoundingClientRect().height)).toBeGreaterThanOrEqual(Math.floor(drawn));
  // Another filter, by the attribute.
  await page.evaluate(() => document.querySelector('clientele-frame').setAttribute('filters', 'q=nobody-is-called-so'));
  await expect(rows(frame)).toHaveCount(0);
});

test('people sign in inside of the frame, and the session is the frame\u2019s own', async ({ agency, host, page }) => {
  await visit(page, host.origin, host, agency, 'tag="sign-in"');
  await expect.poll(() => inside(page, agency)).toBeTruthy();
  const frame = inside(page, agency);
  await frame.getByLabel('Email').fill(address('owner'));
  await frame.getByLabel('Email').press('Enter');
  await expect(frame.getByLabel('Six-digit code')).toBeVisible();
  const { code } = await (await fetch(`${SITE}/_dev/mail?to=${encodeURIComponent(address('owner'))}`)).json();
  await frame.getByLabel('Six-digit code').fill(code);
  await frame.getByLabel('Six-digit code').press('Enter');
  await expect(frame.getByText('You are signed in as')).toBeVisible();
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
  await expect.poll(() => page.evaluate(() => window.heard.map(({ detail }) => detail.state))).toContain('signed-in');
});

test('a host that is not listed, or only looks like one, sees a refusal, no data and no answer', async ({ agency, host, page }) => {
  const port = await startStranger();
  await keepSession(page, agency.origin, await sessionFor(address('owner')));
  const asked = [];
  page.on('request', (request) => new URL(request.url()).origin === SITE && asked.push(request.url()));
  agency.allow(host.origin, `${host.origin}.evil.example`, host.origin.slice(0, -1));
  for (const [origin, server] of [[host.other, host], [port.origin, port]]) {
    await visit(page, origin, server, agency);
    await expect.poll(() => inside(page, agency)).toBeTruthy();
    await expect(inside(page, agency).getByText('This page may not show Clientele.')).toBeVisible();
    expect(await inside(page, agency).evaluate(() => document.querySelector('clientele-list'))).toBeNull();
    expect(await page.evaluate(() => window.messages)).toEqual([]);
  }
  expect(asked).toEqual([]);
  await port.stop();
});

test('the browser itself shows the frame on no page that the header does not name, and the application on none', async ({ agency, browser, host }) => {
  const file = readFileSync(path.join(HERE, '../../public/_headers'), 'utf8');
  const sent = (text, name) => Object.fromEntries([...headersFor(parseHeaders(text), name)].map(([key, value]) => [key, value.replaceAll('https://*.supabase.co', SITE)]));
  const written = file.replace("frame-ancestors 'none'", `frame-ancestors ${host.origin}`);
  expect(written).not.toBe(file);
  agency.put('/clientele/frame.html', frameHtml(), sent(written, '/embed/frame.html'));
  agency.put('/app', html('The application'), sent(written, '/admin/clients'));
  // Not watched: the browser tells of the refusals that are meant here.
  const page = await browser.newPage();
  await visit(page, host.origin, host, agency);
  await expect.poll(() => inside(page, agency)).toBeTruthy();
  await expect(inside(page, agency).getByText('You are not signed in')).toBeVisible();
  await visit(page, host.other, host, agency);
  await expect.poll(() => page.frames().length).toBe(2);
  await expect.poll(() => page.frames()[1]?.url()).toBe('chrome-error://chromewebdata/');
  for (const origin of [host.origin, host.other]) {
    await visit(page, origin, host, { ...agency, frame: `${agency.origin}/app` });
    await expect.poll(() => page.frames()[1]?.url()).toBe('chrome-error://chromewebdata/');
  }
  await page.close();
});

test('some hundred messages that are none change nothing and get no answer', async ({ agency, host, page }) => {
  test.setTimeout(60_000);
  await keepSession(page, agency.origin, await sessionFor(address('owner')));
  await visit(page, host.origin, host, agency);
  await expect.poll(() => inside(page, agency)).toBeTruthy();
  const frame = inside(page, agency);
  await expect(rows(frame).first()).toBeVisible();
  const before = await table(frame).elementHandle();
  await answered(frame);
  await expect(pages(frame)).toContainText(' of ');
  // What the frame has said of itself meanwhile has arrived.
  await expect.poll(() => page.evaluate(() => window.heard.map(({ type }) => type))).toEqual(['clientele-session']);
  const drawn = () => frame.evaluate(() => Math.ceil(document.body.getBoundingClientRect().height));
  await expect.poll(async () => (await page.evaluate(() => window.messages.findLast(({ data }) => data.clientele === 'size')?.data.height)) === (await drawn())).toBe(true);
  const values = junk(400, dice(7));
  const now = () => page.evaluate(() => [window.heard.length, document.querySelector('clientele-frame').clientHeight]);
  const [heard, height] = await now();
  await page.evaluate((all) => {
    window.messages.length = 0;
    all.forEach((text) => window.theirs.postMessage(JSON.parse(text).value, '*'));
  }, values);
  // What would be right, from a frame that is not the page around it.
  await page.evaluate(() => document.body.append(document.createElement('iframe')));
  await page.frames().at(-1).evaluate(() => parent.theirs.postMessage({ clientele: 'open', tag: 'form', attributes: {} }, '*'));
  await frame.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
  expect(await page.evaluate(() => window.messages.filter(({ data }) => data.clientele !== 'size'))).toEqual([]);
  // Out of it, as if it had been taken over.
  await frame.evaluate((all) => all.forEach((text) => parent.postMessage(JSON.parse(text).value, '*')), values);
  // And what would be right, from a frame that is not the tag's.
  await page.frames().at(-1).evaluate(() => parent.postMessage({ clientele: 'event', type: 'clientele-saved', detail: { id: 'x', created: true } }, '*'));
  await expect.poll(() => page.evaluate(() => window.messages.length)).toBeGreaterThan(values.length);
  expect(await now()).toEqual([heard, height]);
  expect(await before.evaluate((element) => element.isConnected)).toBe(true);
  // It still does what it should.
  await page.evaluate(() => document.querySelector('clientele-frame').setAttribute('filters', 'q=nobody-is-called-so'));
  await expect(rows(frame)).toHaveCount(0);
});

/**
 * The frame as a page writes it by hand, of the agency's own origin: axe looks into no other, and into no closed shadow. It
 * has a background of its own, since axe does not know that the page's is seen through it.
 */
async function byHand(page, agency, tag) {
  agency.put('/clientele/frame.html', frameHtml().replace('</head>', '<link rel="stylesheet" href="/host.css"></head>'));
  const markup = `<h1>Somebody\u2019s page</h1><iframe src="${agency.frame}" title="Clients" width="100%" height="800"></iframe>`;
  agency.put('/by-hand', html(markup).replace(/<script.*<\/script>/, ''));
  await page.goto(`${agency.origin}/by-hand`);
  await page.evaluate(([tag, origin]) => document.querySelector('iframe').contentWindow.postMessage({ clientele: 'open', tag, attributes: {} }, origin), [tag, agency.origin]);
  return inside(page, agency);
}

test('nothing in the frame keeps anybody out', async ({ agency, page }) => {
  test.slow();
  agency.allow(agency.origin);
  const nobody = await byHand(page, agency, 'sign-in');
  await expect(nobody.getByLabel('Email')).toBeVisible();
  await expectAccessibleInEveryLook(page, 'nobody');
  await page.evaluate(([key, session]) => localStorage.setItem(key, session), [KEPT, JSON.stringify(await sessionFor(address('owner')))]);
  await expect(rows(await byHand(page, agency, 'list')).first()).toBeVisible();
  await expectAccessibleInEveryLook(page, 'a list');
});

test('nor does what the frame says of itself', async ({ agency, host, page }) => {
  test.slow();
  agency.allow(host.origin);
  await expect((await byHand(page, agency, 'list')).getByText('This page may not show Clientele.')).toBeVisible();
  await expectAccessibleInEveryLook(page, 'refused');
  agency.put('/clientele/frame.json', '');
  await expect((await byHand(page, agency, 'list')).getByText('This part of the page is not set up')).toBeVisible();
  await expectAccessible(page, 'not set up');
  await page.goto(agency.frame);
  await expect(page.getByText('This page is made to stand in another one.')).toBeVisible();
  await expectAccessibleInEveryLook(page, 'alone');
});
