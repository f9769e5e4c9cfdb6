//! One field of a form: label, the right control for its kind, help, and its error.

use wasm_bindgen::JsCast;
use web_sys::Element;

use super::control::{Drawing, control};
use super::spot::editor;
use crate::components::dom::{add, around, find, make, make_text, set, set_or_not};
use crate::components::format::value_text;
use crate::domain::field::{Field, Kind, Shape};
use crate::domain::form::{Sheet, label_for};

/// Draws a field: a control that holds its text, or its value to read and who may change it.
pub fn field(drawing: &Drawing<'_>, field: Field) -> Option<(Element, Option<Element>)> {
    match drawing.sheet.given(field) {
        Some(text) => to_fill_in(drawing, field, text).map(|(place, control)| (place, Some(control))),
        None => to_read(drawing, field).map(|place| (place, None)),
    }
}

/// The element that a field's label names, that is judged, and that a link to the field leads to.
pub fn id_of(field: Field) -> String {
    format!("field-{}", field.key())
}

/// The parts of a field that are alike for all; a copy is made sooner than its parts.
pub fn frame() -> Option<Element> {
    let place = make("div", &[("class", "field")])?;
    for class in ["field__error", "field__help"] {
        add(&place, &make("p", &[("class", class)])?);
    }
    Some(place)
}

/// A field to fill in: its place, and the control that holds its text.
fn to_fill_in(drawing: &Drawing<'_>, field: Field, text: &str) -> Option<(Element, Element)> {
    let spec = field.spec();
    let label = label_for(drawing.sheet.role)(field);
    let id = id_of(field);
    let help_id = format!("{id}-help");
    let place: Element = drawing.frame.clone_node_with_deep(true).ok()?.dyn_into().ok()?;
    set(&place, "data-field", spec.key);
    // A group has no label that a press leads from.
    let (named, shown, control) = match editor(field, text) {
        Some(spot) => {
            let parts = (spot.group.clone(), spot.control.clone());
            drawing.later.borrow_mut().push(spot);
            (make_text("p", &[("id", &format!("{id}-label"))], label)?, parts.0, parts.1)
        }
        None => {
            let control = control(drawing, field, text)?;
            (make_text("label", &[("for", &id)], label)?, control.clone(), control)
        }
    };
    named.set_class_name("field__label");
    if spec.required {
        add(&named, &make_text("span", &[("class", "field__required")], "Required")?);
    }
    set(&shown, "aria-describedby", &help_id);
    let help = place.last_element_child()?;
    help.set_id(&help_id);
    help.set_text_content(Some(match spec.kind {
        Kind::Tags => {
            "Up to 50. Arrows go through them, Enter changes one, Delete removes it, Alt with an arrow moves it."
        }
        Kind::Json(Shape::Free) => "Names and values, as your agency needs them.",
        _ => spec.help,
    }));
    let _always = place.prepend_with_node_2(&named, &shown);
    Some((place, control))
}

fn to_read(drawing: &Drawing<'_>, field: Field) -> Option<Element> {
    let place = make("div", &[("class", "field"), ("data-field", field.key()), ("data-read-only", "")])?;
    let Sheet { base, .. } = drawing.sheet;
    let name_of = |id| drawing.team.get(&id).cloned();
    let text = base.as_ref().map(|base| value_text(base, field, &name_of)).unwrap_or_default();
    let who = match field.spec().writes {
        Some(lowest) if !matches!(field.kind(), Kind::Choice(_)) || drawing.sheet.role < lowest => {
            format!("Only {}s change this.", lowest.to_string().to_lowercase())
        }
        Some(_) => "Only an owner changes this.".to_owned(),
        None => "Nobody changes this.".to_owned(),
    };
    add(&place, &make_text("p", &[("class", "field__label")], field.label())?);
    let text = if text.is_empty() { "–" } else { &text };
    add(&place, &make_text("p", &[("class", "field__text"), ("id", &id_of(field)), ("tabindex", "-1")], text)?);
    add(&place, &make_text("p", &[("class", "field__help")], &who)?);
    Some(place)
}

/// Shows why a field is refused, or that it is not.
pub fn show_error(form: &Element, field: Field, reason: Option<&str>) {
    let id = id_of(field);
    let Some(control) = find(form, &format!("#{id}")) else { return };
    set_or_not(&control, "aria-invalid", reason.map(|_| "true"));
    let place = around(&control, ".field");
    let Some(error) = place.and_then(|place| find(&place, ".field__error")) else { return };
    error.set_id(&format!("{id}-error"));
    error.set_text_content(reason);
    let both = format!("{id}-error {id}-help");
    set(
        &control,
        "aria-describedby",
        if reason.is_some() { &both } else { both.trim_start_matches(&format!("{id}-error ")) },
    );
}
