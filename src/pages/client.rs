//! `/admin/clients/:id`: one client to read.

use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_params_map};
use uuid::Uuid;

use crate::api::error::Failure;
use crate::api::person::Person;
use crate::components::heading::Heading;
use crate::components::record_view::RecordView;
use crate::components::states::{Message, Skeleton};
use crate::domain::field::Field;
use crate::domain::lens::Lens;
use crate::domain::permission::{creates, edits, relation};
use crate::domain::record::Record;
use crate::domain::role::Role;
use crate::domain::value::Value;
use crate::erased::live;
use crate::state::clients::{Clients, Team, use_clients};
use crate::state::load::{Meanwhile, load, load_once};
use crate::state::preview::{Looking, use_preview};

/// Draws the client for the role.
pub fn client_page(person: Person, lens: Lens) -> AnyView {
    let role = lens.shown();
    let preview = use_preview();
    let navigate = use_navigate();
    with_client(lens, move |record, team| {
        let name_of = |id| team.get(&id).cloned();
        let edit = record.id().filter(|_| opens_form(lens, &record, &person));
        let is_client =
            matches!(record.value(Field::Role), Some(Value::Choice(choice)) if choice.wire == Role::Viewer.wire());
        let navigate = navigate.clone();
        let portal = record.id().filter(|_| is_client && role >= Role::Admin).map(|id| {
            move |_| {
                preview.start(Looking { role: Role::Viewer, client: Some(id) });
                navigate("/portal", Default::default());
            }
        });
        view! {
            <div class="page__head">
                <Heading text=record.title()/>
                {portal.map(|look| view! { <button type="button" class="button" on:click=look>"See their portal"</button> })}
                {edit.map(|id| view! { <a class="button" data-primary="" href=format!("/admin/clients/{id}/edit")>"Edit"</a> })}
            </div>
            <RecordView role record=&record name_of=&name_of/>
        }
        .into_any()
    })
}

/// Whether the form is for this person. Whoever looks as a role that edits what it manages does not manage it
/// themselves, and came to see the form: it opens, and cannot save.
pub fn opens_form(lens: Lens, record: &Record, person: &Person) -> bool {
    edits(lens.shown(), relation(record, &person.user_id)) || (lens.is_preview() && creates(lens.shown()))
}

/// Loads the client that the address names and draws it, or says why not.
pub fn with_client(lens: Lens, draw: impl Fn(Record, Team) -> AnyView + Clone + Send + Sync + 'static) -> AnyView {
    let clients = use_clients(lens);
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").and_then(|id| id.parse::<Uuid>().ok()));
    let loaded = load(id, Meanwhile::Clear, move |id| read(clients, id));
    let team = load_once(move || clients.team());
    let body = move || match (loaded.get(), team.get()) {
        (Some(Err(failure)), _) => unavailable(failure, move || loaded.again()),
        (Some(Ok(record)), Some(team)) => draw(record, team.unwrap_or_default()),
        _ => view! { <Skeleton/> }.into_any(),
    };
    view! {
        <nav class="crumbs" aria-label="Breadcrumb"><a href="/admin/clients">"Clients"</a></nav>
        {live(body)}
    }
    .into_any()
}

async fn read(clients: Clients, id: Option<Uuid>) -> Result<Record, Failure> {
    clients.client(id.ok_or(Failure::NotFound)?).await
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
