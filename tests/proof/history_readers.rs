//! Who is told what of the history: whoever sees a client now is told of the fields that they read now, and nobody writes.

use std::collections::BTreeSet;

use clientele::api::history::PAGE;
use clientele::domain::field::{FIELDS, Field, Spec};
use clientele::domain::history::{History, What};
use clientele::domain::permission::{Relation, reads_field, sees};
use clientele::domain::role::Role;
use postgres::Client;
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use crate::http::{Answer, Ask};
use crate::past::{asked, forget, kept, note, seen};
use crate::person::{Person, Who};
use crate::rows::{Row, full_row, put, rows_of};
use crate::sample::sample;
use crate::server::{AGENCY, operator};

/// One write for each field, alone, and one for all at once.
fn write_all(sql: &mut Client, client: Uuid, number: u32, actor: Option<Uuid>) {
    let pair = |field: Field| json!([sample(field, number), sample(field, number + 1)]);
    for spec in FIELDS {
        note(sql, client, 2 + spec.field as i32, actor, &json!({ spec.key: pair(spec.field) }));
    }
    let all: Map<_, _> = FIELDS.iter().map(|spec| (spec.key.to_owned(), pair(spec.field))).collect();
    note(sql, client, 100, actor, &Json::Object(all));
    // A column that the registry does not know.
    note(sql, client, 101, actor, &json!({ "user_id": [null, sample(Field::Id, number)], "search_text": ["a", "b"] }));
}

/// What somebody should be shown of that: version and field.
fn expected(role: Option<Role>, relation: Relation) -> BTreeSet<(i64, &'static str)> {
    let sees = |role: &Role| role.is_agency() && sees(*role, relation);
    let reads = |spec: &&Spec| role.filter(sees).is_some_and(|role| reads_field(role, spec.field));
    let both = |spec: &'static Spec| [2 + spec.field as i64, 100].map(|version| (version, spec.key));
    FIELDS.iter().filter(reads).flat_map(both).collect()
}

#[test]
fn a_reader_sees_of_a_client_they_see_the_fields_they_read() {
    let _agency = AGENCY.read().unwrap();
    let other = Person::new(Who::Of(Role::Member), "history-read-other");
    let mut sql = operator();
    let mut cells = 0;
    for (place, who) in Who::ALL.into_iter().enumerate() {
        let me = Person::new(who, "history-read");
        let number = 560_001 + 1_000 * u32::try_from(place).unwrap();
        for row in rows_of(&me, &other, number) {
            put(&mut sql, &row.values);
            forget(&mut sql, row.id);
            write_all(&mut sql, row.id, number, other.id);
            let expected = expected(who.role(), row.relation);
            let answer = asked(&me, row.id, None, PAGE);
            // An agency's windows are empty to whoever is not of the agency, and closed to whoever is not signed in.
            assert_eq!(answer.ok(), who != Who::Anon, "{answer:?}");
            let rows = answer.rows();
            let found = |row: &Json| {
                (row["version"].as_i64().unwrap(), Field::from_key(row["field"].as_str().unwrap()).unwrap().key())
            };
            assert_eq!(
                rows.iter().map(found).collect::<BTreeSet<_>>(),
                expected,
                "{} and {:?}",
                who.name(),
                row.relation
            );
            for row in &rows {
                let field = Field::from_key(row["field"].as_str().unwrap()).unwrap();
                assert_eq!([&row["before"], &row["after"]], [&sample(field, number), &sample(field, number + 1)]);
                assert_eq!(
                    (&row["actor"], &row["actor_name"]),
                    (&json!(other.id), &json!("member of history-read-other"))
                );
            }
            // The same by pages of seven writes, as the page reads them.
            let (mut below, mut paged) = (None, Vec::new());
            loop {
                let page = History::from_rows(&asked(&me, row.id, below, 7).rows(), Role::Owner, 7);
                paged.extend(page.changes);
                below = page.below;
                if below.is_none() {
                    break;
                }
            }
            assert_eq!(paged, seen(&me, row.id), "{} and {:?}", who.name(), row.relation);
            cells += FIELDS.len();
        }
    }
    println!("history: {cells} cells");
}

#[test]
fn a_page_holds_no_half_write() {
    let _agency = AGENCY.read().unwrap();
    let owner = Person::new(Who::Of(Role::Owner), "history-long");
    let mut sql = operator();
    let row = full_row(570_001);
    let id: Uuid = row["id"].as_str().unwrap().parse().unwrap();
    put(&mut sql, &row);
    let all: Map<_, _> =
        FIELDS.iter().map(|spec| (spec.key.to_owned(), json!([sample(spec.field, 1), null]))).collect();
    for version in 2..62 {
        note(&mut sql, id, version, None, &Json::Object(all.clone()));
    }
    let (mut below, mut versions) = (None, Vec::new());
    loop {
        let page = History::from_rows(&asked(&owner, id, below, PAGE).rows(), Role::Owner, PAGE);
        for change in &page.changes {
            let What::Edited(edits) = &change.what else { panic!("an edit") };
            assert_eq!(edits.len(), FIELDS.len(), "version {}", change.version);
            assert_eq!((change.actor.as_deref(), change.person), (None, None));
        }
        versions.extend(page.changes.iter().map(|change| change.version));
        below = page.below;
        if below.is_none() {
            break;
        }
    }
    assert_eq!(versions, (2..62).rev().collect::<Vec<_>>());
}

