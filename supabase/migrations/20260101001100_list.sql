-- What serves the list: its orders, and paging by key through each of them. A page begins at the last row of the one
-- before it (`k >= C` and, among equals, `id > X`), so each order has an index that ends with the id. Read backwards it
-- serves the reversed order; where a column may be empty that is not enough, because empty values come last in both
-- directions, hence two indexes. created_at has its own already (clients_newest), and addresses are unique: among
-- equals there is nothing to put in order. Owner and admin need these; what anybody else sees is sorted in no time.

create index clients_updated on app.clients (updated_at desc, id desc);

create index clients_company_down on app.clients (company_name desc nulls last, id desc);
create index clients_name on app.clients (name, id);
create index clients_name_down on app.clients (name desc nulls last, id desc);
create index clients_status on app.clients (status, id);
create index clients_status_down on app.clients (status desc nulls last, id desc);
create index clients_tier on app.clients (tier, id);
create index clients_tier_down on app.clients (tier desc nulls last, id desc);
-- Under row-level security an index is searched only with comparisons that PostgreSQL calls leakproof, and numeric's are
-- not among them: these two serve the order, not a page deep inside it.
create index clients_revenue on app.clients (annual_revenue, id);
create index clients_revenue_down on app.clients (annual_revenue desc nulls last, id desc);
create index clients_contact on app.clients (last_contact_date, id);
create index clients_contact_down on app.clients (last_contact_date desc nulls last, id desc);

-- It held only the rows that have a renewal; the list also shows the others, last.
drop index app.clients_renewal;
create index clients_renewal on app.clients (renewal_date, id);
create index clients_renewal_down on app.clients (renewal_date desc nulls last, id desc);

-- The list begins with what changed last, also among the clients of one status and tier.
drop index app.clients_lifecycle;
create index clients_lifecycle on app.clients (status, tier, updated_at desc, id desc);

-- Search looks for a common term among the newest clients. With the text in the index that needs no look at the rows
-- themselves, so that it is quicker than the three-letter index down to one row in eighty, and not only in twenty.
drop index app.clients_newest;
create index clients_newest on app.clients (created_at desc, id desc) include (search_text);

-- As before, but for the three numbers.
create or replace function app.search_candidates(term text) returns setof uuid
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

  -- One in eighty of the newest: then the newest 100 000 hold the thousand that are asked for.
  if (
    select count(*) >= 50
    from (select c.search_text from app.clients c order by c.created_at desc, c.id desc limit 4000) as newest
    where newest.search_text like pattern
  ) then
    return query
      select newest.id
      from (select c.id, c.search_text from app.clients c order by c.created_at desc, c.id desc limit 100000) as newest
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
