//! A moment as people say it, with the exact one for whoever points at it or comes to it by keyboard.

use leptos::prelude::*;

use super::format::{moment_text, relative_text};
use crate::domain::calendar::Instant;

/// Draws "3 days ago".
pub fn moment(moment: Instant) -> AnyView {
    let iso = moment.to_string();
    let exact = moment_text(&iso);
    view! {
        <time class="moment" datetime=iso tabindex="0">
            {relative_text(moment)}<span class="moment__exact">{exact}</span>
        </time>
    }
    .into_any()
}
