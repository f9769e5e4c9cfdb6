// A long random walk: whatever a person does to the list, and whoever else writes meanwhile, the page shows the rows that
// its address means. What an address means is said by the reference evaluator of the proofs.
//
// WALK_SEED=new walks where nobody has walked, WALK_SEED=N repeats a walk (a failure names it), WALK_STEPS makes it longer.
import { startAnswers } from '../support/answer.mjs';
import { identity } from '../support/accounts.mjs';
import { dice, seedFrom } from '../support/dice.mjs';
import { headings, pages, status } from '../support/list.mjs';
import { expect, test } from '../support/test.mjs';

const SEED = seedFrom('WALK_SEED');
const STEPS = Number(process.env.WALK_STEPS ?? 60);
/** A zone whose days never change their length: one offset then says when each of them begins. */
const ZONE = { id: 'Asia/Kathmandu', minutes: 345 };
const COMPANIES = ['Quince, "Co". (Ltd)', '50% off_sale', 'a*b', 'back\\slash', 'Ärger & 😀', 'quince', null];
const LINKS = [
  '?any=tier:premium;all(status:lead;phone:empty)',
  '?all=any(name:starts.A;company_name:contains.a);tier:filled&sort=-annual_revenue,name',
  '?renewal_date=this.year&sort=renewal_date',
  '?business_goals=none.x&last_contact_date=older.30',
  '?company_name=contains.%22&sort=status,-company_name',
  '',
];

const search = (page) => page.getByRole('searchbox', { name: 'Search clients' });
const chips = (page) => page.getByRole('button', { name: /^Remove the filter / });

let answers;
test.beforeAll(async () => {
  // Whoever runs this spec alone has it built first.
  test.setTimeout(300_000);
  answers = startAnswers();
  await answers.answer({ role: 'owner', user_id: identity('owner'), today: '2026-01-01', offset_minutes: 0, params: [] }, []);
});
test.afterAll(() => answers.stop());

for (const role of ['owner', 'member']) {
  test(`${role} walks, and every page is what its address means`, async ({ as, client, sql }) => {
    test.setTimeout(90_000 + STEPS * 2_000);
    console.log(`walk of ${role}: WALK_SEED=${SEED} WALK_STEPS=${STEPS}`);
    const world = { sql, role, steps: [], pages: new Set(), empty: 0 };
    const chance = dice(SEED);
    const page = await as(role, { timezoneId: ZONE.id });
    const made = [];
    for (let row = 0; row < 30; row += 1) made.push(await client({ manager: role, ...columns(chance) }));
    await allAtOnce(sql, made);
    await page.goto('/admin/clients');
    await showsWhatItMeans(page, world);
    while (world.steps.length < STEPS) {
      const name = chance.pick(Object.keys(STEP));
      if (chance.onceIn(3)) await someoneElseWrites(sql, chance, made);
      const before = page.url();
      const done = await STEP[name](page, chance, world);
      if (done === false) continue;
      world.steps.push(`${name} ${typeof done === 'string' ? done : ''} → ${decodeURIComponent(new URL(page.url()).search)}`);
      // What asked nothing anew still shows what others have changed since.
      if (page.url() === before) await page.reload();
      await showsWhatItMeans(page, world);
    }
    console.log(`walk of ${role}: ${world.steps.length} steps to ${world.pages.size} pages that differ, ${world.empty} times to none`);
  });
}

