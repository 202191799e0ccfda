//! The simulator beside theory and beside what is observed, as a user sees it.

use throughline::validate::credible::{Seen, Size, look, stages};

#[test]
fn what_is_observed_is_seen_on_the_shipped_scenarios_but_for_two_misses_that_the_model_tells() {
    let seen = look(&stages(), Size::Quick, || {});
    assert!(seen.len() >= 60);
    let misses: Vec<&str> = seen.iter().filter(|one| !one.is_met()).map(|one| one.sight.what).collect();
    assert_eq!(
        misses,
        [
            "effort of two contacts, switched less stayed, context lost [min]",
            "satisfaction, change per further contact"
        ]
    );
    let in_the_page = |one: &Seen| format!("| {} | {} | ", one.sight.rows, one.sight.what);
    let page = include_str!("../../docs/validation.md");
    assert!(seen.iter().all(|one| page.contains(&in_the_page(one))));
}
