//! The five roles of the agency, lowest first, so that `>=` reads as "at least".

use std::fmt;

use super::choice::Choice;

/// What a signed-in person is to the agency. Read from the database, never from the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// A client's own person: sees their record in the portal.
    Viewer,
    /// Reads the clients they are assigned to or created.
    Staff,
    /// Edits the clients they manage and creates new ones.
    Member,
    /// Manages every client.
    Admin,
    /// An admin who may also grant and take the highest roles.
    Owner,
}

impl Role {
    /// Lowest first.
    pub const ALL: [Self; 5] = [Self::Viewer, Self::Staff, Self::Member, Self::Admin, Self::Owner];

    /// The word in the database and on the wire.
    pub const fn wire(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Staff => "staff",
            Self::Member => "member",
            Self::Admin => "admin",
            Self::Owner => "owner",
        }
    }

    /// The role of a word on the wire; `None` for a word this version does not know.
    ///
    /// ```
    /// use clientele::domain::role::Role;
    /// assert_eq!(Role::from_wire("member"), Some(Role::Member));
    /// assert_eq!(Role::from_wire("super_admin"), None);
    /// ```
    pub fn from_wire(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.wire() == word)
    }

    /// The relation in the exposed schema through which this role sees clients.
    pub const fn window(self) -> &'static str {
        match self {
            Self::Viewer => "portal_client",
            Self::Staff => "staff_clients",
            Self::Member => "member_clients",
            Self::Admin | Self::Owner => "clients",
        }
    }

    /// Works for the agency, so the administration is theirs; a viewer's home is the portal.
    pub fn is_agency(self) -> bool {
        self >= Self::Staff
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Viewer => "Viewer",
            Self::Staff => "Staff",
            Self::Member => "Member",
            Self::Admin => "Admin",
            Self::Owner => "Owner",
        })
    }
}

/// The roles as a vocabulary for the registry, highest first as people expect them in a list.
pub static ROLES: [Choice; 5] = [
    Choice::new("owner", "Owner"),
    Choice::new("admin", "Admin"),
    Choice::new("member", "Member"),
    Choice::new("staff", "Staff"),
    Choice::new("viewer", "Viewer"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_is_a_choice_and_reads_back() {
        for choice in &ROLES {
            let role = Role::from_wire(choice.wire).expect("known");
            assert_eq!(role.to_string(), choice.label);
        }
        assert_eq!(ROLES.len(), Role::ALL.len());
    }

    #[test]
    fn an_owner_outranks_an_admin() {
        assert!(Role::Owner > Role::Admin && Role::Staff > Role::Viewer);
    }
}
