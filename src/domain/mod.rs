//! What the agency's words mean: fields, roles, rules. Pure: it asks neither the browser, the clock nor the network.
//!
//! Read in this order: [`role`] and [`choice`] are the vocabularies, [`field`] is the registry (one row per column),
//! [`value`] is what a column can hold, [`rules`] says what is valid, [`permission`] who may do what, [`lens`] with whose eyes a page is seen,
//! [`record`] is one client as a role sees it, [`draft`] judges an edit, [`merge`] puts two together, [`list`] is the question a list page asks, of [`filter`]s.

pub mod calendar;
pub mod choice;
pub mod draft;
pub mod email;
pub mod field;
pub mod filter;
pub mod lens;
pub mod list;
pub mod merge;
pub mod money;
pub mod permission;
pub mod record;
pub mod role;
pub mod rules;
pub mod value;
