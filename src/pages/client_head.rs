//! The head of a client's page: who it is and how things stand, what to do next, and what can be done at a press.

use leptos::prelude::*;
use uuid::Uuid;

use super::client::ClientPage;
use super::client_acts::{Act, act, focus_manager};
use super::client_proposed::proposed;
use crate::components::client_rows::by_name;
use crate::components::format::{midnight, today, value_text};
use crate::components::heading::Heading;
use crate::components::moment::moment;
use crate::components::next_actions::{Aims, next_actions_list};
use crate::components::quick_actions::{Rights, quick_actions};
use crate::components::record_value::record_value;
use crate::domain::field::Field;
use crate::domain::next_action::{Look, Step, next_actions};
use crate::domain::record::{Cell, Record};
use crate::domain::role::Role;
use crate::domain::value::Value;
use crate::erased::live;
use crate::state::preview::{Looking, use_preview};
use crate::state::route::use_route;

/// Draws the head.
pub fn head(page: ClientPage, id: Uuid) -> AnyView {
    let title = Memo::new(move |_| page.record.with(|record| record.as_ref().map(Record::title).unwrap_or_default()));
    let facts = move || page.record.get().map(|record| facts(page, &record));
    let badges = move || page.record.get().map(|record| badges(page, &record));
    view! {
        <div class="client__head">
            <div class="client__who">
                <div class="client__title">{live(move || view! { <Heading text=title.get()/> })}{live(badges)}{proposed(page, id)}</div>
                {live(facts)}
            </div>
            {actions(page, id)}
        </div>
        {live(move || page.trouble.get().map(|trouble| view! { <p class="client__trouble" role="alert">{trouble}</p> }))}
        {live(move || page.record.get().map(|record| next(page, &record)))}
    }
    .into_any()
}

fn badges(page: ClientPage, record: &Record) -> AnyView {
    let badge = |field: Field| {
        let shown = page.lens.reads(field) && matches!(record.cell(field), Cell::Filled(_));
        shown.then(|| record_value(record, field, &|_| None))
    };
    view! { {badge(Field::Status)} {badge(Field::Tier)} }.into_any()
}

/// Who it is, whom it belongs to, and when anything last happened.
fn facts(page: ClientPage, record: &Record) -> AnyView {
    let name_of = |id| page.name_of(id);
    let mut facts = Vec::new();
    let mut add = |label: &'static str, fact: AnyView| {
        facts.push(view! { <div class="client__fact"><dt>{label}</dt><dd>{fact}</dd></div> }.into_any());
    };
    let name = record.text(Field::Name);
    if !name.is_empty() && name != record.title() {
        add("Contact", name.into_any());
    }
    for (label, field) in [("Email", Field::Email), ("Phone", Field::Phone)] {
        if matches!(record.cell(field), Cell::Filled(_)) {
            add(label, record_value(record, field, &name_of));
        }
    }
    let manager = match record.cell(Field::AssignedManager) {
        Cell::Filled(_) => value_text(record, Field::AssignedManager, &name_of),
        _ => "nobody".to_owned(),
    };
    add("Manager", manager.into_any());
    if let Some(Value::Instant(updated)) = record.value(Field::UpdatedAt) {
        add("Updated", moment(*updated));
    }
    view! { <dl class="client__facts">{facts}</dl> }.into_any()
}

/// What is to be done next.
fn next(page: ClientPage, record: &Record) -> AnyView {
    let look = Look { lens: page.lens, relation: page.relation(record), today: today(), midnight };
    let on_step = Callback::new(move |step| match step {
        Step::LogContact => act(page, Act::LogContact),
        Step::SetStatus(word) => act(page, Act::Status(word)),
        Step::Assign => focus_manager(),
        _ => {}
    });
    let aims = Aims { form: untrack(|| page.form()).unwrap_or_default(), email: record.text(Field::Email) };
    next_actions_list(&next_actions(record, look), &aims, on_step)
}

/// What can be done at a press. It is drawn again only where other rights ask for it, so that a press keeps the focus.
fn actions(page: ClientPage, id: Uuid) -> AnyView {
    let preview = use_preview();
    let route = use_route();
    let rights = Memo::new(move |_| page.record.with(|record| record.as_ref().map(|record| rights(page, record))));
    let status = Memo::new(move |_| {
        page.record.with(|record| record.as_ref().map(|record| record.text(Field::Status)).unwrap_or_default())
    });
    let manager = Memo::new(move |_| {
        page.record.with(|record| record.as_ref().map(|record| record.text(Field::AssignedManager)).unwrap_or_default())
    });
    let draw = move || {
        let rights = rights.get()?;
        let people = match page.team.get_untracked() {
            Some(Ok(team)) => by_name(&team),
            _ => Vec::new(),
        };
        let portal = rights.portal.then(|| {
            let look = move |_| {
                preview.start(Looking { role: Role::Viewer, client: Some(id) });
                route.go("/portal");
            };
            view! { <button type="button" class="button" on:click=look>"See their portal"</button> }.into_any()
        });
        let edit = rights.edit.then(|| {
            let form = move || page.form();
            let ahead = move |_| page.draw_form_ahead();
            view! {
                <a class="button" data-primary="" href=form aria-keyshortcuts="E" on:pointerenter=ahead on:focus=move |_| page.draw_form_ahead()>"Edit"</a>
            }
            .into_any()
        });
        let quick = quick_actions(
            rights,
            status.into(),
            manager.into(),
            people,
            page.saving.into(),
            Callback::new(move |choice| act(page, choice)),
        );
        Some(view! { <div class="client__actions">{quick}{portal}{edit}</div> }.into_any())
    };
    live(draw)
}

fn rights(page: ClientPage, record: &Record) -> Rights {
    let role = matches!(record.value(Field::Role), Some(Value::Choice(choice)) if choice.wire == Role::Viewer.wire());
    // The agency's own people are nobody's clients.
    let client = role || *record.cell(Field::Role) == Cell::Restricted;
    let may = |field| client && page.may(record, field);
    Rights {
        contact: may(Field::LastContactDate),
        status: may(Field::Status),
        manager: may(Field::AssignedManager),
        portal: role && page.lens.shown() >= Role::Admin,
        edit: page.person.with_value(|person| super::client::opens_form(page.lens, record, person)),
    }
}
