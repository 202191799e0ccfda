//! What customers are worth over time: margins and losses by the calendar, spend that differs between customers, present
//! values, payback, and the cost at which integration stops paying; each against a closed form or worked by hand.

use crate::support::{
    assert_agrees, assert_strategy_agrees, estimate_of, mean, mean_of, shipped, shipped_texts, study, values_of,
};
use throughline::experiment::{BesideBaseline, Study, Verdict, differences, worth};
use throughline::report::charts::{Form, Theme, draw};
use throughline::report::{tables, terminal};
use throughline::stats::{gamma_quantile, ks_p};
use throughline::validate::money::{self, ONE, calendar, force, market, stream};

#[test]
fn a_constant_stream_is_worth_what_an_annuity_is() {
    let text = calendar(
        100,
        728.0,
        2,
        "discount_per_year = 0.08\nwarm_up_days = 182\n[segment.all]\nshare = 1\nloss = { a = 0, b = 1 }\nmargin_per_year = 120",
    );
    let study = study(&text);
    let exact = 100.0 * 120.0 * stream(force(0.08), 1.5);
    let (npv, margin) = (mean(&study, "npv"), mean(&study, "margin"));
    // Money of a day is discounted from the middle of the day.
    assert!((npv / exact - 1.0).abs() < 1e-7, "{npv} for {exact}");
    assert!((margin - 18_000.0).abs() < 1e-6, "{margin}");
    assert_eq!((mean(&study, "lifetime_value"), mean(&study, "profit_per_customer")), (npv / 100.0, 180.0));
}

#[test]
fn customers_who_leave_by_the_calendar_are_worth_what_a_fading_stream_is() {
    let years = 3.0;
    let text = calendar(
        4_000,
        364.0 * years,
        30,
        "discount_per_year = 0.1\n[segment.all]\nshare = 1\nmargin_per_year = 100\nloss_per_year = 0.25",
    );
    let study = study(&text);
    assert_agrees(&study, "retention_rate", "", (-0.25 * years).exp(), 0.01);
    assert_agrees(&study, "margin_by_calendar", "", 4_000.0 * 100.0 * stream(0.25, years), 0.01);
    assert_agrees(&study, "npv", "", 4_000.0 * 100.0 * stream(0.25 + force(0.1), years), 0.01);
    assert_eq!(values_of(&study, 0, "lost_by_calendar", ""), values_of(&study, 0, "churned_customers", ""));
}

/// Pareto/NBD (Schmittlein, Morrison & Colombo 1987) with the parameters of Fader, Hardie & Lee (2005): weeks.
#[test]
fn buyers_who_leave_by_the_calendar_buy_as_pareto_nbd_says() {
    let (r, alpha, s, beta) = (0.553, 10.578, 0.606, 11.669);
    let spread = |shape: f64| 1.0 / f64::sqrt(shape);
    let segment = format!(
        "[segment.all]\nshare = 1\nneeds.buy = {{ per_year = {}, cv = {} }}\nloss_per_year = {}\nloss_cv = {}",
        r / alpha * 52.0,
        spread(r),
        s / beta * 52.0,
        spread(s)
    );
    let study = study(&(market(20_000, 364.0, 30, &segment) + ONE));
    let alive = (beta / (beta + 52.0_f64)).powf(s);
    assert!((alive - 0.357_637).abs() < 1e-6, "{alive}");
    assert_agrees(&study, "retention_rate", "", alive, 0.005);
    assert_agrees(&study, "revenue", "", 20_000.0 * 50.0 * 1.472_997, 0.005);
    // Who has bought nothing in the year.
    let nothing = mean_of(&study, 0, "customers_without_order", "");
    assert!((nothing - nobody_bought(r, alpha, s, beta, 52.0)).abs() < 0.003, "{nothing}");
}

/// The chance of Pareto/NBD that a customer has bought nothing in a time, by the integral over when the customer leaves.
fn nobody_bought(r: f64, alpha: f64, s: f64, beta: f64, time: f64) -> f64 {
    const STEPS: u32 = 20_000;
    let until = |t: f64| (alpha / (alpha + t)).powf(r);
    let leaves_at = |t: f64| s / beta * (beta / (beta + t)).powf(s + 1.0);
    let step = time / f64::from(STEPS);
    let middles = (0..STEPS).map(|at| (f64::from(at) + 0.5) * step);
    let left: f64 = middles.map(|t| until(t) * leaves_at(t) * step).sum();
    left + until(time) * (beta / (beta + time)).powf(s)
}

