//! Loading the client that the address names: what the record's page and its form both begin with.

use std::sync::Arc;

use leptos::prelude::*;
use uuid::Uuid;

use crate::api::error::Failure;
use crate::components::client_rows::Names;
use crate::components::heading::Heading;
use crate::components::states::Message;
use crate::domain::record::Record;
use crate::state::clients::{Clients, Team};
use crate::state::load::{Loaded, Meanwhile, load_from, load_once_from};
use crate::state::route::Addressed;

/// The client's record.
pub type LoadedRecord = Loaded<Result<Record, Failure>>;

/// The names of the agency's people.
pub type LoadedTeam = Loaded<Result<Team, Failure>>;

/// The client that the address names.
pub fn addressed() -> Memo<Option<Uuid>> {
    let Addressed(id) = expect_context();
    id
}

/// Loads a client. Where `begins` says so, the page begins with what is known of it.
pub fn load_client(
    clients: Clients,
    id: Memo<Option<Uuid>>,
    meanwhile: Meanwhile,
    begins: impl Fn(Uuid) -> bool + 'static,
) -> LoadedRecord {
    let known = move |id: &Option<Uuid>| clients.known_client(id.filter(|id| begins(*id))?).map(Ok);
    load_from(id, meanwhile, known, move |id| read(clients, id))
}

/// Loads the people whose names are shown.
pub fn load_team(clients: Clients) -> LoadedTeam {
    load_once_from(clients.known_team().map(Ok), move || clients.team())
}

/// The names as far as they are known.
pub fn names(team: LoadedTeam) -> Memo<Names> {
    Memo::new(move |_| team.get().and_then(Result::ok).map(Arc::new).unwrap_or_default())
}

/// Whether the client is not there for this person, whatever was read of it before.
pub const fn is_gone(failure: &Failure) -> bool {
    matches!(failure, Failure::NotFound | Failure::Forbidden)
}

/// Says why the client is not shown. One that is not there looks like one that is not one's own.
pub fn unavailable(failure: &Failure, loaded: LoadedRecord) -> AnyView {
    let gone = is_gone(failure);
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
