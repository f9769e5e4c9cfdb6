//! What is chosen, exactly: so many clients, or all that match but some.

use leptos::prelude::*;

use super::format::count_text;
use super::pager::count_label;
use crate::domain::list::Count;
use crate::domain::selection::Selection;
use crate::erased::live;

/// Draws the bar while anything is chosen.
#[component]
pub fn SelectionBar(
    /// What is chosen.
    #[prop(into)]
    selection: Signal<Selection>,
    /// Rows in all.
    #[prop(into)]
    total: Signal<Count>,
    /// Whether every row on screen is chosen.
    #[prop(into)]
    all_shown: Signal<bool>,
    /// Called with another selection.
    on_select: Callback<Selection>,
) -> impl IntoView {
    let text = move || selection_text(&selection.read(), total.get());
    let further = move || {
        let more = total.get().number().is_none_or(|total| total > selection.read().listed());
        (all_shown.get() && !selection.read().is_all() && more).then(|| {
            let label = format!("Select all {} that match", count_label(total.get()));
            view! { <button type="button" class="button" on:click=move |_| on_select.run(Selection::everything())>{label}</button> }
        })
    };
    view! {
        <div class="bar" data-kind="selection" role="status" hidden=move || selection.read().is_empty()>
            <span class="bar__text">{live(text)}</span>
            {live(further)}
            <button type="button" class="button" on:click=move |_| on_select.run(Selection::default())>"Clear selection"</button>
        </div>
    }
}

fn selection_text(selection: &Selection, total: Count) -> String {
    let listed = selection.listed();
    match (selection.is_all(), listed) {
        (false, 1) => "1 client selected".to_owned(),
        (false, listed) => format!("{} clients selected", count_text(listed)),
        (true, 0) => format!("All {} clients that match are selected", count_label(total)),
        (true, listed) => {
            format!("All {} clients that match are selected, but {}", count_label(total), count_text(listed))
        }
    }
}
