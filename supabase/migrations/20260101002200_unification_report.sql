-- What a run says about itself: counted anew from the tables, not from what the merge meant to do.

-- Per column of a legacy table, wherever it stands now: values that are there, and those of them that its row in the
-- unified schema has exactly so, character for character (1.0 is not 1, {"a": 1.0} is not {"a": 1}). `leaving` out what has been edited since:
-- ids of clients, or of a satellite's rows.
create function app.unify_counts(source regclass, leaving uuid[] default '{}') returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  short text;
  of_client boolean;
  list text;
  joins text;
  counts jsonb;
begin
  select relname into short from pg_catalog.pg_class where oid = source;
  of_client := short in ('clients', 'clients_enhanced');
  joins := case
    when of_client then format(
      'left join app.unification_map m on m.source = %L and m.source_id = l.id left join app.clients t on t.id = m.client_id', short
    )
    else format('left join app.%I t on t.id = l.id', short) || case
      when exists (select from app.unify_columns(source) c where c.name = 'client_id') and short <> 'tenant_apps'
        and exists (select from pg_catalog.pg_attribute where attrelid = to_regclass(format('app.%I', short)) and attname = 'client_id' and not attisdropped)
      then ' left join app.unification_map m on m.source = ''clients_enhanced'' and m.source_id = l.client_id' else ''
    end
  end;
  select string_agg(
    format(
      '%L, jsonb_build_array(count(l.%I), count(*) filter (where l.%I is not null and %s))',
      c.name, c.name, c.name,
      case
        -- The id is what the map is about.
        when c.name = 'id' and of_client then 'm.source_id is not null'
        when c.name = 'id' then 't.id = l.id'
        when c.name = 'client_id' and joins like '%unification_map%' then 't.client_id = m.client_id'
        when c.known then format('t.%1$I::text is not distinct from l.%1$I::text', c.name)
        when of_client then 'false'
        else format('(t.extra -> %L)::text is not distinct from %s::text', c.name, c.as_json)
      end
    ), ', '
  ) into list
  from app.unify_columns(source) c;
  execute format(
    'select jsonb_build_object(%s) from %s l %s where %s = any ($1) is not true',
    list, source, joins, case when of_client then 'm.client_id' else 'l.id' end
  ) into counts using leaving;
  return (
    select jsonb_object_agg(key, jsonb_build_object('in', value -> 0, 'same', value -> 1)) from jsonb_each(counts)
  );
end $$;

-- The account of one table: per column what came in, what stands the same, what the ledger has exactly so, and the rest,
-- which is lost and has to be 0.
create function app.unify_account(source regclass, leaving uuid[] default '{}') returns table (
  source_table text, field text, values_in bigint, same bigint, written_down bigint, lost bigint
)
language plpgsql stable set search_path = '' as $$
declare
  counts constant jsonb := app.unify_counts(source, leaving);
  short text;
  of_client boolean;
  it record;
  stands text;
begin
  select relname into short from pg_catalog.pg_class where oid = source;
  of_client := short in ('clients', 'clients_enhanced');
  source_table := short;
  for it in select * from app.unify_columns(source) loop
    field := it.name;
    values_in := counts -> it.name ->> 'in';
    same := counts -> it.name ->> 'same';
    written_down := 0;
    if values_in > same then
      stands := case
        when it.name = 'id' and of_client then 'm.source_id is not null'
        when it.name = 'id' then 't.id is not null'
        when it.name = 'client_id' then
          't.client_id = (select m.client_id from app.unification_map m where m.source = ''clients_enhanced'' and m.source_id = l.client_id)'
        when it.known then format('t.%1$I::text is not distinct from l.%1$I::text', it.name)
        when of_client then 'false'
        else format('(t.extra -> %L)::text is not distinct from %s::text', it.name, it.as_json)
      end;
      execute format(
        'select count(*) from %1$s l %2$s
         where l.%3$I is not null and %7$s = any ($1) is not true and (%4$s) is not true and exists (
           select from app.unification_ledger d
           where d.source = %5$L and d.source_id = l.id and (
             (d.field = %3$L and d.value::text = %6$s::text) or (d.field is null and (d.value -> %3$L)::text = %6$s::text)
           )
         )',
        source,
        case
          when of_client then format('left join app.unification_map m on m.source = %L and m.source_id = l.id left join app.clients t on t.id = m.client_id', short)
          else format('left join app.%I t on t.id = l.id', short)
        end,
        it.name, stands, short, it.as_json, case when of_client then 'm.client_id' else 'l.id' end
      ) into written_down using leaving;
    end if;
    lost := values_in - same - written_down;
    return next;
  end loop;
