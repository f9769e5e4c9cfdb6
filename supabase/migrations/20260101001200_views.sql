-- Saved views of the list: what it is filtered, ordered and laid out by, under a name. A person's views are theirs
-- alone until they share them with their colleagues. A shared view that filters or orders by a field is not there for
-- colleagues who may not read that field: they could not use it, and its values may tell what they must not know.

-- The asker, if of the agency; else NULL. Views belong to these people only.
create function app.colleague_uid() returns uuid
language plpgsql stable parallel safe security definer set search_path = '' as $$
begin
  return case when app.role() in ('owner', 'admin', 'member', 'staff') then auth.uid() end;
end $$;

-- The fields that the asker's role reads; NULL for whoever is not of the agency.
create function app.readable_fields() returns text[]
language plpgsql stable parallel safe security definer set search_path = '' as $$
begin
  if app.colleague_uid() is null then
    return null;
  end if;
  return array(select r.field from app.field_rights r where app.rank(r.reads) <= app.rank(app.role()));
end $$;

-- Views that are always there; the page knows what they show.
create function app.built_in_view(word text) returns boolean
language sql immutable strict parallel safe set search_path = '' as $$
  select word in ('all', 'mine', 'leads', 'renewals', 'quiet', 'team')
$$;

create table app.views (
  id uuid primary key default gen_random_uuid(),
  owner uuid not null default auth.uid() references auth.users (id) on delete cascade,
  name text not null,
  -- The list's part of the address, as `status=lead&sort=-tier`.
  query text not null default '',
  -- The fields that the query filters or orders by, so that the database need not understand it.
  fields text[] not null default '{}',
  -- The columns shown, in order; none means the standard ones.
  columns text[] not null default '{}',
  shared boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- One line of a menu: no tabs and line breaks either.
  constraint views_name_valid check (app.valid_text(name, 80) and name !~ '[\t\n]'),
  constraint views_query_valid check (char_length(query) <= 4000),
  constraint views_fields_valid check (app.valid_tags(fields)),
  constraint views_columns_valid check (app.valid_tags(columns))
);
-- ICU folds the letters of every script, whatever the database's locale is.
create unique index views_name_key on app.views (owner, lower(btrim(name) collate "und-x-icu"));

create trigger views_stamp before update on app.views for each row execute function app.stamp();

-- Which view a person's list opens with: a view's id or a built-in word. No foreign key: a view that is unshared or
-- deleted by somebody else takes nothing of this person's away, and is simply not found.
create table app.view_defaults (
  user_id uuid primary key default auth.uid() references auth.users (id) on delete cascade,
  view text not null
);

alter table app.views enable row level security;
alter table app.view_defaults enable row level security;

create policy views_read on app.views for select to authenticated using (
  owner = (select app.colleague_uid()) or (shared and fields <@ (select app.readable_fields()))
);
create policy views_create on app.views for insert to authenticated with check (owner = (select app.colleague_uid()));
create policy views_change on app.views for update to authenticated
  using (owner = (select app.colleague_uid())) with check (owner = (select app.colleague_uid()));
-- Somebody must be able to clear up after those who have left.
create policy views_delete on app.views for delete to authenticated using (
  owner = (select app.colleague_uid()) or (shared and (select app.admin_level()) = 1)
);

create policy view_defaults_read on app.view_defaults for select to authenticated
  using (user_id = (select app.colleague_uid()));
-- The view is looked for with the asker's own eyes: this subquery meets the policy above.
create policy view_defaults_create on app.view_defaults for insert to authenticated with check (
  user_id = (select app.colleague_uid())
  and (app.built_in_view(view) or exists (select from app.views v where v.id::text = view))
);
create policy view_defaults_change on app.view_defaults for update to authenticated
  using (user_id = (select app.colleague_uid()))
  with check (
    user_id = (select app.colleague_uid())
    and (app.built_in_view(view) or exists (select from app.views v where v.id::text = view))
  );
create policy view_defaults_delete on app.view_defaults for delete to authenticated
  using (user_id = (select app.colleague_uid()));

revoke all on app.views, app.view_defaults from public, anon, authenticated, service_role;
grant select, delete on app.views to authenticated;
grant insert (id, name, query, fields, columns, shared), update (name, query, fields, columns, shared)
  on app.views to authenticated;
grant select, delete, insert (view), update (view) on app.view_defaults to authenticated;

