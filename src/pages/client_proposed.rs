//! On a record's page: what its client wants changed, for whoever decides on it.

use leptos::prelude::*;
use uuid::Uuid;

use super::client::ClientPage;
use crate::domain::permission::creates;
use crate::erased::live;
use crate::state::proposals::{use_proposals, waiting_of};

/// Draws the way to the proposal; nothing where none waits.
pub fn proposed_note(page: ClientPage, id: Uuid) -> AnyView {
    let proposals = use_proposals();
    live(move || {
        let waiting = proposals.waiting()?;
        let proposal = waiting_of(&waiting, id).filter(|_| creates(page.lens.shown()))?;
        Some(view! {
            <div class="note" data-kind="resumed" role="status">
                <p class="note__text">"A change is proposed: this client wants something in their record changed."</p>
                <a class="button" href=format!("/admin/proposals/{proposal}")>"Look at the proposal"</a>
            </div>
        })
    })
}
