//! Pages of a history put together.

use super::history::{Change, History};

/// What is known, and the page behind it.
pub fn older(known: &History, page: History) -> History {
    let changes: Vec<Change> = known.changes.iter().cloned().chain(page.changes).collect();
    History { changes, below: page.below }
}

/// The newest page joined with what is known behind it; without it where there may be a gap.
pub fn newer(known: &History, page: History) -> History {
    let Some(first) = known.changes.first().map(|change| change.version) else { return page };
    let joins = page.below.is_none_or(|below| below <= first);
    if !joins {
        return page;
    }
    let new = page.changes.into_iter().filter(|change| change.version > first);
    History { changes: new.chain(known.changes.iter().cloned()).collect(), below: known.below }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Instant;
    use crate::domain::history::What;

    fn page(versions: &[i64], below: Option<i64>) -> History {
        let change = |version: &i64| Change {
            version: *version,
            at: Instant::LATEST,
            actor: None,
            person: None,
            what: What::Created,
        };
        History { changes: versions.iter().map(change).collect(), below }
    }

    fn versions(history: &History) -> Vec<i64> {
        history.changes.iter().map(|change| change.version).collect()
    }

    #[test]
    fn a_write_keeps_the_older_pages_and_a_gap_drops_them() {
        let known = older(&page(&[9, 8], Some(8)), page(&[7, 6], Some(6)));
        let joined = newer(&known, page(&[10, 9], Some(9)));
        assert_eq!((versions(&joined), joined.below), (vec![10, 9, 8, 7, 6], Some(6)));
        let apart = newer(&known, page(&[13, 12], Some(12)));
        assert_eq!((versions(&apart), apart.below), (vec![13, 12], Some(12)));
    }
}
