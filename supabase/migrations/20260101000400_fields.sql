-- Generated from src/domain/field.rs by `cargo xtask schema`. Do not edit: change the registry and run it again.

set client_min_messages = warning;

select app.step_aside();

alter table app.clients
  add column if not exists email text,
  add column if not exists created_at timestamptz not null default now(),
  add column if not exists updated_at timestamptz not null default now(),
  add column if not exists role text,
  add column if not exists last_login_at timestamptz,
  add column if not exists last_logout_at timestamptz,
  add column if not exists metadata jsonb,
  add column if not exists preferences jsonb,
  add column if not exists name text,
  add column if not exists company_name text,
  add column if not exists industry text,
  add column if not exists website_url text,
  add column if not exists phone text,
  add column if not exists address jsonb,
  add column if not exists business_size text,
  add column if not exists annual_revenue numeric,
  add column if not exists target_audience text,
  add column if not exists business_goals text[],
  add column if not exists technical_requirements jsonb,
  add column if not exists preferred_integrations text[],
  add column if not exists compliance_requirements text[],
  add column if not exists brand_guidelines jsonb,
  add column if not exists color_palette jsonb,
  add column if not exists typography_preferences jsonb,
  add column if not exists logo_assets jsonb,
  add column if not exists visual_identity jsonb,
  add column if not exists project_type text,
  add column if not exists project_scope text,
  add column if not exists budget_range text,
  add column if not exists timeline_requirements text,
  add column if not exists status text,
  add column if not exists tier text,
  add column if not exists acquisition_source text,
  add column if not exists created_by uuid,
  add column if not exists assigned_manager uuid,
  add column if not exists last_contact_date timestamptz,
  add column if not exists contract_start_date date,
  add column if not exists contract_end_date date,
  add column if not exists renewal_date date,
  add column if not exists satisfaction_score integer,
  add column if not exists success_metrics jsonb,
  add column if not exists version integer not null default 1;

alter table app.clients
  alter column role set default 'viewer',
  alter column status set default 'active',
  alter column tier set default 'standard',
  alter column email set not null,
  alter column role set not null;

