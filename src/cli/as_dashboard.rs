//! `--as DASHBOARD`: whose figures are asked for.

use crate::dashboards::{Dashboard, dashboards};
use clap::builder::PossibleValuesParser;

/// Stands for all dashboards.
pub const ALL: &str = "all";

/// The names that can be typed.
pub fn dashboard_names() -> PossibleValuesParser {
    dashboards().map(|dashboard| dashboard.name).chain([ALL]).into()
}

/// The dashboards that a name stands for.
pub fn dashboards_named(name: &str) -> impl Iterator<Item = &'static Dashboard> {
    dashboards().filter(move |dashboard| name == ALL || dashboard.name == name)
}
