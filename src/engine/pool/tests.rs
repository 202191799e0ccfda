//! The smallest pools, moment by moment.

use super::*;
use crate::scenario::meant::{Kind, Limits, Sharing};
use crate::scenario::timetable::{Hours, MINUTE, Timetable};

fn desk(agents: u32, most_slots: u8) -> rules::Pool {
    rules::Pool {
        timetable: Timetable::always(agents),
        ranks: vec![vec![0]],
        most_slots,
        sharing: Sharing::ChatsFirst,
        same_agent: 0,
    }
}

const CALL: Demand = Demand { kind: Kind::Live, slots: 1, slowdown: 0.0 };

const fn chats(slots: u8, slowdown: f64) -> Demand {
    Demand { kind: Kind::Chat, slots, slowdown }
}

const ANN: For = For::Journey { customer: 1, id: 0 };
const BOB: For = For::Journey { customer: 2, id: 0 };

#[test]
fn two_chats_share_the_speed_from_the_moment_they_meet() {
    let rules = desk(1, 2);
    let mut pool = Pool::new(&rules, rules.timetable.most() as usize, 1, 0..MINUTE);
    assert_eq!(pool.begin(0, ANN, 10 * MINUTE, chats(2, 0.5), 0), 10 * MINUTE);
    // Ann has 6 minutes left when Bob comes: at 2/3 of the speed they take 9, until minute 13.
    assert_eq!(pool.begin(0, BOB, 8 * MINUTE, chats(2, 0.5), 4 * MINUTE), 13 * MINUTE);
    assert_eq!(pool.finished(0, 12 * MINUTE), None);
    assert_eq!(pool.finished(0, 13 * MINUTE), Some(ANN));
    // Bob has had 6 of his 8 minutes, and the agent for himself from now on.
    assert_eq!(pool.end(0, ANN, 13 * MINUTE), Some(15 * MINUTE));
}

#[test]
fn chats_go_to_the_agent_with_the_fewest_and_calls_only_to_an_idle_one() {
    let rules = desk(2, 2);
    let mut pool = Pool::new(&rules, rules.timetable.most() as usize, 1, 0..MINUTE);
    pool.begin(0, ANN, MINUTE, chats(2, 0.0), 0);
    assert_eq!((pool.free(chats(2, 0.0)), pool.free(chats(1, 0.0))), (Some(1), Some(1)));
    pool.begin(1, BOB, MINUTE, chats(1, 0.0), 0);
    assert_eq!((pool.free(chats(2, 0.0)), pool.free(chats(1, 0.0))), (Some(0), None));
}

#[test]
fn an_agent_has_no_more_chats_than_any_of_them_allows() {
    let rules = desk(1, 4);
    let mut pool = Pool::new(&rules, rules.timetable.most() as usize, 1, 0..MINUTE);
    pool.begin(0, ANN, 10 * MINUTE, chats(4, 0.0), 0);
    assert_eq!(
        (pool.free(chats(4, 0.0)), pool.free(chats(2, 0.0)), pool.free(chats(1, 0.0))),
        (Some(0), Some(0), None)
    );
    pool.begin(0, BOB, 5 * MINUTE, chats(2, 0.0), 0);
    assert_eq!((pool.free(chats(4, 0.0)), pool.free(chats(2, 0.0))), (None, None));
    pool.end(0, BOB, 5 * MINUTE);
    assert_eq!(pool.free(chats(4, 0.0)), Some(0));
}

