//! What is done to a client at a press: a contact, another status, another manager, the archive.

use leptos::prelude::*;
use uuid::Uuid;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlSelectElement};

use super::popover::{Popover, close_around};
use crate::domain::choice::{STATUS, choice_from_wire};
use crate::erased::live;

/// What was chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Act {
    LogContact,
    Status(&'static str),
    Assign(Option<Uuid>),
    Archive,
    Restore,
}

/// What of it the person may do here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rights {
    pub contact: bool,
    pub status: bool,
    pub manager: bool,
    /// See the client's portal.
    pub portal: bool,
    /// Open the form.
    pub edit: bool,
}

/// Draws the buttons. `status` and `manager` are what the record has now, as on the wire; `people` may manage clients, in order;
/// `busy` says that a press is being saved.
pub fn quick_actions(
    rights: Rights,
    status: Signal<String>,
    manager: Signal<String>,
    people: Vec<(String, String)>,
    busy: Signal<bool>,
    on_act: Callback<Act>,
) -> AnyView {
    let waits = move || busy.get().then_some("true");
    let contact = rights.contact.then(|| {
        view! {
            <button type="button" class="button" aria-disabled=waits on:click=move |_| on_act.run(Act::LogContact)>"Log contact"</button>
        }
        .into_any()
    });
    let status_of = move || choice_from_wire(&STATUS, &status.read()).map_or("none", |choice| choice.label);
    let states = rights.status.then(|| {
        let label = Signal::derive(move || format!("Status: {}", status_of()));
        view! { <Popover label>{states(status, on_act)}</Popover> }.into_any()
    });
    let archive = rights.status.then(|| {
        let archived = move || *status.read() == "cancelled";
        let press = move |_| on_act.run(if untrack(archived) { Act::Restore } else { Act::Archive });
        view! {
            <button type="button" class="button" aria-disabled=waits on:click=press>
                {live(move || if archived() { "Restore" } else { "Archive" })}
            </button>
        }
        .into_any()
    });
    let assign = rights.manager.then(|| {
        let people = StoredValue::new(people);
        let label = Signal::stored("Assign".to_owned());
        view! { <div class="quick__assign"><Popover label>{assign(manager, people, on_act)}</Popover></div> }.into_any()
    });
    view! { {contact} {states} {assign} {archive} }.into_any()
}

fn states(status: Signal<String>, on_act: Callback<Act>) -> AnyView {
    let now = status.get_untracked();
    let state = |choice: &'static crate::domain::choice::Choice| {
        let chosen = (choice.wire == now).to_string();
        view! { <button type="button" class="menu__item" data-word=choice.wire aria-pressed=chosen>{choice.label}</button> }.into_any()
    };
    let press = move |event: leptos::ev::MouseEvent| {
        let button = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let Some(button) = button.and_then(|target| target.closest("button").ok().flatten()) else { return };
        let word = button.get_attribute("data-word").unwrap_or_default();
        close_around(&button);
        if let Some(choice) = choice_from_wire(&STATUS, &word).filter(|choice| choice.wire != status.get_untracked()) {
            on_act.run(Act::Status(choice.wire));
        }
    };
    view! {
        <div class="quick__states" role="group" aria-label="Status" on:click=press>{STATUS.iter().map(state).collect::<Vec<_>>()}</div>
    }
    .into_any()
}

fn assign(manager: Signal<String>, people: StoredValue<Vec<(String, String)>>, on_act: Callback<Act>) -> AnyView {
    let now = manager.get_untracked();
    let option =
        |(id, name): (String, String)| view! { <option value=id.clone() selected=id == now>{name}</option> }.into_any();
    let press = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let form = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let Some(form) = form else { return };
        let select = form.query_selector("select").ok().flatten();
        let Some(select) = select.and_then(|select| select.dyn_into::<HtmlSelectElement>().ok()) else { return };
        close_around(&form);
        let chosen = select.value();
        if chosen != manager.get_untracked() {
            on_act.run(Act::Assign(chosen.parse().ok()));
        }
    };
    view! {
        <form class="quick__form" on:submit=press>
            <label class="field">
                <span class="field__label">"Manager"</span>
                <select class="input">
                    <option value="" selected=now.is_empty()>"Nobody"</option>
                    {people.get_value().into_iter().map(option).collect::<Vec<_>>()}
                </select>
            </label>
            <button type="submit" class="button" data-primary="">"Assign"</button>
        </form>
    }
    .into_any()
}