alter table app.clients
  drop constraint if exists clients_email_valid,
  drop constraint if exists clients_created_at_valid,
  drop constraint if exists clients_updated_at_valid,
  drop constraint if exists clients_role_valid,
  drop constraint if exists clients_last_login_at_valid,
  drop constraint if exists clients_last_logout_at_valid,
  drop constraint if exists clients_metadata_valid,
  drop constraint if exists clients_preferences_valid,
  drop constraint if exists clients_name_valid,
  drop constraint if exists clients_company_name_valid,
  drop constraint if exists clients_industry_valid,
  drop constraint if exists clients_website_url_valid,
  drop constraint if exists clients_phone_valid,
  drop constraint if exists clients_address_valid,
  drop constraint if exists clients_business_size_valid,
  drop constraint if exists clients_annual_revenue_valid,
  drop constraint if exists clients_target_audience_valid,
  drop constraint if exists clients_business_goals_valid,
  drop constraint if exists clients_technical_requirements_valid,
  drop constraint if exists clients_preferred_integrations_valid,
  drop constraint if exists clients_compliance_requirements_valid,
  drop constraint if exists clients_brand_guidelines_valid,
  drop constraint if exists clients_color_palette_valid,
  drop constraint if exists clients_typography_preferences_valid,
  drop constraint if exists clients_logo_assets_valid,
  drop constraint if exists clients_visual_identity_valid,
  drop constraint if exists clients_project_type_valid,
  drop constraint if exists clients_project_scope_valid,
  drop constraint if exists clients_budget_range_valid,
  drop constraint if exists clients_timeline_requirements_valid,
  drop constraint if exists clients_status_valid,
  drop constraint if exists clients_tier_valid,
  drop constraint if exists clients_acquisition_source_valid,
  drop constraint if exists clients_last_contact_date_valid,
  drop constraint if exists clients_contract_start_date_valid,
  drop constraint if exists clients_contract_end_date_valid,
  drop constraint if exists clients_renewal_date_valid,
  drop constraint if exists clients_satisfaction_score_valid,
  drop constraint if exists clients_success_metrics_valid,
  drop constraint if exists clients_version_valid,
  drop constraint if exists clients_created_by_fkey,
  drop constraint if exists clients_assigned_manager_fkey,
  drop constraint if exists clients_email_key,
  add constraint clients_email_valid check (app.valid_email(email)),
  add constraint clients_created_at_valid check (created_at between '0001-01-01 00:00:00+00' and '9999-12-31 23:59:59.999999+00'),
  add constraint clients_updated_at_valid check (updated_at between '0001-01-01 00:00:00+00' and '9999-12-31 23:59:59.999999+00'),
  add constraint clients_role_valid check (role in ('owner', 'admin', 'member', 'staff', 'viewer')),
  add constraint clients_last_login_at_valid check (last_login_at between '0001-01-01 00:00:00+00' and '9999-12-31 23:59:59.999999+00'),
  add constraint clients_last_logout_at_valid check (last_logout_at between '0001-01-01 00:00:00+00' and '9999-12-31 23:59:59.999999+00'),
  add constraint clients_metadata_valid check (app.valid_json(metadata)),
  add constraint clients_preferences_valid check (app.valid_json(preferences)),
  add constraint clients_name_valid check (app.valid_text(name, 255)),
  add constraint clients_company_name_valid check (app.valid_text(company_name, 255)),
  add constraint clients_industry_valid check (app.valid_text(industry, 100)),
  add constraint clients_website_url_valid check (app.valid_url(website_url)),
  add constraint clients_phone_valid check (app.valid_phone(phone)),
  add constraint clients_address_valid check (app.valid_address(address)),
  add constraint clients_business_size_valid check (business_size in ('solo', 'small', 'medium', 'large', 'enterprise')),
  add constraint clients_annual_revenue_valid check (annual_revenue between 0 and 9999999999999.99 and annual_revenue = round(annual_revenue, 2)),
  add constraint clients_target_audience_valid check (app.valid_text(target_audience, 10000)),
  add constraint clients_business_goals_valid check (app.valid_tags(business_goals)),
  add constraint clients_technical_requirements_valid check (app.valid_json(technical_requirements)),
  add constraint clients_preferred_integrations_valid check (app.valid_tags(preferred_integrations)),
  add constraint clients_compliance_requirements_valid check (app.valid_tags(compliance_requirements)),
  add constraint clients_brand_guidelines_valid check (app.valid_json(brand_guidelines)),
  add constraint clients_color_palette_valid check (app.valid_palette(color_palette)),
  add constraint clients_typography_preferences_valid check (app.valid_json(typography_preferences)),
  add constraint clients_logo_assets_valid check (app.valid_logos(logo_assets)),
  add constraint clients_visual_identity_valid check (app.valid_json(visual_identity)),
  add constraint clients_project_type_valid check (app.valid_text(project_type, 100)),
  add constraint clients_project_scope_valid check (app.valid_text(project_scope, 10000)),
  add constraint clients_budget_range_valid check (budget_range in ('under_5k', '5k_15k', '15k_50k', '50k_100k', 'over_100k')),
  add constraint clients_timeline_requirements_valid check (app.valid_text(timeline_requirements, 100)),
  add constraint clients_status_valid check (status in ('lead', 'active', 'paused', 'completed', 'cancelled')),
  add constraint clients_tier_valid check (tier in ('basic', 'standard', 'premium', 'enterprise')),
  add constraint clients_acquisition_source_valid check (app.valid_text(acquisition_source, 100)),
  add constraint clients_last_contact_date_valid check (last_contact_date between '0001-01-01 00:00:00+00' and '9999-12-31 23:59:59.999999+00'),
  add constraint clients_contract_start_date_valid check (contract_start_date between '0001-01-01' and '9999-12-31'),
  add constraint clients_contract_end_date_valid check (contract_end_date between '0001-01-01' and '9999-12-31' and (contract_end_date < contract_start_date) is not true),
  add constraint clients_renewal_date_valid check (renewal_date between '0001-01-01' and '9999-12-31' and (renewal_date < contract_start_date) is not true),
  add constraint clients_satisfaction_score_valid check (satisfaction_score between 1 and 10),
  add constraint clients_success_metrics_valid check (app.valid_json(success_metrics)),
  add constraint clients_version_valid check (version between 1 and 2147483647),
  add constraint clients_created_by_fkey foreign key (created_by) references auth.users (id) on delete set null,
  add constraint clients_assigned_manager_fkey foreign key (assigned_manager) references auth.users (id) on delete set null,
  add constraint clients_email_key unique (email);

