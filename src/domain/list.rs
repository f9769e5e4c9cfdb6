//! The question a list page asks: search, conditions, order and page. It prints to the address bar and reads back from
//! it, so that reload, Back and a pasted link show the same rows.

use super::choice::STATUS;
use super::field::Field;
use super::filter::{Condition, Operator};
use super::permission::reads_field;
use super::role::Role;
use super::rules::chars;

/// Rows on a page.
pub const PAGE_SIZE: usize = 25;

/// The fewest characters that are searched for: the index holds parts of three.
pub const SEARCH_MIN: usize = 3;

/// The columns of the list in their order; each role sees those it reads.
pub const COLUMNS: [Field; 9] = [
    Field::CompanyName,
    Field::Name,
    Field::Email,
    Field::Status,
    Field::Tier,
    Field::AssignedManager,
    Field::AnnualRevenue,
    Field::RenewalDate,
    Field::UpdatedAt,
];

/// The list's columns for a role.
pub fn columns(role: Role) -> impl Iterator<Item = Field> {
    COLUMNS.into_iter().filter(move |field| reads_field(role, *field))
}

/// The fields that a role can put a condition on.
pub fn filterable(role: Role) -> impl Iterator<Item = Field> {
    let asked = |field: &Field| !field.kind().operators().is_empty();
    Field::ALL.iter().copied().filter(asked).filter(move |field| reads_field(role, *field))
}

/// One sort key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    pub field: Field,
    pub descending: bool,
}

/// What the list page asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListQuery {
    /// Part of a company, a name or an address; shorter than [`SEARCH_MIN`] means no search.
    pub search: String,
    /// All of them must hold.
    pub conditions: Vec<Condition>,
    /// The order; rows of equal value are put in order by id, so that pages never overlap.
    pub order: Order,
    /// From 1.
    pub page: usize,
}

impl Default for ListQuery {
    fn default() -> Self {
        let order = Order { field: Field::UpdatedAt, descending: true };
        Self { search: String::new(), conditions: Vec::new(), order, page: 1 }
    }
}

