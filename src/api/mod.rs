//! The typed conversation with a Supabase-style endpoint.
//!
//! [`request`] is a request as a plain value, [`query`] builds the ones about clients with [`filters`] and
//! [`stretches`], [`history`] and [`similar`] those about one client's past and its possible twins, [`saved`] those about
//! saved views, [`auth`] those of sign-in and
//! the session policy, [`error`] says what an answer means when it is not the one hoped for. All of these are pure.
//! Only [`http`] sends.

pub mod auth;
pub mod config;
pub mod error;
pub mod filters;
pub mod history;
#[cfg(feature = "browser")]
pub mod http;
pub mod person;
pub mod query;
pub mod request;
pub mod saved;
pub mod similar;
pub mod stretches;
