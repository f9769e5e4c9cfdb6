//! Whether the unification holds: the checkpoints, asked of the database as it is now, and the document's conditions for going
//! back.

use leptos::prelude::*;
use serde_json::Value as Json;

use super::unification::{Look, drawn, press, rows_of, text_of};
use crate::api::unification::{checks as ask_checks, triggers};
use crate::components::format::now;
use crate::components::moment::moment;
use crate::components::panel::{Cell, acts, badge, panel, quiet, table};
use crate::state::unification::Unification;

/// Draws the part.
pub fn checks(this: Unification) -> AnyView {
    let (checked, conditions) = (this.load_once(ask_checks), this.load_once(triggers));
    let asking = move || checked.is_pending() || conditions.is_pending();
    let label = Signal::derive(move || if asking() { "Checking…" } else { "Check again" });
    let again = press(this, label, Look::Plain, Signal::stored(false), move || {
        checked.again();
        conditions.again();
    });
    let list = drawn(checked, "The checkpoints could not be asked", |answer| {
        let row = |row: &Json| {
            let ok = row.get("ok") == Some(&Json::Bool(true));
            vec![
                Cell::Word(if ok {
                    badge("Holds".to_owned(), "accepted")
                } else {
                    badge("Fails".to_owned(), "refused")
                }),
                Cell::Head(capital(&text_of(row, "checkpoint")).into_any()),
                Cell::Word(text_of(row, "seen").into_any()),
                Cell::Word(text_of(row, "wanted").into_any()),
            ]
        };
        let rows = rows_of(&answer).iter().map(row).collect();
        view! {
            {quiet(view! { "Asked of the database "{moment(now())}"." }.into_any())}
            {table("Checkpoints", &["Verdict", "Checkpoint", "Seen", "Wanted"], rows)}
        }
        .into_any()
    });
    let back = drawn(conditions, "The conditions could not be asked", |answer| {
        let row = |row: &Json| {
            let (word, outcome) = match row.get("tripped") {
                Some(Json::Bool(true)) => ("Go back", "refused"),
                Some(Json::Bool(false)) => ("No reason", "accepted"),
                _ => ("Yours to judge", "waiting"),
            };
            vec![
                Cell::Word(badge(word.to_owned(), outcome)),
                Cell::Head(text_of(row, "condition").into_any()),
                Cell::Word(text_of(row, "seen").into_any()),
            ]
        };
        table("Conditions for going back", &["State", "Condition", "Seen"], rows_of(&answer).iter().map(row).collect())
    });
    view! {
        {panel("Checkpoints", vec![list, acts(vec![again])])}
        {panel("Conditions for going back", vec![back])}
    }
    .into_any()
}

/// A sentence that begins with a capital letter.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
