//! Pools that mix calls, messages and chats, against the chain of their one rule: the first in line is served while an
//! agent is free for them, and nobody else is.

use crate::support::{assert_agrees, study};
use throughline::experiment::Study;
use throughline::theory::pools::{Class, DayFare, pool, pool_over_day};

/// The channels of a market, in the order of its classes.
const CHANNELS: [&str; 3] = ["first", "second", "third"];

/// A market of 10,000 customers with one channel for each class and one pool for all.
struct Mixture<'a> {
    classes: &'a [Class],
    days: u32,
    /// So many agents from one hour to another. Needs arise only while some are there.
    shifts: &'a [(usize, u32, u32)],
}

impl Mixture<'_> {
    fn study(&self) -> Study {
        study(&self.text())
    }

    fn text(&self) -> String {
        let open = |hour: &u32| self.shifts.iter().any(|(_, from, to)| (from..to).contains(&hour));
        let by_hour: Vec<u32> = (0..24).map(|hour| u32::from(open(&hour))).collect();
        let hours_open: u32 = by_hour.iter().sum();
        let shift = |(agents, from, to): &(usize, u32, u32)| {
            format!("{{ hours = \"mon-sun {from:02}:00-{to:02}:00\", servers = {agents} }}")
        };
        let channels = || self.classes.iter().zip(CHANNELS);
        format!(
            r#"
            [run]
            customers = 10_000
            horizon_days = {}
            warm_up_days = 1
            replications = 30
            seed = 12
            [segment.all]
            share = 1
            tolerance_minutes = {{ mean = inf }}
            loss = {{ a = 0, b = 1 }}
            {}
            {}
            [staff.all]
            serves = {:?}
            priority = {:?}
            timetable = [{}]
            [[strategy]]
            name = "one"
            baseline = true
            "#,
            self.days + 1,
            channels().map(|(class, name)| needs(class, name, hours_open)).collect::<Vec<_>>().concat(),
            channels().map(|(class, name)| channel(class, name, &by_hour)).collect::<Vec<_>>().concat(),
            &CHANNELS[..self.classes.len()],
            self.priority(),
            self.shifts.iter().map(shift).collect::<Vec<_>>().join(", "),
        )
    }

    /// The channels that come before others, the first of them first.
    fn priority(&self) -> Vec<&str> {
        let ranked = self.classes.iter().zip(CHANNELS).filter(|(class, _)| class.rank < 1);
        ranked.map(|(_, name)| name).collect()
    }
}

fn needs(class: &Class, name: &str, hours_open: u32) -> String {
    let per_year = class.rate * 60.0 * f64::from(hours_open) * 364.0 / 10_000.0;
    format!("needs.{name}_need = {{ per_year = {per_year} }}\n")
}

fn channel(class: &Class, name: &str, by_hour: &[u32]) -> String {
    let kind = match class {
        Class { message: true, .. } => "kind = \"messages\"".to_owned(),
        Class { slots: 1, .. } => "kind = \"live\"".to_owned(),
        Class { slots, slowdown, .. } => format!("kind = \"chat\"\nslots = {slots}\nslowdown = {slowdown}"),
    };
    format!(
        r#"
        [journey.{name}_need]
        steps = ["{name}_step"]
        retry = 0
        pause_days = 0
        give_up_days = 0.2
        by_hour = {by_hour:?}
        [channel.{name}]
        {kind}
        identify_minutes = 0
        patience_minutes = {}
        step.{name}_step = {{ minutes = {{ mean = {}, law = "exponential" }} }}
        "#,
        class.mean_patience, class.mean_service
    )
}

/// Waits, hang-ups and work of a pool that is always open against its chain, of which so little may be cut off.
fn assert_follows_its_chain(classes: &[Class], agents: usize, days: u32, longest: usize) {
    let law = pool(classes, agents, longest);
    assert!(law.cut < 1e-5, "a line of {longest} is too short: {}", law.cut);
    let study = Mixture { classes, days, shifts: &[(agents, 0, 24)] }.study();
    for ((class, fare), channel) in classes.iter().zip(&law.fares).zip(CHANNELS) {
        assert_agrees(&study, "wait_minutes", channel, fare.mean_wait, 0.03);
        if class.mean_patience < f64::INFINITY {
            assert_agrees(&study, "abandonment_rate", channel, fare.hang_up, 0.03);
        }
        if class.slots > 1 {
            assert_agrees(&study, "handle_minutes", channel, fare.mean_handling, 0.01);
        }
    }
    assert_agrees(&study, "occupancy", "staff.all", law.busy, 0.01);
}

const fn patient_for(mean_patience: f64, class: Class) -> Class {
    Class { mean_patience, ..class }
}

const fn first(class: Class) -> Class {
    Class { rank: 0, ..class }
}

/// Ten calls an hour of four minutes each, that hang up after three.
const CALLS: Class = patient_for(3.0, Class::calls(1.0 / 6.0, 4.0));
/// Five chats an hour of eight minutes, two at a time, that hang up after five.
const CHATS: Class = patient_for(5.0, Class::chats(1.0 / 12.0, 8.0, 2, 0.3));
/// Three mails an hour of five minutes.
const MAIL: Class = Class::messages(1.0 / 20.0, 5.0);

#[test]
fn calls_and_chats_are_served_in_the_order_in_which_they_came() {
    assert_follows_its_chain(&[CALLS, CHATS], 1, 30, 11);
}

#[test]
fn four_chats_at_a_time_hold_up_the_calls_behind_them() {
    let chats = patient_for(8.0, Class::chats(0.15, 6.0, 4, 0.15));
    assert_follows_its_chain(&[CALLS, chats], 1, 30, 11);
}

