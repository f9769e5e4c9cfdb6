//! The rows of the list, kept in step with what they show.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::html;
use leptos::mount::mount_to;
use leptos::prelude::*;
use uuid::Uuid;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::cell_editor::CellEditor;
use super::grid_keys::keep_tab_stop;
use super::row_paint::{Painter, row_id};
use crate::domain::edits::Edits;
use crate::domain::field::Field;
use crate::domain::gather::in_order;
use crate::domain::record::Record;
use crate::domain::selection::Selection;
use crate::erased::effect;

/// The agency's people by their identity.
pub type Names = Arc<BTreeMap<Uuid, String>>;

/// The same by name, whatever its case: the choices of a list.
pub fn by_name(names: &BTreeMap<Uuid, String>) -> Vec<(String, String)> {
    in_order(names.iter().map(|(id, name)| (id.to_string(), name.clone())), |(_, name)| name.to_lowercase())
}

/// The cell that is being edited.
#[derive(Clone, Debug, PartialEq)]
pub struct Editing {
    pub id: Uuid,
    pub field: Field,
    /// Why the last try was refused.
    pub refusal: Option<String>,
}

/// Rows to draw.
#[derive(Clone)]
pub struct Rows {
    pub records: Arc<[Record]>,
    /// The place of the first among all rows, from 0.
    pub first: usize,
    pub columns: Arc<[Field]>,
}

/// What the rows look at.
#[derive(Clone, Copy)]
pub struct RowSignals {
    /// The agency's people.
    pub names: Signal<Names>,
    /// What is chosen.
    pub selection: Signal<Selection>,
    /// What waits to be saved.
    pub edits: Signal<Edits>,
    /// The cell that is being edited.
    pub editing: Signal<Option<Editing>>,
    /// Called with what was typed into the cell that is being edited; `None` when it was given up.
    pub on_edited: Callback<Option<String>>,
}

/// Draws the rows.
#[component]
pub fn ClientRows(
    /// Which rows; `None` while there are none.
    #[prop(into)]
    rows: Signal<Option<Rows>>,
    /// What they look at.
    signals: RowSignals,
) -> impl IntoView {
    let body = NodeRef::<html::Tbody>::new();
    let board = Board { body, rows, signals, painter: StoredValue::new_local(None) };
    // Counts the paintings: what is chosen and what is edited is told to the rows after each.
    let paintings = RwSignal::new(0_u32);
    effect(move || {
        body.track();
        rows.track();
        signals.names.track();
        signals.edits.track();
        board.paint();
        paintings.update(|paintings| *paintings = paintings.wrapping_add(1));
    });
    effect(move || {
        paintings.track();
        signals.selection.with(|selection| board.mark(selection));
    });
    let refusal = RwSignal::new(None);
    // Made here, because what an effect makes goes when it runs again, and the editor stays.
    let refusals = refusal.into();
    Effect::new(move |open: Option<Option<Open>>| {
        paintings.track();
        let editing = signals.editing.get();
        refusal.set(editing.as_ref().and_then(|editing| editing.refusal.clone()));
        let wanted = editing.and_then(|editing| Some((board.cell(&editing)?, editing.field)));
        let open = open.flatten();
        if open.as_ref().map(|open| &open.cell) == wanted.as_ref().map(|(cell, _)| cell) {
            return open;
        }
        if let Some(open) = open {
            board.close(open);
        }
        wanted.and_then(|(cell, field)| board.open(cell, field, refusals))
    });
    view! { <tbody role="rowgroup" node_ref=body></tbody> }
}

/// An editor in its cell.
struct Open {
    cell: Element,
    /// Takes the editor out of the document when dropped.
    handle: Box<dyn Any>,
}

/// The rows in the document and what they are drawn from.
#[derive(Clone, Copy)]
struct Board {
    body: NodeRef<html::Tbody>,
    rows: Signal<Option<Rows>>,
    signals: RowSignals,
    painter: StoredValue<Option<Painter>, LocalStorage>,
}

impl Board {
    fn paint(self) {
        let (Some(body), Some(rows)) = (self.body.get_untracked(), self.rows.get_untracked()) else { return };
        self.painter.update_value(|painter| {
            if !painter.as_ref().is_some_and(|painter| painter.draws(&rows.columns)) {
                body.set_text_content(None);
                *painter = Painter::new(&rows.columns);
            }
            let Some(painter) = painter else { return };
            painter.fit(&body, rows.records.len());
            for (index, record) in rows.records.iter().enumerate() {
                self.fill(painter, index, record, rows.first);
            }
        });
        keep_tab_stop(&body);
    }

    fn fill(self, painter: &mut Painter, index: usize, record: &Record, first: usize) {
        self.signals.names.with_untracked(|names| {
            self.signals.edits.with_untracked(|edits| {
                let edit = record.id().and_then(|id| edits.get(id));
                painter.fill(index, record, edit, first + index, names);
            });
        });
    }

    fn mark(self, selection: &Selection) {
        self.painter.update_value(|painter| {
            if let Some(painter) = painter {
                painter.mark(selection);
            }
        });
    }

    fn cell(self, editing: &Editing) -> Option<Element> {
        let selector = format!("tr[data-id='{}'] td[data-field='{}']", editing.id, editing.field.key());
        self.body.get_untracked()?.query_selector(&selector).ok()?
    }

    /// The record that a cell belongs to.
    fn record(self, cell: &Element) -> Option<Record> {
        let id = row_id(&cell.parent_element()?);
        self.rows.get_untracked()?.records.iter().find(|record| record.id() == id).cloned()
    }

    fn open(self, cell: Element, field: Field, refusal: Signal<Option<String>>) -> Option<Open> {
        let record = self.record(&cell)?;
        let typed = self.signals.edits.with_untracked(|edits| edits.text(record.id()?, field).map(str::to_owned));
        let text = typed.unwrap_or_else(|| record.text(field));
        let (names, on_edited) = (self.signals.names.get_untracked(), self.signals.on_edited);
        cell.set_text_content(None);
        let place: HtmlElement = cell.clone().dyn_into().ok()?;
        let handle = mount_to(place, move || view! { <CellEditor field text names refusal on_edited/> }.into_any());
        Some(Open { cell, handle: Box::new(handle) })
    }

    fn close(self, Open { cell, handle }: Open) {
        drop(handle);
        self.painter.with_value(|painter| {
            if let Some(painter) = painter {
                painter.restore(&cell);
            }
        });
    }
}
