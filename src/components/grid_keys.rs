//! Moving and acting in the grid of clients. One handler serves all rows: it finds the row and the column in the
//! document, so that a row costs no listeners of its own.
//!
//! One cell at a time is in the page's tab order; arrow keys lead to the others (the grid pattern of the ARIA Authoring
//! Practices).

use leptos::ev::{FocusEvent, KeyboardEvent, MouseEvent};
use leptos::prelude::*;
use uuid::Uuid;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, HtmlElement, HtmlInputElement};

use super::dom::{around, find};
use super::here;
use crate::domain::field::Field;

/// What a person does to a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// Chooses it or not; with `range`, every row since the last one.
    Select { id: Uuid, chosen: bool, range: bool },
    /// Chooses every row on screen or none.
    SelectShown(bool),
    /// Wants to change a cell; `open` says that the record is meant where the cell cannot be changed.
    Edit { id: Uuid, field: Field, open: bool },
    /// Asks what can be done with the row; where the menu belongs, in CSS pixels from the window's corner.
    Menu { id: Uuid, left: f64, top: f64 },
}

const ROWS: &str = "tbody tr[data-id]";

/// A press of the pointer.
pub fn clicked(event: &MouseEvent, on_act: Callback<Act>) {
    let Some(target) = element(event.target()) else { return };
    if let Some(check) = target.dyn_ref::<HtmlInputElement>().filter(|input| input.type_() == "checkbox") {
        let chosen = check.checked();
        match row_id(&target) {
            Some(id) => on_act.run(Act::Select { id, chosen, range: event.shift_key() }),
            None => on_act.run(Act::SelectShown(chosen)),
        }
    } else if let (Ok(Some(button)), Some(id)) = (target.closest(".client-table__more"), row_id(&target)) {
        open_menu(&button, id, on_act);
    }
}

/// A second press in the same place.
pub fn double_clicked(event: &MouseEvent, on_act: Callback<Act>) {
    let Some(target) = element(event.target()).filter(|target| !edits(target)) else { return };
    if let (Some(id), Some(field)) = (row_id(&target), field_of(&target)) {
        on_act.run(Act::Edit { id, field, open: false });
    }
}

/// A key while a row has the focus.
pub fn pressed(event: &KeyboardEvent, on_act: Callback<Act>) {
    let Some(target) = element(event.target()).filter(|target| !edits(target)) else { return };
    let (Some(id), Ok(Some(cell))) = (row_id(&target), target.closest("td")) else { return };
    let control = event.ctrl_key() || event.meta_key();
    let on_link = target.tag_name() == "A";
    match event.key().as_str() {
        // A link opens and a button acts by itself.
        "Enter" if target.tag_name() != "BUTTON" && !on_link => {
            if let Some(field) = field_of(&cell) {
                on_act.run(Act::Edit { id, field, open: true });
            }
        }
        "F2" => {
            if let Some(field) = field_of(&cell) {
                on_act.run(Act::Edit { id, field, open: false });
            }
        }
        " " if target.tag_name() != "BUTTON" => {
            let chosen = cell.closest("tr[aria-selected=true]").ok().flatten().is_none();
            on_act.run(Act::Select { id, chosen, range: event.shift_key() });
        }
        "a" if control => on_act.run(Act::SelectShown(true)),
        "ContextMenu" => open_menu(&cell, id, on_act),
        "F10" if event.shift_key() => open_menu(&cell, id, on_act),
        key => {
            if event.alt_key() || !go(&cell, key, control) {
                return;
            }
        }
    }
    event.prevent_default();
}

/// The cell that has the focus is the one that Tab comes back to.
pub fn focused(event: &FocusEvent) {
    let Some(target) = element(event.target()) else { return };
    let in_row = target.closest("tbody td").ok().flatten();
    let Some(table) = in_row.and_then(|cell| cell.closest("table").ok()?) else { return };
    if let Ok(Some(former)) = table.query_selector("tbody [tabindex='0']") {
        let _always = former.set_attribute("tabindex", "-1");
    }
    let _always = target.set_attribute("tabindex", "0");
}

