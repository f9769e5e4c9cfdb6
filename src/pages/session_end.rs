//! What covers a page whose session has ended by itself: the way to sign in again. The page below stays as it is.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};

use super::sign_in::steps;
use crate::api::person::Person;
use crate::components::here;
use crate::erased::{effect, live};
use crate::state::notices::use_notices;
use crate::state::session::use_session;
use crate::state::store::is_shared;

/// Opens over the page when the session ends, and closes when the same person is back.
#[component]
pub fn SessionEnd() -> impl IntoView {
    let session = use_session();
    let dialog = NodeRef::<html::Dialog>::new();
    let place = StoredValue::new_local(None::<Place>);
    effect(move || {
        let ended = session.ended().is_some();
        let Some(dialog) = dialog.get() else { return };
        if ended && !dialog.open() {
            place.set_value(Some(Place::present()));
            // Older browsers do not know this one: there, it opens again.
            let _unknown = dialog.set_attribute("closedby", "none");
            let _open_already = dialog.show_modal();
        } else if !ended && dialog.open() {
            dialog.close();
            place.with_value(|place| place.iter().for_each(Place::give_back));
        }
    });
    say_changed_role();
    let open_again = move |_| {
        if let Some(dialog) = dialog.get_untracked().filter(|_| untrack(|| session.ended()).is_some()) {
            let _open_already = dialog.show_modal();
        }
    };
    view! {
        <dialog class="dialog session-end" aria-labelledby="session-end" node_ref=dialog
            on:close=open_again on:keydown=|event| event.stop_propagation()>
            {live(move || session.ended().map(again))}
        </dialog>
    }
}

fn again(person: Person) -> AnyView {
    let session = use_session();
    let named = (!person.name.is_empty()).then(|| format!(" ({})", person.email));
    // This page waits where it is; the one that the link opens need not show it a second time.
    let next = Memo::new(|_| "/".to_owned());
    view! {
        <h2 class="dialog__title" id="session-end">"Your session has ended"</h2>
        <div class="dialog__body">
            <p class="session-end__text">
                "You were signed in as " <strong>{person.title().to_owned()}</strong> {named}
                ". Sign in again to go on: this page is still here, with everything you typed."
            </p>
            {steps(next, person.email, RwSignal::new(is_shared()), false)}
        </div>
        <div class="dialog__actions">
            <button type="button" class="button" data-quiet="" on:click=move |_| session.leave()>"Leave this page"</button>
        </div>
    }
    .into_any()
}

/// Whose rights have changed since is told why the page was drawn anew.
fn say_changed_role() {
    let session = use_session();
    let notices = use_notices();
    let seen = StoredValue::new(None::<Person>);
    effect(move || {
        let Some(person) = session.person() else { return };
        let before = seen.try_update_value(|seen| seen.replace(person.clone())).flatten();
        let Some(role) = person.role else { return };
        if before.is_some_and(|before| before.user_id == person.user_id && before.role != person.role) {
            notices.happened(format!("Your role is now {role}. The page shows what that role sees."));
        }
    });
}

/// Where the focus was.
struct Place {
    /// The element, and what it stands in: an editor in a cell is gone when the focus has left it.
    elements: Vec<HtmlElement>,
    /// What was marked in it, where it holds text; the browser forgets that.
    marked: Option<(u32, u32)>,
}

impl Place {
    fn present() -> Self {
        let active = here::active();
        let around = std::iter::successors(active, |element| element.parent_element());
        let elements: Vec<HtmlElement> = around.filter_map(|element| element.dyn_into().ok()).collect();
        let marked = elements.first().and_then(|element| {
            let input = text_input(element)?;
            input.selection_start().ok()?.zip(input.selection_end().ok()?)
        });
        Self { elements, marked }
    }

    /// The focus goes back there, or as near as can be.
    fn give_back(&self) {
        for element in &self.elements {
            if !here::is_lost() {
                break;
            }
            let _unmoved = element.focus();
        }
        if let (Some((start, end)), Some(input)) = (self.marked, self.elements.first().and_then(text_input)) {
            let _no_text = input.set_selection_range(start, end);
        }
    }
}

/// A text area answers to the same names as an input, which is all that is asked of it.
fn text_input(element: &HtmlElement) -> Option<&HtmlInputElement> {
    matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA").then(|| element.unchecked_ref())
}
