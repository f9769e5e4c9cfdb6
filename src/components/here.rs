//! The tree of elements in which the person is: the document, or the shadow of the tag on somebody's page that they last
//! touched. Elements are looked up here, so that what is drawn need not know where it stands.

use std::cell::{Cell, RefCell};

use leptos::prelude::{LocalStorage, StoredValue, WithValue, document, request_animation_frame};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, ShadowRoot};

use super::dom::focus;

thread_local! {
    static TAG: RefCell<Option<ShadowRoot>> = const { RefCell::new(None) };
    static EMBEDDED: Cell<bool> = const { Cell::new(false) };
}

/// This program draws tags on somebody else's page: its address, its title and its focus are not ours to change.
pub fn embed() {
    EMBEDDED.set(true);
}

/// Whether it does.
pub fn is_embedded() -> bool {
    EMBEDDED.get()
}

/// The person is in this tag now; `None`: in no tag.
pub fn enter(tag: Option<ShadowRoot>) {
    TAG.set(tag);
}

/// Whether the person is in this tag.
pub fn is_in(tag: &ShadowRoot) -> bool {
    TAG.with_borrow(|present| present.as_ref() == Some(tag))
}

/// Whether the person is in the tag that an element stands in.
pub fn is_around(element: &Element) -> bool {
    TAG.with_borrow(|tag| tag.as_ref().is_some_and(|tag| tag.contains(Some(element))))
}

/// The tag that a view is drawn in, as a context: what it hears of the whole page may concern another one. The application
/// has none.
#[derive(Clone, Copy)]
pub struct Within(StoredValue<ShadowRoot, LocalStorage>);

impl Within {
    /// In this tag.
    pub fn new(tag: ShadowRoot) -> Self {
        Self(StoredValue::new_local(tag))
    }

    /// Whether an element stands in it.
    pub fn holds(self, element: &Element) -> bool {
        self.0.try_with_value(|tag| tag.contains(Some(element))) == Some(true)
    }
}

/// The first element here that a selector names.
pub fn find(selector: &str) -> Option<Element> {
    TAG.with_borrow(|tag| match tag {
        Some(tag) => tag.query_selector(selector),
        None => document().query_selector(selector),
    })
    .ok()?
}

/// The same, as something that can take the focus.
pub fn find_html(selector: &str) -> Option<HtmlElement> {
    find(selector)?.dyn_into().ok()
}

/// The element here with this identity.
pub fn by_id(id: &str) -> Option<HtmlElement> {
    let element = TAG.with_borrow(|tag| match tag {
        Some(tag) => tag.get_element_by_id(id),
        None => document().get_element_by_id(id),
    });
    element?.dyn_into().ok()
}

/// The element that has the focus, in whichever shadow it stands.
pub fn active() -> Option<Element> {
    let mut active = document().active_element()?;
    while let Some(within) = active.shadow_root().and_then(|shadow| shadow.active_element()) {
        active = within;
    }
    Some(active)
}

/// Whether nothing has the focus: what had it is gone.
pub fn is_lost() -> bool {
    active().is_none_or(|active| active.tag_name() == "BODY")
}

/// Gives the focus to what takes the place of what the person has just pressed in its tag, where it went with that.
pub fn regains_focus(place: Element) {
    // Once it stands there.
    request_animation_frame(move || {
        if is_around(&place) && is_lost() {
            focus(&place);
        }
    });
}

/// The same, to what has this identity; in the application.
pub fn regains_focus_at(id: &'static str) {
    request_animation_frame(move || {
        if let Some(place) = by_id(id).filter(|_| is_lost()) {
            focus(&place);
        }
    });
}

/// What was touched, for who listens outside of the shadow that it stands in: there, the event names the tag alone.
pub fn touched(event: &Event) -> Option<Element> {
    event.composed_path().get(0).dyn_into().ok()
}
