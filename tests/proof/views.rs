//! Saved views: a private one is its owner's alone, a shared one is there for those who read what it filters by, and
//! nobody changes another's.

use clientele::domain::role::Role;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::default_views::{default_view, open_with};
use crate::http::{Answer, Ask};
use crate::person::{Person, Who};
use crate::server::{AGENCY, operator};

/// Saves a view as the page does.
fn save(person: &Person, view: &Json) -> Answer {
    person.send(&Ask::post("/views", view.clone()).prefer("return=representation"))
}

/// Saves a view that must go in.
pub fn saved(person: &Person, view: &Json) -> Uuid {
    let answer = save(person, view);
    assert!(answer.ok(), "{} cannot save {view}: {answer:?}", person.who.name());
    answer.rows()[0]["id"].as_str().unwrap().parse().unwrap()
}

/// What somebody sees of a view.
pub fn seen(person: &Person, view: Uuid) -> Option<Json> {
    person.send(&Ask::get(format!("/views?id=eq.{view}"))).rows().pop()
}

pub fn change(person: &Person, view: Uuid, what: &Json) -> Answer {
    person.send(&Ask::patch(format!("/views?id=eq.{view}"), what.clone()).prefer("return=representation"))
}

pub fn delete(person: &Person, view: Uuid) -> Answer {
    person.send(&Ask::new("DELETE", format!("/views?id=eq.{view}")).prefer("return=representation"))
}

/// The row as it lies in the table.
fn kept(view: Uuid) -> Option<Json> {
    let row = "select to_jsonb(v)::text from app.views v where v.id = $1";
    operator().query_opt(row, &[&view]).unwrap().map(|row| serde_json::from_str(row.get(0)).unwrap())
}

fn agency(scene: &str) -> [Person; 4] {
    [Role::Owner, Role::Admin, Role::Member, Role::Staff].map(|role| Person::new(Who::Of(role), scene))
}

#[test]
fn a_private_view_is_its_owners_alone() {
    let _agency = AGENCY.read().unwrap();
    let me = Person::new(Who::Of(Role::Member), "view-private");
    let view =
        saved(&me, &json!({ "name": "Mine", "query": "status=lead", "fields": ["status"], "columns": ["name"] }));
    let mine = seen(&me, view).unwrap();
    assert_eq!((&mine["mine"], &mine["shared"], &mine["is_default"]), (&json!(true), &json!(false), &json!(false)));
    assert_eq!(mine["author"], json!("member of view-private"));
    let before = kept(view);
    for who in Who::ALL {
        let other = Person::new(who, "view-curious");
        assert_eq!(seen(&other, view), None, "{}", who.name());
        change(&other, view, &json!({ "name": "Taken", "shared": true }));
        delete(&other, view);
        assert_eq!(kept(view), before, "{} touched it", who.name());
    }
}

#[test]
fn a_shared_view_is_there_for_those_who_read_its_fields() {
    let _agency = AGENCY.read().unwrap();
    let [owner, admin, author, staff] = agency("view-shared");
    let colleague = Person::new(Who::Of(Role::Member), "view-shared-too");
    let share = |name: &str, fields: &[&str]| {
        let columns = ["tier", "metadata", "annual_revenue", "name"];
        let view = json!({ "name": name, "query": "", "fields": fields, "columns": columns, "shared": true });
        saved(&author, &view)
    };
    let (plain, revenue) = (share("Plain", &["status", "status"]), share("Rich", &["status", "annual_revenue"]));
    let (secret, unknown) = (share("Secret", &["metadata"]), share("Unknown", &["no_such_field"]));
    let sees = |person: &Person| [plain, revenue, secret, unknown].map(|view| seen(person, view).is_some());
    assert_eq!(sees(&owner), [true, true, true, false]);
    assert_eq!(sees(&admin), [true, true, true, false]);
    assert_eq!(sees(&colleague), [true, true, false, false]);
    assert_eq!(sees(&staff), [true, false, false, false]);
    assert_eq!(sees(&author), [true; 4]);
    let columns = |person: &Person| seen(person, plain).unwrap()["columns"].clone();
    assert_eq!(columns(&owner), json!(["tier", "metadata", "annual_revenue", "name"]));
    assert_eq!(columns(&colleague), json!(["tier", "annual_revenue", "name"]));
    assert_eq!(columns(&staff), json!(["tier", "name"]));
    let theirs = seen(&staff, plain).unwrap();
    assert_eq!((&theirs["mine"], &theirs["author"]), (&json!(false), &json!("member of view-shared")));
    assert_eq!(theirs["fields"], json!(["status"]));
    // Nor by filtering or ordering by what is withheld.
    for query in ["and=(columns.cs.{metadata})", "and=(fields.cs.{annual_revenue})"] {
        assert!(staff.send(&Ask::get(format!("/views?select=id&{query}"))).rows().is_empty(), "{query}");
    }
    // Unshared, it is private again.
    change(&author, plain, &json!({ "shared": false }));
    assert_eq!([&owner, &admin, &colleague, &staff].map(|person| seen(person, plain)), [None, None, None, None]);
}

