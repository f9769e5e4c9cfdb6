//! Decisions on proposals: what is accepted is written with the decider's own rights, once, and only over the record that
//! they have seen; whatever fails leaves both the record and the proposal as they were.

use clientele::domain::role::Role;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::http::{Answer, Ask};
use crate::past::{forget, kept as history};
use crate::person::{Person, Who};
use crate::proposals::{Desk, code, id, kept, propose, withdraw};
use crate::server::{AGENCY, operator};

/// A decision as the page sends it.
fn decide(
    person: &Person,
    proposal: Uuid,
    version: i64,
    accept: &Json,
    refuse: &Json,
    client_version: &Json,
) -> Answer {
    let body = json!({
        "proposal": proposal, "version": version, "accept": accept, "refuse": refuse, "answer": " Thank you. ",
        "client_version": client_version,
    });
    person.send(&Ask::post("/rpc/decide_proposal", body))
}

#[test]
fn what_is_accepted_is_the_deciders_write_and_nothing_else_changes() {
    let _agency = AGENCY.read().unwrap();
    let mut sql = operator();
    for (place, role) in (0_u32..).zip([Role::Member, Role::Admin, Role::Owner]) {
        let desk = Desk::new(&format!("decide-{}", role.wire()), 620_001 + place * 10);
        let decider =
            if role == Role::Member { desk.manager.clone() } else { Person::new(Who::Of(role), "decide-head") };
        let proposal = id(200 + u128::from(place));
        let changes = json!({ "name": "New Name", "phone": "+49 30 1112223", "business_goals": ["One", "Two"] });
        assert!(desk.propose(proposal, &changes).ok());
        forget(&mut sql, desk.row);
        let before = desk.record();
        let accept = json!({ "name": "New Name", "business_goals": ["One", "Two", "and theirs"] });
        let answer = decide(&decider, proposal, 1, &accept, &json!(["phone"]), &before["version"]);
        assert!(answer.ok(), "{answer:?}");
        let after = desk.record();
        let mut expected = before.clone();
        expected["name"] = json!("New Name");
        expected["business_goals"] = accept["business_goals"].clone();
        for key in ["version", "updated_at", "search_text"] {
            expected[key] = after[key].clone();
        }
        assert_eq!(after, expected);
        assert_eq!(after["version"].as_i64().unwrap(), before["version"].as_i64().unwrap() + 1);
        let entries = history(&mut sql, desk.row);
        let [(_, actor, action, edits)] = entries.as_slice() else { panic!("{entries:?}") };
        assert_eq!((actor, action.as_str()), (&decider.id, "update"));
        let edited: Vec<_> = edits.as_object().unwrap().keys().collect();
        assert_eq!(edited, ["business_goals", "name"]);
        // What the client reads of it.
        let seen = desk.client.send(&Ask::get(format!("/portal_proposals?id=eq.{proposal}"))).rows().remove(0);
        assert_eq!((&seen["status"], &seen["answer"]), (&json!("decided"), &json!("Thank you.")));
        let decisions = json!({
            "name": { "accepted": true, "value": "New Name" }, "phone": { "accepted": false },
            "business_goals": { "accepted": true, "value": ["One", "Two", "and theirs"] },
        });
        assert_eq!(seen["decisions"], decisions);
        let kept_now = kept(proposal).unwrap();
        assert_eq!(kept_now["decided_by"], json!(decider.id));

        // The same again, its answer lost: nothing happens twice. Another decision, or somebody else's: too late.
        let again = decide(&decider, proposal, 1, &accept, &json!(["phone"]), &before["version"]);
        assert!(again.ok() && again.rows()[0]["status"] == json!("decided"), "{again:?}");
        let all = json!({ "name": "X", "phone": "+49 30 1112223", "business_goals": ["One"] });
        assert_eq!(code(&decide(&decider, proposal, 1, &all, &json!([]), &after["version"])), "CP001");
        let head = Person::new(Who::Of(Role::Owner), &format!("decide-late-{}", role.wire()));
        assert_eq!(code(&decide(&head, proposal, 1, &accept, &json!(["phone"]), &after["version"])), "CP001");
        assert_eq!(code(&withdraw(&desk.client, proposal)), "CP001");
        assert_eq!((desk.record(), kept(proposal).unwrap()), (after, kept_now));
    }
}

#[test]
fn nobody_decides_who_does_not_edit_the_record() {
    let _agency = AGENCY.read().unwrap();
    let desk = Desk::new("decide-not", 621_001);
    let (proposal, accept) = (id(210), json!({ "name": "New Name" }));
    assert!(desk.propose(proposal, &accept).ok());
    let before = (desk.record(), kept(proposal));
    let try_one = |person: &Person| {
        for (accept, refuse) in [(accept.clone(), json!([])), (json!({}), json!(["name"]))] {
            let answer = decide(person, proposal, 1, &accept, &refuse, &before.0["version"]);
            assert_eq!(code(&answer), "42501", "{}", person.who.name());
        }
        assert_eq!((desk.record()["name"].clone(), kept(proposal)), (before.0["name"].clone(), before.1.clone()));
    };
    try_one(&desk.client);
    for who in Who::ALL.into_iter().filter(|who| !matches!(who, Who::Of(Role::Owner | Role::Admin))) {
        let other = Person::new(who, "decide-not-mine");
        try_one(&other);
        // Whoever only made the record, and staff who manages it.
        if matches!(who, Who::Of(Role::Member | Role::Staff)) {
            let column = if who == Who::Of(Role::Member) { "created_by" } else { "assigned_manager" };
            operator()
                .execute(&format!("update app.clients set {column} = $2 where id = $1"), &[&desk.row, &other.id])
                .unwrap();
            try_one(&other);
        }
    }
    // Nor the manager of yesterday.
    let heir = Person::new(Who::Of(Role::Member), "decide-heir");
    operator().execute("update app.clients set assigned_manager = $2 where id = $1", &[&desk.row, &heir.id]).unwrap();
    try_one(&desk.manager);
    assert!(decide(&heir, proposal, 1, &accept, &json!([]), &desk.record()["version"]).ok());
}

