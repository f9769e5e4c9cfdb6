//! Conditions as PostgREST's horizontal filters.

use crate::domain::calendar::{Date, Instant};
use crate::domain::field::Kind;
use crate::domain::filter::{Condition, Operand, Operator};

/// Who asks, and when: "me" and "within the next days" depend on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asker {
    /// `auth.users.id`.
    pub user_id: String,
    /// The day at the asker's place.
    pub today: Date,
    /// The moment.
    pub now: Instant,
}

/// The filters that ask a condition, each for its own `key=…` parameter; all of them must hold.
pub fn filters(condition: &Condition, asker: &Asker) -> Vec<String> {
    let text = condition.operand_text();
    match (condition.operator(), condition.operand()) {
        (Operator::Empty, _) => vec!["is.null".to_owned()],
        (Operator::Filled, _) => vec!["not.is.null".to_owned()],
        (Operator::Me, _) => vec![format!("eq.{}", asker.user_id)],
        (Operator::AnyOf, _) => vec![format!("in.({text})")],
        (Operator::Contains, _) => vec![pattern(&text, true)],
        (Operator::Starts, _) => vec![pattern(&text, false)],
        (Operator::Has, _) => vec![format!("cs.{{{}}}", array_entry(&text))],
        (Operator::Within, Operand::Days(days)) => {
            let last = asker.today.plus_days(i64::from(*days));
            vec![format!("gte.{}", asker.today), format!("lte.{last}")]
        }
        (Operator::OlderThan, Operand::Days(days)) => {
            vec![format!("lt.{}", asker.now.minus_days(i64::from(*days)))]
        }
        // A moment up to a day is a moment before the next one.
        (Operator::To, Operand::Date(date)) if matches!(condition.field().kind(), Kind::Instant { .. }) => {
            vec![format!("lt.{}", date.plus_days(1))]
        }
        (Operator::From, _) => vec![format!("gte.{text}")],
        (Operator::To, _) => vec![format!("lte.{text}")],
        (Operator::Is | Operator::Within | Operator::OlderThan, _) => vec![format!("eq.{text}")],
    }
}

/// A pattern without case. PostgREST reads `*` as "anything" in `ilike`, so a text that has one is asked as a regular
/// expression, in which everything that is not a letter, a digit or a blank is escaped.
fn pattern(text: &str, anywhere: bool) -> String {
    if text.contains('*') {
        let escaped = text.chars().flat_map(|c| {
            let plain = c.is_alphanumeric() || c == ' ' || !c.is_ascii();
            (!plain).then_some('\\').into_iter().chain([c])
        });
        return format!("imatch.{}{}", if anywhere { "" } else { "^" }, escaped.collect::<String>());
    }
    let mut pattern = String::from(if anywhere { "ilike.*" } else { "ilike." });
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('*');
    pattern
}

/// An entry of a Postgres array literal.
fn array_entry(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::field::Field;

    fn asker() -> Asker {
        Asker {
            user_id: "u".to_owned(),
            today: Date::from_text("2026-11-22").expect("a day"),
            now: Instant::from_text("2026-11-22T12:00:00Z").expect("a moment"),
        }
    }

    #[test]
    fn each_operator_has_its_filter() {
        for (field, param, expected) in [
            (Field::Status, "lead,active", vec!["in.(lead,active)"]),
            (Field::Name, "contains.50%_\\", vec!["ilike.*50\\%\\_\\\\*"]),
            (Field::Name, "starts.Ann", vec!["ilike.Ann*"]),
            (Field::Name, "contains.a*b(c", vec!["imatch.a\\*b\\(c"]),
            (Field::Name, "is.Ann, Co.", vec!["eq.Ann, Co."]),
            (Field::RenewalDate, "within.30", vec!["gte.2026-11-22", "lte.2026-12-22"]),
            (Field::LastContactDate, "older.90", vec!["lt.2026-08-24T12:00:00Z"]),
            (Field::UpdatedAt, "to.2026-11-22", vec!["lt.2026-11-23"]),
            (Field::AnnualRevenue, "from.1,000.50", vec!["gte.1000.50"]),
            (Field::BusinessGoals, "has.say \"hi\", {x}", vec!["cs.{\"say \\\"hi\\\", {x}\"}"]),
            (Field::AssignedManager, "me", vec!["eq.u"]),
            (Field::Phone, "empty", vec!["is.null"]),
            (Field::Tier, "filled", vec!["not.is.null"]),
        ] {
            let condition = Condition::from_param(field, param).unwrap_or_else(|| panic!("{param}"));
            assert_eq!(filters(&condition, &asker()), expected, "{param}");
        }
    }
}