#[test]
fn calls_that_come_first_still_wait_for_an_idle_agent() {
    assert_follows_its_chain(&[first(CALLS), CHATS], 1, 30, 30);
    assert_follows_its_chain(&[first(CALLS), Class::chats(0.04, 8.0, 3, 0.5)], 1, 60, 40);
}

#[test]
fn a_chat_that_wants_its_agent_alone_is_as_a_call_to_other_chats() {
    let mixture = Mixture { classes: &[CALLS, CHATS], days: 10, shifts: &[(2, 0, 24)] };
    let (calls, text) = (mixture.study(), mixture.text());
    let alone = text.replace("kind = \"live\"", "kind = \"chat\"\nslots = 1");
    assert_ne!(alone, text);
    assert_eq!(study(&alone).outcomes, calls.outcomes);
    let with_others = text.replace("kind = \"live\"", "kind = \"chat\"\nslots = 3");
    assert_ne!(study(&with_others).outcomes, calls.outcomes);
}

#[test]
fn chats_that_come_first_join_others_over_the_heads_of_calls() {
    assert_follows_its_chain(&[CALLS, first(CHATS)], 1, 30, 30);
}

#[test]
fn chats_come_before_mail_unless_mail_has_priority() {
    let patient = Class::chats(0.06, 8.0, 3, 0.2);
    assert_follows_its_chain(&[MAIL, patient], 1, 60, 50);
    assert_follows_its_chain(&[first(MAIL), patient], 1, 60, 50);
    assert_follows_its_chain(&[first(MAIL), CHATS], 1, 60, 30);
}

#[test]
fn mail_that_has_priority_over_calls_is_answered_before_them() {
    assert_follows_its_chain(&[CALLS, first(MAIL)], 1, 60, 30);
    assert_follows_its_chain(&[CALLS, MAIL], 1, 60, 40);
}

#[test]
fn mail_whose_sender_has_stopped_waiting_still_takes_its_turn() {
    let mail = patient_for(15.0, Class::messages(0.02, 5.0));
    assert_follows_its_chain(&[CALLS, first(mail)], 1, 60, 11);
    assert_follows_its_chain(&[mail, CHATS], 1, 60, 11);
}

#[test]
fn one_agent_for_calls_chats_and_mail_serves_them_by_one_rule() {
    let (calls, mail) = (Class { rate: 0.08, ..CALLS }, Class { rate: 0.03, ..MAIL });
    assert_follows_its_chain(&[first(calls), CHATS, mail], 1, 60, 20);
    assert_follows_its_chain(&[calls, CHATS, first(mail)], 1, 60, 9);
}

#[test]
fn two_agents_for_calls_and_chats_serve_them_by_the_same_rule() {
    let (calls, chats) = (Class { rate: 0.3, ..CALLS }, Class { rate: 0.2, ..CHATS });
    assert_follows_its_chain(&[calls, chats], 2, 20, 10);
    assert_follows_its_chain(&[first(calls), chats], 2, 20, 25);
    assert_follows_its_chain(&[calls, first(chats)], 2, 20, 25);
}

#[test]
fn two_agents_for_chats_and_mail_serve_them_by_the_same_rule() {
    let (mail, chats) = (Class { rate: 0.1, ..MAIL }, Class { rate: 0.15, ..CHATS });
    assert_follows_its_chain(&[first(mail), chats], 2, 30, 30);
    assert_follows_its_chain(&[mail, chats], 2, 30, 30);
}

/// A pool that opens with nobody there, in shifts one after the other, and turns away at the end who still waits.
fn assert_follows_its_day(classes: &[Class], shifts: &[(usize, u32, u32)], longest: usize) {
    let days = 120;
    let spells: Vec<(usize, f64)> =
        shifts.iter().map(|&(agents, from, to)| (agents, 60.0 * f64::from(to - from))).collect();
    let open: f64 = spells.iter().map(|(_, minutes)| minutes).sum();
    let day: Vec<DayFare> = pool_over_day(classes, &spells, longest);
    let study = Mixture { classes, days, shifts }.study();
    for ((class, fare), channel) in classes.iter().zip(&day).zip(CHANNELS) {
        let calls = class.rate * open;
        assert_agrees(&study, "wait_minutes", channel, fare.waited / calls, 0.03);
        assert_agrees(&study, "abandonment_rate", channel, fare.hung_up / calls, 0.03);
        assert_agrees(&study, "turned_away_contacts", channel, fare.turned_away * f64::from(days), 0.08);
    }
}

#[test]
fn a_morning_begins_with_nobody_there_and_ends_with_those_in_line_turned_away() {
    assert_follows_its_day(&[CALLS, CHATS], &[(1, 9, 12)], 10);
    assert_follows_its_day(&[first(CALLS), CHATS], &[(1, 9, 12)], 25);
    let (calls, chats) = (Class { rate: 0.3, ..CALLS }, Class { rate: 0.2, ..CHATS });
    assert_follows_its_day(&[calls, first(chats)], &[(2, 9, 12)], 25);
}

#[test]
fn whoever_comes_on_duty_takes_the_first_in_line_and_whoever_leaves_finishes_what_is_at_hand() {
    let chats = Class { rate: 0.2, ..CHATS };
    let shifts = [(1, 9, 10), (2, 10, 11), (1, 11, 12)];
    assert_follows_its_day(&[CALLS, first(chats)], &shifts, 25);
    assert_follows_its_day(&[first(CALLS), chats], &shifts, 25);
    assert_follows_its_day(&[CALLS, chats], &shifts, 10);
}
