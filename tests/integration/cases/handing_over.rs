//! Contacts that are passed on, and trips to the shop that end before an empty shelf.

use super::{assert_exact_under, assert_reported, assert_right, assert_right_under, assert_simulated, case};
use crate::support::{shipped, strategy, values_of};
use throughline::experiment::Study;
use throughline::theory::lines::{Line, judged_lines};

#[test]
fn a_bot_passes_on_to_a_person_and_never_to_itself() {
    let text = include_str!("bot-hand-over.toml");
    for accepts in ["false", "true"] {
        bot_hands_over(&shipped(text, &[("channel.bot.accepts_transfers", accepts)], &[]));
    }
}

fn bot_hands_over(study: &Study) {
    // Three minutes with the bot; seven in ten go on to a person: six minutes, and what of identity and context is lost.
    for (name, recognised, kept, warm) in [
        ("siloed", 0.41, 0.15, 0.1),
        ("record only", 0.95, 0.9, 0.1),
        ("warm only", 0.41, 0.15, 0.9),
        ("all", 0.95, 0.9, 0.9),
    ] {
        let effort = 3.0 + 0.7 * (6.0 + 0.75 * (1.0 - recognised) + 1.35 * (1.0 - warm) * (1.0 - kept));
        match name {
            "siloed" => assert_reported(effort, 8.2327, 1e-4),
            "all" => assert_reported(effort, 7.2357, 1e-4),
            _ => {}
        }
        assert_right_under(study, name, "effort_per_journey", "", effort, 0.001);
        assert_right_under(study, name, "transfers_per_journey", "", 0.7, 0.005);
        assert_exact_under(study, name, "completion_rate", "", 1.0);
        // Who is put through has turned to the person, who hears of them for the first time, once.
        assert_exact_under(study, name, "first_contact_resolution", "", 1.0);
    }
}

#[test]
fn nobody_is_passed_on_to_a_desk_that_is_closed() {
    let study = case!("routing-to-a-closed-desk");
    // Whatever the hour a desk is open, and who fails is passed on until it works.
    for name in ["siloed", "routing", "no back office"] {
        assert_exact_under(&study, name, "first_contact_resolution", "", 1.0);
    }
    // On the telephone alone the first attempt fails with 0.5, and later ones too, unless context was lost: then they are
    // harder by 0.3 logit.
    let lost = 0.9 * (1.0 - 0.85);
    let later = (1.0 - lost) * 0.5 + lost / (1.0 + f64::exp(0.3));
    assert_right_under(&study, "no back office", "transfers_per_journey", "", 0.5 / later, 0.005);
    let transfers = |name: &str| values_of(&study, strategy(&study, name), "transfers_per_journey", "");
    assert!(transfers("routing").iter().zip(transfers("siloed")).all(|(right, any)| *right <= any));
}

#[test]
fn whoever_is_passed_on_by_choice_sees_the_line() {
    let text = include_str!("transfers-see-no-queue.toml");
    // Simulated apart, without a standard error: 35 customers a replication wait, some ten minutes each, so that one
    // replication would know the wait to 0.02 and the contacts to 40.
    let study = case!("transfers-see-no-queue");
    assert_simulated(&study, "contacts", "a", (3345.0, 40.0), 0.005);
    assert_simulated(&study, "wait_minutes", "a", (0.12, 0.02), 0.05);
    // With exponential minutes and nothing to explain again it is a line that customers see before they join, beside a
    // desk where nobody waits.
    let plain = [
        ("channel.a.step.do.minutes.law", "exponential"),
        ("channel.b.step.do.minutes.law", "exponential"),
        ("seam.identify_minutes", "0"),
        ("seam.rebuild_minutes", "0"),
    ];
    let study = shipped(text, &plain, &[]);
    let rate = 400.0 * 182.0 / 364.0 / 1440.0;
    let line = Line { agents: 1, mean_service: 10.0, mean_patience: f64::INFINITY, longest: 40 };
    let joined = judged_lines(rate, &[line], 0.5, &[0.0])[0];
    assert_right(&study, "contacts", "a", joined.rate * 60.0 * 1440.0, 0.01);
    assert_right(&study, "wait_minutes", "a", joined.mean_wait, 0.05);
}

#[test]
fn a_better_price_fills_no_shelves() {
    let study = case!("pick-up");
    // Five minutes to order; each trip is fifteen and four, until the piece is there.
    for (name, there) in [("siloed", 0.8), ("omnichannel", 0.8), ("one stock", 0.98)] {
        assert_right_under(&study, name, "effort_per_journey", "", 5.0 + 19.0 / there, 0.002);
        assert_right_under(&study, name, "contacts_per_journey", "", 1.0 + 1.0 / there, 0.002);
    }
}
