//! What should be done about a client next: what the record says, seen from today.

use std::fmt;

use super::calendar::{Date, Instant};
use super::field::Field;
use super::lens::Lens;
use super::permission::{Relation, edits_field};
use super::record::{Cell, Record};
use super::value::Value;

/// A renewal is due from so many days before its day, as in the view "Renewals in 30 days".
const RENEWAL_DAYS: i64 = 30;

/// A client is left alone after so many days, as in the view "No contact for 90 days".
const QUIET_DAYS: i64 = 90;

/// A score up to here is an unhappy client.
const UNHAPPY: i64 = 4;

/// Who looks, and when.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// With whose eyes.
    pub lens: Lens,
    /// How they stand to the record.
    pub relation: Relation,
    /// The day at their place.
    pub today: Date,
    /// The moment at which a day begins at their place.
    pub midnight: fn(Date) -> Instant,
}

/// Why something should be done. Numbers are days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    RenewalOverdue(i64),
    ContractEnded(i64),
    RenewalDue(i64),
    /// The score.
    Unhappy(i64),
    Quiet,
    NeverContacted,
    NoManager,
}

/// The one thing to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Change this field in the form.
    Edit(Field),
    /// Change the status to this word.
    SetStatus(&'static str),
    LogContact,
    Assign,
    /// Write an e-mail.
    Write,
    /// Only an admin can do it.
    AskAdmin,
}

/// Something to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextAction {
    pub reason: Reason,
    pub step: Step,
}

/// What should be done, the most urgent first. Nothing for the agency's own people and for clients who have left.
pub fn next_actions(record: &Record, look: Look) -> Vec<NextAction> {
    let status = record.text(Field::Status);
    if !["lead", "active", "paused"].contains(&status.as_str()) {
        return Vec::new();
    }
    let may = |field| look.lens.writer().is_some() && edits_field(look.lens.shown(), look.relation, field);
    let days_to = |field| match record.value(field) {
        Some(Value::Date(day)) => Some(look.today.days_until(*day)),
        _ => None,
    };
    let renewal = || if may(Field::RenewalDate) { Step::Edit(Field::RenewalDate) } else { Step::Write };
    let contract = || match (may(Field::ContractEndDate), may(Field::Status)) {
        (true, _) => Step::Edit(Field::ContractEndDate),
        (false, true) => Step::SetStatus("completed"),
        _ => Step::AskAdmin,
    };
    let contact = || if may(Field::LastContactDate) { Step::LogContact } else { Step::Write };
    let manager = || if may(Field::AssignedManager) { Step::Assign } else { Step::AskAdmin };
    let quiet_since = (look.midnight)(look.today.plus_days(-QUIET_DAYS));

    let mut actions = Vec::new();
    let mut add = |reason, step| actions.push(NextAction { reason, step });
    let renewal_in = days_to(Field::RenewalDate);
    if let Some(days) = renewal_in.filter(|days| *days < 0) {
        add(Reason::RenewalOverdue(-days), renewal());
    }
    if let Some(days) = days_to(Field::ContractEndDate).filter(|days| *days < 0 && status != "lead") {
        add(Reason::ContractEnded(-days), contract());
    }
    if let Some(days) = renewal_in.filter(|days| (0..=RENEWAL_DAYS).contains(days)) {
        add(Reason::RenewalDue(days), renewal());
    }
    if let Some(Value::Integer(score)) =
        record.value(Field::SatisfactionScore).filter(|_| look.lens.reads(Field::SatisfactionScore))
        && *score <= UNHAPPY
    {
        add(Reason::Unhappy(*score), Step::Write);
    }
    match record.cell(Field::LastContactDate) {
        _ if !look.lens.reads(Field::LastContactDate) => {}
        Cell::Empty => add(Reason::NeverContacted, contact()),
        Cell::Filled(Value::Instant(moment)) if *moment < quiet_since => add(Reason::Quiet, contact()),
        _ => {}
    }
    if *record.cell(Field::AssignedManager) == Cell::Empty {
        add(Reason::NoManager, manager());
    }
    actions
}

impl Reason {
    /// Whether it should have been done already.
    pub const fn is_late(self) -> bool {
        matches!(self, Self::RenewalOverdue(_) | Self::ContractEnded(_))
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = |days: &i64| if *days == 1 { "1 day".to_owned() } else { format!("{days} days") };
        match self {
            Self::RenewalOverdue(late) => write!(f, "The renewal was due {} ago.", days(late)),
            Self::ContractEnded(late) => write!(f, "The contract ended {} ago.", days(late)),
            Self::RenewalDue(0) => f.write_str("The renewal is due today."),
            Self::RenewalDue(left) => write!(f, "The renewal is due in {}.", days(left)),
            Self::Unhappy(score) => write!(f, "Satisfaction is {score} of 10."),
            Self::Quiet => write!(f, "Nobody has been in contact for {QUIET_DAYS} days."),
            Self::NeverContacted => f.write_str("No contact is on record."),
            Self::NoManager => f.write_str("Nobody manages this client."),
        }
    }
}

