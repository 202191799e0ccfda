//! The engine against hand-written loops of the same law, `benches/LAWS.md`: equal to the last unit where both have the
//! same luck, and within 3.5 standard errors where they do not.

#[path = "../../benches/reference/addressed.rs"]
mod addressed;
#[path = "../../benches/reference/market.rs"]
mod market;
#[path = "../../benches/reference/sequential.rs"]
mod sequential;
#[path = "../../benches/reference/staffed.rs"]
mod staffed;

use market::Totals;
use throughline::chance::ReplicationLuck;
use throughline::engine::{Tally, in_time, replicate};
use throughline::experiment::{Order, simulate};
use throughline::model::rules::Rules;
use throughline::scenario::MOST_STEPS;
use throughline::scenario::timetable::{DAY, Micros};
use throughline::stats::Estimate;

const CUSTOMERS: u32 = 3_000;

fn luck(replication: u32) -> ReplicationLuck {
    ReplicationLuck::new(11, replication)
}

#[test]
fn independent_customers_come_out_as_in_a_loop_written_by_hand() {
    let (rules, tables) = (market::independent(CUSTOMERS, None), addressed::Tables::new());
    for r in 0..3 {
        let engine = Totals::of(&replicate(&rules, luck(r), 0..CUSTOMERS));
        assert_eq!(engine, addressed::replicate(&tables, luck(r), CUSTOMERS));
        assert!(engine.repeats > 0 && engine.given_up > 0 && engine.lost > 0);
    }
}

#[test]
fn a_market_of_fewer_days_ends_after_them() {
    let arrived = |days| {
        let rules = market::independent(CUSTOMERS, days);
        assert_eq!(rules.horizon, Micros::from(days.unwrap_or(364)) * DAY);
        Totals::of(&replicate(&rules, luck(0), 0..CUSTOMERS)).arrived
    };
    let (year, quarter) = (arrived(None), arrived(Some(91)));
    assert!((year / 5..year / 3).contains(&quarter), "{quarter} of {year}");
}

#[test]
fn customers_who_meet_in_queues_come_out_as_in_a_loop_written_by_hand() {
    let customers = 20_000;
    let (rules, tables) = (market::staffed(customers, None), addressed::Tables::new());
    for r in 0..2 {
        let engine = Totals::of(&replicate(&rules, luck(r), 0..customers));
        assert_eq!(engine, staffed::replicate(&tables, luck(r), customers));
        assert!(engine.hung_up > 0 && engine.waited > 0);
    }
}

#[test]
fn parts_of_a_market_in_parallel_come_out_as_the_whole() {
    let customers = 40_000;
    let rules = market::independent(customers, None);
    let whole = replicate(&rules, luck(0), 0..customers);
    assert_eq!(simulate(&rules, luck(0), Order::Forward), whole);
    assert_eq!(simulate(&rules, luck(0), Order::Reverse), whole);
}

#[test]
fn what_is_seen_through_ahead_of_its_time_comes_out_as_taken_step_by_step() {
    for mut rules in [market::independent(CUSTOMERS, None), market::staffed(CUSTOMERS, None)] {
        let ahead = in_order_of_time(&rules);
        rules.habit_pulls = true;
        rules.journeys[0].judged = [u16::MAX; MOST_STEPS + 1];
        assert_eq!(in_order_of_time(&rules), ahead);
    }
}

fn in_order_of_time(rules: &Rules) -> Tally {
    let mut tally = Tally::new(rules);
    in_time(rules, luck(0), 0..CUSTOMERS, &mut tally);
    tally
}

#[test]
fn a_choice_looked_up_comes_out_as_one_worked_out() {
    let mut rules = market::independent(CUSTOMERS, None);
    let looked_up = replicate(&rules, luck(0), 0..CUSTOMERS);
    rules.all_choose_alike = false;
    assert_eq!(replicate(&rules, luck(0), 0..CUSTOMERS), looked_up);
}

#[test]
fn a_loop_with_luck_of_its_own_agrees_within_its_error() {
    let rules = market::independent(CUSTOMERS, None);
    let tables = sequential::Tables::new();
    let runs = |of: &dyn Fn(u32) -> Totals| -> Vec<Vec<(&str, f64)>> { (0..40).map(|r| of(r).named()).collect() };
    let engine = runs(&|r| Totals::of(&replicate(&rules, luck(r), 0..CUSTOMERS)));
    let sequential = runs(&|r| sequential::replicate(&tables, luck(r).seed(), CUSTOMERS));
    for outcome in 0..engine[0].len() {
        let name = engine[0][outcome].0;
        let estimate = |runs: &[Vec<(&str, f64)>]| {
            Estimate::of(&runs.iter().map(|run| run[outcome].1).collect::<Vec<_>>()).expect("forty values")
        };
        let (ours, theirs) = (estimate(&engine), estimate(&sequential));
        let error = |estimate: &Estimate| estimate.se.expect("an error of forty");
        let z = (ours.mean - theirs.mean) / error(&ours).hypot(error(&theirs));
        assert!(z.abs() < 3.5, "{name}: {} against {}, z = {z}", ours.mean, theirs.mean);
    }
}
