-- What the console asks about the unification, for owner and admin: the report of a dry run, progress, checkpoints, the
-- ledger with a swap for each conflict and an end for each quarantine, the words, the way back. Running it and undoing it
-- is for an owner.

-- The last dry run, and rows of it to look at.
create table app.unification_dry_runs (
  id bigint generated always as identity primary key,
  made_at timestamptz not null default clock_timestamp(),
  made_by uuid,
  report jsonb not null
);
create unique index unification_dry_runs_one on app.unification_dry_runs ((true));
create table app.unification_dry_rows (
  id bigint generated always as identity primary key,
  -- Of the ledger, or what a row becomes.
  kind text not null,
  source text not null,
  source_id uuid not null,
  client text,
  field text,
  value jsonb,
  offered jsonb,
  chosen jsonb,
  reason text
);
create index unification_dry_rows_kind on app.unification_dry_rows (kind, source, field, id);

do $$
declare
  it text;
begin
  foreach it in array array['dry_runs', 'dry_rows'] loop
    execute format('alter table app.unification_%s enable row level security', it);
    execute format('revoke all on app.unification_%s from public, anon, authenticated, service_role', it);
    execute format('revoke all on sequence app.unification_%s_id_seq from public, anon, authenticated, service_role', it);
  end loop;
  foreach it in array array['dry_runs', 'dry_rows', 'steps', 'signoffs', 'events'] loop
    execute format('create policy unification_%1$s_read on app.unification_%1$s for select to authenticated using ((select app.admin_level()) <> 0)', it);
    execute format('grant select on app.unification_%s to authenticated', it);
  end loop;
end $$;

create policy unification_words_read on app.unification_words for select to authenticated using ((select app.admin_level()) <> 0);
create policy unification_words_create on app.unification_words for insert to authenticated with check ((select app.admin_level()) <> 0);
create policy unification_words_change on app.unification_words for update to authenticated
  using ((select app.admin_level()) <> 0) with check ((select app.admin_level()) <> 0);
create policy unification_words_delete on app.unification_words for delete to authenticated using ((select app.admin_level()) <> 0);
create policy unification_runs_read on app.unification_runs for select to authenticated using ((select app.admin_level()) <> 0);
create policy unification_map_read on app.unification_map for select to authenticated using ((select app.admin_level()) <> 0);
create policy unification_ledger_read on app.unification_ledger for select to authenticated using ((select app.admin_level()) <> 0);
create policy unification_writes_read on app.unification_writes for select to authenticated using ((select app.admin_level()) <> 0);
grant select on app.unification_words, app.unification_runs, app.unification_map, app.unification_ledger, app.unification_writes
  to authenticated;
grant insert, update, delete on app.unification_words to authenticated;
-- The trigger on words judges with the rights of whoever writes.
grant execute on function app.judge_client(app.clients, text[]) to authenticated;

create view public.unification_words with (security_invoker = true) as
select field, word, becomes from app.unification_words where (select app.admin_level()) <> 0 with local check option;
create view public.unification_runs with (security_invoker = true) as
select id, state, begun_at, finished_at, run_by, undone_at, sources, digest, report from app.unification_runs
where (select app.admin_level()) <> 0;
create view public.unification_ledger with (security_invoker = true) as
select
  d.id, d.kind, d.source, d.source_id, d.client_id, coalesce(c.company_name, c.name, c.email) as client, d.field, d.value,
  d.offered, d.chosen, d.reason, d.settled, d.settled_by, d.settled_at
