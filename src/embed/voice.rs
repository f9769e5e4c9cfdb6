//! What a tag tells the page that it stands on: events with identities and not records. They pass shadow boundaries, so
//! that a page hears them wherever the tag stands.

use clientele::state::ears::Ears;
use js_sys::{Array, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit, HtmlElement};

pub const SAVED: &str = "clientele-saved";
pub const SELECTED: &str = "clientele-selected";
pub const ERROR: &str = "clientele-error";
pub const BEFORE_SAVE: &str = "clientele-before-save";
pub const SESSION: &str = "clientele-session";

/// Tells the page of one tag, as a context.
#[derive(Clone, Copy)]
pub struct Voice(StoredValue<HtmlElement, LocalStorage>);

impl Voice {
    /// The voice of this element.
    pub fn of(element: HtmlElement) -> Self {
        Self(StoredValue::new_local(element))
    }

    /// Tells of something.
    pub fn say(self, name: &str, detail: &[(&str, JsValue)]) {
        self.tell(name, detail, false);
    }

    /// Something went wrong that the page may want to know of: a word for programs, a sentence for people.
    pub fn say_error(self, code: &str, message: &str) {
        self.say(ERROR, &[("code", code.into()), ("message", message.into())]);
    }

    /// Asks before something is done; `false` when the page does not want it.
    pub fn ask(self, name: &str, detail: &[(&str, JsValue)]) -> bool {
        self.tell(name, detail, true)
    }

    /// What the views tell it.
    pub fn ears(self) -> Ears {
        Ears {
            saved: Callback::new(move |(id, made): (uuid::Uuid, bool)| {
                self.say(SAVED, &[("id", id.to_string().into()), ("created", made.into())]);
            }),
            before_save: Callback::new(move |(id, fields): (uuid::Uuid, Vec<clientele::domain::field::Field>)| {
                let fields: Array = fields.iter().map(|field| JsValue::from_str(field.key())).collect();
                self.ask(BEFORE_SAVE, &[("id", id.to_string().into()), ("fields", fields.into())])
            }),
        }
    }

    fn tell(self, name: &str, detail: &[(&str, JsValue)], cancelable: bool) -> bool {
        let object = Object::new();
        for (key, value) in detail {
            // Setting a property of a plain object made here cannot fail.
            let _always = Reflect::set(&object, &(*key).into(), value);
        }
        let options = CustomEventInit::new();
        options.set_bubbles(true);
        options.set_composed(true);
        options.set_cancelable(cancelable);
        options.set_detail(&object);
        let event = CustomEvent::new_with_event_init_dict(name, &options);
        let told = self.0.try_with_value(|element| event.ok().and_then(|event| element.dispatch_event(&event).ok()));
        // Whoever cannot be asked has nothing against it.
        told.flatten().unwrap_or(true)
    }
}
