//! Writing the list's rows into the document by hand: a row is copied from a template, and what it says is filled in.
//!
//! A view per cell would be shorter. It took seven times as long as a page written by hand (`cargo xtask bench`), because
//! each of some thirty attributes of a row is then a call of its own, and a list is drawn at every press.

use leptos::prelude::document;
use uuid::Uuid;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, Node};

use super::client_rows::Names;
use super::dom::{add, make, set};
use super::format::{relative_text, short_text, value_text};
use super::here;
use super::way::WAY;
use crate::domain::edits::Edit;
use crate::domain::field::{Field, Kind};
use crate::domain::record::{Cell as Contents, Record};
use crate::domain::selection::Selection;
use crate::domain::value::Value;

/// Draws rows of the same columns, and remembers what each says: what stays the same is not written again.
pub struct Painter {
    columns: Vec<Field>,
    template: Element,
    rows: Vec<Row>,
}

/// A row in the document.
struct Row {
    element: Element,
    check: HtmlInputElement,
    more: Element,
    cells: Vec<Cell>,
    id: Option<Uuid>,
    title: String,
    place: Option<usize>,
    chosen: bool,
}

/// A cell of it. While an editor stands in the cell, its content waits outside the document.
struct Cell {
    element: Element,
    content: Element,
    text: Node,
    said: Said,
    waits: bool,
}

/// What a cell's content says.
#[derive(Default, PartialEq)]
struct Said {
    text: String,
    class: &'static str,
    /// The word that a badge is coloured by.
    word: Option<String>,
    /// The moment itself, and at length.
    moment: Option<(String, String)>,
}

impl Painter {
    /// Prepares the template of a row with these columns; `None` where the browser makes no elements.
    pub fn new(columns: &[Field]) -> Option<Self> {
        let template = make("tr", &[("role", "row"), ("aria-selected", "false")])?;
        let pick = make("td", &[("role", "gridcell"), ("class", "client-table__pick")])?;
        add(&pick, &make("input", &[("type", "checkbox"), ("class", "check"), ("tabindex", "-1")])?);
        add(&template, &pick);
        for (place, field) in columns.iter().enumerate() {
            let cell = make("td", &[("role", "gridcell"), ("data-field", field.key()), ("data-label", field.label())])?;
            if place > 0 {
                set(&cell, "tabindex", "-1");
            }
            let content = match field.kind() {
                _ if place == 0 && here::is_embedded() => {
                    make("button", &[("type", "button"), ("class", "client-table__link"), ("tabindex", "-1")])?
                }
                _ if place == 0 => make("a", &[("class", "client-table__link"), ("tabindex", "-1")])?,
                Kind::Instant { .. } => make("time", &[])?,
                _ => make("span", &[])?,
            };
            let _always = content.append_child(&document().create_text_node(""));
            add(&cell, &content);
            add(&template, &cell);
        }
        let acts = make("td", &[("role", "gridcell"), ("class", "client-table__acts")])?;
        let more = [("type", "button"), ("class", "client-table__more"), ("tabindex", "-1"), ("aria-haspopup", "menu")];
        let more = make("button", &more)?;
        more.set_text_content(Some("⋯"));
        add(&acts, &more);
        add(&template, &acts);
        Some(Self { columns: columns.to_vec(), template, rows: Vec::new() })
    }

    /// Whether it draws these columns.
    pub fn draws(&self, columns: &[Field]) -> bool {
        self.columns == columns
    }

    /// Brings the body to so many rows. Those that stay keep the focus that is in them.
    pub fn fit(&mut self, body: &Element, rows: usize) {
        for gone in self.rows.drain(rows.min(self.rows.len())..) {
            gone.element.remove();
        }
        while self.rows.len() < rows {
            let Some(row) = self.template.clone_node_with_deep(true).ok().and_then(Row::of) else { return };
            add(body, &row.element);
            self.rows.push(row);
        }
    }

