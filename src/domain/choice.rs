//! Closed vocabularies: the words a column may hold, each with the label people read.

/// One word of a vocabulary.
#[derive(Debug, PartialEq, Eq)]
pub struct Choice {
    /// As it stands in the database and on the wire.
    pub wire: &'static str,
    /// As people read it.
    pub label: &'static str,
}

impl Choice {
    /// A word and its label.
    pub const fn new(wire: &'static str, label: &'static str) -> Self {
        Self { wire, label }
    }
}

/// The choice of a word on the wire.
pub fn choice_from_wire(options: &'static [Choice], word: &str) -> Option<&'static Choice> {
    options.iter().find(|choice| choice.wire == word)
}

/// Where a client stands in their life with the agency.
pub static STATUS: [Choice; 5] = [
    Choice::new("lead", "Lead"),
    Choice::new("active", "Active"),
    Choice::new("paused", "Paused"),
    Choice::new("completed", "Completed"),
    Choice::new("cancelled", "Cancelled"),
];

/// What the client has bought.
pub static TIER: [Choice; 4] = [
    Choice::new("basic", "Basic"),
    Choice::new("standard", "Standard"),
    Choice::new("premium", "Premium"),
    Choice::new("enterprise", "Enterprise"),
];

/// How large the client's business is.
pub static BUSINESS_SIZE: [Choice; 5] = [
    Choice::new("solo", "Solo"),
    Choice::new("small", "Small"),
    Choice::new("medium", "Medium"),
    Choice::new("large", "Large"),
    Choice::new("enterprise", "Enterprise"),
];

/// What the client wants to spend on the project, in the agency's currency.
pub static BUDGET_RANGE: [Choice; 5] = [
    Choice::new("under_5k", "Under 5k"),
    Choice::new("5k_15k", "5k – 15k"),
    Choice::new("15k_50k", "15k – 50k"),
    Choice::new("50k_100k", "50k – 100k"),
    Choice::new("over_100k", "Over 100k"),
];
