//! The typed conversation with a Supabase-style endpoint.
//!
//! [`request`] is a request as a plain value, [`query`] builds the ones about clients with [`filters`] and
//! [`stretches`], [`related`] those about what hangs on a client, [`history`] and [`similar`] those about its past and its
//! possible twins, [`saved`] those about saved views, [`proposals`] those about what clients want changed, [`unification`]
//! those about the legacy tables, [`origin`] is the list that a client was opened from, [`auth`] those of sign-in,
//! [`arrival`] is what a mail's link brings, [`session`] what is signed in and [`session_policy`] how it lives, [`error`]
//! and [`sign_in_failure`] say what an answer means when it is not the one hoped for, [`tag_settings`] what another page
//! asks of a tag. All of these are pure.
//! Only [`http`] sends; [`under_way`] knows whether anything is.

pub mod arrival;
pub mod auth;
pub mod base64url;
pub mod config;
pub mod error;
pub mod filters;
pub mod history;
#[cfg(feature = "browser")]
pub mod http;
pub mod origin;
pub mod person;
pub mod proposals;
pub mod query;
pub mod related;
pub mod request;
pub mod saved;
pub mod session;
pub mod session_policy;
#[cfg(test)]
mod session_sentences;
#[cfg(test)]
mod session_tabs;
pub mod sign_in_failure;
pub mod similar;
pub mod stretches;
pub mod tag_settings;
#[cfg(feature = "browser")]
pub mod under_way;
pub mod unification;
