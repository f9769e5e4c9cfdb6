//! An agency full of tempting rows, somebody who asks for them, and the two answers: the server's and the reference's.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::PoisonError;

use clientele::api::filters::{Asker, Term};
use clientele::api::query::{Scope, count, list};
use clientele::api::request::{Method, Request};
use clientele::domain::calendar::{Date, Instant};
use clientele::domain::field::Field;
use clientele::domain::lens::Lens;
use clientele::domain::list::ListQuery;
use clientele::domain::role::Role;
use jiff::tz::Offset;
use postgres::Client;
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use crate::dice::Dice;
use crate::http::{Answer, Ask};
use crate::nasty::{self, Setting};
use crate::person::{Person, Who};
use crate::reference::{self, Row};
use crate::server::{AGENCY, operator};

/// As many as PostgREST gives at once (supabase/config.toml).
const ALL: usize = 1000;

/// So many rows are made for a scene, where nothing else is said.
pub const ROWS: u32 = 300;

/// Who asks, on which day, and how many minutes east of Greenwich.
struct Post {
    role: Role,
    today: &'static str,
    minutes: i32,
    midnight: fn(Date) -> Instant,
}

const POSTS: [Post; 3] = [
    Post { role: Role::Owner, today: "2026-11-22", minutes: 120, midnight: midnight::<120> },
    Post { role: Role::Member, today: "2024-02-29", minutes: -570, midnight: midnight::<-570> },
    Post { role: Role::Staff, today: "2025-12-31", minutes: 765, midnight: midnight::<765> },
];

/// The roles that have a list.
pub const ROLES: [Role; 3] = [Role::Owner, Role::Member, Role::Staff];

/// Rows, and a person who asks for those that they may see.
pub struct Scene {
    pub role: Role,
    pub scope: Scope,
    pub rows: &'static [Row],
    pub asker: Asker,
    pub judge: reference::Asker,
    pub dice: Dice,
    person: Person,
    people: Vec<Uuid>,
}

/// Works with a scene for each of these roles in turn, with the whole agency to itself: an owner sees every row there is.
pub fn scenes(name: &str, roles: &[Role], rows: u32, work: impl Fn(&mut Scene)) {
    let agency = AGENCY.write().unwrap_or_else(PoisonError::into_inner);
    // The lock is left whole when the work fails: the other tests have their own verdicts.
    let done = catch_unwind(AssertUnwindSafe(|| {
        for place in (0..POSTS.len()).filter(|place| roles.contains(&POSTS[*place].role)) {
            let mut sql = operator();
            let mut scene = Scene::new(place, name, rows, &mut sql);
            let done = catch_unwind(AssertUnwindSafe(|| work(&mut scene)));
            sql.execute("delete from app.clients where email like '%@a-b.example.com'", &[]).unwrap();
            done.unwrap_or_else(|panic| resume_unwind(panic));
        }
    }));
    drop(agency);
    done.unwrap_or_else(|panic| resume_unwind(panic));
}

impl Scene {
    fn new(place: usize, name: &str, rows: u32, sql: &mut Client) -> Self {
        let Post { role, today, minutes, midnight } = POSTS[place];
        let person = Person::new(Who::Of(role), &format!("{name}-list"));
        let me = person.id.unwrap();
        let judge = reference::Asker {
            user_id: me.to_string(),
            today: today.parse().unwrap(),
            zone: Offset::from_seconds(minutes * 60).unwrap(),
        };
        let mut scene = Self {
            role,
            scope: Scope::new(Lens::own(role)),
            rows: &[],
            asker: Asker { user_id: me.to_string(), today: Date::from_text(today).unwrap(), midnight },
            judge,
            dice: Dice(u64::from(place as u32)),
            person,
            people: vec![me, me, Uuid::from_u128(7), Uuid::from_u128(8)],
        };
        let rows = nasty::rows(rows, &scene.setting(), &mut scene.dice.clone());
        add(sql, rows);
        // The planner's figures, as they would be a minute later.
        sql.batch_execute("analyze app.clients").unwrap();
        scene.rows = Vec::leak(scene.stored());
        assert!(scene.rows.len() < ALL, "more rows than one answer holds");
        scene
    }

