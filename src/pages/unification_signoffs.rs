//! Who has signed, and what was decided when by whom.

use leptos::prelude::*;
use serde_json::Value as Json;

use super::unification::{drawn, failed, rows_of, text_of, trouble};
use super::unification_decide::{Deciding, by, tick};
use crate::api::unification::{events, sign, signoffs};
use crate::components::panel::{list, none, quiet_text};
use crate::domain::approval::{QUESTIONS, Question, TEAMS};
use crate::domain::calendar::Instant;
use crate::erased::live;

const SIGNING: &str = "sign";

/// The boxes of the three teams, each with who ticked it and when.
pub fn sign_offs(deciding: Deciding) -> Vec<AnyView> {
    let this = deciding.this;
    let loaded = deciding.again(signoffs);
    let ready = move || deciding.is_reached(QUESTIONS.len());
    let done = move || this.said("state") == "done";
    let explained =
        move || (!ready() && !done()).then(|| quiet_text("Teams sign when all four questions are approved."));
    // Drawn once: who ticks keeps the focus where it is.
    let item = |team: &'static str, item: &'static str, said: &'static str| {
        let signed = Memo::new(move |_| {
            let answer = loaded.get()?.ok()?;
            let row =
                rows_of(&answer).iter().find(|row| text_of(row, "team") == team && text_of(row, "item") == item)?;
            Some((text_of(row, "signed_by"), text_of(row, "signed_at"))).filter(|(_, at)| !at.is_empty())
        });
        let off =
            Signal::derive(move || this.lens.writer().is_none() || done() || !(ready() || signed.get().is_some()));
        let who = move || signed.get().and_then(|(who, at)| Some(by(&who, Instant::from_text(&at)?, "")));
        let box_of = tick(said, Signal::derive(move || signed.get().is_some()), off, move |box_of| {
            let wish = box_of.checked();
            this.act_beside(
                SIGNING,
                move |writer| sign(writer, team, item, wish),
                move |done| {
                    if !done {
                        box_of.set_checked(!wish);
                    }
                    deciding.times.update(|times| *times += 1);
                },
            );
        });
        view! { <li>{box_of}<div class="sign-offs__who">{live(who)}</div></li> }.into_any()
    };
    let teams: Vec<_> = TEAMS
        .iter()
        .map(|team| {
            let items: Vec<_> = team.items.iter().map(|(key, said)| item(team.key, key, said)).collect();
            view! { <fieldset class="sign-offs__team"><legend>{team.label}</legend><ul>{items}</ul></fieldset> }
                .into_any()
        })
        .collect();
    let unread = move || match loaded.get() {
        Some(Err(failure)) => failed("The sign-offs could not be read", &failure.to_string(), loaded),
        _ => ().into_any(),
    };
    vec![
        live(explained),
        trouble(this, SIGNING),
        live(unread),
        view! { <div class="sign-offs">{teams}</div> }.into_any(),
    ]
}

/// What was decided, signed and run, the newest first.
pub fn log(deciding: Deciding) -> AnyView {
    drawn(deciding.again(events), "What was decided could not be read", |answer| {
        let rows = rows_of(&answer);
        if rows.is_empty() {
            return none("Nothing yet.");
        }
        let row = |row: &Json| {
            let at = Instant::from_text(&text_of(row, "at"))?;
            Some(view! { {said(row)}{by(&text_of(row, "actor"), at, &text_of(row, "note"))} }.into_any())
        };
        list(rows.iter().filter_map(row).collect(), false)
    })
}

/// What was done, in words.
fn said(row: &Json) -> String {
    let (subject, action) = (text_of(row, "subject"), text_of(row, "action"));
    let verb = match (subject.as_str(), action.as_str()) {
        ("run", "run") => return "The unification was run".to_owned(),
        ("run", _) => return "The unification was undone".to_owned(),
        (_, "proposed") => "proposed",
        (_, "approved") => "approved",
        (_, "rejected") => "sent back",
        (_, "reopened") => "opened again",
        (_, "signed") => "signed",
        _ => "signature taken back",
    };
    format!("{}: {verb}", subject_label(&subject))
}

/// The name of a question, or of what a team signs.
fn subject_label(subject: &str) -> &'static str {
    let item = TEAMS.iter().find_map(|team| {
        let item = subject.strip_prefix(team.key)?.trim_start();
        team.items.iter().find(|(key, _)| *key == item).map(|(_, label)| *label)
    });
    item.or_else(|| Question::from_key(subject).map(|question| question.label)).unwrap_or_default()
}
