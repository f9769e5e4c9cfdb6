//! The list of clients: a grid to move in with the keyboard, which small screens show as cards. This is its frame; the
//! rows are drawn by [`ClientRows`](super::client_rows::ClientRows).

use leptos::html;
use leptos::prelude::*;

use super::column_width::{drag, resize_by_key};
use super::grid_keys::{Act, clicked, double_clicked, focused, pressed};
use crate::domain::field::{Field, Kind};
use crate::domain::layout::Layout;
use crate::domain::list::Order;
use crate::domain::selection::Selection;
use crate::erased::live;

/// Draws the headings, which sort, and the rows below them.
#[component]
pub fn ClientTable(
    /// The sort keys of the rows.
    #[prop(into)]
    orders: Signal<Vec<Order>>,
    /// The columns in their order.
    #[prop(into)]
    columns: Signal<Vec<Field>>,
    /// Widths and density.
    #[prop(into)]
    layout: Signal<Layout>,
    /// Rows in all, where known.
    #[prop(into)]
    total: Signal<Option<usize>>,
    /// What is chosen.
    #[prop(into)]
    selection: Signal<Selection>,
    /// Whether every row on screen is chosen.
    #[prop(into)]
    all_shown: Signal<bool>,
    /// Called with the field of a heading that was pressed, and whether the other sort keys stay.
    on_sort: Callback<(Field, bool)>,
    /// Called with a column and its new width; `None` for its natural one.
    on_resize: Callback<(Field, Option<u16>)>,
    /// Called with what a person does to a row.
    on_act: Callback<Act>,
    /// The rows.
    children: Children,
) -> impl IntoView {
    let table = NodeRef::<html::Table>::new();
    let width = move |field: Field| layout.with(|layout| layout.width(field)).unwrap_or(natural_width(field));
    let sizes = move || {
        let columns = columns.get();
        columns.iter().map(|field| view! { <col style:width=format!("{}px", width(*field))/> }).collect_view()
    };
    let least = move || {
        let columns: u32 = columns.get().into_iter().map(|field| u32::from(width(field))).sum();
        format!("{}px", columns + 84)
    };
    let heads = move || {
        let columns = columns.get();
        columns.iter().map(|field| heading(*field, orders, on_sort, on_resize)).collect_view()
    };
    let some = move || !selection.read().is_empty() && !all_shown.get();
    view! {
        <table class="client-table" role="grid" aria-multiselectable="true" node_ref=table
            style:min-width=least
            data-compact=move || layout.with(|layout| layout.compact).then_some("")
            data-endless=move || layout.with(|layout| layout.endless).then_some("")
            aria-rowcount=move || total.get().map_or_else(|| "-1".to_owned(), |total| (total + 1).to_string())
            on:click=move |event| clicked(&event, on_act)
            on:dblclick=move |event| double_clicked(&event, on_act)
            on:keydown=move |event| pressed(&event, on_act)
            on:focusin=move |event| focused(&event)>
            <caption class="visually-hidden">"Clients"</caption>
            <colgroup><col class="client-table__mark"/>{live(sizes)}<col class="client-table__mark"/></colgroup>
            <thead role="rowgroup">
                <tr role="row" aria-rowindex="1">
                    <th role="columnheader" scope="col" class="client-table__pick">
                        <input type="checkbox" class="check" aria-label="Select the rows shown" data-all=""
                            prop:checked=move || all_shown.get() prop:indeterminate=some/>
                    </th>
                    {live(heads)}
                    <th role="columnheader" scope="col" class="client-table__acts"><span class="visually-hidden">"Actions"</span></th>
                </tr>
            </thead>
            {children()}
        </table>
    }
}

fn heading(
    field: Field,
    orders: Signal<Vec<Order>>,
    on_sort: Callback<(Field, bool)>,
    on_resize: Callback<(Field, Option<u16>)>,
) -> AnyView {
    let grip = view! {
        <span class="client-table__grip" on:pointerdown=move |event| drag(&event, field, on_resize)
            on:dblclick=move |_| on_resize.run((field, None))></span>
    };
    if !field.kind().sortable() {
        return view! {
            <th role="columnheader" scope="col" data-field=field.key()>{field.label()}{grip}</th>
        }
        .into_any();
    }
    let sorted = move || {
        let descending =
            orders.with(|orders| orders.iter().find(|order| order.field == field).map(|order| order.descending));
        descending.map(|descending| if descending { "descending" } else { "ascending" })
    };
    let place = move || {
        let place =
            orders.with(|orders| orders.iter().position(|order| order.field == field).filter(|_| orders.len() > 1));
        place.map(|place| view! { <span class="client-table__place">{place + 1}</span> })
    };
    view! {
        <th role="columnheader" scope="col" data-field=field.key() aria-sort=sorted>
            <button type="button" class="client-table__sort"
                on:click=move |event| on_sort.run((field, event.shift_key()))
                on:keydown=move |event| resize_by_key(&event, field, on_resize)>
                {field.label()}
                {live(place)}
            </button>
            {grip}
        </th>
    }
    .into_any()
}

/// The width in CSS pixels of a column that nobody resized.
fn natural_width(field: Field) -> u16 {
    match (field, field.kind()) {
        (Field::CompanyName, _) | (_, Kind::Email | Kind::Tags | Kind::Url) => 200,
        (_, Kind::Choice(_) | Kind::Integer { .. }) => 112,
        (_, Kind::Date | Kind::Instant { .. }) => 124,
        (_, Kind::Money) => 148,
        _ => 140,
    }
}
