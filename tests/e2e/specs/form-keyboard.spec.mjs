// A whole client made with nothing but the keyboard: at every stop the focus can be seen, and the row holds what was typed.
import { entries, place, save } from '../support/edit.mjs';
import { expect, test } from '../support/test.mjs';

const mark = `keys-${Math.random().toString(36).slice(2, 10)}`;
test.afterEach(async ({ sql }) => {
  await sql`delete from app.clients where email = ${`${mark}@example.com`}`;
});

const type = (text) => (page) => page.keyboard.type(text);
/** Types into what holds a beginning already. */
const add = (text) => async (page) => {
  await page.keyboard.press('End');
  await page.keyboard.type(text);
};
const press = async (page, ...keys) => {
  for (const key of keys) await page.keyboard.press(key);
};
/** Opens the tree of an object and makes a name with a value in it. */
const tree = (key, name, value) => ({
  [`${key}:summary`]: async (page) => {
    await page.keyboard.press('Enter');
    await expect(place(page, key).getByRole('button', { name: 'Add a value' })).toBeVisible();
  },
  [`${key}:grow`]: async (page) => {
    await page.keyboard.press('Enter');
    await expect(place(page, key).getByLabel(/^Name of/).last()).toBeFocused();
    await page.keyboard.type(name);
    await page.keyboard.press('Tab');
    if (typeof value === 'number') {
      await page.keyboard.type('Number');
      await expect(place(page, key).getByLabel(`Kind of ${name}`)).toBeFocused();
    }
    await page.keyboard.press('Tab');
    await page.keyboard.type(String(value));
  },
});

/** What is done where the focus comes by for the first time. */
const KEYS = {
  email: type(`${mark}@example.com`),
  name: type('Ada Keys'),
  company_name: type(`Company ${mark}`),
  website_url: type('https://example.com'),
  phone: type('+49 30 901820'),
  'address-street': type('Kantstr. 1'),
  'address-postal_code': type('10623'),
  'address-city': type('Berlin'),
  'address-region': type('Berlin'),
  'address-country': type('DE'),
  industry: type('Hospitality'),
  business_size: type('Med'),
  target_audience: async (page) => {
    await page.keyboard.type('Families');
    await page.keyboard.press('Enter');
    await page.keyboard.type('and schools');
  },
  'business_goals:line': async (page) => {
    for (const goal of ['First', 'Second', 'Third']) {
      await page.keyboard.type(goal);
      await page.keyboard.press('Enter');
    }
    // The last one between the two others, the first one away.
    await press(page, 'ArrowUp', 'Alt+ArrowUp');
    await expect(entries(page, 'business_goals')).toHaveText(['First', 'Third', 'Second']);
    await expect(entries(page, 'business_goals').nth(1)).toBeFocused();
    await press(page, 'Home', 'Delete');
    await expect(entries(page, 'business_goals').first()).toBeFocused();
  },
  status: type('Lead'),
  tier: type('Pre'),
  assigned_manager: type('Jonas'),
  last_contact_date: async (page) => {
    await page.keyboard.type('02022026');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.type('1030AM');
  },
  // Days that read alike whether the day or the month stands first: the browser's own language decides.
  contract_start_date: type('03032026'),
  contract_end_date: type('04042027'),
  renewal_date: type('02022027'),
  annual_revenue: type('1234567.5'),
  acquisition_source: type('Trade fair'),
  project_type: type('Relaunch'),
  project_scope: type('Everything'),
  budget_range: type('15k'),
  timeline_requirements: type('Before March'),
  ...tree('technical_requirements', 'cpu', 8),
  'preferred_integrations:line': type('Stripe, Mailjet'),
  'compliance_requirements:line': type('GDPR'),
  ...tree('brand_guidelines', 'tone', 'calm'),
  'color_palette:add': async (page) => {
    await page.keyboard.press('Enter');
    await expect(place(page, 'color_palette').getByLabel('Colour name')).toBeFocused();
    await page.keyboard.type('Primary');
    await page.keyboard.press('Tab');
    await add('0a7f3c')(page);
  },
  'typography_preferences-headings-family': type('Fraunces'),
  'typography_preferences-text-size': type('17.5'),
  'logo_assets:add': async (page) => {
    await page.keyboard.press('Enter');
    await expect(place(page, 'logo_assets').getByLabel('Logo name')).toBeFocused();
    await page.keyboard.type('Main');
    await page.keyboard.press('Tab');
    await add('pictures.example/a.svg')(page);
  },
  ...tree('visual_identity', 'mood', 'sea'),
  satisfaction_score: type('9'),
  ...tree('success_metrics', 'visits', 1200),
  role: type('Mem'),
  ...tree('metadata', 'crm', 'A-17'),
  ...tree('preferences', 'language', 'de'),
};

