//! Which rows of how many are shown, and the way to the others.

use leptos::prelude::*;

use super::format::count_text;
use crate::domain::list::PAGE_SIZE;

/// Totals above this are the server's estimate for those who see every row.
const ESTIMATED_ABOVE: usize = 1000;

/// Draws "26–50 of 200" and the buttons beside it.
#[component]
pub fn Pager(
    /// From 1.
    page: usize,
    /// Rows on this page.
    shown: usize,
    /// Rows in all.
    total: usize,
    /// Called with the page to go to.
    on_page: Callback<usize>,
) -> impl IntoView {
    let first = (page - 1) * PAGE_SIZE + 1;
    let last = first + shown - 1;
    let about = if total > ESTIMATED_ABOVE { "≈ " } else { "" };
    let text = if shown == 0 {
        "No rows on this page".to_owned()
    } else {
        format!("{}–{} of {about}{}", count_text(first), count_text(last), count_text(total.max(last)))
    };
    let has_next = shown == PAGE_SIZE && last < total.max(last + usize::from(total > ESTIMATED_ABOVE));
    view! {
        <nav class="pager" aria-label="Pages">
            <p class="pager__text" role="status">{text}</p>
            <button type="button" class="button" disabled=page == 1 on:click=move |_| on_page.run(page - 1)>"Previous"</button>
            <button type="button" class="button" disabled=!has_next on:click=move |_| on_page.run(page + 1)>"Next"</button>
        </nav>
    }
}
