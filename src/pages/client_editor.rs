//! The form of a client in its page: what was typed is kept while it is typed, saves go through the outbox, and what comes
//! back is merged, asked about, or shown at its field.

use leptos::prelude::*;
use leptos::task::{spawn_local, tick};
use leptos_router::hooks::{use_location, use_navigate, use_query_map};
use uuid::Uuid;

use super::client_alike::Alike;
use super::client_notes::{beginnings, troubles};
use super::hand::Hand;
use super::leaving::asks_before_leaving;
use crate::api::origin::{FROM, client_address, with_origin};
use crate::api::person::Person;
use crate::components::client_rows::Names;
use crate::components::collisions::{Choices, Collisions};
use crate::components::form::{ClientForm, Save, Tell, texts_for_new, texts_from_record};
use crate::components::format::{now, relative_text};
use crate::components::modal::focus_soon;
use crate::domain::draft::Report;
use crate::domain::field::Field;
use crate::domain::kept::Kept;
use crate::domain::lens::Lens;
use crate::domain::merge::{Merged, Texts};
use crate::domain::record::Record;
use crate::domain::role::Role;
use crate::erased::{effect, live};
use crate::state::clients::use_clients;
use crate::state::drafts::Drafts;
use crate::state::outbox::{Outbox, labels, use_outbox};
use crate::state::save::Sent;

/// What a form begins with; when the record turns out to be newer, it begins again.
#[derive(Clone)]
struct Start {
    base: Option<Record>,
    texts: Texts,
}

/// A row that collides with the form.
#[derive(Clone)]
struct Collides {
    row: Record,
    merged: Merged,
    /// What was typed since the press on Save, which nobody is asked about.
    newer: Texts,
    /// Whether to save once it is chosen.
    saves: bool,
}

/// The state of the page.
#[derive(Clone, Copy)]
struct Editor {
    id: Uuid,
    role: Role,
    lens: Lens,
    outbox: Outbox,
    drafts: StoredValue<Drafts>,
    start: RwSignal<Start>,
    /// What the form holds.
    texts: StoredValue<Texts>,
    tell: Tell,
    /// Whether it differs from the record, and from what is on its way there.
    dirty: RwSignal<bool>,
    /// Since when the draft is kept that the form went on with, and what to say about it.
    resumed: RwSignal<Option<String>>,
    /// Whether the browser keeps the draft.
    unkept: RwSignal<bool>,
    report: RwSignal<Report>,
    trouble: RwSignal<Option<String>>,
    choosing: RwSignal<bool>,
    collides: RwSignal<Option<Collides>>,
    alike: Alike,
}

/// What the server has said since the form was drawn, tracked.
pub struct Since {
    /// The names of the agency's people.
    pub names: Memo<Names>,
    /// The client's row.
    pub row: Memo<Option<Record>>,
}

