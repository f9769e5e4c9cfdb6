//! `cargo xtask schema`: writes the part of the database that follows from the field registry, so that the windows,
//! the rights and the CHECKs are the registry's and nobody types them twice. `--check` only compares.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use clientele::domain::field::{FIELDS, Kind, Shape, Spec};
use clientele::domain::money::Money;
use clientele::domain::role::Role;

const FILE: &str = "supabase/migrations/20260101000400_fields.sql";

/// Writes the generated migration, or with `check` says where it differs from the registry.
///
/// # Errors
/// A sentence for the terminal: the file cannot be read or written, or it differs.
pub fn run(check: bool) -> Result<(), String> {
    let path = root().join(FILE);
    let wanted = migration();
    if !check {
        return fs::write(&path, wanted).map_err(|error| format!("Cannot write {FILE}: {error}."));
    }
    let found =
        fs::read_to_string(&path).map_err(|error| format!("Cannot read {FILE}: {error}. Run `cargo xtask schema`."))?;
    match first_difference(&found, &wanted) {
        None => Ok(()),
        Some(difference) => {
            Err(format!("{FILE} is not what the registry says. {difference} Run `cargo xtask schema`."))
        }
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

fn first_difference(found: &str, wanted: &str) -> Option<String> {
    if found == wanted {
        return None;
    }
    let number = found.lines().zip(wanted.lines()).take_while(|(found, wanted)| found == wanted).count();
    let line = |text: &str| text.lines().nth(number).unwrap_or("(end of file)").trim().to_owned();
    Some(format!("Line {} is `{}`, but should be `{}`.", number + 1, line(found), line(wanted)))
}

/// The whole file, the same for the same registry.
fn migration() -> String {
    let parts = [
        "-- Generated from src/domain/field.rs by `cargo xtask schema`. Do not edit: change the registry and run it again.\n".to_owned(),
        // "does not exist, skipping" for every constraint would bury what matters.
        "set client_min_messages = warning;\n".to_owned(),
        // A legacy table may still have a window's name.
        "select app.step_aside();\n".to_owned(),
        columns(),
        constraints(),
        windows(),
        rights(),
        comments(),
        "select app.step_back();\n".to_owned(),
        "reset client_min_messages;\n".to_owned(),
    ];
    parts.join("\n")
}

fn columns() -> String {
    let stored = || FIELDS.iter().filter(|spec| spec.key != "id");
    let added = stored().map(|spec| {
        format!("  add column if not exists {} {}{}", spec.key, column_type(spec.kind), kept_by_database(spec))
    });
    // Defaults come second: given with the column, they would fill the rows of a legacy table, and a sign-in would
    // become an active client.
    let defaults =
        stored().filter_map(|spec| Some(format!("  alter column {} set default '{}'", spec.key, initial(spec)?)));
    let required = stored()
        .filter(|spec| spec.required || spec.key == "role")
        .map(|spec| format!("  alter column {} set not null", spec.key));
    format!("{}\n{}", alter(added), alter(defaults.chain(required)))
}

/// What the database fills in by itself, for old rows too.
fn kept_by_database(spec: &Spec) -> &'static str {
    match spec.key {
        "created_at" | "updated_at" => " not null default now()",
        "version" => " not null default 1",
        _ => "",
    }
}

/// What a new client starts with.
fn initial(spec: &Spec) -> Option<&'static str> {
    match spec.key {
        "role" => Some(Role::Viewer.wire()),
        "status" => Some("active"),
        "tier" => Some("standard"),
        _ => None,
    }
}

/// `text` and `numeric` without a length: `varchar(n)` drops trailing blanks and `numeric(15,2)` rounds, both in
/// silence, and the database must refuse exactly what the rules refuse.
fn column_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Uuid | Kind::Person => "uuid",
        Kind::Email | Kind::Text { .. } | Kind::Url | Kind::Phone | Kind::Choice(_) => "text",
        Kind::Money => "numeric",
        Kind::Integer { .. } => "integer",
        Kind::Date => "date",
        Kind::Instant { .. } => "timestamptz",
        Kind::Tags => "text[]",
        Kind::Json(_) => "jsonb",
    }
}

