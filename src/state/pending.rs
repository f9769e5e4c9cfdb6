//! Edits made in the list that wait to be saved together. They outlive the page, so that a look at a record loses none.

use leptos::prelude::*;
use uuid::Uuid;

use super::clients::Clients;
use super::session::{Phase, use_session};
use crate::api::error::Failure;
use crate::domain::draft::Context;
use crate::domain::edits::{Edit, Edits};
use crate::domain::field::Field;
use crate::domain::lens::Writer;
use crate::domain::record::Record;
use crate::domain::rules::Reason;
use crate::erased::effect;

/// The edits that wait, as a context.
#[derive(Clone, Copy)]
pub struct Pending(RwSignal<Edits>);

/// The edits of this page.
pub fn use_pending() -> Pending {
    expect_context()
}

impl Pending {
    /// None yet. Leaving the page while some wait asks first.
    pub fn new() -> Self {
        let edits = RwSignal::new(Edits::default());
        let asks = window_event_listener_untyped("beforeunload", move |event| {
            if !edits.with_untracked(Edits::is_empty) {
                event.prevent_default();
            }
        });
        on_cleanup(move || asks.remove());
        // What somebody did not save before signing out is nobody else's to save.
        let session = use_session();
        effect(move || {
            if session.phase() == Phase::Anonymous {
                edits.set(Edits::default());
            }
        });
        Self(edits)
    }

    /// The edits, tracked.
    pub fn signal(self) -> Signal<Edits> {
        self.0.into()
    }

    /// Changes what waits.
    pub fn change(self, change: impl FnOnce(&mut Edits)) {
        self.0.update(change);
    }

    /// Notes what was typed for a field of a row, or says why the rules refuse it.
    pub fn put(self, field: Field, text: &str, context: Context<'_>) -> Option<(Field, Reason)> {
        self.0.try_update(|edits| edits.put(field, text, context))?.err()
    }

    /// Sends what waits, client by client, and returns how many were saved. What could not be saved stays, with the
    /// reason.
    pub async fn save(self, clients: Clients, writer: Writer) -> usize {
        let waiting: Vec<(Uuid, Edit)> =
            self.0.with_untracked(|edits| edits.iter().map(|(id, edit)| (id, edit.clone())).collect());
        let mut saved = 0;
        for (id, edit) in waiting {
            match self.save_one(clients, writer, id, &edit).await {
                Ok(()) => {
                    saved += 1;
                    self.change(|edits| edits.drop_client(id));
                }
                Err((base, failure)) => {
                    self.change(|edits| edits.fail(id, base.map(|base| *base), failure));
                }
            }
        }
        saved
    }

    async fn save_one(
        self,
        clients: Clients,
        writer: Writer,
        id: Uuid,
        edit: &Edit,
    ) -> Result<(), (Option<Box<Record>>, String)> {
        let refused = |failure: Failure| (None, words(&failure));
        match clients.save(writer, &edit.base, edit.changes()).await {
            Ok(_) => return Ok(()),
            Err(Failure::Conflict) => {}
            Err(failure) => return Err(refused(failure)),
        }
        // Somebody was quicker. What they did not touch is saved on top of theirs.
        let current = clients.client(id).await.map_err(refused)?;
        let theirs: Vec<_> =
            edit.texts.keys().filter(|field| current.text(**field) != edit.base.text(**field)).collect();
        if theirs.is_empty() {
            return clients.save(writer, &current, edit.changes()).await.map(drop).map_err(refused);
        }
        let said = theirs.iter().map(|field| match current.label(**field) {
            text if text.is_empty() => format!("{} is empty now", field.label()),
            text => format!("{} is \u{201c}{text}\u{201d} now", field.label()),
        });
        let said = said.collect::<Vec<_>>().join(", ");
        Err((
            Some(Box::new(current)),
            format!("Somebody else changed it: {said}. Save again to put yours in its place."),
        ))
    }
}

impl Default for Pending {
    fn default() -> Self {
        Self::new()
    }
}

/// Why a save failed, with the fields that the database refuses.
pub fn words(failure: &Failure) -> String {
    match failure {
        Failure::Refused(report) if !report.is_empty() => {
            let reasons = report.iter().map(|(field, reason)| format!("{}: {reason}", field.label()));
            reasons.collect::<Vec<_>>().join(" ")
        }
        failure => failure.to_string(),
    }
}
