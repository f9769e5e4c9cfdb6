-- What hangs on a client: customizations, deployments and their events, analytics, apps. A row is seen exactly by those
-- who see its client. Owner and admin have the old names as windows, with every column, and write through them; for
-- everybody else there are the `my_…` windows, without what may hold secrets (environment, artifacts, logs, details)
-- and without the ids of the agency's people.

create table app.client_customizations (
  id uuid primary key default gen_random_uuid(),
  client_id uuid not null references app.clients (id) on delete cascade
);
alter table app.client_customizations
  add column template_id text,
  add column template_version text,
  add column theme_config jsonb,
  add column layout_config jsonb,
  add column component_config jsonb,
  add column content_config jsonb,
  add column feature_config jsonb,
  add column integration_config jsonb,
  add column status text default 'draft',
  add column version integer default 1,
  add column is_active boolean default true,
  add column created_by uuid references auth.users (id) on delete set null,
  add column approved_by uuid references auth.users (id) on delete set null,
  add column approved_at timestamptz,
  add column created_at timestamptz default now(),
  add column updated_at timestamptz default now(),
  -- What the legacy table held in columns that are not here: {column: value}.
  add column extra jsonb,
  add constraint client_customizations_status_valid check (status in ('draft', 'in_review', 'approved', 'deployed'));

create table app.client_deployments (
  id uuid primary key default gen_random_uuid(),
  client_id uuid not null references app.clients (id) on delete cascade,
  customization_id uuid references app.client_customizations (id) on delete cascade,
  deployment_name text not null
);
alter table app.client_deployments
  add column deployment_type text default 'production',
  add column deployment_url text,
  add column custom_domain text,
  add column hosting_provider text,
  add column region text,
  add column environment_config jsonb,
  add column build_id text,
  add column commit_hash text,
  add column build_artifacts jsonb,
  add column build_logs text,
  add column status text default 'pending',
  add column health_status text default 'unknown',
  add column last_health_check timestamptz,
  add column performance_metrics jsonb,
  add column uptime_percentage numeric(5, 2),
  add column response_time_avg numeric(8, 2),
  add column feature_flags jsonb,
  add column environment_variables jsonb,
  add column ssl_enabled boolean default true,
  add column cdn_enabled boolean default false,
  add column deployed_at timestamptz,
  add column deployed_by uuid references auth.users (id) on delete set null,
  add column created_at timestamptz default now(),
  add column updated_at timestamptz default now(),
  add column extra jsonb,
  add constraint client_deployments_deployment_type_valid check (deployment_type in ('development', 'staging', 'production')),
  add constraint client_deployments_status_valid
    check (status in ('pending', 'building', 'deploying', 'deployed', 'failed', 'maintenance')),
  add constraint client_deployments_health_status_valid check (health_status in ('healthy', 'warning', 'critical', 'unknown'));

create table app.deployment_tracking_events (
  id uuid primary key default gen_random_uuid(),
  deployment_id uuid not null references app.client_deployments (id) on delete cascade
);
alter table app.deployment_tracking_events
  add column event_type text,
  add column event_status text,
  add column event_message text,
  add column event_details jsonb,
  add column event_timestamp timestamptz default now(),
  add column duration_ms integer,
  add column triggered_by text,
  add column triggered_by_user uuid references auth.users (id) on delete set null,
  add column extra jsonb,
  add constraint deployment_tracking_events_event_status_valid check (event_status in ('success', 'failure', 'warning', 'info')),
  add constraint deployment_tracking_events_triggered_by_valid check (triggered_by in ('user', 'system', 'webhook', 'schedule'));

create table app.client_analytics (
  id uuid primary key default gen_random_uuid(),
  client_id uuid not null references app.clients (id) on delete cascade,
  deployment_id uuid references app.client_deployments (id) on delete set null,
  analytics_date date not null,
  analytics_period text not null default 'daily',
  unique (client_id, deployment_id, analytics_date, analytics_period)
);
alter table app.client_analytics
  add column page_views integer,
  add column unique_visitors integer,
  add column sessions integer,
  add column bounce_rate numeric(5, 2),
  add column avg_load_time numeric(8, 2),
  add column web_vitals jsonb,
  add column error_rate numeric(5, 2),
  add column conversions integer,
  add column revenue numeric(15, 2),
  add column created_at timestamptz default now(),
  add column updated_at timestamptz default now(),
  add column extra jsonb,
  add constraint client_analytics_analytics_period_valid check (analytics_period in ('hourly', 'daily', 'weekly', 'monthly'));

