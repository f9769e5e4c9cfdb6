// The filter builder: every operator, groups in groups, by keyboard alone, and nothing asked until it fits.
import { expectAccessible } from '../support/axe.mjs';
import { identity } from '../support/accounts.mjs';
import { openList, pages, rows, status, table } from '../support/list.mjs';
import { requestsTo } from '../support/network.mjs';
import { expect, test } from '../support/test.mjs';

const dialog = (page) => page.getByRole('dialog', { name: 'Filter' });
const row = (page, place) => dialog(page).getByRole('group', { name: `Condition ${place}`, exact: true });
const apply = (page) => dialog(page).getByRole('button', { name: 'Apply' }).click();
const params = (page) => new URL(page.url()).searchParams;
const chips = (page) => page.getByRole('list', { name: 'Active filters' }).getByRole('listitem');

async function open(page) {
  await page.getByRole('button', { name: /^Filter/ }).click();
  await expect(dialog(page)).toBeVisible();
}

async function condition(at, field, operator) {
  await at.getByLabel('Field', { exact: true }).selectOption({ label: field });
  await at.getByLabel('Operator').selectOption({ label: operator });
}

const value = (text, label = 'Value') => (at) => at.getByLabel(label, { exact: true }).fill(text);
const two = (first, second) => async (at) => {
  for (const [label, text] of [first, second]) await at.getByLabel(label, { exact: true }).fill(text);
};
const nothing = async () => {};

const OPERATORS = [
  ['Company', 'contains', value('A,b.(c)"d"\\e%'), 'company_name', 'contains.A,b.(c)"d"\\e%'],
  ['Company', 'starts with', value('Ann'), 'company_name', 'starts.Ann'],
  ['Email', 'is', value('ann@example.com'), 'email', 'is.ann@example.com'],
  ['Phone', 'is empty', nothing, 'phone', 'empty'],
  ['Website', 'is filled', nothing, 'website_url', 'filled'],
  ['Tier', 'is any of', async (at) => { await at.getByLabel('Enterprise').check(); await at.getByLabel('Premium').check(); await at.getByLabel('Basic').check(); await at.getByLabel('Basic').uncheck(); }, 'tier', 'premium,enterprise'],
  ['Annual revenue', 'from', value('1,000'), 'annual_revenue', 'from.1000.00'],
  ['Annual revenue', 'up to', value('99.5'), 'annual_revenue', 'to.99.50'],
  ['Annual revenue', 'between', two(['Least', '1,000'], ['Most', '2500']), 'annual_revenue', 'between.1000.00..2500.00'],
  ['Satisfaction', 'is', value('7'), 'satisfaction_score', 'is.7'],
  ['Renewal', 'within the next … days', value('30', 'Days'), 'renewal_date', 'within.30'],
  ['Renewal', 'within the last … days', value('7', 'Days'), 'renewal_date', 'last.7'],
  ['Renewal', 'more than … days ago', value('90', 'Days'), 'renewal_date', 'older.90'],
  ['Renewal', 'is in', (at) => at.getByLabel('Period').selectOption({ label: 'this quarter' }), 'renewal_date', 'this.quarter'],
  ['Renewal', 'from', value('2026-01-01', 'Day'), 'renewal_date', 'from.2026-01-01'],
  ['Renewal', 'up to', value('2026-12-31', 'Day'), 'renewal_date', 'to.2026-12-31'],
  ['Renewal', 'is', value('2026-06-01', 'Day'), 'renewal_date', 'is.2026-06-01'],
  ['Last contact', 'between', two(['From day', '2026-01-01'], ['To day', '2026-02-01']), 'last_contact_date', 'between.2026-01-01..2026-02-01'],
  ['Business goals', 'has any of', value('Grow\n Hire ', 'One per line'), 'business_goals', 'has.Grow\nHire'],
  ['Business goals', 'has all of', value('Grow', 'One per line'), 'business_goals', 'all.Grow'],
  ['Business goals', 'has none of', value('a, b', 'One per line'), 'business_goals', 'none.a, b'],
  ['Address', 'has at a path', two(['Path', 'city'], ['Value', 'Köln = 1']), 'address', 'at.city=Köln = 1'],
  ['Manager', 'is me', nothing, 'assigned_manager', 'me'],
  ['Manager', 'is', (at) => at.getByLabel('Person').selectOption(identity('member')), 'assigned_manager', `is.${identity('member')}`],
  ['Manager', 'is nobody', nothing, 'assigned_manager', 'empty'],
  ['Manager', 'is somebody', nothing, 'assigned_manager', 'filled'],
];

