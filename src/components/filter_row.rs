//! A condition in the filter builder: a field, what is asked of it, and with what it is compared.

use leptos::prelude::*;

use super::filter_builder::{Building, control_id};
use super::filter_group::remove;
use super::filter_operand::operand;
use crate::domain::field::{Field, Section};
use crate::domain::list::filterable;
use crate::domain::operator::Operator;
use crate::domain::role::Role;
use crate::erased::live;

/// Draws a condition of `group`; `place` is which one it is, from 1.
pub fn row(this: Building, group: u32, id: u32, place: Signal<usize>) -> AnyView {
    let Building { draft, refusals, role, .. } = this;
    // What is drawn anew when it changes; what is typed is no reason.
    let field = Memo::new(move |_| draft.with(|draft| draft.row(id).map(|row| row.field)));
    let form = Memo::new(move |_| draft.with(|draft| draft.row(id).map(|row| row.form())));
    let settled = move || refusals.update(|refusals| refusals.retain(|refusal| refusal.row != id));
    let operators = move || {
        let chosen = draft.with_untracked(|draft| draft.row(id).map(|row| row.operator));
        let kind = field.get().map(Field::kind);
        let option = |operator: &Operator| {
            let selected = Some(*operator) == chosen;
            let label = kind.map_or("", |kind| operator.label(kind));
            view! { <option value=operator.word() selected=selected>{label}</option> }
        };
        kind.map(|kind| kind.operators().iter().map(option).collect_view())
    };
    let on_field = move |word: String| {
        if let Some(field) = Field::from_key(&word) {
            settled();
            draft.update(|draft| draft.set_field(id, field));
        }
    };
    let on_operator = move |word: String| {
        if let Some(operator) = Operator::ALL.into_iter().find(|operator| operator.word() == word) {
            settled();
            draft.update(|draft| draft.set_operator(id, operator));
        }
    };
    let on_text = Callback::new(move |(control, text): (usize, String)| {
        draft.update(|draft| draft.set_text(id, control, text));
        if refusals.with_untracked(|refusals| refusals.iter().any(|refusal| refusal.row == id)) {
            settled();
        }
    });
    let refused = Memo::new(move |_| refusals.with(|all| all.iter().find(|refusal| refusal.row == id).cloned()));
    let error = move || refused.get().map(|refusal| refusal.text);
    let controls = move || {
        let form = form.get()?;
        let texts = draft.with_untracked(|draft| draft.row(id).map(|row| row.texts.clone()))?;
        Some(operand(this, id, form, texts, refused, on_text))
    };
    view! {
        <div class="filter-row" role="group" aria-label=move || format!("Condition {}", place.get())>
            <select class="input filter-row__field" id=format!("filter-{id}-field") aria-label="Field"
                on:change:target=move |event| on_field(event.target().value())>
                {fields(role, field.get_untracked())}
            </select>
            <select class="input filter-row__operator" aria-label="Operator"
                on:change:target=move |event| on_operator(event.target().value())>{live(operators)}</select>
            <div class="filter-row__operand">
                {live(controls)}
                <p class="field__error" id=error_id(id)>{live(error)}</p>
            </div>
            <button type="button" class="condition__remove" aria-label=move || format!("Remove condition {}", place.get())
                on:click=move |_| remove(this, group, id)>"×"</button>
        </div>
    }
    .into_any()
}

/// The fields by section, as the record shows them.
fn fields(role: Role, chosen: Option<Field>) -> AnyView {
    let section = |section: &Section| {
        let option = |field: Field| {
            view! { <option value=field.key() selected=Some(field) == chosen>{field.label()}</option> }
        };
        let inside: Vec<_> = filterable(role).filter(|field| field.spec().section == *section).map(option).collect();
        (!inside.is_empty()).then(|| view! { <optgroup label=section.label()>{inside}</optgroup> })
    };
    Section::ALL.iter().map(section).collect_view().into_any()
}

/// The id of the sentence that says what is wrong with a row.
pub fn error_id(row: u32) -> String {
    control_id(row, 9)
}