from app.unification_ledger d left join app.clients c on c.id = d.client_id
where (select app.admin_level()) <> 0;
create view public.unification_dry_runs with (security_invoker = true) as
select d.id, d.made_at, coalesce(m.name, m.company_name, m.email, d.made_by::text) as made_by, d.report
from app.unification_dry_runs d left join app.clients m on m.user_id = d.made_by where (select app.admin_level()) <> 0;
create view public.unification_dry_rows with (security_invoker = true) as
select id, kind, source, source_id, client, field, value, offered, chosen, reason from app.unification_dry_rows
where (select app.admin_level()) <> 0;
create view public.unification_steps with (security_invoker = true) as
select s.step, s.place, s.state, s.version, s.choice, s.note, coalesce(m.name, m.company_name, m.email, s.changed_by::text) as changed_by, s.changed_at
from app.unification_steps s left join app.clients m on m.user_id = s.changed_by where (select app.admin_level()) <> 0;
create view public.unification_signoffs with (security_invoker = true) as
select s.team, s.item, s.place, coalesce(m.name, m.company_name, m.email, s.signed_by::text) as signed_by, s.signed_at
from app.unification_signoffs s left join app.clients m on m.user_id = s.signed_by where (select app.admin_level()) <> 0;
create view public.unification_events with (security_invoker = true) as
select e.id, e.at, coalesce(m.name, m.company_name, m.email, e.actor::text) as actor, e.subject, e.action, e.choice, e.note
from app.unification_events e left join app.clients m on m.user_id = e.actor where (select app.admin_level()) <> 0;
create view public.unification_map with (security_invoker = true) as
select m.source, m.source_id, m.client_id, coalesce(c.company_name, c.name, c.email) as client, m.became
from app.unification_map m left join app.clients c on c.id = m.client_id where (select app.admin_level()) <> 0;
create view public.unification_writes with (security_invoker = true) as
select id, run_id, target, row_id, action, data from app.unification_writes where (select app.admin_level()) <> 0;
revoke all on public.unification_words, public.unification_runs, public.unification_ledger, public.unification_map,
  public.unification_writes, public.unification_dry_runs, public.unification_dry_rows, public.unification_steps, public.unification_signoffs,
  public.unification_events from public, anon, authenticated, service_role;
grant select on public.unification_words, public.unification_runs, public.unification_ledger, public.unification_map,
  public.unification_writes, public.unification_dry_runs, public.unification_dry_rows, public.unification_steps, public.unification_signoffs,
  public.unification_events to authenticated;
grant insert, update, delete on public.unification_words to authenticated;

create function app.demand_admin(owner_only boolean default false) returns void
language plpgsql stable set search_path = '' as $$
begin
  if app.role() is null or app.role() not in ('owner', 'admin') or (owner_only and app.role() <> 'owner') then
    raise insufficient_privilege using
      message = case when owner_only then 'this is for an owner' else 'this is for owner and admin' end,
      hint = 'Ask an owner.';
  end if;
end $$;

-- Where it stands. `step` of `steps` is shown while it runs, from any other connection.
create function app.unification_state() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  done app.unification_runs;
begin
  perform app.demand_admin();
  select r.* into done from app.unification_runs r where r.state = 'done';
  return jsonb_build_object(
    'state', case
      when done.id is not null then 'done'
      when exists (select from pg_catalog.pg_namespace where nspname = 'waiting') then 'waiting'
      else 'none'
    end,
    'running', exists (
      select from pg_catalog.pg_locks l
      where l.locktype = 'advisory' and l.classid = 2034 and l.objid = 0 and l.objsubid = 2 and l.granted
        and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = current_database())
    ),
    'step', (select s.last_value from app.unification_step s),
    'steps', jsonb_build_array('begin', 'hash the legacy tables', 'match people', 'fill clients', 'carry what hangs on them', 'remember', 'account', 'move', 'done'),
    'run', case when done.id is not null then jsonb_build_object('id', done.id, 'begun_at', done.begun_at, 'finished_at', done.finished_at, 'sources', done.sources, 'digest', done.digest) end,
    'undone', (select count(*) from app.unification_runs r where r.state = 'undone'),
    'blockers', case when done.id is null then (
      select coalesce(jsonb_agg(jsonb_build_object('sentence', b.sentence, 'rows', b.source is not null)), '[]') from app.unification_blockers() b
    ) else '[]' end,
    'lacks', case when done.id is null then to_jsonb(array(select app.unification_lacks())) else '[]' end,
    'open', (
      select jsonb_object_agg(k.kind, k.n) from (
        select d.kind, count(*) filter (where d.settled is null) as n from app.unification_ledger d
        where d.kind in ('conflict', 'quarantine', 'parked') group by d.kind
      ) as k
    )
  );
end $$;

