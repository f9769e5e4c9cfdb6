//! One condition on one field. Which operators a field has follows from its kind; a condition prints to the address bar
//! and reads back from it.

use super::choice::{Choice, choice_from_wire};
use super::field::{Field, Kind};
use super::operator::{Operator, PERIODS};
use super::value::Value;

/// The longest text that is compared with, in characters.
const TEXT_MAX: usize = 200;

/// The deepest path into an object.
const PATH_MAX: usize = 8;

/// What a condition compares with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operand {
    Nothing,
    Words(Vec<&'static Choice>),
    One(Value),
    Between(Value, Value),
    Entries(Vec<String>),
    Days(u16),
    Period(&'static Choice),
    /// Keys from the outside in, and the text that stands there.
    At(Vec<String>, String),
}

/// One condition that makes sense for its field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    field: Field,
    operator: Operator,
    operand: Operand,
}

impl Condition {
    /// The condition, if the operator fits the field and the text is an operand of it.
    ///
    /// ```
    /// use clientele::domain::{condition::Condition, field::Field, operator::Operator};
    /// assert!(Condition::new(Field::RenewalDate, Operator::Within, "30").is_some());
    /// assert!(Condition::new(Field::RenewalDate, Operator::Within, "soon").is_none());
    /// assert!(Condition::new(Field::AnnualRevenue, Operator::Between, "1,000..2,500.50").is_some());
    /// assert!(Condition::new(Field::Tier, Operator::Contains, "prem").is_none());
    /// ```
    pub fn new(field: Field, operator: Operator, text: &str) -> Option<Self> {
        let kind = field.kind();
        kind.operators().contains(&operator).then_some(())?;
        Some(Self { field, operator, operand: operand(kind, operator, text)? })
    }

    /// Reads `lead,active` or `contains.Ann`, as it stands behind `field=` in the address bar.
    pub fn from_param(field: Field, param: &str) -> Option<Self> {
        if let Kind::Choice(_) = field.kind()
            && let Some(condition) = Self::new(field, Operator::AnyOf, param)
        {
            return Some(condition);
        }
        let (word, text) = param.split_once('.').unwrap_or((param, ""));
        let operator = Operator::ALL.into_iter().find(|operator| operator.word() == word)?;
        Self::new(field, operator, text)
    }

    /// As it stands in the address bar.
    pub fn to_param(&self) -> String {
        match (&self.operator, &self.operand) {
            (Operator::AnyOf, _) => self.operand_text(),
            (operator, Operand::Nothing) => operator.word().to_owned(),
            (operator, _) => format!("{}.{}", operator.word(), self.operand_text()),
        }
    }

    /// Which field it asks.
    pub const fn field(&self) -> Field {
        self.field
    }

    /// What it asks of the field.
    pub const fn operator(&self) -> Operator {
        self.operator
    }

    /// What it compares with.
    pub const fn operand(&self) -> &Operand {
        &self.operand
    }

    /// The words it admits, when it is about words.
    pub fn words(&self) -> &[&'static Choice] {
        match &self.operand {
            Operand::Words(words) => words,
            _ => &[],
        }
    }

    /// The operand as it is typed and as it stands in the address bar.
    pub fn operand_text(&self) -> String {
        match &self.operand {
            Operand::Nothing => String::new(),
            Operand::Words(words) => words.iter().map(|word| word.wire).collect::<Vec<_>>().join(","),
            Operand::One(value) => value.to_text(),
            Operand::Between(least, most) => format!("{}..{}", least.to_text(), most.to_text()),
            Operand::Entries(entries) => Value::List(entries.clone()).to_text(),
            Operand::Days(days) => days.to_string(),
            Operand::Period(period) => period.wire.to_owned(),
            Operand::At(path, text) => format!("{}={text}", path.join(".")),
        }
    }
}

