//! One condition on one field. Which operators a field has follows from its kind; a condition prints to the address bar
//! and reads back from it.

use uuid::Uuid;

use super::calendar::Date;
use super::choice::Choice;
use super::field::{Field, Kind};
use super::money::Money;
use super::value::Value;

/// What can be asked of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// One of these words.
    AnyOf,
    /// The text has this part, in any case.
    Contains,
    /// The text begins so, in any case.
    Starts,
    /// Exactly this.
    Is,
    /// This or more, this day or later.
    From,
    /// This or less, this day or earlier.
    To,
    /// A day from today to so many days ahead.
    Within,
    /// A moment more than so many days ago.
    OlderThan,
    /// The list has this entry.
    Has,
    /// The asker themselves.
    Me,
    /// Nothing is there.
    Empty,
    /// Something is there.
    Filled,
}

impl Operator {
    const ALL: [Self; 12] = [
        Self::AnyOf,
        Self::Contains,
        Self::Starts,
        Self::Is,
        Self::From,
        Self::To,
        Self::Within,
        Self::OlderThan,
        Self::Has,
        Self::Me,
        Self::Empty,
        Self::Filled,
    ];

    /// The word in the address bar.
    pub const fn word(self) -> &'static str {
        match self {
            Self::AnyOf => "any",
            Self::Contains => "contains",
            Self::Starts => "starts",
            Self::Is => "is",
            Self::From => "from",
            Self::To => "to",
            Self::Within => "within",
            Self::OlderThan => "older",
            Self::Has => "has",
            Self::Me => "me",
            Self::Empty => "empty",
            Self::Filled => "filled",
        }
    }

    /// What people read between the field and the operand.
    pub const fn label(self) -> &'static str {
        match self {
            Self::AnyOf => "is any of",
            Self::Contains => "contains",
            Self::Starts => "starts with",
            Self::Is => "is",
            Self::From => "from",
            Self::To => "up to",
            Self::Within => "within the next … days",
            Self::OlderThan => "more than … days ago",
            Self::Has => "includes",
            Self::Me => "is me",
            Self::Empty => "is empty",
            Self::Filled => "is filled",
        }
    }

    /// Whether it needs something to compare with.
    pub const fn takes_operand(self) -> bool {
        !matches!(self, Self::Me | Self::Empty | Self::Filled)
    }
}

impl Kind {
    /// The operators of this kind of column, the most useful first; none for objects, whose inside no list shows.
    pub const fn operators(self) -> &'static [Operator] {
        use Operator::{AnyOf, Contains, Empty, Filled, From, Has, Is, Me, OlderThan, Starts, To, Within};
        match self {
            Self::Text { .. } | Self::Email | Self::Url | Self::Phone => &[Contains, Starts, Is, Empty, Filled],
            Self::Choice(_) => &[AnyOf, Empty, Filled],
            Self::Money | Self::Integer { .. } => &[From, To, Is, Empty, Filled],
            Self::Date => &[Within, From, To, Is, Empty, Filled],
            Self::Instant { .. } => &[OlderThan, From, To, Empty, Filled],
            Self::Tags => &[Has, Empty, Filled],
            Self::Person => &[Me, Is, Empty, Filled],
            Self::Uuid | Self::Json(_) => &[],
        }
    }
}

/// What a condition compares with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operand {
    Nothing,
    Words(Vec<&'static Choice>),
    Text(String),
    Number(i64),
    Money(Money),
    Date(Date),
    Person(Uuid),
    Days(u16),
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
    /// use clientele::domain::{field::Field, filter::{Condition, Operator}};
    /// assert!(Condition::new(Field::RenewalDate, Operator::Within, "30").is_some());
    /// assert!(Condition::new(Field::RenewalDate, Operator::Within, "soon").is_none());
    /// assert!(Condition::new(Field::Tier, Operator::Contains, "prem").is_none());
    /// ```
    pub fn new(field: Field, operator: Operator, text: &str) -> Option<Self> {
        let kind = field.kind();
        kind.operators().contains(&operator).then_some(())?;
        let operand = match (operator, kind) {
            _ if !operator.takes_operand() => Operand::Nothing,
            (Operator::AnyOf, Kind::Choice(options)) => {
                let chosen = |choice: &&Choice| text.split(',').any(|word| word == choice.wire);
                Operand::Words(options.iter().filter(chosen).collect())
            }
            (Operator::Within | Operator::OlderThan, _) => {
                Operand::Days(text.parse().ok().filter(|days| *days <= 36_500)?)
            }
            (_, Kind::Text { .. } | Kind::Email | Kind::Url | Kind::Phone | Kind::Tags) => {
                Operand::Text(text.to_owned())
            }
            (_, Kind::Instant { .. }) => Operand::Date(Date::from_text(text)?),
            _ => match Value::from_text(kind, text).ok()?? {
                Value::Integer(number) => Operand::Number(number),
                Value::Money(money) => Operand::Money(money),
                Value::Date(date) => Operand::Date(date),
                Value::Id(id) => Operand::Person(id),
                _ => return None,
            },
        };
        let empty = match &operand {
            Operand::Words(words) => words.is_empty(),
            Operand::Text(text) => text.trim().is_empty() || text.chars().count() > 200,
            _ => false,
        };
        (!empty).then_some(Self { field, operator, operand })
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
            Operand::Text(text) => text.clone(),
            Operand::Number(number) => number.to_string(),
            Operand::Money(money) => money.to_string(),
            Operand::Date(date) => date.to_string(),
            Operand::Person(id) => id.to_string(),
            Operand::Days(days) => days.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::field::FIELDS;
    use proptest::prelude::*;

    #[test]
    fn nonsense_is_no_condition() {
        for (field, param) in [
            (Field::Status, "hibernating"),
            (Field::Name, "contains. "),
            (Field::Name, "within.3"),
            (Field::Metadata, "empty"),
            (Field::RenewalDate, "from.tomorrow"),
            (Field::AssignedManager, "is.Priya"),
        ] {
            assert_eq!(Condition::from_param(field, param), None, "{param}");
        }
    }

    #[test]
    fn every_kind_that_a_list_shows_can_be_asked() {
        for spec in FIELDS {
            let hidden_inside = matches!(spec.kind, Kind::Json(_) | Kind::Uuid);
            assert_eq!(spec.kind.operators().is_empty(), hidden_inside, "{}", spec.key);
        }
    }

    proptest! {
        #[test]
        fn every_condition_reads_back_from_the_address(place in 0..FIELDS.len(), operator in 0..Operator::ALL.len(), text in "\\PC{0,20}|[0-9]{1,4}|2026-0[1-9]-1[0-9]") {
            if let Some(condition) = Condition::new(FIELDS[place].field, Operator::ALL[operator], &text) {
                prop_assert_eq!(Condition::from_param(condition.field(), &condition.to_param()), Some(condition.clone()));
            }
        }
    }
}
