//! The clients' data: free functions that ask and return plain values.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::session::SessionState;
use crate::api::error::Failure;
use crate::api::http::Answer;
use crate::api::query;
use crate::domain::list::ListQuery;
use crate::domain::record::Record;
use crate::domain::role::Role;

/// One page of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    pub rows: Vec<Record>,
    /// Rows in all.
    pub total: usize,
}

/// The names of the agency's people by their identity.
pub type Team = BTreeMap<Uuid, String>;

/// Reads one page.
///
/// # Errors
/// What the server said.
pub async fn load_page(session: SessionState, role: Role, query: ListQuery) -> Result<Page, Failure> {
    let answer = session.ask(query::list(role, &query)).await?;
    let total = answer.total;
    let rows = rows(answer)?;
    Ok(Page { total: total.unwrap_or(rows.len()), rows })
}

/// Reads one client.
///
/// # Errors
/// [`Failure::NotFound`] when it is not there for this role, else what the server said.
pub async fn load_client(session: SessionState, role: Role, id: Uuid) -> Result<Record, Failure> {
    first(session.ask(query::client(role, id)).await?)
}

/// Reads a portal user's own record.
///
/// # Errors
/// [`Failure::NotFound`] when no record is linked to them, else what the server said.
pub async fn load_own(session: SessionState) -> Result<Record, Failure> {
    first(session.ask(query::own_client()).await?)
}

/// Saves changes to the client that was read as `base`, and returns the row as the server now has it.
///
/// # Errors
/// [`Failure::Conflict`] when the row is no longer at the base's version, else what the server said.
pub async fn save(
    session: SessionState,
    role: Role,
    base: &Record,
    changes: Map<String, Json>,
) -> Result<Record, Failure> {
    let (Some(id), Some(version)) = (base.id(), base.version()) else {
        return Err(Failure::Malformed);
    };
    match first(session.ask(query::update(role, id, version, changes)).await?) {
        Err(Failure::NotFound) => Err(Failure::Conflict),
        other => other,
    }
}

/// Reads the names of the agency's people.
///
/// # Errors
/// What the server said.
pub async fn load_team(session: SessionState) -> Result<Team, Failure> {
    let answer = session.ask(query::team()).await?;
    let people = answer.body.as_array().ok_or(Failure::Malformed)?;
    let person = |person: &Json| {
        let id = person.get("user_id")?.as_str()?.parse().ok()?;
        Some((id, person.get("name")?.as_str()?.to_owned()))
    };
    Ok(people.iter().filter_map(person).collect())
}

fn rows(answer: Answer) -> Result<Vec<Record>, Failure> {
    let Json::Array(rows) = answer.body else {
        return Err(Failure::Malformed);
    };
    rows.iter().map(|row| row.as_object().map(Record::from_row).ok_or(Failure::Malformed)).collect()
}

fn first(answer: Answer) -> Result<Record, Failure> {
    rows(answer)?.into_iter().next().ok_or(Failure::NotFound)
}
