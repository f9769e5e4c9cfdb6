//! The frame around every page: the name, the way around, who is signed in.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;

use crate::components::states::RoleBadge;
use crate::components::toasts::Toasts;
use crate::state::notices::use_notices;
use crate::state::session::use_session;

/// Draws the bar at the top and the page below it.
#[component]
pub fn Shell(children: Children) -> impl IntoView {
    let session = use_session();
    let notices = use_notices();
    let list =
        Signal::derive(move || notices.list().into_iter().map(|notice| (notice.id, notice.text)).collect::<Vec<_>>());
    let person = move || {
        session.person().map(|person| view! {
        <div class="shell__person">
            <span class="shell__name">{person.title().to_owned()}</span>
            {person.role.map(|role| view! { <RoleBadge role/> })}
            <button type="button" class="button" on:click=move |_| spawn_local(session.sign_out())>"Sign out"</button>
        </div>
    })
    };
    view! {
        <a class="shell__skip" href="#content" rel="external">"Skip to content"</a>
        <header class="shell__bar">
            <a class="shell__brand" href="/">"Clientele"</a>
            <Ways/>
            {person}
        </header>
        <main id="content" class="shell__content" tabindex="-1">{children()}</main>
        <Toasts list on_dismiss=Callback::new(move |id| notices.dismiss(id))/>
    }
}

/// The pages this person has, with the present one marked.
#[component]
fn Ways() -> impl IntoView {
    let session = use_session();
    let path = use_location().pathname;
    let ways = move || {
        let role = session.person()?.role?;
        let (href, label) = if role.is_agency() { ("/admin/clients", "Clients") } else { ("/portal", "Your record") };
        let current = move || path.read().starts_with(href).then_some("page");
        Some(view! { <a class="shell__way" href=href aria-current=current>{label}</a> })
    };
    view! { <nav class="shell__ways" aria-label="Main">{ways}</nav> }
}
