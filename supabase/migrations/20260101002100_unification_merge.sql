-- How the unified rows are made out of the legacy ones. Only app.unify calls these, in its transaction. They build their
-- statements from the catalogue, so that a column or a rule that is added is carried, judged and accounted for without a
-- line here, and so that an agency's own columns are no surprise.

create function app.legacy_tables() returns text[]
language sql immutable parallel safe set search_path = '' as $$
  -- Each stands behind what it points at.
  select array['clients', 'clients_enhanced', 'client_customizations', 'client_deployments', 'deployment_tracking_events',
    'client_analytics', 'tenant_apps']
$$;

-- The columns of a legacy table. `known`: carried into the column of that name; of others the values are kept aside.
create function app.unify_columns(source regclass) returns table (
  name text, known boolean, needed boolean, target_type text, as_json text
)
language sql stable set search_path = '' as $$
  select
    s.attname::text,
    t.attname is not null and case
      when r.relname = 'clients_enhanced' then f.field not in ('id', 'version', 'role', 'last_login_at', 'last_logout_at')
      when r.relname = 'clients' then f.field not in ('id', 'version')
      else s.attname <> 'extra'
    end is true,
    coalesce(t.attnotnull, false),
    pg_catalog.format_type(t.atttypid, t.atttypmod),
    format(case when s.atttypid in ('json'::regtype, 'xml'::regtype) then 'to_jsonb(l.%I::text)' else 'to_jsonb(l.%I)' end, s.attname)
  from pg_catalog.pg_attribute s
  join pg_catalog.pg_class r on r.oid = s.attrelid
  join pg_catalog.pg_type st on st.oid = s.atttypid
  left join pg_catalog.pg_attribute t
    on t.attrelid = to_regclass(format('app.%I', case r.relname when 'clients_enhanced' then 'clients' else r.relname end))
    and t.attname = s.attname and t.attnum > 0 and not t.attisdropped and t.attgenerated = ''
    -- Only what is the same value after the cast.
    and (
      t.atttypid = s.atttypid
      or (t.atttypid = 'text'::regtype and st.typcategory in ('S', 'E') and s.atttypid <> 'bpchar'::regtype)
      or (t.atttypid in ('integer'::regtype, 'numeric'::regtype) and s.atttypid = 'smallint'::regtype)
      or (t.atttypid = 'numeric'::regtype and s.atttypid in ('integer'::regtype, 'bigint'::regtype))
    )
  left join app.field_rights f on f.field = s.attname
  where s.attrelid = source and s.attnum > 0 and not s.attisdropped
  order by s.attnum
$$;

-- A whole legacy row `l` as jsonb, each value as unify_columns gives it.
create function app.unify_row(source regclass) returns text
language sql stable set search_path = '' as $$
  select 'to_jsonb(l)' || coalesce(
    (
      select string_agg(format(' || jsonb_build_object(%L, %s)', c.name, c.as_json), '')
      from app.unify_columns(source) c where c.as_json like '%::text)'
    ), ''
  )
$$;

-- `l.column`, or a NULL where a legacy table has no such column.
create function app.unify_column(source regclass, name text, kind text) returns text
language sql stable set search_path = '' as $$
  select case
    when exists (select from app.unify_columns(source) c where c.name = unify_column.name) then format('l.%I', name)
    else format('null::%s', kind)
  end
$$;

-- What a column's value has to be in the unified table, alone: a condition on the bare column name, and what to say where
-- it does not hold.
create function app.unify_rule(target regclass, name text) returns table (condition text, reason text, foreign_key boolean)
language sql stable set search_path = '' as $$
  select
    case k.contype
      when 'c' then pg_catalog.pg_get_expr(k.conbin, k.conrelid)
      else format(
        '%I in (select known.%I from %s known)', name,
        (select f.attname from pg_catalog.pg_attribute f where f.attrelid = k.confrelid and f.attnum = k.confkey[1]),
        k.confrelid::regclass
      )
    end,
    case k.contype
      when 'c' then format('it breaks the rule %s', k.conname)
      else format('it points at nothing in %s', k.confrelid::regclass)
    end,
    k.contype = 'f'
  from pg_catalog.pg_constraint k
  join pg_catalog.pg_attribute a on a.attrelid = target and a.attname = name
  where k.conrelid = target and k.contype in ('c', 'f') and k.conkey = array[a.attnum]
  order by k.contype, k.conname