-- The rows behind a blocker, a thousand at most, each with the one value that it is about: the table may be none of ours.
create function app.unification_blocked(blocker text) returns table (source text, source_id text, field text, value jsonb)
language plpgsql stable security definer set search_path = '' as $$
declare
  known record;
begin
  perform app.demand_admin();
  for known in select b.* from app.unification_blockers() b where b.sentence = blocker and b.source is not null loop
    return query execute format(
      'select $1, to_jsonb(l) ->> ''id'', $2, to_jsonb(l.%I) from %s l where %s order by to_jsonb(l) ->> ''id'', l.ctid limit 1000',
      known.field, known.source, known.condition
    ) using known.source, known.field;
  end loop;
end $$;

-- The checkpoints after it, asked of the database as it is now. What people have edited since is left out of the account.
create function app.unification_checks() returns table (checkpoint text, ok boolean, seen text, wanted text)
language plpgsql volatile security definer set search_path = '' set timezone = 'UTC' set datestyle = 'ISO, YMD'
set intervalstyle = 'postgres' set extra_float_digits = 1 set bytea_output = 'hex' set enable_seqscan = off as $$
declare
  done app.unification_runs;
  number bigint;
  other bigint;
  edited jsonb;
  it text;
  plan json;
  begun timestamptz;
begin
  perform app.demand_admin();
  select r.* into done from app.unification_runs r where r.state = 'done';
  if not found then
    return;
  end if;

  select jsonb_object_agg(w.target, w.ids) into edited
  from (
    select u.target, jsonb_agg(u.row_id) as ids from app.unification_written() u
    where u.action in ('updated', 'deleted') group by u.target
  ) as w;

  checkpoint := 'every legacy row is a client, part of one, or waits';
  number := 0;
  other := 0;
  foreach it in array array['clients', 'clients_enhanced'] loop
    continue when to_regclass('legacy.' || it) is null;
    execute format('select $1 + count(*), $2 + count(m.source_id) from legacy.%I l left join app.unification_map m on m.source = %L and m.source_id = l.id', it, it)
      into number, other using number, other;
  end loop;
  ok := number = other; seen := format('%s of %s', other, number); wanted := 'all'; return next;

  checkpoint := 'every value is on its client, or written down';
  number := 0;
  other := 0;
  foreach it in array app.legacy_tables() loop
    continue when to_regclass('legacy.' || it) is null;
    select number + coalesce(sum(a.lost), 0), other + coalesce(sum(a.values_in), 0) into number, other
    from app.unify_account(
      to_regclass('legacy.' || it),
      array(select jsonb_array_elements_text(edited -> case it when 'clients_enhanced' then 'clients' else it end)::uuid)
    ) a;
  end loop;
  ok := number = 0; seen := format('%s lost of %s', number, other); wanted := '0 lost'; return next;

  checkpoint := 'the legacy tables are as they were';
  ok := app.legacy_digest('legacy') = done.report -> 'tables'; seen := case when ok then 'the same hash' else 'another hash' end; wanted := 'the same hash'; return next;

  checkpoint := 'nothing hangs on a client that is not there';
  select count(*) into number from (
    select t.client_id from app.client_customizations t union all select t.client_id from app.client_deployments t
    union all select t.client_id from app.client_analytics t
    union all select d.client_id from app.deployment_tracking_events e left join app.client_deployments d on d.id = e.deployment_id
  ) as t where not exists (select from app.clients c where c.id = t.client_id);
  ok := number = 0; seen := number; wanted := '0'; return next;

  checkpoint := 'every address is there once';
  select count(*) - count(distinct app.folded_email(c.email)) into number from app.clients c;
  ok := number = 0; seen := format('%s twice', number); wanted := '0 twice'; return next;

  checkpoint := 'no client bears the time of the run';
  select count(*) into number from app.clients c
  where c.id in (select m.client_id from app.unification_map m) and c.created_at between done.begun_at and done.finished_at;
  select number + count(*) into number from app.clients c
  where c.id in (select m.client_id from app.unification_map m) and c.version = 1 and c.updated_at between done.begun_at and done.finished_at;
  ok := number = 0; seen := number; wanted := '0'; return next;

  checkpoint := 'every rule and foreign key is validated';
  select count(*) into number from pg_catalog.pg_constraint k where k.connamespace = 'app'::regnamespace and not k.convalidated;
  ok := number = 0; seen := format('%s not', number); wanted := '0 not'; return next;

  checkpoint := 'nothing points at the legacy tables';
  select count(*) into number from pg_catalog.pg_constraint k
  join pg_catalog.pg_class f on f.oid = k.confrelid and f.relnamespace = to_regnamespace('legacy')
  where k.contype = 'f' and k.connamespace <> to_regnamespace('legacy');
  ok := number = 0; seen := number; wanted := '0'; return next;

  checkpoint := 'row-level security is on, and no table is exposed';
  select count(*) into number from pg_catalog.pg_class c
  where (c.relnamespace = 'app'::regnamespace and c.relkind = 'r' and not c.relrowsecurity)
    or (c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname = any (app.legacy_tables()));
  select count(*) into other from pg_catalog.pg_policy p where p.polrelid = 'app.clients'::regclass;
  ok := number = 0 and other = 4; seen := format('%s open, %s policies on clients', number, other); wanted := '0 open, 4 policies'; return next;

  checkpoint := 'an address and a page of the list are found by index';
  execute 'explain (format json) select c.id from app.clients c where c.email = ''a@b.cd''' into plan;
  ok := plan::text like '%clients_email_key%';
  execute 'explain (format json) select c.id from app.clients c order by c.updated_at desc, c.id desc limit 50' into plan;
  ok := ok and plan::text like '%clients_updated%'; seen := case when ok then 'both' else 'not both' end; wanted := 'both'; return next;

  checkpoint := 'a page of the list takes at most 100 ms';
  begun := clock_timestamp();
  perform c.* from app.clients c order by c.updated_at desc, c.id desc limit 50;
  ok := clock_timestamp() - begun < interval '100 ms'; seen := format('%s ms', round((extract(epoch from clock_timestamp() - begun) * 1000)::numeric, 1)); wanted := '100 ms'; return next;