/** What a person may do. `false`: it cannot be done here. */
const STEP = {
  async status(page, chance) {
    const label = chance.pick(['All', 'Lead', 'Active', 'Paused', 'Completed', 'Cancelled']);
    const button = status(page, label);
    if (label === 'All' && (await button.getAttribute('aria-pressed')) === 'true') return false;
    await leads(page, () => button.click());
    return label;
  },
  async filter(page, chance) {
    const present = await chips(page).count();
    if (present > 3) return false;
    const [field, operator, fill] = chance.pick(CONDITIONS);
    const enough = chance.onceIn(4) ? 'any' : undefined;
    await leads(page, async () => {
      await page.getByRole('button', { name: /^Filter/ }).click();
      const dialog = page.getByRole('dialog', { name: 'Filter' });
      // The outermost group's own buttons stand behind those of the groups in it.
      if (present > 0) await dialog.getByRole('button', { name: 'Add condition' }).last().click();
      const row = dialog.getByRole('group', { name: /^Condition \d+$/ }).last();
      await row.getByLabel('Field', { exact: true }).selectOption({ label: field });
      await row.getByLabel('Operator').selectOption({ label: operator });
      if (fill) await fill(row);
      if (enough) await dialog.getByLabel('Match').first().selectOption(enough);
      await dialog.getByRole('button', { name: 'Apply' }).click();
    });
    return `${field} ${operator}${enough ? ', any is enough' : ''}`;
  },
  async 'take a filter off'(page, chance) {
    const count = await chips(page).count();
    if (count === 0) return false;
    await leads(page, () => chips(page).nth(chance.below(count)).click());
  },
  async search(page, chance, { sql, role }) {
    const texts = await sql`
      select coalesce(company_name, name, email) as text from app.clients where ${mine(sql, role)} order by id limit 50`;
    const { text } = chance.pick(texts);
    const from = chance.below(Math.max(1, text.length - 3));
    const term = text.slice(from, from + 3 + chance.below(4)).trim();
    // The half of a pair of surrogates is no letter.
    if (term.length < 3 || !term.isWellFormed() || (await search(page).inputValue()) === term) return false;
    await leads(page, () => search(page).fill(term));
    return term;
  },
  async 'clear the search'(page) {
    if ((await search(page).inputValue()) === '') return false;
    await leads(page, () => search(page).fill(''));
  },
  sort: (page, chance) => sort(page, chance, []),
  'sort further': (page, chance) => sort(page, chance, ['Shift']),
  'next page': (page) => turn(page, 'Next'),
  'one more page': (page) => turn(page, 'Next'),
  'previous page': (page) => turn(page, 'Previous'),
  Back: (page) => travel(page, -1),
  Forward: (page) => travel(page, 1),
  async reload(page) {
    await page.reload();
  },
  async link(page, chance) {
    await page.goto(`/admin/clients${chance.pick(LINKS)}`);
  },
  async 'paste the address'(page, chance, world) {
    const fresh = await page.context().newPage();
    await fresh.goto(page.url());
    await showsWhatItMeans(fresh, world);
    await fresh.close();
  },
};

const value = (text, label = 'Value') => (row) => row.getByLabel(label, { exact: true }).fill(text);
const CONDITIONS = [
  ['Company', 'contains', value('"')],
  ['Company', 'starts with', value('QUI')],
  ['Company', 'is filled'],
  ['Tier', 'is any of', (row) => row.getByLabel('Premium').check()],
  ['Renewal', 'within the next … days', value('200', 'Days')],
  ['Last contact', 'more than … days ago', value('20', 'Days')],
  ['Updated', 'is in', (row) => row.getByLabel('Period').selectOption({ label: 'today' })],
  ['Phone', 'is empty'],
  ['Manager', 'is me'],
  ['Annual revenue', 'between', async (row) => {
    await value('999.99', 'Least')(row);
    await value('1,000', 'Most')(row);
  }],
];

async function sort(page, chance, modifiers) {
  const buttons = headings(page).getByRole('button');
  const count = await buttons.count();
  if (count === 0) return false;
  const button = buttons.nth(chance.below(count));
  const label = (await button.innerText()).trim();
  await leads(page, () => button.click({ modifiers }));
  return label;
}

async function turn(page, label) {
  const button = pages(page).getByRole('button', { name: label });
  if ((await button.count()) === 0 || (await button.isDisabled())) return false;
  await leads(page, () => button.click());
}

