//! What a question of the list means, written from the meaning of its words and not from how it is asked: the rows that
//! belong, and their order. Days are jiff's, so that our own calendar is judged as well.
//!
//! Letters are those of the local server's cluster, whose locale is `C`: texts stand in the order of their bytes, and
//! `contains` and `starts` take only `A` to `Z` for `a` to `z` (`ilike` does not fold `Ä` there). The search folds the
//! letters of every script, because its column is written with ICU.

use std::cmp::Ordering;

use clientele::domain::condition::{Condition, Operand};
use clientele::domain::cursor::{Cursor, Place};
use clientele::domain::field::{Field, Kind};
use clientele::domain::filter::Filter;
use clientele::domain::list::{ListQuery, Order};
use clientele::domain::operator::Operator;
use clientele::domain::value::Value;
use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan as _};
use serde_json::{Map, Value as Json};

/// A client as PostgREST returns the whole row.
pub type Row = Map<String, Json>;

/// Who asks, and when and where.
#[derive(Clone, Debug)]
pub struct Asker {
    pub user_id: String,
    pub today: Date,
    pub zone: Offset,
}

/// The rows that belong, in order, wherever the question's place is.
pub fn answer<'a>(query: &ListQuery, rows: &'a [Row], asker: &Asker) -> Vec<&'a Row> {
    let found = rows.iter().filter(|row| belongs(query, row, asker));
    let mut placed: Vec<_> = found.map(|row| (Standing::of(row, &query.orders), row)).collect();
    placed.sort_by(|(one, _), (other, _)| compare(&query.orders, one, other));
    placed.into_iter().map(|(_, row)| row).collect()
}

/// Of an answer, the page of so many rows at the question's place.
pub fn page<'a>(query: &ListQuery, answer: &[&'a Row], size: usize) -> Vec<&'a Row> {
    let beyond = |cursor: &Cursor, side: Ordering| {
        let place = Standing::of(&stood(cursor, &query.orders), &query.orders);
        let there = |row: &Row| compare(&query.orders, &Standing::of(row, &query.orders), &place) == side;
        answer.iter().copied().filter(|row| there(row)).collect::<Vec<_>>()
    };
    match &query.place {
        Place::Start => answer.iter().copied().take(size).collect(),
        Place::After(cursor) => beyond(cursor, Ordering::Greater).into_iter().take(size).collect(),
        Place::Before(cursor) => {
            let before = beyond(cursor, Ordering::Less);
            before[before.len().saturating_sub(size)..].to_vec()
        }
    }
}

/// Whether the row is one that the question asks for.
pub fn belongs(query: &ListQuery, row: &Row, asker: &Asker) -> bool {
    let found = |term: &str| {
        let term = term.to_lowercase();
        let places = [Field::CompanyName, Field::Name, Field::Email];
        places.iter().filter_map(|field| cell(row, *field)?.as_str()).any(|text| text.to_lowercase().contains(&term))
    };
    query.search_term().is_none_or(found) && query.filters.iter().all(|filter| passes(filter, row, asker))
}

fn passes(filter: &Filter, row: &Row, asker: &Asker) -> bool {
    match filter {
        Filter::One(condition) => holds(condition, row, asker),
        Filter::All(parts) => parts.iter().all(|part| passes(part, row, asker)),
        Filter::Any(parts) => parts.iter().any(|part| passes(part, row, asker)),
    }
}

