//! A field with an editor of its own: the editor shows and changes the text of one hidden control, which is what the form
//! reads. Whatever the editor does not understand stays in that text.

use web_sys::Element;

use super::field::id_of;
use crate::components::dom::{add, find, make, make_text, set, set_value, value};
use crate::domain::field::{Field, Kind, Shape};
use crate::domain::json_tree::Tree;

use super::{pairs, parts, tags, tree};

/// The parts of such a field that every editor works with.
pub struct Spot {
    pub field: Field,
    /// What the editor is drawn into.
    pub group: Element,
    /// What holds the text.
    pub control: Element,
}

/// The place of a field's editor, with nothing in it but the text; `None` where the field's kind has none.
pub fn editor(field: Field, text: &str) -> Option<Spot> {
    if !matches!(field.kind(), Kind::Tags | Kind::Json(_)) {
        return None;
    }
    let id = id_of(field);
    let group = make(
        "div",
        &[("class", "editor"), ("role", "group"), ("id", &id), ("aria-labelledby", &format!("{id}-label"))],
    )?;
    let control = make(
        "textarea",
        &[
            ("name", field.key()),
            ("class", "input"),
            ("rows", "6"),
            ("data-mono", ""),
            ("spellcheck", "false"),
            ("hidden", ""),
        ],
    )?;
    set(&control, "aria-label", &format!("{} as text", field.label()));
    set_value(&control, text);
    if matches!(text.trim(), "{}" | "[]") {
        // An empty object stays one when something was put in and taken out again.
        set(&control, "data-empty", text.trim());
    }
    add(&group, &control);
    Some(Spot { field, group, control })
}

/// Draws the editor into its place.
pub fn draw(spot: &Spot) {
    let drawn = match spot.field.kind() {
        Kind::Tags => tags::draw(spot),
        Kind::Json(Shape::Address) => parts::draw(spot, &parts::ADDRESS),
        Kind::Json(shape @ (Shape::Palette | Shape::Logos)) => pairs::draw(spot, shape),
        _ if spot.field == Field::TypographyPreferences => parts::draw(spot, &parts::TYPOGRAPHY),
        _ => tree::draw(spot),
    };
    // Behind what was drawn.
    add(&spot.group, &spot.control);
    if let Some(say) = make("p", &[("class", "editor__say"), ("role", "status")]) {
        add(&spot.group, &say);
    }
    if drawn.is_none() {
        // What the editor cannot read is shown as it is.
        let _shown = spot.control.remove_attribute("hidden");
    }
}

/// Hears what happens in an editor. Whether the field's text may have changed.
pub fn hear(spot: &Spot, kind: &str, event: &web_sys::Event, target: &Element) -> bool {
    if kind == "input" && target == &spot.control {
        return true;
    }
    let changed = match spot.field.kind() {
        Kind::Tags => tags::hear(spot, kind, event, target),
        Kind::Json(Shape::Palette | Shape::Logos) => pairs::hear(spot, kind, event, target),
        _ => parts::hear(spot, kind, target),
    };
    changed.or_else(|| tree::hear(spot, kind, event, target)).unwrap_or(false)
}

impl Spot {
    /// The field's text.
    pub fn text(&self) -> String {
        value(&self.control)
    }

    /// The field's object; `None` when its text is none.
    pub fn tree(&self) -> Option<Tree> {
        let text = self.text();
        if text.trim().is_empty() {
            return Some(Tree::empty());
        }
        Tree::parse(&text).filter(|tree| matches!(tree, Tree::Object(_)))
    }

    /// Writes the field's object.
    pub fn write(&self, tree: &Tree) {
        if tree.is_empty() { self.write_empty() } else { set_value(&self.control, &tree.to_text()) }
    }

    /// Leaves nothing in the field.
    pub fn write_empty(&self) {
        set_value(&self.control, &self.control.get_attribute("data-empty").unwrap_or_default());
    }

    /// Says something under the editor, aloud as well.
    pub fn say(&self, words: &str) {
        if let Some(place) = find(&self.group, ".editor__say") {
            place.set_text_content(Some(words));
        }
    }
}

/// A button of an editor; what it does is in `data-act`.
pub fn button(act: &str, class: &str, label: &str, text: &str) -> Option<Element> {
    let button = make_text("button", &[("type", "button"), ("class", class), ("data-act", act)], text)?;
    if label != text {
        set(&button, "aria-label", label);
        set(&button, "title", label);
    }
    Some(button)
}
