//! One element on the page, from its attachment to its end. `element.js` makes it, tells it of new settings, and frees it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use clientele::api::tag_settings::Settings;
use clientele::components::here::{self, Within};
use js_sys::{Date, Function};
use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlElement, ShadowRoot};

use super::faces::Kind;
use super::frame::{self, Frame};

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

/// By these the person shows in which tag they are, and who is no person is kept out.
const TOUCHES: [&str; 5] = ["pointerdown", "keydown", "focusin", "click", "submit"];

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
            let ear = Ear { shadow: shadow.clone(), touched: touched.clone(), pressed: Cell::new(0.0) };
            Closure::<dyn Fn(Event)>::new(move |event: Event| ear.hear(&event))
        };
        for name in TOUCHES {
            // Before anything in the tag hears of it.
            shadow.add_event_listener_with_callback_and_bool(name, heard.as_ref().unchecked_ref(), true)?;
        }
        let view: UnmountHandle<_> = {
            let (settings, provider, given) = (settings.clone(), provider.clone(), Rc::clone(&given));
            let shadow = shadow.clone();
            // Made in the view, so that it goes with the view.
            mount_to(place, move || {
                provide_context(Within::new(shadow));
                frame::frame(Frame {
                    kind,
                    voice: Voice::of(element),
                    settings: settings.into(),
                    provider: provider.into(),
                    given: StoredValue::new_local(given),
                    touched: touched.into(),
                })
            })
        };
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

/// What hears everything that is done in a tag before the tag does.
struct Ear {
    shadow: ShadowRoot,
    touched: ArcRwSignal<u32>,
    /// When a person pressed a button that sends a form; what is sent follows at once.
    pressed: Cell<f64>,
}

impl Ear {
    fn hear(&self, event: &Event) {
        // A script of the page is not the person: it presses nothing that changes what they have.
        if !self.is_of_a_person(event) {
            event.prevent_default();
            event.stop_immediate_propagation();
        } else if event.is_trusted() && event.type_() != "submit" && !here::is_in(&self.shadow) {
            here::enter(Some(self.shadow.clone()));
            self.touched.update(|times| *times = times.wrapping_add(1));
        }
    }

    fn is_of_a_person(&self, event: &Event) -> bool {
        match event.type_().as_str() {
            "click" => {
                let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
                let on = |what: &str| {
                    target.as_ref().is_some_and(|target| target.closest(what).is_ok_and(|found| found.is_some()))
                };
                if event.is_trusted() && on(SENDS) {
                    self.pressed.set(Date::now());
                }
                event.is_trusted() || !on(ONLY_PEOPLE)
            }
            // `requestSubmit` makes one that is trusted like a person's; but a person's comes out of a click, also where
            // they press Enter in a field.
            "submit" => Date::now() - self.pressed.replace(0.0) < AT_ONCE,
            "keydown" => event.is_trusted(),
            _ => true,
        }
    }
}

/// What only a person may press: it may save, send, throw away, sign in or out.
const ONLY_PEOPLE: &str = "button, [role^=menuitem], input[type=submit]";

/// What sends a form.
const SENDS: &str = "[type=submit]";

/// In milliseconds, how soon after the click what it sends is sent.
const AT_ONCE: f64 = 1000.0;
