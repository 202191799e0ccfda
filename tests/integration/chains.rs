//! Steps and choice as an absorbing Markov chain: who gets there, in how many contacts, over how many switches, at what
//! cost, with what context lost on the way; means and variances.

use crate::support::{assert_strategy_agrees, assert_values_agree, ratios, study, values_of};
use throughline::experiment::Study;
use throughline::theory::markov::AbsorbingChain;
use throughline::validate::Fact;
use throughline::validate::chains::{
    Attempt, COSTS, Case, Law, ONE_STRATEGY, SILOED, State, THREE_LEVELS, at_level, facts, market, one_step,
    started_again, told_again,
};

/// Completion, leaving, contacts, switches and time against the chain over (step, channel, context kept or lost).
fn assert_follows_its_chain(study: &Study, strategy: usize, case: &Case) {
    for Fact { outcome, exact, .. } in facts(case, "") {
        let sharpness = match outcome {
            "completion_rate" | "conversion_rate" | "contacts_per_journey" | "effort_per_journey" => 0.002,
            "left_rate" | "switches_per_journey" | "effort_rebuilding" => 0.005,
            _ => 0.01,
        };
        assert_strategy_agrees(study, strategy, outcome, "", exact, sharpness);
    }
}

#[test]
fn customers_who_try_web_chat_and_phone_get_there_at_the_cost_the_chain_says() {
    // Resolved, contacts, their variance, cost, switches: evidence, example 1b.
    let siloed = (SILOED.0, SILOED.1, [0.702_859, 2.211_955, 1.407_647, 4.671_210, 0.758_591]);
    let integrated = (
        [[0.20, 0.15, 0.35], [0.05, 0.10, 0.20], [0.02, 0.03, 0.12]],
        [[0.20, 0.10], [0.57, 0.08], [0.78, 0.05]],
        [0.825_546, 2.071_490, 1.015_605, 3.959_497, 0.725_265],
    );
    for (q, ends, [resolved, contacts, variance, cost, switches]) in [siloed, integrated] {
        let case = Case { cost_per_contact: COSTS, ..one_step(q, ends) };
        let study = study(&market(&case, ONE_STRATEGY));
        let agrees = |metric: &str, expected: f64, sharpness: f64| {
            assert_strategy_agrees(&study, 0, metric, "", expected, sharpness);
        };
        agrees("conversion_rate", resolved, 0.002);
        agrees("left_rate", 1.0 - resolved, 0.005);
        agrees("contacts_per_journey", contacts, 0.002);
        agrees("contacts_variance", variance, 0.01);
        agrees("switches_per_journey", switches, 0.002);
        let chain = AbsorbingChain::solve(q.map(Vec::from).to_vec()).expect("every journey ends");
        agrees("switches_variance", chain.variance_of_switches()[0], 0.01);
        let journeys = values_of(&study, 0, "journeys", "");
        let cost_each = ratios(&values_of(&study, 0, "cost_to_serve", ""), &journeys);
        assert_values_agree("cost per journey", &cost_each, cost, 0.003);
        let completed = ratios(&cost_each, &values_of(&study, 0, "conversion_rate", ""));
        assert_values_agree("cost per resolved journey", &completed, cost / resolved, 0.005);
    }
}

#[test]
fn journeys_that_begin_anywhere_and_take_time_cost_by_the_minute_what_the_chain_says() {
    let attempt = |leave: f64, success: f64, minutes: f64| Attempt { leave, success, minutes };
    let case = Case {
        first: [0.5, 0.2, 0.3],
        next: [[0.5, 0.2, 0.3], [0.1, 0.3, 0.6], [0.25, 0.25, 0.5]],
        attempts: vec![[attempt(0.2, 0.3, 4.0), attempt(0.05, 0.5, 7.0), attempt(0.02, 0.65, 5.0)]],
        cost_per_contact: [0.05, 0.5, 0.75],
        cost_per_minute: [0.0, 0.4, 0.8],
        ..one_step([[0.2; 3]; 3], [[0.2; 2]; 3])
    };
    let study = study(&market(&case, ONE_STRATEGY));
    assert_follows_its_chain(&study, 0, &case);
    let law = Law::of(&case);
    let cost = |(step, channel, _): State| {
        case.cost_per_contact[channel] + case.cost_per_minute[channel] * case.attempts[step][channel].minutes
    };
    let each = ratios(&values_of(&study, 0, "cost_to_serve", ""), &values_of(&study, 0, "journeys", ""));
    assert_values_agree("cost per journey", &each, law.over_visits(cost).0, 0.003);
}

#[test]
fn lost_context_costs_success_and_time_as_the_chain_over_kept_and_lost_says() {
    let case = told_again();
    let study = study(&market(&case, THREE_LEVELS));
    for (strategy, level) in [0.0, 0.5, 1.0].into_iter().enumerate() {
        assert_follows_its_chain(&study, strategy, &at_level(&case, level));
    }
}

#[test]
fn journeys_that_start_again_follow_the_chain_over_steps() {
    let case = started_again();
    let from_the_start =
        Case { restart: Some(0), attempts: case.attempts[..2].to_vec(), kept: [0.3, 0.9], cold: 0.0, ..case.clone() };
    let study_of_three = study(&market(&case, THREE_LEVELS));
    let study_of_two = study(&market(&from_the_start, THREE_LEVELS));
    for (strategy, level) in [0.0, 0.5, 1.0].into_iter().enumerate() {
        assert_follows_its_chain(&study_of_three, strategy, &at_level(&case, level));
        assert_follows_its_chain(&study_of_two, strategy, &at_level(&from_the_start, level));
    }
}
