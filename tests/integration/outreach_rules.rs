//! When messages come, to whom, which of them a plan suppresses, and how many begin something: a table of rules, each with the
//! smallest market that would show it broken.

use crate::support::{assert_rules, assert_values_agree, study, values_of};
use throughline::theory::outreach::pressure;
use throughline::validate::outreach::mailed;

const CUSTOMERS: f64 = 1_000.0;
/// A message a week through the year.
const WAVES: u32 = 52;
const WEEKLY: f64 = 52_000.0;
/// Another channel in which a campaign can reach out.
const PAPER: &str = "[channel.paper]\n";

/// A second campaign, by name after the first, of another channel or the same.
fn second(channel: &str, rest: &str) -> String {
    format!("[campaign.second]\nchannel = \"{channel}\"\nbegins = \"buy\"\n{rest}\n")
}

/// The market of so many rules in two replications, where luck has no part in them.
fn sure(campaign: &str, outreach: &str, segment: &str, more: &str) -> String {
    mailed(campaign, outreach, segment, more).replace("replications = 30", "replications = 2")
}

#[test]
fn messages_come_by_the_clock_alone() {
    let sent = |count: f64| [(0, "outreach_messages", "", count)];
    let random = mailed("per_year = 36.4\nresponse = 0\nfirst_day = 182", "", "", "");
    assert_rules(&[
        (
            "the first wave is no earlier",
            sure("every_days = 3.5\nresponse = 0\nfirst_day = 3.5", "", "", ""),
            &sent(103_000.0),
        ),
        ("nor any later", sure("every_days = 7\nresponse = 0\nfirst_day = 6.5", "", "", ""), &sent(WEEKLY)),
        ("messages at random begin on the first day, too", random, &sent(0.1 * 182.0 * CUSTOMERS)),
    ]);
    let clocks = format!("every_days = 7\nresponse = 0.5\n{}", second("mail", "per_year = 40\nresponse = 0.5"));
    let plain = sure(&clocks, "", "", "");
    let hours = format!("by_hour = [9{}]\nby_weekday = [1, 0, 0, 0, 0, 0, 0]", ", 0".repeat(23));
    let bent = plain.replace("[journey.buy]", &format!("[journey.buy]\n{hours}")).replacen(
        "[run]",
        "volume = 0.5\n[demand]\nday_cv = 0.5\n[run]",
        1,
    );
    let [plain, bent] = [study(&plain), study(&bent)];
    assert_eq!(plain.outcomes, bent.outcomes, "neither rhythm nor volume nor days bend messages");
}

#[test]
fn a_message_goes_to_whom_it_concerns_at_that_moment() {
    let opting_out = format!(
        "every_days = 7\nresponse = 0\nopt_out = 1\n{}{}",
        second("mail", "every_days = 7\nresponse = 0"),
        second("paper", "every_days = 7\nresponse = 0").replace("second", "third"),
    );
    let until = format!(
        "every_days = 7\nresponse = 1\nuntil_response = true\n{}",
        second("paper", "every_days = 7\nresponse = 0\nuntil_response = true")
    );
    let ramp = "reach = { mail = { from = 0, to = 1, start_day = 0, days = 364 } }";
    let anew = 0.5_f64.powi(4);
    assert_rules(&[
        (
            "who opts out of a channel hears no campaign in it, and those of others",
            sure(&opting_out, "", "", PAPER),
            &[(0, "outreach_messages", "mail", CUSTOMERS), (0, "outreach_messages", "paper", WEEKLY)],
        ),
        (
            "until they respond goes for that campaign alone",
            sure(&until, "", "", PAPER),
            &[(0, "outreach_messages", "mail", CUSTOMERS), (0, "outreach_messages", "paper", WEEKLY)],
        ),
        (
            "whom a message goes to is drawn anew for each",
            mailed("every_days = 91\nresponse = 0\nshare = 0.5", "", "", ""),
            &[(0, "outreach_reached", "", 1.0 - anew), (0, "outreach_messages", "", 4.0 * 0.5 * CUSTOMERS)],
        ),
        (
            "reach is that of the moment of the message",
            mailed("every_days = 7\nresponse = 0", "", ramp, ""),
            &[(0, "outreach_messages", "", WEEKLY / 2.0 * (1.0 - 1.0 / f64::from(WAVES)))],
        ),
    ]);
    let opted = |response: u32| {
        let campaign = format!("every_days = 7\nopt_out = 0.05\nresponse = {response}");
        values_of(&study(&sure(&campaign, "", "", "")), 0, "outreach_messages", "")
    };
    assert_eq!(opted(0), opted(1), "whether they respond or not they opt out");
}

/// A desk that settles questions at once, which come back every other time, two days later in the mean.
const COME_BACK: &str = r#"
[journey.ask]
steps = ["ask"]
give_up_days = 0
reopens = { probability = 0.5, after_days = 2 }
[channel.desk]
step.ask = { minutes = { mean = 0, law = "fixed" } }
"#;
/// Another kind of purchases, which take two days each.
const SLOW: &str = r#"
[journey.build]
steps = ["build"]
give_up_days = 0
value = { mean = 50 }
[channel.yard]
step.build = { minutes = { mean = 2880 } }
"#;

