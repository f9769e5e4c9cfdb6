//! `/admin/clients/:id/edit`: the form of a client. It says "saved" only with the row that the server returned.

use std::sync::Arc;

use leptos::prelude::*;

use super::client::opens_form;
use super::client_editor::client_editor;
use super::client_load::with_client;
use crate::api::person::Person;
use crate::components::heading::Heading;
use crate::components::states::Message;
use crate::domain::lens::Lens;

/// Draws the form for the role.
pub fn client_edit_page(person: Person, lens: Lens) -> AnyView {
    with_client(lens, move |record, team| {
        let title = record.title();
        match record.id().filter(|_| opens_form(lens, &record, &person)) {
            Some(id) => view! {
                <div class="page__head"><Heading text=format!("Edit {title}")/></div>
                {client_editor(&person, lens, Arc::new(team), id, Some(record))}
            }
            .into_any(),
            None => view! {
                <Heading text=title/>
                <Message kind="forbidden" title="You may read this client, not edit it" text="Only its manager and the agency's admins edit it."/>
            }
            .into_any(),
        }
    })
}