impl Step {
    /// What the button says.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Edit(Field::RenewalDate) => "Set the next renewal",
            Self::Edit(_) => "Update the contract",
            Self::SetStatus(_) => "Mark as completed",
            Self::LogContact => "Log a contact",
            Self::Assign => "Assign a manager",
            Self::Write => "Write an email",
            Self::AskAdmin => "Ask an admin",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::permission::reads_field;
    use crate::domain::role::Role;
    use serde_json::{Value as Json, json};

    fn day(text: &str) -> Date {
        Date::from_text(text).expect("a day")
    }

    fn midnight(day: Date) -> Instant {
        Instant::from_text(&format!("{day}T00:00:00Z")).expect("a moment")
    }

    fn look(lens: Lens, relation: Relation) -> Look {
        Look { lens, relation, today: day("2026-06-30"), midnight }
    }

    /// A client about whom nothing has to be done, but for these columns; as this role is answered.
    fn record(role: Role, columns: Json) -> Record {
        let mut row = json!({
            "email": "a@b.co", "status": "active", "assigned_manager": "00000000-0000-4000-8000-000000000001",
            "last_contact_date": "2026-06-29T10:00:00Z", "renewal_date": "2027-01-01", "contract_end_date": null,
            "satisfaction_score": 9,
        });
        for (key, value) in columns.as_object().expect("an object") {
            row[key] = value.clone();
        }
        let mut row = row.as_object().expect("an object").clone();
        row.retain(|key, _| Field::from_key(key).is_some_and(|field| reads_field(role, field)));
        Record::from_row(&row)
    }

    fn actions(columns: Json) -> Vec<(Reason, Step)> {
        let found = next_actions(&record(Role::Admin, columns), look(Lens::own(Role::Admin), Relation::Other));
        found.into_iter().map(|action| (action.reason, action.step)).collect()
    }

    #[test]
    fn a_renewal_is_due_for_thirty_days_and_then_overdue() {
        let step = Step::Edit(Field::RenewalDate);
        for (date, reason) in [
            ("2026-07-31", None),
            ("2026-07-30", Some(Reason::RenewalDue(30))),
            ("2026-06-30", Some(Reason::RenewalDue(0))),
            ("2026-06-29", Some(Reason::RenewalOverdue(1))),
        ] {
            let expected: Vec<_> = reason.into_iter().map(|reason| (reason, step)).collect();
            assert_eq!(actions(json!({ "renewal_date": date })), expected, "{date}");
        }
    }

    #[test]
    fn ninety_days_without_contact_are_counted_from_midnight() {
        let quiet = |moment: &str| actions(json!({ "last_contact_date": moment }));
        assert_eq!(quiet("2026-04-01T00:00:00Z"), []);
        assert_eq!(quiet("2026-03-31T23:59:59Z"), [(Reason::Quiet, Step::LogContact)]);
        assert_eq!(actions(json!({ "last_contact_date": null })), [(Reason::NeverContacted, Step::LogContact)]);
    }

    #[test]
    fn the_most_urgent_stands_first() {
        let all = json!({
            "renewal_date": "2026-06-01", "contract_end_date": "2026-06-29", "satisfaction_score": 4,
            "last_contact_date": null, "assigned_manager": null,
        });
        let reasons: Vec<_> = actions(all).into_iter().map(|(reason, _)| reason.to_string()).collect();
        assert_eq!(
            reasons,
            [
                "The renewal was due 29 days ago.",
                "The contract ended 1 day ago.",
                "Satisfaction is 4 of 10.",
                "No contact is on record.",
                "Nobody manages this client.",
            ]
        );
    }

    #[test]
    fn nothing_is_to_be_done_for_those_who_left_and_for_colleagues() {
        for status in [json!("cancelled"), json!("completed"), Json::Null] {
            assert_eq!(actions(json!({ "status": status, "last_contact_date": null, "assigned_manager": null })), []);
        }
    }

    #[test]
    fn everybody_gets_a_step_that_they_may_take() {
        let due = json!({ "renewal_date": "2026-07-01", "contract_end_date": "2026-06-01", "last_contact_date": null, "assigned_manager": null });
        let steps = |lens: Lens, relation| {
            let found = next_actions(&record(lens.shown(), due.clone()), look(lens, relation));
            found.into_iter().map(|action| action.step).collect::<Vec<_>>()
        };
        let member = Lens::own(Role::Member);
        assert_eq!(
            steps(member, Relation::Assigned),
            [Step::SetStatus("completed"), Step::Write, Step::LogContact, Step::AskAdmin]
        );
        let reading = [Step::AskAdmin, Step::Write, Step::Write, Step::AskAdmin];
        assert_eq!(steps(member, Relation::Created), reading);
        assert_eq!(steps(Lens::own(Role::Staff), Relation::Assigned), reading);
        let preview = Lens::preview(Role::Owner, Role::Admin).expect("allowed");
        assert_eq!(steps(preview, Relation::Other), reading);
    }

    #[test]
    fn a_preview_names_nothing_that_the_role_may_not_read() {
        let lens = Lens::preview(Role::Admin, Role::Viewer).expect("allowed");
        let whole = record(Role::Admin, json!({ "last_contact_date": null, "satisfaction_score": 1 }));
        assert_eq!(next_actions(&whole, look(lens, Relation::Other)), []);
    }
}
