//! What is done to the client on screen at a press or a key. It says "done" only with the row that the server returned; while
//! the server is away, it waits with the saves of the forms.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::client::ClientPage;
use super::keys::somebody_writes;
use crate::components::format::now;
use crate::components::heading::focus_heading;
use crate::components::here;
use crate::components::modal;
pub use crate::components::quick_actions::Act;
use crate::domain::choice::{STATUS, choice_from_wire};
use crate::domain::field::Field;
use crate::domain::gather::gather;
use crate::domain::kept::Kept;
use crate::domain::merge::Texts;
use crate::domain::record::Record;
use crate::domain::value::Value;
use crate::state::commands::{Command, use_commands};
use crate::state::write::set_field;

/// Does it, unless the last press is still being saved. After a save that waits, it waits as well.
pub fn act(page: ClientPage, choice: Act) {
    let (Some(writer), Some(record)) = (page.lens.writer(), page.record.get_untracked()) else { return };
    // While the next client of the list is loaded, the one before it is still on the screen.
    if page.saving.get_untracked() || record.id() != page.addressed.get_untracked() {
        return;
    }
    let (field, value) = change(choice);
    page.trouble.set(None);
    if record.id().is_some_and(|id| page.outbox.waiting_for(id).is_some()) {
        return queue(page, &record, field, value.as_ref());
    }
    page.saving.set(true);
    spawn_local(async move {
        let written = set_field(page.clients, writer, record.clone(), field, value.as_ref()).await;
        page.saving.try_set(false);
        match written {
            Ok((before, row)) => {
                page.undo.offer(said(page, choice, &row), &before, &row, &[field]);
                page.newer.try_set(Some(row));
                // What was pressed may have been the thing that is done now; what stands in its place is another.
                request_animation_frame(|| {
                    if here::active().is_none_or(|active| active.matches("body,.next *").unwrap_or(true)) {
                        focus_heading();
                    }
                });
            }
            Err(not) if not.passes => queue(page, &record, field, value.as_ref()),
            Err(not) => {
                page.trouble.try_set(Some(not.text));
                if let Some(current) = not.current {
                    page.newer.try_set(Some(*current));
                }
            }
        }
    });
}

/// Gives it to the outbox, together with what waits there for this client.
fn queue(page: ClientPage, record: &Record, field: Field, value: Option<&Value>) {
    let Some(id) = record.id() else { return };
    let of_field = |text: String| gather::<Texts, _>([(field, text)]);
    let text = value.map(Value::to_text).unwrap_or_default();
    let kept = Kept::of(id, Some(record), &of_field(record.text(field)), &of_field(text), now());
    let kept = match page.outbox.waiting_for(id) {
        Some(waiting) => waiting.with_newer(kept),
        None => kept,
    };
    match kept {
        Some(kept) => drop(page.outbox.post(kept)),
        None => page.outbox.withdraw(id),
    }
}

fn change(choice: Act) -> (Field, Option<Value>) {
    let status = |word: &str| (Field::Status, choice_from_wire(&STATUS, word).map(Value::Choice));
    match choice {
        Act::LogContact => (Field::LastContactDate, Some(Value::Instant(now()))),
        Act::Status(word) => status(word),
        Act::Assign(person) => (Field::AssignedManager, person.map(Value::Id)),
        Act::Archive => status("cancelled"),
        Act::Restore => status("active"),
    }
}

fn said(page: ClientPage, choice: Act, row: &Record) -> String {
    let title = row.title();
    match choice {
        Act::LogContact => format!("Logged a contact with {title}."),
        Act::Status(_) => format!("The status of {title} is {} now.", row.label(Field::Status)),
        Act::Assign(None) => format!("Nobody manages {title} now."),
        Act::Assign(Some(id)) => format!("{} manages {title} now.", page.name_of(id).unwrap_or_default()),
        Act::Archive => format!("Archived {title}."),
        Act::Restore => format!("Restored {title}."),
    }
}

/// Opens what a manager is assigned with.
pub fn focus_manager() {
    if let Some(summary) = here::find_html(".quick__assign summary") {
        let _unmoved = summary.focus();
        summary.click();
    }
}

/// E opens the form; J and K lead through the list that the client was opened from.
pub fn listen_for_keys(page: ClientPage) {
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        let plain = !event.ctrl_key() && !event.meta_key() && !event.alt_key() && !event.shift_key();
        if !plain || event.default_prevented() || event.is_composing() || modal::is_open() || somebody_writes(&event) {
            return;
        }
        match event.key().as_str() {
            "e" => {
                let Some(form) = untrack(|| page.form()) else { return };
                page.go(&form);
            }
            "j" | "k" if untrack(|| page.ways.has_list()) => page.ways.step(event.key() == "j"),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || keys.remove());
}

/// The same for the command palette.
pub fn offer_commands(page: ClientPage) {
    use_commands().offer(move || {
        let mut commands = Vec::new();
        let mut add = |label: String, run: Callback<()>| commands.push(Command { label, run });
        let Some(record) = page.record.get() else { return commands };
        if let Some(form) = page.form() {
            add("Edit this client".to_owned(), Callback::new(move |()| page.go(&form)));
        }
        let doing = |choice: Act| Callback::new(move |()| act(page, choice));
        if page.may(&record, Field::LastContactDate) {
            add("Log a contact".to_owned(), doing(Act::LogContact));
        }
        if page.may(&record, Field::Status) {
            let now = record.text(Field::Status);
            for choice in STATUS.iter().filter(|choice| choice.wire != now) {
                add(format!("Set the status to {}", choice.label), doing(Act::Status(choice.wire)));
            }
        }
        if page.may(&record, Field::AssignedManager) {
            add("Assign a manager".to_owned(), Callback::new(move |()| request_animation_frame(focus_manager)));
        }
        if page.ways.has_list() {
            add("Next client of the list".to_owned(), Callback::new(move |()| page.ways.step(true)));
            add("Previous client of the list".to_owned(), Callback::new(move |()| page.ways.step(false)));
        }
        commands
    });
}
