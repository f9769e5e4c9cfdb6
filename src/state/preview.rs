//! An admin looking at the pages as another role. It lives only as long as the page: a reload ends it.

use leptos::prelude::*;
use uuid::Uuid;

use crate::domain::lens::Lens;
use crate::domain::role::Role;

/// As whom the pages are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Looking {
    pub role: Role,
    /// Whose portal, when looking as a client.
    pub client: Option<Uuid>,
}

/// The present preview, as a context.
#[derive(Clone, Copy)]
pub struct Preview(RwSignal<Option<Looking>>);

/// The preview of this page.
pub fn use_preview() -> Preview {
    expect_context()
}

impl Preview {
    /// Nobody looks as somebody else yet.
    pub fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// Begins to look as another role.
    pub fn start(self, looking: Looking) {
        self.0.set(Some(looking));
    }

    /// Back to one's own eyes.
    pub fn stop(self) {
        self.0.set(None);
    }

    /// As whom, tracked.
    pub fn looking(self) -> Option<Looking> {
        self.0.get()
    }

    /// The eyes of a person of this role, tracked; a role that may not preview has only its own.
    pub fn lens(self, role: Role) -> Lens {
        self.looking().and_then(|looking| Lens::preview(role, looking.role)).unwrap_or(Lens::own(role))
    }
}

impl Default for Preview {
    fn default() -> Self {
        Self::new()
    }
}
