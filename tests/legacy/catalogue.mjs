// The schema as lines of text: what two databases must agree on to be the same, names and rights included. The schemas
// named in `without`, which hold what was set aside, are left out.
const QUERY = `
with spaces as (
  select oid, nspname, nspacl, nspowner from pg_namespace
  where nspname !~ '^pg_' and nspname <> 'information_schema' and nspname <> all ($1::text[])
),
rels as (select c.*, s.nspname from pg_class c join spaces s on s.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm', 'S'))
select 'schema ' || nspname || ' ' || nspowner::regrole || ' ' || coalesce(nspacl::text, '') from spaces
union all
select format('%s %s.%s owner %s acl %s rls %s %s options %s comment %s', relkind, nspname, relname, relowner::regrole, relacl, relrowsecurity, relforcerowsecurity, reloptions, obj_description(oid, 'pg_class')) from rels
union all
select format('column %s.%s.%s %s %s notnull %s default %s generated "%s" acl %s comment %s', r.nspname, r.relname, a.attname, row_number() over (partition by r.oid order by a.attnum), format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid), a.attgenerated, a.attacl, col_description(r.oid, a.attnum))
from rels r join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped left join pg_attrdef d on d.adrelid = r.oid and d.adnum = a.attnum
where r.relkind <> 'S'
union all
select format('constraint %s.%s %s %s validated %s', r.nspname, r.relname, k.conname, pg_get_constraintdef(k.oid), k.convalidated) from rels r join pg_constraint k on k.conrelid = r.oid
union all
select format('index %s valid %s', pg_get_indexdef(i.indexrelid), i.indisvalid) from rels r join pg_index i on i.indrelid = r.oid
union all
select format('trigger %s enabled %s', pg_get_triggerdef(g.oid), g.tgenabled) from rels r join pg_trigger g on g.tgrelid = r.oid where not g.tgisinternal
union all
select format('policy %s.%s %s %s %s %s using %s check %s', r.nspname, r.relname, p.polname, p.polcmd, p.polpermissive, p.polroles::regrole[], pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) from rels r join pg_policy p on p.polrelid = r.oid
union all
select format('view %s.%s %s', nspname, relname, pg_get_viewdef(oid)) from rels where relkind in ('v', 'm')
union all
select format('function %s owner %s acl %s', pg_get_functiondef(p.oid), p.proowner::regrole, p.proacl) from pg_proc p join spaces s on s.oid = p.pronamespace where p.prokind = 'f'
union all
select format('setting %s %s', setrole::regrole, setconfig) from pg_db_role_setting where setdatabase = 0`;

/** @returns {Promise<string[]>} one line per thing, in order */
export async function catalogue(db, without = ['legacy', 'supabase_migrations', 'auth']) {
  await db.run("set search_path = ''");
  const rows = await db.run(QUERY, [without]);
  await db.run('reset search_path');
  return rows.map((row) => Object.values(row)[0]).sort();
}

/** Lines that only one of the two has, the first few, to be read. */
export function differences(one, other) {
  const only = (these, those) => {
    const known = new Set(those);
    return these.filter((line) => !known.has(line));
  };
  return [...only(one, other).map((line) => `- ${line}`), ...only(other, one).map((line) => `+ ${line}`)].slice(0, 8);
}

/** What stands in every table of the schemas, character for character: {table: [rows]}. */
export async function contents(db, schemas) {
  await db.run("set timezone = 'UTC'");
  const tables = await db.run(
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = any ($1::text[]) order by 1",
    [schemas],
  );
  const found = {};
  for (const { name } of tables) {
    found[name] = (await db.run(`select t::text as row from ${name} t order by 1`)).map(({ row }) => row);
  }
  return found;
}
