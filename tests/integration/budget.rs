//! How money moves between campaigns: each rule in the smallest market that would show it broken.

use crate::small::in_one_line;
use crate::support::{assert_rules, mean_of, study, study_in, values_of};
use throughline::experiment::Order;
use throughline::scenario::{Source, Wishes, understand};
use throughline::validate::outreach::two_mailings;

/// Those to whom each of the two campaigns sends, of whom a tenth is held out where the strategy measures.
const ALL: f64 = 1_000.0;
const REST: f64 = 900.0;
const HELD_OUT: f64 = 0.1;
/// The margin of an order.
const MARGIN: f64 = 15.0;
/// Waves between two reviews, and in the four times after the first of these.
const FIRST: f64 = 4.0;
const LATER: f64 = 16.0;
const CLAIMS: usize = 0;
const MEASURES: usize = 1;
const SENT: &str = "outreach_messages";

/// The market in which a campaign has other lines, and others stand beside them.
fn with(step: f64, changes: &[(&str, &str)], more: &str) -> String {
    let market = two_mailings(step, HELD_OUT).replace("replications = 20", "replications = 16");
    let text = changes.iter().fold(market, |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    });
    text.replacen("[budget]", &format!("{more}\n[budget]"), 1)
}

/// The campaign that all respond to, and that nobody does, up to its cost.
const GOOD: &str = "share = 0.5\n        cost = 1\n        response = 1";
const IDLE: &str = "share = 0.5\n        cost = 1\n        response = 0";
/// The time of one review alone.
const ONE_REVIEW: (&str, &str) = ("horizon_days = 140", "horizon_days = 56");

/// A campaign in a channel of its own, with no response.
fn third(rest: &str) -> String {
    format!(
        "[channel.radio]\n[campaign.third]\nchannel = \"radio\"\nsegments = [\"others\"]\nbegins = \"buy\"\n\
         every_days = 7\nresponse = 0\n{rest}\n"
    )
}

#[test]
fn money_is_at_first_what_each_spends_a_day() {
    // All of it goes to the good one at the first review.
    let of = |share: f64| [(MEASURES, SENT, "print", REST * (FIRST * 0.5 + LATER * share))];
    let dear = GOOD.replace("cost = 1", "cost = 3");
    let few = IDLE.replace("0.5", "0.2");
    let all = GOOD.replace("0.5", "0.8");
    let seldom = IDLE.replace("share", "every_days = 14\n        share");
    let seldom = with(1.0, &[(&format!("every_days = 7\n        {IDLE}"), &seldom)], "");
    let audience = with(1.0, &[], "").replacen("share = 0.5", "share = 0.25", 1);
    let audience = audience.replace("[segment.others]\n        share = 0.5", "[segment.others]\n        share = 0.75");
    assert_rules(&[
        ("by cost", with(1.0, &[(GOOD, &dear)], ""), &of(0.5 / 0.75)),
        ("by share", with(1.0, &[(IDLE, &few)], ""), &of(0.7)),
        ("by messages a day", seldom, &of(0.75)),
        ("by audience", audience, &[(MEASURES, SENT, "print", 1.5 * REST * (FIRST * 0.5 + LATER * 0.5 / 0.75))]),
        ("at most to all", with(1.0, &[(GOOD, &all)], ""), &[(MEASURES, SENT, "print", REST * (FIRST * 0.8 + LATER))]),
    ]);
}

/// The share of the idle mailing in what both claim by the first review: buyers buy once a week, and the mailing claims that
/// of all who have got any of its messages; of the others only what it began.
fn claimed_by_idle() -> f64 {
    let claimed: f64 = (1..=4).map(|week| 1.0 - 0.5_f64.powi(week)).sum();
    claimed / (claimed + FIRST * 0.5)
}

