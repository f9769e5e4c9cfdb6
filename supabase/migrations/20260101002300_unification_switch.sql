-- The run itself, what it moves, and the way back.

-- Whatever in `public` belongs to the legacy tables: they themselves, the views that read from them, the functions that
-- only their triggers call. In the order in which they can move.
create function app.legacy_objects() returns table (kind text, name text)
language sql stable set search_path = '' as $$
  with recursive tables as (
    select c.oid, c.relname from pg_catalog.pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname = any (app.legacy_tables())
  ),
  readers as (
    select c.oid, c.relname, c.relkind
    from tables t
    join pg_catalog.pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = t.oid and d.classid = 'pg_rewrite'::regclass
    join pg_catalog.pg_rewrite w on w.oid = d.objid
    join pg_catalog.pg_class c on c.oid = w.ev_class and c.relnamespace = 'public'::regnamespace and c.relkind in ('v', 'm')
    union
    select c.oid, c.relname, c.relkind
    from readers r
    join pg_catalog.pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = r.oid and d.classid = 'pg_rewrite'::regclass
    join pg_catalog.pg_rewrite w on w.oid = d.objid and w.ev_class <> r.oid
    join pg_catalog.pg_class c on c.oid = w.ev_class and c.relnamespace = 'public'::regnamespace and c.relkind in ('v', 'm')
  )
  select case r.relkind when 'm' then 'materialized view' else 'view' end, format('%I', r.relname) from readers r
  union all
  select 'table', format('%I', t.relname) from tables t
  union all
  select 'function', format('%I(%s)', p.proname, pg_catalog.pg_get_function_identity_arguments(p.oid))
  from pg_catalog.pg_proc p
  where p.pronamespace = 'public'::regnamespace and p.prorettype = 'trigger'::regtype
    and exists (select from pg_catalog.pg_trigger g where g.tgfoid = p.oid and g.tgrelid in (select t.oid from tables t))
    and not exists (select from pg_catalog.pg_trigger g where g.tgfoid = p.oid and g.tgrelid not in (select t.oid from tables t))
    and not exists (select from pg_catalog.pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
  order by 1, 2
$$;

-- One hash per row, of those too that were there before.
create function app.unify_remember(target regclass) returns void
language plpgsql set search_path = '' as $$
begin
  execute format(
    'insert into app.unification_rows (target, id, hash, made) select %L, t.id, hashtextextended(t::text, 0), %s from %s t',
    (select relname from pg_catalog.pg_class where oid = target),
    case when target = 'app.clients'::regclass
      then 't.id in (select m.client_id from app.unification_map m where m.client_id is not null)'
      else format('t.id in (select l.id from public.%I l)', (select relname from pg_catalog.pg_class where oid = target))
    end,
    target
  );
end $$;

-- Rows to look at, at most so many of each kind, table, column, reason and word: of the ledger, and of who became what.
create function app.unify_samples(most integer) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(to_jsonb(s) - 'turn' - 'id'), '[]') from (
    select
      d.id, d.kind, d.source, d.source_id, coalesce(c.company_name, c.name, c.email) as client, d.field, d.value, d.offered, d.chosen, d.reason,
      row_number() over (
        partition by d.kind, d.source, d.field, d.reason,
          case when d.field in ('role', 'business_size', 'budget_range', 'status', 'tier') then d.value end
        order by d.id
      ) as turn
    from app.unification_ledger d left join app.clients c on c.id = d.client_id
    union all
    select
      0, m.became, m.source, m.source_id, coalesce(c.company_name, c.name, c.email), null, null, null, null, null,
      row_number() over (partition by m.became, m.source order by c.email, m.source_id)
    from app.unification_map m left join app.clients c on c.id = m.client_id
  ) as s
  where s.turn <= most
$$;

-- Everything but the move, which a dry run does too.
create function app.unify_prepare(samples integer default 0) returns jsonb
language plpgsql set search_path = '' as $$
declare
  it text;
  source regclass;
  digests jsonb;
  report jsonb;
  begun timestamptz := clock_timestamp();
  took jsonb := '{}';
  blockers text[];
