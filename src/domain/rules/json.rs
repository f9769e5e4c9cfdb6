//! A JSON object of a known shape. Mirrors `app.valid_json(value)`, `app.valid_address`, `app.valid_palette`
//! and `app.valid_logos`.

use std::fmt;

use serde_json::{Map, Value};

use super::{chars, url};
use crate::domain::field::Shape;

/// The largest object, in bytes of the text that Postgres prints for it.
pub const MAX_BYTES: usize = 65_536;
/// The deepest nesting; an object of plain values is 1 deep.
pub const MAX_DEPTH: usize = 8;

/// Why an object is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Not JSON: the parser's words and the place.
    Syntax { line: usize, column: usize },
    /// JSON, but not an object.
    NotAnObject,
    /// More than [`MAX_BYTES`].
    TooLarge,
    /// More than [`MAX_DEPTH`] levels.
    TooDeep,
    /// A NUL character, which the database cannot keep.
    Nul,
    /// A number that the database cannot keep.
    Number,
    /// This part of an address is not a text.
    AddressPart(&'static str),
    /// Not a two-letter country code.
    Country,
    /// The value under this name is not a colour.
    Color(String),
    /// The value under this name is not a web address.
    Logo(String, url::Reason),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax { line, column } => write!(f, "This is not JSON: look at line {line}, column {column}."),
            Self::NotAnObject => f.write_str("Write a JSON object, such as {\"key\": \"value\"}."),
            Self::TooLarge => f.write_str("Shorten this to 64 KB."),
            Self::TooDeep => write!(f, "Nest at most {MAX_DEPTH} levels."),
            Self::Nul => f.write_str("Remove the invisible character U+0000."),
            Self::Number => f.write_str("A number in it is too long for the database."),
            Self::AddressPart(part) => write!(f, "Write the {part} as plain text."),
            Self::Country => f.write_str("Write the country as two letters, such as DE."),
            Self::Color(name) => write!(f, "\u{201c}{name}\u{201d} needs a colour such as #0a7 or #00aa77."),
            Self::Logo(name, reason) => write!(f, "\u{201c}{name}\u{201d}: {reason}"),
        }
    }
}

const ADDRESS_PARTS: [(&str, &str); 5] = [
    ("street", "street"),
    ("city", "city"),
    ("region", "region"),
    ("postal_code", "postal code"),
    ("country", "country"),
];

/// Judges an object of the given shape.
///
/// # Errors
/// The first [`Reason`] found.
pub fn check(object: &Map<String, Value>, shape: Shape) -> Result<(), Reason> {
    let mut bytes = 0;
    measure_object(object, 1, &mut bytes)?;
    match shape {
        Shape::Free => Ok(()),
        Shape::Address => check_address(object),
        Shape::Palette => check_palette(object),
        Shape::Logos => check_logos(object, true),
    }
}

fn check_address(object: &Map<String, Value>) -> Result<(), Reason> {
    for (key, label) in ADDRESS_PARTS {
        match object.get(key) {
            Some(Value::String(text)) if key == "country" && !is_country(text) => return Err(Reason::Country),
            Some(Value::String(text)) if chars::first_control(text).is_none() => {}
            Some(_) => return Err(Reason::AddressPart(label)),
            None => {}
        }
    }
    Ok(())
}

