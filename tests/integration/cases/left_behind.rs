//! Letters that take long are asked again by telephone: what letters left behind do to a desk, and what closing them spares.
//!
//! The right values come from an event simulation written apart from the rules in words, of the same 28 days, with their
//! standard errors. Were a letter taken out of the line as soon as its sender stops waiting, as if it were a call, 6.0 % of
//! the letters of the first market would be given up, and wait 1.8 minutes: no desk knows of it so soon.

use super::{assert_right, assert_simulated_under, case};
use throughline::experiment::Study;

/// Outcome, channel or pool, right value with its standard error, and how sharp the test has to be.
type Right = (&'static str, &'static str, (f64, f64), f64);

/// Holds outcomes under a strategy to their right values.
fn hold(study: &Study, strategy: &str, rights: &[Right]) {
    for &(metric, channel, right, sharpness) in rights {
        assert_simulated_under(study, strategy, metric, channel, right, sharpness);
    }
}

#[test]
fn letters_that_are_asked_again_swamp_a_desk_that_could_answer_all_of_them_once() {
    let study = case!("orphan-mail");
    // 200 replications.
    let now = [
        ("abandonment_rate", "mail", (0.998_95, 0.000_81), 0.01),
        ("wait_minutes", "mail", (29.958, 0.030), 0.01),
        ("wait_minutes", "phone", (5.237, 0.017), 0.03),
        ("occupancy", "staff.desk", (0.999_63, 0.000_28), 0.01),
        ("orphaned_contacts", "mail", (14_734.0, 15.0), 0.01),
        ("orphaned_hours", "mail", (570.8, 1.1), 0.02),
    ];
    hold(&study, "as now", &now);
    // Where agents always find letters, a caller waits until one of three is free, and for the callers before.
    assert_right(&study, "wait_minutes", "phone", 5.0 / 3.0 / (1.0 - 0.41 * 5.0 / 3.0), 0.03);
    // 2,000 replications.
    let served = [
        ("abandonment_rate", "mail", (0.224_54, 0.000_86), 0.08),
        ("wait_minutes", "mail", (6.736, 0.025), 0.08),
        ("wait_minutes", "phone", (3.2607, 0.0095), 0.06),
        ("occupancy", "staff.desk", (0.777_96, 0.000_41), 0.01),
        ("orphaned_contacts", "mail", (3314.0, 13.0), 0.08),
        ("orphans_closed", "mail", (1393.2, 8.6), 0.12),
        ("orphaned_hours", "mail", (170.37, 0.48), 0.06),
    ];
    hold(&study, "closed when served", &served);
    // 1,000 replications.
    let arrives = [
        ("abandonment_rate", "mail", (0.168_16, 0.000_85), 0.08),
        ("wait_minutes", "mail", (5.044, 0.025), 0.08),
        ("wait_minutes", "phone", (2.730, 0.013), 0.06),
        ("occupancy", "staff.desk", (0.754_90, 0.000_47), 0.01),
        ("orphans_closed", "mail", (948.4, 8.1), 0.12),
        ("orphaned_hours", "mail", (127.86, 0.49), 0.06),
    ];
    hold(&study, "closed on arrival", &arrives);
}

#[test]
fn a_busier_desk_whose_customers_wait_all_day_is_swamped_now_and_then_unless_letters_are_closed() {
    let study = case!("orphan-mail-patient");
    // 6,000 replications: in some of them the desk is swamped, in most it is not.
    let now = [
        ("abandonment_rate", "mail", (0.2272, 0.0042), 0.25),
        ("wait_minutes", "mail", (109.1, 2.0), 0.25),
        ("wait_minutes", "phone", (8.883, 0.028), 0.06),
        ("occupancy", "staff.desk", (0.882_33, 0.000_69), 0.02),
    ];
    hold(&study, "as now", &now);
    // 1,500 replications.
    let served = [
        ("abandonment_rate", "mail", (0.018_243, 0.000_087), 0.05),
        ("wait_minutes", "mail", (8.753, 0.039), 0.05),
        ("wait_minutes", "phone", (1.6286, 0.0033), 0.03),
        ("occupancy", "staff.desk", (0.845_39, 0.000_25), 0.01),
        ("orphaned_contacts", "mail", (328.4, 1.6), 0.05),
        ("orphans_closed", "mail", (84.99, 0.88), 0.1),
    ];
    hold(&study, "closed when served", &served);
}

#[test]
fn letters_beside_calls_to_the_same_agents_keep_callers_waiting_until_they_are_closed() {
    let study = case!("twin-shared-desk");
    // 150 replications.
    let served = [
        ("wait_minutes", "phone", (0.6189, 0.0013), 0.02),
        ("abandonment_rate", "phone", (0.206_40, 0.000_46), 0.02),
        ("orphans_closed", "mail", (811.3, 2.6), 0.02),
        ("orphaned_hours", "mail", (436.86, 0.53), 0.01),
        ("occupancy", "staff.desk", (0.700_48, 0.000_51), 0.01),
    ];
    hold(&study, "closed when served", &served);
    // 300 replications.
    let arrives = [
        ("wait_minutes", "phone", (0.4528, 0.0010), 0.02),
        ("abandonment_rate", "phone", (0.150_80, 0.000_32), 0.02),
        ("orphans_closed", "mail", (3024.6, 3.3), 0.01),
        ("orphaned_hours", "mail", (252.54, 0.34), 0.01),
        ("occupancy", "staff.desk", (0.600_20, 0.000_40), 0.01),
    ];
    hold(&study, "closed on arrival", &arrives);
}
