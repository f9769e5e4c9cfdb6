-- The last step of every push: where the legacy tables stand, everything is carried over and accounted for, or nothing is
-- changed; where they do not, there is nothing to do. How it goes, and how to look first: …002000_unification.sql.

-- A hundred thousand clients take a minute.
set statement_timeout = 0;

do $$
begin
  if to_regclass('app.unify_later') is not null then
    raise notice 'app.unify_later is there: the legacy tables stay. Look with "select app.unify()".';
  elsif to_regnamespace('waiting') is not null then
    raise notice 'unified: %', (select (r - 'fields' - 'agency' - 'ledger' - 'moves')::text from app.unify(false) as r);
  end if;
end $$;

reset statement_timeout;