#[test]
fn while_a_call_waits_a_new_chat_waits_too() {
    let rules = desk(1, 3);
    let mut pool = Pool::new(&rules, rules.timetable.most() as usize, 2, 0..MINUTE);
    pool.begin(0, ANN, 10 * MINUTE, chats(3, 0.0), 0);
    let call = Place { rank: 1, message: false, since: MINUTE, customer: 2, id: 0, contact: 0 };
    let chat = Place { since: 2 * MINUTE, customer: 3, ..call };
    assert_eq!(
        (pool.free_on_arrival(|| chat, chats(3, 0.0)), pool.free_on_arrival(|| call, chats(1, 0.0))),
        (Some(0), None)
    );
    pool.queue(0, call);
    assert_eq!(pool.free_on_arrival(|| chat, chats(3, 0.0)), None);
    assert!(pool.expected_wait(1, chats(3, 0.0), 6.0, None) > 0.0);
    // One with priority is first in the line, and an agent is free for a chat.
    assert_eq!(pool.free_on_arrival(|| Place { rank: 0, ..chat }, chats(3, 0.0)), Some(0));
    assert_eq!(pool.expected_wait(0, chats(3, 0.0), 6.0, None), 0.0);
    // Nor is the chat, once in line, taken before the call.
    pool.queue(1, chat);
    let demand = |channel| if channel == 0 { CALL } else { chats(3, 0.0) };
    assert_eq!(pool.next_match(demand), None);
    pool.end(0, ANN, 3 * MINUTE);
    assert_eq!(pool.next_match(demand).map(|(.., place)| place), Some(call));
}

#[test]
fn those_who_wait_in_person_come_before_messages_and_priority_before_all() {
    let rules = desk(1, 1);
    let mut pool = Pool::new(&rules, rules.timetable.most() as usize, 1, 0..MINUTE);
    let place = |rank, message, since| Place { rank, message, since, customer: 0, id: 0, contact: 0 };
    for one in [place(1, true, 0), place(1, false, 5), place(0, true, 9), place(1, false, 3)] {
        pool.queue(0, one);
    }
    let order: Vec<Place> = std::iter::from_fn(|| pool.next_match(|_| CALL).map(|(.., place)| place)).collect();
    assert_eq!(order, [place(0, true, 9), place(1, false, 3), place(1, false, 5), place(1, true, 0)]);
}

const CAT: For = For::Journey { customer: 3, id: 0 };
const LETTER: Demand = Demand { kind: Kind::Messages, slots: 1, slowdown: 0.0 };

fn shared(agents: u32, sharing: Sharing) -> rules::Pool {
    rules::Pool { sharing, ..desk(agents, 3) }
}

fn limits(calls: u8, chats: u8, together: u8) -> Sharing {
    Sharing::Limits(Limits { calls, chats, messages: 1, together })
}

/// Whether somebody is free for a call, a chat in threes and a letter.
fn free(pool: &Pool) -> [Option<usize>; 3] {
    [CALL, chats(3, 0.0), LETTER].map(|demand| pool.free(demand))
}

#[test]
fn chats_stand_still_while_a_call_interrupts_them() {
    let rules = shared(1, Sharing::CallInterrupts);
    let mut pool = Pool::new(&rules, rules.timetable.most() as usize, 1, 0..60 * MINUTE);
    assert_eq!(pool.begin(0, ANN, 10 * MINUTE, chats(3, 0.0), 0), 10 * MINUTE);
    assert_eq!(pool.begin(0, BOB, 6 * MINUTE, chats(3, 0.0), 0), 6 * MINUTE);
    assert_eq!(free(&pool), [Some(0), Some(0), None]);
    // The call has the agent alone, with the work after it.
    assert_eq!(pool.begin(0, CAT, 5 * MINUTE, CALL, 4 * MINUTE), 9 * MINUTE);
    assert_eq!(free(&pool), [None; 3]);
    assert_eq!(pool.finished(0, 6 * MINUTE), None);
    assert_eq!(pool.finished(0, 9 * MINUTE), Some(CAT));
    assert_eq!(pool.go_on(0, CAT, For::Nobody, MINUTE, 9 * MINUTE), 10 * MINUTE);
    assert_eq!(free(&pool), [None; 3]);
    // Then they go on where they were left: two minutes of Bob's, six of Ann's.
    assert_eq!(pool.end(0, For::Nobody, 10 * MINUTE), Some(12 * MINUTE));
    assert_eq!(free(&pool), [Some(0), Some(0), None]);
    assert_eq!(pool.finished(0, 12 * MINUTE), Some(BOB));
    assert_eq!(pool.end(0, BOB, 12 * MINUTE), Some(16 * MINUTE));
    assert_eq!(pool.end(0, ANN, 16 * MINUTE), None);
    assert_eq!(pool.time_at_work(), 16 * MINUTE);
}

