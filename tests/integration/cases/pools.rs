//! Desks whose agents serve several channels, or several chats at a time.

use super::{assert_reported, assert_right, assert_right_under, case};
use throughline::theory::pools::{Class, Sharing, answers, pool, shared_pool};
use throughline::theory::queues::erlang_a;

/// Minutes in a year of 52 weeks.
const YEAR: f64 = 364.0 * 1440.0;

#[test]
fn calls_and_chats_with_agents_of_their_own_hang_up_as_erlang_a_says() {
    let study = case!("two-desks");
    // Two agents with two chats each that do not slow each other are four.
    let calls = erlang_a(0.4, 3.0, 4.0, 2).expect("patience is finite");
    let chats = erlang_a(0.8, 5.0, 6.0, 4).expect("patience is finite");
    assert_reported(calls.abandon, 0.1219, 1e-4);
    assert_reported(chats.abandon, 0.1868, 1e-4);
    assert_right(&study, "abandonment_rate", "phone", calls.abandon, 0.02);
    assert_right(&study, "abandonment_rate", "chat", chats.abandon, 0.02);
}

#[test]
fn call_backs_that_come_first_wait_as_their_chain_says() {
    let study = case!("call-back-first");
    let (rate, shy) = (1000.0 / 1440.0, f64::exp(-1.0));
    let calls = Class { mean_patience: 3.0, ..Class::calls(rate / (1.0 + shy), 4.0) };
    let call_backs = Class { rank: 0, ..Class::messages(rate * shy / (1.0 + shy), 4.0) };
    let desk = pool(&[calls, call_backs], 3, 40);
    let [phone, callback] = [desk.fares[0], desk.fares[1]];
    assert_reported(callback.mean_wait, 0.9413, 1e-4);
    assert_reported(phone.mean_wait, 0.8001, 1e-4);
    assert_reported(phone.hang_up, 0.2667, 1e-4);
    assert_right(&study, "wait_minutes", "callback", callback.mean_wait, 0.01);
    assert_right(&study, "wait_minutes", "phone", phone.mean_wait, 0.01);
    assert_right(&study, "abandonment_rate", "phone", phone.hang_up, 0.01);
}

#[test]
fn a_new_chat_goes_to_who_has_the_fewest() {
    let study = case!("fewest-chats");
    let chats = Class { mean_patience: 6.0, ..Class::chats(0.3, 6.0, 3, 0.3) };
    let desk = pool(&[chats], 2, 40);
    let fare = desk.fares[0];
    assert_reported(fare.hang_up, 0.01072, 1e-5);
    assert_reported(fare.mean_wait, 0.0643, 1e-4);
    assert_reported(fare.mean_handling, 7.277, 1e-3);
    assert_reported(desk.busy, 0.7038, 1e-4);
    assert_right(&study, "abandonment_rate", "chat", fare.hang_up, 0.04);
    assert_right(&study, "wait_minutes", "chat", fare.mean_wait, 0.04);
    assert_right(&study, "handle_minutes", "chat", fare.mean_handling, 0.005);
    assert_right(&study, "occupancy", "staff.desk", desk.busy, 0.005);
}

#[test]
fn chats_in_threes_wait_and_last_as_the_chain_over_loads_says() {
    let study = case!("chat-concurrency");
    let chats = Class::chats(a_minute(222.768), 4.0, 3, 0.1);
    let desk = pool(&[chats], 8, 150);
    let fare = desk.fares[0];
    let answers = answers(&chats, 8, 150, 1.0 / 3.0);
    assert_reported(answers.in_time, 0.7605, 1e-4);
    assert_reported(fare.mean_wait, 0.4101, 1e-4);
    assert_reported(fare.mean_handling, 4.651, 1e-3);
    assert_reported(desk.busy, 0.9942, 1e-4);
    assert_right(&study, "service_level", "chat", answers.in_time, 0.01);
    assert_right(&study, "wait_minutes", "chat", fare.mean_wait, 0.05);
    assert_right(&study, "handle_minutes", "chat", fare.mean_handling, 0.005);
    assert_right(&study, "occupancy", "staff.agents", desk.busy, 0.005);
}

/// Customers of a market of 10,000, by the needs of each in a year, a minute.
fn a_minute(per_year: f64) -> f64 {
    10_000.0 * per_year / YEAR
}

