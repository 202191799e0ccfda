//! How long it takes from a need to the first answer and to the end, on the clock and in opening hours.

use crate::exactness::{MULTICHANNEL, busy};
use crate::support::{assert_agrees, estimate_of, mean_of, scenario, study, study_in};
use throughline::chance::{Laws, ReplicationLuck};
use throughline::engine::{Tally, in_time, replicate};
use throughline::experiment::{Order, Study};
use throughline::model::rules::Rules;

/// Minutes in a year of 52 weeks.
const YEAR: f64 = 364.0 * 1440.0;

const SPANS: [&str; 4] = ["answer", "answer_open", "end", "end_open"];

/// A market whose customers nothing drives away, and whose elapsed times are asked for.
fn market(run: &str, rest: &str) -> String {
    format!(
        r"
        [run]
        seed = 31
        elapsed = true
        {run}
        [segment.all]
        share = 1
        loss = {{ a = 0, b = 1 }}
        tolerance_minutes = {{ mean = inf }}
        {rest}
        [choice]
        habit = 0
        taste_sd = 0
        wait_aversion = 0
        {MULTICHANNEL}
        "
    )
}

/// Holds mean, median and 90th percentile of a span against a law.
fn assert_span(study: &Study, span: &str, channel: &str, law: [f64; 3], sharpness: f64) {
    for (end, expected) in ["", "_median", "_p90"].into_iter().zip(law) {
        assert_agrees(study, &format!("{span}_minutes{end}"), channel, expected, sharpness);
    }
}

#[test]
fn at_a_desk_of_one_an_answer_takes_the_wait_and_the_end_the_stay() {
    let (served, come): (f64, f64) = (0.2, 0.14);
    let needs = format!("needs.help = {{ per_year = {} }}", come * YEAR / 1000.0);
    let study = study(&market(
        "customers = 1_000\nhorizon_days = 72\nwarm_up_days = 3\nreplications = 60",
        &format!(
            r#"
            {needs}
            [journey.help]
            steps = ["help"]
            give_up_days = 3
            [seam]
            identify_minutes = 0
            [channel.phone]
            kind = "live"
            patience_minutes = inf
            step.help = {{ minutes = {{ mean = 5, law = "exponential" }} }}
            [staff.agent]
            serves = ["phone"]
            servers = 1
            "#
        ),
    ));
    let (load, spare) = (come / served, served - come);
    for channel in ["", "phone", "journey.help"] {
        let beyond = |share: f64| (load / share).ln() / spare;
        assert_span(&study, "answer", channel, [load / spare, beyond(0.5), beyond(0.1)], 0.025);
        assert_span(&study, "end", channel, [1.0 / spare, 2_f64.ln() / spare, 10_f64.ln() / spare], 0.025);
    }
    for span in ["answer", "end"] {
        let of = |open: &str| mean_of(&study, 0, &format!("{span}{open}_minutes"), "");
        assert_eq!(of(""), of("_open"), "who is always open has no other hours");
    }
}

/// Minutes from a need at each minute of a week: to the answer and to the end, on the clock and in opening hours, counted
/// minute by minute. The form takes so long, the answer 64 minutes, at the edge of a bin; the desk works mon-fri 09:00-17:00.
fn by_the_minute(form: usize) -> [Vec<f64>; 4] {
    const WEEK: usize = 7 * 1440;
    let is_open = |minute: usize| minute % WEEK / 1440 < 5 && (9 * 60..17 * 60).contains(&(minute % 1440));
    let mut spans = [const { Vec::new() }; 4];
    for need in 0..WEEK {
        let sent = need + form;
        let answered = (sent..3 * WEEK).find(|&minute| is_open(minute)).expect("it opens again");
        // A need in the middle of a minute: a letter in working hours is answered as it comes, else at nine o'clock.
        let half = if answered == sent { 0.5 } else { 0.0 };
        let open = |to: usize| (need..to).filter(|&minute| is_open(minute)).count() as f64;
        let clock = |to: usize| (to - need) as f64 - 0.5 + half;
        let before = if is_open(need) { 0.5 } else { 0.0 };
        let after = |to: usize| if is_open(to) { half } else { 0.0 };
        for (span, to) in [(0, answered), (2, answered + 64)] {
            spans[span].push(clock(to));
            spans[span + 1].push(open(to) - before + after(to));
        }
    }
    spans.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times
    })
}

