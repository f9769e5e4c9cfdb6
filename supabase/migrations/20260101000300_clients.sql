-- The unified table, closed to everybody, and the functions that say who is asking. Its columns are written from the
-- registry by the next file; here stand only the columns that the registry does not know.

create table app.clients (id uuid primary key default gen_random_uuid());

-- The person this row belongs to: set once, by app.touch_login, for a confirmed address. No window shows it.
alter table app.clients
  add column user_id uuid unique references auth.users (id) on delete set null;

alter table app.clients enable row level security;
revoke all on app.clients from public, anon, authenticated, service_role;
grant select, insert, update, delete on app.clients to authenticated, service_role;

-- Who is asking. All read the unified table as its owner and look at one row; views and policies call them as
-- `(select app.…())`, once per request. STABLE, never IMMUTABLE: a pooled plan must not carry one person's answer to
-- the next. The answer comes from the row, never from the token, so that a demotion works at once.

-- The asker's role; NULL for a stranger, and for an account that is switched off ("Ban user"): Supabase refuses it the next
-- token, and this the one that it still has.
create function app.role() returns text
language plpgsql stable parallel safe security definer set search_path = '' as $$
begin
  return (
    select c.role
    from app.clients c
    where c.user_id = auth.uid()
      and not exists (select from auth.users u where u.id = c.user_id and u.banned_until > now())
  );
end $$;

-- 1 for owner and admin, 2 for the secret key's service_role, else 0. A number, because a one-time filter on it is
-- what keeps everybody else's request from touching a row.
create function app.admin_level() returns integer
language plpgsql stable parallel safe security definer set search_path = '' as $$
begin
  return case
    when app.role() in ('owner', 'admin') then 1
    when auth.role() = 'service_role' then 2
    else 0
  end;
end $$;

-- The asker, if a member; else NULL.
create function app.member_uid() returns uuid
language plpgsql stable parallel safe security definer set search_path = '' as $$
begin
  return case when app.role() = 'member' then auth.uid() end;
end $$;

-- The asker, if staff; else NULL.
create function app.staff_uid() returns uuid
language plpgsql stable parallel safe security definer set search_path = '' as $$
begin
  return case when app.role() = 'staff' then auth.uid() end;
end $$;

-- The asker, if member or staff: the people who see what they manage or created.
create function app.agency_uid() returns uuid
language plpgsql stable parallel safe security definer set search_path = '' as $$
begin
  return case when app.role() in ('member', 'staff') then auth.uid() end;
end $$;

-- The clients of a member, of staff and of a viewer. Owner and admin see all and need no list. A function with a
-- small ROWS, because the planner cannot know how few rows a person has among a million and would read them all; with a
-- high COST, so that it is asked once and not for every row.
-- The custom plan knows the person, so a manager of half the table gets another plan than one of ten rows.
create function app.my_clients() returns setof uuid
language plpgsql stable parallel safe security definer cost 20000 rows 100 set search_path = '' set plan_cache_mode = force_custom_plan as $$
declare
  me constant uuid := auth.uid();
begin
  case app.role()
    when 'member', 'staff' then
      return query
        select c.id from app.clients c where c.assigned_manager = me or c.created_by = me;
    when 'viewer' then
      return query select c.id from app.clients c where c.user_id = me;
    else
      return;
  end case;
end $$;

revoke all on function app.role(), app.admin_level(), app.member_uid(), app.staff_uid(), app.agency_uid(),
  app.my_clients() from public, anon, authenticated;
grant execute on function app.role(), app.admin_level(), app.member_uid(), app.staff_uid(), app.agency_uid(),
  app.my_clients() to authenticated, service_role;
