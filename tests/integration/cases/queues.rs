//! Desks of one channel: answers in time, second calls, lines that are looked at, shifts.

use super::{assert_exact_under, assert_reported, assert_right, assert_right_under, assert_simulated, case};
use crate::support::{mean_of, ratios, shipped, values_of};
use throughline::theory::lines::{Line, judged_lines, redialled};
use throughline::theory::pools::{Class, answers};
use throughline::theory::queues::erlang_c;
use throughline::theory::recontact::Retrials;
use throughline::theory::shifts::Desk;

/// Minutes in a year of 52 weeks.
const YEAR: f64 = 364.0 * 1440.0;
const FOREVER: f64 = f64::INFINITY;

/// Customers of a market of 10,000, by the needs of each in a year, a minute.
fn a_minute(per_year: f64) -> f64 {
    10_000.0 * per_year / YEAR
}

#[test]
fn calls_are_answered_within_twenty_seconds_as_often_as_erlang_a_says() {
    let study = case!("service-level");
    let calls = Class { mean_patience: 2.0, ..Class::calls(a_minute(174.72), 3.0) };
    let answers = answers(&calls, 9, 60, 1.0 / 3.0);
    assert_reported(answers.in_time, 0.5241, 1e-4);
    assert_right(&study, "service_level", "line", answers.in_time, 0.01);
    // The other usual definitions: short hang-ups as success, of the answered, short hang-ups left out.
    assert_reported(answers.in_time + answers.hung_up_in_time, 0.6071, 1e-4);
    assert_reported(answers.in_time / answers.answered, 0.6487, 1e-4);
    assert_reported(answers.in_time / (1.0 - answers.hung_up_in_time), 0.5715, 1e-4);
    assert_reported(answers.mean_wait, 0.349, 1e-3);
    assert_right(&study, "abandonment_rate", "line", 1.0 - answers.answered, 0.01);
}

#[test]
fn callers_who_hang_up_and_call_again_are_lost_as_often_as_the_orbit_says() {
    let study = case!("redial");
    let queue = Retrials {
        new_rate: a_minute(83.8656),
        mean_service: 3.0,
        mean_patience: 1.5,
        agents: 5,
        redial: 0.6,
        reconnect: 0.0,
    };
    let callers = redialled(&queue, 6.0, 40, 40);
    assert_reported(callers.calls, 1.1925, 1e-4);
    assert_reported(callers.hang_up, 0.2691, 1e-4);
    assert_reported(callers.lost, 0.1284, 1e-4);
    assert_right(&study, "contacts_per_journey", "", callers.calls, 0.005);
    assert_right(&study, "abandonment_rate", "line", callers.hang_up, 0.01);
    assert_right(&study, "given_up_rate", "", callers.lost, 0.01);
    assert_right(&study, "wait_minutes", "line", callers.mean_wait, 0.01);
}

#[test]
fn customers_who_see_the_line_stay_away_from_it() {
    let study = case!("balking");
    let line = Line { agents: 4, mean_service: 3.0, mean_patience: 5.0, longest: 40 };
    let joined = judged_lines(a_minute(89.1072), &[line], 0.8, &[-1.0])[0];
    assert_reported(joined.rate, 1.0595, 1e-4);
    assert_reported(joined.mean_wait, 0.3190, 1e-4);
    assert_reported(joined.hang_up, 0.0638, 1e-4);
    assert_right(&study, "contacts", "line", joined.rate * 30.0 * 1440.0, 0.005);
    assert_right(&study, "wait_minutes", "line", joined.mean_wait, 0.02);
    assert_right(&study, "abandonment_rate", "line", joined.hang_up, 0.02);
}

#[test]
fn customers_who_see_two_lines_turn_to_the_shorter_one() {
    let study = case!("shortest-queue");
    let rate = 1000.0 * 473.2 / YEAR;
    let big = Line { agents: 4, mean_service: 5.0, mean_patience: FOREVER, longest: 41 };
    let small = Line { agents: 1, longest: 20, ..big };
    let month = 28.0 * 1440.0;
    // The figures reported are those of a chain of 46 x 22 states; of 125 x 52 states waits are 3 in 100 longer.
    let reported = judged_lines(rate, &[big, small], 1.0, &[]);
    assert_reported(reported[0].mean_wait, 8.037, 1e-3);
    assert_reported(reported[1].mean_wait, 7.897, 1e-3);
    assert_reported(reported[0].rate * month, 29_191.0, 1.0);
    assert_reported(reported[1].rate * month, 7_209.0, 1.0);
    let joined = judged_lines(rate, &[Line { longest: 120, ..big }, Line { longest: 50, ..small }], 1.0, &[]);
    for (channel, joined) in ["big", "small"].into_iter().zip(joined) {
        assert_right(&study, "wait_minutes", channel, joined.mean_wait, 0.05);
        assert_right(&study, "contacts", channel, joined.rate * month, 0.005);
    }
}

