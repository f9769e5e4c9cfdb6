//! What somebody has typed and the server does not have yet: a form's difference from the record, as a browser keeps it.
//! It outlives the page, the session and the program, so everything read back is taken for possibly damaged.

use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::calendar::Instant;
use super::field::Field;
use super::form::{gives, texts_from_record};
use super::gather::gather;
use super::merge::{Merged, Texts, merge};
use super::permission::reads_field;
use super::record::Record;
use super::role::Role;
use super::value::Value;

/// A form's difference from the record that it began with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The record; of a new one, the identity that it will have.
    pub id: Uuid,
    /// The version that the form began with; `None` for a new client.
    pub version: Option<i64>,
    /// What to call the client.
    pub title: String,
    /// What the form began with.
    pub base: Texts,
    /// What the changed fields hold now.
    pub texts: Texts,
    /// When it was typed.
    pub at: Instant,
    /// Somebody has pressed Save: it goes out as soon as the server answers.
    pub waits: bool,
}

impl Kept {
    /// The difference between what a form began with and what it holds; `None` where there is none.
    pub fn of(id: Uuid, base: Option<&Record>, begun: &Texts, texts: &Texts, at: Instant) -> Option<Self> {
        let title = match base {
            Some(base) => base.title(),
            None => [Field::CompanyName, Field::Name, Field::Email]
                .iter()
                .find_map(|field| texts.get(field).filter(|text| !text.trim().is_empty()))
                .map_or_else(|| "a new client".to_owned(), |text| text.trim().to_owned()),
        };
        let changed = texts.iter().filter(|(field, text)| begun.get(*field) != Some(*text));
        let texts: Texts = gather(changed.map(|(field, text)| (*field, text.clone())));
        let version = base.and_then(Record::version);
        (!texts.is_empty()).then(|| Self { id, version, title, base: begun.clone(), texts, at, waits: false })
    }

    /// Without the fields that the role does not fill in any more.
    pub fn within(self, role: Role, record: Option<&Record>) -> Option<Self> {
        self.only(|field| gives(role, record, field))
    }

    /// Without the fields that the role does not read any more.
    pub fn readable(self, role: Role) -> Option<Self> {
        self.only(|field| reads_field(role, field))
    }

    fn only(mut self, stays: impl Fn(Field) -> bool) -> Option<Self> {
        self.texts.retain(|field, _| stays(*field));
        self.base.retain(|field, _| stays(*field));
        (!self.texts.is_empty()).then_some(self)
    }

    /// A save that did not come about is a draft again, with what was typed on top of it since.
    pub fn with_newer(mut self, newer: Option<Self>) -> Option<Self> {
        if let Some(mut newer) = newer {
            newer.base.retain(|field, _| !self.texts.contains_key(field));
            self.base.extend(newer.base);
            self.texts.extend(newer.texts);
            self.at = newer.at;
        }
        let Self { base, texts, .. } = &mut self;
        texts.retain(|field, text| base.get(field) != Some(text));
        (!self.texts.is_empty()).then_some(Self { waits: false, ..self })
    }

    /// What was typed on top of a save, once that save is in this row.
    #[must_use]
    pub fn on(mut self, row: &Record, role: Role) -> Self {
        let mut base = texts_from_record(row, role);
        self.base.retain(|field, _| self.texts.contains_key(field));
        base.extend(self.base);
        Self { base, version: row.version(), title: row.title(), ..self }
    }

    /// What a form goes on with: what it would hold otherwise, and what was kept merged into it.
    pub fn resumed(&self, mut texts: Texts) -> (Texts, Merged) {
        let merged = merge(&self.base, &self.texts, &texts);
        texts.extend(merged.texts.clone());
        (texts, merged)
    }

    /// The columns as they go on the wire; what the rules refuse is left out.
    pub fn changes(&self) -> Map<String, Json> {
        changes(&self.texts)
    }

    /// The row before the change, as far as is known.
    pub fn before(&self, row: &Record) -> Record {
        let changed = self.texts.keys().filter_map(|field| Some((*field, self.base.get(field)?)));
        changed.fold(row.clone(), |row, (field, text)| match Value::from_text(field.kind(), text) {
            Ok(value) => row.with(field, value),
            Err(_) => row,
        })
    }

