//! What the form of a client holds: it is kept while it is typed, saved through the outbox, and put together with what others
//! have saved meanwhile.

use leptos::prelude::*;
use uuid::Uuid;

use super::client_alike::Alike;
use super::hand::Hand;
use crate::api::person::Person;
use crate::components::form::{Save, Tell, texts_for_new, texts_from_record};
use crate::components::format::{now, relative_text};
use crate::domain::draft::Report;
use crate::domain::field::Field;
use crate::domain::kept::Kept;
use crate::domain::lens::Lens;
use crate::domain::merge::{Merged, Texts, merge};
use crate::domain::record::Record;
use crate::domain::role::Role;
use crate::state::clients::use_clients;
use crate::state::drafts::Drafts;
use crate::state::outbox::{Outbox, labels, use_outbox};
use crate::state::save::Sent;

/// What a form begins with; when the record turns out to be newer, it begins again.
#[derive(Clone)]
pub struct Start {
    pub base: Option<Record>,
    pub texts: Texts,
}

/// A row that collides with the form.
#[derive(Clone)]
pub struct Collides {
    pub row: Record,
    pub merged: Merged,
    /// What was typed since the press on Save, which nobody is asked about.
    pub newer: Texts,
    /// Whether to save once it is chosen.
    pub saves: bool,
}

/// The state of the form.
#[derive(Clone, Copy)]
pub struct Editor {
    pub id: Uuid,
    pub role: Role,
    pub lens: Lens,
    pub outbox: Outbox,
    pub drafts: StoredValue<Drafts>,
    pub start: RwSignal<Start>,
    /// What the form holds.
    pub texts: StoredValue<Texts>,
    pub tell: Tell,
    /// Whether it differs from the record, and from what is on its way there.
    pub dirty: RwSignal<bool>,
    /// Since when the draft is kept that the form went on with, and what to say about it.
    pub resumed: RwSignal<Option<String>>,
    /// Whether the browser keeps the draft.
    pub unkept: RwSignal<bool>,
    pub report: RwSignal<Report>,
    pub trouble: RwSignal<Option<String>>,
    pub choosing: RwSignal<bool>,
    pub collides: RwSignal<Option<Collides>>,
    pub alike: Alike,
}

impl Editor {
    /// The form of a record, or of a new client; what was typed before and not saved is in it.
    pub fn new(person: &Person, lens: Lens, id: Uuid, record: Option<&Record>) -> Self {
        let role = lens.shown();
        let drafts = Drafts::of(&person.user_id);
        let report = RwSignal::new(Report::new());
        let this = Self {
            id,
            role,
            lens,
            outbox: use_outbox(),
            start: RwSignal::new(Start { base: None, texts: Texts::new() }),
            texts: StoredValue::new(Texts::new()),
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
        // Whoever looks as somebody else has typed nothing as them.
        let kept = (!lens.is_preview()).then(|| drafts.narrowed(id, |kept| kept.within(role, record))).flatten();
        this.resume(kept, record);
        this
    }

    /// Goes on with the save that waits, and with the draft on top of it, merged into the record as it is now.
    fn resume(self, kept: Option<Kept>, record: Option<&Record>) {
        let ground = self.ground(record);
        let Some(kept) = kept else { return self.begin(record, ground) };
        let (texts, merged) = kept.resumed(ground.clone());
        if texts == ground {
            // It has been saved meanwhile, here or elsewhere.
            self.drafts.with_value(|drafts| drafts.remove(self.id));
            return self.begin(record, ground);
        }
        let theirs = if record.is_some() { kept.others(&ground) } else { Vec::new() };
        let mut said = format!("Your unsaved changes are back in the form (last typed: {}).", relative_text(kept.at));
        if !theirs.is_empty() {
            said.push_str(&format!(
                " Somebody else has changed {} since: that is in the form as well.",
                labels(&theirs)
            ));
        }
        self.resumed.set(Some(said));
        self.begin(record, texts);
        self.dirty.set(true);
        if let Some(record) = record {
            self.ask(record, merged);
        }
    }

    /// What the form holds while nobody types in it: the record, with what waits to be saved into it.
    fn ground(self, record: Option<&Record>) -> Texts {
        let begun = record.map_or_else(|| texts_for_new(self.role), |record| texts_from_record(record, self.role));
        match self.outbox.waiting_for(self.id).filter(|_| !self.lens.is_preview()) {
            Some(waiting) => waiting.resumed(begun).0,
            None => begun,
        }
    }

    fn begin(self, base: Option<&Record>, texts: Texts) {
        self.texts.set_value(texts.clone());
        self.start.set(Start { base: base.cloned(), texts });
    }

    /// Asks about what collides with what was typed, if anything does.
    fn ask(self, row: &Record, merged: Merged) {
        if !merged.collisions.is_empty() {
            self.collides.set(Some(Collides { row: row.clone(), merged, newer: Texts::new(), saves: false }));
            self.choosing.set(true);
        }
    }

    /// Keeps what the form holds, as a draft.
    pub fn keep(self, texts: Texts) {
        // A field that is left without a change is no news.
        if self.lens.is_preview() || self.texts.with_value(|known| *known == texts) {
            return;
        }
        self.start.with_untracked(|start| self.alike.look(start.base.as_ref(), &texts));
        self.texts.set_value(texts);
        self.put_draft();
    }

    /// Keeps what differs from the record, and from what waits to be saved into it.
    fn put_draft(self) {
        let kept = self.start.with_untracked(|Start { base, .. }| {
            let ground = self.ground(base.as_ref());
            self.texts.with_value(|texts| Kept::of(self.id, base.as_ref(), &ground, texts, now()))
        });
        self.drafts.with_value(|drafts| match &kept {
            Some(kept) => self.unkept.set(!drafts.put(kept)),
            None => drafts.remove(self.id),
        });
        if self.dirty.get_untracked() != kept.is_some() {
            self.dirty.set(kept.is_some());
        }
    }

    /// The row as the server has it. Where nobody has typed, the form shows that one from now on; else the save finds out.
    pub fn is_now(self, row: Record) {
        self.tell.with_value(|tell| tell.as_ref().map(|tell| tell()));
        let older = self.start.with_untracked(|start| start.base.as_ref().and_then(Record::version)) < row.version();
        if older && !self.dirty.get_untracked() && !untrack(|| self.outbox.waits(self.id)) {
            self.rebase(&row, Texts::new());
        }
    }

    /// Draws the form with what it holds, where what it is drawn from has changed.
    pub fn draw_anew(self) {
        self.tell.with_value(|tell| tell.as_ref().map(|tell| tell()));
        let hand = Hand::here();
        let texts = self.texts.get_value();
        self.start.update(|start| start.texts = texts);
        Hand::put_back_soon(hand);
    }

    pub fn discard(self) {
        self.drafts.with_value(|drafts| drafts.remove(self.id));
        self.dirty.set(false);
    }

    /// Throws the draft away and shows the record as it is, with what waits to be saved into it.
    pub fn begin_again(self) {
        self.discard();
        self.resumed.set(None);
        self.report.set(Report::new());
        let base = self.start.with_untracked(|start| start.base.clone());
        self.begin(base.as_ref(), self.ground(base.as_ref()));
    }

    pub fn save(self, asked: Save) {
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
            self.post(kept);
        }
    }

