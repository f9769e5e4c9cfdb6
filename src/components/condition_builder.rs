//! The way to a new condition: a field, one of its operators, and what to compare with.

use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::FormData;

use crate::domain::field::{Field, Kind};
use crate::domain::filter::{Condition, Operator};
use crate::domain::list::filterable;
use crate::domain::role::Role;

/// Identities and names to choose a person from.
pub type People = Vec<(String, String)>;

/// Draws a button that opens the builder.
#[component]
pub fn ConditionBuilder(
    /// Whose fields.
    role: Role,
    /// The agency's people.
    #[prop(into)]
    people: Signal<People>,
    /// Called with the finished condition.
    on_add: Callback<Condition>,
) -> impl IntoView {
    let details = NodeRef::<html::Details>::new();
    let form = NodeRef::<html::Form>::new();
    let field = RwSignal::new(Field::Tier);
    let operator = RwSignal::new(Operator::AnyOf);
    let error = RwSignal::new(false);
    let choose_field = move |key: String| {
        let Some(chosen) = Field::from_key(&key) else { return };
        field.set(chosen);
        operator.set(chosen.kind().operators().first().copied().unwrap_or(Operator::Filled));
        error.set(false);
    };
    let choose_operator = move |word: String| {
        let chosen = field.get_untracked().kind().operators().iter().find(|operator| operator.word() == word);
        operator.set(chosen.copied().unwrap_or(Operator::Filled));
        error.set(false);
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let operand = form.get_untracked().map(|form| operand_text(&form)).unwrap_or_default();
        match Condition::new(field.get_untracked(), operator.get_untracked(), &operand) {
            Some(condition) => {
                error.set(false);
                if let Some(details) = details.get_untracked() {
                    details.set_open(false);
                    focus_summary(&details);
                }
                on_add.run(condition);
            }
            None => error.set(true),
        }
    };
    let close_on_escape = move |event: leptos::ev::KeyboardEvent| {
        if let (true, Some(details)) = (event.key() == "Escape", details.get_untracked()) {
            details.set_open(false);
            focus_summary(&details);
        }
    };
    view! {
        <details class="builder" node_ref=details on:keydown=close_on_escape>
            <summary class="button">"Filter"</summary>
            <form class="builder__form" aria-label="New filter" novalidate=true node_ref=form on:submit=submit>
                <div class="field">
                    <label class="field__label" for="builder-field">"Field"</label>
                    <select id="builder-field" class="input" on:change:target=move |event| choose_field(event.target().value())
                        prop:value=move || field.get().key()>
                        {filterable(role).map(|field| view! { <option value=field.key()>{field.label()}</option> }).collect_view()}
                    </select>
                </div>
                <div class="field">
                    <label class="field__label" for="builder-operator">"Condition"</label>
                    <select id="builder-operator" class="input" on:change:target=move |event| choose_operator(event.target().value())
                        prop:value=move || operator.get().word()>
                        {move || field.get().kind().operators().iter().map(|operator| view! {
                            <option value=operator.word()>{operator.label()}</option>
                        }).collect_view()}
                    </select>
                </div>
                {move || operand_control(field.get(), operator.get(), people)}
                <p class="field__error" role="alert">{move || error.get().then_some(WRONG_OPERAND)}</p>
                <button type="submit" class="button" data-primary="">"Apply"</button>
            </form>
        </details>
    }
}

const WRONG_OPERAND: &str = "Say what to compare with: a word, a number or a date that fits the field.";

fn operand_control(field: Field, operator: Operator, people: Signal<People>) -> AnyView {
    if !operator.takes_operand() {
        return ().into_any();
    }
    match field.kind() {
        Kind::Choice(options) => view! {
            <fieldset class="builder__words">
                <legend class="visually-hidden">{field.label()}</legend>
                {options.iter().map(|choice| view! {
                    <label class="builder__word"><input type="checkbox" name="operand" value=choice.wire/>{choice.label}</label>
                }).collect_view()}
            </fieldset>
        }
        .into_any(),
        Kind::Person => view! {
            <select name="operand" class="input" aria-label="Person">
                {move || people.get().into_iter().map(|(id, name)| view! { <option value=id>{name}</option> }).collect_view()}
            </select>
        }
        .into_any(),
        kind => {
            let days = matches!(operator, Operator::Within | Operator::OlderThan);
            let (kind, mode, label) = match kind {
                _ if days => ("text", "numeric", "Days"),
                Kind::Date | Kind::Instant { .. } => ("date", "none", "Date"),
                Kind::Money | Kind::Integer { .. } => ("text", "decimal", "Value"),
                _ => ("text", "text", "Text"),
            };
            view! { <input name="operand" class="input" type=kind inputmode=mode aria-label=label autocomplete="off"/> }.into_any()
        }
    }
}

/// The chosen words joined by commas, or the one thing that was typed.
fn operand_text(form: &web_sys::HtmlFormElement) -> String {
    let Ok(data) = FormData::new_with_form(form) else { return String::new() };
    let parts = data.get_all("operand");
    parts.iter().filter_map(|part| part.as_string()).collect::<Vec<_>>().join(",")
}

/// What was opened by the summary gives the focus back to it.
fn focus_summary(details: &web_sys::HtmlDetailsElement) {
    let summary = details.query_selector("summary").ok().flatten();
    if let Some(summary) = summary.and_then(|summary| summary.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _unmoved = summary.focus();
    }
}
