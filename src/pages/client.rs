//! `/admin/clients/:id`: one client to read.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use uuid::Uuid;

use crate::api::error::Failure;
use crate::api::person::Person;
use crate::components::heading::Heading;
use crate::components::record_view::RecordView;
use crate::components::states::{Message, Skeleton};
use crate::domain::permission::{edits, relation};
use crate::domain::record::Record;
use crate::domain::role::Role;
use crate::state::clients::{Team, load_client, load_team};
use crate::state::session::{SessionState, use_session};

/// Draws the client for the role.
pub fn client_page(person: Person, role: Role) -> AnyView {
    with_client(role, move |record, team, role| {
        let name_of = |id| team.get(&id).cloned();
        let edit = record.id().filter(|_| edits(role, relation(&record, &person.user_id)));
        view! {
            <div class="page__head">
                <Heading text=record.title()/>
                {edit.map(|id| view! { <a class="button" data-primary="" href=format!("/admin/clients/{id}/edit")>"Edit"</a> })}
            </div>
            <RecordView role record=&record name_of=&name_of/>
        }
        .into_any()
    })
}

/// Loads the client that the address names and draws it, or says why not.
pub fn with_client(
    role: Role,
    draw: impl Fn(Record, Team, Role) -> AnyView + Clone + Send + Sync + 'static,
) -> AnyView {
    let session = use_session();
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").and_then(|id| id.parse::<Uuid>().ok()));
    let loaded = LocalResource::new(move || load(session, role, id.get()));
    let team = LocalResource::new(move || load_team(session));
    let body = move || {
        let draw = draw.clone();
        Suspend::new(async move {
            match loaded.await {
                Ok(record) => draw(record, team.await.unwrap_or_default(), role),
                Err(failure) => unavailable(failure, move || loaded.refetch()),
            }
        })
    };
    view! {
        <nav class="crumbs" aria-label="Breadcrumb"><a href="/admin/clients">"Clients"</a></nav>
        <Suspense fallback=|| view! { <Skeleton/> }>{body}</Suspense>
    }
    .into_any()
}

async fn load(session: SessionState, role: Role, id: Option<Uuid>) -> Result<Record, Failure> {
    load_client(session, role, id.ok_or(Failure::NotFound)?).await
}

fn unavailable(failure: Failure, again: impl Fn() + Send + 'static) -> AnyView {
    let gone = matches!(failure, Failure::NotFound | Failure::Forbidden);
    let (kind, title) =
        if gone { ("forbidden", "This client is not here") } else { ("failed", "The client could not be loaded") };
    view! {
        <Heading text=title/>
        <Message kind title=title text=failure.to_string()>
            {(!gone).then(|| view! { <button type="button" class="button" on:click=move |_| again()>"Try again"</button> })}
        </Message>
    }
    .into_any()
}
