//! The filters that narrow the list, each with a way to take it off.

use leptos::prelude::*;

use super::format::NameOf;
use super::heading::focus_heading;
use crate::domain::condition::{Condition, Operand};
use crate::domain::filter::Filter;

/// Draws one chip per filter.
#[component]
pub fn FilterChips<'a>(
    /// The filters, in the order in which they were put.
    filters: &'a [Filter],
    /// Names of the agency's people.
    name_of: NameOf<'a>,
    /// Called with the filter to take off.
    on_remove: Callback<Filter>,
) -> impl IntoView {
    let chips = filters.iter().map(|filter| {
        let text = filter_text(filter, name_of);
        let label = format!("Remove the filter {text}");
        let filter = filter.clone();
        view! {
            <li class="condition">
                <span class="condition__text">{text}</span>
                <button type="button" class="condition__remove" aria-label=label
                    on:click=move |_| {
                        on_remove.run(filter.clone());
                        focus_heading();
                    }>"×"</button>
            </li>
        }
    });
    view! { <ul class="conditions" aria-label="Active filters">{chips.collect_view()}</ul> }
}

/// The filter as people say it: "Tier is any of Premium or (Renewal this month and Phone is empty)".
pub fn filter_text(filter: &Filter, name_of: NameOf<'_>) -> String {
    let joined = |parts: &[Filter], word: &str| {
        let part = |part: &Filter| match part {
            Filter::One(condition) => condition_text(condition, name_of),
            group => format!("({})", filter_text(group, name_of)),
        };
        parts.iter().map(part).collect::<Vec<_>>().join(word)
    };
    match filter {
        Filter::One(condition) => condition_text(condition, name_of),
        Filter::All(parts) => joined(parts, " and "),
        Filter::Any(parts) => joined(parts, " or "),
    }
}

fn condition_text(condition: &Condition, name_of: NameOf<'_>) -> String {
    let operand = match condition.operand() {
        Operand::Words(words) => words.iter().map(|word| word.label).collect::<Vec<_>>().join(", "),
        Operand::Between(least, most) => format!("{} and {}", least.to_text(), most.to_text()),
        Operand::Entries(entries) => entries.join(", "),
        Operand::Period(period) => period.label.to_owned(),
        Operand::At(path, text) => format!("{} = {text}", path.join(" › ")),
        _ => {
            let text = condition.operand_text();
            text.parse().ok().and_then(name_of).unwrap_or(text)
        }
    };
    let operator = match condition.operand() {
        Operand::Period(_) => "is",
        Operand::At(..) => "has",
        _ => condition.operator().label(condition.field().kind()),
    };
    let rest =
        if operator.contains('…') { operator.replace('…', &operand) } else { format!("{operator} {operand}") };
    format!("{} {}", condition.field().label(), rest.trim_end())
}
