//! One file per route; the list's has its parts beside it.

pub mod access;
pub mod client;
mod client_acts;
pub mod client_edit;
mod client_editor;
mod client_head;
mod client_load;
mod client_more;
pub mod client_new;
mod client_ways;
pub mod clients;
mod clients_body;
mod clients_rows;
pub mod clients_start;
mod clients_views;
pub mod confirm;
mod connection;
pub mod guard;
mod keys;
mod leaving;
pub mod not_found;
mod palette;
pub mod portal;
mod row_links;
pub mod shell;
pub mod sign_in;
mod signing_out;
