-- What people decide before the unification runs from the console, and who has signed for it: four questions, one after
-- another, and three teams. The tables keep the rules whoever writes them, and a run that a request asks for needs all of
-- it. The operator's own (`supabase db push`, the SQL editor) needs none: whoever can do that, can do anything.

-- The four, in their order. review: to be decided. revision: refused, to be changed. A later one is decided when all
-- before it are approved, and falls back to review when one of them is opened again.
create table app.unification_steps (
  step text primary key,
  place integer not null unique,
  state text not null default 'review',
  version integer not null default 1,
  -- What is proposed, or approved: app.unification_inputs says what belongs in it.
  choice jsonb not null default '{}',
  -- What was said with the last decision.
  note text,
  changed_by uuid,
  changed_at timestamptz,
  constraint unification_steps_state_valid check (state in ('review', 'revision', 'approved')),
  constraint unification_steps_note_valid check (char_length(note) <= 2000)
);
insert into app.unification_steps (step, place) values ('strategy', 1), ('schema', 2), ('roles', 3), ('timeline', 4);

create table app.unification_signoffs (
  team text not null,
  item text not null,
  place integer not null unique,
  signed_by uuid,
  signed_at timestamptz,
  primary key (team, item),
  constraint unification_signoffs_signed_valid check ((signed_by is null) = (signed_at is null))
);
insert into app.unification_signoffs (team, item, place)
select team, item, (row_number() over ())::integer from (values
  ('technical', 'database_administrator'), ('technical', 'security_team'), ('technical', 'development_team'), ('technical', 'qa_team'),
  ('business', 'product_owner'), ('business', 'stakeholders'), ('business', 'customer_success'), ('business', 'support_team'),
  ('operations', 'infrastructure_team'), ('operations', 'monitoring'), ('operations', 'backup_procedure'), ('operations', 'incident_response')
) as t (team, item);

-- Everything that was decided, signed, taken back and run. Rows are only added.
create table app.unification_events (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  -- NULL: the operator.
  actor uuid,
  -- A step, a team's item, or `run`.
  subject text not null,
  action text not null,
  choice jsonb,
  note text
);

-- What each question asks for. A `kind` is what a JSON value has to be; `flag` is only good when it is true.
create function app.unification_inputs() returns table (step text, input text, kind text)
language sql immutable parallel safe set search_path = '' as $$
  values
    ('strategy', 'strategy', 'A|B|C'), ('strategy', 'downtime_minutes', 'minutes'), ('strategy', 'risk', 'low|medium|high'), ('strategy', 'resources', 'flag'),
    ('schema', 'structure', 'flag'), ('schema', 'required_fields', 'flag'), ('schema', 'rules', 'flag'), ('schema', 'priority', 'full|essential'),
    ('roles', 'roles', 'flag'), ('roles', 'inheritance', 'flag'), ('roles', 'people', 'flag'), ('roles', 'policies', 'flag'),
    ('timeline', 'starts_at', 'time'), ('timeline', 'ends_at', 'time'), ('timeline', 'testing', 'flag'), ('timeline', 'rollback', 'flag'), ('timeline', 'success', 'flag')
$$;

-- What is wrong with a choice, as a sentence; NULL: nothing. `whole`: nothing may be missing either.
create function app.unification_choice_fault(its_step text, choice jsonb, whole boolean) returns text
language plpgsql stable set search_path = '' as $$
declare
  it record;
  value jsonb;
  good boolean;
