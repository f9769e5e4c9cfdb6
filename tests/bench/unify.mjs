// How long the unification takes, and how long anybody waits for it: 100 000 sign-ins and as many business rows, half of
// them the same people, with 500 000 rows on them. `node tests/bench/unify.mjs [--clients N] [--port P]`, in a database
// that is made for it and thrown away. Fails above two minutes.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { prepareGround } from '../../xtask/server/database.mjs';
import { applyMigrations } from '../../xtask/server/migrate.mjs';
import { startPostgres } from '../../xtask/server/postgres.mjs';
import { SUPABASE, TABLES } from '../legacy/support.mjs';
import { postgresClient } from '../server/support/server.mjs';

const LIMIT = 120;

/** Rows that look like an agency's: most values there, words of every kind, one in ten addresses in capitals. */
const FILL = `
insert into auth.users (id, email) select md5('person ' || i)::uuid, 'person' || i || '@agency.example' from generate_series(1, 50) i;
insert into public.clients (id, email, created_at, updated_at, role, last_login_at, metadata, preferences)
select md5('sign-in ' || i)::uuid, case when i % 10 = 0 then 'P' else 'p' end || i || '@client.example', '2023-01-01'::timestamptz + i * interval '1 minute',
  '2024-01-01'::timestamptz + i * interval '1 minute', case when i % 1000 = 0 then 'editor' else 'viewer' end, '2025-01-01'::timestamptz + i * interval '1 minute',
  jsonb_build_object('source', 'import', 'number', i), '{"theme": "system"}'
from generate_series(1, :n) i;
insert into public.clients_enhanced (id, name, email, company_name, industry, website_url, phone, address, business_size, annual_revenue, target_audience, business_goals,
  technical_requirements, preferred_integrations, compliance_requirements, brand_guidelines, color_palette, project_type, project_scope, budget_range, status, tier, acquisition_source,
  created_at, updated_at, created_by, assigned_manager, contract_start_date, contract_end_date, vat_id)
select md5('business ' || i)::uuid, 'Person ' || i, 'p' || (i + :n / 2) || '@client.example', 'Company ' || i, 'Retail', 'https://company' || i || '.example',
  case when i % 50 = 0 then 'call me' else '+44 20 7946 ' || lpad((i % 10000)::text, 4, '0') end, '{"street": "1 High Street", "city": "Oxford", "country": "GB"}',
  (array['startup', 'small', 'medium', 'enterprise'])[1 + i % 4], i * 1.01, repeat('What they want. ', 5), array['Sell more', 'Answer less mail'],
  '{"hosting": "ours", "languages": ["en", "fr"]}', array['Ledger'], array['GDPR'], '{"voice": "plain"}', '{"Sea": "#0a7"}', 'Relaunch', repeat('What they get. ', 10),
  (array['under 5k', '15k-50k', 'depends', null])[1 + i % 4], (array['active', 'inactive', 'suspended', 'churned'])[1 + i % 4], 'standard', 'Fair',
  '2023-06-01'::timestamptz + i * interval '1 minute', '2024-06-01'::timestamptz + i * interval '1 minute', md5('person ' || (1 + i % 50))::uuid, md5('person ' || (1 + i % 50))::uuid,
  '2024-01-01', '2025-01-01', 'GB' || i
from generate_series(1, :n) i;
insert into public.client_customizations (id, client_id, template_id, theme_config, content_config, seo_config)
select md5('customization ' || i)::uuid, md5('business ' || (1 + i % :n))::uuid, 'template', '{"colour": "sea"}', '{"title": "Welcome"}', '{"index": true}' from generate_series(1, :n) i;
insert into public.client_deployments (id, client_id, customization_id, deployment_name, status, environment_variables, "Cost Centre")
select md5('deployment ' || i)::uuid, md5('business ' || (1 + i % :n))::uuid, md5('customization ' || i)::uuid, 'live ' || i, 'deployed', '{"KEY": "secret"}', 'CC ' || i % 7 from generate_series(1, :n) i;
insert into public.deployment_tracking_events (id, deployment_id, event_type, event_status, event_message)
select md5('event ' || i)::uuid, md5('deployment ' || (1 + i % :n))::uuid, 'build', 'success', 'built' from generate_series(1, :n) i;
insert into public.client_analytics (id, client_id, deployment_id, analytics_date, page_views, revenue)
select md5('analytics ' || i)::uuid, md5('business ' || (1 + i % :n))::uuid, md5('deployment ' || (1 + (i + 1) % :n))::uuid, '2025-01-01', i, i * 0.01 from generate_series(1, :n) i;
insert into public.tenant_apps (id, name, slug, admin_email)
select md5('app ' || i)::uuid, 'App ' || i, 'app-' || i, 'P' || i || '@client.example' from generate_series(1, :n) i;
analyze;
`;

const text = { type: 'string' };
const { clients = '100000', port = '54730' } = parseArgs({ options: { clients: text, port: text } }).values;
const data = mkdtempSync(path.join(os.tmpdir(), 'clientele-unify-'));
chmodSync(data, 0o755);
const postgres = await startPostgres({ data, ports: { postgres: Number(port) + 1 } }, { childDied: (sentence) => console.error(sentence), beforeStart() {} });
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => postgres.stop().finally(() => process.exit(1)));
const sql = postgresClient(postgres.url, { onnotice() {}, max: 1, max_lifetime: null });
try {
  await prepareGround(sql);
  await sql.unsafe(TABLES);
  await sql.unsafe(FILL.replaceAll(':n', clients));
  await sql.unsafe('create schema app; create table app.unify_later ()');
  await applyMigrations(sql, SUPABASE);
  console.log(`${clients} sign-ins, ${clients} business rows, ${clients * 5} rows on them`);
  const [{ dry }] = await timed('dry run', () => sql`select app.unify() as dry`);
  const [{ run }] = await timed('run', () => sql`select app.unify(false, ${dry.sources}) as run`);
  console.log('seconds by part', JSON.stringify(run.seconds));
  console.log(`writers of the legacy tables waited ${run.writers_waited.toFixed(1)} s, readers ${(run.readers_waited * 1000).toFixed(0)} ms`);
  console.log(JSON.stringify({ people: run.people, satellites: run.satellites, money: run.money, lost: run.lost }, null, 1));
  await timed('back', () => sql`select app.undo_unification()`);
  if (run.writers_waited > LIMIT) {
    console.log(`Too slow: ${LIMIT} s are allowed.`);
    process.exitCode = 1;
  }
} finally {
  await sql.end();
  await postgres.stop();
  rmSync(data, { recursive: true, force: true });
}

async function timed(what, work) {
  const begun = performance.now();
  const answer = await work();
  console.log(`${what} ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  return answer;
}