create table app.tenant_apps (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  slug text not null unique,
  admin_email text not null
);
alter table app.tenant_apps
  -- The address names the client once, when the app is made; later it is only an address.
  add column client_id uuid references app.clients (id) on delete set null,
  add column status text default 'sandbox',
  add column template_id text,
  add column admin_url text,
  add column public_url text,
  add column submissions_count integer default 0,
  add column documents_count integer default 0,
  add column created_at timestamptz default now(),
  add column updated_at timestamptz default now(),
  add column extra jsonb,
  add constraint tenant_apps_status_valid check (status in ('sandbox', 'production', 'disabled'));

create function app.tenant_apps_client() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  new.client_id := (select c.id from app.clients c where c.email = app.folded_email(new.admin_email));
  return new;
end $$;
create trigger tenant_apps_client before insert on app.tenant_apps
  for each row when (new.client_id is null) execute function app.tenant_apps_client();

create function app.stamp() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.updated_at := now();
  return new;
end $$;

revoke all on function app.tenant_apps_client(), app.stamp() from public, anon, authenticated;

create index client_customizations_client on app.client_customizations (client_id, created_at desc);
create index client_customizations_created_by on app.client_customizations (created_by);
create index client_customizations_approved_by on app.client_customizations (approved_by);
create index client_deployments_client on app.client_deployments (client_id, created_at desc);
create index client_deployments_newest on app.client_deployments (created_at desc, id desc);
create index client_deployments_customization on app.client_deployments (customization_id);
create index client_deployments_deployed_by on app.client_deployments (deployed_by);
create index deployment_tracking_events_deployment on app.deployment_tracking_events (deployment_id, event_timestamp desc);
create index deployment_tracking_events_person on app.deployment_tracking_events (triggered_by_user);
create index client_analytics_deployment on app.client_analytics (deployment_id);
create index client_analytics_day on app.client_analytics (client_id, analytics_date desc);
create index tenant_apps_client on app.tenant_apps (client_id);

-- Whose deployments: events know only their deployment.
create function app.my_deployments() returns setof uuid
language sql stable parallel safe security definer cost 20000 rows 100 set search_path = '' as $$
  select d.id from app.client_deployments d where d.client_id in (select app.my_clients())
$$;
revoke all on function app.my_deployments() from public, anon, authenticated;
grant execute on function app.my_deployments() to authenticated, service_role;

-- The same policies for all, by what leads from the row to its client.
do $$
declare
  it record;
begin
  for it in
    select * from (values
      ('client_customizations', 'client_id in (select app.my_clients())'),
      ('client_deployments', 'client_id in (select app.my_clients())'),
      ('deployment_tracking_events', 'deployment_id in (select app.my_deployments())'),
      ('client_analytics', 'client_id in (select app.my_clients())'),
      ('tenant_apps', 'client_id in (select app.my_clients())')
    ) as satellite (name, mine)
  loop
    execute format('alter table app.%I enable row level security', it.name);
    execute format('revoke all on app.%I from public, anon, authenticated, service_role', it.name);
    execute format('grant select, insert, update, delete on app.%I to authenticated, service_role', it.name);
    execute format(
      'create policy %I on app.%I for select to authenticated using ((select app.admin_level()) <> 0 or %s)',
      it.name || '_read', it.name, it.mine
    );
    execute format(
      'create policy %I on app.%I for insert to authenticated with check ((select app.admin_level()) <> 0)',
      it.name || '_create', it.name
    );
    execute format(
      'create policy %I on app.%I for update to authenticated using ((select app.admin_level()) <> 0) with check ((select app.admin_level()) <> 0)',
      it.name || '_change', it.name
    );
    execute format(
      'create policy %I on app.%I for delete to authenticated using ((select app.admin_level()) <> 0)',
      it.name || '_delete', it.name
    );
    if exists (
      select from pg_attribute where attrelid = format('app.%I', it.name)::regclass and attname = 'updated_at'
    ) then
      -- Imports and migrations keep the times they bring.
      execute format(
        'create trigger %I before update on app.%I for each row when (current_user = ''authenticated'') execute function app.stamp()',
        it.name || '_stamp', it.name
      );
    end if;
  end loop;