#[test]
fn a_plan_suppresses_what_is_unwelcome_and_nothing_else() {
    let weekly = format!("every_days = 7\nresponse = 0\n{}", second("paper", "every_days = 7\nresponse = 0"));
    let every_other_day = "every_days = 2\nresponse = 0";
    let a_year = 60.0;
    let random = format!("per_year = {a_year}\nresponse = 0");
    let none = [(1, "outreach_suppressed", "", 0.0)];
    let left = sure(every_other_day, "quiet_days = 30", "needs.buy.every_days = 1", "")
        .replace("step.buy = {", "step.buy = { leave = 1,");
    let opened = (-40.0 / 364.0 * 2.0_f64).exp();
    assert_rules(&[
        (
            "a cap is over all campaigns, and they send in the order of their names",
            sure(&weekly, "cap = { messages = 1, days = 1 }", "", PAPER),
            &[(1, "outreach_messages", "mail", WEEKLY), (1, "outreach_messages", "paper", 0.0)],
        ),
        (
            "what came just as long ago counts no more",
            sure(every_other_day, "cap = { messages = 1, days = 2 }", "", ""),
            &[(1, "outreach_messages", "", 182_000.0), none[0]],
        ),
        (
            "a case that comes back is open in between",
            mailed(&random, "", "needs.ask.per_year = 40", COME_BACK).replace("seed", "warm_up_days = 28\nseed"),
            &[(1, "outreach_messages", "", CUSTOMERS * a_year * 336.0 / 364.0 * opened)],
        ),
        (
            "a purchase under way is no problem, and what is quiet after is what the campaign begins",
            sure(every_other_day, "quiet_days = 30", "needs.build.every_days = 1", SLOW),
            &[none[0], (1, "outreach_messages", "", 182_000.0)],
        ),
        ("nothing is quiet after what was not completed", left, &none),
    ]);
}

#[test]
fn response_falls_with_the_pressure_that_there_is_at_that_moment() {
    const RESPONSE: f64 = 0.2;
    const FATIGUE: f64 = 0.5;
    const HALF_LIFE: f64 = 5.0;
    let weekly = format!("every_days = 7\nresponse = {RESPONSE}");
    let tired = format!("half_life_days = {HALF_LIFE}\nfatigue = {FATIGUE}");
    // By the pressure that so many messages of the one before, and some at that very moment, make.
    let mean = |each: f64, now: f64| {
        let response = |n| RESPONSE * (-FATIGUE * (each * pressure(n, 7.0, HALF_LIFE) + now)).exp();
        (0..WAVES).map(response).sum::<f64>() / f64::from(WAVES)
    };
    let heavy = format!("{weekly}\npressure = 2.5");
    let two = format!("{weekly}\n{}", second("paper", &weekly));
    let later = mailed("every_days = 14\nresponse = 0.5", "half_life_days = 36_400\nfatigue = 0.5", "", "")
        .replace("horizon_days = 364", "horizon_days = 28");
    let later = format!("{later}[[change]]\nday = 7\nset = {{ \"outreach.half_life_days\" = 7 }}\n");
    let rate = "outreach_response_rate";
    assert_rules(&[
        ("a message weighs what it says", mailed(&heavy, &tired, "", ""), &[(0, rate, "", mean(2.5, 0.0))]),
        (
            "messages of all campaigns weigh, also the one just before",
            mailed(&two, &tired, "", PAPER),
            &[(0, rate, "mail", mean(2.0, 0.0)), (0, rate, "paper", mean(2.0, 1.0))],
        ),
        (
            "pressure halves by the half-life of the day of the next",
            later,
            &[(0, rate, "", 0.25 * (1.0 + (-0.5 * 0.25_f64).exp()))],
        ),
    ]);
}

#[test]
fn customers_differ_by_one_quantile_for_all_campaigns() {
    // Whoever has just bought after the first message is not asked again, so only the others can respond to the second.
    let (m, cv) = (0.3, 1.0);
    let campaigns = format!(
        "every_days = 400\nresponse = {m}\n{}",
        second("paper", &format!("every_days = 400\nfirst_day = 1\nresponse = {m}"))
    );
    let text = mailed(&campaigns, &format!("response_cv = {cv}\nquiet_days = 30"), "", PAPER);
    let both = m * m * (1.0 + cv * cv);
    assert_rules(&[(
        "who responds to one responds to the other",
        text.replace("horizon_days = 364", "horizon_days = 7"),
        &[(1, "outreach_suppressed", "", CUSTOMERS * m), (1, "outreach_responses", "paper", CUSTOMERS * (m - both))],
    )]);
}

#[test]
fn whoever_joined_before_a_change_responds_by_their_age_after_it() {
    const HALF_LIFE: f64 = 3_640.0;
    const FRESH: f64 = 3.0;
    const JOIN: f64 = 4.0;
    let text = mailed(
        "every_days = 7\nresponse = 0.1",
        &format!("newcomer_response = 1\nnewcomer_half_life_days = {HALF_LIFE}"),
        &format!("joins.per_year = {JOIN}"),
        "",
    );
    let change = format!("[[change]]\nday = 182\nset = {{ \"outreach.newcomer_response\" = {FRESH} }}\n");
    let study = study(&format!("{}{change}", text.replace("seed", "warm_up_days = 182\nseed")));
    // Joiners for each who was there by a wave, and what they respond more in all: their ages are even up to the day.
    let k = std::f64::consts::LN_2 / HALF_LIFE;
    let waves = || (26..WAVES).map(|wave| 7.0 * f64::from(wave));
    let hear: f64 = waves().map(|day| 1.0 + JOIN * day / 364.0).sum();
    let more: f64 = waves().map(|day| (FRESH - 1.0) * JOIN / 364.0 * (1.0 - (-k * day).exp()) / k).sum();
    let rates = values_of(&study, 0, "outreach_response_rate", "");
    assert_values_agree("response of joiners", &rates, 0.1 * (hear + more) / hear, 0.01);
}
