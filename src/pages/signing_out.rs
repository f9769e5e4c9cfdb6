//! Signing out leaves nothing of a person in the browser, so drafts go as well: where there are some, it asks first.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use crate::components::modal::{Modal, close};
use crate::domain::gather::gather;
use crate::erased::live;
use crate::state::drafts::Drafts;
use crate::state::session::{SessionState, use_session};

/// The way out, as a context.
#[derive(Clone, Copy)]
pub struct SigningOut {
    session: SessionState,
    asks: RwSignal<bool>,
}

/// The way out of this page.
pub fn use_signing_out() -> SigningOut {
    expect_context()
}

impl SigningOut {
    /// Made once, by the frame around the pages.
    pub fn new() -> Self {
        Self { session: use_session(), asks: RwSignal::new(false) }
    }

    /// Signs out, or asks when something typed would be lost.
    pub fn begin(self) {
        if untrack(|| self.drafts()).is_empty() { self.finish() } else { self.asks.set(true) }
    }

    /// Draws the question.
    pub fn question(self) -> AnyView {
        let titles = move || {
            let drafts = self.drafts();
            drafts.into_iter().map(|title| view! { <li>{title}</li> }).collect_view()
        };
        view! {
            <Modal open=self.asks class="dialog" label="Sign out?">
                <h2 class="dialog__title">"Sign out and throw away what is not saved?"</h2>
                <div class="dialog__body">
                    <p>"Nothing of yours stays in this browser after you sign out. Not saved yet:"</p>
                    <ul class="ask__list">{live(titles)}</ul>
                </div>
                <div class="dialog__actions">
                    <button type="button" class="button" data-primary="" autofocus=true on:click=move |_| close()>"Stay"</button>
                    <button type="button" class="button" data-danger="" on:click=move |_| {
                        close();
                        self.finish();
                    }>"Sign out"</button>
                </div>
            </Modal>
        }
        .into_any()
    }

    fn finish(self) {
        if let Some(person) = untrack(|| self.session.person()) {
            Drafts::of(&person.user_id).wipe();
        }
        spawn_local(self.session.sign_out());
    }

    /// What to call the person's drafts.
    fn drafts(self) -> Vec<String> {
        let person = self.session.person();
        let all = person.map(|person| Drafts::of(&person.user_id).all()).unwrap_or_default();
        // A save that waits and what was typed since are one client's.
        let titles: BTreeMap<Uuid, String> = gather(all.into_iter().map(|kept| (kept.id, kept.title)));
        titles.into_values().collect()
    }
}

impl Default for SigningOut {
    fn default() -> Self {
        Self::new()
    }
}
