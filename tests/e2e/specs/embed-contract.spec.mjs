// custom-elements.json against the tags as they run, both ways: nothing that is written there is missing, and nothing is
// there that is not written.
import { field } from '../support/edit.mjs';
import { rows } from '../support/list.mjs';
import { declarations, names, problemsOf, surface, witness } from '../support/embed/contract.mjs';
import { expect, POLICY, test } from '../support/embed/hosts.mjs';

const project = 'endpoint="https://YOUR-PROJECT.supabase.co" api-key="sb_publishable_…"';
const page = (tags) => `<!doctype html><html lang="en"><title>Contract</title><script type="module" src="/clientele/clientele.js"></script>${tags.map((tag) => `<${tag} ${project}></${tag}>`).join('')}</html>`;
const TAGS = ['clientele-list', 'clientele-form', 'clientele-card', 'clientele-portal', 'clientele-sign-in'];

async function open(host, tags, what) {
  const opened = await host({ files: { '/index.html': page(tags) }, ...what });
  await opened.addInitScript(witness);
  await opened.goto('/');
  return opened;
}

const seenBy = (page) => page.evaluate(() => globalThis.seen);

test('attributes, properties and variables are those of the manifest', async ({ host }) => {
  const at = await open(host, TAGS, {});
  expect(declarations().map(({ tagName }) => tagName)).toEqual(TAGS);
  for (const { tagName, attributes, members, cssProperties } of declarations()) {
    const { style, ...there } = await at.evaluate(surface, tagName);
    expect(there, tagName).toEqual({ attributes: names(attributes), members: names(members), instance: [], statics: ['observedAttributes'] });
    expect([...new Set(style.match(/--clientele-[a-z0-9-]+/g))].sort(), tagName).toEqual(names(cssProperties));
    for (const { name, attribute } of members.filter(({ attribute }) => attribute)) {
      const reflected = await at.evaluate(([tag, name, attribute]) => {
        const element = document.createElement(tag);
        element[name] = 'x';
        const written = element.getAttribute(attribute);
        element.setAttribute(attribute, 'y');
        const read = element[name];
        element[name] = undefined;
        return [written, read, element.hasAttribute(attribute), element[name]];
      }, [tagName, name, attribute]);
      expect(reflected, `${tagName} ${name}`).toEqual(['x', 'y', false, '']);
    }
  }
});

test('a variable that is not set has the value that the manifest tells', async ({ host }) => {
  const at = await open(host, ['clientele-sign-in'], {});
  const differing = await at.evaluate((wanted) => {
    const element = document.createElement('clientele-sign-in');
    const rules = (list) => [...list].flatMap((rule) => [rule, ...rules(rule.cssRules ?? [])]);
    const styles = rules(element.shadowRoot.adoptedStyleSheets[0].cssRules).filter((rule) => rule.style);
    return wanted.filter(({ name, default: value }) => {
      const uses = styles.map(({ style }) => style.cssText).filter((text) => text.includes(`var(${name},`));
      return uses.length === 0 || !uses.every((text) => text.includes(`var(${name}, ${value})`));
    });
  }, declarations()[0].cssProperties);
  expect(differing).toEqual([]);
});

/** Leads the agency's tags through what they can tell and show. */
async function useAgencyTags(at, row) {
  const form = at.locator('clientele-form');
  await at.evaluate((id) => document.querySelectorAll('clientele-form, clientele-card').forEach((tag) => (tag.clientId = id)), row.id);
  await at.locator('clientele-list').evaluate((list, q) => (list.filters = { q }), row.company_name);
  await expect(rows(at)).toHaveCount(1);
  await rows(at).getByText(row.company_name).click();
  await at.locator('clientele-card').getByText(row.company_name).click();
  await field(form, 'Company').fill('Renamed');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByRole('heading', { name: 'Edit Renamed' })).toBeVisible();
  await form.evaluate((element) => (element.mode = 'read'));
  await expect(form.getByRole('button', { name: 'Save' })).toBeHidden();
  await form.evaluate((element) => (element.clientId = 'nobody'));
  await expect(form.getByText('This client-id cannot be read')).toBeVisible();
  await breakSettings(at);
}

/** Nothing else makes each of them say that something is wrong. */
async function breakSettings(at) {
  await at.evaluate(() => document.querySelectorAll('[api-key]').forEach((tag) => (tag.apiKey = 'sb_secret_x')));
  await expect(at.getByText('This tag was given a secret key.', { exact: false })).not.toHaveCount(0);
}

