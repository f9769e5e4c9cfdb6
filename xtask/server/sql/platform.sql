-- What a Supabase project has before its first migration, as far as our migrations and PostgREST meet it.
do $$
declare name text;
begin
  foreach name in array array['anon', 'authenticated', 'service_role', 'authenticator', 'supabase_auth_admin'] loop
    if not exists (select from pg_roles where rolname = name) then
      execute format('create role %I noinherit nologin', name);
    end if;
  end loop;
end $$;

alter role service_role bypassrls;
alter role authenticator login;
alter role supabase_auth_admin login;
grant anon, authenticated, service_role to authenticator;
alter role anon set statement_timeout = '3s';
alter role authenticated set statement_timeout = '8s';
alter role authenticator set statement_timeout = '8s';

create schema if not exists extensions;
grant usage on schema extensions, public to anon, authenticated, service_role;

-- Supabase grants everything in public to everybody who asks through the API. A migration that
-- forgets to revoke must be as open here as it would be there.
alter default privileges in schema public grant all on tables to anon, authenticated, service_role;
alter default privileges in schema public grant all on sequences to anon, authenticated, service_role;
alter default privileges in schema public grant all on functions to anon, authenticated, service_role;

-- The history tables of the official command line.
create schema if not exists supabase_migrations;
create table if not exists supabase_migrations.schema_migrations (version text primary key);
alter table supabase_migrations.schema_migrations add column if not exists statements text[];
alter table supabase_migrations.schema_migrations add column if not exists name text;
create table if not exists supabase_migrations.seed_files (path text primary key, hash text not null);
