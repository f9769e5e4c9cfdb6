//! Taking back this tab's last writes: from the notice of a write, or with Ctrl+Z. A way back is a write like any other,
//! guarded by the version that stands now, and can be taken back itself. It says "undone" only with the row that the
//! server returned.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::clients::{Clients, use_clients};
use super::notices::{Notices, use_notices};
use super::pending::words;
use super::preview::{Preview, use_preview};
use super::session::{SessionState, use_session};
use crate::api::error::Failure;
use crate::domain::field::Field;
use crate::domain::lens::Lens;
use crate::domain::record::Record;
use crate::domain::role::Role;
use crate::domain::undo::{Step, Steps};
use crate::erased::effect;

/// The writes that can be taken back, as a context.
#[derive(Clone, Copy)]
pub struct Undo {
    steps: StoredValue<Steps>,
    /// Which message offers which write.
    offered: StoredValue<Vec<(u32, u32)>>,
    busy: StoredValue<bool>,
    written: RwSignal<Option<Record>>,
    session: SessionState,
    preview: Preview,
    notices: Notices,
    clients: Clients,
}

/// The writes of this tab.
pub fn use_undo() -> Undo {
    expect_context()
}

impl Undo {
    /// None yet; made after the contexts that it writes with.
    pub fn new() -> Self {
        let undo = Self {
            steps: StoredValue::default(),
            offered: StoredValue::default(),
            busy: StoredValue::new(false),
            written: RwSignal::new(None),
            session: use_session(),
            preview: use_preview(),
            notices: use_notices(),
            clients: use_clients(Lens::own(Role::Viewer)),
        };
        // One person's writes are nothing to the next one at this screen.
        let person = Memo::new(move |_| undo.session.person().map(|person| person.user_id));
        effect(move || {
            // Read, not only tracked: a memo that nobody reads is never computed, and tells nobody of a change.
            person.get();
            undo.steps.set_value(Steps::default());
            let offered = undo.offered.try_update_value(std::mem::take).unwrap_or_default();
            offered.into_iter().for_each(|(_, notice)| undo.notices.dismiss(notice));
            undo.written.set(None);
        });
        undo
    }

    /// Says what was done, and offers to take it back. `fields` are those that were sent; what the server did not change
    /// is left out.
    pub fn offer(self, text: impl Into<String>, before: &Record, after: &Record, fields: &[Field]) {
        let text = text.into();
        let Some(step) = Step::new(text.clone(), before, after, fields) else { return self.notices.happened(text) };
        let Some((number, gone)) = self.steps.try_update_value(|steps| steps.offer(step)) else { return };
        gone.into_iter().for_each(|number| self.withdraw(number));
        self.announce(text, "Undo", number);
    }

    /// Takes the newest write back, or, with `again`, does again what was taken back last. Whether there is one.
    pub fn back(self, again: bool) -> bool {
        let newest = self.steps.with_value(|steps| steps.newest(again));
        if let Some(number) = newest {
            self.run(number);
        }
        newest.is_some()
    }

    /// A row was written by other means: what shows that client shows this from now on.
    pub fn wrote(self, row: &Record) {
        self.written.set(Some(row.clone()));
    }

    /// The row that was written last, tracked: what shows that client shows this from now on.
    pub fn written(self) -> Option<Record> {
        self.written.get()
    }

    fn run(self, number: u32) {
        let step = self.steps.with_value(|steps| steps.get(number).map(|(step, guard)| (step.clone(), guard.clone())));
        let (Some((step, guard)), false) = (step, self.busy.get_value()) else { return };
        let role = untrack(|| self.session.person()).and_then(|person| person.role);
        let Some(lens) = role.map(|role| untrack(|| self.preview.lens(role))) else { return };
        let Some(writer) = lens.writer() else {
            return self.notices.happened("Stop looking as somebody else first: nothing can be changed meanwhile.");
        };
        let clients = self.clients.through(lens);
        self.busy.set_value(true);
        spawn_local(async move {
            let saved = clients.save(writer, &guard, step.changes()).await;
            let current = match &saved {
                Err(Failure::Conflict) => guard.id().map(|id| clients.client(id)),
                _ => None,
            };
            let current = if let Some(reading) = current { reading.await.ok() } else { None };
            self.busy.set_value(false);
            self.withdraw(number);
            match saved {
                Ok(row) => self.taken_back(number, &step, row),
                Err(Failure::Conflict) => self.too_late(number, &step, current),
                Err(failure) => {
                    // It can be tried again: the write stands as it did.
                    self.announce(format!("Not undone. {}", words(&failure)), "Try again", number);
                }
            }
        });
    }

    fn taken_back(self, number: u32, step: &Step, row: Record) {
        let turned = self.steps.try_update_value(|steps| steps.taken_back(number, &row)).flatten();
        let undone = self.steps.with_value(|steps| steps.newest(true)) == turned;
        self.written.set(Some(row));
        if let Some(turned) = turned {
            let (said, label) = if undone { ("Undone", "Redo") } else { ("Done again", "Undo") };
            self.announce(format!("{said}: {}", step.text), label, turned);
        }
    }

    fn too_late(self, number: u32, step: &Step, current: Option<Record>) {
        self.steps.update_value(|steps| drop(steps.drop_step(number)));
        let changed = current.as_ref().map(|current| step.changed_since(current)).unwrap_or_default();
        let labels: Vec<_> = changed.iter().map(|field| field.label()).collect();
        let what = if labels.is_empty() { "this client".to_owned() } else { labels.join(", ") };
        self.notices.happened(format!(
            "Not undone: somebody else changed {what} in the meantime. The history shows what; change it back by hand."
        ));
        if current.is_some() {
            self.written.set(current);
        }
    }

    fn announce(self, text: String, label: &'static str, number: u32) {
        let notice = self.notices.offers(text, label, Arc::new(move || self.run(number)));
        self.offered.update_value(|offered| offered.push((number, notice)));
    }

    /// The message that offers this write has nothing to offer any more.
    fn withdraw(self, number: u32) {
        let mut gone = Vec::new();
        self.offered.update_value(|offered| {
            offered.retain(|(other, notice)| {
                if *other == number {
                    gone.push(*notice);
                }
                *other != number
            });
        });
        gone.into_iter().for_each(|notice| self.notices.dismiss(notice));
    }
}

impl Default for Undo {
    fn default() -> Self {
        Self::new()
    }
}
