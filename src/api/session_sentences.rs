//! The session's policy, sentence by sentence.

use serde_json::json;

use super::error::Failure;
use super::session::Session;
use super::session_policy::{Ask, Begin, Policy, Storage};
use super::session_tabs::Shelf;
use super::sign_in_failure::SignInFailure;

const NOW: i64 = 1_700_000_000_000;

fn session(number: u32, person: &str, lasts: i64) -> Session {
    let answer = json!({ "access_token": format!("a{number}"), "refresh_token": format!("r{number}"), "expires_in": lasts, "user": { "id": person } });
    Session::from_answer(answer, NOW).expect("a session")
}

fn tab(lasts: i64) -> (Policy<Shelf>, Shelf) {
    let shelf = Shelf::default();
    shelf.write(&session(1, "ann", lasts));
    (Policy::new(shelf.clone()), shelf)
}

/// Begins a renewal at `now`.
fn spend(policy: &mut Policy<Shelf>, now: i64) -> Session {
    match policy.begin(now) {
        Begin::Spend(session) => session,
        other => panic!("{other:?}"),
    }
}

fn lost() -> Result<Session, SignInFailure> {
    Err(SignInFailure::Other(Failure::Unreachable))
}

fn refused() -> Result<Session, SignInFailure> {
    Err(SignInFailure::from_code("refresh_token_not_found"))
}

#[test]
fn a_token_is_used_until_ninety_seconds_before_its_end_and_renewed_from_there() {
    let (policy, _) = tab(3_600);
    assert_eq!(policy.ask(NOW + 3_509_000), Ask::Send("a1".to_owned()));
    assert_eq!(policy.ask(NOW + 3_511_000), Ask::Renew);
}

#[test]
fn a_renewal_runs_once_and_whoever_comes_meanwhile_waits_for_it() {
    let (mut policy, shelf) = tab(60);
    spend(&mut policy, NOW + 50_000);
    assert_eq!(policy.begin(NOW + 50_000), Begin::Wait);
    assert_eq!(policy.end(Ok(session(2, "ann", 60)), NOW + 51_000, 0.5), Ok("a2".to_owned()));
    assert_eq!(shelf.read().map(|session| session.refresh_token), Some("r2".to_owned()));
}

