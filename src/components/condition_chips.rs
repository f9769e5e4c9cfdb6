//! The conditions that narrow the list, each with a way to take it off.

use leptos::prelude::*;

use super::format::NameOf;
use super::heading::focus_heading;
use crate::domain::filter::{Condition, Operator};

/// Draws one chip per condition.
#[component]
pub fn ConditionChips<'a>(
    /// The conditions, in the order in which they were put.
    conditions: &'a [Condition],
    /// Names of the agency's people.
    name_of: NameOf<'a>,
    /// Called with the condition to take off.
    on_remove: Callback<Condition>,
) -> impl IntoView {
    let chips = conditions.iter().map(|condition| {
        let text = condition_text(condition, name_of);
        let label = format!("Remove the filter {text}");
        let condition = condition.clone();
        view! {
            <li class="condition">
                <span>{text}</span>
                <button type="button" class="condition__remove" aria-label=label
                    on:click=move |_| {
                        on_remove.run(condition.clone());
                        focus_heading();
                    }>"×"</button>
            </li>
        }
    });
    view! { <ul class="conditions" aria-label="Active filters">{chips.collect_view()}</ul> }
}

/// The condition as a sentence without its end: "Renewal within the next 30 days".
fn condition_text(condition: &Condition, name_of: NameOf<'_>) -> String {
    let operand = match condition.operator() {
        Operator::AnyOf => condition.words().iter().map(|word| word.label).collect::<Vec<_>>().join(", "),
        _ => {
            let text = condition.operand_text();
            text.parse().ok().and_then(name_of).unwrap_or(text)
        }
    };
    let operator = condition.operator().label();
    let rest =
        if operator.contains('…') { operator.replace('…', &operand) } else { format!("{operator} {operand}") };
    format!("{} {}", condition.field().label(), rest.trim_end())
}