begin
  if jsonb_typeof(choice) <> 'object' or octet_length(choice::text) > 4000 then
    return 'A choice is a JSON object of at most 4,000 bytes.';
  end if;
  for it in
    select k.key, i.kind from jsonb_each(choice) k left join app.unification_inputs() i on i.step = its_step and i.input = k.key
  loop
    value := choice -> it.key;
    continue when value = 'null' and it.kind is not null;
    begin
      good := case
        when it.key = 'weights' and its_step = 'strategy' then
          jsonb_typeof(value) = 'object' and not exists (
            select from jsonb_each(value) w where case when jsonb_typeof(w.value) = 'number' then w.value::numeric not between 0 and 10 else true end
          )
        when it.kind = 'flag' then jsonb_typeof(value) = 'boolean'
        when it.kind = 'minutes' then jsonb_typeof(value) = 'number' and value::numeric between 1 and 10080 and value::numeric % 1 = 0
        -- A moment, whoever reads it: "tomorrow" would be another one each day, and without an offset it depends on the reader.
        when it.kind = 'time' then
          jsonb_typeof(value) = 'string' and value #>> '{}' ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$'
          and (value #>> '{}')::timestamptz between '2000-01-01 00:00Z' and '2100-01-01 00:00Z'
        else jsonb_typeof(value) = 'string' and (value #>> '{}') = any (string_to_array(it.kind, '|'))
      end;
    exception when invalid_datetime_format or datetime_field_overflow or invalid_time_zone_displacement_value then
      good := false;
    end;
    if good is not true then
      return format('"%s" cannot be %s.', left(it.key, 40), left(value::text, 60));
    end if;
  end loop;
  if (choice ->> 'ends_at')::timestamptz <= (choice ->> 'starts_at')::timestamptz then
    return 'The window ends before it starts.';
  end if;
  if whole then
    return (
      select 'Still to be given: ' || string_agg(replace(i.input, '_', ' '), ', ') || '.' from app.unification_inputs() i
      where i.step = its_step and (choice -> i.input is null or choice -> i.input in ('null', 'false'))
    );
  end if;
  return null;
end $$;

create function app.unification_is_done() returns boolean
language sql stable set search_path = '' as $$ select exists (select from app.unification_runs r where r.state = 'done') $$;

-- The state machine: which change of a step is one, by whom and when, and what it does to the later ones.
create function app.unification_step_change() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  fault text;
  act text;
  later text;
begin
  if app.unification_is_done() then
    raise sqlstate 'CU006' using message = 'the unification is done: nothing is left to decide', hint = 'Undo it first.';
  end if;
  act := case
    when new.step <> old.step or new.place <> old.place then null
    when old.state in ('review', 'revision') and new.state = 'review' then 'proposed'
    when old.state = 'review' and new.state = 'approved' then 'approved'
    when old.state = 'review' and new.state = 'revision' and new.choice = old.choice then 'rejected'
    when old.state = 'approved' and new.state = 'review' and new.choice = old.choice then 'reopened'
  end;
  if act is null then
    raise sqlstate 'CU006' using
      message = format('what is %s cannot become %s', case old.state when 'review' then 'in review' when 'revision' then 'in revision' else 'approved' end, new.state),
      hint = case old.state when 'approved' then 'Open it again first.' else 'Propose a revised choice first.' end;
  end if;
  if act in ('approved', 'rejected') and exists (
    select from app.unification_steps s where s.place < old.place and s.state <> 'approved'
  ) then
    raise sqlstate 'CU006' using
      message = format('"%s" cannot be decided before what comes before it is approved', old.step), hint = 'Decide the earlier question first.';
  end if;
  if act = 'rejected' and coalesce(btrim(new.note, E' \t\r\n'), '') = '' then
    raise sqlstate 'CU007' using message = 'a refusal says what has to change', hint = 'Write a note.';
  end if;
  fault := coalesce(
    case when char_length(new.note) > 2000 then 'A note has at most 2,000 characters.' end,
    app.unification_choice_fault(new.step, new.choice, act = 'approved')
  );
  if fault is not null then
    raise sqlstate 'CU007' using message = fault, hint = 'Change it and send it again.';
  end if;
  new.version := old.version + 1;
  new.note := nullif(btrim(new.note, E' \t\r\n'), '');
  new.changed_by := auth.uid();
  new.changed_at := now();
  insert into app.unification_events (actor, subject, action, choice, note) values (auth.uid(), old.step, act, new.choice, new.note);
  if act = 'reopened' then
    -- What was decided on top of it stands no longer. The last first: each takes its own later ones along.
    for later in select s.step from app.unification_steps s where s.place > old.place and s.state = 'approved' order by s.place desc loop
      update app.unification_steps s set state = 'review', note = null where s.step = later;
    end loop;
    update app.unification_signoffs s set signed_by = null, signed_at = null where s.signed_by is not null;
  end if;
  return new;
end $$;
create trigger unification_steps_change before update on app.unification_steps
  for each row execute function app.unification_step_change();

create function app.unification_signoff_change() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if app.unification_is_done() then
    raise sqlstate 'CU006' using message = 'the unification is done: nothing is left to sign', hint = 'Undo it first.';
  end if;
  if new.team <> old.team or new.item <> old.item or new.place <> old.place or (old.signed_by is null) = (new.signed_by is null) then
    raise sqlstate 'CU006' using message = 'a signature is given or taken back, and no other way of it changes', hint = 'Reload the page.';
  end if;
  if new.signed_by is not null then
    if exists (select from app.unification_steps s where s.state <> 'approved') then
      raise sqlstate 'CU006' using message = 'teams sign when all four questions are approved', hint = 'Decide them first.';
    end if;
    new.signed_by := auth.uid();
    new.signed_at := now();
  end if;
  insert into app.unification_events (actor, subject, action)
  values (auth.uid(), old.team || ' ' || old.item, case when new.signed_by is null then 'withdrawn' else 'signed' end);
  return new;
end $$;
create trigger unification_signoffs_change before update on app.unification_signoffs
  for each row execute function app.unification_signoff_change();

-- Nobody adds or removes a question, and nobody rewrites what happened, the operator by mistake neither.
create function app.unification_stays() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise sqlstate 'CU006' using message = format('%s knows no %s', tg_table_name, lower(tg_op)), hint = 'It is a record of decisions.';
end $$;
create trigger unification_steps_stay before insert or delete or truncate on app.unification_steps
  for each statement execute function app.unification_stays();
create trigger unification_signoffs_stay before insert or delete or truncate on app.unification_signoffs
  for each statement execute function app.unification_stays();
create trigger unification_events_stay before update or delete or truncate on app.unification_events
  for each statement execute function app.unification_stays();

-- What a run from the console still lacks, in sentences; none is good.
create function app.unification_lacks() returns setof text
language plpgsql stable set search_path = '' as $$
declare
  choice jsonb;
begin
  return query
    select format('%s is not approved.', initcap(s.step)) from app.unification_steps s where s.state <> 'approved' order by s.place;
  return query
    select format('The %s sign-off is not complete: %s of %s.', s.team, count(s.signed_by), count(*)) from app.unification_signoffs s
    group by s.team having count(s.signed_by) < count(*) order by min(s.place);
  select s.choice into choice from app.unification_steps s where s.step = 'strategy' and s.state = 'approved';
  if choice ->> 'strategy' <> 'A' then
    return next format('Strategy %s was approved; what runs here is strategy A. Open the question again, or go another way.', choice ->> 'strategy');
  end if;
  select s.choice into choice from app.unification_steps s where s.step = 'schema' and s.state = 'approved';
  if choice ->> 'priority' <> 'full' then
    return next 'Essential fields were approved; what runs here carries all fields, or values would be lost. Open the question again.';
  end if;
  select s.choice into choice from app.unification_steps s where s.step = 'timeline' and s.state = 'approved';
  if now() < (choice ->> 'starts_at')::timestamptz then
    return next 'The approved window has not begun.';
  elsif now() > (choice ->> 'ends_at')::timestamptz then
    return next 'The approved window is over. Open the timeline again.';
  end if;
end $$;

-- After the way back, everything is to be decided anew.
create function app.unification_start_over() returns void
language plpgsql set search_path = '' as $$
declare
  it text;
begin
  insert into app.unification_events (actor, subject, action) values (auth.uid(), 'run', 'undone');
  for it in select s.step from app.unification_steps s where s.state <> 'review' order by s.place desc loop
    update app.unification_steps s set state = 'review', note = null where s.step = it;
  end loop;
  update app.unification_signoffs s set signed_by = null, signed_at = null where s.signed_by is not null;
end $$;

do $$
declare
  it text;
begin
  foreach it in array array['steps', 'signoffs', 'events'] loop
    execute format('alter table app.unification_%s enable row level security', it);
    execute format('revoke all on app.unification_%s from public, anon, authenticated, service_role', it);
  end loop;
end $$;
revoke all on sequence app.unification_events_id_seq from public, anon, authenticated, service_role;
revoke all on function app.unification_inputs(), app.unification_choice_fault(text, jsonb, boolean), app.unification_is_done(),
  app.unification_step_change(), app.unification_signoff_change(), app.unification_stays(), app.unification_lacks(), app.unification_start_over()
  from public, anon, authenticated, service_role;
