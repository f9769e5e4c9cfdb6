//! Whether the server answers, and what waits to be saved: said in the bar at the top while there is something to say.

use leptos::prelude::*;

use crate::erased::live;
use crate::state::outbox::use_outbox;

/// Draws it.
pub fn connection() -> AnyView {
    let outbox = use_outbox();
    let said = Memo::new(move |_| {
        let waits = match outbox.waiting().len() {
            0 => None,
            1 => Some("1 save waits".to_owned()),
            waiting => Some(format!("{waiting} saves wait")),
        };
        match (outbox.reachable(), outbox.sending(), waits) {
            (true, _, None) | (true, true, _) => None,
            (true, false, Some(waits)) => Some(waits),
            (false, _, None) => Some("No connection".to_owned()),
            (false, _, Some(waits)) => Some(format!("No connection · {waits}")),
        }
    });
    let line = move || {
        said.get().map(|said| {
            let waits = !outbox.waiting().is_empty();
            view! {
                <span class="shell__state">
                    <span class="shell__state-text">{said}</span>
                    {waits.then(|| view! { <button type="button" class="button" on:click=move |_| outbox.flush()>"Try now"</button> })}
                </span>
            }
        })
    };
    view! { <div class="shell__connection" role="status">{live(line)}</div> }.into_any()
}