fn operand(kind: Kind, operator: Operator, text: &str) -> Option<Operand> {
    if !operator.takes_operand() {
        return Some(Operand::Nothing);
    }
    // A condition on a moment names days: the day at the asker's place.
    let kind = if matches!(kind, Kind::Instant { .. }) { Kind::Date } else { kind };
    match (operator, kind) {
        (Operator::AnyOf, Kind::Choice(options)) => {
            let chosen = |choice: &&Choice| text.split(',').any(|word| word == choice.wire);
            let words: Vec<_> = options.iter().filter(chosen).collect();
            (!words.is_empty()).then_some(Operand::Words(words))
        }
        (Operator::Within | Operator::Last | Operator::OlderThan, _) => {
            text.parse().ok().filter(|days| *days <= 36_500).map(Operand::Days)
        }
        (Operator::This, _) => choice_from_wire(&PERIODS, text).map(Operand::Period),
        (Operator::Between, _) => {
            let (least, most) = text.split_once("..")?;
            let (least, most) = (one(kind, least)?, one(kind, most)?);
            // Whoever names the larger end first means the same.
            let turned = match (&least, &most) {
                (Value::Money(least), Value::Money(most)) => least > most,
                (Value::Integer(least), Value::Integer(most)) => least > most,
                (Value::Date(least), Value::Date(most)) => least > most,
                (Value::Instant(least), Value::Instant(most)) => least > most,
                _ => false,
            };
            Some(if turned { Operand::Between(most, least) } else { Operand::Between(least, most) })
        }
        (Operator::At, _) => {
            let (path, wanted) = text.split_once('=')?;
            let path: Vec<_> = path.split('.').map(str::to_owned).collect();
            let fits = path.len() <= PATH_MAX
                && path.iter().all(|key| is_key(key))
                && wanted.chars().count() <= TEXT_MAX
                && !wanted.contains('\0');
            fits.then(|| Operand::At(path, wanted.to_owned()))
        }
        (_, Kind::Tags) => match Value::from_text(kind, text).ok()?.filter(Value::is_comparable)? {
            Value::List(entries) if (1..=50).contains(&entries.len()) => Some(Operand::Entries(entries)),
            _ => None,
        },
        _ => one(kind, text).map(Operand::One),
    }
}

/// One value to compare with. A text is taken as it is: a part of an address is no address.
fn one(kind: Kind, text: &str) -> Option<Value> {
    match kind {
        Kind::Text { .. } | Kind::Email | Kind::Url | Kind::Phone => {
            let fits = !text.trim().is_empty() && text.chars().count() <= TEXT_MAX && !text.contains('\0');
            fits.then(|| Value::Text(text.to_owned()))
        }
        Kind::Person => Value::from_text(kind, text).ok()?.filter(|value| matches!(value, Value::Id(_))),
        _ => Value::from_text(kind, text).ok()?.filter(Value::is_comparable),
    }
}

/// A key that PostgREST takes in a path: it has no spelling for any other, and drops blanks at the ends. Digits alone are
/// a place in a list, which the database counts in 32 bits.
fn is_key(key: &str) -> bool {
    let place = key.bytes().all(|byte| byte.is_ascii_digit());
    let spelt = key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == ' ') && key.trim() == key;
    !key.is_empty() && spelt && (!place || key.parse::<i32>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::field::FIELDS;
    use proptest::prelude::*;

    #[test]
    fn the_ends_of_a_range_may_come_in_either_order() {
        for (field, text, turned) in [
            (Field::AnnualRevenue, "5..1000", "1000..5"),
            (Field::SatisfactionScore, "2..10", "10..2"),
            (Field::RenewalDate, "2026-01-01..2026-02-01", "2026-02-01..2026-01-01"),
        ] {
            let read = |text| Condition::new(field, Operator::Between, text);
            assert!(read(text).is_some());
            assert_eq!(read(turned), read(text));
        }
    }

    #[test]
    fn nonsense_is_no_condition() {
        for (field, param) in [
            (Field::Status, "hibernating"),
            (Field::Name, "contains. "),
            (Field::Name, "within.3"),
            (Field::Metadata, "at.plan"),
            (Field::Metadata, "at.a->b=1"),
            (Field::Metadata, "at..=1"),
            (Field::Metadata, "at.list.2147483648=1"),
            (Field::Metadata, "at. a =1"),
            (Field::RenewalDate, "from.tomorrow"),
            (Field::RenewalDate, "this.century"),
            (Field::AnnualRevenue, "between.5"),
            (Field::AnnualRevenue, "from.NaN"),
            (Field::AssignedManager, "is.Priya"),
            (Field::BusinessGoals, "has. "),
            (Field::BusinessGoals, r#"has.["a\u0000"]"#),
            (Field::Metadata, "at.a=\0"),
            (Field::Version, "is.2147483648"),
        ] {
            assert_eq!(Condition::from_param(field, param), None, "{param}");
        }
    }

    proptest! {
        #[test]
        fn every_condition_reads_back_from_the_address(place in 0..FIELDS.len(), operator in 0..Operator::ALL.len(), text in "\\PC{0,20}|[0-9]{1,4}(\\.\\.[0-9]{1,4})?|2026-0[1-9]-1[0-9]|[a-z.]{1,5}=\\PC{0,9}|day|[a-z\\n,\\[]{1,9}") {
            if let Some(condition) = Condition::new(FIELDS[place].field, Operator::ALL[operator], &text) {
                prop_assert_eq!(Condition::from_param(condition.field(), &condition.to_param()), Some(condition.clone()));
            }
        }
    }
}
