//! Which rows of how many are shown, and the way to the others.

use leptos::prelude::*;

use super::format::count_text;
use crate::domain::cursor::Place;
use crate::domain::list::Count;
use crate::erased::live;

/// The number as people read it: with "≈" where it is an estimate.
pub fn count_label(count: Count) -> String {
    match count {
        Count::Unknown => "…".to_owned(),
        Count::About(count) => format!("≈ {}", count_text(count)),
        Count::Exactly(count) => count_text(count),
        Count::AtLeast(count) => format!("{}+", count_text(count)),
    }
}

/// Draws "26–50 of 200" and the buttons beside it.
#[component]
pub fn Pager(
    /// The place of the first row shown, from 1, as far as is known.
    first: usize,
    /// Rows shown.
    shown: usize,
    /// Rows in all.
    #[prop(into)]
    total: Signal<Count>,
    /// Where the rows before these are; `None` at the beginning.
    before: Option<Place>,
    /// Where the rows behind these are; `None` at the end.
    after: Option<Place>,
    /// Called with the place to go to, and with how many pages it is away.
    on_go: Callback<(Place, isize)>,
    /// Called when the exact number is wanted.
    on_count: Callback<()>,
) -> impl IntoView {
    let range = if shown == 0 {
        "No rows on this page".to_owned()
    } else {
        format!("{}–{}", count_text(first), count_text(first + shown - 1))
    };
    let exact = move || {
        matches!(total.get(), Count::About(_)).then(|| {
            view! { <button type="button" class="pager__count" on:click=move |_| on_count.run(())>"Count exactly"</button> }
        })
    };
    let go = move |place: Option<Place>, by: isize| {
        let wanted = place.clone();
        let press = move |_| {
            if let Some(place) = wanted.clone() {
                on_go.run((place, by));
            }
        };
        (place.is_none(), press)
    };
    let ((first_page, to_previous), (last_page, to_next)) = (go(before, -1), go(after, 1));
    view! {
        <nav class="pager" aria-label="Pages">
            <p class="pager__text" role="status">{range}" of "{live(move || count_label(total.get()))}</p>
            {live(exact)}
            <button type="button" class="button" disabled=first_page on:click=to_previous>"Previous"</button>
            <button type="button" class="button" disabled=last_page on:click=to_next>"Next"</button>
        </nav>
    }
}