begin
  blockers := array(select b.sentence from app.unification_blockers() b);
  if cardinality(blockers) > 0 then
    return jsonb_build_object('blockers', blockers);
  end if;
  perform setval('app.unification_step', 1);
  digests := app.legacy_digest();
  took := took || jsonb_build_object('hash', extract(epoch from clock_timestamp() - begun));

  begun := clock_timestamp();
  perform setval('app.unification_step', 2);
  perform app.unify_match();
  took := took || jsonb_build_object('match', extract(epoch from clock_timestamp() - begun));

  begun := clock_timestamp();
  perform setval('app.unification_step', 3);
  perform app.unify_clients();
  took := took || jsonb_build_object('clients', extract(epoch from clock_timestamp() - begun));

  begun := clock_timestamp();
  perform setval('app.unification_step', 4);
  foreach it in array app.legacy_tables() loop
    source := to_regclass(format('public.%I', it));
    continue when source is null;
    if it in ('clients', 'clients_enhanced') then
      perform app.unify_explain(source);
    else
      perform app.unify_satellite(source);
    end if;
  end loop;
  analyze app.unification_ledger;
  took := took || jsonb_build_object('satellites', extract(epoch from clock_timestamp() - begun));

  begun := clock_timestamp();
  perform setval('app.unification_step', 5);
  perform app.unify_remember('app.clients');
  foreach it in array app.legacy_tables() loop
    if it not in ('clients', 'clients_enhanced') and to_regclass(format('public.%I', it)) is not null then
      perform app.unify_remember(to_regclass(format('app.%I', it)));
    end if;
  end loop;
  took := took || jsonb_build_object('remember', extract(epoch from clock_timestamp() - begun));

  begun := clock_timestamp();
  perform setval('app.unification_step', 6);
  report := app.unification_report('public');
  took := took || jsonb_build_object('account', extract(epoch from clock_timestamp() - begun));
  if report ->> 'lost' <> '0' then
    raise exception using
      errcode = 'CU002', message = 'the account of the unification does not come out even: nothing was changed',
      detail = jsonb_pretty(jsonb_build_object(
        'lost', report -> 'lost', 'money', report -> 'money', 'satellites', report -> 'satellites', 'people', report -> 'people',
        'fields', (select jsonb_agg(f) from jsonb_array_elements(report -> 'fields') f where f ->> 'lost' <> '0')
      )),
      hint = 'This is a fault of the migration. The legacy tables are as they were.';
  end if;
  if samples > 0 then
    report := report || jsonb_build_object('rows', app.unify_samples(samples));
  end if;
  return report || jsonb_build_object(
    'blockers', '[]'::jsonb,
    'tables', digests,
    'sources', md5(digests::text || (select coalesce(string_agg(format('%s %s %s', w.field, w.word, w.becomes), E'\n' order by w.field, w.word), '') from app.unification_words w)),
    'digest', (select md5(coalesce(string_agg(r.target || r.id || r.hash, ',' order by r.target, r.id), '')) from app.unification_rows r where r.made),
    'moves', coalesce((select jsonb_agg(jsonb_build_object('kind', o.kind, 'name', o.name)) from app.legacy_objects() o), '[]'),
    'seconds', took
  );
end $$;

-- The unification. As a dry run (the default) it does it all and takes it back: the report is the run's, `seconds` apart,
-- and nothing is changed. `expected`: `sources` of the dry run's report; it refuses when they are others by now. `samples`:
-- a dry run's report has so many rows of each group, in `rows`.
-- Writers of the legacy tables wait from its first moment to its last, readers only for the move at the end.
create function app.unify(dry_run boolean default true, expected text default null, samples integer default 0) returns jsonb
language plpgsql volatile set search_path = '' set timezone = 'UTC' set datestyle = 'ISO, YMD' set intervalstyle = 'postgres'
set extra_float_digits = 1 set bytea_output = 'hex' set client_min_messages = warning set plan_cache_mode = force_custom_plan
set lock_timeout = '15s' set work_mem = '64MB' set maintenance_work_mem = '256MB' as $$
declare
  report jsonb;
  it text;
  known app.unification_runs;
  begun constant timestamptz := clock_timestamp();
  moving timestamptz;
  moved jsonb;
