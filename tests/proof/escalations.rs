//! Nobody gains what they were not given: a role, a client, a maker. Each test is an attack as somebody would send it,
//! and looks in the database for what became of it.

use clientele::domain::role::Role;
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use crate::http::Ask;
use crate::links::touch_login;
use crate::person::{Person, Who, windows};
use crate::rows::{put, rows_of, stored};
use crate::server::{AGENCY, operator};

/// One person of each kind, each with a row in every relation to them.
pub fn everybody(scene: &str, number: u32) -> (Vec<Person>, Person) {
    let people = Who::ALL.into_iter().map(|who| Person::new(who, scene)).collect();
    let other = Person::new(Who::Of(Role::Member), &format!("{scene}-other"));
    let mut sql = operator();
    for (place, person) in (0..).zip(&people) {
        rows_of(person, &other, number + 10 * place).iter().for_each(|row| put(&mut sql, &row.values));
    }
    (people, other)
}

pub fn row(id: Uuid) -> Map<String, Json> {
    stored(&mut operator(), &[id]).remove(0).expect("the row")
}

pub fn role_of(id: Uuid) -> Json {
    row(id)["role"].clone()
}

#[test]
fn nobody_gives_themselves_a_role() {
    let _agency = AGENCY.read().unwrap();
    let (people, _) = everybody("self", 850_001);
    for person in &people {
        let before = person.id.filter(|_| person.who.role().is_some()).map(role_of);
        for window in windows() {
            for role in Role::ALL {
                let higher = json!({ "role": role.wire() });
                if let Some(id) = person.id {
                    person.send(&Ask::patch(format!("/{window}?id=eq.{id}"), higher.clone()));
                    // Every row of theirs at once, and by address.
                    person.send(&Ask::patch(format!("/{window}?email=eq.{}", person.email), higher));
                    let mine = json!({ "id": Uuid::from_u128(hash("self-given role")), "email": person.email, "name": "Me", "role": role.wire() });
                    let upsert = Ask::post(format!("/{window}?on_conflict=email"), mine);
                    person.send(&upsert.prefer("resolution=merge-duplicates"));
                }
            }
        }
        let after = person.id.filter(|_| person.who.role().is_some()).map(role_of);
        assert_eq!(before, after, "{}", person.who.name());
        if let Some(token) = &person.token {
            let role = touch_login(token)["role"].clone();
            assert_eq!(role, json!(person.who.role().map(Role::wire)), "{}", person.who.name());
        }
    }
}

#[test]
fn nobody_writes_who_made_a_client() {
    let _agency = AGENCY.read().unwrap();
    let (people, other) = everybody("maker", 854_001);
    let before = all_makers();
    for person in &people {
        for window in windows() {
            for maker in [person.id, other.id, None] {
                person.send(&Ask::patch(format!("/{window}?id=not.is.null"), json!({ "created_by": maker })));
                let new = json!({ "id": Uuid::from_u128(hash(window)), "email": "maker@new.test", "name": "New", "created_by": maker });
                person.send(&Ask::post(format!("/{window}"), new));
            }
        }
    }
    assert_eq!(before, all_makers());
}

/// Who made what, of the rows of that test.
fn all_makers() -> Vec<(Uuid, Option<Uuid>)> {
    let all = "select id, created_by from app.clients where email like '%maker%' or email like 'q8540%' order by id";
    operator().query(all, &[]).unwrap().iter().map(|row| (row.get(0), row.get(1))).collect()
}