    /// What new rows are made of.
    pub fn setting(&self) -> Setting<'_> {
        Setting { people: &self.people, today: self.judge.today, zone: self.judge.zone }
    }

    /// Every row that the person sees, whole.
    pub fn stored(&self) -> Vec<Row> {
        let answer = self.person.send(&Ask::get(format!("/{}?select=*", self.scope.lens.window())));
        assert!(answer.ok(), "{answer:?}");
        answer.rows().into_iter().map(|row| row.as_object().unwrap().clone()).collect()
    }

    /// The server's rows of one stretch.
    pub fn ask(&self, query: &ListQuery, stretch: &[Term], limit: usize) -> Result<Vec<Row>, String> {
        let request = list(&self.scope, query, &[], stretch, limit, &self.asker);
        let answer = self.send(&request);
        if !answer.ok() {
            return Err(format!("{}\n{} {}", answer.body, request.target(), request.body.unwrap_or_default()));
        }
        Ok(answer.rows().into_iter().map(|row| row.as_object().unwrap().clone()).collect())
    }

    /// How many rows the server counts.
    pub fn count(&self, query: &ListQuery) -> Result<usize, String> {
        let answer = self.send(&count(&self.scope, query, true, &self.asker));
        let range = answer.headers.get("content-range").ok_or_else(|| answer.body.clone())?;
        range.rsplit_once('/').and_then(|(_, total)| total.parse().ok()).ok_or_else(|| range.clone())
    }

    /// Asks for all rows of a question and says what is wrong with the answer; else how many there are.
    pub fn check(&self, query: &ListQuery) -> Result<usize, String> {
        let params = query.to_params();
        let fail = |what: String| Err(format!("{} asks {params:?}\n{what}", self.role));
        let read = ListQuery::from_params(params.iter().map(|(key, value)| (*key, value.as_str())), self.role);
        if read != *query {
            return fail(format!("The address reads back as {read:?}"));
        }
        let expected: Vec<_> =
            reference::answer(query, self.rows, &self.judge).into_iter().map(reference::id).collect();
        let rows = match self.ask(query, &[], ALL) {
            Ok(rows) => rows,
            Err(refusal) => return fail(refusal),
        };
        let given: Vec<_> = rows.iter().map(reference::id).collect();
        if given == expected {
            return Ok(given.len());
        }
        let (ours, theirs): (BTreeSet<_>, BTreeSet<_>) = (expected.iter().collect(), given.iter().collect());
        let differing = |ids: BTreeSet<&&&str>| {
            let row = |id: &&&&str| self.told(query, id);
            ids.iter().take(3).map(row).collect::<Vec<_>>()
        };
        let missing = differing(ours.difference(&theirs).copied().collect::<BTreeSet<_>>().iter().collect());
        let extra = differing(theirs.difference(&ours).copied().collect::<BTreeSet<_>>().iter().collect());
        let place = given.iter().zip(&expected).position(|(given, expected)| given != expected);
        let order = place.map(|place| (self.told(query, given[place]), self.told(query, expected[place])));
        fail(format!("not given: {missing:#?}\ngiven too much: {extra:#?}\nfirst difference in order: {order:#?}"))
    }

    /// What a row has in the columns that the question is about.
    fn told(&self, query: &ListQuery, id: &str) -> Map<String, Json> {
        let row = self.rows.iter().find(|row| reference::id(row) == id).expect("a known row");
        let keys = query.fields().into_iter().chain([Field::Id]).map(Field::key);
        keys.map(|key| (key.to_owned(), row[key].clone())).collect()
    }

    fn send(&self, request: &Request) -> Answer {
        let target = request.target();
        // PostgREST itself has no prefix.
        let path = target.strip_prefix("/rest/v1").unwrap();
        let method = if request.method == Method::Post { "POST" } else { "GET" };
        let mut ask = Ask::new(method, path);
        ask.body.clone_from(&request.body);
        let ask = request.prefer.into_iter().fold(ask, Ask::prefer);
        self.person.send(&ask)
    }
}

/// Puts rows into the table as they are.
pub fn add(sql: &mut Client, rows: Vec<Row>) {
    let columns: Vec<_> = rows[0].keys().map(String::as_str).collect();
    let columns = columns.join(", ");
    let add = format!(
        "insert into app.clients ({columns}) select {columns}
         from json_populate_recordset(null::app.clients, $1::text::json)"
    );
    sql.execute(&add, &[&Json::Array(rows.into_iter().map(Json::Object).collect()).to_string()]).unwrap();
}

/// When a day begins so many minutes east of Greenwich.
fn midnight<const MINUTES: i32>(day: Date) -> Instant {
    let utc = Instant::from_text(&format!("{day}T00:00:00Z")).unwrap();
    let earlier = utc.micros() - i64::from(MINUTES) * 60_000_000;
    Instant::from_micros(earlier).unwrap_or(utc)
}
