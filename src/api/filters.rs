//! Filters as PostgREST's logic trees: one `and=(…)` holds all of them.
//!
//! Every value stands in double quotes, so that commas, dots and parentheses in it mean themselves.

use crate::domain::calendar::{Date, Instant};
use crate::domain::condition::{Condition, Operand};
use crate::domain::field::{Field, Kind};
use crate::domain::filter::Filter;
use crate::domain::operator::Operator;
use crate::domain::value::Value;

/// Who asks, and when: "me" and "within the next days" depend on it.
#[derive(Clone, Debug)]
pub struct Asker {
    /// `auth.users.id`.
    pub user_id: String,
    /// The day at the asker's place.
    pub today: Date,
    /// The moment at which a day begins at the asker's place.
    pub midnight: fn(Date) -> Instant,
}

/// A part of PostgREST's logic tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// `column.operator."value"`.
    Is(String),
    And(Vec<Term>),
    Or(Vec<Term>),
}

impl Term {
    /// As PostgREST reads it.
    pub fn text(&self) -> String {
        let list = |parts: &[Self]| parts.iter().map(Self::text).collect::<Vec<_>>().join(",");
        match self {
            Self::Is(text) => text.clone(),
            Self::And(parts) => format!("and({})", list(parts)),
            Self::Or(parts) => format!("or({})", list(parts)),
        }
    }
}

/// The filter, without the conditions on columns that `has` does not know.
pub fn term(filter: &Filter, asker: &Asker, has: &dyn Fn(Field) -> bool) -> Option<Term> {
    let parts = |parts: &[Filter]| {
        let known: Vec<_> = parts.iter().filter_map(|part| term(part, asker, has)).collect();
        (!known.is_empty()).then_some(known)
    };
    match filter {
        Filter::One(condition) => has(condition.field()).then(|| asks(condition, asker)),
        Filter::All(inner) => parts(inner).map(Term::And),
        Filter::Any(inner) => parts(inner).map(Term::Or),
    }
}

fn asks(condition: &Condition, asker: &Asker) -> Term {
    let field = condition.field();
    let is = |operator: &str, value: &str| leaf(field.key(), operator, value);
    let empty = || Term::Is(format!("{}.is.null", field.key()));
    match (condition.operator(), condition.operand()) {
        (Operator::Empty, _) => empty(),
        (Operator::Filled, _) => Term::Is(format!("{}.not.is.null", field.key())),
        (Operator::Me, _) => is("eq", &asker.user_id),
        (Operator::Contains, Operand::One(value)) => pattern(field, &value.to_text(), true),
        (Operator::Starts, Operand::One(value)) => pattern(field, &value.to_text(), false),
        (Operator::HasAny, Operand::Entries(entries)) => is("ov", &array(entries)),
        (Operator::HasAll, Operand::Entries(entries)) => is("cs", &array(entries)),
        (Operator::HasNone, Operand::Entries(entries)) => Term::Or(vec![empty(), is("not.ov", &array(entries))]),
        (_, Operand::Words(words)) => {
            let words: Vec<_> = words.iter().map(|word| word.wire).collect();
            Term::Is(format!("{}.in.({})", field.key(), words.join(",")))
        }
        (_, Operand::At(path, text)) => {
            let (last, outer) = path.split_last().map_or(("", [].as_slice()), |(last, outer)| (last.as_str(), outer));
            let outer: String = outer.iter().map(|key| format!("->{key}")).collect();
            leaf(&format!("{}{outer}->>{last}", field.key()), "eq", text)
        }
        (operator, _) if matches!(field.kind(), Kind::Date | Kind::Instant { .. }) && operator != Operator::Is => {
            in_days(field, days(condition, asker.today), asker)
        }
        (_, Operand::Between(least, most)) => Term::And(vec![is("gte", &least.to_text()), is("lte", &most.to_text())]),
        (Operator::From, _) => is("gte", &condition.operand_text()),
        (Operator::To, _) => is("lte", &condition.operand_text()),
        _ => is("eq", &condition.operand_text()),
    }
}

/// The first and the last day that a condition admits; `None` for no bound.
fn days(condition: &Condition, today: Date) -> (Option<Date>, Option<Date>) {
    let bound = |value: &Value| if let Value::Date(date) = value { Some(*date) } else { None };
    let ago = |days: &u16| today.plus_days(-i64::from(*days));
    match (condition.operator(), condition.operand()) {
        (Operator::Within, Operand::Days(days)) => (Some(today), Some(today.plus_days(i64::from(*days)))),
        (Operator::Last, Operand::Days(days)) => (Some(ago(days)), Some(today)),
        (Operator::OlderThan, Operand::Days(days)) => (None, Some(ago(days).plus_days(-1))),
        (Operator::This, Operand::Period(period)) => {
            let (first, last) = today.period(period.wire);
            (Some(first), Some(last))
        }
        (Operator::From, Operand::One(value)) => (bound(value), None),
        (Operator::To, Operand::One(value)) => (None, bound(value)),
        (_, Operand::Between(first, last)) => (bound(first), bound(last)),
        _ => (None, None),
    }
}

fn in_days(field: Field, (first, last): (Option<Date>, Option<Date>), asker: &Asker) -> Term {
    let moments = matches!(field.kind(), Kind::Instant { .. });
    let first = first.map(|day| if moments { (asker.midnight)(day).to_string() } else { day.to_string() });
    // A moment up to a day is a moment before the next one begins.
    let last = last.map(|day| match moments {
        true => ("lt", (asker.midnight)(day.plus_days(1)).to_string()),
        false => ("lte", day.to_string()),
    });
    let from = first.map(|first| leaf(field.key(), "gte", &first));
    let to = last.map(|(operator, last)| leaf(field.key(), operator, &last));
    Term::And(from.into_iter().chain(to).collect())
}