#[test]
fn what_stands_still_goes_on_at_once_where_calls_interrupt_no_longer() {
    let (rules, plain) = (shared(1, Sharing::CallInterrupts), desk(1, 3));
    let mut pool = Pool::new(&rules, 1, 1, 0..60 * MINUTE);
    pool.begin(0, ANN, 10 * MINUTE, chats(3, 0.5), 0);
    assert_eq!(pool.begin(0, CAT, 5 * MINUTE, CALL, 4 * MINUTE), 9 * MINUTE);
    // Two minutes of the call are over; Ann's six go on beside it, at 2/3 of the speed.
    assert_eq!(pool.follow(&plain, 6 * MINUTE), [(0, 9 * MINUTE)]);
    pool.change_shift(6 * MINUTE);
    assert_eq!(free(&pool), [None; 3]);
    assert_eq!(pool.finished(0, 9 * MINUTE), Some(CAT));
    assert_eq!(pool.end(0, CAT, 9 * MINUTE), Some(13 * MINUTE));
    assert_eq!(free(&pool), [None, Some(0), None], "the chat has the agent with others like it");
}

#[test]
fn what_is_at_hand_beside_a_call_stands_still_where_calls_begin_to_interrupt() {
    let (rules, then) = (shared(1, limits(1, 2, 3)), shared(1, Sharing::CallInterrupts));
    let mut pool = Pool::new(&rules, 1, 1, 0..60 * MINUTE);
    pool.begin(0, CAT, 10 * MINUTE, CALL, 0);
    assert_eq!(pool.begin(0, ANN, 8 * MINUTE, chats(3, 1.0), 0), 10 * MINUTE);
    // Ann has had half of six minutes.
    assert_eq!(pool.follow(&then, 6 * MINUTE), [(0, 10 * MINUTE)]);
    pool.change_shift(6 * MINUTE);
    assert_eq!(pool.finished(0, 10 * MINUTE), Some(CAT));
    assert_eq!(pool.end(0, CAT, 10 * MINUTE), Some(15 * MINUTE));
    assert_eq!(free(&pool), [Some(0), Some(0), None]);
}

#[test]
fn all_who_wait_are_taken_out_of_their_lines_with_work_that_nobody_waits_for() {
    let mut rules = desk(0, 1);
    rules.same_agent = MINUTE;
    let mut pool = Pool::new(&rules, 1, 2, 0..MINUTE);
    let ann = Place { rank: 3, message: false, since: 1, customer: 1, id: 0, contact: 1 };
    let bob = Place { message: true, customer: 2, ..ann };
    let cat = Place { customer: 3, ..ann };
    pool.queue(0, ann);
    pool.queue(1, bob);
    pool.orphan(bob, 7);
    pool.queue_for(0, 0, cat);
    assert_eq!(pool.take_all(), [(0, ann, None), (0, cat, None), (1, bob, Some(7))]);
    assert_eq!((pool.take_all(), pool.next_match(|_| CALL)), (Vec::new(), None));
    assert_eq!(pool.expected_wait(0, CALL, 1.0, None).to_bits(), 0.0_f64.to_bits());
}

