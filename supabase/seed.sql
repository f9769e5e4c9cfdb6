-- The demonstration: an agency called Harbour & Pine and seven people who can sign in (owner@, admin@, member@, member2@,
-- staff@, viewer@ and viewer2@demo.test). The 200 generated clients follow in seed/. All of it is the same on every
-- machine, except that some renewals always lie within the next thirty days. Loaded by the local server and by
-- `supabase db push --include-seed`; loading it again changes nothing.

create schema if not exists demo;
revoke all on schema demo from public;

-- Rows arrive as history: no trigger may stamp today's date or the loader's name on them. Where the role may not
-- switch triggers off, they are loaded all the same.
create or replace function demo.quiet_triggers() returns void language plpgsql as $$
begin
  perform set_config('session_replication_role', 'replica', true);
exception when insufficient_privilege then
  null;
end $$;

create table if not exists demo.people (
  id uuid primary key,
  email text not null unique,
  name text not null,
  role text not null
);
insert into demo.people (id, email, name, role) values
  ('de000000-0000-4000-8000-000000000001', 'owner@demo.test', 'Nadia Brandt', 'owner'),
  ('de000000-0000-4000-8000-000000000002', 'admin@demo.test', 'Tomás Rivera', 'admin'),
  ('de000000-0000-4000-8000-000000000003', 'member@demo.test', 'Priya Raman', 'member'),
  ('de000000-0000-4000-8000-000000000004', 'member2@demo.test', 'Jonas Lindqvist', 'member'),
  ('de000000-0000-4000-8000-000000000005', 'staff@demo.test', 'Mei Tanaka', 'staff'),
  ('de000000-0000-4000-8000-000000000006', 'viewer@demo.test', 'Clara Whitfield', 'viewer'),
  ('de000000-0000-4000-8000-000000000007', 'viewer2@demo.test', 'Idris Okafor', 'viewer')
on conflict do nothing;

-- No password: they sign in by mail. Token columns are '' and never NULL, which GoTrue cannot read.
insert into auth.users (
  id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data, raw_user_meta_data,
  created_at, updated_at, confirmation_token, recovery_token, email_change, email_change_token_new, email_change_token_current, phone_change,
  phone_change_token, reauthentication_token
)
select
  id, 'authenticated', 'authenticated', email, '', '2025-01-06 09:00:00+00',
  '{"provider": "email", "providers": ["email"]}', jsonb_build_object('name', name),
  '2025-01-06 09:00:00+00', '2025-01-06 09:00:00+00', '', '', '', '', '', '', '', ''
from demo.people
on conflict do nothing;

insert into auth.identities (id, provider, provider_id, user_id, identity_data, last_sign_in_at, created_at, updated_at)
select
  id, 'email', id::text, id, jsonb_build_object('sub', id, 'email', email, 'email_verified', true),
  null, '2025-01-06 09:00:00+00', '2025-01-06 09:00:00+00'
from demo.people
on conflict do nothing;

do $$
begin
  if exists (
    select from information_schema.columns
    where table_schema = 'auth' and table_name = 'users' and column_name = 'instance_id'
  ) then
    update auth.users set instance_id = '00000000-0000-0000-0000-000000000000'
    where instance_id is null and id in (select id from demo.people);
  end if;
end $$;

-- The agency's own people are rows of the same table. They are nobody's clients: no status, no tier.
create or replace function demo.add_agency() returns void language plpgsql as $$
begin
  perform demo.quiet_triggers();
  insert into app.clients (
    id, user_id, email, role, name, company_name, status, tier, created_by, created_at, updated_at, preferences
  )
  select
    id, id, email, role, name, 'Harbour & Pine', null, null, 'de000000-0000-4000-8000-000000000001',
    '2025-01-06 09:00:00+00', '2025-01-06 09:00:00+00', '{"language": "en", "theme": "system"}'
  from demo.people where role <> 'viewer'
  on conflict do nothing;
end $$;

