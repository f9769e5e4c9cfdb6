//! On a record's page: what somebody typed into its form and has not saved.

use leptos::prelude::*;
use uuid::Uuid;

use crate::api::person::Person;
use crate::components::format::relative_text;
use crate::state::drafts::Drafts;

/// Draws the way back to the form; nothing where there is no draft.
pub fn draft_note(person: &Person, id: Uuid) -> Option<AnyView> {
    let drafts = Drafts::of(&person.user_id);
    let kept = drafts.get(id)?;
    let gone = RwSignal::new(false);
    let text = if kept.waits {
        "Your save of this client waits for the server.".to_owned()
    } else {
        format!("You have changes to this client that are not saved (last typed: {}).", relative_text(kept.at))
    };
    let throw_away = move |_| {
        drafts.remove(id);
        gone.set(true);
    };
    let note = view! {
        <div class="note" data-kind="resumed" hidden=move || gone.get()>
            <p class="note__text">{text}</p>
            <a class="button" href=format!("/admin/clients/{id}/edit")>"Go on"</a>
            {(!kept.waits).then(|| view! { <button type="button" class="button" on:click=throw_away>"Throw them away"</button> })}
        </div>
    };
    Some(note.into_any())
}
