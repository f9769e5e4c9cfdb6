//! Change proposals: a client makes them for their own record and for open fields only, and never writes the record;
//! nobody sees or decides one who may not edit that record; what is accepted is the decider's own write.

use clientele::domain::field::{FIELDS, Field};
use clientele::domain::role::Role;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::door::bad_value;
use crate::http::{Answer, Ask};
use crate::person::{Person, Who};
use crate::rows::{put, rows_of, stored};
use crate::sample::sample;
use crate::server::{AGENCY, connect, operator};

/// A client with an own record, full of values, and the member who manages it.
pub struct Desk {
    pub client: Person,
    pub manager: Person,
    pub row: Uuid,
}

impl Desk {
    pub fn new(scene: &str, number: u32) -> Self {
        let manager = Person::new(Who::Of(Role::Member), &format!("{scene}-manager"));
        let client = Person::new(Who::Of(Role::Viewer), scene);
        let own = rows_of(&client, &manager, number).remove(0);
        put(&mut operator(), &own.values);
        Self { client, manager, row: own.id }
    }

    pub fn propose(&self, id: Uuid, changes: &Json) -> Answer {
        propose(&self.client, id, changes)
    }

    pub fn record(&self) -> Json {
        Json::Object(stored(&mut operator(), &[self.row]).remove(0).unwrap())
    }
}

pub fn propose(person: &Person, id: Uuid, changes: &Json) -> Answer {
    person.send(&Ask::post(
        "/rpc/propose_changes",
        json!({ "proposal": id, "changes": changes, "note": "proposal-secret" }),
    ))
}

pub fn withdraw(person: &Person, id: Uuid) -> Answer {
    person.send(&Ask::post("/rpc/withdraw_proposal", json!({ "proposal": id })))
}

/// The proposal as it lies in the table.
pub fn kept(id: Uuid) -> Option<Json> {
    let row = "select to_jsonb(p)::text from app.proposals p where p.id = $1";
    connect().query_opt(row, &[&id]).unwrap().map(|row| serde_json::from_str(row.get(0)).unwrap())
}

pub fn code(answer: &Answer) -> String {
    assert!(!answer.ok(), "{answer:?}");
    let said = answer.json();
    assert!(said["message"].as_str().is_some_and(|text| !text.is_empty()), "no sentence: {said}");
    said["code"].as_str().unwrap_or_default().to_owned()
}

pub fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x5052_4f50_0000_4000_8000_0000_0000_0000 | number)
}

#[test]
fn a_client_proposes_what_the_registry_opens_and_writes_nothing_into_the_record() {
    let _agency = AGENCY.read().unwrap();
    let desk = Desk::new("propose", 610_001);
    let place = "select (c.xmin::text, c.ctid::text)::text from app.clients c where c.id = $1";
    let place = || connect().query_one(place, &[&desk.row]).unwrap().get::<_, String>(0);
    let (before, lay) = (desk.record(), place());
    let mut open = 0;
    for (number, spec) in (610_500..).zip(FIELDS) {
        let changes = json!({ spec.key: other_value(spec.field, number, &before[spec.key]) });
        let answer = desk.propose(id(1), &changes);
        if spec.proposes {
            assert!(answer.ok(), "{}: {answer:?}", spec.key);
            let kept = kept(id(1)).unwrap();
            assert_eq!(kept["changes"], changes);
            assert_eq!(kept["base"], json!({ spec.key: before[spec.key] }), "what stood there");
            open += 1;
        } else {
            assert_eq!(code(&answer), "CP008", "{}", spec.key);
        }
    }
    assert_eq!(open, FIELDS.iter().filter(|spec| spec.proposes).count());
    for nonsense in [json!({ "search_text": "x" }), json!({ "user_id": desk.client.id }), json!({ "nothing": 1 })] {
        assert_eq!(code(&desk.propose(id(1), &nonsense)), "CP008");
    }
    // Not even a try of the values has touched the row.
    assert_eq!((desk.record(), place()), (before, lay));
    assert_eq!(withdraw(&desk.client, id(1)).rows()[0]["status"], json!("withdrawn"));
    assert!(withdraw(&desk.client, id(1)).ok(), "a second time does nothing");
    assert_eq!(kept(id(1)).unwrap()["status"], json!("withdrawn"));
}

