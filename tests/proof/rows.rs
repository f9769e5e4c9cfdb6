//! What is asked for: full rows in each relation to a person, put there and put back by the operator.

use clientele::domain::field::{FIELDS, Field};
use clientele::domain::permission::Relation;
use clientele::domain::role::Role;
use postgres::Client;
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use crate::person::{Person, Who};
use crate::sample::sample;

/// A client's record and how somebody stands to it.
#[derive(Clone, Debug)]
pub struct Row {
    pub relation: Relation,
    pub id: Uuid,
    /// Every column of the registry, and `user_id`.
    pub values: Map<String, Json>,
}

/// Every field filled, with values that nobody else's rows have.
pub fn full_row(number: u32) -> Map<String, Json> {
    let mut values: Map<_, _> = FIELDS.iter().map(|spec| (spec.key.to_owned(), sample(spec.field, number))).collect();
    values.insert(Field::Role.key().to_owned(), json!(Role::Viewer.wire()));
    values.insert("user_id".to_owned(), Json::Null);
    values
}

/// One row per relation. The own row of somebody whose row is not linked bears their address and waits for them; for
/// anon every row's people are NULL, as they are. `other` is who manages what the person has nothing to do with.
pub fn rows_of(person: &Person, other: &Person, first_number: u32) -> Vec<Row> {
    let (me, they) = (json!(person.id), json!(other.id));
    let row = |(place, relation): (usize, Relation)| {
        let mut values = full_row(first_number + u32::try_from(place).unwrap());
        let mut set = |field: Field, value: &Json| values.insert(field.key().to_owned(), value.clone());
        set(Field::AssignedManager, if relation == Relation::Assigned { &me } else { &they });
        set(Field::CreatedBy, if relation == Relation::Created { &me } else { &they });
        if relation == Relation::Own {
            set(Field::Email, &json!(person.email));
            match person.who {
                Who::Of(role) => {
                    set(Field::Id, &me);
                    set(Field::Role, &json!(role.wire()));
                    values.insert("user_id".to_owned(), me.clone());
                }
                // Waits for this address, but nobody with the right to give the role has invited it.
                Who::Stranger => {
                    set(Field::Role, &json!(Role::Admin.wire()));
                }
                Who::Unconfirmed | Who::Anon => {}
            }
        }
        let id = values[Field::Id.key()].as_str().unwrap().parse().unwrap();
        Row { relation, id, values }
    };
    Relation::ALL.into_iter().enumerate().map(row).collect()
}

/// Writes a row as it is, in the place of the one that was there.
pub fn put(sql: &mut Client, row: &Map<String, Json>) {
    let columns: Vec<&str> = row.keys().map(String::as_str).collect();
    let columns = columns.join(", ");
    let id: Uuid = row[Field::Id.key()].as_str().unwrap().parse().unwrap();
    sql.execute("delete from app.clients where id = $1", &[&id]).unwrap();
    let add = format!(
        "insert into app.clients ({columns}) select {columns} from json_populate_record(null::app.clients, $1::text::json)"
    );
    sql.execute(&add, &[&Json::Object(row.clone()).to_string()]).unwrap();
}

/// Rows as they stand in the database, every column, in the order of the ids; `None` for one that is gone.
pub fn stored(sql: &mut Client, ids: &[Uuid]) -> Vec<Option<Map<String, Json>>> {
    let found = sql.query("select c.id, to_json(c)::text from app.clients c where id = any ($1)", &[&ids]).unwrap();
    let read = |id: &Uuid| {
        let row = found.iter().find(|row| row.get::<_, Uuid>(0) == *id)?;
        serde_json::from_str::<Json>(row.get(1)).unwrap().as_object().cloned()
    };
    ids.iter().map(read).collect()
}