$$;

-- Which client each row of the two tables becomes.
create function app.unify_match() returns void
language plpgsql set search_path = '' as $$
declare
  sign_ins text := 'select null::uuid as id, null::text as spelled, null::text as address, null::timestamptz as seen, null::timestamptz as made where false';
  businesses text := 'select null::uuid as id, null::text as spelled, null::text as address, null::timestamptz as changed, null::timestamptz as made where false';
  it regclass := to_regclass('public.clients');
begin
  if it is not null then
    sign_ins := format(
      'select l.id, l.email::text as spelled, app.folded_email(l.email::text) as address, %s as seen, %s as made from %s l',
      app.unify_column(it, 'last_login_at', 'timestamptz'), app.unify_column(it, 'created_at', 'timestamptz'), it
    );
  end if;
  it := to_regclass('public.clients_enhanced');
  if it is not null then
    businesses := format(
      'select l.id, l.email::text as spelled, app.folded_email(l.email::text) as address, %s as changed, %s as made from %s l',
      app.unify_column(it, 'updated_at', 'timestamptz'), app.unify_column(it, 'created_at', 'timestamptz'), it
    );
  end if;

  execute format('create temp table unify_sign_ins on commit drop as %s', sign_ins);
  execute format('create temp table unify_businesses on commit drop as %s', businesses);
  create index on pg_temp.unify_sign_ins (address);
  analyze pg_temp.unify_sign_ins;
  analyze pg_temp.unify_businesses;

  -- `place`: the order in which a client's rows fill it; business rows first, the newest before the older ones.
  create temp table unify_people (
    source text, id uuid, client_id uuid, address text, became text, place integer, reason text
  ) on commit drop;

  insert into pg_temp.unify_people (source, id, client_id, address, became, reason)
  select
    'clients', s.id, case when s.usable and s.turn = 1 then s.id end, s.address,
    case when s.usable and s.turn = 1 then 'sign_in' else 'waiting' end,
    case
      when not s.usable then 'its address breaks the rule clients_email_valid'
      when s.turn > 1 then 'another sign-in has this address'
    end
  from (
    select
      s.*, coalesce(app.valid_email(s.address), false) as usable,
      -- The spelling that a business row knows it by, then the one that is stored, then who came last.
      row_number() over (
        partition by s.address
        order by b.spelled is not null desc, s.spelled = s.address desc, s.seen desc nulls last, s.made, s.id
      ) as turn
    from pg_temp.unify_sign_ins s
    left join (select distinct spelled from pg_temp.unify_businesses) b on b.spelled = s.spelled
  ) as s;

  insert into pg_temp.unify_people (source, id, client_id, address, became, place, reason)
  select
    'clients_enhanced', b.id, b.client_id, b.address,
    case
      when b.client_id is null then 'waiting'
      when b.mine then 'merged'
      when b.turn > 1 then 'merged'
      when b.client_id = b.id then 'business'
      else 'renumbered'
    end,
    b.turn, b.reason
  from (
    select
      b.*,
      row_number() over newest as turn,
      case
        when b.reason is not null then null
        when b.mine then b.sign_in
        else first_value(
          -- A sign-in keeps its id, even one that waits.
          case when b.taken then md5('clientele ' || b.id)::uuid else b.id end
        ) over newest
      end as client_id
    from (
      select
        b.*, s.id as sign_in, s.id is not null as mine,
        exists (select from pg_temp.unify_sign_ins t where t.id = b.id) as taken,
        case
          when app.valid_email(b.address) is not true then 'its address breaks the rule clients_email_valid'
          when s.many > 1 and s.spelled <> b.spelled then 'several sign-ins have its address and none is spelled like it'
        end as reason
      from pg_temp.unify_businesses b
      left join (
        select s.id, s.address, s.spelled, n.many
        from pg_temp.unify_sign_ins s
        join pg_temp.unify_people p on p.source = 'clients' and p.id = s.id and p.became = 'sign_in'
        join (select address, count(*) as many from pg_temp.unify_sign_ins group by address) n on n.address = s.address
      ) s on s.address = b.address
    ) as b
    window newest as (partition by b.address, b.reason is null order by b.changed desc nulls last, b.made desc nulls last, b.id desc)
  ) as b;

  -- The sign-in fills last; joined, not looked up row by row, which would be quadratic.
  update pg_temp.unify_people p
  set place = 1 + coalesce(b.last, 0)
  from pg_temp.unify_people s
  left join (
    select o.client_id, max(o.place) as last from pg_temp.unify_people o where o.source = 'clients_enhanced' group by o.client_id
  ) as b on b.client_id = s.client_id
  where p.ctid = s.ctid and s.source = 'clients' and s.client_id is not null;
  create index on pg_temp.unify_people (id, source);
  analyze pg_temp.unify_people;

  insert into app.unification_map (source, source_id, client_id, became)
  select p.source, p.id, p.client_id, p.became from pg_temp.unify_people p;
  analyze app.unification_map;
