//! Short messages about what just happened, announced to screen readers.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;

/// How long a message that needs no answer stays.
const STAY: Duration = Duration::from_secs(6);

/// How long one stays that offers something to do.
const STAY_WITH_ACT: Duration = Duration::from_secs(20);

/// What a message offers to do. Not an arena callback: it outlives the page that offered it.
pub type Act = Arc<dyn Fn() + Send + Sync>;

/// One message.
#[derive(Clone)]
pub struct Notice {
    pub id: u32,
    pub text: String,
    /// What its button says and does.
    pub act: Option<(&'static str, Act)>,
}

/// The messages on screen, as a context.
#[derive(Clone, Copy)]
pub struct Notices {
    list: RwSignal<Vec<Notice>>,
    next: StoredValue<u32>,
    held: StoredValue<fn() -> bool>,
}

/// The notices of this page.
pub fn use_notices() -> Notices {
    expect_context()
}

impl Notices {
    /// None yet.
    pub fn new() -> Self {
        Self { list: RwSignal::new(Vec::new()), next: StoredValue::new(0), held: StoredValue::new(|| false) }
    }

    /// The messages on screen, oldest first, tracked.
    pub fn list(self) -> Vec<Notice> {
        self.list.get()
    }

    /// Something has happened as it should.
    pub fn happened(self, text: impl Into<String>) {
        self.add(text.into(), None);
    }

    /// Something has happened, and there is one thing to do about it. Returns the message's identity.
    pub fn offers(self, text: impl Into<String>, label: &'static str, act: Act) -> u32 {
        self.add(text.into(), Some((label, act)))
    }

    /// Does what a message offers, and takes it off the screen.
    pub fn act(self, id: u32) {
        let act = self.list.with_untracked(|list| list.iter().find(|notice| notice.id == id)?.act.clone());
        self.dismiss(id);
        if let Some((_, act)) = act {
            act();
        }
    }

    /// While this says that somebody is at the messages, none of them goes.
    pub fn held_while(self, held: fn() -> bool) {
        self.held.set_value(held);
    }

    /// Takes a message off the screen.
    pub fn dismiss(self, id: u32) {
        self.list.update(|list| list.retain(|notice| notice.id != id));
    }

    fn add(self, text: String, act: Option<(&'static str, Act)>) -> u32 {
        // What comes back after everybody has gone is said to nobody.
        let Some(id) = self.next.try_get_value() else { return 0 };
        self.next.set_value(id.wrapping_add(1));
        let stay = if act.is_some() { STAY_WITH_ACT } else { STAY };
        self.list.update(|list| list.push(Notice { id, text, act }));
        set_timeout(move || self.expire(id), stay);
        id
    }

    fn expire(self, id: u32) {
        match self.held.try_get_value() {
            Some(held) if held() => set_timeout(move || self.expire(id), STAY),
            Some(_) => self.dismiss(id),
            // Gone, and the messages with it.
            None => {}
        }
    }
}

impl Default for Notices {
    fn default() -> Self {
        Self::new()
    }
}
