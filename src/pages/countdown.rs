//! A wait that a person can watch: a button says how long it lasts and is free when it is over.

use std::time::Duration;

use leptos::prelude::*;

use crate::erased::live;
use crate::state::tokens::now;

/// A wait, or none.
#[derive(Clone, Copy)]
pub struct Countdown {
    left: RwSignal<i64>,
    /// Unix milliseconds. By the clock: a page in the background is not woken every second.
    until: RwSignal<i64>,
    /// What is read out: once when it begins and once when it is over, and not every second.
    said: RwSignal<String>,
}

impl Countdown {
    /// No wait yet.
    pub fn new() -> Self {
        Self { left: RwSignal::new(0), until: RwSignal::new(0), said: RwSignal::new(String::new()) }
    }

    /// Waits for so many seconds from now; what can then be done again is `what`.
    pub fn begin(self, seconds: u32, what: &'static str) {
        let until = now() + i64::from(seconds) * 1000;
        self.until.try_set(until);
        self.left.try_set(i64::from(seconds));
        self.said.try_set(format!("You can {what} in {seconds} seconds."));
        self.tick(until, what);
    }

    fn tick(self, until: i64, what: &'static str) {
        let tick = move || {
            // Another wait has begun, or the page has gone.
            if self.until.try_get_untracked() != Some(until) {
                return;
            }
            let left = (until - now() + 999).div_euclid(1000).max(0);
            self.left.set(left);
            if left > 0 {
                self.tick(until, what);
            } else {
                self.said.set(format!("You can {what} now."));
            }
        };
        set_timeout(tick, Duration::from_secs(1));
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
}
