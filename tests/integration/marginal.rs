//! What channels bring beyond the average: when it is lost that is lost where one is closed for a while, and what a tenth more
//! or less of one is worth; and the chart of the rules beside the truth.

use crate::small::{Place, in_one_line, small_with};
use crate::support;
use throughline::experiment::{Attributed, Beside, Brought, Closings, One, attribute};
use throughline::report::credits::of_strategy;

/// Customers who want something ten times a year each, and go to the web, to a shop or nowhere by fixed weights; whoever has
/// bought wants something again with a probability of a half, a fortnight later on average.
fn market(web: (f64, f64), shop: (f64, f64), outside: f64, again: f64) -> String {
    format!(
        r#"
        [run]
        customers = 2000
        horizon_days = 364
        replications = 20
        seed = 51
        [segment.all]
        share = 1
        loss = {{ a = 0, b = 1 }}
        taste = {{ web = {}, shop = {} }}
        needs.it = {{ per_year = 10 }}
        [journey.it]
        steps = ["buy"]
        value = {{ mean = 10 }}
        give_up_days = 0
        [journey.again]
        steps = ["buy"]
        value = {{ mean = 10 }}
        give_up_days = 0
        follows = [{{ journey = "it", ending = "completed", probability = {again}, after_days = 14 }}]
        [channel.web]
        step.buy = {{ success = {}, minutes = {{ mean = 0, law = "fixed" }} }}
        [channel.shop]
        step.buy = {{ success = {}, minutes = {{ mean = 0, law = "fixed" }} }}
        [choice]
        habit = 0
        taste_sd = 0
        outside = {}
        [[strategy]]
        name = "only"
        baseline = true
        "#,
        web.0.ln(),
        shop.0.ln(),
        web.1,
        shop.1,
        outside.ln(),
    )
}

fn attributed(text: &str, beside: Beside) -> Attributed {
    let scenario = support::scenario(text);
    attribute(Closings::of(&scenario, scenario.baseline(), beside), || {})
}

/// The place of a channel among those that are open.
fn place_of(attributed: &Attributed, name: &str) -> usize {
    let names = &attributed.study.scenario.names.channels;
    attributed.channels.iter().position(|&(channel, _)| names[channel] == name).expect("an open channel")
}

/// Holds a mean with its standard error against a number.
fn assert_near(what: &str, (mean, se): (f64, Option<f64>), expected: f64) {
    let se = se.expect("replications differ");
    assert!(se < 0.05 * expected.abs(), "{what}: {se} tells nothing from {expected}");
    assert!((mean - expected).abs() <= 3.5 * se, "{what}: {mean} ({se}) is not {expected}");
}

#[test]
fn what_a_pulse_loses_later_are_the_orders_that_would_have_followed() {
    // Of three who want something two go to the web, and one to a shop that never has it.
    let text = market((2.0, 0.6), (1.0, 0.0), 1e-12, 0.5);
    let attributed = attributed(&text, Beside { pulse: Some(182..210), ..Beside::default() });
    let web = place_of(&attributed, "web");
    let (within, after) = attributed.weeks_of_pulse().expect("a pulse");
    assert_eq!((within.clone(), after.clone()), (26..30, 30..52));
    let bought = 2.0 / 3.0 * 0.6;
    let a_day = 2000.0 * 10.0 / 364.0 * bought;
    let followed = a_day * 0.5 * bought;
    let lost = |weeks| {
        let lost = attributed.lost_in(web, weeks, Brought::Orders).expect("a pulse");
        (lost.difference, lost.se)
    };
    assert_near("within", lost(within.clone()), 28.0 * (a_day + followed));
    assert_near("after", lost(after.clone()), followed * 14.0 * (1.0 - (-2.0_f64).exp()));
    let before = attributed.lost_in(web, 0..26, Brought::Orders).expect("a pulse");
    assert_eq!((before.difference, before.se), (0.0, Some(0.0)), "nothing is lost before");
    let of_the_shop = attributed.lost_in(place_of(&attributed, "shop"), after, Brought::Value).expect("a pulse");
    assert!(of_the_shop.difference < 0.0, "who goes to the web instead of the shop comes again");
}