end $$;

-- The rows of one of the two tables in the shape of the unified one: words mapped, what breaks a rule left out.
create function app.unify_read(source regclass) returns void
language plpgsql set search_path = '' as $$
declare
  it record;
  rule record;
  short text;
  inner_list text := '';
  outer_list text := '';
  names text := '';
  joins text := '';
  condition text;
begin
  select relname into short from pg_catalog.pg_class where oid = source;
  for it in select * from app.unify_columns(source) c where c.known and c.name <> 'email' loop
    names := names || format(', %I', it.name);
    if it.name in ('role', 'business_size', 'budget_range', 'status', 'tier') then
      -- The words that are in use, each judged once.
      condition := (select r.condition from app.unify_rule('app.clients', it.name) r limit 1);
      execute format(
        'insert into pg_temp.unify_words (field, raw, becomes)
         select %1$L, u.raw, case when u.judged is not false then u.%1$I end
         from (select d.raw, d.%1$I, (%3$s) as judged from (
           select w.raw, case when m.word is null then w.folded else m.becomes end as %1$I
           from (select distinct l.%1$I::text as raw, app.folded_email(l.%1$I::text) as folded from %2$s l where l.%1$I is not null) w
           left join app.unification_words m on m.field = %1$L and m.word = w.folded
         ) d) u
         on conflict do nothing',
        it.name, source, condition
      );
      joins := joins || format(
        ' left join pg_temp.unify_words w_%1$s on w_%1$s.field = %2$L and w_%1$s.raw = l.%3$I::text',
        it.name, it.name, it.name
      );
      inner_list := inner_list || format(', w_%s.becomes as %I', it.name, it.name);
      outer_list := outer_list || format(', x.%I', it.name);
    else
      inner_list := inner_list || format(', l.%I::%s as %I', it.name, it.target_type, it.name);
      condition := 'true';
      for rule in select * from app.unify_rule('app.clients', it.name) loop
        condition := condition || format(' and (%s) is not false', rule.condition);
      end loop;
      outer_list := outer_list || format(', case when %s then x.%I end', condition, it.name);
    end if;
  end loop;
  analyze pg_temp.unify_words;

  execute format(
    'insert into pg_temp.unify_sources (source, source_id, client_id, place, email %s)
     select %L, x.unify_id, x.unify_client, x.unify_place, x.unify_address %s
     from (
       select l.id as unify_id, p.client_id as unify_client, p.place as unify_place, p.address as unify_address %s
       from %s l join pg_temp.unify_people p on p.source = %L and p.id = l.id %s
       where p.client_id is not null
     ) as x',
    names, short, outer_list, inner_list, source, short, joins
  );
