//! `/admin/clients` without a question: a person who chose a view for it goes there before anything is asked.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use super::clients::clients_page;
use crate::api::person::Person;
use crate::components::states::Skeleton;
use crate::domain::lens::Lens;
use crate::erased::{effect, live};
use crate::state::saved_views::use_saved_views;

const PATH: &str = "/admin/clients";

/// Draws the list, or leads to the view with which it opens.
pub fn clients_start(person: Person, lens: Lens) -> AnyView {
    let location = use_location();
    let navigate = use_navigate();
    let views = use_saved_views();
    let aim = Memo::new(move |_| {
        let bare = *location.pathname.read() == *PATH && location.search.read().is_empty();
        // Choosing a view for the next time leads nowhere now.
        bare.then(|| untrack(|| views.home(lens))).filter(|home| home != PATH)
    });
    let view = move || match aim.get() {
        None => clients_page(person.clone(), lens),
        Some(home) => {
            let navigate = navigate.clone();
            effect(move || {
                navigate(&home, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
            });
            view! { <Skeleton rows=12/> }.into_any()
        }
    };
    live(view)
}
