//! A client's wish to have their record changed: what stood there, what they propose instead, and what became of it.
//!
//! Whoever decides sees each field beside the record as it is now. Where the record has changed since, both changes are
//! put together as two people's edits are ([`super::merge`]); what cannot be is a collision, and has to be decided.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::calendar::Instant;
use super::field::Field;
use super::gather::gather;
use super::merge::{Texts, merge};
use super::record::Record;

/// How long a note or an answer may be, in characters.
pub const NOTE_MAX: usize = 2000;

/// How a proposal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Open,
    Withdrawn,
    Decided,
}

/// One proposal, as its client or as whoever decides on it sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    pub id: Uuid,
    /// Whose record; not there for the client, who has one.
    pub client: Option<Uuid>,
    /// What the agency calls the client.
    pub title: String,
    /// Who proposed it; `None` for somebody whose access has ended.
    pub proposer: Option<String>,
    pub at: Instant,
    /// Which fields, in the order of the registry.
    pub fields: Vec<Field>,
    /// What stood in them then.
    pub base: Record,
    /// What is proposed.
    pub changes: Record,
    pub note: Option<String>,
    pub status: Status,
    /// What was written into the fields that were accepted.
    pub written: Record,
    pub accepted: Vec<Field>,
    /// The agency's note.
    pub answer: Option<String>,
    pub decided_by: Option<Uuid>,
    pub decided_at: Option<Instant>,
    pub version: i64,
}

impl Proposal {
    /// Reads a row of either window; what was not asked for is empty. `None` when it is not one.
    pub fn from_row(row: &Json) -> Option<Self> {
        let text = |key: &str| row.get(key).and_then(Json::as_str);
        let id = |key: &str| text(key)?.parse::<Uuid>().ok();
        let moment = |key: &str| Instant::from_text(text(key)?);
        let object = |key: &str| row.get(key).and_then(Json::as_object).cloned().unwrap_or_default();
        let changes = object("changes");
        let named = row.get("fields").and_then(Json::as_array);
        let has = |key: &str| {
            changes.contains_key(key) || named.is_some_and(|named| named.iter().any(|name| name.as_str() == Some(key)))
        };
        let decisions = object("decisions");
        let accepted = |field: &Field| decisions.get(field.key())?.get("value");
        let written: Map<String, Json> =
            gather(Field::ALL.iter().filter_map(|field| Some((field.key().to_owned(), accepted(field)?.clone()))));
        Some(Self {
            id: id("id")?,
            client: id("client_id"),
            title: text("client").unwrap_or_default().to_owned(),
            proposer: text("proposer").map(str::to_owned),
            at: moment("created_at")?,
            fields: Field::ALL.iter().copied().filter(|field| has(field.key())).collect(),
            base: Record::from_row(&object("base")),
            changes: Record::from_row(&changes),
            note: text("note").map(str::to_owned),
            status: match text("status") {
                Some("withdrawn") => Status::Withdrawn,
                Some("decided") => Status::Decided,
                _ => Status::Open,
            },
            accepted: Field::ALL.iter().copied().filter(|field| accepted(field).is_some()).collect(),
            written: Record::from_row(&written),
            answer: text("answer").map(str::to_owned),
            decided_by: id("decided_by"),
            decided_at: moment("decided_at"),
            version: row.get("version").and_then(Json::as_i64).unwrap_or(1),
        })
    }

    /// How it stands, in words.
    pub fn outcome(&self) -> &'static str {
        match self.status {
            Status::Open => "Waiting",
            Status::Withdrawn => "Withdrawn",
            Status::Decided if self.accepted.len() == self.fields.len() => "Accepted",
            Status::Decided if self.accepted.is_empty() => "Refused",
            Status::Decided => "Partly accepted",
        }
    }

    /// The form that goes on with it: the record, with what is proposed.
    pub fn resumed(&self, mut texts: Texts) -> Texts {
        let mine = self.fields.iter().filter(|field| texts.contains_key(field)).copied().collect::<Vec<_>>();
        texts.extend(mine.into_iter().map(|field| (field, self.changes.text(field))));
        texts
    }
}