fn constraints() -> String {
    let checks = FIELDS
        .iter()
        .filter_map(|spec| Some((format!("clients_{}_valid", spec.key), format!("check ({})", rule(spec)?))));
    let people = FIELDS.iter().filter(|spec| spec.kind == Kind::Person).map(|spec| {
        let key = spec.key;
        (format!("clients_{key}_fkey"), format!("foreign key ({key}) references auth.users (id) on delete set null"))
    });
    let unique = FIELDS
        .iter()
        .filter(|spec| spec.kind == Kind::Email)
        .map(|spec| (format!("clients_{}_key", spec.key), format!("unique ({})", spec.key)));
    let all: Vec<_> = checks.chain(people).chain(unique).collect();
    let dropped = all.iter().map(|(name, _)| format!("  drop constraint if exists {name}"));
    let added = all.iter().map(|(name, rule)| format!("  add constraint {name} {rule}"));
    alter(dropped.chain(added))
}

/// The rule of a field as a condition; an empty field breaks none.
fn rule(spec: &Spec) -> Option<String> {
    let key = spec.key;
    let rule = match spec.kind {
        Kind::Uuid | Kind::Person => return None,
        Kind::Email => format!("app.valid_email({key})"),
        Kind::Text { max, .. } => format!("app.valid_text({key}, {max})"),
        Kind::Url => format!("app.valid_url({key})"),
        Kind::Phone => format!("app.valid_phone({key})"),
        Kind::Choice(words) => {
            let words: Vec<_> = words.iter().map(|word| quoted(word.wire)).collect();
            format!("{key} in ({})", words.join(", "))
        }
        Kind::Money => format!("{key} between 0 and {} and {key} = round({key}, 2)", Money::MAX),
        Kind::Integer { min, max } => format!("{key} between {min} and {max}"),
        Kind::Date => format!("{key} between '0001-01-01' and '9999-12-31'"),
        Kind::Instant { .. } => format!("{key} between '0001-01-01 00:00:00+00' and '9999-12-31 23:59:59.999999+00'"),
        Kind::Tags => format!("app.valid_tags({key})"),
        Kind::Json(Shape::Free) => format!("app.valid_json({key})"),
        Kind::Json(Shape::Address) => format!("app.valid_address({key})"),
        Kind::Json(Shape::Palette) => format!("app.valid_palette({key})"),
        Kind::Json(Shape::Logos) => format!("app.valid_logos({key})"),
    };
    Some(match key {
        "contract_end_date" | "renewal_date" => format!("{rule} and ({key} < contract_start_date) is not true"),
        _ => rule,
    })
}

/// One view per audience. Owner and admin share theirs.
fn windows() -> String {
    let mut sql = String::new();
    for role in [Role::Admin, Role::Member, Role::Staff, Role::Viewer] {
        let window = format!("public.{}", role.window());
        let columns: Vec<_> = readable(role).map(|spec| format!("  {}", shown(spec, role))).collect();
        let (options, rows) = audience(role);
        let _ = write!(
            sql,
            "create or replace view {window} with ({options}) as select\n{}\nfrom app.clients c\nwhere {rows};\n\n\
             revoke all on {window} from public, anon, authenticated, service_role;\n\
             grant select on {window} to authenticated, service_role;\n",
            columns.join(",\n"),
        );
        for (verb, columns) in [("insert", creatable(role)), ("update", writable(role))] {
            if !columns.is_empty() {
                let _ =
                    writeln!(sql, "grant {verb} ({}) on {window} to authenticated, service_role;", columns.join(", "));
            }
        }
        if role >= Role::Admin {
            let _ = writeln!(sql, "grant delete on {window} to authenticated, service_role;");
        }
        sql.push('\n');
    }
    sql.truncate(sql.trim_end().len());
    sql.push('\n');
    sql
}

/// The view's options and the rows its audience may see. The tests stand in a `(select …)`, so that they run once per
/// request; for whoever is not in the audience the table is not touched.
fn audience(role: Role) -> (&'static str, &'static str) {
    match role {
        Role::Owner | Role::Admin => {
            ("security_invoker = true", "(select app.admin_level()) <> 0\nwith local check option")
        }
        Role::Member => {
            ("security_invoker = true", "(select app.member_uid()) is not null and c.id in (select app.my_clients())")
        }
        Role::Staff => {
            ("security_invoker = true", "(select app.staff_uid()) is not null and c.id in (select app.my_clients())")
        }
        // No policy admits a viewer to the table itself, so their window looks with its owner's eyes.
        Role::Viewer => (
            "security_barrier = true",
            "c.user_id = (select auth.uid()) and c.role = 'viewer' and (select app.role()) = 'viewer'\nwith local check option",
        ),
    }
}

