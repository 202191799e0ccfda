//! What is declared, and how large and long a run is.

use super::ranges::{Check, plain};
use super::{LONGEST_HORIZON, MOST_CHANNELS};
use crate::scenario::meant::{Names, Run};
use crate::scenario::typed;
use std::fmt::Display;

/// Most customers.
pub const MOST_CUSTOMERS: u32 = 16_000_000;

const MOST_NAMED: usize = 64;

const MOST_REPLICATIONS: u64 = 100_000;
/// Memory for one customer of one replication, with journeys, events and queue places (bytes); `docs/model.md` tells how it was measured.
pub const BYTES_PER_CUSTOMER: f64 = 200.0;
/// Memory for a day of one run: a week's line has eight outcomes (bytes).
const BYTES_PER_DAY: f64 = 8.0 * 160.0 / 7.0;

/// Memory for the results of one run of a market with a few channels (bytes).
const BYTES_PER_RUN: f64 = 1e5;

/// The names that a scenario declares, in order of declaration.
pub fn names(check: &mut Check, typed: &typed::Scenario) -> Names {
    let declared = |table: &[&String]| table.iter().map(|name| (*name).clone()).collect::<Vec<_>>();
    let mut steps: Vec<String> = Vec::new();
    for step in typed.journey.values().flat_map(|journey| &journey.steps) {
        if !steps.contains(step) {
            steps.push(step.clone());
        }
    }
    let names = Names {
        channels: declared(&typed.channel.keys().collect::<Vec<_>>()),
        segments: declared(&typed.segment.keys().collect::<Vec<_>>()),
        journeys: declared(&typed.journey.keys().collect::<Vec<_>>()),
        pools: declared(&typed.staff.keys().collect::<Vec<_>>()),
        steps,
    };
    for (table, list, most) in [
        ("channel", &names.channels, MOST_CHANNELS),
        ("segment", &names.segments, MOST_NAMED),
        ("journey", &names.journeys, MOST_NAMED),
        ("staff", &names.pools, MOST_NAMED),
    ] {
        if list.len() > most {
            check.wrong(table, list.len(), format!("at most {most}"), "merge some that are alike");
        }
        if list.is_empty() && table != "staff" {
            check.wrong(
                table,
                "none",
                format!("at least one [{table}.NAME]"),
                "`throughline new NAME` writes a first scenario",
            );
        }
    }
    for (table, list) in [
        ("channel", &names.channels),
        ("segment", &names.segments),
        ("journey", &names.journeys),
        ("staff", &names.pools),
    ] {
        for name in list {
            writable(check, format_args!("{table}.\"{name}\""), name);
        }
    }
    for (journey, step) in typed.journey.iter().flat_map(|(name, journey)| journey.steps.iter().map(move |s| (name, s)))
    {
        writable(check, format_args!("journey.{journey}.steps"), step);
    }
    if names.channels.iter().any(|channel| channel == BEFORE_ALL_CHANNELS) {
        check.wrong(
            format_args!("channel.{BEFORE_ALL_CHANNELS}"),
            format_args!("`{BEFORE_ALL_CHANNELS}`"),
            "another name, since this one stands for the beginning of a journey",
            "rename it",
        );
    }
    names
}

/// What tables show as the channel before a journey's first contact.
const BEFORE_ALL_CHANNELS: &str = "start";

/// A name must be fit for paths such as `channel.web.step.order` and `web>phone`, and for tables.
fn writable(check: &mut Check, path: impl Display, name: &str) {
    let unfit = |c: char| c.is_control() || ['.', '>', '"', '[', ']', ','].contains(&c);
    if name.trim().is_empty() || name.trim() != name || name.contains(unfit) {
        check.wrong(
            path,
            format_args!("the name {name:?}"),
            "a name without . > \" [ ] commas and outer spaces",
            "rename it",
        );
    }
}

/// Size and length of a run.
pub fn run(check: &mut Check, typed: &typed::Scenario) -> Run {
    let run = &typed.run;
    let gigabytes = |count: f64, bytes: f64| format!("they would need about {:.1} GB", count * bytes / 1e9);
    check.count(
        "run.customers",
        (run.customers, u64::from(MOST_CUSTOMERS), "customers"),
        "simulate somebody",
        &format!(
            "{} for each thread; simulate fewer, or several seeds",
            gigabytes(run.customers as f64, BYTES_PER_CUSTOMER)
        ),
    );
    check.count(
        "run.replications",
        (run.replications, MOST_REPLICATIONS, "replications"),
        "30 give a usable interval",
        &format!("{} for each strategy; 30 give a usable interval", gigabytes(run.replications as f64, BYTES_PER_RUN)),
    );
    if run.horizon_days > LONGEST_HORIZON && run.horizon_days.is_finite() {
        let needs = gigabytes(run.horizon_days * run.replications as f64, BYTES_PER_DAY);
        check.wrong(
            "run.horizon_days",
            plain(run.horizon_days),
            format!("at most {LONGEST_HORIZON} days, a hundred years"),
            format!("{needs} for each strategy, for the outcomes by week alone; simulate a shorter time"),
        );
    } else {
        check.within("run.horizon_days", run.horizon_days, 1e-3, LONGEST_HORIZON, "days");
    }
    check.within("run.warm_up_days", run.warm_up_days, 0.0, LONGEST_HORIZON, "days");
    let longest = typed.journey.values().map(|journey| journey.give_up_days).fold(0.0, f64::max);
    if run.horizon_days.is_finite() && run.horizon_days <= run.warm_up_days + longest {
        check.wrong(
            "run.horizon_days",
            run.horizon_days,
            format!("more than warm_up_days + the longest give_up_days = {}", run.warm_up_days + longest),
            "lengthen the horizon, or give up earlier: only journeys that can end are counted",
        );
    }
    Run {
        customers: u32::try_from(run.customers).unwrap_or(MOST_CUSTOMERS),
        horizon_days: run.horizon_days,
        warm_up_days: run.warm_up_days,
        replications: u32::try_from(run.replications).unwrap_or(u32::MAX),
        seed: run.seed,
    }
}
