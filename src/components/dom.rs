//! Elements made by hand, where a view per part would cost too much time or too many bytes.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

/// An element with attributes; `None` where the browser makes none.
pub fn make(tag: &str, attributes: &[(&str, &str)]) -> Option<Element> {
    let element = document().create_element(tag).ok()?;
    for (name, value) in attributes {
        set(&element, name, value);
    }
    Some(element)
}

/// The same, with a text in it.
pub fn make_text(tag: &str, attributes: &[(&str, &str)], text: &str) -> Option<Element> {
    let element = make(tag, attributes)?;
    element.set_text_content(Some(text));
    Some(element)
}

/// Gives an element an attribute.
pub fn set(element: &Element, name: &str, value: &str) {
    // Only a name that is none is refused, and all of these are written here.
    let _always = element.set_attribute(name, value);
}

/// Gives an element an attribute, or takes it away.
pub fn set_or_not(element: &Element, name: &str, value: Option<&str>) {
    match value {
        Some(value) => set(element, name, value),
        None => drop(element.remove_attribute(name)),
    }
}

/// Puts a child at an element's end.
pub fn add(parent: &Element, child: &Element) {
    let _always = parent.append_child(child);
}

/// The first element inside that a selector names.
pub fn find(inside: &Element, selector: &str) -> Option<Element> {
    inside.query_selector(selector).ok()?
}

/// Every element inside that a selector names.
pub fn find_all(inside: &Element, selector: &str) -> Vec<Element> {
    let Ok(list) = inside.query_selector_all(selector) else { return Vec::new() };
    (0..list.length()).filter_map(|place| list.item(place)?.dyn_into().ok()).collect()
}

/// The element itself, or the nearest around it, that a selector names.
pub fn around(element: &Element, selector: &str) -> Option<Element> {
    element.closest(selector).ok()?
}

/// What an input, a text area or a list of choices holds: all three have the same property.
pub fn value(control: &Element) -> String {
    control.unchecked_ref::<HtmlInputElement>().value()
}

/// Writes what a control holds.
pub fn set_value(control: &Element, text: &str) {
    control.unchecked_ref::<HtmlInputElement>().set_value(text);
}

/// Brings the focus to an element.
pub fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // An element that cannot take the focus leaves it where it is.
        let _unmoved = element.focus();
    }
}
