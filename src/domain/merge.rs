//! Two people edited one record: what each of them wrote is put together, and what cannot be is named.
//!
//! Different fields never meet. Of one list, what either added or took out counts; of one JSON object, every key is a
//! field of its own, however deep. What both changed to different values is a collision, and somebody has to choose.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::field::{Field, Kind};
use super::value::Value;

/// What a form holds, field by field.
pub type Texts = BTreeMap<Field, String>;

/// The two edits put together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// What the form goes on with: both edits, and mine where they collide.
    pub texts: Texts,
    /// Fields that both changed, and not to the same.
    pub collisions: Vec<Collision>,
    /// Fields that they changed and that do not collide.
    pub taken: Vec<Field>,
}

/// A field that both changed to different values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collision {
    pub field: Field,
    /// Where both began.
    pub base: String,
    /// With my values where the two collide. Of an object or a list, what does not collide is in both.
    pub mine: String,
    /// With their values where the two collide.
    pub theirs: String,
}

/// Merges `mine` and `theirs`, which both began as `base`. Fields that mine does not hold are not looked at.
///
/// ```
/// use clientele::domain::{field::Field, merge::{Texts, merge}};
/// let text = |name: &str, phone: &str| Texts::from([(Field::Name, name.into()), (Field::Phone, phone.into())]);
/// let merged = merge(&text("Ann", "1"), &text("Anna", "1"), &text("Ann", "2"));
/// assert_eq!(merged.texts, text("Anna", "2"));
/// assert!(merged.collisions.is_empty());
/// ```
pub fn merge(base: &Texts, mine: &Texts, theirs: &Texts) -> Merged {
    let mut merged = Merged::default();
    for (field, mine) in mine {
        let base = base.get(field).map_or("", String::as_str);
        let theirs = theirs.get(field).map_or(base, String::as_str);
        let (both, theirs_first) = merge_field(*field, base, mine, theirs);
        if both != theirs_first {
            merged.collisions.push(Collision {
                field: *field,
                base: base.to_owned(),
                mine: both.clone(),
                theirs: theirs_first,
            });
        } else if theirs != base && both != *mine {
            merged.taken.push(*field);
        }
        merged.texts.insert(*field, both);
    }
    merged
}

/// The merged text with my values where the two collide, and with theirs.
fn merge_field(field: Field, base: &str, mine: &str, theirs: &str) -> (String, String) {
    if mine == base || mine == theirs {
        return (theirs.to_owned(), theirs.to_owned());
    }
    if theirs == base {
        return (mine.to_owned(), mine.to_owned());
    }
    let read = |text| Value::from_text(field.kind(), text).ok();
    match (field.kind(), read(base), read(mine), read(theirs)) {
        (Kind::Json(_), Some(base), Some(Some(Value::Json(mine))), Some(Some(Value::Json(theirs)))) => {
            let base = match base {
                Some(Value::Json(base)) => base,
                _ => Map::new(),
            };
            let side = |mine_wins| Value::Json(merge_objects(&base, &mine, &theirs, mine_wins)).to_text();
            (side(true), side(false))
        }
        (Kind::Tags, Some(base), Some(mine), Some(theirs)) => {
            let entries = |value| match value {
                Some(Value::List(entries)) => entries,
                _ => Vec::new(),
            };
            let text = merge_lists(&entries(base), &entries(mine), &entries(theirs)).join("\n");
            (text.clone(), text)
        }
        // The same value, spelled in two ways.
        (_, _, Some(mine), Some(read_theirs)) if mine == read_theirs => (theirs.to_owned(), theirs.to_owned()),
        _ => (mine.to_owned(), theirs.to_owned()),
    }
}

/// My keys in my order, then those that only they have.
fn merge_objects(
    base: &Map<String, Json>,
    mine: &Map<String, Json>,
    theirs: &Map<String, Json>,
    mine_wins: bool,
) -> Map<String, Json> {
    let keys = mine.keys().chain(theirs.keys().filter(|key| !mine.contains_key(*key)));
    let value = |key: &String| {
        let value = merge_values(base.get(key), mine.get(key), theirs.get(key), mine_wins)?;
        Some((key.clone(), value))
    };
    keys.filter_map(value).collect()
}

