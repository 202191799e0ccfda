//! What messages do where they meet the other rules: the smallest markets in which they do.

use crate::small::in_one_line;
use crate::support::{assert_rules, mean_of, scenario, study, values_of};
use throughline::scenario::{Source, Wishes, understand};
use throughline::validate::outreach::{mailed, two_mailings};

/// A year of weekly and of random messages, none of which tires anybody.
const TWO: &str = r#"
every_days = 4
response = 1
cost = 0.5
[campaign.offers]
channel = "mail"
begins = "buy"
per_year = 100
response = 1
cost = 0.25
"#;

fn all(study: &throughline::experiment::Study, strategy: usize, metric: &str) -> Vec<f64> {
    values_of(study, strategy, metric, "")
}

#[test]
fn without_pressure_a_plan_saves_the_cost_of_suppressed_messages_and_loses_their_response_to_the_unit() {
    let text = mailed(TWO, "cap = { messages = 2, days = 5 }", "", "").replace("customers = 1000", "customers = 50");
    let study = study(&text);
    let of = |strategy: usize, metric: &str| all(&study, strategy, metric);
    let suppressed = of(1, "outreach_suppressed");
    assert!(suppressed.iter().all(|&count| count > 100.0), "{suppressed:?}");
    for (at, suppressed) in suppressed.iter().enumerate() {
        let lost = |metric: &str| of(0, metric)[at] - of(1, metric)[at];
        assert_eq!(lost("outreach_messages"), *suppressed);
        assert_eq!(lost("outreach_responses"), *suppressed);
        assert!((lost("revenue") - 50.0 * suppressed).abs() < 1e-6);
        let profit = lost("margin") - lost("outreach_cost");
        assert!((lost("profit") - profit).abs() < 1e-6);
        assert!(lost("outreach_cost") > 0.25 * suppressed && lost("outreach_cost") < 0.5 * suppressed);
    }
}

#[test]
fn one_campaign_alone_saves_just_the_cost_of_what_is_suppressed() {
    let text = mailed("every_days = 2\nresponse = 1\ncost = 0.5", "cap = { messages = 1, days = 3 }", "", "");
    let study = study(&text.replace("customers = 1000", "customers = 50"));
    let lost = |metric: &str| all(&study, 0, metric)[0] - all(&study, 1, metric)[0];
    assert_eq!(all(&study, 1, "outreach_suppressed")[0], 50.0 * 91.0, "every other of 182 waves");
    assert_eq!(lost("outreach_cost"), 0.5 * 50.0 * 91.0);
    assert_eq!(lost("outreach_responses"), 50.0 * 91.0);
}

#[test]
fn what_is_brought_forward_is_missing_later_and_adds_nothing_in_all() {
    // A response to each of the four first waves, each in the place of a need that comes every ten days for certain.
    let campaign = "every_days = 3\nresponse = 1\nbrought_forward = 1";
    let text =
        mailed(campaign, "", "needs.buy.every_days = 10", "").replace("horizon_days = 364", "horizon_days = 100");
    let off = "[[strategy]]\nname = \"off\"\nset = { \"campaign.news.share\" = 0 }\n";
    let pulse = format!("{text}{off}[[change]]\nday = 12\nset = {{ \"campaign.news.share\" = 0 }}\n");
    let study = study(&pulse);
    let [with, without] = [0, 2].map(|strategy| all(&study, strategy, "revenue"));
    assert_eq!(with, without, "four needs each were brought forward, and four each did not arise");
    assert_eq!(all(&study, 0, "outreach_brought_forward"), vec![4_000.0; 30]);
    let week =
        |strategy: usize| study.outcomes[strategy][0].weeks[0].iter().map(|part| part.numerator).collect::<Vec<_>>();
    assert_ne!(week(0), week(2), "more in the first week");
}

#[test]
fn nobody_hears_who_is_out_of_reach_of_another_segment_or_behind_a_closed_channel() {
    let campaign = "every_days = 7\nresponse = 1\nsegments = [\"all\"]";
    let more = "[segment.others]\nshare = 0.5\nloss = { a = 0, b = 1 }\n";
    let text = mailed(campaign, "", "reach = { mail = 0.5 }", more).replacen("share = 1", "share = 0.5", 1);
    let closed = "[[strategy]]\nname = \"closed\"\nchannels = [\"shop\"]\n";
    let study = study(&format!("{text}{closed}"));
    let [open, shut] = [0, 2].map(|strategy| mean_of(&study, strategy, "outreach_messages", ""));
    assert!((open / (52.0 * 250.0) - 1.0).abs() < 0.03, "{open}");
    assert_eq!(shut, 0.0);
    let reached = mean_of(&study, 0, "outreach_reached", "");
    assert!((reached - 0.25).abs() < 0.01, "{reached}");
}

