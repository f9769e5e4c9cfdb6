//! A request as a plain value. A test can read the exact address of every call; one function turns it into HTTP.

use serde_json::Value as Json;

/// The HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
    Patch,
    Delete,
}

/// In milliseconds: for every request that does not say otherwise.
const TIMEOUT: u32 = 20_000;

/// What is asked of the endpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    pub method: Method,
    /// Below the project's address, such as `/rest/v1/clients`.
    pub path: String,
    /// Parameters in order, not yet encoded.
    pub query: Vec<(&'static str, String)>,
    /// PostgREST's `Prefer` header.
    pub prefer: Option<&'static str>,
    /// Milliseconds after which a request without an answer counts as unreachable.
    pub timeout: u32,
    pub body: Option<Json>,
}

impl Request {
    /// A read.
    pub fn get(path: impl Into<String>) -> Self {
        Self { method: Method::Get, path: path.into(), query: Vec::new(), prefer: None, timeout: TIMEOUT, body: None }
    }

    /// A call with a body.
    pub fn post(path: impl Into<String>, body: Json) -> Self {
        Self { method: Method::Post, body: Some(body), ..Self::get(path) }
    }

    /// A change of the rows that the filters name.
    pub fn patch(path: impl Into<String>, body: Json) -> Self {
        Self { method: Method::Patch, body: Some(body), ..Self::get(path) }
    }

    /// Removes the rows that the filters name.
    pub fn delete(path: impl Into<String>) -> Self {
        Self { method: Method::Delete, ..Self::get(path) }
    }

    /// With one more parameter.
    pub fn with(mut self, key: &'static str, value: impl Into<String>) -> Self {
        self.query.push((key, value.into()));
        self
    }

    /// With a `Prefer` header.
    pub fn prefer(self, prefer: &'static str) -> Self {
        Self { prefer: Some(prefer), ..self }
    }

    /// With an answer that may take this many minutes.
    pub fn within_minutes(self, minutes: u32) -> Self {
        Self { timeout: minutes * 60_000, ..self }
    }

    /// The path and the encoded parameters.
    ///
    /// ```
    /// use clientele::api::request::Request;
    /// let request = Request::get("/rest/v1/clients").with("name", "eq.A&B, +1");
    /// assert_eq!(request.target(), "/rest/v1/clients?name=eq.A%26B,%20%2B1");
    /// ```
    pub fn target(&self) -> String {
        let mut target = self.path.clone();
        for (place, (key, value)) in self.query.iter().enumerate() {
            target.push(if place == 0 { '?' } else { '&' });
            target.push_str(key);
            target.push('=');
            encode_into(value, &mut target);
        }
        target
    }
}

/// Percent-encodes what is not safe in a parameter. PostgREST's own punctuation stays readable.
pub fn encode_into(text: &str, out: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~*,():".contains(&byte) {
            out.push(char::from(byte));
        } else {
            const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
            out.push('%');
            out.extend(HEX.get(usize::from(byte >> 4)));
            out.extend(HEX.get(usize::from(byte & 15)));
        }
    }
}
