//! What the history records: every write, with who, when, from and to, and of a deleted client only the deed.

use clientele::domain::field::{FIELDS, Field};
use clientele::domain::history::What;
use clientele::domain::permission::{Relation, edits_field};
use clientele::domain::role::Role;
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use crate::http::Ask;
use crate::past::{forget, kept, seen};
use crate::person::{Person, Who, token};
use crate::rows::{full_row, put, rows_of, stored};
use crate::sample::{needle, sample};
use crate::server::{AGENCY, connect, operator};

/// What the database itself notes with a write, or with a sign-in.
const NO_EDITS: [&str; 4] = ["version", "updated_at", "last_login_at", "last_logout_at"];

/// What an edit writes: a valid value that the row does not have.
fn edited(field: Field, number: u32, present: &Json) -> Json {
    match field {
        Field::AssignedManager => json!("de000000-0000-4000-8000-000000000004"),
        Field::Role => json!(Role::Staff.wire()),
        _ => (number..).map(|number| sample(field, number)).find(|value| value != present).unwrap(),
    }
}

/// `{field: [from, to]}` of two states of a row.
fn difference(before: &Map<String, Json>, after: &Map<String, Json>) -> Json {
    let keys = FIELDS.iter().map(|spec| spec.key).filter(|key| !NO_EDITS.contains(key) && before[*key] != after[*key]);
    Json::Object(keys.map(|key| (key.to_owned(), json!([before[key], after[key]]))).collect())
}

#[test]
fn every_edit_of_every_role_is_recorded_with_who_from_and_to() {
    let _agency = AGENCY.read().unwrap();
    let other = Person::new(Who::Of(Role::Member), "history-other");
    let mut sql = operator();
    sql.batch_execute("set timezone = 'UTC'").unwrap();
    let mut edits = 0;
    for (place, who) in Who::ALL.into_iter().enumerate() {
        let me = Person::new(who, "history");
        let number = 540_001 + 1_000 * u32::try_from(place).unwrap();
        let row = rows_of(&me, &other, number).into_iter().find(|row| row.relation == Relation::Assigned).unwrap();
        for spec in FIELDS {
            put(&mut sql, &row.values);
            forget(&mut sql, row.id);
            let before = stored(&mut sql, &[row.id]).remove(0).unwrap();
            let body = json!({ spec.key: edited(spec.field, number + 500, &before[spec.key]) });
            for window in who.windows() {
                me.send(&Ask::patch(format!("/{window}?id=eq.{}", row.id), body.clone()));
            }
            let after = stored(&mut sql, &[row.id]).remove(0).unwrap();
            let may = who.role().is_some_and(|role| edits_field(role, row.relation, spec.field));
            let version = i32::try_from(after["version"].as_i64().unwrap()).unwrap();
            let expected = (version, me.id, "update".to_owned(), difference(&before, &after));
            let found = kept(&mut sql, row.id);
            assert_eq!(found, if may { vec![expected] } else { vec![] }, "{} and {}", who.name(), spec.key);
            if may {
                assert!(found[0].3.get(spec.key).is_some() && found[0].3.as_object().unwrap().len() == 1);
                let same = "select h.happened_at = c.updated_at from app.client_changes h join app.clients c on c.id = client_id where c.id = $1";
                assert!(sql.query_one(same, &[&row.id]).unwrap().get::<_, bool>(0), "the moment of {}", spec.key);
                edits += 1;
            }
        }
    }
    println!("history: {edits} edits");
}

