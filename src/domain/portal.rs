//! The portal's words: clients read their own record as they think of it, not as the agency files it.

use serde_json::{Map, Value as Json};

use super::calendar::Date;
use super::field::{FIELDS, Field, Section};
use super::gather::in_order;
use super::permission::reads_field;
use super::record::Record;
use super::related::words;
use super::role::Role;
use super::value::Value;

/// What belongs together in a client's mind.
#[derive(Debug)]
pub struct Group {
    pub title: &'static str,
    sections: &'static [Section],
}

/// In the order of the page. What only serves the machinery is in none of them.
pub static GROUPS: [Group; 4] = [
    Group { title: "Who we are", sections: &[Section::Contact, Section::Business] },
    Group { title: "Our brand", sections: &[Section::Branding] },
    Group { title: "Our project", sections: &[Section::Project, Section::Technical] },
    Group {
        title: "Our contract",
        sections: &[
            Section::Lifecycle,
            Section::Relationship,
            Section::Contract,
            Section::Commercial,
            Section::Performance,
        ],
    },
];

impl Group {
    /// The group's fields that a client reads. A field that is opened to clients is here at once.
    pub fn fields(&self) -> impl Iterator<Item = Field> {
        let fields = |section: &'static Section| FIELDS.iter().filter(move |spec| spec.section == *section);
        self.sections.iter().flat_map(fields).map(|spec| spec.field).filter(|field| reads_field(Role::Viewer, *field))
    }
}

/// What a client calls a field.
///
/// ```
/// use clientele::domain::{field::Field, portal::label};
/// assert_eq!((label(Field::Tier), label(Field::Phone)), ("Plan", "Phone"));
/// ```
pub fn label(field: Field) -> &'static str {
    match field {
        Field::Email => "Email for signing in",
        Field::Name => "Contact person",
        Field::BusinessSize => "Size",
        Field::TargetAudience => "Whom we want to reach",
        Field::BusinessGoals => "What we want to achieve",
        Field::BrandGuidelines => "Guidelines",
        Field::ColorPalette => "Colors",
        Field::TypographyPreferences => "Fonts",
        Field::LogoAssets => "Logos",
        Field::VisualIdentity => "Look and feel",
        Field::ProjectType => "Kind of project",
        Field::ProjectScope => "What is included",
        Field::TimelineRequirements => "Timing",
        Field::TechnicalRequirements => "Technical needs",
        Field::PreferredIntegrations => "Systems to connect",
        Field::ComplianceRequirements => "Rules to comply with",
        Field::Tier => "Plan",
        Field::AssignedManager => "Your contact",
        Field::ContractStartDate => "Start",
        Field::ContractEndDate => "End",
        _ => field.label(),
    }
}

/// How things stand, in words for a client; `None` for a status that this version does not know.
pub fn status_words(record: &Record) -> Option<&'static str> {
    Some(match record.text(Field::Status).as_str() {
        "lead" => "In talks",
        "active" => "Active",
        "paused" => "On hold",
        "completed" => "Completed",
        "cancelled" => "Ended",
        _ => return None,
    })
}

/// An object with its names as people write them. A name that would become another's stays as it is.
///
/// ```
/// let object = serde_json::json!({ "do_not": { "set_text": 1 } });
/// let spoken = clientele::domain::portal::in_words(object.as_object().unwrap());
/// assert_eq!(serde_json::Value::from(spoken), serde_json::json!({ "Do not": { "Set text": 1 } }));
/// ```
pub fn in_words(object: &Map<String, Json>) -> Map<String, Json> {
    let mut spoken = Map::new();
    for (name, value) in object {
        let value = match value {
            Json::Object(inner) => Json::Object(in_words(inner)),
            other => other.clone(),
        };
        let said = words(name);
        let taken = spoken.contains_key(&said) || (said != *name && object.contains_key(&said));
        spoken.insert(if taken { name.clone() } else { said }, value);
    }
    spoken
}

/// A day that is still to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextDate {
    pub day: Date,
    /// What happens then.
    pub what: &'static str,
    /// Days from today; 0 is today.
    pub days: i64,
}

/// What is ahead, the nearest first.
pub fn next_dates(record: &Record, today: Date) -> Vec<NextDate> {
    let dates = [
        (Field::ContractStartDate, "The contract begins"),
        (Field::RenewalDate, "The contract is up for renewal"),
        (Field::ContractEndDate, "The contract ends"),
    ];
    let ahead = dates
        .into_iter()
        .filter_map(|(field, what)| match record.value(field) {
            Some(Value::Date(day)) => Some(NextDate { day: *day, what, days: today.days_until(*day) }),
            _ => None,
        })
        .filter(|date| date.days >= 0);
    in_order(ahead, |date| date.day)
}

/// How far away a day is, as people say it.
///
/// ```
/// use clientele::domain::portal::days_words;
/// assert_eq!((days_words(0), days_words(1), days_words(40)), ("today".into(), "tomorrow".into(), "in 40 days".into()));
/// ```
pub fn days_words(days: i64) -> String {
    match days {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        _ => format!("in {days} days"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::choice::STATUS;
    use serde_json::json;

    fn record(columns: &serde_json::Value) -> Record {
        Record::from_row(columns.as_object().expect("an object"))
    }

    #[test]
    fn every_field_that_a_client_reads_is_in_one_group_or_serves_the_machinery() {
        for spec in FIELDS.iter().filter(|spec| reads_field(Role::Viewer, spec.field)) {
            let groups = GROUPS.iter().filter(|group| group.fields().any(|field| field == spec.field)).count();
            let machinery = matches!(spec.section, Section::System | Section::Access);
            assert_eq!(groups, usize::from(!machinery), "{}", spec.key);
        }
    }

    #[test]
    fn no_group_has_a_field_that_a_client_does_not_read() {
        assert!(GROUPS.iter().flat_map(Group::fields).all(|field| reads_field(Role::Viewer, field)));
    }

    #[test]
    fn every_status_has_words_for_a_client() {
        for status in &STATUS {
            assert!(status_words(&record(&json!({ "status": status.wire }))).is_some(), "{}", status.wire);
        }
        assert_eq!(status_words(&record(&json!({ "status": "hibernating" }))), None);
    }

    #[test]
    fn names_in_words_lose_nothing() {
        for object in [json!({ "a_b": 1, "A b": 2 }), json!({ "A b": 2, "a_b": 1 }), json!({ "": 1, "_": { "x": 2 } })]
        {
            let spoken = in_words(object.as_object().expect("an object"));
            assert_eq!(spoken.len(), object.as_object().map_or(0, Map::len), "{object}");
        }
    }

    #[test]
    fn the_next_dates_are_those_ahead_in_their_order() {
        let client = record(&json!({
            "contract_start_date": "2026-01-12", "contract_end_date": "2027-01-11", "renewal_date": "2026-12-01",
        }));
        let today = Date::from_text("2026-12-01").expect("a day");
        let said: Vec<_> = next_dates(&client, today).into_iter().map(|date| (date.what, date.days)).collect();
        assert_eq!(said, [("The contract is up for renewal", 0), ("The contract ends", 41)]);
        assert_eq!(next_dates(&record(&json!({})), today), []);
    }
}
