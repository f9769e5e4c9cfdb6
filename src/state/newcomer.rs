//! Which new client this tab's form is of. A tab keeps it over a reload; every other tab has its own, also one that was made
//! as a copy of this one.

use leptos::prelude::*;
use uuid::Uuid;

const KEY: &str = "clientele-new";

/// The identity of the new client that this tab has begun, as a context.
#[derive(Clone, Copy)]
pub struct Newcomer(StoredValue<Option<Uuid>>);

/// The new client of this tab.
pub fn use_newcomer() -> Newcomer {
    expect_context()
}

impl Newcomer {
    /// Takes up what the page before this one has left.
    pub fn new() -> Self {
        let this = Self(StoredValue::new(take()));
        // A copy of a tab begins with what the tab has stored. So it stands there only while no page does.
        let gone = window_event_listener_untyped("pagehide", move |_| {
            if let (Some(id), Some(storage)) = (this.0.try_get_value().flatten(), storage()) {
                let _full = storage.set_item(KEY, &id.to_string());
            }
        });
        let back = window_event_listener_untyped("pageshow", |_| {
            take();
        });
        on_cleanup(move || [gone, back].into_iter().for_each(WindowListenerHandle::remove));
        this
    }

    /// The one that was begun last.
    pub fn id(self) -> Option<Uuid> {
        self.0.get_value()
    }

    /// This one is begun now.
    pub fn begin(self, id: Uuid) {
        self.0.set_value(Some(id));
    }
}

impl Default for Newcomer {
    fn default() -> Self {
        Self::new()
    }
}

fn take() -> Option<Uuid> {
    let storage = storage()?;
    let id = storage.get_item(KEY).ok()??.parse().ok();
    let _blocked = storage.remove_item(KEY);
    id
}

fn storage() -> Option<web_sys::Storage> {
    window().session_storage().ok()?
}
