//! What the agency's words mean: fields, roles, rules. Pure: it asks neither the browser, the clock nor the network.
//!
//! Read in this order: [`role`] and [`choice`] are the vocabularies, [`field`] is the registry (one row per column),
//! [`value`] is what a column can hold, [`rules`] says what is valid, [`permission`] who may do what, [`lens`] with whose eyes a page is seen,
//! [`record`] is one client as a role sees it, [`draft`] judges an edit, [`merge`] puts two together, [`kept`] is one that waits, [`list`] is the question a list page asks, of [`filter`]s
//! of [`condition`]s, read on from a [`cursor`]; [`layout`] is how it is drawn, [`views`] are questions with a name,
//! [`history`] is what happened to a client, read in pages that [`past`] puts together, [`proposal`] what its client wants changed, [`next_action`] what should be done about one, [`related`] what hangs on one,
//! and [`undo`] how a write is taken back; [`selection`] is what is chosen in the list and [`edits`] what was typed into
//! its cells. A [`form`]'s editors think in [`entries`], a [`json_tree`] and [`contrast`].

pub mod approval;
pub mod brand;
pub mod calendar;
pub mod choice;
pub mod condition;
pub mod contrast;
pub mod cursor;
pub mod draft;
pub mod edits;
pub mod email;
pub mod entries;
pub mod field;
pub mod filter;
pub mod filter_draft;
pub mod form;
pub(crate) mod gather;
pub mod history;
pub mod json_tree;
pub mod kept;
pub mod layout;
pub mod lens;
pub mod list;
pub mod merge;
pub mod money;
pub mod my_data;
pub mod next_action;
pub mod operand_form;
pub mod operator;
pub mod past;
pub mod permission;
pub mod portal;
pub mod proposal;
pub mod record;
pub mod related;
pub mod role;
pub mod rules;
pub mod selection;
pub mod strategy;
pub mod undo;
pub mod unification;
pub mod value;
pub mod views;
