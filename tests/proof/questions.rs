//! Questions of the list, made from the registry: what they compare with comes from the rows, or is hostile.

use clientele::domain::condition::Condition;
use clientele::domain::field::{Field, Kind};
use clientele::domain::filter::Filter;
use clientele::domain::list::{ListQuery, Order, filterable};
use clientele::domain::operator::{Operator, PERIODS};
use clientele::domain::permission::reads_field;
use clientele::domain::role::Role;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::dice::Dice;
use crate::nasty::TEXTS;
use crate::reference::Row;

/// Days that a bound may be off by one of, and the bounds of what is read.
const DAYS: &[u16] = &[0, 1, 2, 6, 7, 29, 30, 31, 89, 90, 91, 365, 366, 36_500];

/// A condition that this operator of this field takes.
pub fn condition(field: Field, operator: Operator, rows: &[Row], dice: &mut Dice) -> Condition {
    let mut tries = (0..200).map(|_| Condition::new(field, operator, &operand(field, operator, rows, dice)));
    tries.find_map(|condition| condition).unwrap_or_else(|| panic!("no operand for {} {operator:?}", field.key()))
}

/// Any condition that the role may put.
pub fn any_condition(role: Role, rows: &[Row], dice: &mut Dice) -> Condition {
    let fields: Vec<_> = filterable(role).collect();
    let field = *dice.pick(&fields);
    condition(field, *dice.pick(field.kind().operators()), rows, dice)
}

/// Nested groups of conditions.
pub fn filters(role: Role, rows: &'static [Row]) -> impl Strategy<Value = Filter> {
    let leaf = any::<u64>().prop_map(move |seed| Filter::One(any_condition(role, rows, &mut Dice(seed))));
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..5).prop_map(Filter::All),
            prop::collection::vec(inner, 1..5).prop_map(Filter::Any),
        ]
    })
}

/// One to four sort keys, each field once.
pub fn orders(role: Role) -> impl Strategy<Value = Vec<Order>> {
    let fields: Vec<_> = sortable(role).collect();
    let keys = prop::sample::subsequence(fields, 1..=4).prop_shuffle();
    (keys, prop::array::uniform4(any::<bool>())).prop_map(|(fields, turns)| {
        fields.into_iter().zip(turns).map(|(field, descending)| Order { field, descending }).collect()
    })
}

/// What the role can put a list in order by.
pub fn sortable(role: Role) -> impl Iterator<Item = Field> {
    let fits = move |field: &Field| field.kind().sortable() && reads_field(role, *field);
    Field::ALL.iter().copied().filter(fits)
}

/// A question with these parts.
pub fn question(search: &str, filters: Vec<Filter>, orders: Vec<Order>) -> ListQuery {
    ListQuery { search: search.to_owned(), filters, orders, ..ListQuery::default() }
}

/// A part of a company, a name or an address, or a text that no row has.
pub fn term(rows: &[Row], dice: &mut Dice) -> String {
    let field = *dice.pick(&[Field::CompanyName, Field::Name, Field::Email]);
    part(&text(field, rows, dice), dice)
}

fn operand(field: Field, operator: Operator, rows: &[Row], dice: &mut Dice) -> String {
    let days = matches!(field.kind(), Kind::Date | Kind::Instant { .. });
    match (operator, field.kind()) {
        (Operator::AnyOf, Kind::Choice(options)) => {
            let words: Vec<_> = options.iter().filter(|_| dice.once_in(2)).map(|choice| choice.wire).collect();
            words.join(",")
        }
        (Operator::Within | Operator::Last | Operator::OlderThan, _) => dice.pick(DAYS).to_string(),
        (Operator::This, _) => dice.pick(&PERIODS).wire.to_owned(),
        (Operator::Between, _) => {
            let (one, other) = (value(field, days, rows, dice), value(field, days, rows, dice));
            format!("{one}..{other}")
        }
        (Operator::HasAny | Operator::HasAll | Operator::HasNone, _) => {
            let mut entries: Vec<Json> = any_cell(field, rows, dice).as_array().cloned().unwrap_or_default();
            entries.retain(|_| dice.once_in(2));
            if entries.is_empty() || dice.once_in(4) {
                entries.push(json!(dice.pick(TEXTS)));
            }
            Json::Array(entries).to_string()
        }
        (Operator::At, _) => place(&any_cell(field, rows, dice), dice),
        (Operator::Contains | Operator::Starts, _) => {
            let text = text(field, rows, dice);
            let part = if operator == Operator::Starts { start(&text, dice) } else { part(&text, dice) };
            if dice.once_in(2) { turned(&part) } else { part }
        }
        _ => value(field, days, rows, dice),
    }
}

fn any_cell(field: Field, rows: &[Row], dice: &mut Dice) -> Json {
    let filled: Vec<_> = rows.iter().filter_map(|row| row.get(field.key())).filter(|cell| !cell.is_null()).collect();
    if filled.is_empty() { Json::Null } else { (*dice.pick(&filled)).clone() }
}

/// What some row has there, or a hostile text.
fn text(field: Field, rows: &[Row], dice: &mut Dice) -> String {
    if dice.once_in(4) {
        return (*dice.pick(TEXTS)).to_owned();
    }
    any_cell(field, rows, dice).as_str().unwrap_or_default().to_owned()
}

/// A value to be equal to, or a bound: what some row has. Of a moment, its day and those beside it.
fn value(field: Field, days: bool, rows: &[Row], dice: &mut Dice) -> String {
    let text = match any_cell(field, rows, dice) {
        Json::String(text) if dice.once_in(6) && !days => turned(&text),
        Json::String(text) => text,
        other => other.to_string(),
    };
    if !days {
        return text;
    }
    let day: jiff::civil::Date = text[..10].parse().unwrap();
    day.saturating_add(jiff::Span::new().days(*dice.pick(&[-1, 0, 1]))).to_string()
}

fn start(text: &str, dice: &mut Dice) -> String {
    let length = text.chars().count();
    text.chars().take(1 + dice.below(length.max(1))).collect()
}

fn part(text: &str, dice: &mut Dice) -> String {
    let first = dice.below(text.chars().count().max(1));
    start(&text.chars().skip(first).collect::<String>(), dice)
}

/// Small letters large, and the other way round.
fn turned(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() }).collect()
}

/// A way into an object, and what stands at its end or something like it.
fn place(object: &Json, dice: &mut Dice) -> String {
    let (mut keys, mut here) = (Vec::new(), object.clone());
    loop {
        let inside: Vec<(String, Json)> = match &here {
            Json::Object(object) => object.iter().map(|(key, value)| (key.clone(), value.clone())).collect(),
            Json::Array(entries) => {
                entries.iter().enumerate().map(|(place, value)| (place.to_string(), value.clone())).collect()
            }
            _ => Vec::new(),
        };
        if inside.is_empty() || (!keys.is_empty() && dice.once_in(4)) {
            break;
        }
        let (key, value) = dice.pick(&inside).clone();
        keys.push(key);
        here = value;
    }
    if keys.is_empty() || dice.once_in(10) {
        keys.push((*dice.pick(&["0", "7", "none", "a b", "007", "99999999999999999999", "1a"])).to_owned());
    }
    let wanted = match here {
        _ if dice.once_in(6) => (*dice.pick(TEXTS)).to_owned(),
        Json::String(text) => text,
        // As Postgres prints it, which for what holds more than one thing has blanks.
        other => other.to_string().replace(',', ", ").replace("\":", "\": "),
    };
    format!("{}={wanted}", keys.join("."))
}