/// One order each: what customers spend is gamma, whoever they are.
#[test]
fn customers_spend_as_the_gamma_law_says_each_time_the_same() {
    let of = |days: f64| {
        let segment = "[segment.all]\nshare = 1\nneeds.buy = { every_days = 10 }\nvalue_cv = 0.6";
        study(&(market(1, days, 2_000, segment) + ONE))
    };
    let (once, twice) = (of(10.0), of(20.0));
    let quantile = gamma_quantile(50.0, 0.6);
    let spent = values_of(&once, 0, "revenue", "");
    let p = ks_p(&mut spent.clone(), |amount| share_below(&quantile, amount));
    assert!(p > 0.001, "{p}");
    for (two, one) in values_of(&twice, 0, "revenue", "").iter().zip(&spent) {
        assert!((two - 2.0 * one).abs() < 1e-5, "{two} for twice {one}");
    }
}

/// The probability of less than an amount, by bisection.
fn share_below(quantile: &impl Fn(f64) -> f64, amount: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        *(if quantile(middle) < amount { &mut low } else { &mut high }) = middle;
    }
    low
}

/// An order each day, and a record that costs 100 at once and 1.5 a day, and makes each contact 4 cheaper: a loss of 100,
/// then 2.5 a day.
fn invested(run: &str) -> Study {
    invested_over(100.0, run)
}

fn invested_over(days: f64, run: &str) -> Study {
    study(&money::invested_over(days, run))
}

#[test]
fn an_investment_is_paid_back_on_the_day_on_which_what_is_saved_has_reached_it() {
    let study = invested("discount_per_year = 0");
    let [pays] = &worth(&study)[..] else { panic!("one strategy beside the baseline") };
    let over = pays.over_time.as_ref().expect("a discount is given");
    // 100 / 2.5.
    assert_eq!(over.payback.day, Some(40));
    assert!((over.npv.difference - 150.0).abs() < 1e-6, "{}", over.npv.difference);
    let roi = over.roi.expect("it costs something").mean;
    assert!((roi - 150.0 / 250.0).abs() < 1e-9, "{roi}");
    // 4 a day is saved: 1,456 a year, or 400 once; 2.5 are 910.
    let a_year = BesideBaseline::per_year(&study, pays.stops_paying.difference);
    assert!((a_year - 1_456.0).abs() < 1e-6, "{a_year}");
    assert!((BesideBaseline::per_year(&study, pays.integration.difference) - 910.0).abs() < 1e-6);
    let told = terminal::comparison(&study, &differences(&study), 80);
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("integration stops paying at 1,456 EUR a year, or 400 EUR once (over 100 days)"), "{told}");
    assert!(told.contains("it costs 910 EUR a year. Net present value"), "{told}");
    assert!(told.contains("paid back after 40 days."), "{told}");
}

fn sentence_on(study: &Study) -> String {
    let told = terminal::comparison(study, &differences(study), 80);
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    told[told.find("shared:").expect("a sentence on it")..].to_owned()
}

#[test]
fn what_would_not_pay_if_it_were_free_is_said_so_and_what_has_no_cost_is_not_said_to_pay() {
    let dear = market(1, 100.0, 6, "[segment.all]\nshare = 1\nneeds.buy = { every_days = 1 }");
    let strategies = |cost: &str, levels: &str| {
        format!(
            r#"
        [capability.identity]
        cost = {{ {cost} }}
        [[strategy]]
        name = "apart"
        baseline = true
        [[strategy]]
        name = "shared"
        {levels}
        set = {{ "channel.shop.cost_per_contact" = 3 }}
    "#
        )
    };
    let told = |cost: &str, levels: &str| sentence_on(&study(&(dear.clone() + &strategies(cost, levels))));
    let paid_for = told("per_year = 546", "levels = { identity = 1 }");
    assert!(
        paid_for.contains("shared: even free of cost, integration would not pay: apart from its cost"),
        "{paid_for}"
    );
    assert!(!paid_for.contains("and pays"), "{paid_for}");
    assert!(paid_for.contains("profit is −1,092 EUR a year; it costs 546 EUR a year"), "{paid_for}");
    let why = "In EUR a year, it gains nothing, and loses 1,092 by cost to serve, 546 by integration cost.";
    assert!(paid_for.contains(why), "{paid_for}");
    let without = told("per_year = 546", "");
    assert!(!without.contains("integration"), "{without}");
}

