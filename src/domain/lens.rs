//! With whose eyes a page is seen. An admin can look at the pages as another role; looking never writes.

use super::field::{FIELDS, Field};
use super::permission::reads_field;
use super::role::Role;

/// A person's own role, or a role they look as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lens {
    actor: Role,
    shown: Role,
    writes: bool,
}

/// The right to send changes. Only a [`Lens`] that is not a preview gives one, and every request that writes asks for
/// one: a preview cannot write because nothing it has can make such a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Writer(Role);

impl Lens {
    /// A person's own eyes.
    pub const fn own(role: Role) -> Self {
        Self { actor: role, shown: role, writes: true }
    }

    /// A person's own eyes where nothing may be changed.
    pub const fn reading(role: Role) -> Self {
        Self { actor: role, shown: role, writes: false }
    }

    /// `actor` looking as `shown`: for admins and owners, as any role up to their own.
    ///
    /// ```
    /// use clientele::domain::{lens::Lens, role::Role};
    /// let lens = Lens::preview(Role::Admin, Role::Staff).unwrap();
    /// assert_eq!((lens.shown(), lens.window(), lens.writer()), (Role::Staff, "clients", None));
    /// assert_eq!(Lens::preview(Role::Member, Role::Staff), None);
    /// ```
    pub fn preview(actor: Role, shown: Role) -> Option<Self> {
        (actor >= Role::Admin && shown <= actor).then_some(Self { actor, shown, writes: actor == shown })
    }

    /// The role whose columns and abilities the page shows.
    pub const fn shown(self) -> Role {
        self.shown
    }

    /// Whether somebody only looks: as another role, or where nothing may be changed.
    pub const fn is_preview(self) -> bool {
        !self.writes
    }

    /// The relation that answers: always the person's own.
    pub const fn window(self) -> &'static str {
        self.actor.window()
    }

    /// The right to write; none for who only looks.
    pub fn writer(self) -> Option<Writer> {
        (!self.is_preview()).then_some(Writer(self.actor))
    }

    /// Whether requests may name this field.
    pub fn reads(self, field: Field) -> bool {
        reads_field(self.shown, field)
    }

    /// The fields that requests may name: what the shown role reads, which is never more than the person's own.
    pub fn readable(self) -> impl Iterator<Item = Field> {
        FIELDS.iter().map(|spec| spec.field).filter(move |field| self.reads(*field))
    }
}

impl Writer {
    /// The role that writes.
    pub const fn role(self) -> Role {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preview_reads_no_more_than_either_role() {
        for actor in [Role::Admin, Role::Owner] {
            for shown in Role::ALL {
                let Some(lens) = Lens::preview(actor, shown) else { continue };
                assert!(lens.readable().all(|field| reads_field(actor, field) && reads_field(shown, field)));
            }
        }
    }

    #[test]
    fn only_ones_own_eyes_write() {
        assert_eq!(Lens::own(Role::Member).writer().map(Writer::role), Some(Role::Member));
        assert_eq!(Lens::reading(Role::Owner).writer(), None);
        assert_eq!(Lens::preview(Role::Owner, Role::Admin).and_then(Lens::writer), None);
        assert_eq!(Lens::preview(Role::Admin, Role::Owner), None);
    }
}
