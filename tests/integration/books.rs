//! The books balance: every contact and every journey ends exactly once, and staff is paid by the timetable.

use crate::exactness::{BUSY_MARKET, MULTICHANNEL, busy};
use crate::support::scenario;
use throughline::chance::{Laws, ReplicationLuck, cause_address};
use throughline::engine::tally::{Contacts, Endings};
use throughline::engine::{Tally, in_time, replicate};
use throughline::model::day_factors::DayFactors;
use throughline::model::experience::Ended;
use throughline::model::needs::next_need;
use throughline::model::rules::Rules;
use throughline::model::traits::segment;
use throughline::scenario::MOST_STEPS;
use throughline::scenario::timetable::HOUR;

const LUCK: ReplicationLuck = ReplicationLuck::new(5, 0);

fn tally(text: &str) -> (Rules, Tally) {
    let scenario = scenario(text);
    let rules = Rules::new(&scenario.run, &scenario.names, &scenario.strategies[0].market, &mut Laws::default());
    let tally = replicate(&rules, LUCK, 0..rules.customers);
    (rules, tally)
}

/// The busy market with hardly anybody on duty, and letters whose senders wait for ever.
fn swamped(text: &str) -> String {
    text.replace("mon-fri 09:00-17:00", "mon 09:00-11:00")
        .replace("mon 10:00-14:00", "mon 09:00-11:00")
        .replace("patience_minutes = 300", "patience_minutes = inf")
}

#[test]
fn every_contact_ends_served_hung_up_turned_away_or_censored() {
    let (rules, tally) = tally(&swamped(&busy(MULTICHANNEL).replace("customers = 400", "customers = 3000")));
    let mut seen = [0; 4];
    for cell in tally.contacts.cells() {
        for (seen, more) in seen.iter_mut().zip([cell.served, cell.hung_up, cell.turned_away, cell.censored]) {
            *seen += more;
        }
    }
    // Passages are counted when a contact arrives, its end when it ends.
    for channel in 0..rules.channels.len() {
        let arrived: u64 = tally.flow.rows().map(|row| row[channel]).sum();
        assert_eq!(tally.contacts.rows().map(|row| row[channel].arrived()).sum::<u64>(), arrived);
    }
    assert!(seen.iter().all(|&count| count > 0), "the test shows nothing where nothing happens: {seen:?}");
}

/// The busy market without what brings needs about or ends them by what happened: no questions after purchases, nobody
/// lost, all reported, nobody without a channel. Long pauses leave some contracts open at the horizon.
fn steady(strategy: &str) -> String {
    let follows = "follows = [{ journey = \"purchase\", probability = 0.3, after_days = 2 }]\n";
    busy(strategy)
        .replace(follows, "")
        .replace("warm_up_days = 7", "warm_up_days = 0")
        .replace("reach = { store = 0.5, ", "reach = { ")
        .replace("[journey.contract]", "[journey.contract]\npause_days = 20")
        .replace("share = 0.", "loss = { a = 0, b = 1 }\nshare = 0.")
}

/// Needs that arise before the counted end, `[segment and journey]`, from the customers' luck alone.
fn needs(rules: &Rules) -> Vec<u64> {
    let mut needs = vec![0; rules.segments.len() * rules.journeys.len()];
    for luck in (0..rules.customers).map(|customer| LUCK.customer(customer)) {
        let segment = usize::from(segment(rules, luck));
        for (j, journey) in rules.journeys.iter().enumerate() {
            let next = |k, before| {
                let own = luck.journey(cause_address(0, journey.address), k);
                next_need(
                    &rules.segments[segment].needs[j],
                    DayFactors::pace(None, 0, journey),
                    || luck.rate(journey.address),
                    own,
                    k,
                    before,
                )
            };
            let (mut k, mut at) = (0, next(0, 0));
            while let Some(before) = at.filter(|&at| at < rules.counted_until) {
                needs[segment * rules.journeys.len() + j] += 1;
                k += 1;
                at = next(k, before);
            }
        }
    }
    needs
}

#[test]
fn every_need_ends_completed_left_given_up_or_censored_exactly_once_under_any_strategy() {
    let integrated = MULTICHANNEL.to_string() + "levels = { identity = 1, continuity = 1, routing = 1 }\n";
    for strategy in [MULTICHANNEL, &integrated] {
        let (rules, tally) = tally(&swamped(&steady(strategy)));
        let mut seen = [0; 4];
        for ((cells, censored), needs) in tally.journeys.rows().zip(tally.censored.cells()).zip(needs(&rules)) {
            let mut endings = Endings::default();
            endings.add(cells);
            let completed = endings.completed().ended;
            let (left, given_up) =
                (endings.of(&[Ended::Left]).ended, endings.of(&[Ended::GivenUp, Ended::CutOff]).ended);
            assert_eq!(completed + left + given_up + censored, needs);
            for (seen, more) in seen.iter_mut().zip([completed, left, given_up, *censored]) {
                *seen += more;
            }
        }
        assert!(seen.iter().all(|&count| count > 0), "the test shows nothing where nothing happens: {seen:?}");
    }
}

