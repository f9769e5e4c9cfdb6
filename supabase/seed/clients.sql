-- The generated clients: number 17 is the same client on every machine. Two hundred at first; the local server's
-- `--rows N` adds more.

-- How many generated clients there are, so that filling up is quick and a client that somebody deleted stays away.
create table if not exists demo.progress (
  only_row boolean primary key default true check (only_row),
  filled integer not null
);
insert into demo.progress (filled) values (0) on conflict do nothing;

-- The same non-negative number for the same row and question, on every machine.
create or replace function demo.draw(row_number integer, question integer, below integer) returns integer
language sql immutable parallel safe as $$
  select ((hashint8extended(row_number, question) & 9223372036854775807) % below)::integer
$$;

create or replace function demo.pick(list text[], row_number integer, question integer) returns text
language sql immutable parallel safe as $$ select list[1 + demo.draw(row_number, question, cardinality(list))] $$;

-- Up to three neighbours in a list: no two are equal, which is what the rules ask of a list.
create or replace function demo.pick_some(list text[], row_number integer, question integer) returns text[]
language sql immutable parallel safe as $$
  select list[
    1 + demo.draw(row_number, question, cardinality(list) - 2) :
    1 + demo.draw(row_number, question, cardinality(list) - 2) + demo.draw(row_number, question + 1, 3)
  ]
$$;

-- A name as it stands in an address: ASCII letters and digits only.
create or replace function demo.slug(name text) returns text
language sql immutable parallel safe as $$
  select translate(
    lower(translate(name, 'ÁáäãåÅâčçéëèêíîıİńñóöøôšŞşŁłúüÜýž', 'AaaaaAacceeeeiiiInnoooosSsLluuUyz')), ' ''-.&', ''
  )
$$;

