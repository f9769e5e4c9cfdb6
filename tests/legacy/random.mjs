// Legacy databases by chance: few addresses, few ids, few days, so that everything that can collide does. The same seed
// makes the same database.
const PEOPLE = ['aa000000-0000-4000-8000-000000000001', 'aa000000-0000-4000-8000-000000000002'];
const GHOST = '99000000-0000-4000-8000-00000000000f';

/** Mulberry32: the same numbers on every machine. */
export function dice(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return {
    below: (most) => Math.floor(next() * most),
    pick: (list) => list[Math.floor(next() * list.length)],
    one: (chance) => next() < chance,
  };
}

const id = (kind, number) => `${kind}000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const TIMES = ['2023-01-01 00:00:00.000001+00', '2024-02-29 12:00:00.5+02', '2024-02-29 10:00:00.500001+00', '2025-12-31 23:59:59.999999+00', '2022-06-01 00:00+00'];
const JSON_VALUES = ['{}', 'null', '{"n": 12345678901234567890, "x": 1.10}', '{"a": {"b": [1, null, ""]}}', '[]', '"text"'];

/** What stands in a column: things that fit, things that do not, nothing. */
const VALUES = {
  name: ['Ann', 'Ann ', 'Ünal & Co', '  ', '', 'Bell\u0007'],
  company_name: ['Lee & Sons', 'lee & sons', '', null, null],
  industry: ['Retail', ' ', null],
  website_url: ['https://lee.example', 'http://lee.example/a?b=c', 'www.lee.example', '', null],
  phone: ['+44 20 7946 0000', '020 7946 0001', 'call me', '123', null],
  address: ['{"street": "1", "country": "GB"}', '{"country": "Germany"}', '{}', '[]', null],
  business_size: ['startup', 'small', 'Medium', ' large ', 'enterprise', 'huge', '', null],
  annual_revenue: ['0.00', '1.10', '1234567890123.45', '-1.00', 'NaN', null],
  target_audience: ['Everybody', '', null],
  business_goals: ['{One,Two}', '{One,One}', '{}', '{NULL}', null],
  technical_requirements: [...JSON_VALUES, null],
  preferred_integrations: ['{a}', '{}', null],
  compliance_requirements: ['{GDPR}', null],
  brand_guidelines: [...JSON_VALUES, null],
  color_palette: ['{"Sea": "#0a7"}', '{"Sea": "blue"}', '{}', null],
  typography_preferences: ['{"size": 1.0}', '{"size": 1}', null],
  logo_assets: ['{"primary": "https://lee.example/logo.svg"}', '{"url": "javascript:alert(1)"}', null],
  visual_identity: ['{}', null],
  project_type: ['Relaunch', '', null],
  project_scope: ['Everything', null],
  budget_range: ['under 5k', '15k-50K', '5k_15k', '5000', null],
  timeline_requirements: ['soon', null],
  status: ['active', 'inactive', 'suspended', 'churned', 'Lead', 'frozen', null],
  tier: ['basic', 'standard', 'premium', 'gold', null],
  acquisition_source: ['Fair', null],
  created_at: [...TIMES, null, 'infinity'],
  updated_at: [...TIMES, null],
  created_by: [...PEOPLE, GHOST, null],
  assigned_manager: [...PEOPLE, null],
  last_contact_date: [...TIMES, null],
  contract_start_date: ['2025-01-01', '2026-01-01', null],
  contract_end_date: ['2024-12-31', '2025-06-30', '2026-06-30', null],
  renewal_date: ['2025-01-01', '2026-02-01', null],
  vat_id: ['GB1', '', null],
  ratio: ['0.1', 'NaN', null],
  raw_form: ['{"a":1,  "a":2}', 'null', null],
  tags: ['{x,NULL}', '{}', null],
  score: ['1.50', '12345678901234567890.12345', null],
  seen_at: ['2025-01-01 12:00:00.000001', null],
};
const OF_SIGN_IN = {
  created_at: TIMES,
  updated_at: TIMES,
  role: ['admin', 'editor', 'viewer', 'viewer', null],
  last_login_at: [...TIMES, null],
  last_logout_at: [...TIMES, null],
  metadata: [...JSON_VALUES, null],
  preferences: ['{}', '{"b": null}', null],
  newsletter: ['true', 'false', null],
  name: ['Signed In', null],
};

/** @returns {{signIns, businesses, ...}} statements that fill the legacy tables, in order */
export function legacyDatabase(seed) {
  const { below, pick, one } = dice(seed);
  const people = 3 + below(7);
  const hosts = ['client.example', 'x.co'];
  const spelling = () => {
    const plain = `p${below(people)}@${hosts[0]}`;
    return pick([plain, plain, plain, plain.toUpperCase(), plain.replace('p', 'P'), `${plain} `, ` ${plain}`, plain.replace('@', '+tag@'), one(0.3) ? pick(['nobody', 'a b@c.de', '']) : plain]);
  };
  const distinct = (count, make) => [...new Set(Array.from({ length: count }, make))];
  const statements = [`insert into auth.users (id, email) values ${PEOPLE.map((person, place) => `('${person}', 'u${place}@agency.example')`).join(', ')}`];
  statements.push('set session_replication_role = replica');

  const rows = (table, list) => {
    for (const row of list) {
      const columns = Object.keys(row);
      statements.push(`insert into public.${table} (${columns.map((column) => `"${column}"`).join(', ')}) values (${columns.map((column) => literal(row[column])).join(', ')})`);
    }
  };
  const some = (values) => Object.fromEntries(Object.entries(values).map(([column, list]) => [column, pick(list)]));

  // The ids of both tables are drawn from one small heap: many a business row bears a sign-in's.
  const heap = distinct(40, () => id('c1', below(24)));
  const take = (count) => {
    const left = [...heap];
    return Array.from({ length: Math.min(count, left.length) }, () => left.splice(below(left.length), 1)[0]);
  };
  const logins = distinct(2 + below(people * 2), spelling);
  const loginIds = take(logins.length);
  rows('clients', logins.slice(0, loginIds.length).map((email, place) => ({ id: loginIds[place], email, ...some(OF_SIGN_IN) })));
  const companies = distinct(2 + below(people * 2), spelling);
  const companyIds = take(companies.length);
  rows('clients_enhanced', companies.slice(0, companyIds.length).map((email, place) => ({ id: companyIds[place], email, ...some(VALUES), name: pick(VALUES.name) })));

  const client = () => (one(0.1) ? GHOST : pick(companyIds));
  const many = (kind, most, make) => Array.from({ length: below(most) }, (_, place) => make(id(kind, place)));
  const customizations = many('c3', 8, (its) => ({
    id: its, client_id: client(), template_id: pick(['t', null]), theme_config: pick(JSON_VALUES), component_overrides: pick([...JSON_VALUES, null]), status: pick(['draft', 'deployed', null]),
    version: pick(['3', null]), is_active: pick(['true', null]), created_by: pick([...PEOPLE, GHOST, null]), created_at: pick([...TIMES, null]), updated_at: pick([...TIMES, null]),
  }));
  rows('client_customizations', customizations);
  const deployments = many('c4', 8, (its) => ({
    id: its, client_id: client(), customization_id: pick([...customizations.map((row) => row.id), GHOST, null]), deployment_name: pick(['live', '']), status: pick(['deployed', null]),
    environment_variables: pick(JSON_VALUES), deployment_logs: pick(['{a,NULL}', null]), 'Cost Centre': pick(['CC 1', '', null]), uptime_percentage: pick(['99.90', null]), updated_at: pick([...TIMES, null]),
  }));
  rows('client_deployments', deployments);
  const deployment = () => pick([...deployments.map((row) => row.id), GHOST]);
  rows('deployment_tracking_events', many('c5', 8, (its) => ({ id: its, deployment_id: deployment(), event_type: 'build', event_timestamp: pick([...TIMES, null]), event_details: pick(JSON_VALUES), triggered_by_user: pick([...PEOPLE, GHOST, null]) })));
  const taken = new Set();
  rows('client_analytics', many('c6', 14, (its) => ({
    id: its, client_id: client(), deployment_id: pick([deployment(), null]), analytics_date: pick(['2025-01-01', '2025-01-02']), analytics_period: 'daily', page_views: pick(['1', null]),
    revenue: pick(['1.10', '2.20', null]), updated_at: pick([...TIMES, null]),
  })).filter((row) => {
    const key = `${row.client_id} ${row.deployment_id} ${row.analytics_date}`;
    return row.deployment_id === null || (!taken.has(key) && taken.add(key));
  }));
  rows('tenant_apps', many('c7', 5, (its) => ({ id: its, name: 'App', slug: its, admin_email: pick([spelling(), 'nobody@x.co']), updated_at: pick([...TIMES, null]) })));
  statements.push('set session_replication_role = origin');
  return statements;
}

const literal = (value) => (value === null || value === undefined ? 'null' : `'${value.replaceAll("'", "''")}'`);
