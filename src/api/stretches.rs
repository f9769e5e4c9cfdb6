//! Where a page begins: the rows beyond a cursor, as PostgREST's logic trees.
//!
//! An offset would read everything before the page; a comparison with the sort keys of the last row seen lets an index
//! begin there, and stays right while others write.

use super::filters::{Term, leaf};
use crate::domain::cursor::{Cursor, Place};
use crate::domain::field::Kind;
use crate::domain::list::Order;
use crate::domain::value::Value;

/// The rows of a place in the order, as stretches that are read one after the other: all terms of a stretch must hold.
/// The first sort key bounds the stretch, so that an index finds its beginning; the rows in which that key is empty, which
/// come last, are a stretch of their own. So are the equals of a choice: a quarter of the table may have the same tier,
/// and a bound on the tier alone would read all of them.
pub fn stretches(orders: &[Order], place: &Place) -> Vec<Vec<Term>> {
    let (cursor, back) = match place {
        Place::Start => return vec![Vec::new()],
        Place::After(cursor) => (cursor, false),
        Place::Before(cursor) => (cursor, true),
    };
    let keys: Vec<Key> = orders.iter().copied().zip(cursor.keys.iter().map(Option::as_ref)).collect();
    let reading = Reading { cursor, back, id: strictly(orders.last().is_some_and(|last| last.descending), back) };
    let Some(((order, key), rest)) = keys.split_first() else {
        return vec![vec![reading.beyond(&[])]];
    };
    let column = order.field.key();
    let beyond = reading.beyond(rest);
    let mut stretches = match key {
        None => vec![vec![empty(column), beyond]],
        Some(key) => {
            let (key, further) = (key.to_text(), strictly(order.descending, back));
            let behind = leaf(column, further, &key);
            if let Kind::Choice(_) = order.field.kind() {
                vec![vec![leaf(column, "eq", &key), beyond], vec![behind]]
            } else {
                let bound = leaf(column, if further == "gt" { "gte" } else { "lte" }, &key);
                vec![vec![bound, Term::Or(vec![behind, beyond])]]
            }
        }
    };
    match (key, back) {
        (None, true) => stretches.push(vec![filled(column)]),
        (Some(_), false) if order.field.can_be_empty() => stretches.push(vec![empty(column)]),
        _ => {}
    }
    stretches
}

type Key<'a> = (Order, Option<&'a Value>);

struct Reading<'a> {
    cursor: &'a Cursor,
    back: bool,
    /// How ids go on.
    id: &'static str,
}

impl Reading<'_> {
    /// The rows beyond the cursor among those that equal it in the keys before these.
    fn beyond(&self, keys: &[Key<'_>]) -> Term {
        let Some(((order, key), rest)) = keys.split_first() else {
            return leaf("id", self.id, &self.cursor.id.to_string());
        };
        let column = order.field.key();
        let inner = self.beyond(rest);
        let mut ways = Vec::new();
        match key {
            None => {
                ways.extend(self.back.then(|| filled(column)));
                ways.push(Term::And(vec![empty(column), inner]));
            }
            Some(key) => {
                let key = key.to_text();
                ways.push(leaf(column, strictly(order.descending, self.back), &key));
                ways.push(Term::And(vec![leaf(column, "eq", &key), inner]));
                ways.extend((!self.back && order.field.can_be_empty()).then(|| empty(column)));
            }
        }
        Term::Or(ways)
    }
}

/// "Beyond" in an order, read forwards or back.
const fn strictly(descending: bool, back: bool) -> &'static str {
    if descending == back { "gt" } else { "lt" }
}

fn empty(column: &str) -> Term {
    Term::Is(format!("{column}.is.null"))
}

fn filled(column: &str) -> Term {
    Term::Is(format!("{column}.not.is.null"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::field::Field;
    use uuid::Uuid;

    fn text(sort: &[(Field, bool)], keys: &[Option<&str>], back: bool) -> Vec<String> {
        let orders: Vec<_> =
            sort.iter().map(|(field, descending)| Order { field: *field, descending: *descending }).collect();
        let keys = keys.iter().map(|key| key.map(|key| Value::Text(key.to_owned()))).collect();
        let cursor = Cursor { keys, id: Uuid::nil() };
        let place = if back { Place::Before(cursor) } else { Place::After(cursor) };
        let all = |terms: Vec<Term>| terms.iter().map(Term::text).collect::<Vec<_>>().join(" & ");
        let id = "00000000-0000-0000-0000-000000000000";
        stretches(&orders, &place).into_iter().map(|terms| all(terms).replace(id, "0")).collect()
    }

    #[test]
    fn the_first_key_bounds_and_its_empty_values_follow() {
        let company = [(Field::CompanyName, false)];
        assert_eq!(
            text(&company, &[Some("A")], false),
            [r#"company_name.gte."A" & or(company_name.gt."A",id.gt."0")"#, "company_name.is.null"]
        );
        assert_eq!(text(&company, &[None], false), [r#"company_name.is.null & id.gt."0""#]);
        assert_eq!(text(&company, &[Some("A")], true), [r#"company_name.lte."A" & or(company_name.lt."A",id.lt."0")"#]);
        assert_eq!(text(&company, &[None], true), [r#"company_name.is.null & id.lt."0""#, "company_name.not.is.null"]);
    }

    #[test]
    fn a_column_that_is_never_empty_has_one_stretch_and_ids_go_the_same_way() {
        let newest = [(Field::UpdatedAt, true)];
        assert_eq!(text(&newest, &[Some("T")], false), [r#"updated_at.lte."T" & or(updated_at.lt."T",id.lt."0")"#]);
        assert_eq!(text(&newest, &[Some("T")], true), [r#"updated_at.gte."T" & or(updated_at.gt."T",id.gt."0")"#]);
    }

    #[test]
    fn further_keys_tell_equal_rows_apart() {
        let sort = [(Field::Industry, true), (Field::Name, false)];
        assert_eq!(
            text(&sort, &[Some("b"), Some("A")], false)[0],
            r#"industry.lte."b" & or(industry.lt."b",or(name.gt."A",and(name.eq."A",id.gt."0"),name.is.null))"#
        );
        assert_eq!(
            text(&sort, &[Some("b"), None], true)[0],
            r#"industry.gte."b" & or(industry.gt."b",or(name.not.is.null,and(name.is.null,id.lt."0")))"#
        );
    }

    #[test]
    fn the_equals_of_a_choice_are_read_by_themselves() {
        assert_eq!(
            text(&[(Field::Tier, false)], &[Some("basic")], false),
            [r#"tier.eq."basic" & id.gt."0""#, r#"tier.gt."basic""#, "tier.is.null"]
        );
        assert_eq!(
            text(&[(Field::Tier, false)], &[Some("basic")], true),
            [r#"tier.eq."basic" & id.lt."0""#, r#"tier.lt."basic""#]
        );
    }
}
