//! An edit before it is saved: what was typed, judged as a whole, and only the differences sent.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::calendar::{Date, Instant};
use super::field::{FIELDS, Field};
use super::gather::gather;
use super::permission::{creates_field, fills_in, regrades};
use super::record::{Cell, Record};
use super::role::Role;
use super::rules::{Reason, contract};
use super::value::{Value, check, check_json};

/// Every refusal of a draft, by field, in the order of the registry.
pub type Report = BTreeMap<Field, Reason>;

/// Who edits, what, and when: a draft asks the world through this.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The role of the person who edits.
    pub role: Role,
    /// The present moment.
    pub now: Instant,
    /// The record as it was read; `None` for a new one.
    pub base: Option<&'a Record>,
}

/// The fields a person filled in, each read into its type or refused.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    entries: BTreeMap<Field, Result<Option<Value>, Reason>>,
}

impl Draft {
    /// Reads the texts of a form. A field that is not named is not touched.
    pub fn from_texts<'a>(texts: impl IntoIterator<Item = (Field, &'a str)>) -> Self {
        let read = |(field, text): (Field, &str)| (field, Value::from_text(field.kind(), text));
        Self { entries: gather(texts.into_iter().map(read)) }
    }

    /// Judges the whole draft: every field by its rule, then the rules across fields. Empty means it may be saved.
    pub fn judge(&self, context: Context<'_>) -> Report {
        let mut report = Report::new();
        for (field, entry) in &self.entries {
            let verdict = match entry {
                Err(reason) => Err(reason.clone()),
                Ok(value) if self.same_as_base(*field, value, context.base) => Ok(()),
                Ok(value) => judge_field(*field, value.as_ref(), context),
            };
            if let Err(reason) = verdict {
                report.insert(*field, reason);
            }
        }
        self.judge_whole(context, &mut report);
        report
    }

    fn judge_whole(&self, context: Context<'_>, report: &mut Report) {
        let filled = |field| self.value(field, context.base).is_some();
        let date = |field| match self.value(field, context.base) {
            Some(Value::Date(date)) => Some(*date),
            _ => None,
        };
        judge_across(context, report, |field| self.entries.contains_key(&field), filled, date);
    }

    /// The columns that differ from the base, as they go on the wire. Refused entries are left out: judge first.
    pub fn changes(&self, base: Option<&Record>) -> Map<String, Json> {
        let changed = self.entries.iter().filter_map(|(field, entry)| {
            let value = entry.as_ref().ok()?;
            let keep = !self.same_as_base(*field, value, base);
            keep.then(|| (field.key().to_owned(), value.as_ref().map_or(Json::Null, Value::to_json)))
        });
        gather(changed)
    }

    /// What the record would hold: the draft's value, or the base's where the draft does not touch the field.
    fn value<'a>(&'a self, field: Field, base: Option<&'a Record>) -> Option<&'a Value> {
        match self.entries.get(&field) {
            Some(Ok(value)) => value.as_ref(),
            Some(Err(_)) => None,
            None => base.and_then(|base| base.value(field)),
        }
    }

    fn same_as_base(&self, field: Field, value: &Option<Value>, base: Option<&Record>) -> bool {
        match (base.map(|base| base.cell(field)), value) {
            (Some(Cell::Empty), None) => true,
            (Some(Cell::Filled(old)), Some(new)) => old == new,
            (None, None) => true,
            _ => false,
        }
    }
}

/// Judges a row for a new client as an import or another program gives it; keys that the registry does not know are
/// passed over. Who may set a field is not asked: an import is an admin's act, and the database has the last word.
pub fn judge_row(row: &Map<String, Json>, now: Instant) -> Report {
    let mut report = Report::new();
    for (key, json) in row {
        let Some(field) = Field::from_key(key) else { continue };
        match check_json(field.kind(), json, now) {
            Err(reason) => drop(report.insert(field, reason)),
            Ok(false) if field.spec().required => drop(report.insert(field, Reason::Required)),
            Ok(_) => {}
        }
    }
    let cell = |field: Field| row.get(field.key()).filter(|json| !json.is_null());
    let date = |field: Field| Date::from_text(cell(field)?.as_str()?);
    let context = Context { role: Role::Owner, now, base: None };
    judge_across(context, &mut report, |field| row.contains_key(field.key()), |field| cell(field).is_some(), date);
    report
}