end $$;

select app.step_aside();

-- Owner's and admin's windows.
create view public.client_customizations with (security_invoker = true) as
select id, client_id, template_id, template_version, theme_config, layout_config, component_config, content_config,
  feature_config, integration_config, status, version, is_active, created_by, approved_by, approved_at, created_at, updated_at,
  extra
from app.client_customizations where (select app.admin_level()) <> 0 with local check option;

create view public.client_deployments with (security_invoker = true) as
select id, client_id, customization_id, deployment_name, deployment_type, deployment_url, custom_domain, hosting_provider,
  region, environment_config, build_id, commit_hash, build_artifacts, build_logs, status, health_status, last_health_check,
  performance_metrics, uptime_percentage, response_time_avg, feature_flags, environment_variables, ssl_enabled,
  cdn_enabled, deployed_at, deployed_by, created_at, updated_at, extra
from app.client_deployments where (select app.admin_level()) <> 0 with local check option;

create view public.deployment_tracking_events with (security_invoker = true) as
select id, deployment_id, event_type, event_status, event_message, event_details, event_timestamp, duration_ms,
  triggered_by, triggered_by_user, extra
from app.deployment_tracking_events where (select app.admin_level()) <> 0 with local check option;

create view public.client_analytics with (security_invoker = true) as
select id, client_id, deployment_id, analytics_date, analytics_period, page_views, unique_visitors, sessions, bounce_rate,
  avg_load_time, web_vitals, error_rate, conversions, revenue, created_at, updated_at, extra
from app.client_analytics where (select app.admin_level()) <> 0 with local check option;

create view public.tenant_apps with (security_invoker = true) as
select id, client_id, name, slug, admin_email, status, template_id, admin_url, public_url, submissions_count,
  documents_count, created_at, updated_at, extra
from app.tenant_apps where (select app.admin_level()) <> 0 with local check option;

-- Everybody else's.
create view public.my_customizations with (security_invoker = true) as
select id, client_id, template_id, template_version, theme_config, layout_config, component_config, content_config,
  feature_config, status, version, is_active, approved_at, created_at, updated_at
from app.client_customizations where client_id in (select app.my_clients());

create view public.my_deployments with (security_invoker = true) as
select id, client_id, customization_id, deployment_name, deployment_type, deployment_url, custom_domain, hosting_provider,
  region, status, health_status, last_health_check, performance_metrics, uptime_percentage, response_time_avg,
  feature_flags, ssl_enabled, cdn_enabled, deployed_at, created_at, updated_at
from app.client_deployments where client_id in (select app.my_clients());

create view public.my_deployment_events with (security_invoker = true) as
select id, deployment_id, event_type, event_status, event_message, event_timestamp, duration_ms, triggered_by
from app.deployment_tracking_events where deployment_id in (select app.my_deployments());

create view public.my_analytics with (security_invoker = true) as
select id, client_id, deployment_id, analytics_date, analytics_period, page_views, unique_visitors, sessions, bounce_rate,
  avg_load_time, web_vitals, error_rate, conversions, revenue, created_at, updated_at
from app.client_analytics where client_id in (select app.my_clients());

create view public.my_apps with (security_invoker = true) as
select id, client_id, name, slug, status, template_id, admin_url, public_url, submissions_count, documents_count,
  created_at, updated_at
from app.tenant_apps where client_id in (select app.my_clients());

revoke all on public.client_customizations, public.client_deployments, public.deployment_tracking_events,
  public.client_analytics, public.tenant_apps, public.my_customizations, public.my_deployments,
  public.my_deployment_events, public.my_analytics, public.my_apps
  from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.client_customizations, public.client_deployments,
  public.deployment_tracking_events, public.client_analytics, public.tenant_apps to authenticated, service_role;
grant select on public.my_customizations, public.my_deployments, public.my_deployment_events, public.my_analytics,
  public.my_apps to authenticated;

select app.step_back();
