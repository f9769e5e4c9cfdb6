//! Messages about what just happened, in a corner and to screen readers.

use leptos::prelude::*;

use super::heading::focus_heading;
use super::here;

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    pub id: u32,
    pub text: String,
    /// What can be done about it.
    pub act: Option<&'static str>,
}

/// Draws the messages; each can be dismissed.
#[component]
pub fn Toasts(
    /// Oldest first.
    #[prop(into)]
    list: Signal<Vec<Toast>>,
    /// Called with the identity of the one whose button was pressed.
    on_act: Callback<u32>,
    /// Called with the identity of the one to take away.
    on_dismiss: Callback<u32>,
) -> impl IntoView {
    let away = move |called: Callback<u32>, id: u32| {
        called.run(id);
        // What is pressed goes with its message.
        focus_heading();
    };
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || list.get() key=|toast| toast.id let(Toast { id, text, act })>
                <p class="toast">
                    <span class="toast__text">{text}</span>
                    {act.map(|label| view! { <button type="button" class="toast__act" on:click=move |_| away(on_act, id)>{label}</button> })}
                    <button type="button" class="toast__close" aria-label="Dismiss" on:click=move |_| away(on_dismiss, id)>"×"</button>
                </p>
            </For>
        </div>
    }
}

/// Whether somebody is at the messages: none may go from under a pointer or the focus.
pub fn are_held() -> bool {
    here::find(".toasts:hover, .toasts:focus-within").is_some()
}
