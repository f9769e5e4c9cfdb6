//! Signing out leaves nothing of a person in the browser, so drafts go as well: where there are some, it asks first.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::api::person::Person;
use crate::components::modal::{Modal, close};
use crate::components::popover::close_around;
use crate::domain::gather::gather;
use crate::erased::live;
use crate::state::drafts::Drafts;
use crate::state::notices::{Notices, use_notices};
use crate::state::session::{SessionState, use_session};

/// The way out, as a context.
#[derive(Clone, Copy)]
pub struct SigningOut {
    session: SessionState,
    notices: Notices,
    asks: RwSignal<bool>,
    everywhere: StoredValue<bool>,
}

/// The way out of this page.
pub fn use_signing_out() -> SigningOut {
    expect_context()
}

impl SigningOut {
    /// Made once, by the frame around the pages.
    pub fn new() -> Self {
        Self {
            session: use_session(),
            notices: use_notices(),
            asks: RwSignal::new(false),
            everywhere: StoredValue::new(false),
        }
    }

    /// Signs out here or everywhere, or asks when something typed would be lost.
    pub fn begin(self, everywhere: bool) {
        self.everywhere.set_value(everywhere);
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
        if !self.everywhere.get_value() {
            return self.session.sign_out();
        }
        spawn_local(async move {
            if let Err(failure) = self.session.sign_out_everywhere().await {
                self.notices.happened(format!("Not signed out, neither here nor elsewhere. {failure}"));
            }
        });
    }

    /// What is behind the person's name: who is signed in, and the way out of every browser.
    pub fn account(self, person: &Person) -> AnyView {
        let role = person.role.filter(|role| role.is_agency()).map(|role| format!(", {role}"));
        view! {
            <div class="account">
                <p class="account__text">"Signed in as " <strong>{person.email.clone()}</strong> {role}</p>
                <button type="button" class="button" on:click=move |event| {
                    if let Some(button) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
                        close_around(&button);
                    }
                    self.begin(true);
                }>"Sign out everywhere"</button>
                <p class="account__text">"Ends your sign-in in every browser and on every device, this one included."</p>
            </div>
        }
        .into_any()
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