/// How a proposed field stands to the record as it is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// The record holds what it held then.
    Unchanged,
    /// The record says so already.
    Already,
    /// It has changed since, and both changes fit together.
    Merges,
    /// It has changed since, to something else.
    Collides,
}

/// One proposed field beside the record as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub field: Field,
    pub base: String,
    pub proposed: String,
    pub now: String,
    /// What accepting writes.
    pub writes: String,
    pub stands: Stands,
}

/// Holds a proposal beside the record as it is now.
pub fn review(proposal: &Proposal, current: &Record) -> Vec<Item> {
    let texts =
        |record: &Record| -> Texts { gather(proposal.fields.iter().map(|field| (*field, record.text(*field)))) };
    let (base, mine, theirs) = (texts(&proposal.base), texts(&proposal.changes), texts(current));
    let merged = merge(&base, &mine, &theirs);
    let item = |field: &Field| {
        let text = |texts: &Texts| texts.get(field).cloned().unwrap_or_default();
        let (base, proposed, now, writes) = (text(&base), text(&mine), text(&theirs), text(&merged.texts));
        let stands = match () {
            () if merged.collisions.iter().any(|one| one.field == *field) => Stands::Collides,
            () if writes == now => Stands::Already,
            () if base == now => Stands::Unchanged,
            () => Stands::Merges,
        };
        Item { field: *field, base, proposed, now, writes, stands }
    };
    proposal.fields.iter().map(item).collect()
}

/// What is chosen for a field, and of what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub accepts: bool,
    /// What was proposed when this was chosen.
    proposed: String,
    /// What stood in the record then.
    over: String,
}

impl Choice {
    /// A choice on the field as it is shown.
    pub fn on(item: &Item, accepts: bool) -> Self {
        Self { accepts, proposed: item.proposed.clone(), over: item.now.clone() }
    }

    /// Whether it is a choice on the field as it is shown now: on the same value, and nobody writes over what they have not
    /// seen. What merges is written over nothing.
    fn holds(&self, item: &Item) -> bool {
        self.proposed == item.proposed && (item.stands != Stands::Collides || self.over == item.now)
    }
}

/// What is chosen so far.
pub type Choices = BTreeMap<Field, Choice>;

/// What stays chosen beside a newer state, and the fields that have to be looked at again.
pub fn still_chosen(choices: &Choices, items: &[Item]) -> (Choices, Vec<Field>) {
    let mut again = Vec::new();
    let mut stays = Choices::new();
    for item in items {
        match choices.get(&item.field) {
            Some(choice) if choice.holds(item) => drop(stays.insert(item.field, choice.clone())),
            Some(_) => again.push(item.field),
            None => {}
        }
    }
    (stays, again)
}

/// Why a proposal was not made, taken back or decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    NotOpen,
    Changed,
    Stale,
    Another,
    TooMany,
    Nothing,
    TooLong,
    Closed,
    Undecided,
}