#[test]
fn every_customer_belongs_to_one_segment() {
    let (rules, tally) = tally(&busy(MULTICHANNEL));
    assert_eq!(tally.customers.cells().iter().map(|cell| cell.all).sum::<u64>(), u64::from(rules.customers));
}

#[test]
fn contacts_add_up_over_channels_passages_and_weeks() {
    let (_, tally) = tally(&busy(MULTICHANNEL).replace("warm_up_days = 7", "warm_up_days = 0"));
    let by_channel: u64 = tally.contacts.cells().iter().map(Contacts::arrived).sum();
    let by_passage: u64 = tally.flow.cells().iter().sum();
    let by_week: u64 = tally.weeks.cells().iter().map(|week| week.contacts).sum();
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
        assert_eq!(tally.hours[(2, hour)].waits, 0, "calls at {hour} o'clock");
    }
    let opening = rules.pools[0].timetable.next_opening(0).expect("the pool opens");
    assert_eq!(opening, 9 * HOUR);
    // Whoever found all closed comes half an hour after the opening on average: an eighth of them only after an hour.
    let calls: Vec<u64> = tally.hours.row(2).iter().map(|hour| hour.waits).collect();
    assert!(5 * calls[10] > 6 * calls[14], "{calls:?}");
    assert!(calls[9] > 2 * calls[10], "{calls:?}");
}

#[test]
fn independent_customers_give_the_same_tally_one_by_one_and_in_time_whole_split_and_reversed() {
    let without_staff = BUSY_MARKET.split("[staff").next().expect("a part");
    for habit in [0.0, 0.8] {
        gives_the_same_tally(&format!("{without_staff}[choice]\nhabit = {habit}\n{MULTICHANNEL}"));
    }
}

fn gives_the_same_tally(text: &str) {
    let (rules, whole) = tally(text);
    let mut parts = Tally::new(&rules);
    for part in [300..400, 0..120, 120..300] {
        parts.add(&replicate(&rules, LUCK, part));
    }
    assert_eq!(parts, whole);
    assert_eq!(replicate(&rules, LUCK, (0..rules.customers).rev()), whole);
    let timed = |customers: &mut dyn Iterator<Item = u32>, tally: &mut Tally| in_time(&rules, LUCK, customers, tally);
    let mut together = [Tally::new(&rules), Tally::new(&rules), Tally::new(&rules)];
    timed(&mut (0..rules.customers), &mut together[0]);
    timed(&mut (0..rules.customers).rev(), &mut together[1]);
    timed(&mut (150..rules.customers), &mut together[2]);
    timed(&mut (0..150), &mut together[2]);
    for tally in together {
        assert_eq!(tally, whole);
    }
}

#[test]
fn what_is_seen_through_ahead_of_its_time_comes_out_as_taken_step_by_step() {
    let choices = [
        "wait_aversion = 0.3",
        "habit = 0",
        "wait_aversion = 0",
        "habit = 0\nwait_aversion = 0",
        "habit = 0\noutside = 0",
    ];
    for (choice, pause) in
        choices.into_iter().flat_map(|choice| [(choice, "pause_days = 1"), (choice, "pause_days = 0")])
    {
        let reopens = "give_up_days = 7\nreopens = { probability = 0.3, after_days = 2 }";
        let text = busy(&format!("[choice]\n{choice}\n{MULTICHANNEL}"))
            .replace("customers = 400", "customers = 1200")
            .replace("[channel.web]", "[channel.web]\ntransfer = 0.3")
            .replace("success = 0.5, minutes = { mean = 3 }", "success = 0.9, minutes = { mean = 60 }")
            .replace("occasion = true", &format!("occasion = true\n{pause}"))
            .replace("[journey.question]", &format!("[journey.question]\n{pause}\n{reopens}"));
        let (mut rules, ahead) = tally(&text);
        let happened = |what: fn(&Contacts) -> u64| ahead.contacts.cells().iter().map(what).sum::<u64>() > 0;
        assert!(happened(|cell| cell.passed_on) && happened(|cell| cell.hung_up) && happened(|cell| cell.turned_away));
        assert!(ahead.journeys.cells().iter().any(|cell| cell.reopened > 0));
        rules.habit_pulls = true;
        rules.journeys.iter_mut().for_each(|journey| journey.judged = [u16::MAX; MOST_STEPS + 1]);
        assert_eq!(replicate(&rules, LUCK, 0..rules.customers), ahead, "{choice} {pause}");
    }
}
