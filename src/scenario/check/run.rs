//! How large and long a run is, and where its luck comes from.

use super::values::Check;
use crate::scenario::currency;
use crate::scenario::error::Problem;
use crate::scenario::meant::{Asked, Run};
use crate::scenario::path::{Part, Path};
use crate::scenario::tree::{Node, Typed, plain};
use crate::scenario::typed;
use crate::scenario::typed::bounds::RELEVANT;

/// Most customers.
pub const MOST_CUSTOMERS: u32 = 16_000_000;

/// Largest seed: beyond it R, JavaScript and spreadsheets round a whole number, and would name another seed.
pub const MOST_SEED: u64 = (1 << 53) - 1;

/// Memory for one customer of one replication, with journeys, events and queue places (bytes); `docs/model.md` tells how it was measured.
pub const BYTES_PER_CUSTOMER: f64 = 200.0;
/// Memory for a day of one run: a week's line has eight outcomes (bytes).
const BYTES_PER_DAY: f64 = 8.0 * 160.0 / 7.0;

/// Memory for the results of one run of a market with a few channels (bytes).
const BYTES_PER_RUN: f64 = 1e5;

/// What goes beyond the ranges of single keys: a run must be longer than what can still happen at its end.
pub fn run(check: &mut Check, typed: &typed::Scenario) -> Run {
    let run = &typed.run;
    let longest = typed.journey.values().map(typed::Journey::longest_days).fold(0.0, f64::max);
    if run.horizon_days <= run.warm_up_days + longest {
        check.wrong(
            Path::of(["run", "horizon_days"]),
            plain(run.horizon_days),
            format!("more than warm_up_days + {} = {}", what_lasts(typed, longest), run.warm_up_days + longest),
            remedy_of_horizon(typed, longest),
        );
    }
    if let Some(window) = run.repeat_within_days.filter(|&days| days >= run.horizon_days - run.warm_up_days) {
        check.wrong(
            Path::of(["run", "repeat_within_days"]),
            plain(window),
            format!("less than horizon_days - warm_up_days = {}", run.horizon_days - run.warm_up_days),
            "look at fewer days, or lengthen the horizon: only contacts so long before the horizon are counted",
        );
    }
    let relevant: Vec<String> = RELEVANT.iter().map(ToString::to_string).collect();
    for name in run.smallest_relevant.keys() {
        let path = Path::of(["run", "smallest_relevant"]).key(name);
        check.name(path, name, "an outcome in which firms decide", &relevant);
    }
    Run {
        customers: u32::try_from(run.customers).unwrap_or(MOST_CUSTOMERS),
        horizon_days: run.horizon_days,
        warm_up_days: run.warm_up_days,
        replications: u32::try_from(run.replications).unwrap_or(u32::MAX),
        seed: run.seed,
        currency: currency::named(&typed.currency).unwrap_or(currency::USUAL),
        service_level_seconds: run.service_level_seconds,
        asked: Asked {
            elapsed: run.elapsed,
            repeat_within_days: run.repeat_within_days,
            channels_used: run.channels_used,
            joins: false,
            calendar: false,
            stock: false,
            refunds: false,
            baskets_meet: false,
            personalisation: false,
            outreach: false,
            bad_days: false,
            days: run.discount_per_year.is_some(),
            discount_per_year: run.discount_per_year,
            dashboards: 0,
        },
    }
}

/// What to change so that journeys can end before the horizon: the warm-up, or what makes one last so long.
fn remedy_of_horizon(typed: &typed::Scenario, longest: f64) -> String {
    let run = &typed.run;
    if run.warm_up_days > 0.0 && run.horizon_days > longest {
        return format!(
            "shorten warm_up_days to less than {}, or lengthen the horizon",
            plain(run.horizon_days - longest)
        );
    }
    let lasts = |(_, journey): &(&String, &typed::Journey)| journey.longest_days() >= longest;
    match typed.journey.iter().find(lasts) {
        Some((name, journey)) if journey.reopens.is_some() => {
            let most = (run.horizon_days - run.warm_up_days - 2.0 * journey.give_up_days) / 7.0;
            let path = Path::of(["journey", name, "reopens", "after_days"]);
            if most > 0.0 {
                format!("lengthen the horizon, or set {path} to less than {}", plain((most * 100.0).floor() / 100.0))
            } else {
                format!("lengthen the horizon, or set both {path} and give_up_days lower")
            }
        }
        found => {
            let name = found.map_or("NAME", |(name, _)| name);
            let path = Path::of(["journey", name, "give_up_days"]);
            format!(
                "lengthen the horizon, or set {path} (and of each other type) lower: only journeys that can end are counted"
            )
        }
    }
}

/// What journeys of the type that lasts so long may take.
fn what_lasts(typed: &typed::Scenario, longest: f64) -> String {
    let lasts = |(_, journey): &(&String, &typed::Journey)| journey.longest_days() >= longest;
    match typed.journey.iter().find(lasts) {
        Some((name, journey)) if journey.reopens.is_some() => {
            format!("twice give_up_days + 7 x reopens.after_days of journey.{name}")
        }
        _ => "the longest give_up_days".into(),
    }
}

/// What to do about a size of a run that is out of its range, and why the range is what it is.
pub fn remedy_of_size(problem: &mut Problem, run: &Node) {
    let gigabytes = |count: f64, bytes: f64| format!("they would need about {:.1} GB", count * bytes / 1e9);
    let [Part::Key(table), Part::Key(key)] = problem.path.parts() else { return };
    let key = key.as_str();
    if table != "run" {
        return;
    }
    let Some(size) = number(run, key) else { return };
    let remedy = match key {
        "customers" if size == 0.0 => "simulate somebody".into(),
        "customers" if size > f64::from(MOST_CUSTOMERS) => {
            format!("{} for each thread; simulate fewer, or several seeds", gigabytes(size, BYTES_PER_CUSTOMER))
        }
        "replications" if size > 0.0 => {
            format!("{} for each strategy; 30 give a usable interval", gigabytes(size, BYTES_PER_RUN))
        }
        "replications" if size == 0.0 => "30 give a usable interval".into(),
        "horizon_days" if size > 1.0 => format!(
            "{} for each strategy, for the outcomes by week alone; simulate a shorter time",
            gigabytes(size * number(run, "replications").unwrap_or_default().max(1.0), BYTES_PER_DAY)
        ),
        "seed" => {
            "write one from 0 up and below 2^53: beyond it R, JavaScript and spreadsheets round, and name another seed"
                .into()
        }
        _ => return,
    };
    problem.remedy = remedy;
}

/// A size of a run, if one stands there: for people and runs a whole number, for days any that is finite.
fn number(run: &Node, key: &str) -> Option<f64> {
    match &run.get(key)?.value {
        Typed::Whole(number) => Some(*number as f64),
        Typed::Beyond(number) if key != "horizon_days" => number.parse().ok().filter(|size: &f64| size.is_finite()),
        Typed::Number(number, _) if key == "horizon_days" && number.is_finite() => Some(*number),
        _ => None,
    }
}