create or replace view public.clients with (security_invoker = true) as select
  c.id,
  c.email,
  c.created_at,
  c.updated_at,
  c.role,
  c.last_login_at,
  c.last_logout_at,
  c.metadata,
  c.preferences,
  c.name,
  c.company_name,
  c.industry,
  c.website_url,
  c.phone,
  c.address,
  c.business_size,
  c.annual_revenue,
  c.target_audience,
  c.business_goals,
  c.technical_requirements,
  c.preferred_integrations,
  c.compliance_requirements,
  c.brand_guidelines,
  c.color_palette,
  c.typography_preferences,
  c.logo_assets,
  c.visual_identity,
  c.project_type,
  c.project_scope,
  c.budget_range,
  c.timeline_requirements,
  c.status,
  c.tier,
  c.acquisition_source,
  c.created_by,
  c.assigned_manager,
  c.last_contact_date,
  c.contract_start_date,
  c.contract_end_date,
  c.renewal_date,
  c.satisfaction_score,
  c.success_metrics,
  c.version
from app.clients c
where (select app.admin_level()) <> 0
with local check option;

revoke all on public.clients from public, anon, authenticated, service_role;
grant select on public.clients to authenticated, service_role;
grant insert (id, email, role, metadata, preferences, name, company_name, industry, website_url, phone, address, business_size, annual_revenue, target_audience, business_goals, technical_requirements, preferred_integrations, compliance_requirements, brand_guidelines, color_palette, typography_preferences, logo_assets, visual_identity, project_type, project_scope, budget_range, timeline_requirements, status, tier, acquisition_source, assigned_manager, last_contact_date, contract_start_date, contract_end_date, renewal_date, satisfaction_score, success_metrics) on public.clients to authenticated, service_role;
grant update (email, role, metadata, preferences, name, company_name, industry, website_url, phone, address, business_size, annual_revenue, target_audience, business_goals, technical_requirements, preferred_integrations, compliance_requirements, brand_guidelines, color_palette, typography_preferences, logo_assets, visual_identity, project_type, project_scope, budget_range, timeline_requirements, status, tier, acquisition_source, assigned_manager, last_contact_date, contract_start_date, contract_end_date, renewal_date, satisfaction_score, success_metrics) on public.clients to authenticated, service_role;
grant delete on public.clients to authenticated, service_role;

create or replace view public.member_clients with (security_invoker = true) as select
  c.id,
  c.email,
  c.created_at,
  c.updated_at,
  c.role,
  c.preferences,
  c.name,
  c.company_name,
  c.industry,
  c.website_url,
  c.phone,
  c.address,
  c.business_size,
  c.annual_revenue,
  c.target_audience,
  c.business_goals,
  c.technical_requirements,
  c.preferred_integrations,
  c.compliance_requirements,
  c.brand_guidelines,
  c.color_palette,
  c.typography_preferences,
  c.logo_assets,
  c.visual_identity,
  c.project_type,
  c.project_scope,
  c.budget_range,
  c.timeline_requirements,
  c.status,
  c.tier,
  c.acquisition_source,
  c.created_by,
  c.assigned_manager,
  c.last_contact_date,
  c.contract_start_date,
  c.contract_end_date,
  c.renewal_date,
  c.satisfaction_score,
  c.success_metrics,
  c.version
from app.clients c
where (select app.member_uid()) is not null and c.id in (select app.my_clients());

revoke all on public.member_clients from public, anon, authenticated, service_role;
grant select on public.member_clients to authenticated, service_role;
grant insert (id, email, name, company_name, industry, website_url, phone, address, business_size, annual_revenue, target_audience, business_goals, technical_requirements, preferred_integrations, compliance_requirements, brand_guidelines, color_palette, typography_preferences, logo_assets, visual_identity, project_type, project_scope, budget_range, timeline_requirements, status, acquisition_source, last_contact_date, satisfaction_score, success_metrics) on public.member_clients to authenticated, service_role;
grant update (name, company_name, industry, website_url, phone, address, business_size, annual_revenue, target_audience, business_goals, technical_requirements, preferred_integrations, compliance_requirements, brand_guidelines, color_palette, typography_preferences, logo_assets, visual_identity, project_type, project_scope, budget_range, timeline_requirements, status, acquisition_source, last_contact_date, satisfaction_score, success_metrics) on public.member_clients to authenticated, service_role;

create or replace view public.staff_clients with (security_invoker = true) as select
  c.id,
  c.email,
  c.created_at,
  c.updated_at,
  c.role,
  c.preferences,
  c.name,
  c.company_name,
  c.industry,
  c.website_url,
  c.phone,
  c.address,
  c.business_size,
  c.target_audience,
  c.business_goals,
  c.technical_requirements,
  c.preferred_integrations,
  c.compliance_requirements,
  c.brand_guidelines,
  c.color_palette,
  c.typography_preferences,
  c.logo_assets,
  c.visual_identity,
  c.project_type,
  c.project_scope,
  c.budget_range,
  c.timeline_requirements,
  c.status,
  c.tier,
  c.created_by,
  c.assigned_manager,
  c.last_contact_date,
  c.contract_start_date,
  c.contract_end_date,
  c.renewal_date,
  c.satisfaction_score,
  c.success_metrics,
  c.version
