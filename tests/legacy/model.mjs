// What the unification has to come to, told a second time and in another language: from the legacy rows as text to the
// clients that they become. It knows nothing of the SQL.
const BLANK = '\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const trimmed = (text) => text.replace(new RegExp(`^[${BLANK}]+|[${BLANK}]+$`, 'g'), '');

export const fold = (text) => text && trimmed(text).replace(/[A-Z]/g, (letter) => letter.toLowerCase());
const addressable = (address) => Boolean(address) && address.length <= 255 && /^[a-z0-9._%+-]+@[a-z0-9.-]+\.[a-z]{2,}$/.test(address);

const WORDS = {
  role: { super_admin: 'admin', system_admin: 'admin', editor: 'member', owner: 'owner', admin: 'admin', member: 'member', staff: 'staff', viewer: 'viewer' },
  business_size: { startup: 'solo', solo: 'solo', small: 'small', medium: 'medium', large: 'large', enterprise: 'enterprise' },
  status: { inactive: 'paused', suspended: 'paused', churned: 'cancelled', canceled: 'cancelled', lead: 'lead', active: 'active', paused: 'paused', completed: 'completed', cancelled: 'cancelled' },
  tier: { basic: 'basic', standard: 'standard', premium: 'premium', enterprise: 'enterprise' },
  budget_range: {
    '<5k': 'under_5k', 'under 5k': 'under_5k', '5k-15k': '5k_15k', '15k-50k': '15k_50k', '50k-100k': '50k_100k', '100k+': 'over_100k', '>100k': 'over_100k', 'over 100k': 'over_100k',
    under_5k: 'under_5k', '5k_15k': '5k_15k', '15k_50k': '15k_50k', '50k_100k': '50k_100k', over_100k: 'over_100k',
  },
};
export const VOCABULARY = Object.keys(WORDS);

const control = /[\u0001-\u0008\u000b-\u001f\u007f-\u009f]/;
const text = (most) => (value) => [...value].length <= most && !control.test(value) && new RegExp(`[^${BLANK}]`).test(value);
const tags = (value) => value.startsWith('{') && new Set(value.slice(1, -1).split(',')).size === value.slice(1, -1).split(',').length && !/(^|,|\{)(""|NULL)(,|\}|$)/.test(value);
const object = (value) => value.startsWith('{');
const moment = (value) => !value.endsWith('infinity');