test('events and parts are those of the manifest, in every state that is reached', async ({ host, client }) => {
  const row = await client();
  const agency = await open(host, TAGS.filter((tag) => tag !== 'clientele-portal'), { who: 'member', own: true });
  await useAgencyTags(agency, row);
  const viewer = await open(host, ['clientele-portal'], { who: 'viewer', own: true });
  await expect(viewer.getByRole('heading', { name: 'Whitfield & Daughters' })).toBeVisible();
  await breakSettings(viewer);
  const nobody = await open(host, TAGS, {});
  await expect(nobody.getByLabel('Email')).toBeVisible();
  await nobody.locator('clientele-list').getByRole('button', { name: 'Sign in' }).click();
  await expect(nobody.getByLabel('Email')).toHaveCount(2);
  const broken = await host({ files: { '/index.html': page(TAGS), '/clientele/clientele.wasm': '' } });
  await broken.addInitScript(witness);
  await broken.goto('/');
  await expect(broken.getByRole('heading', { name: 'could not be loaded' })).toHaveCount(TAGS.length);

  const seen = await Promise.all([agency, viewer, nobody, broken].map(seenBy));
  for (const { tagName, events, cssParts } of declarations()) {
    const told = seen.flatMap((one) => one.events).filter(({ tag }) => tag === tagName);
    expect([...new Set(told.map(({ type }) => type))].sort(), tagName).toEqual(names(events));
    for (const { type, detail, bubbles, composed, cancelable } of told) {
      expect(problemsOf(detail, events.find(({ name }) => name === type).type.text), type).toEqual([]);
      expect({ bubbles, composed, cancelable }, type).toEqual({ bubbles: true, composed: true, cancelable: type === 'clientele-before-save' });
    }
    expect([...new Set(seen.flatMap((one) => one.parts[tagName] ?? []))].sort(), tagName).toEqual(names(cssParts));
  }
});

/** Stands in the frame in place of the agency's page: keeps what it was asked, and tells whatever it can, ours last. */
const STANDIN = (types) => `addEventListener('message', ({ data }) => {
  window.asked = data;
  const detail = { id: 'x', edit: true, fields: ['x'], created: true, code: 'x', message: 'x', state: 'ended', name: 'x', token: 'x' };
  for (const type of ['clientele-other', 'click', ...${JSON.stringify(types)}]) parent.postMessage({ clientele: 'event', type, detail }, '*');
});`;

test('the frame takes the attributes of the manifest and tells its events, and no others', async ({ host }) => {
  const [{ tagName, attributes, members, events }, ...others] = declarations('clientele-frame.js');
  expect(others).toEqual([]);
  const given = names(attributes).filter((name) => name !== 'src').map((name) => `${name}="1"`).join(' ');
  const at = await host({
    files: {
      '/index.html': `<!doctype html><html lang="en"><title>Contract</title><script type="module" src="/clientele/clientele-frame.js"></script><${tagName} src="/frame.html" ${given} endpoint="1" api-key="1" session="1" other="1"></${tagName}></html>`,
      '/frame.html': '<!doctype html><script src="/frame.js"></script>',
      '/frame.js': STANDIN(names(events)),
    },
    policy: POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'; frame-src 'self'"),
  });
  await at.addInitScript(witness);
  await at.goto('/');
  const told = async () => (await seenBy(at)).events;
  await expect.poll(async () => (await told()).length).toBeGreaterThanOrEqual(events.length);
  expect((await told()).map(({ type }) => type)).toEqual(names(events));
  for (const { tag, type, detail, bubbles, composed, cancelable } of await told()) {
    expect(problemsOf(detail, events.find(({ name }) => name === type).type.text), type).toEqual([]);
    expect({ tag, bubbles, composed, cancelable }, type).toEqual({ tag: tagName, bubbles: true, composed: true, cancelable: false });
  }
  const { style, ...there } = await at.evaluate(surface, tagName);
  expect(there).toEqual({ attributes: names(attributes), members: names(members), instance: [], statics: ['observedAttributes'] });
  // What is not the frame's own is handed to the tag in it.
  const { tag, attributes: handed } = await at.frames()[1].evaluate(() => window.asked);
  expect(tag).toBe('1');
  expect(Object.keys(handed).sort()).toEqual(names(attributes).filter((name) => !['src', 'tag', 'title', 'height'].includes(name)));
  const frame = await at.locator(tagName).evaluate((element) => element.getBoundingClientRect().height);
  expect(frame).toBe(1);
});