end $$;

-- The legacy tables as they are, in the order of their ids: rows and a hash of each table.
create function app.legacy_digest(place text default 'public') returns jsonb
language plpgsql stable set search_path = '' set timezone = 'UTC' set datestyle = 'ISO, YMD' set intervalstyle = 'postgres'
set extra_float_digits = 1 set bytea_output = 'hex' as $$
declare
  it text;
  found_rows bigint;
  found_hash text;
  answer jsonb := '{}';
begin
  foreach it in array app.legacy_tables() loop
    if to_regclass(format('%I.%I', place, it)) is not null then
      execute format(
        'select count(*), md5(coalesce(string_agg(md5(l::text), '''' order by l.id), '''')) from %I.%I l', place, it
      ) into found_rows, found_hash;
      answer := answer || jsonb_build_object(it, jsonb_build_object('rows', found_rows, 'hash', found_hash));
    end if;
  end loop;
  return answer;
end $$;

-- What keeps it from running, in sentences; none is good. Behind some stand rows: those of `source` where `condition` holds
-- of the row `l`, for what they have in `field`.
create function app.unification_blockers() returns table (sentence text, source text, field text, condition text)
language plpgsql stable set search_path = '' as $$
declare
  it text;
  wanted record;
  others text[] := '{}';
begin
  if exists (select from app.unification_runs r where r.state = 'done') then
    sentence := 'It has been done already.';
    return next;
    return;
  end if;
  if to_regclass('public.clients') is null or (select relkind from pg_catalog.pg_class where oid = to_regclass('public.clients')) = 'v' then
    sentence := 'There is no legacy table public.clients.';
    return next;
    return;
  end if;
  for wanted in
    select * from (values
      ('clients', array['id', 'email']), ('clients_enhanced', array['id', 'email']),
      ('client_customizations', array['id', 'client_id']), ('client_deployments', array['id', 'client_id']),
      ('deployment_tracking_events', array['id', 'deployment_id']), ('client_analytics', array['id', 'client_id']),
      ('tenant_apps', array['id', 'admin_email'])
    ) as w (name, columns)
  loop
    if to_regclass('public.' || wanted.name) is null then
      continue;
    end if;
    foreach it in array wanted.columns loop
      if not exists (
        select from pg_catalog.pg_attribute a
        where a.attrelid = to_regclass('public.' || wanted.name) and a.attname = it and not a.attisdropped
          and (a.atttypid = 'uuid'::regtype or it like '%email')
      ) then
        sentence := format('public.%s has no column %s of the right type: it is not the table that is meant.', wanted.name, it);
        return next;
        others := others || wanted.name;
      end if;
    end loop;
  end loop;
  if to_regnamespace('legacy') is not null then
    sentence := 'There is a schema legacy already: rename it, because the old tables go there.';
    return next;
  end if;
  -- Whose values would have to change in tables that nobody told us of.
  return query
    select
      format('%s points at %s, and is no table that is known: drop that foreign key (%s), and add it to app.clients afterwards.', k.conrelid::regclass, k.confrelid::regclass, k.conname),
      k.conrelid::regclass::text, a.attname::text, format('l.%I is not null', a.attname)
    from pg_catalog.pg_constraint k
    join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
    where k.contype = 'f' and k.confrelid in (select to_regclass('public.' || n) from unnest(app.legacy_tables()) as n)
      and k.conrelid not in (select to_regclass('public.' || n) from unnest(app.legacy_tables()) as n where to_regclass('public.' || n) is not null);
  -- Rows that were put into the unified table before.
  if not exists (select from app.clients) then
    return;
  end if;
  foreach it in array array['clients', 'clients_enhanced'] loop
    continue when to_regclass('public.' || it) is null or it = any (others);
    return query execute format(
      'select
         format(''The address or the id of %%s, from public.%1$s, is taken in the unified table already: delete it there (its role can be given again afterwards).'', c.email),
         ''public.%1$s'', ''email'', format(''l.id = %%L or app.folded_email(l.email::text) = %%L'', c.id, c.email)
       from app.clients c where exists (select from public.%1$I l where l.id = c.id or app.folded_email(l.email::text) = c.email)
       order by c.email', it
    );
  end loop;
