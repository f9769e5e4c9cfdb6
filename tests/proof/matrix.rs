//! Who may do what with which field: `domain::permission` asked first, then the server, for every kind of person ×
//! window × field × relation × operation. "Yes" must happen and "no" must leave no trace in the database.

use clientele::domain::field::{FIELDS, Field};
use clientele::domain::permission::{
    Relation, creates, creates_field, deletes, edits_field, reads_field, regrades, sees,
};
use clientele::domain::role::Role;
use clientele::domain::value::Value;
use postgres::Client;
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use crate::http::Ask;
use crate::person::{Person, Who};
use crate::rows::{Row, full_row, put, rows_of, stored};
use crate::sample::sample;
use crate::server::{AGENCY, operator};

/// One person at work on their four rows.
struct Desk {
    me: Person,
    /// Tells this desk's samples from those of the others.
    first_number: u32,
    other: Person,
    rows: Vec<Row>,
    /// The rows as the database keeps them before anybody touches them.
    untouched: Vec<Option<Map<String, Json>>>,
    sql: Client,
    cells: usize,
    /// Every cell in which the server disagrees.
    wrong: Vec<String>,
}

#[test]
fn the_server_does_what_the_permissions_say() {
    let _agency = AGENCY.read().unwrap();
    let other = Person::new(Who::Of(Role::Member), "matrix-other");
    let work = |(place, who): (usize, Who)| {
        let me = Person::new(who, "matrix");
        let first_number = 500_001 + 1_000 * u32::try_from(place).unwrap();
        let rows = rows_of(&me, &other, first_number);
        let (other, sql) = (other.clone(), operator());
        let mut desk = Desk { me, first_number, other, rows, untouched: Vec::new(), sql, cells: 0, wrong: Vec::new() };
        desk.restore();
        desk.untouched = desk.snapshot();
        for window in who.windows() {
            desk.reads(window);
            desk.updates(window);
            desk.creates(window);
            desk.deletes(window);
        }
        (who, desk.cells, desk.wrong)
    };
    let results: Vec<_> = std::thread::scope(|scope| {
        let work = &work;
        let hands: Vec<_> = Who::ALL.into_iter().enumerate().map(|one| scope.spawn(move || work(one))).collect();
        hands.into_iter().map(|hand| hand.join().unwrap()).collect()
    });
    let cells: usize = results.iter().map(|(_, cells, _)| cells).sum();
    for (who, cells, wrong) in &results {
        println!("{:>11}: {cells} cells, {} wrong", who.name(), wrong.len());
    }
    println!("matrix: {cells} cells");
    let wrong: Vec<_> = results.into_iter().flat_map(|(_, _, wrong)| wrong).collect();
    assert!(wrong.is_empty(), "{} of {cells} cells disagree:\n{}", wrong.len(), wrong.join("\n"));
}

impl Desk {
    /// The verdict of the permissions on a record, and the field's part of it; no role, no right.
    fn may(&self, right: impl Fn(Role) -> bool) -> bool {
        self.me.who.role().is_some_and(right)
    }

    fn judge(&mut self, cell: &str, expected: bool, done: bool, more: &dyn std::fmt::Debug) {
        self.cells += 1;
        self.also(cell, expected, done, more);
    }

    /// What belongs to a cell that was already counted.
    fn also(&mut self, cell: &str, expected: bool, done: bool, more: &dyn std::fmt::Debug) {
        if expected != done {
            let said = if expected { "may, but could not" } else { "may not, but could" };
            self.wrong.push(format!("{} {said} {cell}: {more:?}", self.me.who.name()));
        }
    }

    fn restore(&mut self) {
        for row in &self.rows {
            put(&mut self.sql, &row.values);
        }
    }

    /// Every row as it stands.
    fn snapshot(&mut self) -> Vec<Option<Map<String, Json>>> {
        let ids: Vec<_> = self.rows.iter().map(|row| row.id).collect();
        stored(&mut self.sql, &ids)
    }

    fn ids(&self) -> String {
        let ids: Vec<_> = self.rows.iter().map(|row| row.id.to_string()).collect();
        format!("id=in.({})", ids.join(","))
    }