from app.clients c
where (select app.staff_uid()) is not null and c.id in (select app.my_clients());

revoke all on public.staff_clients from public, anon, authenticated, service_role;
grant select on public.staff_clients to authenticated, service_role;

create or replace view public.portal_client with (security_barrier = true) as select
  c.id,
  c.email,
  c.created_at,
  c.updated_at,
  c.preferences,
  c.name,
  c.company_name,
  c.industry,
  c.website_url,
  c.phone,
  c.address,
  c.business_size,
  c.target_audience,
  c.business_goals,
  c.technical_requirements,
  c.preferred_integrations,
  c.compliance_requirements,
  c.brand_guidelines,
  c.color_palette,
  c.typography_preferences,
  c.logo_assets,
  c.visual_identity,
  c.project_type,
  c.project_scope,
  c.budget_range,
  c.timeline_requirements,
  c.status,
  c.tier,
  (select coalesce(m.name, m.company_name) from app.clients m where m.user_id = c.assigned_manager and m.role <> 'viewer') as assigned_manager,
  c.contract_start_date,
  c.contract_end_date,
  c.renewal_date,
  c.version
from app.clients c
where c.user_id = (select auth.uid()) and c.role = 'viewer' and (select app.role()) = 'viewer'
with local check option;

revoke all on public.portal_client from public, anon, authenticated, service_role;
grant select on public.portal_client to authenticated, service_role;

-- The lowest role that reads, writes and gives a field, whether a client proposes changes to it, and what it starts with.
create table if not exists app.field_rights (
  field text primary key,
  reads text not null,
  writes text,
  creates text,
  proposes boolean not null,
  initial text
);
alter table app.field_rights enable row level security;
revoke all on app.field_rights from public, anon, authenticated, service_role;
truncate app.field_rights;
insert into app.field_rights (field, reads, writes, creates, proposes, initial) values
  ('id', 'viewer', null, 'member', false, null),
  ('email', 'viewer', 'admin', 'member', false, null),
  ('created_at', 'viewer', null, null, false, null),
  ('updated_at', 'viewer', null, null, false, null),
  ('role', 'staff', 'admin', 'admin', false, 'viewer'),
  ('last_login_at', 'admin', null, null, false, null),
  ('last_logout_at', 'admin', null, null, false, null),
  ('metadata', 'admin', 'admin', 'admin', false, null),
  ('preferences', 'viewer', 'admin', 'admin', false, null),
  ('name', 'viewer', 'member', 'member', true, null),
  ('company_name', 'viewer', 'member', 'member', true, null),
  ('industry', 'viewer', 'member', 'member', true, null),
  ('website_url', 'viewer', 'member', 'member', true, null),
  ('phone', 'viewer', 'member', 'member', true, null),
  ('address', 'viewer', 'member', 'member', true, null),
  ('business_size', 'viewer', 'member', 'member', true, null),
  ('annual_revenue', 'member', 'member', 'member', false, null),
  ('target_audience', 'viewer', 'member', 'member', true, null),
  ('business_goals', 'viewer', 'member', 'member', true, null),
  ('technical_requirements', 'viewer', 'member', 'member', false, null),
  ('preferred_integrations', 'viewer', 'member', 'member', false, null),
  ('compliance_requirements', 'viewer', 'member', 'member', false, null),
  ('brand_guidelines', 'viewer', 'member', 'member', true, null),
  ('color_palette', 'viewer', 'member', 'member', true, null),
  ('typography_preferences', 'viewer', 'member', 'member', true, null),
  ('logo_assets', 'viewer', 'member', 'member', true, null),
  ('visual_identity', 'viewer', 'member', 'member', true, null),
  ('project_type', 'viewer', 'member', 'member', true, null),
  ('project_scope', 'viewer', 'member', 'member', true, null),
  ('budget_range', 'viewer', 'member', 'member', true, null),
  ('timeline_requirements', 'viewer', 'member', 'member', true, null),
  ('status', 'viewer', 'member', 'member', false, 'active'),
  ('tier', 'viewer', 'admin', 'admin', false, 'standard'),
  ('acquisition_source', 'member', 'member', 'member', false, null),
  ('created_by', 'staff', null, null, false, null),
  ('assigned_manager', 'viewer', 'admin', 'admin', false, null),
  ('last_contact_date', 'staff', 'member', 'member', false, null),
  ('contract_start_date', 'viewer', 'admin', 'admin', false, null),
  ('contract_end_date', 'viewer', 'admin', 'admin', false, null),
  ('renewal_date', 'viewer', 'admin', 'admin', false, null),
  ('satisfaction_score', 'staff', 'member', 'member', false, null),
  ('success_metrics', 'staff', 'member', 'member', false, null),
  ('version', 'viewer', null, null, false, null);

