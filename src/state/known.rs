//! What has been read already: the next page begins with it, and reads it again beside that.

use leptos::prelude::*;
use uuid::Uuid;

use super::clients::Team;
use super::session::use_session;
use crate::domain::lens::Lens;
use crate::domain::record::Record;
use crate::erased::effect;

/// The last client that was read or written whole, and the agency's people, as a context.
#[derive(Clone, Copy)]
pub struct Known {
    client: StoredValue<Option<(Lens, Record)>>,
    team: StoredValue<Option<Team>>,
}

impl Known {
    /// Nothing yet; made after the session.
    pub fn new() -> Self {
        let known = Self { client: StoredValue::new(None), team: StoredValue::new(None) };
        let session = use_session();
        // What one person has read is not there for the next one at this screen.
        let person = Memo::new(move |_| session.person());
        effect(move || {
            person.get();
            known.client.set_value(None);
            known.team.set_value(None);
        });
        known
    }

    /// The client, if it is the last one that was read through this lens.
    pub fn client(self, lens: Lens, id: Uuid) -> Option<Record> {
        self.client.with_value(|known| {
            let (_, record) = known.as_ref().filter(|(seen, record)| *seen == lens && record.id() == Some(id))?;
            Some(record.clone())
        })
    }

    /// The agency's people.
    pub fn team(self) -> Option<Team> {
        self.team.get_value()
    }

    /// Keeps a client as it was read through this lens.
    pub fn keep_client(self, lens: Lens, record: &Record) {
        let kept = Some((lens, record.clone()));
        self.client.try_update_value(move |known| *known = kept);
    }

    /// Keeps the agency's people.
    pub fn keep_team(self, team: &Team) {
        let kept = Some(team.clone());
        self.team.try_update_value(move |known| *known = kept);
    }
}

impl Default for Known {
    fn default() -> Self {
        Self::new()
    }
}