#[test]
fn letters_to_a_desk_that_is_closed_at_night_take_as_long_as_counted_minute_by_minute() {
    for form in [0, 870] {
        let study = study(&market(
            "customers = 300\nhorizon_days = 56\nreplications = 20",
            &format!(
                r#"
                needs.ask = {{ every_days = 4.7 }}
                [journey.ask]
                steps = ["fill", "answer"]
                give_up_days = 7
                pause_days = 0
                [channel.form]
                step.fill = {{ minutes = {{ mean = {form}, law = "fixed" }} }}
                [channel.mail]
                kind = "messages"
                patience_minutes = inf
                step.answer = {{ minutes = {{ mean = 64, law = "fixed" }} }}
                [staff.desk]
                serves = ["mail"]
                servers = 300
                hours = "mon-fri 09:00-17:00"
                [seam]
                identify_minutes = 0
                rebuild_minutes = 0
                "#
            ),
        ));
        for (span, times) in SPANS.into_iter().zip(by_the_minute(form)) {
            let mean = times.iter().sum::<f64>() / times.len() as f64;
            let quantile = |tenths: usize| times[times.len() * tenths / 10];
            for channel in ["", "form", "journey.ask"] {
                for (end, expected) in [("", mean), ("_median", quantile(5)), ("_p90", quantile(9))] {
                    let metric = format!("{span}_minutes{end}");
                    let estimate = estimate_of(&study, 0, &metric, channel);
                    let off = (estimate.mean - expected).abs();
                    // Within a minute, the width of the grid.
                    let se = estimate.se.expect("several replications");
                    assert!(se <= 0.01 * expected.max(100.0), "{metric}: se {se}");
                    assert!(
                        off <= 3.5 * se + 1.0,
                        "{metric} {channel}, form of {form}: {} for {expected}",
                        estimate.mean
                    );
                }
            }
            assert!(study.estimate(0, study.key_of(&format!("{span}_minutes"), "", "mail").expect("a row")).is_none());
        }
    }
}

#[test]
fn customers_who_come_back_after_pauses_are_done_after_all_of_them() {
    let (worked, pause) = (0.4, 0.5 * 1440.0);
    let study = study(&market(
        "customers = 2_000\nhorizon_days = 160\nreplications = 20",
        &format!(
            r#"
            needs.help = {{ per_year = 20 }}
            [journey.help]
            steps = ["help"]
            pause_days = 0.5
            give_up_days = 60
            [seam]
            identify_minutes = 0
            rebuild_minutes = 0
            cold = 0
            [channel.desk]
            kind = "live"
            step.help = {{ success = {worked}, minutes = {{ mean = 10, law = "fixed" }} }}
            "#
        ),
    ));
    assert_agrees(&study, "end_minutes", "", 10.0 / worked + (1.0 - worked) / worked * pause, 0.005);
    assert_eq!(mean_of(&study, 0, "answer_minutes_p90", ""), 0.0);
}

#[test]
fn rows_are_of_where_a_journey_began_and_answers_of_those_who_serve() {
    let fixed = |minutes: u32| format!("minutes = {{ mean = {minutes}, law = \"fixed\" }}");
    let study = study(&market(
        "customers = 500\nhorizon_days = 100\nreplications = 8",
        &format!(
            r#"
            needs.ask = {{ per_year = 20 }}
            needs.tell = {{ per_year = 10 }}
            [journey.ask]
            steps = ["ask"]
            [journey.tell]
            steps = ["tell"]
            [seam]
            identify_minutes = 0
            rebuild_minutes = 0
            cold = 0
            [channel.bot]
            transfer = 1
            step.ask = {{ success = 0, {} }}
            [channel.web]
            step.ask = {{ {} }}
            [channel.phone]
            kind = "live"
            hours = "mon-sun 00:00-24:00"
            step.ask = {{ {} }}
            step.tell = {{ {} }}
            "#,
            fixed(30),
            fixed(20),
            fixed(10),
            fixed(25),
        ),
    ));
    let exactly = |metric: &str, channel: &str| {
        let [mean, median, p90] =
            ["", "_median", "_p90"].map(|end| mean_of(&study, 0, &format!("{metric}{end}"), channel));
        assert!((median - p90).abs() < 1e-9 || channel == "phone" && metric.starts_with("end"), "{metric} {channel}");
        mean
    };
    for open in ["", "_open"] {
        assert_eq!(exactly(&format!("answer{open}_minutes"), "bot"), 30.0);
        assert_eq!(exactly(&format!("end{open}_minutes"), "bot"), 40.0);
        assert_eq!(exactly(&format!("answer{open}_minutes"), "phone"), 0.0);
        assert_eq!(exactly(&format!("end{open}_minutes"), "web"), 20.0);
        assert_eq!(exactly(&format!("end{open}_minutes"), "journey.tell"), 25.0);
    }
    let nobody = study.key_of("answer_minutes", "", "web").expect("a row");
    assert!(study.estimate(0, nobody).is_none(), "who does it all alone is answered by nobody");
    // Of three who ask, one is passed on after 30 minutes, one asks on the phone, and one asks nobody.
    assert_agrees(&study, "answer_minutes", "journey.ask", 15.0, 0.01);
    assert_agrees(&study, "end_minutes", "journey.ask", 70.0 / 3.0, 0.01);
    assert_agrees(&study, "end_minutes", "", (70.0 / 3.0 * 2.0 + 25.0) / 3.0, 0.01);
}