fn merge_values(base: Option<&Json>, mine: Option<&Json>, theirs: Option<&Json>, mine_wins: bool) -> Option<Json> {
    if mine == base || mine == theirs {
        return theirs.cloned();
    }
    if theirs == base {
        return mine.cloned();
    }
    match (base, mine, theirs) {
        (base, Some(Json::Object(mine)), Some(Json::Object(theirs))) => {
            let none = Map::new();
            let base = base.and_then(Json::as_object).unwrap_or(&none);
            Some(Json::Object(merge_objects(base, mine, theirs, mine_wins)))
        }
        _ if mine_wins => mine.cloned(),
        _ => theirs.cloned(),
    }
}

/// What either took out is gone, what either added is there. The order is mine, unless only they changed it; their
/// additions follow the entry that they stand behind.
fn merge_lists(base: &[String], mine: &[String], theirs: &[String]) -> Vec<String> {
    let common = |list: &[String], other: &[String]| -> Vec<String> {
        list.iter().filter(|entry| base.contains(entry) && other.contains(entry)).cloned().collect()
    };
    let kept = |list: &[String]| -> Vec<String> { base.iter().filter(|entry| list.contains(entry)).cloned().collect() };
    let moved = |list: &[String]| common(list, base) != kept(list);
    let (first, second) = if moved(theirs) && !moved(mine) { (theirs, mine) } else { (mine, theirs) };
    let mut merged: Vec<String> =
        first.iter().filter(|entry| !base.contains(entry) || second.contains(entry)).cloned().collect();
    for (place, entry) in second.iter().enumerate() {
        if base.contains(entry) || merged.contains(entry) {
            continue;
        }
        let before = second.iter().take(place).rev().find_map(|entry| merged.iter().position(|here| here == entry));
        merged.insert(before.map_or(0, |before| before + 1), entry.clone());
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn of(field: Field, text: &str) -> Texts {
        Texts::from([(field, text.to_owned())])
    }

    fn merged(field: Field, [base, mine, theirs]: [&str; 3]) -> Merged {
        merge(&of(field, base), &of(field, mine), &of(field, theirs))
    }

    #[test]
    fn a_collision_keeps_mine_and_names_both() {
        let merged = merged(Field::Name, ["Ann", "Anna", "Hanna"]);
        assert_eq!(merged.texts, of(Field::Name, "Anna"));
        let said = Collision { field: Field::Name, base: "Ann".into(), mine: "Anna".into(), theirs: "Hanna".into() };
        assert_eq!(merged.collisions, [said]);
    }

    #[test]
    fn keys_of_one_object_merge_and_colliding_ones_are_offered_with_the_rest() {
        let texts = [
            json!({ "a": 1, "deep": { "x": 1, "y": 1 }, "gone": 1 }),
            json!({ "a": 2, "deep": { "x": 2, "y": 1 }, "gone": 1, "mine": 1 }),
            json!({ "a": 3, "deep": { "x": 1, "y": 3 }, "theirs": 1 }),
        ]
        .map(|json| json.to_string());
        let merged = merged(Field::Metadata, texts.each_ref().map(String::as_str));
        let [collision] = merged.collisions.as_slice() else { panic!("{merged:?}") };
        let read = |text: &str| serde_json::from_str::<Json>(text).unwrap();
        let both = |a: i64| json!({ "a": a, "deep": { "x": 2, "y": 3 }, "mine": 1, "theirs": 1 });
        assert_eq!((read(&collision.mine), read(&collision.theirs)), (both(2), both(3)));
    }

    #[test]
    fn one_spelling_more_is_no_collision() {
        assert!(merged(Field::AnnualRevenue, ["1", "2.0", "2.00"]).collisions.is_empty());
        assert_eq!(merged(Field::AnnualRevenue, ["1", "2.0", "2.00"]).texts, of(Field::AnnualRevenue, "2.00"));
    }

    #[test]
    fn what_cannot_be_read_is_kept_as_it_was_typed() {
        let merged = merged(Field::Metadata, ["{}", "{ not json", r#"{"a":1}"#]);
        assert_eq!(merged.texts, of(Field::Metadata, "{ not json"));
        assert_eq!(merged.collisions.len(), 1);
    }

    #[test]
    fn what_both_wrote_alike_is_no_news() {
        let merged = merged(Field::Name, ["Ann", "Anna", "Anna"]);
        assert!(merged.collisions.is_empty() && merged.taken.is_empty());
    }

    fn texts() -> impl Strategy<Value = Texts> {
        let fields = [Field::Name, Field::Phone, Field::Tier, Field::Industry];
        prop::array::uniform4("[abc]?").prop_map(move |values| fields.into_iter().zip(values).collect())
    }

    fn object() -> impl Strategy<Value = Map<String, Json>> {
        let leaf = (0..3_i64).prop_map(Json::from);
        let value = leaf.prop_recursive(3, 12, 3, |inner| {
            prop::collection::btree_map("[abc]", inner, 0..3).prop_map(|map| Json::Object(map.into_iter().collect()))
        });
        prop::collection::btree_map("[abcd]", value, 0..4).prop_map(|map| map.into_iter().collect())
    }

    fn list() -> impl Strategy<Value = Vec<String>> {
        prop::collection::vec("[a-f]", 0..6).prop_map(|mut list| {
            let mut seen = Vec::new();
            list.retain(|entry| {
                !seen.contains(entry) && {
                    seen.push(entry.clone());
                    true
                }
            });
            list
        })
    }

    /// Whether a change at a place of the object survives: whatever only one of them changed.
    fn kept(base: Option<&Json>, one: Option<&Json>, other: Option<&Json>, both: Option<&Json>) -> bool {
        match (one, other, both) {
            _ if one == base => true,
            _ if other == base || one == other => both == one,
            (Some(Json::Object(one)), Some(Json::Object(other)), Some(Json::Object(both))) => {
                let base = base.and_then(Json::as_object).cloned().unwrap_or_default();
                one.keys()
                    .chain(base.keys())
                    .all(|key| kept(base.get(key), one.get(key), other.get(key), both.get(key)))
            }
            _ => both == one || both == other,
        }
    }

    proptest! {
        #[test]
        fn no_edit_without_a_collision_is_lost(base in texts(), mine in texts(), theirs in texts()) {
            let merged = merge(&base, &mine, &theirs);
            let collided: Vec<Field> = merged.collisions.iter().map(|collision| collision.field).collect();
            for (field, text) in &merged.texts {
                if collided.contains(field) || mine[field] != base[field] {
                    prop_assert_eq!(text, &mine[field]);
                } else {
                    prop_assert_eq!(text, &theirs[field]);
                }
            }
            let turned = merge(&base, &theirs, &mine);
            prop_assert_eq!(turned.collisions.iter().map(|collision| collision.field).collect::<Vec<_>>(), collided);
        }

        #[test]
        fn no_key_that_one_changed_is_lost(base in object(), mine in object(), theirs in object()) {
            let json = |map: &Map<String, Json>| Json::Object(map.clone());
            for (one, other) in [(&mine, &theirs), (&theirs, &mine)] {
                for wins in [true, false] {
                    let both = json(&merge_objects(&base, one, other, wins));
                    for side in [one, other] {
                        let against = if std::ptr::eq(side, one) { other } else { one };
                        prop_assert!(kept(Some(&json(&base)), Some(&json(side)), Some(&json(against)), Some(&both)));
                    }
                }
                // Turned round, the same is offered from the other side.
                prop_assert_eq!(merge_objects(&base, one, other, true), merge_objects(&base, other, one, false));
            }
        }

        #[test]
        fn every_entry_added_is_there_and_every_entry_taken_out_is_gone(base in list(), mine in list(), theirs in list()) {
            let both = merge_lists(&base, &mine, &theirs);
            for entry in base.iter().chain(&mine).chain(&theirs) {
                let wanted = if base.contains(entry) {
                    mine.contains(entry) && theirs.contains(entry)
                } else {
                    true
                };
                prop_assert_eq!(both.contains(entry), wanted, "{} in {:?}", entry, both);
                prop_assert!(both.iter().filter(|other| *other == entry).count() <= 1);
            }
            let mut turned = merge_lists(&base, &theirs, &mine);
            let mut both = both;
            turned.sort();
            both.sort();
            prop_assert_eq!(turned, both);
        }

        #[test]
        fn an_order_that_one_changed_stays(base in list(), mine in list()) {
            let mut moved = base.clone();
            moved.reverse();
            // They only moved; I only added and took out.
            let mine: Vec<String> = base.iter().filter(|entry| mine.contains(entry)).cloned()
                .chain(mine.iter().filter(|entry| !base.contains(entry)).cloned()).collect();
            let both = merge_lists(&base, &mine, &moved);
            let order: Vec<&String> = both.iter().filter(|entry| base.contains(entry)).collect();
            let wanted: Vec<&String> = moved.iter().filter(|entry| mine.contains(entry)).collect();
            prop_assert_eq!(order, wanted);
        }
    }
}
