-- One client table out of two. An agency that has `clients` (sign-in) and `clients_enhanced` (business) with what hangs
-- on them gets the unified table with all of it; every value is on its client, or written down here with a reason.
--
-- How it goes, and why so:
-- - Everything before the last file of this folder only builds beside the legacy tables, which go on working under their
--   names. app.unify then does the whole of it in one transaction: reads them, fills `app`, accounts for every value,
--   moves them as they are into the schema `legacy`, and opens the windows under their names. Killed anywhere, it has not
--   happened, and the old application works.
-- - The rows are copied and the legacy tables never written, because an untouched original is the only way back that
--   needs no proof: app.undo_unification moves the same tables to their old place, policies, triggers, indexes and all.
-- - `supabase db push` calls it by itself (the last file). Whoever wants to look first, makes a table before pushing:
--     create schema if not exists app; create table app.unify_later ();
--   then the push stops short of it; `select app.unify()` is the dry run, which reports and changes nothing, the words
--   below can be edited, and `select app.unify(false, '<digest of the dry run''s sources>')` does it, unless the legacy
--   tables have changed in between.

-- What becomes of the words of the legacy tables, trimmed and in lower case. A word that the field has anyway needs no
-- line. What has no line, or becomes NULL, waits in quarantine. Written before the first push, lines made here by hand win:
--   create schema if not exists app; create table app.unification_words (field text, word text, becomes text);
do $$
begin
  if to_regclass('app.unification_words') is not null then
    alter table app.unification_words rename to unification_words_by_hand;
  end if;
end $$;

create table app.unification_words (
  field text not null,
  word text not null,
  becomes text,
  primary key (field, word),
  constraint unification_words_field_valid check (field in ('role', 'business_size', 'budget_range', 'status', 'tier')),
  constraint unification_words_word_valid check (word = app.folded_email(word)),
  -- Nobody gains a role and nothing becomes active by mapping.
  constraint unification_words_becomes_valid check (
    case field
      when 'status' then becomes <> 'active' or word = 'active'
      when 'role' then case becomes
        when 'owner' then word = 'owner'
        when 'admin' then word in ('owner', 'admin', 'super_admin', 'system_admin')
        when 'member' then word not in ('staff', 'viewer')
        when 'staff' then word <> 'viewer'
        else true
      end
      else true
    end
  )
);

-- A word of the field, or it would only be found out while it runs.
create function app.unification_words_check() returns trigger
language plpgsql set search_path = '' as $$
begin
  perform app.judge_client(
    jsonb_populate_record(null::app.clients, jsonb_build_object(new.field, new.becomes)), array[new.field]
  );
  return new;
end $$;
create trigger unification_words_check before insert or update on app.unification_words
  for each row execute function app.unification_words_check();

do $$
begin
  if to_regclass('app.unification_words_by_hand') is not null then
    insert into app.unification_words (field, word, becomes)
    select field, app.folded_email(word), becomes from app.unification_words_by_hand;
    drop table app.unification_words_by_hand;
  end if;
end $$;

insert into app.unification_words (field, word, becomes) values
  ('role', 'super_admin', 'admin'),
  ('role', 'system_admin', 'admin'),
  ('role', 'editor', 'member'),
  ('business_size', 'startup', 'solo'),
  ('status', 'inactive', 'paused'),
  ('status', 'suspended', 'paused'),
  ('status', 'churned', 'cancelled'),
  ('status', 'canceled', 'cancelled'),
  ('budget_range', '<5k', 'under_5k'),
  ('budget_range', 'under 5k', 'under_5k'),
  ('budget_range', '5k-15k', '5k_15k'),
  ('budget_range', '15k-50k', '15k_50k'),
  ('budget_range', '50k-100k', '50k_100k'),
  ('budget_range', '100k+', 'over_100k'),
  ('budget_range', '>100k', 'over_100k'),
  ('budget_range', 'over 100k', 'over_100k')
on conflict (field, word) do nothing;

