//! Whether any request of this program is under way. On somebody else's page whole sessions come and go with their tags;
//! what a request comes back to must still be there.

use std::cell::{Cell, RefCell};

use wasm_bindgen::closure::Closure;

thread_local! {
    static COUNT: Cell<u32> = const { Cell::new(0) };
    static AFTERWARDS: RefCell<Vec<Box<dyn FnOnce()>>> = const { RefCell::new(Vec::new()) };
}

/// Says that something is under way, as long as it is there.
#[derive(Debug)]
pub struct UnderWay(());

impl UnderWay {
    /// From now on.
    pub fn begin() -> Self {
        COUNT.set(COUNT.get().saturating_add(1));
        Self(())
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        COUNT.set(COUNT.get().saturating_sub(1));
        if COUNT.get() == 0 && AFTERWARDS.with_borrow(|acts| !acts.is_empty()) {
            look_later();
        }
    }
}

/// Does this once nothing is under way, and not before whoever waited has done what they waited for.
pub fn when_quiet(act: impl FnOnce() + 'static) {
    AFTERWARDS.with_borrow_mut(|acts| acts.push(Box::new(act)));
    if COUNT.get() == 0 {
        look_later();
    }
}

/// An answer's news goes around before the next task of the browser.
fn look_later() {
    let look = Closure::once_into_js(|| {
        if COUNT.get() == 0 {
            AFTERWARDS.take().into_iter().for_each(|act| act());
        }
    });
    if let Some(window) = web_sys::window() {
        let _always = window.set_timeout_with_callback(wasm_bindgen::JsCast::unchecked_ref(&look));
    }
}