#[test]
fn a_call_interrupts_who_has_the_least_at_hand_and_a_letter_too() {
    let rules = shared(2, Sharing::CallInterrupts);
    let mut pool = Pool::new(&rules, rules.timetable.most() as usize, 1, 0..60 * MINUTE);
    pool.begin(0, ANN, 10 * MINUTE, chats(3, 0.0), 0);
    pool.begin(0, BOB, 10 * MINUTE, chats(3, 0.0), 0);
    pool.begin(1, For::Nobody, 10 * MINUTE, LETTER, 0);
    assert_eq!(free(&pool), [Some(1), Some(0), None]);
    assert_eq!(pool.begin(1, CAT, 2 * MINUTE, CALL, MINUTE), 3 * MINUTE);
    assert_eq!(free(&pool), [Some(0), Some(0), None]);
    pool.finished(1, 3 * MINUTE);
    assert_eq!(pool.end(1, CAT, 3 * MINUTE), Some(12 * MINUTE));
}

#[test]
fn whoever_has_gone_off_duty_takes_no_call_and_finishes_what_stood_still() {
    let mut rules = shared(1, Sharing::CallInterrupts);
    rules.timetable = Timetable::from_shifts(&[(Hours::parse("mon-sun 00:00-00:05").expect("hours"), 1)]);
    let mut pool = Pool::new(&rules, rules.timetable.most() as usize, 1, 0..60 * MINUTE);
    pool.begin(0, ANN, 10 * MINUTE, chats(3, 0.0), 0);
    pool.begin(0, CAT, 4 * MINUTE, CALL, 2 * MINUTE);
    pool.change_shift(5 * MINUTE);
    assert_eq!(free(&pool), [None; 3]);
    pool.finished(0, 6 * MINUTE);
    assert_eq!(pool.end(0, CAT, 6 * MINUTE), Some(14 * MINUTE));
    assert_eq!(free(&pool), [None; 3]);
}

#[test]
fn within_limits_each_kind_has_its_own_and_all_have_one_together() {
    let rules = shared(1, limits(1, 2, 3));
    let mut pool = Pool::new(&rules, rules.timetable.most() as usize, 1, 0..60 * MINUTE);
    pool.begin(0, CAT, 10 * MINUTE, CALL, 0);
    assert_eq!(free(&pool), [None, Some(0), Some(0)]);
    // A chat beside a call runs at 2/3 of its speed, the call at full speed.
    assert_eq!(pool.begin(0, ANN, 8 * MINUTE, chats(3, 0.5), 0), 10 * MINUTE);
    assert_eq!(pool.free(chats(1, 0.0)), None, "no more chats than the channel's slots");
    pool.begin(0, For::Nobody, 20 * MINUTE, LETTER, 0);
    assert_eq!(free(&pool), [None; 3]);
    // Beside two others at half of it: five of Ann's eight minutes are done when the call ends, three are left at 2/3.
    assert_eq!(pool.finished(0, 10 * MINUTE), Some(CAT));
    assert_eq!(pool.end(0, CAT, 10 * MINUTE), Some(14 * MINUTE + MINUTE / 2));
    assert_eq!(free(&pool), [Some(0), Some(0), None]);
}

#[test]
fn where_agents_share_by_kind_nobody_waits_for_another_s_sake() {
    let rules = shared(2, limits(1, 1, 1));
    let mut pool = Pool::new(&rules, rules.timetable.most() as usize, 2, 0..60 * MINUTE);
    let call = Place { rank: 1, message: false, since: MINUTE, customer: 2, id: 0, contact: 0 };
    let talk = Place { since: 2 * MINUTE, customer: 3, ..call };
    let demand = |channel| if channel == 0 { CALL } else { chats(3, 0.0) };
    pool.begin(0, ANN, 10 * MINUTE, CALL, 0);
    pool.begin(1, BOB, 10 * MINUTE, CALL, 0);
    assert_eq!(pool.next_match(demand), None);
    pool.queue(0, call);
    pool.queue(1, talk);
    pool.finished(0, 10 * MINUTE);
    pool.end(0, ANN, 10 * MINUTE);
    assert_eq!(pool.next_match(demand), Some((0, 0, call)), "the first of both lines");
    let rules = shared(1, limits(1, 2, 2));
    let mut pool = Pool::new(&rules, rules.timetable.most() as usize, 2, 0..60 * MINUTE);
    pool.begin(0, ANN, 10 * MINUTE, CALL, 0);
    pool.queue(0, call);
    assert_eq!(pool.free_on_arrival(|| talk, chats(3, 0.0)), Some(0));
    assert_eq!(pool.expected_wait(1, chats(3, 0.0), 6.0, None), 0.0);
    assert_eq!(pool.expected_wait(1, CALL, 6.0, None), 12.0, "one waits before them");
}

