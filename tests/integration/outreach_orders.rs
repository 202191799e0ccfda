//! What responses are worth, what they cost and replace, and what may not be said of campaigns: a table of rules, each with the
//! smallest market that would show it broken.

use crate::small::{SMALL, in_one_line};
use crate::support::{assert_estimate_agrees, assert_rules, study, values_of, week_of};
use throughline::scenario::{Source, Wishes, understand};
use throughline::theory::choice::shares;
use throughline::validate::outreach::mailed;

const CUSTOMERS: f64 = 1_000.0;
const DAYS: f64 = 364.0;
/// All that one order of every customer brings.
const OF_ALL: f64 = 50_000.0;
/// One message to everybody, at the start, to which all respond.
const ONCE: &str = "every_days = 400\nresponse = 1\n";

/// The market of rules in which luck has no part.
fn sure(campaign: &str, segment: &str, more: &str) -> String {
    mailed(campaign, "", segment, more).replace("replications = 30", "replications = 2")
}

/// With a change of the campaign on a day.
fn from_day(day: u32, key: &str, value: f64, text: &str) -> String {
    format!("{text}[[change]]\nday = {day}\nset = {{ \"campaign.news.{key}\" = {value} }}\n")
}

/// The part of an exponential time of a mean of thirty days.
fn by(day: f64) -> f64 {
    1.0 - (-day / 30.0).exp()
}

#[test]
fn a_response_begins_a_journey_later_unless_the_customer_is_lost_by_then() {
    let later = format!("{ONCE}response_days = 30");
    let study = study(&mailed(&later, "", "", ""));
    for week in [1, 2, 9] {
        let day = 7.0 * f64::from(week);
        let told = format!("week {week}");
        assert_estimate_agrees(&told, week_of(&study, week, "revenue"), OF_ALL * (by(day) - by(day - 7.0)), 0.05);
    }
    let (k, lost) = (1.0 / 30.0, 2.0 / DAYS);
    let before_lost = k / (k + lost) * (1.0 - (-(k + lost) * DAYS).exp());
    let of_day = from_day(30, "discount", 0.4, &mailed(&later, "", "", ""));
    let asks = r#"
        [journey.ask]
        steps = ["ask"]
        give_up_days = 0
        follows = [{ journey = "buy", probability = 0.3 }]
        [channel.desk]
        step.ask = { minutes = { mean = 0, law = "fixed" } }
    "#;
    assert_rules(&[
        (
            "whoever is lost has none",
            mailed(&later, "", "loss_per_year = 2", ""),
            &[(0, "revenue", "", OF_ALL * before_lost)],
        ),
        (
            "the discount is that of the day of the order",
            of_day,
            &[(0, "revenue", "", OF_ALL * (by(30.0) + 0.6 * (by(DAYS) - by(30.0))))],
        ),
        (
            "others follow it as any other journey",
            mailed("every_days = 14\nresponse = 1", "", "", asks),
            &[(0, "contacts", "desk", 26.0 * CUSTOMERS * 0.3)],
        ),
    ]);
}

#[test]
fn a_campaign_pulls_at_the_first_choice_alone_and_by_synergy_alone() {
    const PULL: f64 = 1.2;
    let store = "[channel.store]\nstep.buy.minutes.mean = 0\nstep.pay.minutes.mean = 0\n";
    let two_steps = mailed(ONCE, "", "", &format!("synergy = {{ \"mail>store\" = {PULL} }}\n{store}"))
        .replace("steps = [\"buy\"]", "steps = [\"buy\", \"pay\"]\npause_days = 0")
        .replace("give_up_days = 0", "give_up_days = 30")
        .replace("[channel.shop]", "[channel.shop]\nstep.pay.minutes.mean = 0");
    let habit = mailed(ONCE, "", "", "").replace("habit = 0", "habit = 3");
    let habit = habit.replace("[channel.mail]", "[channel.mail]\nstep.buy.minutes.mean = 0");
    let pulled = shares(&[0.0, PULL])[1];
    let flow = "contact_flow";
    assert_rules(&[
        (
            "after the first step all are liked alike",
            two_steps,
            &[
                (0, flow, "start>store", CUSTOMERS * pulled),
                (0, flow, "store>shop", CUSTOMERS * pulled / 2.0),
                (0, flow, "shop>store", CUSTOMERS * (1.0 - pulled) / 2.0),
            ],
        ),
        ("a message makes no habit", habit, &[(0, flow, "start>mail", CUSTOMERS / 2.0)]),
    ]);
}

#[test]
fn a_discount_is_given_on_what_the_campaign_began_and_never_more_than_all() {
    let two_own = sure(&format!("{ONCE}discount = 0.15"), "needs.buy.every_days = 182", "");
    // Found in the shop, and bought in a store that asks less.
    let cheaper = r"
        [channel.store]
        step.pay.minutes.mean = 0
        [capability.consistency]
        consistent = { siloed = 0 }
        [conflict]
        better_share = 1
        better_discount = 0.6
    ";
    let twice = sure(&format!("{ONCE}discount = 0.6"), "", cheaper)
        .replace("steps = [\"buy\"]", "steps = [\"buy\", \"pay\"]\nprice_step = \"pay\"\npause_days = 0")
        .replace("give_up_days = 0", "give_up_days = 30");
    assert_rules(&[
        ("orders of one's own have none", two_own, &[(0, "revenue", "", 2.0 * OF_ALL + 0.85 * OF_ALL)]),
        (
            "with a better price at most all is given away",
            twice,
            &[(0, "revenue", "", 0.0), (0, "margin", "", OF_ALL * (0.4 - 1.0))],
        ),
    ]);
}

