//! What could not be told apart in a table.

use throughline::scenario::{Source, Wishes, understand};

#[test]
fn names_that_differ_only_in_case_or_a_blank_are_refused() {
    let source = Source::parse("names-alike.toml".into(), include_str!("names-alike.toml").into()).expect("TOML");
    let refused = understand(&source, "names-alike", &Wishes::default()).expect_err("names alike").to_string();
    for place in ["channel.\"web\"", "strategy[1].name", "strategy[2].name"] {
        assert!(refused.contains(place), "{place}: {refused}");
    }
}