/// Two agents who know cases.
fn known(agents: u32) -> rules::Pool {
    rules::Pool { same_agent: 3 * MINUTE, ..desk(agents, 1) }
}

const CALLS: fn(usize) -> Demand = |_| CALL;

fn place(customer: u32, since: Micros) -> Place {
    Place { rank: 1, message: false, since, customer, id: 0, contact: 0 }
}

#[test]
fn whoever_waits_for_an_agent_is_taken_by_nobody_else_and_holds_nobody_up() {
    let rules = known(2);
    let mut pool = Pool::new(&rules, rules.timetable.most() as usize, 1, 0..60 * MINUTE);
    pool.begin(0, ANN, 10 * MINUTE, CALL, 0);
    pool.queue_for(0, 0, place(7, MINUTE));
    // In the line for all that look at its length, which nobody does who is served at once.
    assert_eq!(pool.expected_wait(1, CALL, 6.0, None), 0.0);
    assert_eq!(pool.expected_wait(1, CALL, 6.0, Some(0)), 6.0, "whose agent is busy waits behind the other");
    assert_eq!(pool.expected_wait(1, CALL, 6.0, Some(1)), 0.0);
    assert_eq!(pool.free_on_arrival(|| place(8, 2 * MINUTE), CALL), Some(1));
    pool.begin(1, BOB, 4 * MINUTE, CALL, 2 * MINUTE);
    assert_eq!(pool.expected_wait(1, CALL, 6.0, None), 6.0);
    pool.finished(1, 6 * MINUTE);
    pool.end(1, BOB, 6 * MINUTE);
    assert_eq!(pool.next_match(CALLS), None);
    // The agent takes the first of those who wait for them and of the line.
    pool.queue(0, place(9, 7 * MINUTE));
    assert_eq!(pool.next_match(CALLS), Some((1, 0, place(9, 7 * MINUTE))));
    pool.begin(1, BOB, 9 * MINUTE, CALL, 7 * MINUTE);
    pool.queue(0, place(9, MINUTE / 2));
    pool.finished(0, 10 * MINUTE);
    pool.end(0, ANN, 10 * MINUTE);
    assert_eq!(pool.next_match(CALLS), Some((0, 0, place(9, MINUTE / 2))));
    pool.begin(0, CAT, MINUTE, CALL, 10 * MINUTE);
    pool.finished(0, 11 * MINUTE);
    pool.end(0, CAT, 11 * MINUTE);
    assert_eq!(pool.next_match(CALLS), Some((0, 0, place(7, MINUTE))));
    assert_eq!(pool.next_match(CALLS), None);
}

#[test]
fn whoever_waits_no_longer_for_an_agent_stands_in_the_line_with_their_place_or_is_gone() {
    let rules = known(2);
    let mut pool = Pool::new(&rules, rules.timetable.most() as usize, 1, 0..60 * MINUTE);
    pool.begin(0, ANN, 10 * MINUTE, CALL, 0);
    pool.begin(1, BOB, 10 * MINUTE, CALL, 0);
    pool.queue(0, place(9, 2 * MINUTE));
    for (customer, since) in [(7, MINUTE), (8, MINUTE + 1)] {
        pool.queue_for(0, 0, place(customer, since));
    }
    pool.leave_queue(0, &place(7, MINUTE));
    pool.queue_for_anybody(place(8, MINUTE + 1));
    pool.queue_for_anybody(place(8, MINUTE + 1));
    pool.finished(1, 10 * MINUTE);
    pool.end(1, BOB, 10 * MINUTE);
    assert_eq!(pool.next_match(CALLS), Some((1, 0, place(8, MINUTE + 1))));
    pool.begin(1, BOB, MINUTE, CALL, 10 * MINUTE);
    assert_eq!(pool.turn_away(|_| true), [place(9, 2 * MINUTE)], "nobody is left but the other");
}

