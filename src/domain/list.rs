//! The question a list page asks: status, order and page. It prints to the address bar and reads back from it, so that
//! reload, Back and a pasted link show the same rows.

use super::choice::{Choice, STATUS, choice_from_wire};
use super::field::Field;
use super::permission::reads_field;
use super::role::Role;

/// Rows on a page.
pub const PAGE_SIZE: usize = 25;

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

/// One sort key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    pub field: Field,
    pub descending: bool,
}

/// What the list page asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListQuery {
    /// Only these statuses; empty means all.
    pub statuses: Vec<&'static Choice>,
    /// The order; rows of equal value are put in order by id, so that pages never overlap.
    pub order: Order,
    /// From 1.
    pub page: usize,
}

impl Default for ListQuery {
    fn default() -> Self {
        Self { statuses: Vec::new(), order: Order { field: Field::UpdatedAt, descending: true }, page: 1 }
    }
}

impl ListQuery {
    /// Reads the parameters of the address bar. What cannot be read, or names a column the role may not read, is left
    /// at its default: a link made by an admin still opens for a member.
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
                "status" => {
                    query.statuses =
                        STATUS.iter().filter(|choice| value.split(',').any(|word| word == choice.wire)).collect();
                }
                "sort" => {
                    let (descending, key) = value.strip_prefix('-').map_or((false, value), |key| (true, key));
                    let field =
                        Field::from_key(key).filter(|field| field.kind().sortable() && reads_field(role, *field));
                    if let Some(field) = field {
                        query.order = Order { field, descending };
                    }
                }
                "page" => query.page = value.parse().unwrap_or(1).clamp(1, 1_000_000),
                _ => {}
            }
        }
        query
    }

    /// The parameters for the address bar; defaults are left out.
    pub fn to_params(&self) -> Vec<(&'static str, String)> {
        let mut params = Vec::new();
        if !self.statuses.is_empty() {
            let words: Vec<_> = self.statuses.iter().map(|choice| choice.wire).collect();
            params.push(("status", words.join(",")));
        }
        if self.order != Self::default().order {
            let sign = if self.order.descending { "-" } else { "" };
            params.push(("sort", format!("{sign}{}", self.order.field.key())));
        }
        if self.page > 1 {
            params.push(("page", self.page.to_string()));
        }
        params
    }

    /// The query after a click on a column's heading: ascending, then descending; always from the first page.
    pub fn sorted_by(&self, field: Field) -> Self {
        let descending = self.order.field == field && !self.order.descending;
        Self { order: Order { field, descending }, page: 1, ..self.clone() }
    }

    /// The query with one status added or taken away; always from the first page.
    pub fn with_status(&self, wire: &str, chosen: bool) -> Self {
        let mut statuses: Vec<_> = self.statuses.iter().copied().filter(|choice| choice.wire != wire).collect();
        if chosen {
            statuses.extend(choice_from_wire(&STATUS, wire));
        }
        statuses.sort_by_key(|choice| STATUS.iter().position(|other| other == *choice));
        Self { statuses, page: 1, ..self.clone() }
    }

    /// The same question at another page.
    pub fn at_page(&self, page: usize) -> Self {
        Self { page, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_above_the_role_does_not_sort() {
        let query = ListQuery::from_params([("sort", "annual_revenue")], Role::Staff);
        assert_eq!(query, ListQuery::default());
    }

    #[test]
    fn nonsense_in_the_address_is_the_default() {
        let query = ListQuery::from_params(
            [("status", "%00"), ("sort", "-drop table"), ("page", "-3"), ("x", "y")],
            Role::Owner,
        );
        assert_eq!(query, ListQuery::default());
    }

    #[test]
    fn a_filter_starts_at_the_first_page_and_keeps_the_vocabularys_order() {
        let query = ListQuery { page: 4, ..ListQuery::default() }.with_status("active", true).with_status("lead", true);
        assert_eq!(query.to_params(), [("status", "lead,active".to_owned())]);
        assert_eq!(query.with_status("active", false).with_status("lead", false), ListQuery::default());
    }

    #[test]
    fn a_second_click_turns_the_order_round() {
        let once = ListQuery::default().sorted_by(Field::Tier);
        assert!(!once.order.descending && once.sorted_by(Field::Tier).order.descending);
    }
}
