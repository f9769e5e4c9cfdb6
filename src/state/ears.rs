//! What the page that our tags stand on hears of what happens in them. In the application nobody listens.

use leptos::prelude::*;
use uuid::Uuid;

use crate::domain::field::Field;

/// Whom to tell, as a context of a tag.
#[derive(Clone, Copy)]
pub struct Ears {
    /// A client was saved; whether it is new.
    pub saved: Callback<(Uuid, bool)>,
    /// These fields of a client are about to be saved, as it is asked for; `false` keeps them from it.
    pub before_save: Callback<(Uuid, Vec<Field>), bool>,
}

/// Who listens to this view.
pub fn ears() -> Option<Ears> {
    use_context()
}
