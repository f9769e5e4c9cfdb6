//! Nobody gains what they were not given. Each test is an attack as somebody would send it, and looks in the database
//! for what became of it.

use clientele::domain::role::Role;
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use crate::http::{Answer, Ask};
use crate::person::{Person, Who, add_user, sign_in, token, windows};
use crate::rows::{full_row, put, rows_of, stored};
use crate::server::{AGENCY, operator};

/// One person of each kind, each with a row in every relation to them.
fn everybody(scene: &str, number: u32) -> (Vec<Person>, Person) {
    let people = Who::ALL.into_iter().map(|who| Person::new(who, scene)).collect();
    let other = Person::new(Who::Of(Role::Member), &format!("{scene}-other"));
    let mut sql = operator();
    for (place, person) in (0..).zip(&people) {
        rows_of(person, &other, number + 10 * place).iter().for_each(|row| put(&mut sql, &row.values));
    }
    (people, other)
}

fn row(id: Uuid) -> Map<String, Json> {
    stored(&mut operator(), &[id]).remove(0).expect("the row")
}

pub fn role_of(id: Uuid) -> Json {
    row(id)["role"].clone()
}

/// A client that waits for this address with this role; `inviter` is who gave it, if anybody.
fn waiting(email: &str, role: Role, number: u32) -> Uuid {
    let mut values = full_row(number);
    values.insert("email".into(), json!(email));
    values.insert("role".into(), json!(role.wire()));
    put(&mut operator(), &values);
    values["id"].as_str().unwrap().parse().unwrap()
}

