//! Rows that lead a list into temptation: punctuation of every language on the way, empty values beside empty texts,
//! equal sort keys, and moments at the very border of a day.

use clientele::domain::field::{FIELDS, Field, Kind, Shape};
use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan as _};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use crate::dice::Dice;

/// Texts that mean something else to a careless reader. All are valid in a column of 100 characters.
pub const TEXTS: &[&str] = &[
    "ann",
    "Ann",
    "ANN",
    "Ann, \"Co\". (Ltd)",
    "50% off_sale",
    "50X offXsale",
    "a*b",
    "a%b",
    "a_b",
    "aXb",
    "**",
    "***:x",
    "%",
    "_",
    "\\",
    "\\\\",
    "back\\slash",
    "trailing\\",
    "\\%\\_\\*",
    "\"",
    "\"quoted\"",
    "'; drop table clients; --",
    "null",
    "NULL",
    "(",
    ")",
    "(a,b)",
    "a,b",
    "a.b",
    "a;b",
    "any(tier:premium;name:is.x)",
    "name.eq.\"x\"",
    "not.is.null",
    "{x,\"y\"}",
    "[1]",
    "^a.b$",
    "a|b",
    "a+b?",
    "(?i)x",
    "&=?#%20+",
    "😀",
    "👩\u{200d}👩\u{200d}👧 & co",
    "Ärger",
    "ärger",
    "ÄRGER",
    "A\u{308}rger",
    "Straße",
    "STRASSE",
    "İstanbul",
    "ıstanbul",
    "ΣΊΣΥΦΟΣ",
    "σίσυφος",
    "日本語",
    "line\nbreak",
    "line\n\nbreak*",
    "tab\tulator",
    " leading",
    "trailing ",
    "two  blanks",
    "\u{a0}no-break\u{a0}",
    "5",
    "10",
    "-1",
    "1e3",
    "true",
    "2026-11-22",
    "..",
    "1..2",
    "\u{7fff}\u{10ffff}",
];

const PHONES: &[&str] = &["+49 30 901820 ext. 12", "(030) 901-8200", "030.9018200", "+1 (212) 555-0199", "0000000"];

const ADDRESSES: &[&str] = &[
    "https://example.test",
    "https://example.test/a,b.(c)",
    "http://example.test/?q=%22x%22&p=50%25_*",
    "https://bücher.example/😀#\"top\"",
    "HTTPS://EXAMPLE.TEST/",
];

/// Amounts in cents, some of them twice.
const CENTS: &[u64] = &[0, 1, 99, 100, 100_050, 100_050, 250_000, 999_999_999_999_999];

/// Days from today at which a bound may be off by one.
const DISTANCES: &[i32] = &[
    -400, -366, -365, -91, -90, -89, -31, -30, -29, -8, -7, -6, -2, -1, 0, 1, 2, 6, 7, 8, 29, 30, 31, 89, 90, 91, 365,
];

/// Who stands in the rows, and where a day begins.
pub struct Setting<'a> {
    /// Managers and creators.
    pub people: &'a [Uuid],
    pub today: Date,
    pub zone: Offset,
}

/// So many rows, every column of the registry filled or empty by chance.
pub fn rows(count: u32, setting: &Setting, dice: &mut Dice) -> Vec<Map<String, Json>> {
    (0..count).map(|number| row(number, setting, dice)).collect()
}

/// One row; rows of one seed and different numbers are different clients.
pub fn row(number: u32, setting: &Setting, dice: &mut Dice) -> Map<String, Json> {
    let mut row = Map::new();
    for spec in FIELDS {
        let empty = spec.field.can_be_empty() && dice.once_in(4);
        let value = if empty { Json::Null } else { value(spec.field, number, setting, dice) };
        row.insert(spec.key.to_owned(), value);
    }
    // A contract starts before it ends.
    let later = [Field::ContractEndDate, Field::RenewalDate].map(|field| row[field.key()].as_str().map(str::to_owned));
    let start = row[Field::ContractStartDate.key()].as_str().map(str::to_owned);
    if let Some(earliest) = start.into_iter().chain(later.into_iter().flatten()).min()
        && !row[Field::ContractStartDate.key()].is_null()
    {
        row.insert(Field::ContractStartDate.key().to_owned(), json!(earliest));
    }
    row.insert("user_id".to_owned(), Json::Null);
    row
}

