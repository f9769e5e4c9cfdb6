//! An address that leads nowhere, and the front door that leads everybody to their own page.

use leptos::prelude::*;

use crate::components::heading::Heading;
use crate::components::states::{Message, Skeleton};
use crate::erased::effect;
use crate::state::route::use_route;
use crate::state::session::{Phase, use_session};

/// The toolkit is a page of its own, which embeds the tags as other pages do.
pub const TOOLKIT: &str = "/agency-toolkit/clients";

/// No such page. A host that does not know the toolkit's address shows this, which leads there.
#[component]
pub fn NotFound() -> impl IntoView {
    if use_route().path.get_untracked() == TOOLKIT {
        let _refused = window().location().replace("/agency-toolkit/clients.html");
    }
    view! {
        <Heading text="Page not found"/>
        <Message kind="empty" title="There is nothing at this address" text="It may have been moved, or mistyped.">
            <a class="button" href="/">"Go to the start"</a>
        </Message>
    }
}

/// `/`: the clients for the agency, the portal for a client, sign-in for everybody else.
#[component]
pub fn Home() -> impl IntoView {
    let session = use_session();
    let route = use_route();
    effect(move || {
        let target = match session.phase() {
            Phase::Unknown => return,
            Phase::Anonymous => "/sign-in",
            Phase::SignedIn(person) if person.role.is_some_and(|role| !role.is_agency()) => "/portal",
            Phase::SignedIn(_) | Phase::Failed(_) => "/admin/clients",
        };
        route.replace(target);
    });
    view! { <Skeleton/> }
}
