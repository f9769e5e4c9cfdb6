//! What happened to a client: one [`Change`] per write, with what was there before and after it, and the way back.

use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::calendar::Instant;
use super::field::{FIELDS, Field};
use super::permission::{reads_field, regrades, writes_field};
use super::record::Cell;
use super::role::Role;
use super::value::Value;

/// The most rows that one answer holds, as `app.client_history` keeps to it. It never gives half a write.
const ROWS_MAX: usize = 1000;

/// One write.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The record's version after it. Versions can be missing between two changes: the reader may not see every write.
    pub version: i64,
    /// When it happened.
    pub at: Instant,
    /// What to call whoever did it; `None` when the agency has nobody of that name any more.
    pub actor: Option<String>,
    /// Who did it; `None` when it was nobody: an import, an integration, the operator.
    pub person: Option<Uuid>,
    /// What was done.
    pub what: What,
}

/// What a write did.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// The client was made.
    Created,
    /// These fields were changed, in the order of the registry.
    Edited(Vec<Edit>),
    /// The client was deleted for good.
    Deleted,
}

/// A field that a write changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    pub field: Field,
    pub before: Cell,
    pub after: Cell,
}

/// Some changes, newest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    pub changes: Vec<Change>,
    /// There may be earlier changes: those below this version.
    pub below: Option<i64>,
}

impl History {
    /// Reads the rows of an answer that was asked for `limit` writes. Fields that `role` does not read are left out, and
    /// writes that touched no others (an admin looking as staff is given more than they are to see); so is what is no
    /// row of a history.
    pub fn from_rows(rows: &[Json], role: Role, limit: usize) -> Self {
        let mut writes: Vec<Write<'_>> = Vec::new();
        for row in rows {
            match (Write::from_row(row), writes.last_mut()) {
                (Some(write), Some(last)) if last.is(&write) => last.rows.push(row),
                (Some(write), _) => writes.push(write),
                (None, _) => {}
            }
        }
        // One more write could have had a row for every field.
        let full = writes.len() >= limit || rows.len() > ROWS_MAX.saturating_sub(FIELDS.len());
        Self {
            below: writes.last().filter(|_| full).map(|last| last.version),
            changes: writes.iter().filter_map(|write| write.change(role)).collect(),
        }
    }
}

impl Change {
    /// The columns that put the record back to what it was, as far as the reader sees it. Empty when there is no way
    /// back for this role: a field is not theirs to write, or holds what this version cannot read.
    ///
    /// The caller guards it with [`Change::version`]: later writes must not be undone with this one.
    pub fn inverse(&self, role: Role) -> Map<String, Json> {
        let mut columns = Map::new();
        let What::Edited(edits) = &self.what else { return columns };
        for edit in edits {
            let Some((key, value)) = edit.inverse(role) else { return Map::new() };
            columns.insert(key, value);
        }
        columns
    }
}

impl Edit {
    fn inverse(&self, role: Role) -> Option<(String, Json)> {
        let role_of = |cell: &Cell| match cell {
            Cell::Filled(Value::Choice(choice)) => Role::from_wire(choice.wire),
            _ => None,
        };
        let allowed = match self.field {
            Field::Role => regrades(role, role_of(&self.after)?, role_of(&self.before)?),
            field => writes_field(role, field),
        };
        let value = match &self.before {
            Cell::Filled(value) => value.to_json(),
            Cell::Empty if self.field.can_be_empty() => Json::Null,
            Cell::Empty | Cell::Restricted | Cell::Unreadable(_) => return None,
        };
        allowed.then(|| (self.field.key().to_owned(), value))
    }
}

/// The rows of one write.
struct Write<'a> {
    version: i64,
    at: Instant,
    action: &'a str,
    rows: Vec<&'a Json>,
}

impl<'a> Write<'a> {
    fn from_row(row: &'a Json) -> Option<Self> {
        let text = |key: &str| row.get(key).and_then(Json::as_str);
        Some(Self {
            version: row.get("version")?.as_i64()?,
            at: Instant::from_text(text("happened_at")?)?,
            action: text("action")?,
            rows: vec![row],
        })
    }

