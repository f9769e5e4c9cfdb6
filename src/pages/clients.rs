//! `/admin/clients`: the list. The address bar holds the question, so that reload, Back and a link show the same rows.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};

use crate::api::error::Failure;
use crate::api::filters::Asker;
use crate::api::person::Person;
use crate::api::request::encode_into;
use crate::components::client_table::ClientTable;
use crate::components::condition_builder::{ConditionBuilder, People};
use crate::components::condition_chips::ConditionChips;
use crate::components::format::{now, today};
use crate::components::heading::Heading;
use crate::components::pager::Pager;
use crate::components::search_box::SearchBox;
use crate::components::states::{Message, Skeleton};
use crate::components::status_filter::StatusFilter;
use crate::domain::field::Field;
use crate::domain::filter::Condition;
use crate::domain::lens::Lens;
use crate::domain::list::{ListQuery, filterable};
use crate::domain::role::Role;
use crate::state::clients::{Page, Team, use_clients};
use crate::state::load::{Meanwhile, load, load_once};

/// Draws the list for the role.
pub fn clients_page(person: Person, lens: Lens) -> AnyView {
    let clients = use_clients(lens);
    let role = lens.shown();
    let params = use_query_map();
    let query = Memo::new(move |_| {
        let params = params.read();
        let keys = ["q", "sort", "page"].into_iter().chain(filterable(role).map(Field::key));
        let known =
            keys.flat_map(|key| params.get_all(key).unwrap_or_default().into_iter().map(move |value| (key, value)));
        let known: Vec<(&str, String)> = known.collect();
        ListQuery::from_params(known.iter().map(|(key, value)| (*key, value.as_str())), role)
    });
    let page = load(query, Meanwhile::Keep, move |query| {
        let asker = Asker { user_id: person.user_id.clone(), today: today(), now: now() };
        // The rows are drawn with the question that they answer, not with the one that is asked meanwhile.
        async move { (query.clone(), clients.page(query, asker).await) }
    });
    let team = load_once(move || clients.team());
    // A list without the managers' names is better than no list.
    let names = move || team.get().map(Result::unwrap_or_default);
    let navigate = use_navigate();
    let path = use_location().pathname;
    let go_to = move |query: &ListQuery, replace: bool| {
        let options = NavigateOptions { scroll: false, replace, ..NavigateOptions::default() };
        navigate(&format!("{}{}", path.get_untracked(), address(query)), options);
    };
    let replace = go_to.clone();
    let go = Callback::new(move |query: ListQuery| go_to(&query, false));
    // Back leads out of a search, not through every letter of it.
    let on_search = Callback::new(move |search: String| replace(&query.get_untracked().searching(&search), true));
    let on_add = Callback::new(move |condition| go.run(query.get_untracked().with(condition)));
    let people =
        move || names().unwrap_or_default().into_iter().map(|(id, name)| (id.to_string(), name)).collect::<People>();
    let rows = move || match (page.get(), names()) {
        (Some((query, answer)), Some(team)) => drawn(answer, team, role, query, go, move || page.again()),
        _ => view! { <Skeleton rows=12/> }.into_any(),
    };
    view! {
        <div class="page__head">
            <Heading text="Clients"/>
            <StatusFilter query on_change=go/>
        </div>
        <div class="list__tools">
            <SearchBox search=Signal::derive(move || query.read().search.clone()) on_search/>
            <ConditionBuilder role people=Signal::derive(people) on_add/>
            {move || chips(&query.get(), &names().unwrap_or_default(), go)}
        </div>
        <div class="list" aria-busy=move || page.is_pending().to_string()>
            {rows}
        </div>
    }
    .into_any()
}

/// The conditions beside the status, which has its own buttons.
fn chips(query: &ListQuery, team: &Team, go: Callback<ListQuery>) -> AnyView {
    let shown: Vec<Condition> =
        query.conditions.iter().filter(|condition| condition.field() != Field::Status).cloned().collect();
    let name_of = |id| team.get(&id).cloned();
    let query = query.clone();
    let on_remove = Callback::new(move |condition| go.run(query.without(&condition)));
    view! { <ConditionChips conditions=&shown name_of=&name_of on_remove/> }.into_any()
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
    let only_status =
        query.search_term().is_none() && query.conditions.iter().all(|condition| condition.field() == Field::Status);
    let (title, text, action) = if query.page > 1 {
        (
            "This page is past the end",
            "There are fewer clients than when the link was made.",
            Some(("First page", query.at_page(1))),
        )
    } else if !query.narrows() {
        ("No clients yet", "Clients that you manage or create appear here.", None)
    } else if only_status {
        (
            "No client has this status",
            "The status filter leaves nothing to show.",
            Some(("Show all statuses", query.widened())),
        )
    } else {
        (
            "No client matches",
            "The search and the filters leave nothing to show.",
            Some(("Show all clients", query.widened())),
        )
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
