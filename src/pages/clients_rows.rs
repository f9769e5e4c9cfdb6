//! What people do to the rows of the list: choose, edit in place, and what a row's menu offers.

use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::client::opens_form;
use super::row_links::suffix;
use crate::api::origin::client_address;
use crate::api::person::Person;
use crate::components::cell_editor::fits_a_cell;
use crate::components::client_rows::{Editing, Names, RowSignals};
use crate::components::format::now;
use crate::components::grid_keys::{Act, focus_cell};
use crate::components::here;
use crate::components::row_menu::{Choice, OpenMenu};
use crate::domain::draft::Context;
use crate::domain::edits::Edits;
use crate::domain::field::Field;
use crate::domain::lens::Lens;
use crate::domain::permission::{edits_field, relation};
use crate::domain::record::Record;
use crate::domain::value::Value;
use crate::state::list::ClientList;
use crate::state::notices::use_notices;
use crate::state::pending::use_pending;
use crate::state::route::use_route;
use crate::state::undo::use_undo;
use crate::state::write::set_field;

/// What the rows show of it, and whom they tell.
#[derive(Clone, Copy)]
pub struct RowActions {
    pub signals: RowSignals,
    /// What waits to be saved.
    pub edits: Signal<Edits>,
    /// Whether it is being saved.
    pub saving: Signal<bool>,
    /// The row menu that is open.
    pub menu: Signal<Option<OpenMenu>>,
    pub on_act: Callback<Act>,
    pub on_choose: Callback<Option<Choice>>,
    pub on_save: Callback<()>,
    pub on_drop: Callback<(Uuid, Field)>,
    pub on_drop_all: Callback<()>,
}

/// Joins the rows with the list's state.
pub fn row_actions(list: ClientList, lens: Lens, person: Person, names: Signal<Names>) -> RowActions {
    let pending = use_pending();
    let notices = use_notices();
    let undo = use_undo();
    let route = use_route();
    let role = lens.shown();
    let editing = RwSignal::new(None::<Editing>);
    let saving = RwSignal::new(false);
    let menu = RwSignal::new(None::<OpenMenu>);
    let person = StoredValue::new(person);
    let may_change = move |record: &Record, field: Field| {
        let relation = person.with_value(|person| relation(record, &person.user_id));
        !lens.is_preview() && edits_field(role, relation, field) && fits_a_cell(field.kind())
    };
    let may_open_form =
        move |record: &Record| !lens.is_preview() && person.with_value(|person| opens_form(lens, record, person));
    let on_act = Callback::new(move |act| match act {
        Act::Select { id, chosen, range } => list.select_row(id, chosen, range),
        Act::SelectShown(chosen) => list.select_shown(chosen),
        Act::Edit { id, field, open } => {
            let Some(record) = list.record(id) else { return };
            if may_change(&record, field) {
                editing.set(Some(Editing { id, field, refusal: None }));
            } else if open {
                route.go(&client_address(id, &suffix(route)));
            }
        }
        Act::Menu { id, left, top } => {
            let open = |record: Record| OpenMenu { editable: may_open_form(&record), record, left, top };
            menu.set(list.record(id).map(open));
        }
    });
    let on_edited = Callback::new(move |typed: Option<String>| {
        // The editor reports once more when it goes.
        let Some(Editing { id, field, .. }) = editing.get_untracked() else { return };
        let refusal = typed.and_then(|text| {
            let record = list.record(id)?;
            let context = Context { role, now: now(), base: Some(&record) };
            pending.put(field, &text, context)
        });
        match refusal {
            Some((other, reason)) => {
                let text = if other == field { reason.to_string() } else { format!("{}: {reason}", other.label()) };
                editing.set(Some(Editing { id, field, refusal: Some(text) }));
            }
            None => {
                editing.set(None);
                request_animation_frame(move || back_to(id, field));
            }
        }
    });
    let on_save = Callback::new(move |()| {
        let Some(writer) = lens.writer() else { return };
        if saving.get_untracked() {
            return;
        }
        saving.set(true);
        spawn_local(async move {
            let saved = pending.save(list.clients, writer).await;
            saving.try_set(false);
            if saved > 0 {
                notices.happened(format!("Saved {saved} {}.", if saved == 1 { "client" } else { "clients" }));
                list.answer.again();
            }
        });
    });
    let on_choose = Callback::new(move |choice: Option<Choice>| {
        let open = menu.get_untracked();
        menu.set(None);
        let (Some(choice), Some(OpenMenu { record, .. })) = (choice, open) else { return };
        let Some(id) = record.id() else { return };
        request_animation_frame(move || back_to(id, Field::CompanyName));
        let change = match choice {
            Choice::Open => return route.go(&client_address(id, &suffix(route))),
            Choice::EditForm => return route.go(&format!("/admin/clients/{id}/edit{}", suffix(route))),
            Choice::CopyEmail => {
                let email = record.text(Field::Email);
                spawn_local(async move {
                    let clipboard = window().navigator().clipboard();
                    let copied = wasm_bindgen_futures::JsFuture::from(clipboard.write_text(&email)).await;
                    notices.happened(match copied {
                        Ok(_) => format!("Copied {email}."),
                        Err(_) => format!("The browser did not let {email} be copied."),
                    });
                });
                return;
            }
            Choice::LogContact => (Field::LastContactDate, now().to_string(), "Logged a contact with"),
            Choice::Status(word) => (Field::Status, word.to_owned(), "Changed the status of"),
        };
        let Some(writer) = lens.writer() else { return };
        let (field, text, said) = change;
        let value = Value::from_text(field.kind(), &text).ok().flatten();
        spawn_local(async move {
            match set_field(list.clients, writer, record, field, value.as_ref()).await {
                Ok((before, row)) => undo.offer(format!("{said} {}.", row.title()), &before, &row, &[field]),
                Err(refused) => notices.happened(refused.text),
            }
            list.answer.again();
        });
    });
    RowActions {
        signals: RowSignals {
            names,
            selection: list.selection.into(),
            edits: pending.signal(),
            editing: editing.into(),
            on_edited,
        },
        edits: pending.signal(),
        saving: saving.into(),
        menu: menu.into(),
        on_act,
        on_choose,
        on_save,
        on_drop: Callback::new(move |(id, field)| pending.change(|edits| edits.drop_field(id, field))),
        on_drop_all: Callback::new(move |()| pending.change(|edits| *edits = Edits::default())),
    }
}

/// The focus goes back to the cell, unless the person has gone on to something else.
fn back_to(id: Uuid, field: Field) {
    if here::is_lost() {
        focus_cell(id, field);
    }
}
