//! The list's links know their list when somebody is about to follow one: rows are written at every press, and most of
//! their links are never followed.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget};

use crate::api::origin::{EVERYBODY, with_origin};
use crate::state::route::{Route, use_route};

/// What stands behind the address of a client that is opened from the list on screen.
pub fn suffix(route: Route) -> String {
    let search = route.search.get_untracked();
    with_origin(if search.is_empty() { EVERYBODY } else { &search })
}

/// Before a link of the list can be followed, copied or dragged, it is pointed at or has the focus.
pub fn keep_row_links() {
    let route = use_route();
    let pointed = window_event_listener(leptos::ev::pointerdown, move |event| complete(route, event.target()));
    let focused = window_event_listener(leptos::ev::focusin, move |event| complete(route, event.target()));
    on_cleanup(move || [pointed, focused].into_iter().for_each(WindowListenerHandle::remove));
}

fn complete(route: Route, target: Option<EventTarget>) {
    let target = target.and_then(|target| target.dyn_into::<Element>().ok());
    let link = target.and_then(|target| target.closest("a.client-table__link").ok().flatten());
    if let Some((link, address)) = link.and_then(|link| link.get_attribute("href").map(|address| (link, address))) {
        let plain = address.split('?').next().unwrap_or_default();
        let _always = link.set_attribute("href", &format!("{plain}{}", suffix(route)));
    }
}
