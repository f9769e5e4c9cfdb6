//! The command palette and the keyboard help, over every page of the administration.

use leptos::ev::KeyboardEvent;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_location, use_navigate};
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use crate::api::error::Failure;
use crate::api::filters::Asker;
use crate::components::format::{midnight, today};
use crate::components::key_help::KeyHelp;
use crate::components::modal;
use crate::components::palette::{Aim, Entry, Palette, Section};
use crate::domain::field::Field;
use crate::domain::lens::Lens;
use crate::domain::list::ListQuery;
use crate::domain::record::Record;
use crate::domain::views::BUILT_IN;
use crate::state::clients::{Wanted, use_clients};
use crate::state::commands::use_commands;
use crate::state::load::{Meanwhile, load};
use crate::state::preview::use_preview;
use crate::state::saved_views::{SavedViews, use_saved_views};
use crate::state::session::use_session;

/// Long enough to spare a request per key.
const PAUSE: Duration = Duration::from_millis(120);

/// The most clients that are offered.
const CLIENTS: usize = 8;

/// Draws the button that opens the palette, and listens for the keys; only for people who have a list.
#[component]
pub fn Finder() -> impl IntoView {
    let session = use_session();
    let preview = use_preview();
    let path = use_location().pathname;
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
    let keys = window_event_listener(leptos::ev::keydown, move |event| match action(&event) {
        Some(Key::Palette) => {
            event.prevent_default();
            if open.get_untracked() {
                modal::close();
            } else if !modal::is_open() {
                start();
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
    let clients = clients(lens, typed);
    let actions = actions(lens, help);
    let sections = Signal::derive(move || {
        let typed = typed.get();
        let words: Vec<String> = typed.split_whitespace().map(str::to_lowercase).collect();
        let fits = |entry: &Entry| {
            let label = entry.label.to_lowercase();
            words.iter().all(|word| label.contains(word.as_str()))
        };
        let part = |label, entries: Vec<Entry>| Section { label, entries: entries.into_iter().filter(fits).collect() };
        let found = Section { label: "Clients", entries: clients.entries() };
        let parts = [part("Actions", actions()), part("Views", view_entries(views, lens)), found];
        parts.into_iter().filter(|section| !section.entries.is_empty()).collect::<Vec<_>>()
    });
    let status = Signal::derive(move || clients.status());
    let navigate = use_navigate();
    let on_choose = Callback::new(move |aim: Aim| match aim {
        Aim::Run(run) => run.run(()),
        Aim::Address(address) => {
            // The heading of the page that comes takes the focus, which nothing on this page needs any more.
            if let Some(active) = document().active_element().and_then(|active| active.dyn_into::<HtmlElement>().ok()) {
                let _kept = active.blur();
            }
            navigate(&address, Default::default());
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
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let writes = "input:not([type=checkbox]),textarea,select,[contenteditable],[role=menu]";
    if target.is_some_and(|target| target.closest(writes).ok().flatten().is_some()) {
        return None;
    }
    match event.key().as_str() {
        "?" => Some(Key::Help),
        "/" => Some(Key::Search),
        _ => None,
    }
}

fn search_box() -> Option<HtmlInputElement> {
    document().query_selector(".search-box input").ok().flatten()?.dyn_into().ok()
}

fn is_apple() -> bool {
    window().navigator().user_agent().is_ok_and(|agent| agent.contains("Mac") || agent.contains("iPhone"))
}

/// What can be done here, tracked.
fn actions(lens: Lens, help: RwSignal<bool>) -> impl Fn() -> Vec<Entry> + Copy + Send + Sync + 'static {
    let session = use_session();
    let commands = use_commands();
    let views = use_saved_views();
    let to_help = Callback::new(move |()| help.set(true));
    let sign_out = Callback::new(move |()| spawn_local(session.sign_out()));
    move || {
        let entry = |label: &str, aim| Entry { label: label.to_owned(), detail: String::new(), aim };
        let here = commands.present().into_iter().map(|command| entry(&command.label, Aim::Run(command.run)));
        let ways = [
            entry("Go to Clients", Aim::Address(views.home(lens))),
            entry("Go to Access", Aim::Address("/admin/access".to_owned())),
            entry("Keyboard help", Aim::Run(to_help)),
            entry("Sign out", Aim::Run(sign_out)),
        ];
        here.chain(ways).collect()
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

/// The clients that what is typed may mean.
#[derive(Clone, Copy)]
struct Found {
    term: Memo<Option<String>>,
    answer: crate::state::load::Loaded<(Option<String>, Result<Vec<Record>, Failure>)>,
}

fn clients(lens: Lens, typed: RwSignal<String>) -> Found {
    let clients = use_clients(lens);
    let term = Memo::new(move |_| {
        let query = ListQuery::default().searching(&typed.read());
        query.search_term().map(str::to_owned)
    });
    let asked = RwSignal::new(None::<String>);
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move |_| {
        let term = term.get();
        if let Some(Some(before)) = waiting.try_update_value(Option::take) {
            before.clear();
        }
        let report = move || drop(asked.try_set(term.clone()));
        waiting.set_value(set_timeout_with_handle(report, PAUSE).ok());
    });
    let answer = load(Memo::new(move |_| asked.get()), Meanwhile::Keep, move |term: Option<String>| async move {
        let Some(search) = &term else { return (term, Ok(Vec::new())) };
        let columns = vec![Field::CompanyName, Field::Name, Field::Email];
        let wanted = Wanted { query: ListQuery::default().searching(search), columns, rows: CLIENTS };
        // Nothing that a search asks depends on who asks, or when.
        let asker = Asker { user_id: String::new(), today: today(), midnight };
        let page = clients.page(&wanted, &asker).await;
        (term, page.map(|page| page.rows.to_vec()))
    });
    Found { term, answer }
}

impl Found {
    /// The clients found for what is typed now, tracked: an answer to something else is none.
    fn entries(self) -> Vec<Entry> {
        let Some((term, Ok(rows))) = self.answer.get() else { return Vec::new() };
        if term.is_none() || term != self.term.get() {
            return Vec::new();
        }
        let entry = |row: &Record| {
            Some(Entry {
                label: row.title(),
                detail: [row.text(Field::Name), row.text(Field::Email)]
                    .into_iter()
                    .filter(|text| !text.is_empty() && *text != row.title())
                    .collect::<Vec<_>>()
                    .join(" · "),
                aim: Aim::Address(format!("/admin/clients/{}", row.id()?)),
            })
        };
        rows.iter().filter_map(entry).collect()
    }

    /// What there is to say, and whether an answer is under way, tracked.
    fn status(self) -> (&'static str, bool) {
        let Some(term) = self.term.get() else { return ("", false) };
        match self.answer.get() {
            Some((Some(asked), answer)) if asked == term => match answer {
                Ok(rows) if rows.is_empty() => ("No client found", false),
                Ok(_) => ("", false),
                Err(_) => ("The clients could not be searched. Type on to try again.", false),
            },
            _ => ("Searching…", true),
        }
    }
}
