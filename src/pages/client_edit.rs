//! `/admin/clients/:id/edit`: the form of a client. It says "saved" only with the row that the server returned.

use leptos::prelude::*;
use uuid::Uuid;

use super::client::opens_form;
use super::client_editor::{Since, client_editor};
use super::client_load::{addressed, is_gone, load_client, load_team, names, unavailable};
use crate::api::error::Failure;
use crate::api::origin::{self, FROM};
use crate::api::person::Person;
use crate::components::heading::Heading;
use crate::components::here;
use crate::components::states::{Message, Skeleton};
use crate::domain::lens::Lens;
use crate::domain::record::Record;
use crate::erased::live;
use crate::state::clients::use_clients;
use crate::state::drafts::Drafts;
use crate::state::load::Meanwhile;
use crate::state::route::use_route;

/// Which of its faces the page shows.
#[derive(Clone, PartialEq)]
enum Face {
    Loading,
    Failed(Failure),
    NotYours,
    Form(Uuid),
}

/// Draws the form for the role. What the page before this one has read is drawn at once; the row as it is now takes its
/// place as long as nobody has typed. A draft waits for that row: it is merged into it.
pub fn client_edit_page(person: Person, lens: Lens) -> AnyView {
    let clients = use_clients(lens);
    let drafts = Drafts::of(&person.user_id);
    let loaded =
        load_client(clients, addressed(), Meanwhile::Clear, move |id| drafts.get(id).or(drafts.waiting(id)).is_none());
    let team = load_team(clients);
    let person = StoredValue::new(person);
    let mine = move |record: &Record| person.with_value(|person| opens_form(lens, record, person));
    let record = move || untrack(|| loaded.get())?.ok();
    let face = Memo::new(move |before: Option<&Face>| match (loaded.get(), team.get()) {
        // Whoever is typing goes on, although the row cannot be read again just now.
        (Some(Err(failure)), _) if !is_gone(&failure) && matches!(before, Some(Face::Form(_))) => {
            before.cloned().unwrap_or(Face::Loading)
        }
        (Some(Err(failure)), _) => Face::Failed(failure),
        (Some(Ok(record)), Some(_)) => record.id().filter(|_| mine(&record)).map_or(Face::NotYours, Face::Form),
        _ => Face::Loading,
    });
    let names = names(team);
    let row = Memo::new(move |_| loaded.get()?.ok());
    let body = move || {
        match face.get() {
        Face::Loading => view! { <Skeleton/> }.into_any(),
        Face::Failed(failure) => unavailable(&failure, loaded),
        Face::NotYours => view! {
            <Heading text=record().map(|record| record.title()).unwrap_or_default()/>
            <Message kind="forbidden" title="You may read this client, not edit it" text="Only its manager and the agency's admins edit it."/>
        }
        .into_any(),
        Face::Form(id) => {
            let record = record();
            let title = record.as_ref().map(Record::title).unwrap_or_default();
            view! {
                <div class="page__head"><Heading text=format!("Edit {title}")/></div>
                {person.with_value(|person| client_editor(person, lens, id, record, Since { names, row, another: None }))}
            }
            .into_any()
        }
    }
    };
    let route = use_route();
    let list = move || origin::list(route.param(FROM).as_deref());
    let crumbs = (!here::is_embedded())
        .then(|| view! { <nav class="crumbs" aria-label="Breadcrumb"><a href=list>"Clients"</a></nav> });
    view! { {crumbs} {live(body)} }.into_any()
}