begin
  perform pg_advisory_xact_lock(2034, 0);
  select r.* into known from app.unification_runs r where r.state = 'done';
  if found then
    -- Again is nothing.
    return known.report || jsonb_build_object('run', known.id, 'dry_run', false, 'already', true);
  end if;
  -- In a repeatable read the dry run needs to keep nobody from writing.
  if not dry_run or current_setting('transaction_isolation') = 'read committed' then
    foreach it in array app.legacy_tables() loop
      if exists (select from pg_catalog.pg_class where oid = to_regclass(format('public.%I', it)) and relkind in ('r', 'p')) then
        execute format('lock table public.%I in share mode', it);
      end if;
    end loop;
  end if;

  if dry_run then
    begin
      report := app.unify_prepare(samples);
      raise exception using errcode = 'CU009', message = 'dry run';
    -- A code that ends in 000 would catch its whole class, refusals included.
    exception when sqlstate 'CU009' then
      -- What was done is undone, what was found out is kept.
      perform setval('app.unification_step', 0);
    end;
    return report || jsonb_build_object('dry_run', true);
  end if;

  report := app.unify_prepare();
  if report -> 'blockers' <> '[]' then
    raise exception using
      errcode = 'CU003', message = 'the unification cannot run', detail = (select string_agg(b, E'\n') from jsonb_array_elements_text(report -> 'blockers') b),
      hint = 'Nothing was changed. Mend this and run it again.';
  end if;
  if expected is distinct from report ->> 'sources' and expected is not null then
    raise exception using
      errcode = 'CU001', message = 'the legacy tables or the words have changed since the dry run',
      hint = 'Nothing was changed. Run the dry run again and read its report.';
  end if;

  moving := clock_timestamp();
  perform setval('app.unification_step', 7);
  moved := report -> 'moves';
  create schema legacy;
  revoke all on schema legacy from public;
  for it in select format('alter %s public.%s set schema legacy', m ->> 'kind', m ->> 'name') from jsonb_array_elements(moved) m loop
    execute it;
  end loop;
  perform app.open_windows();
  drop table if exists app.unify_later;
  report := report || jsonb_build_object('writers_waited', extract(epoch from clock_timestamp() - begun), 'readers_waited', extract(epoch from clock_timestamp() - moving));
  insert into app.unification_runs (begun_at, finished_at, run_by, sources, digest, report, moved)
  values (begun, clock_timestamp(), auth.uid(), report ->> 'sources', report ->> 'digest', report, moved)
  returning id into known.id;
  insert into app.unification_events (actor, subject, action) values (auth.uid(), 'run', 'run');
  perform setval('app.unification_step', 8);
  perform pg_notify('pgrst', 'reload schema');
  return report || jsonb_build_object('run', known.id, 'dry_run', false, 'already', false);
end $$;

-- The windows that waited get their names.
create function app.open_windows() returns void
language plpgsql set search_path = '' as $$
declare
  it text;
begin
  for it in
    select relname from pg_catalog.pg_class where relnamespace = to_regnamespace('waiting') and relkind = 'v'
  loop
    execute format('alter view waiting.%I set schema public', it);
  end loop;
  drop schema if exists waiting;
end $$;

-- What has been written since the run, in the tables that it filled and in those that hang on its clients.
create function app.unification_written() returns table (target text, row_id text, action text, data jsonb)
language plpgsql stable set search_path = '' set timezone = 'UTC' set datestyle = 'ISO, YMD' set intervalstyle = 'postgres'
set extra_float_digits = 1 set bytea_output = 'hex' as $$
declare
  it record;
begin
  if not exists (select from app.unification_runs r where r.state = 'done') then
    return;
  end if;
  for it in
    select n from unnest(app.legacy_tables()) as n where n <> 'clients_enhanced'
  loop
    return query execute format(
      'select %1$L::text, coalesce(r.id, t.id)::text,
         case when t.id is null then ''deleted'' when r.id is null then ''inserted'' else ''updated'' end, to_jsonb(t)
       from (select * from app.unification_rows where target = %1$L) r
       full join app.%1$I t on t.id = r.id
       where t.id is null or r.id is null or r.hash <> hashtextextended(t::text, 0)',
      it.n
    );
  end loop;
  -- Tables whose rows go with a client.
  for it in
    select k.conrelid::regclass as source, (select a.attname from pg_catalog.pg_attribute a where a.attrelid = k.conrelid and a.attnum = k.conkey[1]) as link, c.relname
    from pg_catalog.pg_constraint k join pg_catalog.pg_class c on c.oid = k.conrelid
    where k.contype = 'f' and k.confrelid = 'app.clients'::regclass and c.relname <> all (app.legacy_tables())
    order by c.relname
  loop
    return query execute format(
      'select %L::text, t.%I::text, ''attached''::text, to_jsonb(t) from %s t
       where t.%I in (select m.client_id from app.unification_map m)
         and %s',
      it.relname, it.link, it.source, it.link,
      -- Those that the run made itself.
      case when it.source = 'app.invitations'::regclass then 't.invited_by is not null' else 'true' end
    );
  end loop;
  return query
    select 'client_changes'::text, h.client_id::text, 'attached'::text, to_jsonb(h) from app.client_changes h
    where h.client_id in (select m.client_id from app.unification_map m)
    order by h.id;
  return query
    select 'unification_ledger'::text, d.id::text, 'settled'::text, to_jsonb(d) from app.unification_ledger d
    where d.settled is not null order by d.id;