#[test]
fn when_a_call_hangs_up_the_chats_behind_it_are_served() {
    let study = case!("mixed-hang-up");
    let calls = Class { mean_patience: 1.0, ..Class::calls(a_minute(7.8624), 1.0) };
    let chats = Class { mean_patience: 20.0, ..Class::chats(a_minute(2.6208), 30.0, 3, 0.0) };
    let desk = pool(&[calls, chats], 1, 11);
    assert!(desk.cut < 1e-9, "{}", desk.cut);
    let [phone, chat] = [desk.fares[0], desk.fares[1]];
    assert_reported(phone.hang_up, 0.778_810, 1e-6);
    assert_reported(chat.hang_up, 0.076_926, 1e-6);
    assert_reported(chat.mean_wait, 1.538_526, 1e-6);
    assert_right(&study, "abandonment_rate", "phone", phone.hang_up, 0.005);
    assert_right(&study, "abandonment_rate", "chat", chat.hang_up, 0.01);
    assert_right(&study, "wait_minutes", "chat", chat.mean_wait, 0.01);
}

#[test]
fn chats_that_come_first_do_not_wait_behind_calls() {
    let study = case!("mixed-chat-first");
    let calls = Class { mean_patience: 5.0, ..Class::calls(a_minute(5.2416), 4.0) };
    let chats = Class { mean_patience: 10.0, rank: 0, ..Class::chats(a_minute(2.6208), 20.0, 3, 0.0) };
    let desk = pool(&[calls, chats], 1, 30);
    let [phone, chat] = [desk.fares[0], desk.fares[1]];
    assert_reported(phone.mean_wait, 3.102_479, 1e-6);
    assert_reported(chat.mean_wait, 0.754_372, 1e-6);
    assert_reported(chat.hang_up, 0.075_437, 1e-6);
    assert_right(&study, "wait_minutes", "phone", phone.mean_wait, 0.005);
    assert_right(&study, "wait_minutes", "chat", chat.mean_wait, 0.015);
    assert_right(&study, "abandonment_rate", "chat", chat.hang_up, 0.015);
}

#[test]
fn new_chats_do_not_pass_mail_that_comes_first() {
    let study = case!("mixed-mail-first");
    let mail = Class { rank: 0, ..Class::messages(a_minute(0.8736), 5.0) };
    let chats = Class::chats(a_minute(3.4944), 10.0, 3, 0.0);
    let desk = pool(&[mail, chats], 1, 50);
    let [mail, chat] = [desk.fares[0], desk.fares[1]];
    assert_reported(mail.mean_wait, 6.689_873, 1e-6);
    assert_reported(chat.mean_wait, 2.374_428, 1e-6);
    assert_right(&study, "wait_minutes", "mail", mail.mean_wait, 0.01);
    assert_right(&study, "wait_minutes", "chat", chat.mean_wait, 0.02);
}

#[test]
fn four_agents_for_calls_and_chats_serve_them_by_one_rule() {
    let study = case!("mixed-four-agents");
    let calls = Class { mean_patience: 3.0, ..Class::calls(a_minute(26.208), 4.0) };
    let chats = Class { mean_patience: 2.0, ..Class::chats(a_minute(26.208), 6.0, 2, 0.3) };
    let classes = [calls, chats];
    let desk = pool(&classes, 4, 10);
    let [phone, chat] = [desk.fares[0], desk.fares[1]];
    // Simulated apart: 0.1801.
    assert_reported(chat.hang_up, 0.1801, 1e-3);
    assert_right(&study, "abandonment_rate", "chat", chat.hang_up, 0.01);
    assert_right(&study, "abandonment_rate", "phone", phone.hang_up, 0.01);
    assert_right(&study, "wait_minutes", "", desk.mean_wait(&classes), 0.01);
    assert_right(&study, "wait_minutes", "chat", chat.mean_wait, 0.01);
}

#[test]
fn one_desk_for_calls_and_chats_helps_or_harms_by_the_rule_of_who_takes_what() {
    let study = case!("blended-desk");
    let calls = Class { mean_patience: 4.0, ..Class::calls(0.4, 3.0) };
    let chats = Class { mean_patience: 6.0, ..Class::chats(0.8, 5.0, 2, 0.0) };
    let limits = |together| Sharing::Limits { calls: 1, chats: 2, messages: 1, together };
    for (name, sharing, longest) in [
        ("chats first", Sharing::ChatsFirst, 13),
        ("calls interrupt", Sharing::CallInterrupts, 13),
        ("limits", limits(3), 8),
        ("two at a time", limits(2), 10),
    ] {
        let desk = shared_pool(&[calls, chats], sharing, 4, longest);
        assert!(desk.cut < 3e-5, "{name}: {}", desk.cut);
        let [phone, chat] = [desk.fares[0], desk.fares[1]];
        println!("{name}: {desk:?}");
        assert_right_under(&study, name, "abandonment_rate", "phone", phone.hang_up, 0.07);
        assert_right_under(&study, name, "abandonment_rate", "chat", chat.hang_up, 0.05);
        assert_right_under(&study, name, "wait_minutes", "chat", chat.mean_wait, 0.05);
        assert_right_under(&study, name, "handle_minutes", "chat", chat.mean_handling, 0.01);
        assert_right_under(&study, name, "occupancy", "staff.desk", desk.busy, 0.01);
    }
}
