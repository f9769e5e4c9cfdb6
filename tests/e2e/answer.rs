//! Says of questions of the list which rows belong, by the reference that the proofs use: what the random walk in the
//! browser compares a page with. One JSON object per line in, one out:
//!
//! ```text
//! {"role":"owner","user_id":"…","today":"2026-11-22","offset_minutes":120,"params":[["status","lead"]],"rows":[{…}]}
//! {"ids":["…"],"shown":["…"]}
//! ```
//!
//! `rows` are all that the role sees, whole; `ids` are those that belong, in order, and `shown` those of the page (of
//! `size` rows, 25) that the parameters name.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a tool of the tests"
)]

#[path = "../proof/reference.rs"]
mod reference;

use std::io::{BufRead as _, Write as _, stdin, stdout};

use clientele::domain::list::ListQuery;
use clientele::domain::role::Role;
use jiff::tz::Offset;
use serde_json::{Value as Json, json};

use reference::{Asker, Row, answer, id, page};

fn main() {
    for line in stdin().lock().lines() {
        let asked: Json = serde_json::from_str(&line.unwrap()).expect("one JSON object per line");
        println!("{}", answered(&asked));
        stdout().flush().unwrap();
    }
}

fn answered(asked: &Json) -> Json {
    let text = |key: &str| asked[key].as_str().unwrap_or_else(|| panic!("{key} is a text"));
    let role = Role::from_wire(text("role")).expect("a role");
    let minutes = asked["offset_minutes"].as_i64().and_then(|minutes| i32::try_from(minutes).ok()).expect("minutes");
    let asker = Asker {
        user_id: text("user_id").to_owned(),
        today: text("today").parse().expect("a day"),
        zone: Offset::from_seconds(minutes * 60).expect("an offset"),
    };
    let params = asked["params"].as_array().expect("parameters").iter();
    let params = params.map(|param| (param[0].as_str().expect("a key"), param[1].as_str().expect("a value")));
    let query = ListQuery::from_params(params, role);
    let rows = asked["rows"].as_array().expect("rows").iter();
    let rows: Vec<Row> = rows.map(|row| row.as_object().expect("a row").clone()).collect();
    let size = asked["size"].as_u64().and_then(|size| usize::try_from(size).ok()).unwrap_or(25);
    let found = answer(&query, &rows, &asker);
    let ids = |rows: &[&Row]| rows.iter().map(|row| id(row).to_owned()).collect::<Vec<_>>();
    json!({ "ids": ids(&found), "shown": ids(&page(&query, &found, size)) })
}