end $$;

-- The document's conditions for going back, as they stand. NULL: no database can tell.
create function app.unification_triggers() returns table (condition text, tripped boolean, seen text)
language plpgsql volatile security definer set search_path = '' as $$
declare
  done app.unification_runs;
begin
  perform app.demand_admin();
  select r.* into done from app.unification_runs r where r.state = 'done';
  if not found then
    return;
  end if;
  condition := 'Migration time exceeds 2x estimated duration';
  tripped := done.finished_at - done.begun_at > interval '60 minutes';
  seen := format('%s s of 3600 s', round(extract(epoch from done.finished_at - done.begun_at)));
  return next;
  condition := 'Data integrity validation failures detected';
  select bool_or(not c.ok), coalesce(string_agg(c.checkpoint, '; ') filter (where not c.ok), 'none') into tripped, seen from app.unification_checks() c;
  return next;
  condition := 'Authentication system functionality compromised';
  -- An address that could sign in before and has no client now.
  if to_regclass('legacy.clients') is not null then
    execute 'select count(*) > 0, format(''%s addresses without a client'', count(*)) from legacy.clients l
      where app.valid_email(app.folded_email(l.email::text)) and not exists (
        select from app.clients c where c.email = app.folded_email(l.email::text)
      ) and not exists (
        -- Somebody has given it another address since, or deleted it.
        select from app.unification_written() w where w.target = ''clients''
          and w.row_id = (select m.client_id::text from app.unification_map m where m.source = ''clients'' and m.source_id = l.id)
      )' into tripped, seen;
    return next;
  end if;
  condition := 'Critical business operations cannot be restored within 1 hour';
  tripped := null;
  seen := 'for people to judge';
  return next;
end $$;

-- One entry of the ledger, locked for whoever settles it.
create function app.unification_entry(entry bigint) returns app.unification_ledger
language plpgsql volatile security definer set search_path = '' as $$
declare
  known app.unification_ledger;
begin
  perform app.demand_admin();
  select d.* into known from app.unification_ledger d where d.id = entry for update;
  if not found then
    raise sqlstate 'CU004' using message = 'there is no such entry', hint = 'Reload the list.';
  end if;
  return known;
end $$;

