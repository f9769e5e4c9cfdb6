//! The address bar, which follows the list's question.
//!
//! A browser takes milliseconds to change an address. A search is asked first, and its address is written when the rows
//! are on the screen or the person does the next thing, whichever comes first: nobody follows a link, goes back or
//! reloads from an address that is behind.

use std::time::Duration;

use leptos::ev;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::route::{Going, use_route};

/// How long the address may be behind while no rows come.
const BEHIND: Duration = Duration::from_secs(1);

/// Writes an address into the bar; with `true`, in place of the present one.
type Write = Box<dyn Fn(&str, bool) + Send + Sync>;

/// An address that is not in the bar yet.
struct Waiting {
    address: String,
    replace: bool,
    timeout: Option<TimeoutHandle>,
}

/// The bar.
#[derive(Clone, Copy)]
pub struct AddressBar {
    write: StoredValue<Write>,
    waiting: StoredValue<Option<Waiting>>,
}

impl AddressBar {
    /// The bar of the present page. `settled` is called when nothing waits any more: the bar itself says what is asked.
    pub fn new(settled: impl Fn() + Copy + Send + Sync + 'static) -> Self {
        let route = use_route();
        let write = move |address: &str, replace: bool| {
            route.lead(address, Going { replace, still: true });
            settled();
        };
        let bar = Self { write: StoredValue::new(Box::new(write)), waiting: StoredValue::new(None) };
        let next = Closure::<dyn Fn()>::new(move || bar.catch_up());
        for event in NEXT {
            // Before anybody else hears of it.
            let _always =
                window().add_event_listener_with_callback_and_bool(event, next.as_ref().unchecked_ref(), true);
        }
        let next = StoredValue::new_local(next);
        // Wherever Back has led, an older question's address is not to be written there.
        let back = window_event_listener(ev::popstate, move |_| {
            bar.forget();
            settled();
        });
        on_cleanup(move || {
            back.remove();
            bar.forget();
            next.try_with_value(|next| {
                for event in NEXT {
                    let _always = window().remove_event_listener_with_callback_and_bool(
                        event,
                        next.as_ref().unchecked_ref(),
                        true,
                    );
                }
            });
        });
        bar
    }

    /// Shows an address soon: one that is to take the place of the present one when the rows stand, a new one at once,
    /// once what is going on has been done.
    pub fn show(self, address: String, replace: bool) {
        let older = self.take();
        if let Some(older) = older.filter(|older| !(older.replace && replace)) {
            self.write.with_value(|write| write(&older.address, older.replace));
        }
        let delay = if replace { BEHIND } else { Duration::ZERO };
        let timeout = set_timeout_with_handle(move || self.catch_up(), delay).ok();
        self.waiting.set_value(Some(Waiting { address, replace, timeout }));
    }

    /// The rows are in the document: the address follows once they are on the screen.
    pub fn drawn(self) {
        if self.waiting.with_value(Option::is_some) {
            request_animation_frame(move || set_timeout(move || self.catch_up(), Duration::ZERO));
        }
    }

    fn catch_up(self) {
        if let Some(Waiting { address, replace, .. }) = self.take() {
            self.write.with_value(|write| write(&address, replace));
        }
    }

    fn forget(self) {
        drop(self.take());
    }

    fn take(self) -> Option<Waiting> {
        let waiting = self.waiting.try_update_value(Option::take).flatten()?;
        if let Some(timeout) = &waiting.timeout {
            timeout.clear();
        }
        Some(waiting)
    }
}

/// What somebody does next begins with one of these.
const NEXT: [&str; 3] = ["pointerdown", "keydown", "click"];
