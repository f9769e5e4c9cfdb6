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

-- An agency that has the legacy tables keeps them: each moves out of the exposed schema with its rows, and is extended
-- there. Policies, triggers and CHECKs go by catalogue, because their names differ from agency to agency.
-- Dropped when the last table has moved.
create function app.adopt(legacy text) returns boolean
language plpgsql set search_path = '' as $$
declare
  it record;
begin
  if not exists (
    select from pg_catalog.pg_class where oid = to_regclass(format('public.%I', legacy)) and relkind = 'r'
  ) then
    return false;
  end if;
  execute format('alter table public.%I set schema app', legacy);
  for it in
    select format('drop policy %I on app.%I', polname, legacy) as undo
    from pg_catalog.pg_policy where polrelid = to_regclass(format('app.%I', legacy))
    union all
    select format('drop trigger %I on app.%I', tgname, legacy)
    from pg_catalog.pg_trigger where tgrelid = to_regclass(format('app.%I', legacy)) and not tgisinternal
    union all
    select format('alter table app.%I drop constraint %I', legacy, conname)
    from pg_catalog.pg_constraint where conrelid = to_regclass(format('app.%I', legacy)) and contype = 'c'
    union all
    -- `varchar(n)` drops trailing blanks in silence; the rules refuse instead.
    select format('alter table app.%I alter column %I type text', legacy, attname)
    from pg_catalog.pg_attribute
    where attrelid = to_regclass(format('app.%I', legacy)) and atttypid = 'pg_catalog.varchar'::regtype and not attisdropped
  loop
    execute it.undo;
  end loop;
  return true;
end $$;
revoke all on function app.adopt(text) from public, anon, authenticated, service_role;