#[test]
fn a_pulse_loses_what_a_change_in_the_file_that_closes_the_channel_loses() {
    let chosen_by_phone = "[channel.phone]\nstep.choose = { leave = 0.1, success = 0.8, minutes = { mean = 8 } }";
    let text = small_with("[channel.phone]", chosen_by_phone);
    let days = Beside { pulse: Some(14..21), ..Beside::default() };
    let pulse = attributed(&text, days);
    let closed = "[[change]]\nday = 14\nuntil_day = 21\nset = { \"channel.phone.open\" = false }\n[[strategy]]";
    let study = support::study(&text.replacen("[[strategy]]", closed, 1));
    let revenue = throughline::outcomes::SERIES.iter().position(|one| one.id == "revenue").expect("a series");
    for week in 0..5 {
        let of = |study: &throughline::experiment::Study| -> i128 {
            study.outcomes[0].iter().map(|one| one.weeks[week][revenue].numerator).sum()
        };
        let replications = study.outcomes[0].len() as f64;
        let lost = (of(&pulse.study) - of(&study)) as f64 / 1e6 / replications;
        let phone = place_of(&pulse, "phone");
        let told = pulse.lost_in(phone, week..week + 1, Brought::Value).expect("a pulse").difference;
        assert!((told - lost).abs() < 1e-6, "week {week}: {told} and {lost}");
    }
}

#[test]
fn a_contact_at_the_margin_is_worth_the_average_where_all_choose_alike_and_draws_from_the_others() {
    let (web, shop, outside) = ((2.0, 0.3), (1.0, 0.8), 1.5);
    let attributed = attributed(&market(web, shop, outside, 0.0), Beside { tenth: true, ..Beside::default() });
    let at = place_of(&attributed, "web");
    // Of those who come to the web more, as of those who would leave it, so many are the shop's.
    let worth = web.1 - shop.1 * shop.0 / (shop.0 + outside);
    let web_shop = One::Channel(at);
    for one in [attributed.at_the_margin(web_shop, Brought::Orders), attributed.on_average(web_shop, Brought::Orders)] {
        let one = one.expect("contacts that move");
        assert!((one.mean - worth).abs() <= 3.5 * one.se.expect("replications differ"), "{one:?} {worth}");
    }
    let [less, more] =
        attributed.tenths(web_shop, Brought::Orders).expect("a tenth").map(|one| one.expect("orders").difference);
    let orders = |weight: f64| 20_000.0 * (weight * web.1 + shop.0 * shop.1) / (weight + shop.0 + outside);
    assert!((less - (orders(2.0) - orders(1.8))).abs() < 30.0 && (more - (orders(2.2) - orders(2.0))).abs() < 30.0);
}