-- The window. A column of the list that the reader's role may not read is not in it, whoever saved the view.
create view public.views with (security_invoker = true) as
select
  v.id,
  v.name,
  v.query,
  v.fields,
  array(
    select shown.key from unnest(v.columns) with ordinality as shown (key, place)
    where array[shown.key] <@ (select app.readable_fields())
    order by shown.place
  ) as columns,
  v.shared,
  v.owner = (select auth.uid()) as mine,
  t.name as author,
  d.user_id is not null as is_default,
  v.updated_at
from app.views v
left join app.team() t on t.user_id = v.owner
left join app.view_defaults d on d.view = v.id::text and d.user_id = (select auth.uid());

alter view public.views alter column id set default gen_random_uuid();
alter view public.views alter column query set default '';
alter view public.views alter column fields set default '{}';
alter view public.views alter column columns set default '{}';
alter view public.views alter column shared set default false;

-- Writes with the asker's own rights, so that the policies judge; what no policy lets through is not found.
create function app.views_write() returns trigger
language plpgsql set search_path = '' as $$
begin
  if tg_op = 'DELETE' then
    delete from app.views v where v.id = old.id;
    if not found then
      return null;
    end if;
    return old;
  end if;
  -- A field that is both filtered and ordered by is one field.
  new.fields := array(select distinct f.key from unnest(new.fields) as f (key) order by 1);
  if tg_op = 'INSERT' then
    insert into app.views (id, name, query, fields, columns, shared)
    values (new.id, new.name, new.query, new.fields, new.columns, new.shared);
  else
    -- Columns that the window withholds are not lost because somebody gives their view another name.
    update app.views v
    set name = new.name, query = new.query, fields = new.fields, shared = new.shared,
      columns = case when new.columns is distinct from old.columns then new.columns else v.columns end
    where v.id = old.id;
    if not found then
      return null;
    end if;
  end if;
  select w.* into new from public.views w where w.id = new.id;
  return new;
end $$;

create trigger views_write instead of insert or update or delete on public.views
  for each row execute function app.views_write();

-- NULL lets the list open as it does for everybody.
create function public.set_default_view(view text) returns void
language plpgsql set search_path = '' as $$
begin
  if set_default_view.view is null then
    delete from app.view_defaults d where d.user_id = auth.uid();
    return;
  end if;
  if not app.built_in_view(set_default_view.view)
    and not exists (select from app.views v where v.id::text = set_default_view.view) then
    -- Another's private view and one that never was read alike.
    raise exception using
      errcode = '22023', message = 'there is no such view', hint = 'Choose one that you see in the list of views.';
  end if;
  insert into app.view_defaults (view) values (set_default_view.view)
  on conflict (user_id) do update set view = excluded.view;
end $$;

-- What the page needs to open with it, so that it has not to ask again before the first rows.
create function app.default_view() returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select jsonb_build_object(
      'id', d.view, 'query', coalesce(w.query, ''), 'columns', coalesce(to_jsonb(w.columns), '[]')
    )
    from app.view_defaults d
    left join public.views w on w.id::text = d.view
    where d.user_id = auth.uid() and (w.id is not null or app.built_in_view(d.view))
  );
end $$;

-- Whether the project's two legacy tables still wait to become one (the windows wait with them), or have.
-- That they have, only owner and admin can see.
create function app.unification_phase() returns text
language plpgsql stable set search_path = '' as $$
begin
  return case
    when to_regnamespace('waiting') is not null then 'waiting'
    when exists (select from app.unification_runs r where r.state = 'done') then 'done'
  end;
end $$;

create or replace function public.me() returns json
language plpgsql stable set search_path = '' as $$
begin
  return app.me()::jsonb || jsonb_build_object('default_view', app.default_view(), 'unification', app.unification_phase());
end $$;

-- Two statements: the second sees the row that the first has linked.
create or replace function public.touch_login() returns json
language plpgsql volatile set search_path = '' as $$
declare
  me constant jsonb := app.touch_login();
begin
  return me || jsonb_build_object('default_view', app.default_view(), 'unification', app.unification_phase());
end $$;

revoke all on function app.colleague_uid(), app.readable_fields(), app.built_in_view(text), app.views_write(),
  app.default_view(), app.unification_phase() from public, anon, authenticated, service_role;
grant execute on function app.colleague_uid(), app.readable_fields(), app.built_in_view(text), app.default_view(),
  app.unification_phase() to authenticated;

revoke all on public.views from public, anon, authenticated, service_role;
grant select, delete on public.views to authenticated;
grant insert (id, name, query, fields, columns, shared), update (name, query, fields, columns, shared)
  on public.views to authenticated;
revoke all on function public.set_default_view(text) from public, anon, authenticated, service_role;
grant execute on function public.set_default_view(text) to authenticated;

notify pgrst, 'reload schema';
