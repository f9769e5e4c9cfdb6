//! The filter builder: a button, and the whole tree of filters behind it. Nothing is asked before it is applied, and
//! nothing while a condition is not finished.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::client_rows::Names;
use super::filter_group::group;
use super::modal::{Modal, close, focus_soon};
use crate::domain::field::Field;
use crate::domain::filter::Filter;
use crate::domain::filter_draft::{Draft, ROOT, Refusal};
use crate::domain::role::Role;
use crate::erased::live;

/// The field of a condition that was just added.
pub const FIRST_FIELD: Field = Field::CompanyName;

/// What every part of the builder sees.
#[derive(Clone, Copy)]
pub struct Building {
    pub draft: RwSignal<Draft>,
    pub refusals: RwSignal<Vec<Refusal>>,
    /// Whose fields.
    pub role: Role,
    /// The agency's people.
    pub names: Signal<Names>,
}

/// Draws the button and what it opens.
#[component]
pub fn FilterBuilder(
    /// Whose fields.
    role: Role,
    /// The filters that are in force, beside the status.
    #[prop(into)]
    filters: Signal<Vec<Filter>>,
    /// The agency's people.
    #[prop(into)]
    names: Signal<Names>,
    /// Called with the filters to put in their place.
    on_apply: Callback<Vec<Filter>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let count = move || filters.read().len();
    let active = move || {
        (count() > 0).then(|| {
            view! { <span class="button__count">{count()}</span><span class="visually-hidden">" active"</span> }
        })
    };
    view! {
        <button type="button" class="button" aria-haspopup="dialog" on:click=move |_| open.set(true)>"Filter"{live(active)}</button>
        <Modal open class="dialog filter-builder" label="Filter">
            {live(move || panel(role, filters, names, on_apply))}
        </Modal>
    }
}

fn panel(role: Role, filters: Signal<Vec<Filter>>, names: Signal<Names>, on_apply: Callback<Vec<Filter>>) -> AnyView {
    let draft = RwSignal::new(Draft::new(&filters.get_untracked(), FIRST_FIELD));
    let refusals = RwSignal::new(Vec::new());
    let apply = move |event: SubmitEvent| {
        event.prevent_default();
        match draft.with_untracked(Draft::filters) {
            Ok(filters) => {
                close();
                on_apply.run(filters);
            }
            Err(refused) => {
                if let Some(Refusal { row, control, .. }) = refused.first() {
                    focus_soon(control_id(*row, *control));
                }
                refusals.set(refused);
            }
        }
    };
    let clear = move |_| {
        close();
        on_apply.run(Vec::new());
    };
    view! {
        <form class="filter-builder__form" novalidate on:submit=apply>
            <h2 class="dialog__title">"Filter clients"</h2>
            <div class="dialog__body">{group(Building { draft, refusals, role, names }, None, ROOT, 0)}</div>
            <div class="dialog__actions">
                <button type="submit" class="button" data-primary="">"Apply"</button>
                <button type="button" class="button" on:click=move |_| close()>"Cancel"</button>
                <button type="button" class="button" data-quiet="" on:click=clear>"Clear all"</button>
            </div>
        </form>
    }
    .into_any()
}

/// The id of a control of a row's operand.
pub fn control_id(row: u32, control: usize) -> String {
    format!("filter-{row}-{control}")
}