#[test]
fn another_name_loses_no_column_that_the_window_withholds() {
    let _agency = AGENCY.read().unwrap();
    let me = Person::new(Who::Of(Role::Member), "view-demoted");
    let view = saved(&me, &json!({ "name": "Wide", "columns": ["name", "annual_revenue"] }));
    operator().execute("update app.clients set role = 'staff' where id = $1", &[&me.id]).unwrap();
    let answer = change(&me, view, &json!({ "name": "Wider" }));
    assert_eq!(answer.rows()[0]["columns"], json!(["name"]), "{answer:?}");
    assert_eq!(kept(view).unwrap()["columns"], json!(["name", "annual_revenue"]));
    change(&me, view, &json!({ "columns": ["tier", "name"] }));
    assert_eq!(kept(view).unwrap()["columns"], json!(["tier", "name"]));
}

#[test]
fn nobody_changes_or_deletes_anothers() {
    let _agency = AGENCY.read().unwrap();
    let [owner, admin, author, staff] = agency("view-others");
    let colleague = Person::new(Who::Of(Role::Member), "view-others-too");
    let new = |name: &str, shared: bool| saved(&author, &json!({ "name": name, "shared": shared }));
    let shared = new("Everybody's", true);
    let before = kept(shared);
    for person in [&owner, &admin, &colleague, &staff] {
        assert!(seen(person, shared).is_some(), "{}", person.who.name());
        for what in [json!({ "name": "Taken" }), json!({ "shared": false }), json!({ "owner": person.id })] {
            let answer = change(person, shared, &what);
            assert!(answer.rows().is_empty(), "{} and {what}: {answer:?}", person.who.name());
        }
        // Nor does a new one belong to somebody else, or take this one's place.
        assert!(!save(person, &json!({ "name": "Gift", "owner": author.id })).ok());
        assert!(!save(person, &json!({ "id": shared, "name": "Taken" })).ok());
        let put = Ask::new("PUT", format!("/views?id=eq.{shared}"));
        person.send(&put.with_body(json!({ "id": shared, "name": "Taken" })));
        assert_eq!(kept(shared), before, "{}", person.who.name());
    }
    for person in [&colleague, &staff] {
        let answer = delete(person, shared);
        assert!(answer.rows().is_empty() && kept(shared) == before, "{}: {answer:?}", person.who.name());
    }
    // Those who lead the agency clear up, but only among what is shared.
    for (person, name) in [(&owner, "For the owner"), (&admin, "For the admin")] {
        let (public, private) = (new(name, true), new(&format!("{name}, private"), false));
        assert_eq!(delete(person, public).rows().len(), 1);
        assert!(kept(public).is_none() && delete(person, private).rows().is_empty());
        assert!(kept(private).is_some(), "{}", person.who.name());
    }
    // What the window works out is nobody's to write.
    for what in [
        json!({ "author": "Somebody" }),
        json!({ "mine": true }),
        json!({ "is_default": true }),
        json!({ "updated_at": "2026-01-01" }),
    ] {
        let mut whole = what.clone();
        whole["name"] = json!("Dressed up");
        for answer in [change(&author, shared, &what), save(&author, &whole)] {
            assert_eq!(answer.status, 403, "{what}: {answer:?}");
        }
    }
    assert_eq!(delete(&author, shared).rows().len(), 1);
    assert_eq!(kept(shared), None);
}

