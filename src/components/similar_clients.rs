//! Clients that may be the one that is being made.

use leptos::prelude::*;

use super::here;
use crate::api::similar::{Reason, Similar};

/// Draws links to them; nothing where there are none.
pub fn similar_clients(found: &[Similar]) -> Option<AnyView> {
    let line = |similar: &Similar| {
        let why = match similar.reason {
            Reason::Email => "has this address",
            Reason::Phone => "has this phone number",
            Reason::Domain => "has an address of the same domain",
            Reason::Company => "is called alike",
        };
        let address = format!("/admin/clients/{}", similar.id);
        let client = match here::is_embedded() {
            true => view! { <strong>{similar.title.clone()}</strong> }.into_any(),
            false => view! { <a href=address target="_blank">{similar.title.clone()}</a> }.into_any(),
        };
        view! { <li>{client}" "{why}</li> }
    };
    (!found.is_empty()).then(|| {
        view! {
            <section class="note" role="status">
                <h2 class="note__title">"Is it one of these?"</h2>
                <ul class="note__list">{found.iter().map(line).collect_view()}</ul>
            </section>
        }
        .into_any()
    })
}