#[test]
fn what_is_asked_for_adds_rows_and_moves_none() {
    let text = busy(MULTICHANNEL);
    let asked = text.replacen("seed = 11", "seed = 11\nelapsed = true\nrepeat_within_days = 7", 1);
    let (plain, more) = (study(&text), study(&asked));
    let is_there = |study: &Study, metric: &str| study.keys.iter().any(|key| key.metric == metric);
    for metric in ["answer_minutes", "end_open_minutes_p90", "repeat_contact_rate"] {
        assert!(!is_there(&plain, metric) && is_there(&more, metric), "{metric}");
    }
    let (rows, channels, journeys) = (more.keys.len() - plain.keys.len(), 5, 3);
    assert_eq!(more.scenario.names.channels.len(), channels);
    assert_eq!(rows, 12 * (1 + journeys + channels) + 1 + channels);
    for (at, key) in plain.keys.iter().enumerate() {
        let same = more.keys.iter().position(|other| other == key).expect("the row is still there");
        assert_eq!(plain.parts(0, at), more.parts(0, same), "{key:?}");
    }
    assert_eq!(more.outcomes, study_in(&asked, Order::Reverse).outcomes);
}

#[test]
fn what_is_asked_for_comes_out_the_same_one_by_one_and_in_time() {
    let text = busy(MULTICHANNEL).replacen("seed = 11", "seed = 11\nelapsed = true\nrepeat_within_days = 7", 1);
    let text = text.split("[staff").next().expect("a part").to_string() + MULTICHANNEL;
    let scenario = scenario(&text);
    let rules = Rules::new(&scenario.run, &scenario.names, &scenario.strategies[0].market, &mut Laws::default());
    let (luck, mut timed) = (ReplicationLuck::new(11, 0), Tally::new(&rules));
    in_time(&rules, luck, (0..rules.customers).rev(), &mut timed);
    assert_eq!(replicate(&rules, luck, 0..rules.customers), timed);
    let mut parts = replicate(&rules, luck, 0..150);
    parts.add(&replicate(&rules, luck, 150..rules.customers));
    assert_eq!(parts, timed);
    assert!(timed.repeats.cells().iter().any(|cell| cell.repeated > 0));
    assert!(timed.elapsed.cells().iter().all(|cell| cell.journeys > 0 || cell.time == 0));
}

#[test]
fn the_end_is_that_of_journeys_that_were_completed() {
    let study = study(&market(
        "customers = 200\nhorizon_days = 56\nreplications = 3",
        r#"
        needs.help = { per_year = 20 }
        [journey.help]
        steps = ["ask", "settle"]
        [seam]
        identify_minutes = 0
        [channel.desk]
        kind = "live"
        step.ask = { leave = 0.5, minutes = { mean = 10, law = "fixed" } }
        step.settle = { minutes = { mean = 20, law = "fixed" } }
        "#,
    ));
    assert!(mean_of(&study, 0, "left_rate", "") > 0.4);
    for span in ["end_minutes", "end_open_minutes"] {
        assert_eq!(mean_of(&study, 0, span, ""), 30.0);
    }
}
