//! What a page asks of one of our tags, by attributes and properties.

use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::saved::params_from_text;

/// The settings of one tag, as their text. A page may ask for anything: what cannot be read is as if it were not there.
///
/// ```
/// use clientele::api::tag_settings::Settings;
/// let settings = Settings::from_json(r#"{"columns":"name, email"}"#);
/// assert_eq!(settings.params(), [("columns".to_owned(), "name,email".to_owned())]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings(Map<String, Json>);

/// Every attribute that is read here, for the test against `custom-elements.json`.
#[cfg(test)]
pub const KNOWN: [&str; 10] =
    ["endpoint", "api-key", "session", "client-id", "mode", "view", "columns", "filters", "locale", "theme"];

impl Settings {
    /// From an object of texts; whatever else comes is nothing.
    pub fn from_json(text: &str) -> Self {
        match serde_json::from_str(text) {
            Ok(Json::Object(map)) => Self(map),
            _ => Self::default(),
        }
    }

    fn text(&self, name: &str) -> &str {
        self.0.get(name).and_then(Json::as_str).unwrap_or_default().trim()
    }

    /// The project's address; empty means the page's own origin.
    pub fn endpoint(&self) -> &str {
        self.text("endpoint")
    }

    /// The project's publishable key.
    pub fn api_key(&self) -> &str {
        self.text("api-key")
    }

    /// Whether the page itself has the session.
    pub fn is_handed(&self) -> bool {
        self.text("session") == "host"
    }

    /// Whether nothing may be changed; without a word about it, as `unsaid`.
    pub fn is_read_only(&self, unsaid: bool) -> bool {
        match self.text("mode") {
            "read" => true,
            "edit" => false,
            _ => unsaid,
        }
    }

    /// In which language's manner dates and numbers are written; empty means the browser's.
    pub fn locale(&self) -> &str {
        self.text("locale")
    }

    /// Which client is shown: the one that is named, nobody in particular, or none that there can be.
    pub fn client(&self) -> Client {
        match self.text("client-id") {
            "" => Client::Unnamed,
            id => id.parse().map_or(Client::Unreadable, Client::Named),
        }
    }

    /// A view of the list: the word of one that comes with it, or the name or the identity of a saved one.
    pub fn view(&self) -> &str {
        self.text("view")
    }

    /// The list's question as an address has it; filters of the page go before the view's own.
    pub fn params(&self) -> Vec<(String, String)> {
        let mut params = params_from_text(self.text("filters").trim_start_matches('?'));
        let columns = self.text("columns");
        if !columns.is_empty() {
            params.retain(|(key, _)| key != "columns");
            let columns: Vec<&str> = columns.split([',', ' ']).filter(|column| !column.is_empty()).collect();
            params.push(("columns".to_owned(), columns.join(",")));
        }
        params
    }
}

/// Which client a tag shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Client {
    Unnamed,
    Named(Uuid),
    Unreadable,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_lists_question_is_read_as_an_address_has_it() {
        let settings = Settings::from_json(r#"{"filters":"?status=active&q=A%26B","columns":"name, email"}"#);
        let wanted = [("status", "active"), ("q", "A&B"), ("columns", "name,email")];
        assert_eq!(settings.params(), wanted.map(|(key, value)| (key.to_owned(), value.to_owned())));
    }

    #[test]
    fn a_client_that_is_no_identity_is_not_nobody() {
        assert_eq!(Settings::from_json(r#"{"client-id":"7"}"#).client(), Client::Unreadable);
        assert_eq!(Settings::from_json(r#"{"client-id":null}"#).client(), Client::Unnamed);
    }

    proptest! {
        #[test]
        fn nothing_panics(text in ".*") {
            let settings = Settings::from_json(&text);
            let _ = (settings.params(), settings.client(), settings.view().len());
            let named = Settings::from_json(&serde_json::json!({ "filters": text, "columns": text, "client-id": text }).to_string());
            let _ = (named.params(), named.client());
        }
    }
}
