//! A client's history, as somebody is told it and as the table keeps it.

use clientele::api::history::{PAGE, history};
use clientele::domain::history::{Change, History};
use clientele::domain::role::Role;
use postgres::Client;
use serde_json::Value as Json;
use uuid::Uuid;

use crate::http::{Answer, Ask};
use crate::person::Person;

/// A history as the page asks for it.
pub fn asked(person: &Person, client: Uuid, below: Option<i64>, limit: usize) -> Answer {
    let target = history(client, below, limit).target();
    person.send(&Ask::get(target.strip_prefix("/rest/v1").unwrap()))
}

/// All of it, as an owner reads what the person was given: nothing is left out on this side.
pub fn seen(person: &Person, client: Uuid) -> Vec<Change> {
    let answer = asked(person, client, None, PAGE);
    History::from_rows(&answer.rows(), Role::Owner, PAGE).changes
}

/// The entries as the table keeps them, oldest first: version, actor, action, changes.
pub fn kept(sql: &mut Client, client: Uuid) -> Vec<(i32, Option<Uuid>, String, Json)> {
    let rows = "select version, actor, action, changes::text from app.client_changes where client_id = $1 order by id";
    let read = |row: &postgres::Row| (row.get(0), row.get(1), row.get(2), serde_json::from_str(row.get(3)).unwrap());
    sql.query(rows, &[&client]).unwrap().iter().map(read).collect()
}

/// Takes a client's entries away.
pub fn forget(sql: &mut Client, client: Uuid) {
    sql.execute("delete from app.client_changes where client_id = $1", &[&client]).unwrap();
}

/// An entry as the trigger would have made it.
pub fn note(sql: &mut Client, client: Uuid, version: i32, actor: Option<Uuid>, changes: &Json) {
    let add = "insert into app.client_changes (client_id, version, actor, action, changes)
      values ($1, $2, $3, 'update', $4::text::jsonb)";
    sql.execute(add, &[&client, &version, &actor, &changes.to_string()]).unwrap();
}
