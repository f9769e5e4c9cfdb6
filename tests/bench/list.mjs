// What the benchmark knows of the list page, the application's and the floor's alike: the one place to change when the
// list is built differently.

export const PAGES = { floor: '/floor/index.html', page: '/admin/clients' };
/** How long both wait for the next key before they search; taken off the time. */
export const PAUSE = 150;
export const ROW = '.client-table tbody tr';
const heading = (page, field) => page.locator(`.client-table th[data-field=${field}] button`);
const status = (page, label) => page.getByRole('group', { name: 'Status' }).getByRole('button', { name: label });
const pager = (page, label) => page.getByRole('navigation', { name: 'Pages' }).getByRole('button', { name: label });
const search = (page) => page.getByRole('searchbox', { name: 'Search clients' });

/** The request that the rows come with; a count asks the same place for one row. */
export function asksForRows(address) {
  const { pathname, searchParams } = new URL(address);
  return /^\/rest\/v1\/(rpc\/search_)?clients$/.test(pathname) && Number(searchParams.get('limit')) > 1;
}

async function pressMouse(page) {
  await page.mouse.down();
  await page.mouse.up();
}
const click = (key, find) => ({ key, event: 'click', find, act: pressMouse });
const press = (key, name) => ({ key, event: 'keydown', find: search, act: (page) => page.keyboard.press(name) });
const sorting = ['company_name', 'email', 'renewal_date', 'name'].map((field) =>
  click(`sort=${field}`, (page) => heading(page, field)));

/**
 * What a person does, in groups that each begin with the list as it opens. A step's key is the floor's name for the
 * question that follows; consecutive steps must show different rows.
 */
export const GROUPS = [
  { name: 'click on a heading', steps: sorting },
  {
    name: 'status filter',
    steps: [['Lead', 'status=lead'], ['Active', 'status=lead,active'], ['Lead', 'status=active'], ['All', 'start']].map(
      ([label, key]) => click(key, (page) => status(page, label)),
    ),
  },
  { name: 'next page', steps: [2, 3, 4, 5].map((number) => click(`page=${number}`, (page) => pager(page, 'Next'))) },
  {
    name: 'key in the search',
    pause: PAUSE,
    // Too few letters are not searched for, so that the first three are no step.
    before: { key: 'q=mar', event: 'input', find: search, act: (page) => page.keyboard.insertText('mar') },
    steps: [['q=marc', 'c'], ['q=march', 'h'], ['q=marc', 'Backspace'], ['q=mar', 'Backspace']].map(([key, name]) =>
      press(key, name)),
  },
];
