//! A button that opens a panel below it. Escape, or a press elsewhere, closes it.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDetailsElement, HtmlElement};

use super::here;
use crate::erased::live;

/// Draws the button and the panel.
#[component]
pub fn Popover(
    /// What the button says.
    #[prop(into)]
    label: Signal<String>,
    /// Whether the button stands at the line's end, and the panel ends with it.
    #[prop(optional)]
    end: bool,
    /// What the panel holds; it is made when it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let details = NodeRef::<html::Details>::new();
    let open = RwSignal::new(false);
    let keys = move |event: leptos::ev::KeyboardEvent| {
        if let (true, Some(details)) = (event.key() == "Escape" && !event.default_prevented(), details.get_untracked())
        {
            close(&details);
        }
    };
    let elsewhere = window_event_listener(leptos::ev::pointerdown, move |event| {
        if let (Some(details), Some(target)) = (details.get_untracked(), here::touched(&event))
            && !details.contains(Some(&target))
        {
            details.set_open(false);
        }
    });
    on_cleanup(move || elsewhere.remove());
    view! {
        <details class="popover" node_ref=details on:keydown=keys
            on:toggle=move |_| open.set(details.get_untracked().is_some_and(|details| details.open())) data-end=end.then_some("")>
            <summary class="button">{live(move || label.get())}</summary>
            <div class="popover__panel">{live(move || open.get().then(|| children()))}</div>
        </details>
    }
}

/// Closes the popover that an element is in; what was opened by the button gives the focus back to it.
pub fn close_around(element: &Element) {
    let details = element.closest("details.popover").ok().flatten();
    if let Some(details) = details.and_then(|details| details.dyn_into::<HtmlDetailsElement>().ok()) {
        close(&details);
    }
}

fn close(details: &HtmlDetailsElement) {
    details.set_open(false);
    let summary = details.query_selector("summary").ok().flatten();
    if let Some(summary) = summary.and_then(|summary| summary.dyn_into::<HtmlElement>().ok()) {
        let _unmoved = summary.focus();
    }
}
