//! One file per route.

pub mod access;
pub mod client;
pub mod client_edit;
pub mod clients;
pub mod confirm;
pub mod guard;
pub mod not_found;
pub mod portal;
pub mod shell;
pub mod sign_in;
