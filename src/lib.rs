//! Clientele: the client administration of an agency, as a single-page application.
//!
//! Who may import whom: `domain` nobody; `api` domain; `state` api and domain; `components` domain;
//! `pages` components, state, api and domain; `app` pages and state. `embed`, a program of its own beside the application,
//! draws the pages' views in tags on other pages, and imports everything but `app`. Nobody else imports `pages`.
//! `erased` knows none of them, and whatever draws may use it.
//! Without the feature `browser`, only `domain` and the pure part of `api` are built: they run anywhere.

pub mod api;
#[cfg(feature = "browser")]
pub mod app;
#[cfg(feature = "browser")]
pub mod components;
pub mod domain;
#[cfg(feature = "browser")]
pub mod erased;
#[cfg(feature = "browser")]
pub mod pages;
#[cfg(feature = "browser")]
pub mod state;
