//! What keeps the form from being saved: each error by name, with the way to it.

use std::cell::Cell;

use leptos::prelude::{document, request_animation_frame};
use web_sys::Element;

use super::field::id_of;
use crate::components::dom::{add, focus, make, make_text, set};
use crate::components::here;
use crate::domain::draft::Report;
use crate::domain::field::Field;
use crate::domain::rules::{Reason, json};

const MARK: &str = "Error: ";

/// The summary in the document. It stands from a save that was refused until nothing is refused any more.
pub struct Summary {
    element: Element,
    list: Element,
    stands: Cell<bool>,
    /// A save was asked for, and its refusals are to have the focus.
    asked: Cell<bool>,
    /// What whoever fills the form in calls a field.
    label: fn(Field) -> &'static str,
}

impl Summary {
    /// Draws it, hidden.
    pub fn new(label: fn(Field) -> &'static str) -> Option<Self> {
        let element =
            make("div", &[("class", "form__summary"), ("role", "alert"), ("tabindex", "-1"), ("hidden", "")])?;
        add(&element, &make_text("p", &[], "Not saved yet. Please look at:")?);
        let list = make("ul", &[])?;
        add(&element, &list);
        Some(Self { element, list, stands: Cell::new(false), asked: Cell::new(false), label })
    }

    /// The summary's element.
    pub const fn element(&self) -> &Element {
        &self.element
    }

    /// A save was asked for.
    pub fn ask(&self) {
        self.asked.set(true);
    }

    /// Names these errors, if a save was asked for; the focus comes here once for each save.
    pub fn show(&self, errors: &Report) {
        let focused = self.asked.get() && !errors.is_empty();
        if focused {
            self.asked.set(false);
        }
        self.stands.set(!errors.is_empty() && (focused || self.stands.get()));
        let stands = self.stands.get();
        let _always = self.element.toggle_attribute_with_force("hidden", !stands);
        self.list.set_text_content(None);
        mark_title(stands);
        if !stands {
            return;
        }
        for (field, reason) in errors {
            self.name(*field, reason);
        }
        if focused {
            let element = self.element.clone();
            // What was hidden cannot take the focus before it is drawn.
            request_animation_frame(move || focus(&element));
        }
    }

    fn name(&self, field: Field, reason: &Reason) -> Option<()> {
        let item = make("li", &[])?;
        let id = id_of(field);
        let link = make_text("a", &[("href", &format!("#{id}")), ("data-to", &id)], (self.label)(field))?;
        if let Reason::Json(json::Reason::Color(name) | json::Reason::Logo(name, _)) = reason {
            set(&link, "data-row", name);
        }
        add(&item, &link);
        let _always = item.append_with_str_1(&format!(": {reason}"));
        add(&self.list, &item);
        Some(())
    }

    /// The form goes.
    pub fn leave(&self) {
        mark_title(false);
    }
}

fn mark_title(wrong: bool) {
    if here::is_embedded() {
        return;
    }
    let title = document().title();
    let plain = title.strip_prefix(MARK).unwrap_or(&title);
    let wanted = if wrong { format!("{MARK}{plain}") } else { plain.to_owned() };
    if wanted != title {
        document().set_title(&wanted);
    }
}