/// A value that fits and is not there yet.
fn other_value(field: Field, number: u32, present: &Json) -> Json {
    (number..).map(|number| sample(field, number)).find(|value| value != present).unwrap()
}

#[test]
fn what_the_form_refuses_is_refused_at_its_field() {
    let _agency = AGENCY.read().unwrap();
    let desk = Desk::new("propose-bad", 611_001);
    let before = desk.record();
    let refused_at = |changes: &Json, key: &str| {
        let answer = desk.propose(id(2), changes);
        assert_eq!(code(&answer), "23514", "{changes}: {answer:?}");
        assert!(answer.body.contains(&format!("\\\"clients_{key}_valid\\\"")), "{changes}: {answer:?}");
    };
    for spec in FIELDS.iter().filter(|spec| spec.proposes) {
        refused_at(&json!({ spec.key: bad_value(spec.field) }), spec.key);
        // Beside a good one too.
        refused_at(&json!({ "timeline_requirements": "Soon", spec.key: bad_value(spec.field) }), spec.key);
    }
    refused_at(&json!({ "name": null, "company_name": null }), "name");
    refused_at(&json!({ "business_goals": "no list" }), "business_goals");
    assert_eq!(code(&desk.propose(id(2), &json!({ "name": before["name"] }))), "CP006");
    for nothing in [json!({}), json!([]), json!("x"), Json::Null] {
        assert_eq!(code(&desk.propose(id(2), &nothing)), "CP006");
    }
    assert_eq!(kept(id(2)), None);
    assert_eq!(desk.record(), before);
}

#[test]
fn only_the_client_of_a_record_proposes() {
    let _agency = AGENCY.read().unwrap();
    let desk = Desk::new("propose-own", 612_001);
    assert!(desk.propose(id(3), &json!({ "name": "Mine" })).ok());
    let kept_before = kept(id(3));
    for who in Who::ALL {
        let other = Person::new(who, "propose-other");
        let answers =
            [propose(&other, id(4), &json!({ "name": "X" })), propose(&other, id(3), &json!({ "name": "X" }))];
        match who {
            // Their own record, but not under somebody's identity.
            Who::Of(Role::Viewer) => {
                assert!(answers[0].ok(), "{answers:?}");
                assert_eq!(kept(id(4)).unwrap()["client_id"], json!(other.id));
                assert_eq!(code(&answers[1]), "42501");
                withdraw(&other, id(4));
                // Whose link is taken away has no record any more.
                connect().execute("update app.clients set user_id = null where id = $1", &[&other.id]).unwrap();
                assert_eq!(code(&propose(&other, id(5), &json!({ "name": "X" }))), "42501");
                assert_eq!(code(&withdraw(&other, id(4))), "42501");
                connect().execute("delete from app.proposals where id = $1", &[&id(4)]).unwrap();
            }
            _ => answers.iter().for_each(|answer| assert_eq!(code(answer), "42501", "{}", who.name())),
        }
        assert_eq!(code(&withdraw(&other, id(3))), "42501", "{}", who.name());
    }
    assert_eq!(kept(id(3)), kept_before);
    assert_eq!((kept(id(4)), kept(id(5))), (None, None));
}

#[test]
fn sent_twice_it_is_one_and_there_is_one_at_a_time() {
    let _agency = AGENCY.read().unwrap();
    let desk = Desk::new("propose-twice", 613_001);
    let changes = json!({ "name": "Another Name" });
    let first = desk.propose(id(6), &changes).rows();
    assert_eq!(desk.propose(id(6), &changes).rows(), first, "the answer was lost");
    assert_eq!(code(&desk.propose(id(7), &changes)), "CP004");
    let changed = desk.propose(id(6), &json!({ "phone": "+49 30 7654321" })).rows();
    assert_eq!((&changed[0]["version"], &changed[0]["changes"]), (&json!(2), &json!({ "phone": "+49 30 7654321" })));
    assert!(withdraw(&desk.client, id(6)).ok());
    assert_eq!(code(&desk.propose(id(6), &changes)), "CP001");
}

