-- What the database does and refuses when a client is written. Triggers run in the order of their names.
-- Those that judge a person run for `authenticated` only: seeds, imports and migrations write as the owner or with the
-- secret key and have nobody to judge. A refusal reads like a CHECK's, so that the page finds the field in it.

create function app.refuse(field text, why text, code text default '23514') returns void
language plpgsql set search_path = '' as $$
begin
  raise exception using
    errcode = code,
    message = format('new row for relation "clients" violates check constraint "clients_%s_valid"', field),
    hint = why,
    schema = 'app', table = 'clients', column = field, constraint = format('clients_%s_valid', field);
end $$;

-- What nobody types: who made it and when. A member's new client is theirs to manage.
create function app.clients_origin() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  new.created_by := auth.uid();
  new.created_at := now();
  new.updated_at := now();
  new.last_login_at := null;
  new.last_logout_at := null;
  new.user_id := null;
  new.version := 1;
  if app.role() = 'member' then
    new.assigned_manager := auth.uid();
  end if;
  return new;
end $$;

create trigger clients_10_origin before insert on app.clients
  for each row when (current_user = 'authenticated') execute function app.clients_origin();

create function app.clients_email() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.email := app.folded_email(new.email);
  return new;
end $$;

create trigger clients_20_email before insert or update of email on app.clients
  for each row execute function app.clients_email();

-- The second line behind the windows' column grants: a field above the role's rights stays as it is.
create function app.clients_guard() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  mine constant integer := coalesce(app.rank(app.role()), 0);
  after constant jsonb := to_jsonb(new) - 'search_text';
  before jsonb;
  refused text;
begin
  if tg_op = 'UPDATE' then
    before := to_jsonb(old) - 'search_text';
    select f.key into refused
    from jsonb_each(after) as f
    left join app.field_rights r on r.field = f.key
    where f.value is distinct from before -> f.key and (r.writes is null or app.rank(r.writes) > mine)
    limit 1;
  else
    -- Fields that nobody gives have just been set by clients_origin.
    select r.field into refused
    from app.field_rights r
    where app.rank(r.creates) > mine
      and after ->> r.field is distinct from r.initial
      and not (r.field = 'assigned_manager' and after ->> r.field is not distinct from auth.uid()::text)
    limit 1;
  end if;
  if refused is not null then
    perform app.refuse(refused, 'Your role may not write this field.', '42501');
  end if;
  return new;
end $$;

create trigger clients_30_guard before insert or update on app.clients
  for each row when (current_user = 'authenticated') execute function app.clients_guard();

-- Rules that need more than their own column, and that old rows may break until somebody touches the field.
create function app.clients_facts() returns trigger
language plpgsql set search_path = '' as $$
declare
  born constant boolean := tg_op = 'INSERT';
begin
  if new.name is null and new.company_name is null
    and (born or old.name is not null or old.company_name is not null) then
    perform app.refuse('name', 'Give a name or a company.');
  end if;
  if new.last_contact_date > now() + interval '5 minutes'
    and (born or new.last_contact_date is distinct from old.last_contact_date) then
    perform app.refuse('last_contact_date', 'Choose a time that is not in the future.');
  end if;
  return new;
end $$;

create trigger clients_40_facts before insert or update on app.clients
  for each row execute function app.clients_facts();

-- A manager is somebody of the agency who has signed in.
create function app.clients_manager() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if new.assigned_manager is not null
    and (tg_op = 'INSERT' or new.assigned_manager is distinct from old.assigned_manager)
    and not exists (select from app.clients m where m.user_id = new.assigned_manager and m.role <> 'viewer') then
    perform app.refuse('assigned_manager', 'Choose somebody of the agency who has signed in.');
  end if;
  return new;
end $$;

create trigger clients_50_manager before insert or update of assigned_manager on app.clients
  for each row when (current_user in ('authenticated', 'service_role')) execute function app.clients_manager();

-- Ranks: nobody changes their own role or removes themselves; nobody gives, takes or deletes a role at or above their
-- own, but an owner any; the last owner who can sign in stays.
create function app.clients_rank() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  mine constant text := app.role();
  taken constant text := case when tg_op <> 'INSERT' then old.role end;
  given constant text := case when tg_op <> 'DELETE' then new.role end;
begin
  if taken is not distinct from given then
    return new;
  end if;
  if tg_op <> 'INSERT' and old.user_id = auth.uid() then
    perform app.refuse('role', 'Nobody changes or removes their own role. Ask another owner or admin.', '42501');
  end if;
  if mine is distinct from 'owner' and (
    app.rank(given) >= coalesce(app.rank(mine), 0) or app.rank(taken) >= coalesce(app.rank(mine), 0)
  ) then
    perform app.refuse('role', 'Only a role below your own can be given or taken. Ask an owner.', '42501');
  end if;
  if taken = 'owner' then
    -- Two owners who remove each other at the same moment must not both succeed.
    perform pg_advisory_xact_lock(hashtext('app.clients: the last owner'));
    if not exists (
      select from app.clients c where c.role = 'owner' and c.user_id is not null and c.id <> old.id
    ) then
      perform app.refuse('role', 'The last owner stays. Make somebody else an owner first.', '42501');
    end if;
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;

create trigger clients_60_rank before insert or update of role or delete on app.clients
  for each row when (current_user = 'authenticated') execute function app.clients_rank();

-- The optimistic lock. Linking and sign-in stamps are not edits: a colleague who signs in must not make somebody's
-- open form stale, and nobody could have typed those columns, so no change can be lost by leaving the version alone.
create function app.clients_version() returns trigger
language plpgsql set search_path = '' as $$
declare
  edited app.clients := new;
begin
  edited.last_login_at := old.last_login_at;
  edited.last_logout_at := old.last_logout_at;
  edited.user_id := old.user_id;
  edited.search_text := old.search_text;
  if edited is distinct from old
    or (new.last_login_at, new.last_logout_at, new.user_id)
      is not distinct from (old.last_login_at, old.last_logout_at, old.user_id) then
    new.version := old.version + 1;
    new.updated_at := now();
  end if;
  return new;
end $$;

create trigger clients_90_version before update on app.clients
  for each row execute function app.clients_version();

revoke all on function app.refuse(text, text, text), app.clients_origin(), app.clients_email(), app.clients_guard(),
  app.clients_facts(), app.clients_manager(), app.clients_rank(), app.clients_version()
  from public, anon, authenticated;
-- Triggers that are no definers refuse with the rights of whoever writes.
grant execute on function app.refuse(text, text, text) to authenticated, service_role;
