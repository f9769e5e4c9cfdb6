//! A question that finds nothing: which of its parts is the reason, and the way on.

use leptos::prelude::*;

use super::pager::count_label;
use super::states::Message;
use crate::domain::list::{Count, ListQuery};
use crate::erased::live;

/// A part of the question, and what it would find without it.
#[derive(Clone, Debug, PartialEq)]
pub struct Without {
    /// The part as people say it.
    pub part: String,
    /// The question without it.
    pub query: ListQuery,
    /// How many rows that finds.
    pub count: Count,
}

/// Draws the reason. `reasons` are the parts without which there would be rows; none while that is being found out.
#[component]
pub fn EmptyList(
    /// The question that finds nothing.
    query: ListQuery,
    /// The parts that leave nothing to show.
    #[prop(into)]
    reasons: Signal<Option<Vec<Without>>>,
    /// Called with the question to ask instead.
    on_go: Callback<ListQuery>,
) -> impl IntoView {
    if !query.narrows() {
        return view! {
            <Message kind="empty" title="No clients yet" text="Clients that you manage or create appear here."/>
        }
        .into_any();
    }
    let all = query.widened();
    let text = move || match reasons.get() {
        None => "Looking for the reason…".to_owned(),
        Some(reasons) if reasons.is_empty() => {
            "Only together do the filters leave nothing: no single one is the reason.".to_owned()
        }
        Some(_) => "There would be clients without one of these:".to_owned(),
    };
    let parts = move || {
        let part = |without: Without| {
            let (query, count) = (without.query, count_label(without.count));
            let clients = if without.count == Count::Exactly(1) { "client" } else { "clients" };
            let press = format!("Remove: {count} {clients}");
            let name = format!("{press}, without {}", without.part);
            view! {
                <li class="reasons__item">
                    <span>{without.part.clone()}</span>
                    <button type="button" class="button" aria-label=name
                        on:click=move |_| on_go.run(query.clone())>{press}</button>
                </li>
            }
        };
        reasons.get().filter(|reasons| !reasons.is_empty()).map(|reasons| {
            view! { <ul class="reasons" aria-label="Filters that leave nothing">{reasons.into_iter().map(part).collect_view()}</ul> }
        })
    };
    view! {
        <section class="message" data-kind="empty" role="status">
            <h2 class="message__title">"No client matches"</h2>
            <p class="message__text">{live(text)}</p>
            {live(parts)}
            <p class="message__action">
                <button type="button" class="button" on:click=move |_| on_go.run(all.clone())>"Show all clients"</button>
            </p>
        </section>
    }
    .into_any()
}
