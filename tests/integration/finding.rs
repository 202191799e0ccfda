//! What charts say was found: made from verdicts, and cautious where they show nothing.

use crate::support::study;
use throughline::experiment::{Difference, Study, Verdict, differences};
use throughline::report::charts::{Form, Theme, draw};
use throughline::report::finding::{finding, of_headline, of_shown, shown};
use throughline::report::rounding::Rounding;
use throughline::report::terminal::comparison;
use throughline::stats::Ratio;

/// A shop with a siloed strategy and three others, of which verdicts are made up.
fn shop(replications: u32) -> (Study, Vec<Difference>) {
    let study = study(&format!(
        "[run]\ncustomers = 60\nhorizon_days = 70\nreplications = {replications}\n\
         [segment.all]\nshare = 1.0\nneeds = {{ order = {{ per_year = 12 }}, question = {{ per_year = 12 }} }}\n\
         [journey.order]\nsteps = [\"buy\"]\npause_days = 0.1\ngive_up_days = 2\nvalue = {{ mean = 50 }}\nmargin = 0.4\n\
         [journey.question]\nsteps = [\"ask\"]\npause_days = 0.1\ngive_up_days = 2\n\
         [channel.web]\nkind = \"self_service\"\ncost_per_contact = 0.1\n\
         step.buy = {{ leave = 0.2, success = 0.7, minutes = {{ mean = 8 }} }}\n\
         step.ask = {{ leave = 0.2, success = 0.7, minutes = {{ mean = 5 }} }}\n\
         [[strategy]]\nname = \"silos\"\nbaseline = true\n\
         [[strategy]]\nname = \"one\"\nset = {{ \"channel.web.step.buy.success\" = 0.8 }}\n\
         [[strategy]]\nname = \"two\"\nset = {{ \"channel.web.step.buy.success\" = 0.6 }}\n\
         [[strategy]]\nname = \"three\"\nset = {{ \"channel.web.step.ask.success\" = 0.8 }}\n"
    ));
    let mut list = differences(&study);
    for one in &mut list {
        one.verdict = Verdict::NoDifference;
    }
    (study, list)
}

/// What is told of the headline where these strategies change these outcomes so, and nothing else is shown.
fn told(changes: &[(usize, &str, f64, Verdict)]) -> String {
    let (study, mut list) = shop(6);
    change(&study, &mut list, changes);
    of_headline(&study, &list).expect("there is something to compare").words
}

fn change(study: &Study, list: &mut [Difference], changes: &[(usize, &str, f64, Verdict)]) {
    for &(strategy, metric, by, verdict) in changes {
        let key = study.key(metric);
        let one = list.iter_mut().find(|one| one.strategy == strategy && one.key == key).expect("it is compared");
        (one.paired.difference, one.paired.ci, one.verdict) = (by, None, verdict);
    }
}

use Verdict::{Better, Worse};

#[test]
fn where_nothing_is_shown_no_difference_is_said_to_be_shown() {
    assert_eq!(told(&[]), "No difference from “silos” shown in the headline outcomes");
}

#[test]
fn too_few_replications_show_nothing() {
    let (study, mut list) = shop(3);
    for one in &mut list {
        one.verdict = Verdict::None;
    }
    let words = of_headline(&study, &list).expect("there is something to compare").words;
    assert_eq!(words, "Too few replications to show a difference in the headline outcomes");
}

#[test]
fn the_best_is_named_with_what_it_changes_and_by_how_much_profit_first() {
    let words = told(&[(1, "profit", 40.0, Better), (1, "effort_per_journey", -2.0, Better)]);
    assert!(words.starts_with("Best on balance of the headline outcomes: “one”, profit +40"), "{words}");
    assert!(words.contains(" EUR, effort per journey −2") && words.ends_with(" min"), "{words}");
}

#[test]
fn more_outcomes_make_the_best_and_of_equals_more_profit() {
    let (a, b) = ((1, "profit", 40.0, Better), (2, "profit", 50.0, Better));
    assert!(told(&[a, b]).contains(": “two”, "));
    assert!(told(&[a, b, (1, "retention_rate", 0.01, Better)]).contains(": “one”, "));
}

#[test]
fn how_many_come_to_the_same_and_what_decides_between_them_is_said() {
    let alike = told(&[(1, "profit", 300.0, Better), (2, "profit", 200.0, Better)]);
    assert!(
        alike.starts_with("Best on balance of the headline outcomes, of 2 alike, by profit: “one”, profit +300"),
        "{alike}"
    );
    let alone =
        told(&[(1, "profit", 300.0, Better), (1, "conversion_rate", 0.1, Better), (2, "profit", 400.0, Better)]);
    assert!(alone.starts_with("Best on balance of the headline outcomes: “one”"), "{alone}");
}

