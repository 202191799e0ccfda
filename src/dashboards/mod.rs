//! Figures as the makers of dashboards count them: definitions as data, over lists of what happened.
//!
//! Each maker has a file of tables below `makers`; the rules that they name stand beside this one. Nothing here knows the
//! simulator: the facts can come from anywhere.

pub mod cases;
pub mod facts;
mod figure;
mod makers;
pub mod shop;
pub mod visits;
pub mod waits;
pub mod work;
#[cfg(test)]
mod worked;

pub use figure::{Dashboard, Delivered, Figure, Reach, Rule, Source, Subject};
pub use makers::{dashboards, find};