-- Adds the generated clients with these numbers; those that are there stay as they are.
create or replace function demo.add_clients(first_row integer, last_row integer) returns void language plpgsql as $$
begin
  perform demo.quiet_triggers();
  insert into app.clients (
    id, email, name, company_name, industry, website_url, phone, address, business_size, annual_revenue,
    target_audience, business_goals, technical_requirements, preferred_integrations, compliance_requirements,
    brand_guidelines, color_palette, typography_preferences, logo_assets, visual_identity, project_type,
    project_scope, budget_range, timeline_requirements, status, tier, acquisition_source, created_by,
    assigned_manager, last_contact_date, contract_start_date, contract_end_date, renewal_date,
    satisfaction_score, success_metrics, metadata, preferences, last_login_at, last_logout_at, created_at,
    updated_at, version
  )
  select
    md5('client ' || i)::uuid as id,
    demo.slug(first_name) || '.' || demo.slug(last_name) || i || '@' || host as email,
    first_name || ' ' || last_name as name,
    case when demo.draw(i, 4, 12) > 0 then
      quality || ' ' || thing || ' ' || demo.pick(w.kinds, i, 5)
    end as company_name,
    case when demo.draw(i, 6, 20) > 0 then demo.pick(w.industries, i, 7) end as industry,
    case when demo.draw(i, 8, 10) > 0 then
      'https://' || host || (array['', '/', '/en', '/home?ref=agency'])[1 + demo.draw(i, 9, 4)]
    end as website_url,
    case when demo.draw(i, 10, 10) > 0 then
      split_part(place, '|', 5) || lpad(demo.draw(i, 11, 1000)::text, 3, '0')
      || (array['', '', '', ' ext. 12', ' x7'])[1 + demo.draw(i, 12, 5)]
    end as phone,
    case when demo.draw(i, 13, 10) > 0 then jsonb_build_object(
      'street', (1 + demo.draw(i, 14, 240)) || ' ' || demo.pick(w.streets, i, 15), 'city', split_part(place, '|', 1),
      'region', split_part(place, '|', 2), 'postal_code', split_part(place, '|', 3), 'country', split_part(place, '|', 4)
    ) end as address,
    (array['solo', 'small', 'small', 'small', 'medium', 'medium', 'large', 'enterprise', null])[
      1 + demo.draw(i, 16, 9)
    ] as business_size,
    case when demo.draw(i, 17, 8) > 0 then
      round(exp(9.9 + demo.draw(i, 18, 9200) / 1000::float8)::numeric, 2)
    end as annual_revenue,
    case when demo.draw(i, 19, 3) > 0 then demo.pick(w.audiences, i, 20) || '.' end as target_audience,
    case when demo.draw(i, 21, 3) > 0 then demo.pick_some(w.goals, i, 22) end as business_goals,
    case when demo.draw(i, 24, 6) = 0 then jsonb_build_object(
      'hosting', demo.pick(array['ours', 'theirs', 'undecided'], i, 25),
      'uptime', 0.99 + demo.draw(i, 26, 10) * 0.001,
      'languages', jsonb_build_array('en', lower(split_part(place, '|', 4)))
    ) end as technical_requirements,
    case when demo.draw(i, 27, 3) = 0 then demo.pick_some(w.tools, i, 28) end as preferred_integrations,
    case when demo.draw(i, 30, 4) = 0 then demo.pick_some(w.compliance, i, 31) end as compliance_requirements,
    case when demo.draw(i, 33, 8) = 0 then jsonb_build_object(
      'voice', demo.pick(array['Warm', 'Plain and exact', 'Playful', 'Formal'], i, 34),
      'logo_clear_space', (8 + demo.draw(i, 35, 4) * 4) || 'px'
    ) end as brand_guidelines,
    case when demo.draw(i, 36, 4) = 0 then jsonb_build_object(
      'Primary', demo.pick(w.colors, i, 37), 'Accent', demo.pick(w.colors, i, 38),
      'Ground', demo.pick(w.colors, i, 39)
    ) end as color_palette,
    case when demo.draw(i, 40, 8) = 0 then jsonb_build_object(
      'headings', demo.pick(w.fonts, i, 41), 'text', demo.pick(w.fonts, i, 42), 'size', 16 + demo.draw(i, 43, 4)
    ) end as typography_preferences,
    case when demo.draw(i, 44, 6) = 0 then jsonb_build_object(
      'primary', 'https://' || host || '/logo.svg',
      'square', jsonb_build_object('url', 'https://' || host || '/square.png', 'width', 512)
    ) end as logo_assets,
    case when demo.draw(i, 45, 10) = 0 then jsonb_build_object(
      'photography', demo.pick(array['Natural light', 'Studio', 'Documentary'], i, 46),
      'shape', demo.pick(array['rounded', 'sharp'], i, 47)
    ) end as visual_identity,
    case when demo.draw(i, 48, 5) > 0 then demo.pick(w.projects, i, 49) end as project_type,
    case when demo.draw(i, 50, 3) > 0 then demo.pick(w.scopes, i, 51) end as project_scope,
    (array['under_5k', '5k_15k', '5k_15k', '15k_50k', '15k_50k', '50k_100k', 'over_100k', null])[
      1 + demo.draw(i, 52, 8)
    ] as budget_range,
    case when demo.draw(i, 53, 2) = 0 then demo.pick(w.timelines, i, 54) end as timeline_requirements,
    s.status,
    (array['basic', 'basic', 'standard', 'standard', 'standard', 'standard', 'premium', 'premium', 'enterprise'])[
      1 + demo.draw(i, 56, 9)
    ] as tier,
    case when demo.draw(i, 57, 6) > 0 then demo.pick(w.sources, i, 58) end as acquisition_source,
    r.created_by,
    r.assigned_manager,
    case when demo.draw(i, 61, 5) > 0 then
      timestamptz '2026-09-01 08:00:00+00' - (demo.draw(i, 62, 60 * 24 * 300) * interval '1 minute')
    end as last_contact_date,
    case when s.status <> 'lead' then d.start end as contract_start_date,
    case when s.status <> 'lead' then d.start + 364 end as contract_end_date,
    -- One running contract in six is up for renewal within thirty days of the loading.
    case when s.status in ('active', 'paused') then
      case when demo.draw(i, 63, 6) = 0 then current_date + demo.draw(i, 64, 30) else d.start + 334 end
    end as renewal_date,
    case when s.status <> 'lead' and demo.draw(i, 65, 4) > 0 then
      1 + greatest(demo.draw(i, 66, 10), demo.draw(i, 67, 10))
    end as satisfaction_score,
    case when demo.draw(i, 68, 6) = 0 then jsonb_build_object(
      'enquiries_per_month', demo.draw(i, 69, 400), 'conversion', demo.draw(i, 70, 90) / 1000.0
    ) end as success_metrics,
    case when demo.draw(i, 71, 3) = 0 then jsonb_build_object(
      'crm_id', 'HP-' || lpad(i::text, 7, '0'), 'imported', demo.draw(i, 72, 2) = 0
    ) end as metadata,
    case when demo.draw(i, 73, 3) = 0 then jsonb_build_object(
      'language', demo.pick(array['en', 'de', 'fr', 'es'], i, 74), 'newsletter', demo.draw(i, 75, 2) = 0
    ) end as preferences,
    case when demo.draw(i, 76, 4) = 0 then l.login end as last_login_at,
    case when demo.draw(i, 76, 4) = 0 and demo.draw(i, 77, 2) = 0 then
      l.login + interval '17 minutes'
    end as last_logout_at,
    d.created as created_at,
    d.created + (demo.draw(i, 78, 1000) / 1000::float8) * (timestamptz '2026-09-01 08:00:00+00' - d.created) as updated_at,
    1 + demo.draw(i, 79, 9) as version
  from demo.words w
  cross join generate_series(first_row, last_row) as i
  -- OFFSET 0 keeps the planner from writing these out again wherever they are used.
  cross join lateral (
    select
      demo.pick(w.first_names, i, 0) as first_name, demo.pick(w.last_names, i, 1) as last_name,
      demo.pick(w.qualities, i, 2) as quality, demo.pick(w.things, i, 3) as thing, demo.pick(w.places, i, 80) as place
    offset 0
  ) as n
  cross join lateral (select demo.slug(n.quality || n.thing) || '.example' as host offset 0) as h
  cross join lateral (
    select (array[
      'lead', 'lead', 'lead', 'active', 'active', 'active', 'active', 'active', 'active', 'active', 'active', 'active',
      'active', 'active', 'paused', 'paused', 'completed', 'completed', 'completed', 'cancelled'
    ])[1 + demo.draw(i, 55, 20)] as status
    offset 0
  ) as s
  cross join lateral (
    select
      timestamptz '2026-08-31 16:00:00+00' - demo.draw(i, 59, 60 * 24 * 1400) * interval '1 minute'
        - demo.draw(i, 81, 60000000) * interval '1 microsecond' as created,
      date '2026-08-31' - demo.draw(i, 60, 330) as start
    offset 0
  ) as d
  cross join lateral (
    select timestamptz '2026-08-31 20:00:00+00' - demo.draw(i, 82, 60 * 24 * 200) * interval '1 minute' as login offset 0
  ) as l
  -- Sixty of the first two hundred for each member and twenty for staff; beyond them one in 5 000 each, so that even
  -- among a million clients these three are people with a few hundred.
  cross join lateral (
    select
      case
        when i <= 200 then (array[3, 3, 3, 4, 4, 4, 5, 2, null, null])[1 + i % 10]
        else coalesce((array[3, 4, 5])[1 + i % 5000], (array[1, 2, 2, null])[1 + i % 4])
      end as manager,
      (array[1, 2, 2, 3])[1 + demo.draw(i, 83, case when i <= 200 then 4 else 3 end)] as creator
  ) as p
  cross join lateral (
    select
      ('de000000-0000-4000-8000-00000000000' || p.manager)::uuid as assigned_manager,
      ('de000000-0000-4000-8000-00000000000' || p.creator)::uuid as created_by
  ) as r
  on conflict do nothing;
end $$;

-- A million rows go in without the secondary indexes, which are then built in one go. Their definitions are kept in a
-- table meanwhile, so that a filling that was killed can be finished.
create table if not exists demo.parked_indexes (definition text primary key);

create or replace function demo.park_indexes() returns void language plpgsql as $$
declare
  it record;
begin
  for it in
    select i.indexrelid::regclass as name, pg_get_indexdef(i.indexrelid) as definition
    from pg_index i
    where i.indrelid = 'app.clients'::regclass and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
  loop
    insert into demo.parked_indexes values (it.definition);
    execute format('drop index %s', it.name);
  end loop;
end $$;

create or replace function demo.restore_indexes() returns void language plpgsql as $$
declare
  it record;
begin
  for it in delete from demo.parked_indexes returning definition loop
    execute it.definition;
  end loop;
end $$;

-- Fills up to `wanted` generated clients. The local server does the same in parallel for its `--rows`.
create or replace function demo.fill_clients(wanted integer) returns void language plpgsql as $$
declare
  already constant integer := (select filled from demo.progress);
begin
  if wanted > already then
    perform demo.add_clients(already + 1, wanted);
    update demo.progress set filled = wanted;
  end if;
end $$;

select demo.fill_clients(200);
analyze app.clients;
