//! A moment. The database keeps it as `timestamptz`; a trigger refuses a contact in the future.

use std::fmt;

use crate::domain::calendar::Instant;

/// How far a clock may be ahead before "now" counts as the future.
pub const TOLERANCE_MICROS: i64 = 5 * 60 * 1_000_000;

/// Why a moment is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Not a moment this column can hold.
    NotAMoment,
    /// Later than now.
    Future,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAMoment => "Write a date and time such as 2026-03-31 14:30.",
            Self::Future => "Choose a time that is not in the future.",
        })
    }
}

/// Judges a moment that must have happened.
///
/// # Errors
/// [`Reason::Future`] when it is more than [`TOLERANCE_MICROS`] after `now`.
pub fn check_past(moment: Instant, now: Instant) -> Result<(), Reason> {
    if moment.micros() - now.micros() > TOLERANCE_MICROS { Err(Reason::Future) } else { Ok(()) }
}
