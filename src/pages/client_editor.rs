//! The form of a client in its page, and what is said and asked around it.

use leptos::prelude::*;
use uuid::Uuid;

use super::client_edited::{Collides, Editor, Start};
use super::client_notes::{beginnings, troubles};
use super::leaving::asks_before_leaving;
use crate::api::origin::{FROM, client_address, with_origin};
use crate::api::person::Person;
use crate::components::client_rows::Names;
use crate::components::collisions::{Choices, Collisions};
use crate::components::form::{ClientForm, Save};
use crate::components::modal::focus_soon;
use crate::domain::field::Field;
use crate::domain::kept::Kept;
use crate::domain::lens::Lens;
use crate::domain::merge::Texts;
use crate::domain::record::Record;
use crate::erased::{effect, live};
use crate::state::ears::ears;
use crate::state::route::use_route;
use crate::state::save::Sent;

/// What the server has said since the form was drawn, tracked.
pub struct Since {
    /// The names of the agency's people.
    pub names: Memo<Names>,
    /// The client's row.
    pub row: Memo<Option<Record>>,
    /// Puts this form away for another one.
    pub another: Option<Callback<()>>,
}

/// Draws the form of a record, or of a new client with this identity.
pub fn client_editor(person: &Person, lens: Lens, id: Uuid, record: Option<Record>, since: Since) -> AnyView {
    let Since { names, row, another } = since;
    let role = lens.shown();
    let this = Editor::new(person, lens, id, record.as_ref());
    let ears = ears();
    // The list that it was opened from stays in mind.
    let route = use_route();
    let from = untrack(|| route.param(FROM)).map(|from| with_origin(&from)).unwrap_or_default();
    let after = client_address(id, &from);
    let home = if record.is_some() { after.clone() } else { "/admin/clients".to_owned() };
    let away = after.clone();
    this.outbox.listen(
        id,
        Callback::new(move |(kept, sent): (Kept, Sent)| {
            let made = kept.version.is_none();
            if this.heard(&kept, sent) {
                if let Some(ears) = ears {
                    ears.saved.run((id, made));
                }
                route.go(&after);
            }
        }),
    );
    let on_save = Callback::new(move |asked: Save| {
        if asked.changes.is_empty() && this.start.with_untracked(|start| start.base.is_some()) {
            // Everything is as it was again, also what still waited to be saved.
            this.outbox.withdraw(id);
            this.discard();
            this.outbox.nothing_to_save();
            route.go(&away);
        } else if ears.is_none_or(|ears| ears.before_save.run((id, fields_of(&asked)))) {
            this.save(asked);
        }
    });
    let on_typed = Callback::new(move |texts: Texts| this.keep(texts));
    let on_chosen = Callback::new(move |chosen: Texts| this.chosen(&chosen));
    let on_discard = Callback::new(move |()| this.discard());
    let choices = Signal::derive(move || {
        let Collides { merged, saves, .. } = this.collides.get()?;
        let done = if saves { "Save with these" } else { "Go on with these" };
        Some(Choices { collisions: merged.collisions, done })
    });
    let saving = Signal::derive(move || this.outbox.sending() && this.outbox.waits(id));
    effect(move || {
        if let Some(row) = row.get() {
            this.is_now(row);
        }
    });
    let drawn = StoredValue::new(names.get_untracked());
    effect(move || {
        if names.get() != drawn.get_value() {
            drawn.set_value(names.get());
            this.draw_anew();
        }
    });
    // A next action on the record's page leads to its field.
    let hash = route.hash.get_untracked();
    if let Some(field) = hash.strip_prefix('#') {
        focus_soon(field.to_owned());
    }
    view! {
        {beginnings(this.resumed, this.unkept, Callback::new(move |()| this.begin_again()), another)}
        {live(move || {
            let Start { base, texts } = this.start.get();
            let (team, home) = (names.get_untracked(), home.clone());
            view! {
                <ClientForm role base texts team report=this.report saving read_only=lens.is_preview() on_save on_typed tell=this.tell
                    cancel_href=home/>
            }
        })}
        <div class="form-notes">{troubles(this.outbox, id, this.dirty, this.trouble, Callback::new(move |()| this.take_back()))}{this.alike.note()}</div>
        <Collisions open=this.choosing choices names on_chosen/>
        {asks_before_leaving(this.dirty.into(), this.unkept.into(), on_discard)}
    }
    .into_any()
}

/// The fields that are to be saved.
fn fields_of(asked: &Save) -> Vec<Field> {
    asked.changes.keys().filter_map(|key| Field::from_key(key)).collect()
}
