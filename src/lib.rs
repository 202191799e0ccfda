//! throughline compares channel strategies by simulation.
pub mod chance;
pub mod cli;
pub mod engine;
pub mod experiment;
pub mod model;
pub mod outcomes;
pub mod report;
pub mod scenario;
pub mod stats;
pub mod theory;
