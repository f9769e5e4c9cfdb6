//! The rows of the list. A row is drawn anew only when something of its own changes.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use uuid::Uuid;

use super::cell_editor::CellEditor;
use super::format::{relative_text, short_text, value_text};
use crate::domain::edits::Edits;
use crate::domain::field::{Field, Kind};
use crate::domain::record::{Cell, Record};
use crate::domain::selection::Selection;
use crate::domain::value::Value;

/// The agency's people by their identity.
pub type Names = Arc<BTreeMap<Uuid, String>>;

/// The cell that is being edited.
#[derive(Clone, Debug, PartialEq)]
pub struct Editing {
    pub id: Uuid,
    pub field: Field,
    /// Why the last try was refused.
    pub refusal: Option<String>,
}

/// What the rows look at.
#[derive(Clone, Copy)]
pub struct RowSignals {
    /// What is chosen.
    pub selection: Signal<Selection>,
    /// What waits to be saved.
    pub edits: Signal<Edits>,
    /// The cell that is being edited.
    pub editing: Signal<Option<Editing>>,
    /// Called with what was typed into the cell that is being edited; `None` when it was given up.
    pub on_edited: Callback<Option<String>>,
}

/// Draws rows; `first` is the place of the first among all rows, from 0.
pub fn client_rows(
    rows: &[Record],
    first: usize,
    columns: &Arc<[Field]>,
    names: &Names,
    signals: RowSignals,
) -> AnyView {
    let row = |(place, record): (usize, &Record)| row(record.clone(), first + place, columns, names, signals);
    rows.iter().enumerate().map(row).collect_view().into_any()
}

/// What a row shows beside its record. Whether it is chosen is not in here: choosing a row must not draw it anew, because
/// the focus is in it.
#[derive(Clone, Debug, Default, PartialEq)]
struct Now {
    editing: Option<Editing>,
    typed: Vec<(Field, String)>,
}

fn row(record: Record, place: usize, columns: &Arc<[Field]>, names: &Names, signals: RowSignals) -> AnyView {
    let Some(id) = record.id() else { return ().into_any() };
    let now = Memo::new(move |_| Now {
        editing: signals.editing.read().clone().filter(|editing| editing.id == id),
        typed: signals.edits.with(|edits| {
            let texts = edits.get(id).map(|edit| &edit.texts);
            texts.into_iter().flatten().map(|(field, text)| (*field, text.clone())).collect()
        }),
    });
    let (columns, names) = (Arc::clone(columns), Arc::clone(names));
    let title = record.title();
    let chosen = Memo::new(move |_| signals.selection.read().contains(id));
    let named = title.clone();
    let cells = move || {
        let now = now.get();
        let shown = with_edits(&record, &now.typed);
        let cells = columns.iter().enumerate().map(|(column, field)| {
            let editing = now.editing.as_ref().filter(|editing| editing.field == *field);
            let waits = now.typed.iter().any(|(other, _)| other == field);
            let content = match editing {
                Some(editing) => view! {
                    <CellEditor field=*field text=shown.text(*field) names=Arc::clone(&names)
                        refusal=editing.refusal.clone() on_edited=signals.on_edited/>
                }
                .into_any(),
                None if column == 0 => link(&shown, id, place == 0),
                None => cell(&shown, *field, &names),
            };
            let tab = (editing.is_none() && column > 0).then_some("-1");
            view! {
                <td role="gridcell" data-field=field.key() data-label=field.label() tabindex=tab
                    data-waits=waits.then_some("")>{content}</td>
            }
        });
        cells.collect_view()
    };
    view! {
        <tr role="row" data-id=id.to_string() aria-rowindex=(place + 2).to_string() aria-selected=move || chosen.get().to_string()>
            <td role="gridcell" class="client-table__pick">
                <input type="checkbox" class="check" tabindex="-1" aria-label=format!("Select {named}")
                    prop:checked=move || chosen.get()/>
            </td>
            {cells}
            <td role="gridcell" class="client-table__acts">
                <button type="button" class="client-table__more" tabindex="-1" aria-haspopup="menu"
                    aria-label=format!("Actions for {title}")>"⋯"</button>
            </td>
        </tr>
    }
    .into_any()
}

fn with_edits(record: &Record, typed: &[(Field, String)]) -> Record {
    typed.iter().fold(record.clone(), |record, (field, text)| match Value::from_text(field.kind(), text) {
        Ok(value) => record.with(*field, value),
        Err(_) => record,
    })
}

/// The first column may be empty: the row's link is the first thing there is to call the client.
fn link(record: &Record, id: Uuid, tab_stop: bool) -> AnyView {
    let tab = if tab_stop { "0" } else { "-1" };
    view! { <a class="client-table__link" href=format!("/admin/clients/{id}") tabindex=tab>{record.title()}</a> }
        .into_any()
}

fn cell(record: &Record, field: Field, names: &Names) -> AnyView {
    let name_of = |id: Uuid| names.get(&id).cloned();
    match (field.kind(), record.cell(field)) {
        (_, Cell::Empty) => view! { <span class="empty">"–"</span> }.into_any(),
        (_, Cell::Restricted) => view! { <span class="restricted">"Restricted"</span> }.into_any(),
        (Kind::Choice(_), Cell::Filled(value)) => {
            view! { <span class="badge" data-word=value.to_text()>{record.label(field)}</span> }.into_any()
        }
        (_, Cell::Filled(Value::Instant(moment))) => {
            let (iso, exact) = (moment.to_string(), value_text(record, field, &name_of));
            view! { <time datetime=iso title=exact>{relative_text(*moment)}</time> }.into_any()
        }
        _ => short_text(record, field, &name_of).into_any(),
    }
}
