-- Search over company, name and address. Under row-level security a plain `ilike` cannot use an index, because its
-- operator might leak what it sees; so a definer function looks for candidates after its own check, and the windows
-- show of them what their reader may see.

-- ICU folds the letters of every script, whatever the database's locale is.
alter table app.clients add column search_text text generated always as (
  lower(
    (coalesce(company_name, '') || E'\n' || coalesce(name, '') || E'\n' || coalesce(email, '')) collate "und-x-icu"
  )
) stored;
create index clients_search on app.clients using gin (search_text extensions.gin_trgm_ops);

-- At most 1000 clients, the newest that hold the term. An index over three-letter pieces finds a rare term at once, but
-- would first collect half the table for a common one; those show among the newest rows, so they are looked for there.
-- The planner cannot know how many rows hold a term: sequential scans are off, and each step is kept to its own plan.
create function app.search_candidates(term text) returns setof uuid
language plpgsql stable security definer cost 20000 rows 100
set search_path = '' set plan_cache_mode = force_custom_plan set enable_seqscan = off as $$
declare
  folded constant text := lower(btrim(term) collate "und-x-icu");
  pattern constant text := '%' || replace(replace(replace(folded, '\', '\\'), '%', '\%'), '_', '\_') || '%';
  found_newest integer;
begin
  if folded is null or char_length(folded) < 3 then
    raise exception 'search needs at least 3 characters' using errcode = '22023';
  end if;

  if app.admin_level() = 0 then
    if app.agency_uid() is not null then
      return query
        with mine as materialized (
          select c.id, c.created_at, c.search_text from app.my_clients() as m join app.clients c on c.id = m
        )
        select mine.id from mine where mine.search_text like pattern
        order by mine.created_at desc, mine.id desc limit 1000;
    end if;
    return;
  end if;

  -- One in twenty of the newest: then the newest 25 000 hold the thousand that are asked for.
  if (
    select count(*) >= 100
    from (select c.search_text from app.clients c order by c.created_at desc, c.id desc limit 2000) as newest
    where newest.search_text like pattern
  ) then
    return query
      select newest.id
      from (select c.id, c.search_text from app.clients c order by c.created_at desc, c.id desc limit 25000) as newest
      where newest.search_text like pattern limit 1000;
    get diagnostics found_newest = row_count;
    if found_newest = 1000 then
      return;
    end if;
  end if;

  return query
    with hits as materialized (
      select c.id, c.created_at from app.clients c where c.search_text like pattern limit 20000
    )
    select hits.id from hits order by hits.created_at desc, hits.id desc limit 1000;
end $$;

revoke all on function app.search_candidates(text) from public, anon, authenticated;
grant execute on function app.search_candidates(text) to authenticated, service_role;

select app.step_aside();

-- One per window, so that `select`, filters, `order`, `limit` and embedding work on the reader's own columns.
create function public.search_clients(term text) returns setof public.clients
language plpgsql stable rows 100 set search_path = '' as $$
begin
  return query select w.* from public.clients w where w.id in (select app.search_candidates(term));
end $$;
create function public.search_member_clients(term text) returns setof public.member_clients
language plpgsql stable rows 100 set search_path = '' as $$
begin
  return query select w.* from public.member_clients w where w.id in (select app.search_candidates(term));
end $$;
create function public.search_staff_clients(term text) returns setof public.staff_clients
language plpgsql stable rows 100 set search_path = '' as $$
begin
  return query select w.* from public.staff_clients w where w.id in (select app.search_candidates(term));
end $$;

revoke all on function public.search_clients(text), public.search_member_clients(text), public.search_staff_clients(text)
  from public, anon, authenticated, service_role;
grant execute on function public.search_clients(text), public.search_member_clients(text), public.search_staff_clients(text)
  to authenticated, service_role;

select app.step_back();
