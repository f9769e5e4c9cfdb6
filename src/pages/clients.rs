//! `/admin/clients`: the list. The address bar holds the question, so that reload, Back and a link show the same rows.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};

use crate::api::error::Failure;
use crate::api::person::Person;
use crate::api::request::encode_into;
use crate::components::client_table::ClientTable;
use crate::components::heading::Heading;
use crate::components::pager::Pager;
use crate::components::states::{Message, Skeleton};
use crate::components::status_filter::StatusFilter;
use crate::domain::lens::Lens;
use crate::domain::list::ListQuery;
use crate::domain::role::Role;
use crate::state::clients::{Page, Team, use_clients};
use crate::state::latest::latest;

/// Draws the list for the role.
pub fn clients_page(_person: Person, lens: Lens) -> AnyView {
    let clients = use_clients(lens);
    let role = lens.shown();
    let params = use_query_map();
    let query = Memo::new(move |_| {
        let params = params.read();
        let known = ["status", "sort", "page"].into_iter().filter_map(|key| Some((key, params.get_str(key)?)));
        ListQuery::from_params(known, role)
    });
    let page = latest(query, move |query| clients.page(query));
    let team = LocalResource::new(move || clients.team());
    let navigate = use_navigate();
    let path = use_location().pathname;
    let go = Callback::new(move |query: ListQuery| {
        let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate(&format!("{}{}", path.get_untracked(), address(&query)), options);
    });
    let (pending, set_pending) = signal(false);
    let rows = move || {
        Suspend::new(async move {
            let loaded = page.await;
            // A list without the managers' names is better than no list.
            let team = team.await.unwrap_or_default();
            drawn(loaded, team, role, query.get_untracked(), go, move || page.refetch())
        })
    };
    view! {
        <div class="page__head">
            <Heading text="Clients"/>
            <StatusFilter query on_change=go/>
        </div>
        <div class="list" aria-busy=move || pending.get().to_string()>
            <Transition fallback=|| view! { <Skeleton rows=12/> } set_pending>{rows}</Transition>
        </div>
    }
    .into_any()
}

fn drawn(
    loaded: Result<Page, Failure>,
    team: Team,
    role: Role,
    query: ListQuery,
    go: Callback<ListQuery>,
    again: impl Fn() + Send + 'static,
) -> AnyView {
    match loaded {
        Err(Failure::Forbidden | Failure::NotFound) => view! {
            <Message kind="forbidden" title="No access to the clients" text="Your role may have changed. Sign in again, or ask an admin."/>
        }
        .into_any(),
        Err(failure) => view! {
            <Message kind="failed" title="The clients could not be loaded" text=failure.to_string()>
                <button type="button" class="button" on:click=move |_| again()>"Try again"</button>
            </Message>
        }
        .into_any(),
        Ok(page) if page.rows.is_empty() => nothing(query, go),
        Ok(page) => {
            let name_of = |id| team.get(&id).cloned();
            let (number, shown, total) = (query.page, page.rows.len(), page.total);
            let at = query.clone();
            let on_page = Callback::new(move |number| go.run(at.at_page(number)));
            view! {
                <ClientTable role query rows=&page.rows name_of=&name_of on_sort=go/>
                <Pager page=number shown total on_page/>
            }
            .into_any()
        }
    }
}

/// Nothing to show has three reasons, and each its own way on.
fn nothing(query: ListQuery, go: Callback<ListQuery>) -> AnyView {
    let (title, text, action) = if query.page > 1 {
        (
            "This page is past the end",
            "There are fewer clients than when the link was made.",
            Some(("First page", query.at_page(1))),
        )
    } else if query.statuses.is_empty() {
        ("No clients yet", "Clients that you manage or create appear here.", None)
    } else {
        let all = ListQuery { statuses: Vec::new(), ..query };
        ("No client has this status", "The status filter leaves nothing to show.", Some(("Show all statuses", all)))
    };
    view! {
        <Message kind="empty" title text>
            {action.map(|(label, query)| view! {
                <button type="button" class="button" on:click=move |_| go.run(query.clone())>{label}</button>
            })}
        </Message>
    }
    .into_any()
}

fn address(query: &ListQuery) -> String {
    let mut address = String::new();
    for (key, value) in query.to_params() {
        address.push(if address.is_empty() { '?' } else { '&' });
        address.push_str(key);
        address.push('=');
        encode_into(&value, &mut address);
    }
    address
}