#[test]
fn whoever_is_not_of_the_agency_gets_nothing() {
    let _agency = AGENCY.read().unwrap();
    let author = Person::new(Who::Of(Role::Member), "view-agency");
    let shared = saved(&author, &json!({ "name": "For all", "shared": true }));
    for who in [Who::Of(Role::Viewer), Who::Stranger, Who::Unconfirmed, Who::Anon] {
        let person = Person::new(who, "view-outside");
        let all = person.send(&Ask::get("/views"));
        assert!(all.rows().is_empty() && all.ok() == (who != Who::Anon), "{}: {all:?}", who.name());
        for shared in [false, true] {
            let answer = save(&person, &json!({ "name": "Mine", "shared": shared }));
            assert!(matches!(answer.status, 401 | 403), "{}: {answer:?}", who.name());
        }
        for view in [json!(shared), json!("all")] {
            let answer = open_with(&person, &view);
            assert!(!answer.ok(), "{} and {view}: {answer:?}", who.name());
        }
        let made = "select (select count(*) from app.views where owner = $1)
          + (select count(*) from app.view_defaults where user_id = $1)";
        assert_eq!(operator().query_one(made, &[&person.id]).unwrap().get::<_, i64>(0), 0, "{}", who.name());
        if who != Who::Anon {
            assert_eq!(default_view(&person), Json::Null, "{}", who.name());
        }
    }
}

#[test]
fn a_name_is_unique_per_owner_whatever_the_case() {
    let _agency = AGENCY.read().unwrap();
    let (me, other) = (Person::new(Who::Of(Role::Staff), "view-name"), Person::new(Who::Of(Role::Admin), "view-name"));
    saved(&me, &json!({ "name": "Überfällig" }));
    let second = saved(&me, &json!({ "name": "Leads" }));
    for name in ["Überfällig", "ÜBERFÄLLIG", " überfällig "] {
        for answer in [save(&me, &json!({ "name": name })), change(&me, second, &json!({ "name": name }))] {
            assert_eq!(answer.status, 409, "{name}: {answer:?}");
            assert!(answer.body.contains("\"views_name_key\\\""), "{name}: {answer:?}");
        }
        assert_eq!(kept(second).unwrap()["name"], "Leads");
    }
    saved(&other, &json!({ "name": "Überfällig" }));
    assert!(change(&me, second, &json!({ "name": "LEADS" })).ok());
}

#[test]
fn what_no_view_can_be_is_refused_by_name() {
    let _agency = AGENCY.read().unwrap();
    let me = Person::new(Who::Of(Role::Staff), "view-bad");
    let good = saved(&me, &json!({ "name": "🌲".repeat(80), "query": "ä".repeat(4000) }));
    let before = kept(good);
    let bad_names = ["", " ", "\u{a0}", "a\tb", "a\nb", "\n", "a\u{1}", "a\u{7f}", "a\u{85}", &"x".repeat(81)]
        .map(|name| ("views_name_valid", json!({ "name": name })));
    let others = [
        ("views_query_valid", json!({ "query": "x".repeat(4001) })),
        ("views_fields_valid", json!({ "fields": [null] })),
        ("views_columns_valid", json!({ "columns": ["name", "name"] })),
        ("views_columns_valid", json!({ "columns": vec!["x".repeat(201)] })),
    ];
    for (constraint, part) in bad_names.into_iter().chain(others) {
        let mut whole = part.clone();
        let name = whole.get("name").cloned().unwrap_or(json!("Fine"));
        whole["name"] = name;
        for answer in [save(&me, &whole), change(&me, good, &part)] {
            assert!(
                answer.status == 400 && answer.body.contains(&format!("\\\"{constraint}\\\"")),
                "{part}: {answer:?}"
            );
        }
        assert_eq!(kept(good), before, "{part}");
    }
}
