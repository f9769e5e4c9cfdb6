//! On a record's page: what somebody typed into its form and has not saved.

use leptos::prelude::*;
use uuid::Uuid;

use super::client::ClientPage;
use super::client_notes::button;
use crate::components::format::relative_text;
use crate::components::heading::focus_heading;
use crate::domain::kept::Kept;
use crate::erased::live;
use crate::state::drafts::Drafts;

/// Draws the way back to the form; nothing where there is no draft. Whoever may not edit the client any more is told so, and
/// sees what they typed, as far as they may read it.
pub fn draft_note(page: ClientPage, id: Uuid) -> Option<AnyView> {
    // Whoever looks as somebody else has typed nothing as them.
    if page.lens.is_preview() {
        return None;
    }
    let drafts = StoredValue::new(page.person.with_value(|person| Drafts::of(&person.user_id)));
    let role = page.lens.shown();
    let thrown = RwSignal::new(false);
    let throw_away = Callback::new(move |()| {
        drafts.with_value(|drafts| drafts.remove(id));
        focus_heading();
        thrown.update(|thrown| *thrown = !*thrown);
    });
    let note = move || {
        thrown.track();
        let waits = page.outbox.waits(id);
        let record = page.record.get().filter(|record| record.id() == Some(id))?;
        let form = page.form();
        let kept = drafts.with_value(|drafts| match form {
            Some(_) => drafts.narrowed(id, |kept| kept.within(role, Some(&record))),
            None => drafts.narrowed(id, |kept| kept.readable(role)),
        });
        let waiting = waits.then_some("Your save of this client waits for the server. ");
        let unsaved = kept.as_ref().map(|kept| {
            let typed = if waits { "What you typed since is" } else { "You have changes to this client that are" };
            let why = if form.is_none() { " You may not edit this client any more." } else { "" };
            format!("{typed} not saved (last typed: {}).{why}", relative_text(kept.at))
        });
        (waits || kept.is_some()).then(|| {
            let lost = kept.as_ref().filter(|_| form.is_none()).map(typed);
            view! {
                <div class="note" data-kind="resumed">
                    <div class="note__text"><p>{waiting}{unsaved}</p>{lost}</div>
                    {form.map(|form| view! { <a class="button" href=form>"Go on"</a> })}
                    {kept.map(|_| button("Throw them away", throw_away))}
                </div>
            }
            .into_any()
        })
    };
    Some(live(note))
}

/// What was typed, to be read and handed on.
fn typed(kept: &Kept) -> AnyView {
    let line = |(field, text): (&crate::domain::field::Field, &String)| {
        view! { <li>{field.label()}": "{text.clone()}</li> }.into_any()
    };
    view! { <ul class="note__list">{kept.texts.iter().map(line).collect::<Vec<_>>()}</ul> }.into_any()
}
