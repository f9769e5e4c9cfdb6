//! Who somebody is: a linked row, never a spelling and never a claim. Each test is an attempt to become another.

use clientele::domain::role::Role;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::escalations::{everybody, hash, row};
use crate::http::{Answer, Ask};
use crate::person::{Person, Who, add_user, sign_in, token, windows};
use crate::rows::{full_row, put};
use crate::server::{AGENCY, operator};

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

/// A client that waits for this address with this role; `inviter` is who gave it, if anybody.
fn waiting(email: &str, role: Role, number: u32) -> Uuid {
    let mut values = full_row(number);
    values.insert("email".into(), json!(email));
    values.insert("role".into(), json!(role.wire()));
    put(&mut operator(), &values);
    values["id"].as_str().unwrap().parse().unwrap()
}

/// Links the account's row, if one waits, with the token of that account.
pub fn touch_login(token: &str) -> Json {
    Ask::post("/rpc/touch_login", json!({})).send(Some(token)).json()
}