#[test]
fn nobody_hands_a_client_to_themselves() {
    let _agency = AGENCY.read().unwrap();
    let other = Person::new(Who::Of(Role::Member), "hand-other");
    for (place, role) in (0..).zip([Role::Member, Role::Staff, Role::Viewer]) {
        let me = Person::new(Who::Of(role), "hand");
        let rows = rows_of(&me, &other, 855_001 + 10 * place);
        let mut sql = operator();
        rows.iter().for_each(|row| put(&mut sql, &row.values));
        for row in &rows {
            for window in windows() {
                for manager in [json!(me.id), json!(other.id), Json::Null] {
                    let body = json!({ "assigned_manager": manager });
                    me.send(&Ask::patch(format!("/{window}?id=eq.{}", row.id), body.clone()));
                    me.send(&Ask::patch(format!("/{window}?email=eq.{}", row.values["email"].as_str().unwrap()), body));
                }
            }
            assert_eq!(
                self::row(row.id)["assigned_manager"],
                row.values["assigned_manager"],
                "{role} {:?}",
                row.relation
            );
        }
        // A new client for or from somebody else.
        for (key, whom) in
            [("created_by", &other), ("assigned_manager", &other), ("created_by", &me), ("assigned_manager", &me)]
        {
            let id = Uuid::from_u128(hash(&format!("{role} {key} {}", whom.email)));
            let body = json!({ "id": id, "email": format!("{id}@hand.test"), "name": "New", key: whom.id });
            let answer = me.send(&Ask::post(format!("/{}", role.window()), body));
            assert!(!answer.ok() && stored(&mut sql, &[id])[0].is_none(), "{role} makes one with {key}: {answer:?}");
        }
    }
}

#[test]
fn a_members_new_client_is_theirs() {
    let _agency = AGENCY.read().unwrap();
    let me = Person::new(Who::Of(Role::Member), "new");
    let id = Uuid::from_u128(hash("a member's new client"));
    let body = json!({ "id": id, "email": "new.client@proof.test", "name": "New" });
    let answer = me.send(&Ask::post("/member_clients", body));
    assert!(answer.ok(), "{answer:?}");
    let made = row(id);
    assert_eq!((&made["created_by"], &made["assigned_manager"]), (&json!(me.id), &json!(me.id)));
    assert_eq!((&made["role"], &made["user_id"]), (&json!("viewer"), &Json::Null));
}

#[test]
fn nothing_is_written_through_an_embedded_resource() {
    let _agency = AGENCY.read().unwrap();
    let (people, _) = everybody("embedded", 856_001);
    let exposed = crate::door::Exposed::ask("embedded-exposed");
    for person in people.iter().filter(|person| person.who.role().is_none_or(|role| role < Role::Admin)) {
        let whole = |id: Uuid| stored(&mut operator(), &[id]).remove(0);
        let Some(id) = person.id.filter(|_| person.who.role().is_some()) else { continue };
        crate::satellites::attach(&mut operator(), id);
        let before = whole(id);
        for satellite in &exposed.satellites {
            for window in windows() {
                let inside = json!({ window: { "role": "owner", "name": "Changed" }, "client_id": id });
                let path = format!("/{satellite}?id=eq.{id}&select=id,{window}(*)");
                person.send(&Ask::patch(&path, inside.clone()).prefer("return=representation"));
                person.send(
                    &Ask::post(format!("/{satellite}?select=id,{window}(*)"), inside).prefer("return=representation"),
                );
                person.send(&Ask::new(
                    "DELETE",
                    format!("/{satellite}?{window}.id=eq.{id}&select=id,{window}!inner(id)"),
                ));
                let outside = json!({ satellite.as_str(): [{ "id": id, "status": "approved" }] });
                person.send(&Ask::patch(format!("/{window}?id=eq.{id}&select=id,{satellite}(*)"), outside));
            }
        }
        assert_eq!(before, whole(id), "{}", person.who.name());
        for table in [
            "client_customizations",
            "client_deployments",
            "deployment_tracking_events",
            "client_analytics",
            "tenant_apps",
        ] {
            let kept =
                operator().query_one(&format!("select count(*) from app.{table} where id = $1"), &[&id]).unwrap();
            assert_eq!(kept.get::<_, i64>(0), 1, "{} and {table}", person.who.name());
        }
    }
}

