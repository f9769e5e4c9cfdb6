//! What the form of a client says of how it began, and of what became of its save.

use leptos::prelude::*;
use uuid::Uuid;

use crate::erased::live;
use crate::state::outbox::Outbox;

/// What there is to say above the form. `resumed`: with what it went on; `unkept`: the browser keeps no draft.
pub fn beginnings(resumed: RwSignal<Option<String>>, unkept: RwSignal<bool>, begin_again: Callback<()>) -> AnyView {
    live(move || {
        let resumed = resumed.get().map(|text| {
            view! {
                <div class="note" data-kind="resumed" role="status">
                    <p class="note__text">{text}</p>
                    <button type="button" class="button" on:click=move |_| begin_again.run(())>"Throw them away"</button>
                </div>
            }
        });
        let unkept = unkept.get().then(|| view! {
            <p class="note" role="status">"This browser keeps no drafts: its storage is full or blocked. Save before you leave."</p>
        });
        view! { {resumed}{unkept} }.into_any()
    })
}

/// What became of the last save, beside the button, where nothing that is being typed moves.
pub fn troubles(outbox: Outbox, id: Uuid, trouble: RwSignal<Option<String>>) -> AnyView {
    live(move || {
        let waits = outbox.waits(id) && !outbox.sending();
        let waiting = waits.then(|| view! {
            <div class="note" role="status">
                <p class="note__text">"Your save waits in this browser and goes out by itself when the server answers."</p>
                <button type="button" class="button" on:click=move |_| outbox.flush()>"Try now"</button>
            </div>
        });
        let trouble = trouble.get().map(|text| view! {
            <p class="note" data-kind="failed" role="alert"><strong>"Not saved. "</strong>{text}" What you typed is still here."</p>
        });
        view! { {waiting}{trouble} }.into_any()
    })
}
