//! `/portal/propose`: a client says what should be different in their record. Nothing is written into it here.

use futures::FutureExt;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::client_new::new_id;
use super::client_notes::beginnings;
use super::leaving::asks_before_leaving;
use super::portal_proposals::own_proposals;
use crate::api::error::Failure;
use crate::api::person::Person;
use crate::api::proposals;
use crate::components::client_rows::Names;
use crate::components::form::{ClientForm, Save, texts_from_record};
use crate::components::format::{now, relative_text};
use crate::components::heading::Heading;
use crate::components::states::{Message, Skeleton};
use crate::components::way::way;
use crate::domain::draft::Report;
use crate::domain::kept::Kept;
use crate::domain::lens::Lens;
use crate::domain::merge::Texts;
use crate::domain::proposal::{NOTE_MAX, Proposal, Status};
use crate::domain::record::Record;
use crate::domain::role::Role;
use crate::erased::live;
use crate::state::clients::use_clients;
use crate::state::drafts::Drafts;
use crate::state::notices::use_notices;
use crate::state::preview::use_preview;
use crate::state::proposals::{load_read, use_proposals};
use crate::state::route::use_route;

/// Draws the form of what the client may propose, with the proposal in it that still waits.
pub fn portal_propose_page(person: Person, lens: Lens) -> AnyView {
    let clients = use_clients(lens);
    let proposals = use_proposals();
    let looked_at = use_preview().looking().and_then(|looking| looking.client);
    let loaded = load_read(Memo::new(|_| None), move |_| {
        async move {
            let record = match looked_at {
                Some(id) => clients.client(id).await,
                None if lens.is_preview() => Err(Failure::NotFound),
                None => clients.own().await,
            }?;
            Ok((own_proposals(proposals, looked_at).await?, Some(record)))
        }
        .boxed_local()
    });
    let person = StoredValue::new(person);
    let body = move || match loaded.get() {
        None => view! { <Skeleton/> }.into_any(),
        Some(Ok((list, record))) => {
            let open = list.into_iter().find(|one| one.status == Status::Open);
            person.with_value(|person| form(person, lens, record.unwrap_or_default(), open))
        }
        Some(Err(failure)) => view! {
            <Message kind="failed" title="Your record could not be loaded" text=failure.to_string()>
                <button type="button" class="button" on:click=move |_| loaded.again()>"Try again"</button>
            </Message>
        }
        .into_any(),
    };
    view! {
        <nav class="crumbs" aria-label="Breadcrumb">{way("/portal".to_owned(), "crumbs__way", false, "Your record")}</nav>
        <div class="page__head"><Heading text="Propose a change"/></div>
        <p class="page__text">
            "Change here what should be different in your record and send it. Your agency looks at each change, accepts or refuses it, and you see its answer in your portal."
        </p>
        {live(body)}
    }
    .into_any()
}

/// What the form holds beside its fields.
#[derive(Clone, Copy)]
struct Writing {
    /// The client's, under which the draft is kept.
    client: Uuid,
    drafts: StoredValue<Drafts>,
    record: StoredValue<Record>,
    /// The record, with what waits already.
    ground: StoredValue<Texts>,
    /// The note that waits already.
    sent_note: StoredValue<String>,
    note: RwSignal<String>,
    dirty: RwSignal<bool>,
    unkept: RwSignal<bool>,
    reads_only: bool,
}

impl Writing {
    fn keep(self, texts: &Texts) {
        if self.reads_only {
            return;
        }
        let kept = self.record.with_value(|record| {
            self.ground.with_value(|ground| Kept::of(self.client, Some(record), ground, texts, now()))
        });
        let stays = self.drafts.with_value(|drafts| match &kept {
            Some(kept) => drafts.put(kept),
            None => {
                drafts.remove(self.client);
                true
            }
        });
        self.unkept.set(!stays);
        self.dirty.set(kept.is_some() || self.note_differs());
    }

    fn keep_note(self, note: String) {
        self.note.set(note);
        if !self.reads_only {
            let differs = self.note_differs();
            let note = if differs { self.note.get_untracked() } else { String::new() };
            self.drafts.with_value(|drafts| drafts.put_note(self.client, &note));
            let typed = self.drafts.with_value(|drafts| drafts.get(self.client).is_some());
            self.dirty.set(typed || differs);
        }
    }

    fn note_differs(self) -> bool {
        self.sent_note.with_value(|sent| self.note.with_untracked(|note| note != sent))
    }

    fn discard(self) {
        self.drafts.with_value(|drafts| {
            drafts.remove(self.client);
            drafts.put_note(self.client, "");
        });
        self.dirty.set(false);
    }
}