fn value(field: Field, number: u32, setting: &Setting, dice: &mut Dice) -> Json {
    match field.kind() {
        // Ids in no order of anything else.
        Kind::Uuid => json!(Uuid::from_u128(u128::from(dice.throw()) << 64 | u128::from(dice.throw()))),
        Kind::Person => json!(dice.pick(setting.people)),
        Kind::Email => {
            json!(format!("{}{number}@a-b.example.com", dice.pick(&["a_b", "a.b", "a%b", "a+b", "axb", "ann"])))
        }
        Kind::Text { .. } => json!(dice.pick(TEXTS)),
        Kind::Url => json!(dice.pick(ADDRESSES)),
        Kind::Phone => json!(dice.pick(PHONES)),
        Kind::Choice(options) => json!(dice.pick(options).wire),
        Kind::Money => {
            let cents = dice.pick(CENTS);
            json!(format!("{}.{:02}", cents / 100, cents % 100))
        }
        Kind::Integer { min, max } => json!(min + i64::try_from(dice.below(12)).unwrap() % (max - min + 1)),
        Kind::Date => json!(day(setting, dice)),
        Kind::Instant { .. } => json!(moment(setting, dice)),
        Kind::Tags => {
            let first = dice.below(TEXTS.len());
            json!((first..first + dice.below(4)).map(|place| TEXTS[place * 7 % TEXTS.len()]).collect::<Vec<_>>())
        }
        Kind::Json(Shape::Free) => dice.pick(&objects()).clone(),
        Kind::Json(Shape::Address) => json!({ "street": dice.pick(&["Main St. 5, \"b\"", ""]), "country": "DE" }),
        Kind::Json(Shape::Palette) => json!({ "primary": dice.pick(&["#0a7", "#00AA77"]) }),
        Kind::Json(Shape::Logos) => json!({ "dark": { "url": dice.pick(ADDRESSES) } }),
    }
}

fn day(setting: &Setting, dice: &mut Dice) -> String {
    match dice.below(30) {
        0 => "0001-01-01".to_owned(),
        1 => "9999-12-31".to_owned(),
        // The first and the last day of the year and of the quarter.
        2 => setting.today.first_of_year().to_string(),
        3 => setting.today.last_of_year().to_string(),
        4 => setting.today.with().month(10).day(1).build().unwrap().to_string(),
        _ => setting.today.saturating_add(dice.pick(DISTANCES).days()).to_string(),
    }
}

/// The asker's midnight, or a breath before or after it.
fn moment(setting: &Setting, dice: &mut Dice) -> String {
    if dice.once_in(40) {
        return "0001-01-02T00:00:00Z".to_owned();
    }
    let day: Date = setting.today.saturating_add(dice.pick(DISTANCES).days());
    let midnight: Timestamp = setting.zone.to_timestamp(day.to_datetime(jiff::civil::Time::midnight())).unwrap();
    let breath = *dice.pick(&[-1_000_000, -1, 0, 0, 1, 43_200_000_000_i64]);
    midnight.checked_add(breath.microseconds()).unwrap().to_string()
}

/// Objects for paths to lead into.
fn objects() -> Vec<Json> {
    let text = r#"[
        {},
        { "plan": { "seats": 5, "name": "Pro, \"x\"" }, "list": [1, "two", null, { "deep": "x" }] },
        { "plan": { "seats": "5" }, "a b": true, "5": "five" },
        { "plan": null, "list": [], "e": "" },
        { "plan": "flat", "list": { "0": "not a list" } },
        { "plan": { "seats": [5], "Seats": 5.0 }, " key ": "blanks", "_": false },
        { "n": 1.50, "big": 12345678901234567890, "small": 1e-7 },
        { "t": "line\nbreak\t\u007f", "b": "back\\slash\\", "q": "\"", "u": "😀 Ärger", "null": "null" },
        { "list": [[0, [1]], "a,b.c(d)", "%_*"], "bb": { "longer": 1, "b": 2, "a": [true] } }
    ]"#;
    serde_json::from_str::<Json>(text).unwrap().as_array().unwrap().clone()
}
