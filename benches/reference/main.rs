//! Runs a reference market by the engine or by a hand-written loop, and prints its totals, times and memory as JSON.
//!
//! `reference PROGRAM CUSTOMERS SEED REPLICATIONS`: see `benches/README.md`.
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
use throughline::model::experience::Ended;
use throughline::model::journey::{Customer, Journey};
use throughline::model::rules::Rules;

type Program = Box<dyn Fn(u64, u32) -> Totals>;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let [program, customers, seed, replications] = words.as_slice() else {
        eprintln!("usage: reference PROGRAM CUSTOMERS SEED REPLICATIONS");
        std::process::exit(2);
    };
    let number = |text: &String| text.parse::<u32>().expect("CUSTOMERS, SEED and REPLICATIONS are numbers");
    let customers = number(customers);
    let run = program_of(program, customers);
    let mut outcomes = Vec::new();
    let mut seconds = Vec::new();
    for replication in 0..number(replications) {
        let start = Instant::now();
        let totals = run(u64::from(number(seed)), replication);
        seconds.push(start.elapsed().as_secs_f64());
        let named = totals.named().map(|(name, value)| (name.to_string(), value.into()));
        outcomes.push(serde_json::Value::Object(named.into_iter().collect()));
    }
    println!("{}", serde_json::json!({ "outcomes": outcomes, "seconds": seconds, "peak_mb": peak_megabytes() }));
}

fn program_of(name: &str, customers: u32) -> Program {
    match name {
        "rm1-engine" => {
            let rules = market::independent(customers);
            Box::new(move |seed, r| Totals::of(&replicate(&rules, ReplicationLuck::new(seed, r), 0..customers)))
        }
        "rm1-in-time" => {
            let rules = market::independent(customers);
            Box::new(move |seed, r| {
                let mut tally = Tally::new(&rules);
                in_time(&rules, ReplicationLuck::new(seed, r), 0..customers, &mut tally);
                Totals::of(&tally)
            })
        }
        "rm1-totals" => {
            let rules = market::independent(customers);
            Box::new(move |seed, r| {
                let mut five = FiveTotals::default();
                one_by_one(&rules, ReplicationLuck::new(seed, r), 0..customers, &mut five);
                five.into()
            })
        }
        "rm2-engine" => {
            let rules = market::staffed(customers);
            Box::new(move |seed, r| Totals::of(&replicate(&rules, ReplicationLuck::new(seed, r), 0..customers)))
        }
        "rm1-addressed" => Box::new(move |seed, r| addressed::replicate(ReplicationLuck::new(seed, r), customers)),
        "rm1-sequential" => {
            Box::new(move |seed, r| sequential::replicate(ReplicationLuck::new(seed, r).seed(), customers))
        }
        "rm2-staffed" => Box::new(move |seed, r| staffed::replicate(ReplicationLuck::new(seed, r), customers)),
        _ => panic!("there is no program {name}"),
    }
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
        self.completed += u64::from(ending.ended == Ended::Completed);
        self.revenue += ending.money.map_or(0, |(value, _)| value);
    }

    fn felt(&mut self, _: &Rules, customer: &Customer, _: f64, _: u64) {
        self.lost += u64::from(customer.lost);
    }
}

impl From<FiveTotals> for Totals {
    fn from(five: FiveTotals) -> Self {
        let FiveTotals { arrived, effort, completed, revenue, lost } = five;
        Self { arrived, effort, completed, revenue, lost, ..Self::default() }
    }
}

/// The most memory that this process has had resident.
fn peak_megabytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<f64>().ok()? / 1024.0)
}
