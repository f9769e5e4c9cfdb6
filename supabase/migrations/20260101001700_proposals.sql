-- Change proposals: a client says what should be different in their record, and whoever may edit the record accepts or
-- refuses it field by field. The client never writes app.clients: a proposal is a row of its own, written by functions
-- only. Which fields are open to proposals is the registry's to say (app.field_rights.proposes).
--
-- One open proposal per client and person: sending again while it is open changes it, and it can be withdrawn.
-- Refusals that the page has words for bear a code: CP001 not open any more, CP002 changed meanwhile, CP003 the record
-- has changed meanwhile, CP004 another one is open, CP005 too many, CP006 nothing to propose, CP007 too long, CP008 a
-- field that is not open to proposals, CP009 not every field is decided.

create table app.proposals (
  -- Given by the browser: sent again after a lost answer, it is still one.
  id uuid primary key,
  client_id uuid not null references app.clients (id) on delete cascade,
  proposed_by uuid references auth.users (id) on delete set null,
  -- When it was sent as it is.
  created_at timestamptz not null default now(),
  -- {field: value}: what stood in the record then, and what is proposed instead.
  base jsonb not null,
  changes jsonb not null,
  note text,
  status text not null default 'open',
  -- {field: {"accepted": true, "value": what was written} or {"accepted": false}}
  decisions jsonb not null default '{}',
  -- The agency's note.
  answer text,
  -- No foreign key, as in the history.
  decided_by uuid,
  decided_at timestamptz,
  version integer not null default 1,
  constraint proposals_status_valid check (status in ('open', 'withdrawn', 'decided')),
  constraint proposals_decided_valid check ((status = 'decided') = (decided_at is not null)),
  constraint proposals_changes_valid check (jsonb_typeof(changes) = 'object' and changes <> '{}' and octet_length(changes::text) <= 100000),
  constraint proposals_note_valid check (app.valid_text(note, 2000)),
  constraint proposals_answer_valid check (app.valid_text(answer, 2000))
);
create unique index proposals_open on app.proposals (client_id, proposed_by) where status = 'open';
create index proposals_queue on app.proposals (created_at, id) where status = 'open';
create index proposals_client on app.proposals (client_id, created_at desc);
create index proposals_proposer on app.proposals (proposed_by, created_at desc);

-- The asker, if a viewer; else NULL.
create function app.viewer_uid() returns uuid
language plpgsql stable parallel safe security definer set search_path = '' as $$
begin
  return case when app.role() = 'viewer' then auth.uid() end;
end $$;

-- Whether the asker edits this client: what the policy clients_change says, of one row.
create function app.edits_client(client uuid) returns boolean
language plpgsql stable parallel safe security definer set search_path = '' as $$
declare
  me constant uuid := app.member_uid();
begin
  return app.admin_level() = 1
    or exists (select from app.clients c where c.id = client and c.assigned_manager = me);
end $$;

-- The proposals that a member decides, and a viewer's own. Like app.my_clients: a small ROWS, so that no estimate tells
-- how many there are.
create function app.my_proposals() returns setof uuid
language plpgsql stable parallel safe security definer cost 20000 rows 20 set search_path = '' as $$
declare
  me constant uuid := auth.uid();
begin
  case app.role()
    when 'member' then
      return query
        select p.id from app.proposals p join app.clients c on c.id = p.client_id where c.assigned_manager = me;
    when 'viewer' then
      return query
        select p.id from app.proposals p join app.clients c on c.id = p.client_id
        where p.proposed_by = me and c.user_id = me;
    else
      return;
  end case;
end $$;

alter table app.proposals enable row level security;
create policy proposals_read on app.proposals for select to authenticated using (
  (select app.admin_level()) = 1 or id in (select app.my_proposals())
);
revoke all on app.proposals from public, anon, authenticated, service_role;
grant select on app.proposals to authenticated;

-- The window of those who decide.
create view public.proposals with (security_invoker = true) as
select
  p.id, p.client_id, coalesce(c.company_name, c.name, c.email) as client,
  case when p.proposed_by = c.user_id then coalesce(c.name, c.company_name, c.email) end as proposer,
  p.created_at, array(select key from jsonb_object_keys(p.changes) as key order by key) as fields,
  p.base, p.changes, p.note, p.status, p.decisions, p.answer, p.decided_by, p.decided_at, p.version
from app.proposals p
join app.clients c on c.id = p.client_id
where (select app.admin_level()) = 1 or (select app.member_uid()) is not null;

