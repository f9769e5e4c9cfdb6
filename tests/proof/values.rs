//! Values to judge, as the JSON that a client would send: valid, at the edges, and hostile. The same on every run.

use clientele::domain::calendar::Instant;
use clientele::domain::field::{FIELDS, Kind, Spec};
use serde_json::{Value as Json, json};

use crate::moments::{day, id, moment};
use crate::words::{Dice, address, agency_email, blanks_and_controls, mutated, number, phone, text};

/// At least `count` JSON texts for a field, no two alike where the field has so many.
pub fn documents(spec: &Spec, count: usize, now: Instant) -> Vec<String> {
    let mut dice = Dice::new(spec.key);
    let mut documents: Vec<String> = always(spec, now);
    while documents.len() < count {
        documents.push(random(spec.kind, &mut dice, now));
    }
    documents
}

fn quoted(text: &str) -> String {
    Json::from(text).to_string()
}

/// What no run leaves out.
fn always(spec: &Spec, now: Instant) -> Vec<String> {
    let words: &[&str] = &[
        "",
        " ",
        "null",
        "NaN",
        "Infinity",
        "-Infinity",
        "infinity",
        "-infinity",
        "0",
        "-0",
        "{}",
        "[]",
        "\u{feff}",
        "\0",
        "a\0b",
    ];
    let mut found: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    if spec.kind == Kind::Tags {
        // PostgreSQL's own spelling of an empty list.
        found.retain(|word| word != "\"{}\"");
    }
    found.push("null".into());
    match spec.kind {
        Kind::Text { .. } | Kind::Email | Kind::Url | Kind::Phone | Kind::Choice(_) => {
            let shell = match spec.kind {
                Kind::Email => "a@b.co",
                Kind::Url => "https://a.b/c",
                Kind::Phone => "+49 30 901820",
                Kind::Choice(options) => options[0].wire,
                _ => "ab",
            };
            for c in blanks_and_controls() {
                let middle = shell.len() / 2;
                found.push(quoted(&c.to_string()));
                found.push(quoted(&format!("{c}{shell}")));
                found.push(quoted(&format!("{shell}{c}")));
                found.push(quoted(&format!("{}{c}{}", &shell[..middle], &shell[middle..])));
            }
            // Not a character at all: half of a pair.
            found.extend([r#""\ud800""#.to_owned(), r#""a\udc00b""#.to_owned()]);
            if let Kind::Choice(_) = spec.kind {
                let all = FIELDS
                    .iter()
                    .filter_map(|spec| if let Kind::Choice(options) = spec.kind { Some(options) } else { None });
                found.extend(all.flatten().flat_map(|choice| [quoted(choice.wire), quoted(choice.label)]));
            }
        }
        Kind::Money | Kind::Integer { .. } => {
            let tokens = [
                "0",
                "-0",
                "0.0",
                "-0.00",
                "1",
                "10",
                "11",
                "1.00",
                "1.000",
                "1.005",
                "0.01",
                "0.001",
                "9007199254740992",
                "9007199254740993",
                "2147483647",
                "2147483648",
                "-2147483648",
                "4294967297",
                "9223372036854775807",
                "9223372036854775808",
                "18446744073709551617",
                "9999999999999.99",
                "9999999999999.991",
                "9999999999999.990",
                "10000000000000",
                "9999999999999.995",
                "1e0",
                "1E1",
                "1e+1",
                "1e-2",
                "1e-3",
                "100e-2",
                "1e400",
                "1e-400",
                "0e400",
                "0e-400",
                "0e99999",
                "1e131071",
                "1e131072",
                "1e99999999999",
                "0e-16383",
                "0e-16384",
                "0e-20000",
                "1.0e-16383",
                "0.1e14",
                "99999999999999900e-4",
                "-1",
                "-1e-400",
                "-0.001",
                "0e131073",
                "0e2147483648",
                "5.0",
                "5e0",
                "true",
                "false",
                "[5]",
                "{}",
            ];
            found.extend(tokens.iter().map(|token| (*token).to_owned()));
            found.extend(tokens.iter().filter(|token| token.parse::<f64>().is_ok()).map(|token| quoted(token)));
            found.extend([".5", "5.", ".", "1e", "e1", "--5", "-+5", "1.2.3", "1,5", "٣", "５", "½", "5€"].map(quoted));
        }
        Kind::Date => {
            let days = [
                "0001-01-01",
                "0000-12-31",
                "0000-01-01",
                "9999-12-31",
                "10000-01-01",
                "99999-01-01",
                "2000-02-29",
                "1900-02-29",
                "2024-02-29",
                "2023-02-29",
                "2100-02-29",
                "2400-02-29",
                "1582-10-10",
                "2026-00-10",
                "2026-01-00",
                "2026-13-01",
                "-2026-01-01",
                "2026-01-01x",
                "２０２６-01-01",
            ];
            found.extend(days.map(quoted));
            found.extend(["true", "[]", "{}"].map(str::to_owned));
        }
        Kind::Instant { .. } => {
            let moments = [
                "0001-01-01T00:00:00Z",
                "0001-01-01T00:00:00+00:01",
                "0000-12-31T23:59:59.999999Z",
                "0001-01-01T00:00:00-15:59",
                "9999-12-31T23:59:59.999999Z",
                "9999-12-31T23:59:59.9999994Z",
                "9999-12-31T23:59:59.9999995Z",
                "9999-12-31T23:59:59.9999996Z",
                "9999-12-31T23:59:59-00:01",
                "9999-12-31T23:59:59+15:59",
                "10000-01-01T00:00:00Z",
                "2024-02-29T00:00:00Z",
                "2023-02-29T00:00:00Z",
                "2026-03-29T02:30:00+01:00",
                "2026-01-01T25:00:00Z",
                "2026-01-01T23:60:00Z",
                "2026-01-01T23:59:61Z",
                "2026-01-01T00:00:00+16:00",
                "2026-01-01T00:00:00+15:60",
            ];
            found.extend(moments.map(quoted));
            let around = [-600, -300, -299, 0, 1, 299, 300, 301, 600, 86_400];
            for seconds in around {
                for micros in [-1, 0, 1] {
                    let moment = Instant::from_micros(now.micros() + seconds * 1_000_000 + micros).unwrap();
                    found.push(quoted(&moment.to_string()));
                }
            }
            found.extend(["1790000000", "true", "[]", "{}"].map(str::to_owned));
        }
        Kind::Uuid | Kind::Person => {
            let ids = [
                "00000000-0000-0000-0000-000000000000",
                "ffffffff-ffff-ffff-ffff-ffffffffffff",
                "FFFFFFFF-0000-4000-8000-00000000000A",
                "de000000-0000-4000-8000-000000000001",
                "g0000000-0000-4000-8000-000000000001",
                "de000000-0000-4000-8000-0000000000011",
                "de000000-0000-4000-8000-00000000000",
                "urn:uuid:de000000-0000-4000-8000-000000000001",
                "Nadia Brandt",
            ];
            found.extend(ids.map(quoted));
            found.extend(["7", "true", "[]", "{}"].map(str::to_owned));
        }
        Kind::Tags => {
            let lists = [
                json!([]),
                json!([null]),
                json!(["a", null]),
                json!(["a", "a"]),
                json!(["a", "A"]),
                json!(["é", "e\u{301}"]),
                json!([""]),
                json!([" "]),
                json!([["a"]]),
                json!([["a", "b"], ["c", "d"]]),
                json!({}),
                json!({ "a": "b" }),
                json!(["a".repeat(200)]),
                json!(["a".repeat(201)]),
                json!(["😀".repeat(200)]),
                json!(["😀".repeat(201)]),
                json!(["NULL"]),
                json!(["{}"]),
                json!(["a,b", "\"", "\\"]),
            ];
            found.extend(lists.map(|list| list.to_string()));
            for length in [49, 50, 51] {
                found.push(Json::from((0..length).map(|entry| entry.to_string()).collect::<Vec<_>>()).to_string());
            }
            for c in blanks_and_controls() {
                found.push(json!([c.to_string()]).to_string());
                found.push(json!(["a", format!("a{c}"), format!("a{c}b")]).to_string());
            }
            found.extend(["true", "7"].map(str::to_owned));
        }
        Kind::Json(shape) => found.extend(crate::objects::always(shape)),
    }
    found
}

fn random(kind: Kind, dice: &mut Dice, now: Instant) -> String {
    match kind {
        Kind::Text { max, .. } => quoted(&text(dice, max)),
        Kind::Email => quoted(&mutated(agency_email(dice), dice, "aZ09._%+-@ \téßK\u{212a}\u{130}\n\u{a0}\0")),
        Kind::Url => {
            quoted(&mutated(address(dice), dice, "aZ0:/?#@[].-_ \\\t\né\u{a0}\u{a1}\u{2028}\u{ff0f}\u{1f600}%\u{7f}\0"))
        }
        Kind::Phone => quoted(&mutated(phone(dice), dice, "+0123 .()-xXeEtT#,/\n\u{a0}\u{661}\u{ff11}\0")),
        Kind::Choice(options) => {
            let word = dice.pick(options).wire.to_owned();
            quoted(&mutated(word, dice, "abK_15 \n\u{a0}\u{212a}\0"))
        }
        Kind::Money => {
            let token = number(dice);
            if dice.below(3) == 0 { quoted(&token) } else { token }
        }
        Kind::Integer { min, max } => {
            let near = [min, max, 0, 1 << 31, 1 << 53, i64::MAX][dice.below(6)];
            let value = i128::from(near) + i128::from(dice.between(-12, 12));
            let token = match dice.below(6) {
                0 => number(dice),
                _ => value.to_string(),
            };
            if dice.below(3) == 0 { quoted(&token) } else { token }
        }
        Kind::Date => quoted(&day(dice)),
        Kind::Instant { .. } => quoted(&moment(dice, now)),
        Kind::Uuid | Kind::Person => quoted(&id(dice)),
        Kind::Tags => {
            let count = [1, 2, 3, 5, 49, 50, 51, 80][dice.below(8)];
            let mut entries: Vec<String> = (0..count)
                .map(|_| if dice.below(300) == 0 { text(dice, 200) } else { format!("entry {}", dice.below(100_000)) })
                .collect();
            if dice.below(5) == 0 {
                let twin = entries[dice.below(entries.len())].clone();
                entries.push(twin);
            }
            if dice.below(3) == 0 {
                let place = dice.below(entries.len());
                entries[place] = text(dice, 200);
            }
            json!(entries).to_string()
        }
        Kind::Json(shape) => crate::objects::random(shape, dice),
    }
}
