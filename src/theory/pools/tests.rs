//! The chains against closed forms, where those reach.

use super::*;
use crate::theory::queues::{self, ChatDesk, chat, erlang_a, erlang_b, erlang_c, interrupted_stay, priority_waits};
use crate::theory::shifts;
use crate::theory::{assert_near, assert_within};

fn patient_for(mean_patience: f64, class: Class) -> Class {
    Class { mean_patience, ..class }
}

fn first(class: Class) -> Class {
    Class { rank: 0, ..class }
}

#[test]
fn calls_alone_are_erlang_a_and_erlang_c() {
    let impatient = pool(&[patient_for(2.0, Class::calls(1.5, 3.0))], 4, 60);
    let theory = erlang_a(1.5, 3.0, 2.0, 4).unwrap();
    assert_near(impatient.fares[0].mean_wait, theory.mean_wait);
    assert_near(impatient.fares[0].hang_up, theory.abandon);
    assert_near(impatient.fares[0].mean_handling, 3.0);
    let patient = pool(&[Class::calls(0.8, 2.0)], 3, 80);
    assert_near(patient.fares[0].mean_wait, erlang_c(0.8, 2.0, 3).unwrap().mean_wait);
    assert_near(patient.busy, 1.6 / 3.0);
    assert_near(pool(&[Class::calls(1.5, 3.0)], 4, 0).busy * 4.0, 4.5 * (1.0 - erlang_b(4.5, 4)));
}

#[test]
fn chats_alone_with_one_agent_are_their_birth_death_chain() {
    let desk = ChatDesk { rate: 0.09, mean_service: 10.0, slow_down: 0.4, agents: 1, cap: 3 };
    let theory = chat(&desk).unwrap();
    let fare = pool(&[Class::chats(0.09, 10.0, 3, 0.4)], 1, 400).fares[0];
    assert_near(fare.mean_wait, theory.mean_wait);
    assert_near(fare.mean_handling, theory.mean_time - theory.mean_wait);
}

#[test]
fn calls_before_others_wait_as_cobham_says() {
    let class = |class: &Class| queues::Class { rate: class.rate, mean_service: class.mean_service, cv: 1.0 };
    let (short, long) = (Class::calls(0.2, 1.0), Class::calls(0.15, 2.0));
    for [urgent, other] in [[short, long], [long, short]] {
        let waits = priority_waits(&[class(&urgent), class(&other)]).unwrap();
        let ours = pool(&[other, first(urgent)], 1, 80);
        assert_near(ours.fares[1].mean_wait, waits[0]);
        assert_near(ours.fares[0].mean_wait, waits[1]);
        // Messages come after calls of the same rank, but before them with a better one.
        let letters = pool(&[Class { message: true, ..other }, urgent], 1, 80);
        assert_near(letters.fares[0].mean_wait, waits[1]);
        let letters_first = pool(&[other, first(Class { message: true, ..urgent })], 1, 80);
        assert_near(letters_first.fares[1].mean_wait, waits[0]);
    }
}

#[test]
fn whoever_comes_first_is_served_first_whatever_the_channel() {
    // Two kinds of call with one service are one queue.
    let alike = pool(&[Class::calls(0.12, 1.0), Class::calls(0.08, 1.0)], 1, 9);
    let theory = erlang_c(0.2, 1.0, 1).unwrap();
    for fare in alike.fares {
        assert_within(fare.mean_wait, theory.mean_wait, 1e-5);
    }
}

#[test]
fn a_message_given_up_by_its_sender_still_takes_its_turn_and_its_time() {
    // The work never ends early, so that it waits as Erlang C says; of that wait W the sender sees min(W, P).
    let pool = pool(&[patient_for(10.0, Class::messages(0.02, 6.0))], 1, 9);
    let theory = erlang_c(0.02, 6.0, 1).unwrap();
    assert_near(pool.fares[0].mean_wait, theory.delayed / (theory.slack + 0.1));
    assert_near(pool.busy, 0.12);
}

#[test]
fn chats_that_do_not_slow_each_other_and_never_meet_a_call_are_further_agents() {
    let fare = pool(&[patient_for(6.0, Class::chats(0.8, 5.0, 2, 0.0))], 2, 60).fares[0];
    let theory = erlang_a(0.8, 5.0, 6.0, 4).unwrap();
    assert_near(fare.hang_up, theory.abandon);
}

#[test]
fn one_agent_for_calls_and_chats_is_as_worked_out_apart() {
    // 3,071 states; a line of nine is lost in 3 of 10^8 moments.
    let calls = patient_for(1.0, Class::calls(0.15, 1.0));
    let chats = patient_for(20.0, Class::chats(0.05, 30.0, 3, 0.0));
    let in_order = pool(&[calls, chats], 1, 9);
    assert_near(in_order.fares[0].hang_up, 0.778_810);
    assert_near(in_order.fares[1].hang_up, 0.076_926);
    assert_near(in_order.fares[1].mean_wait, 1.538_526);
    assert!(in_order.cut < 1e-7);
}

