//! On a record's page: its client wants something changed, for whoever decides on it.

use leptos::prelude::*;
use uuid::Uuid;

use super::client::ClientPage;
use crate::domain::permission::creates;
use crate::erased::live;
use crate::state::proposals::{use_proposals, waiting_of};

/// Draws the way to the proposal; nothing where none waits. It stands beside the name, because it is known a moment later
/// and nothing that somebody reads may move.
pub fn proposed(page: ClientPage, id: Uuid) -> AnyView {
    let proposals = use_proposals();
    live(move || {
        let proposal = waiting_of(&proposals.waiting()?, id).filter(|_| creates(page.lens.shown()))?;
        let href = format!("/admin/proposals/{proposal}");
        Some(view! { <a class="badge proposals__way" data-outcome="waiting" href=href>"A change is proposed"</a> })
    })
}