comment on column app.clients.id is 'ID: The record''s identity. It never changes.';
comment on column public.clients.id is 'ID: The record''s identity. It never changes.';
comment on column public.member_clients.id is 'ID: The record''s identity. It never changes.';
comment on column public.staff_clients.id is 'ID: The record''s identity. It never changes.';
comment on column public.portal_client.id is 'ID: The record''s identity. It never changes.';
comment on column app.clients.email is 'Email: The address this client signs in with. Stored in lower case; one client per address.';
comment on column public.clients.email is 'Email: The address this client signs in with. Stored in lower case; one client per address.';
comment on column public.member_clients.email is 'Email: The address this client signs in with. Stored in lower case; one client per address.';
comment on column public.staff_clients.email is 'Email: The address this client signs in with. Stored in lower case; one client per address.';
comment on column public.portal_client.email is 'Email: The address this client signs in with. Stored in lower case; one client per address.';
comment on column app.clients.created_at is 'Created: When the record was made.';
comment on column public.clients.created_at is 'Created: When the record was made.';
comment on column public.member_clients.created_at is 'Created: When the record was made.';
comment on column public.staff_clients.created_at is 'Created: When the record was made.';
comment on column public.portal_client.created_at is 'Created: When the record was made.';
comment on column app.clients.updated_at is 'Updated: When the record last changed.';
comment on column public.clients.updated_at is 'Updated: When the record last changed.';
comment on column public.member_clients.updated_at is 'Updated: When the record last changed.';
comment on column public.staff_clients.updated_at is 'Updated: When the record last changed.';
comment on column public.portal_client.updated_at is 'Updated: When the record last changed.';
comment on column app.clients.role is 'Role: What this person may do. Viewers see their own record in the portal.';
comment on column public.clients.role is 'Role: What this person may do. Viewers see their own record in the portal.';
comment on column public.member_clients.role is 'Role: What this person may do. Viewers see their own record in the portal.';
comment on column public.staff_clients.role is 'Role: What this person may do. Viewers see their own record in the portal.';
comment on column app.clients.last_login_at is 'Last sign-in: When this person last signed in.';
comment on column public.clients.last_login_at is 'Last sign-in: When this person last signed in.';
comment on column app.clients.last_logout_at is 'Last sign-out: When this person last signed out.';
comment on column public.clients.last_logout_at is 'Last sign-out: When this person last signed out.';
comment on column app.clients.metadata is 'Metadata: Anything your integrations keep with the client, as a JSON object.';
comment on column public.clients.metadata is 'Metadata: Anything your integrations keep with the client, as a JSON object.';
comment on column app.clients.preferences is 'Preferences: The person''s settings, as a JSON object.';
comment on column public.clients.preferences is 'Preferences: The person''s settings, as a JSON object.';
comment on column public.member_clients.preferences is 'Preferences: The person''s settings, as a JSON object.';
comment on column public.staff_clients.preferences is 'Preferences: The person''s settings, as a JSON object.';
comment on column public.portal_client.preferences is 'Preferences: The person''s settings, as a JSON object.';
comment on column app.clients.name is 'Name: The person you talk to. A client needs a name or a company.';
comment on column public.clients.name is 'Name: The person you talk to. A client needs a name or a company.';
comment on column public.member_clients.name is 'Name: The person you talk to. A client needs a name or a company.';
comment on column public.staff_clients.name is 'Name: The person you talk to. A client needs a name or a company.';
comment on column public.portal_client.name is 'Name: The person you talk to. A client needs a name or a company.';
comment on column app.clients.company_name is 'Company: The company''s full name. A client needs a name or a company.';
comment on column public.clients.company_name is 'Company: The company''s full name. A client needs a name or a company.';
comment on column public.member_clients.company_name is 'Company: The company''s full name. A client needs a name or a company.';
comment on column public.staff_clients.company_name is 'Company: The company''s full name. A client needs a name or a company.';
comment on column public.portal_client.company_name is 'Company: The company''s full name. A client needs a name or a company.';
comment on column app.clients.industry is 'Industry: For example: Hospitality.';
comment on column public.clients.industry is 'Industry: For example: Hospitality.';
comment on column public.member_clients.industry is 'Industry: For example: Hospitality.';
comment on column public.staff_clients.industry is 'Industry: For example: Hospitality.';
comment on column public.portal_client.industry is 'Industry: For example: Hospitality.';
comment on column app.clients.website_url is 'Website: Starting with https:// or http://.';
comment on column public.clients.website_url is 'Website: Starting with https:// or http://.';
comment on column public.member_clients.website_url is 'Website: Starting with https:// or http://.';
comment on column public.staff_clients.website_url is 'Website: Starting with https:// or http://.';
comment on column public.portal_client.website_url is 'Website: Starting with https:// or http://.';
comment on column app.clients.phone is 'Phone: For example: +49 30 901820 ext. 12.';
comment on column public.clients.phone is 'Phone: For example: +49 30 901820 ext. 12.';
comment on column public.member_clients.phone is 'Phone: For example: +49 30 901820 ext. 12.';
comment on column public.staff_clients.phone is 'Phone: For example: +49 30 901820 ext. 12.';
comment on column public.portal_client.phone is 'Phone: For example: +49 30 901820 ext. 12.';
comment on column app.clients.address is 'Address: Street, city, region, postal code and a two-letter country code.';
comment on column public.clients.address is 'Address: Street, city, region, postal code and a two-letter country code.';
comment on column public.member_clients.address is 'Address: Street, city, region, postal code and a two-letter country code.';
comment on column public.staff_clients.address is 'Address: Street, city, region, postal code and a two-letter country code.';
comment on column public.portal_client.address is 'Address: Street, city, region, postal code and a two-letter country code.';
comment on column app.clients.business_size is 'Business size: How large the client''s business is.';
comment on column public.clients.business_size is 'Business size: How large the client''s business is.';
comment on column public.member_clients.business_size is 'Business size: How large the client''s business is.';
comment on column public.staff_clients.business_size is 'Business size: How large the client''s business is.';
comment on column public.portal_client.business_size is 'Business size: How large the client''s business is.';
comment on column app.clients.annual_revenue is 'Annual revenue: Per year, up to two decimal places.';
comment on column public.clients.annual_revenue is 'Annual revenue: Per year, up to two decimal places.';
comment on column public.member_clients.annual_revenue is 'Annual revenue: Per year, up to two decimal places.';
comment on column app.clients.target_audience is 'Target audience: Whom the client wants to reach.';
comment on column public.clients.target_audience is 'Target audience: Whom the client wants to reach.';
comment on column public.member_clients.target_audience is 'Target audience: Whom the client wants to reach.';
comment on column public.staff_clients.target_audience is 'Target audience: Whom the client wants to reach.';
comment on column public.portal_client.target_audience is 'Target audience: Whom the client wants to reach.';
comment on column app.clients.business_goals is 'Business goals: One goal per line, up to 50.';
comment on column public.clients.business_goals is 'Business goals: One goal per line, up to 50.';
comment on column public.member_clients.business_goals is 'Business goals: One goal per line, up to 50.';
comment on column public.staff_clients.business_goals is 'Business goals: One goal per line, up to 50.';
comment on column public.portal_client.business_goals is 'Business goals: One goal per line, up to 50.';
comment on column app.clients.technical_requirements is 'Technical requirements: As a JSON object.';
comment on column public.clients.technical_requirements is 'Technical requirements: As a JSON object.';
comment on column public.member_clients.technical_requirements is 'Technical requirements: As a JSON object.';
comment on column public.staff_clients.technical_requirements is 'Technical requirements: As a JSON object.';
comment on column public.portal_client.technical_requirements is 'Technical requirements: As a JSON object.';
comment on column app.clients.preferred_integrations is 'Preferred integrations: One per line, up to 50.';
comment on column public.clients.preferred_integrations is 'Preferred integrations: One per line, up to 50.';
comment on column public.member_clients.preferred_integrations is 'Preferred integrations: One per line, up to 50.';
comment on column public.staff_clients.preferred_integrations is 'Preferred integrations: One per line, up to 50.';
comment on column public.portal_client.preferred_integrations is 'Preferred integrations: One per line, up to 50.';
comment on column app.clients.compliance_requirements is 'Compliance requirements: One per line, for example GDPR.';
comment on column public.clients.compliance_requirements is 'Compliance requirements: One per line, for example GDPR.';
comment on column public.member_clients.compliance_requirements is 'Compliance requirements: One per line, for example GDPR.';
comment on column public.staff_clients.compliance_requirements is 'Compliance requirements: One per line, for example GDPR.';
comment on column public.portal_client.compliance_requirements is 'Compliance requirements: One per line, for example GDPR.';
comment on column app.clients.brand_guidelines is 'Brand guidelines: As a JSON object.';
comment on column public.clients.brand_guidelines is 'Brand guidelines: As a JSON object.';
comment on column public.member_clients.brand_guidelines is 'Brand guidelines: As a JSON object.';
comment on column public.staff_clients.brand_guidelines is 'Brand guidelines: As a JSON object.';
comment on column public.portal_client.brand_guidelines is 'Brand guidelines: As a JSON object.';
comment on column app.clients.color_palette is 'Color palette: Colour names with values such as #0a7 or #00aa77.';
comment on column public.clients.color_palette is 'Color palette: Colour names with values such as #0a7 or #00aa77.';
comment on column public.member_clients.color_palette is 'Color palette: Colour names with values such as #0a7 or #00aa77.';
comment on column public.staff_clients.color_palette is 'Color palette: Colour names with values such as #0a7 or #00aa77.';
comment on column public.portal_client.color_palette is 'Color palette: Colour names with values such as #0a7 or #00aa77.';
comment on column app.clients.typography_preferences is 'Typography: As a JSON object.';
comment on column public.clients.typography_preferences is 'Typography: As a JSON object.';
comment on column public.member_clients.typography_preferences is 'Typography: As a JSON object.';
comment on column public.staff_clients.typography_preferences is 'Typography: As a JSON object.';
comment on column public.portal_client.typography_preferences is 'Typography: As a JSON object.';
comment on column app.clients.logo_assets is 'Logo assets: Names with web addresses of the files.';
comment on column public.clients.logo_assets is 'Logo assets: Names with web addresses of the files.';
comment on column public.member_clients.logo_assets is 'Logo assets: Names with web addresses of the files.';
comment on column public.staff_clients.logo_assets is 'Logo assets: Names with web addresses of the files.';
comment on column public.portal_client.logo_assets is 'Logo assets: Names with web addresses of the files.';
comment on column app.clients.visual_identity is 'Visual identity: As a JSON object.';
comment on column public.clients.visual_identity is 'Visual identity: As a JSON object.';
comment on column public.member_clients.visual_identity is 'Visual identity: As a JSON object.';
comment on column public.staff_clients.visual_identity is 'Visual identity: As a JSON object.';
comment on column public.portal_client.visual_identity is 'Visual identity: As a JSON object.';
comment on column app.clients.project_type is 'Project type: For example: Website relaunch.';
comment on column public.clients.project_type is 'Project type: For example: Website relaunch.';
comment on column public.member_clients.project_type is 'Project type: For example: Website relaunch.';
comment on column public.staff_clients.project_type is 'Project type: For example: Website relaunch.';
comment on column public.portal_client.project_type is 'Project type: For example: Website relaunch.';
comment on column app.clients.project_scope is 'Project scope: What the project includes, and what it does not.';
comment on column public.clients.project_scope is 'Project scope: What the project includes, and what it does not.';
comment on column public.member_clients.project_scope is 'Project scope: What the project includes, and what it does not.';
comment on column public.staff_clients.project_scope is 'Project scope: What the project includes, and what it does not.';
comment on column public.portal_client.project_scope is 'Project scope: What the project includes, and what it does not.';
comment on column app.clients.budget_range is 'Budget: What the client wants to spend on the project.';
comment on column public.clients.budget_range is 'Budget: What the client wants to spend on the project.';
comment on column public.member_clients.budget_range is 'Budget: What the client wants to spend on the project.';
comment on column public.staff_clients.budget_range is 'Budget: What the client wants to spend on the project.';
comment on column public.portal_client.budget_range is 'Budget: What the client wants to spend on the project.';
comment on column app.clients.timeline_requirements is 'Timeline: For example: live before the trade fair in March.';
comment on column public.clients.timeline_requirements is 'Timeline: For example: live before the trade fair in March.';
comment on column public.member_clients.timeline_requirements is 'Timeline: For example: live before the trade fair in March.';
comment on column public.staff_clients.timeline_requirements is 'Timeline: For example: live before the trade fair in March.';
comment on column public.portal_client.timeline_requirements is 'Timeline: For example: live before the trade fair in March.';
comment on column app.clients.status is 'Status: Where the client stands. Archiving sets it to Cancelled.';
comment on column public.clients.status is 'Status: Where the client stands. Archiving sets it to Cancelled.';
comment on column public.member_clients.status is 'Status: Where the client stands. Archiving sets it to Cancelled.';
comment on column public.staff_clients.status is 'Status: Where the client stands. Archiving sets it to Cancelled.';
comment on column public.portal_client.status is 'Status: Where the client stands. Archiving sets it to Cancelled.';
comment on column app.clients.tier is 'Tier: What the client has bought.';
comment on column public.clients.tier is 'Tier: What the client has bought.';
comment on column public.member_clients.tier is 'Tier: What the client has bought.';
comment on column public.staff_clients.tier is 'Tier: What the client has bought.';
comment on column public.portal_client.tier is 'Tier: What the client has bought.';
comment on column app.clients.acquisition_source is 'Acquisition source: How the client found you.';
comment on column public.clients.acquisition_source is 'Acquisition source: How the client found you.';
comment on column public.member_clients.acquisition_source is 'Acquisition source: How the client found you.';
comment on column app.clients.created_by is 'Created by: Who made the record.';
comment on column public.clients.created_by is 'Created by: Who made the record.';
comment on column public.member_clients.created_by is 'Created by: Who made the record.';
comment on column public.staff_clients.created_by is 'Created by: Who made the record.';
comment on column app.clients.assigned_manager is 'Manager: Who looks after this client.';
comment on column public.clients.assigned_manager is 'Manager: Who looks after this client.';
comment on column public.member_clients.assigned_manager is 'Manager: Who looks after this client.';
comment on column public.staff_clients.assigned_manager is 'Manager: Who looks after this client.';
comment on column public.portal_client.assigned_manager is 'Manager: Who looks after this client.';
comment on column app.clients.last_contact_date is 'Last contact: When somebody last spoke with the client. Not in the future.';
comment on column public.clients.last_contact_date is 'Last contact: When somebody last spoke with the client. Not in the future.';
comment on column public.member_clients.last_contact_date is 'Last contact: When somebody last spoke with the client. Not in the future.';
comment on column public.staff_clients.last_contact_date is 'Last contact: When somebody last spoke with the client. Not in the future.';
comment on column app.clients.contract_start_date is 'Contract start: The first day of the contract.';
comment on column public.clients.contract_start_date is 'Contract start: The first day of the contract.';
comment on column public.member_clients.contract_start_date is 'Contract start: The first day of the contract.';
comment on column public.staff_clients.contract_start_date is 'Contract start: The first day of the contract.';
comment on column public.portal_client.contract_start_date is 'Contract start: The first day of the contract.';
comment on column app.clients.contract_end_date is 'Contract end: The last day of the contract, not before its start.';
comment on column public.clients.contract_end_date is 'Contract end: The last day of the contract, not before its start.';
comment on column public.member_clients.contract_end_date is 'Contract end: The last day of the contract, not before its start.';
comment on column public.staff_clients.contract_end_date is 'Contract end: The last day of the contract, not before its start.';
comment on column public.portal_client.contract_end_date is 'Contract end: The last day of the contract, not before its start.';
comment on column app.clients.renewal_date is 'Renewal: When the contract is up for renewal, not before its start.';
comment on column public.clients.renewal_date is 'Renewal: When the contract is up for renewal, not before its start.';
comment on column public.member_clients.renewal_date is 'Renewal: When the contract is up for renewal, not before its start.';
comment on column public.staff_clients.renewal_date is 'Renewal: When the contract is up for renewal, not before its start.';
comment on column public.portal_client.renewal_date is 'Renewal: When the contract is up for renewal, not before its start.';
comment on column app.clients.satisfaction_score is 'Satisfaction: From 1 (unhappy) to 10 (delighted).';
comment on column public.clients.satisfaction_score is 'Satisfaction: From 1 (unhappy) to 10 (delighted).';
comment on column public.member_clients.satisfaction_score is 'Satisfaction: From 1 (unhappy) to 10 (delighted).';
comment on column public.staff_clients.satisfaction_score is 'Satisfaction: From 1 (unhappy) to 10 (delighted).';
comment on column app.clients.success_metrics is 'Success metrics: As a JSON object.';
comment on column public.clients.success_metrics is 'Success metrics: As a JSON object.';
comment on column public.member_clients.success_metrics is 'Success metrics: As a JSON object.';
comment on column public.staff_clients.success_metrics is 'Success metrics: As a JSON object.';
comment on column app.clients.version is 'Version: Counts the record''s changes, so that two people cannot overwrite each other.';
comment on column public.clients.version is 'Version: Counts the record''s changes, so that two people cannot overwrite each other.';
comment on column public.member_clients.version is 'Version: Counts the record''s changes, so that two people cannot overwrite each other.';
comment on column public.staff_clients.version is 'Version: Counts the record''s changes, so that two people cannot overwrite each other.';
comment on column public.portal_client.version is 'Version: Counts the record''s changes, so that two people cannot overwrite each other.';

select app.step_back();

reset client_min_messages;
