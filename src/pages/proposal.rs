//! `/admin/proposals/:id`: one proposal, decided field by field beside the record as it is now.
//!
//! What is chosen stays while the newest state is read again: somebody else may write the record, the client may change
//! or withdraw the proposal, a colleague may decide it. Nothing is written over that the person has not seen.

use futures::FutureExt;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::client_load::addressed;
use super::proposal_fields::{field_choice, first_radio};
use super::proposals::not_yours;
use crate::api::error::Failure;
use crate::api::person::Person;
use crate::api::proposals::{self, Decision};
use crate::components::heading::Heading;
use crate::components::modal::focus_soon;
use crate::components::moment::moment;
use crate::components::proposed::{outcome, quoted, standing};
use crate::components::states::{Message, Skeleton};
use crate::domain::draft::Report;
use crate::domain::field::Field;
use crate::domain::kept::changes;
use crate::domain::lens::Lens;
use crate::domain::merge::Texts;
use crate::domain::permission::writes_field;
use crate::domain::proposal::{Choice, Choices, Item, NOTE_MAX, Proposal, Stands, Status, review, still_chosen};
use crate::domain::record::Record;
use crate::erased::{effect, live};
use crate::state::clients::use_clients;
use crate::state::load::Loaded;
use crate::state::notices::{Notices, use_notices};
use crate::state::proposals::{Answer, Proposals, load_read, use_proposals};
use crate::state::route::{Route, use_route};

const TROUBLE: &str = "proposal-trouble";

/// What somebody has chosen so far.
#[derive(Clone, Copy)]
pub struct Deciding {
    pub lens: Lens,
    loaded: Loaded<Answer>,
    pub choices: RwSignal<Choices>,
    /// Fields to be looked at again: the record has changed under what was chosen.
    pub again: RwSignal<Vec<Field>>,
    /// What the database refuses.
    pub report: RwSignal<Report>,
    /// Somebody pressed Decide before everything was chosen.
    pub asked: RwSignal<bool>,
    answer: RwSignal<String>,
    trouble: RwSignal<Option<String>>,
    sending: RwSignal<bool>,
    proposals: Proposals,
    notices: Notices,
    route: Route,
}

/// Draws the proposal for whoever decides.
pub fn proposal_page(_person: Person, lens: Lens) -> AnyView {
    if let Some(not_yours) = not_yours(lens) {
        return not_yours;
    }
    let (clients, all, route) = (use_clients(lens), use_proposals(), use_route());
    let loaded = load_read(addressed(), move |id| {
        async move {
            let proposal = all.one(proposals::one(id.ok_or(Failure::NotFound)?)).await?;
            let record = clients.client(proposal.client.ok_or(Failure::Malformed)?).await?;
            Ok((vec![proposal], Some(record)))
        }
        .boxed_local()
    });
    let this = Deciding {
        lens,
        loaded,
        choices: RwSignal::new(Choices::new()),
        again: RwSignal::new(Vec::new()),
        report: RwSignal::new(Report::new()),
        asked: RwSignal::new(false),
        answer: RwSignal::new(String::new()),
        trouble: RwSignal::new(None),
        sending: RwSignal::new(false),
        proposals: all,
        notices: use_notices(),
        route,
    };
    effect(move || {
        if let Some(Ok((found, Some(record)))) = loaded.get()
            && let Some(proposal) = found.first()
        {
            this.look_again(&review(proposal, &record));
        }
    });
    let body = move || match loaded.get() {
        None => view! { <Heading text="Proposal"/><Skeleton/> }.into_any(),
        Some(Ok((found, record))) => {
            found.first().zip(record.as_ref()).map(|(proposal, record)| this.shown(proposal, record)).into_any()
        }
        Some(Err(failure)) => {
            let gone = matches!(failure, Failure::NotFound | Failure::Forbidden);
            let (kind, title) = if gone {
                ("forbidden", "This proposal is not here")
            } else {
                ("failed", "The proposal could not be loaded")
            };
            view! {
                <Heading text="Proposal"/>
                <Message kind title text=failure.to_string()>
                    {(!gone).then(|| view! { <button type="button" class="button" on:click=move |_| loaded.again()>"Try again"</button> })}
                </Message>
            }
            .into_any()
        }
    };
    let trouble = move || {
        this.trouble.get().map(|text| {
            view! { <p class="note" data-kind="failed" role="alert" id=TROUBLE tabindex="-1">{text}</p> }.into_any()
        })
    };
    view! {
        <nav class="crumbs" aria-label="Breadcrumb"><a href="/admin/proposals">"Proposals"</a></nav>
        {live(trouble)}
        {live(body)}
    }
    .into_any()
}

impl Deciding {
    /// Keeps what is chosen beside the newest state.
    fn look_again(self, items: &[Item]) {
        let (stays, again) = self.choices.with_untracked(|choices| still_chosen(choices, items));
        self.choices.set(stays);
        self.again.set(again);
    }