#[test]
fn who_may_read_less_now_sees_less_at_once() {
    let _agency = AGENCY.read().unwrap();
    let me = Person::new(Who::Of(Role::Admin), "history-demoted");
    let other = Person::new(Who::Of(Role::Owner), "history-demoted");
    let mut sql = operator();
    let rows = rows_of(&me, &other, 571_001);
    for row in &rows {
        put(&mut sql, &row.values);
        write_all(&mut sql, row.id, 571_001, other.id);
    }
    let all = |relation| {
        let row = rows.iter().find(|row| row.relation == relation).unwrap();
        asked(&me, row.id, None, PAGE).rows().len()
    };
    for role in [Role::Admin, Role::Member, Role::Staff, Role::Viewer] {
        sql.execute("update app.clients set role = $2 where id = $1", &[&me.id, &role.wire()]).unwrap();
        for relation in [Relation::Assigned, Relation::Created, Relation::Other] {
            assert_eq!(all(relation), expected(Some(role), relation).len(), "{role} and {relation:?}");
        }
    }
    sql.execute("update app.clients set role = 'member' where id = $1", &[&me.id]).unwrap();
    assert!(all(Relation::Assigned) > 0);
    sql.execute("update app.clients set assigned_manager = $1 where assigned_manager = $2", &[&other.id, &me.id])
        .unwrap();
    assert_eq!(all(Relation::Assigned), 0);
}

#[test]
fn nobody_writes_the_history_and_no_count_tells_of_it() {
    let _agency = AGENCY.read().unwrap();
    let other = Person::new(Who::Of(Role::Member), "history-doors-other");
    let mut sql = operator();
    let body = json!({ "client_id": other.id, "version": 9, "action": "update", "actor": other.id, "changes": { "name": ["a", "b"] } });
    for (place, who) in Who::ALL.into_iter().enumerate() {
        let me = Person::new(who, "history-doors");
        let number = 572_001 + 100 * u32::try_from(place).unwrap();
        let mut rows = rows_of(&me, &other, number);
        rows.retain(|row| matches!(row.relation, Relation::Assigned | Relation::Other));
        for row in &rows {
            put(&mut sql, &row.values);
            note(&mut sql, row.id, 2, other.id, &json!({ "name": ["a", "b"] }));
        }
        let digest = |sql: &mut Client| -> Vec<_> { rows.iter().map(|row| kept(sql, row.id)).collect() };
        let before = digest(&mut sql);
        for relation in [
            "client_changes",
            "client_history",
            "client_changes_id_seq",
            "rpc/client_history",
            "rpc/clients_history",
            "rpc/sees_client",
        ] {
            for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
                for profile in ["public", "app"] {
                    let path = format!("/{relation}?client_id=eq.{}", rows[0].id);
                    let mut ask = Ask::new(method, path).prefer("resolution=merge-duplicates,return=representation");
                    ask = ask.header("accept-profile", profile).header("content-profile", profile);
                    if method != "GET" && method != "DELETE" {
                        ask = ask.with_body(body.clone());
                    }
                    let answer = me.send(&ask);
                    assert!(!answer.ok(), "{} at {ask:?}: {answer:?}", who.name());
                }
            }
        }
        assert_eq!(digest(&mut sql), before, "{}", who.name());

        // A client they do not see, edited often or not; one they see, edited often in what they do not read.
        let questions = |sql: &mut Client, rows: &[Row]| -> Vec<Answer> {
            sql.batch_execute("analyze app.client_changes").unwrap();
            let ask = |row: &Row, method, prefer: &[&str]| {
                let ask = Ask::new(
                    method,
                    format!("/rpc/client_history?client={}&select=version,field,before,after,actor_name", row.id),
                );
                me.send(&prefer.iter().fold(ask, |ask, prefer| ask.prefer(*prefer)))
            };
            let prefers: [&[&str]; 5] =
                [&[], &["count=exact"], &["count=planned"], &["count=estimated"], &["count=planned", "tx=commit"]];
            rows.iter()
                .flat_map(|row| {
                    prefers.iter().flat_map(move |prefer| ["GET", "HEAD"].map(|method| (row, method, *prefer)))
                })
                .map(|(row, method, prefer)| ask(row, method, prefer))
                .collect()
        };
        let role = who.role().filter(|role| role.is_agency());
        let Some(hidden) = FIELDS.iter().find(|spec| role.is_none_or(|role| !reads_field(role, spec.field))) else {
            continue;
        };
        let told = questions(&mut sql, &rows);
        for row in &rows {
            let unseen = role.is_none_or(|role| !sees(role, row.relation));
            let field = if unseen { "name" } else { hidden.key };
            for version in 3..300 {
                note(&mut sql, row.id, version, other.id, &json!({ field: ["hidden-a", "hidden-b"] }));
            }
        }
        assert_eq!(questions(&mut sql, &rows), told, "{}", who.name());
        for row in &rows {
            forget(&mut sql, row.id);
        }
    }
}

#[test]
fn somebody_whom_the_team_does_not_name_has_no_name() {
    let _agency = AGENCY.read().unwrap();
    let (owner, gone) =
        (Person::new(Who::Of(Role::Owner), "history-names"), Person::new(Who::Of(Role::Member), "history-names"));
    let mut sql = operator();
    let row = full_row(573_001);
    let id: Uuid = row["id"].as_str().unwrap().parse().unwrap();
    put(&mut sql, &row);
    note(&mut sql, id, 2, gone.id, &json!({ "name": ["a", "b"] }));
    let names = || seen(&owner, id).into_iter().map(|change| change.actor).collect::<Vec<_>>();
    assert_eq!(names(), [Some("member of history-names".to_owned())]);
    sql.execute("update app.clients set role = 'viewer' where id = $1", &[&gone.id]).unwrap();
    assert_eq!(names(), [None]);
}