#[test]
fn what_comes_to_the_same_everywhere_is_said_to() {
    let (study, mut list) = shop(6);
    let mut words = |verdict| {
        for one in &mut list {
            one.verdict = verdict;
        }
        of_headline(&study, &list).expect("there is something to compare").words
    };
    assert_eq!(words(Verdict::ExactlyEqual), "Exactly equal to “silos” in the headline outcomes");
    assert_eq!(words(Verdict::NoRelevantDifference), "No relevant difference from “silos” in the headline outcomes");
}

#[test]
fn what_the_best_makes_worse_is_said() {
    let changes =
        [(3, "effort_per_journey", -2.0, Better), (3, "retention_rate", 0.02, Better), (3, "profit", -30.0, Worse)];
    let words = told(&changes);
    assert!(words.contains(": “three”, effort per journey −2") && words.contains(", but profit −30"), "{words}");
}

#[test]
fn who_makes_things_worse_is_named_whether_anybody_is_better_or_not() {
    let worse = |strategies: &[usize]| {
        told(&strategies.iter().map(|&strategy| (strategy, "profit", -30.0, Worse)).collect::<Vec<_>>())
    };
    let start =
        "No strategy is shown to be better than “silos” on balance of the headline outcomes. More worse than better: ";
    assert_eq!(worse(&[2]), format!("{start}“two”"));
    assert_eq!(worse(&[1, 2, 3]), format!("{start}“one”, “two”, “three”"));
    let (mut study, mut list) = shop(6);
    change(&study, &mut list, &[1, 2, 3].map(|strategy| (strategy, "profit", -30.0, Worse)));
    for strategy in &mut study.scenario.strategies {
        strategy.name = format!("{} with a name that takes room", strategy.name);
    }
    let words = of_headline(&study, &list).expect("there is something to compare").words;
    assert!(words.ends_with(". More worse than better: 3 strategies"), "{words}");
}

#[test]
fn whoever_serves_fewer_is_the_best_only_where_nobody_else_is_and_that_is_said() {
    let (study, mut list) = shop(6);
    let effort = study.key("effort_per_journey");
    let fewer = [(1, "effort_per_journey", -4.0, Better), (1, "conversion_rate", -0.2, Worse)];
    change(&study, &mut list, &fewer);
    let alone = finding(&study, &list, &[effort]).expect("there is something to compare");
    assert!(alone.best == Some(1) && alone.words.contains(", but conversion −20"), "{alone:?}");
    change(&study, &mut list, &[(3, "effort_per_journey", -1.0, Better)]);
    let found = finding(&study, &list, &[effort]).expect("there is something to compare");
    assert_eq!(found.best, Some(3));
    assert!(found.words.starts_with("Best by effort per journey without serving fewer: “three” −1"), "{found:?}");
}

#[test]
fn that_fewer_are_served_is_told_however_little_room_there_is() {
    let (mut study, mut list) = shop(6);
    study.scenario.strategies[1].name = "one channel only, for everybody".into();
    let effort = (1, "effort_per_journey", -4.0, Better);
    let gains = [effort, (1, "cost_to_serve", -9.0, Better), (1, "retention_rate", 0.02, Better)];
    let losses = [(1, "conversion_rate", -0.2, Worse), (1, "profit", -30.0, Worse)];
    change(&study, &mut list, &[&gains[..], &losses].concat());
    change(&study, &mut list, &[(1, "resolution_rate", 0.1, Better), (2, "profit", -30.0, Worse)]);
    let words = of_headline(&study, &list).expect("there is something to compare").words;
    assert!(words.contains(": “one channel only") && words.contains(", but conversion −20"), "{words}");
    assert!(words.contains("profit −30") || words.contains("and 1 more worse"), "{words}");
}

#[test]
fn what_is_saved_in_cost_and_shows_in_profit_counts_once() {
    let money =
        [(1, "profit", 40.0, Better), (1, "cost_to_serve", -40.0, Better), (1, "effort_per_journey", 2.0, Worse)];
    let people = [(2, "effort_per_journey", -2.0, Better), (2, "retention_rate", 0.02, Better)];
    assert!(told(&[&money[..], &people].concat()).contains(": “two”, "));
}

#[test]
fn without_any_verdict_none_is_told() {
    let (study, mut list) = shop(6);
    for one in &mut list {
        one.verdict = Verdict::None;
    }
    let words = of_headline(&study, &list).expect("there is something to compare").words;
    assert_eq!(words, "No verdict on differences from “silos” in the headline outcomes");
}