#[test]
fn messages_before_the_warm_up_tire_but_are_not_counted() {
    let text = |run: &str| {
        mailed("every_days = 7\nresponse = 1", "half_life_days = 700\nfatigue = 0.5", "", "").replace("seed", run)
    };
    let [whole, rest] = [study(&text("seed")), study(&text("warm_up_days = 182\nseed"))];
    assert_eq!(all(&rest, 0, "outreach_messages"), vec![26_000.0; 30]);
    let [whole, rest] = [&whole, &rest].map(|study| mean_of(study, 0, "outreach_response_rate", ""));
    assert!(rest < 0.01 && whole > 3.0 * rest, "{whole} {rest}");
}

#[test]
fn money_follows_claims_to_what_would_have_come_anyway_and_measurement_away_from_it() {
    let text = two_mailings(0.5, 0.1);
    // The mailing that nobody responds to claims all orders of those whom it has reached by then, the other those it began.
    let (mut idle, mut unreached, mut by_claims) = (0.5, 1.0, 0.0);
    for _ in 0..5 {
        let reached = |_| {
            unreached *= 1.0 - idle;
            1.0 - unreached
        };
        let claims: f64 = (0..4).map(reached).sum();
        by_claims += 4_000.0 * idle;
        idle = 0.5 * idle + 0.5 * claims / (claims + 4.0 * (1.0 - idle));
    }
    let sent = "outreach_messages";
    assert_rules(&[(
        "who buys anyway spends as much, held out or not",
        text,
        &[
            (0, sent, "mail", by_claims),
            (0, sent, "print", 20_000.0 - by_claims),
            (1, sent, "mail", 3_487.5),
            (1, sent, "print", 14_512.5),
            (1, "outreach_measured", "mail", 0.0),
        ],
    )]);
}

#[test]
fn whoever_is_annoyed_is_lost_sooner() {
    let with = |annoyance: f64| {
        let outreach = format!("annoyance = {annoyance}");
        let text = mailed("every_days = 3\nresponse = 0", &outreach, "needs.buy.per_year = 12", "");
        study(&text.replace("loss = { a = 0, b = 1 }", "loss = { a = 0.5, b = 9.5 }"))
    };
    let [plain, annoyed] = [with(0.0), with(0.02)].map(|study| all(&study, 0, "retention_rate"));
    assert!(plain.iter().zip(&annoyed).all(|(plain, annoyed)| annoyed < plain), "{plain:?} {annoyed:?}");
}

#[test]
fn a_clock_that_runs_faster_from_a_day_on_keeps_what_it_shows() {
    let text = mailed("every_days = 7\nresponse = 0", "", "", "").replace("horizon_days = 364", "horizon_days = 140");
    let faster = "[[change]]\nday = 73\nset = { \"campaign.news.every_days\" = 3.5 }\n";
    let study = study(&format!("{text}{faster}"));
    // Eleven waves up to day 70; the twelfth, due on day 77, has 4/7 of the way to go, now 2 days; then one every 3.5 days.
    assert_eq!(all(&study, 0, "outreach_messages"), vec![1_000.0 * (11.0 + 19.0); 30]);
}

#[test]
fn who_joins_hears_from_that_moment_on() {
    let run = |segment: &str| {
        study(&mailed("every_days = 7\nresponse = 0", "", segment, "").replace("customers = 1000", "customers = 200"))
    };
    let [alone, joined] = [run(""), run("joins.per_year = 1")].map(|study| mean_of(&study, 0, "outreach_messages", ""));
    // Joiners come evenly over the year, and each hears the waves that are left: 26 of 52 in the mean.
    assert!(((joined - alone) / (200.0 * 25.5) - 1.0).abs() < 0.05, "{alone} {joined}");
}

/// What is told of a market that is refused.
fn refused(text: &str) -> String {
    let source = Source::parse("t.toml".into(), text.into()).expect("a file");
    in_one_line(&understand(&source, "t", &Wishes::default()).expect_err("it is refused").to_string())
}

#[test]
fn a_rhythm_given_twice_is_told_with_both_and_what_to_keep() {
    let told = refused(&mailed("every_days = 7\nper_year = 3\nresponse = 0.1", "", "", ""));
    for part in [
        "found: both every_days = 7 and per_year = 3",
        "keep one of the two: every_days = 7 for waves, or per_year = 3 for random moments",
    ] {
        assert!(told.contains(part), "{told}");
    }
    assert!(refused(&mailed("response = 0.1", "", "", "")).contains("neither every_days nor per_year"));
}

#[test]
fn where_all_respond_or_nobody_no_spread_can_be() {
    let spread =
        |response: &str| mailed(&format!("every_days = 7\nresponse = {response}"), "response_cv = 0.5", "", "");
    let told = refused(&spread("1"));
    for part in [
        "found: 0.5, where campaign.news.response is 1",
        "customers cannot differ where all of them always respond",
        "remedy: write 0, or set campaign.news.response below 1",
    ] {
        assert!(told.contains(part), "{told}");
    }
    assert!(refused(&spread("0.9")).contains("less than 0.333, the most"));
    let notes = scenario(&spread("0")).notes.join(" ");
    assert!(notes.contains("nobody responds") && notes.contains("outreach.response_cv does nothing here"), "{notes}");
}
