//! The values of a proposed field side by side: what stood there, what is proposed, what was decided.

use leptos::prelude::*;

use super::record_value::record_value;
use crate::domain::field::Field;
use crate::domain::proposal::{Proposal, Status};
use crate::domain::record::{Cell, Record};
use crate::domain::value::Value;

/// A value under its name; `mark` says which one counts.
pub struct Side {
    pub label: &'static str,
    pub cell: Cell,
    pub mark: bool,
}

impl Side {
    /// The value of a record.
    pub fn of(label: &'static str, record: &Record, field: Field) -> Self {
        Self { label, cell: record.cell(field).clone(), mark: false }
    }

    /// The value that a form would hold as this text.
    pub fn of_text(label: &'static str, field: Field, text: &str) -> Self {
        let cell = match Value::from_text(field.kind(), text) {
            Ok(value) => value.map_or(Cell::Empty, Cell::Filled),
            Err(_) => Cell::Unreadable(text.to_owned()),
        };
        Self { label, cell, mark: false }
    }

    /// The one that counts.
    pub fn marked(self) -> Self {
        Self { mark: true, ..self }
    }
}

/// Draws values of a field beside each other.
pub fn sides(field: Field, sides: Vec<Side>) -> AnyView {
    let side = |side: Side| {
        let value = match &side.cell {
            Cell::Filled(value) => record_value(&Record::of_one(field, Some(value.clone())), field, &|_| None),
            Cell::Unreadable(text) => text.clone().into_any(),
            Cell::Empty | Cell::Restricted => view! { <span class="empty">"nothing"</span> }.into_any(),
        };
        view! {
            <div class="proposed__side" data-mark=side.mark.then_some("")>
                <dt class="proposed__label">{side.label}</dt>
                <dd class="proposed__value">{value}</dd>
            </div>
        }
        .into_any()
    };
    view! { <dl class="proposed__sides">{sides.into_iter().map(side).collect::<Vec<_>>()}</dl> }.into_any()
}

/// Draws what became of each field of a proposal, in the words of whoever reads it; while nothing is decided, what is
/// proposed.
pub fn outcome(proposal: &Proposal, label: fn(Field) -> &'static str) -> AnyView {
    let field = |field: &Field| {
        let accepted = proposal.accepted.contains(field);
        let verdict = (proposal.status == Status::Decided).then(|| {
            let (word, text) = if accepted { ("accepted", "Accepted") } else { ("refused", "Refused") };
            view! { <span class="badge" data-outcome=word>{text}</span> }
        });
        let mut shown =
            vec![Side::of("Before", &proposal.base, *field), Side::of("Proposed", &proposal.changes, *field)];
        if accepted && proposal.written.cell(*field) != proposal.changes.cell(*field) {
            shown.push(Side::of("Written", &proposal.written, *field).marked());
        }
        view! {
            <li class="proposed__field">
                <p class="proposed__name">{label(*field)}" "{verdict}</p>
                {sides(*field, shown)}
            </li>
        }
        .into_any()
    };
    view! { <ul class="proposed">{proposal.fields.iter().map(field).collect::<Vec<_>>()}</ul> }.into_any()
}

/// How a proposal stands, as a badge.
pub fn standing(proposal: &Proposal) -> AnyView {
    let word = match proposal.status {
        Status::Open => "waiting",
        Status::Withdrawn => "withdrawn",
        Status::Decided if proposal.accepted.is_empty() => "refused",
        Status::Decided => "accepted",
    };
    view! { <span class="badge" data-outcome=word>{proposal.outcome()}</span> }.into_any()
}

/// A note somebody wrote along with it.
pub fn quoted(who: &'static str, text: Option<&str>) -> Option<AnyView> {
    let text = text?.to_owned();
    Some(
        view! { <div class="proposed__note"><p class="proposed__label">{who}</p><p class="proposed__text">{text}</p></div> }
            .into_any(),
    )
}