#[test]
fn charts_of_one_strategy_show_the_best_or_the_last() {
    let (study, mut list) = shop(6);
    let profit = [study.key("profit")];
    assert_eq!(shown(&study, &list), Some(3));
    let words = |list: &[Difference]| of_shown(&study, list, &profit).expect("words");
    assert_eq!(words(&list), "None is best, the last is shown: “three”, no difference in profit shown");
    change(&study, &mut list, &[(1, "profit", 40.0, Better)]);
    assert_eq!(shown(&study, &list), Some(1));
    assert!(
        words(&list).starts_with("Best on balance of the headline outcomes: “one”, profit +40"),
        "{}",
        words(&list)
    );
}

#[test]
fn by_a_single_outcome_the_best_is_told_with_it_and_with_those_it_is_too_close_to() {
    let (mut study, mut list) = shop(6);
    let effort = study.key("effort_per_journey");
    let better = [(1, -2.0), (2, -1.9), (3, -0.1)].map(|(who, by)| (who, "effort_per_journey", by, Better));
    change(&study, &mut list, &better);
    // In each replication, minutes for a journey: as many more or less as chance has it, or clearly more.
    for (strategy, minutes) in [(1, [5, 6, 7, 5, 6, 7]), (2, [6, 5, 7, 6, 5, 8]), (3, [9, 8, 9, 9, 8, 9])] {
        for (outcomes, minutes) in study.outcomes[strategy].iter_mut().zip(minutes) {
            outcomes.parts[effort] = Ratio { numerator: minutes * 1_000_000, denominator: 1 };
        }
    }
    let words = |study: &Study| finding(study, &list, &[effort]).expect("there is something to compare").words;
    let told = words(&study);
    assert!(told.starts_with("Best by effort per journey: “one” −2"), "{told}");
    assert!(told.ends_with(" min, too close to “two” to tell"), "{told}");
    study.outcomes[3] = study.outcomes[2].clone();
    assert!(words(&study).ends_with(", too close to 2 others to tell"), "{}", words(&study));
}

#[test]
fn titles_that_name_different_strategies_say_by_which_other_outcomes() {
    let (study, mut list) = shop(6);
    let changes = [
        (1, "profit", 40.0, Better),
        (1, "conversion_rate", 0.1, Better),
        (2, "effort_per_journey", -4.0, Better),
        (3, "retention_rate", 0.02, Better),
        (3, "resolution_rate", 0.02, Better),
    ];
    change(&study, &mut list, &changes);
    let drawn = draw(&study, &list, &[Form::Svg], Theme::Light).expect("charts");
    let title = |bytes: &[u8]| {
        let svg = String::from_utf8(bytes.to_vec()).expect("UTF-8");
        svg.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).expect("a title").to_owned()
    };
    let said: Vec<(String, String)> = drawn
        .drawings
        .iter()
        .map(|drawing| title(&drawing.bytes))
        .map(|title| {
            let (by, rest) = title.split_once(": “").unwrap_or_else(|| panic!("{title}"));
            (by.to_owned(), rest.split('”').next().expect("a name").to_owned())
        })
        .collect();
    let names: std::collections::BTreeSet<&str> = said.iter().map(|(_, name)| name.as_str()).collect();
    assert!(names.len() == 3, "{said:?}");
    for (by, name) in &said {
        assert!(said.iter().all(|(other, named)| by != other || name == named), "{said:?}");
    }
}

#[test]
fn a_strategy_alone_has_nothing_to_be_compared_with() {
    let (mut study, _) = shop(6);
    study.scenario.strategies.truncate(1);
    study.outcomes.truncate(1);
    assert_eq!((of_headline(&study, &[]), shown(&study, &[])), (None, None));
}

#[test]
fn the_same_number_is_the_same_text_in_table_and_charts() {
    let (study, _) = shop(6);
    let list = differences(&study);
    let table = comparison(&study, &list, 80);
    let drawn = draw(&study, &list, &[Form::Svg], Theme::Light).expect("charts");
    let chart = |name: &str| {
        let drawing = drawn.drawings.iter().find(|drawing| drawing.name == name).expect("the chart");
        String::from_utf8(drawing.bytes.clone()).expect("UTF-8")
    };
    let (changes, levels) = (chart("differences.svg"), chart("comparison.svg"));
    for key in study.headlines() {
        let rounding = Rounding::of_outcome(&study, &list, key);
        for one in list.iter().filter(|one| one.key == key) {
            let text = rounding.signed(one.paired.difference);
            assert!(table.contains(&format!(" {text}")) && changes.contains(&format!(">{text}<")), "{text}: {table}");
        }
        let text = rounding.plain(study.estimate(0, key).expect("a value").mean);
        let is_level = study.keys[key].metric.ends_with("_rate");
        assert!(table.contains(&format!(" {text}")) && (!is_level || levels.contains(&format!(">{text}<"))), "{text}");
    }
}
