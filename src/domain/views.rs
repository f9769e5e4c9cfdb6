//! Questions with a name: the ones that every agency asks, and the ones that people save.

use super::filter::Filter;
use super::gather::in_order;
use super::list::ListQuery;
use super::role::Role;

/// A view that comes with the application.
#[derive(Debug, PartialEq, Eq)]
pub struct BuiltIn {
    /// Its word, as the database keeps it for a person's default.
    pub word: &'static str,
    /// What people call it.
    pub label: &'static str,
    params: &'static [(&'static str, &'static str)],
}

impl BuiltIn {
    /// The question it asks.
    pub fn query(&self, role: Role) -> ListQuery {
        ListQuery::from_params(self.params.iter().copied(), role)
    }
}

/// The views that come with the application, in their order. The words are those of `public.set_default_view`.
pub static BUILT_IN: [BuiltIn; 6] = [
    BuiltIn { word: "all", label: "All", params: &[] },
    BuiltIn { word: "mine", label: "My clients", params: &[("assigned_manager", "me")] },
    BuiltIn { word: "leads", label: "Leads", params: &[("status", "lead")] },
    BuiltIn {
        word: "renewals",
        label: "Renewals in 30 days",
        params: &[("renewal_date", "within.30"), ("sort", "renewal_date")],
    },
    BuiltIn {
        word: "quiet",
        label: "No contact for 90 days",
        params: &[
            ("status", "lead,active,paused"),
            ("any", "last_contact_date:older.90;last_contact_date:empty"),
            ("sort", "last_contact_date"),
        ],
    },
    BuiltIn { word: "team", label: "Team", params: &[("role", "owner,admin,member,staff"), ("sort", "name")] },
];

/// Whether two questions find the same rows in the same order and columns, in whichever order their filters stand.
pub fn same_question(one: &ListQuery, other: &ListQuery) -> bool {
    let filters = |query: &ListQuery| in_order(query.filters.iter().map(Filter::to_param), Clone::clone);
    one.search == other.search
        && one.orders == other.orders
        && one.columns == other.columns
        && filters(one) == filters(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_filters_and_the_page_make_no_other_question() {
        let query = |params: &[(&str, &str)]| ListQuery::from_params(params.iter().copied(), Role::Owner);
        let one = query(&[("status", "lead"), ("any", "tier:premium;phone:empty"), ("sort", "name")]);
        let after = [("after", r#"["A","00000000-0000-0000-0000-000000000001"]"#), ("page", "2")];
        let params = [("any", "tier:premium;phone:empty"), ("status", "lead"), ("sort", "name")];
        assert!(same_question(&one, &query(&[params.as_slice(), &after].concat())));
        for other in [("q", "ann"), ("sort", "-name"), ("columns", "name"), ("tier", "basic")] {
            assert!(!same_question(&one, &query(&[params.as_slice(), &[other]].concat())), "{other:?}");
        }
    }

    #[test]
    fn every_view_asks_what_it_says_of_everybody_who_has_a_list() {
        for view in &BUILT_IN {
            for role in [Role::Owner, Role::Admin, Role::Member, Role::Staff] {
                let params = view.query(role).to_params();
                let read: Vec<_> = params.iter().map(|(key, value)| (*key, value.as_str())).collect();
                assert_eq!(read, view.params, "{} for {role}", view.word);
            }
        }
    }
}
