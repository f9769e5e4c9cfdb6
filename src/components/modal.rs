//! A dialog over the page. It is drawn while it is open; the browser keeps the focus in it, closes it on Escape and gives
//! the focus back.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

use super::here;
use crate::erased::{effect, live};

/// Draws the dialog while it is open; what is to have the focus in it says `autofocus`.
#[component]
pub fn Modal(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// How it looks.
    class: &'static str,
    /// What it is for.
    label: &'static str,
    /// What it holds, made anew each time.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    effect(move || {
        if let Some(dialog) = dialog.get() {
            let _open_already = dialog.show_modal();
        }
    });
    let content = move || {
        open.get().then(|| {
            view! {
                <dialog class=class aria-label=label node_ref=dialog on:close=move |_| { open.try_set(false); }>
                    {children()}
                </dialog>
            }
        })
    };
    live(content)
}

/// Whether a dialog is open.
pub fn is_open() -> bool {
    opened().is_some()
}

/// Closes the dialog that is open; the focus goes back to where it was.
pub fn close() {
    if let Some(dialog) = opened() {
        dialog.close();
    }
}

/// Brings the focus to the element with this id, once what is being drawn stands there.
pub fn focus_soon(id: String) {
    request_animation_frame(move || {
        if let Some(element) = here::by_id(&id) {
            let _unmoved = element.focus();
        }
    });
}

fn opened() -> Option<HtmlDialogElement> {
    here::find("dialog[open]")?.dyn_into().ok()
}
