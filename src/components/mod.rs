//! Reusable views: domain types in, callbacks out. They know neither the session nor the endpoint.

pub mod access_table;
pub mod cell_editor;
pub mod client_form;
pub mod client_rows;
pub mod client_table;
pub mod column_width;
pub mod edits_bar;
pub mod empty_list;
pub mod field_input;
pub mod filter_chips;
pub mod format;
pub mod grid_keys;
pub mod heading;
pub mod list_rest;
pub mod list_settings;
pub mod pager;
pub mod popover;
pub mod record_view;
pub mod row_menu;
mod row_paint;
pub mod search_box;
pub mod selection_bar;
pub mod states;
pub mod status_filter;
pub mod toasts;