/// Judges what depends on more than one field.
fn judge_across(
    context: Context<'_>,
    report: &mut Report,
    touched: impl Fn(Field) -> bool,
    filled: impl Fn(Field) -> bool,
    date: impl Fn(Field) -> Option<Date>,
) {
    if context.base.is_none() {
        for spec in FIELDS.iter().filter(|spec| spec.required && !touched(spec.field)) {
            report.insert(spec.field, Reason::Required);
        }
    }
    let names = [Field::Name, Field::CompanyName];
    let asked = context.base.is_none() || names.into_iter().any(&touched);
    // A refused name is there, only wrong: its own reason is enough.
    if asked && names.into_iter().all(|field| !filled(field) && !report.contains_key(&field)) {
        report.insert(Field::Name, Reason::NoName);
    }
    for field in [Field::ContractEndDate, Field::RenewalDate] {
        // What stands wrong in an old record is not the error of whoever changes something else.
        let asked = context.base.is_none() || touched(field) || touched(Field::ContractStartDate);
        if asked && let Err(reason) = contract::check(date(Field::ContractStartDate), date(field)) {
            report.entry(field).or_insert(reason.into());
        }
    }
}

/// Judges the texts of a new client as a CSV file gives them, as [`judge_row`] does.
pub fn judge_texts<'a>(texts: impl IntoIterator<Item = (Field, &'a str)>, now: Instant) -> Report {
    let draft = Draft::from_texts(texts);
    let mut report = Report::new();
    for (field, entry) in &draft.entries {
        let verdict = match entry {
            Err(reason) => Err(reason.clone()),
            Ok(value) => check_filled(*field, value.as_ref(), now),
        };
        if let Err(reason) = verdict {
            report.insert(*field, reason);
        }
    }
    draft.judge_whole(Context { role: Role::Owner, now, base: None }, &mut report);
    report
}

fn judge_field(field: Field, value: Option<&Value>, context: Context<'_>) -> Result<(), Reason> {
    let allowed = if context.base.is_some() { fills_in } else { creates_field };
    if !allowed(context.role, field) {
        return Err(Reason::NotAllowed);
    }
    check_filled(field, value, context.now)?;
    match (field, value, context.base) {
        // A new record has its first value from the database; a stored one would lose it.
        (_, None, Some(_)) if !field.can_be_empty() => Err(Reason::Required),
        (Field::Role, Some(to), base) => {
            let from = base.and_then(|base| role_of(base.value(field)?)).unwrap_or(Role::Viewer);
            role_of(to).filter(|to| regrades(context.role, from, *to)).map(|_| ()).ok_or(Reason::NotAllowed)
        }
        _ => Ok(()),
    }
}

fn role_of(value: &Value) -> Option<Role> {
    match value {
        Value::Choice(choice) => Role::from_wire(choice.wire),
        _ => None,
    }
}

