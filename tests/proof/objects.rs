//! JSON objects to judge: of every shape, at the limits of depth and size, with the numbers and texts that two parsers
//! could read differently.

use clientele::domain::field::Shape;
use serde_json::{Value as Json, json};

use crate::words::{Dice, address, blanks_and_controls, mutated, number, text};

const LIMIT: usize = 65_536;

/// What no run leaves out.
pub fn always(shape: Shape) -> Vec<String> {
    let mut found: Vec<String> = [
        "[]",
        "{}",
        "true",
        "7",
        r#"[{"a": 1}]"#,
        r#"{"": ""}"#,
        r#"{"a": null}"#,
        r#"{"a": 1, "a": 2}"#,
        r#"{"a": "\u0000"}"#,
        r#"{"\u0000": 1}"#,
        r#"{"a": "\ud800"}"#,
        r#"{"a": "\ud83d\ude00"}"#,
        r#"{"a": -0}"#,
        r#"{"a": -0.0}"#,
        r#"{"a": 1e400}"#,
        r#"{"a": 1e-400}"#,
        r#"{"a": 1e131071}"#,
        r#"{"a": 1e131072}"#,
        r#"{"a": 1e-16383}"#,
        r#"{"a": 1e-16384}"#,
        r#"{"a": 0e131073}"#,
        r#"{"a": 0e-16384}"#,
        r#"{"a": 0e99999999999}"#,
        r#"{"a": 1e99999999999}"#,
        r#"{"a": 12345678901234567890.12345678901234567890}"#,
        r#"{"a": 9007199254740993}"#,
    ]
    .map(str::to_owned)
    .to_vec();
    for levels in [7, 8, 9, 10, 100, 127, 128, 129, 1_000, 10_000] {
        found.push(nested(levels, "{\"a\": ", "{}", "}"));
        found.push(format!("{{\"a\": {}}}", nested(levels - 1, "[", "[]", "]")));
        found.push(format!("{{\"a\": {}}}", nested(levels - 1, "[1, ", "7", "]")));
    }
    // `{"a": "…"}` has nine bytes around the text.
    for over in [-1, 0, 1] {
        let room = (LIMIT - 9).checked_add_signed(over).unwrap();
        found.push(json!({ "a": "x".repeat(room) }).to_string());
        found.push(json!({ "a": "\n".repeat(room / 2) + if room % 2 == 1 { "x" } else { "" } }).to_string());
        found.push(json!({ "a": "é".repeat(room / 2) + if room % 2 == 1 { "x" } else { "" } }).to_string());
        found.push(json!({ "a": "\u{1}".repeat(room / 6) + &"x".repeat(room % 6) }).to_string());
        found.push(json!({ "a": "\u{7f}".repeat(room) }).to_string());
        found.push(format!("{{\"a\": 1{}}}", "0".repeat(room + 1)));
        found.push(format!("{{\"a\": 1e{}}}", room + 1));
        found.push(format!("{{\"a\": -1.{}}}", "5".repeat(16_000)));
    }
    for c in blanks_and_controls() {
        found.push(
            json!({ "street": format!("a{c}b"), "Ink": format!("#fff{c}"), "url": format!("https://a.b/{c}") })
                .to_string(),
        );
        found.push(json!({ "street": format!("a{c}b") }).to_string());
        found.push(json!({ "country": format!("DE{c}") }).to_string());
        found.push(json!({ "Ink": format!("#fff{c}") }).to_string());
        found.push(json!({ "deep": [{ "url": format!("https://a.b/{c}") }] }).to_string());
        found.push(json!({ c.to_string(): "#fff" }).to_string());
    }
    if shape == Shape::Logos {
        let logos = [
            json!({ "a": { "url": 7 } }),
            json!({ "a": { "url": { "url": "x" } } }),
            json!({ "a": { "b": "x" } }),
            json!({ "a": ["x"] }),
            json!({ "a": [{ "url": "x" }] }),
            json!({ "a": [[{ "url": "x" }]] }),
            json!({ "url": { "url": ["x"] } }),
            json!({ "a": { "URL": "x" } }),
            json!({ "a": 7 }),
        ];
        found.extend(logos.map(|object| object.to_string()));
    }
    found
}

