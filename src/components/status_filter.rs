//! The status filter: one toggle per status, and one for all.

use leptos::prelude::*;

use crate::domain::choice::STATUS;
use crate::domain::list::ListQuery;

/// Draws the toggles and reports the query that a press leads to.
#[component]
pub fn StatusFilter(
    /// The present question.
    #[prop(into)]
    query: Signal<ListQuery>,
    /// Called with the new question.
    on_change: Callback<ListQuery>,
) -> impl IntoView {
    let all = move || STATUS.iter().all(|choice| !query.read().has_status(choice.wire));
    let show_all = move |_| on_change.run(query.get_untracked().without_status());
    let toggles = STATUS.iter().map(|choice| {
        let chosen = move || query.read().has_status(choice.wire);
        let toggle = move |_| {
            let query = query.get_untracked();
            let chosen = query.has_status(choice.wire);
            on_change.run(query.with_status(choice.wire, !chosen));
        };
        view! {
            <button type="button" class="chip" aria-pressed=move || chosen().to_string() on:click=toggle>
                {choice.label}
            </button>
        }
    });
    view! {
        <div class="chips" role="group" aria-label="Status">
            <button type="button" class="chip" aria-pressed=move || all().to_string() on:click=show_all>"All"</button>
            {toggles.collect_view()}
        </div>
    }
}
