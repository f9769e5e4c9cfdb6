// How the tags look is a closed contract: what a page may set has its effect, what it may not has none; and the tags change
// nothing of the page.
import { field } from '../support/edit.mjs';
import { rows } from '../support/list.mjs';
import { computed, listeners, mark } from '../support/embed/look.mjs';
import { expect, POLICY, test } from '../support/embed/hosts.mjs';

const project = 'endpoint="https://YOUR-PROJECT.supabase.co" api-key="sb_publishable_…"';
const page = (body, head = '') =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The host's own</title><script type="module" src="/clientele/clientele.js"></script>${head}<link rel="stylesheet" href="/host.css"></head><body>${body}</body></html>`;

const LIGHT = 'rgb(22, 24, 29)';
const DARK = 'rgb(236, 238, 242)';
/** What a tag draws with. */
const drawn = (tag) => tag.locator('[part=frame]');

test('a page with another base address', async ({ host, client }) => {
  const row = await client();
  // The module's own address stands before it.
  const body = `<clientele-list ${project}></clientele-list><clientele-form ${project} client-id="${row.id}"></clientele-form>`;
  const files = { '/index.html': page(body).replace('<link', '<base href="https://elsewhere.example/"><link') };
  const at = await host({ files, policy: POLICY.replace("base-uri 'none'", 'base-uri https://elsewhere.example').replace("style-src 'self'", "style-src 'self' https://elsewhere.example"), who: 'member', own: true });
  const elsewhere = [];
  await at.route('https://elsewhere.example/**', (route) => {
    elsewhere.push(route.request().url());
    return route.fulfill({ contentType: 'text/css', body: '' });
  });
  await at.goto('/');
  await expect(rows(at)).not.toHaveCount(0);
  const form = at.locator('clientele-form');
  await form.getByRole('link', { name: 'Contract' }).click();
  await expect(form.getByRole('heading', { name: 'Contract' })).toBeFocused();
  await field(form, 'Company').fill('Renamed');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByRole('heading', { name: 'Edit Renamed' })).toBeVisible();
  expect(at.url()).toBe(`${at.host.origin}/`);
  // The page's own style sheet, and nothing of the tags'.
  expect(elsewhere).toEqual(['https://elsewhere.example/host.css']);
});

test('light and dark are the page\'s, or the tag\'s own', async ({ host }) => {
  const body = `<clientele-sign-in ${project}></clientele-sign-in>`;
  const at = await host({ files: { '/index.html': page(body), '/host.css': ':root { color-scheme: dark; }' }, context: { colorScheme: 'light' } });
  await at.goto('/');
  const tag = at.locator('clientele-sign-in');
  await expect(tag.getByLabel('Email')).toBeVisible();
  const theme = (value) => tag.evaluate((element, value) => (element.theme = value), value);
  await expect(drawn(tag)).toHaveCSS('color', DARK);
  await theme('light');
  await expect(drawn(tag)).toHaveCSS('color', LIGHT);
  await theme('auto');
  await expect(drawn(tag)).toHaveCSS('color', LIGHT);
  await at.emulateMedia({ colorScheme: 'dark' });
  await expect(drawn(tag)).toHaveCSS('color', DARK);
  await at.emulateMedia({ colorScheme: 'light' });
  await theme('dark');
  await expect(drawn(tag)).toHaveCSS('color', DARK);
});

test('variables, parts and the font of the page have their effect', async ({ host }) => {
  const style = `body { font-family: Georgia, serif; }
    clientele-sign-in { --clientele-accent: rgb(1, 2, 3); }
    clientele-sign-in::part(frame) { outline: 3px solid rgb(4, 5, 6); }
    .own { --clientele-font: Courier, monospace; --clientele-background: rgb(7, 8, 9); }`;
  const body = `<clientele-sign-in ${project}></clientele-sign-in><clientele-sign-in class="own" ${project}></clientele-sign-in>`;
  const at = await host({ files: { '/index.html': page(body), '/host.css': style } });
  await at.goto('/');
  const [plain, own] = [at.locator('clientele-sign-in').first(), at.locator('clientele-sign-in.own')];
  const button = plain.getByRole('button', { name: 'Email me a code' });
  await expect(button).toHaveCSS('background-color', 'rgb(1, 2, 3)');
  await expect(button).toHaveCSS('font-family', 'Georgia, serif');
  await expect(drawn(plain)).toHaveCSS('outline', 'rgb(4, 5, 6) solid 3px');
  await expect(drawn(plain)).toHaveCSS('background-color', 'rgba(0, 0, 0, 0)');
  await expect(own.getByLabel('Email')).toHaveCSS('font-family', 'Courier, monospace');
  await expect(drawn(own)).toHaveCSS('background-color', 'rgb(7, 8, 9)');
});

/** Both part the thousands by a mark that the form reads back, each by another one. */
const LOCALES = ['de-CH', 'en-GB'];

