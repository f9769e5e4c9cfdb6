//! Edits made in the list's cells that wait to be saved together.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::draft::{Context, Draft};
use super::field::Field;
use super::record::Record;
use super::rules::Reason;

/// What waits for one client.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// The row as it was read.
    pub base: Record,
    /// What was typed, by field.
    pub texts: BTreeMap<Field, String>,
    /// Why the last attempt to save it failed.
    pub failure: Option<String>,
}

impl Edit {
    /// The columns to send.
    pub fn changes(&self) -> Map<String, Json> {
        draft(&self.texts).changes(Some(&self.base))
    }
}

/// Every edit that waits, by client.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Edits(BTreeMap<Uuid, Edit>);

impl Edits {
    /// Notes what was typed for a field of a row; the value the row already has takes the edit away. `context.base` is
    /// the row.
    ///
    /// # Errors
    /// Why the rules refuse it, for this field or, because of it, for another; nothing is noted then.
    pub fn put(&mut self, field: Field, text: &str, context: Context<'_>) -> Result<(), (Field, Reason)> {
        let Some((base, id)) = context.base.and_then(|base| Some((base, base.id()?))) else { return Ok(()) };
        let waiting = self.0.get(&id);
        let mut texts = waiting.map(|edit| edit.texts.clone()).unwrap_or_default();
        // An edit goes on from the row it began with; what happened since shows when it is saved.
        let base = waiting.map_or(base, |edit| &edit.base).clone();
        texts.insert(field, text.to_owned());
        let report = draft(&texts).judge(Context { base: Some(&base), ..context });
        let own = report.get(&field).map(|reason| (field, reason.clone()));
        if let Some(refusal) = own.or_else(|| report.into_iter().next()) {
            return Err(refusal);
        }
        let same = |field: Field, text: &String| draft([(field, text)]).changes(Some(&base)).is_empty();
        texts.retain(|field, text| !same(*field, text));
        if texts.is_empty() {
            self.0.remove(&id);
        } else {
            self.0.insert(id, Edit { base, texts, failure: None });
        }
        Ok(())
    }

    /// What was typed for a field of a client.
    pub fn text(&self, id: Uuid, field: Field) -> Option<&str> {
        self.0.get(&id)?.texts.get(&field).map(String::as_str)
    }

    /// What waits for one client.
    pub fn get(&self, id: Uuid) -> Option<&Edit> {
        self.0.get(&id)
    }

    /// Each client with what waits for it.
    pub fn iter(&self) -> impl Iterator<Item = (Uuid, &Edit)> {
        self.0.iter().map(|(id, edit)| (*id, edit))
    }

    /// How many values wait.
    pub fn count(&self) -> usize {
        self.0.values().map(|edit| edit.texts.len()).sum()
    }

    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What waits for a client has been saved, or is given up.
    pub fn drop_client(&mut self, id: Uuid) {
        self.0.remove(&id);
    }

    /// Gives up one value.
    pub fn drop_field(&mut self, id: Uuid, field: Field) {
        if let Some(edit) = self.0.get_mut(&id) {
            edit.texts.remove(&field);
            if edit.texts.is_empty() {
                self.0.remove(&id);
            }
        }
    }

    /// A save failed: says why, and goes on from `base`, the row as it stands now.
    pub fn fail(&mut self, id: Uuid, base: Option<Record>, failure: String) {
        if let Some(edit) = self.0.get_mut(&id) {
            edit.base = base.unwrap_or_else(|| edit.base.clone());
            edit.failure = Some(failure);
        }
    }
}

fn draft<'a>(texts: impl IntoIterator<Item = (impl std::borrow::Borrow<Field>, &'a String)>) -> Draft {
    Draft::from_texts(texts.into_iter().map(|(field, text)| (*field.borrow(), text.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Instant;
    use crate::domain::role::Role;
    use serde_json::json;

    fn row() -> Record {
        let row = json!({
            "id": "00000000-0000-4000-8000-000000000001", "version": 1, "name": "Ann", "company_name": null,
            "status": "lead", "contract_start_date": "2026-02-01", "renewal_date": null,
        });
        Record::from_row(row.as_object().expect("an object"))
    }

    fn put(edits: &mut Edits, field: Field, text: &str) -> Result<(), (Field, Reason)> {
        let now = Instant::from_text("2026-06-01T12:00:00Z").expect("a moment");
        let base = row();
        edits.put(field, text, Context { role: Role::Owner, now, base: Some(&base) })
    }

    #[test]
    fn what_is_typed_waits_and_the_old_value_takes_it_back() {
        let mut edits = Edits::default();
        put(&mut edits, Field::Status, "active").expect("fits");
        put(&mut edits, Field::Name, "  Ann Lee ").expect("fits");
        assert_eq!(edits.count(), 2);
        let (id, edit) = edits.iter().next().expect("one");
        assert_eq!(Json::Object(edit.changes()), json!({ "status": "active", "name": "Ann Lee" }));
        put(&mut edits, Field::Status, "lead").expect("fits");
        put(&mut edits, Field::Name, "Ann").expect("fits");
        assert!(edits.is_empty() && edits.get(id).is_none());
    }

    #[test]
    fn what_the_rules_refuse_is_not_noted() {
        let mut edits = Edits::default();
        assert_eq!(put(&mut edits, Field::Name, " ").expect_err("a name or a company").0, Field::Name);
        assert!(put(&mut edits, Field::RenewalDate, "2026-01-01").is_err());
        assert!(edits.is_empty());
    }

    #[test]
    fn a_failed_save_keeps_what_was_typed() {
        let mut edits = Edits::default();
        put(&mut edits, Field::Status, "active").expect("fits");
        let id = row().id().expect("an id");
        edits.fail(id, None, "Busy.".to_owned());
        assert_eq!((edits.text(id, Field::Status), edits.count()), (Some("active"), 1));
        edits.drop_field(id, Field::Status);
        assert!(edits.is_empty());
    }
}
