//! A valid value for any field, different for every number: what fixture rows hold and what edits write.

use clientele::domain::field::{Field, Kind, Shape};
use serde_json::{Value as Json, json};
use uuid::Uuid;

/// The `number`th valid value of a field, as it goes on the wire. Numbers below 1 000 000 give different values, except
/// in fields that hold only a few.
pub fn sample(field: Field, number: u32) -> Json {
    let tag = tag(number);
    match field.kind() {
        Kind::Uuid | Kind::Person => Json::String(Uuid::from_u128(0x5a3b_1e00 << 96 | u128::from(number)).to_string()),
        Kind::Email => json!(format!("{tag}@sample.test")),
        Kind::Text { .. } => json!(format!("Sample {tag}")),
        Kind::Url => json!(format!("https://sample.test/{tag}")),
        Kind::Phone => json!(format!("+49 30 {:07}", 1_000_000 + number)),
        Kind::Choice(options) => json!(options[number as usize % options.len()].wire),
        Kind::Money => json!(f64::from(70_000_000 + number) / 100.0),
        Kind::Integer { min, max } => json!(min + i64::from(number) % (max - min + 1).min(1_000_000)),
        Kind::Date => json!(day(field, number)),
        Kind::Instant { .. } => json!(format!("2021-03-{:02}T10:11:12.{:06}+00:00", 1 + number % 28, number)),
        Kind::Tags => json!([format!("tag {tag}"), "common"]),
        Kind::Json(Shape::Free) => json!({ "sample": tag, "deep": [{ "n": number }] }),
        Kind::Json(Shape::Address) => json!({ "street": format!("Street {tag}"), "country": "DE" }),
        Kind::Json(Shape::Palette) => json!({ tag: format!("#{number:06x}") }),
        Kind::Json(Shape::Logos) => json!({ "primary": format!("https://sample.test/{tag}.svg") }),
    }
}

/// The part of a sample that no other answer holds by chance; `None` where a field has only a few values.
pub fn needle(field: Field, number: u32) -> Option<String> {
    let value = sample(field, number);
    match field.kind() {
        Kind::Choice(_) | Kind::Integer { .. } => None,
        Kind::Money => Some(value.to_string()),
        Kind::Date | Kind::Phone | Kind::Uuid | Kind::Person => value.as_str().map(str::to_owned),
        // The time of day is the same in every spelling of a moment.
        Kind::Instant { .. } => Some(format!("10:11:12.{number:06}")),
        _ => Some(tag(number)),
    }
}

fn tag(number: u32) -> String {
    format!("q{number:06}z")
}

/// Contracts start long before they end, whichever two numbers meet in a row.
fn day(field: Field, number: u32) -> String {
    let century = if field == Field::ContractStartDate { 1900 } else { 2100 };
    format!("{:04}-{:02}-{:02}", century + number / 336 % 100, 1 + number / 28 % 12, 1 + number % 28)
}
