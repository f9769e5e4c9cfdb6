//! One condition on one field. Which operators a field has follows from its kind; a condition prints to the address bar
//! and reads back from it.

use uuid::Uuid;

use super::calendar::{Date, Instant};
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

    /// The PostgREST filters that ask it, each for its own `key=…` parameter; all of them must hold.
    pub fn to_filters(&self, asker: &Asker) -> Vec<String> {
        let text = self.operand_text();
        match (self.operator, &self.operand) {
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
            (Operator::To, Operand::Date(date)) if matches!(self.field.kind(), Kind::Instant { .. }) => {
                vec![format!("lt.{}", date.plus_days(1))]
            }
            (Operator::From, _) => vec![format!("gte.{text}")],
            (Operator::To, _) => vec![format!("lte.{text}")],
            (Operator::Is | Operator::Within | Operator::OlderThan, _) => vec![format!("eq.{text}")],
        }
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
    use crate::domain::field::FIELDS;
    use proptest::prelude::*;

    fn asker() -> Asker {
        Asker {
            user_id: "u".to_owned(),
            today: Date::from_text("2026-11-22").expect("a day"),
            now: Instant::from_text("2026-11-22T12:00:00Z").expect("a moment"),
        }
    }

    #[test]
    fn each_operator_has_its_filter() {
        for (field, param, filters) in [
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
            assert_eq!(condition.to_filters(&asker()), filters, "{param}");
        }
    }

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
                prop_assert!(!condition.to_filters(&asker()).is_empty());
            }
        }
    }
}
