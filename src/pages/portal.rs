//! `/portal`: a client's own record.

use leptos::prelude::*;

use crate::api::error::Failure;
use crate::api::person::Person;
use crate::components::heading::Heading;
use crate::components::record_view::RecordView;
use crate::components::states::{Message, Skeleton};
use crate::domain::lens::Lens;
use crate::erased::live;
use crate::state::clients::{Team, use_clients};
use crate::state::load::load_once;
use crate::state::preview::use_preview;

/// Draws the record of the signed-in client.
pub fn portal_page(_person: Person, lens: Lens) -> AnyView {
    let clients = use_clients(lens);
    // Looking as a client: the one whose page the preview was begun on.
    let looked_at = use_preview().looking().and_then(|looking| looking.client);
    let loaded = load_once(move || async move {
        let record = match looked_at {
            Some(id) => clients.client(id).await,
            None if lens.is_preview() => Err(Failure::NotFound),
            None => clients.own().await,
        }?;
        // The portal's window has the manager's name; whoever looks as a client has the identity instead.
        let team = if lens.is_preview() { clients.team().await.unwrap_or_default() } else { Team::new() };
        Ok((record, team))
    });
    let body = move || {
        match loaded.get() {
        None => view! { <Skeleton/> }.into_any(),
        Some(Ok((record, team))) => {
            let name_of = |id| team.get(&id).cloned();
            view! {
                <div class="page__head"><Heading text=record.title()/></div>
                <RecordView role=lens.shown() record=&record name_of=&name_of/>
            }
            .into_any()
        }
        Some(Err(Failure::NotFound)) => view! {
            <Heading text="Your record"/>
            <Message kind="empty" title="There is no record for you yet" text="Ask your agency to link your address to your record."/>
        }
        .into_any(),
        Some(Err(failure)) => view! {
            <Heading text="Your record"/>
            <Message kind="failed" title="Your record could not be loaded" text=failure.to_string()>
                <button type="button" class="button" on:click=move |_| loaded.again()>"Try again"</button>
            </Message>
        }
        .into_any(),
    }
    };
    live(body)
}