#[test]
fn pauses_grow_to_a_minute_keep_the_session_and_half_of_each_is_left_to_chance() {
    let (mut policy, shelf) = tab(3_600);
    let mut now = NOW + 3_520_000;
    let mut pauses = Vec::new();
    for _failure in 0..9 {
        let asked = spend(&mut policy, now);
        let came = policy.end(lost(), now, 1.0);
        let still = policy.settle(&asked, came, false, now);
        assert_eq!(still.is_ok(), now < NOW + 3_600_000, "it is used while it works");
        let wait = policy.due(now, 0.0).expect("a pause");
        pauses.push(wait);
        now += i64::try_from(wait).expect("small");
    }
    assert_eq!(pauses, [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    assert!(shelf.read().is_some() && policy.session().is_some());
    spend(&mut policy, now);
    let _lost = policy.end(lost(), now, 0.0);
    assert_eq!(policy.due(now, 0.0), Some(30_000), "chance takes up to a half");
    policy.rested();
    assert_eq!(policy.due(now, 0.0), Some(1_000), "the network is back");
    spend(&mut policy, now);
    let _good = policy.end(Ok(session(2, "ann", 3_600)), now, 0.0);
    assert_eq!(policy.due(NOW, 0.0), Some(3_510_000));
}

#[test]
fn while_it_rests_nobody_asks_again_as_long_as_the_token_works_and_everybody_may_once_it_does_not() {
    let (mut policy, _) = tab(3_600);
    let now = NOW + 3_598_000;
    policy.rested();
    for _failure in 0..4 {
        spend(&mut policy, now);
        let _lost = policy.end(lost(), now, 1.0);
    }
    assert_eq!(policy.ask(now + 1_000), Ask::Send("a1".to_owned()));
    assert_eq!(policy.ask(now + 3_000), Ask::Renew, "whoever waits for data is not kept waiting for a pause");
}

#[test]
fn a_refusal_keeps_a_token_that_works_and_ends_one_that_does_not_once() {
    let (mut policy, shelf) = tab(3_600);
    let asked = spend(&mut policy, NOW + 3_550_000);
    let came = policy.end(refused(), NOW + 3_550_000, 0.5);
    assert_eq!(policy.settle(&asked, came, false, NOW + 3_550_000), Ok("a1".to_owned()));
    assert!(shelf.read().is_some());

    let asked = spend(&mut policy, NOW + 3_601_000);
    let came = policy.end(refused(), NOW + 3_601_000, 0.5);
    for _waiting in 0..3 {
        assert_eq!(policy.settle(&asked, came.clone(), false, NOW + 3_601_000), Err(Failure::SessionEnded));
    }
    assert!(shelf.read().is_none() && policy.session().is_none());
    assert_eq!(policy.ask(NOW), Ask::Nobody);
}

#[test]
fn a_token_that_the_server_refuses_does_not_work_whatever_our_clock_says() {
    let (mut policy, _) = tab(3_600);
    assert_eq!(policy.ask_other_than("a1", NOW), Ask::Renew);
    assert_eq!(policy.ask_other_than("a0", NOW), Ask::Send("a1".to_owned()), "it was renewed meanwhile");
    let asked = spend(&mut policy, NOW);
    let came = policy.end(refused(), NOW, 0.5);
    assert_eq!(policy.settle(&asked, came, true, NOW), Err(Failure::SessionEnded));
}

#[test]
fn only_the_sign_ins_own_refusal_ends_anything() {
    for failure in [
        SignInFailure::Denied,
        SignInFailure::TooMany(Some(9)),
        SignInFailure::TooManyMails,
        SignInFailure::from_code("conflict"),
        SignInFailure::from_code("unexpected_failure"),
        SignInFailure::Other(Failure::Unreachable),
        SignInFailure::Other(Failure::Busy(None)),
        SignInFailure::Other(Failure::Server(500)),
        SignInFailure::Other(Failure::Malformed),
        SignInFailure::Other(Failure::WrongKey),
    ] {
        let (mut policy, shelf) = tab(10);
        let asked = spend(&mut policy, NOW + 11_000);
        let came = policy.end(Err(failure.clone()), NOW + 11_000, 0.5);
        assert_ne!(policy.settle(&asked, came, true, NOW + 11_000), Err(Failure::SessionEnded), "{failure:?}");
        assert!(shelf.read().is_some() && policy.session().is_some(), "{failure:?}");
    }
}

#[test]
fn another_tabs_sign_out_wins_over_a_renewal_that_worked() {
    let (mut policy, shelf) = tab(60);
    let asked = spend(&mut policy, NOW + 59_000);
    shelf.clear();
    let came = policy.end(Ok(session(2, "ann", 60)), NOW + 59_000, 0.5);
    assert_eq!(policy.settle(&asked, came, false, NOW + 59_000), Err(Failure::SessionEnded));
    assert!(shelf.read().is_none());
    assert_eq!(policy.ask(NOW), Ask::Nobody);
}

#[test]
fn another_tabs_newer_session_wins_and_its_token_is_not_spent_again() {
    let (mut policy, shelf) = tab(60);
    shelf.write(&session(2, "ann", 3_600));
    assert_eq!(policy.begin(NOW + 59_000), Begin::Done(Ok("a2".to_owned())), "before");
    let (mut policy, shelf) = tab(60);
    spend(&mut policy, NOW + 59_000);
    shelf.write(&session(3, "ann", 60));
    assert_eq!(policy.end(Ok(session(2, "ann", 60)), NOW + 59_000, 0.5), Ok("a3".to_owned()), "and after");
    assert_eq!(shelf.read().map(|session| session.refresh_token), Some("r3".to_owned()));
}

#[test]
fn somebody_elses_session_is_left_alone_and_never_used() {
    let (mut policy, shelf) = tab(60);
    let asked = spend(&mut policy, NOW + 59_000);
    shelf.write(&session(7, "bob", 60));
    let came = policy.end(Ok(session(2, "ann", 60)), NOW + 59_000, 0.5);
    assert_eq!(policy.settle(&asked, came, false, NOW + 59_000), Err(Failure::SessionEnded));
    assert_eq!(shelf.read().and_then(|session| session.user_id()).as_deref(), Some("bob"));

    let (mut policy, _) = tab(60);
    spend(&mut policy, NOW + 59_000);
    let strange = policy.end(Ok(session(2, "bob", 60)), NOW + 59_000, 0.5);
    assert_eq!(strange, Err(SignInFailure::Other(Failure::Malformed)), "an answer that is somebody else's");
    assert_eq!(policy.session().and_then(Session::user_id).as_deref(), Some("ann"));
}

#[test]
fn a_sign_out_here_is_not_undone_by_a_renewal_under_way_even_where_nothing_is_stored() {
    struct Blocked;
    impl Storage for Blocked {
        fn read(&self) -> Option<Session> {
            None
        }
        fn write(&self, _: &Session) -> bool {
            false
        }
        fn clear(&self) {}
    }
    let mut policy = Policy::new(Blocked);
    policy.keep(session(1, "ann", 60));
    assert_eq!(policy.ask(NOW), Ask::Send("a1".to_owned()), "without storage it lasts as long as the page");
    let Begin::Spend(_) = policy.begin(NOW + 59_000) else { panic!("a renewal") };
    assert_eq!(policy.end(Ok(session(2, "ann", 60)), NOW + 59_000, 0.5), Ok("a2".to_owned()));
    let Begin::Spend(_) = policy.begin(NOW + 59_000) else { panic!("a renewal") };
    policy.clear();
    assert!(policy.end(Ok(session(3, "ann", 60)), NOW + 59_000, 0.5).is_err());
    assert!(policy.session().is_none());
}

#[test]
fn a_token_that_another_tab_has_just_spent_is_waited_for_before_the_session_is_over() {
    let used = || Err(SignInFailure::from_code("refresh_token_already_used"));
    let (mut policy, shelf) = tab(10);
    spend(&mut policy, NOW + 11_000);
    assert!(policy.patience(&used(), NOW + 11_000).is_some());
    assert_eq!(policy.patience(&used(), NOW + 9_000), None, "it still works");
    assert_eq!(policy.patience(&refused(), NOW + 11_000), None);
    shelf.write(&session(2, "ann", 3_600));
    assert_eq!(policy.end(used(), NOW + 11_000, 0.5), Ok("a2".to_owned()));
}