#[test]
fn whether_it_pays_is_what_the_verdict_on_profit_says() {
    let told = |per_year: u32| {
        let needs = "[segment.all]\nshare = 1\nneeds.buy = { per_year = 30 }";
        let strategies = format!(
            r#"
        [capability.identity]
        cost = {{ per_year = {per_year} }}
        [[strategy]]
        name = "apart"
        baseline = true
        set = {{ "channel.shop.cost_per_contact" = 5 }}
        [[strategy]]
        name = "shared"
        levels = {{ identity = 1 }}
        set = {{ "channel.shop.cost_per_contact" = 1 }}
    "#
        );
        sentence_on(&study(&(market(50, 100.0, 12, needs) + &strategies)))
    };
    // 4 for each of 1,500 contacts a year.
    assert!(told(600).contains("it costs 600 EUR a year, and pays."), "{}", told(600));
    assert!(told(20_000).contains("a year, and does not pay."), "{}", told(20_000));
    assert!(told(6_000).contains("a year; whether it pays is not shown."), "{}", told(6_000));
    assert!(!told(600).contains("it gains"), "why is told where it does not pay");
    assert!(told(20_000).contains(" by cost to serve, and loses 20.00 by integration cost."), "{}", told(20_000));
}

#[test]
fn what_a_difference_in_profit_is_made_of_sums_to_it() {
    for (name, text) in shipped_texts() {
        let study = shipped(&text, &[("run.customers", "200"), ("run.replications", "2")], &[]);
        for one in worth(&study) {
            let sum: f64 = one.made_of.iter().map(|(_, adds)| adds).sum();
            let profit = one.stops_paying.difference - one.integration.difference;
            assert!((sum - profit).abs() < 1e-6 * profit.abs().max(1.0), "{name}: {sum} for {profit}");
        }
    }
}

#[test]
fn days_until_it_has_paid_back_are_told_from_its_beginning_too() {
    let late = "discount_per_year = 0\n";
    let more = format!("{late}\n[segment.all]\nshare = 1\nneeds.buy = {{ every_days = 1 }}");
    let strategies = r#"
        [capability.identity]
        cost = { once = 100 }
        [[strategy]]
        name = "apart"
        baseline = true
        set = { "channel.shop.cost_per_contact" = 5 }
        [[strategy]]
        name = "shared"
        from_day = 50
        levels = { identity = 1 }
        set = { "channel.shop.cost_per_contact" = 1 }
    "#;
    let told = sentence_on(&study(&(market(1, 100.0, 6, &more) + strategies)));
    // 100 / 4 a day from day 50 on.
    assert!(told.contains("once (over 100 days, 50 of them with it)"), "{told}");
    assert!(told.contains("paid back after 75 days, 25 after it begins on day 50"), "{told}");
}

#[test]
fn a_dearer_future_pays_back_later_or_not_within_the_horizon() {
    let paid_back = |study: &Study| worth(study)[0].over_time.as_ref().expect("a discount is given").payback.day;
    for discount in [0.5, 20.0, 1_000.0] {
        let study = invested(&format!("discount_per_year = {discount}"));
        let of_day = |day: usize| 2.5 * f64::powf(1.0 + discount, -(day as f64 + 0.5) / 364.0);
        let exact = (1..=100).find(|&days| (0..days).map(of_day).sum::<f64>() >= 100.0);
        assert_eq!(paid_back(&study), exact, "at {discount}");
    }
    let short = invested_over(39.0, "discount_per_year = 0");
    assert_eq!(paid_back(&short), None);
    let told = terminal::comparison(&short, &differences(&short), 80);
    assert!(
        told.split_whitespace().collect::<Vec<_>>().join(" ").contains("not paid back within the horizon"),
        "{told}"
    );
}