-- Lets a whole row out of quarantine: `{"email": "…"}` makes it a client of that address (with a
-- `name` where it has none), `{"client_id": "…"}` a part of
-- that client, whose empty fields it fills. Its role never counts, because whoever does this could otherwise give any.
-- What hung on it follows.
create function app.unification_admit(entry bigint, how jsonb) returns uuid
language plpgsql volatile security definer set search_path = '' set timezone = 'UTC' set datestyle = 'ISO, YMD'
set intervalstyle = 'postgres' set extra_float_digits = 1 set bytea_output = 'hex' set client_min_messages = warning as $$
declare
  known constant app.unification_ledger := app.unification_entry(entry);
  source constant regclass := to_regclass(format('legacy.%I', known.source));
  mailbox constant text := app.folded_email(how ->> 'email');
  client uuid := how ->> 'client_id';
  fields text;
  it record;
begin
  if known.kind <> 'quarantine' or known.field is not null or known.settled is not null or source is null
    or (client is null) = (mailbox is null) then
    raise sqlstate 'CU006' using message = 'this entry cannot be settled so', hint = 'Give an e-mail address, or a client.';
  end if;
  if client is not null and not exists (select from app.clients c where c.id = client) then
    raise sqlstate 'CU004' using message = 'there is no such client', hint = 'Choose another.';
  end if;
  if client is null and exists (select from app.clients c where c.email = mailbox) then
    raise unique_violation using message = 'this address is a client already', hint = 'Make the row a part of that client.', constraint = 'clients_email_key';
  end if;

  create temp table unify_people (source text, id uuid, client_id uuid, address text, became text, place integer, reason text) on commit drop;
  perform app.unify_tables();
  insert into pg_temp.unify_people (source, id, client_id, address, place)
  values (known.source, known.source_id, coalesce(client, case
    when exists (select from app.clients c where c.id = known.source_id)
      or exists (select from app.unification_map m where m.source = 'clients' and m.source_id = known.source_id and known.source <> 'clients')
      then md5('clientele ' || known.source_id)::uuid
    else known.source_id
  end), mailbox, 1);
  perform app.unify_read(source);
  -- A client has a name or a company; a sign-in may have neither.
  update pg_temp.unify_sources s set role = null, name = coalesce(s.name, how ->> 'name');

  select string_agg(format('%I', r.field), ', ' order by r.field) into fields from app.field_rights r
  where r.field not in ('id', 'version', 'email', 'role', 'created_at', 'updated_at');
  if client is null then
    for it in
      select pg_catalog.pg_get_expr(k.conbin, k.conrelid) as condition, substring(k.conname from '^clients_(.*)_valid$') as field
      from pg_catalog.pg_constraint k
      where k.conrelid = 'app.clients'::regclass and k.contype = 'c' and cardinality(k.conkey) > 1
    loop
      execute format('update pg_temp.unify_sources set %I = null where (%s) is false', it.field, it.condition);
    end loop;
    execute format(
      'insert into app.clients (id, email, role, created_at, updated_at, %1$s)
       select s.client_id, s.email, ''viewer'', coalesce(s.created_at, s.updated_at, ''1970-01-01 00:00:00+00''), coalesce(s.updated_at, s.created_at, ''1970-01-01 00:00:00+00''), %1$s
       from pg_temp.unify_sources s returning id', fields
    ) into client;
  else
    execute format(
      'update app.clients c set %s from pg_temp.unify_sources s where c.id = s.client_id',
      (
        select string_agg(format('%1$I = coalesce(c.%1$I, s.%1$I)', r.field), ', ') from app.field_rights r
        where r.field not in ('id', 'version', 'email', 'role', 'created_at', 'updated_at', 'last_login_at', 'last_logout_at')
      )
    );
  end if;
  update app.unification_map m set client_id = client, became = case when how ? 'client_id' then 'merged' when known.source = 'clients' then 'sign_in' when client = known.source_id then 'business' else 'renumbered' end
  where m.source = known.source and m.source_id = known.source_id;
  perform app.unify_explain(source);
  perform app.unification_settled(entry, 'used');

  foreach fields in array app.legacy_tables() loop
    if fields not in ('clients', 'clients_enhanced', 'tenant_apps') and to_regclass('legacy.' || fields) is not null then
      perform app.unify_satellite(
        to_regclass('legacy.' || fields),
        array(select d.source_id from app.unification_ledger d where d.kind = 'parked' and d.source = fields and d.settled is null)
      );
    end if;
  end loop;
  return client;
