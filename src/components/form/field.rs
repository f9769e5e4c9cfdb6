//! One field of a form: label, the right control for its kind, help, and its error.

use web_sys::Element;

use super::control::{Drawing, control};
use super::spot::editor;
use crate::components::dom::{add, find, make, make_text, set, set_or_not};
use crate::components::format::value_text;
use crate::domain::field::{Field, Kind, Shape};
use crate::domain::form::Sheet;

/// Draws a field: a control that holds its text, or its value to read and who may change it.
pub fn field(drawing: &Drawing<'_>, field: Field) -> Option<Element> {
    match drawing.sheet.given(field) {
        Some(text) => to_fill_in(drawing, field, text),
        None => to_read(drawing, field),
    }
}

/// The element that a field's label names, that is judged, and that a link to the field leads to.
pub fn id_of(field: Field) -> String {
    format!("field-{}", field.key())
}

fn to_fill_in(drawing: &Drawing<'_>, field: Field, text: &str) -> Option<Element> {
    let spec = field.spec();
    let id = id_of(field);
    let (help_id, error_id) = (format!("{id}-help"), format!("{id}-error"));
    let place = make("div", &[("class", "field"), ("data-field", spec.key)])?;
    let editor = editor(field, text);
    // A group has no label that a press leads from.
    let (tag, of, name) = match editor {
        Some(_) => ("p", "id", format!("{id}-label")),
        None => ("label", "for", id.clone()),
    };
    let label = make_text(tag, &[("class", "field__label"), (of, &name)], spec.label)?;
    if spec.required {
        add(&label, &make_text("span", &[("class", "field__required")], "Required")?);
    }
    add(&place, &label);
    let control = editor.map_or_else(|| control(drawing, field, text), Some)?;
    set(&control, "aria-describedby", &help_id);
    add(&place, &control);
    add(&place, &make("p", &[("class", "field__error"), ("id", &error_id)])?);
    let help = match spec.kind {
        Kind::Tags => {
            "Up to 50. Arrows go through them, Enter changes one, Delete removes it, Alt with an arrow moves it."
        }
        Kind::Json(Shape::Free) => "Names and values, as your agency needs them.",
        _ => spec.help,
    };
    add(&place, &make_text("p", &[("class", "field__help"), ("id", &help_id)], help)?);
    Some(place)
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
    let Some(error) = find(form, &format!("#{id}-error")) else { return };
    error.set_text_content(reason);
    let both = format!("{id}-error {id}-help");
    set(
        &control,
        "aria-describedby",
        if reason.is_some() { &both } else { both.trim_start_matches(&format!("{id}-error ")) },
    );
}
