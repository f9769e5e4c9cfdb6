//! `/admin/clients/:id`: one client, what is to be done about it, what hangs on it and what happened to it.

use std::sync::Arc;

use leptos::prelude::*;
use uuid::Uuid;

use super::client_acts::{listen_for_keys, offer_commands};
use super::client_draft::draft_note;
use super::client_head::head;
use super::client_load::{LoadedRecord, LoadedTeam, addressed, is_gone, load_client, load_team, unavailable};
use super::client_more::{past, related_lists};
use super::client_ways::{Ways, ways_bar};
use crate::api::error::Failure;
use crate::api::origin::client_address;
use crate::api::person::Person;
use crate::components::form::{draw_ahead, forget_ahead};
use crate::components::record_view::{RecordView, empty_fields};
use crate::domain::field::Field;
use crate::domain::lens::Lens;
use crate::domain::permission::{Relation, creates, edits, edits_field, relation};
use crate::domain::record::Record;
use crate::erased::{effect, live};
use crate::state::clients::{Clients, use_clients};
use crate::state::load::Meanwhile;
use crate::state::notices::{Notices, use_notices};
use crate::state::outbox::{Outbox, use_outbox};
use crate::state::route::{Route, use_route};
use crate::state::undo::{Undo, use_undo};

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct ClientPage {
    pub lens: Lens,
    pub clients: Clients,
    pub person: StoredValue<Person>,
    /// The client that the address names.
    pub addressed: Memo<Option<Uuid>>,
    pub loaded: LoadedRecord,
    pub team: LoadedTeam,
    /// The client as the server last returned it, whether it was read or written.
    pub record: Memo<Option<Record>>,
    /// A newer row than was read.
    pub newer: RwSignal<Option<Record>>,
    /// Whether something is being saved.
    pub saving: RwSignal<bool>,
    /// Why the last press did nothing.
    pub trouble: RwSignal<Option<String>>,
    /// The list it was opened from, and the clients beside it there.
    pub ways: Ways,
    pub undo: Undo,
    pub outbox: Outbox,
    pub notices: Notices,
    route: Route,
}

/// Which of its faces the page shows.
#[derive(Clone, PartialEq)]
enum Face {
    Loading,
    Failed(Failure),
    Shown(Uuid),
}

/// Draws the client for the role.
pub fn client_page(person: Person, lens: Lens) -> AnyView {
    let clients = use_clients(lens);
    // The former client stays until the next one is there: nothing flickers on the way through a list.
    let addressed = addressed();
    let loaded = load_client(clients, addressed, Meanwhile::Keep, |_| true);
    let team = load_team(clients);
    let undo = use_undo();
    let newer = RwSignal::new(None::<Record>);
    let record = Memo::new(move |before: Option<&Option<Record>>| {
        let read = match loaded.get()? {
            Ok(read) => read,
            // What was read before stays when it cannot be read again just now.
            Err(failure) if is_gone(&failure) => return None,
            Err(_) => before.cloned().flatten().filter(|record| record.id() == addressed.get())?,
        };
        let written = [newer.get(), undo.written()].into_iter().flatten();
        let same = written.filter(|row| row.id() == read.id() && row.version() > read.version());
        Some(same.max_by_key(Record::version).unwrap_or(read))
    });
    let page = ClientPage {
        lens,
        clients,
        addressed,
        loaded,
        team,
        record,
        newer,
        saving: RwSignal::new(false),
        trouble: RwSignal::new(None),
        ways: Ways::new(lens, &person, clients, loaded),
        person: StoredValue::new(person),
        undo,
        outbox: use_outbox(),
        notices: use_notices(),
        route: use_route(),
    };
    listen_for_keys(page);
    on_cleanup(forget_ahead);
    offer_commands(page);
    let face = Memo::new(move |_| match (loaded.get(), team.get()) {
        (Some(Err(failure)), _) => match record.get().and_then(|record| record.id()) {
            Some(id) => Face::Shown(id),
            None => Face::Failed(failure),
        },
        (Some(Ok(record)), Some(_)) => record.id().map_or(Face::Failed(Failure::Malformed), Face::Shown),
        _ => Face::Loading,
    });
    effect(move || {
        if let (Some(Err(failure)), Face::Shown(_)) = (loaded.get(), face.get_untracked()) {
            page.notices.happened(format!("{failure} You see the client as it was read before."));
        }
    });
    view! {
        <div class="client" aria-busy=move || loaded.is_pending().to_string()>
            {ways_bar(page)}
            {live(move || match face.get() {
                Face::Loading => skeleton(),
                Face::Failed(failure) => unavailable(&failure, loaded),
                Face::Shown(id) => shown(page, id),
            })}
        </div>
    }
    .into_any()
}