end $$;

create function app.unification_settled(entry bigint, how text) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform app.demand_admin();
  update app.unification_ledger d
  set settled = how, settled_by = case when how is not null then auth.uid() end, settled_at = case when how is not null then now() end
  where d.id = entry;
end $$;

-- The dry run, kept so that everybody who decides reads the same one.
create function app.console_dry_run() returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  report jsonb;
begin
  perform app.demand_admin();
  if not pg_try_advisory_xact_lock(2034, 0) then
    raise sqlstate 'CU008' using message = 'it is running already', hint = 'Wait for its end.';
  end if;
  report := app.unify(samples => 200);
  begin
    delete from app.unification_dry_runs;
    insert into app.unification_dry_runs (made_by, report) values (auth.uid(), report - 'rows');
  -- One that this one's snapshot does not see has ended since.
  exception when serialization_failure or unique_violation then
    raise sqlstate 'CU008' using message = 'another one has just ended', hint = 'Read that one, or start again.';
  end;
  delete from app.unification_dry_rows;
  insert into app.unification_dry_rows (kind, source, source_id, client, field, value, offered, chosen, reason)
  select r.kind, r.source, r.source_id, r.client, r.field, r.value, r.offered, r.chosen, r.reason
  from jsonb_populate_recordset(null::app.unification_dry_rows, coalesce(report -> 'rows', '[]')) r;
  return report - 'rows';
end $$;

create function app.console_run(expected text) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  lacks text[];
begin
  perform app.demand_admin(owner_only => true);
  if expected is null then
    raise sqlstate 'CU005' using message = 'a run follows a dry run', hint = 'Send `sources` of its report.';
  end if;
  -- Nobody takes an approval back between this and the run. After the lock of the way back, which decides anew under it.
  perform pg_advisory_xact_lock(2034, 0);
  lock table app.unification_steps, app.unification_signoffs in share mode;
  if not app.unification_is_done() then
    lacks := array(select app.unification_lacks());
    if cardinality(lacks) > 0 then
      raise sqlstate 'CU010' using message = 'the run is not approved', detail = array_to_string(lacks, E'\n'), hint = 'Nothing was changed. Decide and sign first.';
    end if;
  end if;
  return app.unify(false, expected);
end $$;

-- One decision on one of the four questions: propose (a choice), approve (the same, or the one that is there), reject (with
-- a note), reopen. `version`: the one that the decider has seen.
create function app.console_decide(step text, version integer, action text, choice jsonb, note text) returns void
language plpgsql volatile security definer set search_path = '' set lock_timeout = '1s' as $$
declare
  known app.unification_steps;
begin
  begin
    perform app.demand_admin();
    -- One at a time: who approves a later question and who opens an earlier one again would not see each other.
    lock table app.unification_steps in share row exclusive mode;
  exception when lock_not_available then
    raise sqlstate 'CU008' using message = 'it is running already', hint = 'Wait for its end.';
  end;
  select s.* into known from app.unification_steps s where s.step = console_decide.step;
  if not found or action is null or action not in ('propose', 'approve', 'reject', 'reopen') then
    raise sqlstate 'CU006' using message = 'there is no such question or decision', hint = 'Reload the page.';
  end if;
  if known.version is distinct from console_decide.version then
    raise sqlstate 'CU004' using message = 'somebody has decided meanwhile', hint = 'Read what they said, then decide again.';
  end if;
  -- The table tells the two apart by what changes: the same choice proposed again would open it, and the other way round.
  if (action = 'reopen') <> (known.state = 'approved') then
    raise sqlstate 'CU006' using
      message = case when action = 'reopen' then 'only what is approved can be opened again' else 'this is approved' end,
      hint = case when action = 'reopen' then 'Reload the page.' else 'Open it again first.' end;
  end if;
  update app.unification_steps s set
    state = case action when 'approve' then 'approved' when 'reject' then 'revision' else 'review' end,
    choice = case when action in ('propose', 'approve') then coalesce(console_decide.choice, s.choice) else s.choice end,
    note = console_decide.note
  where s.step = known.step;