impl ListQuery {
    /// Reads the parameters of the address bar. What cannot be read, or names a column the role may not read, is left
    /// out: a link made by an admin still opens for a member.
    ///
    /// ```
    /// use clientele::domain::{list::ListQuery, role::Role};
    /// let query = ListQuery::from_params([("status", "lead,active"), ("sort", "-tier"), ("page", "2")], Role::Staff);
    /// assert_eq!(query.to_params(), [("status", "lead,active".into()), ("sort", "-tier".into()), ("page", "2".into())]);
    /// ```
    pub fn from_params<'a>(params: impl IntoIterator<Item = (&'a str, &'a str)>, role: Role) -> Self {
        let mut query = Self::default();
        for (key, value) in params {
            match key {
                "q" => query.search = value.chars().take(100).collect(),
                "sort" => {
                    let (descending, key) = value.strip_prefix('-').map_or((false, value), |key| (true, key));
                    let field =
                        Field::from_key(key).filter(|field| field.kind().sortable() && reads_field(role, *field));
                    if let Some(field) = field {
                        query.order = Order { field, descending };
                    }
                }
                "page" => query.page = value.parse().unwrap_or(1).clamp(1, 1_000_000),
                _ => {
                    let field = Field::from_key(key).filter(|field| reads_field(role, *field));
                    query.conditions.extend(field.and_then(|field| Condition::from_param(field, value)));
                }
            }
        }
        query
    }

    /// The parameters for the address bar; defaults are left out.
    pub fn to_params(&self) -> Vec<(&'static str, String)> {
        let mut params = Vec::new();
        if !self.search.is_empty() {
            params.push(("q", self.search.clone()));
        }
        params.extend(self.conditions.iter().map(|condition| (condition.field().key(), condition.to_param())));
        if self.order != Self::default().order {
            let sign = if self.order.descending { "-" } else { "" };
            params.push(("sort", format!("{sign}{}", self.order.field.key())));
        }
        if self.page > 1 {
            params.push(("page", self.page.to_string()));
        }
        params
    }

    /// What is searched for; `None` for nothing or too little.
    pub fn search_term(&self) -> Option<&str> {
        let term = chars::trimmed(&self.search);
        (term.chars().count() >= SEARCH_MIN).then_some(term)
    }

    /// The query after a click on a column's heading: ascending, then descending; always from the first page.
    pub fn sorted_by(&self, field: Field) -> Self {
        let descending = self.order.field == field && !self.order.descending;
        Self { order: Order { field, descending }, page: 1, ..self.clone() }
    }

    /// Whether this status is asked for.
    pub fn has_status(&self, wire: &str) -> bool {
        self.status().is_some_and(|condition| condition.words().iter().any(|word| word.wire == wire))
    }

    /// The query with one status added or taken away; always from the first page.
    pub fn with_status(&self, wire: &str, chosen: bool) -> Self {
        let wanted = |choice: &str| if choice == wire { chosen } else { self.has_status(choice) };
        let words: Vec<_> = STATUS.iter().map(|choice| choice.wire).filter(|choice| wanted(choice)).collect();
        let mut next = self.without_status();
        next.conditions.extend(Condition::new(Field::Status, Operator::AnyOf, &words.join(",")));
        next
    }

    /// The query for every status, from the first page.
    pub fn without_status(&self) -> Self {
        let rest = self.conditions.iter().filter(|condition| condition.field() != Field::Status);
        Self { conditions: rest.cloned().collect(), page: 1, ..self.clone() }
    }

    /// The query with one more condition, from the first page. The same question about the same field is asked once.
    pub fn with(&self, condition: Condition) -> Self {
        let mut next = self.clone();
        next.page = 1;
        next.conditions.retain(|other| other.field() != condition.field() || other.operator() != condition.operator());
        next.conditions.push(condition);
        next
    }

    /// The query without this condition, from the first page.
    pub fn without(&self, condition: &Condition) -> Self {
        let rest = self.conditions.iter().filter(|other| *other != condition);
        Self { conditions: rest.cloned().collect(), page: 1, ..self.clone() }
    }

    /// The query with this search, from the first page.
    pub fn searching(&self, search: &str) -> Self {
        Self { search: search.to_owned(), page: 1, ..self.clone() }
    }

    /// Whether it asks for a part of the rows only.
    pub fn narrows(&self) -> bool {
        !self.conditions.is_empty() || self.search_term().is_some()
    }

    /// Every row, in the same order.
    pub fn widened(&self) -> Self {
        Self { order: self.order, ..Self::default() }
    }

    /// The same question at another page.
    pub fn at_page(&self, page: usize) -> Self {
        Self { page, ..self.clone() }
    }

    fn status(&self) -> Option<&Condition> {
        self.conditions.iter().find(|condition| condition.field() == Field::Status)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_above_the_role_neither_sorts_nor_filters() {
        let params = [("sort", "annual_revenue"), ("annual_revenue", "from.5"), ("acquisition_source", "contains.x")];
        assert_eq!(ListQuery::from_params(params, Role::Staff), ListQuery::default());
        assert!(filterable(Role::Staff).all(|field| reads_field(Role::Staff, field)));
    }

    #[test]
    fn nonsense_in_the_address_is_the_default() {
        let params = [("status", "%00"), ("sort", "-drop table"), ("page", "-3"), ("x", "y"), ("search_text", "is.a")];
        assert_eq!(ListQuery::from_params(params, Role::Owner), ListQuery::default());
    }

    #[test]
    fn every_part_of_the_question_is_in_the_address() {
        let params =
            [("q", "ann & co"), ("tier", "premium"), ("renewal_date", "within.30"), ("sort", "name"), ("page", "3")];
        let printed = ListQuery::from_params(params, Role::Owner).to_params();
        assert_eq!(printed, params.map(|(key, value)| (key, value.to_owned())));
    }

    #[test]
    fn a_filter_starts_at_the_first_page_and_keeps_the_vocabularys_order() {
        let query = ListQuery { page: 4, ..ListQuery::default() }.with_status("active", true).with_status("lead", true);
        assert_eq!(query.to_params(), [("status", "lead,active".to_owned())]);
        assert_eq!(query.with_status("active", false).with_status("lead", false), ListQuery::default());
    }

    #[test]
    fn the_same_question_about_a_field_is_asked_once() {
        let from = |text| Condition::new(Field::AnnualRevenue, Operator::From, text).expect("a condition");
        let query = ListQuery::default().with(from("1")).with(from("2"));
        assert_eq!(query.to_params(), [("annual_revenue", "from.2.00".to_owned())]);
        assert_eq!(query.without(&from("2")), ListQuery::default());
    }

    #[test]
    fn too_little_is_not_searched_for() {
        let term = |search: &str| ListQuery::default().searching(search).search_term().map(str::to_owned);
        assert_eq!((term(" ab "), term(" abc ")), (None, Some("abc".to_owned())));
    }

    #[test]
    fn a_second_click_turns_the_order_round() {
        let once = ListQuery::default().sorted_by(Field::Tier);
        assert!(!once.order.descending && once.sorted_by(Field::Tier).order.descending);
    }
}
