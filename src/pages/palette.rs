//! The command palette and the keyboard help, over every page of the administration.

use std::time::Duration;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};

use super::keys::somebody_writes;
use super::signing_out::use_signing_out;
use super::unification::UNIFICATION;
use crate::api::filters::Asker;
use crate::components::format::{midnight, today};
use crate::components::here;
use crate::components::key_help::KeyHelp;
use crate::components::modal;
use crate::components::palette::{Aim, Entry, Palette, Section};
use crate::domain::field::Field;
use crate::domain::lens::Lens;
use crate::domain::list::ListQuery;
use crate::domain::permission::creates;
use crate::domain::record::Record;
use crate::domain::unification::Phase;
use crate::domain::views::BUILT_IN;
use crate::erased::effect;
use crate::state::commands::use_commands;
use crate::state::found_clients::{FoundClients, State};
use crate::state::preview::use_preview;
use crate::state::route::use_route;
use crate::state::saved_views::{SavedViews, use_saved_views};
use crate::state::session::use_session;

/// The most clients that are offered.
const CLIENTS: usize = 8;

/// Draws the button that opens the palette, and listens for the keys; only for people who have a list.
#[component]
pub fn Finder() -> impl IntoView {
    let session = use_session();
    let preview = use_preview();
    let path = use_route().path;
    let lens = Memo::new(move |_| {
        let lens = preview.lens(session.person()?.role?);
        (lens.shown().is_agency() && path.read().starts_with("/admin")).then_some(lens)
    });
    (move || lens.get().map(finder)).into_any()
}

fn finder(lens: Lens) -> AnyView {
    let open = RwSignal::new(false);
    let help = RwSignal::new(false);
    let typed = RwSignal::new(String::new());
    let views = use_saved_views();
    let start = move || {
        views.want();
        typed.set(String::new());
        open.set(true);
    };
    // It has closed, and nobody has been told yet: opened now, the news would close it.
    let again = StoredValue::new(false);
    effect(move || {
        if !open.get() && again.get_value() {
            again.set_value(false);
            set_timeout(start, Duration::ZERO);
        }
    });
    let keys = window_event_listener(leptos::ev::keydown, move |event| match action(&event) {
        Some(Key::Palette) => {
            event.prevent_default();
            match (open.get_untracked(), modal::is_open()) {
                (true, true) => modal::close(),
                (true, false) => again.set_value(true),
                (false, false) => start(),
                (false, true) => {}
            }
        }
        Some(Key::Help) => {
            event.prevent_default();
            help.set(true);
        }
        Some(Key::Search) => {
            if let Some(search) = search_box() {
                event.prevent_default();
                let _unmoved = search.focus();
                search.select();
            }
        }
        None => {}
    });
    on_cleanup(move || keys.remove());
    // While the old tables wait to be unified, there are no clients here to be found.
    let session = use_session();
    let waits = move || session.person().is_some_and(|person| person.unification == Phase::Waiting);
    let searched = Signal::derive(move || if waits() { String::new() } else { typed.get() });
    let found =
        FoundClients::new(lens, searched, CLIENTS, || Asker { user_id: String::new(), today: today(), midnight });
    let actions = actions(lens, help);
    let sections = Signal::derive(move || {
        let typed = typed.get();
        let words: Vec<String> = typed.split_whitespace().map(str::to_lowercase).collect();
        let fits = |entry: &Entry| {
            let label = entry.label.to_lowercase();
            words.iter().all(|word| label.contains(word.as_str()))
        };
        let part = |label, entries: Vec<Entry>| Section { label, entries: entries.into_iter().filter(fits).collect() };
        let clients = Section { label: "Clients", entries: found.clients().iter().filter_map(client).collect() };
        let parts = [part("Actions", actions()), part("Views", view_entries(views, lens)), clients];
        parts.into_iter().filter(|section| !section.entries.is_empty()).collect::<Vec<_>>()
    });
    let status = Signal::derive(move || match found.state() {
        State::Nothing | State::Some => ("", false),
        State::Searching => ("Searching…", true),
        State::None => ("No client found", false),
        State::Failed => ("The clients could not be searched. Type on to try again.", false),
    });
    let route = use_route();
    let on_choose = Callback::new(move |aim: Aim| match aim {
        Aim::Run(run) => run.run(()),
        Aim::Address(address) => {
            // The heading of the page that comes takes the focus, which nothing on this page needs any more.
            if let Some(active) = here::active().and_then(|active| active.dyn_into::<HtmlElement>().ok()) {
                let _kept = active.blur();
            }
            route.go(&address);
        }
    });
    let shortcut = if is_apple() { "⌘K" } else { "Ctrl K" };
    view! {
        <button type="button" class="button shell__find" aria-haspopup="dialog" aria-keyshortcuts="Control+K Meta+K"
            on:click=move |_| start()>"Search"<kbd>{shortcut}</kbd></button>
        <Palette open typed sections status on_choose/>
        <KeyHelp open=help/>
    }
    .into_any()
}

