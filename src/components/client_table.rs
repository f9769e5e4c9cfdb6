//! The list of clients: a real table, which small screens show as cards.

use leptos::prelude::*;

use super::format::{NameOf, short_text};
use crate::domain::field::{Field, Kind};
use crate::domain::list::{ListQuery, columns};
use crate::domain::record::{Cell, Record};
use crate::domain::role::Role;

/// Draws one page of rows with headings that sort.
#[component]
pub fn ClientTable<'a>(
    /// Whose columns.
    role: Role,
    /// The question these rows answer.
    query: ListQuery,
    /// The rows of this page.
    rows: &'a [Record],
    /// Names of the agency's people.
    name_of: NameOf<'a>,
    /// Called with the question that a heading leads to.
    on_sort: Callback<ListQuery>,
) -> impl IntoView {
    let columns: Vec<Field> = columns(role).collect();
    let headings = columns.iter().map(|field| heading(*field, &query, on_sort)).collect_view();
    let body = rows.iter().map(|record| row(record, &columns, name_of)).collect_view();
    view! {
        <table class="client-table">
            <caption class="visually-hidden">"Clients"</caption>
            <thead>
                <tr>{headings}</tr>
            </thead>
            <tbody>{body}</tbody>
        </table>
    }
}

fn heading(field: Field, query: &ListQuery, on_sort: Callback<ListQuery>) -> AnyView {
    let sorted =
        (query.order.field == field).then_some(if query.order.descending { "descending" } else { "ascending" });
    if !field.kind().sortable() {
        return view! { <th scope="col" data-field=field.key()>{field.label()}</th> }.into_any();
    }
    let next = query.sorted_by(field);
    view! {
        <th scope="col" data-field=field.key() aria-sort=sorted>
            <button type="button" class="client-table__sort" on:click=move |_| on_sort.run(next.clone())>
                {field.label()}
            </button>
        </th>
    }
    .into_any()
}

fn row(record: &Record, columns: &[Field], name_of: NameOf<'_>) -> AnyView {
    let href = record.id().map(|id| format!("/admin/clients/{id}"));
    // The first column may be empty: the row's link is the first thing there is to call the client.
    let cells = columns.iter().enumerate().map(|(place, field)| {
        let content = match (place, &href) {
            (0, Some(href)) => {
                view! { <a class="client-table__link" href=href.clone()>{record.title()}</a> }.into_any()
            }
            _ => cell(record, *field, name_of),
        };
        view! { <td data-field=field.key() data-label=field.label()>{content}</td> }
    });
    view! { <tr>{cells.collect_view()}</tr> }.into_any()
}

fn cell(record: &Record, field: Field, name_of: NameOf<'_>) -> AnyView {
    match (field.kind(), record.cell(field)) {
        (_, Cell::Empty) => view! { <span class="empty">"–"</span> }.into_any(),
        (_, Cell::Restricted) => view! { <span class="restricted">"Restricted"</span> }.into_any(),
        (Kind::Choice(_), Cell::Filled(value)) => {
            view! { <span class="badge" data-word=value.to_text()>{record.label(field)}</span> }.into_any()
        }
        _ => short_text(record, field, name_of).into_any(),
    }
}