#[test]
fn a_demotion_works_at_once() {
    let _agency = AGENCY.read().unwrap();
    let (admin, owner) = (Person::new(Who::Of(Role::Admin), "demoted"), Person::new(Who::Of(Role::Owner), "demoted"));
    let seen = |person: &Person| person.send(&Ask::get("/clients?select=id&limit=3"));
    assert_eq!(seen(&admin).rows().len(), 3);
    let path = format!("/clients?id=eq.{}", admin.id.unwrap());
    for role in [Role::Member, Role::Staff, Role::Viewer] {
        assert!(owner.send(&Ask::patch(&path, json!({ "role": role.wire() }))).ok());
        // The same token, good for an hour.
        assert!(!seen(&admin).ok(), "{role}");
        let own = format!("/{}?select=id", role.window());
        let ids: Vec<Json> = admin.send(&Ask::get(own)).rows();
        assert!(ids.len() <= 1, "{role} sees {ids:?}");
        admin.send(&Ask::patch(&path, json!({ "role": "admin" })));
        assert_eq!(role_of(admin.id.unwrap()), json!(role.wire()));
        assert_eq!(admin.send(&Ask::post("/rpc/me", json!({}))).json()["role"], json!(role.wire()));
    }
    assert!(owner.send(&Ask::new("DELETE", &*path)).ok());
    assert_eq!(admin.send(&Ask::post("/rpc/me", json!({}))).json()["role"], Json::Null);
    for window in windows() {
        assert!(admin.send(&Ask::get(format!("/{window}"))).body.len() < 400, "{window}");
        assert!(admin.send(&Ask::get(format!("/{window}?select=id"))).rows().is_empty(), "{window}");
    }
}

#[test]
fn an_account_that_is_switched_off_has_no_rights_from_then_on() {
    let _agency = AGENCY.read().unwrap();
    for role in Role::ALL {
        let person = Person::new(Who::Of(role), "banned");
        let own = Ask::get(format!("/{}?select=id&limit=3", role.window()));
        assert!(!person.send(&own).rows().is_empty() || role == Role::Staff || role == Role::Member, "{role}");
        let ban = |until: &str| {
            let set = format!("update auth.users set banned_until = {until} where id = $1");
            operator().execute(&set, &[&person.id.unwrap()]).unwrap();
        };
        ban("now() + interval '1 hour'");
        // The same token, good for an hour.
        for window in windows() {
            assert!(person.send(&Ask::get(format!("/{window}?select=id"))).rows().is_empty(), "{role} and {window}");
        }
        let me = person.send(&Ask::post("/rpc/me", json!({}))).json();
        assert_eq!((&me["role"], &me["window"], &me["disabled"]), (&Json::Null, &Json::Null, &json!(true)), "{role}");
        ban("now() - interval '1 second'");
        let me = person.send(&Ask::post("/rpc/me", json!({}))).json();
        assert_eq!((&me["role"], &me["disabled"]), (&json!(role.wire()), &json!(false)), "{role}");
    }
}

#[test]
fn an_owner_makes_owners_and_an_admin_makes_no_admin() {
    let _agency = AGENCY.read().unwrap();
    let (owner, admin) = (Person::new(Who::Of(Role::Owner), "grant"), Person::new(Who::Of(Role::Admin), "grant"));
    let heir = Person::new(Who::Of(Role::Member), "grant");
    let give = |by: &Person, role: Role| {
        let path = format!("/clients?id=eq.{}", heir.id.unwrap());
        by.send(&Ask::patch(path, json!({ "role": role.wire() })));
        role_of(heir.id.unwrap())
    };
    for role in [Role::Owner, Role::Admin] {
        assert_eq!(give(&admin, role), json!("member"));
    }
    assert_eq!(give(&owner, Role::Owner), json!("owner"));
    assert_eq!(give(&admin, Role::Viewer), json!("owner"));
    assert_eq!(heir.send(&Ask::get("/clients?select=id&limit=1")).rows().len(), 1);
}

/// The same number for the same words, for ids.
pub fn hash(text: &str) -> u128 {
    let digest = <sha2::Sha256 as sha2::Digest>::digest(text.as_bytes());
    u128::from_be_bytes(digest[..16].try_into().unwrap())
}
