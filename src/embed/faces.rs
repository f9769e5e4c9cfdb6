//! What each tag shows to somebody who may see it: the application's own views, with the page's settings for an address.

use clientele::api::error::Failure;
use clientele::api::origin::client_address;
use clientele::api::person::Person;
use clientele::api::tag_settings::{Client, Settings};
use clientele::components::client_card::ClientCard;
use clientele::components::dom::around;
use clientele::components::here::regains_focus;
use clientele::components::record_view::RecordView;
use clientele::components::states::{Message, Skeleton};
use clientele::components::way::WAY;
use clientele::domain::lens::Lens;
use clientele::domain::record::Record;
use clientele::domain::views::BUILT_IN;
use clientele::erased::{effect, live};
use clientele::pages::client_edit::client_edit_page;
use clientele::pages::client_load::{LoadedRecord, addressed, load_client, load_team, names, unavailable};
use clientele::pages::client_new::client_new_page;
use clientele::pages::clients::clients_page;
use clientele::pages::portal::portal_page;
use clientele::pages::portal_propose::portal_propose_page;
use clientele::state::clients::use_clients;
use clientele::state::load::Meanwhile;
use clientele::state::route::{Addressed, Params, Route, use_route};
use clientele::state::saved_views::{SavedViews, use_saved_views};
use clientele::state::undo::use_undo;
use leptos::prelude::*;
use uuid::Uuid;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::frame::Frame;

use super::voice::SELECTED;

/// Which tag it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    List,
    Form,
    Card,
    Portal,
    SignIn,
}

impl Kind {
    /// The names, without `clientele-`.
    pub const ALL: [(&str, Self); 5] = [
        ("list", Self::List),
        ("form", Self::Form),
        ("card", Self::Card),
        ("portal", Self::Portal),
        ("sign-in", Self::SignIn),
    ];

    /// The tag of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
    }
}

/// Draws it.
pub fn face(this: Frame, person: Person, lens: Lens) -> AnyView {
    match this.kind {
        Kind::List => list(this, person, lens),
        Kind::Form => form(this, person, lens),
        Kind::Card => card(this, lens),
        Kind::Portal => portal(this, person, lens),
        // The frame draws it.
        Kind::SignIn => ().into_any(),
    }
}

/// An address of the tag's own: nothing of it is in the page's.
#[derive(Clone, Copy)]
struct Place {
    path: RwSignal<String>,
    params: RwSignal<Params>,
}

impl Place {
    fn begin(path: &str, params: Params) -> Self {
        Self { path: RwSignal::new(path.to_owned()), params: RwSignal::new(params) }
    }

    /// Lets the views below lead through it; `elsewhere` hears of an address that is not the present one's.
    fn provide(self, elsewhere: impl Fn(&str) + Send + Sync + 'static) {
        let go = move |address: &str, _| {
            let (path, search) = address.split_once('?').unwrap_or((address, ""));
            if self.path.with_untracked(|present| present == path) {
                self.params.set(clientele::api::saved::params_from_text(search));
            } else {
                elsewhere(path);
            }
        };
        let nothing = Signal::derive(String::new);
        provide_context(Route::new(self.path.into(), self.params.into(), nothing, nothing, go));
    }
}

const LIST: &str = "/admin/clients";

/// The identity in a client's address.
fn client_in(path: &str) -> Option<Uuid> {
    path.strip_prefix(LIST)?.split('/').nth(1)?.parse().ok()
}

fn list(this: Frame, person: Person, lens: Lens) -> AnyView {
    let views = use_saved_views();
    let wanted = Memo::new(move |_| question(&this.settings.read(), lens, views));
    let place = Place::begin(LIST, Params::new());
    effect(move || {
        if let Question::Known(wanted) = wanted.get()
            && place.params.get_untracked() != wanted
        {
            place.params.set(wanted);
        }
    });
    place.provide(move |path| {
        if let Some(id) = client_in(path) {
            this.voice.say(SELECTED, &[("id", id.to_string().into()), ("edit", path.ends_with("/edit").into())]);
        }
    });
    // Another question of the same kind draws no list anew.
    let state = Memo::new(move |_| match wanted.get() {
        Question::Known(_) => Question::Known(Params::new()),
        other => other,
    });
    live(move || match state.get() {
        Question::Waiting => view! { <Skeleton rows=12/> }.into_any(),
        Question::NoView(text) => {
            this.voice.say_error("settings", &text);
            view! { <Message kind="failed" title="This view is not here" text/> }.into_any()
        }
        Question::Known(_) => {
            if let Question::Known(params) = wanted.get_untracked() {
                place.params.set(params);
            }
            led("list", clients_page(person.clone(), lens))
        }
    })
}

/// What the page wants the list to show.
#[derive(Clone, PartialEq)]
enum Question {
    /// The view that it names is not read yet.
    Waiting,
    Known(Params),
    /// There is no such view for this person; in a sentence.
    NoView(String),
}

