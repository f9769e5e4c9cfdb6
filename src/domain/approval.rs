//! What people decide before the two legacy tables become one, and who signs for it: the questions and the teams of the design
//! document HT-034.1.3. The database keeps the order and the signatures (`…_unification_approval.sql`).

use serde_json::{Map, Value as Json};

/// What an input of a question is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// To be agreed to.
    Flag,
    /// Whole minutes.
    Minutes,
    /// A moment.
    Time,
    /// One of these, as on the wire and as people read it.
    OneOf(&'static [(&'static str, &'static str)]),
}

/// One thing that a question asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Input {
    pub key: &'static str,
    pub label: &'static str,
    pub ask: Ask,
}

const fn input(key: &'static str, label: &'static str, ask: Ask) -> Input {
    Input { key, label, ask }
}

/// One of the four questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    pub key: &'static str,
    pub label: &'static str,
    pub inputs: &'static [Input],
}

/// The four, as the document's section 6.1 asks them, in its order.
pub const QUESTIONS: [Question; 4] = [
    Question {
        key: "strategy",
        label: "Strategy",
        inputs: &[
            input(
                "strategy",
                "Strategy",
                Ask::OneOf(&[
                    ("A", "A: Enhanced extension"),
                    ("B", "B: Complete migration"),
                    ("C", "C: Bridge architecture"),
                ]),
            ),
            input("downtime_minutes", "Acceptable downtime, in minutes", Ask::Minutes),
            input("risk", "Risk tolerance", Ask::OneOf(&[("low", "Low"), ("medium", "Medium"), ("high", "High")])),
            input("resources", "The people and the time it takes are there", Ask::Flag),
        ],
    },
    Question {
        key: "schema",
        label: "Schema",
        inputs: &[
            input("structure", "The structure of the unified table is right", Ask::Flag),
            input("required_fields", "Which fields are required and which are not is right", Ask::Flag),
            input("rules", "The rules that values are judged by are right", Ask::Flag),
            input(
                "priority",
                "Fields",
                Ask::OneOf(&[("full", "All of them"), ("essential", "The essential 15, for speed")]),
            ),
        ],
    },
    Question {
        key: "roles",
        label: "Roles",
        inputs: &[
            input("roles", "Owner, admin, member, staff and viewer are the right roles", Ask::Flag),
            input("inheritance", "Each role can do what those below it can", Ask::Flag),
            input("people", "The roles that present people get, as the dry run lists them, are right", Ask::Flag),
            input("policies", "Who reads and changes which field is right", Ask::Flag),
        ],
    },
    Question {
        key: "timeline",
        label: "Timeline",
        inputs: &[
            input("starts_at", "The window begins", Ask::Time),
            input("ends_at", "The window ends", Ask::Time),
            input("testing", "The tests before it are done", Ask::Flag),
            input("rollback", "The conditions for going back are agreed", Ask::Flag),
            input("success", "What counts as success is agreed", Ask::Flag),
        ],
    },
];

impl Question {
    /// The question of this key.
    pub fn from_key(key: &str) -> Option<&'static Self> {
        QUESTIONS.iter().find(|question| question.key == key)
    }

    /// The inputs that are not given yet.
    pub fn missing(&self, choice: &Map<String, Json>) -> Vec<&'static str> {
        let given = |input: &Input| match (input.ask, choice.get(input.key)) {
            (Ask::Minutes, minutes) => minutes.is_some_and(Json::is_number),
            (_, Some(Json::String(text))) => !text.is_empty(),
            (_, Some(Json::Bool(agreed))) => *agreed,
            _ => false,
        };
        self.inputs.iter().filter(|input| !given(input)).map(|input| input.label).collect()
    }
}

/// Who signs, and for what: on the wire and as people read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Team {
    pub key: &'static str,
    pub label: &'static str,
    pub items: [(&'static str, &'static str); 4],
}

/// The three teams of the document's section 6.3.
pub const TEAMS: [Team; 3] = [
    Team {
        key: "technical",
        label: "Technical",
        items: [
            ("database_administrator", "Database administrator approves"),
            ("security_team", "Security team has validated"),
            ("development_team", "Development team is ready"),
            ("qa_team", "QA team approves the test plan"),
        ],
    },
    Team {
        key: "business",
        label: "Business",
        items: [
            ("product_owner", "Product owner approves"),
            ("stakeholders", "Stakeholders have validated"),
            ("customer_success", "Customer success is ready"),
            ("support_team", "Support team is prepared"),
        ],
    },
    Team {
        key: "operations",
        label: "Operations",
        items: [
            ("infrastructure_team", "Infrastructure team is ready"),
            ("monitoring", "Monitoring is prepared"),
            ("backup_procedure", "Backup procedure is validated"),
            ("incident_response", "Incident response plan is approved"),
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const APPROVAL: &str = include_str!("../../supabase/migrations/20260101002350_unification_approval.sql");

    #[test]
    fn the_questions_are_those_of_the_database() {
        for question in &QUESTIONS {
            for input in question.inputs {
                let kind = match input.ask {
                    Ask::Flag => "flag".to_owned(),
                    Ask::Minutes => "minutes".to_owned(),
                    Ask::Time => "time".to_owned(),
                    Ask::OneOf(words) => words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join("|"),
                };
                let line = format!("('{}', '{}', '{kind}')", question.key, input.key);
                assert!(APPROVAL.contains(&line), "{line}");
            }
        }
        let listed = APPROVAL.split("language sql immutable").nth(1).and_then(|rest| rest.split("$$;").next());
        let inputs: usize = QUESTIONS.iter().map(|question| question.inputs.len()).sum();
        assert_eq!(listed.expect("a list").matches("('").count(), inputs);
    }

    #[test]
    fn the_teams_are_those_of_the_database() {
        for Team { key, items, .. } in TEAMS {
            for (item, _) in items {
                assert!(APPROVAL.contains(&format!("('{key}', '{item}')")), "{key} {item}");
            }
        }
    }

    #[test]
    fn what_is_missing_is_named() {
        let strategy = Question::from_key("strategy").expect("a question");
        let choice = json!({ "strategy": "A", "downtime_minutes": 30, "risk": "", "resources": false });
        let missing = strategy.missing(choice.as_object().expect("an object"));
        assert_eq!(missing, ["Risk tolerance", "The people and the time it takes are there"]);
    }
}
