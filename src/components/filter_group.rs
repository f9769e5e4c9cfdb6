//! A group of conditions in the filter builder: whether all of them must hold or one is enough, and the parts.

use leptos::prelude::*;

use super::filter_builder::{Building, FIRST_FIELD};
use super::filter_row::row;
use super::modal::focus_soon;
use crate::domain::filter_draft::{DEPTH_MAX, Draft, PARTS_MAX};
use crate::erased::live;

/// Draws a group that stands in `parent`, `depth` groups below the outermost one.
pub fn group(this: Building, parent: Option<u32>, id: u32, depth: usize) -> AnyView {
    let Building { draft, .. } = this;
    let parts = Memo::new(move |_| draft.with(|draft| draft.inside(id).to_vec()));
    let any = Memo::new(move |_| draft.with(|draft| draft.is_any(id)));
    let add = move |add: fn(&mut Draft, u32) -> u32| {
        if let Some(row) = draft.try_update(|draft| add(draft, id)) {
            focus_soon(format!("filter-{row}-field"));
        }
    };
    let joint = move |part: u32| match parts.with(|parts| parts.first() == Some(&part)) {
        true => "Where",
        false if any.get() => "or",
        false => "and",
    };
    let drawn = move |part: u32| {
        let content = if draft.with_untracked(|draft| draft.row(part).is_some()) {
            let place = move || parts.with(|parts| parts.iter().position(|other| *other == part)).unwrap_or(0) + 1;
            row(this, id, part, Signal::derive(place))
        } else {
            group(this, Some(id), part, depth + 1)
        };
        view! {
            <li class="filter-group__part">
                <span class="filter-group__joint" aria-hidden="true">{live(move || joint(part))}</span>
                {content}
            </li>
        }
    };
    let full = move || parts.read().len() >= PARTS_MAX;
    let remove = parent.map(|parent| {
        view! {
            <button type="button" class="condition__remove" aria-label="Remove this group"
                on:click=move |_| remove(this, parent, id)>"×"</button>
        }
    });
    let deeper = (depth < DEPTH_MAX).then(|| {
        view! {
            <button type="button" class="button" data-quiet="" disabled=full
                on:click=move |_| add(|draft, id| draft.add_group(id, FIRST_FIELD))>"Add group"</button>
        }
    });
    view! {
        <div class="filter-group" role="group" aria-label=if depth == 0 { "Filters" } else { "Group" }>
            <div class="filter-group__head">
                <select class="input" id=format!("filter-{id}-match") aria-label="Match"
                    on:change:target=move |event| {
                        let enough = event.target().value() == "any";
                        draft.update(|draft| draft.set_any(id, enough));
                    }>
                    <option value="all" selected=!any.get_untracked()>"All of these"</option>
                    <option value="any" selected=any.get_untracked()>"Any of these"</option>
                </select>
                {remove}
            </div>
            <ul class="filter-group__parts">
                <For each=move || parts.get() key=|part| *part let(part)>{drawn(part)}</For>
            </ul>
            <div class="filter-group__foot">
                <button type="button" class="button" data-quiet="" id=format!("filter-{id}-add") disabled=full
                    on:click=move |_| add(|draft, id| draft.add_row(id, FIRST_FIELD))>"Add condition"</button>
                {deeper}
            </div>
        </div>
    }
    .into_any()
}

/// Removes a part; the focus goes to its neighbour, or to where its group goes on.
pub fn remove(this: Building, group: u32, part: u32) {
    let Building { draft, refusals, .. } = this;
    let neighbour = draft.try_update(|draft| draft.remove(part)).flatten();
    refusals.update(|refusals| refusals.retain(|refusal| refusal.row != part));
    focus_soon(match neighbour {
        Some(row) if draft.with_untracked(|draft| draft.row(row).is_some()) => format!("filter-{row}-field"),
        Some(inner) => format!("filter-{inner}-match"),
        None => format!("filter-{group}-add"),
    });
}
