-- The history of a client: who wrote it, when, and what from what to what. The database keeps it, so that no way of
-- writing goes round it, and what is kept can be neither written nor changed from outside.
--
-- One row per write. A birth repeats no values: what a client was born with is what it has now, with every later change
-- taken back. Writes from before this file have left nothing; what loads rows as they are (the demonstration, a
-- migration of old tables) does so with triggers off and leaves nothing either.

create table app.client_changes (
  id bigint generated always as identity primary key,
  -- No foreign key: that somebody deleted a client outlives it.
  client_id uuid not null,
  -- The row's version after the write. A deleted row has none: 0, so that the end of a client stands below the birth of
  -- another that later gets its id.
  version integer not null,
  -- The same moment as the row's updated_at.
  happened_at timestamptz not null default now(),
  -- NULL: the service, or the operator. No foreign key, or every write would wait for the person's row.
  actor uuid,
  action text not null,
  -- {field: [from, to]}, only fields of the registry, only what differs.
  changes jsonb not null default '{}',
  constraint client_changes_action_valid check (action in ('insert', 'update', 'delete'))
);
create index client_changes_client on app.client_changes (client_id, version desc, id desc);

alter table app.client_changes enable row level security;
revoke all on app.client_changes from public, anon, authenticated, service_role;
revoke all on sequence app.client_changes_id_seq from public, anon, authenticated, service_role;

-- UTC, so that a moment is spelled the same whatever the session's time zone is.
create function app.clients_history() returns trigger
language plpgsql security definer set search_path = '' set timezone = 'UTC' as $$
declare
  before jsonb;
  after jsonb;
  differing jsonb := '{}';
begin
  if tg_op = 'DELETE' then
    -- Who has a person erased means their data, not only today's: the values go, the deed stays.
    delete from app.client_changes h where h.client_id = old.id and h.action <> 'delete';
    insert into app.client_changes (client_id, version, actor, action) values (old.id, 0, auth.uid(), 'delete');
    return null;
  end if;
  if tg_op = 'UPDATE' then
    before := to_jsonb(old);
    after := to_jsonb(new);
    -- What the database itself notes with every write, or with a sign-in, is no edit.
    select jsonb_object_agg(r.field, jsonb_build_array(before -> r.field, after -> r.field)) into differing
    from app.field_rights r
    where before -> r.field is distinct from after -> r.field
      and r.field not in ('version', 'updated_at', 'last_login_at', 'last_logout_at');
    if differing is null then
      return null;
    end if;
  end if;
  insert into app.client_changes (client_id, version, actor, action, changes)
  values (new.id, new.version, auth.uid(), lower(tg_op), differing);
  return null;
end $$;

create trigger clients_history_born after insert on app.clients
  for each row execute function app.clients_history();
-- Linking and sign-in stamps leave the version alone (clients_version), so they do not even get here.
create trigger clients_history_changed after update on app.clients
  for each row when (new.version is distinct from old.version) execute function app.clients_history();
create trigger clients_history_gone after delete on app.clients
  for each row execute function app.clients_history();

-- Whether the asker sees this client: what the policy clients_read says, of one row.
create function app.sees_client(client uuid) returns boolean
language plpgsql stable parallel safe security definer set search_path = '' as $$
declare
  me constant uuid := app.agency_uid();
begin
  return app.admin_level() <> 0
    or exists (select from app.clients c where c.id = client and (c.assigned_manager = me or c.created_by = me));
end $$;

-- One client's history, newest first, to whoever sees the client now: a row per write and field that the asker may read
-- now, and of a birth or an end one row without a field. A write that touched nothing they may read is not there.
--
-- A function and not a view, because a view over this table would let the planner's estimate, which is made before any
-- row is hidden, tell everybody how often a client was edited. At most `writes` writes, and no more than the thousand
-- rows that PostgREST gives at once, but never half a write; the next page is asked for `below` the last version.
create function app.client_history(client uuid, below integer, writes integer) returns table (
  client_id uuid, version integer, happened_at timestamptz, actor uuid, actor_name text, action text, field text,
  before jsonb, after jsonb
)
language plpgsql stable security definer rows 100 set search_path = '' set plan_cache_mode = force_custom_plan as $$
declare
  newest constant bigint := coalesce(below, 2147483648);
  fields constant text[] := case
    when app.admin_level() = 2 then array(select r.field from app.field_rights r)
    else app.readable_fields()
  end;
begin
  if fields is null or not app.sees_client(client) then
    return;
  end if;
  return query
    with shown as materialized (
      select
        h.*,
        sum(
          case when h.action = 'update' then
            (select count(*) from jsonb_object_keys(h.changes) as key where key = any (fields))
          else 1 end
        ) over (order by h.version desc, h.id desc) as rows_so_far
      from (
        select h.id, h.version, h.happened_at, h.actor, h.action, h.changes
        from app.client_changes h
        where h.client_id = client and h.version < newest and (h.action <> 'update' or h.changes ?| fields)
        order by h.version desc, h.id desc
        limit least(greatest(coalesce(writes, 50), 1), 200)
      ) as h
    )
    select
      client, h.version, h.happened_at, h.actor, coalesce(m.name, m.company_name, m.email), h.action, c.key,
      c.value -> 0, c.value -> 1
    from shown h
    left join lateral (select * from jsonb_each(h.changes) as c where c.key = any (fields)) as c on true
    -- Named as `team` names them.
    left join app.clients m on m.user_id = h.actor and m.role <> 'viewer'
    where h.rows_so_far <= 1000
    order by h.version desc, h.id desc, c.key;
end $$;

revoke all on function app.clients_history(), app.sees_client(uuid), app.client_history(uuid, integer, integer)
  from public, anon, authenticated;
grant execute on function app.sees_client(uuid), app.client_history(uuid, integer, integer)
  to authenticated, service_role;

create function public.client_history(client uuid, below integer default null, writes integer default 50) returns table (
  client_id uuid, version integer, happened_at timestamptz, actor uuid, actor_name text, action text, field text,
  before jsonb, after jsonb
)
language sql stable rows 100 set search_path = '' as $$
  select * from app.client_history($1, $2, $3)
$$;
revoke all on function public.client_history(uuid, integer, integer) from public, anon, authenticated, service_role;
grant execute on function public.client_history(uuid, integer, integer) to authenticated, service_role;

notify pgrst, 'reload schema';