/// Draws the form of a record, or of a new client with this identity.
pub fn client_editor(person: &Person, lens: Lens, id: Uuid, record: Option<Record>, since: Since) -> AnyView {
    let Since { names, row } = since;
    let role = lens.shown();
    let drafts = Drafts::of(&person.user_id);
    let texts = begun(record.as_ref(), role);
    let report = RwSignal::new(Report::new());
    let this = Editor {
        id,
        role,
        lens,
        outbox: use_outbox(),
        start: RwSignal::new(Start { base: record.clone(), texts: texts.clone() }),
        texts: StoredValue::new(texts),
        tell: StoredValue::new_local(None),
        dirty: RwSignal::new(false),
        resumed: RwSignal::new(None),
        unkept: RwSignal::new(false),
        report,
        trouble: RwSignal::new(None),
        choosing: RwSignal::new(false),
        collides: RwSignal::new(None),
        alike: Alike::new(id, use_clients(lens), report),
        drafts: StoredValue::new(drafts.clone()),
    };
    if !lens.is_preview()
        && let Some(kept) = drafts.get(id).and_then(|kept| kept.within(role, record.as_ref()))
    {
        // What the person may no longer fill in does not stay in the browser either.
        drafts.put(&kept);
        this.resume(&kept, record.as_ref());
    }
    // The list that it was opened from stays in mind.
    let from =
        use_query_map().with_untracked(|params| params.get(FROM).map(|from| with_origin(&from))).unwrap_or_default();
    let after = client_address(id, &from);
    let home = if record.is_some() { after.clone() } else { "/admin/clients".to_owned() };
    let (navigate, away) = (use_navigate(), (use_navigate(), after.clone()));
    this.outbox.listen(
        id,
        Callback::new(move |(kept, sent)| {
            if this.heard(&kept, sent) {
                navigate(&after, Default::default());
            }
        }),
    );
    let on_save = Callback::new(move |asked: Save| {
        if asked.changes.is_empty() && this.start.with_untracked(|start| start.base.is_some()) {
            this.dirty.set(false);
            this.outbox.nothing_to_save();
            (away.0)(&away.1, Default::default());
        } else {
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
    let hash = use_location().hash.get_untracked();
    if let Some(field) = hash.strip_prefix('#') {
        focus_soon(field.to_owned());
    }
    view! {
        {beginnings(this.resumed, this.unkept, Callback::new(move |()| this.begin_again()))}
        {live(move || {
            let Start { base, texts } = this.start.get();
            let (team, home) = (names.get_untracked(), home.clone());
            view! {
                <ClientForm role base texts team report=this.report saving read_only=lens.is_preview() on_save on_typed tell=this.tell
                    cancel_href=home/>
            }
        })}
        <div class="form-notes">{troubles(this.outbox, id, this.trouble)}{this.alike.note()}</div>
        <Collisions open=this.choosing choices names on_chosen/>
        {asks_before_leaving(this.dirty.into(), this.unkept.into(), on_discard)}
    }
    .into_any()
}

impl Editor {
    /// Goes on with a draft, merged into the record as it is now.
    fn resume(self, kept: &Kept, record: Option<&Record>) {
        let (texts, merged) = kept.resumed(record, self.role);
        if texts == begun(record, self.role) {
            // It has been saved meanwhile, here or elsewhere.
            self.drafts.with_value(|drafts| drafts.remove(self.id));
            return;
        }
        let theirs = record.map(|record| kept.others(&texts_from_record(record, self.role))).unwrap_or_default();
        let mut said = format!("Your unsaved changes are back in the form (last typed: {}).", relative_text(kept.at));
        if !theirs.is_empty() {
            said.push_str(&format!(
                " Somebody else has changed {} since: that is in the form as well.",
                labels(&theirs)
            ));
        }
        self.resumed.set(Some(said));
        self.texts.set_value(texts.clone());
        self.start.set(Start { base: record.cloned(), texts });
        self.dirty.set(true);
        if let (Some(record), false) = (record, merged.collisions.is_empty()) {
            let (row, newer) = (record.clone(), Texts::new());
            self.collides.set(Some(Collides { row, merged, newer, saves: false }));
            self.choosing.set(true);
        }
    }

    /// Keeps what the form holds, as a draft.
    fn keep(self, texts: Texts) {
        // A field that is left without a change is no news, and must not take a save that waits for a draft.
        if self.lens.is_preview() || self.texts.with_value(|known| *known == texts) {
            return;
        }
        let kept = self.start.with_untracked(|start| {
            Kept::of(self.id, start.base.as_ref(), &begun(start.base.as_ref(), self.role), &texts, now())
        });
        self.drafts.with_value(|drafts| match &kept {
            Some(kept) => self.unkept.set(!drafts.put(kept)),
            None => drafts.remove(self.id),
        });
        let dirty = kept.is_some();
        if self.dirty.get_untracked() != dirty {
            self.dirty.set(dirty);
        }
        self.start.with_untracked(|start| self.alike.look(start.base.as_ref(), &texts));
        self.texts.set_value(texts);
    }

    /// The row as the server has it. Where nobody has typed, the form shows that one from now on; else the save finds out.
    fn is_now(self, row: Record) {
        self.tell.with_value(|tell| tell.as_ref().map(|tell| tell()));
        let older = self.start.with_untracked(|start| start.base.as_ref().and_then(Record::version)) < row.version();
        if older && !self.dirty.get_untracked() && !untrack(|| self.outbox.waits(self.id)) {
            self.rebase(row, Texts::new());
        }
    }

    /// Draws the form with what it holds, where what it is drawn from has changed.
    fn draw_anew(self) {
        self.tell.with_value(|tell| tell.as_ref().map(|tell| tell()));
        let hand = Hand::here();
        let texts = self.texts.get_value();
        self.start.update(|start| start.texts = texts);
        put_back(hand);
    }

    fn discard(self) {
        self.drafts.with_value(|drafts| drafts.remove(self.id));
        self.outbox.withdraw(self.id);
        self.dirty.set(false);
    }

    /// Throws the draft away and shows the record as it is.
    fn begin_again(self) {
        self.discard();
        self.resumed.set(None);
        self.report.set(Report::new());
        let base = self.start.with_untracked(|start| start.base.clone());
        let texts = begun(base.as_ref(), self.role);
        self.texts.set_value(texts.clone());
        self.start.set(Start { base, texts });
    }

    fn save(self, asked: Save) {
        self.trouble.set(None);
        let base = self.start.with_untracked(|start| start.base.clone());
        let begun = match &base {
            Some(base) => texts_from_record(base, self.role),
            None => Texts::new(),
        };
        let sent = asked.texts.iter().filter(|(field, _)| asked.changes.contains_key(field.key()));
        let sent: Texts = sent.map(|(field, text)| (*field, text.clone())).collect();
        self.texts.set_value(asked.texts);
        if self.lens.writer().is_none() {
            self.trouble.set(Some("Nothing can be changed while you look as somebody else.".to_owned()));
        } else if let Some(kept) = Kept::of(self.id, base.as_ref(), &begun, &sent, now()) {
            self.dirty.set(false);
            self.outbox.post(kept);
        }
    }

    /// Hears what became of a save. Whether the form has done its work.
    fn heard(self, kept: &Kept, sent: Sent) -> bool {
        self.dirty.set(true);
        // The form is a moment behind what is typed.
        self.tell.with_value(|tell| tell.as_ref().map(|tell| tell()));
        match sent {
            Sent::Saved(saved) => {
                self.outbox.saved(&saved);
                let mut newer = self.newer(kept);
                newer.retain(|field, text| saved.row.text(*field) != *text);
                if newer.is_empty() {
                    self.dirty.set(false);
                    self.drafts.with_value(|drafts| drafts.remove(self.id));
                    return true;
                }
                self.rebase(saved.row, newer);
            }
            Sent::Collides(collision) => {
                let (row, merged) = *collision;
                self.collides.set(Some(Collides { row, merged, newer: self.newer(kept), saves: true }));
                self.choosing.set(true);
            }
            Sent::Refused(report) => self.report.set(report),
            Sent::Failed(failure) => self.trouble.set(Some(failure.to_string())),
        }
        false
    }

    /// What was typed since this was sent.
    fn newer(self, kept: &Kept) -> Texts {
        let mut sent = self.start.with_untracked(|start| begun(start.base.as_ref(), self.role));
        sent.extend(kept.texts.clone());
        let mut typed = self.texts.get_value();
        typed.retain(|field, text| sent.get(field) != Some(&*text));
        typed
    }

    /// Goes on from a newer row, with what differs from it. The form is drawn anew, and whoever types in it types on.
    fn rebase(self, row: Record, mine: Texts) {
        let mut texts = texts_from_record(&row, self.role);
        texts.extend(mine);
        let hand = Hand::here();
        self.start.set(Start { base: Some(row), texts: texts.clone() });
        self.keep(texts);
        put_back(hand);
    }

    /// The person has chosen between the colliding texts.
    fn chosen(self, chosen: &Texts) {
        let Some(Collides { row, merged, newer, saves }) = self.collides.get_untracked() else { return };
        let mut mine = merged.texts;
        mine.extend(chosen.clone());
        let mut shown = mine.clone();
        // Where theirs was chosen, mine is given up whole.
        let given_up = |field: &Field| {
            merged.collisions.iter().any(|one| one.field == *field && chosen.get(field) == Some(&one.theirs))
        };
        shown.extend(newer.into_iter().filter(|(field, _)| !given_up(field)));
        let begun = texts_from_record(&row, self.role);
        let kept = Kept::of(self.id, Some(&row), &begun, &mine, now());
        self.rebase(row, shown);
        match kept {
            Some(kept) if saves => self.outbox.post(kept),
            _ => {}
        }
    }
}

/// Brings the focus back once the form is drawn.
fn put_back(hand: Option<Hand>) {
    spawn_local(async move {
        tick().await;
        hand.and_then(|hand| hand.put_back());
    });
}

fn begun(record: Option<&Record>, role: Role) -> Texts {
    record.map_or_else(|| texts_for_new(role), |record| texts_from_record(record, role))
}
