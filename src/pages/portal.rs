//! `/portal`: a client's own record, in words for clients.

use leptos::prelude::*;

use super::client_more::part;
use super::portal_data::my_data;
use super::portal_proposals::proposals_of;
use super::portal_record::{head, record_groups};
use crate::api::error::Failure;
use crate::api::person::Person;
use crate::components::heading::Heading;
use crate::components::states::{Message, Skeleton};
use crate::domain::field::Field;
use crate::domain::lens::Lens;
use crate::domain::record::Record;
use crate::domain::related::IN_PORTAL;
use crate::domain::value::Value;
use crate::erased::live;
use crate::state::clients::{Clients, Team, use_clients};
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
            None => return clients.own().await,
        }?;
        Ok(with_name(&record, &clients.team().await.unwrap_or_default()))
    });
    let body = move || {
        match loaded.get() {
        None => view! { <Skeleton/> }.into_any(),
        Some(Ok(record)) => portal(clients, lens, record),
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

fn portal(clients: Clients, lens: Lens, record: Record) -> AnyView {
    let proposals = proposals_of(lens, record.id().filter(|_| lens.is_preview()));
    let related = record.id().map(|id| IN_PORTAL.iter().map(|kind| part(clients, id, kind)).collect::<Vec<_>>());
    view! {
        <div class="portal">
            {head(&record)}
            <div class="portal__columns">
                <div class="portal__column">{record_groups(&record)}</div>
                <div class="portal__column" data-aside="">{related} {my_data(clients, lens, record)}</div>
            </div>
            {proposals}
        </div>
    }
    .into_any()
}

/// The portal's window has the manager's name; whoever looks as a client has the identity instead.
fn with_name(record: &Record, team: &Team) -> Record {
    match record.value(Field::AssignedManager) {
        Some(Value::Id(id)) => {
            let name = team.get(id).map_or("Former colleague", String::as_str);
            record.with(Field::AssignedManager, Some(Value::Text(name.to_owned())))
        }
        _ => record.clone(),
    }
}
