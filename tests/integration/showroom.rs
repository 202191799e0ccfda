//! Showrooms: each rule in the smallest market that would show it broken.

use crate::support::{assert_rules, study, values_of};
use throughline::theory::delayed::come_about_after_a_start;
use throughline::validate::refunds::shop;

const DAYS: f64 = 364.0;
/// Orders a day of 200 customers, and how often each of them looks.
const A_DAY: f64 = 40.0;
const LOOKS: f64 = 0.02;
/// Needs that those who have seen the goods have more, how many days later, what they send back, and what of that all the same.
const MORE: f64 = 0.8;
const LATER: f64 = 40.0;
const SHARE: f64 = 0.3;
const KEPT: f64 = 0.4;

/// The shop, to whose store, beside, customers come to look; `looks` says how often.
fn seen(looks: &str, showroom: &str) -> String {
    let back = format!("follows = [{{ journey = \"buy\", probability = {SHARE} }}]\nrefunds = {{}}");
    let look = format!(
        "look = {{ {looks} }}\n[journey.look]\nsteps = [\"see\"]\ngive_up_days = 0\npause_days = 0\n[journey.buy]"
    );
    let store = "[channel.store]\nstep.see.minutes.mean = 0\n";
    shop("", &back, &format!("{store}[showroom]\nchannels = [\"store\"]\n{showroom}\n"))
        .replace("customers = 1000", "customers = 200")
        .replacen("[journey.buy]", &look, 1)
}

/// The same where they look at random.
fn at_random(showroom: &str) -> String {
    seen(&format!("per_year = {}", LOOKS * DAYS), showroom)
}

#[test]
fn the_goods_are_seen_in_a_contact_that_was_served_however_it_ended() {
    let showroom = format!("needs = {MORE}\nafter_days = {LATER}");
    let left = at_random(&showroom).replace("step.see.minutes", "step.see.leave = 1\nstep.see.minutes");
    let more = A_DAY * MORE * come_about_after_a_start(LOOKS, DAYS, LATER);
    // The only seller is busy with one visitor throughout, and all others go at once.
    let busy = r#"
        kind = "live"
        patience_minutes = 0.001
        step.see.minutes = { mean = 900_000, law = "fixed" }
        [staff.seller]
        serves = ["store"]
        servers = 1
    "#;
    let hangs_up = at_random(&showroom).replace("step.see.minutes.mean = 0", busy);
    let orders = |more: f64| [(0, "orders", "", A_DAY * DAYS + more)];
    assert_rules(&[
        ("who leaves has seen them", left, &orders(more)),
        ("who hangs up has not", hangs_up, &orders(0.0)),
    ]);
}

#[test]
fn needs_that_arise_by_themselves_bring_more_and_no_others() {
    // Everybody looks once a day; half of the looks are followed by an order, and a mailing begins one each fortnight.
    let mailing =
        "[channel.mail]\n[campaign.news]\nchannel = \"mail\"\nbegins = \"buy\"\nevery_days = 14\nresponse = 1\n";
    let follows = "[journey.buy]\nfollows = [{ journey = \"look\", probability = 0.5 }]";
    let text = seen("every_days = 1", "needs = 1")
        .replace("buy = { per_year = 72.8 }", "joins = { per_year = 1, first = \"buy\" }")
        .replace("[journey.buy]", follows)
        .replace("[choice]", &format!("{mailing}[choice]"));
    let text = text.replace("[segment.all.needs]\n        joins", "joins").replace("look = {", "needs.look = {");
    let study = study(&text);
    let of = |metric, channel| values_of(&study, 0, metric, channel);
    for (at, orders) in of("orders", "").into_iter().enumerate() {
        let begun = of("contacts", "web")[at];
        assert_eq!(orders, begun);
        let more = orders - of("outreach_responses", "")[at] - of("joined_customers", "")[at];
        let looks = of("contacts", "store")[at];
        assert!((more - 0.5 * looks).abs() < 4.0 * (0.25 * looks).sqrt(), "{more} follow {looks} looks");
    }
    let plain = seen("every_days = 1", "needs = 1");
    assert_rules(&[("looks have no value", plain, &[(0, "contacts", "store", 200.0 * DAYS)])]);
}

#[test]
fn whoever_is_lost_by_then_has_no_more_needs() {
    const LOST: f64 = 8.0 / DAYS;
    const LAG: f64 = 30.0;
    let text = seen("every_days = 1", &format!("needs = 1\nafter_days = {LAG}"))
        .replace("share = 1\n", "share = 1\nloss_per_year = 8\n");
    // Over the moments of needs: who is there by then and has looked, and is by the end of the lag, before the horizon.
    let both = LOST + 1.0 / LAG;
    let steps = 100_000;
    let at = |step: u32| DAYS * (f64::from(step) + 0.5) / f64::from(steps);
    let mean = |of: &dyn Fn(f64) -> f64| (0..steps).map(|step| of(at(step))).sum::<f64>() * DAYS / f64::from(steps);
    let there = |t: f64| (-LOST * t).exp();
    let own = mean(&there);
    let more = mean(&|t| there(t) * t.min(1.0) * (1.0 - (-both * (DAYS - t)).exp()) / (LAG * both));
    assert_rules(&[("by the calendar", text, &[(0, "orders", "", A_DAY * (own + more))])]);
}

#[test]
fn less_is_sent_back_of_what_was_ordered_elsewhere_by_whom_has_seen_it() {
    let kept = format!("sent_back = {KEPT}");
    let daily = |showroom: &str| seen("every_days = 1", showroom).replace("seed", "warm_up_days = 28\nseed");
    let sells = daily(&kept).replace("step.see.minutes", "step.order.minutes.mean = 0\nstep.see.minutes");
    let change =
        daily("sent_back = 1") + &format!("[[change]]\nday = 196\nset = {{ \"showroom.sent_back\" = {KEPT} }}\n");
    let very = at_random(&kept)
        .replace("steps = [\"order\"]", "steps = [\"see\", \"order\"]")
        .replace("buy = { per_year = 72.8 }", "buy = { every_days = 364 }")
        .replace("give_up_days = 0\n        pause", "give_up_days = 5\n        pause")
        .replace("customers = 200", "customers = 4000");
    let start = very.find("look = {").expect("it looks");
    let end = very.find("[journey.buy]").expect("it buys");
    let very = format!("{}{}", &very[..start], &very[end..]);
    let rate = "sent_back_rate";
    assert_rules(&[
        ("not of what was ordered there", sells, &[(0, rate, "store", SHARE), (0, rate, "web", SHARE * KEPT)]),
        ("of that very journey, too", very, &[(0, rate, "", SHARE * KEPT)]),
        ("by the day of the order", change, &[(0, rate, "", SHARE * f64::midpoint(1.0, KEPT))]),
    ]);
}
