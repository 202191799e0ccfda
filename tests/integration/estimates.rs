//! What is made of replications: differences, families and verdicts.

use crate::small::{SMALL, small_with};
use crate::support::study;
use throughline::experiment::{Difference, Study, Verdict, differences};
use throughline::stats::Ratio;

/// The small scenario with the values of one outcome put in its place, one for each replication and strategy.
fn study_with(metric: &str, values: &[[i128; 3]]) -> Study {
    let text = small_with("replications = 2", &format!("replications = {}", values.len()));
    let mut study = study(&text.replace("customers = 200", "customers = 20"));
    let key = study.key(metric);
    for (replication, of_strategies) in values.iter().enumerate() {
        for (strategy, &value) in of_strategies.iter().enumerate() {
            study.outcomes[strategy][replication].parts[key] = Ratio::total(value);
        }
    }
    study
}

fn of(list: &[Difference], study: &Study, strategy: usize, metric: &str) -> Difference {
    let key = study.key(metric);
    list.iter().find(|one| one.strategy == strategy && one.key == key).expect("a difference").clone()
}

fn verdict(metric: &str, values: &[[i128; 3]]) -> Difference {
    let study = study_with(metric, values);
    of(&differences(&study), &study, 1, metric)
}

#[test]
fn four_replications_give_no_verdict_and_five_do() {
    let values = [[0, 900, 0], [0, 901, 0], [0, 899, 0], [0, 902, 0], [0, 900, 0]];
    assert_eq!(verdict("journeys", &values[..4]).verdict, Verdict::None);
    assert_eq!(verdict("journeys", &values).verdict, Verdict::Higher);
    assert_eq!(verdict("churned_customers", &values).verdict, Verdict::Worse);
}

#[test]
fn replications_that_all_differ_by_the_same_give_no_verdict() {
    let same = verdict("churned_customers", &[[3, 4, 3]; 6]);
    assert_eq!((same.paired.difference, same.paired.p_value, same.verdict), (1.0, None, Verdict::None));
}

#[test]
fn a_strategy_that_comes_out_equal_in_every_replication_is_exactly_equal() {
    let equal = verdict("churned_customers", &[[3, 3, 3], [4, 4, 4], [3, 3, 3], [9, 9, 9], [0, 0, 0]]);
    assert_eq!((equal.paired.difference, equal.paired.p_value), (0.0, None));
    assert_eq!(equal.verdict, Verdict::ExactlyEqual);
}

#[test]
fn what_is_fixed_by_design_needs_no_test() {
    let text = small_with("replications = 2", "replications = 5").replace("customers = 200", "customers = 20");
    let study = study(&text);
    let list = differences(&study);
    let staff = of(&list, &study, 2, "staff_cost");
    assert_eq!((staff.paired.p_value, staff.verdict), (None, Verdict::Worse));
    assert_eq!(of(&list, &study, 1, "staff_cost").verdict, Verdict::ExactlyEqual);
    let hours = study.key_of("staffed_hours", "", "staff.agents").expect("a key");
    let hours = list.iter().find(|one| one.strategy == 2 && one.key == hours).expect("a difference");
    assert_eq!((hours.paired.ci, hours.verdict), (None, Verdict::Higher));
    // Contacts on the web cost something: the cost to serve is not fixed.
    assert!(!study.fixed[2][study.key("cost_to_serve")] && !study.fixed[2][study.key("profit")]);
    let free = crate::support::study(&text.replace("cost_per_contact = 0.1", ""));
    let free = of(&differences(&free), &free, 2, "cost_to_serve");
    assert_eq!((free.paired.p_value, free.verdict), (None, Verdict::Worse));
}

#[test]
fn few_differences_among_many_ties_are_put_to_the_sign_test() {
    let five = [[0, 9, 0], [0, 8, 0], [0, 9, 0], [0, 9, 0], [0, 8, 0], [0, 0, 0], [0, 0, 0]];
    let few = verdict("churned_customers", &five);
    assert_eq!((few.paired.p_value, few.verdict), (Some(0.0625), Verdict::NoDifference));
}

#[test]
fn an_outcome_s_verdict_counts_its_own_rows_and_no_other_outcome_s() {
    let differ = |by: i128| -> Vec<[i128; 3]> { (0..12).map(|n| [100, 100 + by * (n % 3), 101 - n % 2]).collect() };
    let alone = study_with("journeys", &differ(1));
    let mut beside = study_with("journeys", &differ(1));
    let contacts = beside.key("contacts");
    for (replication, outcomes) in beside.outcomes[1].iter_mut().enumerate() {
        outcomes.parts[contacts] = Ratio::total(1_000_000 + replication as i128);
    }
    let p = |study: &Study| of(&differences(study), study, 1, "journeys").p_benjamini_hochberg;
    assert!(p(&alone).is_some());
    assert_eq!(p(&alone), p(&beside));
    // The rows of other segments do count, if anything differs in them; else no more than if they were not there.
    let key = beside.key_of("journeys", "regulars", "").expect("a key");
    let mut with = |part: fn(usize, i128) -> Ratio| {
        for (strategy, replications) in beside.outcomes.iter_mut().enumerate() {
            for (replication, outcomes) in (0..).zip(replications) {
                outcomes.parts[key] = part(strategy, replication);
            }
        }
        p(&beside)
    };
    let absent = with(|_, _| Ratio::NONE);
    assert_eq!(with(|_, _| Ratio::total(100)), absent);
    let up_and_down = |strategy, replication| Ratio::total(100 + strategy as i128 * (2 * (replication % 2) - 1));
    assert_ne!(with(up_and_down), absent);
}

#[test]
fn headline_outcomes_are_adjusted_by_holm_and_no_others() {
    let study =
        study(&SMALL.replace("replications = 2", "replications = 5").replace("customers = 200", "customers = 20"));
    for one in differences(&study) {
        let tested = one.paired.p_value.is_some();
        assert_eq!(one.p_adjusted.is_some(), tested && study.keys[one.key].headline);
        assert_eq!(one.p_benjamini_hochberg.is_some(), tested);
    }
}
