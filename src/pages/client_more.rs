//! What stands beside the record: what hangs on the client, and what happened to it. Each part is loaded by itself once
//! the record is there, and has its own way of failing.

use leptos::prelude::*;
use uuid::Uuid;

use super::client::ClientPage;
use crate::api::error::Failure;
use crate::components::heading::focus_heading;
use crate::components::related_list::related_list;
use crate::components::timeline::timeline;
use crate::domain::record::Record;
use crate::domain::related::{RELATED, Related};
use crate::erased::live;
use crate::state::clients::Clients;
use crate::state::load::load_once;
use crate::state::past::Past;

/// Draws what hangs on the client.
pub fn related_lists(page: ClientPage, id: Uuid) -> AnyView {
    RELATED.iter().map(|related| part(page.clients, id, related)).collect::<Vec<_>>().into_any()
}

/// Draws one kind of what hangs on the client.
pub fn part(clients: Clients, id: Uuid, related: &'static Related) -> AnyView {
    let loaded = load_once(move || clients.related(related, id));
    let content = move || match loaded.get() {
        None => loading(),
        Some(Ok(rows)) => related_list(related, &rows),
        Some(Err(failure)) => failed(&failure, Callback::new(move |()| loaded.again())),
    };
    view! {
        <section class="related">
            <h2 class="record__heading">{related.label}</h2>
            {live(content)}
        </section>
    }
    .into_any()
}

/// Draws what happened to the client.
pub fn past(page: ClientPage, id: Uuid) -> AnyView {
    let version = Memo::new(move |_| page.record.with(|record| record.as_ref().and_then(Record::version)));
    let past = Past::new(page.lens, id, version);
    let changes = move || match past.get() {
        None => loading(),
        Some((history, failure)) => {
            let name_of = |id| page.name_of(id);
            let failed = failure.map(|failure| failed(&failure, Callback::new(move |()| past.again())));
            let shown = (failed.is_none() || !history.changes.is_empty()).then(|| timeline(&history.changes, &name_of));
            view! { {shown} {failed} }.into_any()
        }
    };
    view! {
        <section class="related" aria-labelledby="history-title">
            <h2 class="record__heading" id="history-title">"History"</h2>
            {live(changes)}
            <button type="button" class="button" hidden=move || !past.has_older() on:click=move |_| past.read_on()>"Show older"</button>
        </section>
    }
    .into_any()
}

fn loading() -> AnyView {
    view! { <p class="related__none" data-waiting="" role="status">"Loading…"</p> }.into_any()
}

fn failed(failure: &Failure, again: Callback<()>) -> AnyView {
    let press = move |_| {
        again.run(());
        focus_heading();
    };
    view! {
        <div class="related__failed" role="alert">
            <p>"This could not be loaded. " {failure.to_string()}</p>
            <button type="button" class="button" on:click=press>"Try again"</button>
        </div>
    }
    .into_any()
}