fn is_country(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn check_palette(object: &Map<String, Value>) -> Result<(), Reason> {
    let color = |value: &Value| {
        let digits = value.as_str().and_then(|text| text.strip_prefix('#'));
        digits
            .is_some_and(|digits| matches!(digits.len(), 3 | 6) && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    match object.iter().find(|(_, value)| !color(value)) {
        Some((name, _)) => Err(Reason::Color(name.clone())),
        None => Ok(()),
    }
}

/// Every string at the top and every string under a key named `url` must be a web address.
fn check_logos(object: &Map<String, Value>, top: bool) -> Result<(), Reason> {
    for (key, value) in object {
        if let Value::String(text) = value
            && (top || key == "url")
        {
            url::check(text).map_err(|reason| Reason::Logo(key.clone(), reason))?;
        }
        check_logos_inside(value)?;
    }
    Ok(())
}

fn check_logos_inside(value: &Value) -> Result<(), Reason> {
    match value {
        Value::Object(object) => check_logos(object, false),
        Value::Array(items) => items.iter().try_for_each(check_logos_inside),
        _ => Ok(()),
    }
}

/// Adds up what Postgres would print (`{"a": 1, "b": [true, null]}`), stopping at the first limit passed.
fn measure(value: &Value, depth: usize, bytes: &mut usize) -> Result<(), Reason> {
    match value {
        Value::Null | Value::Bool(true) => grow(bytes, 4),
        Value::Bool(false) => grow(bytes, 5),
        Value::Number(number) => grow(bytes, number_length(number.as_str())?),
        Value::String(text) => grow(bytes, text_length(text)?),
        Value::Array(items) => {
            deeper(depth)?;
            grow(bytes, 2 + 2 * items.len().saturating_sub(1))?;
            items.iter().try_for_each(|item| measure(item, depth + 1, bytes))
        }
        Value::Object(object) => measure_object(object, depth, bytes),
    }
}

fn measure_object(object: &Map<String, Value>, depth: usize, bytes: &mut usize) -> Result<(), Reason> {
    deeper(depth)?;
    grow(bytes, 2 + 2 * object.len().saturating_sub(1))?;
    for (key, value) in object {
        grow(bytes, text_length(key)? + 2)?;
        measure(value, depth + 1, bytes)?;
    }
    Ok(())
}

fn deeper(depth: usize) -> Result<(), Reason> {
    if depth > MAX_DEPTH { Err(Reason::TooDeep) } else { Ok(()) }
}

fn grow(bytes: &mut usize, by: usize) -> Result<(), Reason> {
    *bytes = bytes.saturating_add(by);
    if *bytes > MAX_BYTES { Err(Reason::TooLarge) } else { Ok(()) }
}

/// Length in quotes, escaped as Postgres does.
fn text_length(text: &str) -> Result<usize, Reason> {
    text.bytes().try_fold(2, |length, byte| match byte {
        0 => Err(Reason::Nul),
        b'"' | b'\\' | 8 | 9 | 10 | 12 | 13 => Ok(length + 2),
        1..=31 => Ok(length + 6),
        _ => Ok(length + 1),
    })
}

/// Length of a number as `numeric` prints it: no exponent, the written places kept, `-0` without its sign.
fn number_length(text: &str) -> Result<usize, Reason> {
    let (negative, rest) = text.strip_prefix('-').map_or((0, text), |rest| (1, rest));
    let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
        Some((mantissa, power)) => (mantissa, power.parse::<i32>().map_err(|_| Reason::Number)?),
        None => (rest, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = whole.bytes().chain(fraction.bytes());
    let Some(leading_zeros) = digits.clone().position(|byte| byte != b'0') else {
        // Zero: only its places are printed.
        let places = places(fraction.len(), exponent)?;
        return Ok(1 + if places > 0 { places + 1 } else { 0 });
    };
    // Digits before the point, when the first digit that counts stands `leading_zeros` into the mantissa.
    let before = i64::try_from(whole.len()).map_err(|_| Reason::Number)? + i64::from(exponent)
        - i64::try_from(leading_zeros).map_err(|_| Reason::Number)?;
    if before > 131_072 {
        return Err(Reason::Number);
    }
    let places = places(fraction.len(), exponent)?;
    let before = usize::try_from(before.max(1)).map_err(|_| Reason::Number)?;
    Ok(negative + before + if places > 0 { places + 1 } else { 0 })
}

fn places(written: usize, exponent: i32) -> Result<usize, Reason> {
    let places = i64::try_from(written).map_err(|_| Reason::Number)? - i64::from(exponent);
    if places > 16_383 { Err(Reason::Number) } else { Ok(usize::try_from(places.max(0)).unwrap_or(0)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn judge(value: Value, shape: Shape) -> Result<(), Reason> {
        check(value.as_object().expect("an object"), shape)
    }

    #[test]
    fn depth_is_counted_from_one() {
        let nested = |levels: usize| (1..levels).fold(json!({}), |inner, _| json!({ "a": inner }));
        assert_eq!(judge(nested(8), Shape::Free), Ok(()));
        assert_eq!(judge(nested(9), Shape::Free), Err(Reason::TooDeep));
    }

    #[test]
    fn numbers_are_measured_as_postgres_prints_them() {
        for (text, printed) in [
            ("0", "0"),
            ("-0", "0"),
            ("-0.0", "0.0"),
            ("1.50", "1.50"),
            ("1e5", "100000"),
            ("1.5e3", "1500"),
            ("1.5e-3", "0.0015"),
            ("-12.34e1", "-123.4"),
            ("0.001e2", "0.1"),
            ("12345678901234567890", "12345678901234567890"),
        ] {
            assert_eq!(number_length(text), Ok(printed.len()), "{text}");
        }
        assert_eq!(number_length("1e-16384"), Err(Reason::Number));
        assert_eq!(number_length("1e131073"), Err(Reason::Number));
        assert_eq!(number_length("1e99999999999"), Err(Reason::Number));
    }

    #[test]
    fn size_is_counted_as_postgres_prints_it() {
        // {"a": "…"} has nine bytes around the text.
        assert_eq!(judge(json!({ "a": "x".repeat(65_527) }), Shape::Free), Ok(()));
        assert_eq!(judge(json!({ "a": "x".repeat(65_528) }), Shape::Free), Err(Reason::TooLarge));
    }

    #[test]
    fn shapes_name_what_is_wrong() {
        assert_eq!(judge(json!({ "city": 1 }), Shape::Address), Err(Reason::AddressPart("city")));
        assert_eq!(judge(json!({ "country": "Germany" }), Shape::Address), Err(Reason::Country));
        assert_eq!(judge(json!({ "country": "DE", "floor": 3 }), Shape::Address), Ok(()));
        assert_eq!(judge(json!({ "main": "red" }), Shape::Palette), Err(Reason::Color("main".into())));
        assert_eq!(judge(json!({ "main": "#0A7", "ink": "#00aa77" }), Shape::Palette), Ok(()));
        let bad = json!({ "main": [{ "url": "javascript:1" }] });
        assert_eq!(judge(bad, Shape::Logos), Err(Reason::Logo("url".into(), url::Reason::Scheme)));
        assert_eq!(judge(json!({ "main": { "url": "https://a.b/c.svg", "alt": "Note: x" } }), Shape::Logos), Ok(()));
        assert_eq!(judge(json!({ "a": "\0" }), Shape::Free), Err(Reason::Nul));
    }
}