#[test]
fn a_client_cannot_fill_the_database() {
    let _agency = AGENCY.read().unwrap();
    let desk = Desk::new("propose-much", 614_001);
    let deep = json!({ "a": "x".repeat(60_000) });
    assert_eq!(code(&desk.propose(id(8), &json!({ "brand_guidelines": deep, "visual_identity": deep }))), "CP007");
    let long = json!({ "proposal": id(8), "changes": { "name": "X" }, "note": "x".repeat(2001) });
    assert_eq!(code(&desk.client.send(&Ask::post("/rpc/propose_changes", long))), "CP007");
    for number in 0..10 {
        assert!(desk.propose(id(100 + number), &json!({ "name": format!("Name {number}") })).ok());
        assert!(withdraw(&desk.client, id(100 + number)).ok());
    }
    assert_eq!(code(&desk.propose(id(8), &json!({ "name": "X" }))), "CP005");
    let count = || {
        let count = "select count(*) from app.proposals p where p.client_id = $1";
        connect().query_one(count, &[&desk.row]).unwrap().get::<_, i64>(0)
    };
    // The day after, and the day after that: what was withdrawn does not pile up.
    for number in 0..3 {
        connect()
            .execute(
                "update app.proposals set created_at = created_at - interval '1 day' where client_id = $1",
                &[&desk.row],
            )
            .unwrap();
        assert!(desk.propose(id(120 + number), &json!({ "name": "X" })).ok());
        assert!(withdraw(&desk.client, id(120 + number)).ok());
    }
    assert_eq!(count(), 11);
    // Nor does one that is changed again and again.
    assert!(desk.propose(id(130), &json!({ "name": "Y" })).ok());
    connect().execute("update app.proposals set version = 100 where id = $1", &[&id(130)]).unwrap();
    assert_eq!(code(&desk.propose(id(130), &json!({ "name": "Z" }))), "CP005");
    // A deleted client takes its proposals along.
    connect().execute("delete from app.clients where id = $1", &[&desk.row]).unwrap();
    assert_eq!(count(), 0);
}