impl Refusal {
    /// The refusal of the database's code.
    pub fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            "CP001" => Self::NotOpen,
            "CP002" => Self::Changed,
            "CP003" => Self::Stale,
            "CP004" => Self::Another,
            "CP005" => Self::TooMany,
            "CP006" => Self::Nothing,
            "CP007" => Self::TooLong,
            "CP008" => Self::Closed,
            "CP009" => Self::Undecided,
            _ => return None,
        })
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotOpen => "This proposal has been decided or withdrawn in the meantime.",
            Self::Changed => "The client has changed this proposal in the meantime.",
            Self::Stale => "Somebody else changed this client in the meantime.",
            Self::Another => "Another proposal of yours is waiting already. Reload the page to change or withdraw it.",
            Self::TooMany => "You have sent many proposals today. Wait for the answer, or try again tomorrow.",
            Self::Nothing => "Nothing differs from your record.",
            Self::TooLong => "This is too much for one proposal. Shorten it, or send it in parts.",
            Self::Closed => {
                "The agency does not take proposals for one of these fields any more. Reload the page to see which it takes."
            }
            Self::Undecided => "The proposal has other fields than this page knows. Reload the page.",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn proposal(base: Json, changes: Json) -> Proposal {
        let row = json!({
            "id": Uuid::nil(), "created_at": "2026-03-01T00:00:00Z", "base": base, "changes": changes, "status": "open",
            "decisions": {}, "version": 1,
        });
        Proposal::from_row(&row).expect("a proposal")
    }

    fn record(row: Json) -> Record {
        Record::from_row(row.as_object().expect("an object"))
    }

    #[test]
    fn each_field_is_held_beside_the_record_as_it_is_now() {
        let proposal = proposal(
            json!({ "name": "Ann", "phone": "1", "industry": null, "color_palette": { "Ink": "#111" }, "project_type": "Site" }),
            json!({ "name": "Anna", "phone": "2", "industry": "Trade", "color_palette": { "Ink": "#222" }, "project_type": "Shop" }),
        );
        let now = record(json!({
            "name": "Ann", "phone": "3", "industry": "Trade", "color_palette": { "Ink": "#111", "Oat": "#eee" },
            "project_type": "Site",
        }));
        let found = review(&proposal, &now);
        let stands: Vec<_> = found.iter().map(|item| (item.field, item.stands)).collect();
        let expected = [
            (Field::Name, Stands::Unchanged),
            (Field::Industry, Stands::Already),
            (Field::Phone, Stands::Collides),
            (Field::ColorPalette, Stands::Merges),
            (Field::ProjectType, Stands::Unchanged),
        ];
        assert_eq!(stands, expected);
        let palette: Json = serde_json::from_str(&found[3].writes).unwrap();
        assert_eq!(palette, json!({ "Ink": "#222", "Oat": "#eee" }));
        assert_eq!((found[2].writes.as_str(), found[2].now.as_str()), ("2", "3"));
    }

    #[test]
    fn nothing_is_written_that_nobody_agreed_to() {
        let beside = |proposed: &str, phone: &str| {
            let proposal =
                proposal(json!({ "name": "Ann", "phone": "1" }), json!({ "name": "Anna", "phone": proposed }));
            review(&proposal, &record(json!({ "name": "Ann", "phone": phone })))
        };
        let begun = beside("2", "1");
        let choices: Choices =
            begun.iter().map(|item| (item.field, Choice::on(item, item.field == Field::Phone))).collect();
        assert_eq!(still_chosen(&choices, &begun), (choices.clone(), vec![]));
        // The record has got another number since; so has the proposal.
        for newer in [beside("2", "3"), beside("4", "1")] {
            let (stays, again) = still_chosen(&choices, &newer);
            assert_eq!((stays.keys().collect::<Vec<_>>(), again), (vec![&Field::Name], vec![Field::Phone]));
        }
        // Somebody has agreed to write over that one.
        let collides = beside("2", "3");
        let agreed: Choices = collides.iter().map(|item| (item.field, Choice::on(item, true))).collect();
        assert_eq!(still_chosen(&agreed, &collides), (agreed.clone(), vec![]));
        assert_eq!(still_chosen(&agreed, &beside("2", "5")).1, [Field::Phone]);
    }

    #[test]
    fn the_outcome_is_said_in_words() {
        let decided = |decisions: Json| {
            let row = json!({
                "id": Uuid::nil(), "created_at": "2026-03-01T00:00:00Z", "base": {}, "status": "decided", "version": 2,
                "changes": { "name": "Anna", "phone": null }, "decisions": decisions,
            });
            Proposal::from_row(&row).expect("a proposal")
        };
        let no = json!({ "accepted": false });
        let yes = |value: Json| json!({ "accepted": true, "value": value });
        let outcome = |name: &Json, phone: &Json| decided(json!({ "name": name, "phone": phone })).outcome();
        assert_eq!(outcome(&yes(json!("Anna")), &yes(Json::Null)), "Accepted");
        assert_eq!(outcome(&no, &yes(Json::Null)), "Partly accepted");
        assert_eq!(outcome(&no, &no), "Refused");
        assert_eq!(proposal(json!({}), json!({ "name": "Anna" })).outcome(), "Waiting");
    }

    #[test]
    fn every_code_has_its_words() {
        for number in 1..=9 {
            let refusal = Refusal::from_code(&format!("CP00{number}")).expect("known");
            assert!(refusal.to_string().ends_with('.'));
        }
        assert_eq!(Refusal::from_code("CP010"), None);
    }
}