fn check_filled(field: Field, value: Option<&Value>, now: Instant) -> Result<(), Reason> {
    match value {
        Some(value) => check(field.kind(), value, now),
        None if field.spec().required => Err(Reason::Required),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn context(role: Role, base: Option<&Record>) -> Context<'_> {
        Context { role, now: Instant::from_text("2026-06-01T12:00:00Z").expect("a moment"), base }
    }

    fn base() -> Record {
        let row = json!({
            "email": "ann@example.com", "name": "Ann", "company_name": null, "tier": "basic",
            "contract_start_date": "2026-01-01", "contract_end_date": null, "satisfaction_score": 5,
        });
        Record::from_row(row.as_object().expect("an object"))
    }

    #[test]
    fn a_new_client_needs_an_address_and_a_name() {
        let report = Draft::from_texts([(Field::Phone, "5550109")]).judge(context(Role::Member, None));
        assert_eq!(report.get(&Field::Email), Some(&Reason::Required));
        assert_eq!(report.get(&Field::Name), Some(&Reason::NoName));
    }

    #[test]
    fn every_error_is_collected() {
        let texts =
            [(Field::Phone, "1"), (Field::WebsiteUrl, "ftp://x"), (Field::SatisfactionScore, "11"), (Field::Name, "")];
        let base = base();
        let report = Draft::from_texts(texts).judge(context(Role::Member, Some(&base)));
        assert_eq!(report.len(), 4, "{report:?}");
    }

    #[test]
    fn only_differences_are_sent() {
        let base = base();
        let draft =
            Draft::from_texts([(Field::Name, " Ann "), (Field::SatisfactionScore, "6"), (Field::CompanyName, "")]);
        assert!(draft.judge(context(Role::Member, Some(&base))).is_empty());
        assert_eq!(Json::Object(draft.changes(Some(&base))), json!({ "satisfaction_score": 6 }));
    }

    #[test]
    fn an_unchanged_field_above_the_role_is_no_error() {
        let base = base();
        let same = Draft::from_texts([(Field::Tier, "basic")]);
        assert!(same.judge(context(Role::Member, Some(&base))).is_empty());
        let other = Draft::from_texts([(Field::Tier, "premium")]);
        assert_eq!(other.judge(context(Role::Member, Some(&base))).get(&Field::Tier), Some(&Reason::NotAllowed));
        assert!(other.judge(context(Role::Admin, Some(&base))).is_empty());
    }

    #[test]
    fn contract_dates_are_judged_against_the_untouched_start() {
        let base = base();
        let report =
            Draft::from_texts([(Field::ContractEndDate, "2025-12-31")]).judge(context(Role::Admin, Some(&base)));
        assert!(matches!(report.get(&Field::ContractEndDate), Some(Reason::Contract(_))));
    }

    #[test]
    fn a_row_is_judged_like_a_draft() {
        let row = json!({ "email": null, "phone": "1", "contract_start_date": "2026-02-01", "renewal_date": "2026-01-01", "odd": 1 });
        let now = context(Role::Owner, None).now;
        let report = judge_row(row.as_object().expect("an object"), now);
        let fields: Vec<_> = report.keys().copied().collect();
        assert_eq!(fields, [Field::Email, Field::Name, Field::Phone, Field::RenewalDate]);
    }

    #[test]
    fn nobody_is_without_a_role() {
        let row = json!({ "role": "staff" });
        let base = Record::from_row(row.as_object().expect("an object"));
        let emptied = Draft::from_texts([(Field::Role, "")]);
        assert_eq!(emptied.judge(context(Role::Owner, Some(&base))).get(&Field::Role), Some(&Reason::Required));
        assert!(!emptied.judge(context(Role::Owner, None)).contains_key(&Field::Role));
    }

    #[test]
    fn an_admin_cannot_unmake_an_owner() {
        let row = json!({ "role": "owner" });
        let base = Record::from_row(row.as_object().expect("an object"));
        let draft = Draft::from_texts([(Field::Role, "viewer")]);
        assert_eq!(draft.judge(context(Role::Admin, Some(&base))).get(&Field::Role), Some(&Reason::NotAllowed));
        assert!(draft.judge(context(Role::Owner, Some(&base))).is_empty());
    }

    #[test]
    fn an_admin_cannot_make_an_admin() {
        let base = base();
        let draft = Draft::from_texts([(Field::Role, "admin")]);
        assert_eq!(draft.judge(context(Role::Admin, Some(&base))).get(&Field::Role), Some(&Reason::NotAllowed));
        assert!(draft.judge(context(Role::Owner, Some(&base))).is_empty());
    }
}