#[test]
fn responses_take_the_place_of_needs_of_ones_own_and_of_their_type_alone() {
    let campaign = |share: f64| format!("every_days = 28\nresponse = 1\nbrought_forward = {share}");
    assert_rules(&[(
        "half of thirteen, and so many fewer of fifty-two",
        mailed(&campaign(0.5), "", "needs.buy.every_days = 7", ""),
        &[(0, "outreach_brought_forward", "", 6.5 * CUSTOMERS), (0, "revenue", "", (52.0 + 13.0 - 6.5) * OF_ALL)],
    )]);
    // Purchases by joining, purchases that follow questions, and those of another type.
    let others = r#"
        [journey.ask]
        steps = ["ask"]
        give_up_days = 0
        [journey.other]
        steps = ["buy"]
        give_up_days = 0
        value = { mean = 7 }
        [channel.desk]
        step.ask = { minutes = { mean = 0, law = "fixed" } }
    "#;
    let segment = "joins = { per_year = 1, first = \"buy\" }\nneeds.ask.per_year = 8\nneeds.other.per_year = 8";
    let [none, all] = [0.0, 1.0].map(|share| {
        let text = sure(&campaign(share), segment, others);
        let follows = "[journey.buy]\nfollows = [{ journey = \"ask\", probability = 1, after_days = 3 }]";
        values_of(&study(&text.replace("[journey.buy]", follows)), 0, "revenue", "")
    });
    assert_eq!(none, all, "nothing else makes way");
}

#[test]
fn messages_cost_what_they_cost_on_the_day_and_are_paid_by_profit() {
    let weekly = "every_days = 7\nresponse = 0.5\ncost = 0.25";
    let study = study(&sure(weekly, "", "").replace("seed", "discount_per_year = 0\nseed"));
    let of = |metric: &str| values_of(&study, 0, metric, "");
    for (at, margin) in of("margin").into_iter().enumerate() {
        let left = margin - 52.0 * CUSTOMERS * 0.25;
        assert!((of("npv")[at] - left).abs() < 1e-6 && (of("profit")[at] - left).abs() < 1e-6, "{margin}");
        assert!((of("lifetime_value")[at] - left / CUSTOMERS).abs() < 1e-6, "{margin}");
    }
    let dearer = from_day(182, "cost", 3.0, &sure("every_days = 7\nresponse = 0\ncost = 1", "", ""));
    assert_rules(&[("by the day", dearer, &[(0, "outreach_cost", "", 26.0 * CUSTOMERS * (1.0 + 3.0))])]);
}

#[test]
fn a_campaign_that_does_nothing_moves_nothing() {
    let idle =
        "[channel.print]\n[campaign.idle]\nchannel = \"print\"\nbegins = \"purchase\"\nevery_days = 3\nresponse = 0\n";
    let [plain, idle] = [study(SMALL), study(&format!("{SMALL}\n{idle}"))];
    for (at, key) in plain.keys.iter().enumerate() {
        let beside = idle.key_of(key.metric, &key.segment, &key.channel).expect("it is there in both");
        for strategy in 0..plain.scenario.strategies.len() {
            assert_eq!(plain.parts(strategy, at), idle.parts(strategy, beside), "{} {}", key.metric, key.channel);
        }
    }
}

#[test]
fn what_no_campaign_can_be_is_refused_with_its_place_and_the_remedy() {
    let weekly = "every_days = 7\nresponse = 0.5";
    let changed = |key: &str, to: &str| {
        let text = sure(weekly, "needs = { buy = { per_year = 1 }, other = { per_year = 1 } }", "")
            .replace("[channel.mail]", "[channel.mail]\n[channel.paper]");
        let other = "[journey.other]\nsteps = [\"buy\"]\n[channel.mail]";
        let text = text.replace("[channel.mail]", other);
        format!("{text}[[change]]\nday = 9\nset = {{ \"campaign.news.{key}\" = {to} }}\n")
    };
    let cases = [
        (changed("channel", "\"paper\""), "campaign.news.channel", "whole run"),
        (changed("begins", "\"other\""), "campaign.news.begins", "whole run"),
        (changed("first_day", "3"), "campaign.news.first_day", "whole run"),
        (changed("until_response", "true"), "campaign.news.until_response", "whole run"),
        (changed("per_year", "52"), "campaign.news", "keep one of the two"),
        (sure("every_days = 7\nper_year = 9\nresponse = 0", "", ""), "campaign.news", "keep one of the two"),
        (sure("response = 0", "", ""), "campaign.news", "write every_days for waves"),
        (sure("every_days = 0.01\nresponse = 0", "", "").replace("= 364", "= 3640"), "every_days", "send less often"),
        (mailed(weekly, "response_cv = 1", "", ""), "outreach.response_cv", "less than 1.000"),
    ];
    for (text, place, remedy) in cases {
        let source = Source::parse("t.toml".into(), text.clone()).expect("a file");
        let refused = understand(&source, "t", &Wishes::default());
        let told = in_one_line(&refused.err().unwrap_or_else(|| panic!("not refused: {place} {remedy}")).to_string());
        assert!(told.contains(place) && told.contains(remedy), "{place}, {remedy}: {told}");
    }
}