    /// Reads a field of the four rows in one request.
    fn reads(&mut self, window: &str) {
        let before = self.untouched.clone();
        for spec in FIELDS {
            let answer = self.me.send(&Ask::get(format!("/{window}?select=id,{}&{}", spec.key, self.ids())));
            let seen = answer.rows();
            for (row, stored) in self.rows.clone().iter().zip(&before) {
                let expected = self.may(|role| sees(role, row.relation) && reads_field(role, spec.field));
                let found = seen.iter().find(|seen| seen["id"] == json!(row.id));
                let cell = format!("read {} of {:?} in {window}", spec.key, row.relation);
                self.judge(&cell, expected, found.is_some(), &answer);
                if let Some(found) = found {
                    let value = self.shown(spec.field, &stored.as_ref().unwrap()[spec.key]);
                    self.also(&format!("{cell}, its value"), true, found[spec.key] == value, &(found, value));
                }
            }
        }
    }

    /// What the person's window shows of a stored value: the portal has the manager's name instead of their id.
    fn shown(&self, field: Field, stored: &Json) -> Json {
        if self.me.who == Who::Of(Role::Viewer) && field == Field::AssignedManager {
            assert_eq!(*stored, json!(self.other.id));
            return json!("member of matrix-other");
        }
        stored.clone()
    }

    /// Writes another value to one field of one row, then looks what became of all four.
    fn updates(&mut self, window: &str) {
        for spec in FIELDS {
            for row in self.rows.clone() {
                let expected = self.may(|role| edits_field(role, row.relation, spec.field));
                let value = self.edited(spec.field, &row.values[spec.key]);
                let body = json!({ spec.key: value });
                let answer = self.me.send(&Ask::patch(format!("/{window}?id=eq.{}", row.id), body));
                let after = self.snapshot();
                let cell = format!("update {} of {:?} in {window}", spec.key, row.relation);
                let now = after.iter().flatten().find(|stored| stored["id"] == json!(row.id));
                let done = now.is_some_and(|now| same(spec.key, &now[spec.key], &value));
                self.judge(&cell, expected, done, &answer);
                if after != self.untouched {
                    // Nothing but this field, and what the database keeps itself.
                    let touched = touched(&self.untouched, &after);
                    let own = ["search_text", "updated_at", "version", spec.key];
                    let only_this = done && touched.iter().all(|key| own.contains(&key.as_str()));
                    self.also(&format!("{cell} alone"), true, only_this, &touched);
                    self.restore();
                }
            }
        }
    }

    /// A valid value that is not the present one.
    fn edited(&self, field: Field, present: &Json) -> Json {
        match field {
            Field::AssignedManager | Field::CreatedBy if *present == json!(self.other.id) => json!(colleague()),
            Field::AssignedManager | Field::CreatedBy => json!(self.other.id),
            // One that everybody who gives roles may give, and take again.
            Field::Role if *present != json!(Role::Staff.wire()) => json!(Role::Staff.wire()),
            Field::Role => json!(Role::Viewer.wire()),
            _ => {
                (self.first_number + 501..).map(|number| sample(field, number)).find(|value| value != present).unwrap()
            }
        }
    }

    /// Makes a client with one field more than the least, claiming each relation to it.
    fn creates(&mut self, window: &str) {
        let least = [Field::Id, Field::Email, Field::Name];
        for (place, spec) in FIELDS.iter().enumerate() {
            for relation in Relation::ALL {
                let number = self.first_number + 100 + u32::try_from(place * 4).unwrap() + relation as u32;
                let id: Uuid = sample(Field::Id, number).as_str().unwrap().parse().unwrap();
                let all = full_row(number);
                let mut body: Map<_, _> =
                    least.iter().map(|field| (field.key().into(), all[field.key()].clone())).collect();
                if !least.contains(&spec.field) {
                    body.insert(spec.key.into(), self.edited(spec.field, &Json::Null));
                }
                let claim = match relation {
                    Relation::Own => Some(("user_id", json!(self.me.id))),
                    Relation::Assigned => Some((Field::AssignedManager.key(), json!(self.manager()))),
                    Relation::Created => Some((Field::CreatedBy.key(), json!(self.me.id))),
                    Relation::Other => None,
                };
                if let Some((key, value)) = claim {
                    body.entry(key).or_insert(value);
                }
                // `user_id` is no field of the registry, so nobody gives it.
                let given =
                    |role| body.keys().all(|key| Field::from_key(key).is_some_and(|field| creates_field(role, field)));
                let expected = self.may(|role| creates(role) && given(role));
                let answer = self.me.send(&Ask::post(format!("/{window}"), Json::Object(body.clone())));
                let made = stored(&mut self.sql, &[id]).remove(0);
                let cell = format!("create {} claiming {relation:?} in {window}", spec.key);
                self.judge(&cell, expected, made.is_some(), &answer);
                if let Some(made) = made {
                    let as_asked = body.iter().all(|(key, value)| same(key, &made[key], value));
                    self.also(&format!("{cell}, as asked"), true, as_asked, &made);
                    self.also(&format!("{cell}, made by them"), true, made["created_by"] == json!(self.me.id), &made);
                    self.sql.execute("delete from app.clients where id = $1", &[&id]).unwrap();
                }
            }
        }
    }