    /// Fields that somebody else has changed since, to something else than this draft does. The same value in another
    /// spelling is no other one: the database takes spaces off.
    pub fn others(&self, theirs: &Texts) -> Vec<Field> {
        let other = |field: Field, text: &str, mine: &str| {
            let read = |text| Value::from_text(field.kind(), text);
            text != mine && (read(text).is_err() || read(text) != read(mine))
        };
        let changed = theirs.iter().filter(|(field, text)| {
            self.base.get(*field).is_some_and(|base| other(**field, text, base))
                && self.texts.get(*field).is_none_or(|mine| other(**field, text, mine))
        });
        changed.map(|(field, _)| *field).collect()
    }

    /// As the browser keeps it; [`Kept::from_text`] reads it back.
    pub fn to_text(&self) -> String {
        let texts = |texts: &Texts| -> Map<String, Json> {
            gather(texts.iter().map(|(field, text)| (field.key().to_owned(), Json::from(text.as_str()))))
        };
        json!({
            "id": self.id.to_string(), "version": self.version, "title": self.title, "base": texts(&self.base),
            "texts": texts(&self.texts), "at": self.at.to_string(), "waits": self.waits,
        })
        .to_string()
    }

    /// Reads what a browser kept. Fields that this program does not know are passed over.
    pub fn from_text(text: &str) -> Option<Self> {
        let json: Json = serde_json::from_str(text).ok()?;
        let text = |key: &str| json.get(key)?.as_str();
        let texts = |key: &str| -> Option<Texts> {
            let field = |(key, text): (&String, &Json)| Some((Field::from_key(key)?, text.as_str()?.to_owned()));
            Some(gather(json.get(key)?.as_object()?.iter().filter_map(field)))
        };
        Some(Self {
            id: text("id")?.parse().ok()?,
            version: json.get("version")?.as_i64(),
            title: text("title")?.to_owned(),
            base: texts("base")?,
            texts: texts("texts")?,
            at: Instant::from_text(text("at")?)?,
            waits: json.get("waits")?.as_bool()?,
        })
        .filter(|kept| !kept.texts.is_empty())
    }
}

/// Texts as columns on the wire; what cannot be read is left out.
pub fn changes(texts: &Texts) -> Map<String, Json> {
    let column = |(field, text): (&Field, &String)| {
        let value = Value::from_text(field.kind(), text).ok()?;
        Some((field.key().to_owned(), value.map_or(Json::Null, |value| value.to_json())))
    };
    gather(texts.iter().filter_map(column))
}

