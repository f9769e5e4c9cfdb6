//! Reusable views: domain types in, callbacks out. They know neither the session nor the endpoint.

pub mod access_table;
pub mod client_form;
pub mod client_table;
pub mod condition_builder;
pub mod condition_chips;
pub mod field_input;
pub mod format;
pub mod heading;
pub mod pager;
pub mod record_view;
pub mod search_box;
pub mod states;
pub mod status_filter;
pub mod toasts;
