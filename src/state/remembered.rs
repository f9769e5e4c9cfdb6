//! What this browser remembers for a person: how they have the list drawn.

use leptos::prelude::*;

use crate::api::person::Person;
use crate::domain::layout::Layout;
use crate::domain::role::Role;
use crate::state::store::area as storage;

/// A person's layout of the list. It is drawn with at once, so it stands in the browser and not behind a request.
#[derive(Clone, Copy)]
pub struct RememberedLayout {
    key: StoredValue<String>,
    layout: RwSignal<Layout>,
}

impl RememberedLayout {
    /// What is remembered for the person in this role.
    pub fn of(person: &Person, role: Role) -> Self {
        let key = format!("clientele-list-{}", person.user_id);
        let text = storage().and_then(|storage| storage.get_item(&key).ok()?).unwrap_or_default();
        Self { key: StoredValue::new(key), layout: RwSignal::new(Layout::from_text(&text, role)) }
    }

    /// The layout, tracked.
    pub fn get(self) -> Layout {
        self.layout.get()
    }

    /// Looks at the layout, tracked.
    pub fn with<T>(self, look: impl FnOnce(&Layout) -> T) -> T {
        self.layout.with(look)
    }

    /// Changes the layout and remembers it. Where storage is blocked, it lasts until the page is closed.
    pub fn change(self, change: impl FnOnce(&mut Layout)) {
        self.layout.update(change);
        let text = self.layout.with_untracked(Layout::to_text);
        if let Some(storage) = storage() {
            let _blocked = self.key.with_value(|key| storage.set_item(key, &text));
        }
    }
}
