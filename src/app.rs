//! Providers and the route table.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::hooks::{use_location, use_navigate, use_params_map};
use leptos_router::path;

use crate::api::config::Config;
use crate::api::person::Person;
use crate::domain::brand::Brand;
use crate::domain::lens::Lens;
use crate::pages::access::access_page;
use crate::pages::client::client_page;
use crate::pages::client_edit::client_edit_page;
use crate::pages::client_new::client_new_page;
use crate::pages::clients_start::clients_start;
use crate::pages::confirm::ConfirmPage;
use crate::pages::guard;
use crate::pages::not_found::{Home, NotFound};
use crate::pages::parts::unification_page;
use crate::pages::portal::portal_page;
use crate::pages::portal_propose::portal_propose_page;
use crate::pages::proposal::proposal_page;
use crate::pages::proposals::proposals_page;
use crate::pages::shell::Shell;
use crate::pages::sign_in::SignInPage;
use crate::state::clients::Drift;
use crate::state::commands::Commands;
use crate::state::known::Known;
use crate::state::newcomer::Newcomer;
use crate::state::notices::Notices;
use crate::state::outbox::Outbox;
use crate::state::pending::Pending;
use crate::state::preview::Preview;
use crate::state::proposals::Proposals;
use crate::state::route::{self, Addressed};
use crate::state::saved_views::SavedViews;
use crate::state::session::{Host, SessionState};
use crate::state::tokens::Tokens;
use crate::state::undo::Undo;

/// The application for a project.
#[component]
pub fn App(
    /// Where the endpoint is.
    config: Config,
) -> impl IntoView {
    let brand = StoredValue::new(Brand::from_json(&config.brand));
    provide_context(SessionState::start(Tokens::new(config), Host::application()));
    provide_context(Notices::new());
    provide_context(Preview::new());
    provide_context(Drift::new());
    provide_context(Known::new());
    provide_context(Pending::new());
    provide_context(SavedViews::new());
    provide_context(Commands::new());
    provide_context(Undo::new());
    provide_context(Outbox::new());
    provide_context(Newcomer::new());
    provide_context(Proposals::new());
    view! { <Router><Routed brand/></Router> }
}

/// The route table, and what the pages know of the address bar.
#[component]
fn Routed(brand: StoredValue<Brand>) -> impl IntoView {
    provide_context(route());
    view! {
        <Shell brand>
            <FlatRoutes fallback=NotFound>
                <Route path=path!("/") view=Home/>
                <Route path=path!("/sign-in") view=SignInPage/>
                <Route path=path!("/auth/confirm") view=ConfirmPage/>
                <Route path=path!("/admin/clients") view=|| guard::agency(clients_start)/>
                <Route path=path!("/admin/clients/new") view=|| guard::agency(client_new_page)/>
                <Route path=path!("/admin/clients/:id") view=|| of_a_client(client_page)/>
                <Route path=path!("/admin/clients/:id/edit") view=|| of_a_client(client_edit_page)/>
                <Route path=path!("/admin/proposals") view=|| guard::agency(proposals_page)/>
                <Route path=path!("/admin/proposals/:id") view=|| of_a_client(proposal_page)/>
                <Route path=path!("/admin/access") view=|| guard::always(access_page)/>
                <Route path=path!("/admin/unification") view=|| guard::always(unification_page)/>
                <Route path=path!("/portal") view=|| guard::portal(portal_page)/>
                <Route path=path!("/portal/propose") view=|| guard::portal(portal_propose_page)/>
            </FlatRoutes>
        </Shell>
    }
}

fn route() -> route::Route {
    let (location, navigate) = (use_location(), use_navigate());
    let params = location.query;
    let params = Memo::new(move |_| {
        params.with(|params| params.clone().into_iter().map(|(key, value)| (key.into_owned(), value)).collect())
    });
    let search = Memo::new(move |_| location.search.read().trim_start_matches('?').to_owned());
    route::Route::new(
        location.pathname.into(),
        params.into(),
        search.into(),
        location.hash.into(),
        move |address, going| {
            navigate(
                address,
                NavigateOptions { replace: going.replace, scroll: !going.still, ..NavigateOptions::default() },
            );
        },
    )
}

/// A page whose address names one thing, as `:id`.
fn of_a_client(page: fn(Person, Lens) -> AnyView) -> AnyView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").and_then(|id| id.parse().ok()));
    provide_context(Addressed(id));
    guard::agency(page)
}
