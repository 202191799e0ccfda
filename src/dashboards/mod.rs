//! Figures as the makers of dashboards count them: definitions as data, over lists of what happened.
//!
//! Each maker has a file of tables below `makers`; the rules that they name stand beside this one. Only `simulated` and
//! `silos` know the simulator: elsewhere the facts can come from anywhere.

pub mod cases;
mod counted;
pub mod facts;
mod figure;
mod makers;
pub mod shop;
mod silos;
mod simulated;
pub mod visits;
pub mod waits;
pub mod work;
#[cfg(test)]
mod worked;

pub use counted::{Reported, Row, asked_for, reported, rows};
pub use figure::{Dashboard, Delivered, Figure, Reach, Rule, Source, Subject};
pub use makers::{dashboards, find};
pub use silos::{CLAIMS, COUNTED, Claims, Counted};
