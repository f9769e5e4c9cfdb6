//! A contract's dates in order. Mirrors `clients_contract_end_date_valid` and `clients_renewal_date_valid`.

use std::fmt;

use crate::domain::calendar::Date;

/// Why a date does not fit the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Before the contract's start.
    BeforeStart(Date),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BeforeStart(start) => write!(f, "Choose a date on or after the contract's start, {start}."),
        }
    }
}

/// Judges an end or a renewal against the start; a missing date fits everything.
///
/// # Errors
/// [`Reason::BeforeStart`].
pub fn check(start: Option<Date>, later: Option<Date>) -> Result<(), Reason> {
    match (start, later) {
        (Some(start), Some(later)) if later < start => Err(Reason::BeforeStart(start)),
        _ => Ok(()),
    }
}
