//! Whether a job fits in memory, found out before it starts.

use super::Failure;
use crate::dashboards::rows;
use crate::engine::tally::cohorts;
use crate::experiment;
use crate::model::mechanism;
use crate::outcomes::{COHORTS, SERIES, layout};
use crate::report::charts;
use crate::report::journeys::Rows;
use crate::scenario::load::Loaded;
use crate::scenario::meant::{Asked, Needs, Segment, Strategy};
use crate::scenario::timetable::{MINUTES_PER_DAY, micros};
use crate::scenario::{BYTES_PER_CUSTOMER, Scenario};
use std::hint::black_box;
use sysinfo::{ProcessRefreshKind, ProcessesToUpdate, System};

/// Memory that a value of a replication takes, with its line in the table (bytes).
const BYTES_PER_VALUE: f64 = 200.0;
/// Memory that the contacts of one need take where they are written down: three of them, in a list that doubles (bytes).
const BYTES_PER_LOGGED_NEED: f64 = 300.0;
/// The same where dashboards count them, which keep a copy until the end and make lists of facts of it: measured at 450 to
/// 1,060 in the shipped scenarios with 20,000 and 100,000 customers (bytes).
const BYTES_PER_NEED_OF_DASHBOARDS: f64 = 1_100.0;
/// Memory that one customer takes beside that where customers meet and are told of one by one: measured at 240 with 20,000
/// and 200,000 customers of the contact centre, however long the run (bytes).
const BYTES_PER_CUSTOMER_TOLD: f64 = 300.0;
/// Memory that is kept of one customer to whom campaigns send, where customers meet: measured at 190 with 20,000 and 100,000
/// customers of the fashion retailer (bytes).
const BYTES_PER_CUSTOMER_REACHED: f64 = 200.0;
/// Days in a year of 52 weeks.
const DAYS_A_YEAR: f64 = 364.0;
/// Memory that drawing a chart takes (bytes).
const BYTES_PER_CHART: f64 = 70e6;
/// Address space of a thread beyond that: its stack, and what the system sets aside for it (bytes).
const SPACE_PER_THREAD: f64 = 110e6;

/// Refuses what would not fit, with rows of contacts and customers where they are asked for.
pub fn check(loaded: &[Loaded], rows: Option<Rows>, threads: usize) -> Result<(), Failure> {
    let largest = loaded.iter().map(|one| f64::from(one.scenario.run.customers)).fold(0.0, f64::max);
    let of_one = |one: &Loaded| market(&one.scenario) + rows.map_or(0.0, |_| told(&one.scenario));
    let customers = loaded.iter().map(of_one).fold(0.0, f64::max) * threads as f64;
    let results = loaded.iter().map(|one| values(&one.scenario)).sum::<f64>() * BYTES_PER_VALUE;
    let charts = threads.min(charts::names().len()) as f64 * BYTES_PER_CHART;
    let needed = customers + results + charts;
    let most = match found(needed, threads) {
        Room::Enough => return Ok(()),
        Room::Memory(most) => format!("{} of memory", shown(most)),
        Room::AddressSpace => "address space, of which each thread takes more,".into(),
    };
    Err(Failure::Failed(format!(
        "run\n  found:    a job that needs about {needed}: {customers} for {largest} customers on {threads} threads, {results} for results, {charts} for charts\n  expected: at most the {most} that can be had\n  remedy:   simulate fewer customers, days or replications, or use fewer --threads",
        needed = shown(needed),
        customers = shown(customers),
        results = shown(results),
        charts = shown(charts),
    )))
}

fn shown(bytes: f64) -> String {
    if bytes < 1e9 { format!("{:.0} MB", bytes / 1e6) } else { format!("{:.1} GB", bytes / 1e9) }
}

/// Memory for the customers of one replication, and what is written down of their contacts (bytes).
fn market(scenario: &Scenario) -> f64 {
    let is_reached = |strategy: &Strategy| strategy.has_outreach() && meet(strategy);
    let reached = if scenario.strategies.iter().any(is_reached) { BYTES_PER_CUSTOMER_REACHED } else { 0.0 };
    customers(scenario) * (BYTES_PER_CUSTOMER + reached + logged(scenario))
}

/// Memory for what is told of the customers of one replication when it is over (bytes).
fn told(scenario: &Scenario) -> f64 {
    let of_each = if scenario.strategies.iter().any(meet) { BYTES_PER_CUSTOMER_TOLD } else { 0.0 };
    customers(scenario) * of_each
}

/// Whether customers meet, in a line, at a shelf or over a budget, so that all of them are held at once.
fn meet(strategy: &Strategy) -> bool {
    let mechanisms = || mechanism::of(&strategy.market, &strategy.later);
    !strategy.market.pools.is_empty() || mechanisms().iter().any(|one| one.couples_customers())
}

/// Customers of one replication, with those who are expected to join.
fn customers(scenario: &Scenario) -> f64 {
    let joiners = |strategy: &Strategy| strategy.market.joiners(scenario.run.horizon_days);
    let most = scenario.strategies.iter().map(joiners).fold(0.0, f64::max);
    f64::from(scenario.run.customers) * (1.0 + most)
}

