-- How a signed-in person becomes the person of a row. The link is made once, by the database, for a confirmed address;
-- after that an address is only a way to write to somebody.

-- Standing invitations into the agency: a row with a role above viewer is linked only while the person who had the
-- right to give that role meant this address. Whoever changes the address without that right takes it back.
create table app.invitations (
  client_id uuid primary key references app.clients (id) on delete cascade,
  email text not null,
  role text not null,
  -- NULL: the operator, who has the database itself.
  invited_by uuid references auth.users (id) on delete set null,
  invited_at timestamptz not null default now()
);
create index invitations_inviter on app.invitations (invited_by);
alter table app.invitations enable row level security;
revoke all on app.invitations from public, anon, authenticated, service_role;

create function app.clients_invite() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  mine constant text := app.role();
begin
  if tg_op = 'UPDATE' and new.role = old.role and new.email = old.email then
    return null;
  end if;
  delete from app.invitations i where i.client_id = new.id;
  if new.role <> 'viewer' and new.user_id is null
    and (auth.uid() is null or mine = 'owner' or app.rank(new.role) < app.rank(mine)) then
    insert into app.invitations (client_id, email, role, invited_by) values (new.id, new.email, new.role, auth.uid());
  end if;
  return null;
end $$;

create trigger clients_invite_new after insert on app.clients
  for each row when (new.role <> 'viewer') execute function app.clients_invite();
create trigger clients_invite_changed after update of role, email on app.clients
  for each row when (new.role <> 'viewer' or old.role <> 'viewer') execute function app.clients_invite();

-- Who the asker is, to the page.
create function app.me() returns json
language plpgsql stable security definer set search_path = '' as $$
declare
  me constant uuid := auth.uid();
begin
  return (
    select json_build_object(
      'user_id', u.id,
      'email', u.email,
      'role', c.role,
      'disabled', coalesce(u.banned_until > now(), false),
      'window', case c.role
        when 'owner' then 'clients'
        when 'admin' then 'clients'
        when 'member' then 'member_clients'
        when 'staff' then 'staff_clients'
        when 'viewer' then 'portal_client'
      end,
      'name', coalesce(c.name, c.company_name),
      'client_id', c.id
    )
    from auth.users u
    left join app.clients c on c.user_id = u.id and not coalesce(u.banned_until > now(), false)
    where u.id = me
  );
end $$;

-- Whether this session was opened by reading the mailbox. A password proves nothing about it: where a project confirms
-- addresses by itself, anybody can register somebody's. GoTrue writes the methods into the token; a server that does
-- not (the local one) must have confirmations on.
create function app.mailbox_proven() returns boolean
language plpgsql stable set search_path = '' as $$
declare
  methods constant jsonb := auth.jwt() -> 'amr';
begin
  return methods is null or exists (
    select from jsonb_array_elements(methods) as used
    where coalesce(used ->> 'method', used #>> '{}') in
      ('otp', 'magiclink', 'email/signup', 'email_change', 'invite', 'recovery', 'oauth', 'sso/saml')
  );
end $$;

-- After each sign-in: links the asker's row if it waits for them, and notes the time.
create function app.touch_login() returns json
language plpgsql volatile security definer set search_path = '' as $$
declare
  me constant uuid := auth.uid();
begin
  update app.clients c set last_login_at = now() where c.user_id = me;
  if not found then
    update app.clients c set user_id = me, last_login_at = now()
    from auth.users u
    where u.id = me
      and u.email_confirmed_at is not null
      and app.mailbox_proven()
      and c.email = app.folded_email(u.email)
      and c.user_id is null
      and (
        c.role = 'viewer'
        or exists (
          select from app.invitations i where i.client_id = c.id and i.email = c.email and i.role = c.role
        )
      );
    delete from app.invitations i using app.clients c where c.id = i.client_id and c.user_id = me;
  end if;
  return app.me();
end $$;

create function app.touch_logout() returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  update app.clients c set last_logout_at = now() where c.user_id = auth.uid();
end $$;

-- The agency's people who have signed in, for those of the agency.
create function app.team() returns table (user_id uuid, name text, role text)
language plpgsql stable security definer rows 20 set search_path = '' as $$
begin
  if app.role() in ('owner', 'admin', 'member', 'staff') or auth.role() = 'service_role' then
    return query
      select c.user_id, coalesce(c.name, c.company_name, c.email), c.role
      from app.clients c
      where c.role <> 'viewer' and c.user_id is not null;
  end if;
end $$;

revoke all on function app.clients_invite(), app.mailbox_proven(), app.me(), app.touch_login(), app.touch_logout(), app.team()
  from public, anon, authenticated;
grant execute on function app.me(), app.touch_login(), app.touch_logout() to authenticated;
grant execute on function app.team() to authenticated, service_role;

-- The exposed names. The work is done behind them, so that `public` holds no function with its owner's rights.
create function public.me() returns json
language sql stable set search_path = '' as $$ select app.me() $$;
create function public.touch_login() returns json
language sql volatile set search_path = '' as $$ select app.touch_login() $$;
create function public.touch_logout() returns void
language sql volatile set search_path = '' as $$ select app.touch_logout() $$;
create view public.team with (security_invoker = true) as select t.user_id, t.name, t.role from app.team() t;

revoke all on function public.me(), public.touch_login(), public.touch_logout() from public, anon, authenticated, service_role;
grant execute on function public.me(), public.touch_login(), public.touch_logout() to authenticated;
revoke all on public.team from public, anon, authenticated, service_role;
grant select on public.team to authenticated, service_role;
