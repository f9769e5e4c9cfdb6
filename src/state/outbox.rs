//! The way of every form's save to the server: one at a time, in order, each through the guard of its version. What cannot
//! be sent now waits, here and in the browser's storage, and goes out when the server answers again.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::clients::{Clients, use_clients};
use super::drafts::Drafts;
use super::notices::{Notices, use_notices};
use super::save::{SavedRow, Sent, save};
use super::session::{SessionState, use_session};
use super::undo::{Undo, use_undo};
use crate::api::error::Failure;
use crate::domain::field::Field;
use crate::domain::kept::Kept;
use crate::domain::lens::Lens;
use crate::domain::role::Role;
use crate::erased::effect;

/// The first pause before another try, and the longest, in seconds. Each is twice the one before.
const PAUSES: (u32, u32) = (2, 60);

/// Who hears what became of a client's save.
type Listener = (Uuid, Callback<(Kept, Sent)>);

/// The saves on their way, as a context.
#[derive(Clone, Copy)]
pub struct Outbox {
    waiting: RwSignal<Vec<Kept>>,
    /// Whether one is on its way right now.
    sending: RwSignal<bool>,
    /// Whether the server was there when it was asked last, as far as is known here.
    reachable: RwSignal<bool>,
    /// Whether another try was asked for while one was on its way.
    again: StoredValue<bool>,
    pause: StoredValue<u32>,
    timer: StoredValue<Option<TimeoutHandle>>,
    listener: StoredValue<Option<Listener>>,
    session: SessionState,
    clients: Clients,
    notices: Notices,
    undo: Undo,
}

/// The saves of this page.
pub fn use_outbox() -> Outbox {
    expect_context()
}

impl Outbox {
    /// Takes up what waited when the page was left; made after the contexts that it works with.
    pub fn new() -> Self {
        let outbox = Self {
            waiting: RwSignal::new(Vec::new()),
            sending: RwSignal::new(false),
            reachable: RwSignal::new(window().navigator().on_line()),
            again: StoredValue::new(false),
            pause: StoredValue::new(PAUSES.0),
            timer: StoredValue::new(None),
            listener: StoredValue::new(None),
            session: use_session(),
            clients: use_clients(Lens::own(Role::Viewer)),
            notices: use_notices(),
            undo: use_undo(),
        };
        let online = window_event_listener_untyped("online", move |_| {
            outbox.reachable.set(true);
            outbox.flush();
        });
        let offline = window_event_listener_untyped("offline", move |_| outbox.reachable.set(false));
        on_cleanup(move || {
            [online, offline].into_iter().for_each(WindowListenerHandle::remove);
            outbox.rest();
        });
        let person = Memo::new(move |_| outbox.session.person().map(|person| person.user_id));
        effect(move || {
            // What waits is its person's: the next one at this screen sends none of it.
            let drafts = person.get().map(|user_id| Drafts::of(&user_id).all()).unwrap_or_default();
            outbox.waiting.set(drafts.into_iter().filter(|kept| kept.waits).collect());
            outbox.flush();
        });
        outbox
    }

    /// Sends a draft as soon as its turn comes. A newer one of the same client takes the place of one that waits. Whether
    /// the browser keeps it until then.
    pub fn post(self, kept: Kept) -> bool {
        let kept = Kept { waits: true, ..kept };
        let stays = self.drafts().is_some_and(|drafts| drafts.put(&kept));
        self.waiting.update(|waiting| match waiting.iter_mut().find(|other| other.id == kept.id) {
            Some(other) => *other = kept,
            None => waiting.push(kept),
        });
        self.flush();
        stays
    }

    /// What waits, tracked.
    pub fn waiting(self) -> Vec<Kept> {
        self.waiting.get()
    }

    /// Whether a client's save waits, tracked.
    pub fn waits(self, id: Uuid) -> bool {
        self.waiting.read().iter().any(|kept| kept.id == id)
    }

    /// A client's save that waits or is on its way.
    pub fn waiting_for(self, id: Uuid) -> Option<Kept> {
        self.waiting.with_untracked(|waiting| waiting.iter().find(|kept| kept.id == id).cloned())
    }

    /// Whether something is on its way right now, tracked.
    pub fn sending(self) -> bool {
        self.sending.get()
    }

    /// Whether the server answers, as far as is known, tracked.
    pub fn reachable(self) -> bool {
        self.reachable.get()
    }

    /// Hears what becomes of a client's save from now on, until the caller's view goes.
    pub fn listen(self, id: Uuid, heard: Callback<(Kept, Sent)>) {
        self.listener.set_value(Some((id, heard)));
        on_cleanup(move || {
            self.listener.try_update_value(|listener| {
                if listener.as_ref().is_some_and(|(other, _)| *other == id) {
                    *listener = None;
                }
            });
        });
    }

    /// Takes back a save that has not gone out; what it holds stays with the form.
    pub fn withdraw(self, id: Uuid) {
        if let Some(drafts) = self.drafts() {
            drafts.remove_waiting(id);
        }
        self.waiting.update(|waiting| waiting.retain(|kept| kept.id != id));
    }