/// Memory for the contacts of one customer, where all are written down until the end (bytes).
fn logged(scenario: &Scenario) -> f64 {
    let market = &scenario.strategies[scenario.baseline()].market;
    let Asked { dashboards, elapsed, channels_used, repeat_within_days, .. } = scenario.run.asked;
    let is_logged = elapsed || channels_used || repeat_within_days.is_some();
    let bytes = match dashboards {
        1.. => BYTES_PER_NEED_OF_DASHBOARDS,
        0 if is_logged && scenario.strategies.iter().any(meet) => BYTES_PER_LOGGED_NEED,
        0 => return 0.0,
    };
    let a_year = |needs: &Needs| needs.every_days.map_or(needs.per_year.unwrap_or(0.0), |days| DAYS_A_YEAR / days);
    let of_segment = |segment: &Segment| segment.share * segment.needs.iter().flatten().map(a_year).sum::<f64>();
    let needs = market.segments.iter().map(of_segment).sum::<f64>() * scenario.run.horizon_days / DAYS_A_YEAR;
    needs * bytes
}

fn values(scenario: &Scenario) -> f64 {
    let weeks = scenario.run.horizon_days / 7.0 + 1.0;
    let each = layout(&scenario.names, &scenario.run).len() as f64
        + weeks * SERIES.len() as f64
        + rows(scenario.run.asked.dashboards, scenario.names.channels.len()).len() as f64
        + 24.0 * scenario.names.channels.len() as f64
        + cohorts(scenario);
    each * experiment::runs(scenario) as f64
}

/// Values of cohorts, by part and age.
fn cohorts(scenario: &Scenario) -> f64 {
    if !scenario.run.asked.joins {
        return 0.0;
    }
    let horizon = micros(scenario.run.horizon_days * MINUTES_PER_DAY);
    let ages: usize = (0..cohorts::cohorts(horizon)).map(|cohort| cohorts::seen_through(horizon, cohort).len()).sum();
    (ages * COHORTS.len() * (1 + scenario.names.segments.len())) as f64
}

/// Whether there is room.
enum Room {
    Enough,
    /// Only so much memory (bytes).
    Memory(f64),
    /// Less address space, how much is not known.
    AddressSpace,
}

fn found(needed: f64, threads: usize) -> Room {
    if let Some(free) = free_bytes().filter(|&free| free < needed) {
        return Room::Memory(free);
    }
    // Room that is asked for and not used costs nothing, and is refused where the system has a limit for it.
    let space = needed + threads as f64 * SPACE_PER_THREAD;
    let mut room: Vec<u8> = Vec::new();
    let is_refused = black_box(&mut room).try_reserve_exact(space as usize).is_err();
    if is_refused { Room::AddressSpace } else { Room::Enough }
}

/// Free memory of the machine, or of the container, if that is less, where the system tells (bytes).
fn free_bytes() -> Option<f64> {
    let mut system = System::new().ok()?;
    system.refresh_memory();
    let of_machine = Some(system.available_memory()).filter(|&bytes| bytes > 0);
    [of_machine, free_in_container(&mut system)].into_iter().flatten().min().map(|bytes| bytes as f64)
}

/// What a container's programs leave of its memory; what it keeps of files it gives back when asked.
fn free_in_container(system: &mut System) -> Option<u64> {
    let this = sysinfo::get_current_pid().ok()?;
    system.refresh_processes_specifics(ProcessesToUpdate::Some(&[this]), false, ProcessRefreshKind::nothing());
    let limits = system.process(this)?.cgroup_limits()?;
    Some(limits.total_memory.saturating_sub(limits.rss))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dashboards::{asked_for, dashboards};
    use crate::scenario::{Source, Wishes, understand};

    /// Peaks of `/usr/bin/time -v throughline run FILE --as all`, or `--as asterisk/sl` where that took more, `--replications 1 --threads 1 --charts none` (kB).
    /// Of these, some 11,000 are the program with 20,000 customers and no dashboards.
    const MEASURED: [(&str, u32, f64); 8] = [
        (include_str!("../../scenarios/contact-centre.toml"), 20_000, 82_236.0),
        (include_str!("../../scenarios/contact-centre.toml"), 100_000, 297_636.0),
        (include_str!("../../scenarios/fashion.toml"), 20_000, 95_832.0),
        (include_str!("../../scenarios/fashion.toml"), 60_000, 240_608.0),
        (include_str!("../../scenarios/retail.toml"), 20_000, 96_456.0),
        (include_str!("../../scenarios/retail.toml"), 100_000, 376_148.0),
        (include_str!("../../scenarios/support-desk.toml"), 20_000, 93_728.0),
        (include_str!("../../scenarios/support-desk.toml"), 100_000, 340_436.0),
    ];

    #[test]
    fn what_dashboards_took_when_it_was_measured_is_no_more_than_what_is_reckoned_and_a_third_of_it_at_least() {
        for (text, customers, measured) in MEASURED {
            let source = Source::parse("t.toml".into(), text.into()).unwrap_or_else(|error| panic!("{error}"));
            let mut scenario = understand(&source, "t", &Wishes::default()).unwrap_or_else(|error| panic!("{error}"));
            (scenario.run.customers, scenario.run.replications) = (customers, 1);
            scenario.run.asked.dashboards = asked_for(dashboards());
            let reckoned = market(&scenario) + values(&scenario) * BYTES_PER_VALUE;
            let measured = (measured - 11_000.0) * 1024.0;
            assert!(measured <= reckoned && reckoned <= 3.0 * measured, "{reckoned} for {measured}");
        }
    }
}
