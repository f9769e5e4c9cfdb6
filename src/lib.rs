//! Clientele: the client administration of an agency, as a single-page application.
//!
//! Who may import whom: `domain` nobody; `api` domain; `state` api and domain; `components` domain;
//! `pages` components, state and domain; `app` pages and state. Nobody imports `app` or `pages`.
//! Without the feature `browser`, only `domain` and the pure part of `api` are built: they run anywhere.

pub mod api;
pub mod domain;