/// Links the account's row, if one waits, with the token of that account.
fn touch_login(token: &str) -> Json {
    Ask::post("/rpc/touch_login", json!({})).send(Some(token)).json()
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
fn a_token_that_says_so_gives_no_role() {
    let _agency = AGENCY.read().unwrap();
    let stranger = Person::new(Who::Stranger, "claims");
    let id = stranger.id.unwrap();
    for claims in [
        json!({ "app_role": "owner" }),
        json!({ "user_metadata": { "role": "owner" } }),
        json!({ "app_metadata": { "role": "owner" } }),
    ] {
        let token = token(id, &claims);
        assert_eq!(Ask::post("/rpc/me", json!({})).send(Some(&token)).json()["role"], Json::Null);
        assert!(Ask::get("/clients").send(Some(&token)).rows().is_empty());
    }
    // Only a platform's own roles can stand in that claim; `postgres` and the like are not for PostgREST to take.
    for role in ["owner", "admin", "postgres", "supabase_auth_admin"] {
        let answer = Ask::get("/clients").send(Some(&token(id, &json!({ "role": role }))));
        assert!(!answer.ok(), "{role}: {answer:?}");
    }
}

#[test]
fn an_address_in_another_case_is_the_same_address() {
    let _agency = AGENCY.read().unwrap();
    let mut sql = operator();
    // Somebody is linked already: the same letters in capitals are not a second person's.
    let victim = Person::new(Who::Of(Role::Admin), "case");
    let twin = add_user(&mut sql, &victim.email.to_uppercase(), true);
    assert_eq!(touch_login(&token(twin, &json!({})))["role"], Json::Null);
    assert_eq!(row(victim.id.unwrap())["user_id"], json!(victim.id));
    // Letters that other locales fold onto these: U+212A (Kelvin) to k, U+0130 to i, U+017F to s.
    let waiting = waiting("kiss@case.proof.test", Role::Viewer, 851_001);
    for (place, spelling) in ["\u{212a}iss@case.proof.test", "k\u{130}ss@case.proof.test", "ki\u{17f}s@case.proof.test"]
        .into_iter()
        .enumerate()
    {
        let account = add_user(&mut sql, spelling, true);
        assert_eq!(touch_login(&token(account, &json!({})))["role"], Json::Null, "spelling {place}");
        assert_eq!(row(waiting)["user_id"], Json::Null);
    }
    // And a person whose account was made in capitals is who the row waits for.
    let account = add_user(&mut sql, "KISS@Case.Proof.Test", true);
    assert_eq!(touch_login(&token(account, &json!({})))["role"], json!("viewer"));
    assert_eq!(row(waiting)["user_id"], json!(account));
}

#[test]
fn only_a_confirmed_address_whose_mailbox_was_read_is_linked() {
    let _agency = AGENCY.read().unwrap();
    let mut sql = operator();
    let unconfirmed = add_user(&mut sql, "early@proof.test", false);
    let early = waiting("early@proof.test", Role::Viewer, 852_001);
    assert_eq!(touch_login(&token(unconfirmed, &json!({})))["role"], Json::Null);
    // Where a project confirms addresses by itself, a password says nothing about the mailbox.
    let squatter = add_user(&mut sql, "squatted@proof.test", true);
    let squatted = waiting("squatted@proof.test", Role::Viewer, 852_002);
    let by_password = token(squatter, &json!({ "amr": [{ "method": "password", "timestamp": 1 }] }));
    assert_eq!(touch_login(&by_password)["role"], Json::Null);
    for id in [early, squatted] {
        assert_eq!(row(id)["user_id"], Json::Null);
    }
    let by_mail = token(squatter, &json!({ "amr": [{ "method": "otp", "timestamp": 1 }] }));
    assert_eq!(touch_login(&by_mail)["role"], json!("viewer"));
}

#[test]
fn an_agency_role_is_linked_by_invitation_only() {
    let _agency = AGENCY.read().unwrap();
    let (owner, admin) = (Person::new(Who::Of(Role::Owner), "invite"), Person::new(Who::Of(Role::Admin), "invite"));
    let mut sql = operator();
    // A row that nobody with the right to do so invited, as an import might have left it.
    for (number, role) in (853_001..).zip(Role::ALL) {
        let email = format!("uninvited-{role}@proof.test").to_lowercase();
        let account = add_user(&mut sql, &email, true);
        waiting(&email, role, number);
        let linked = touch_login(&token(account, &json!({})))["role"].clone();
        let expected = if role == Role::Viewer { json!("viewer") } else { Json::Null };
        assert_eq!(linked, expected, "{role}");
    }
    // Invited by an owner, and then by an admin whose right does not reach that far.
    let invite = |person: &Person, role: Role, email: &str| {
        let body =
            json!({ "id": Uuid::from_u128(hash(email)), "email": email, "name": "Invited", "role": role.wire() });
        person.send(&Ask::post("/clients", body))
    };
    for role in [Role::Staff, Role::Member, Role::Admin, Role::Owner] {
        for inviter in [&owner, &admin] {
            let may = clientele::domain::permission::grants(inviter.who.role().unwrap(), role);
            let email = format!("{}-{}@invited.test", inviter.who.name(), role.wire());
            let answer = invite(inviter, role, &email);
            assert_eq!(answer.ok(), may, "{} invites {role}: {answer:?}", inviter.who.name());
            let account = add_user(&mut sql, &email, true);
            let linked = touch_login(&sign_in(&email))["role"].clone();
            assert_eq!(linked, if may { json!(role.wire()) } else { Json::Null });
            if may {
                // Linked once: the account that has it keeps it, whoever is written into the address later.
                let heir = add_user(&mut sql, &format!("heir.{email}"), true);
                let id = Uuid::from_u128(hash(&email));
                inviter.send(&Ask::patch(format!("/clients?id=eq.{id}"), json!({ "email": format!("heir.{email}") })));
                assert_eq!(touch_login(&token(heir, &json!({})))["role"], Json::Null);
                assert_eq!(row(id)["user_id"], json!(account));
            }
        }
    }
    // An admin who redirects an owner's standing invitation to another mailbox takes it back instead.
    let id = Uuid::from_u128(hash("redirect@invited.test"));
    assert!(invite(&owner, Role::Owner, "redirect@invited.test").ok());
    admin.send(&Ask::patch(format!("/clients?id=eq.{id}"), json!({ "email": "mine@invited.test" })));
    let accomplice = add_user(&mut sql, "mine@invited.test", true);
    assert_eq!(touch_login(&token(accomplice, &json!({})))["role"], Json::Null);
    assert_eq!(row(id)["user_id"], Json::Null);
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

/// To whoever may not see a row, an address that is known looks like one that is not.
#[test]
fn an_existing_address_looks_like_an_unknown_one() {
    let _agency = AGENCY.read().unwrap();
    let known = Person::new(Who::Of(Role::Viewer), "known");
    let (people, _) = everybody("exists", 857_001);
    for person in people.iter().filter(|person| person.who.role().is_none_or(|role| role < Role::Member)) {
        for window in windows() {
            let try_one = |email: &str, id: u128| {
                let body = json!({ "id": Uuid::from_u128(id), "email": email, "name": "Twin" });
                let ask =
                    |ask: Ask| Answer { body: person.send(&ask).body.replace(email, "EMAIL"), ..person.send(&ask) };
                let mut answers = vec![
                    ask(Ask::post(format!("/{window}"), body.clone())),
                    ask(Ask::post(format!("/{window}?on_conflict=email"), body).prefer("resolution=ignore-duplicates")),
                    ask(Ask::patch(format!("/{window}?email=eq.{email}"), json!({ "name": "Twin" }))),
                    ask(Ask::get(format!("/{window}?email=eq.{email}"))),
                ];
                answers.iter_mut().for_each(|answer| drop(answer.headers.remove("content-location")));
                answers
            };
            let unknown = "nobody@nowhere.test";
            assert_eq!(try_one(&known.email, 7), try_one(unknown, 7), "{} in {window}", person.who.name());
        }
    }
}

fn hash(text: &str) -> u128 {
    let digest = <sha2::Sha256 as sha2::Digest>::digest(text.as_bytes());
    u128::from_be_bytes(digest[..16].try_into().unwrap())
}