end $$;

create function app.console_sign(team text, item text, signed boolean) returns void
language plpgsql volatile security definer set search_path = '' set lock_timeout = '1s' as $$
begin
  begin
    perform app.demand_admin();
    -- One who signs and one who opens a question again wait for each other.
    lock table app.unification_steps in share mode;
    lock table app.unification_signoffs in row exclusive mode;
  exception when lock_not_available then
    raise sqlstate 'CU008' using message = 'it is running already', hint = 'Wait for its end.';
  end;
  if signed is null or not exists (
    select from app.unification_signoffs s where s.team = console_sign.team and s.item = console_sign.item
  ) then
    raise sqlstate 'CU006' using message = 'there is nothing of this name to sign', hint = 'Reload the page.';
  end if;
  update app.unification_signoffs s set signed_by = case when signed then auth.uid() end, signed_at = case when signed then now() end
  where s.team = console_sign.team and s.item = console_sign.item and (s.signed_by is not null) is distinct from signed;
end $$;

create function app.console_undo() returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform app.demand_admin(owner_only => true);
  return app.undo_unification();
end $$;

create function app.console_written() returns table (target text, row_id text, action text, data jsonb)
language plpgsql stable security definer set search_path = '' as $$
begin
  perform app.demand_admin();
  return query select * from app.unification_written();
end $$;

revoke all on function app.demand_admin(boolean), app.unification_state(), app.unification_blocked(text), app.unification_checks(), app.unification_triggers(),
  app.unification_entry(bigint), app.unification_admit(bigint, jsonb), app.unification_settled(bigint, text), app.console_dry_run(), app.console_run(text),
  app.console_decide(text, integer, text, jsonb, text), app.console_sign(text, text, boolean), app.console_undo(), app.console_written()
  from public, anon, authenticated, service_role;
grant execute on function app.demand_admin(boolean), app.unification_state(), app.unification_blocked(text), app.unification_checks(), app.unification_triggers(),
  app.unification_entry(bigint), app.unification_admit(bigint, jsonb), app.unification_settled(bigint, text), app.console_dry_run(), app.console_run(text),
  app.console_decide(text, integer, text, jsonb, text), app.console_sign(text, text, boolean), app.console_undo(), app.console_written()
  to authenticated;

-- The exposed names. The limit on a statement's time is a request's; these may take as long as they take.
create function public.unification_state() returns jsonb
language sql stable set search_path = '' as $$ select app.unification_state() $$;
create function public.unification_blocked(blocker text) returns table (source text, source_id text, field text, value jsonb)
language sql stable set search_path = '' set statement_timeout = '5min' as $$ select * from app.unification_blocked($1) $$;
create function public.unification_dry_run() returns jsonb
-- In a repeatable read it keeps nobody from writing into the legacy tables.
language sql volatile set search_path = '' set statement_timeout = '30min' set default_transaction_isolation = 'repeatable read' as $$ select app.console_dry_run() $$;
create function public.unification_run(expected text) returns jsonb
language sql volatile set search_path = '' set statement_timeout = '60min' as $$ select app.console_run($1) $$;
create function public.unification_undo() returns jsonb
language sql volatile set search_path = '' set statement_timeout = '30min' as $$ select app.console_undo() $$;
create function public.unification_written() returns table (target text, row_id text, action text, data jsonb)
language sql stable set search_path = '' set statement_timeout = '5min' as $$ select * from app.console_written() $$;
create function public.unification_checks() returns table (checkpoint text, ok boolean, seen text, wanted text)
language sql volatile set search_path = '' set statement_timeout = '5min' as $$ select * from app.unification_checks() $$;
create function public.unification_triggers() returns table (condition text, tripped boolean, seen text)
language sql volatile set search_path = '' set statement_timeout = '5min' as $$ select * from app.unification_triggers() $$;

