//! What stands below the rows of a list without pages.

use leptos::prelude::*;

use crate::erased::live;

/// Draws whether more is coming, has failed, or was all.
#[component]
pub fn ListRest(
    /// What is the case.
    #[prop(into)]
    text: Signal<String>,
    /// Whether reading on failed.
    #[prop(into)]
    failed: Signal<bool>,
    /// Called to try once more.
    on_again: Callback<()>,
) -> impl IntoView {
    view! {
        <p class="list__rest" role="status">
            {live(move || text.get())}
            {live(move || failed.get().then(|| view! {
                <button type="button" class="button" on:click=move |_| on_again.run(())>"Try again"</button>
            }))}
        </p>
    }
}
