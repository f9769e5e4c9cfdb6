//! What a column can hold, and its spellings: JSON on the wire, text in a form or a CSV cell.
//!
//! Reading gives a value its type; [`check`] then asks the rule. Both ways round-trip (see the property tests).

use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::calendar::{Date, Instant};
use super::choice::{Choice, choice_from_wire};
use super::email::Email;
use super::field::Kind;
use super::money::Money;
use super::rules::{Reason, chars, instant, json, phone, tags, text, url};

/// A value of one column. An empty column is `None` around it, never a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Text(String),
    Email(Email),
    Choice(&'static Choice),
    Integer(i64),
    Money(Money),
    Date(Date),
    Instant(Instant),
    Id(Uuid),
    List(Vec<String>),
    Json(Map<String, Json>),
}

impl Value {
    /// Reads a value from the wire. Numbers may come as numbers or texts, times with `T` or a blank.
    ///
    /// # Errors
    /// The [`Reason`] why this kind of column cannot hold it.
    pub fn from_json(kind: Kind, json: &Json) -> Result<Option<Self>, Reason> {
        let text = match json {
            Json::Null => return Ok(None),
            Json::String(text) => Some(text.as_str()),
            Json::Number(number) => Some(number.as_str()),
            _ => None,
        };
        let value = match kind {
            Kind::Json(_) => match json {
                Json::Object(object) => Self::Json(object.clone()),
                _ => return Err(json::Reason::NotAnObject.into()),
            },
            Kind::Tags => Self::List(list_from_json(json)?),
            Kind::Text { .. } | Kind::Url | Kind::Phone if !json.is_string() => return Err(text::Reason::Blank.into()),
            _ => Self::from_word(kind, text.ok_or(Reason::NotAllowed)?)?,
        };
        Ok(Some(value))
    }

    /// Reads what a person typed or a CSV cell holds. Only blanks means empty; blanks at the ends are dropped.
    ///
    /// # Errors
    /// The [`Reason`] why this kind of column cannot hold it.
    pub fn from_text(kind: Kind, text: &str) -> Result<Option<Self>, Reason> {
        let unified = text.replace("\r\n", "\n");
        let text = chars::trimmed(&unified);
        if text.is_empty() {
            return Ok(None);
        }
        let value = match kind {
            Kind::Json(_) => Self::Json(object_from_text(text)?),
            Kind::Tags => Self::List(list_from_text(text)?),
            Kind::Money => Self::Money(Money::from_text(text)?),
            _ => Self::from_word(kind, text)?,
        };
        Ok(Some(value))
    }

    fn from_word(kind: Kind, text: &str) -> Result<Self, Reason> {
        Ok(match kind {
            Kind::Email => Self::Email(Email::from_text(text)?),
            Kind::Choice(options) => Self::Choice(choice_from_wire(options, text).ok_or(Reason::NotAChoice(options))?),
            Kind::Integer { min, max } => {
                let digits = text.strip_prefix('-').unwrap_or(text);
                let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
                let number = text.parse().ok().filter(|_| plain);
                Self::Integer(number.ok_or(Reason::NotInRange { min, max })?)
            }
            Kind::Money => Self::Money(Money::from_decimal(text)?),
            Kind::Date => Self::Date(Date::from_text(text).ok_or(Reason::NotADate)?),
            Kind::Instant { .. } => Self::Instant(Instant::from_text(text).ok_or(instant::Reason::NotAMoment)?),
            Kind::Uuid => Self::Id(id_from_text(text).ok_or(Reason::NotAnId)?),
            // The portal's window shows the manager by name, not by identity.
            Kind::Person => id_from_text(text).map_or_else(|| Self::Text(text.to_owned()), Self::Id),
            Kind::Text { .. } | Kind::Url | Kind::Phone | Kind::Tags | Kind::Json(_) => Self::Text(text.to_owned()),
        })
    }

    /// As it stands on the wire.
    pub fn to_json(&self) -> Json {
        match self {
            Self::Integer(number) => (*number).into(),
            Self::List(entries) => entries.iter().map(|entry| Json::String(entry.clone())).collect(),
            Self::Json(object) => Json::Object(object.clone()),
            _ => Json::String(self.to_text()),
        }
    }

    /// As it stands in a form or a CSV cell; [`Value::from_text`] reads it back.
    pub fn to_text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Email(email) => email.to_string(),
            Self::Choice(choice) => choice.wire.to_owned(),
            Self::Integer(number) => number.to_string(),
            Self::Money(money) => money.to_string(),
            Self::Date(date) => date.to_string(),
            Self::Instant(moment) => moment.to_string(),
            Self::Id(id) => id.to_string(),
            Self::List(entries) => list_to_text(entries),
            Self::Json(object) => serde_json::to_string_pretty(object).unwrap_or_default(),
        }
    }

    /// Whether the database can compare with it: it has no NUL, and counts in 32 bits.
    pub fn is_comparable(&self) -> bool {
        match self {
            Self::Text(text) => !text.contains('\0'),
            Self::List(entries) => entries.iter().all(|entry| !entry.contains('\0')),
            Self::Integer(number) => i32::try_from(*number).is_ok(),
            _ => true,
        }
    }
}

