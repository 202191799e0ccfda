//! Whether a job fits in memory, found out before it starts.

use super::Failure;
use crate::experiment;
use crate::outcomes::{SERIES, layout};
use crate::report::charts;
use crate::scenario::load::Loaded;
use crate::scenario::meant::{Asked, Needs, Segment};
use crate::scenario::{BYTES_PER_CUSTOMER, Scenario};
use std::hint::black_box;
use sysinfo::{ProcessRefreshKind, ProcessesToUpdate, System};

/// Memory that a value of a replication takes, with its line in the table (bytes).
const BYTES_PER_VALUE: f64 = 200.0;
/// Memory that the contacts of one need take where they are written down: three of them, in a list that doubles (bytes).
const BYTES_PER_LOGGED_NEED: f64 = 300.0;
/// Days in a year of 52 weeks.
const DAYS_A_YEAR: f64 = 364.0;
/// Memory that drawing a chart takes (bytes).
const BYTES_PER_CHART: f64 = 70e6;
/// Address space of a thread beyond that: its stack, and what the system sets aside for it (bytes).
const SPACE_PER_THREAD: f64 = 110e6;

/// Refuses what would not fit.
pub fn check(loaded: &[Loaded], threads: usize) -> Result<(), Failure> {
    let largest = loaded.iter().map(|one| f64::from(one.scenario.run.customers)).fold(0.0, f64::max);
    let customers = loaded.iter().map(|one| market(&one.scenario)).fold(0.0, f64::max) * threads as f64;
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
    f64::from(scenario.run.customers) * (BYTES_PER_CUSTOMER + logged(scenario))
}

/// Memory for the contacts of one customer, where all are written down until the end (bytes).
fn logged(scenario: &Scenario) -> f64 {
    let market = &scenario.strategies[scenario.baseline()].market;
    let is_kept = scenario.run.asked.dashboards != 0 || !market.pools.is_empty();
    if scenario.run.asked == Asked::default() || !is_kept {
        return 0.0;
    }
    let a_year = |needs: &Needs| needs.every_days.map_or(needs.per_year.unwrap_or(0.0), |days| DAYS_A_YEAR / days);
    let of_segment = |segment: &Segment| segment.share * segment.needs.iter().flatten().map(a_year).sum::<f64>();
    let needs = market.segments.iter().map(of_segment).sum::<f64>() * scenario.run.horizon_days / DAYS_A_YEAR;
    needs * BYTES_PER_LOGGED_NEED
}

fn values(scenario: &Scenario) -> f64 {
    let weeks = scenario.run.horizon_days / 7.0 + 1.0;
    let each = layout(&scenario.names, &scenario.run.asked).len() as f64
        + weeks * SERIES.len() as f64
        + 24.0 * scenario.names.channels.len() as f64;
    each * experiment::runs(scenario) as f64
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