/// The list's question: what the page asks for goes before what the view asks.
fn question(settings: &Settings, lens: Lens, views: SavedViews) -> Question {
    let wanted = settings.view();
    let built_in = BUILT_IN.iter().find(|view| view.word == wanted).map(|view| view.query(lens.shown()));
    let saved = || {
        views.want();
        views.seen(lens).into_iter().find(|view| view.name == wanted || view.id.to_string() == wanted)
    };
    let of_view = match built_in.or_else(|| if wanted.is_empty() { None } else { Some(saved()?.query) }) {
        Some(query) => query.to_params(),
        None if wanted.is_empty() => Vec::new(),
        None => match (views.are_known(), views.failure()) {
            (false, _) => return Question::Waiting,
            (true, Some(failure)) => return Question::NoView(format!("The saved views could not be read. {failure}")),
            (true, None) => {
                return Question::NoView(format!(
                    "There is no view \u{201c}{wanted}\u{201d} that you see. Give the tag the name of one, or leave it out."
                ));
            }
        },
    };
    let own = settings.params();
    let of_view = of_view.into_iter().map(|(key, value)| (key.to_owned(), value));
    let of_view: Params = of_view.filter(|(key, _)| !own.iter().any(|(other, _)| other == key)).collect();
    Question::Known(own.into_iter().chain(of_view).collect())
}

fn form(this: Frame, person: Person, lens: Lens) -> AnyView {
    let client = Memo::new(move |_| this.settings.read().client());
    // A form that was saved or put away begins again, with the row as it is now.
    let round = RwSignal::new(0_u32);
    let begin_again = move || round.update(|round| *round = round.wrapping_add(1));
    live(move || {
        round.track();
        let client = client.get();
        Place::begin("/form", Params::new()).provide(move |_| begin_again());
        let id = match client {
            Client::Unreadable => return no_client(this),
            Client::Unnamed => None,
            Client::Named(id) => Some(id),
        };
        provide_context(Addressed(Memo::new(move |_| id)));
        led(
            "form",
            match id {
                Some(_) if lens.is_preview() => record(lens),
                Some(_) => client_edit_page(person.clone(), lens),
                None if lens.is_preview() => no_client(this),
                None => client_new_page(person.clone(), lens),
            },
        )
    })
}

/// The form's fields where nothing may be changed.
fn record(lens: Lens) -> AnyView {
    let clients = use_clients(lens);
    let loaded = load_client(clients, addressed(), Meanwhile::Clear, |_| true);
    let names = names(load_team(clients));
    let shown = newest(loaded);
    live(move || match shown.get() {
        None => view! { <Skeleton/> }.into_any(),
        Some(Err(failure)) => unavailable(&failure, loaded),
        Some(Ok(record)) => {
            let names = names.get();
            let name_of = |id| Some(names.get(&id).cloned().unwrap_or_else(|| "Former colleague".to_owned()));
            view! { <RecordView role=lens.shown() record=&record name_of=&name_of/> }.into_any()
        }
    })
}

fn card(this: Frame, lens: Lens) -> AnyView {
    let clients = use_clients(lens);
    let client = Memo::new(move |_| this.settings.read().client());
    let id = Memo::new(move |_| match client.get() {
        Client::Named(id) => Some(id),
        _ => None,
    });
    let loaded = load_client(clients, id, Meanwhile::Clear, |_| true);
    let names = names(load_team(clients));
    Place::begin("/card", Params::new()).provide(move |path| {
        if let Some(id) = client_in(path) {
            this.voice.say(SELECTED, &[("id", id.to_string().into()), ("edit", false.into())]);
        }
    });
    let shown = newest(loaded);
    let body = move || match (client.get(), shown.get()) {
        (Client::Unreadable | Client::Unnamed, _) => no_client(this),
        (_, None) => view! { <Skeleton rows=3/> }.into_any(),
        (_, Some(Err(failure))) => unavailable(&failure, loaded),
        (_, Some(Ok(record))) => {
            let address = record.id().map(|id| client_address(id, "")).unwrap_or_default();
            view! { <ClientCard record lens names=names.get() address/> }.into_any()
        }
    };
    led("client", live(body))
}

/// The client as it was read, or as another tag of the page has written it since.
fn newest(loaded: LoadedRecord) -> Memo<Option<Result<Record, Failure>>> {
    let undo = use_undo();
    Memo::new(move |_| {
        let read = match loaded.get()? {
            Ok(read) => read,
            failed => return Some(failed),
        };
        let newer = undo.written().filter(|row| row.id() == read.id() && row.version() > read.version());
        Some(Ok(newer.unwrap_or(read)))
    })
}

fn no_client(this: Frame) -> AnyView {
    if untrack(|| this.settings.read().client()) == Client::Unnamed {
        return view! { <Message kind="empty" title="No client is chosen" text="Whoever is chosen is shown here."/> }
            .into_any();
    }
    let text = "The client-id is none. Give this tag the identity of a client.";
    this.voice.say_error("settings", text);
    view! { <Message kind="failed" title="This client-id cannot be read" text/> }.into_any()
}

fn portal(this: Frame, person: Person, lens: Lens) -> AnyView {
    let place = Place::begin("/portal", Params::new());
    let path = place.path;
    place.provide(move |aim| {
        let aim = if untrack(|| this.is_read_only()) { "/portal" } else { aim };
        path.set(aim.to_owned());
    });
    live(move || {
        let page = if *path.read() == "/portal/propose" { portal_propose_page } else { portal_page };
        led("portal", page(person.clone(), lens))
    })
}

/// Draws a view whose ways lead through the tag's own address. Where it takes the place of what the person has just
/// pressed, it takes the focus as well.
fn led(part: &'static str, view: AnyView) -> AnyView {
    let route = use_route();
    let clicked = move |event: leptos::ev::MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if let Some(address) = target.and_then(|target| around(&target, "[data-way]")?.get_attribute(WAY)) {
            route.go(&address);
        }
    };
    view! { <div part=part tabindex="-1" use:regains_focus on:click=clicked>{view}</div> }.into_any()
}