pub fn random(shape: Shape, dice: &mut Dice) -> String {
    let text = match (dice.below(4), shape) {
        (0, _) | (_, Shape::Free) => any(dice, 0),
        (_, Shape::Address) => {
            let mut parts = Vec::new();
            for key in ["street", "city", "region", "postal_code", "country", "Country", "floor"] {
                let value = match (dice.below(6), key) {
                    (0, _) => continue,
                    (1, _) => any(dice, 1),
                    (2, "country") => quoted(&mutated("DE".to_owned(), dice, "dE1 é\n\u{212a}")),
                    (_, "country") => quoted("gb"),
                    (2, _) => quoted(&text(dice, 60)),
                    _ => quoted("Am Kaiserkai 4"),
                };
                parts.push(format!("{}: {value}", quoted(key)));
            }
            format!("{{{}}}", parts.join(", "))
        }
        (_, Shape::Palette) => entries(dice, |dice| {
            let color = *dice.pick(&["#fff", "#0A7", "#00aa77", "#00AA7f"]);
            match dice.below(9) {
                0 => quoted(&mutated(color.to_owned(), dice, "#0afgAFG \n\u{ff10}")),
                1 if dice.below(4) == 0 => any(dice, 1),
                _ => quoted(color),
            }
        }),
        (_, Shape::Logos) => entries(dice, |dice| {
            let link = if dice.below(4) == 0 { address(dice) } else { "https://a.b/c.svg".to_owned() };
            match dice.below(8) {
                0 => json!({ "url": link, "width": 5 }).to_string(),
                1 => json!([{ "name": { "url": link } }, 7]).to_string(),
                2 => json!({ "alt": "no link", "sizes": [{ "url": "http://a" }, { "url": link }] }).to_string(),
                3 if dice.below(4) == 0 => any(dice, 1),
                _ => quoted(&link),
            }
        }),
    };
    if dice.below(60) == 0 { grown(&text, dice) } else { text }
}

fn quoted(text: &str) -> String {
    Json::from(text).to_string()
}

fn nested(levels: usize, open: &str, inside: &str, close: &str) -> String {
    format!("{}{inside}{}", open.repeat(levels - 1), close.repeat(levels - 1))
}

fn entries(dice: &mut Dice, mut value: impl FnMut(&mut Dice) -> String) -> String {
    let names = ["Ink", "primary", "url", "", "é", "a\"b", "on dark"];
    let count = dice.below(5);
    let all: Vec<_> = (0..count).map(|place| format!("{}: {}", quoted(names[place]), value(dice))).collect();
    format!("{{{}}}", all.join(", "))
}

/// Anything; at the top an object. Nesting thins out so that most stay near the limit of eight.
fn any(dice: &mut Dice, depth: usize) -> String {
    let container = depth == 0 || dice.below(10) < if depth < 7 { 7 } else { 3 };
    let count = if depth < 3 { 1 + dice.below(3) } else { dice.below(2) + usize::from(dice.below(4) > 0) };
    if container && (depth == 0 || dice.below(2) == 0) {
        let all: Vec<_> = (0..count)
            .map(|place| {
                let key = if dice.below(4) == 0 { text(dice, 20) } else { format!("k{place}") };
                format!("{}: {}", quoted(&key), any(dice, depth + 1))
            })
            .collect();
        return format!("{{{}}}", all.join(", "));
    }
    if container {
        let all: Vec<_> = (0..count).map(|_| any(dice, depth + 1)).collect();
        return format!("[{}]", all.join(","));
    }
    match dice.below(6) {
        0 => "null".to_owned(),
        1 => "true".to_owned(),
        2 => number(dice),
        3 => quoted(&text(dice, 40)),
        4 => quoted(&address(dice)),
        _ => quoted("plain"),
    }
}

/// The object with one text more, which brings its printed size near the limit.
fn grown(object: &str, dice: &mut Dice) -> String {
    let inside = object.trim_start_matches('{').trim_end_matches('}');
    let size = (LIMIT - 20)
        .saturating_sub(inside.len())
        .checked_add_signed(isize::try_from(dice.between(-30, 30)).unwrap())
        .unwrap();
    let comma = if inside.trim().is_empty() { "" } else { ", " };
    // Braces at the ends of what is inside may be gone: then it is no JSON, which both refuse.
    format!("{{\"grown\": \"{}\"{comma}{inside}}}", "y".repeat(size))
}
