//! What an answer means when it is not the one hoped for. Decided by status and code, never by a message's words;
//! a constraint's name is the one thing read from a message, because the endpoint gives it nowhere else.

use std::fmt;

use serde_json::Value as Json;

use crate::domain::draft::Report;
use crate::domain::field::Field;
use crate::domain::proposal::Refusal;
use crate::domain::rules::{Reason, Verdict};
use crate::domain::unification::Hindrance;

/// Why a request did not do what it should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No answer: the network or the server is down.
    Unreachable,
    /// The endpoint does not know the publishable key.
    WrongKey,
    /// The access token has run out or was revoked.
    SessionEnded,
    /// This person may not do that.
    Forbidden,
    /// The row, or the whole relation, does not exist for this person.
    NotFound,
    /// The database does not have a column that this version asks for.
    UnknownColumn,
    /// Somebody changed the row in the meantime.
    Conflict,
    /// The database refuses these fields.
    Refused(Report),
    /// A proposal was not made, taken back or decided.
    Proposal(Refusal),
    /// The unification was not looked at, decided, run or settled.
    Unification(Hindrance),
    /// Too many requests; try again after this many seconds.
    TooMany(Option<u32>),
    /// The server is out of reach behind its gateway, or asks for patience; try again after this many seconds.
    Busy(Option<u32>),
    /// The server failed; the status tells its people more.
    Server(u16),
    /// An answer that is not what the endpoint should say.
    Malformed,
}

impl Failure {
    /// Whether the same request may do when it is made again, with nobody changing anything: the server was not reached,
    /// or not asked at a good time. With the seconds to wait, where the server says.
    pub const fn passes(&self) -> Option<Option<u32>> {
        match self {
            Self::Unreachable | Self::SessionEnded => Some(None),
            Self::TooMany(seconds) | Self::Busy(seconds) => Some(*seconds),
            _ => None,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable => f.write_str("The server cannot be reached. Check your connection and try again."),
            Self::WrongKey => f.write_str("The server does not accept this application's key. Tell your administrator: the key in config.json is wrong."),
            Self::SessionEnded => f.write_str("Your session has ended. Sign in again."),
            Self::Forbidden => f.write_str("You may not do this. Ask an admin of your agency."),
            Self::NotFound => f.write_str("This is not here, or it is not yours to see."),
            Self::UnknownColumn => f.write_str("The database is older than this application. Tell your administrator to push the migrations."),
            Self::Conflict => f.write_str("Somebody else changed this client in the meantime."),
            Self::Refused(_) => f.write_str("The database refused some of these values."),
            Self::Proposal(refusal) => refusal.fmt(f),
            // What the console says of it in detail, no other program needs to carry.
            Self::Unification(_) => f.write_str("The unification does not take this now."),
            Self::TooMany(Some(seconds)) => write!(f, "Too many requests. Try again in {seconds} seconds."),
            Self::TooMany(None) => f.write_str("Too many requests. Wait a moment and try again."),
            Self::Busy(Some(seconds)) => write!(f, "The server is busy. Try again in {seconds} seconds."),
            Self::Busy(None) => f.write_str("The server is busy. Try again in a moment."),
            Self::Server(status) => write!(f, "The server had a problem (status {status}). Try again in a moment."),
            Self::Malformed => f.write_str("The server gave an answer that cannot be read. Try again in a moment."),
        }
    }
}

/// What a status outside 200–299 means. `retry_after` is the header in seconds.
pub fn failure_from_answer(status: u16, body: &Json, retry_after: Option<u32>) -> Failure {
    let text = |key: &str| body.get(key).and_then(Json::as_str).unwrap_or_default();
    // PostgREST and Postgres give a code of theirs; a gateway that refuses the key gives none, or this one.
    let code = text("code");
    if let Some(refusal) = Refusal::from_code(code) {
        return Failure::Proposal(refusal);
    }
    if let Some(hindrance) = Hindrance::from_code(code) {
        return Failure::Unification(hindrance);
    }
    match (status, code) {
        (401, "42501") => Failure::Forbidden,
        (401, "" | "invalid_api_key") => Failure::WrongKey,
        (401, _) => Failure::SessionEnded,
        (_, "23505" | "23514" | "23502" | "22001") => {
            let verdict = if code == "23505" { Verdict::Taken } else { Verdict::Invalid };
            match field_of_constraint(text("message")) {
                Some(field) => Failure::Refused(Report::from([(field, Reason::Server(verdict))])),
                None => Failure::Refused(Report::new()),
            }
        }
        (_, "42703" | "PGRST204") => Failure::UnknownColumn,
        (403, _) => Failure::Forbidden,
        (404 | 406, _) => Failure::NotFound,
        (409, _) => Failure::Conflict,
        (429, _) => Failure::TooMany(retry_after),
        (502..=504, _) => Failure::Busy(retry_after),
        _ => Failure::Server(status),
    }
}

/// The field of `clients_<key>_valid` or `clients_<key>_key`, wherever it is quoted in the message.
fn field_of_constraint(message: &str) -> Option<Field> {
    message.split('"').find_map(|part| {
        let name = part.strip_prefix("clients_")?;
        let key = name.strip_suffix("_valid").or_else(|| name.strip_suffix("_key"))?;
        Field::from_key(key)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_refusal_lands_at_its_field() {
        let taken = json!({ "code": "23505", "message": "duplicate key value violates unique constraint \"clients_email_key\"" });
        let report = Report::from([(Field::Email, Reason::Server(Verdict::Taken))]);
        assert_eq!(failure_from_answer(409, &taken, None), Failure::Refused(report));
        let check = json!({ "code": "23514", "message": "la relation « clients » viole la contrainte \"clients_phone_valid\"" });
        let report = Report::from([(Field::Phone, Reason::Server(Verdict::Invalid))]);
        assert_eq!(failure_from_answer(400, &check, None), Failure::Refused(report));
    }

    #[test]
    fn a_refused_proposal_is_known_by_its_code() {
        let body = json!({ "code": "CP003", "message": "the record has changed meanwhile" });
        assert_eq!(failure_from_answer(400, &body, None), Failure::Proposal(Refusal::Stale));
    }

    #[test]
    fn a_hindered_unification_is_known_by_its_code() {
        let body = json!({ "code": "CU010", "message": "the run is not approved" });
        assert_eq!(failure_from_answer(400, &body, None), Failure::Unification(Hindrance::NotApproved));
    }

    #[test]
    fn an_expired_token_and_a_wrong_key_are_different() {
        for code in ["PGRST301", "PGRST303"] {
            assert_eq!(failure_from_answer(401, &json!({ "code": code }), None), Failure::SessionEnded);
        }
        assert_eq!(failure_from_answer(401, &json!({ "message": "Invalid API key" }), None), Failure::WrongKey);
    }

    #[test]
    fn every_status_has_its_words() {
        for status in 300..=599 {
            let failure = failure_from_answer(status, &Json::Null, Some(3));
            assert!(failure.to_string().ends_with('.'), "{status}");
        }
        assert_eq!(failure_from_answer(403, &json!({ "code": "42501" }), None), Failure::Forbidden);
        assert_eq!(failure_from_answer(503, &json!({ "code": "PGRST000" }), None), Failure::Busy(None));
    }
}
