//! Bringing a draft to the server. What somebody else saved meanwhile is merged with it; a try whose answer was lost is
//! recognised by the row that it left.

use super::clients::Clients;
use crate::api::error::Failure;
use crate::domain::draft::Report;
use crate::domain::field::Field;
use crate::domain::form::texts_from_record;
use crate::domain::kept::{Kept, changes, differing};
use crate::domain::lens::Writer;
use crate::domain::merge::{Merged, merge};
use crate::domain::record::Record;

/// Somebody may be quicker each time. So often in a row they are not people.
const TRIES: usize = 5;

/// What became of it.
#[derive(Clone, Debug)]
pub enum Sent {
    /// The server has it.
    Saved(Box<SavedRow>),
    /// Somebody else wrote something different into the same fields: a person has to choose.
    Collides(Box<(Record, Merged)>),
    /// The database refuses these fields.
    Refused(Report),
    /// It is not there.
    Failed(Failure),
}

/// A row that the server returned.
#[derive(Clone, Debug)]
pub struct SavedRow {
    /// The row before; `None` for a client that was made.
    pub before: Option<Record>,
    pub row: Record,
    /// What was sent.
    pub fields: Vec<Field>,
    /// What somebody else had changed meanwhile.
    pub taken: Vec<Field>,
}

/// Saves the draft.
pub async fn save(clients: Clients, writer: Writer, kept: &Kept) -> Sent {
    let fields: Vec<Field> = kept.texts.keys().copied().collect();
    let first = match kept.version {
        Some(version) => clients.save_at(writer, kept.id, version, kept.changes()).await,
        None => clients.create(writer, kept.id, kept.changes()).await,
    };
    match first {
        Ok(row) => {
            let before = kept.version.map(|_| kept.before(&row));
            return Sent::Saved(Box::new(SavedRow { before, row, fields, taken: Vec::new() }));
        }
        Err(Failure::Conflict) => {}
        // A client of this identity is there: an earlier try has arrived.
        Err(Failure::Refused(report)) if kept.version.is_none() && report.is_empty() => {}
        Err(failure) => return failed(failure),
    }
    let (mut moves, mut tried) = (false, None);
    for _ in 0..TRIES {
        let current = match clients.client(kept.id).await {
            Ok(current) => current,
            Err(failure) => return failed(failure),
        };
        moves |= *tried.get_or_insert(current.version()) != current.version();
        let theirs = texts_from_record(&current, writer.role());
        let untouched = kept.version.is_none() && current.version() == Some(1);
        let base = if untouched { &theirs } else { &kept.base };
        let merged = merge(base, &kept.texts, &theirs);
        if !merged.collisions.is_empty() {
            return Sent::Collides(Box::new((current, merged)));
        }
        let rest = differing(&merged.texts, &current);
        let (before, row) = if rest.is_empty() {
            // It is all there: the answer to an earlier try was lost, or they wrote the same.
            (kept.version.map(|_| kept.before(&current)), current)
        } else {
            match clients.save(writer, &current, changes(&rest)).await {
                Ok(row) => (kept.version.map(|_| current), row),
                Err(Failure::Conflict) => continue,
                Err(failure) => return failed(failure),
            }
        };
        let taken = if untouched { Vec::new() } else { kept.others(&theirs) };
        return Sent::Saved(Box::new(SavedRow { before, row, fields, taken }));
    }
    // The row can be read, nobody changes it, and still no write arrives: its policy refuses this person.
    Sent::Failed(if moves { Failure::Conflict } else { Failure::Forbidden })
}

fn failed(failure: Failure) -> Sent {
    match failure {
        Failure::Refused(report) if !report.is_empty() => Sent::Refused(report),
        failure => Sent::Failed(failure),
    }
}
