//! One element on the page, from its attachment to its end. `element.js` makes it, tells it of new settings, and frees it.

use std::cell::RefCell;
use std::rc::Rc;

use clientele::components::here;
use js_sys::Function;
use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlElement, ShadowRoot};

use super::faces::Kind;
use super::frame::{self, Frame};
use super::settings::Settings;
use super::voice::Voice;

/// What a tag draws into its shadow, while it stands in a document.
#[wasm_bindgen]
pub struct Tag {
    settings: ArcRwSignal<Settings>,
    provider: ArcRwSignal<u32>,
    given: Rc<RefCell<Option<Function>>>,
    shadow: ShadowRoot,
    heard: Closure<dyn Fn(Event)>,
    _view: Box<dyn std::any::Any>,
}

/// By these the person shows in which tag they are. `click` is heard to keep out who is no person.
const TOUCHES: [&str; 4] = ["pointerdown", "keydown", "focusin", "click"];

#[wasm_bindgen]
impl Tag {
    /// Draws `kind` (the tag's name without `clientele-`) into `place`, which stands in the element's shadow. `settings` is
    /// a JSON object of its attributes, `get_token` what is asked for the page's own session.
    #[wasm_bindgen(constructor)]
    pub fn new(
        kind: &str,
        element: HtmlElement,
        shadow: ShadowRoot,
        place: HtmlElement,
        settings: &str,
        get_token: Option<Function>,
    ) -> Result<Tag, JsValue> {
        let kind = Kind::from_name(kind).ok_or_else(|| JsValue::from_str("there is no such tag"))?;
        let settings = ArcRwSignal::new(Settings::from_json(settings));
        let provider = ArcRwSignal::new(0);
        let given = Rc::new(RefCell::new(get_token));
        let touched = ArcRwSignal::new(0_u32);
        let heard = {
            let (shadow, touched) = (shadow.clone(), touched.clone());
            Closure::<dyn Fn(Event)>::new(move |event: Event| hear(&shadow, &touched, &event))
        };
        for name in TOUCHES {
            // Before anything in the tag hears of it.
            shadow.add_event_listener_with_callback_and_bool(name, heard.as_ref().unchecked_ref(), true)?;
        }
        let frame = Frame {
            kind,
            voice: Voice::of(element),
            settings: settings.clone().into(),
            provider: provider.clone().into(),
            given: StoredValue::new_local(Rc::clone(&given)),
            touched: touched.into(),
        };
        let view: UnmountHandle<_> = mount_to(place, move || frame::frame(frame));
        Ok(Self { settings, provider, given, shadow, heard, _view: Box::new(view) })
    }

    /// The page asks for something else, or hands in another session.
    pub fn set(&self, settings: &str, get_token: Option<Function>) {
        let settings = Settings::from_json(settings);
        if *self.settings.read_untracked() != settings {
            self.settings.set(settings);
        }
        if *self.given.borrow() != get_token {
            self.given.replace(get_token);
            self.provider.update(|number| *number = number.wrapping_add(1));
        }
    }
}

impl Drop for Tag {
    fn drop(&mut self) {
        if here::is_in(&self.shadow) {
            here::enter(None);
        }
        for name in TOUCHES {
            let _always = self.shadow.remove_event_listener_with_callback_and_bool(
                name,
                self.heard.as_ref().unchecked_ref(),
                true,
            );
        }
    }
}

fn hear(shadow: &ShadowRoot, touched: &ArcRwSignal<u32>, event: &Event) {
    if event.type_() == "click" {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let acts = target.is_some_and(|target| target.closest(ONLY_PEOPLE).is_ok_and(|acts| acts.is_some()));
        // A script of the page is not the person, and presses nothing that changes what they have.
        if acts && !event.is_trusted() {
            event.prevent_default();
            event.stop_immediate_propagation();
        }
        return;
    }
    if event.is_trusted() && !here::is_in(shadow) {
        here::enter(Some(shadow.clone()));
        touched.update(|times| *times = times.wrapping_add(1));
    }
}

/// What only a person may press: it saves, sends, throws away, signs in or out.
const ONLY_PEOPLE: &str = "[type=submit], [data-danger], [data-acts], [role^=menuitem], .edits button, .note button";
