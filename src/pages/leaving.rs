//! Leaving a form with changes asks first. What was typed stays as a draft either way, unless somebody throws it away.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, HtmlAnchorElement, MouseEvent};

use crate::components::dom::around;
use crate::components::here::{self, Within};
use crate::components::modal::{Modal, close};
use crate::components::way::WAY;
use crate::erased::live;
use crate::state::route::use_route;

/// Asks while `dirty`; draws the dialog. `unkept`: the browser keeps no draft. The way back in the browser does not ask: the draft is offered where it leads.
pub fn asks_before_leaving(dirty: Signal<bool>, unkept: Signal<bool>, on_discard: Callback<()>) -> AnyView {
    let unload = window_event_listener_untyped("beforeunload", move |event| {
        if dirty.try_get_untracked() == Some(true) {
            event.prevent_default();
        }
    });
    let within = use_context::<Within>();
    let open = RwSignal::new(false);
    let aim = StoredValue::new(String::new());
    let clicked = move |event: MouseEvent| {
        let plain =
            event.button() == 0 && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
        let Some(target) = here::touched(&event).filter(|_| plain && dirty.try_get_untracked() == Some(true)) else {
            return;
        };
        let leads_to = match within {
            Some(tag) => way_out(tag, &target),
            None => leads_away(&target),
        };
        if let Some(address) = leads_to {
            event.prevent_default();
            event.stop_propagation();
            aim.set_value(address);
            open.set(true);
        }
    };
    // Before the router, which listens where events bubble to.
    let closure = Closure::<dyn Fn(MouseEvent)>::new(clicked);
    let listener = closure.as_ref().unchecked_ref::<js_sys::Function>().clone();
    let _always = document().add_event_listener_with_callback_and_bool("click", &listener, true);
    let closure = StoredValue::new_local((closure, listener));
    on_cleanup(move || {
        unload.remove();
        closure.with_value(|(_, listener)| {
            let _always = document().remove_event_listener_with_callback_and_bool("click", listener, true);
        });
    });
    let route = use_route();
    let leave = Callback::new(move |discard: bool| {
        close();
        if discard {
            on_discard.run(());
        }
        route.go(&aim.get_value());
    });
    let body = move || {
        if unkept.get() {
            "This browser keeps no drafts: what you typed is lost when you leave."
        } else {
            "What you typed is kept in this browser and is there when you come back to this form."
        }
    };
    view! {
        <Modal open class="dialog" label="Leave the form?">
                <h2 class="dialog__title">"Leave without saving?"</h2>
                <p class="dialog__body">{live(body)}</p>
                <div class="dialog__actions">
                    <button type="button" class="button" data-primary="" autofocus=true on:click=move |_| close()>"Stay"</button>
                    {live(move || (!unkept.get() && !here::is_embedded()).then(|| view! {
                        <button type="button" class="button" on:click=move |_| leave.run(false)>"Leave and keep the draft"</button>
                    }))}
                    <button type="button" class="button" data-danger="" on:click=move |_| leave.run(true)>"Throw it away"</button>
                </div>
        </Modal>
    }
    .into_any()
}

/// Where a button leads by which this tag's form is left. Another tag's has its own to ask, and where a link of the page
/// around them leads is the page's affair: if it is another page, the browser asks.
fn way_out(tag: Within, target: &Element) -> Option<String> {
    let way = around(target, "form [data-way]").filter(|way| tag.holds(way))?;
    way.get_attribute(WAY)
}

/// Where a link to another page of ours leads.
fn leads_away(target: &Element) -> Option<String> {
    let link = around(target, "a[href]")?.dyn_into::<HtmlAnchorElement>().ok()?;
    let here = window().location();
    let leads_away = link.target().is_empty()
        && here.origin().is_ok_and(|origin| origin == link.origin())
        && here.pathname().is_ok_and(|pathname| pathname != link.pathname());
    leads_away.then(|| format!("{}{}", link.pathname(), link.search()))
}