#[test]
fn a_day_of_calls_alone_is_the_shift_of_a_desk() {
    let calls = patient_for(4.0, Class::calls(1.2, 3.0));
    let desk = shifts::Desk { agents: 3, mean_service: 3.0, mean_patience: 4.0, longest: 50 };
    let shift = desk.shift(&[(120.0, 1.2)]);
    for shifts in [&[(3, 120.0)][..], &[(3, 50.0), (3, 70.0)]] {
        let fare = pool_over_day(&[calls], shifts, 50)[0];
        assert_near(fare.waited, shift.waited());
        assert_near(fare.hung_up, shift.hung_up());
        assert_near(fare.turned_away, shift.waiting());
    }
}

#[test]
fn whoever_leaves_finishes_what_is_at_hand_and_takes_nothing_more() {
    // Two agents with a call each that never ends within the day; one leaves, and nobody who waits is served.
    let calls = Class { mean_patience: f64::INFINITY, ..Class::calls(0.1, 1e9) };
    let fare = pool_over_day(&[calls], &[(2, 1000.0), (1, 10.0)], 200)[0];
    assert_within(fare.turned_away, 0.1 * 1010.0 - 2.0, 1e-3);
    // An agent who comes takes one of them at once.
    let relieved = pool_over_day(&[calls], &[(2, 1000.0), (3, 10.0)], 200)[0];
    assert_within(relieved.turned_away, 0.1 * 1010.0 - 3.0, 1e-3);
}

#[test]
fn calls_that_meet_nobody_else_are_answered_at_the_times_of_erlang_c() {
    let desk = answers(&Class::calls(0.8, 2.0), 3, 120, 1.5);
    let theory = erlang_c(0.8, 2.0, 3).unwrap();
    assert_near(desk.in_time, theory.service_level(1.5));
    assert_near(desk.mean_wait, theory.mean_wait);
    assert_near(desk.answered, 1.0);
}

#[test]
fn those_who_are_answered_or_hang_up_are_all_who_come() {
    let class = patient_for(2.0, Class::calls(1.5, 3.0));
    let desk = answers(&class, 4, 60, 50.0);
    let theory = erlang_a(1.5, 3.0, 2.0, 4).unwrap();
    assert_near(desk.answered, 1.0 - theory.abandon);
    assert_near(desk.in_time + desk.hung_up_in_time, 1.0);
    // Who hangs up waits as well.
    assert!(desk.mean_wait > 0.0 && desk.answered * desk.mean_wait < theory.mean_wait);
}

const BLENDED: [Class; 2] = [
    Class { mean_patience: 4.0, ..Class::calls(0.4, 3.0) },
    Class { mean_patience: 6.0, ..Class::chats(0.8, 5.0, 2, 0.0) },
];

#[test]
fn calls_that_interrupt_meet_nobody_but_calls() {
    // Whatever chats and messages there are.
    let others = [Class::chats(0.1, 5.0, 2, 0.3), Class::messages(0.05, 4.0)];
    let calls = patient_for(2.0, Class::calls(0.5, 3.0));
    let desk = shared_pool(&[calls, others[0], others[1]], Sharing::CallInterrupts, 3, 6);
    let theory = erlang_a(0.5, 3.0, 2.0, 3).unwrap();
    assert_within(desk.fares[0].hang_up, theory.abandon, 1e-3);
}

#[test]
fn work_that_stands_still_takes_as_long_as_with_an_urgent_class_before_it() {
    let class = |class: &Class| queues::Class { rate: class.rate, mean_service: class.mean_service, cv: 1.0 };
    let (calls, letters) = (Class::calls(0.2, 1.0), Class::messages(0.15, 2.0));
    let fare = shared_pool(&[letters, calls], Sharing::CallInterrupts, 1, 60).fares[0];
    let stay = interrupted_stay(&class(&calls), &class(&letters)).unwrap();
    assert_near(fare.mean_wait + fare.mean_handling, stay);
}

#[test]
fn limits_that_leave_one_contact_at_a_time_are_a_desk_for_one_at_a_time() {
    let limits = Sharing::Limits { calls: 1, chats: 1, messages: 1, together: 1 };
    let shared = shared_pool(&BLENDED, limits, 4, 8);
    let alone = [BLENDED[0], Class { slots: 1, ..BLENDED[1] }];
    let chats_first = pool(&alone, 4, 8);
    assert_near(shared.fares[0].hang_up, chats_first.fares[0].hang_up);
    assert_near(shared.fares[1].mean_wait, chats_first.fares[1].mean_wait);
}

#[test]
fn limits_that_leave_each_kind_its_own_are_desks_apart() {
    let limits = Sharing::Limits { calls: 1, chats: 2, messages: 1, together: 3 };
    let shared = shared_pool(&BLENDED, limits, 2, 8);
    let chats = erlang_a(0.8, 5.0, 6.0, 4).unwrap();
    let calls = erlang_a(0.4, 3.0, 4.0, 2).unwrap();
    assert_within(shared.fares[0].hang_up, calls.abandon, 2e-3);
    assert_within(shared.fares[1].hang_up, chats.abandon, 2e-3);
}
