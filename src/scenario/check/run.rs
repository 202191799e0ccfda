//! How large and long a run is, and where its luck comes from.

use super::LONGEST_HORIZON;
use super::ranges::{Check, plain};
use crate::scenario::meant::Run;
use crate::scenario::typed;

/// Most customers.
pub const MOST_CUSTOMERS: u32 = 16_000_000;

/// Largest seed: beyond it R, JavaScript and spreadsheets round a whole number, and would name another seed.
pub const MOST_SEED: u64 = (1 << 53) - 1;

const MOST_REPLICATIONS: u64 = 100_000;
/// Memory for one customer of one replication, with journeys, events and queue places (bytes); `docs/model.md` tells how it was measured.
pub const BYTES_PER_CUSTOMER: f64 = 200.0;
/// Memory for a day of one run: a week's line has eight outcomes (bytes).
const BYTES_PER_DAY: f64 = 8.0 * 160.0 / 7.0;

/// Memory for the results of one run of a market with a few channels (bytes).
const BYTES_PER_RUN: f64 = 1e5;

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
    if run.seed > MOST_SEED {
        check.wrong(
            "run.seed",
            run.seed,
            format!("a whole number below 2^53, 0 to {MOST_SEED}"),
            "write a smaller one: beyond it R, JavaScript and spreadsheets round, and name another seed",
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
