//! Where the session is kept: the browser's local storage, under the name supabase-js uses.

use web_sys::Storage;

use crate::api::auth::Session;
use crate::api::config::Config;

/// The stored session of one project.
#[derive(Clone, Debug)]
pub struct SessionStore {
    key: String,
}

impl SessionStore {
    /// The store for the project that the configuration names.
    pub fn new(config: &Config) -> Self {
        let host = leptos::prelude::window().location().hostname().unwrap_or_default();
        Self { key: config.storage_key(&host) }
    }

    /// What is stored; `None` when there is nothing, it is damaged, or storage is blocked.
    pub fn read(&self) -> Option<Session> {
        Session::from_stored(&storage()?.get_item(&self.key).ok()??)
    }

    /// Stores a session and says whether it is kept. Where storage is blocked or full, the session lasts until the
    /// page is closed.
    pub fn write(&self, session: &Session) -> bool {
        storage().is_some_and(|storage| storage.set_item(&self.key, &session.to_stored()).is_ok())
    }

    /// Removes the session.
    pub fn clear(&self) {
        if let Some(storage) = storage() {
            let _blocked = storage.remove_item(&self.key);
        }
    }

    /// Whether a storage event of another tab is about this session; an event without a key is a clearing of all.
    pub fn concerns(&self, event_key: Option<&str>) -> bool {
        event_key.is_none_or(|key| key == self.key)
    }
}

fn storage() -> Option<Storage> {
    leptos::prelude::window().local_storage().ok()?
}