fn holds(condition: &Condition, row: &Row, asker: &Asker) -> bool {
    let Some(cell) = cell(row, condition.field()) else {
        return matches!(condition.operator(), Operator::Empty | Operator::HasNone);
    };
    let kind = condition.field().kind();
    let text = || cell.as_str().expect("a text");
    let entry = |wanted: &String| cell.as_array().expect("a list").iter().any(|entry| entry == wanted);
    let in_days = |days: &u16, distance: i32| (0..=i32::from(*days)).contains(&distance);
    let bounded = |least: Option<&Value>, most: Option<&Value>| {
        let bound = |value: &Value| Measure::of_operand(kind, &value.to_text());
        let here = Measure::of_cell(kind, cell, asker.zone);
        least.is_none_or(|least| here >= bound(least)) && most.is_none_or(|most| here <= bound(most))
    };
    match (condition.operator(), condition.operand()) {
        (Operator::Empty, _) => false,
        (Operator::Filled, _) => true,
        (Operator::Me, _) => text() == asker.user_id,
        (Operator::AnyOf, Operand::Words(words)) => words.iter().any(|word| word.wire == text()),
        (Operator::Contains, Operand::One(part)) => folded(text()).contains(&folded(&part.to_text())),
        (Operator::Starts, Operand::One(part)) => folded(text()).starts_with(&folded(&part.to_text())),
        (Operator::Is, Operand::One(value)) => bounded(Some(value), Some(value)),
        (Operator::From, Operand::One(value)) => bounded(Some(value), None),
        (Operator::To, Operand::One(value)) => bounded(None, Some(value)),
        (Operator::Between, Operand::Between(least, most)) => bounded(Some(least), Some(most)),
        (Operator::HasAny, Operand::Entries(entries)) => entries.iter().any(entry),
        (Operator::HasAll, Operand::Entries(entries)) => entries.iter().all(entry),
        (Operator::HasNone, Operand::Entries(entries)) => !entries.iter().any(entry),
        (Operator::At, Operand::At(path, wanted)) => text_at(cell, path).as_ref() == Some(wanted),
        (Operator::Within, Operand::Days(days)) => in_days(days, distance(asker.today, day(kind, cell, asker.zone))),
        (Operator::Last, Operand::Days(days)) => in_days(days, distance(day(kind, cell, asker.zone), asker.today)),
        (Operator::OlderThan, Operand::Days(days)) => {
            distance(day(kind, cell, asker.zone), asker.today) > i32::from(*days)
        }
        (Operator::This, Operand::Period(period)) => same_period(period.wire, day(kind, cell, asker.zone), asker.today),
        (operator, operand) => panic!("{operator:?} does not go with {operand:?}"),
    }
}

/// What a row is put in order by.
struct Standing {
    keys: Vec<Option<Measure>>,
    id: String,
}

impl Standing {
    fn of(row: &Row, orders: &[Order]) -> Self {
        let key = |order: &Order| Some(Measure::exact(order.field.kind(), cell(row, order.field)?));
        Self { keys: orders.iter().map(key).collect(), id: id(row).to_owned() }
    }
}

/// Which of two rows stands first. What is empty stands last either way; the last key says how ids go.
fn compare(orders: &[Order], one: &Standing, other: &Standing) -> Ordering {
    let turned = |ordering: Ordering, descending: bool| if descending { ordering.reverse() } else { ordering };
    let by_key = |(order, keys): (&Order, (&Option<Measure>, &Option<Measure>))| match keys {
        (Some(one), Some(other)) => turned(one.cmp(other), order.descending),
        (one, other) => one.is_none().cmp(&other.is_none()),
    };
    let by_id = || turned(one.id.cmp(&other.id), orders.last().is_some_and(|last| last.descending));
    let mut keys = orders.iter().zip(one.keys.iter().zip(&other.keys)).map(by_key);
    keys.find(|ordering| ordering.is_ne()).unwrap_or_else(by_id)
}

/// The row's identity.
pub fn id(row: &Row) -> &str {
    row[Field::Id.key()].as_str().expect("an id")
}

/// A row that has nothing but its place.
fn stood(cursor: &Cursor, orders: &[Order]) -> Row {
    let keys = orders.iter().zip(&cursor.keys);
    let key = |(order, value): (&Order, &Option<Value>)| {
        (order.field.key().to_owned(), value.as_ref().map_or(Json::Null, Value::to_json))
    };
    keys.map(key).chain([(Field::Id.key().to_owned(), Json::String(cursor.id.to_string()))]).collect()
}

fn cell(row: &Row, field: Field) -> Option<&Json> {
    row.get(field.key()).filter(|cell| !cell.is_null())
}