    /// Who can be a manager: somebody of the agency. For the others the refusal must not depend on it.
    fn manager(&self) -> Option<Uuid> {
        if self.me.who.role().is_some_and(Role::is_agency) { self.me.id } else { self.other.id }
    }

    /// Deletes one row, finding it by each field: a filter must not reach further than reading.
    fn deletes(&mut self, window: &str) {
        for spec in FIELDS {
            for row in self.rows.clone() {
                let expected = self.may(|role| {
                    deletes(role, row.relation) && sees(role, row.relation) && reads_field(role, spec.field)
                });
                let path = format!("/{window}?id=eq.{}&{}=not.is.null", row.id, spec.key);
                let answer = self.me.send(&Ask::new("DELETE", path));
                let after = self.snapshot();
                let others = |kept: &[Option<Map<String, Json>>]| -> Vec<_> {
                    kept.iter().flatten().filter(|kept| kept["id"] != json!(row.id)).cloned().collect()
                };
                let rest_stays = others(&after) == others(&self.untouched);
                let gone = after.iter().flatten().all(|kept| kept["id"] != json!(row.id));
                let cell = format!("delete {:?} by {} in {window}", row.relation, spec.key);
                self.judge(&cell, expected, gone, &answer);
                self.also(&format!("{cell}, nothing else"), true, rest_stays, &answer);
                if after != self.untouched {
                    self.restore();
                }
            }
        }
    }
}

/// The same value in perhaps another spelling.
fn same(key: &str, one: &Json, other: &Json) -> bool {
    let read = |json| Field::from_key(key).map(|field| Value::from_json(field.kind(), json).unwrap());
    one == other || read(one).is_some_and(|value| Some(value) == read(other))
}

/// The columns that differ in any row.
fn touched(before: &[Option<Map<String, Json>>], after: &[Option<Map<String, Json>>]) -> Vec<String> {
    let pairs = before.iter().flatten().zip(after.iter().flatten());
    pairs
        .flat_map(|(before, after)| {
            before.iter().filter(|(key, value)| after[*key] != **value).map(|(key, _)| key.clone())
        })
        .collect()
}

/// Another member of the seed, to hand a client to.
fn colleague() -> Uuid {
    "de000000-0000-4000-8000-000000000004".parse().unwrap()
}

#[test]
fn roles_are_given_and_taken_as_the_permissions_say() {
    let _agency = AGENCY.read().unwrap();
    let other = Person::new(Who::Of(Role::Member), "ranks-other");
    let mut sql = operator();
    let mut cells = 0;
    for who in Who::ALL {
        let me = Person::new(who, "ranks");
        let row = rows_of(&me, &other, 520_001).remove(1);
        for from in Role::ALL {
            for to in Role::ALL.into_iter().filter(|to| *to != from) {
                let mut values = row.values.clone();
                values.insert("role".into(), json!(from.wire()));
                put(&mut sql, &values);
                let expected = who
                    .role()
                    .is_some_and(|actor| edits_field(actor, row.relation, Field::Role) && regrades(actor, from, to));
                for window in who.windows() {
                    let ask = Ask::patch(format!("/{window}?id=eq.{}", row.id), json!({ "role": to.wire() }));
                    let answer = me.send(&ask);
                    let done = stored(&mut sql, &[row.id])[0].as_ref().unwrap()["role"] == json!(to.wire());
                    assert_eq!(done, expected, "{} turns {from} into {to} in {window}: {answer:?}", who.name());
                    cells += 1;
                }
            }
        }
    }
    println!("ranks: {cells} cells");
}
