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

/// What is on screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// The place of the first row shown, from 1, as far as is known.
    pub first: usize,
    /// Rows shown.
    pub rows: usize,
    /// Where the rows before these are; `None` at the beginning.
    pub before: Option<Place>,
    /// Where the rows behind these are; `None` at the end.
    pub after: Option<Place>,
}

/// Draws "26–50 of 200" and the buttons beside it.
#[component]
pub fn Pager(
    /// What is on screen.
    #[prop(into)]
    shown: Signal<Shown>,
    /// Rows in all.
    #[prop(into)]
    total: Signal<Count>,
    /// Called with the place to go to, and with how many pages it is away.
    on_go: Callback<(Place, isize)>,
    /// Called when the exact number is wanted.
    on_count: Callback<()>,
) -> impl IntoView {
    let text = move || {
        let Shown { first, rows, .. } = *shown.read();
        if rows == 0 {
            return "No rows on this page".to_owned();
        }
        format!("{}–{} of {}", count_text(first), count_text(first + rows - 1), count_label(total.get()))
    };
    let about = Memo::new(move |_| matches!(total.get(), Count::About(_)));
    let exact = move || {
        about.get().then(|| {
            view! { <button type="button" class="pager__count" on:click=move |_| on_count.run(())>"Count exactly"</button> }
        })
    };
    let button = move |label: &'static str, place: fn(&Shown) -> &Option<Place>, by: isize| {
        let press = move |_| {
            if let Some(place) = shown.with_untracked(|shown| place(shown).clone()) {
                on_go.run((place, by));
            }
        };
        let ends = move || shown.with(|shown| place(shown).is_none());
        view! { <button type="button" class="button" disabled=ends on:click=press>{label}</button> }
    };
    view! {
        <nav class="pager" aria-label="Pages">
            <p class="pager__text" role="status">{live(text)}</p>
            {live(exact)}
            {button("Previous", |shown| &shown.before, -1)}
            {button("Next", |shown| &shown.after, 1)}
        </nav>
    }
}