/// Brings the focus to a cell of a row, or to what is in it.
pub fn focus_cell(id: Uuid, field: Field) {
    let selector = format!("tr[data-id='{id}'] td[data-field='{}']", field.key());
    if let Some(cell) = here::find(&selector) {
        focus(&cell);
    }
}

/// Makes sure that Tab finds a way into the grid, after its rows have changed.
pub fn keep_tab_stop(body: &Element) {
    // Of a list without pages this is a part.
    let table = around(body, "table").unwrap_or_else(|| body.clone());
    if find(&table, "tbody [tabindex='0']").is_none()
        && let Some(cell) = find(&table, "tbody tr[data-id] td[data-field]")
    {
        let _always = within(&cell).set_attribute("tabindex", "0");
    }
}

/// Moves the focus; whether the key is one that moves.
fn go(cell: &Element, key: &str, control: bool) -> bool {
    let Ok(Some(row)) = cell.closest("tr") else { return false };
    let column = place_of(cell);
    let aim = match (key, control) {
        ("ArrowLeft", false) => cell.previous_element_sibling(),
        ("ArrowRight", false) => cell.next_element_sibling(),
        ("Home", false) => row.first_element_child(),
        ("End", false) => row.last_element_child(),
        _ => {
            let Some(aim) = row_from(&row, key, control) else { return false };
            aim.and_then(|row| row.children().item(column))
        }
    };
    if let Some(aim) = aim {
        focus(&aim);
    }
    true
}

/// The row that a key leads to, if the key is one that leads to rows.
fn row_from(row: &Element, key: &str, control: bool) -> Option<Option<Element>> {
    let table = row.closest("table").ok()??;
    let rows = table.query_selector_all(ROWS).ok()?;
    let last = rows.length().saturating_sub(1);
    let here =
        (0..=last).find(|place| rows.item(*place).is_some_and(|other| *row == other.unchecked_into::<Element>()))?;
    let page = 10;
    let place = match (key, control) {
        ("ArrowDown", false) => here + 1,
        ("ArrowUp", false) => here.checked_sub(1).unwrap_or(u32::MAX),
        ("PageDown", false) => (here + page).min(last),
        ("PageUp", false) => here.saturating_sub(page),
        ("Home", true) => 0,
        ("End", true) => last,
        _ => return None,
    };
    Some(rows.item(place).map(JsCast::unchecked_into))
}

fn open_menu(at: &Element, id: Uuid, on_act: Callback<Act>) {
    let place = at.get_bounding_client_rect();
    on_act.run(Act::Menu { id, left: place.left(), top: place.bottom() });
}

fn focus(cell: &Element) {
    if let Some(aim) = within(cell).dyn_ref::<HtmlElement>() {
        let _unmoved = aim.focus();
    }
}

/// The one control in a cell, else the cell itself.
fn within(cell: &Element) -> Element {
    cell.query_selector("a,button,input").ok().flatten().unwrap_or_else(|| cell.clone())
}

fn place_of(cell: &Element) -> u32 {
    let mut place = 0;
    let mut before = cell.previous_element_sibling();
    while let Some(other) = before {
        place += 1;
        before = other.previous_element_sibling();
    }
    place
}

fn element(target: Option<EventTarget>) -> Option<Element> {
    target?.dyn_into().ok()
}

/// Whether the event belongs to a cell that is being edited.
fn edits(target: &Element) -> bool {
    target.closest(".cell-editor").ok().flatten().is_some()
}

fn row_id(target: &Element) -> Option<Uuid> {
    target.closest("tr[data-id]").ok()??.get_attribute("data-id")?.parse().ok()
}

fn field_of(target: &Element) -> Option<Field> {
    Field::from_key(&target.closest("td[data-field]").ok()??.get_attribute("data-field")?)
}
