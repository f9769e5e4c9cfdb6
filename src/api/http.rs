//! The one place that sends. It knows the browser; it does not know what is asked.

use gloo_net::http::{RequestBuilder, Response};
use js_sys::Array;
use serde_json::Value as Json;
use web_sys::{AbortController, AbortSignal};

use super::config::Config;
use super::error::{Failure, failure_from_answer};
use super::request::{Method, Request};
use super::sign_in_failure::SignInFailure;
use super::under_way::UnderWay;

/// Ends the request when nobody waits for its answer any more, or nobody should.
struct Ending(AbortController);

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A good answer.
#[derive(Debug)]
pub struct Answer {
    /// The body; `null` when there is none.
    pub body: Json,
    /// Rows in all, where a count was asked for.
    pub total: Option<usize>,
}

/// Asks the data endpoint as the person the token belongs to.
///
/// # Errors
/// What went wrong, by [`Failure`].
pub async fn send(config: &Config, token: &str, request: &Request) -> Result<Answer, Failure> {
    let raw = send_raw(config, Some(token), request).await?;
    if raw.ok {
        Ok(Answer { body: raw.body?, total: raw.total })
    } else {
        Err(failure_from_answer(raw.status, &raw.body.unwrap_or_default(), raw.retry_after))
    }
}

/// Asks the sign-in endpoint, with a token where there already is one.
///
/// # Errors
/// What went wrong, by [`SignInFailure`].
pub async fn send_sign_in(config: &Config, token: Option<&str>, request: &Request) -> Result<Json, SignInFailure> {
    let raw = send_raw(config, token, request).await.map_err(SignInFailure::Other)?;
    if raw.ok {
        raw.body.map_err(SignInFailure::Other)
    } else {
        Err(SignInFailure::from_answer(raw.status, &raw.body.unwrap_or_default(), raw.retry_after))
    }
}

/// Reads a text file of the application itself, such as `config.json`.
///
/// # Errors
/// [`Failure::Unreachable`] when there is no answer, [`Failure::Server`] when it is not the file.
pub async fn read_file(path: &str) -> Result<String, Failure> {
    let response = RequestBuilder::new(path).send().await.map_err(|_| Failure::Unreachable)?;
    if !response.ok() {
        return Err(Failure::Server(response.status()));
    }
    response.text().await.map_err(|_| Failure::Unreachable)
}

struct Raw {
    ok: bool,
    status: u16,
    total: Option<usize>,
    retry_after: Option<u32>,
    body: Result<Json, Failure>,
}

async fn send_raw(config: &Config, token: Option<&str>, request: &Request) -> Result<Raw, Failure> {
    let _until_answered = UnderWay::begin();
    let method = match request.method {
        Method::Get => gloo_net::http::Method::GET,
        Method::Post => gloo_net::http::Method::POST,
        Method::Patch => gloo_net::http::Method::PATCH,
        Method::Delete => gloo_net::http::Method::DELETE,
    };
    let ending = Ending(AbortController::new().map_err(|_| Failure::Malformed)?);
    let signals = Array::of2(&ending.0.signal(), &AbortSignal::timeout_with_u32(request.timeout));
    let signal = AbortSignal::any(&signals);
    let mut builder = RequestBuilder::new(&format!("{}{}", config.url, request.target()))
        .method(method)
        .abort_signal(Some(&signal))
        .header("apikey", &config.key);
    if let Some(token) = token {
        builder = builder.header("authorization", &format!("Bearer {token}"));
    }
    if let Some(prefer) = request.prefer {
        builder = builder.header("prefer", prefer);
    }
    let response = match &request.body {
        Some(body) => builder.header("content-type", "application/json").body(body.to_string()),
        None => builder.build(),
    };
    let response = response.map_err(|_| Failure::Malformed)?.send().await.map_err(|_| Failure::Unreachable)?;
    let text = response.text().await.map_err(|_| Failure::Unreachable)?;
    Ok(Raw {
        ok: response.ok(),
        status: response.status(),
        total: total(&response),
        retry_after: response.headers().get("retry-after").and_then(|text| text.parse().ok()),
        body: if text.is_empty() {
            Ok(Json::Null)
        } else {
            serde_json::from_str(&text).map_err(|_| Failure::Malformed)
        },
    })
}

/// The number behind the `/` of `Content-Range: 0-24/200`.
fn total(response: &Response) -> Option<usize> {
    response.headers().get("content-range")?.rsplit_once('/')?.1.parse().ok()
}