create or replace function demo.add_portal_people() returns void language plpgsql as $$
begin
  perform demo.quiet_triggers();
  insert into app.clients (
    id, user_id, email, role, name, company_name, industry, website_url, phone, address, business_size, annual_revenue,
    target_audience, business_goals, technical_requirements, preferred_integrations, compliance_requirements,
    brand_guidelines, color_palette, typography_preferences, logo_assets, visual_identity, project_type, project_scope,
    budget_range, timeline_requirements, status, tier, acquisition_source, created_by, assigned_manager,
    last_contact_date, contract_start_date, contract_end_date, renewal_date, satisfaction_score, success_metrics,
    metadata, preferences, last_login_at, last_logout_at, created_at, updated_at
  ) values (
    'de000000-0000-4000-8000-000000000006', 'de000000-0000-4000-8000-000000000006', 'viewer@demo.test', 'viewer',
    'Clara Whitfield', 'Whitfield & Daughters', 'Hospitality', 'https://whitfield.example/', '+44 20 7946 0118 ext. 4',
    '{"street": "18 Cornmarket Street", "city": "Oxford", "region": "Oxfordshire", "postal_code": "OX1 3HL", "country": "GB"}',
    'medium', 2480000.50,
    E'Families and small groups who plan a long weekend, mostly from the south of England.\nMost book by telephone today and would rather not.',
    array['Half of all bookings online', 'Repeat guests within a year', 'One calendar for all four houses'],
    '{"hosting": "Existing provider until May", "booking": {"engine": "Roomtable", "version": "4.2"}, "languages": ["en", "fr"]}',
    array['Roomtable', 'Mailbird', 'Ledgerly'], array['GDPR', 'PCI DSS', 'WCAG 2.2 AA'],
    '{"voice": "Warm, never cute", "spacing": "The height of the W on every side", "do_not": ["stretch the mark", "set text in capitals"]}',
    '{"Damson": "#5b2a4e", "Oat": "#f4ead7", "Bottle": "#1f4d3a", "Ink": "#222"}',
    '{"headings": {"family": "Fraunces", "weights": [400, 600]}, "text": {"family": "Source Sans 3", "size": 17}}',
    '{"primary": "https://whitfield.example/brand/mark.svg", "on dark": {"url": "https://whitfield.example/brand/mark-light.svg", "width": 480}}',
    '{"photography": "Natural light, people from behind", "illustration": "Line drawings of the houses"}',
    'Website relaunch',
    E'Four houses under one roof: a new site with booking, room pages and a journal.\n\nNot included: photography, the booking engine itself, translation.',
    '50k_100k', 'Live before Easter', 'active', 'premium', 'Recommendation',
    'de000000-0000-4000-8000-000000000002', 'de000000-0000-4000-8000-000000000003', '2026-08-27 14:30:00+00',
    '2026-01-12', '2027-01-11', current_date + 21, 9,
    '{"bookings_online": {"start": 0.12, "target": 0.5, "now": 0.34}, "load_time_ms": 900}',
    '{"crm_id": "WD-0042", "invoice_contact": "accounts@whitfield.example"}',
    '{"language": "en", "newsletter": true, "contact_by": "telephone"}',
    '2026-08-29 07:12:44.120+00', '2026-08-29 07:40:02.007+00', '2025-11-03 10:15:00+00', '2026-08-27 14:32:10.250+00'
  ), (
    'de000000-0000-4000-8000-000000000007', 'de000000-0000-4000-8000-000000000007', 'viewer2@demo.test', 'viewer',
    'Idris Okafor', 'Okafor Cold Chain', 'Logistics', 'https://okafor-coldchain.example', '+49 40 55512 034',
    '{"street": "Am Kaiserkai 4", "city": "Hamburg", "region": "Hamburg", "postal_code": "20457", "country": "DE"}',
    'large', 41900000.00,
    'Pharmaceutical wholesalers who ship vaccines and have to prove that the chain held.',
    array['A portal for temperature records', 'Fewer calls about where a shipment is'],
    '{"sso": "OpenID Connect", "uptime": 0.999, "regions": ["eu-central"]}',
    array['Truckwire', 'Ledgerly'], array['GDPR', 'GDP 2013/C 343/01', 'ISO 27001'],
    '{"voice": "Plain and exact"}', '{"Ice": "#dff3fb", "Signal": "#e8432e", "Night": "#0b1f33"}',
    '{"headings": {"family": "Archivo"}, "text": {"family": "Archivo"}}',
    '{"primary": "https://okafor-coldchain.example/logo.svg"}', '{"icons": "Two strokes, rounded"}',
    'Customer portal', 'A portal in which customers follow a shipment and download its temperature record as a signed PDF.',
    'over_100k', 'First customers in October, all by March', 'active', 'enterprise', 'Trade fair',
    'de000000-0000-4000-8000-000000000002', 'de000000-0000-4000-8000-000000000004', '2026-08-30 09:05:00+00',
    '2025-09-01', '2027-08-31', '2027-06-01', 7, '{"calls_per_shipment": {"start": 1.9, "target": 0.4, "now": 0.8}}',
    '{"crm_id": "OC-0007"}', '{"language": "de", "newsletter": false}',
    '2026-08-30 08:55:10+00', null, '2025-06-17 13:20:00+00', '2026-08-30 09:06:31.004+00'
  )
  on conflict do nothing;
end $$;

select demo.add_agency();
select demo.add_portal_people();
