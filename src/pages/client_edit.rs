//! `/admin/clients/:id/edit`: the form. It says "saved" only with the row that the server returned.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;

use super::client::opens_form;
use super::client_load::with_client;
use crate::api::error::Failure;
use crate::api::person::Person;
use crate::components::form::{ClientForm, Save, texts_from_record};
use crate::components::heading::Heading;
use crate::components::states::Message;
use crate::domain::draft::Report;
use crate::domain::field::Field;
use crate::domain::lens::Lens;
use crate::domain::merge::{Merged, Texts, merge};
use crate::domain::record::Record;
use crate::domain::role::Role;
use crate::erased::live;
use crate::state::clients::{Clients, Team, use_clients};
use crate::state::notices::use_notices;

/// Draws the form for the role.
pub fn client_edit_page(person: Person, lens: Lens) -> AnyView {
    with_client(lens, move |record, team| {
        if opens_form(lens, &record, &person) {
            view! { <Editor record team lens/> }.into_any()
        } else {
            view! {
                <Heading text=record.title()/>
                <Message kind="forbidden" title="You may read this client, not edit it" text="Only its manager and the agency's admins edit it."/>
            }
            .into_any()
        }
    })
}

/// What a form starts from; a conflict makes it start again from the newer row.
#[derive(Clone)]
struct Start {
    base: Record,
    texts: Texts,
    conflict: Option<Merged>,
}

/// The form and what becomes of a save.
#[component]
fn Editor(record: Record, team: Team, lens: Lens) -> impl IntoView {
    let clients = use_clients(lens);
    let role = lens.shown();
    let team = Arc::new(team);
    let notices = use_notices();
    let navigate = use_navigate();
    let title = record.title();
    let home = record.id().map(|id| format!("/admin/clients/{id}")).unwrap_or_default();
    let texts = texts_from_record(&record, role);
    let start = RwSignal::new(Start { base: record, texts, conflict: None });
    let report = RwSignal::new(Report::new());
    let saving = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Failure>);

    let after = home.clone();
    let on_save = Callback::new(move |asked: Save| {
        trouble.set(None);
        let Some(writer) = lens.writer() else {
            trouble.set(Some(Failure::Forbidden));
            return;
        };
        let base = start.with_untracked(|start| start.base.clone());
        let (navigate, after) = (navigate.clone(), after.clone());
        if asked.changes.is_empty() {
            notices.happened("Nothing to save: nothing was changed.");
            navigate(&after, Default::default());
            return;
        }
        saving.set(true);
        spawn_local(async move {
            let saved = clients.save(writer, &base, asked.changes).await;
            let saved = match saved {
                Err(Failure::Conflict) => Err(restart(clients, role, &base, asked.texts, start).await),
                other => other,
            };
            saving.set(false);
            match saved {
                Ok(row) => {
                    notices.happened(format!("Saved {}.", row.title()));
                    navigate(&after, Default::default());
                }
                Err(Failure::Refused(refused)) if !refused.is_empty() => report.set(refused),
                Err(failure) => trouble.set(Some(failure)),
            }
        });
    });

    view! {
        <div class="page__head"><Heading text=format!("Edit {title}")/></div>
        {live(move || trouble.get().filter(|failure| *failure != Failure::Conflict).map(|failure| view! {
            <Message kind="failed" title="Not saved" text=format!("{failure} What you typed is still here.")/>
        }))}
        {live(move || {
            let Start { base, texts, conflict } = start.get();
            view! {
                {conflict.map(|merged| conflict_notice(&merged, &base))}
                <ClientForm role base=Some(base) texts team=Arc::clone(&team) report saving read_only=lens.is_preview() on_save cancel_href=home.clone()/>
            }
            .into_any()
        })}
    }
}

/// After a conflict: reads the row again and starts the form from it with both people's edits.
async fn restart(clients: Clients, role: Role, base: &Record, mine: Texts, start: RwSignal<Start>) -> Failure {
    let Some(id) = base.id() else { return Failure::Malformed };
    match clients.client(id).await {
        Ok(current) => {
            let merged = merge(&texts_from_record(base, role), &mine, &texts_from_record(&current, role));
            start.set(Start { base: current, texts: merged.texts.clone(), conflict: Some(merged) });
            Failure::Conflict
        }
        Err(failure) => failure,
    }
}

fn conflict_notice(merged: &Merged, theirs: &Record) -> AnyView {
    let labels = |fields: &[Field]| fields.iter().map(|field| field.label()).collect::<Vec<_>>().join(", ");
    let taken =
        (!merged.taken.is_empty()).then(|| format!("Their changes are now in the form: {}.", labels(&merged.taken)));
    let collisions = merged.collisions.iter().map(|field| {
        let text = theirs.label(*field);
        let text = if text.is_empty() { "nothing".to_owned() } else { format!("\u{201c}{text}\u{201d}") };
        view! { <li>{format!("{}: they saved {text}. Your text is in the form.", field.label())}</li> }
    });
    view! {
        <section class="message" data-kind="conflict" role="alert">
            <h2 class="message__title">"Somebody else changed this client in the meantime"</h2>
            <p class="message__text">"Nothing has been saved yet. Check the form and save again. " {taken}</p>
            <ul>{collisions.collect_view()}</ul>
        </section>
    }
    .into_any()
}