fn shown(page: ClientPage, id: Uuid) -> AnyView {
    page.trouble.set(None);
    view! {
        {head(page, id)}
        {draft_note(page, id)}
        <div class="client__body">
            {fields(page)}
            <div class="client__beside">
                {related_lists(page, id)}
                {past(page, id)}
            </div>
        </div>
    }
    .into_any()
}

/// The record by section; what is empty is folded away until somebody wants to see it.
fn fields(page: ClientPage) -> AnyView {
    let role = page.lens.shown();
    let all = RwSignal::new(false);
    let empty =
        Memo::new(move |_| page.record.with(|record| record.as_ref().map_or(0, |record| empty_fields(role, record))));
    let label = move || match (all.get(), empty.get()) {
        (true, _) => "Hide empty fields".to_owned(),
        (false, 1) => "Show 1 empty field".to_owned(),
        (false, empty) => format!("Show {empty} empty fields"),
    };
    let sections = move || {
        let name_of = |id| page.name_of(id);
        page.record.get().map(|record| view! { <RecordView role record=&record name_of=&name_of/> }.into_any())
    };
    view! {
        <div class="client__fields" data-folded=move || (!all.get()).then_some("")>
            {live(sections)}
            <button type="button" class="client__fold" aria-expanded=move || all.get().to_string() hidden=move || empty.get() == 0
                on:click=move |_| all.update(|all| *all = !*all)>{live(label)}</button>
        </div>
    }
    .into_any()
}

/// Grey where everything will be.
fn skeleton() -> AnyView {
    let block = |class: &'static str| view! { <div class=class></div> }.into_any();
    view! {
        <div class="client__skeleton" role="status">
            <h1 class="visually-hidden">"Loading…"</h1>
            {block("client__bone")}
            {block("client__bone")}
            <div class="client__body">
                <div class="record">{(0..4).map(|_| block("record__section client__bone")).collect::<Vec<_>>()}</div>
                {block("client__beside client__bone")}
            </div>
        </div>
    }
    .into_any()
}

/// Whether the form is for this person. Whoever looks as a role that edits what it manages does not manage it
/// themselves, and came to see the form: it opens, and cannot save.
pub fn opens_form(lens: Lens, record: &Record, person: &Person) -> bool {
    edits(lens.shown(), relation(record, &person.user_id)) || (lens.is_preview() && creates(lens.shown()))
}

impl ClientPage {
    /// Leads to another page.
    pub fn go(self, address: &str) {
        self.route.go(address);
    }

    /// How the person stands to the record.
    pub fn relation(self, record: &Record) -> Relation {
        self.person.with_value(|person| relation(record, &person.user_id))
    }

    /// Whether the person may change this field here and now.
    pub fn may(self, record: &Record, field: Field) -> bool {
        self.lens.writer().is_some() && edits_field(self.lens.shown(), self.relation(record), field)
    }

    /// Where the form is, tracked; `None` where it is not this person's.
    pub fn form(self) -> Option<String> {
        let suffix = self.ways.suffix();
        self.record.with(|record| {
            let record = record.as_ref()?;
            let opens = self.person.with_value(|person| opens_form(self.lens, record, person));
            opens.then(|| Some(format!("{}/edit{suffix}", client_address(record.id()?, ""))))?
        })
    }

    /// Draws the form that the person is about to open.
    pub fn draw_form_ahead(self) {
        if let Some((record, Ok(team))) = self.record.get_untracked().zip(self.team.get_untracked()) {
            draw_ahead(self.lens.shown(), &record, &Arc::new(team));
        }
    }

    /// The name of one of the agency's people; `None` for somebody it has no more.
    pub fn name_of(self, id: Uuid) -> Option<String> {
        match self.team.get_untracked() {
            Some(Ok(team)) => team.get(&id).cloned(),
            // That the names cannot be read makes nobody a former colleague.
            _ => Some("(name not loaded)".to_owned()),
        }
    }
}