pub(super) fn leaf(column: &str, operator: &str, value: &str) -> Term {
    Term::Is(format!("{column}.{operator}.\"{}\"", escaped(value, &['"', '\\'])))
}

fn escaped(text: &str, special: &[char]) -> String {
    let escape = |c: char| special.contains(&c).then_some('\\').into_iter().chain([c]);
    text.chars().flat_map(escape).collect()
}

/// A pattern without case. PostgREST reads `*` as "anything" in `ilike`, so a text that has one is asked as a regular
/// expression, in which everything that is not a letter, a digit or a blank is escaped.
fn pattern(field: Field, text: &str, anywhere: bool) -> Term {
    if text.contains('*') {
        let special: Vec<char> = text.chars().filter(|c| c.is_ascii() && !c.is_alphanumeric() && *c != ' ').collect();
        let start = if anywhere { "" } else { "^" };
        return leaf(field.key(), "imatch", &format!("{start}{}", escaped(text, &special)));
    }
    let start = if anywhere { "*" } else { "" };
    leaf(field.key(), "ilike", &format!("{start}{}*", escaped(text, &['%', '_', '\\'])))
}

/// A Postgres array literal.
fn array(entries: &[String]) -> String {
    let quoted: Vec<_> = entries.iter().map(|entry| format!("\"{}\"", escaped(entry, &['"', '\\']))).collect();
    format!("{{{}}}", quoted.join(","))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub fn asker() -> Asker {
        // Two hours east of Greenwich.
        let midnight = |day: Date| Instant::from_text(&format!("{day}T00:00:00+02")).expect("a moment");
        Asker { user_id: "u".to_owned(), today: Date::from_text("2026-11-22").expect("a day"), midnight }
    }

    #[test]
    fn each_operator_has_its_filter() {
        for (field, param, expected) in [
            (Field::Status, "lead,active", "status.in.(lead,active)"),
            (Field::Name, "contains.50%_\\", r#"name.ilike."*50\\%\\_\\\\*""#),
            (Field::Name, "starts.Ann", r#"name.ilike."Ann*""#),
            (Field::Name, "contains.a*b(c", r#"name.imatch."a\\*b\\(c""#),
            (Field::Name, "is.Ann, \"Co\".", r#"name.eq."Ann, \"Co\".""#),
            (Field::RenewalDate, "within.30", r#"and(renewal_date.gte."2026-11-22",renewal_date.lte."2026-12-22")"#),
            (Field::RenewalDate, "last.1", r#"and(renewal_date.gte."2026-11-21",renewal_date.lte."2026-11-22")"#),
            (Field::RenewalDate, "this.month", r#"and(renewal_date.gte."2026-11-01",renewal_date.lte."2026-11-30")"#),
            (Field::RenewalDate, "is.2026-11-22", r#"renewal_date.eq."2026-11-22""#),
            (Field::LastContactDate, "older.90", r#"and(last_contact_date.lt."2026-08-23T22:00:00Z")"#),
            (Field::UpdatedAt, "to.2026-11-22", r#"and(updated_at.lt."2026-11-22T22:00:00Z")"#),
            (
                Field::UpdatedAt,
                "this.day",
                r#"and(updated_at.gte."2026-11-21T22:00:00Z",updated_at.lt."2026-11-22T22:00:00Z")"#,
            ),
            (Field::AnnualRevenue, "from.1,000.50", r#"annual_revenue.gte."1000.50""#),
            (Field::SatisfactionScore, "between.3..5", r#"and(satisfaction_score.gte."3",satisfaction_score.lte."5")"#),
            (Field::BusinessGoals, "all.say \"hi\", {x}", r#"business_goals.cs."{\"say \\\"hi\\\", {x}\"}""#),
            (Field::BusinessGoals, "has.a\nb", r#"business_goals.ov."{\"a\",\"b\"}""#),
            (Field::BusinessGoals, "none.a", r#"or(business_goals.is.null,business_goals.not.ov."{\"a\"}")"#),
            (Field::Metadata, "at.plan.seats=5", r#"metadata->plan->>seats.eq."5""#),
            (Field::AssignedManager, "me", r#"assigned_manager.eq."u""#),
            (Field::Phone, "empty", "phone.is.null"),
            (Field::Tier, "filled", "tier.not.is.null"),
        ] {
            let condition = Condition::from_param(field, param).unwrap_or_else(|| panic!("{param}"));
            assert_eq!(asks(&condition, &asker()).text(), expected, "{param}");
        }
    }

    #[test]
    fn groups_nest_and_lose_what_the_database_lacks() {
        let filter = Filter::group_from_text("any", "tier:premium;all(status:lead;phone:empty)", &|_| true);
        let filter = filter.expect("a group");
        let text = |has: &dyn Fn(Field) -> bool| term(&filter, &asker(), has).map(|term| term.text());
        assert_eq!(text(&|_| true).as_deref(), Some("or(tier.in.(premium),and(status.in.(lead),phone.is.null))"));
        assert_eq!(text(&|field| field == Field::Tier).as_deref(), Some("or(tier.in.(premium))"));
        assert_eq!(text(&|_| false), None);
    }
}