#[test]
fn those_whose_agent_goes_off_duty_stand_in_the_line_and_are_turned_away_at_closing() {
    let mut rules = known(2);
    let shift = |hours: &str| (Hours::parse(hours).expect("hours"), 1);
    rules.timetable = Timetable::from_shifts(&[shift("mon-sun 00:00-00:30"), shift("mon-sun 00:00-00:05")]);
    let mut pool = Pool::new(&rules, rules.timetable.most() as usize, 1, 0..60 * MINUTE);
    pool.begin(0, ANN, 40 * MINUTE, CALL, 0);
    pool.begin(1, BOB, 10 * MINUTE, CALL, 0);
    pool.queue_for(0, 0, place(7, MINUTE));
    pool.queue_for(1, 0, place(8, MINUTE));
    pool.change_shift(5 * MINUTE);
    assert!(pool.is_on_duty(0) && !pool.is_on_duty(1));
    assert_eq!(pool.turn_away(|_| true), [place(8, MINUTE)]);
    pool.change_shift(30 * MINUTE);
    assert_eq!(pool.turn_away(|_| true), [place(7, MINUTE)]);
}

#[test]
fn an_agent_with_room_for_a_chat_takes_the_chat_that_waits_for_them_before_the_call_that_does() {
    let rules = rules::Pool { same_agent: 3 * MINUTE, ..desk(1, 2) };
    let mut pool = Pool::new(&rules, rules.timetable.most() as usize, 2, 0..60 * MINUTE);
    let demand = |channel| if channel == 0 { CALL } else { chats(2, 0.0) };
    pool.begin(0, ANN, 10 * MINUTE, chats(2, 0.0), 0);
    pool.begin(0, BOB, 5 * MINUTE, chats(2, 0.0), 0);
    pool.queue_for(0, 0, place(7, MINUTE));
    pool.queue_for(0, 1, place(8, 2 * MINUTE));
    pool.finished(0, 5 * MINUTE);
    pool.end(0, BOB, 5 * MINUTE);
    assert_eq!(pool.next_match(demand), Some((0, 1, place(8, 2 * MINUTE))));
}

#[test]
fn what_is_done_when_a_call_comes_is_over_and_does_not_stand_still() {
    let rules = shared(1, Sharing::CallInterrupts);
    let mut pool = Pool::new(&rules, rules.timetable.most() as usize, 1, 0..MINUTE);
    pool.begin(0, ANN, 10 * MINUTE, chats(2, 0.0), 0);
    pool.begin(0, BOB, 10 * MINUTE, chats(2, 0.0), 0);
    // Ann is passed on to a call at the moment at which Bob is done, too.
    assert_eq!(pool.finished(0, 10 * MINUTE), Some(ANN));
    pool.begin(0, ANN, 6 * MINUTE, CALL, 10 * MINUTE);
    assert_eq!(pool.end(0, ANN, 10 * MINUTE), Some(10 * MINUTE));
    assert_eq!(pool.finished(0, 10 * MINUTE), Some(BOB));
    // Bob's agent has two minutes of work after his chat, which stands still until Ann's call is over.
    assert_eq!(pool.go_on(0, BOB, For::Nobody, 2 * MINUTE, 10 * MINUTE), 16 * MINUTE);
    assert_eq!(pool.finished(0, 16 * MINUTE), Some(ANN));
    assert_eq!(pool.end(0, ANN, 16 * MINUTE), Some(18 * MINUTE));
}