/// What two values of one column are compared by.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Measure {
    Hundredths(i128),
    Day(Date),
    Moment(Timestamp),
    Text(String),
}

impl Measure {
    /// For an order: a moment to the microsecond.
    fn exact(kind: Kind, cell: &Json) -> Self {
        match kind {
            Kind::Instant { .. } => Self::Moment(moment(cell)),
            _ => Self::of_operand(kind, &plain(cell)),
        }
    }

    /// For a condition: a moment by the day on which it was there where the asker is.
    fn of_cell(kind: Kind, cell: &Json, zone: Offset) -> Self {
        match kind {
            Kind::Instant { .. } => Self::Day(day(kind, cell, zone)),
            _ => Self::exact(kind, cell),
        }
    }

    fn of_operand(kind: Kind, text: &str) -> Self {
        match kind {
            Kind::Money | Kind::Integer { .. } => Self::Hundredths(hundredths(text)),
            Kind::Date | Kind::Instant { .. } => Self::Day(text.parse().expect("a day")),
            _ => Self::Text(text.to_owned()),
        }
    }
}

/// A number with at most two decimal places.
fn hundredths(text: &str) -> i128 {
    let (whole, places) = text.split_once('.').unwrap_or((text, ""));
    assert!(places.len() <= 2, "{text} has more than two decimal places");
    format!("{whole}{places:0<2}").parse().expect("a number")
}

fn moment(cell: &Json) -> Timestamp {
    cell.as_str().and_then(|text| text.parse().ok()).expect("a moment")
}

fn day(kind: Kind, cell: &Json, zone: Offset) -> Date {
    match kind {
        Kind::Instant { .. } => zone.to_datetime(moment(cell)).date(),
        _ => cell.as_str().and_then(|text| text.parse().ok()).expect("a day"),
    }
}

/// Days from one to the other.
fn distance(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

fn same_period(word: &str, one: Date, other: Date) -> bool {
    let monday = |date: Date| date - i64::from(date.weekday().to_monday_zero_offset()).days();
    let quarter = |date: Date| (date.year(), (date.month() - 1) / 3);
    match word {
        "day" => one == other,
        "week" => monday(one) == monday(other),
        "month" => one.first_of_month() == other.first_of_month(),
        "quarter" => quarter(one) == quarter(other),
        "year" => one.year() == other.year(),
        _ => panic!("no such period: {word}"),
    }
}

fn folded(text: &str) -> String {
    text.to_ascii_lowercase()
}

/// The text that stands at a path, as Postgres' `->>` gives it: nothing for `null`, and keys of digits count the
/// entries of a list from 0; what is neither list nor object is its own entry 0.
fn text_at(json: &Json, path: &[String]) -> Option<String> {
    fn inside<'a>(json: &'a Json, key: &String) -> Option<&'a Json> {
        let place = key.bytes().all(|byte| byte.is_ascii_digit()).then(|| key.parse::<usize>().ok());
        match (json, place) {
            (Json::Array(entries), Some(place)) => entries.get(place?),
            (Json::Object(object), None) => object.get(key),
            (Json::Object(_), Some(_)) | (_, None) => None,
            (alone, Some(place)) => (place == Some(0)).then_some(alone),
        }
    }
    path.iter().try_fold(json, inside).filter(|found| !found.is_null()).map(plain)
}

/// As Postgres prints what a `jsonb` holds: in an object, shorter keys first.
fn plain(json: &Json) -> String {
    fn inner(json: &Json) -> String {
        match json {
            Json::Array(entries) => format!("[{}]", entries.iter().map(inner).collect::<Vec<_>>().join(", ")),
            Json::Object(object) => {
                let mut entries: Vec<_> = object.iter().collect();
                entries.sort_by_key(|(key, _)| (key.len(), key.as_bytes()));
                let entry = |(key, value): (&String, &Json)| format!("{}: {}", Json::String(key.clone()), inner(value));
                format!("{{{}}}", entries.into_iter().map(entry).collect::<Vec<_>>().join(", "))
            }
            _ => json.to_string(),
        }
    }
    json.as_str().map_or_else(|| inner(json), str::to_owned)
}
