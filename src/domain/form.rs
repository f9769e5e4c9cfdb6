//! The form of a client before it is drawn: which fields a role fills in, what they begin with, and what was changed.
//!
//! A form gives back what it was given unless somebody touched it. A browser's controls do not: a date control shows a
//! day of the year 12026 as nothing, a line drops line feeds, a list of choices knows no other word. What a control made of
//! its text is noted, and only what differs from that is somebody's.

use serde_json::{Map, Value as Json};

use super::calendar::Instant;
use super::draft::{Context, Draft, Report};
use super::field::{FIELDS, Field, Kind, Section};
use super::gather::gather;
use super::merge::Texts;
use super::permission::{creates_field, fills_in, grants, reads_field};
use super::portal;
use super::record::Record;
use super::role::{ROLES, Role};
use super::rules::url;
use super::value::Value;

/// Whether the role fills a field in: on a record, or on a new one.
pub fn gives(role: Role, base: Option<&Record>, field: Field) -> bool {
    let Some(base) = base else {
        // The record's identity is made by the program.
        return creates_field(role, field) && field.spec().section != Section::System;
    };
    let mine = match base.value(Field::Role) {
        Some(Value::Choice(choice)) if field == Field::Role => {
            Role::from_wire(choice.wire).is_some_and(|from| grants(role, from))
        }
        _ => true,
    };
    fills_in(role, field) && mine
}

/// What the role calls a field.
pub fn label_for(role: Role) -> fn(Field) -> &'static str {
    if role == Role::Viewer { portal::label } else { Field::label }
}

/// The words of a vocabulary that the role may choose.
pub fn chooses(role: Role, field: Field, word: &str) -> bool {
    field != Field::Role || Role::from_wire(word).is_none_or(|to| grants(role, to))
}

/// The fields of a section that the form shows; of a new record, and to its client, only what is filled in.
pub fn fields_of(role: Role, base: Option<&Record>, section: Section) -> impl Iterator<Item = Field> {
    let reads = base.is_some() && role.is_agency();
    let shown = move |field: &Field| gives(role, base, *field) || (reads && reads_field(role, *field));
    FIELDS.iter().filter(move |spec| spec.section == section).map(|spec| spec.field).filter(shown)
}

/// What the form of a record begins with.
pub fn texts_from_record(record: &Record, role: Role) -> Texts {
    let given = Field::ALL.iter().filter(|field| gives(role, Some(record), **field));
    gather(given.map(|field| (*field, record.text(*field))))
}

/// What the form of a new client begins with.
pub fn texts_for_new(role: Role) -> Texts {
    let text = |field| match field {
        Field::Status => "active",
        Field::Tier => "standard",
        _ => "",
    };
    let given = Field::ALL.iter().filter(|field| gives(role, None, **field));
    gather(given.map(|field| (*field, text(*field).to_owned())))
}

/// How many characters fit into a field, where there is a limit.
pub const fn limit(kind: Kind) -> Option<usize> {
    match kind {
        Kind::Text { max, .. } => Some(max),
        Kind::Url => Some(url::MAX),
        Kind::Email => Some(255),
        Kind::Phone => Some(50),
        _ => None,
    }
}

/// Whether a text of this length is near its limit, or past it.
pub const fn near(length: usize, limit: usize) -> bool {
    length * 10 >= limit * 9
}

/// The role a word stands for, with its label.
pub fn default_role() -> &'static str {
    ROLES.iter().find(|choice| choice.wire == Role::Viewer.wire()).map_or("", |choice| choice.label)
}

/// A form: for whom, of what, and what its controls were given and made of it.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub role: Role,
    /// The record as it was read; `None` for a new one.
    pub base: Option<Record>,
    given: Texts,
    shown: Texts,
}

impl Sheet {
    /// A form that begins with these texts.
    pub const fn new(role: Role, base: Option<Record>, given: Texts) -> Self {
        Self { role, base, given, shown: Texts::new() }
    }

    /// Whether the other form begins as this one did.
    pub fn begins_like(&self, other: &Self) -> bool {
        (self.role, &self.base, &self.given) == (other.role, &other.base, &other.given)
    }

    /// What a control was given; `None` where the form only shows the field.
    pub fn given(&self, field: Field) -> Option<&str> {
        self.given.get(&field).filter(|_| gives(self.role, self.base.as_ref(), field)).map(String::as_str)
    }

    /// Notes what a control made of what it was given.
    pub fn note(&mut self, field: Field, shown: String) {
        self.shown.insert(field, shown);
    }

    /// Whether a control still shows what it made of its text. Emptied by somebody is not empty from the beginning.
    pub fn untouched(&self, field: Field, holds: &str, touched: bool) -> bool {
        self.shown.get(&field).is_some_and(|shown| shown == holds) && !(touched && holds.is_empty())
    }

