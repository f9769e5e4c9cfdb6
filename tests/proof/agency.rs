//! The last owner stays. It needs the whole agency to itself, so its name sorts it before the tests that take long.

use clientele::domain::role::Role;
use serde_json::json;
use uuid::Uuid;

use crate::escalations::role_of;
use crate::http::{Answer, Ask};
use crate::person::{Person, Who};
use crate::server::{AGENCY, connect, operator};

#[test]
fn the_last_owner_stays() {
    // Nobody else works meanwhile: there must be no other owner.
    let _agency = AGENCY.write().unwrap();
    let (last, second) = (Person::new(Who::Of(Role::Owner), "last"), Person::new(Who::Of(Role::Owner), "second"));
    let admin = Person::new(Who::Of(Role::Admin), "last");
    let mut sql = operator();
    let mine = [last.id.unwrap(), second.id.unwrap()];
    let others: Vec<Uuid> = sql
        .query(
            "update app.clients set role = 'staff' where role = 'owner' and id <> all ($1) returning id",
            &[&&mine[..]],
        )
        .unwrap()
        .iter()
        .map(|row| row.get(0))
        .collect();
    let path = |person: &Person| format!("/clients?id=eq.{}", person.id.unwrap());
    let demote = |by: &Person, whom: &Person| by.send(&Ask::patch(path(whom), json!({ "role": "viewer" })));
    let remove = |by: &Person, whom: &Person| by.send(&Ask::new("DELETE", path(whom)));
    let stands = |person: &Person, why: Answer| assert_eq!(role_of(person.id.unwrap()), json!("owner"), "{why:?}");

    for refused in [demote(&admin, &last), remove(&admin, &last), demote(&last, &last), remove(&last, &last)] {
        stands(&last, refused);
    }
    // Of two, one may go.
    assert!(demote(&last, &second).ok());
    assert_eq!(role_of(second.id.unwrap()), json!("viewer"));
    for refused in [demote(&second, &last), remove(&second, &last), demote(&admin, &last), demote(&last, &last)] {
        stands(&last, refused);
    }
    // An owner who cannot sign in does not count as one.
    sql.execute("update app.clients set role = 'owner', user_id = null where id = $1", &[&second.id]).unwrap();
    for refused in [demote(&last, &last), remove(&last, &last), demote(&admin, &last)] {
        stands(&last, refused);
    }
    // Two owners who remove each other at the same moment: both are judged while both are still there.
    sql.execute("update app.clients set role = 'owner', user_id = id where id = $1", &[&second.id]).unwrap();
    let queue = "hashtext('app.clients: the last owner')";
    sql.batch_execute(&format!("select pg_advisory_lock({queue})")).unwrap();
    std::thread::scope(|scope| {
        let both = [scope.spawn(|| demote(&last, &second)), scope.spawn(|| demote(&second, &last))];
        let waiting = "select count(*) from pg_locks where locktype = 'advisory' and not granted";
        while sql.query_one(waiting, &[]).unwrap().get::<_, i64>(0) < 2 && !both.iter().all(|one| one.is_finished()) {}
        sql.batch_execute(&format!("select pg_advisory_unlock({queue})")).unwrap();
    });
    let left: i64 = connect().query_one("select count(*) from app.clients where role = 'owner'", &[]).unwrap().get(0);
    assert_eq!(left, 1, "two owners removed each other");
    sql.execute("update app.clients set role = 'owner' where id = any ($1)", &[&others]).unwrap();
}
