//! The proof that nothing leaks and that form and database judge alike, asked of the real PostgREST and Postgres.
//! What is expected comes from the registry and from `domain::permission`, so that a changed policy is a changed test.
//!
//! [`server`] runs the local server, [`http`] asks it, [`person`] is who asks, [`rows`] and [`satellites`] are what they
//! ask for, filled by [`sample`]. [`matrix`]: who may do what with which field. [`doors`]: no way around it, by each
//! [`door`]. [`verdict`]: the same judgement on both sides, over [`values`] made of [`words`], [`moments`] and
//! [`objects`], but for some [`spellings`]; [`whole`]: and of drafts. [`escalations`], [`links`] and [`agency`]: nobody
//! gains what they were not given. [`views`] and [`default_views`]: saved views. [`history`] and [`history_readers`]:
//! what happened to a client ([`past`]), and to whom it is told. [`similar`]: its possible twins.
//! [`proposals`] and [`decisions`]: what clients want changed. [`lists`] and [`walks`]: a list shows
//! what its [`questions`] mean to the [`reference`], over [`nasty`] rows that [`dice`] make for a [`scene`]; the
//! [`tally`] says how much was asked.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod agency;
mod decisions;
mod default_views;
mod dice;
mod door;
mod doors;
mod escalations;
mod history;
mod history_readers;
mod http;
mod links;
mod lists;
mod matrix;
mod moments;
mod nasty;
mod objects;
mod past;
mod person;
mod proposals;
mod questions;
mod reference;
mod rows;
mod sample;
mod satellites;
mod scene;
mod server;
mod similar;
mod spellings;
mod tally;
mod values;
mod verdict;
mod views;
mod walks;
mod whole;
mod words;