#[test]
fn births_ends_upserts_and_edits_by_nobody_are_recorded_and_stamps_are_not() {
    let _agency = AGENCY.read().unwrap();
    let (owner, member) = (Person::new(Who::Of(Role::Owner), "deeds"), Person::new(Who::Of(Role::Member), "deeds"));
    let mut sql = operator();
    for (me, number) in [(&owner, 550_001), (&member, 550_002)] {
        let window = me.who.windows()[0];
        let row = full_row(number);
        let id: Uuid = row["id"].as_str().unwrap().parse().unwrap();
        let body = json!({ "id": id, "email": row["email"], "name": "Ann" });
        assert!(me.send(&Ask::post(format!("/{window}"), body.clone())).ok());
        let path = format!("/{window}?id=eq.{id}");
        // The same value again, and nothing at all.
        me.send(&Ask::patch(&path, json!({ "name": "Ann" })));
        me.send(&Ask::patch(&path, json!({})));
        assert!(me.send(&Ask::patch(&path, json!({ "name": "Ann Lee", "industry": "Retail" }))).ok());
        // What the database refuses, whole.
        assert!(!me.send(&Ask::patch(&path, json!({ "name": "Nobody", "website_url": "nonsense" }))).ok());
        let upsert = json!({ "id": id, "email": row["email"], "name": "Ann Low" });
        let upserted = me.send(&Ask::post(format!("/{window}"), upsert).prefer("resolution=merge-duplicates")).ok();
        let mut expected = vec![
            (1, me.id, "insert".to_owned(), json!({})),
            (3, me.id, "update".to_owned(), json!({ "name": ["Ann", "Ann Lee"], "industry": [null, "Retail"] })),
        ];
        if upserted {
            expected.push((4, me.id, "update".to_owned(), json!({ "name": ["Ann Lee", "Ann Low"] })));
        }
        assert_eq!(kept(&mut sql, id), expected, "{}", me.who.name());
        // The service, with its key, and the operator are nobody.
        let name = stored(&mut sql, &[id])[0].as_ref().unwrap()["name"].clone();
        let key = token(id, &json!({ "role": "service_role", "sub": null }));
        let sent = Ask::patch(format!("/clients?id=eq.{id}"), json!({ "tier": "basic" })).send(Some(&key));
        assert!(sent.ok(), "{sent:?}");
        connect().execute("update app.clients set name = 'By hand' where id = $1", &[&id]).unwrap();
        let nobodys: Vec<_> =
            kept(&mut sql, id).into_iter().skip(expected.len()).map(|entry| (entry.1, entry.3)).collect();
        assert_eq!(
            nobodys,
            [(None, json!({ "tier": ["standard", "basic"] })), (None, json!({ "name": [name, "By hand"] }))]
        );
    }
    // A sign-in is no edit, of anybody's row.
    let own = member.id.unwrap();
    for call in ["touch_login", "touch_logout"] {
        assert!(member.send(&Ask::post(format!("/rpc/{call}"), json!({}))).ok());
    }
    assert_eq!(kept(&mut sql, own), []);
}

#[test]
fn of_a_deleted_client_only_the_deed_is_kept() {
    let _agency = AGENCY.read().unwrap();
    let [owner, admin, member] =
        [Role::Owner, Role::Admin, Role::Member].map(|role| Person::new(Who::Of(role), "gone"));
    let mut sql = operator();
    let number = 551_001;
    let row = rows_of(&member, &owner, number).into_iter().find(|row| row.relation == Relation::Assigned).unwrap();
    put(&mut sql, &row.values);
    let field = Field::TargetAudience;
    let path = format!("/clients?id=eq.{}", row.id);
    for number in [number + 10, number + 11] {
        assert!(owner.send(&Ask::patch(&path, json!({ field.key(): sample(field, number) }))).ok());
    }
    assert_eq!(kept(&mut sql, row.id).len(), 2);
    assert!(admin.send(&Ask::new("DELETE", &*path)).ok());
    assert_eq!(kept(&mut sql, row.id), [(0, admin.id, "delete".to_owned(), json!({}))]);
    let all: Vec<String> =
        sql.query("select h::text from app.client_changes h", &[]).unwrap().iter().map(|row| row.get(0)).collect();
    for number in [number + 1, number + 10, number + 11] {
        let needle = needle(field, number).unwrap();
        assert!(!all.iter().any(|entry| entry.contains(&needle)), "{needle} is still there");
    }
    for head in [&owner, &admin] {
        let [end] = &seen(head, row.id)[..] else { panic!("one deed") };
        assert_eq!((&end.what, end.actor.as_deref(), end.person), (&What::Deleted, Some("admin of gone"), admin.id));
    }
    assert_eq!(seen(&member, row.id), []);
    // Whoever gets the id later has a birth of their own, above that end.
    put(&mut sql, &full_row(number + 20));
    connect()
        .execute(
            "update app.clients set id = $1, assigned_manager = $2 where id = $3",
            &[&row.id, &member.id, &sample(Field::Id, number + 20).as_str().unwrap().parse::<Uuid>().unwrap()],
        )
        .unwrap();
    let changes = seen(&member, row.id);
    assert_eq!(changes.last().map(|change| &change.what), Some(&What::Deleted));
    assert!(changes.len() == 2, "{changes:?}");
}
