//! The form of a client, drawn from the registry for a role. What is typed stays in the controls until the server has it.
//!
//! Read in this order: [`board`] is the form in the document and what happens in it, [`drawn`] its elements, [`field`]
//! draws one field, [`control`] its control, [`index`] the list of sections, [`summary`] what keeps the form from being
//! saved. Lists and objects have editors of their own at a [`spot`]: [`tags`], [`parts`], [`pairs`] and the [`tree`].

mod board;
mod control;
mod drawn;
mod field;
mod index;
mod pairs;
mod parts;
mod spot;
mod summary;
mod tags;
mod tree;

use std::rc::Rc;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use serde_json::{Map, Value as Json};
use web_sys::Element;

use super::client_rows::Names;
use super::dom::add;
use super::way::way;
use crate::domain::draft::Report;
use crate::domain::form::Sheet;
pub use crate::domain::form::{texts_for_new, texts_from_record};
use crate::domain::merge::Texts;
use crate::domain::record::Record;
use crate::domain::role::Role;
use crate::erased::{effect, live};
use board::{Board, Told};
use drawn::Drawn;
pub use drawn::forget_ahead;

/// Draws the form of a record that is about to be opened, so that it is there when it is.
pub fn draw_ahead(role: Role, record: &Record, team: &Names) {
    drawn::draw_ahead(Sheet::new(role, Some(record.clone()), texts_from_record(record, role)), team);
}

/// What a press on Save asks for.
#[derive(Clone, Debug)]
pub struct Save {
    /// The columns that differ from the base.
    pub changes: Map<String, Json>,
    /// Everything the form holds, for a merge.
    pub texts: Texts,
}

/// What tells at once what has been typed; `None` until the form is drawn.
pub type Tell = StoredValue<Option<Box<dyn Fn()>>, LocalStorage>;

/// Draws the form. It judges a field when it is left and everything on Save, and calls `on_save` only with a draft
/// that every rule accepts.
#[component]
pub fn ClientForm(
    /// Who edits.
    role: Role,
    /// The record as it was read; `None` for a new client.
    base: Option<Record>,
    /// What the controls hold at first.
    texts: Texts,
    /// The agency's people.
    team: Names,
    /// Refusals to show at their fields; the server's come in here too.
    report: RwSignal<Report>,
    /// A save is under way.
    #[prop(into)]
    saving: Signal<bool>,
    /// Nothing can be saved: somebody is only looking.
    #[prop(optional)]
    read_only: bool,
    /// Called with what is to be saved.
    on_save: Callback<Save>,
    /// Called with everything the form holds, shortly after it was typed and at once when a field is left.
    #[prop(optional)]
    on_typed: Option<Callback<Texts>>,
    /// Is given what tells `on_typed` at once what has been typed that it was not told yet.
    #[prop(optional)]
    tell: Option<Tell>,
    /// Where Cancel leads.
    #[prop(into)]
    cancel_href: String,
    /// What goes along with a form that is sent to somebody and not saved.
    #[prop(optional)]
    letter: Option<AnyView>,
) -> impl IntoView {
    let (save_word, saving_word) = if letter.is_some() { ("Send", "Sending…") } else { ("Save", "Saving…") };
    let told = Told { report, on_typed };
    let drawn = Drawn::of(Sheet::new(role, base, texts), &team);
    let board = drawn.map(|drawn| Rc::new(Board::new(drawn, told)));
    let save = {
        let board = board.clone();
        move || {
            if let Some(board) = board.as_ref().filter(|_| !saving.get_untracked())
                && let Some((changes, texts)) = board.judge_all()
            {
                on_save.run(Save { changes, texts });
            }
        }
    };
    if let Some(board) = &board {
        board::attend(board, save.clone());
        if let Some(tell) = tell {
            let board = Rc::clone(board);
            tell.set_value(Some(Box::new(move || board.tell())));
        }
        let board = Rc::clone(board);
        effect(move || board.show(&report.read()));
    }
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        save();
    };
    let draw = move |place: Element, (): ()| {
        // A form that begins again, after a conflict, is drawn into the same place.
        place.set_text_content(None);
        if let Some(board) = &board {
            add(&place, board.element());
        }
    };
    view! {
        <form class="form" novalidate=true on:submit=submit>
            <div class="form__body" use:draw=()></div>
            {letter}
            <div class="form__actions">
                <button type="submit" class="button" data-primary="" disabled=read_only aria-disabled=move || saving.get().to_string()>
                    {live(move || if saving.get() { saving_word } else { save_word })}
                </button>
                {way(cancel_href, "button", false, "Cancel")}
            </div>
        </form>
    }
}
