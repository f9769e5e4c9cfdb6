//! Questions to PostgREST and to sign-in as values, and their answers.

use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::time::Duration;

use serde_json::Value as Json;
use ureq::Agent;
use ureq::http::Request;

use crate::server::server;

/// One request. `path` begins with `/` and is already encoded.
#[derive(Clone, Debug)]
pub struct Ask {
    pub method: &'static str,
    pub path: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Option<Json>,
}

/// What came back.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub body: String,
}

impl Ask {
    pub fn new(method: &'static str, path: impl Into<String>) -> Self {
        Self { method, path: path.into(), headers: Vec::new(), body: None }
    }

    pub fn get(path: impl Into<String>) -> Self {
        Self::new("GET", path)
    }

    pub fn post(path: impl Into<String>, body: Json) -> Self {
        Self::new("POST", path).with_body(body)
    }

    pub fn patch(path: impl Into<String>, body: Json) -> Self {
        Self::new("PATCH", path).with_body(body)
    }

    pub fn with_body(mut self, body: Json) -> Self {
        self.body = Some(body);
        self
    }

    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub fn prefer(self, value: impl Into<String>) -> Self {
        self.header("prefer", value)
    }

    /// Everything that is sent, as one text.
    pub fn text(&self) -> String {
        format!("{} {} {:?} {}", self.method, self.path, self.headers, self.body.clone().unwrap_or_default())
    }

    /// Asks PostgREST as the bearer of the token, or as nobody.
    pub fn send(&self, token: Option<&str>) -> Answer {
        self.send_to(&server().rest, token)
    }

    /// Asks another address.
    pub fn send_to(&self, site: &str, token: Option<&str>) -> Answer {
        let mut request = Request::builder().method(self.method).uri(format!("{site}{}", self.path));
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        if self.method == "HEAD" {
            // PostgREST sends a refusal's body even here, which the next answer of the connection would begin with.
            request = request.header("connection", "close");
        }
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let answer = match &self.body {
            Some(body) => {
                agent().run(request.header("content-type", "application/json").body(body.to_string()).unwrap())
            }
            None => agent().run(request.body(()).unwrap()),
        };
        let mut answer = answer.unwrap_or_else(|error| panic!("{}: {error}", self.text()));
        let headers = answer.headers().iter().filter(|(name, _)| *name != "date");
        Answer {
            status: answer.status().as_u16(),
            headers: headers
                .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
                .collect(),
            body: answer.body_mut().read_to_string().unwrap(),
        }
    }
}

impl Answer {
    pub fn ok(&self) -> bool {
        (200..300).contains(&self.status)
    }

    pub fn json(&self) -> Json {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("not JSON: {self:?}"))
    }

    /// The rows of a successful answer; none for a refusal.
    pub fn rows(&self) -> Vec<Json> {
        if self.ok() { self.json().as_array().expect("rows").clone() } else { Vec::new() }
    }
}

/// A value in a query, every byte that is not a letter or a digit encoded.
pub fn encoded(value: &str) -> String {
    value
        .bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

fn agent() -> &'static Agent {
    static AGENT: OnceLock<Agent> = OnceLock::new();
    AGENT.get_or_init(|| {
        Agent::config_builder()
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .max_idle_connections_per_host(16)
            // PostgREST closes a connection that was idle for thirty seconds.
            .max_idle_age(Duration::from_secs(10))
            .timeout_global(Some(Duration::from_secs(60)))
            .build()
            .into()
    })
}
