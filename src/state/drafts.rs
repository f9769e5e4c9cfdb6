//! What forms keep in this browser until the server has it, per person and client.

use leptos::prelude::*;
use uuid::Uuid;

use crate::domain::kept::Kept;

const PREFIX: &str = "clientele-draft-";

/// The drafts of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drafts {
    prefix: String,
}

impl Drafts {
    /// Of the person with this identity.
    pub fn of(user_id: &str) -> Self {
        Self { prefix: format!("{PREFIX}{user_id}-") }
    }

    /// The draft of a client.
    pub fn get(&self, id: Uuid) -> Option<Kept> {
        Kept::from_text(&storage()?.get_item(&self.key(id)).ok()??)
    }

    /// The draft of a client that is not made yet.
    pub fn of_new(&self) -> Option<Kept> {
        self.all().into_iter().find(|kept| kept.version.is_none() && !kept.waits)
    }

    /// Keeps a draft. Whether the browser does: storage may be blocked or full.
    pub fn put(&self, kept: &Kept) -> bool {
        storage().is_some_and(|storage| storage.set_item(&self.key(kept.id), &kept.to_text()).is_ok())
    }

    /// The draft of a client has done its work.
    pub fn remove(&self, id: Uuid) {
        if let Some(storage) = storage() {
            let _blocked = storage.remove_item(&self.key(id));
        }
    }

    /// Every draft, the oldest first.
    pub fn all(&self) -> Vec<Kept> {
        let Some(storage) = storage() else { return Vec::new() };
        let texts = keys(&self.prefix).into_iter().filter_map(|key| storage.get_item(&key).ok()?);
        let mut all: Vec<Kept> = texts.filter_map(|text| Kept::from_text(&text)).collect();
        all.sort_by_key(|kept| kept.at);
        all
    }

    /// Wipes all of them, also those that cannot be read: whoever signs out leaves nothing of theirs behind.
    pub fn wipe(&self) {
        if let Some(storage) = storage() {
            for key in keys(&self.prefix) {
                let _blocked = storage.remove_item(&key);
            }
        }
    }

    fn key(&self, id: Uuid) -> String {
        format!("{}{id}", self.prefix)
    }
}

fn keys(prefix: &str) -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let all = (0..storage.length().unwrap_or(0)).filter_map(|place| storage.key(place).ok()?);
    all.filter(|key| key.starts_with(prefix)).collect()
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok()?
}
