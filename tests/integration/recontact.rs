//! Customers who come back to one desk because the last contact did not help.

use crate::support::{assert_agrees, assert_strategy_agrees, study};
use throughline::theory::recontact::{
    contacts, contacts_exceed, contacts_with_cap, contacts_with_continuation, variance_of_contacts,
};
use throughline::validate::recontact::{ENDLESS, desk};

#[test]
fn customers_who_always_come_back_make_a_geometric_number_of_contacts() {
    for p in [0.7, 0.45] {
        let study = study(&desk(0.0, p, 100, ENDLESS));
        assert_agrees(&study, "contacts_per_journey", "", contacts(p), 0.002);
        assert_agrees(&study, "contacts_variance", "", variance_of_contacts(p), 0.01);
        assert_agrees(&study, "one_contact_resolution", "", 1.0 - contacts_exceed(p, 1), 0.004);
        assert_agrees(&study, "failed_contacts_per_journey", "", contacts(p) - 1.0, 0.005);
    }
}

#[test]
fn customers_who_come_back_now_and_then_are_helped_as_often_as_continuation_says() {
    // Contacts and share resolved: evidence, example 2.
    for (p, c, worked) in
        [(0.70, 0.80, Some((1.315_789, 0.921_053))), (0.59, 0.90, Some((1.584_786, 0.935_024))), (0.35, 0.6, None)]
    {
        let theory = contacts_with_continuation(p, c);
        let (mean, resolved) = worked.unwrap_or((theory.mean, theory.resolved));
        let leave = (1.0 - p) * (1.0 - c);
        let study = study(&desk(leave, p / (1.0 - leave), 100, ENDLESS));
        assert_agrees(&study, "contacts_per_journey", "", mean, 0.002);
        assert_agrees(&study, "completion_rate", "", resolved, 0.002);
        assert_agrees(&study, "left_rate", "", 1.0 - resolved, 0.01);
        // Whatever ends it, the number of contacts is geometric.
        assert_agrees(&study, "contacts_variance", "", variance_of_contacts(1.0 / mean), 0.015);
    }
}

#[test]
fn customers_are_cut_off_at_the_limit_of_contacts() {
    for (p, cap) in [(0.7, 3), (0.3, 4)] {
        let theory = contacts_with_cap(p, i32::from(cap));
        let study = study(&desk(0.0, p, cap, ENDLESS));
        assert_agrees(&study, "contacts_per_journey", "", theory.mean, 0.002);
        assert_agrees(&study, "completion_rate", "", theory.resolved, 0.002);
        assert_agrees(&study, "cut_off_rate", "", contacts_exceed(p, i32::from(cap)), 0.015);
    }
}

/// Seven minutes a contact: effort uses up a tolerance of `mean` minutes in a failed contact with this probability.
fn gives_up(mean: f64) -> f64 {
    1.0 - (-7.0 / mean).exp()
}

#[test]
fn customers_give_up_after_each_failed_contact_with_the_chance_that_its_effort_gives() {
    for (p, tolerance) in [(0.5, 20.0), (0.7, 6.0)] {
        let theory = contacts_with_continuation(p, 1.0 - gives_up(tolerance));
        let study = study(&desk(0.0, p, 100, &format!("{{ mean = {tolerance}, cv = 0 }}")));
        assert_agrees(&study, "contacts_per_journey", "", theory.mean, 0.002);
        assert_agrees(&study, "contacts_variance", "", variance_of_contacts(1.0 / theory.mean), 0.015);
        assert_agrees(&study, "given_up_rate", "", 1.0 - theory.resolved, 0.006);
        assert_agrees(&study, "effort_per_journey", "", 7.0 * theory.mean, 0.002);
    }
}

#[test]
fn twice_the_effort_is_borne_half_as_often_on_the_logarithmic_scale() {
    let text = desk(0.0, 0.5, 100, "{ mean = 20, cv = 0 }")
        + "[[strategy]]\nname = \"twice\"\nset = { \"channel.desk.access_minutes\" = 8 }\n";
    let study = study(&text);
    for (strategy, contacts) in [(0, 1), (1, 2)] {
        let stays = (1.0 - gives_up(20.0)).powi(contacts);
        let theory = contacts_with_continuation(0.5, stays);
        assert_strategy_agrees(&study, strategy, "completion_rate", "", theory.resolved, 0.002);
    }
}

#[test]
fn customers_who_differ_in_tolerance_give_up_as_the_mean_over_them_says() {
    // Lognormal with mean 20 and cv 1, by the midpoint rule in the normal quantity z.
    let sigma = 2.0_f64.ln().sqrt();
    let (mut given_up, mut weight) = (0.0, 0.0);
    for part in 0..4000 {
        let z = (f64::from(part) + 0.5) / 250.0 - 8.0;
        let density = (-z * z / 2.0).exp();
        let tolerance = 20.0 * (sigma * z - sigma * sigma / 2.0).exp();
        given_up += density * (1.0 - contacts_with_continuation(0.5, 1.0 - gives_up(tolerance)).resolved);
        weight += density;
    }
    let study = study(&desk(0.0, 0.5, 100, "{ mean = 20, cv = 1 }"));
    assert_agrees(&study, "given_up_rate", "", given_up / weight, 0.006);
}
