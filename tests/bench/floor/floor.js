// The list as somebody writes it by hand who wants nothing but this one page: what a browser needs at the least.
// Its questions to the endpoint are the application's own, word for word: the benchmark wrote them down before.

const { session, pause, questions } = JSON.parse(document.getElementById('questions').textContent);
const { access_token: token } = JSON.parse(localStorage.getItem(session));
const COLUMNS = {
  company_name: 'Company', name: 'Name', email: 'Email', status: 'Status', tier: 'Tier', assigned_manager: 'Manager',
  annual_revenue: 'Annual revenue', renewal_date: 'Renewal', updated_at: 'Updated',
};
const WORDS = {
  lead: 'Lead', active: 'Active', paused: 'Paused', completed: 'Completed', cancelled: 'Cancelled',
  basic: 'Basic', standard: 'Standard', premium: 'Premium', enterprise: 'Enterprise',
};
const STATUSES = ['lead', 'active', 'paused', 'completed', 'cancelled'];
const whole = new Intl.NumberFormat();
const cents = new Intl.NumberFormat(undefined, { minimumFractionDigits: 2 });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

const [body, headings] = ['tbody', 'thead tr'].map((selector) => document.querySelector(selector));
const [previous, next] = document.querySelectorAll('.pager button');
const text = document.querySelector('.pager__text');
const chips = [...document.querySelectorAll('[data-status]')];
const search = document.querySelector('input');

let page = 1;
let sort = '-updated_at';
const chosen = new Set();
let names;
let asking = new AbortController();

const config = fetch('/config.json').then((answer) => answer.json());

async function ask({ method, path, prefer, body }, signal) {
  const { key } = await config;
  const headers = { apikey: key, authorization: `Bearer ${token}` };
  if (prefer) headers.prefer = prefer;
  if (body) headers['content-type'] = 'application/json';
  return fetch(path, { method, headers, body, signal });
}

/** Shows the answer to a question; a question that was asked before it no longer matters. */
async function show(key) {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  if (!questions[key]) throw new Error(`The benchmark wrote no question down for "${key}".`);
  try {
    const answer = await ask(questions[key], signal);
    const rows = await answer.json();
    names = await team;
    if (!signal.aborted) draw(rows, answer.headers.get('content-range')?.split('/')[1]);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function draw(rows, total) {
  const [descending, field] = sort.startsWith('-') ? [true, sort.slice(1)] : [false, sort];
  for (const heading of headings.children) {
    if (heading.dataset.field !== field) heading.removeAttribute('aria-sort');
    else heading.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
  }
  body.replaceChildren(...rows.map(row));
  const first = (page - 1) * rows.length + 1;
  const of = Number(total) ? ` of ${whole.format(total)}` : '';
  text.textContent = `${whole.format(first)}–${whole.format(first + rows.length - 1)}${of}`;
  previous.disabled = page === 1;
}

function row(client) {
  const line = document.createElement('tr');
  for (const field in COLUMNS) {
    const cell = document.createElement('td');
    cell.dataset.field = field;
    cell.dataset.label = COLUMNS[field];
    cell.append(content(client, field, client[field]));
    line.append(cell);
  }
  return line;
}

function content(client, field, value) {
  if (field === 'company_name') {
    const link = element('a', 'client-table__link', value ?? client.name ?? client.email);
    link.href = `/admin/clients/${client.id}`;
    return link;
  }
  if (value === null) return element('span', 'empty', '–');
  switch (field) {
    case 'status':
    case 'tier': {
      const badge = element('span', 'badge', WORDS[value]);
      badge.dataset.word = value;
      return badge;
    }
    case 'assigned_manager':
      return names.get(value) ?? 'Former colleague';
    case 'annual_revenue':
      return (Number.isInteger(value) ? whole : cents).format(value);
    case 'renewal_date':
      return day.format(new Date(value));
    case 'updated_at':
      return moment.format(new Date(value));
    default:
      return value;
  }
}

function element(tag, name, content) {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = content;
  return made;
}

for (const [field, label] of Object.entries(COLUMNS)) {
  const heading = element('th', '', '');
  heading.scope = 'col';
  heading.dataset.field = field;
  const button = element('button', 'client-table__sort', label);
  button.type = 'button';
  button.addEventListener('click', () => {
    sort = sort === field ? `-${field}` : field;
    show(`sort=${sort}`);
  });
  heading.append(button);
  headings.append(heading);
}

for (const chip of chips) {
  chip.addEventListener('click', () => {
    const { status } = chip.dataset;
    if (!status) chosen.clear();
    else if (!chosen.delete(status)) chosen.add(status);
    for (const other of chips) {
      other.ariaPressed = String(other.dataset.status ? chosen.has(other.dataset.status) : !chosen.size);
    }
    show(chosen.size ? `status=${STATUSES.filter((word) => chosen.has(word))}` : 'start');
  });
}

next.addEventListener('click', () => show(`page=${(page += 1)}`));
previous.addEventListener('click', () => show((page -= 1) > 1 ? `page=${page}` : 'start'));

let waiting;
search.addEventListener('input', () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => show(search.value.trim().length < 3 ? 'start' : `q=${search.value}`), pause);
});

const team = config
  .then(() => ask({ method: 'GET', path: '/rest/v1/team?select=user_id,name&order=name.asc,user_id.asc' }))
  .then((answer) => answer.json())
  .then((people) => new Map(people.map(({ user_id, name }) => [user_id, name])));
show('start');
