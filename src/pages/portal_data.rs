//! What a client takes away: their data as a file, or the page on paper.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::error::Failure;
use crate::api::proposals;
use crate::api::related::{AT_ONCE, rows};
use crate::components::file::save;
use crate::domain::lens::Lens;
use crate::domain::my_data::{Rows, as_csv, as_json};
use crate::domain::record::Record;
use crate::domain::related::{PROPOSALS, RELATED};
use crate::erased::live;
use crate::state::clients::Clients;

/// A kind of file.
#[derive(Clone, Copy)]
struct Format {
    name: &'static str,
    mime: &'static str,
    write: fn(Lens, &Record, &Rows) -> String,
}

const JSON: Format = Format { name: "my-data.json", mime: "application/json", write: as_json };
const CSV: Format = Format { name: "my-data.csv", mime: "text/csv", write: as_csv };

/// Draws the ways to take the data away.
pub fn my_data(clients: Clients, lens: Lens, record: Record) -> AnyView {
    let record = StoredValue::new(record);
    let preparing = RwSignal::new(false);
    let failed = RwSignal::new(None::<Failure>);
    let take = move |format: Format| {
        if preparing.get_untracked() {
            return;
        }
        preparing.set(true);
        failed.set(None);
        spawn_local(async move {
            let taken = gather(clients, lens, &record.get_value()).await;
            // Whoever has left the page by then wants nothing of it.
            let Some(record) = record.try_get_value() else { return };
            let saved = taken.and_then(|rows| {
                let saved = save(format.name, format.mime, &(format.write)(lens, &record, &rows));
                saved.ok_or(Failure::Malformed)
            });
            preparing.set(false);
            failed.set(saved.err());
        });
    };
    let print = |_| {
        // A browser that prints nothing shows nothing.
        let _unprinted = window().print();
    };
    let said = move || {
        match failed.get() {
        Some(failure) => view! { <p class="portal__failed" role="alert">"Your data could not be prepared. " {failure.to_string()}</p> }.into_any(),
        None if preparing.get() => view! { <p class="related__none" data-waiting="" role="status">"Preparing…"</p> }.into_any(),
        None => ().into_any(),
    }
    };
    view! {
        <section class="related portal__data">
            <h2 class="record__heading">"Your data"</h2>
            <p class="portal__quiet">"Everything on this page and all that belongs to it, to keep."</p>
            <div class="portal__ways">
                <button type="button" class="button" on:click=move |_| take(CSV)>"Download CSV"</button>
                <button type="button" class="button" on:click=move |_| take(JSON)>"Download JSON"</button>
                <button type="button" class="button" on:click=print>"Print"</button>
            </div>
            {live(said)}
        </section>
    }
    .into_any()
}

async fn gather(clients: Clients, lens: Lens, record: &Record) -> Result<Rows, Failure> {
    let mut all = Rows::new();
    if let Some(id) = record.id() {
        for related in &RELATED {
            let rows = clients.all(|from| rows(lens, related, id, from, AT_ONCE)).await?;
            all.push((related.label, related.columns, rows));
        }
        let looked_at = lens.is_preview().then_some(id);
        let proposed = clients.all(|from| proposals::all(looked_at, from)).await?;
        all.push(("Proposals", &PROPOSALS, proposed));
    }
    Ok(all)
}