/// Asks the rule of this kind of column. `now` is the moment that a past date must not pass.
///
/// # Errors
/// The rule's [`Reason`].
pub fn check(kind: Kind, value: &Value, now: Instant) -> Result<(), Reason> {
    match (kind, value) {
        (Kind::Text { max, .. }, Value::Text(text)) => text::check(text, max)?,
        (Kind::Url, Value::Text(text)) => url::check(text)?,
        (Kind::Phone, Value::Text(text)) => phone::check(text)?,
        (Kind::Tags, Value::List(entries)) => tags::check(entries)?,
        (Kind::Json(shape), Value::Json(object)) => json::check(object, shape)?,
        (Kind::Instant { past: true }, Value::Instant(moment)) => instant::check_past(*moment, now)?,
        (Kind::Integer { min, max }, Value::Integer(number)) if !(min..=max).contains(number) => {
            return Err(Reason::NotInRange { min, max });
        }
        (Kind::Person, Value::Text(_)) => return Err(Reason::NotAnId),
        // The type itself is the rule.
        _ => {}
    }
    Ok(())
}

/// Judges a value as it stands on the wire, without making a [`Value`] of it where that would copy: what an import of
/// many rows needs. The verdict is that of [`Value::from_json`] and [`check`]; `false` means empty.
///
/// # Errors
/// The same [`Reason`] as those two.
pub fn check_json(kind: Kind, json: &Json, now: Instant) -> Result<bool, Reason> {
    match (kind, json) {
        (_, Json::Null) => return Ok(false),
        (Kind::Text { max, .. }, Json::String(text)) => text::check(text, max)?,
        (Kind::Url, Json::String(text)) => url::check(text)?,
        (Kind::Phone, Json::String(text)) => phone::check(text)?,
        (Kind::Json(shape), Json::Object(object)) => json::check(object, shape)?,
        (Kind::Tags, Json::Array(items)) => {
            let entries: Option<Vec<&str>> = items.iter().map(Json::as_str).collect();
            tags::check(&entries.ok_or(tags::Reason::NotAList)?)?;
        }
        _ => {
            if let Some(value) = Value::from_json(kind, json)? {
                check(kind, &value, now)?;
            }
        }
    }
    Ok(true)
}

/// The hyphenated form only: of the others the database refuses some (`urn:uuid:…`).
fn id_from_text(text: &str) -> Option<Uuid> {
    text.parse().ok().filter(|_| text.len() == uuid::fmt::Hyphenated::LENGTH)
}

fn object_from_text(text: &str) -> Result<Map<String, Json>, json::Reason> {
    match serde_json::from_str(text) {
        Ok(Json::Object(object)) => Ok(object),
        Ok(_) => Err(json::Reason::NotAnObject),
        Err(error) => Err(json::Reason::Syntax { line: error.line(), column: error.column() }),
    }
}

fn list_from_json(json: &Json) -> Result<Vec<String>, tags::Reason> {
    let items = json.as_array().ok_or(tags::Reason::NotAList)?;
    let texts: Option<_> = items.iter().map(|item| item.as_str().map(str::to_owned)).collect();
    texts.ok_or(tags::Reason::NotAList)
}

/// One entry per line, or a JSON array for entries that lines cannot carry.
fn list_from_text(text: &str) -> Result<Vec<String>, tags::Reason> {
    if text.starts_with('[') {
        let json: Json = serde_json::from_str(text).map_err(|_| tags::Reason::NotAList)?;
        return list_from_json(&json);
    }
    let lines = text.lines().map(chars::trimmed).filter(|line| !line.is_empty());
    Ok(lines.map(str::to_owned).collect())
}