end $$;

-- Takes away, and makes anew, what is quicker made over all rows at once than kept row by row: indexes, and the foreign
-- keys between tables of `app`. Those to `auth` stay: making one keeps everybody from signing in meanwhile. So do those to
-- clients, and its own indexes: dropping one keeps everybody from reading it, and each request reads there who asks.
create function app.unify_park(target regclass) returns text[]
language plpgsql set search_path = '' as $$
declare
  it record;
  anew text[] := '{}';
begin
  for it in
    select format('drop index %s', i.indexrelid::regclass) as away, pg_catalog.pg_get_indexdef(i.indexrelid) as anew, 1 as turn
    from pg_catalog.pg_index i
    where i.indrelid = target and not exists (select from pg_catalog.pg_constraint k where k.conindid = i.indexrelid)
    union all
    select
      format('alter table %s drop constraint %I', target, k.conname),
      format('alter table %s add constraint %I %s', target, k.conname, pg_catalog.pg_get_constraintdef(k.oid)), 2
    from pg_catalog.pg_constraint k join pg_catalog.pg_class f on f.oid = k.confrelid
    where k.conrelid = target and k.contype = 'f' and f.relnamespace = 'app'::regnamespace and f.oid <> 'app.clients'::regclass
    order by turn, away
  loop
    execute it.away;
    anew := anew || it.anew;
  end loop;
  return anew;
end $$;

create function app.unify_restore(anew text[]) returns void
language plpgsql set search_path = '' as $$
declare
  it text;
begin
  foreach it in array anew loop
    execute it;
  end loop;
end $$;

-- Where what is read is put.
create function app.unify_tables() returns void
language plpgsql set search_path = '' as $$
begin
  create temp table unify_words (field text, raw text, becomes text, primary key (field, raw)) on commit drop;
  create temp table unify_sources on commit drop as
    select null::text as source, null::uuid as source_id, null::uuid as client_id, null::integer as place, c.* from app.clients c with no data;
  alter table pg_temp.unify_sources drop column id, drop column user_id, drop column version, drop column search_text;
end $$;

-- Fills the unified table.
create function app.unify_clients() returns void
language plpgsql set search_path = '' as $$
declare
  ordinary constant text[] := array(
    select r.field from app.field_rights r
    where r.field not in ('id', 'version', 'email', 'role', 'created_at', 'updated_at', 'metadata', 'preferences', 'last_login_at', 'last_logout_at')
    order by r.field
  );
  it record;
  last_place integer;
