//! What the form of a client says of how it began, and of what became of its save.

use leptos::prelude::*;
use uuid::Uuid;

use crate::components::dom::focus;
use crate::components::here;
use crate::erased::live;
use crate::state::outbox::Outbox;

/// What there is to say above the form. `resumed`: with what it went on; `unkept`: the browser keeps no draft; `another`
/// puts the form away for a new one.
pub fn beginnings(
    resumed: RwSignal<Option<String>>,
    unkept: RwSignal<bool>,
    begin_again: Callback<()>,
    another: Option<Callback<()>>,
) -> AnyView {
    live(move || {
        let resumed = resumed.get().map(|text| {
            view! {
                <div class="note" data-kind="resumed" role="status">
                    <p class="note__text">{text}</p>
                    {another.map(|another| button("Begin another", another))}
                    {button("Throw them away", begin_again)}
                </div>
            }
        });
        let unkept = unkept.get().then(|| view! {
            <p class="note" role="status">"This browser keeps no drafts: its storage is full or blocked. Save before you leave."</p>
        });
        view! { {resumed}{unkept} }.into_any()
    })
}

/// What became of the last save, beside the button, where nothing that is being typed moves. `dirty`: something was typed
/// that is no part of it.
pub fn troubles(
    outbox: Outbox,
    id: Uuid,
    dirty: RwSignal<bool>,
    trouble: RwSignal<Option<String>>,
    take_back: Callback<()>,
) -> AnyView {
    // What is pressed here goes away with it.
    let at_save = |run: Callback<()>| {
        Callback::new(move |()| {
            if let Some(save) = here::find("form [type=submit]") {
                focus(&save);
            }
            run.run(());
        })
    };
    let again = at_save(Callback::new(move |()| outbox.flush()));
    let take_back = at_save(take_back);
    let since = move || dirty.get().then_some(" What you typed since is not part of it: save again to add it.");
    live(move || {
        let waits = outbox.waits(id) && !outbox.sending();
        let waiting = waits.then(|| view! {
            <div class="note" role="status">
                <p class="note__text">"Your save waits in this browser and goes out by itself when the server answers."{live(since)}</p>
                {button("Try now", again)}
                {button("Take it back", take_back)}
            </div>
        });
        let trouble = trouble.get().map(|text| view! {
            <p class="note" data-kind="failed" role="alert"><strong>"Not saved. "</strong>{text}" What you typed is still here."</p>
        });
        view! { {waiting}{trouble} }.into_any()
    })
}

/// A button of a note.
pub fn button(label: &'static str, press: Callback<()>) -> AnyView {
    view! { <button type="button" class="button" on:click=move |_| press.run(())>{label}</button> }.into_any()
}
