//! What can be asked of a field, by its kind.

use super::choice::Choice;
use super::field::Kind;

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
    /// From one to the other, both included.
    Between,
    /// In the present day, week, month, quarter or year.
    This,
    /// A day from today to so many days ahead.
    Within,
    /// From so many days before today up to now.
    Last,
    /// Before the day that was so many days ago.
    OlderThan,
    /// The list has one of these entries.
    HasAny,
    /// The list has all of these entries.
    HasAll,
    /// The list has none of these entries, or there is no list.
    HasNone,
    /// The object has this text at this path.
    At,
    /// The asker themselves.
    Me,
    /// Nothing is there.
    Empty,
    /// Something is there.
    Filled,
}

impl Operator {
    /// Every operator.
    pub const ALL: [Self; 18] = [
        Self::AnyOf,
        Self::Contains,
        Self::Starts,
        Self::Is,
        Self::From,
        Self::To,
        Self::Between,
        Self::This,
        Self::Within,
        Self::Last,
        Self::OlderThan,
        Self::HasAny,
        Self::HasAll,
        Self::HasNone,
        Self::At,
        Self::Me,
        Self::Empty,
        Self::Filled,
    ];

    /// The word in the address bar, and what people read between the field and the operand; `…` is the operand's place.
    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::AnyOf => ("any", "is any of"),
            Self::Contains => ("contains", "contains"),
            Self::Starts => ("starts", "starts with"),
            Self::Is => ("is", "is"),
            Self::From => ("from", "from"),
            Self::To => ("to", "up to"),
            Self::Between => ("between", "between"),
            Self::This => ("this", "is in"),
            Self::Within => ("within", "within the next … days"),
            Self::Last => ("last", "within the last … days"),
            Self::OlderThan => ("older", "more than … days ago"),
            Self::HasAny => ("has", "has any of"),
            Self::HasAll => ("all", "has all of"),
            Self::HasNone => ("none", "has none of"),
            Self::At => ("at", "has at a path"),
            Self::Me => ("me", "is me"),
            Self::Empty => ("empty", "is empty"),
            Self::Filled => ("filled", "is filled"),
        }
    }

    /// The word in the address bar.
    pub const fn word(self) -> &'static str {
        self.names().0
    }

    /// What people read between a field of this kind and the operand.
    pub const fn label(self, kind: Kind) -> &'static str {
        match (kind, self) {
            (Kind::Person, Self::Empty) => "is nobody",
            (Kind::Person, Self::Filled) => "is somebody",
            _ => self.names().1,
        }
    }

    /// Whether it needs something to compare with.
    pub const fn takes_operand(self) -> bool {
        !matches!(self, Self::Me | Self::Empty | Self::Filled)
    }
}

impl Kind {
    /// The operators of this kind of column, the most useful first; none for a row's identity.
    pub const fn operators(self) -> &'static [Operator] {
        use Operator::{
            AnyOf, At, Between, Contains, Empty, Filled, From, HasAll, HasAny, HasNone, Is, Last, Me, OlderThan,
            Starts, This, To, Within,
        };
        match self {
            Self::Text { .. } | Self::Email | Self::Url | Self::Phone => &[Contains, Starts, Is, Empty, Filled],
            Self::Choice(_) => &[AnyOf, Empty, Filled],
            Self::Money | Self::Integer { .. } => &[From, To, Between, Is, Empty, Filled],
            Self::Date => &[Within, Last, This, OlderThan, From, To, Between, Is, Empty, Filled],
            Self::Instant { .. } => &[OlderThan, Last, This, From, To, Between, Empty, Filled],
            Self::Tags => &[HasAny, HasAll, HasNone, Empty, Filled],
            Self::Json(_) => &[At, Empty, Filled],
            Self::Person => &[Me, Is, Empty, Filled],
            Self::Uuid => &[],
        }
    }
}

/// The periods that [`Operator::This`] knows. Weeks begin on Monday (ISO 8601).
pub static PERIODS: [Choice; 5] = [
    Choice::new("day", "today"),
    Choice::new("week", "this week"),
    Choice::new("month", "this month"),
    Choice::new("quarter", "this quarter"),
    Choice::new("year", "this year"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::field::FIELDS;

    #[test]
    fn words_tell_operators_apart() {
        for operator in Operator::ALL {
            assert_eq!(Operator::ALL.iter().filter(|other| other.word() == operator.word()).count(), 1);
        }
    }

    #[test]
    fn everything_but_the_identity_can_be_asked() {
        for spec in FIELDS {
            assert_eq!(spec.kind.operators().is_empty(), spec.kind == Kind::Uuid, "{}", spec.key);
        }
    }
}
