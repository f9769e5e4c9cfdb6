//! A column's width, by dragging the edge of its heading or with Alt and an arrow key.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::domain::field::Field;

/// One press of a key, in CSS pixels.
const STEP: i32 = 16;

/// Follows the pointer until it is let go.
pub fn drag(event: &PointerEvent, field: Field, on_resize: Callback<(Field, Option<u16>)>) {
    event.prevent_default();
    let grip = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some((grip, heading)) = grip.and_then(|grip| Some((grip.clone(), grip.closest("th").ok()??))) else { return };
    let start = heading.get_bounding_client_rect().width() - f64::from(event.client_x());
    let _uncaptured = grip.set_pointer_capture(event.pointer_id());
    let moving = window_event_listener(leptos::ev::pointermove, move |event| {
        on_resize.run((field, Some(width(start + f64::from(event.client_x())))));
    });
    // Whichever ends the drag takes both listeners away.
    let ends = StoredValue::new(vec![moving]);
    let end = move || ends.update_value(|listeners| listeners.drain(..).for_each(WindowListenerHandle::remove));
    let up = window_event_listener(leptos::ev::pointerup, move |_| end());
    let cancel = window_event_listener(leptos::ev::pointercancel, move |_| end());
    ends.update_value(|listeners| listeners.extend([up, cancel]));
}

/// Alt and an arrow key make the column wider or narrower.
pub fn resize_by_key(event: &KeyboardEvent, field: Field, on_resize: Callback<(Field, Option<u16>)>) {
    let by = match event.key().as_str() {
        "ArrowLeft" => -STEP,
        "ArrowRight" => STEP,
        _ => return,
    };
    let heading = event.target().and_then(|target| target.dyn_into::<Element>().ok()?.closest("th").ok()?);
    if let (true, Some(heading)) = (event.alt_key(), heading) {
        // In a browser, Alt and an arrow lead to another page.
        event.prevent_default();
        on_resize.run((field, Some(width(heading.get_bounding_client_rect().width() + f64::from(by)))));
    }
}

/// Rounded to whole pixels; the layout keeps it within its bounds.
fn width(pixels: f64) -> u16 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what fits")]
    let whole = pixels.round().clamp(0.0, f64::from(u16::MAX)) as u16;
    whole
}