create function public.unification_decide(step text, version integer, action text, choice jsonb default null, note text default null)
returns setof public.unification_steps
language plpgsql volatile rows 1 set search_path = '' as $$
begin
  perform app.console_decide($1, $2, $3, $4, $5);
  return query select w.* from public.unification_steps w order by w.place;
end $$;
create function public.unification_sign(team text, item text, signed boolean) returns setof public.unification_signoffs
language plpgsql volatile rows 1 set search_path = '' as $$
begin
  perform app.console_sign($1, $2, $3);
  return query select w.* from public.unification_signoffs w order by w.place;
end $$;

-- Settles one entry, as the asker's own save, with their rights, their name in the history, and every rule of the table:
-- swap     a conflict: the other value stands, and this one is kept; again swaps back
-- use      of a quarantine: this `value` for the field; of a whole row: {"email": …, "name": …} makes it a client, {"client_id": …}
--          a part of that client, and what hung on it follows
-- dismiss  of a quarantine: nothing is to come of it; the entry stays
-- reopen   what was dismissed
create function public.unification_settle(entry bigint, action text, value jsonb default null)
returns setof public.unification_ledger
language plpgsql volatile rows 1 set search_path = '' set timezone = 'UTC' as $$
declare
  known constant app.unification_ledger := app.unification_entry(entry);
  present jsonb;
  wanted jsonb;
  columns integer;
begin
  case
    when action = 'swap' and known.kind = 'conflict' then
      wanted := case when known.settled = 'swapped' then known.chosen else known.offered end;
    when action = 'use' and known.kind = 'quarantine' and known.field is not null and known.settled is distinct from 'used' then
      wanted := value;
    when action = 'use' and known.kind = 'quarantine' and known.field is null then
      perform app.unification_admit(entry, value);
    when action = 'dismiss' and known.kind in ('quarantine', 'parked') and known.settled is null then
      perform app.unification_settled(entry, 'dismissed');
    when action = 'reopen' and known.settled = 'dismissed' then
      perform app.unification_settled(entry, null);
    else
      raise sqlstate 'CU006' using message = format('this entry cannot be settled by "%s"', left(action, 20)), hint = 'Reload the list.';
  end case;
  if action in ('swap', 'use') and known.field is not null then
    select to_jsonb(c) into present from public.clients c where c.id = known.client_id;
    if present is null or (action = 'swap' and present -> known.field is distinct from case when known.settled = 'swapped' then known.offered else known.chosen end)
      or (action = 'use' and present -> known.field is distinct from coalesce(known.chosen, 'null')) then
      raise sqlstate 'CU004' using message = 'the record has changed since', hint = 'Open the client and decide there.';
    end if;
    begin
      execute format(
        'update public.clients c set %1$I = n.%1$I from jsonb_populate_record(null::public.clients, $2) n where c.id = $1', known.field
      ) using known.client_id, jsonb_build_object(known.field, wanted);
      get diagnostics columns = row_count;
    exception when invalid_text_representation or invalid_datetime_format or datetime_field_overflow then
      perform app.refuse(known.field, 'This is no value of this field.');
    end;
    if columns = 0 then
      raise sqlstate 'CU004' using message = 'the record has changed since', hint = 'Open the client and decide there.';
    end if;
    perform app.unification_settled(entry, case when action = 'use' then 'used' when known.settled = 'swapped' then null else 'swapped' end);
  end if;
  return query select w.* from public.unification_ledger w where w.id = entry;
end $$;

revoke all on function public.unification_state(), public.unification_blocked(text), public.unification_dry_run(), public.unification_run(text), public.unification_undo(),
  public.unification_written(), public.unification_checks(), public.unification_triggers(),
  public.unification_settle(bigint, text, jsonb), public.unification_decide(text, integer, text, jsonb, text), public.unification_sign(text, text, boolean)
  from public, anon, authenticated, service_role;
grant execute on function public.unification_state(), public.unification_blocked(text), public.unification_dry_run(), public.unification_run(text), public.unification_undo(),
  public.unification_written(), public.unification_checks(), public.unification_triggers(),
  public.unification_settle(bigint, text, jsonb), public.unification_decide(text, integer, text, jsonb, text), public.unification_sign(text, text, boolean)
  to authenticated;

notify pgrst, 'reload schema';
