//! Loading the client that the address names: what the record's page and its form both begin with.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use uuid::Uuid;

use crate::api::error::Failure;
use crate::api::origin::{self, FROM};
use crate::components::heading::Heading;
use crate::components::states::{Message, Skeleton};
use crate::domain::lens::Lens;
use crate::domain::record::Record;
use crate::erased::live;
use crate::state::clients::{Clients, Team, use_clients};
use crate::state::load::{Loaded, Meanwhile, load, load_once};

/// The client's record.
pub type LoadedRecord = Loaded<Result<Record, Failure>>;

/// The names of the agency's people.
pub type LoadedTeam = Loaded<Result<Team, Failure>>;

/// Loads the client that the address names, and the people whose names it shows.
pub fn load_client(clients: Clients, meanwhile: Meanwhile) -> (LoadedRecord, LoadedTeam) {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").and_then(|id| id.parse::<Uuid>().ok()));
    (load(id, meanwhile, move |id| read(clients, id)), load_once(move || clients.team()))
}

/// Loads the client that the address names and draws it, or says why not.
pub fn with_client(lens: Lens, draw: impl Fn(Record, Team) -> AnyView + Clone + Send + Sync + 'static) -> AnyView {
    let (loaded, team) = load_client(use_clients(lens), Meanwhile::Clear);
    let body = move || match (loaded.get(), team.get()) {
        (Some(Err(failure)), _) => unavailable(failure, loaded),
        (Some(Ok(record)), Some(team)) => draw(record, team.unwrap_or_default()),
        _ => view! { <Skeleton/> }.into_any(),
    };
    let params = use_query_map();
    let list = move || origin::list(params.read().get(FROM).as_deref());
    view! {
        <nav class="crumbs" aria-label="Breadcrumb"><a href=list>"Clients"</a></nav>
        {live(body)}
    }
    .into_any()
}

/// Says why the client is not shown. One that is not there looks like one that is not one's own.
pub fn unavailable(failure: Failure, loaded: LoadedRecord) -> AnyView {
    let gone = matches!(failure, Failure::NotFound | Failure::Forbidden);
    let (kind, title) =
        if gone { ("forbidden", "This client is not here") } else { ("failed", "The client could not be loaded") };
    view! {
        <Heading text=title/>
        <Message kind title=title text=failure.to_string()>
            {(!gone).then(|| view! { <button type="button" class="button" on:click=move |_| loaded.again()>"Try again"</button> })}
        </Message>
    }
    .into_any()
}

async fn read(clients: Clients, id: Option<Uuid>) -> Result<Record, Failure> {
    clients.client(id.ok_or(Failure::NotFound)?).await
}