end $$;

-- The way back: the legacy tables at their old place, as they were to the byte; the unified rows that came from them gone.
-- What was written since is kept in app.unification_writes first, and counted in the answer. Rows that did not come from
-- the legacy tables stay in the unified ones, behind their windows, which wait again.
create function app.undo_unification() returns jsonb
language plpgsql volatile set search_path = '' set timezone = 'UTC' set datestyle = 'ISO, YMD' set intervalstyle = 'postgres'
set extra_float_digits = 1 set bytea_output = 'hex' set client_min_messages = warning set lock_timeout = '15s' as $$
declare
  known app.unification_runs;
  it text;
  answer jsonb;
  digests jsonb;
begin
  perform pg_advisory_xact_lock(2034, 0);
  select r.* into known from app.unification_runs r where r.state = 'done' for update;
  if not found then
    return jsonb_build_object('undone', false, 'reason', 'there is no unification to undo');
  end if;
  -- Nobody writes between the export and the end.
  foreach it in array app.legacy_tables() loop
    if it <> 'clients_enhanced' then
      execute format('lock table app.%I in share row exclusive mode', it);
    end if;
  end loop;
  insert into app.unification_writes (run_id, target, row_id, action, data)
  select known.id, w.target, w.row_id, w.action, w.data from app.unification_written() w;

  -- The children first; the triggers of clients would write a history of their end.
  foreach it in array (select array_agg(n order by o desc) from unnest(app.legacy_tables()) with ordinality as t (n, o)) loop
    continue when it = 'clients_enhanced';
    execute format('alter table app.%I disable trigger user', it);
    execute format(
      'delete from app.%1$I t where %2$s',
      it,
      case it
        when 'clients' then 't.id in (select m.client_id from app.unification_map m)'
        else format('t.id in (select r.id from app.unification_rows r where r.made and r.target = %L)', it)
      end
    );
    execute format('alter table app.%I enable trigger user', it);
  end loop;
  delete from app.client_changes h where h.client_id in (select m.client_id from app.unification_map m);
  truncate app.unification_map, app.unification_rows, app.unification_ledger;

  -- The windows go and wait, the tables come back.
  perform set_config('lock_timeout', '15s', true);
  create schema waiting;
  foreach it in array app.legacy_tables() loop
    if to_regclass(format('public.%I', it)) is not null then
      execute format('alter view public.%I set schema waiting', it);
    end if;
  end loop;
  for it in
    select format('alter %s legacy.%s set schema public', m ->> 'kind', m ->> 'name') from jsonb_array_elements(known.moved) m
  loop
    execute it;
  end loop;
  drop schema legacy;
  digests := app.legacy_digest();
  update app.unification_runs r set state = 'undone', undone_at = clock_timestamp() where r.id = known.id;
  perform app.unification_start_over();
  perform setval('app.unification_step', 0);
  perform pg_notify('pgrst', 'reload schema');
  select jsonb_build_object(
    'undone', true, 'run', known.id, 'tables', digests,
    -- False: somebody has written into the legacy tables while they stood aside.
    'identical', digests = known.report -> 'tables',
    'written', coalesce((
      select jsonb_object_agg(w.target, w.n) from (
        select target, count(*) as n from app.unification_writes where run_id = known.id group by target
      ) as w
    ), '{}')
  ) into answer;
  return answer;
end $$;

revoke all on function app.legacy_objects(), app.unify_remember(regclass), app.unify_samples(integer), app.unify_prepare(integer), app.unify(boolean, text, integer),
  app.open_windows(), app.unification_written(), app.undo_unification()
  from public, anon, authenticated, service_role;
