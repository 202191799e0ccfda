//! The shipped support desk: integration helps, harms or does neither, by settings that the file names.

use crate::support::study;
use std::sync::OnceLock;
use throughline::experiment::{Study, Verdict, differences};

fn desk() -> &'static Study {
    static DESK: OnceLock<Study> = OnceLock::new();
    DESK.get_or_init(|| {
        let text = include_str!("../../scenarios/support-desk.toml");
        study(&text.replace("replications = 20", "replications = 10"))
    })
}

/// What the table says of a strategy in an outcome of the whole market.
fn verdict(strategy: &str, metric: &str) -> Verdict {
    let at = desk().scenario.strategies.iter().position(|one| one.name == strategy).expect("it is there");
    let key = desk().key(metric);
    let all = differences(desk());
    all.iter().find(|one| one.strategy == at && one.key == key).expect("it is compared").verdict
}

#[test]
fn joining_up_helps_where_nobody_is_mistaken_or_few_are() {
    for strategy in ["history", "letters closed", "known", "integrated"] {
        assert_eq!(verdict(strategy, "effort_per_journey"), Verdict::Better, "{strategy}");
        assert_eq!(verdict(strategy, "satisfaction"), Verdict::Better, "{strategy}");
    }
}

#[test]
fn taking_one_in_seven_for_somebody_else_harms_and_one_in_fifty_undoes_the_gain() {
    for metric in ["effort_per_journey", "retention_rate", "wait_minutes"] {
        assert_eq!(verdict("known, 15 % wrongly", metric), Verdict::Worse, "{metric}");
    }
    for metric in ["effort_per_journey", "retention_rate"] {
        assert_eq!(verdict("known, 2 % wrongly", metric), Verdict::NoDifference, "{metric}");
    }
}

#[test]
fn closing_letters_spares_the_desk_work_for_nobody() {
    assert_eq!(verdict("letters closed", "orphaned_hours"), Verdict::Better);
    assert!(desk().values(0, desk().key("orphans_closed")).iter().all(|closed| *closed == 0.0));
}

#[test]
fn calls_that_interrupt_wait_less_and_chats_take_longer() {
    assert_eq!(verdict("calls interrupt", "abandonment_rate"), Verdict::Better);
    assert_eq!(verdict("calls interrupt", "handle_minutes"), Verdict::Worse);
    assert_eq!(verdict("calls interrupt", "effort_per_journey"), Verdict::Worse);
}
