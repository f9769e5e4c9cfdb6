//! `/admin/clients` without a question: a person who chose a view for it goes there before anything is asked.

use leptos::prelude::*;

use super::clients::clients_page;
use crate::api::person::Person;
use crate::components::states::Skeleton;
use crate::domain::lens::Lens;
use crate::erased::{effect, live};
use crate::state::route::{Going, use_route};
use crate::state::saved_views::use_saved_views;

const PATH: &str = "/admin/clients";

/// Draws the list, or leads to the view with which it opens.
pub fn clients_start(person: Person, lens: Lens) -> AnyView {
    let route = use_route();
    let views = use_saved_views();
    let aim = Memo::new(move |_| {
        let bare = *route.path.read() == *PATH && route.search.read().is_empty();
        // Choosing a view for the next time leads nowhere now.
        bare.then(|| untrack(|| views.home(lens))).filter(|home| home != PATH)
    });
    let view = move || match aim.get() {
        None => clients_page(person.clone(), lens),
        Some(home) => {
            effect(move || {
                route.lead(&home, Going { replace: true, still: true });
            });
            view! { <Skeleton rows=12/> }.into_any()
        }
    };
    live(view)
}