#[test]
fn a_review_follows_claims_as_far_as_the_level_of_that_day_says() {
    let sent = |before: f64, after: f64, share: f64| FIRST * (before * 0.5 + after * share);
    let claims = claimed_by_idle();
    let half = with(1.0, &[ONE_REVIEW, ("measurement = 1", "measurement = 0.4")], "");
    let measures = "\"capability.measurement.follows_brought\" = { siloed = 1, integrated = 1 }";
    let until = format!("[[change]]\nday = 0\nuntil_day = 28\nset = {{ {measures} }}\n");
    assert_rules(&[
        ("by claims", half.clone(), &[(CLAIMS, SENT, "mail", sent(ALL, ALL, claims))]),
        ("by both", half.clone(), &[(MEASURES, SENT, "mail", sent(REST, REST, 0.6 * claims))]),
        ("on that day", with(1.0, &[ONE_REVIEW], "") + &until, &[(CLAIMS, SENT, "mail", sent(REST, ALL, claims))]),
    ]);
}

#[test]
fn a_campaign_claims_orders_of_those_it_reached_just_before() {
    let at_once =
        with(0.5, &[("claim_days = 364", "claim_days = 0.001"), ("measurement = 1", "measurement = 0.5")], "");
    let study = study(&at_once);
    let claimed = |channel| mean_of(&study, CLAIMS, "outreach_claimed", channel);
    assert_eq!(claimed("print"), MARGIN * mean_of(&study, CLAIMS, SENT, "print"), "of all that it began");
    assert!(claimed("mail") < 1e-3 * claimed("print"), "{}", claimed("mail"));
    // Half of the money of the idle one goes at each of four reviews, by claims as by what is brought.
    let left = FIRST * 0.5 * (1.0 + 0.5 + 0.25 + 0.125 + 0.0625);
    let negative = GOOD.replace("cost = 1", "cost = 1\n        discount = 0.6");
    assert_rules(&[
        ("all by the good one", at_once, &[(CLAIMS, SENT, "mail", ALL * left), (MEASURES, SENT, "mail", REST * left)]),
        (
            "orders at a loss claim nothing",
            with(1.0, &[(GOOD, &negative)], ""),
            &[(CLAIMS, SENT, "print", ALL * FIRST * 0.5), (CLAIMS, SENT, "mail", ALL * (FIRST * 0.5 + LATER))],
        ),
    ]);
}

#[test]
fn several_campaigns_claim_the_same_order() {
    let same = [
        (GOOD, IDLE),
        ("segments = [\"others\"]", "segments = [\"buyers\"]"),
        (IDLE, "share = 1\ncost = 1\nresponse = 0"),
    ];
    let study = study(&with(1.0, &same, ""));
    let margin = values_of(&study, CLAIMS, "margin", "");
    assert_eq!(
        values_of(&study, CLAIMS, "outreach_claimed", ""),
        margin.iter().map(|one| 2.0 * one).collect::<Vec<_>>()
    );
}

#[test]
fn what_is_brought_is_margin_beyond_that_of_those_held_out_who_stay_though_others_are_lost() {
    // Whoever gets this buys once and is lost, and a tenth of them would have bought by the first review.
    let quits =
        "[journey.quit]\nsteps = [\"buy\"]\ngive_up_days = 0\noccasion = true\nvalue = { mean = 50, law = \"fixed\" }";
    let begins = "begins = \"buy\"\n        every_days = 7\n        ";
    let quit = IDLE.replace("response = 0", "response = 1").replace("0.5", "1");
    let quit = format!("begins = \"quit\"\n        every_days = 7\n        {quit}");
    let lost = with(0.0, &[(&format!("{begins}{IDLE}"), &quit)], quits).replacen("a = 0, b = 1", "a = 1, b = 0", 1);
    let lost = lost.replace("every_days = 7\n        [segment.others]", "every_days = 280\n        [segment.others]");
    let good = FIRST * (5.0 - 0.5 * (1.0 + 0.5 + 0.25 + 0.125 + 0.0625));
    assert_rules(&[
        ("all that it began", with(0.5, &[], ""), &[(MEASURES, "outreach_measured", "print", MARGIN * REST * good)]),
        ("less than without", lost, &[(MEASURES, "outreach_measured", "mail", MARGIN * REST * (1.0 - 0.1))]),
    ]);
}