#[test]
fn nothing_is_written_over_that_the_decider_has_not_seen() {
    let _agency = AGENCY.read().unwrap();
    let desk = Desk::new("decide-stale", 622_001);
    let (proposal, accept) = (id(220), json!({ "name": "New Name" }));
    assert!(desk.propose(proposal, &accept).ok());
    let before = desk.record();
    let moved = |text: &str| {
        let path = format!("/member_clients?id=eq.{}", desk.row);
        assert!(desk.manager.send(&Ask::patch(path, json!({ "industry": text }))).ok());
    };
    moved("Moved");
    for version in [before["version"].clone(), Json::Null, json!(99)] {
        assert_eq!(code(&decide(&desk.manager, proposal, 1, &accept, &json!([]), &version)), "CP003");
    }
    // The client has changed it in between.
    assert!(propose(&desk.client, proposal, &json!({ "name": "Newer Name" })).ok());
    assert_eq!(code(&decide(&desk.manager, proposal, 1, &accept, &json!([]), &desk.record()["version"])), "CP002");
    // Every field once, and no other.
    for (accept, refuse) in [
        (json!({}), json!([])),
        (json!({ "name": "N" }), json!(["name"])),
        (json!({ "name": "N", "phone": "+49 30 1112223" }), json!([])),
        (json!({}), json!(["name", "name"])),
        (json!({}), json!(["tier"])),
        (json!([]), json!(["name"])),
    ] {
        assert_eq!(code(&decide(&desk.manager, proposal, 2, &accept, &refuse, &desk.record()["version"])), "CP009");
    }
    // A value that the rules refuse, as for any save, and the proposal stays open.
    let bad = decide(&desk.manager, proposal, 2, &json!({ "name": " " }), &json!([]), &desk.record()["version"]);
    assert_eq!(code(&bad), "23514");
    assert!(bad.body.contains("clients_name_valid"));
    let after = desk.record();
    assert_eq!((&after["name"], &after["industry"]), (&before["name"], &json!("Moved")));
    assert_eq!(kept(proposal).unwrap()["status"], json!("open"));
    // What the record says already needs no write, whatever version was seen; nor does a refusal.
    let same = json!({ "name": after["name"] });
    assert!(decide(&desk.manager, proposal, 2, &same, &json!([]), &json!(1)).ok());
    assert_eq!(desk.record(), after);
    let other = id(221);
    assert!(desk.propose(other, &accept).ok());
    assert!(decide(&desk.manager, other, 1, &json!({}), &json!(["name"]), &Json::Null).ok());
    assert_eq!(desk.record(), after);
}

/// An agency that has closed a field to its members since: the proposal is still there, and an admin decides it.
#[test]
fn a_field_above_the_deciders_rights_is_refused_whole() {
    let _agency = AGENCY.read().unwrap();
    let desk = Desk::new("decide-above", 623_001);
    let proposal = id(230);
    assert!(desk.propose(proposal, &json!({ "name": "New Name" })).ok());
    operator()
        .execute(
            "update app.proposals set changes = '{\"name\": \"New Name\", \"tier\": \"basic\"}' where id = $1",
            &[&proposal],
        )
        .unwrap();
    let before = desk.record();
    let accept = json!({ "name": "New Name", "tier": "enterprise" });
    let answer = decide(&desk.manager, proposal, 1, &accept, &json!([]), &before["version"]);
    assert_eq!(code(&answer), "42501", "{answer:?}");
    assert_eq!((desk.record(), &kept(proposal).unwrap()["status"]), (before.clone(), &json!("open")));
    let admin = Person::new(Who::Of(Role::Admin), "decide-above");
    assert!(decide(&admin, proposal, 1, &accept, &json!([]), &before["version"]).ok());
    assert_eq!((&desk.record()["tier"], &desk.record()["name"]), (&json!("enterprise"), &json!("New Name")));
}

/// The steps behind the decision are not exposed.
#[test]
fn there_is_one_way_to_decide() {
    let _agency = AGENCY.read().unwrap();
    let owner = Person::new(Who::Of(Role::Owner), "decide-steps");
    for step in ["begin_decision", "finish_decision", "judge_client", "my_proposals"] {
        assert_eq!(owner.send(&Ask::post(format!("/rpc/{step}"), json!({}))).status, 404, "{step}");
    }
}
