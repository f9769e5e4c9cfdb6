//! Which clients are chosen: some by hand, or all that match but some.

use std::collections::BTreeSet;

use uuid::Uuid;

/// A selection over a question's rows, of which most may never have been loaded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Every row that matches is chosen, and `ids` are the exceptions.
    all: bool,
    ids: BTreeSet<Uuid>,
}

impl Selection {
    /// Every row that matches.
    pub const fn everything() -> Self {
        Self { all: true, ids: BTreeSet::new() }
    }

    /// Whether this row is chosen.
    pub fn contains(&self, id: Uuid) -> bool {
        self.all != self.ids.contains(&id)
    }

    /// Chooses these rows, or takes them out.
    pub fn set(&mut self, ids: impl IntoIterator<Item = Uuid>, chosen: bool) {
        for id in ids {
            if chosen == self.all {
                self.ids.remove(&id);
            } else {
                self.ids.insert(id);
            }
        }
    }

    /// Whether no row is chosen, as far as can be told without knowing how many there are.
    pub fn is_empty(&self) -> bool {
        !self.all && self.ids.is_empty()
    }

    /// Whether it means every row that matches, but for [`Selection::listed`] ones.
    pub const fn is_all(&self) -> bool {
        self.all
    }

    /// How many rows are named: chosen ones, or exceptions.
    pub fn listed(&self) -> usize {
        self.ids.len()
    }

    /// The rows that are named.
    pub fn ids(&self) -> impl Iterator<Item = Uuid> {
        self.ids.iter().copied()
    }
}

/// The rows from one to another as they stand in the list, both included.
pub fn between(rows: &[Uuid], one: Uuid, other: Uuid) -> &[Uuid] {
    let place = |id| rows.iter().position(|row| *row == id);
    match (place(one), place(other)) {
        (Some(one), Some(other)) => rows.get(one.min(other)..=one.max(other)).unwrap_or_default(),
        (None, Some(only)) => rows.get(only..=only).unwrap_or_default(),
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn id(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    #[test]
    fn rows_come_and_go() {
        let mut selection = Selection::default();
        selection.set([id(1), id(2)], true);
        selection.set([id(2)], false);
        assert_eq!((selection.contains(id(1)), selection.contains(id(2)), selection.listed()), (true, false, 1));
        selection.set([id(1)], false);
        assert!(selection.is_empty());
    }

    #[test]
    fn all_that_match_has_exceptions() {
        let mut selection = Selection::everything();
        selection.set([id(1)], false);
        assert_eq!((selection.contains(id(1)), selection.contains(id(9)), selection.listed()), (false, true, 1));
        selection.set([id(1)], true);
        assert_eq!(selection, Selection::everything());
    }

    #[test]
    fn a_range_goes_either_way_and_survives_a_row_that_is_gone() {
        let rows = [id(1), id(2), id(3), id(4)];
        assert_eq!(between(&rows, id(3), id(2)), [id(2), id(3)]);
        assert_eq!(between(&rows, id(9), id(2)), [id(2)]);
        assert!(between(&rows, id(1), id(9)).is_empty());
    }
}
