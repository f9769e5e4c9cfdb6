//! The one list of what is exempt from "the same verdict", and why.

use clientele::domain::field::Kind;

/// Spellings that the database's input reads more loosely than the rules: refused by the rules, and by nobody else.
/// No value is lost with them, because each has a plain spelling; a client that reads its own columns never sends them.
pub fn loose_spellings(kind: Kind) -> &'static [&'static str] {
    match kind {
        // Any JSON scalar, list or object becomes text in a text column.
        Kind::Text { .. } => &["7", "true", "[1]", r#"{"a": 1}"#],
        // Words, other orders, other separators, blanks, eras: a day that depends on settings is no day.
        Kind::Date => &[
            r#""today""#,
            r#""epoch""#,
            r#"" 2026-01-01""#,
            r#""2026-1-1""#,
            r#""20260101""#,
            r#""January 1, 2026""#,
            r#""2026.01.01""#,
            r#""2026-01-01T10:00:00Z""#,
            "20260101",
        ],
        // The same, and a moment without its zone, midnight as the end of a day, a leap second.
        Kind::Instant { .. } => &[
            r#""epoch""#,
            r#""2026-01-01""#,
            r#""2026-01-01T10:00:00""#,
            r#""2026-01-01T24:00:00Z""#,
            r#""2026-01-01T10:00:60Z""#,
            r#""2026-01-01T10:00:00 UTC""#,
            r#"" 2026-01-01T10:00:00Z""#,
        ],
        // Blanks, signs, digit groups and other bases.
        Kind::Integer { .. } => &[r#"" 7""#, r#""+7""#, r#""0x7""#, r#""0b111""#],
        Kind::Money => &[r#"" 7""#, r#""1_000""#, r#""0x7""#],
        // Without hyphens, with others, in braces.
        Kind::Uuid | Kind::Person => &[
            r#""5eed0000000040008000000000000001""#,
            r#""{5eed0000-0000-4000-8000-000000000001}""#,
            r#""5eed-0000-0000-4000-8000-000000000001""#,
        ],
        // Elements that are no texts, and PostgreSQL's own spelling of a list.
        Kind::Tags => &["[1]", "[true]", r#"["a", ["b"]]"#, r#""{a,b}""#, r#""{}""#],
        Kind::Json(_) | Kind::Email | Kind::Url | Kind::Phone | Kind::Choice(_) => &[],
    }
}
