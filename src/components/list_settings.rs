//! How the list is drawn: which columns in which order, row height, rows at once, pages or one list to scroll.

use leptos::prelude::*;

use super::popover::Popover;
use crate::domain::field::Field;
use crate::domain::layout::{Layout, PAGE_SIZES, moved};
use crate::domain::list::choosable;
use crate::domain::role::Role;

/// Draws the button and what it opens.
#[component]
pub fn ListSettings(
    /// Whose columns.
    role: Role,
    /// The columns as they are shown.
    #[prop(into)]
    columns: Signal<Vec<Field>>,
    /// The present layout.
    #[prop(into)]
    layout: Signal<Layout>,
    /// Called with the columns that are chosen; none means the standard ones.
    on_columns: Callback<Vec<Field>>,
    /// Called with the layout that is wanted.
    on_layout: Callback<Layout>,
) -> impl IntoView {
    let change = move |change: fn(&mut Layout)| {
        let mut next = layout.get_untracked();
        change(&mut next);
        on_layout.run(next);
    };
    let shown = move |field: Field, position: usize, count: usize| {
        let shift = move |by: isize| on_columns.run(moved(&columns.get_untracked(), field, by));
        let hide =
            move |_| on_columns.run(columns.get_untracked().into_iter().filter(|other| *other != field).collect());
        view! {
            <li class="settings__column">
                <label class="settings__choice">
                    <input type="checkbox" class="check" prop:checked=true disabled=count == 1 on:change=hide/>{field.label()}
                </label>
                <button type="button" class="settings__move" aria-label=format!("Move {} left", field.label())
                    disabled=position == 0 on:click=move |_| shift(-1)>"↑"</button>
                <button type="button" class="settings__move" aria-label=format!("Move {} right", field.label())
                    disabled=position + 1 == count on:click=move |_| shift(1)>"↓"</button>
            </li>
        }
    };
    let hidden = move |field: Field| {
        let show = move |_| on_columns.run(columns.get_untracked().into_iter().chain([field]).collect());
        view! {
            <li class="settings__column">
                <label class="settings__choice">
                    <input type="checkbox" class="check" prop:checked=false on:change=show/>{field.label()}
                </label>
            </li>
        }
    };
    let lists = move || {
        let columns = columns.get();
        let count = columns.len();
        let rest: Vec<Field> = choosable(role).filter(|field| !columns.contains(field)).collect();
        view! {
            <ul class="settings__columns" aria-label="Columns shown">
                {columns.into_iter().enumerate().map(|(position, field)| shown(field, position, count)).collect_view()}
            </ul>
            <ul class="settings__columns" aria-label="Other columns">{rest.into_iter().map(hidden).collect_view()}</ul>
        }
    };
    let toggle = move |label: &'static str, on: fn(&Layout) -> bool, press: fn(&mut Layout)| {
        view! {
            <button type="button" class="chip" aria-pressed=move || layout.with(on).to_string() on:click=move |_| change(press)>
                {label}
            </button>
        }
    };
    let sizes = PAGE_SIZES.map(|size| {
        let pressed = move || layout.with(|layout| !layout.endless && layout.page_size == size).to_string();
        let press = move |_| on_layout.run(Layout { page_size: size, endless: false, ..layout.get_untracked() });
        view! { <button type="button" class="chip" aria-pressed=pressed on:click=press>{size}</button> }
    });
    view! {
        <Popover label="Display".to_owned() end=true>
            <div class="settings">
                <div class="settings__row" role="group" aria-label="Row height">
                    <span class="settings__label">"Rows"</span>
                    {toggle("Comfortable", |layout| !layout.compact, |layout| layout.compact = false)}
                    {toggle("Compact", |layout| layout.compact, |layout| layout.compact = true)}
                </div>
                <div class="settings__row" role="group" aria-label="Rows at once">
                    <span class="settings__label">"Pages of"</span>
                    {sizes.into_iter().collect_view()}
                    {toggle("Endless", |layout| layout.endless, |layout| layout.endless = true)}
                </div>
                {lists}
                <button type="button" class="button" on:click=move |_| {
                    on_columns.run(Vec::new());
                    on_layout.run(Layout { widths: Vec::new(), columns: Vec::new(), ..layout.get_untracked() });
                }>"Standard columns and widths"</button>
            </div>
        </Popover>
    }
}