const SEEN = { ringed: true, whole: true, behind: '' };
/** Where the focus is, and whether it can be seen there: with a ring, on the screen, and behind nothing. */
const stop = (page) =>
  page.evaluate(async () => {
    // What the browser scrolls for a focus is on the screen with the next frame.
    await new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown)));
    const here = document.activeElement;
    const box = here.getBoundingClientRect();
    const style = getComputedStyle(here);
    const middle = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const key = here.closest('[data-field]')?.dataset.field;
    const part = here.dataset.act ?? here.dataset.part ?? (here.matches('.entries__line') ? 'line' : here.localName);
    const at = here.id.replace(/^field-/, '') || (key ? `${key}:${part}` : here.textContent.trim());
    // The picker within a date has the focus and a ring of its own, which no script sees.
    const picker = here.matches('input[type^=date]:not(:focus)');
    const ringed = picker || (here.matches(':focus-visible') && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
    const whole = box.height > 0 && box.top >= 0 && box.bottom <= innerHeight;
    const behind = here.contains(middle) ? '' : `${middle?.localName}.${middle?.className}`;
    return { at, ringed, whole, behind, ...(behind && { box: `${Math.round(box.left)}–${Math.round(box.right)} × ${Math.round(box.top)}–${Math.round(box.bottom)}` }) };
  });

for (const width of [1440, 390]) {
  test(`every section is filled in and saved by keyboard, ${width} wide`, async ({ as, sql }) => {
    test.setTimeout(90_000);
    const page = await as('owner', { viewport: { width, height: 900 } });
    await page.route('https://pictures.example/a.svg', (route) =>
      route.fulfill({ contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"/>' }));
    await page.goto('/admin/clients/new');
    await expect(save(page)).toBeVisible();
    // It comes there with the next frame, unless something else has it by then.
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
    const left = new Map(Object.entries(KEYS));
    const sections = new Set();
    for (let stops = 0; stops < 300; stops += 1) {
      await page.keyboard.press('Tab');
      const here = await stop(page);
      expect(here).toEqual({ at: here.at, ...SEEN });
      const keys = left.get(here.at);
      left.delete(here.at);
      await keys?.(page);
      if (keys) expect(await stop(page), `after ${here.at}`).toMatchObject(SEEN);
      sections.add(await page.evaluate(() => document.activeElement.closest('.form__section')?.querySelector('h2').textContent));
      if (here.at === 'Save') break;
    }
    expect([...left.keys()]).toEqual([]);
    sections.delete(undefined);
    sections.delete(null);
    expect([...sections]).toEqual(await page.locator('form h2').allTextContents());
    await expect(save(page)).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByText(`Company ${mark} is a client now.`)).toBeVisible();
    const rows = await sql`select *, annual_revenue::text, contract_start_date::text, contract_end_date::text, renewal_date::text
      from app.clients where email = ${`${mark}@example.com`}`;
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      name: 'Ada Keys', company_name: `Company ${mark}`, website_url: 'https://example.com', phone: '+49 30 901820',
      address: { street: 'Kantstr. 1', postal_code: '10623', city: 'Berlin', region: 'Berlin', country: 'DE' },
      industry: 'Hospitality', business_size: 'medium', target_audience: 'Families\nand schools', business_goals: ['Third', 'Second'],
      status: 'lead', tier: 'premium', assigned_manager: 'de000000-0000-4000-8000-000000000004',
      last_contact_date: new Date('2026-02-02T09:30:00Z'),
      contract_start_date: '2026-03-03', contract_end_date: '2027-04-04', renewal_date: '2027-02-02',
      annual_revenue: '1234567.50', acquisition_source: 'Trade fair', project_type: 'Relaunch', project_scope: 'Everything',
      budget_range: '15k_50k', timeline_requirements: 'Before March', technical_requirements: { cpu: 8 },
      preferred_integrations: ['Stripe', 'Mailjet'], compliance_requirements: ['GDPR'], brand_guidelines: { tone: 'calm' },
      color_palette: { Primary: '#0a7f3c' }, typography_preferences: { headings: { family: 'Fraunces' }, text: { size: 17.5 } },
      logo_assets: { Main: 'https://pictures.example/a.svg' }, visual_identity: { mood: 'sea' }, satisfaction_score: 9,
      success_metrics: { visits: 1200 }, role: 'member', metadata: { crm: 'A-17' }, preferences: { language: 'de' },
    });
  });
}
