// What the list asks the endpoint, as it asks it: its columns, its orders, its pages by key, its filters and searches.

const PAGE = 25;
/** Where a page deep inside begins. */
export const DEEP = 500_000;

const COLUMNS = ['id', 'version', 'company_name', 'name', 'email', 'status', 'tier', 'assigned_manager', 'renewal_date', 'updated_at'];
const REVENUE = 'annual_revenue';
/** The columns that an index keeps in order, and whether they may be empty. */
const SORTS = {
  updated_at: false, created_at: false, email: false, company_name: true, name: true, status: true, tier: true,
  renewal_date: true, [REVENUE]: true, last_contact_date: true,
};
/** So few values that a page can stand in the middle of half the table's equals. */
const CHOICES = ['status', 'tier'];

export const PEOPLE = [
  { who: 'owner', window: 'clients', revenue: true, all: true },
  { who: 'member', window: 'member_clients', revenue: true },
  { who: 'staff', window: 'staff_clients' },
];

const quoted = (value) => `"${String(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
const down = ({ dir }) => dir === 'desc';
const turned = (sort) => ({ ...sort, dir: down(sort) ? 'asc' : 'desc', back: !sort.back });

/** Empty values come last, read backwards first; where none can be, not to say so lets the index be used. */
function orderOf({ key, dir, back }) {
  const nulls = SORTS[key] ? (back ? '.nullsfirst' : '.nullslast') : '';
  return `${key}.${dir}${nulls},id.${dir}`;
}

/** The rows behind a row of the order. Among the equals of a choice the page asks for those first, and alone. */
function behind(sort, row) {
  const further = down(sort) ? 'lt' : 'gt';
  const [key, id] = [quoted(row[sort.key]), quoted(row.id)];
  if (CHOICES.includes(sort.key)) return [`${sort.key}.eq.${key}`, `id.${further}.${id}`];
  return [`${sort.key}.${down(sort) ? 'lte' : 'gte'}.${key}`, `or(${sort.key}.${further}.${key},and(${sort.key}.eq.${key},id.${further}.${id}))`];
}

/** One request for rows, which never counts them. */
function rows(person, { sort = { key: 'updated_at', dir: 'desc' }, where = [], term, offset, limit = PAGE }) {
  const select = [...new Set([...COLUMNS, ...(person.revenue ? [REVENUE] : []), sort.key])];
  const query = new URLSearchParams({ select: select.join(','), order: orderOf(sort), limit });
  if (where.length > 0) query.set('and', `(${where.join(',')})`);
  if (offset !== undefined) query.set('offset', offset);
  return { person, path: `/rest/v1/${term ? 'rpc/search_' : ''}${person.window}?${query}`, body: term && { term }, least: 1 };
}

function count(person, { where = [], how = person.all ? 'estimated' : 'exact' } = {}) {
  const query = new URLSearchParams({ select: 'id', limit: 1, ...(where.length > 0 && { and: `(${where.join(',')})` }) });
  return { person, path: `/rest/v1/${person.window}?${query}`, prefer: `count=${how}`, least: 1 };
}

/**
 * Everything that is measured for a person.
 * @param ask asks a question once, unmeasured, and gives its rows
 * @returns {Promise<{what: string, question: object, free?: boolean}[]>} `free`: may take its time
 */
export async function questionsOf(person, ask) {
  const list = [];
  const add = (what, question, more) => list.push({ what, question, ...more });
  const sorts = Object.keys(SORTS).filter((key) => key !== REVENUE || person.revenue);
  const newest = { key: 'updated_at', dir: 'desc' };

  const first = await ask(rows(person, {}));
  add('first page', rows(person, {}));
  add('next page', rows(person, { where: behind(newest, first.at(-1)) }));
  const second = await ask(rows(person, { where: behind(newest, first.at(-1)) }));
  add('previous page', rows(person, { sort: turned(newest), where: behind(turned(newest), second[0]) }));
  for (const key of sorts) {
    for (const dir of ['asc', 'desc']) add(`sort by ${key}, ${dir}`, rows(person, { sort: { key, dir } }));
  }
  if (person.all) for (const key of sorts) for (const dir of ['asc', 'desc']) list.push(...(await deep(person, ask, { key, dir })));

  for (const [status, tier] of [['active', 'standard'], ['lead', 'premium'], ['cancelled', 'enterprise']]) {
    add(`status ${status} and tier ${tier}`, rows(person, { where: [`status.eq.${quoted(status)}`, `tier.eq.${quoted(tier)}`] }), { mayBeEmpty: !person.all });
  }
  add('two statuses and two tiers', rows(person, { where: ['status.in.("paused","cancelled")', 'tier.in.("premium","enterprise")'] }));
  add('status that nobody of a tier has', rows(person, { where: ['status.eq."paused"', 'tier.is.null'] }), { mayBeEmpty: true });

  // A word that one of a million bears, one in fifty, one in twenty, and everybody.
  const rare = first.find((row) => /[a-z][0-9]{3,}@/.test(row.email)).email.split('@')[0];
  const terms = { 'rare word': rare, 'word of one in fifty': 'nguyen', 'common word': 'green', 'word that all have': 'example' };
  for (const [word, term] of Object.entries(terms)) {
    add(`search for a ${word}`, rows(person, { term }), { mayBeEmpty: !person.all && term !== 'example' && term !== rare });
  }

  add(`count, ${person.all ? 'estimated' : 'exact'}`, count(person));
  add(`count of a status, ${person.all ? 'estimated' : 'exact'}`, count(person, { where: ['status.eq."lead"'] }));
  if (person.all) add('count on click, exact', count(person, { how: 'exact' }), { free: true });
  return list;
}

/** The page behind a row in the middle of the table, and the one before it; each proven to be that page by an offset. */
async function deep(person, ask, sort) {
  const window = await ask(rows(person, { sort, offset: DEEP - PAGE - 1, limit: 2 * PAGE + 1 }));
  const here = window[PAGE];
  const next = rows(person, { sort, where: behind(sort, here) });
  const back = turned(sort);
  const previous = rows(person, { sort: back, where: behind(back, here) });
  const same = (found, wanted) => found.map(({ id }) => id).join() === wanted.map(({ id }) => id).join();
  if (!same(await ask(next), window.slice(PAGE + 1)) || !same((await ask(previous)).reverse(), window.slice(0, PAGE))) {
    throw new Error(`The page by key at ${DEEP} by ${sort.key}, ${sort.dir}, is not the one that an offset gives.`);
  }
  const where = `at ${DEEP.toLocaleString('en')} by ${sort.key}, ${sort.dir}`;
  // Postgres does not search an index for an amount under row-level security; see the migration of the list.
  const free = sort.key === REVENUE;
  return [{ what: `next page ${where}`, question: next, free }, { what: `previous page ${where}`, question: previous, free }];
}
