//! Who may do what. The database enforces the same verdicts through windows, grants and policies; the tests ask it.

use super::field::Field;
use super::record::Record;
use super::role::Role;
use super::value::Value;

/// How a person stands to a client's record. A row can be several at once; the strongest counts for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The record is linked to this person's own sign-in.
    Own,
    /// They are its manager.
    Assigned,
    /// They made it.
    Created,
    /// None of these.
    Other,
}

impl Relation {
    /// All of them, for tables and tests.
    pub const ALL: [Self; 4] = [Self::Own, Self::Assigned, Self::Created, Self::Other];
}

/// How the person with this identity stands to a record they see; only what the record shows can be known.
pub fn relation(record: &Record, user_id: &str) -> Relation {
    let is_me = |field| matches!(record.value(field), Some(Value::Id(id)) if id.to_string() == user_id);
    match (is_me(Field::AssignedManager), is_me(Field::CreatedBy)) {
        (true, _) => Relation::Assigned,
        (false, true) => Relation::Created,
        (false, false) => Relation::Other,
    }
}

/// Whether a role sees such a record at all.
pub fn sees(role: Role, relation: Relation) -> bool {
    match role {
        Role::Owner | Role::Admin => true,
        Role::Member | Role::Staff => matches!(relation, Relation::Assigned | Relation::Created),
        Role::Viewer => relation == Relation::Own,
    }
}

/// Whether a role may change such a record.
pub fn edits(role: Role, relation: Relation) -> bool {
    match role {
        Role::Owner | Role::Admin => true,
        Role::Member => relation == Relation::Assigned,
        Role::Staff | Role::Viewer => false,
    }
}

/// Whether a role may make new records.
pub fn creates(role: Role) -> bool {
    role >= Role::Member
}

/// Whether a role may delete such a record for good. Nobody removes themselves.
pub fn deletes(role: Role, relation: Relation) -> bool {
    role >= Role::Admin && relation != Relation::Own
}

/// Whether a role reads a field of the records it sees.
pub fn reads_field(role: Role, field: Field) -> bool {
    role >= field.spec().reads
}

/// Whether a role changes a field of the records it edits.
pub fn writes_field(role: Role, field: Field) -> bool {
    field.spec().writes.is_some_and(|lowest| role >= lowest)
}

/// Whether a role fills a field in on a record: to change it, or as its client to propose another value.
pub fn fills_in(role: Role, field: Field) -> bool {
    writes_field(role, field) || (role == Role::Viewer && field.spec().proposes)
}

/// Whether a role changes a field of such a record. Nobody changes their own role.
pub fn edits_field(role: Role, relation: Relation, field: Field) -> bool {
    let own_role = relation == Relation::Own && field == Field::Role;
    edits(role, relation) && writes_field(role, field) && !own_role
}

/// Whether a role gives a field when it makes a record.
pub fn creates_field(role: Role, field: Field) -> bool {
    field.spec().creates.is_some_and(|lowest| role >= lowest)
}

/// Whether a person of role `actor` may give `granted` to somebody else: only ranks below one's own, but an owner any.
///
/// ```
/// use clientele::domain::{permission::grants, role::Role};
/// assert!(grants(Role::Owner, Role::Owner) && grants(Role::Admin, Role::Member));
/// assert!(!grants(Role::Admin, Role::Admin) && !grants(Role::Member, Role::Viewer));
/// ```
pub fn grants(actor: Role, granted: Role) -> bool {
    actor == Role::Owner || (actor == Role::Admin && granted < actor)
}

/// Whether a person of role `actor` may turn somebody's role `from` into `to`: what one may not give, one may not take.
///
/// ```
/// use clientele::domain::{permission::regrades, role::Role};
/// assert!(regrades(Role::Admin, Role::Viewer, Role::Member));
/// assert!(!regrades(Role::Admin, Role::Owner, Role::Viewer));
/// ```
pub fn regrades(actor: Role, from: Role, to: Role) -> bool {
    grants(actor, from) && grants(actor, to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn viewer_cannot_edit_tier() {
        assert!(reads_field(Role::Viewer, Field::Tier));
        assert!(!edits(Role::Viewer, Relation::Own));
        assert!(!writes_field(Role::Member, Field::Tier) && writes_field(Role::Admin, Field::Tier));
    }

    #[test]
    fn a_member_names_the_address_once() {
        assert!(creates_field(Role::Member, Field::Email) && !writes_field(Role::Member, Field::Email));
    }

    #[test]
    fn a_member_reads_but_does_not_edit_what_they_only_created() {
        assert!(sees(Role::Member, Relation::Created) && !edits(Role::Member, Relation::Created));
    }

    #[test]
    fn a_client_proposes_and_never_writes() {
        assert!(fills_in(Role::Viewer, Field::Phone) && !writes_field(Role::Viewer, Field::Phone));
        assert!(!fills_in(Role::Viewer, Field::Email) && !fills_in(Role::Staff, Field::Phone));
    }

    #[test]
    fn a_higher_role_never_sees_or_writes_less() {
        for pair in Role::ALL.windows(2) {
            let [low, high] = pair else { continue };
            for field in Field::ALL.iter().copied() {
                assert!(!reads_field(*low, field) || reads_field(*high, field));
                assert!(!writes_field(*low, field) || writes_field(*high, field));
            }
        }
    }
}
