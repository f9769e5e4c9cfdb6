//! The proof that nothing leaks and that form and database judge alike, asked of the real PostgREST and Postgres.
//! What is expected comes from the registry and from `domain::permission`, so that a changed policy is a changed test.
//!
//! [`server`] runs the local server, [`http`] asks it, [`person`] is who asks, [`rows`] and [`satellites`] are what they
//! ask for, filled by [`sample`]. [`matrix`]: who may do what with which field. [`doors`]: no way around it, by each
//! [`door`]. [`verdict`]: the same judgement on both sides, over [`values`] made of [`words`], [`moments`] and
//! [`objects`], but for some [`spellings`]; [`whole`]: and of drafts. [`escalations`], [`links`] and [`agency`]: nobody
//! gains what they were not given. [`views`] and [`default_views`]: saved views.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod agency;
mod default_views;
mod door;
mod doors;
mod escalations;
mod http;
mod links;
mod matrix;
mod moments;
mod objects;
mod person;
mod rows;
mod sample;
mod satellites;
mod server;
mod spellings;
mod values;
mod verdict;
mod views;
mod whole;
mod words;
