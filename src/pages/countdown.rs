//! A wait that a person can watch: a button says how long it lasts and is free when it is over.

use std::time::Duration;

use leptos::leptos_dom::helpers::IntervalHandle;
use leptos::prelude::*;

use crate::erased::live;
use crate::state::tokens::now;

/// A wait, or none.
#[derive(Clone, Copy)]
pub struct Countdown {
    left: RwSignal<i64>,
    /// What is read out: once when it begins and once when it is over, and not every second.
    said: RwSignal<String>,
    clock: StoredValue<Option<IntervalHandle>>,
}

impl Countdown {
    /// No wait yet.
    pub fn new() -> Self {
        let clock = StoredValue::new(None::<IntervalHandle>);
        on_cleanup(move || clock.try_get_value().flatten().iter().for_each(IntervalHandle::clear));
        Self { left: RwSignal::new(0), said: RwSignal::new(String::new()), clock }
    }

    /// Waits for so many seconds from now; what can then be done again is `what`.
    pub fn begin(self, seconds: u32, what: &'static str) {
        // By the clock: a page in the background is not woken every second.
        let until = now() + i64::from(seconds) * 1000;
        self.left.try_set(i64::from(seconds));
        self.said.try_set(format!("You can {what} in {seconds} seconds."));
        let tick = move || {
            let left = (until - now() + 999).div_euclid(1000).clamp(0, i64::from(seconds));
            if self.left.try_set(left).is_none() && left == 0 {
                self.said.try_set(format!("You can {what} now."));
                self.stop();
            }
        };
        self.stop();
        let clock = set_interval_with_handle(tick, Duration::from_secs(1)).ok();
        self.clock.try_update_value(|before| *before = clock);
    }

    /// Whether it still lasts, tracked.
    pub fn lasts(self) -> bool {
        self.left.get() > 0
    }

    /// Draws the seconds behind a button's words.
    pub fn seconds(self) -> AnyView {
        let seconds = move || Some(self.left.get()).filter(|left| *left > 0).map(|left| format!(" · {left} s"));
        view! { <span class="sign-in__seconds" aria-hidden="true">{live(seconds)}</span> }.into_any()
    }

    /// Draws what is read out.
    pub fn status(self) -> AnyView {
        view! { <p class="visually-hidden" role="status">{live(move || self.said.get())}</p> }.into_any()
    }

    fn stop(self) {
        self.clock.try_update_value(|clock| {
            if let Some(clock) = clock.take() {
                clock.clear();
            }
        });
    }
}
