-- Schemas and what every later file builds on. Runs on plain Postgres 17 and on Supabase as `postgres`, who is no
-- superuser there. Nothing relies on default privileges: Supabase grants everything in `public` to everybody,
-- plain Postgres nothing, so each object says who may use it.

create schema if not exists extensions;
create extension if not exists pg_trgm with schema extensions;

-- `app` is not exposed: PostgREST shows `public` only. People reach the tables in it through windows (views) whose
-- rights are theirs, hence the usage grant. `anon` needs it for the check that runs before every request.
create schema if not exists app;
revoke all on schema app from public;
grant usage on schema app to anon, authenticated, service_role;

grant usage on schema public to anon, authenticated, service_role;

-- Supabase has given this already, and its `postgres` may not give it again.
do $$
declare
  person text;
begin
  foreach person in array array['anon', 'authenticated', 'service_role'] loop
    if not has_schema_privilege(person, 'auth', 'usage') then
      execute format('grant usage on schema auth to %I', person);
    end if;
  end loop;
end $$;

-- An agency that has the legacy tables (reference: `clients`, `clients_enhanced` and what hangs on them) keeps working
-- with them, under their names in `public`, until app.unify carries everything over in one transaction. Until then the
-- six windows that will bear the same names wait in a schema of their own. A migration that makes or names such a window
-- stands between these two calls; as each migration is one transaction, nobody else ever sees the tables aside. Where
-- there are no legacy tables, both do nothing.
create function app.step_aside() returns void
language plpgsql set search_path = '' as $$
declare
  it text;
begin
  -- Behind somebody's long query everybody else would queue as well.
  perform set_config('lock_timeout', '15s', true);
  foreach it in array array[
    'clients', 'client_customizations', 'client_deployments', 'deployment_tracking_events', 'client_analytics', 'tenant_apps'
  ] loop
    if exists (
      select from pg_catalog.pg_class where oid = to_regclass(format('public.%I', it)) and relkind in ('r', 'p')
    ) then
      create schema if not exists aside;
      execute format('alter table public.%I set schema aside', it);
    end if;
    if to_regclass(format('waiting.%I', it)) is not null then
      execute format('alter view waiting.%I set schema public', it);
    end if;
  end loop;
end $$;

create function app.step_back() returns void
language plpgsql set search_path = '' as $$
declare
  it text;
begin
  for it in
    select relname from pg_catalog.pg_class
    where relnamespace = to_regnamespace('aside') and relkind in ('r', 'p')
  loop
    if to_regclass(format('public.%I', it)) is not null then
      create schema if not exists waiting;
      execute format('alter view public.%I set schema waiting', it);
    end if;
    execute format('alter table aside.%I set schema public', it);
  end loop;
  drop schema if exists aside;
end $$;
revoke all on function app.step_aside(), app.step_back() from public, anon, authenticated, service_role;
