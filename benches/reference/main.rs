//! Runs a reference market by the engine or by a hand-written loop, and prints its totals, times and memory as JSON.
//!
//! `reference PROGRAM CUSTOMERS SEED REPLICATIONS [DAYS]`: see `benches/README.md`.
#![allow(clippy::disallowed_methods, reason = "this program measures time")]
#![allow(missing_docs, reason = "a program, not a library")]

mod addressed;
mod market;
mod sequential;
mod staffed;

use market::Totals;
use std::time::Instant;
use throughline::chance::ReplicationLuck;
use throughline::engine::tally::{Ending, Record};
use throughline::engine::{Tally, in_time, one_by_one, replicate};
use throughline::experiment::{Order, simulate};
use throughline::model::journey::{Customer, Journey};
use throughline::model::rules::Rules;

/// Totals of a replication of a seed, by name.
type Program = Box<dyn Fn(u64, u32) -> Vec<(&'static str, f64)>>;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    if words.is_empty() {
        println!("reference PROGRAM CUSTOMERS SEED REPLICATIONS [DAYS]: see benches/README.md");
        return;
    }
    let program = &words[0];
    let numbers: Option<Vec<u32>> = words[1..].iter().map(|word| word.parse().ok()).collect();
    let (customers, seed, replications, days) = match numbers.as_deref() {
        Some(&[customers, seed, replications]) => (customers, seed, replications, None),
        Some(&[customers, seed, replications, days]) => (customers, seed, replications, Some(days)),
        _ => {
            eprintln!("usage: reference PROGRAM CUSTOMERS SEED REPLICATIONS [DAYS]");
            std::process::exit(2);
        }
    };
    let Some(run) = program_of(program, customers, days) else {
        eprintln!("there is no program {program}, or none that takes DAYS");
        std::process::exit(2);
    };
    let mut outcomes = Vec::new();
    let mut seconds = Vec::new();
    for replication in 0..replications {
        let start = Instant::now();
        let totals = run(u64::from(seed), replication);
        seconds.push(start.elapsed().as_secs_f64());
        let named = totals.into_iter().map(|(name, value)| (name.to_string(), value.into()));
        outcomes.push(serde_json::Value::Object(named.collect()));
    }
    println!("{}", serde_json::json!({ "outcomes": outcomes, "seconds": seconds, "peak_mb": peak_megabytes() }));
}

fn program_of(name: &str, customers: u32, days: Option<u32>) -> Option<Program> {
    let luck = ReplicationLuck::new;
    let (market_1, market_2) = (market::independent(customers, days), market::staffed(customers, days));
    if days.is_some() && !name.ends_with("engine") {
        return None;
    }
    Some(match name {
        "rm1-engine" => Box::new(move |seed, r| Totals::of(&replicate(&market_1, luck(seed, r), 0..customers)).named()),
        "rm1-threads" => {
            Box::new(move |seed, r| Totals::of(&simulate(&market_1, luck(seed, r), Order::Forward)).named())
        }
        "rm1-in-time" => Box::new(move |seed, r| {
            let mut tally = Tally::new(&market_1);
            in_time(&market_1, luck(seed, r), 0..customers, &mut tally);
            Totals::of(&tally).named()
        }),
        "rm1-totals" => Box::new(move |seed, r| {
            let mut five = FiveTotals::default();
            one_by_one(&market_1, luck(seed, r), 0..customers, &mut five);
            five.named()
        }),
        "rm1-addressed" => {
            let tables = addressed::Tables::new();
            Box::new(move |seed, r| addressed::replicate(&tables, luck(seed, r), customers).named())
        }
        "rm1-sequential" => {
            let tables = sequential::Tables::new();
            Box::new(move |seed, r| sequential::replicate(&tables, luck(seed, r).seed(), customers).named())
        }
        "rm2-engine" => {
            Box::new(move |seed, r| with_waiting(&Totals::of(&replicate(&market_2, luck(seed, r), 0..customers))))
        }
        "rm2-staffed" => {
            let tables = addressed::Tables::new();
            Box::new(move |seed, r| with_waiting(&staffed::replicate(&tables, luck(seed, r), customers)))
        }
        _ => return None,
    })
}

/// The totals of market 2.
fn with_waiting(totals: &Totals) -> Vec<(&'static str, f64)> {
    let waiting = [("waited", totals.waited as f64 / 1e6), ("hung_up", totals.hung_up as f64)];
    totals.named().into_iter().chain(waiting).collect()
}

/// A record of the least that says anything: contacts, effort and orders, value, and customers lost.
#[derive(Default)]
struct FiveTotals {
    arrived: u64,
    effort: u64,
    completed: u64,
    revenue: u64,
    lost: u64,
}

impl Record for FiveTotals {
    fn arrived(&mut self, _: &Rules, _: &Journey) {
        self.arrived += 1;
    }

    fn ended(&mut self, _: &Rules, journey: &Journey, ending: &Ending, _: u64) {
        self.effort += journey.total_effort;
        self.completed += u64::from(ending.ended.is_completed());
        self.revenue += ending.money.map_or(0, |(value, _)| value);
    }

    fn felt(&mut self, _: &Rules, _: u32, customer: &Customer, _: f64, _: u64) {
        self.lost += u64::from(customer.lost);
    }
}

impl FiveTotals {
    /// Those that the engine counts in the same way.
    fn named(&self) -> Vec<(&'static str, f64)> {
        let Self { arrived, effort, completed, revenue, lost } = *self;
        let totals = Totals { arrived, completed, effort, revenue, lost, ..Totals::default() };
        let comparable = ["arrived", "revenue", "lost"];
        totals.named().into_iter().filter(|(name, _)| comparable.contains(name)).collect()
    }
}

/// The most memory that this process has had resident.
fn peak_megabytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<f64>().ok()? / 1024.0)
}