-- The window of the client: their own proposals, and not who in the agency decided.
create view public.portal_proposals with (security_invoker = true) as
select
  p.id, p.created_at, p.base, p.changes, p.note, p.status, p.decisions, p.answer, p.decided_at, p.version
from app.proposals p
where p.proposed_by = (select app.viewer_uid());

-- Refuses as the table's own CHECKs would whatever the row would break, of the constraints on these columns. They are
-- asked as they stand in the catalogue, and nothing is written.
create function app.judge_client(wanted app.clients, fields text[]) returns void
language plpgsql stable security definer set search_path = '' as $$
declare
  rule record;
  broken boolean;
begin
  for rule in
    select k.conname, pg_catalog.pg_get_expr(k.conbin, k.conrelid) as condition
    from pg_catalog.pg_constraint k
    where k.conrelid = 'app.clients'::regclass and k.contype = 'c' and exists (
      select from pg_catalog.pg_attribute a
      where a.attrelid = k.conrelid and a.attnum = any (k.conkey) and a.attname = any (fields)
    )
    order by k.conname
  loop
    execute format('select (%s) is false from (select ($1).*) as clients', rule.condition) into broken using wanted;
    if broken then
      raise check_violation using
        message = format('new row for relation "clients" violates check constraint "%s"', rule.conname),
        hint = 'Check this value and send again.', schema = 'app', table = 'clients', constraint = rule.conname;
    end if;
  end loop;
end $$;

-- Makes a proposal, or changes the one of this id while it is open.
create function app.propose_changes(proposal uuid, changes jsonb, note text) returns void
language plpgsql volatile security definer set search_path = '' set timezone = 'UTC' as $$
declare
  me constant uuid := app.viewer_uid();
  present app.clients;
  wanted app.clients;
  known app.proposals;
  field text;
  ground jsonb;
  fresh jsonb;
  said constant text := nullif(btrim(note, E' \t\r\n'), '');
begin
  select c.* into present from app.clients c where c.user_id = me;
  if not found then
    raise insufficient_privilege using
      message = 'only a client proposes changes, and only to their own record',
      hint = 'Sign in with the address that the agency has linked to your record.';
  end if;
  if jsonb_typeof(changes) is distinct from 'object' or changes = '{}' then
    raise sqlstate 'CP006' using message = 'there is nothing to propose', hint = 'Change a field first.';
  end if;
  if octet_length(changes::text) > 100000 or char_length(said) > 2000 then
    raise sqlstate 'CP007' using message = 'the proposal is too long', hint = 'Shorten it and send again.';
  end if;
  select key into field
  from jsonb_object_keys(changes) as key left join app.field_rights r on r.field = key
  where r.proposes is not true limit 1;
  if found then
    raise sqlstate 'CP008' using
      message = format('"%s" is not open to proposals', left(field, 60)), hint = 'Reload the page to see what is.';
  end if;

  -- Each value as its column would hold it.
  wanted := present;
  for field in select jsonb_object_keys(changes) loop
    begin
      wanted := jsonb_populate_record(wanted, jsonb_build_object(field, changes -> field));
    exception when data_exception then
      perform app.refuse(field, 'This is no value of this field.');
    end;
  end loop;
  select jsonb_object_agg(key, to_jsonb(present) -> key), jsonb_object_agg(key, to_jsonb(wanted) -> key)
  into ground, fresh
  from jsonb_object_keys(changes) as key
  where to_jsonb(present) -> key is distinct from to_jsonb(wanted) -> key;

  -- One after the other, whatever tab they come from.
  perform pg_advisory_xact_lock(hashtext('app.proposals ' || me));
  select p.* into known from app.proposals p where p.id = proposal;
  if found then
    if known.proposed_by is distinct from me or known.client_id <> present.id then
      raise insufficient_privilege using message = 'this proposal is not yours', hint = 'Reload the page.';
    end if;
    if (known.changes, known.note) is not distinct from (coalesce(fresh, changes), said) then
      -- Sent again: the answer to the first time was lost.
      return;
    end if;
    if known.status <> 'open' then
      raise sqlstate 'CP001' using
        message = 'this proposal is not open any more', hint = 'Reload the page to see what became of it.';
    end if;
  end if;
  if fresh is null then
    raise sqlstate 'CP006' using message = 'the record says so already', hint = 'Change a field first.';
  end if;
  perform app.judge_client(wanted, array(select jsonb_object_keys(fresh)));
  if wanted.name is null and wanted.company_name is null and (present.name is not null or present.company_name is not null) then
    perform app.refuse('name', 'Give a name or a company.');
  end if;

  if known.id is not null then
    if known.version >= 100 then
      raise sqlstate 'CP005' using message = 'changed too often', hint = 'Withdraw it, or wait for the answer.';
    end if;
    update app.proposals p
    set base = ground, changes = fresh, note = said, created_at = now(), version = p.version + 1
    where p.id = proposal;
    return;
  end if;
  if exists (select from app.proposals p where p.client_id = present.id and p.proposed_by = me and p.status = 'open') then
    raise sqlstate 'CP004' using
      message = 'another proposal of yours is open', hint = 'Reload the page to change or withdraw it.';
  end if;
  if (
    select count(*) from app.proposals p where p.client_id = present.id and p.created_at > now() - interval '1 day'
  ) >= 10 then
    raise sqlstate 'CP005' using message = 'too many proposals in a day', hint = 'Try again tomorrow.';
  end if;
  -- What was withdrawn is of no use to anybody for long; what was decided is the agency's doing and stays.
  delete from app.proposals p
  where p.id in (
    select w.id from app.proposals w
    where w.client_id = present.id and w.status = 'withdrawn' order by w.created_at desc offset 10
  );
  insert into app.proposals (id, client_id, proposed_by, base, changes, note)
  values (proposal, present.id, me, ground, fresh, said);
