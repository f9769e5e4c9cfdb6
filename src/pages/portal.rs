//! `/portal`: a client's own record.

use leptos::prelude::*;

use crate::api::error::Failure;
use crate::api::person::Person;
use crate::components::heading::Heading;
use crate::components::record_view::RecordView;
use crate::components::states::{Message, Skeleton};
use crate::domain::role::Role;
use crate::state::clients::load_own;
use crate::state::session::use_session;

/// Draws the record of the signed-in client.
pub fn portal_page(_person: Person, role: Role) -> AnyView {
    let session = use_session();
    let loaded = LocalResource::new(move || load_own(session));
    let body = move || {
        Suspend::new(async move {
            match loaded.await {
            Ok(record) => view! {
                <div class="page__head"><Heading text=record.title()/></div>
                <RecordView role record=&record name_of=&|_| None/>
            }
            .into_any(),
            Err(Failure::NotFound) => view! {
                <Heading text="Your record"/>
                <Message kind="empty" title="There is no record for you yet" text="Ask your agency to link your address to your record."/>
            }
            .into_any(),
            Err(failure) => view! {
                <Heading text="Your record"/>
                <Message kind="failed" title="Your record could not be loaded" text=failure.to_string()>
                    <button type="button" class="button" on:click=move |_| loaded.refetch()>"Try again"</button>
                </Message>
            }
            .into_any(),
        }
        })
    };
    view! { <Suspense fallback=|| view! { <Skeleton/> }>{body}</Suspense> }.into_any()
}
