//! What can be done with one row at once.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::grid_keys::focus_cell;
use super::here;
use crate::domain::choice::STATUS;
use crate::domain::field::Field;
use crate::domain::record::Record;
use crate::erased::effect;

/// What was chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    Open,
    EditForm,
    LogContact,
    Status(&'static str),
    CopyEmail,
}

/// An open menu.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenMenu {
    pub record: Record,
    /// Whether this person may change the row.
    pub editable: bool,
    /// Where it belongs, in CSS pixels from the window's corner.
    pub left: f64,
    pub top: f64,
}

/// Draws the menu and has the focus; arrows lead through it.
#[component]
pub fn RowMenu(
    /// For which row, and where.
    menu: OpenMenu,
    /// Called with what was chosen; `None` when it was left.
    on_choose: Callback<Option<Choice>>,
) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    effect(move || {
        if let Some(place) = place.get() {
            // Above everything, whatever stands around it.
            let _older_browser = HtmlElement::show_popover(&place);
            // Near the window's edge the menu opens towards its middle.
            let size = place.get_bounding_client_rect();
            let end = |value: JsValueNumber| value.ok().and_then(|value| value.as_f64()).unwrap_or(f64::MAX) - 8.0;
            let left = whole(menu.left.min(end(window().inner_width()) - size.width()).max(8.0));
            let top = whole(menu.top.min(end(window().inner_height()) - size.height()).max(8.0));
            let style = HtmlElement::style(&place);
            let _set = style.set_property("left", &format!("{left}px"));
            let _set = style.set_property("top", &format!("{top}px"));
            step(&place, None, 1);
        }
    });
    let id = menu.record.id();
    let leave = move || {
        on_choose.run(None);
        if let Some(id) = id {
            // Back to where the menu was opened from.
            match here::find_html(&format!("tr[data-id='{id}'] .client-table__more")) {
                Some(more) => drop(more.focus()),
                None => focus_cell(id, Field::CompanyName),
            }
        }
    };
    let keys = move |event: KeyboardEvent| {
        let Some(place) = place.get_untracked() else { return };
        let focused = here::active();
        match event.key().as_str() {
            "ArrowDown" => step(&place, focused, 1),
            "ArrowUp" => step(&place, focused, -1),
            "Home" => step(&place, None, 1),
            "End" => step(&place, None, -1),
            "Escape" | "Tab" => leave(),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let status = menu.record.text(Field::Status);
    let email = !menu.record.text(Field::Email).is_empty();
    let item = move |label: &'static str, choice: Choice| {
        view! { <button type="button" role="menuitem" class="menu__item" tabindex="-1" on:click=move |_| on_choose.run(Some(choice.clone()))>{label}</button> }
    };
    let states = menu.editable.then(|| {
        let state = |choice: &'static crate::domain::choice::Choice| {
            let chosen = (choice.wire == status).to_string();
            view! {
                <button type="button" role="menuitemradio" class="menu__item" tabindex="-1" aria-checked=chosen
                    on:click=move |_| on_choose.run(Some(Choice::Status(choice.wire)))>{choice.label}</button>
            }
        };
        view! {
            <div role="group" aria-label="Status" class="menu__group">
                <span class="menu__label" aria-hidden="true">"Status"</span>
                {STATUS.iter().map(state).collect_view()}
            </div>
        }
    });
    view! {
        <div class="menu" role="menu" popover="manual" aria-label=format!("Actions for {}", menu.record.title()) node_ref=place on:keydown=keys
            on:focusout=move |event| {
                let next = event.related_target().and_then(|next| next.dyn_into::<Element>().ok());
                if next.is_none_or(|next| next.closest(".menu").ok().flatten().is_none()) {
                    on_choose.run(None);
                }
            }>
            {item("Open", Choice::Open)}
            {menu.editable.then(|| item("Edit", Choice::EditForm))}
            {menu.editable.then(|| item("Log a contact now", Choice::LogContact))}
            {email.then(|| item("Copy email", Choice::CopyEmail))}
            {states}
        </div>
    }
}

type JsValueNumber = Result<wasm_bindgen::JsValue, wasm_bindgen::JsValue>;

/// Whole pixels: spelling a fraction would bring 10 KB of code.
#[expect(clippy::cast_possible_truncation, reason = "a window is smaller")]
const fn whole(pixels: f64) -> i32 {
    pixels as i32
}

/// Brings the focus to the next item, round the ends.
fn step(menu: &Element, from: Option<Element>, by: i32) {
    let Ok(items) = menu.query_selector_all("[role^=menuitem]") else { return };
    let count = items.length().cast_signed();
    let item = |place: i32| items.item(place.cast_unsigned()).and_then(|node| node.dyn_into::<HtmlElement>().ok());
    let here = from.and_then(|from| (0..count).find(|place| item(*place).is_some_and(|item| *item == from)));
    let place = here.map_or(if by > 0 { 0 } else { count - 1 }, |here| (here + by).rem_euclid(count.max(1)));
    if let Some(item) = item(place) {
        let _unmoved = item.focus();
    }
}
