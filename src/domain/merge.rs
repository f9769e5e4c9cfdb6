//! Two people edited one record: what each of them wrote is put together, and what cannot be is named.

use std::collections::BTreeMap;

use super::field::Field;

/// What a form holds, field by field.
pub type Texts = BTreeMap<Field, String>;

/// The two edits put together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// What the form goes on with: mine where I changed something, theirs everywhere else.
    pub texts: Texts,
    /// Fields that both changed to different texts.
    pub collisions: Vec<Field>,
    /// Fields that only they changed.
    pub taken: Vec<Field>,
}

/// Merges `mine` and `theirs`, which both began as `base`.
///
/// ```
/// use clientele::domain::{field::Field, merge::{Texts, merge}};
/// let text = |name: &str, phone: &str| Texts::from([(Field::Name, name.into()), (Field::Phone, phone.into())]);
/// let merged = merge(&text("Ann", "1"), &text("Anna", "1"), &text("Ann", "2"));
/// assert_eq!(merged.texts, text("Anna", "2"));
/// assert!(merged.collisions.is_empty());
/// ```
pub fn merge(base: &Texts, mine: &Texts, theirs: &Texts) -> Merged {
    let mut merged = Merged { texts: Texts::new(), collisions: Vec::new(), taken: Vec::new() };
    for (field, text) in mine {
        let before = base.get(field);
        let now = theirs.get(field);
        let (changed_here, changed_there) = (before != Some(text), now.is_some() && now != before);
        let keep = match (changed_here, changed_there, now) {
            (false, true, Some(now)) => {
                merged.taken.push(*field);
                now
            }
            (true, true, Some(now)) if now != text => {
                merged.collisions.push(*field);
                text
            }
            _ => text,
        };
        merged.texts.insert(*field, keep.clone());
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts() -> impl Strategy<Value = Texts> {
        let fields = [Field::Name, Field::Phone, Field::Tier, Field::Industry];
        prop::array::uniform4("[abc]?").prop_map(move |values| fields.into_iter().zip(values).collect())
    }

    #[test]
    fn a_collision_keeps_mine_and_names_it() {
        let text = |name: &str| Texts::from([(Field::Name, name.to_owned())]);
        let merged = merge(&text("Ann"), &text("Anna"), &text("Hanna"));
        assert_eq!((merged.texts, merged.collisions), (text("Anna"), vec![Field::Name]));
    }

    proptest! {
        #[test]
        fn no_edit_without_a_collision_is_lost(base in texts(), mine in texts(), theirs in texts()) {
            let merged = merge(&base, &mine, &theirs);
            for (field, text) in &merged.texts {
                if merged.collisions.contains(field) {
                    prop_assert_eq!(text, &mine[field]);
                } else if mine[field] != base[field] {
                    prop_assert_eq!(text, &mine[field]);
                } else {
                    prop_assert_eq!(text, &theirs[field]);
                }
            }
            prop_assert_eq!(merge(&base, &theirs, &mine).collisions, merged.collisions);
        }
    }
}