test('every operator builds its address, and opens again as it was', async ({ as }) => {
  test.setTimeout(120_000);
  const page = await as('owner');
  await openList(page);
  for (const [field, operator, fill, key, expected] of OPERATORS) {
    await open(page);
    await condition(row(page, 1), field, operator);
    await fill(row(page, 1));
    await apply(page);
    await expect.poll(() => params(page).get(key), `${field} ${operator}`).toBe(expected);
    await expect(dialog(page)).toHaveCount(0);
    await expect(chips(page)).toHaveCount(1);
    // Opened again and applied as it stands, it is the same question.
    await open(page);
    await apply(page);
    await expect(dialog(page)).toHaveCount(0);
    expect(params(page).get(key)).toBe(expected);
    await open(page);
    await dialog(page).getByRole('button', { name: 'Clear all' }).click();
    await expect.poll(() => page.url()).not.toContain('?');
  }
});

test('groups in groups survive a reload, and find what they say', async ({ as, client }) => {
  const found = await client({ company_name: 'Nested Alpha', tier: 'premium', phone: null });
  await client({ company_name: 'Nested Beta', tier: 'basic', phone: '+49 30 901820' });
  const page = await as('owner');
  await openList(page, '?status=active');
  await open(page);
  await value('Nested')(row(page, 1));
  const root = dialog(page).getByRole('group', { name: 'Filters' });
  await root.getByRole('button', { name: 'Add group' }).last().click();
  const outer = root.getByRole('group', { name: 'Group' }).first();
  await expect(outer.getByLabel('Match').first()).toHaveValue('any');
  await expect(outer.getByLabel('Field', { exact: true })).toBeFocused();
  await condition(outer.getByRole('group', { name: 'Condition 1' }), 'Tier', 'is any of');
  await outer.getByLabel('Enterprise').check();
  await outer.getByRole('button', { name: 'Add group' }).last().click();
  const inner = outer.getByRole('group', { name: 'Group' }).first();
  await condition(inner.getByRole('group', { name: 'Condition 1' }), 'Phone', 'is empty');
  await inner.getByRole('button', { name: 'Add condition' }).last().click();
  await condition(inner.getByRole('group', { name: 'Condition 2' }), 'Tier', 'is any of');
  await inner.getByLabel('Premium').check();
  await inner.getByRole('button', { name: 'Add group' }).click();
  const deepest = inner.getByRole('group', { name: 'Group' });
  await expect(deepest.getByRole('button', { name: 'Add group' })).toHaveCount(0);
  await condition(deepest.getByRole('group', { name: 'Condition 1' }), 'Company', 'is filled');
  await apply(page);
  const written = 'tier:enterprise;all(phone:empty;tier:premium;any(company_name:filled))';
  await expect.poll(() => params(page).get('any')).toBe(written);
  expect(params(page).get('status')).toBe('active');
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText(found.company_name);
  await page.reload();
  await expect(rows(page)).toContainText(found.company_name);
  await expect(page.getByRole('button', { name: 'Filter 2 active' })).toBeVisible();
  await open(page);
  await expect(dialog(page).getByLabel('Match')).toHaveCount(4);
  await expect(dialog(page).getByLabel('Enterprise')).toHaveCount(2);
  await apply(page);
  await expect(dialog(page)).toHaveCount(0);
  expect(params(page).get('any')).toBe(written);
});

test('any of these, outermost, and a status that takes the place of the buttons', async ({ as }) => {
  const page = await as('owner');
  await openList(page, '?status=lead');
  await open(page);
  await condition(row(page, 1), 'Phone', 'is empty');
  await dialog(page).getByRole('button', { name: 'Add condition' }).click();
  await condition(row(page, 2), 'Website', 'is empty');
  await dialog(page).getByLabel('Match').selectOption('any');
  await apply(page);
  await expect.poll(() => params(page).get('any')).toBe('phone:empty;website_url:empty');
  await open(page);
  await expect(dialog(page).getByLabel('Match')).toHaveValue('any');
  await dialog(page).getByLabel('Match').selectOption('all');
  await condition(row(page, 2), 'Status', 'is any of');
  await row(page, 2).getByLabel('Paused').check();
  await apply(page);
  await expect.poll(() => params(page).getAll('status')).toEqual(['paused']);
  await expect(status(page, 'Paused')).toHaveAttribute('aria-pressed', 'true');
  await expect(status(page, 'Lead')).toHaveAttribute('aria-pressed', 'false');
});