-- What was done, and its report. One at most is `done`.
create table app.unification_runs (
  id bigint generated always as identity primary key,
  state text not null default 'done',
  begun_at timestamptz not null,
  finished_at timestamptz not null,
  -- NULL: the operator.
  run_by uuid,
  undone_at timestamptz,
  -- What it read, as the dry run says it.
  sources text not null,
  -- What it made.
  digest text not null,
  report jsonb not null,
  -- The names in `public` that were taken to `legacy`, in the order in which they were.
  moved jsonb not null default '[]',
  constraint unification_runs_state_valid check (state in ('done', 'undone'))
);
create unique index unification_runs_one on app.unification_runs (state) where state = 'done';

-- Which client each legacy row became; all satellites follow it. NULL: none, the row waits in the ledger.
create table app.unification_map (
  source text not null,
  source_id uuid not null,
  client_id uuid,
  -- sign_in: this row's id is the client's. merged: part of another's. business: a client without a sign-in, of this id.
  -- renumbered: the same, but the id was a sign-in's. waiting: none.
  became text not null,
  primary key (source, source_id),
  constraint unification_map_became_valid check (became in ('sign_in', 'merged', 'business', 'renumbered', 'waiting'))
);
create index unification_map_client on app.unification_map (client_id);

-- Every value that does not stand on its row as it was. `field` NULL: the whole row.
create table app.unification_ledger (
  id bigint generated always as identity primary key,
  -- conflict: another value stands. mapped: the same, said with another word. noted: an earlier or later time stands, or
  -- nothing could be said. kept: the design has no such field. quarantine: nothing stands, somebody has to decide.
  -- parked: a row of a satellite that could not follow.
  kind text not null,
  source text not null,
  source_id uuid not null,
  client_id uuid,
  field text,
  -- As it was.
  value jsonb not null,
  -- As it would be in the unified table; NULL where it could not be.
  offered jsonb,
  -- What stands instead.
  chosen jsonb,
  reason text not null,
  -- What somebody did about it: swapped, used, dismissed. A swap can be swapped back.
  settled text,
  settled_by uuid,
  settled_at timestamptz,
  constraint unification_ledger_kind_valid check (kind in ('conflict', 'mapped', 'noted', 'kept', 'quarantine', 'parked')),
  constraint unification_ledger_settled_valid check (settled in ('swapped', 'used', 'dismissed'))
);
create index unification_ledger_source on app.unification_ledger (source_id, source);
create index unification_ledger_client on app.unification_ledger (client_id);
-- What the page lists.
create index unification_ledger_kind on app.unification_ledger (kind, field, id) where kind in ('conflict', 'quarantine', 'parked');

-- The rows as they were when it had ended: what has been written since is told by comparing. `made`: by it.
create table app.unification_rows (
  target text not null,
  id uuid not null,
  hash bigint not null,
  made boolean not null,
  primary key (target, id)
);

-- What had been written since, when it was undone.
create table app.unification_writes (
  id bigint generated always as identity primary key,
  run_id bigint not null references app.unification_runs (id),
  target text not null,
  row_id text,
  action text not null,
  -- The row as it was when it was taken away; of a deleted one nothing is left.
  data jsonb,
  constraint unification_writes_action_valid check (action in ('inserted', 'updated', 'deleted', 'settled', 'attached'))
);
create index unification_writes_run on app.unification_writes (run_id);

-- How far it is. A sequence, because nothing else of an unfinished transaction can be seen from outside.
create sequence app.unification_step minvalue 0 start 0;

do $$
declare
  it text;
begin
  foreach it in array array['words', 'runs', 'map', 'ledger', 'rows', 'writes'] loop
    execute format('alter table app.unification_%s enable row level security', it);
    execute format('revoke all on app.unification_%s from public, anon, authenticated, service_role', it);
  end loop;
end $$;
revoke all on sequence app.unification_step, app.unification_runs_id_seq, app.unification_ledger_id_seq,
  app.unification_writes_id_seq from public, anon, authenticated, service_role;
revoke all on function app.unification_words_check() from public, anon, authenticated, service_role;