/** Through the browser's history, as far as it is the list's. */
async function travel(page, by) {
  const possible = await page.evaluate((by) => {
    const entries = window.navigation.entries();
    const url = entries[window.navigation.currentEntry.index + by]?.url ?? 'about:blank';
    return new URL(url).pathname === '/admin/clients';
  }, by);
  if (!possible) return false;
  await (by < 0 ? page.goBack() : page.goForward());
}

/** Does what leads to another address, and is there. */
async function leads(page, act) {
  const before = page.url();
  await act();
  await expect(page).not.toHaveURL(before);
}

function columns(chance) {
  const days = (from, span) => new Date(Date.now() + (from + chance.below(span)) * 86_400_000).toISOString();
  return {
    company_name: chance.pick(COMPANIES),
    name: `Walker ${chance.below(5)}`,
    status: chance.pick(['lead', 'active', 'paused', 'completed', 'cancelled']),
    tier: chance.pick(['basic', 'standard', 'premium', 'enterprise', null]),
    phone: chance.pick(['+49 30 901820', null]),
    annual_revenue: chance.pick(['0', '1000.00', '999.99', null]),
    renewal_date: chance.pick([days(-200, 400).slice(0, 10), null]),
    last_contact_date: chance.pick([days(-100, 100), null]),
  };
}

/** Rows that only their ids tell apart where a page ends. */
async function allAtOnce(sql, rows) {
  await sql.begin(async (transaction) => {
    await transaction`set local session_replication_role = replica`;
    await transaction`update app.clients set updated_at = now() where id in ${transaction(rows.map(({ id }) => id))}`;
  });
}

/** A change of rows that may bring them in, take them out, or move them; of many, at one moment. */
async function someoneElseWrites(sql, chance, made) {
  const ids = Array.from({ length: chance.pick([1, 2, 20]) }, () => chance.pick(made).id);
  const change = chance.onceIn(6)
    ? { assigned_manager: identity(chance.pick(['member', 'member2', 'owner'])) }
    : columns(chance);
  await sql`update app.clients set ${sql(change)} where id in ${sql(ids)}`;
}

/** The rows that a role sees. */
function mine(sql, role) {
  const me = identity(role);
  return role === 'owner' ? sql`true` : sql`(assigned_manager = ${me} or created_by = ${me})`;
}

/** Waits until the page has answered, and compares its rows with what the evaluator says of its address. */
async function showsWhatItMeans(page, world) {
  const { sql, role, steps } = world;
  const rows = (await sql`select to_json(c)::text as row from app.clients c where ${mine(sql, role)}`).map(({ row }) => row);
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE.id }).format(new Date());
  const asker = { role, user_id: identity(role), today, offset_minutes: ZONE.minutes };
  const compared = async () => {
    const { busy, url, failed, ids } = await page.evaluate(look);
    if (busy) return 'The list is still loading.';
    if (failed) return failed;
    const { shown } = await answers.answer({ ...asker, params: [...new URL(url).searchParams] }, rows);
    const place = shown.findIndex((id, place) => id !== ids[place]);
    if (shown.length === ids.length && place === -1) {
      world.pages.add(ids.join());
      world.empty += ids.length === 0;
      return 'right';
    }
    return `${ids.length} rows for ${shown.length}; the first that differs is ${place}: ${ids[place]} for ${shown[place]}`;
  };
  await expect.poll(compared, { message: `WALK_SEED=${SEED}\n${steps.join('\n')}`, timeout: 15_000 }).toBe('right');
}

/** The page at one moment; runs in the browser. */
function look() {
  const list = document.querySelector('.list');
  const links = [...document.querySelectorAll('.list tbody a.client-table__link')];
  return {
    busy: list?.getAttribute('aria-busy') !== 'false',
    url: location.href,
    failed: list?.querySelector('[data-kind="failed"]')?.textContent,
    ids: links.map((link) => new URL(link.href).pathname.split('/').at(-1)),
  };
}
