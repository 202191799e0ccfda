//! What is made of replications: ratios of sums, efforts summed exactly, weeks with their days, and verdicts.

use crate::small::{SMALL, small_with};
use crate::support::{assert_agrees, mean_of, study, week_of};
use throughline::experiment::{Difference, Study, Verdict, differences};
use throughline::stats::Ratio;

/// One desk whose customers hang up or are served, and nothing else; by the day, or by less.
fn desk(run: &str, needs: &str, minutes: f64, patience: f64, agents: u32) -> String {
    format!(
        r#"
        [run]
        seed = 3
        {run}
        [segment.all]
        share = 1
        tolerance_minutes = {{ mean = inf }}
        loss = {{ a = 0, b = 1 }}
        needs.call = {needs}
        [seam]
        rebuild_minutes = 0
        cold = 0
        [choice]
        habit = 0
        taste_sd = 0
        [journey.call]
        steps = ["talk"]
        retry = 0
        pause_days = 0
        give_up_days = 0
        [channel.line]
        kind = "live"
        identify_minutes = 0
        patience_minutes = {patience}
        step.talk = {{ minutes = {{ mean = {minutes}, law = "exponential" }} }}
        [staff.agents]
        serves = ["line"]
        servers = {agents}
        [[strategy]]
        name = "one"
        baseline = true
        "#
    )
}

/// Some six calls in each window of three hours: of 400,000 windows, simulated apart, sums over sums give .2149 (.0003)
/// hung up, .6513 (.0004) answered in time, and a wait of 2.069 (.004); the mean of the windows' shares is .19 and .70.
#[test]
fn rates_of_a_few_contacts_are_those_of_all_contacts_together() {
    let run = "customers = 2000\nhorizon_days = 0.125\nwarm_up_days = 0\nreplications = 2000";
    let study = study(&desk(run, "{ per_year = 8.736 }", 15.0, 10.0, 1));
    // Birth-death over three hours that begin with nobody there; who still waits then is followed to the end.
    assert_agrees(&study, "abandonment_rate", "", 0.2227, 0.02);
    assert_agrees(&study, "service_level", "", 0.6519, 0.01);
    assert_agrees(&study, "wait_minutes", "", 2.2269, 0.03);
}

/// The rate of a day is gamma over days with cv 0.5 / 2: Erlang A over 400 quantiles of it, weighed by calls.
#[test]
fn busy_days_count_by_their_calls() {
    let run = "customers = 4\nhorizon_days = 1.3\nwarm_up_days = 0.1\nreplications = 800";
    let study = study(&desk(run, "{ per_year = 436800, cv = 0.5 }", 3.0, 3.0, 12));
    assert_agrees(&study, "abandonment_rate", "", 0.0851, 0.04);
    assert_agrees(&study, "wait_minutes", "", 0.2553, 0.04);
}

/// Journeys of one contact that takes a fixed time.
const FOUR_MINUTES: &str = r#"
    [run]
    customers = 400
    horizon_days = 84
    replications = 5
    seed = 7
    [segment.all]
    share = 1
    needs.call = { per_year = 12 }
    loss = { a = 0, b = 1 }
    [journey.call]
    steps = ["talk"]
    retry = 0
    give_up_days = 1
    contact_limit = 1
    [channel.line]
    identify_minutes = 0
    step.talk = { minutes = { mean = 4, law = "fixed" } }
    [choice]
    habit = 0
    taste_sd = 0
    [[strategy]]
    name = "four"
    baseline = true
    [[strategy]]
    name = "four point two"
    set = { "channel.line.step.talk.minutes.mean" = 4.2 }
    [[strategy]]
    name = "no effort"
    set = { "channel.line.step.talk.minutes.mean" = 0 }
"#;

#[test]
fn efforts_are_scored_one_by_one_and_told_apart_within_a_bin() {
    let study = study(FOUR_MINUTES);
    for (strategy, minutes) in [(0, 4.0), (1, 4.2), (2, 0.0)] {
        let ease = f64::exp2(-minutes / 20.0);
        let near = |metric: &str, expected: f64| {
            let mean = mean_of(&study, strategy, metric, "");
            assert!((mean - expected).abs() < 4e-9, "{metric} of {minutes}: {mean} for {expected}");
        };
        near("effort_score_5", 5.0 - 4.0 * ease);
        near("effort_score_7", 1.0 + 6.0 * ease);
        near("effort_median", minutes);
        near("effort_p90", minutes);
    }
    assert!((mean_of(&study, 0, "effort_score_5", "") - 1.517_798).abs() < 1e-6);
    assert!((mean_of(&study, 0, "effort_score_7", "") - 6.223_303).abs() < 1e-6);
}

#[test]
fn a_partial_week_and_the_warm_up_are_told_by_their_days() {
    let study = study(
        r#"
        [run]
        customers = 50
        horizon_days = 30
        warm_up_days = 10
        replications = 2
        seed = 5
        [segment.all]
        share = 1
        needs.buy = { every_days = 1 }
        loss = { a = 0, b = 1 }
        tolerance_minutes = { mean = inf }
        [journey.buy]
        steps = ["order"]
        value = { mean = 10, law = "fixed" }
        give_up_days = 0
        pause_days = 0
        [channel.web]
        step.order = { success = 0.5, leave = 0.5, minutes = { mean = 1 } }
        [[strategy]]
        name = "one"
        baseline = true
        "#,
    );
    let days: Vec<(f64, f64)> = (0..study.weeks()).map(|week| study.days(week)).collect();
    assert_eq!(days, [(7.0, 7.0), (7.0, 3.0), (7.0, 0.0), (7.0, 0.0), (2.0, 0.0)]);
    for (week, (days, _)) in (1..).zip(days) {
        // A journey that begins in the last minute ends in the week after.
        let journeys = week_of(&study, week, "journeys").mean;
        assert!((journeys - 50.0 * days).abs() <= 2.0, "{journeys} in week {week}");
    }
}

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
fn a_strategy_that_comes_out_equal_in_every_replication_shows_no_difference() {
    let equal = verdict("churned_customers", &[[3, 3, 3], [4, 4, 4], [3, 3, 3], [9, 9, 9], [0, 0, 0]]);
    assert_eq!((equal.paired.difference, equal.paired.p_value), (0.0, None));
    assert_eq!(equal.verdict, Verdict::NoDifference);
}

#[test]
fn what_is_fixed_by_design_needs_no_test() {
    let text = small_with("replications = 2", "replications = 5").replace("customers = 200", "customers = 20");
    let study = study(&text);
    let list = differences(&study);
    let staff = of(&list, &study, 2, "staff_cost");
    assert_eq!((staff.paired.p_value, staff.verdict), (None, Verdict::Worse));
    assert_eq!(of(&list, &study, 1, "staff_cost").verdict, Verdict::NoDifference);
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
