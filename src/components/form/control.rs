//! The control of a field, by its kind, and the two spellings that a browser's control has of its own.

use std::cell::RefCell;

use wasm_bindgen::JsCast;
use web_sys::Element;

use super::field::id_of;
use super::spot::Spot;
use crate::components::client_rows::{Names, by_name};
use crate::components::dom::{add, make, make_text, set, set_value};
use crate::components::format::{local_input, moment_from_local};
use crate::domain::field::{Field, Kind};
use crate::domain::form::{Sheet, chooses, default_role};
use crate::domain::money::Money;

/// What a form is drawn from.
pub struct Drawing<'a> {
    pub sheet: &'a Sheet,
    pub team: &'a Names,
    pub mark: char,
    /// What every field is copied from, and every line to type into.
    pub frame: Element,
    pub line: Element,
    /// Editors that are not drawn yet.
    pub later: RefCell<Vec<Spot>>,
}

/// Makes a field's control. It holds `text` and is named by the field's key.
pub fn control(drawing: &Drawing<'_>, field: Field, text: &str) -> Option<Element> {
    let spec = field.spec();
    let id = id_of(field);
    let named = [("id", id.as_str()), ("name", spec.key), ("class", "input")];
    match spec.kind {
        Kind::Text { lines: true, .. } => {
            let area = make("textarea", &named)?;
            set(&area, "rows", "4");
            set_value(&area, text);
            Some(area)
        }
        Kind::Choice(options) => {
            let options =
                options.iter().filter(|choice| choice.wire == text || chooses(drawing.sheet.role, field, choice.wire));
            let options = options.map(|choice| (choice.wire.to_owned(), choice.label.to_owned()));
            let none = match field {
                Field::Role if drawing.sheet.base.is_none() => default_role(),
                _ => "–",
            };
            select(&named, text, none, text.to_owned(), options)
        }
        Kind::Person => {
            let people = by_name(drawing.team).into_iter();
            select(&named, text, "Nobody", "Former colleague".to_owned(), people)
        }
        kind => {
            let input: Element = drawing.line.clone_node().ok()?.dyn_into().ok()?;
            input.set_id(&id);
            set(&input, "name", spec.key);
            let (sort, mode) = match kind {
                Kind::Email => ("email", ""),
                Kind::Url => ("url", ""),
                Kind::Phone => ("tel", ""),
                Kind::Date => ("date", ""),
                Kind::Instant { .. } => ("datetime-local", ""),
                Kind::Money => ("text", "decimal"),
                Kind::Integer { .. } => ("text", "numeric"),
                _ => ("text", ""),
            };
            if sort != "text" {
                set(&input, "type", sort);
            }
            if !mode.is_empty() {
                set(&input, "inputmode", mode);
            }
            if spec.required {
                set(&input, "aria-required", "true");
            }
            set_value(&input, &as_shown(kind, text, drawing.mark));
            Some(input)
        }
    }
}

/// A text as the control of its kind shows it; `mark` parts the thousands of an amount.
pub fn as_shown(kind: Kind, text: &str, mark: char) -> String {
    match kind {
        Kind::Instant { .. } => local_input(text),
        Kind::Money => Money::from_text(text).map_or_else(|_| text.to_owned(), |money| money.grouped(mark)),
        _ => text.to_owned(),
    }
}

/// What a control holds, as the rules read it.
pub fn as_read(kind: Kind, holds: String) -> String {
    match kind {
        Kind::Instant { .. } => moment_from_local(&holds),
        _ => holds,
    }
}

/// A list of choices. A word that is not among them (from a newer database, or a person who has left) must not turn into
/// another one by opening the form.
fn select(
    named: &[(&str, &str)],
    chosen: &str,
    none: &str,
    odd: String,
    options: impl Iterator<Item = (String, String)>,
) -> Option<Element> {
    let select = make("select", named)?;
    let mut known = chosen.is_empty();
    add(&select, &make_text("option", &[("value", "")], none)?);
    for (value, label) in options {
        known |= value == chosen;
        add(&select, &make_text("option", &[("value", &value)], &label)?);
    }
    if !known {
        add(&select, &make_text("option", &[("value", chosen)], &odd)?);
    }
    set_value(&select, chosen);
    Some(select)
}
