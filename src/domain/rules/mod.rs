//! The shared validation rules, one per file. The database holds the same rules as CHECKs (`app.valid_*`);
//! tests put the same values to both.
//!
//! Each rule judges a value that already has its type, reports a [`Reason`], and never panics.

pub mod chars;
pub mod contract;
pub mod email;
pub mod instant;
pub mod json;
pub mod phone;
pub mod tags;
pub mod text;
pub mod url;

use std::fmt;

use super::choice::Choice;
use super::money;

/// Why a field's value is refused. The words are in `Display` and say what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The field must not be empty.
    Required,
    /// Neither a name nor a company.
    NoName,
    /// Not one of the vocabulary's words.
    NotAChoice(&'static [Choice]),
    /// Not a whole number from `min` to `max`.
    NotInRange {
        min: i64,
        max: i64,
    },
    /// Not a calendar day.
    NotADate,
    /// Not the identity of a row or a person.
    NotAnId,
    /// The role may not set this field.
    NotAllowed,
    Text(text::Reason),
    Email(email::Reason),
    Url(url::Reason),
    Phone(phone::Reason),
    Tags(tags::Reason),
    Money(money::Reason),
    Instant(instant::Reason),
    Json(json::Reason),
    Contract(contract::Reason),
    /// The database's verdict on something only it can know.
    Server(Verdict),
}

/// What only the database can know of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Another client has this value.
    Taken,
    /// A CHECK refused it although this version's rules accept it.
    Invalid,
    /// The role may not write it.
    NotAllowed,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Required => f.write_str("Fill this in."),
            Self::NoName => f.write_str("Give a name or a company."),
            Self::NotAChoice(options) => {
                f.write_str("Choose one of: ")?;
                for (place, option) in options.iter().enumerate() {
                    f.write_str(if place == 0 { "" } else { ", " })?;
                    f.write_str(option.label)?;
                }
                f.write_str(".")
            }
            Self::NotInRange { min, max } => write!(f, "Write a whole number from {min} to {max}."),
            Self::NotADate => f.write_str("Write a date such as 2026-03-31."),
            Self::NotAnId => f.write_str("Choose a person from the list."),
            Self::NotAllowed => f.write_str("Your role cannot set this."),
            Self::Text(reason) => reason.fmt(f),
            Self::Email(reason) => reason.fmt(f),
            Self::Url(reason) => reason.fmt(f),
            Self::Phone(reason) => reason.fmt(f),
            Self::Tags(reason) => reason.fmt(f),
            Self::Money(reason) => reason.fmt(f),
            Self::Instant(reason) => reason.fmt(f),
            Self::Json(reason) => reason.fmt(f),
            Self::Contract(reason) => reason.fmt(f),
            Self::Server(verdict) => verdict.fmt(f),
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Taken => "Another client already has this. Use a different one.",
            Self::Invalid => "The database refused this value. Check it and save again.",
            Self::NotAllowed => "Your role cannot change this. Ask an admin.",
        })
    }
}

macro_rules! reason_from {
    ($($variant:ident $rule:path),* $(,)?) => {
        $(impl From<$rule> for Reason {
            fn from(reason: $rule) -> Self {
                Self::$variant(reason)
            }
        })*
    };
}

reason_from!(
    Text text::Reason, Email email::Reason, Url url::Reason, Phone phone::Reason, Tags tags::Reason,
    Money money::Reason, Instant instant::Reason, Json json::Reason, Contract contract::Reason,
);