#[test]
fn a_proposal_is_there_for_its_client_and_for_who_edits_the_record() {
    let _agency = AGENCY.read().unwrap();
    let desk = Desk::new("propose-seen", 615_001);
    assert!(desk.propose(id(9), &json!({ "name": "proposal-secret name" })).ok());
    let before = kept(id(9));
    let doors = |window: &str| {
        let path = format!("/{window}");
        vec![
            Ask::get(path.clone()),
            Ask::get(format!("{path}?select=*&id=eq.{}", id(9))),
            Ask::get(path.clone()).header("accept", "text/csv"),
            Ask::get(format!("{path}?note=like.*secret*")),
            Ask::get(format!("{path}?changes-%3E%3Ename=not.is.null&order=created_at")),
            Ask::get(format!("{path}?select=changes-%3Ename")),
        ]
    };
    let exact = |person: &Person, window: &str| {
        let path = format!("/{window}?id=eq.{}&select=id", id(9));
        let answer = person.send(&Ask::new("HEAD", path).prefer("count=exact"));
        answer.headers.get("content-range").and_then(|range| range.rsplit_once('/')?.1.parse::<u32>().ok()).unwrap_or(0)
    };
    let sees = |person: &Person, window: &str| {
        let found: Vec<bool> =
            doors(window).iter().map(|ask| person.send(ask).body.contains("proposal-secret")).collect();
        assert!(found.iter().all(|seen| *seen == found[0]), "{} {window}: {found:?}", person.who.name());
        assert_eq!(exact(person, window) > 0, found[0]);
        found[0]
    };
    let writes = |person: &Person| {
        for window in ["proposals", "portal_proposals"] {
            let path = format!("/{window}?id=eq.{}", id(9));
            let row = json!({ "id": id(10), "client_id": desk.row, "proposed_by": desk.client.id, "base": {}, "changes": { "name": "X" } });
            assert!(!person.send(&Ask::post(format!("/{window}"), row)).ok());
            assert!(!person.send(&Ask::patch(&*path, json!({ "status": "decided" }))).ok());
            assert!(!person.send(&Ask::new("DELETE", &*path)).ok());
        }
        assert!(!person.send(&Ask::get("/app.proposals")).ok());
    };
    for who in Who::ALL {
        let other = Person::new(who, "propose-curious");
        let decides = matches!(who, Who::Of(Role::Owner | Role::Admin));
        assert_eq!((sees(&other, "proposals"), sees(&other, "portal_proposals")), (decides, false), "{}", who.name());
        // Who reads the record, because they made it, does not decide on it; nor does staff who manages it.
        if matches!(who, Who::Of(Role::Member | Role::Staff)) {
            let sql = "update app.clients set created_by = $2, assigned_manager = case when $3 then $2 else assigned_manager end where id = $1";
            let manages = who == Who::Of(Role::Staff);
            operator().execute(sql, &[&desk.row, &other.id, &manages]).unwrap();
            assert!(!sees(&other, "proposals"), "{}", who.name());
            operator()
                .execute("update app.clients set assigned_manager = $2 where id = $1", &[&desk.row, &desk.manager.id])
                .unwrap();
        }
        writes(&other);
    }
    assert_eq!((sees(&desk.client, "proposals"), sees(&desk.client, "portal_proposals")), (false, true));
    assert_eq!((sees(&desk.manager, "proposals"), sees(&desk.manager, "portal_proposals")), (true, false));
    writes(&desk.client);
    writes(&desk.manager);
    // Nothing of the agency's is in the client's window.
    let own = desk.client.send(&Ask::get("/portal_proposals")).rows();
    assert!(own.iter().all(|row| row.get("decided_by").is_none() && row.get("client").is_none()));
    // No estimate says how many there are.
    for count in ["planned", "estimated"] {
        let head = Ask::new("HEAD", "/portal_proposals").prefer("return=minimal").prefer(format!("count={count}"));
        let known = |person: &Person| person.send(&head).headers.get("content-range").cloned();
        let fresh = Person::new(Who::Of(Role::Viewer), &format!("propose-{count}"));
        assert_eq!(known(&fresh).is_some(), known(&desk.client).is_some());
        if let Some(range) = known(&fresh) {
            assert_eq!(
                range.rsplit_once('/').map(|parts| parts.1),
                known(&desk.client).unwrap().rsplit_once('/').map(|parts| parts.1)
            );
        }
    }
    assert_eq!(kept(id(9)), before);
}

/// The table itself is not exposed; whoever reached it another way would find the same locks.
#[test]
fn the_table_behind_the_windows_is_locked_as_well() {
    let _agency = AGENCY.read().unwrap();
    let desk = Desk::new("propose-table", 616_001);
    assert!(desk.propose(id(11), &json!({ "name": "Locked" })).ok());
    let staff = Person::new(Who::Of(Role::Staff), "propose-table");
    operator().execute("update app.clients set created_by = $2 where id = $1", &[&desk.row, &staff.id]).unwrap();
    let other = Person::new(Who::Of(Role::Viewer), "propose-table-other");
    for (person, sees) in [(&desk.client, 1_i64), (&desk.manager, 1), (&staff, 0), (&other, 0)] {
        let mut sql = connect();
        let claims = json!({ "sub": person.id, "role": "authenticated" }).to_string();
        sql.execute("select set_config('request.jwt.claims', $1, false)", &[&claims]).unwrap();
        sql.batch_execute("set role authenticated").unwrap();
        let count = "select count(*) from app.proposals p where p.id = $1";
        assert_eq!(sql.query_one(count, &[&id(11)]).unwrap().get::<_, i64>(0), sees, "{}", person.email);
        for write in [
            "update app.proposals set status = 'withdrawn'",
            "delete from app.proposals",
            "insert into app.proposals (id, client_id, base, changes) select gen_random_uuid(), client_id, base, changes from app.proposals",
        ] {
            let error = sql.batch_execute(write).unwrap_err();
            assert_eq!(error.code().map(|code| code.code()), Some("42501"), "{write}");
        }
    }
}
