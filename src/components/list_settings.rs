//! How the list is drawn: which columns in which order, row height, rows at once, pages or one list to scroll.

use leptos::prelude::*;

use super::here;
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
    // The columns in their order, then the ones that could be: a field's line is drawn once and moves.
    let fields = move || {
        let columns = columns.get();
        let rest: Vec<Field> = choosable(role).filter(|field| !columns.contains(field)).collect();
        columns.into_iter().chain(rest).collect::<Vec<_>>()
    };
    let line = move |field: Field| {
        let place = move || columns.with(|columns| columns.iter().position(|other| *other == field));
        let count = move || columns.with(Vec::len);
        let shift = move |by: isize| {
            on_columns.run(moved(&columns.get_untracked(), field, by));
            focus_line(field, if by < 0 { "button" } else { "button + button" });
        };
        let choose = move |_| {
            let present = columns.get_untracked();
            let next = if present.contains(&field) {
                present.into_iter().filter(|other| *other != field).collect()
            } else {
                present.into_iter().chain([field]).collect()
            };
            on_columns.run(next);
            focus_line(field, "input");
        };
        view! {
            <li class="settings__column" data-column=field.key() data-shown=move || place().map(|_| "")>
                <label class="settings__choice">
                    <input type="checkbox" class="check" prop:checked=move || place().is_some()
                        disabled=move || place().is_some() && count() == 1 on:change=choose/>{field.label()}
                </label>
                <button type="button" class="settings__move" aria-label=format!("Move {} left", field.label())
                    disabled=move || place().is_none_or(|place| place == 0) on:click=move |_| shift(-1)>"↑"</button>
                <button type="button" class="settings__move" aria-label=format!("Move {} right", field.label())
                    disabled=move || place().is_none_or(|place| place + 1 == count()) on:click=move |_| shift(1)>"↓"</button>
            </li>
        }
    };
    let toggle = move |label: &'static str, on: fn(&Layout) -> bool, press: fn(&mut Layout)| {
        view! {
            <button type="button" class="chip" aria-pressed=move || layout.with(on).to_string() on:click=move |_| change(press)>
                {label}
            </button>
        }
    };
    let size = move |size: usize| {
        let pressed = move || layout.with(|layout| !layout.endless && layout.page_size == size).to_string();
        let press = move |_| on_layout.run(Layout { page_size: size, endless: false, ..layout.get_untracked() });
        view! { <button type="button" class="chip" aria-pressed=pressed on:click=press>{size}</button> }
    };
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
                    {PAGE_SIZES.map(size).into_iter().collect_view()}
                    {toggle("Endless", |layout| layout.endless, |layout| layout.endless = true)}
                </div>
                <ul class="settings__columns" aria-label="Columns">
                    <For each=fields key=|field| *field children=line/>
                </ul>
                <button type="button" class="button" on:click=move |_| {
                    on_columns.run(Vec::new());
                    on_layout.run(Layout { widths: Vec::new(), columns: Vec::new(), ..layout.get_untracked() });
                }>"Standard columns and widths"</button>
            </div>
        </Popover>
    }
}

/// A line that has moved keeps the focus: on its button, or on the other one when that leads no further.
fn focus_line(field: Field, control: &'static str) {
    request_animation_frame(move || {
        let find = |control: &str| {
            let selector = format!("[data-column={}] {control}:not(:disabled)", field.key());
            here::find_html(&selector)
        };
        let control = find(control).or_else(|| find("button"));
        if let Some(control) = control {
            let _unmoved = control.focus();
        }
    });
}