enum Key {
    Palette,
    Help,
    Search,
}

/// What a key means; one that writes something means nothing where somebody writes.
fn action(event: &KeyboardEvent) -> Option<Key> {
    if event.default_prevented() || event.is_composing() {
        return None;
    }
    let control = event.ctrl_key() || event.meta_key();
    match event.key().as_str() {
        "k" | "K" if control && !event.shift_key() && !event.alt_key() => return Some(Key::Palette),
        _ if control || event.alt_key() || modal::is_open() => return None,
        _ => {}
    }
    if somebody_writes(event) {
        return None;
    }
    match event.key().as_str() {
        "?" => Some(Key::Help),
        "/" => Some(Key::Search),
        _ => None,
    }
}

fn search_box() -> Option<HtmlInputElement> {
    here::find(".search-box input")?.dyn_into().ok()
}

fn is_apple() -> bool {
    window().navigator().user_agent().is_ok_and(|agent| agent.contains("Mac") || agent.contains("iPhone"))
}

/// What can be done here, tracked.
fn actions(lens: Lens, help: RwSignal<bool>) -> impl Fn() -> Vec<Entry> + Copy + Send + Sync + 'static {
    let signing_out = use_signing_out();
    let (commands, session) = (use_commands(), use_session());
    let views = use_saved_views();
    let to_help = Callback::new(move |()| help.set(true));
    let sign_out = Callback::new(move |()| signing_out.begin(false));
    move || {
        let entry = |label: &str, aim| Entry { label: label.to_owned(), detail: String::new(), aim };
        let here = commands.present().into_iter().map(|command| entry(&command.label, Aim::Run(command.run)));
        let new = creates(lens.shown()).then(|| entry("New client", Aim::Address("/admin/clients/new".to_owned())));
        let ways = [
            entry("Go to Clients", Aim::Address(views.home(lens))),
            entry("Go to Access", Aim::Address("/admin/access".to_owned())),
            entry("Keyboard help", Aim::Run(to_help)),
            entry("Sign out", Aim::Run(sign_out)),
        ];
        let unify = session.person().is_some_and(|person| person.unifies(lens.shown()));
        let unify = unify.then(|| entry("Go to Unification", Aim::Address(UNIFICATION.to_owned())));
        here.chain(new).chain(unify).chain(ways).collect()
    }
}

fn view_entries(views: SavedViews, lens: Lens) -> Vec<Entry> {
    let entry = |label: String, detail: String, query: &ListQuery| Entry {
        label,
        detail,
        aim: Aim::Address(views.href(query)),
    };
    let role = lens.shown();
    let built_in = BUILT_IN.iter().map(|view| entry(view.label.to_owned(), String::new(), &view.query(role)));
    let saved = views.seen(lens).into_iter().map(|view| {
        let detail = if view.mine { "Yours".to_owned() } else { format!("Shared by {}", view.author) };
        entry(view.name, detail, &view.query)
    });
    built_in.chain(saved).collect()
}

fn client(row: &Record) -> Option<Entry> {
    let label = row.title();
    let known =
        [row.text(Field::Name), row.text(Field::Email)].into_iter().filter(|text| !text.is_empty() && *text != label);
    let detail = known.collect::<Vec<_>>().join(" · ");
    Some(Entry { label, detail, aim: Aim::Address(format!("/admin/clients/{}", row.id()?)) })
}
