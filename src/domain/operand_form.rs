//! How the operand of a condition is written: which controls it takes, and how their texts make one.

use super::choice::Choice;
use super::field::Kind;
use super::operator::{Operator, PERIODS};

/// The controls of an operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Nothing,
    /// Some of these words.
    Words(&'static [Choice]),
    /// One of these words.
    Word(&'static [Choice]),
    Person,
    Day,
    Dates,
    Days,
    Amount,
    Amounts,
    /// One entry per line.
    Lines,
    /// A path, and the text that stands there.
    Path,
    Text,
}

/// How the operand of such a condition is written.
pub fn form(kind: Kind, operator: Operator) -> Form {
    match (operator, kind) {
        (Operator::Me | Operator::Empty | Operator::Filled, _) => Form::Nothing,
        (Operator::Within | Operator::Last | Operator::OlderThan, _) => Form::Days,
        (Operator::This, _) => Form::Word(&PERIODS),
        (Operator::At, _) => Form::Path,
        (_, Kind::Choice(options)) => Form::Words(options),
        (_, Kind::Person) => Form::Person,
        (_, Kind::Tags) => Form::Lines,
        (Operator::Between, Kind::Date | Kind::Instant { .. }) => Form::Dates,
        (_, Kind::Date | Kind::Instant { .. }) => Form::Day,
        (Operator::Between, _) => Form::Amounts,
        (_, Kind::Money | Kind::Integer { .. }) => Form::Amount,
        _ => Form::Text,
    }
}

impl Form {
    /// What stands between the texts of two controls.
    const fn joint(self) -> Option<&'static str> {
        match self {
            Self::Dates | Self::Amounts => Some(".."),
            Self::Path => Some("="),
            _ => None,
        }
    }

    /// The texts of the controls as one.
    pub fn joined(self, [first, second]: &[String; 2]) -> String {
        self.joint().map_or_else(|| first.clone(), |joint| format!("{first}{joint}{second}"))
    }

    /// The texts of the controls that make this one.
    pub fn split(self, text: &str) -> [String; 2] {
        let (first, second) = self.joint().and_then(|joint| text.split_once(joint)).unwrap_or((text, ""));
        [first.to_owned(), second.to_owned()]
    }

    /// Whether these controls can show what was written in `former` ones.
    pub fn takes_over(self, former: Self) -> bool {
        let plain = |form: Self| match form {
            Self::Dates => Self::Day,
            Self::Amounts => Self::Amount,
            other => other,
        };
        plain(self) == plain(former)
    }

    /// The names of its controls.
    pub const fn labels(self) -> [&'static str; 2] {
        match self {
            Self::Person => ["Person", ""],
            Self::Day => ["Day", ""],
            Self::Dates => ["From day", "To day"],
            Self::Days => ["Days", ""],
            Self::Amounts => ["Least", "Most"],
            Self::Lines => ["One per line", ""],
            Self::Path => ["Path", "Value"],
            Self::Word(_) => ["Period", ""],
            _ => ["Value", ""],
        }
    }

    /// What to write, for somebody who has not.
    pub const fn hint(self) -> &'static str {
        match self {
            Self::Nothing => "",
            Self::Words(_) => "Choose at least one.",
            Self::Word(_) => "Choose a period.",
            Self::Person => "Choose a person.",
            Self::Day | Self::Dates => "Give a day.",
            Self::Days => "Give a whole number of days, up to 36500.",
            Self::Amount | Self::Amounts => "Write a number.",
            Self::Lines => "Write at least one entry, each on a line of its own.",
            Self::Path => "Write names of letters, digits and underscores, with dots between them.",
            Self::Text => "Write what to look for, up to 200 characters.",
        }
    }
}
