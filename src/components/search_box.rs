//! The search box: reports what is typed when the typing pauses.

use std::time::Duration;

use leptos::html;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

use crate::domain::list::SEARCH_MIN;
use crate::domain::rules::chars;
use crate::erased::live;

/// Long enough to spare a request per key, short enough not to be noticed.
const PAUSE: Duration = Duration::from_millis(150);

/// Draws the box. Until something can be searched for, it says what is missing.
#[component]
pub fn SearchBox(
    /// What is searched for at present.
    #[prop(into)]
    search: Signal<String>,
    /// Called with what was typed.
    on_search: Callback<String>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let typed = move |_| {
        waiting.update_value(|waiting| {
            if let Some(waiting) = waiting.take() {
                waiting.clear();
            }
            let report = move || {
                if let Some(input) = input.try_get_untracked().flatten() {
                    on_search.run(input.value());
                }
            };
            *waiting = set_timeout_with_handle(report, PAUSE).ok();
        });
    };
    let too_short = move || {
        let length = chars::trimmed(&search.read()).chars().count();
        (1..SEARCH_MIN).contains(&length)
    };
    view! {
        <div class="search-box" role="search">
            <input type="search" class="input" aria-label="Search clients" aria-describedby="search-hint"
                placeholder="Search company, name, email" autocomplete="off" spellcheck="false" node_ref=input
                prop:value=move || search.get() on:input=typed/>
            <span id="search-hint" class="search-box__hint" role="status">
                {live(move || too_short().then_some("Type at least three characters."))}
            </span>
        </div>
    }
}