#[test]
fn at_a_discount_of_0_the_days_add_up_to_the_profit_of_all_shipped_scenarios() {
    for text in [
        include_str!("../../scenarios/retail.toml"),
        include_str!("../../scenarios/contact-centre.toml"),
        include_str!("../../scenarios/support-desk.toml"),
        include_str!("../../scenarios/bank.toml"),
    ] {
        let settings = [
            ("run.customers", "400"),
            ("run.replications", "2"),
            ("run.horizon_days", "100.4"),
            ("run.warm_up_days", "9.3"),
            ("run.discount_per_year", "0"),
        ];
        let study = shipped(text, &settings, &[]);
        for strategy in 0..study.outcomes.len() {
            for (npv, profit) in
                values_of(&study, strategy, "npv", "").iter().zip(values_of(&study, strategy, "profit", ""))
            {
                assert!((npv - profit).abs() < 1e-4, "{npv} for {profit} under strategy {strategy}");
            }
        }
    }
}

#[test]
fn a_market_without_integration_and_money_says_nothing_of_worth() {
    let study = study(&calendar(5, 50.0, 2, "[segment.all]\nshare = 1"));
    assert!(worth(&study).is_empty());
    assert_eq!(tables::worth(&study).rows.count(), 0);
}

#[test]
fn promoters_less_detractors_are_counted_by_what_customers_report() {
    let text = market(
        50,
        60.0,
        2,
        "[segment.all]\nshare = 1\nneeds.buy = { every_days = 1 }\n[experience]\nexcess_effort = 0",
    );
    let all_well = study(&(text.clone() + ONE));
    assert_eq!(mean(&all_well, "nps"), 100.0);
    let given_up = text.replace("step.buy.minutes.mean = 0", "step.buy = { minutes.mean = 0, success = 0 }");
    assert_eq!(mean(&study(&(given_up + ONE)), "nps"), -100.0, "1 - .15 - .30 is 6 of 10 at most");
    let passive = text.replace("excess_effort = 0", "excess_effort = 0\ngiven_up = 0");
    let passive = passive.replace("give_up_days = 0", "give_up_days = 0\ncontact_limit = 1");
    let passive = passive.replace("step.buy.minutes.mean = 0", "step.buy = { minutes.mean = 0, success = 0 }");
    assert_eq!(mean(&study(&(passive + ONE)), "nps"), 0.0, "8.5 of 10 is an 8");
}

#[test]
fn customers_are_counted_once_however_often_they_buy() {
    let segments = r"
        [segment.buyers]
        share = 0.5
        needs.buy = { every_days = 3 }
        [segment.others]
        share = 0.5
    ";
    let study = study(&(market(1_000, 70.0, 3, segments) + ONE));
    assert_eq!(mean(&study, "conversion_by_customer"), 1.0);
    let others: f64 = study
        .parts(0, study.key_of("active_customers", "others", "").expect("a key"))
        .iter()
        .map(|part| part.numerator as f64 / 1_000.0)
        .sum::<f64>()
        / 3.0;
    assert!((mean(&study, "customers_without_order") - others).abs() < 1e-12);
    let contacts = mean(&study, "contacts") / 1_000.0 / 70.0 * 364.0;
    assert!((mean(&study, "contacts_per_active_customer") - contacts).abs() < 1e-9);
}

#[test]
fn a_margin_below_0_is_lost_on_each_order() {
    let text = market(10, 50.0, 2, "[segment.all]\nshare = 1\nneeds.buy = { every_days = 1 }") + ONE;
    let study = study(&text.replace("margin = 0.4", "margin = -0.2"));
    let (revenue, margin) = (mean(&study, "revenue"), mean(&study, "margin"));
    assert!((margin + 0.2 * revenue).abs() < 1e-9 && revenue > 0.0, "{margin} of {revenue}");
}

