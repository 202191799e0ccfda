//! The books balance: every contact and every journey ends exactly once, and staff is paid by the timetable.

use crate::exactness::{BUSY_MARKET, MULTICHANNEL, busy};
use crate::support::scenario;
use throughline::chance::ReplicationLuck;
use throughline::engine::{Tally, replicate};
use throughline::model::rules::Rules;
use throughline::scenario::timetable::HOUR;

fn tally(text: &str) -> (Rules, Tally) {
    let scenario = scenario(text);
    let rules = Rules::new(&scenario.run, &scenario.names, &scenario.strategies[0].market);
    let tally = replicate(&rules, ReplicationLuck::new(5, 0), 0..rules.customers);
    (rules, tally)
}

#[test]
fn every_contact_ends_served_hung_up_turned_away_or_censored() {
    let (_, tally) = tally(&busy(MULTICHANNEL).replace("customers = 400", "customers = 1200"));
    let mut seen = [0; 4];
    for cell in tally.contacts.iter().flatten().flatten() {
        assert_eq!(cell.arrived, cell.served + cell.hung_up + cell.turned_away + cell.censored);
        for (seen, more) in seen.iter_mut().zip([cell.served, cell.hung_up, cell.turned_away, cell.censored]) {
            *seen += more;
        }
    }
    assert!(seen.iter().all(|&count| count > 0), "the test shows nothing where nothing happens: {seen:?}");
}

#[test]
fn every_journey_ends_completed_left_given_up_or_censored() {
    let (_, multichannel) = tally(&busy(MULTICHANNEL));
    let integrated = MULTICHANNEL.to_string() + "levels = { identity = 1, continuity = 1, routing = 1 }\n";
    let (_, omnichannel) = tally(&busy(&integrated));
    let contracts = |tally: &Tally| -> u64 {
        tally
            .journeys
            .iter()
            .map(|row| row[2])
            .map(|cell| cell.completed + cell.left + cell.given_up + cell.censored)
            .sum()
    };
    // Contracts come by the calendar: as many under any strategy, but for customers lost at other times.
    assert!(contracts(&multichannel).abs_diff(contracts(&omnichannel)) * 20 < contracts(&multichannel));
    let customers: u64 = multichannel.customers.iter().map(|cell| cell.all).sum();
    assert_eq!(customers, 400);
}

#[test]
fn contacts_add_up_over_channels_passages_and_weeks() {
    let (_, tally) = tally(&busy(MULTICHANNEL).replace("warm_up_days = 7", "warm_up_days = 0"));
    let by_channel: u64 = tally.contacts.iter().flatten().flatten().map(|cell| cell.arrived).sum();
    let by_passage: u64 = tally.flow.iter().flatten().sum();
    let by_week: u64 = tally.weeks.iter().map(|week| week.contacts).sum();
    assert_eq!((by_channel, by_channel), (by_passage, by_week));
}

#[test]
fn paid_hours_equal_the_timetable() {
    let study = crate::support::study(&busy(MULTICHANNEL));
    // Nine full weeks after the warm-up: five days of eight hours, and four more on Mondays.
    assert!((crate::support::mean_of(&study, 0, "staffed_hours", "staff.agents") - 9.0 * 44.0).abs() < 1e-9);
    assert!((crate::support::mean(&study, "staff_cost") - 9.0 * 44.0 * 30.0).abs() < 1e-9);
}

#[test]
fn nobody_is_served_outside_hours_and_nobody_piles_up_at_the_opening() {
    let (rules, tally) = tally(&busy(MULTICHANNEL).replace("customers = 400", "customers = 4000"));
    for hour in (0..9).chain(17..24) {
        assert_eq!(tally.hours[2][hour].waits, 0, "calls at {hour} o'clock");
    }
    let opening = rules.pools[0].timetable.next_opening(0).expect("the pool opens");
    assert_eq!(opening, 9 * HOUR);
    // Whoever found all closed comes half an hour after the opening on average: an eighth of them only after an hour.
    let calls: Vec<u64> = tally.hours[2].iter().map(|hour| hour.waits).collect();
    assert!(2 * calls[10] > 3 * calls[14], "{calls:?}");
    assert!(calls[9] > 2 * calls[10], "{calls:?}");
}

#[test]
fn customers_alone_and_together_give_the_same_tally_when_added_up() {
    let text = format!("{}{MULTICHANNEL}", BUSY_MARKET.split("[staff").next().expect("a part"));
    let (rules, whole) = tally(&text);
    let mut parts = Tally::new(&rules);
    for part in [300..400, 0..120, 120..300] {
        parts.add(&replicate(&rules, ReplicationLuck::new(5, 0), part));
    }
    assert_eq!(parts, whole);
}
