//! The views of the list, as links: each is an address.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::erased::effect;

/// One view.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Tab {
    /// A saved view's id, or a built-in one's word.
    pub key: String,
    pub label: String,
    pub href: String,
    /// What there is to say beside its name.
    pub title: Option<String>,
}

/// Draws a link per view.
#[component]
pub fn ViewTabs(
    /// The views in their order.
    #[prop(into)]
    tabs: Signal<Vec<Tab>>,
    /// The key of the one whose question is asked.
    #[prop(into)]
    current: Signal<Option<String>>,
) -> impl IntoView {
    let nav = NodeRef::<html::Nav>::new();
    effect(move || {
        tabs.track();
        if let (Some(nav), true) = (nav.get(), current.read().is_some()) {
            request_animation_frame(move || show_current(&nav));
        }
    });
    view! {
        <nav class="view-tabs" aria-label="Views" node_ref=nav>
            <For each=move || tabs.get() key=Tab::clone let(tab)>{link(tab, current)}</For>
        </nav>
    }
}

fn link(tab: Tab, current: Signal<Option<String>>) -> AnyView {
    let Tab { key, label, href, title } = tab;
    let is_current = move || (current.read().as_ref() == Some(&key)).then_some("page");
    view! { <a class="view-tabs__tab" href=href title=title aria-current=is_current>{label}</a> }.into_any()
}

/// On a small screen the row of views is longer than what is seen of it.
fn show_current(nav: &Element) {
    let Ok(Some(tab)) = nav.query_selector("[aria-current]") else { return };
    let (frame, place) = (nav.get_bounding_client_rect(), tab.get_bounding_client_rect());
    let beyond = (place.right() - frame.right()).max(0.0) + (place.left() - frame.left()).min(0.0);
    if beyond != 0.0
        && let Some(nav) = nav.dyn_ref::<web_sys::HtmlElement>()
    {
        #[expect(clippy::cast_possible_truncation, reason = "pixels of a screen")]
        nav.set_scroll_left(nav.scroll_left() + beyond as i32);
    }
}
