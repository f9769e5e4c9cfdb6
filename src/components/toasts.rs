//! Messages about what just happened, in a corner and to screen readers.

use leptos::prelude::*;

/// Draws the messages; each can be dismissed.
#[component]
pub fn Toasts(
    /// Identity and text, oldest first.
    #[prop(into)]
    list: Signal<Vec<(u32, String)>>,
    /// Called with the identity of the one to take away.
    on_dismiss: Callback<u32>,
) -> impl IntoView {
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || list.get() key=|(id, _)| *id let((id, text))>
                <p class="toast">
                    <span>{text}</span>
                    <button type="button" class="toast__close" aria-label="Dismiss" on:click=move |_| on_dismiss.run(id)>"×"</button>
                </p>
            </For>
        </div>
    }
}
