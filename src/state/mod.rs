//! What the pages share while the application runs: the session, the clients' data, the preview and the notices.

pub mod address_bar;
pub mod clients;
pub mod commands;
pub mod drafts;
pub mod endless;
pub mod found_clients;
pub mod known;
pub mod list;
pub mod load;
pub mod neighbours;
pub mod newcomer;
pub mod notices;
pub mod outbox;
pub mod past;
pub mod pending;
pub mod preview;
pub mod proposals;
pub mod remembered;
pub mod save;
pub mod saved_views;
pub mod session;
pub mod store;
pub mod tokens;
pub mod undo;
pub mod write;