test('an amount is written in the language of its tag, also when it has just been typed', async ({ host, client }) => {
  const row = await client({ annual_revenue: 1234567 });
  const form = (locale) => `<clientele-form ${project} client-id="${row.id}" locale="${locale}"></clientele-form>`;
  const at = await host({ files: { '/index.html': page(LOCALES.map(form).join('')) }, who: 'member', own: true });
  await at.goto('/');
  const revenue = (locale) => field(at.locator(`[locale=${locale}]`), 'Annual revenue');
  const shows = async (locale, amount) =>
    expect(revenue(locale)).toHaveValue(await at.evaluate(([locale, amount]) => new Intl.NumberFormat(locale).format(amount), [locale, amount]));
  for (const locale of LOCALES) await shows(locale, 1234567);
  for (const locale of LOCALES) {
    await revenue(locale).fill('7654321');
    await at.keyboard.press('Tab');
    await shows(locale, 7654321);
  }
});

const HOSTILE = `* { all: unset !important; }
  *::before, *::after { content: "x" !important; color: red !important; }
  html { font-size: 41px !important; line-height: 3 !important; letter-spacing: 5px !important; text-transform: uppercase !important; text-align: right !important; }
  body, clientele-list, clientele-form { color: red !important; font: italic bold 31px/3 serif !important; word-spacing: 9px !important; visibility: hidden !important; white-space: pre !important; cursor: wait !important; pointer-events: none !important; user-select: none !important; }
  button, input, td, th, tr, table, div, section, [part], .button, .clientele, .client-table { display: none !important; background: red !important; }`;

test('no style of the page breaks the tags', async ({ host, client }) => {
  test.slow();
  const row = await client();
  const body = `<clientele-list ${project} columns="name,status,tier" filters="q=${encodeURIComponent(row.company_name)}"></clientele-list><clientele-form ${project} client-id="${row.id}"></clientele-form>`;
  // The font is the page's to say: here it says it by the variable, which no reset takes away.
  const kind = ':root { --clientele-font: sans-serif; } html, body { margin: 0; }';
  const looks = [];
  for (const style of [kind, `${kind}\n${HOSTILE}`]) {
    const at = await host({ files: { '/index.html': page(body), '/host.css': style }, who: 'member', own: true });
    await at.goto('/');
    await expect(at.locator('clientele-list').getByText(row.company_name)).toBeVisible();
    await expect(field(at.locator('clientele-form'), 'Company')).toHaveValue(row.company_name);
    // The form draws what nobody sees yet a little later.
    await expect(at.locator('clientele-form .form__columns')).not.toHaveAttribute('data-rough');
    await expect(at.locator('clientele-form').locator('[aria-current=true]')).toHaveCount(1);
    await expect(at.locator('clientele-list .list[aria-busy=true]')).toHaveCount(0);
    looks.push(await at.evaluate(computed, ['clientele-list', 'clientele-form']));
  }
  const [calm, hostile] = looks;
  expect(calm.length).toBeGreaterThan(300);
  expect(hostile.length).toBe(calm.length);
  const differing = calm.flatMap(({ name, style }, place) => Object.keys(style).filter((key) => style[key] !== hostile[place].style[key]).map((key) => `${name} ${key}: ${style[key]} → ${hostile[place].style[key]}`));
  expect(differing).toEqual([]);
});

test('the tags change nothing of the page, and leave nothing behind', async ({ host, client }) => {
  const row = await client();
  const body = '<h1>Own</h1><p>Text <a href="#own">link</a> <button>Own</button> <input value="own"></p><main></main>';
  const files = { '/index.html': page(body).replace(/<script.*?<\/script>/, ''), '/host.css': 'h1 { color: rgb(1, 2, 3); }' };
  const at = await host({ files, who: 'member', own: true });
  await at.addInitScript(listeners);
  await at.goto('/');
  const before = await at.evaluate(mark);
  await at.evaluate(async ([project, id]) => {
    await import('/clientele/clientele.js');
    const list = document.createElement('clientele-list');
    const form = document.createElement('clientele-form');
    for (const tag of [list, form]) Object.assign(tag, project);
    form.clientId = id;
    document.querySelector('main').append(list, form);
  }, [at.host.project(), row.id]);
  await expect(rows(at)).not.toHaveCount(0);
  const form = at.locator('clientele-form');
  await form.getByRole('link', { name: 'Contract' }).click();
  await field(form, 'Company').fill('Renamed');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByRole('heading', { name: 'Edit Renamed' })).toBeVisible();
  await rows(at).first().getByRole('button').last().click();
  await at.keyboard.press('Escape');
  const { listening: whileThere, ...there } = await at.evaluate(mark);
  const { listening: atFirst, ...first } = before;
  expect(there).toEqual(first);
  expect(whileThere.length).toBeGreaterThan(atFirst.length);
  await at.evaluate(() => document.querySelector('main').replaceChildren());
  // Once for the page, for the day the program stops.
  await expect.poll(async () => (await at.evaluate(mark)).listening).toEqual(['window error', 'window unhandledrejection']);
});
