-- What holds for every request, whoever sends it.

-- PostgreSQL's estimate of a count is made before any row is hidden, so it tells a portal user how many clients the
-- agency has. Only owner and admin may ask for it. The header alone is not enough: of two `Prefer` headers PostgREST
-- obeys both and shows this function one. So the windows of owner and admin, whose estimate is the whole table's,
-- answer nobody else at all; the others estimate the same for everybody.
create function app.pre_request() returns void
language plpgsql stable set search_path = '' as $$
declare
  reserved constant boolean :=
    nullif(current_setting('request.headers', true), '')::json ->> 'prefer' ~* 'count=(planned|estimated)'
    or current_setting('request.path', true)
      ~ '/(clients|client_customizations|client_deployments|deployment_tracking_events|client_analytics|tenant_apps)/?$';
begin
  if not coalesce(reserved, false) or current_user = 'service_role' then
    return;
  end if;
  -- `anon` may not even ask who an admin is.
  if current_user = 'authenticated' then
    if app.admin_level() <> 0 then
      return;
    end if;
  end if;
  -- While the legacy tables bear these names, their own policies judge.
  if exists (select from pg_catalog.pg_namespace where nspname = 'waiting') then
    return;
  end if;
  raise insufficient_privilege using
    message = 'This window and estimated counts are for owner and admin.',
    hint = 'rpc/me names the window that is yours. Use count=exact.';
end $$;
revoke all on function app.pre_request() from public, anon, authenticated, service_role;
grant execute on function app.pre_request() to anon, authenticated, service_role;

-- Settings that belong to roles of the platform. Supabase lets `postgres` set them; a server that does not may set
-- them itself, and everything but the refusal of estimates holds without them.
do $$
declare
  setting text;
begin
  foreach setting in array array[
    'alter role authenticator set pgrst.db_pre_request = ''app.pre_request''',
    -- Compiling a plan costs more than these short requests take.
    'alter role authenticated set jit = off',
    'alter role authenticated set statement_timeout = ''8s''',
    'alter role anon set statement_timeout = ''3s'''
  ] loop
    begin
      execute setting;
    exception when insufficient_privilege or undefined_object or undefined_parameter then
      raise warning 'not set, do it as an administrator: %', setting;
    end;
  end loop;
end $$;

notify pgrst, 'reload config';
notify pgrst, 'reload schema';
