//! The signed-in person as the database knows them.

use serde_json::Value as Json;

use crate::domain::role::Role;
use crate::domain::unification::Phase;

/// The answer of the `me` call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// `auth.users.id`.
    pub user_id: String,
    pub email: String,
    /// The person's name; empty when the record has none.
    pub name: String,
    /// `None`: signed in, but no record says what they may do.
    pub role: Option<Role>,
    /// Whether the account is switched off: then it has no rights.
    pub disabled: bool,
    /// How far the project's legacy tables are: while they wait, so does every page with clients.
    pub unification: Phase,
}

impl Person {
    /// Reads the answer; `None` when it is not one.
    pub fn from_json(json: &Json) -> Option<Self> {
        let text = |key: &str| json.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
        let person = Self {
            user_id: text("user_id"),
            email: text("email"),
            name: text("name"),
            role: Role::from_wire(&text("role")),
            unification: Phase::from_wire(&text("unification")),
            disabled: json.get("disabled") == Some(&Json::Bool(true)),
        };
        if person.user_id.is_empty() { None } else { Some(person) }
    }

    /// Whether the console of the unification is theirs to see, as this role, and there is anything in it.
    pub fn unifies(&self, shown: Role) -> bool {
        shown >= Role::Admin && self.unification != Phase::None
    }

    /// What to call this person.
    pub fn title(&self) -> &str {
        if self.name.is_empty() { &self.email } else { &self.name }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_stranger_has_no_role() {
        let person = Person::from_json(&json!({ "user_id": "u", "email": "a@b.co", "role": null, "name": null }));
        assert_eq!(person.expect("a person").role, None);
    }

    #[test]
    fn only_an_admin_of_a_project_with_legacy_tables_unifies() {
        for (phase, role, unifies) in [
            ("waiting", Role::Admin, true),
            ("done", Role::Owner, true),
            ("", Role::Owner, false),
            ("waiting", Role::Member, false),
        ] {
            let person = Person::from_json(&json!({ "user_id": "u", "role": role.wire(), "unification": phase }));
            assert_eq!(person.expect("a person").unifies(role), unifies, "{phase} {role}");
        }
    }

    #[test]
    fn an_answer_without_a_person_is_none() {
        assert_eq!(Person::from_json(&json!([])), None);
        assert_eq!(Person::from_json(&json!({ "user_id": null })), None);
    }
}