/** Whether a value may stand alone; fields that are not here take every value of their type. */
const RULES = {
  name: text(255), company_name: text(255), industry: text(100), project_type: text(100), timeline_requirements: text(100),
  acquisition_source: text(100), target_audience: text(10000), project_scope: text(10000),
  website_url: (value) => /^https?:\/\/[A-Za-z0-9][A-Za-z0-9.-]*([/?#].*)?$/i.test(value),
  phone: (value) => /^\+?[0-9 .()-]+$/.test(value) && value.replace(/\D/g, '').length >= 7 && value.replace(/\D/g, '').length <= 15,
  address: (value) => object(value) && (!/"country"/.test(value) || /"country": "[A-Za-z]{2}"/.test(value)),
  color_palette: (value) => object(value) && [...value.matchAll(/: ("[^"]*"|[^,}]*)/g)].every(([, colour]) => /^"#([0-9a-f]{3}|[0-9a-f]{6})"$/i.test(colour)),
  logo_assets: (value) => object(value) && !/javascript/.test(value),
  annual_revenue: (value) => value !== 'NaN' && !value.startsWith('-'),
  business_goals: tags, preferred_integrations: tags, compliance_requirements: tags,
  technical_requirements: object, brand_guidelines: object, typography_preferences: object, visual_identity: object, metadata: object, preferences: object,
  created_at: moment, updated_at: moment, last_contact_date: moment,
};

export const FIELDS = [
  'email', 'created_at', 'updated_at', 'role', 'last_login_at', 'last_logout_at', 'metadata', 'preferences', 'name', 'company_name', 'industry', 'website_url', 'phone',
  'address', 'business_size', 'annual_revenue', 'target_audience', 'business_goals', 'technical_requirements', 'preferred_integrations', 'compliance_requirements',
  'brand_guidelines', 'color_palette', 'typography_preferences', 'logo_assets', 'visual_identity', 'project_type', 'project_scope', 'budget_range', 'timeline_requirements',
  'status', 'tier', 'acquisition_source', 'created_by', 'assigned_manager', 'last_contact_date', 'contract_start_date', 'contract_end_date', 'renewal_date', 'satisfaction_score', 'success_metrics',
];
const OF_SIGN_IN = ['role', 'last_login_at', 'last_logout_at'];

/** A value as it may stand in the unified table, or undefined. */
function clean(field, value, people) {
  if (value === null || value === undefined) return undefined;
  if (WORDS[field]) return WORDS[field][fold(value)];
  if (field === 'created_by' || field === 'assigned_manager') return people.has(value) ? value : undefined;
  return RULES[field] && !RULES[field](value) ? undefined : value;
}

const newestFirst = (key) => (one, other) => {
  const [a, b] = [one[key] ?? '', other[key] ?? ''].map(sortable);
  return a === b ? 0 : a < b ? 1 : -1;
};
/** Times of one offset as text sort by their characters, but for the fraction and for infinity. */
const sortable = (time) => (time === 'infinity' ? '9' : time.replace(/([+-]\d\d)$/, '').padEnd(26, '.'));
const lastIdFirst = (one, other) => (one.id < other.id ? 1 : -1);

/**
 * @param legacy {table: rows of text}  @param people ids of auth.users
 * @returns {{clients: Map<id, row>, became: Map<"table id", client id or null>, made: (id) => string}}
 */
export function unify(legacy, people, renumbered) {
  const signIns = (legacy.clients ?? []).map((row) => ({ ...row, mailbox: fold(row.email) }));
  const businesses = (legacy.clients_enhanced ?? []).map((row) => ({ ...row, mailbox: fold(row.email) }));
  const became = new Map();
  const clients = new Map();
  const spelled = new Set(businesses.map((row) => row.email));
  const ids = new Set(signIns.map((row) => row.id));
  const addresses = new Set([...signIns, ...businesses].map((row) => row.mailbox));

  for (const address of addresses) {
    const logins = signIns.filter((row) => row.mailbox === address);
    let rows = businesses.filter((row) => row.mailbox === address);
    if (!addressable(address)) {
      for (const row of logins) became.set(`clients ${row.id}`, null);
      for (const row of rows) became.set(`clients_enhanced ${row.id}`, null);
      continue;
    }
    logins.sort(
      (one, other) =>
        spelled.has(other.email) - spelled.has(one.email) ||
        (other.email === address) - (one.email === address) ||
        newestFirst('last_login_at')(one, other) ||
        -newestFirst('created_at')(one, other) ||
        -lastIdFirst(one, other),
    );
    const [login, ...others] = logins;
    for (const row of others) became.set(`clients ${row.id}`, null);
    if (logins.length > 1) {
      for (const row of rows) if (row.email !== login.email) became.set(`clients_enhanced ${row.id}`, null);
      rows = rows.filter((row) => row.email === login.email);
    }
    rows.sort((one, other) => newestFirst('updated_at')(one, other) || newestFirst('created_at')(one, other) || lastIdFirst(one, other));
    if (!login && rows.length === 0) continue;
    const id = login?.id ?? (ids.has(rows[0].id) ? renumbered(rows[0].id) : rows[0].id);
    for (const row of rows) became.set(`clients_enhanced ${row.id}`, id);
    if (login) became.set(`clients ${login.id}`, id);
    clients.set(id, merged(address, login, rows, people));
  }
  return { clients, became };
}

function merged(address, login, rows, people) {
  const all = login ? [...rows, login] : rows;
  const times = (key) => all.map((row) => clean(key, row[key], people)).filter(Boolean).sort((one, other) => (sortable(one) < sortable(other) ? -1 : 1));
  const client = {};
  for (const field of FIELDS) {
    const from = OF_SIGN_IN.includes(field) ? [login ?? {}] : field === 'metadata' || field === 'preferences' ? [login ?? {}, ...rows] : all;
    client[field] = from.map((row) => clean(field, row[field], people)).find((value) => value !== undefined) ?? null;
  }
  client.email = address;
  client.role ??= 'viewer';
  const [created, updated] = [times('created_at'), times('updated_at')];
  client.created_at = created[0] ?? updated[0] ?? '1970-01-01 00:00:00+00';
  client.updated_at = updated.at(-1) ?? created.at(-1) ?? '1970-01-01 00:00:00+00';
  for (const end of ['contract_end_date', 'renewal_date']) {
    if (client[end] && client.contract_start_date && client[end] < client.contract_start_date) client[end] = null;
  }
  return client;
}