end $$;

-- Takes an open proposal back; a second time does nothing.
create function app.withdraw_proposal(proposal uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  found_status text;
begin
  select p.status into found_status from app.proposals p
  where p.id = proposal and p.id in (select app.my_proposals()) and p.proposed_by = app.viewer_uid()
  for update;
  if not found then
    raise insufficient_privilege using message = 'this proposal is not yours', hint = 'Reload the page.';
  end if;
  if found_status = 'decided' then
    raise sqlstate 'CP001' using
      message = 'this proposal is not open any more', hint = 'Reload the page to see what became of it.';
  end if;
  update app.proposals p set status = 'withdrawn', version = p.version + 1
  where p.id = proposal and p.status = 'open';
end $$;

-- Locks the proposal for whoever may decide it, and returns its client; NULL when they have decided exactly so before:
-- the answer to that was lost.
create function app.begin_decision(proposal uuid, version integer, accept jsonb, refuse text[], answer text) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  known app.proposals;
begin
  select p.* into known from app.proposals p where p.id = proposal for update;
  if not found or not app.edits_client(known.client_id) then
    raise insufficient_privilege using
      message = 'this proposal is not yours to decide', hint = 'Its client''s manager and the agency''s admins decide it.';
  end if;
  if known.status = 'decided' and known.decided_by = auth.uid() and known.version = begin_decision.version + 1
    and known.answer is not distinct from begin_decision.answer
    and array(select key from jsonb_each(known.decisions) where value = '{"accepted": false}' order by key)
      = array(select field from unnest(refuse) as field order by field) then
    return null;
  end if;
  if known.status <> 'open' then
    raise sqlstate 'CP001' using message = 'this proposal is not open any more', hint = 'Reload it.';
  end if;
  if known.version is distinct from begin_decision.version then
    raise sqlstate 'CP002' using message = 'this proposal was changed meanwhile', hint = 'Reload it.';
  end if;
  -- Every field of it once, and no other.
  if jsonb_typeof(accept) is distinct from 'object' or array(
    select field from (select jsonb_object_keys(accept) union all select unnest(refuse)) as chosen (field) order by field
  ) <> array(select key from jsonb_object_keys(known.changes) as key order by key) then
    raise sqlstate 'CP009' using
      message = 'every proposed field is accepted or refused, and no other', hint = 'Choose for each field.';
  end if;
  return known.client_id;
end $$;

-- Closes it. What is called accepted stands in the record by now, or there is no decision.
create function app.finish_decision(proposal uuid, accept jsonb, answer text) returns void
language plpgsql volatile security definer set search_path = '' set timezone = 'UTC' as $$
declare
  known app.proposals;
  present app.clients;
  accepted app.clients;
begin
  select p.* into known from app.proposals p where p.id = proposal and p.status = 'open' for update;
  if not found or not app.edits_client(known.client_id) then
    raise insufficient_privilege using message = 'this proposal is not yours to decide';
  end if;
  select c.* into present from app.clients c where c.id = known.client_id;
  accepted := jsonb_populate_record(present, accept);
  if to_jsonb(accepted) is distinct from to_jsonb(present) then
    raise sqlstate 'CP003' using message = 'the record has changed meanwhile', hint = 'Reload the proposal.';
  end if;
  update app.proposals p
  set
    status = 'decided', decided_by = auth.uid(), decided_at = now(), version = p.version + 1,
    answer = finish_decision.answer,
    decisions = (
      select jsonb_object_agg(key, case
        when accept ? key then jsonb_build_object('accepted', true, 'value', to_jsonb(present) -> key)
        else '{"accepted": false}'
      end)
      from jsonb_object_keys(p.changes) as key
    )
  where p.id = proposal;
end $$;

revoke all on function app.viewer_uid(), app.edits_client(uuid), app.my_proposals(), app.judge_client(app.clients, text[]),
  app.propose_changes(uuid, jsonb, text), app.withdraw_proposal(uuid),
  app.begin_decision(uuid, integer, jsonb, text[], text), app.finish_decision(uuid, jsonb, text)
  from public, anon, authenticated, service_role;
grant execute on function app.viewer_uid(), app.edits_client(uuid), app.my_proposals(),
  app.propose_changes(uuid, jsonb, text), app.withdraw_proposal(uuid),
  app.begin_decision(uuid, integer, jsonb, text[], text), app.finish_decision(uuid, jsonb, text)
  to authenticated;

-- The exposed names.
create function public.propose_changes(proposal uuid, changes jsonb, note text default null)
returns setof public.portal_proposals
language plpgsql volatile rows 1 set search_path = '' as $$
begin
  perform app.propose_changes(proposal, changes, note);
  return query select w.* from public.portal_proposals w where w.id = proposal;
end $$;

create function public.withdraw_proposal(proposal uuid) returns setof public.portal_proposals
language plpgsql volatile rows 1 set search_path = '' as $$
begin
  perform app.withdraw_proposal(proposal);
  return query select w.* from public.portal_proposals w where w.id = proposal;
end $$;

-- Writes what is accepted into the record and closes the proposal, both or neither. The record is written with the
-- asker's own rights through their own window: grants, guards, rules, the version and the history hold as for any save.
-- `accept` has the values to write, which a merge may have made; `client_version` is the record's they were made for.
create function public.decide_proposal(
  proposal uuid, version integer, accept jsonb, refuse text[], answer text default null, client_version integer default null
) returns setof public.proposals
language plpgsql volatile rows 1 set search_path = '' as $$
declare
  said constant text := nullif(btrim(answer, E' \t\r\n'), '');
  client constant uuid := app.begin_decision(proposal, version, accept, refuse, said);
  its_window constant text := app.me() ->> 'window';
  columns text;
  written integer;
begin
  if client is not null then
    -- A value that stands there already is not written again.
    execute format(
      'select string_agg(format(''%%1$I = n.%%1$I'', k.key), '', '')
       from public.%1$I c, jsonb_populate_record(c, $2) n, jsonb_object_keys($2) k (key)
       where c.id = $1 and to_jsonb(n) -> k.key is distinct from to_jsonb(c) -> k.key',
      its_window
    ) into columns using client, accept;
    if columns is not null then
      execute format(
        'update public.%1$I c set %2$s from jsonb_populate_record(null::public.%1$I, $2) n
         where c.id = $1 and c.version = $3',
        its_window, columns
      ) using client, accept, client_version;
      get diagnostics written = row_count;
      if written = 0 then
        raise sqlstate 'CP003' using message = 'the record has changed meanwhile', hint = 'Reload the proposal.';
      end if;
    end if;
    perform app.finish_decision(proposal, accept, said);
  end if;
  return query select w.* from public.proposals w where w.id = proposal;
end $$;

revoke all on public.proposals, public.portal_proposals from public, anon, authenticated, service_role;
grant select on public.proposals, public.portal_proposals to authenticated;
revoke all on function public.propose_changes(uuid, jsonb, text), public.withdraw_proposal(uuid),
  public.decide_proposal(uuid, integer, jsonb, text[], text, integer) from public, anon, authenticated, service_role;
grant execute on function public.propose_changes(uuid, jsonb, text), public.withdraw_proposal(uuid),
  public.decide_proposal(uuid, integer, jsonb, text[], text, integer) to authenticated;

notify pgrst, 'reload schema';