#[test]
fn a_night_shift_begins_with_nobody_there_and_turns_away_who_waits_in_the_morning() {
    let study = case!("night-shift");
    let desk = Desk { agents: 9, mean_service: 3.0, mean_patience: 3.0, longest: 60 };
    let night = desk.shift(&[(480.0, 3.0 * a_minute(52.416))]);
    assert_reported(night.hung_up() / night.calls(), 0.12996, 1e-5);
    assert_reported(night.waiting(), 1.186, 1e-3);
    assert_reported(night.waited() / night.calls(), 0.3899, 1e-4);
    assert_reported(night.worked() / 480.0 / 9.0, 0.8692, 1e-4);
    assert_right(&study, "abandonment_rate", "line", night.hung_up() / night.calls(), 0.01);
    assert_right(&study, "turned_away_contacts", "line", 14.0 * night.waiting(), 0.12);
    assert_right(&study, "wait_minutes", "line", night.waited() / night.calls(), 0.01);
    assert_right(&study, "occupancy", "staff.a", night.worked() / 480.0 / 9.0, 0.005);
}

#[test]
fn agents_whose_shift_ends_leave_when_they_are_done() {
    // Were the agents who stay those who happen to be free, so that only so many work at a time, it would be 18.45.
    assert_simulated(&case!("shift-shrinks"), "wait_minutes", "line", (16.29, 0.10), 0.015);
}

#[test]
fn a_thank_you_that_comes_back_as_work_lengthens_the_line_as_jackson_says() {
    let study = case!("thanks-reopens");
    let with = erlang_c(0.25 * 1.333, 5.0, 2).expect("a stable queue");
    let without = erlang_c(0.25, 5.0, 2).expect("a stable queue");
    assert_reported(with.mean_wait, 11.345, 1e-3);
    assert_reported(without.mean_wait, 3.205, 1e-3);
    assert_right(&study, "wait_minutes", "mail", with.mean_wait, 0.05);
    assert_right(&study, "occupancy", "staff.desk", 0.8331, 0.005);
    assert_right_under(&study, "thanks are filtered", "wait_minutes", "mail", without.mean_wait, 0.05);
    assert_right_under(&study, "thanks are filtered", "occupancy", "staff.desk", 0.625, 0.005);
}

#[test]
fn a_day_of_overload_counts_the_waits_of_those_who_still_wait_at_its_end() {
    let study = case!("overload-one-day");
    let desk = Desk { agents: 5, mean_service: 4.0, mean_patience: FOREVER, longest: 700 };
    let wait = desk.shift(&[(1440.0, a_minute(78.624))]).wait_to_the_last();
    // Simulated apart with a standard error of 2.2: 144.8; the fluid limit is 144.
    assert!((wait - 144.8).abs() < 3.0 * 2.2, "{wait}");
    assert_right(&study, "wait_minutes", "line", wait, 0.03);
    assert_exact_under(&study, "one", "censored_contacts", "line", 0.0);
    // A quarter of the day's arrivals beyond what is served, 5 x 72 of them.
    assert_right(&study, "contacts_in_line_at_horizon", "line", 360.0, 0.05);
}

#[test]
fn calls_outside_hours_come_back_after_the_opening_all_at_once_or_over_the_morning() {
    let set = |minutes: &'static str| {
        shipped(include_str!("closed-at-night.toml"), &[("journey.call.return_minutes", minutes)], &[])
    };
    let desk = Desk { agents: 5, mean_service: 3.0, mean_patience: 3.0, longest: 200 };
    for (study, return_minutes) in [(case!("closed-at-night"), 30.0_f64), (set("180"), 180.0)] {
        // Two thirds of all calls, who was turned away the day before (next to nobody), and who came back too late.
        let outside = (960.0 + 0.13) / (1.0 - f64::exp(-480.0 / return_minutes));
        let still_away = |minute: u32| f64::exp(-f64::from(minute) / return_minutes);
        let spells: Vec<(f64, f64)> =
            (0..480).map(|minute| (1.0, 1.0 + outside * (still_away(minute) - still_away(minute + 1)))).collect();
        let day = desk.shift(&spells);
        assert_right(&study, "abandonment_rate", "line", day.hung_up() / day.calls(), 0.01);
        assert_right(&study, "wait_minutes", "line", day.waited() / day.calls(), 0.01);
    }
}

#[test]
fn whoever_needs_ninety_minutes_to_get_there_arrives_after_closing() {
    let study = case!("access-takes-time");
    // All set out between 16 and 17 and find the desk closed; they come again in the morning, and but one in thousands
    // pauses for so long that it is too late again. Who sets out on the last day comes again after the horizon.
    let served = values_of(&study, 0, "contacts", "desk");
    let in_vain = values_of(&study, 0, "trips_in_vain", "desk");
    assert!(ratios(&served, &in_vain).iter().all(|&again| (0.94..=1.0).contains(&again)), "{served:?} {in_vain:?}");
    for hour in [17, 18, 19] {
        assert!(study.hour(0, 0, hour).is_none(), "somebody is served at {hour}");
    }
    for (metric, right) in
        [("contacts_per_journey", 2.0), ("failed_contacts_per_journey", 1.0), ("effort_access", 180.0)]
    {
        let mean = mean_of(&study, 0, metric, "");
        assert!((mean / right - 1.0).abs() < 0.001, "{metric}: {mean}");
    }
}