fn shown(spec: &Spec, role: Role) -> String {
    match (spec.kind, role) {
        // A client knows their manager by name, not by a person's id.
        (Kind::Person, Role::Viewer) => format!(
            "(select coalesce(m.name, m.company_name) from app.clients m where m.user_id = c.{0} and m.role <> 'viewer') as {0}",
            spec.key
        ),
        _ => format!("c.{}", spec.key),
    }
}

fn readable(role: Role) -> impl Iterator<Item = &'static Spec> {
    FIELDS.iter().filter(move |spec| role >= spec.reads)
}

fn creatable(role: Role) -> Vec<&'static str> {
    FIELDS.iter().filter(|spec| spec.creates.is_some_and(|lowest| role >= lowest)).map(|spec| spec.key).collect()
}

fn writable(role: Role) -> Vec<&'static str> {
    FIELDS.iter().filter(|spec| spec.writes.is_some_and(|lowest| role >= lowest)).map(|spec| spec.key).collect()
}

/// The registry's rights as rows, for the triggers that stand behind the windows.
fn rights() -> String {
    let role = |role: Option<Role>| role.map_or_else(|| "null".to_owned(), |role| quoted(role.wire()));
    let rows: Vec<_> = FIELDS
        .iter()
        .map(|spec| {
            let initial = initial(spec).map_or_else(|| "null".to_owned(), quoted);
            format!(
                "  ({}, {}, {}, {}, {}, {initial})",
                quoted(spec.key),
                role(Some(spec.reads)),
                role(spec.writes),
                role(spec.creates),
                spec.proposes
            )
        })
        .collect();
    format!(
        "-- The lowest role that reads, writes and gives a field, whether a client proposes changes to it, and what it starts with.\n\
         create table if not exists app.field_rights (\n  \
           field text primary key,\n  reads text not null,\n  writes text,\n  creates text,\n  \
           proposes boolean not null,\n  initial text\n);\n\
         alter table app.field_rights enable row level security;\n\
         revoke all on app.field_rights from public, anon, authenticated, service_role;\n\
         truncate app.field_rights;\n\
         insert into app.field_rights (field, reads, writes, creates, proposes, initial) values\n{};\n",
        rows.join(",\n")
    )
}

fn comments() -> String {
    let mut sql = String::new();
    for spec in FIELDS {
        let text = quoted(&format!("{}: {}", spec.label, spec.help));
        let _ = writeln!(sql, "comment on column app.clients.{} is {text};", spec.key);
        for role in [Role::Admin, Role::Member, Role::Staff, Role::Viewer] {
            if role >= spec.reads {
                let _ = writeln!(sql, "comment on column public.{}.{} is {text};", role.window(), spec.key);
            }
        }
    }
    sql
}

fn alter(actions: impl Iterator<Item = String>) -> String {
    let actions: Vec<_> = actions.collect();
    format!("alter table app.clients\n{};\n", actions.join(",\n"))
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_names_its_line_and_both_texts() {
        assert_eq!(first_difference("a\nb\n", "a\nb\n"), None);
        assert_eq!(first_difference("a\nb\n", "a\nc\n").as_deref(), Some("Line 2 is `b`, but should be `c`."));
        assert_eq!(first_difference("a\n", "a\nc\n").as_deref(), Some("Line 2 is `(end of file)`, but should be `c`."));
    }

    #[test]
    fn no_window_shows_a_field_above_its_role() {
        for role in Role::ALL {
            assert!(readable(role).all(|spec| role >= spec.reads));
            assert!(!readable(role).any(|spec| matches!(spec.key, "user_id" | "search_text")));
        }
    }

    #[test]
    fn a_quote_in_a_help_text_stays_text() {
        assert_eq!(quoted("the client's"), "'the client''s'");
    }
}
