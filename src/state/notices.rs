//! Short messages about what just happened, announced to screen readers.

use std::time::Duration;

use leptos::prelude::*;

/// How long a message that needs no answer stays.
const STAY: Duration = Duration::from_secs(6);

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub id: u32,
    pub text: String,
}

/// The messages on screen, as a context.
#[derive(Clone, Copy)]
pub struct Notices {
    list: RwSignal<Vec<Notice>>,
    next: StoredValue<u32>,
}

/// The notices of this page.
pub fn use_notices() -> Notices {
    expect_context()
}

impl Notices {
    /// None yet.
    pub fn new() -> Self {
        Self { list: RwSignal::new(Vec::new()), next: StoredValue::new(0) }
    }

    /// The messages on screen, oldest first, tracked.
    pub fn list(self) -> Vec<Notice> {
        self.list.get()
    }

    /// Something has happened as it should.
    pub fn happened(self, text: impl Into<String>) {
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        self.list.update(|list| list.push(Notice { id, text: text.into() }));
        set_timeout(move || self.dismiss(id), STAY);
    }

    /// Takes a message off the screen.
    pub fn dismiss(self, id: u32) {
        self.list.update(|list| list.retain(|notice| notice.id != id));
    }
}

impl Default for Notices {
    fn default() -> Self {
        Self::new()
    }
}
