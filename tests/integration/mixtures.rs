//! Pools that mix calls, messages and chats, against the chain of their one rule: the first in line is served while an
//! agent is free for them, and nobody else is.

use crate::support::{assert_agrees, study};
use throughline::theory::pools::Class;
use throughline::validate::Fact;
use throughline::validate::mixtures::{CALLS, CHATS, MAIL, Mixture, facts, facts_of_a_day, first, patient_for};

/// Waits, hang-ups and work of a pool that is always open against its chain, of which so little may be cut off.
fn assert_follows_its_chain(classes: &[Class], agents: usize, days: u32, longest: usize) {
    let study = study(&Mixture { classes, days, shifts: &[(agents, 0, 24)] }.text());
    for Fact { outcome, channel, exact, .. } in facts(classes, agents, longest) {
        let sharpness = if ["handle_minutes", "occupancy"].contains(&outcome) { 0.01 } else { 0.03 };
        assert_agrees(&study, outcome, channel, exact, sharpness);
    }
}

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
    let (calls, text) = (study(&mixture.text()), mixture.text());
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
    let study = study(&Mixture { classes, days, shifts }.text());
    for Fact { outcome, channel, exact, .. } in facts_of_a_day(classes, shifts, days, longest) {
        let sharpness = if outcome == "turned_away_contacts" { 0.08 } else { 0.03 };
        assert_agrees(&study, outcome, channel, exact, sharpness);
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