begin
  perform app.unify_tables();
  if to_regclass('public.clients_enhanced') is not null then
    perform app.unify_read('public.clients_enhanced');
  end if;
  if to_regclass('public.clients') is not null then
    perform app.unify_read('public.clients');
  end if;
  create index on pg_temp.unify_sources (client_id, place);
  create index on pg_temp.unify_sources (source_id);
  analyze pg_temp.unify_sources;

  create temp table unify_clients on commit drop as select c.* from app.clients c with no data;
  alter table pg_temp.unify_clients drop column search_text, drop column user_id;
  execute format(
    'insert into pg_temp.unify_clients (id, email, version, role, created_at, updated_at, metadata, preferences, last_login_at, last_logout_at, %s)
     select
       f.client_id, f.email, 1, coalesce(s.role, ''viewer''),
       -- Never the present moment: a client without any date is as old as dates are.
       coalesce(t.made, t.first_change, ''1970-01-01 00:00:00+00''), coalesce(t.changed, t.last_made, ''1970-01-01 00:00:00+00''),
       coalesce(s.metadata, f.metadata), coalesce(s.preferences, f.preferences), s.last_login_at, s.last_logout_at, %s
     from pg_temp.unify_sources f
     join (
       select client_id, min(created_at) as made, max(updated_at) as changed, min(updated_at) as first_change, max(created_at) as last_made
       from pg_temp.unify_sources group by client_id
     ) t on t.client_id = f.client_id
     left join pg_temp.unify_sources s on s.client_id = f.client_id and s.source = ''clients''
     where f.place = 1',
    (select string_agg(format('%I', k), ', ') from unnest(ordinary) as k),
    (select string_agg(format('f.%I', k), ', ') from unnest(ordinary) as k)
  );
  create unique index on pg_temp.unify_clients (id);
  analyze pg_temp.unify_clients;

  -- Older rows fill what is still empty, and overwrite nothing.
  select max(place) into last_place from pg_temp.unify_sources;
  for its_place in 2 .. coalesce(last_place, 1) loop
    execute format(
      'update pg_temp.unify_clients c set %s from pg_temp.unify_sources s where s.client_id = c.id and s.place = %s',
      (
        select string_agg(format('%1$I = coalesce(c.%1$I, s.%1$I)', k), ', ')
        from unnest(ordinary || array['metadata', 'preferences']) as k
      ),
      its_place
    );
  end loop;

  -- Rules that hold between columns can only be judged now.
  for it in
    select pg_catalog.pg_get_expr(k.conbin, k.conrelid) as condition, substring(k.conname from '^clients_(.*)_valid$') as field
    from pg_catalog.pg_constraint k
    where k.conrelid = 'app.clients'::regclass and k.contype = 'c' and cardinality(k.conkey) > 1
    order by k.conname
  loop
    execute format('update pg_temp.unify_clients set %I = null where (%s) is false', it.field, it.condition);
  end loop;

  -- Their triggers are for people: they would stamp the moment, forbid what is old, and write a history of it.
  alter table app.clients disable trigger user;
  execute format(
    'insert into app.clients (%1$s) select %1$s from pg_temp.unify_clients',
    (
      select string_agg(format('%I', attname), ', ' order by attnum) from pg_catalog.pg_attribute
      where attrelid = to_regclass('pg_temp.unify_clients') and attnum > 0 and not attisdropped
    )
  );
  alter table app.clients enable trigger user;
  -- The agency's people go on signing in; who may is listed in the report.
  insert into app.invitations (client_id, email, role, invited_by)
  select c.id, c.email, c.role, null from pg_temp.unify_clients c where c.role <> 'viewer';
  analyze app.clients;
end $$;

-- Writes down every value of the two tables that is not on its client as it was.
create function app.unify_explain(source regclass) returns void
language plpgsql set search_path = '' as $$
declare
  it record;
  short text;
  counts jsonb;
  condition text;
  broken text;
begin
  select relname into short from pg_catalog.pg_class where oid = source;
  execute format(
    'insert into app.unification_ledger (kind, source, source_id, value, reason)
     select ''quarantine'', %L, l.id, %s, p.reason
     from %s l join pg_temp.unify_people p on p.source = %L and p.id = l.id where p.client_id is null',
    short, app.unify_row(source), source, short
  );

  counts := app.unify_counts(source);
  for it in
    select c.* from app.unify_columns(source) c
    where (counts -> c.name ->> 'in')::bigint > (counts -> c.name ->> 'same')::bigint and c.name <> 'id'
  loop
    if not it.known then
      execute format(
        'insert into app.unification_ledger (kind, source, source_id, client_id, field, value, reason)
         select ''kept'', %1$L, l.id, s.client_id, %2$L, %3$s, %4$L
         from %5$s l join pg_temp.unify_sources s on s.source = %1$L and s.source_id = l.id
         where l.%2$I is not null',
        short, it.name, it.as_json,
        case
          when it.name in ('role', 'last_login_at', 'last_logout_at') then 'it comes from the sign-in only'
          else 'the unified table has no such column'
        end,
        source
      );
      continue;
    end if;
    condition := 'true';
    broken := '';
    select string_agg(r.reason, ', or ') into broken from app.unify_rule('app.clients', it.name) r;
    execute format(
      'insert into app.unification_ledger (kind, source, source_id, client_id, field, value, offered, chosen, reason)
       select d.kind, %1$L, d.id, d.client_id, %2$L, d.value, d.offered, d.chosen, case d.kind
         when ''noted'' then ''the earliest and the latest time stand''
         when ''mapped'' then ''the same, as the unified table says it''
         when ''conflict'' then %5$L
         else case when d.offered is null then %6$L else ''it does not fit another value of its client'' end
       end
       from (
         select
           l.id, c.id as client_id, %4$s as value, to_jsonb(s.%2$I) as offered, to_jsonb(c.%2$I) as chosen,
           case
             when s.%2$I is null then ''quarantine''
             when s.%2$I::text is not distinct from c.%2$I::text then ''mapped''
             when c.%2$I is null then ''quarantine''
             when %2$L in (''created_at'', ''updated_at'') then ''noted''
             else ''conflict''
           end as kind
         from %3$s l
         join pg_temp.unify_sources s on s.source = %1$L and s.source_id = l.id
         join app.clients c on c.id = s.client_id
         where l.%2$I is not null and l.%2$I::text is distinct from c.%2$I::text
       ) as d',
      short, it.name, source, it.as_json,
      case
        when it.name in ('metadata', 'preferences') then 'the sign-in stands'
        else 'the newest business row stands'
      end,
      case
        when it.name in ('role', 'business_size', 'budget_range', 'status', 'tier') then 'this word has no counterpart'
        else coalesce(broken, 'it is not possible')
      end
    );
  end loop;
