//! What the pages share while the application runs: the session, the clients' data, and the notices.

pub mod clients;
pub mod notices;
pub mod session;
pub mod store;
