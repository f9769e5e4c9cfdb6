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
