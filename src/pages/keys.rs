//! Keys that mean something on every page, and where they mean nothing.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::components::modal;
use crate::state::undo::use_undo;

/// Whether the key belongs to something that is being written or chosen in.
pub fn somebody_writes(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let writes = "input:not([type=checkbox]),textarea,select,[contenteditable],[role=menu]";
    target.is_some_and(|target| target.closest(writes).ok().flatten().is_some())
}

/// Ctrl+Z takes this tab's newest write back, Ctrl+Shift+Z or Ctrl+Y does it again; where somebody writes, the keys are
/// the browser's own. In a form they are nobody's: what is not saved yet is not undone with what is.
pub fn undo_keys() {
    let undo = use_undo();
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        let control = (event.ctrl_key() || event.meta_key()) && !event.alt_key();
        let again = match (event.key().as_str(), event.shift_key()) {
            ("z", false) => false,
            ("z" | "Z", true) | ("y", false) => true,
            _ => return,
        };
        let free = !event.default_prevented() && !event.repeat() && !somebody_writes(&event) && !in_form(&event);
        if control && free && !modal::is_open() && undo.back(again) {
            event.prevent_default();
        }
    });
    on_cleanup(move || keys.remove());
}

fn in_form(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.closest("form").ok().flatten().is_some())
}