#[test]
fn pulses_and_tenths_are_printed_by_channel_and_a_program_reads_them() {
    let text = market((2.0, 0.6), (1.0, 0.4), 1.0, 0.5).replace("customers = 2000", "customers = 100");
    let place = Place::new().file("market.toml", text);
    let asked = ["attribute", "market.toml", "--quiet", "--pulse", "182..210", "--tenth"];
    let told = in_one_line(&place.printed(&asked));
    for part in [
        "closed on days 182 to 209 alone: on these days, and on all days after, from 210 to the horizon on day 364 [orders]",
        "Carry-over",
        "what a contact of the channel brings, at the margin and on average [orders per contact]",
        "a channel weighs so much less or more where customers choose.",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let printed = place.printed(&[&asked[..], &["--format", "csv", "--replications", "3"]].concat());
    let rows = |what: &str| printed.lines().filter(|line| line.contains(what)).count();
    // Orders and revenue of two channels; weeks 27 to 52.
    assert_eq!((rows(",\"pulse, within\","), rows(",\"pulse, week "), rows(",pulse,")), (4, 4 * 26, 4));
    assert_eq!((rows(",a tenth less,"), rows(" per contact,")), (6, 12));
}

#[test]
fn a_chart_shows_every_rule_and_is_not_drawn_over_another_file() {
    let place = Place::new()
        .file("small.toml", crate::small::SMALL)
        .file("paths.csv", include_str!("../attribution/paths.csv"));
    place.printed(&["attribute", "small.toml", "--quiet", "--replications", "3", "--chart", "truth.svg"]);
    place.printed(&["attribute", "paths.csv", "--chart", "paths.SVG", "--theme", "dark"]);
    let (truth, paths) = (place.read("truth.svg"), place.read("paths.SVG"));
    for rule in ["any touch", "first touch", "last touch", "linear", "Markov removal", "if removed"] {
        assert!(truth.contains(rule) && paths.contains(rule), "{rule}");
    }
    assert!(truth.contains("if closed") && !paths.contains("if closed"));
    let refused = |arguments: &[&str], says: &str| {
        let ended = place.throughline(&[&["attribute", "paths.csv"], arguments].concat()).assert().code(2);
        let told = in_one_line(&String::from_utf8_lossy(&ended.get_output().stderr));
        assert!(told.contains(says), "{arguments:?}: {told}");
    };
    refused(&["--chart", "truth.svg"], "truth.svg, which is there already");
    refused(&["--chart", "truth.pdf"], "a file .svg or .png");
    refused(&["--pulse", "7..14"], "--pulse found: paths.csv, a table of paths");
    place.printed(&["attribute", "paths.csv", "--chart", "truth.svg", "--force"]);
    assert!(!place.read("truth.svg").contains("if closed"));
}

#[test]
fn where_no_chart_can_be_drawn_is_told_before_anything_is_simulated() {
    let place = Place::new().file("small.toml", crate::small::SMALL).file("pictures.svg/kept.txt", "");
    for (chart, says) in [
        ("pictures.svg", "pictures.svg, which is a folder expected: a file .svg or .png"),
        (".", "., which is a folder"),
        ("none/truth.svg", "a file in none, which is not there expected: a file in a folder that is there"),
        ("small.toml/truth.svg", "a file in small.toml, which is no folder"),
    ] {
        // So many replications would take hours.
        let asked = ["attribute", "small.toml", "--replications", "100000", "--force", "--chart", chart];
        let ended = place.throughline(&asked).assert().code(2);
        let told = in_one_line(&String::from_utf8_lossy(&ended.get_output().stderr));
        assert!(told.contains(says) && told.contains("remedy:"), "{chart}: {told}");
    }
    assert_eq!(place.listed("."), ["pictures.svg", "small.toml"]);
}

#[cfg(unix)]
#[test]
fn what_was_found_is_told_even_where_its_chart_cannot_be_written() {
    let place = Place::new().file("paths.csv", include_str!("../attribution/paths.csv"));
    std::os::unix::fs::symlink("/dev/full", place.path("full.svg")).expect("a link");
    let asked = ["attribute", "paths.csv", "--force", "--chart", "full.svg"];
    let ended = place.throughline(&asked).assert().code(1);
    let told = String::from_utf8_lossy(&ended.get_output().stdout).into_owned();
    assert!(told.contains("conversions by rule"), "{told}");
}

#[test]
fn a_pulse_that_is_none_is_refused() {
    let place = Place::new().file("small.toml", crate::small::SMALL);
    for (days, says) in [
        ("7", "two days, with .. between them"),
        ("8..14", "both multiples of 7"),
        ("14..14", "both multiples of 7"),
        ("14..35", "with some left before"),
        ("-7..14", "two days"),
    ] {
        let ended = place.throughline(&["attribute", "small.toml", "--pulse", days]).assert().code(2);
        let told = in_one_line(&String::from_utf8_lossy(&ended.get_output().stderr));
        assert!(told.contains("--pulse") && told.contains(says), "{days}: {told}");
    }
}

// Outreach

/// The market above, in which two campaigns reach out by print, which nobody can turn to.
fn with_campaigns(again: f64, more: &str) -> String {
    let campaign = |name: &str, per_year: u32, response: f64| {
        format!(
            "[campaign.{name}]\nchannel = \"print\"\nbegins = \"it\"\nper_year = {per_year}\nresponse = {response}\n\
             cost = 0.5\n{more}\n"
        )
    };
    let campaigns = format!("{}{}[channel.print]\n[choice]", campaign("spring", 6, 0.2), campaign("autumn", 3, 0.3));
    market((2.0, 0.5), (1.0, 0.2), 1e-12, again).replacen("[choice]", &campaigns, 1)
}

#[test]
fn stopping_a_campaign_loses_what_it_brings_and_nothing_is_owned_by_both_where_they_do_not_meet() {
    let attributed = attributed(&with_campaigns(0.0, ""), Beside { tenth: true, ..Beside::default() });
    // Of three who respond two go to the web.
    let bought = (2.0 * 0.5 + 0.2) / 3.0;
    let [autumn, spring] = [2000.0 * 3.0 * 0.3 * bought, 2000.0 * 6.0 * 0.2 * bought];
    let near = |known: (f64, Option<f64>), expected: f64| assert_near("orders", known, expected);
    for (at, expected) in [autumn, spring].into_iter().enumerate() {
        let lost = attributed.lost_without(&attributed.campaigns[at], Brought::Orders).expect("orders");
        let claimed = attributed.claimed_by(at).expect("orders");
        near((lost.difference, lost.se), expected);
        assert!((claimed.mean - lost.difference).abs() < 1e-9, "whoever responds has not come otherwise");
    }
    let silent = attributed.lost_in_silence(Brought::Orders).expect("orders");
    near((silent.difference, silent.se), autumn + spring);
    let rest = attributed.no_campaign_alone(Brought::Orders).expect("two campaigns");
    assert_eq!(rest.mean, 0.0);
    let profit = attributed.lost_without(&attributed.campaigns[1], Brought::Profit).expect("profit");
    near((profit.difference, profit.se), spring * 10.0 * 0.3 - 2000.0 * 6.0 * 0.5);
    let message = attributed.on_average(One::Campaign(1), Brought::Orders).expect("messages");
    near((message.mean, message.se), 0.2 * bought);
    let margin = attributed.at_the_margin(One::Campaign(1), Brought::Orders).expect("messages");
    near((margin.mean, margin.se), 0.2 * bought);
    let closing =
        attributed.channels.iter().find(|&&(channel, _)| attributed.study.scenario.names.channels[channel] == "print");
    let closed =
        attributed.incremental(closing.expect("an open channel").1, Brought::Orders).expect("it can be closed");
    assert_eq!(closed.difference, silent.difference, "a channel that only reaches out is its campaigns");
    let drawn = of_strategy(&attributed).channels;
    let print = drawn.iter().find(|(name, _)| name == "print").expect("it is drawn");
    assert_eq!(print.1.len(), 1, "no rule credits a channel that nobody turns to");
}

#[test]
fn stopping_a_campaign_loses_what_would_have_followed_too() {
    let attributed = attributed(&with_campaigns(0.5, ""), Beside::default());
    let bought = (2.0 * 0.5 + 0.2) / 3.0;
    let by_the_horizon = 1.0 - 14.0 * (1.0 - (-26.0_f64).exp()) / 364.0;
    let lost = attributed.lost_without(&attributed.campaigns[1], Brought::Orders).expect("orders");
    let expected = 2000.0 * 6.0 * 0.2 * bought * (1.0 + 0.5 * bought * by_the_horizon);
    assert_near("orders", (lost.difference, lost.se), expected);
}

#[test]
fn what_is_brought_forward_is_claimed_and_not_lost() {
    let attributed = attributed(&with_campaigns(0.0, "brought_forward = 1"), Beside::default());
    let claimed = attributed.claimed_by(1).expect("orders").mean;
    let lost = attributed.lost_without(&attributed.campaigns[1], Brought::Orders).expect("orders").difference;
    let bought = (2.0 * 0.5 + 0.2) / 3.0;
    // Lost is what takes the place of needs that are still to come: a line of responses, 2.1 or 0.9 a year, that is served
    // by ten needs a year.
    let ahead = |a_year: f64| a_year / (10.0 - a_year);
    let [began, left] = [2000.0 * 6.0 * 0.2 * bought, 2000.0 * bought * (ahead(2.1) - ahead(0.9))];
    assert!((claimed - began).abs() < 0.03 * began, "{claimed} and not {began}");
    assert!((lost - left).abs() < 0.02 * began, "{lost} and not {left}");
}

#[test]
fn campaigns_are_printed_beside_what_they_claim() {
    let text = with_campaigns(0.0, "").replace("customers = 2000", "customers = 200");
    let place = Place::new().file("market.toml", text);
    let told = in_one_line(&place.printed(&["attribute", "market.toml", "--quiet", "--chart", "all.svg"]));
    for part in ["orders lost where the campaign is stopped", "claimed", "no campaign alone", "Stopping autumn loses"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let chart = place.read("all.svg");
    assert!(chart.contains("Campaign: spring") && chart.contains("if stopped"));
    let printed = place.printed(&["attribute", "market.toml", "--quiet", "--format", "csv", "--replications", "2"]);
    let rows = |what: &str| printed.lines().filter(|line| line.contains(what)).count();
    assert_eq!((rows(",campaign.*,if stopped,"), rows(",campaign.spring,any touch,")), (3, 1));
}

#[test]
fn messages_are_told_as_messages_and_nobody_is_rerouted_from_a_channel_that_only_reaches_out() {
    let text = with_campaigns(0.0, "").replace("customers = 2000", "customers = 200");
    let told = |text: &str, more: &[&str]| {
        let place = Place::new().file("market.toml", text);
        in_one_line(&place.printed(&[&["attribute", "market.toml", "--quiet"], more].concat()))
    };
    let asked = told(&text, &["--tenth"]);
    for part in [
        "what a message of the campaign brings, at the margin and on average [orders per message]",
        "and a campaign sends so much less or more often",
    ] {
        assert!(asked.contains(part), "{part}: {asked}");
    }
    // Removal and closing part at print alone: of web and shop it is told only that they can hardly be told apart.
    assert!(!asked.contains("Without print"), "{asked}");
    let stays_alone = text.find("[campaign.autumn]").expect("the second campaign");
    let rest = text[stays_alone..].find("[channel.print]").expect("what follows it") + stays_alone;
    let one_campaign = told(&format!("{}{}", &text[..stays_alone], &text[rest..]), &[]);
    assert!(one_campaign.contains("print"), "{one_campaign}");
    assert!(!one_campaign.contains("Stopping"), "one campaign is all that print does: {one_campaign}");
}

#[test]
fn columns_in_which_nothing_stands_are_left_out() {
    let text = with_campaigns(0.0, "").replace("customers = 2000", "customers = 200");
    let told = Place::new().file("market.toml", text).printed(&["attribute", "market.toml", "--quiet"]);
    let heads = |title: &str| {
        let table = told.split(title).nth(1).expect("the table").split("autumn").next().expect("its head");
        table.contains("claimed")
    };
    assert!(
        heads("\norders lost where the campaign is stopped") && !heads("\nprofit lost where the campaign is stopped")
    );
}
