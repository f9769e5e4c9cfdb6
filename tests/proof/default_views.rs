//! The view that a person's list opens with: one that they see, and only while they see it.

use clientele::domain::role::Role;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::http::{Answer, Ask};
use crate::links::touch_login;
use crate::person::{Person, Who};
use crate::server::{AGENCY, operator};
use crate::views::{change, delete, saved, seen};

pub fn open_with(person: &Person, view: &Json) -> Answer {
    person.send(&Ask::post("/rpc/set_default_view", json!({ "view": view })))
}

pub fn default_view(person: &Person) -> Json {
    person.send(&Ask::post("/rpc/me", json!({}))).json()["default_view"].clone()
}

#[test]
fn the_list_opens_with_a_view_that_one_can_see() {
    let _agency = AGENCY.read().unwrap();
    let (author, me) =
        (Person::new(Who::Of(Role::Member), "view-first"), Person::new(Who::Of(Role::Staff), "view-first"));
    let new = |person: &Person, name: &str, shared: bool| {
        let columns = ["name", "annual_revenue"];
        let view =
            json!({ "name": name, "query": "sort=-tier", "fields": ["tier"], "columns": columns, "shared": shared });
        saved(person, &view)
    };
    assert_eq!(default_view(&me), Json::Null);
    let (own, shared, private) = (new(&me, "Own", false), new(&author, "Shared", true), new(&author, "Private", false));
    for view in [own, shared] {
        let answer = open_with(&me, &json!(view));
        assert!(answer.ok(), "{answer:?}");
        let expected = json!({ "id": view, "query": "sort=-tier", "columns": ["name"] });
        assert_eq!(default_view(&me), expected);
        assert_eq!(touch_login(me.token.as_ref().unwrap())["default_view"], expected);
        let marked = me.send(&Ask::get("/views?is_default=is.true&select=id")).rows();
        assert_eq!(marked, vec![json!({ "id": view })]);
    }
    // It is mine alone.
    assert_eq!(
        (default_view(&author), seen(&author, shared).unwrap()["is_default"].clone()),
        (Json::Null, json!(false))
    );
    // Another's private view and one that does not exist are refused alike, and change nothing.
    let refusals = [json!(private), json!(Uuid::from_u128(1)), json!("everything"), json!(""), json!("ALL")]
        .map(|view| open_with(&me, &view));
    for refusal in &refusals {
        assert!(refusal.status == 400 && refusal.body == refusals[0].body, "{refusal:?}");
    }
    assert_eq!(default_view(&me)["id"], json!(shared));

    // Out of sight it is no default: unshared, by a field that I may not read, or gone.
    for what in [json!({ "shared": false }), json!({ "fields": ["annual_revenue"] })] {
        assert!(change(&author, shared, &what).ok());
        assert_eq!(default_view(&me), Json::Null, "{what}");
        assert!(change(&author, shared, &json!({ "shared": true, "fields": ["tier"] })).ok());
        assert_eq!(default_view(&me)["id"], json!(shared));
    }
    delete(&author, shared);
    assert_eq!(default_view(&me), Json::Null);

    for word in ["all", "mine", "leads", "renewals", "quiet", "team"] {
        assert!(open_with(&me, &json!(word)).ok());
        assert_eq!(default_view(&me), json!({ "id": word, "query": "", "columns": [] }));
    }
    assert!(open_with(&me, &Json::Null).ok());
    assert_eq!(default_view(&me), Json::Null);
    // Who has left the agency opens nothing with it.
    let become_a = |role: &str| {
        operator().execute("update app.clients set role = $2 where id = $1", &[&me.id, &role]).unwrap();
    };
    for view in [json!(own), json!("leads")] {
        become_a("staff");
        assert!(open_with(&me, &view).ok());
        become_a("viewer");
        assert_eq!((default_view(&me), seen(&me, own)), (Json::Null, None), "{view}");
    }
}