fn list_to_text(entries: &[String]) -> String {
    let fits_a_line = |entry: &String| {
        !entry.is_empty() && !entry.contains(['\n', '\r']) && chars::trimmed(entry) == entry && !entry.starts_with('[')
    };
    if entries.iter().all(fits_a_line) && !entries.is_empty() {
        entries.join("\n")
    } else {
        serde_json::to_string(entries).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::field::{FIELDS, Field, Shape};
    use proptest::prelude::*;
    use serde_json::json;

    fn now() -> Instant {
        Instant::from_text("2026-06-01T12:00:00Z").expect("a moment")
    }

    #[test]
    fn times_are_read_as_every_server_writes_them() {
        let kind = Kind::Instant { past: false };
        let expected = Value::from_json(kind, &json!("2026-11-22T16:24:00.123456+00:00"));
        for text in ["2026-11-22 16:24:00.123456+00", "2026-11-22T16:24:00.123456Z", "2026-11-22T18:24:00.123456+02:00"]
        {
            assert_eq!(Value::from_json(kind, &json!(text)), expected, "{text}");
        }
        assert!(Value::from_json(kind, &json!("infinity")).is_err());
    }

    #[test]
    fn numbers_come_as_numbers_or_texts() {
        for json in [json!(12.5), json!("12.50")] {
            assert_eq!(Value::from_json(Kind::Money, &json), Ok(Money::from_cents(1250).map(Value::Money)));
        }
        let score = Kind::Integer { min: 1, max: 10 };
        for bad in [json!(7.0), json!("7.0"), json!(7.5), json!(""), json!("+7"), json!(true), json!([7])] {
            assert!(Value::from_json(score, &bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn only_real_days_are_dates() {
        for good in ["2024-02-29", "2000-02-29", "9999-12-31"] {
            assert!(Value::from_text(Kind::Date, good).is_ok_and(|date| date.is_some()), "{good}");
        }
        for bad in ["2023-02-29", "1900-02-29", "2026-13-01", "2026-1-1", "20260101", "31.12.2026", "+2026-01-01"] {
            assert_eq!(Value::from_text(Kind::Date, bad), Err(Reason::NotADate), "{bad}");
        }
    }

    #[test]
    fn a_twenty_digit_number_survives() {
        let text = r#"{"n": 12345678901234567890.10}"#;
        let Ok(Some(value)) = Value::from_text(Kind::Json(Shape::Free), text) else { panic!("an object") };
        assert_eq!(value.to_json().to_string(), r#"{"n":12345678901234567890.10}"#);
    }

    #[test]
    fn a_json_error_points_at_its_line() {
        let error = Value::from_text(Kind::Json(Shape::Free), "{\n \"a\": }").expect_err("not JSON");
        assert_eq!(error, json::Reason::Syntax { line: 2, column: 7 }.into());
    }

    #[test]
    fn lists_are_read_by_line_or_as_json() {
        let read = |text| Value::from_text(Kind::Tags, text);
        let list = |items: &[&str]| Ok(Some(Value::List(items.iter().map(|item| (*item).to_owned()).collect())));
        assert_eq!(read(" a \r\n\n b, c "), list(&["a", "b, c"]));
        assert_eq!(read(r#"["a\nb"]"#), list(&["a\nb"]));
        assert!(read("[1]").is_err());
    }

    fn any_kind() -> impl Strategy<Value = Kind> {
        prop::sample::select(FIELDS.iter().map(|spec| spec.kind).collect::<Vec<_>>())
    }

    proptest! {
        #[test]
        fn no_text_panics_and_what_is_read_reads_back(kind in any_kind(), text in "\\PC{0,40}|[0-9eE+.-]{0,20}|[\\[{\"a:1,}\\]\n]{0,12}") {
            if let Ok(Some(value)) = Value::from_text(kind, &text) {
                let _ = check(kind, &value, now());
                prop_assert_eq!(Value::from_text(kind, &value.to_text()), Ok(Some(value.clone())));
                prop_assert_eq!(Value::from_json(kind, &value.to_json()), Ok(Some(value)));
            }
        }

        #[test]
        fn the_quick_judge_gives_the_same_verdict(kind in any_kind(), text in "\\PC{0,30}|[0-9eE+.-]{0,12}|https?://[a-z@ .]{0,9}|2026-[0-9]{2}-[0-9]{2}", wrap in 0..4) {
            let json = match wrap {
                0 => Json::String(text),
                1 => json!([text]),
                2 => json!({ "url": text, "country": text }),
                _ => serde_json::from_str(&text).unwrap_or(Json::Null),
            };
            let slow = Value::from_json(kind, &json).and_then(|value| match value {
                Some(value) => check(kind, &value, now()).map(|()| true),
                None => Ok(false),
            });
            prop_assert_eq!(check_json(kind, &json, now()), slow);
        }

        #[test]
        fn every_list_reads_back(entries in prop::collection::vec(".{1,12}", 1..6)) {
            let value = Value::List(entries);
            prop_assert_eq!(Value::from_text(Kind::Tags, &value.to_text()), Ok(Some(value)));
        }

        #[test]
        fn every_day_reads_back(year in 1_u16..=9999, month in 1_u8..=12, day in 1_u8..=28) {
            let value = Value::Date(Date::new(year, month, day).unwrap());
            prop_assert_eq!(Value::from_text(Field::RenewalDate.kind(), &value.to_text()), Ok(Some(value)));
        }

        #[test]
        fn every_moment_reads_back(micros in -62_135_596_800_000_000_i64..253_402_200_000_000_000) {
            let value = Value::Instant(Instant::from_micros(micros).unwrap());
            prop_assert_eq!(Value::from_text(Field::LastContactDate.kind(), &value.to_text()), Ok(Some(value)));
        }
    }
}