    /// Fills in the row that stands at `index` here and at `place` among all rows, both from 0.
    pub fn fill(&mut self, index: usize, record: &Record, edit: Option<&Edit>, place: usize, names: &Names) {
        let (Some(row), Some(id)) = (self.rows.get_mut(index), record.id()) else { return };
        let shown = edit.map(|edit| with_edit(record, edit));
        let shown = shown.as_ref().unwrap_or(record);
        if row.id != Some(id) {
            row.id = Some(id);
            set(&row.element, "data-id", &id.to_string());
            if let Some(first) = row.cells.first() {
                let leads = if here::is_embedded() { WAY } else { "href" };
                set(&first.content, leads, &format!("/admin/clients/{id}"));
            }
        }
        if row.place != Some(place) {
            row.place = Some(place);
            set(&row.element, "aria-rowindex", &(place + 2).to_string());
        }
        let title = record.title();
        if row.title != title {
            set(&row.check, "aria-label", &format!("Select {title}"));
            set(&row.more, "aria-label", &format!("Actions for {title}"));
            row.title = title;
        }
        for (column, (field, cell)) in self.columns.iter().zip(&mut row.cells).enumerate() {
            // The first column may be empty: the row's link is the first thing there is to call the client.
            let said = match column {
                0 => Said { text: shown.title(), class: "client-table__link", ..Said::default() },
                _ => Said::of(shown, *field, names),
            };
            cell.say(said, edit.is_some_and(|edit| edit.texts.contains_key(field)));
        }
    }

    /// Marks each row as chosen or not.
    pub fn mark(&mut self, selection: &Selection) {
        for row in &mut self.rows {
            let chosen = row.id.is_some_and(|id| selection.contains(id));
            // The browser has changed the box itself when it was clicked.
            if chosen != row.check.checked() {
                row.check.set_checked(chosen);
            }
            if chosen != row.chosen {
                row.chosen = chosen;
                set(&row.element, "aria-selected", if chosen { "true" } else { "false" });
            }
        }
    }

    /// Puts its content back into the cell from which an editor has gone.
    pub fn restore(&self, element: &Element) {
        let cell = self.rows.iter().flat_map(|row| &row.cells).find(|cell| cell.element == *element);
        if let Some(cell) = cell {
            element.set_text_content(None);
            add(element, &cell.content);
        }
    }
}

impl Row {
    /// Takes hold of the parts of a copied template.
    fn of(copy: Node) -> Option<Self> {
        let element: Element = copy.dyn_into().ok()?;
        let mut parts = successive(element.first_element_child());
        let check = parts.next()?.first_element_child()?.dyn_into().ok()?;
        let mut cells: Vec<Element> = parts.collect();
        let more = cells.pop()?.first_element_child()?;
        let cells = cells.into_iter().map(Cell::of).collect::<Option<_>>()?;
        Some(Self { element, check, more, cells, id: None, title: String::new(), place: None, chosen: false })
    }
}

impl Cell {
    fn of(element: Element) -> Option<Self> {
        let content = element.first_element_child()?;
        let text = content.first_child()?;
        Some(Self { element, content, text, said: Said::default(), waits: false })
    }

    fn say(&mut self, said: Said, waits: bool) {
        if waits != self.waits {
            self.waits = waits;
            let _always = self.element.toggle_attribute_with_force("data-waits", waits);
        }
        if said.text != self.said.text {
            self.text.set_node_value(Some(&said.text));
        }
        if said.class != self.said.class {
            self.content.set_class_name(said.class);
        }
        if let (Some(word), true) = (&said.word, said.word != self.said.word) {
            set(&self.content, "data-word", word);
        }
        if let (Some((moment, length)), true) = (&said.moment, said.moment != self.said.moment) {
            set(&self.content, "datetime", moment);
            set(&self.content, "title", length);
        }
        self.said = said;
    }
}

impl Said {
    fn of(record: &Record, field: Field, names: &Names) -> Self {
        let name_of = |id: Uuid| names.get(&id).cloned();
        let plain = |class, text: String| Self { text, class, ..Self::default() };
        match (field.kind(), record.cell(field)) {
            (_, Contents::Empty) => plain("empty", "–".to_owned()),
            (_, Contents::Restricted) => plain("restricted", "Restricted".to_owned()),
            (Kind::Choice(_), Contents::Filled(value)) => {
                Self { word: Some(value.to_text()), ..plain("badge", record.label(field)) }
            }
            (_, Contents::Filled(Value::Instant(moment))) => {
                let length = value_text(record, field, &name_of);
                Self { moment: Some((moment.to_string(), length)), ..plain("", relative_text(*moment)) }
            }
            _ => plain("", short_text(record, field, &name_of)),
        }
    }
}

/// The client a row shows.
pub fn row_id(row: &Element) -> Option<Uuid> {
    row.get_attribute("data-id")?.parse().ok()
}

/// An element and those after it.
fn successive(first: Option<Element>) -> impl Iterator<Item = Element> {
    std::iter::successors(first, Element::next_element_sibling)
}

fn with_edit(record: &Record, edit: &Edit) -> Record {
    edit.texts.iter().fold(record.clone(), |record, (field, text)| match Value::from_text(field.kind(), text) {
        Ok(value) => record.with(*field, value),
        Err(_) => record,
    })
}