#[test]
fn those_who_join_are_held_out_and_counted_from_joining_on() {
    // Two customers at the start, of whom in many a run neither is held out, and thirty joiners by the first review.
    let joins = "joins.per_year = 200\n        loss = {";
    let text = with(
        0.5,
        &[("customers = 2_000", "customers = 4"), ("held_out = 0.1", "held_out = 0.5"), ("loss = {", joins)],
        "",
    );
    let study = study(&text);
    let of = |metric| values_of(&study, MEASURES, metric, "print");
    let began: Vec<f64> = of(SENT).iter().map(|sent| MARGIN * sent).collect();
    assert_eq!(of("outreach_measured"), began, "those held out order nothing, whoever of them joined");
}

#[test]
fn money_stands_where_nothing_tells_where_to() {
    let stand = |strategy| [(strategy, SENT, "mail", 10.0 * ALL), (strategy, SENT, "print", 10.0 * ALL)];
    let silent = with(1.0, &[(GOOD, IDLE), ("needs.buy.every_days = 7", "")], "");
    let nobody = with(1.0, &[("held_out = 0.1", "held_out = 0")], "");
    assert_rules(&[("without claims", silent, &stand(CLAIMS)), ("with nobody held out", nobody, &stand(MEASURES))]);
}

#[test]
fn who_costs_nothing_or_has_not_begun_takes_no_part() {
    let free = with(1.0, &[], &third("share = 0.5"));
    let silent = with(1.0, &[], &third("cost = 1\nshare = 0"));
    let silent = silent + "[[change]]\nday = 28\nset = { \"campaign.third.share\" = 0.5 }\n";
    let late = with(1.0, &[], &third("cost = 1\nshare = 0.5\nfirst_day = 42").replace("others", "buyers"));
    assert_rules(&[
        ("no cost, no money", free, &[(CLAIMS, SENT, "radio", ALL * 20.0 * 0.5)]),
        ("who sends nothing at first has none", silent, &[(CLAIMS, SENT, "radio", ALL * LATER * 0.5)]),
        (
            "who had begun by the review before is reviewed, here from day 84 on",
            late,
            &[(MEASURES, SENT, "radio", REST * 6.0 * 0.5), (MEASURES, SENT, "print", REST * (FIRST * 0.5 + LATER))],
        ),
    ]);
}

#[test]
fn in_whatever_order_customers_are_simulated_money_moves_alike() {
    let text = two_mailings(0.5, 0.2).replace("customers = 2_000", "customers = 200");
    let text = text.replace("loss = {", "joins.per_year = 1\n        loss_per_year = 0.5\n        loss = {");
    let [forward, reverse] = [Order::Forward, Order::Reverse].map(|order| study_in(&text, order).outcomes);
    assert_eq!(forward, reverse);
}

#[test]
fn a_budget_with_nothing_to_move_or_that_changes_is_refused() {
    let change = |set: &str| two_mailings(0.5, 0.1) + &format!("[[change]]\nday = 9\nset = {{ {set} }}\n");
    let cases = [
        (with(1.0, &[(IDLE, "share = 0.5\nresponse = 0")], ""), "1 campaigns that cost anything", "take `budget` out"),
        (change("\"budget.step\" = 0.2"), "budget.step", "whole run"),
        (change("\"campaign.good.segments\" = [\"buyers\"]"), "campaign.good.segments", "whole run"),
    ];
    for (text, place, remedy) in cases {
        let source = Source::parse("t.toml".into(), text).expect("a file");
        let refused = understand(&source, "t", &Wishes::default()).expect_err("it is refused");
        let told = in_one_line(&refused.to_string());
        assert!(told.contains(place) && told.contains(remedy), "{place}, {remedy}: {told}");
    }
}