#[test]
fn what_comes_by_the_calendar_needs_no_draw_that_another_rule_makes() {
    let plain = "[segment.all]\nshare = 1\nneeds.buy = { per_year = 20, cv = 1 }";
    let text = |more: &str| market(300, 100.0, 4, &format!("{plain}\n{more}")) + ONE;
    let (off, on) = (study(&text("")), study(&text("margin_per_year = 10\nvalue_cv = 1\nloss_cv = 1")));
    for metric in ["effort_per_journey", "contacts", "journeys", "retention_rate"] {
        assert_eq!(values_of(&off, 0, metric, ""), values_of(&on, 0, metric, ""), "{metric}");
    }
    assert!(mean(&on, "revenue") != mean(&off, "revenue") && mean(&on, "margin_by_calendar") > 0.0);
}

fn verdict_of(study: &Study, metric: &str) -> Verdict {
    let key = study.key(metric);
    differences(study).iter().find(|one| one.key == key).expect("a difference").verdict
}

#[test]
fn a_difference_that_is_too_small_to_matter_is_called_so_and_none_at_all_exactly_equal() {
    let plain = invested("");
    assert_eq!((verdict_of(&plain, "profit"), verdict_of(&plain, "revenue")), (Verdict::None, Verdict::ExactlyEqual));
    let relevant = |smallest: &str| {
        let text = market(
            300,
            100.0,
            8,
            &format!(
                "smallest_relevant = {{ cost_to_serve = {smallest} }}\n[segment.all]\nshare = 1\nneeds.buy = {{ per_year = 20 }}\n"
            ),
        );
        let strategies =
            ONE.to_string() + "[[strategy]]\nname = \"dear\"\nset = { \"channel.shop.cost_per_contact\" = 0.01 }\n";
        verdict_of(&study(&(text + &strategies)), "cost_to_serve")
    };
    // Some 16 contacts are 0.16 EUR for each replication and 300 customers 1,650 contacts: 16.5 EUR.
    assert_eq!((relevant("10"), relevant("20")), (Verdict::Worse, Verdict::NoRelevantDifference));
}

#[test]
fn the_currency_stands_wherever_money_does() {
    let study = shipped(
        include_str!("../../scenarios/retail.toml"),
        &[
            ("currency", "\"CHF\""),
            ("run.customers", "200"),
            ("run.replications", "5"),
            ("run.discount_per_year", "0.05"),
        ],
        &[],
    );
    let list = differences(&study);
    let text = |table: throughline::report::Table| String::from_utf8(table.csv()).expect("text");
    let drawn = draw(&study, &list, &[Form::Svg], Theme::Light).expect("charts").drawings;
    let charts: String = drawn.iter().map(|one| String::from_utf8_lossy(&one.bytes).into_owned()).collect();
    for shown in [
        charts,
        text(tables::summary(&study)),
        text(tables::comparison(&study, &list)),
        text(tables::replications(&study)),
        text(tables::series(&study)),
        text(tables::worth(&study)),
        terminal::comparison(&study, &list, 80),
    ] {
        assert!(shown.contains("CHF") && !shown.contains("EUR"), "{shown:.300}");
    }
    assert!(estimate_of(&study, 0, "npv", "").mean != mean_of(&study, 0, "profit", ""));
    assert_strategy_agrees(&study, 0, "staff_cost", "", mean_of(&study, 0, "staff_cost", ""), 1.0);
}

#[test]
fn every_outcome_of_which_one_can_say_what_would_matter_is_one_of_the_whole_market() {
    let study = invested("discount_per_year = 0");
    for name in throughline::scenario::typed::bounds::RELEVANT {
        assert!(study.key_of(name, "", "").is_some(), "{name}");
    }
    let text = market(
        1,
        50.0,
        2,
        "smallest_relevant = { profits = 3 }\n[segment.all]\nshare = 1\nneeds.buy = { per_year = 1 }",
    );
    let source = throughline::scenario::Source::parse("t.toml".into(), text + ONE).expect("a file");
    let told = throughline::scenario::understand(&source, "t", &throughline::scenario::Wishes::default());
    let told = told.expect_err("profits are no outcome").to_string();
    assert!(told.contains("run.smallest_relevant.profits") && told.contains("did you mean `profit`?"), "{told}");
}
