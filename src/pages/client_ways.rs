//! The ways from a client's page: back to the list it was opened from, and to the clients before and behind it there.

use leptos::prelude::*;
use uuid::Uuid;

use super::client::ClientPage;
use super::client_load::LoadedRecord;
use crate::api::filters::Asker;
use crate::api::origin::{self, FROM, client_address};
use crate::api::person::Person;
use crate::components::format::{midnight, today};
use crate::domain::cursor::Cursor;
use crate::domain::lens::Lens;
use crate::erased::{effect, live};
use crate::state::clients::Clients;
use crate::state::load::Loaded;
use crate::state::neighbours::{Neighbours, neighbours};
use crate::state::route::use_route;

/// The list behind the page.
#[derive(Clone, Copy)]
pub struct Ways {
    from: Memo<Option<String>>,
    beside: Loaded<Neighbours>,
    /// A press that came before the neighbours were known: whether it meant the one behind.
    wanted: RwSignal<Option<bool>>,
}

impl Ways {
    /// Reads the address, and asks for the neighbours once the client is there.
    pub fn new(lens: Lens, person: &Person, clients: Clients, loaded: LoadedRecord) -> Self {
        let route = use_route();
        let from = Memo::new(move |_| route.param(FROM));
        let at = Memo::new(move |_| {
            let query = origin::query(&from.get()?, lens.shown());
            let record = loaded.get()?.ok()?;
            let cursor = Cursor::of(&record, &query.orders)?;
            Some((query, cursor))
        });
        let user_id = person.user_id.clone();
        let asker = move || Asker { user_id: user_id.clone(), today: today(), midnight };
        Self { from, beside: neighbours(clients, at, asker), wanted: RwSignal::new(None) }
    }

    /// What stands behind the address of every page that keeps the list in mind, tracked.
    pub fn suffix(self) -> String {
        self.from.get().map(|from| origin::with_origin(&from)).unwrap_or_default()
    }

    /// The list's address, tracked.
    fn list(self) -> String {
        origin::list(self.from.get().as_deref())
    }

    /// The address of the client before this one, or behind it, tracked.
    fn beside(self, behind: bool) -> Option<String> {
        let (previous, next) = self.beside.get()?;
        let id: Uuid = if behind { next } else { previous }?;
        Some(client_address(id, &self.suffix()))
    }

    /// Whether the client was opened from a list, tracked.
    pub fn has_list(self) -> bool {
        self.from.read().is_some()
    }

    /// Goes to the client before this one, or behind it; as soon as it is known which one that is.
    pub fn step(self, behind: bool) {
        self.wanted.set(Some(behind));
    }
}

/// Draws the way back, and the ways to the neighbours where there is a list.
pub fn ways_bar(page: ClientPage) -> AnyView {
    let ways = page.ways;
    effect(move || {
        let (Some(behind), Some(_)) = (ways.wanted.get(), ways.beside.get()) else { return };
        if page.loaded.is_pending() {
            return;
        }
        ways.wanted.set(None);
        if let Some(address) = untrack(|| ways.beside(behind)) {
            page.go(&address);
        }
    });
    let has_list = Memo::new(move |_| ways.has_list());
    let way = move |label: &'static str, key: &'static str, behind: bool| {
        let address = move || ways.beside(behind);
        view! {
            <a class="button" role="link" tabindex="0" href=address aria-keyshortcuts=key title=format!("{label} client ({key})")
                aria-disabled=move || ways.beside(behind).is_none().then_some("true")>{label}</a>
        }
        .into_any()
    };
    let beside = move || {
        has_list.get().then(|| {
            view! {
                <nav class="ways__beside" aria-label="Clients of the list">
                    {way("Previous", "K", false)}
                    {way("Next", "J", true)}
                </nav>
            }
            .into_any()
        })
    };
    let crumb = move || if has_list.get() { "Back to the list" } else { "Clients" };
    view! {
        <div class="ways">
            <nav class="crumbs" aria-label="Breadcrumb"><a href=move || ways.list()>{live(crumb)}</a></nav>
            {live(beside)}
        </div>
    }
    .into_any()
}