    /// Hands a save over; what the form holds beside it stays a draft.
    fn post(self, kept: Kept) {
        let stays = self.outbox.post(kept);
        self.put_draft();
        self.unkept.set(!stays);
    }

    /// The save that waits does not go out: what it holds is a draft again.
    pub fn take_back(self) {
        self.outbox.withdraw(self.id);
        self.put_draft();
    }

    /// Hears what became of a save. Whether the form has done its work.
    pub fn heard(self, kept: &Kept, sent: Sent) -> bool {
        // The form is a moment behind what is typed.
        self.tell.with_value(|tell| tell.as_ref().map(|tell| tell()));
        match sent {
            Sent::Saved(saved) => {
                self.outbox.saved(&saved);
                let (sent, newer) = self.newer(kept);
                let mut merged = merge(&sent, &newer, &texts_from_record(&saved.row, self.role));
                merged.texts.retain(|field, text| saved.row.text(*field) != *text);
                if merged.texts.is_empty() {
                    self.discard();
                    return true;
                }
                self.rebase(&saved.row, merged.texts.clone());
                self.ask(&saved.row, merged);
                return false;
            }
            Sent::Collides(collision) => {
                let (row, merged) = *collision;
                self.collides.set(Some(Collides { row, merged, newer: self.newer(kept).1, saves: true }));
                self.choosing.set(true);
            }
            Sent::Refused(report) => self.report.set(report),
            Sent::Failed(failure) => self.trouble.set(Some(failure.to_string())),
        }
        self.put_draft();
        false
    }

    /// What the form held when this was sent, and what was typed since.
    fn newer(self, kept: &Kept) -> (Texts, Texts) {
        let sent = self.start.with_untracked(|start| kept.resumed(self.ground(start.base.as_ref())).0);
        let mut typed = self.texts.get_value();
        typed.retain(|field, text| sent.get(field) != Some(&*text));
        (sent, typed)
    }

    /// Goes on from a newer row, with what differs from it. The form is drawn anew, and whoever types in it types on.
    fn rebase(self, row: &Record, mine: Texts) {
        let hand = Hand::here();
        let mut texts = texts_from_record(row, self.role);
        texts.extend(mine);
        self.begin(Some(row), texts);
        self.put_draft();
        Hand::put_back_soon(hand);
    }

    /// The person has chosen between the colliding texts.
    pub fn chosen(self, chosen: &Texts) {
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
        self.rebase(&row, shown);
        if let Some(kept) = kept.filter(|_| saves) {
            self.post(kept);
        }
    }
}