    /// Whether both are the same write. The version alone does not say it: a deleted client's has none.
    fn is(&self, other: &Self) -> bool {
        (self.version, self.at, self.action) == (other.version, other.at, other.action)
    }

    fn change(&self, role: Role) -> Option<Change> {
        let text = |key: &str| self.rows.first()?.get(key)?.as_str();
        let what = match self.action {
            "insert" => What::Created,
            "delete" => What::Deleted,
            _ => {
                let read = |field: &Field| reads_field(role, *field);
                let edits: Vec<_> =
                    Field::ALL.iter().copied().filter(read).filter_map(|field| self.edit(field)).collect();
                if edits.is_empty() {
                    return None;
                }
                What::Edited(edits)
            }
        };
        Some(Change {
            version: self.version,
            at: self.at,
            actor: text("actor_name").map(str::to_owned),
            person: text("actor").and_then(|id| id.parse().ok()),
            what,
        })
    }

    fn edit(&self, field: Field) -> Option<Edit> {
        let row = self.rows.iter().find(|row| row.get("field").and_then(Json::as_str) == Some(field.key()))?;
        let cell = |side: &str| Cell::from_json(field, row.get(side).unwrap_or(&Json::Null));
        Some(Edit { field, before: cell("before"), after: cell("after") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn row(version: i64, action: &str, field: Option<&str>, before: Json, after: Json) -> Json {
        json!({
            "version": version, "happened_at": format!("2026-11-{:02}T10:00:00+00:00", version.clamp(1, 28)),
            "actor": "00000000-0000-4000-8000-000000000001", "actor_name": "Ann", "action": action,
            "field": field, "before": before, "after": after,
        })
    }

    fn sample() -> Vec<Json> {
        vec![
            row(5, "update", Some("metadata"), Json::Null, json!({ "a": 1 })),
            row(4, "update", Some("tier"), json!("basic"), json!("premium")),
            row(4, "update", Some("annual_revenue"), json!(1.5), Json::Null),
            row(4, "update", Some("field_of_tomorrow"), json!(1), json!(2)),
            row(2, "update", Some("business_goals"), Json::Null, json!(["a", "b"])),
            row(1, "insert", None, Json::Null, Json::Null),
        ]
    }

    fn edits(change: &Change) -> Vec<Field> {
        match &change.what {
            What::Edited(edits) => edits.iter().map(|edit| edit.field).collect(),
            What::Created | What::Deleted => Vec::new(),
        }
    }

    #[test]
    fn rows_of_one_write_are_one_change() {
        let history = History::from_rows(&sample(), Role::Owner, 50);
        let versions: Vec<_> = history.changes.iter().map(|change| change.version).collect();
        assert_eq!((versions, history.below), (vec![5, 4, 2, 1], None));
        let [_, change, _, birth] = history.changes.as_slice() else { panic!("four changes") };
        // In the order of the registry, whatever the order of the answer.
        assert_eq!(edits(change), [Field::AnnualRevenue, Field::Tier]);
        assert_eq!((&birth.what, birth.actor.as_deref()), (&What::Created, Some("Ann")));
    }

    #[test]
    fn a_full_page_has_a_next_one() {
        assert_eq!(History::from_rows(&sample(), Role::Owner, 4).below, Some(1));
        let many: Vec<_> = (0..958).map(|row| self::row(2000 - row, "insert", None, Json::Null, Json::Null)).collect();
        assert_eq!(History::from_rows(&many, Role::Owner, 2000).below, Some(1043));
        assert_eq!(History::from_rows(&many[..957], Role::Owner, 2000).below, None);
    }

    #[test]
    fn whoever_looks_as_staff_sees_what_staff_sees() {
        let history = History::from_rows(&sample(), Role::Staff, 50);
        assert_eq!(
            history.changes.iter().map(edits).collect::<Vec<_>>(),
            [vec![Field::Tier], vec![Field::BusinessGoals], vec![]]
        );
    }

    #[test]
    fn a_write_is_put_back_whole_or_not_at_all() {
        let history = History::from_rows(&sample(), Role::Owner, 50);
        let inverse = |place: usize, role| Json::Object(history.changes[place].inverse(role));
        assert_eq!(inverse(1, Role::Admin), json!({ "tier": "basic", "annual_revenue": "1.50" }));
        assert_eq!(inverse(1, Role::Member), json!({}));
        assert_eq!(inverse(2, Role::Member), json!({ "business_goals": null }));
        assert_eq!(inverse(3, Role::Owner), json!({}));
    }

    #[test]
    fn a_role_is_put_back_only_by_whoever_may_give_and_take_it() {
        let rows = [row(2, "update", Some("role"), json!("admin"), json!("viewer"))];
        let change = &History::from_rows(&rows, Role::Owner, 50).changes[0];
        assert_eq!(Json::Object(change.inverse(Role::Owner)), json!({ "role": "admin" }));
        assert!(change.inverse(Role::Admin).is_empty());
    }

    fn anything() -> impl Strategy<Value = Json> {
        let leaf = prop_oneof![
            Just(Json::Null),
            any::<bool>().prop_map(Json::from),
            (-5_i64..2000).prop_map(Json::from),
            "\\PC{0,8}".prop_map(Json::from),
            prop::sample::select(FIELDS.iter().map(|spec| spec.key).collect::<Vec<_>>()).prop_map(Json::from),
            prop::sample::select(vec!["insert", "update", "delete", "2026-01-01T00:00:00Z", "owner", "viewer"])
                .prop_map(Json::from),
        ];
        leaf.prop_recursive(2, 8, 3, |inner| prop::collection::vec(inner, 0..3).prop_map(Json::from))
    }

    fn any_row() -> impl Strategy<Value = Json> {
        let keys = ["version", "happened_at", "actor", "actor_name", "action", "field", "before", "after"];
        let odd = prop::array::uniform8(anything())
            .prop_map(move |values| keys.into_iter().map(str::to_owned).zip(values).collect::<Map<_, _>>().into());
        let likely = (
            1_i64..6,
            prop::sample::select(vec!["insert", "update", "delete"]),
            prop::sample::select(FIELDS),
            anything(),
            anything(),
        )
            .prop_map(|(version, action, spec, before, after)| row(version, action, Some(spec.key), before, after));
        prop_oneof![1 => odd, 1 => anything(), 4 => likely]
    }

    proptest! {
        #[test]
        fn no_answer_panics_and_nobody_is_shown_or_given_what_is_not_theirs(
            rows in prop::collection::vec(any_row(), 0..30), role in prop::sample::select(Role::ALL.to_vec()), limit in 0_usize..40,
        ) {
            let history = History::from_rows(&rows, role, limit);
            prop_assert!(history.changes.len() <= rows.len());
            for change in &history.changes {
                let fields = edits(change);
                prop_assert!(fields.iter().all(|field| reads_field(role, *field)) && fields.is_sorted());
                for (key, value) in change.inverse(role) {
                    let field = Field::from_key(&key).expect("a field");
                    prop_assert!(writes_field(role, field) && fields.contains(&field));
                    prop_assert!(field.can_be_empty() || !value.is_null());
                }
            }
        }

        #[test]
        fn the_way_back_of_the_way_back_is_the_way(text in "[a-z]{1,9}", other in "[a-z]{1,9}") {
            let forth = row(2, "update", Some("name"), json!(text), json!(other));
            let back = row(3, "update", Some("name"), json!(other), json!(text));
            let [forth, back] = [forth, back].map(|row| History::from_rows(&[row], Role::Member, 9).changes[0].inverse(Role::Member));
            prop_assert_eq!(Json::Object(forth), json!({ "name": text }));
            prop_assert_eq!(Json::Object(back), json!({ "name": other }));
        }
    }
}