end $$;

-- The report of what is in the unified tables now, made of the map, the ledger and the tables.
create function app.unification_report(place text) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  report jsonb;
  fields jsonb := '[]';
  satellites jsonb := '{}';
  it text;
  source regclass;
  account jsonb;
  total bigint := 0;
  rows_in bigint;
  rows_out bigint;
  money_in numeric;
  money_out numeric;
  money_aside numeric;
begin
  foreach it in array app.legacy_tables() loop
    source := to_regclass(format('%I.%I', place, it));
    continue when source is null;
    select
      jsonb_agg(jsonb_build_object('table', a.source_table, 'field', a.field, 'in', a.values_in, 'same', a.same, 'written_down', a.written_down, 'lost', a.lost)),
      coalesce(sum(a.lost), 0)
    into account, rows_in
    from app.unify_account(source) a where a.values_in > 0;
    fields := fields || coalesce(account, '[]');
    total := total + rows_in;
    if it not in ('clients', 'clients_enhanced') then
      execute format('select count(*), count(t.id) from %s l left join app.%I t on t.id = l.id', source, it) into rows_in, rows_out;
      satellites := satellites || jsonb_build_object(it, jsonb_build_object(
        'in', rows_in, 'carried', rows_out,
        'parked', (select count(*) from app.unification_ledger d where d.source = it and d.kind = 'parked')
      ));
      total := total + rows_in - rows_out - (select count(*) from app.unification_ledger d where d.source = it and d.kind = 'parked');
    end if;
  end loop;

  select jsonb_build_object(
    'sign_ins', count(*) filter (where m.source = 'clients'),
    'businesses', count(*) filter (where m.source = 'clients_enhanced'),
    'merged', count(*) filter (where m.became = 'merged'),
    'inserted', count(*) filter (where m.became in ('sign_in', 'business', 'renumbered')),
    'renumbered', count(*) filter (where m.became = 'renumbered'),
    'quarantined', count(*) filter (where m.became = 'waiting'),
    'clients', (select count(distinct n.client_id) from app.unification_map n where n.client_id is not null)
  ) into report from app.unification_map m;
  total := total
    + abs((report ->> 'sign_ins')::bigint + (report ->> 'businesses')::bigint - (report ->> 'merged')::bigint - (report ->> 'inserted')::bigint - (report ->> 'quarantined')::bigint)
    + abs((report ->> 'inserted')::bigint - (report ->> 'clients')::bigint);
  report := jsonb_build_object('people', report, 'fields', fields, 'satellites', satellites);

  -- Money, in and out; what is no number (NaN) is in the ledger as it was.
  foreach it in array array['clients_enhanced.annual_revenue', 'client_analytics.revenue'] loop
    source := to_regclass(format('%I.%I', place, split_part(it, '.', 1)));
    continue when source is null or not exists (
      select from app.unify_columns(source) c where c.name = split_part(it, '.', 2) and c.known
    );
    execute format('select coalesce(sum(l.%1$I) filter (where l.%1$I <> ''NaN''), 0) from %2$s l', split_part(it, '.', 2), source) into money_in;
    if it like 'clients%' then
      select coalesce(sum(c.annual_revenue), 0) into money_out from app.clients c
      where c.id in (select m.client_id from app.unification_map m where m.source = 'clients_enhanced');
    else
      execute format('select coalesce(sum(t.revenue), 0) from app.client_analytics t join %s l on l.id = t.id', source) into money_out;
    end if;
    select coalesce(sum(n.amount::numeric) filter (where n.amount <> 'NaN'), 0) into money_aside
    from (
      select case when d.field is null then d.value ->> split_part(it, '.', 2) else d.value #>> '{}' end as amount
      from app.unification_ledger d
      where d.source = split_part(it, '.', 1) and (
        d.field is null or (d.field = split_part(it, '.', 2) and d.kind in ('conflict', 'quarantine'))
      )
    ) as n
    -- What two rows of a client agree on is once on the client.
    where n.amount is not null;
    if it like 'clients%' then
      execute format(
        'select $1 + coalesce(sum(a.again), 0) from (
           select (count(*) - 1) * max(c.annual_revenue) as again
           from %s l join app.unification_map m on m.source = ''clients_enhanced'' and m.source_id = l.id join app.clients c on c.id = m.client_id
           where l.annual_revenue::text = c.annual_revenue::text group by c.id having count(*) > 1
         ) a', source
      ) into money_aside using money_aside;
    end if;
    report := report || jsonb_build_object('money', coalesce(report -> 'money', '{}') || jsonb_build_object(it, jsonb_build_object(
      'before', money_in, 'after', money_out, 'set_aside', money_aside
    )));
    total := total + case when money_in = money_out + money_aside then 0 else 1 end;
  end loop;

  return report || jsonb_build_object(
    'ledger', coalesce((
      select jsonb_agg(jsonb_build_object('kind', d.kind, 'table', d.source, 'field', d.field, 'reason', d.reason, 'rows', d.n) order by d.kind, d.source, d.field nulls first, d.reason)
      from (select l.kind, l.source, l.field, l.reason, count(*) as n from app.unification_ledger l group by 1, 2, 3, 4) as d
    ), '[]'),
    -- The raw words that had to be mapped or could not be.
    'words', coalesce((
      select jsonb_agg(jsonb_build_object('field', d.field, 'word', d.word, 'becomes', d.becomes, 'rows', d.n) order by d.field, d.word, d.becomes)
      from (
        select l.field, l.value #>> '{}' as word, l.offered #>> '{}' as becomes, count(*) as n
        from app.unification_ledger l
        where l.field in ('role', 'business_size', 'budget_range', 'status', 'tier') and l.kind in ('mapped', 'quarantine', 'conflict')
        group by 1, 2, 3
      ) as d
      where d.word is distinct from d.becomes
    ), '[]'),
    -- Legacy let everybody write their own role, so somebody should read this.
    'agency', coalesce((
      select jsonb_agg(jsonb_build_object('client_id', c.id, 'email', c.email, 'role', c.role) order by c.role, c.email)
      from app.clients c
      where c.role <> 'viewer' and c.id in (select m.client_id from app.unification_map m where m.source = 'clients')
    ), '[]'),
    'lost', total
  );
end $$;

revoke all on function app.legacy_tables(), app.unify_columns(regclass), app.unify_row(regclass), app.unify_column(regclass, text, text),
  app.unify_rule(regclass, text), app.unify_park(regclass), app.unify_restore(text[]), app.unify_match(), app.unify_read(regclass), app.unify_tables(), app.unify_clients(), app.unify_explain(regclass),
  app.unify_satellite(regclass, uuid[]), app.unify_counts(regclass, uuid[]), app.unify_account(regclass, uuid[]), app.legacy_digest(text),
  app.unification_blockers(), app.unification_report(text)
  from public, anon, authenticated, service_role;