/// The texts that say something else than the row does.
pub fn differing(texts: &Texts, row: &Record) -> Texts {
    let differs = |field: Field, text: &str| {
        Value::from_text(field.kind(), text).is_ok_and(|value| value.as_ref() != row.value(field))
    };
    let differing = texts.iter().filter(|(field, text)| differs(**field, text));
    gather(differing.map(|(field, text)| (*field, text.clone())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row(json: Json) -> Record {
        Record::from_row(json.as_object().expect("an object"))
    }

    fn kept(texts: Texts) -> Kept {
        Kept {
            id: Uuid::nil(),
            version: Some(3),
            title: "Acme".to_owned(),
            base: texts.keys().map(|field| (*field, String::new())).collect(),
            texts,
            at: Instant::from_text("2026-03-01T00:00:00Z").expect("a moment"),
            waits: false,
        }
    }

    #[test]
    fn only_what_differs_is_kept() {
        let record = row(json!({ "id": Uuid::nil(), "version": 3, "company_name": "Acme", "phone": "+49 30 1234567" }));
        let begun = texts_from_record(&record, Role::Owner);
        let now = Instant::from_text("2026-03-01T00:00:00Z").expect("a moment");
        assert_eq!(Kept::of(Uuid::nil(), Some(&record), &begun, &begun, now), None);
        let mut texts = begun.clone();
        texts.insert(Field::Phone, String::new());
        let kept = Kept::of(Uuid::nil(), Some(&record), &begun, &texts, now).expect("a difference");
        assert_eq!(kept.texts, Texts::from([(Field::Phone, String::new())]));
        assert_eq!((kept.version, kept.title.as_str()), (Some(3), "Acme"));
        assert_eq!(kept.changes(), json!({ "phone": null }).as_object().cloned().expect("an object"));
    }

    #[test]
    fn what_others_changed_is_named_and_what_both_wrote_is_not() {
        let texts = |name: &str, phone: &str| Texts::from([(Field::Name, name.into()), (Field::Phone, phone.into())]);
        let kept = Kept { base: texts("Ann", "1"), ..kept(Texts::from([(Field::Name, "Anna".into())])) };
        assert_eq!(kept.others(&texts("Ann", "2")), [Field::Phone]);
        assert_eq!(kept.others(&texts("Anna", "1")), []);
        let spelled = Kept { texts: Texts::from([(Field::Name, "  Anna ".into())]), ..kept };
        assert_eq!(spelled.others(&texts("Anna", "1")), []);
        assert_eq!(spelled.others(&texts("Ann A", "1")), [Field::Name]);
    }

    #[test]
    fn a_lost_right_takes_its_fields_along() {
        let record = row(json!({ "id": Uuid::nil(), "version": 3 }));
        let kept = kept(Texts::from([(Field::Tier, "premium".into()), (Field::Name, "Ann".into())]));
        let within = kept.clone().within(Role::Member, Some(&record)).expect("the name");
        assert_eq!(within.texts.keys().collect::<Vec<_>>(), [&Field::Name]);
        assert_eq!(kept.within(Role::Staff, Some(&record)), None);
    }

    #[test]
    fn what_others_saved_meanwhile_is_in_the_form_that_goes_on() {
        let record = row(json!({ "id": Uuid::nil(), "version": 9, "name": "Ann", "phone": "+49 30 1234567" }));
        let kept = kept(Texts::from([(Field::Industry, "Hotels".into())]));
        let (texts, merged) = kept.resumed(texts_from_record(&record, Role::Owner));
        assert_eq!((texts[&Field::Industry].as_str(), texts[&Field::Phone].as_str()), ("Hotels", "+49 30 1234567"));
        assert!(merged.collisions.is_empty());
    }

    #[test]
    fn what_was_typed_while_a_save_waited_stands_on_top_of_it() {
        let texts = |phone: &str, industry: &str| {
            Texts::from([(Field::Phone, phone.to_owned()), (Field::Industry, industry.to_owned())])
        };
        let save = Kept { base: texts("", "Hotels"), ..kept(Texts::from([(Field::Phone, "1".into())])) };
        let newer = |phone: &str, industry: &str| {
            let now = Instant::from_text("2026-03-01T00:00:00Z").expect("a moment");
            let record = row(json!({ "id": Uuid::nil(), "version": 3, "industry": "Hotels" }));
            let begun = save.resumed(texts_from_record(&record, Role::Owner)).0;
            let mut typed = begun.clone();
            typed.extend(texts(phone, industry));
            Kept::of(Uuid::nil(), Some(&record), &begun, &typed, now)
        };
        // The save has arrived: only what was typed since is news, and nobody is asked about it.
        let typed = newer("12", "Hotels").expect("a difference");
        let arrived = row(json!({ "id": Uuid::nil(), "version": 4, "phone": "1", "industry": "Trade" }));
        let typed = typed.on(&arrived, Role::Owner);
        let (resumed, merged) = typed.resumed(texts_from_record(&arrived, Role::Owner));
        assert!(merged.collisions.is_empty() && typed.others(&resumed).is_empty());
        assert_eq!((resumed[&Field::Phone].as_str(), resumed[&Field::Industry].as_str()), ("12", "Trade"));
        // It has not: both are one draft again, from where the save began.
        let both = save.clone().with_newer(newer("12", "Trade")).expect("a draft");
        assert_eq!(
            (&both.texts, &both.base[&Field::Phone], both.waits),
            (&texts("12", "Trade"), &String::new(), false)
        );
        assert_eq!(save.clone().with_newer(newer("", "Hotels")), None);
        assert_eq!(save.clone().with_newer(None).map(|both| both.texts), Some(save.texts.clone()));
    }

    #[test]
    fn what_a_role_does_not_read_is_not_in_its_draft() {
        let kept = kept(Texts::from([(Field::AnnualRevenue, "1".into()), (Field::Phone, "1".into())]));
        let readable = kept.readable(Role::Staff).expect("the phone");
        assert_eq!(readable.texts.keys().chain(readable.base.keys()).collect::<Vec<_>>(), [&Field::Phone; 2]);
    }

    proptest! {
        #[test]
        fn what_is_kept_is_read_back(name in ".{0,20}", scope in "(?s).{0,60}", waits in any::<bool>()) {
            let kept = Kept { waits, ..kept(Texts::from([(Field::Name, name), (Field::ProjectScope, scope)])) };
            prop_assert_eq!(Kept::from_text(&kept.to_text()), Some(kept));
        }

        #[test]
        fn damaged_storage_is_nothing(text in "\\PC{0,80}", cut in 0..200_usize) {
            let whole = kept(Texts::from([(Field::Name, "Ann".into())])).to_text();
            let _none = Kept::from_text(&text);
            prop_assert_eq!(whole.get(..cut.min(whole.len().saturating_sub(1))).and_then(Kept::from_text), None);
        }
    }
}