end $$;

-- Carries one satellite over: every row on the mapped client, as it was. A value that breaks a rule is left out and
-- written down; a row that cannot be without it is parked whole. `again`: those of the parked rows that now can follow.
create function app.unify_satellite(source regclass, again uuid[] default null) returns void
language plpgsql set search_path = '' as $$
declare
  target regclass;
  short text;
  it record;
  rule record;
  inner_list text := '';
  outer_list text := '';
  names text := '';
  missing text := '';
  client text;
  counts jsonb;
  value text;
  parked text[];
begin
  select relname into short from pg_catalog.pg_class where oid = source;
  target := to_regclass(format('app.%I', short));

  for it in
    select
      a.attname::text as name, a.attnotnull as needed, pg_catalog.format_type(a.atttypid, a.atttypmod) as target_type,
      c.name is not null as there
    from pg_catalog.pg_attribute a
    left join app.unify_columns(source) c on c.name = a.attname and c.known
    where a.attrelid = target and a.attnum > 0 and not a.attisdropped and a.attname not in ('id', 'extra')
    order by a.attnum
  loop
    names := names || format(', %I', it.name);
    value := case
      when it.name = 'client_id' and short = 'tenant_apps' then
        '(select c.id from app.clients c where c.email = app.folded_email(l.admin_email::text))'
      when it.name = 'client_id' then 'm.client_id'
      when it.there then format('l.%I::%s', it.name, it.target_type)
      -- Nothing is made up: no default either.
      else format('null::%s', it.target_type)
    end;
    inner_list := inner_list || format(', %s as %I', value, it.name);
    value := 'true';
    for rule in select * from app.unify_rule(target, it.name) loop
      if not (it.name = 'client_id' and rule.foreign_key) then
        value := value || format(' and (%s) is not false', rule.condition);
      end if;
    end loop;
    if it.needed then
      outer_list := outer_list || format(', x.%I', it.name);
      missing := missing || format(
        ' when x.%1$I is null or not (%2$s) then %3$L', it.name, value,
        case
          when it.name = 'client_id' then 'its client is not there, or waits in quarantine'
          when it.name = 'deployment_id' then 'its deployment is not there, or is parked'
          else format('it cannot be without a valid %s', it.name)
        end
      );
    else
      outer_list := outer_list || format(', case when %s then x.%I end as %I', value, it.name, it.name);
    end if;
  end loop;

  -- What the unified table has no column for, and only that; a NULL is not there, a jsonb null is.
  value := coalesce(
    (
      select case when count(*) > 0 then format(
        '(select jsonb_object_agg(e.k, e.v) from (values %s) as e (k, v) where e.v is not null)',
        string_agg(format('(%L, %s)', c.name, c.as_json), ', ')
      ) end
      from app.unify_columns(source) c where not c.known and c.name <> 'id'
    ),
    'null::jsonb'
  );
  client := case when short in ('tenant_apps', 'deployment_tracking_events') then '' else
    'left join app.unification_map m on m.source = ''clients_enhanced'' and m.source_id = l.client_id' end;

  drop table if exists pg_temp.unify_rows;
  execute format(
    'create temp table unify_rows on commit drop as
     select x.unify_id as id %s, x.unify_extra as extra, case %s end as unify_parked
     from (select l.id as unify_id, %s as unify_extra %s from %s l %s %s) as x',
    outer_list, case when missing = '' then 'when false then null::text' else missing end, value, inner_list, source, client,
    case when again is not null then format('where l.id = any (%L::uuid[])', again) else '' end
  );
  -- Two rows that have become one: the newest follows.
  for it in
    select
      k.conname,
      (select string_agg(format('u.%I', a.attname), ', ') from pg_catalog.pg_attribute a where a.attrelid = target and a.attnum = any (k.conkey)) as columns
    from pg_catalog.pg_constraint k where k.conrelid = target and k.contype = 'u'
  loop
    execute format(
      'update pg_temp.unify_rows r set unify_parked = %L
       from (
         select u.id, row_number() over (partition by %s order by %s, u.id) as turn, (%s) is not null as whole
         from pg_temp.unify_rows u where u.unify_parked is null
       ) d
       where d.id = r.id and d.turn > 1 and d.whole',
      format('a newer row has the same %s', replace(it.columns, 'u.', '')), it.columns,
      case when exists (select from app.unify_columns(source) c where c.name = 'updated_at' and c.known) then 'u.updated_at desc nulls last' else 'u.id' end,
      format('row(%s)', it.columns)
    );
  end loop;

  if again is not null then
    -- Few: they are written as rows are, and what is there stays.
    execute format('insert into %s (id %s, extra) select r.id %s, r.extra from pg_temp.unify_rows r where r.unify_parked is null on conflict do nothing', target, names, replace(names, ', ', ', r.'));
    execute format(
      'update app.unification_ledger d set settled = ''used'', settled_by = auth.uid(), settled_at = now()
       where d.kind = ''parked'' and d.source = %L and d.settled is null and d.source_id in (select t.id from %s t)', short, target
    );
    return;
  end if;
  execute format('alter table %s disable trigger user', target);
  -- The rules were read above, before they go.
  parked := app.unify_park(target);
  execute format('insert into %s (id %s, extra) select r.id %s, r.extra from pg_temp.unify_rows r where r.unify_parked is null', target, names, replace(names, ', ', ', r.'));
  perform app.unify_restore(parked);
  execute format('alter table %s enable trigger user', target);
  execute format('analyze %s', target);

  execute format(
    'insert into app.unification_ledger (kind, source, source_id, value, reason)
     select ''parked'', %L, l.id, %s, r.unify_parked
     from %s l join pg_temp.unify_rows r on r.id = l.id where r.unify_parked is not null',
    short, app.unify_row(source), source
  );
  counts := app.unify_counts(source);
  for it in
    select c.* from app.unify_columns(source) c
    where c.known and (counts -> c.name ->> 'in')::bigint > (counts -> c.name ->> 'same')::bigint and c.name <> 'client_id'
  loop
    execute format(
      'insert into app.unification_ledger (kind, source, source_id, client_id, field, value, chosen, reason)
       select ''quarantine'', %1$L, l.id, %6$s, %2$L, %3$s, to_jsonb(t.%2$I), %4$L
       from %5$s l join %7$s t on t.id = l.id
       where l.%2$I is not null and l.%2$I::text is distinct from t.%2$I::text',
      short, it.name, it.as_json,
      coalesce((select string_agg(r.reason, ', or ') from app.unify_rule(target, it.name) r), 'it is not possible'),
      source, case when short = 'deployment_tracking_events' then 'null::uuid' else 't.client_id' end, target
    );
  end loop;
end $$;
