//! The list that somebody came from to a client's page, as it stands in that page's address: `?from=` and the list's own
//! question. So a reload, Back and a pasted link lead to the same neighbours, and back to the same list.

use uuid::Uuid;

use super::request::encode_into;
use super::saved::{params_from_text, params_to_text};
use crate::domain::list::ListQuery;
use crate::domain::role::Role;

/// The parameter's name.
pub const FROM: &str = "from";

/// The question that asks for everybody has to be named, because a person's list may open with another one.
pub const EVERYBODY: &str = "view=all";

/// What stands behind the address of each client in a list: the same for all its rows.
///
/// ```
/// use clientele::api::origin::suffix;
/// use clientele::domain::list::ListQuery;
/// assert_eq!(suffix(&ListQuery::default()), "?from=view%3Dall");
/// assert_eq!(suffix(&ListQuery::default().with_status("lead", true)), "?from=status%3Dlead");
/// ```
pub fn suffix(query: &ListQuery) -> String {
    let text = params_to_text(&query.to_params());
    with_origin(if text.is_empty() { EVERYBODY } else { &text })
}

/// The same for an origin as it was read from an address.
pub fn with_origin(from: &str) -> String {
    let mut suffix = format!("?{FROM}=");
    encode_into(from, &mut suffix);
    suffix
}

/// The address of the list.
pub fn list(from: Option<&str>) -> String {
    from.map_or_else(|| "/admin/clients".to_owned(), |from| format!("/admin/clients?{from}"))
}

/// The address of a client's page.
pub fn client_address(id: Uuid, suffix: &str) -> String {
    format!("/admin/clients/{id}{suffix}")
}

/// The list's question; what the role may not read is left out of it.
pub fn query(from: &str, role: Role) -> ListQuery {
    let params = params_from_text(from);
    ListQuery::from_params(params.iter().map(|(key, value)| (key.as_str(), value.as_str())), role)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_comes_back_as_it_was() {
        let params = [
            ("q", "a&b=c%"),
            ("status", "lead"),
            ("any", "tier:premium;name:contains.x y"),
            ("sort", "-name"),
            ("columns", "name,email"),
            ("after", r#"["Ann","00000000-0000-0000-0000-000000000001"]"#),
            ("page", "3"),
        ];
        let list = ListQuery::from_params(params, Role::Owner);
        let read = |text: String| params_from_text(text.strip_prefix('?').expect("a suffix")).remove(0).1;
        let from = read(suffix(&list));
        assert_eq!(query(&from, Role::Owner), list);
        assert_eq!(with_origin(&from), suffix(&list));
        assert_eq!(query(&read(suffix(&ListQuery::default())), Role::Staff), ListQuery::default());
    }

    #[test]
    fn a_list_that_sorts_by_what_one_may_not_read_is_the_plain_one() {
        assert_eq!(query("sort=-annual_revenue&annual_revenue=filled", Role::Staff), ListQuery::default());
    }
}