test('what does not fit is said at its control, nothing is asked, and nothing typed is lost', async ({ as }) => {
  const page = await as('owner');
  await openList(page);
  // The rows come before their count, which is asked for by itself.
  await expect(pages(page)).toContainText(/of \d/);
  const asked = requestsTo(page, '/rest/v1/clients');
  await open(page);
  await value('keep me')(row(page, 1));
  for (const [place, field, operator] of [[2, 'Renewal', 'within the next … days'], [3, 'Tier', 'is any of'], [4, 'Annual revenue', 'between']]) {
    await dialog(page).getByRole('button', { name: 'Add condition' }).click();
    await condition(row(page, place), field, operator);
  }
  await value('soon', 'Days')(row(page, 2));
  await value('5', 'Least')(row(page, 4));
  await apply(page);
  const days = row(page, 2).getByLabel('Days');
  await expect(days).toBeFocused();
  await expect(days).toHaveAttribute('aria-invalid', 'true');
  await expect(row(page, 2)).toContainText('Give a whole number of days');
  await expect(row(page, 3)).toContainText('Choose at least one.');
  await expect(row(page, 4).getByLabel('Most')).toHaveAttribute('aria-invalid', 'true');
  await expect(row(page, 4).getByLabel('Least')).not.toHaveAttribute('aria-invalid', 'true');
  expect(asked).toEqual([]);
  await expect(page).not.toHaveURL(/\?/);
  await days.fill('30');
  await expect(days).not.toHaveAttribute('aria-invalid', 'true');
  await expect(row(page, 3)).toContainText('Choose at least one.');
  await row(page, 3).getByRole('button', { name: 'Remove condition 3' }).click();
  await expect(row(page, 3).getByLabel('Field', { exact: true })).toBeFocused();
  await expect(row(page, 1).getByLabel('Value')).toHaveValue('keep me');
  await expect(row(page, 2).getByLabel('Days')).toHaveValue('30');
  await expect(row(page, 3).getByLabel('Least')).toHaveValue('5');
  await row(page, 3).getByLabel('Most').fill('6');
  await apply(page);
  await expect(chips(page)).toHaveCount(3);
});

test('Escape leaves, and the builder begins with what is in force', async ({ as }) => {
  const page = await as('owner');
  await openList(page, '?tier=premium');
  await open(page);
  await row(page, 1).getByLabel('Basic').check();
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Filter/ })).toBeFocused();
  await open(page);
  await expect(row(page, 1).getByLabel('Basic')).not.toBeChecked();
  await expect(row(page, 1).getByLabel('Premium')).toBeChecked();
});

test('it is built and applied with keys alone', async ({ as }) => {
  const page = await as('owner');
  await openList(page);
  const press = async (...keys) => { for (const key of keys) await page.keyboard.press(key); };
  await page.getByRole('button', { name: /^Filter/ }).focus();
  await press('Enter');
  // From the outermost group's question to the condition's value.
  await expect(dialog(page).getByLabel('Match')).toBeFocused();
  await press('Tab', 'Tab', 'Tab');
  await page.keyboard.type('a');
  await press('Tab');
  await expect(row(page, 1).getByRole('button')).toBeFocused();
  await press('Tab', 'Enter');
  await expect(row(page, 2).getByLabel('Field', { exact: true })).toBeFocused();
  await page.keyboard.type('Tier');
  await press('Tab', 'Tab', 'Space', 'Tab', 'Tab', 'Space');
  await expect(row(page, 2).getByLabel('Basic')).toBeChecked();
  await expect(row(page, 2).getByLabel('Premium')).toBeChecked();
  await press('Tab', 'Tab', 'Tab', 'Tab', 'Enter');
  await expect(dialog(page).getByRole('group', { name: 'Group' }).getByLabel('Field', { exact: true })).toBeFocused();
  await press('Shift+Tab', 'Enter');
  await expect(dialog(page).getByRole('group', { name: 'Group' })).toHaveCount(0);
  await expect(row(page, 2).getByLabel('Field', { exact: true })).toBeFocused();
  await row(page, 1).getByLabel('Value').focus();
  await press('Enter');
  await expect(page).toHaveURL(/company_name=contains\.a/);
  await expect(page).toHaveURL(/tier=basic,premium/);
});

test('staff are offered the fields that they read', async ({ as }) => {
  const page = await as('staff');
  await openList(page);
  await open(page);
  const field = row(page, 1).getByLabel('Field', { exact: true });
  await expect(field.getByRole('option', { name: 'Annual revenue' })).toHaveCount(0);
  await expect(field.getByRole('option', { name: 'Tier' })).toHaveCount(1);
  await expect(field.locator('optgroup').first()).toHaveAttribute('label', 'Contact');
  await expect(table(page)).toBeAttached();
});

for (const colorScheme of ['light', 'dark']) {
  for (const viewport of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
    test(`axe finds nothing in the builder: ${colorScheme}, ${viewport.width}`, async ({ as }, info) => {
      test.setTimeout(90_000);
      const page = await as('owner', { colorScheme, viewport, reducedMotion: 'reduce' });
      await page.goto(`/admin/clients?any=${encodeURIComponent('tier:premium;all(renewal_date:within.30;annual_revenue:between.1000.00..5000.00)')}&metadata=at.plan=gold&business_goals=has.Grow&assigned_manager=is.${identity('member')}`);
      await expect(page.locator('.list[aria-busy=false]')).toBeVisible();
      await open(page);
      await expectAccessible(page, 'the builder');
      await dialog(page).getByRole('button', { name: 'Add condition' }).last().click();
      await apply(page);
      await expect(dialog(page).getByText('Write what to look for')).toBeVisible();
      await page.screenshot({ path: info.outputPath('builder.png') });
      await expectAccessible(page, 'the builder with an error');
    });
  }
}