    fn shown(self, proposal: &Proposal, record: &Record) -> AnyView {
        let who = proposal.proposer.clone().unwrap_or_else(|| "Somebody without access today".to_owned());
        let client = format!("/admin/clients/{}", proposal.client.unwrap_or_default());
        let body = if proposal.status == Status::Open { self.form(proposal, record) } else { self.closed(proposal) };
        view! {
            <div class="page__head"><div class="proposals__title"><Heading text=format!("Proposal of {}", proposal.title)/>{standing(proposal)}</div></div>
            <p class="page__text">{who}", "{moment(proposal.at)}" · "<a href=client>"Open the record"</a></p>
            {quoted("The client\u{2019}s note", proposal.note.as_deref())}
            {body}
        }
        .into_any()
    }

    /// A proposal that nobody decides any more. What was typed for the client is not lost.
    fn closed(self, proposal: &Proposal) -> AnyView {
        let unsent = self.answer.get_untracked();
        view! {
            {outcome(proposal, Field::label)}
            {quoted("The answer", proposal.answer.as_deref())}
            {(!unsent.is_empty()).then(|| quoted("Your note, which was not sent", Some(&unsent)))}
        }
        .into_any()
    }

    fn form(self, proposal: &Proposal, record: &Record) -> AnyView {
        let items = review(proposal, record);
        let fields: Vec<_> = items.iter().map(|item| field_choice(self, item)).collect();
        let colliding = items.iter().filter(|item| item.stands == Stands::Collides).count();
        let (of_all, of_decide) = (items.clone(), items);
        let accept_all = move |_| {
            for item in of_all.iter().filter(|item| item.stands != Stands::Collides && self.may_accept(item.field)) {
                self.choose(item, true);
            }
        };
        let (id, version, client_version) = (proposal.id, proposal.version, record.version());
        let decide = move |_| self.decide(id, version, client_version, &of_decide);
        let looks_only = self.lens.writer().is_none();
        let all_label = if colliding > 0 { "Accept all that fit" } else { "Accept all" };
        view! {
            <div class="decide">
                <div class="decide__all"><button type="button" class="button" on:click=accept_all>{all_label}</button></div>
                {fields}
                <div class="letter">
                    <label class="field__label" for="decide-answer">"Note to the client"</label>
                    <textarea class="input" id="decide-answer" rows="3" maxlength=NOTE_MAX aria-describedby="decide-answer-help"
                        prop:value=move || self.answer.get() on:input=move |event| self.answer.set(event_target_value(&event))></textarea>
                    <p class="field__help" id="decide-answer-help">"They read it in their portal, with what was accepted and refused."</p>
                </div>
                <div class="form__actions">
                    <button type="button" class="button" data-primary="" disabled=looks_only
                        aria-disabled=move || self.sending.get().to_string() on:click=decide>
                        {live(move || if self.sending.get() { "Deciding…" } else { "Decide" })}
                    </button>
                    <a class="button" href="/admin/proposals">"Later"</a>
                </div>
            </div>
        }
        .into_any()
    }

    /// Whether the person may write the field.
    pub fn may_accept(self, field: Field) -> bool {
        writes_field(self.lens.shown(), field)
    }

    /// Notes what is chosen for a field.
    pub fn choose(self, item: &Item, accepts: bool) {
        let (field, choice) = (item.field, Choice::on(item, accepts));
        self.choices.update(|choices| drop(choices.insert(field, choice)));
        self.again.update(|again| again.retain(|other| *other != field));
        if self.report.with_untracked(|report| report.contains_key(&field)) {
            self.report.update(|report| drop(report.remove(&field)));
        }
    }

    fn decide(self, id: Uuid, version: i64, client_version: Option<i64>, items: &[Item]) {
        let Some(writer) = self.lens.writer().filter(|_| !self.sending.get_untracked()) else { return };
        let choices = self.choices.get_untracked();
        if let Some(item) = items.iter().find(|item| !choices.contains_key(&item.field)) {
            self.asked.set(true);
            focus_soon(first_radio(item.field));
            return;
        }
        let mut accept = Texts::new();
        let mut refuse = Vec::new();
        for item in items {
            match choices.get(&item.field) {
                Some(choice) if choice.accepts => drop(accept.insert(item.field, item.writes.clone())),
                _ => refuse.push(item.field.key()),
            }
        }
        let answer = self.answer.get_untracked();
        let decision = Decision { id, version, accept: changes(&accept), refuse, answer, client_version };
        self.trouble.set(None);
        self.report.set(Report::new());
        self.sending.set(true);
        spawn_local(async move {
            let decided = self.proposals.one(proposals::decide(writer, decision)).await;
            // Somebody who has gone elsewhere is not brought back.
            let here = self.sending.try_set(false).is_none();
            match decided {
                Ok(proposal) => {
                    self.proposals.look_again();
                    self.notices.happened(format!("{}: {}.", proposal.title, proposal.outcome().to_lowercase()));
                    if here {
                        self.route.go("/admin/proposals");
                    }
                }
                Err(failure) if here => self.failed(failure),
                Err(failure) => self.notices.happened(format!("The proposal is not decided. {failure}")),
            }
        });
    }

    fn failed(self, failure: Failure) {
        let more = match &failure {
            Failure::Proposal(_) => {
                self.loaded.again();
                " Here is the newest state; what you chose is kept where it still fits."
            }
            _ => " What you chose is still here.",
        };
        self.trouble.set(Some(format!("Not decided. {failure}{more}")));
        if let Failure::Refused(report) = failure {
            self.report.set(report);
        }
        focus_soon(TROUBLE.to_owned());
    }
}
