// The package's README: its example runs as it is pasted, and what it shows of React, Vue and Svelte is what the pages of
// those that are tested have.
import { createHash } from 'node:crypto';
import { readClient } from '../support/clients.mjs';
import { field } from '../support/edit.mjs';
import { rows } from '../support/list.mjs';
import { declarations, names, packed, source } from '../support/embed/contract.mjs';
import { expect, POLICY, test } from '../support/embed/hosts.mjs';

const blocks = (language) => [...packed('README.md').matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, text]) => text);

const SHOWN = {
  jsx: 'react/Clients.jsx',
  js: 'vue/vite.config.js',
  vue: 'vue/Clients.vue',
  svelte: 'svelte/Clients.svelte',
  ts: 'types/react.tsx',
};

test('the example in plain HTML runs as it is pasted', async ({ host, client, sql }) => {
  const [example, ...others] = blocks('html');
  expect(others).toEqual([]);
  const [, script] = /<script type="module">(.*)<\/script>/s.exec(example);
  const allowed = `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
  const row = await client();
  const page = await host({ files: { '/index.html': example }, policy: POLICY.replace("script-src 'self'", `script-src 'self' ${allowed}`), who: 'member', own: true });
  const said = [];
  page.on('console', (message) => said.push(message.text()));
  await page.goto('/');
  await expect(page.getByRole('group', { name: 'Status' }).getByRole('button', { name: 'Lead' })).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('searchbox', { name: 'Search clients' }).fill(row.company_name);
  await expect(rows(page)).toHaveCount(1);
  await rows(page).getByText(row.company_name).click();
  const form = page.locator('clientele-form');
  const save = form.getByRole('button', { name: 'Save' });
  const written = [];
  page.on('request', (request) => request.method() === 'PATCH' && written.push(request.postDataJSON()));
  await field(form, 'Status').selectOption({ label: 'Paused' });
  await save.click();
  // The page does not want a status to be changed: the next save is the first that is sent.
  await field(form, 'Status').selectOption({ label: 'Active' });
  await field(form, 'Phone').fill('+49 30 901820');
  await save.click();
  await expect.poll(() => said).toContain(`Client ${row.id} was saved.`);
  expect(written).toEqual([{ phone: '+49 30 901820' }]);
  expect((await readClient(sql, row.id)).phone).toBe('+49 30 901820');
});

for (const [language, file] of Object.entries(SHOWN)) {
  test(`what is shown in ${language} stands in ${file}`, () => {
    const [shown, ...others] = blocks(language);
    expect(others).toEqual([]);
    const lines = source(`tests/e2e/hosts/${file}`).split('\n').map((line) => line.trim());
    let from = 0;
    for (const line of shown.trim().split('\n').map((line) => line.trim())) {
      const at = lines.indexOf(line, from);
      expect(at, line).not.toBe(-1);
      from = at + 1;
    }
  });
}

test('its tables name everything of the manifest', () => {
  const text = packed('README.md');
  for (const { tagName, attributes, members, events, cssParts, cssProperties } of declarations()) {
    const own = text.split(`### \`<${tagName}>\``)[1].split('\n## ')[0].split('\n### ')[0];
    const missing = [...names(attributes), ...names(members), ...names(events)].filter((name) => !own.includes(`\`${name}\``));
    expect(missing, tagName).toEqual([]);
    expect(names(cssParts).filter((name) => !text.includes(`| \`${tagName}\` | \`${name}\` |`))).toEqual([]);
    expect(names(cssProperties).filter((name) => !text.includes(`| \`${name}\` |`))).toEqual([]);
  }
});

test('the size it tells is the one that is held', () => {
  const [, held] = /EMBED_BUDGET: u64 = ([\d_]+);/.exec(source('xtask/src/size.rs'));
  expect(packed('README.md')).toContain(`together ${Number(held.replaceAll('_', '')) / 1000} KB compressed`);
});
