//! Writing the list's rows into the document by hand: a row is copied from a template, and what it says is filled in.
//!
//! A view per cell would be shorter. It took seven times as long as a page written by hand (`cargo xtask bench`), because
//! each of some thirty attributes of a row is then a call of its own, and a list is drawn at every press.

use uuid::Uuid;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

use super::client_rows::Names;
use super::dom::{add, make, set};
use super::format::{relative_text, short_text, value_text};
use crate::domain::edits::Edit;
use crate::domain::field::{Field, Kind};
use crate::domain::record::{Cell, Record};
use crate::domain::value::Value;

/// Draws rows of the same columns.
pub struct Painter {
    columns: Vec<Field>,
    template: Element,
}

impl Painter {
    /// Prepares the template of a row with these columns; `None` where the browser makes no elements.
    pub fn new(columns: &[Field]) -> Option<Self> {
        let template = make("tr", &[("role", "row")])?;
        let pick = make("td", &[("role", "gridcell"), ("class", "client-table__pick")])?;
        add(&pick, &make("input", &[("type", "checkbox"), ("class", "check"), ("tabindex", "-1")])?);
        add(&template, &pick);
        for (place, field) in columns.iter().enumerate() {
            let cell = make("td", &[("role", "gridcell"), ("data-field", field.key()), ("data-label", field.label())])?;
            if place > 0 {
                set(&cell, "tabindex", "-1");
            }
            add(&cell, &content(*field, place == 0)?);
            add(&template, &cell);
        }
        let acts = make("td", &[("role", "gridcell"), ("class", "client-table__acts")])?;
        let more = [("type", "button"), ("class", "client-table__more"), ("tabindex", "-1"), ("aria-haspopup", "menu")];
        let more = make("button", &more)?;
        more.set_text_content(Some("⋯"));
        add(&acts, &more);
        add(&template, &acts);
        Some(Self { columns: columns.to_vec(), template })
    }

    /// Whether it draws these columns.
    pub fn draws(&self, columns: &[Field]) -> bool {
        self.columns == columns
    }

    /// Brings the body to so many rows. Those that stay keep the focus that is in them.
    pub fn fit(&self, body: &Element, rows: usize) {
        let present = usize::try_from(body.child_element_count()).unwrap_or(usize::MAX);
        for _ in rows..present {
            if let Some(last) = body.last_element_child() {
                last.remove();
            }
        }
        for _ in present..rows {
            if let Ok(row) = self.template.clone_node_with_deep(true) {
                let _always = body.append_child(&row);
            }
        }
    }

    /// Fills a row in; `place` is its place among all rows, from 0.
    pub fn fill(&self, row: &Element, record: &Record, edit: Option<&Edit>, place: usize, names: &Names) -> Option<()> {
        let id = record.id()?;
        let shown = edit.map(|edit| with_edit(record, edit));
        let shown = shown.as_ref().unwrap_or(record);
        let title = record.title();
        set(row, "data-id", &id.to_string());
        set(row, "aria-rowindex", &(place + 2).to_string());
        let mut cell = row.first_element_child()?;
        set(&cell.first_element_child()?, "aria-label", &format!("Select {title}"));
        for (column, field) in self.columns.iter().enumerate() {
            cell = cell.next_element_sibling()?;
            let waits = edit.is_some_and(|edit| edit.texts.contains_key(field));
            if waits != cell.has_attribute("data-waits") {
                let _always = cell.toggle_attribute_with_force("data-waits", waits);
            }
            let inside = cell.first_element_child().filter(|inside| inside.class_name() != "cell-editor");
            let Some(inside) = inside else { continue };
            if column == 0 {
                // The first column may be empty: the row's link is the first thing there is to call the client.
                set(&inside, "href", &format!("/admin/clients/{id}"));
                inside.set_text_content(Some(&shown.title()));
            } else {
                fill_cell(&inside, shown, *field, names);
            }
        }
        let more = cell.next_element_sibling()?.first_element_child()?;
        set(&more, "aria-label", &format!("Actions for {title}"));
        Some(())
    }

    /// Puts an empty content back into a cell from which an editor has gone.
    pub fn restore(&self, cell: &Element, field: Field) {
        cell.set_text_content(None);
        if let Some(content) = content(field, self.columns.first() == Some(&field)) {
            add(cell, &content);
        }
    }
}

/// Marks a row as chosen or not.
pub fn mark(row: &Element, chosen: bool) {
    set(row, "aria-selected", if chosen { "true" } else { "false" });
    let check = row.first_element_child().and_then(|cell| cell.first_element_child());
    if let Some(check) = check.and_then(|check| check.dyn_into::<HtmlInputElement>().ok()) {
        check.set_checked(chosen);
    }
}

/// The client a row shows.
pub fn row_id(row: &Element) -> Option<Uuid> {
    row.get_attribute("data-id")?.parse().ok()
}

fn with_edit(record: &Record, edit: &Edit) -> Record {
    edit.texts.iter().fold(record.clone(), |record, (field, text)| match Value::from_text(field.kind(), text) {
        Ok(value) => record.with(*field, value),
        Err(_) => record,
    })
}

fn content(field: Field, first: bool) -> Option<Element> {
    match field.kind() {
        _ if first => make("a", &[("class", "client-table__link"), ("tabindex", "-1")]),
        Kind::Instant { .. } => make("time", &[]),
        _ => make("span", &[]),
    }
}

fn fill_cell(inside: &Element, record: &Record, field: Field, names: &Names) {
    let name_of = |id: Uuid| names.get(&id).cloned();
    let (class, text) = match (field.kind(), record.cell(field)) {
        (_, Cell::Empty) => ("empty", "–".to_owned()),
        (_, Cell::Restricted) => ("restricted", "Restricted".to_owned()),
        (Kind::Choice(_), Cell::Filled(value)) => {
            set(inside, "data-word", &value.to_text());
            ("badge", record.label(field))
        }
        (_, Cell::Filled(Value::Instant(moment))) => {
            set(inside, "datetime", &moment.to_string());
            set(inside, "title", &value_text(record, field, &name_of));
            ("", relative_text(*moment))
        }
        _ => ("", short_text(record, field, &name_of)),
    };
    inside.set_class_name(class);
    inside.set_text_content(Some(&text));
}
