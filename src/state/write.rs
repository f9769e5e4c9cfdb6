//! Setting one field of a client that is on screen. What somebody else changed in other fields meanwhile stays; what they
//! changed in this one is not written over in silence.

use serde_json::{Map, Value as Json};

use super::clients::Clients;
use super::pending::words;
use crate::api::error::Failure;
use crate::domain::field::Field;
use crate::domain::lens::Writer;
use crate::domain::record::Record;
use crate::domain::value::Value;

/// A write that was not done: why, and the row as it stands now where that is news.
pub struct NotWritten {
    pub current: Option<Box<Record>>,
    pub text: String,
    /// The same write may do later, with nobody changing anything.
    pub passes: bool,
}

/// Sets the field. Returns the row that it was set in, and the row as the server returned it.
///
/// # Errors
/// Why it was not done; nothing has changed then.
pub async fn set_field(
    clients: Clients,
    writer: Writer,
    base: Record,
    field: Field,
    value: Option<&Value>,
) -> Result<(Record, Record), NotWritten> {
    let mut changes = Map::new();
    changes.insert(field.key().to_owned(), value.map_or(Json::Null, Value::to_json));
    let refused = |failure: Failure| NotWritten {
        current: None,
        text: format!("Not saved. {}", words(&failure)),
        passes: failure.passes().is_some(),
    };
    match clients.save(writer, &base, changes.clone()).await {
        Ok(row) => return Ok((base, row)),
        Err(Failure::Conflict) => {}
        Err(failure) => return Err(refused(failure)),
    }
    let Some(id) = base.id() else { return Err(refused(Failure::Malformed)) };
    let current = clients.client(id).await.map_err(refused)?;
    if current.cell(field) != base.cell(field) {
        let text = format!(
            "Not saved: somebody else changed {} in the meantime. The page shows it as it is now.",
            field.label()
        );
        return Err(NotWritten { current: Some(Box::new(current)), text, passes: false });
    }
    match clients.save(writer, &current, changes).await {
        Ok(row) => Ok((current, row)),
        Err(failure) => Err(NotWritten { current: Some(Box::new(current)), ..refused(failure) }),
    }
}