fn form(person: &Person, lens: Lens, record: Record, open: Option<Proposal>) -> AnyView {
    let (proposals, notices, route) = (use_proposals(), use_notices(), use_route());
    let drafts = Drafts::of(&person.user_id);
    let client = record.id().unwrap_or_default();
    let begun = texts_from_record(&record, Role::Viewer);
    let ground = open.as_ref().map_or_else(|| begun.clone(), |open| open.resumed(begun.clone()));
    let sent_note = open.as_ref().and_then(|open| open.note.clone()).unwrap_or_default();
    let kept = (!lens.is_preview())
        .then(|| drafts.narrowed(client, |kept| kept.within(Role::Viewer, Some(&record))))
        .flatten()
        .filter(|kept| kept.resumed(ground.clone()).0 != ground);
    let kept_note = if lens.is_preview() { String::new() } else { drafts.note(client) };
    let note = if kept_note.is_empty() { sent_note.clone() } else { kept_note };
    let dirty = kept.is_some() || note != sent_note;
    let said = kept
        .as_ref()
        .map(|kept| format!("Your unsent changes are back in the form (last typed: {}).", relative_text(kept.at)));
    let texts = kept.map_or_else(|| ground.clone(), |kept| kept.resumed(ground.clone()).0);
    let this = Writing {
        client,
        drafts: StoredValue::new(drafts),
        record: StoredValue::new(record),
        ground: StoredValue::new(ground),
        sent_note: StoredValue::new(sent_note),
        note: RwSignal::new(note),
        dirty: RwSignal::new(dirty),
        unkept: RwSignal::new(false),
        reads_only: lens.is_preview(),
    };
    // The identity is made once: sent again after a lost answer, it is still one proposal.
    let id = open.as_ref().map_or_else(new_id, |open| open.id);
    let start = RwSignal::new(texts);
    let resumed = RwSignal::new(said);
    let report = RwSignal::new(Report::new());
    let sending = RwSignal::new(false);
    let trouble = RwSignal::new(None::<String>);
    let begin_again = Callback::new(move |()| {
        this.discard();
        resumed.set(None);
        report.set(Report::new());
        this.note.set(this.sent_note.get_value());
        start.set(this.ground.get_value());
    });
    let on_save = Callback::new(move |asked: Save| {
        trouble.set(None);
        let Some(writer) = lens.writer() else { return };
        if asked.changes.is_empty() {
            trouble.set(Some("Change a field first: nothing differs from your record.".to_owned()));
            return;
        }
        sending.set(true);
        let request = this.note.with_untracked(|note| proposals::propose(writer, id, asked.changes, note));
        spawn_local(async move {
            let sent = proposals.one(request).await;
            // Somebody who has gone elsewhere is not brought back.
            if sending.try_set(false).is_some() {
                return;
            }
            match sent {
                Ok(_) => {
                    this.discard();
                    notices.happened("Sent. Your agency will look at it.");
                    route.go("/portal");
                }
                Err(Failure::Refused(refused)) if !refused.is_empty() => report.set(refused),
                Err(failure) => trouble.set(Some(failure.to_string())),
            }
        });
    });
    let letter = move || {
        view! {
            <div class="letter">
                <label class="field__label" for="proposal-note">"Note to your agency"</label>
                <textarea class="input" id="proposal-note" rows="3" maxlength=NOTE_MAX aria-describedby="proposal-note-help"
                    disabled=this.reads_only prop:value=move || this.note.get()
                    on:input=move |event| this.keep_note(event_target_value(&event))></textarea>
                <p class="field__help" id="proposal-note-help">"If it needs an explanation. Up to 2,000 characters."</p>
            </div>
        }
        .into_any()
    };
    view! {
        {open.map(|_| view! {
            <p class="note" data-kind="resumed">"A proposal of yours is waiting and is in the form. What you send now takes its place."</p>
        })}
        {beginnings(resumed, this.unkept, begin_again, None)}
        {live(move || {
            let (texts, base) = (start.get(), Some(this.record.get_value()));
            let on_typed = Callback::new(move |texts: Texts| this.keep(&texts));
            view! {
                <ClientForm role=Role::Viewer base texts team=Names::default() report saving=sending read_only=this.reads_only on_save
                    on_typed cancel_href="/portal" letter=letter()/>
            }
        })}
        <div class="form-notes">
            {live(move || trouble.get().map(|text| view! {
                <p class="note" data-kind="failed" role="alert"><strong>"Not sent. "</strong>{text}" What you typed is still here."</p>
            }))}
        </div>
        {asks_before_leaving(this.dirty.into(), this.unkept.into(), Callback::new(move |()| this.discard()))}
    }
    .into_any()
}
