//! Walking through a list page by page shows every row once, forwards and back, while others write.

use std::cell::Cell;

use clientele::domain::condition::Condition;
use clientele::domain::cursor::{Cursor, Place};
use clientele::domain::field::Field;
use clientele::domain::filter::Filter;
use clientele::domain::list::{ListQuery, Order};
use clientele::domain::operator::Operator;
use clientele::domain::record::Record;
use clientele::domain::role::Role;
use serde_json::json;
use uuid::Uuid;

use crate::nasty::{self, TEXTS};
use crate::questions::{question, sortable};
use crate::reference::{self, Row};
use crate::scene::{Scene, add, scenes};
use crate::server::operator;

/// Rows of a page: few, so that there are many borders.
const SIZE: usize = 7;

/// Orders whose keys are often equal or empty, in each direction.
const MIXED: [&str; 6] = [
    "status,-renewal_date",
    "-tier,company_name,-satisfaction_score",
    "last_contact_date,name",
    "-annual_revenue,-industry,phone,version",
    "role,-project_scope",
    "-updated_at,website_url",
];

#[test]
fn every_order_can_be_walked_forwards_and_back() {
    let one = |field| [false, true].map(|descending| vec![Order { field, descending }]);
    let walked = Cell::new(0);
    // A member has half of the rows, which leaves every field affordable.
    scenes("walks", &[Role::Member], 120, |scene| {
        for orders in sortable(Role::Member).flat_map(one) {
            there_and_back(scene, &question("", Vec::new(), orders));
            walked.set(walked.get() + 1);
        }
    });
    scenes("mixed-walks", &[Role::Owner, Role::Staff], 150, |scene| {
        let some = Condition::new(Field::Industry, Operator::Filled, "").map(Filter::One).unwrap();
        for sort in MIXED {
            let query = ListQuery::from_params([("sort", sort)], scene.role);
            there_and_back(scene, &query);
            there_and_back(scene, &query.filtered_by(vec![some.clone()]).searching("example"));
            walked.set(walked.get() + 2);
        }
    });
    println!("lists: {} orders walked by pages of {SIZE}, forwards and back", walked.get());
}

#[test]
fn others_who_write_move_no_row_of_a_walk() {
    let walked = Cell::new((0, 0));
    scenes("busy-walks", &[Role::Owner, Role::Member], 150, |scene| {
        let scene = &*scene;
        for sort in MIXED {
            let query = ListQuery::from_params([("sort", sort)], scene.role);
            let mut others = Others::new(scene, query.orders.clone());
            let begin: Vec<_> = scene.stored();
            let expected: Vec<_> = reference::answer(&query, &begin, &scene.judge)
                .into_iter()
                .map(|row| reference::id(row).to_owned())
                .collect();
            for back in [false, true] {
                let last = expected.last().and_then(|id| begin.iter().find(|row| reference::id(row) == id)).unwrap();
                let (from, written) = (back.then_some(last), others.written);
                let mut seen: Vec<_> = walk(scene, &query, from, &mut |row| others.write(scene, row))
                    .into_iter()
                    .filter(|id| expected.contains(id))
                    .collect();
                if back {
                    seen.reverse();
                    seen.push(reference::id(last).to_owned());
                }
                assert_eq!(seen, expected, "{} by {sort}, back: {back}", scene.role);
                walked.set((walked.get().0 + 1, walked.get().1 + others.written - written));
            }
        }
    });
    let (walks, writes) = walked.get();
    println!("lists: {walks} walks with {writes} writes of others between their requests");
}

fn there_and_back(scene: &Scene, query: &ListQuery) {
    let answer = reference::answer(query, scene.rows, &scene.judge);
    let expected: Vec<_> = answer.iter().map(|row| reference::id(row)).collect();
    assert!(expected.len() > 3 * SIZE, "{:?} leaves too little to walk", query.to_params());
    assert_eq!(walk(scene, query, None, &mut |_| {}), expected, "{} forwards by {:?}", scene.role, query.to_params());
    let (last, before) = answer.split_last().unwrap();
    let before: Vec<_> = before.iter().rev().map(|row| reference::id(row)).collect();
    assert_eq!(walk(scene, query, Some(last), &mut |_| {}), before, "{} back by {:?}", scene.role, query.to_params());
    // The reference's own pages are the same ones: the walk in the browser is judged by them.
    let place = cursor(answer[SIZE], query);
    let ids = |page: Vec<&Row>| page.into_iter().map(reference::id).map(str::to_owned).collect::<Vec<_>>();
    let shown = |place| ids(reference::page(&query.at(place, 2), &answer, SIZE));
    assert_eq!(shown(Place::After(place.clone())), expected[SIZE + 1..=2 * SIZE]);
    assert_eq!(shown(Place::Before(place)), expected[..SIZE]);
}

