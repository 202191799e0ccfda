//! throughline compares channel strategies by simulation: the same customers with the same luck, under channels that
//! work apart and channels that work as one.
//!
//! The story, from left to right; a module imports only from those before it:
//!
//! - [`stats`], [`theory`]: numbers in, numbers out; closed forms that the simulator is held against.
//! - [`mistakes`]: what can be broken on purpose, in builds for tests.
//! - [`scenario`]: what a user writes, and what it means: one market per strategy.
//! - [`chance`]: luck that belongs to customers; laws drawn by their quantile functions.
//! - [`model`]: the rules of one market, and the living state of customers and journeys.
//! - [`engine`]: one replication: events in time, staff, and the tally of what happened.
//! - [`dashboards`]: figures as the makers of dashboards count them, over lists of what happened.
//! - [`attribution`]: to which channels what was sold is credited, by rules over paths of channels.
//! - [`outcomes`]: what a tally means: definitions, units, directions.
//! - [`experiment`]: scenarios x strategies x replications in parallel; paired differences and verdicts.
//! - [`validate`]: what the model must reproduce, simulated beside what theory says.
//! - [`report`]: results to text, tables, charts and folders.
//! - [`export`]: rows of a result folder in the shapes that other packages read.
//! - [`cli`]: one file per subcommand.
//!
//! `chance` stands after `scenario` because it turns the laws that a scenario names into draws.

pub mod attribution;
pub mod chance;
pub mod cli;
pub mod dashboards;
pub mod engine;
pub mod experiment;
pub mod export;
pub mod mistakes;
pub mod model;
pub mod outcomes;
pub mod report;
pub mod scenario;
pub mod stats;
pub mod theory;
pub mod validate;
