//! The frame around every page: the name, the way around, who is signed in.

use leptos::prelude::*;

use super::connection::connection;
use super::keys::undo_keys;
use super::not_found::TOOLKIT;
use super::palette::Finder;
use super::row_links::keep_row_links;
use super::session_end::SessionEnd;
use super::signing_out::SigningOut;
use super::unification::UNIFICATION;
use crate::components::brand::{mark, name_site, wear};
use crate::components::popover::Popover;
use crate::components::states::RoleBadge;
use crate::components::toasts::{Toast, Toasts, are_held};
use crate::domain::brand::Brand;
use crate::domain::permission::creates;
use crate::erased::{effect, live};
use crate::state::notices::{Notice, use_notices};
use crate::state::preview::use_preview;
use crate::state::proposals::use_proposals;
use crate::state::route::use_route;
use crate::state::saved_views::use_saved_views;
use crate::state::session::use_session;

/// Draws the bar at the top and the page below it.
#[component]
pub fn Shell(
    /// How the agency looks.
    brand: StoredValue<Brand>,
    /// The page.
    children: Children,
) -> impl IntoView {
    brand.with_value(name_site);
    let path = use_route().path;
    // The pages of the agency's own people look as they always do.
    effect(move || brand.with_value(|brand| wear(brand, !path.read().starts_with("/admin"))));
    let session = use_session();
    let notices = use_notices();
    notices.held_while(are_held);
    undo_keys();
    keep_row_links();
    let signing_out = SigningOut::new();
    provide_context(signing_out);
    let list = Signal::derive(move || {
        let toast =
            |notice: Notice| Toast { id: notice.id, text: notice.text, act: notice.act.map(|(label, _)| label) };
        notices.list().into_iter().map(toast).collect::<Vec<_>>()
    });
    let person = move || {
        session.person().map(|person| {
            let (name, whose) = (person.title().to_owned(), person.clone());
            view! {
                <div class="shell__person">
                    <Popover label=name end=true>{signing_out.account(&whose)}</Popover>
                    {person.role.filter(|role| role.is_agency()).map(|role| view! { <RoleBadge role/> })}
                    <button type="button" class="button" on:click=move |_| signing_out.begin(false)>"Sign out"</button>
                </div>
            }
        })
    };
    view! {
        <a class="shell__skip" href="#content" rel="external">"Skip to content"</a>
        <header class="shell__bar">
            <a class="shell__brand" href="/">{brand.with_value(mark)}</a>
            <Ways/>
            <Finder/>
            {connection()}
            {live(person)}
        </header>
        {signing_out.question()}
        <LookingAs/>
        <main id="content" class="shell__content" tabindex="-1">{children()}</main>
        <Toasts list on_act=Callback::new(move |id| notices.act(id))
            on_dismiss=Callback::new(move |id| notices.dismiss(id))/>
        <SessionEnd/>
    }
}

const PROPOSALS: &str = "/admin/proposals";
const AGENCY: [(&str, &str); 5] = [
    ("/admin/clients", "Clients"),
    (PROPOSALS, "Proposals"),
    ("/admin/access", "Access"),
    (UNIFICATION, "Unification"),
    (TOOLKIT, "Toolkit"),
];
const PORTAL: [(&str, &str); 1] = [("/portal", "Your record")];

/// Says plainly that the pages are being looked at as somebody else, and how to stop.
#[component]
fn LookingAs() -> impl IntoView {
    let preview = use_preview();
    let route = use_route();
    live(move || {
        preview.looking().map(|looking| {
            let (text, home) = match looking.client {
                Some(id) => (
                    "You are looking at a client\u{2019}s portal. Nothing can be changed.".to_owned(),
                    format!("/admin/clients/{id}"),
                ),
                None => (
                    format!("You are looking as {}: their columns, your rows. Nothing can be changed.", looking.role),
                    "/admin/access".to_owned(),
                ),
            };
            let stop = move |_| {
                preview.stop();
                route.go(&home);
            };
            view! {
                <div class="shell__looking" role="status">
                    <span>{text}</span>
                    <button type="button" class="button" on:click=stop>"Stop looking"</button>
                </div>
            }
        })
    })
}

/// The pages this person has, with the present one marked.
#[component]
fn Ways() -> impl IntoView {
    let session = use_session();
    let path = use_route().path;
    let preview = use_preview();
    let views = use_saved_views();
    let proposals = use_proposals();
    let waiting = move || {
        let waiting = proposals.waiting().map_or(0, |waiting| waiting.len());
        (waiting > 0).then(|| {
            view! { " "<span class="badge" data-outcome="waiting">{waiting}<span class="visually-hidden">" waiting"</span></span> }
        })
    };
    let ways = move || {
        let person = session.person()?;
        let lens = preview.lens(person.role?);
        let unifies = person.unifies(lens.shown());
        let ways: &[(&str, &str)] = if lens.shown().is_agency() { &AGENCY } else { &PORTAL };
        let way = |(path_of, label): &(&'static str, &'static str)| {
            let (path_of, label) = (*path_of, *label);
            let current = move || path.read().starts_with(path_of).then_some("page");
            // The list opens at once with the view that the person chose.
            let href = move || if label == "Clients" { views.home(lens) } else { path_of.to_owned() };
            let count = (path_of == PROPOSALS).then(|| live(waiting));
            // A page of its own, which the router does not know.
            let rel = (path_of == TOOLKIT).then_some("external");
            view! { <a class="shell__way" href=href rel=rel aria-current=current>{label}{count}</a> }
        };
        let theirs = |(path_of, _): &&(&str, &str)| match *path_of {
            // Who decides nothing has no queue.
            PROPOSALS => creates(lens.shown()),
            UNIFICATION => unifies,
            _ => true,
        };
        Some(ways.iter().filter(theirs).map(way).collect_view())
    };
    view! { <nav class="shell__ways" aria-label="Main">{live(ways)}</nav> }
}