    /// Judges what differs from the record (a field nobody touched is not this person's error): what is to be sent, and
    /// every refusal.
    pub fn judge(&self, texts: &Texts, now: Instant) -> (Map<String, Json>, Report) {
        let base = self.base.as_ref();
        let before = |field: Field| base.map(|base| base.text(field)).unwrap_or_default();
        let touched = texts.iter().filter(|(field, text)| **text != before(**field));
        let draft = Draft::from_texts(touched.map(|(field, text)| (*field, text.as_str())));
        (draft.changes(base), draft.judge(Context { role: self.role, now, base }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn now() -> Instant {
        Instant::from_text("2026-06-01T12:00:00Z").expect("a moment")
    }

    #[test]
    fn a_new_client_begins_with_what_the_role_may_give() {
        let texts = texts_for_new(Role::Member);
        assert_eq!(texts.get(&Field::Status).map(String::as_str), Some("active"));
        assert!(!texts.contains_key(&Field::Tier) && !texts.contains_key(&Field::Id));
        assert!(texts.contains_key(&Field::Email));
        assert_eq!(texts_for_new(Role::Owner).get(&Field::Tier).map(String::as_str), Some("standard"));
        assert_eq!(texts_for_new(Role::Staff).len(), 0);
    }

    #[test]
    fn an_owners_role_is_not_an_admins_to_change() {
        let row = json!({ "role": "owner" });
        let record = Record::from_row(row.as_object().expect("an object"));
        assert!(!gives(Role::Admin, Some(&record), Field::Role) && gives(Role::Owner, Some(&record), Field::Role));
        assert!(chooses(Role::Admin, Field::Role, "member") && !chooses(Role::Admin, Field::Role, "owner"));
    }

    #[test]
    fn what_is_emptied_is_somebodys_doing() {
        let mut sheet = Sheet::new(Role::Owner, None, Texts::from([(Field::RenewalDate, "infinity".to_owned())]));
        sheet.note(Field::RenewalDate, String::new());
        assert!(sheet.untouched(Field::RenewalDate, "", false));
        assert!(!sheet.untouched(Field::RenewalDate, "", true));
    }

    #[test]
    fn every_section_shows_what_the_role_reads() {
        let record = Record::default();
        let shown = |role| {
            Section::ALL
                .into_iter()
                .flat_map(|section| fields_of(role, Some(&record), section).collect::<Vec<_>>())
                .count()
        };
        assert_eq!(shown(Role::Owner), FIELDS.len());
        assert_eq!(shown(Role::Staff), FIELDS.iter().filter(|spec| reads_field(Role::Staff, spec.field)).count());
    }

    #[test]
    fn a_client_fills_in_what_they_may_propose_and_sees_nothing_else() {
        let row = json!({ "name": "Ann", "tier": "basic", "email": "ann@example.com" });
        let record = Record::from_row(row.as_object().expect("an object"));
        let shown: Vec<Field> =
            Section::ALL.into_iter().flat_map(|section| fields_of(Role::Viewer, Some(&record), section)).collect();
        assert!(shown.len() > 10 && shown.iter().all(|field| field.spec().proposes));
        let mut texts = texts_from_record(&record, Role::Viewer);
        assert_eq!(texts.len(), shown.len());
        let sheet = Sheet::new(Role::Viewer, Some(record), texts.clone());
        texts.insert(Field::Name, "Anna".to_owned());
        assert_eq!(sheet.judge(&texts, now()), (json!({ "name": "Anna" }).as_object().unwrap().clone(), Report::new()));
        texts.insert(Field::Tier, "premium".to_owned());
        assert_eq!(sheet.judge(&texts, now()).1.keys().collect::<Vec<_>>(), [&Field::Tier]);
    }

    /// What a row may hold, by whatever program wrote it.
    fn odd() -> impl Strategy<Value = Json> {
        let number = "-?(0|[1-9][0-9]{0,24})(\\.[0-9]{1,4})?";
        prop_oneof![
            Just(Json::Null),
            "[ a\u{a0}\n\t\r]{0,6}|\\PC{0,12}|#[0-9a-f]{3}|infinity|2026-0[1-9]-11|lead|hibernating"
                .prop_map(Json::from),
            number.prop_map(|text| serde_json::from_str(&text).expect("a number")),
            prop::collection::vec("[ ab,\n\"]{0,5}", 0..4).prop_map(Json::from),
            "[ a\n]{0,4}".prop_map(|text| json!({ "": text, "url": "x", "country": 1, "b": [{}, [], null] })),
            number.prop_map(|text| json!({ "n": serde_json::from_str::<Json>(&text).expect("a number"), "é": {} })),
        ]
    }

    #[test]
    fn an_old_records_wrong_dates_are_no_error_of_whoever_changes_something_else() {
        let row = serde_json::json!({ "contract_start_date": "2026-05-01", "contract_end_date": "2026-04-01", "name": "Ann" });
        let record = Record::from_row(row.as_object().expect("an object"));
        let mut texts = texts_from_record(&record, Role::Owner);
        let sheet = Sheet::new(Role::Owner, Some(record), texts.clone());
        texts.insert(Field::Name, "Anna".to_owned());
        assert!(sheet.judge(&texts, now()).1.is_empty());
        texts.insert(Field::ContractStartDate, "2026-05-02".to_owned());
        assert_eq!(sheet.judge(&texts, now()).1.keys().collect::<Vec<_>>(), [&Field::ContractEndDate]);
    }

    proptest! {
        #[test]
        fn a_form_that_nobody_touched_sends_nothing(values in prop::collection::vec(odd(), FIELDS.len()), mangled in "\\PC{0,3}") {
            let row = FIELDS.iter().zip(values).map(|(spec, value)| (spec.key.to_owned(), value)).collect();
            let record = Record::from_row(&row);
            let texts = texts_from_record(&record, Role::Owner);
            let mut sheet = Sheet::new(Role::Owner, Some(record), texts.clone());
            // Whatever the controls make of their texts.
            for (field, text) in &texts {
                sheet.note(*field, format!("{mangled}{}", text.trim()));
            }
            let read = |field: &Field, text: &String| {
                let holds = format!("{mangled}{}", text.trim());
                assert!(sheet.untouched(*field, &holds, false));
                sheet.given(*field).unwrap().to_owned()
            };
            let read: Texts = texts.iter().map(|(field, text)| (*field, read(field, text))).collect();
            let (changes, report) = sheet.judge(&read, now());
            prop_assert!(changes.is_empty() && report.is_empty(), "{:?} {:?}", changes, report);
        }
    }
}
