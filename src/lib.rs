//! Clientele.
pub mod domain;
