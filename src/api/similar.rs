//! Before somebody makes a client: those they see that may be the same one (`public.similar_clients`).

use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::request::Request;
use crate::domain::field::Field;

/// A client that may be the same one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Similar {
    pub id: Uuid,
    /// What to call it.
    pub title: String,
    /// The strongest of the reasons.
    pub reason: Reason,
}

/// Why two clients may be one, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The same address.
    Email,
    /// The same number, whatever its spelling.
    Phone,
    /// Addresses of one domain that is no public provider's.
    Domain,
    /// Companies called alike.
    Company,
}

impl Reason {
    /// The strongest first.
    pub const ALL: [Self; 4] = [Self::Email, Self::Phone, Self::Domain, Self::Company];

    /// The word on the wire.
    pub const fn wire(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Domain => "domain",
            Self::Company => "company",
        }
    }

    fn from_wire(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.wire() == word)
    }
}

/// The fields that clients are compared by.
const COMPARED: [(Field, &str); 3] =
    [(Field::CompanyName, "company"), (Field::Email, "email"), (Field::Phone, "phone")];

/// Asks for the clients that what was typed so far may mean; `None` while nothing is typed to compare. It stands in the
/// body, where no log keeps it.
pub fn similar<'a>(typed: impl Fn(Field) -> &'a str) -> Option<Request> {
    let mut body = Map::new();
    for (field, key) in COMPARED {
        let text = typed(field).trim();
        // No column can hold a NUL, and the server would not read it.
        if !text.is_empty() && !text.contains('\0') {
            body.insert(key.to_owned(), text.into());
        }
    }
    (!body.is_empty()).then(|| Request::post("/rest/v1/rpc/similar_clients", Json::Object(body)))
}

/// Reads the answer; what is no row of it is passed over.
pub fn similar_from_rows(rows: &[Json]) -> Vec<Similar> {
    let row = |row: &Json| {
        let text = |key: &str| row.get(key).and_then(Json::as_str);
        Some(Similar {
            id: text("id")?.parse().ok()?,
            title: text("title")?.to_owned(),
            reason: Reason::from_wire(text("reason")?)?,
        })
    };
    rows.iter().filter_map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn what_is_typed_goes_in_the_body_and_nothing_asks_nothing() {
        let request = similar(|field| if field == Field::Phone { " 030 901820 " } else { "" }).expect("a request");
        assert_eq!(request.target(), "/rest/v1/rpc/similar_clients");
        assert_eq!(request.body, Some(json!({ "phone": "030 901820" })));
        assert_eq!(similar(|field| if field == Field::Name { "Ann" } else { " " }), None);
        assert_eq!(similar(|_| "a\0"), None);
    }

    #[test]
    fn rows_that_cannot_be_read_are_passed_over() {
        let id = Uuid::from_u128(1);
        let good = json!({ "id": id, "title": "Ann Co", "reason": "domain" });
        let rows = [good, json!({ "id": id, "title": "B", "reason": "horoscope" }), json!(null), json!({ "id": "x" })];
        let read = similar_from_rows(&rows);
        assert_eq!(read, [Similar { id, title: "Ann Co".to_owned(), reason: Reason::Domain }]);
    }

    proptest! {
        #[test]
        fn no_answer_panics(id in "\\PC{0,9}", title in "\\PC{0,9}", reason in "email|\\PC{0,9}") {
            let rows = [json!({ "id": id, "title": title, "reason": reason }), json!([title])];
            prop_assert!(similar_from_rows(&rows).is_empty());
        }
    }
}