    /// Tries now, or as soon as the try that is on its way has come to nothing: what has just come back, that one may have
    /// missed.
    pub fn flush(self) {
        if self.sending.get_untracked() {
            self.again.set_value(true);
            return;
        }
        self.again.set_value(false);
        self.rest();
        let Some(kept) = self.waiting.with_untracked(|waiting| waiting.first().cloned()) else { return };
        let role = untrack(|| self.session.person()).and_then(|person| person.role);
        let Some(role) = role else { return };
        let lens = Lens::own(role);
        let Some(writer) = lens.writer() else { return };
        self.sending.set(true);
        spawn_local(async move {
            let sent = save(self.clients.through(lens), writer, &kept).await;
            self.sending.set(false);
            let passes = match &sent {
                Sent::Failed(failure) => failure.passes(),
                _ => None,
            };
            match passes {
                Some(seconds) => {
                    if matches!(sent, Sent::Failed(Failure::Unreachable)) {
                        self.reachable.set(false);
                    }
                    // A server that says when to come back is not asked before.
                    if seconds.is_none() && self.again.get_value() {
                        self.flush();
                    } else {
                        self.wait(seconds);
                    }
                }
                None => self.done(&kept, sent, writer.role()),
            }
        });
    }

    /// What waits for its next try waits on.
    fn rest(self) {
        if let Some(Some(timer)) = self.timer.try_update_value(Option::take) {
            timer.clear();
        }
    }

    fn wait(self, seconds: Option<u32>) {
        let pause = self.pause.get_value();
        self.pause.set_value((pause * 2).min(PAUSES.1));
        let wait = Duration::from_secs(u64::from(seconds.unwrap_or(pause)));
        self.timer.set_value(set_timeout_with_handle(move || self.flush(), wait).ok());
    }

    fn done(self, kept: &Kept, sent: Sent, role: Role) {
        self.reachable.set(true);
        self.pause.set_value(PAUSES.0);
        // What was typed and saved again meanwhile is another draft, and goes next.
        self.waiting.update(|waiting| waiting.retain(|other| other.id != kept.id || other.texts != kept.texts));
        if let Some(drafts) = self.drafts() {
            if drafts.waiting(kept.id).is_some_and(|stored| stored.texts == kept.texts) {
                drafts.remove_waiting(kept.id);
            }
            let newer = drafts.get(kept.id);
            let left = match &sent {
                Sent::Saved(saved) => newer.map(|newer| newer.on(&saved.row, role)),
                // A client that turned out to be there is no new one any more.
                Sent::Collides(collision) => {
                    let there = collision.0.version();
                    let left = kept.clone().with_newer(newer);
                    left.map(|left| Kept { version: left.version.or(there), ..left })
                }
                _ => kept.clone().with_newer(newer),
            };
            if let Some(left) = left {
                drafts.put(&left);
            }
        }
        match self.listener.with_value(|listener| listener.filter(|(id, _)| *id == kept.id)) {
            Some((_, heard)) => heard.run((kept.clone(), sent)),
            None => self.say(kept, sent),
        }
        self.flush();
    }

    /// Nobody has the form open any more.
    fn say(self, kept: &Kept, sent: Sent) {
        match sent {
            Sent::Saved(saved) => self.saved(&saved),
            Sent::Collides(_) => self.notices.happened(format!(
                "{} is not saved: somebody else changed the same fields. Open its form: what you typed is there.",
                kept.title
            )),
            Sent::Refused(report) => {
                let reasons = report.iter().map(|(field, reason)| format!("{}: {reason}", field.label()));
                let reasons = reasons.collect::<Vec<_>>().join(" ");
                self.notices.happened(format!("{} is not saved. {reasons} What you typed is in its form.", kept.title));
            }
            Sent::Failed(failure) => {
                self.notices.happened(format!("{} is not saved. {failure} What you typed is in its form.", kept.title))
            }
        }
    }

    /// Says that it is saved, what somebody else had changed, and offers to take it back.
    pub fn saved(self, saved: &SavedRow) {
        let title = saved.row.title();
        self.undo.wrote(&saved.row);
        let Some(before) = &saved.before else { return self.notices.happened(format!("{title} is a client now.")) };
        let text = if saved.taken.is_empty() {
            format!("Saved {title}.")
        } else {
            format!("Saved {title}. Somebody else had changed {} meanwhile: that is kept.", labels(&saved.taken))
        };
        self.undo.offer(text, before, &saved.row, &saved.fields);
    }

    /// Says that a form holds what the record does.
    pub fn nothing_to_save(self) {
        self.notices.happened("Nothing to save: nothing was changed.");
    }

    fn drafts(self) -> Option<Drafts> {
        untrack(|| self.session.person()).map(|person| Drafts::of(&person.user_id))
    }
}

impl Default for Outbox {
    fn default() -> Self {
        Self::new()
    }
}

/// The fields as people call them, in a row.
pub fn labels(fields: &[Field]) -> String {
    fields.iter().map(|field| field.label()).collect::<Vec<_>>().join(", ")
}