/// Page after page to the end, or back from a row to the beginning; between two requests something else happens, which
/// is told the last row seen.
fn walk(
    scene: &Scene,
    query: &ListQuery,
    back_from: Option<&Row>,
    between: &mut dyn FnMut(Option<&Row>),
) -> Vec<String> {
    let mut seen: Vec<Row> = Vec::new();
    loop {
        let place = match (seen.last(), back_from) {
            (Some(row), None) => Place::After(cursor(row, query)),
            (Some(row), Some(_)) | (None, Some(row)) => Place::Before(cursor(row, query)),
            (None, None) => Place::Start,
        };
        let page = page(scene, &query.at(place, 2), between);
        let full = page.len() == SIZE;
        seen.extend(page);
        assert!(seen.len() < 3 * scene.rows.len(), "{:?} goes round and round", query.to_params());
        if !full {
            return seen.iter().map(|row| reference::id(row).to_owned()).collect();
        }
    }
}

/// One page, as its address would ask for it: a stretch to its end, then the next for what is left of the page.
fn page(scene: &Scene, query: &ListQuery, between: &mut dyn FnMut(Option<&Row>)) -> Vec<Row> {
    let params = query.to_params();
    let query = ListQuery::from_params(params.iter().map(|(key, value)| (*key, value.as_str())), scene.role);
    let mut rows: Vec<Row> = Vec::new();
    for stretch in scene.scope.stretches(&query) {
        if rows.len() < SIZE {
            rows.extend(scene.ask(&query, &stretch, SIZE - rows.len()).unwrap_or_else(|wrong| panic!("{wrong}")));
            between(rows.last());
        }
    }
    rows
}

fn cursor(row: &Row, query: &ListQuery) -> Cursor {
    Cursor::of(&Record::from_row(row), &query.orders).unwrap()
}

/// Somebody who makes, changes and removes rows beside those of a walk, and changes of the walk's rows what they are
/// not put in order by.
struct Others {
    sql: postgres::Client,
    orders: Vec<Order>,
    made: Vec<Uuid>,
    written: u32,
}

impl Others {
    fn new(scene: &Scene, orders: Vec<Order>) -> Self {
        let mut sql = operator();
        // What others of an earlier walk left.
        sql.execute("delete from app.clients where email like '%z@a-b.example.com'", &[]).unwrap();
        assert!(orders.iter().all(|order| order.field != Field::TargetAudience), "{}", scene.role);
        Self { sql, orders, made: Vec::new(), written: 0 }
    }

    fn write(&mut self, scene: &Scene, seen: Option<&Row>) {
        let Some(seen) = seen else { return };
        self.written += 1;
        let mut dice = crate::dice::Dice(1 << 32 | u64::from(self.written));
        // As near to the last row seen as can be: the same keys, another id.
        let mut twin = nasty::row(self.written, &scene.setting(), &mut dice);
        twin.insert(Field::Email.key().to_owned(), json!(format!("other.{}z@a-b.example.com", self.written)));
        let dates = [Field::ContractStartDate, Field::ContractEndDate, Field::RenewalDate];
        if !dice.once_in(3) {
            for field in self.orders.iter().map(|order| order.field).chain(dates) {
                if let Some(value) = seen.get(field.key()) {
                    twin.insert(field.key().to_owned(), value.clone());
                }
            }
        }
        twin.insert(Field::ContractStartDate.key().to_owned(), serde_json::Value::Null);
        let id: Uuid = reference::id(&twin).parse().unwrap();
        add(&mut self.sql, vec![twin]);
        if let Some(earlier) = self.made.last() {
            let change = if dice.once_in(2) {
                "delete from app.clients where id = $1"
            } else {
                "update app.clients set updated_at = now(), status = 'paused', renewal_date = null, name = 'Moved' where id = $1"
            };
            self.sql.execute(change, &[earlier]).unwrap();
        }
        self.made.push(id);
        let seen: Uuid = reference::id(seen).parse().unwrap();
        let text = *dice.pick(TEXTS);
        self.sql.execute("update app.clients set target_audience = $2 where id = $1", &[&seen, &text]).unwrap();
    }
}
