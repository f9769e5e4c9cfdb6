//! Closures without a type of their own.
//!
//! Every closure in a view, and every effect, makes the compiler write the machinery around it once more: two kilobytes
//! each. Behind a pointer they share it: 8 KB (brotli) less to download.

use leptos::prelude::*;

/// A part of a view that is drawn again whenever a signal that it reads changes.
pub fn live<V: IntoAny + 'static>(draw: impl Fn() -> V + Send + 'static) -> AnyView {
    fn shared(draw: Box<dyn Fn() -> AnyView + Send>) -> AnyView {
        (move || draw()).into_any()
    }
    shared(Box::new(move || draw().into_any()))
}

/// Runs when the view is there, and whenever a signal that it reads changes.
pub fn effect(run: impl FnMut() + 'static) {
    fn shared(mut run: Box<dyn FnMut()>) {
        Effect::new(move |_| run());
    }
    shared(Box::new(run));
}
