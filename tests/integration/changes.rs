//! Markets that change in the course of a run, strategies that take effect by and by: what was before stays as it was,
//! and what comes goes by the new rules.

use crate::small::{Place, SMALL, in_one_line, small_with};
use crate::support::{ALONE, PLAIN, assert_estimate_agrees, mean_of, scenario, sized, study, values_of, week_of};
use throughline::experiment::{Order, Study, bad_day, differences, run};
use throughline::outcomes::SERIES;
use throughline::report::terminal;
use throughline::scenario::timetable::HOUR;
use throughline::scenario::{Source, Wishes, understand};
use throughline::stats::Ratio;
use throughline::theory::queues::erlang_a;

/// Customers who ask, on the web or by telephone; what comes before and after the strategies.
fn market(run: &str, more: &str) -> String {
    format!(
        r#"
        [run]
        customers = 400
        horizon_days = 140
        replications = 4
        seed = 71
        {run}
        [segment.all]
        share = 1
        needs.ask = {{ per_year = 40, cv = 0.8 }}
        [journey.ask]
        steps = ["ask", "close"]
        occasion = true
        give_up_days = 5
        [channel.web]
        step.ask = {{ minutes.mean = 4, success = 0.6 }}
        step.close = {{ minutes.mean = 2, success = 0.8 }}
        cost_per_minute = 0.1
        [channel.phone]
        kind = "live"
        step.ask = {{ minutes.mean = 6, success = 0.9 }}
        step.close = {{ minutes.mean = 3, success = 0.9 }}
        [staff.agents]
        serves = ["phone"]
        servers = 2
        hours = "mon-fri 08:00-18:00"
        cost_per_hour = 30
        {more}
        "#
    )
}

/// What each week brought, `[replication][week]`.
fn weeks(study: &Study, strategy: usize) -> Vec<Vec<[Ratio; SERIES.len()]>> {
    study.outcomes[strategy].iter().map(|outcomes| outcomes.weeks.clone()).collect()
}

fn up_to(weeks: &[Vec<[Ratio; SERIES.len()]>], week: usize) -> Vec<&[[Ratio; SERIES.len()]]> {
    weeks.iter().map(|of_run| &of_run[..week]).collect()
}

#[test]
fn an_empty_change_and_one_to_what_is_so_already_move_no_byte() {
    let plain = study(&(market("", "") + ALONE));
    for change in
        ["[[change]]\nday = 21\n", "[[change]]\nday = 21\nuntil_day = 30\nset = { \"staff.agents.servers\" = 2 }\n"]
    {
        let changed = study(&(market("", change) + ALONE));
        assert_eq!(changed.keys, plain.keys);
        assert_eq!(weeks(&changed, 0), weeks(&plain, 0));
        for (key, _) in plain.keys.iter().enumerate() {
            assert_eq!(changed.parts(0, key), plain.parts(0, key));
        }
    }
}

#[test]
fn before_the_day_of_a_change_all_is_as_it_would_be_without_it() {
    let plain = study(&(market("", "") + ALONE));
    for set in [
        "\"staff.agents.scale\" = 0.5",
        "\"channel.phone.open\" = false",
        "\"segment.all.needs.ask.per_year\" = 90",
        "\"segment.all.needs.ask.per_year\" = 10",
        "\"channel.web.step.ask.success\" = 0.1",
        "\"choice.habit\" = 3",
        "\"segment.all.needs.ask.cv\" = 0.2",
        "\"segment.all.needs.ask\" = { every_days = 9 }",
        "\"journey.ask.by_weekday\" = [5, 1, 1, 1, 1, 1, 0]",
        "\"channel.phone.kind\" = \"messages\"",
        "\"staff.agents.serves\" = []",
    ] {
        let change = format!("[[change]]\nday = 70\nset = {{ {set} }}\n");
        let changed = study(&(market("", &change) + ALONE));
        assert_eq!(up_to(&weeks(&changed, 0), 10), up_to(&weeks(&plain, 0), 10), "{set}");
        assert_ne!(weeks(&changed, 0), weeks(&plain, 0), "{set} does something");
    }
}

#[test]
fn a_strategy_is_the_baseline_until_it_takes_effect_and_itself_from_then_on() {
    let strategies = |from: &str| {
        format!(
            "{ALONE}set = {{ \"channel.web.step.ask.success\" = 0.5 }}\n[[strategy]]\nname = \"then\"\n{from}\nlevels = {{ identity = 1, continuity = 1 }}\nset = {{ \"staff.agents.servers\" = 4, \"channel.web.step.ask.success\" = 0.9 }}\n"
        )
    };
    let of = |from: &str| study(&(market("", "") + &strategies(from)));
    let at_70 = of("from_day = 70");
    assert_eq!(up_to(&weeks(&at_70, 1), 10), up_to(&weeks(&at_70, 0), 10));
    assert_ne!(weeks(&at_70, 1), weeks(&at_70, 0));
    let never = of("from_day = 140");
    for key in 0..never.keys.len() {
        assert_eq!(never.parts(1, key), never.parts(0, key), "{:?}", never.keys[key]);
    }
    let (at_once, plain) = (of("from_day = 0"), of(""));
    assert_eq!(weeks(&at_once, 1), weeks(&plain, 1));
}

/// A level that rises in a straight line costs half of the time what it costs in full, and what is paid once is paid as a
/// whole on the first day.
#[test]
fn running_costs_rise_with_the_level_and_what_is_paid_once_falls_on_the_first_day() {
    let cost = "[capability.identity]\ncost = { once = 1000, per_year = 364 }\n";
    let strategies =
        format!("{ALONE}[[strategy]]\nname = \"then\"\nfrom_day = 40\nfull_day = 80\nlevels.identity = 1\n");
    let study = study(&(market("discount_per_year = 0.1", cost) + &strategies));
    // 40 days at half of 1 a day, 60 days in full.
    let paid = mean_of(&study, 1, "integration_cost", "");
    assert!((paid - 1_080.0).abs() < 1e-6, "{paid}");
    let spent: Vec<f64> = study.outcomes[1][0].worth.iter().map(|day| day.integration).collect();
    assert_eq!(spent[39], 0.0);
    let once = 1_000.0 * 1.1_f64.powf(-40.0 / 364.0);
    assert!((spent[40] - once - 1.0 / 80.0 * 1.1_f64.powf(-40.5 / 364.0)).abs() < 1e-9, "{}", spent[40]);
    assert!((spent[100] - 1.1_f64.powf(-100.5 / 364.0)).abs() < 1e-9);
}

/// What each capability costs once is paid for each by itself, and when it begins: what the baseline has is there from the
/// start, and what a strategy adds, or has in another's place, is paid for when it takes over.
#[test]
fn what_is_paid_once_is_paid_for_each_capability_when_it_begins() {
    let cost = "[capability.identity]\ncost = { once = 1000 }\n[capability.continuity]\ncost = { once = 300 }\n";
    let strategies = "[[strategy]]\nname = \"now\"\nbaseline = true\nlevels.identity = 0.5\n\
        [[strategy]]\nname = \"then\"\nfrom_day = 40\nfull_day = 50\nlevels = { identity = 0.8, continuity = 1 }\n\
        [[strategy]]\nname = \"instead\"\nfrom_day = 40\nlevels = { continuity = 1 }\n";
    let study = study(&(market("discount_per_year = 0", cost) + strategies));
    let spent =
        |strategy: usize| -> Vec<f64> { study.outcomes[strategy][0].worth.iter().map(|day| day.integration).collect() };
    let paid = |strategy: usize| -> Vec<(usize, f64)> {
        spent(strategy).into_iter().enumerate().filter(|(_, money)| *money > 0.0).collect()
    };
    assert_eq!(paid(0), [(0, 500.0)]);
    assert_eq!(paid(1), [(0, 500.0), (40, 300.0 + 300.0)], "800 less 500, and 300");
    assert_eq!(paid(2), [(0, 500.0), (40, 300.0)], "what is no longer there is not paid back");
}

/// Needs that are met at once: 50 a year and customer, but for 28 days.
fn needs(change: &str) -> Study {
    let text = format!(
        r#"
        [run]
        customers = 2000
        horizon_days = 84
        replications = 30
        seed = 5
        [segment.all]
        share = 1
        needs.ask = {{ per_year = 52, cv = 0.7 }}
        [journey.ask]
        steps = ["ask"]
        give_up_days = 0
        by_weekday = [2, 1, 1, 1, 1, 0.5, 0.5]
        [choice]
        habit = 0
        [channel.web]
        step.ask.minutes.mean = 0
        {change}
        {ALONE}"#
    );
    study(&text)
}

#[test]
fn a_peak_adds_needs_of_its_own_and_a_lull_leaves_some_out_while_all_others_stay() {
    let plain = needs("");
    for (per_year, factor) in [(91.0, 1.75), (13.0, 0.25)] {
        let changed = needs(&format!(
            "[[change]]\nday = 28\nuntil_day = 56\nset = {{ \"segment.all.needs.ask.per_year\" = {per_year} }}\n"
        ));
        for week in [5, 6, 7, 8] {
            let contacts = week_of(&changed, week, "contacts");
            assert_estimate_agrees(&format!("contacts in week {week}"), contacts, 2_000.0 * factor, 0.02);
        }
        let (before, after) = (weeks(&plain, 0), weeks(&changed, 0));
        let contacts = SERIES.iter().position(|series| series.id == "contacts").expect("a series");
        for (plain, changed) in before.iter().zip(&after) {
            for week in (0..4).chain(8..12) {
                assert_eq!(plain[week][contacts], changed[week][contacts], "nothing else moves in week {}", week + 1);
            }
        }
    }
}

/// Erlang A before and after half of the agents have gone for good.
#[test]
fn a_desk_that_loses_half_of_its_agents_waits_as_erlang_says_before_and_after() {
    let text = format!(
        r#"
        {}
        [segment.all]
        share = 1
        needs.ask = {{ per_year = 52.416 }}
        [journey.ask]
        steps = ["ask"]
        give_up_days = 0
        retry = 0
        [channel.phone]
        kind = "live"
        patience_minutes = 5
        step.ask.minutes = {{ mean = 6, law = "exponential" }}
        [staff.agents]
        serves = ["phone"]
        servers = 4
        [[change]]
        day = 28
        set = {{ "staff.agents.scale" = 0.5 }}
        {PLAIN}{ALONE}"#,
        sized(4_000, 56, 40)
    );
    let study = study(&text);
    // 4,000 x 52.416 / 364 / 24 = 24 an hour.
    for (weeks, agents) in [(2..=4, 4), (6..=8, 2)] {
        let exact = erlang_a(24.0 / 60.0, 6.0, 5.0, agents).expect("a desk").mean_wait;
        for week in weeks {
            assert_estimate_agrees(&format!("wait in week {week}"), week_of(&study, week, "wait_minutes"), exact, 0.05);
        }
    }
    let hours = mean_of(&study, 0, "staffed_hours", "staff.agents");
    assert!((hours - (28.0 * 4.0 + 28.0 * 2.0) * 24.0).abs() < 1e-9, "{hours}");
}

#[test]
fn a_channel_that_shuts_turns_those_who_wait_away_and_nobody_comes_until_it_opens_again() {
    let change = "[[change]]\nday = 70\nuntil_day = 77\nset = { \"channel.phone.open\" = false }\n";
    let (open, shut) = (study(&(market("", "") + ALONE)), study(&(market("", change) + ALONE)));
    let paid = |study: &Study| mean_of(study, 0, "staffed_hours", "staff.agents");
    assert!((paid(&open) - paid(&shut) - 5.0 * 10.0 * 2.0).abs() < 1e-9, "of a shut desk nobody is paid");
    let by_phone = |study: &Study| values_of(study, 0, "contacts", "phone");
    for (open, shut) in by_phone(&open).iter().zip(by_phone(&shut)) {
        let share = shut / open;
        assert!((0.9..0.97).contains(&share), "a week of twenty: {share}");
    }
    // All day and night, so that somebody waits when it shuts.
    let always = |text: String| {
        text.replace("mon-fri 08:00-18:00", "mon-sun 00:00-24:00")
            .replace("servers = 2", "servers = 1")
            .replace("per_year = 40", "per_year = 900")
    };
    let (open, shut) = (study(&always(market("", "") + ALONE)), study(&always(market("", change) + ALONE)));
    assert_eq!(mean_of(&open, 0, "turned_away_contacts", ""), 0.0);
    assert!(mean_of(&shut, 0, "turned_away_contacts", "") > 0.0);
}

#[test]
fn what_cannot_change_is_told_of_a_strategy_and_not_what_would_be_on_the_way_there() {
    let late = "[[strategy]]\nname = \"late\"\nfrom_day = 30\nfull_day = 60\nset = { \"experience.start\" = 0.5, \"channel.phone.step.ask.success\" = 0.4 }\n";
    let source = Source::parse("t.toml".into(), market("", "") + ALONE + late).expect("a file");
    let told = understand(&source, "t", &Wishes::default()).expect_err("the start cannot change").to_string();
    assert!(told.contains("customers start with, changed during") && !told.contains("0.79"), "{told}");
}

#[test]
fn what_customers_and_channels_are_made_of_does_not_change_while_they_are_on_their_way() {
    let told = |set: &str| {
        let text = market("", &format!("[[change]]\nday = 70\nset = {{ {set} }}\n")) + ALONE;
        let source = Source::parse("t.toml".into(), text).expect("a file");
        understand(&source, "t", &Wishes::default()).expect_err(set).to_string()
    };
    for (set, what) in [
        (
            "\"journey.ask.steps\" = [\"close\", \"ask\"]",
            "a journey type's steps or takes_at, or whether it has a value or refunds",
        ),
        ("\"journey.ask.value.mean\" = 9", "a journey type's steps or takes_at, or whether it has a value or refunds"),
        ("\"journey.ask.follows\" = [{ journey = \"ask\", probability = 0 }]", "circle"),
        ("\"experience.start\" = 0.5", "the satisfaction that customers start with"),
    ] {
        let told = told(set);
        let flat = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(what) && (what == "circle" || flat.contains("during the run")), "{told}");
    }
    let told_of_time = told("\"journey.ask.give_up_days\" = 200");
    assert!(told_of_time.contains("give_up_days") && told_of_time.contains("less than"), "{told_of_time}");
    assert!(told("\"run.customers\" = 4").contains("the same for all that is compared"));
    assert!(
        told("\"channel.phon.open\" = false").contains("did you mean"),
        "{}",
        told("\"channel.phon.open\" = false")
    );
}

#[test]
fn in_whatever_order_customers_are_simulated_they_go_through_changes_alike() {
    let text = market("", "[[change]]\nday = 30\nuntil_day = 44\nset = { \"channel.web.step.ask.success\" = 0.2 }\n");
    let [forward, reverse] = [Order::Forward, Order::Reverse]
        .map(|order| run(vec![scenario(&(text.clone() + ALONE))], order, || {}).remove(0).outcomes);
    assert_eq!(forward, reverse);
}

/// Customers who come every day for four minutes, on three days for ten.
fn every_day(change: &str) -> Study {
    let text = format!(
        r#"
        [run]
        customers = 50
        horizon_days = 60
        replications = 6
        [segment.all]
        share = 1
        needs.ask = {{ every_days = 1 }}
        [journey.ask]
        steps = ["ask"]
        give_up_days = 0
        pause_days = 0
        [seam]
        identify_minutes = 0
        [channel.web]
        step.ask.minutes = {{ mean = 4, law = "fixed" }}
        cost_per_minute = 0.5
        {change}
        {ALONE}
        [[strategy]]
        name = "fast"
        set = {{ "channel.web.step.ask.minutes.mean" = 2 }}"#
    );
    study(&text)
}

const TEN_MINUTES: &str =
    "[[change]]\nday = 20\nuntil_day = 23\nset = { \"channel.web.step.ask.minutes.mean\" = 10 }\n";

#[test]
fn a_bad_day_is_as_deep_and_as_long_as_worked_by_hand() {
    let study = every_day(TEN_MINUTES);
    let [slow, fast] = &bad_day(&study)[..] else { panic!("two strategies") };
    // Needs that are 4 or 10 minutes long end on the day on which they began, but for a few about midnight.
    let effort = &slow.dips[0];
    assert!((effort.depth.difference - 3.0 * 6.0 / 7.0).abs() < 0.02, "{}", effort.depth.difference);
    assert!((17..=21).contains(&effort.deepest) && (3..=4).contains(&effort.length.expect("it is over")), "{effort:?}");
    let money = slow.totals.iter().find(|total| total.id == "profit_change").expect("a total");
    assert!((money.change.difference + 50.0 * 3.0 * 6.0 * 0.5).abs() < 1e-6, "{}", money.change.difference);
    // Whose own minutes stand in their place has no bad day, and loses so much less.
    let own = fast.totals.iter().find(|total| total.id == "profit_change").expect("a total");
    assert_eq!((own.change.difference, fast.dips[0].length), (0.0, Some(0)));
    let beside = own.beside_baseline.as_ref().expect("it is not the baseline").difference;
    assert!((beside - 450.0).abs() < 1e-6, "{beside}");
}

/// What the terminal says of a strategy's bad day, in one line.
fn told(study: &Study, strategy: &str) -> String {
    let text = in_one_line(&terminal::comparison(study, &differences(study), 80));
    let start = text.find(&format!("{strategy}, from day")).expect("a sentence on it");
    text[start..].split_once(". ").map_or(text[start..].to_owned(), |(sentence, _)| sentence.to_owned())
}

#[test]
fn a_bad_day_is_told_with_its_worst_week_and_one_that_is_none_is_not() {
    let bad = told(&every_day(TEN_MINUTES), "now");
    assert!(bad.contains("effort per journey +2.571 min in the worst seven days, as without it after 3 days"), "{bad}");
    // Whose own minutes stand in their place has no bad day.
    let none = told(&every_day(TEN_MINUTES), "fast");
    assert!(none.contains("as many customers lost") && !none.contains("seven days"), "{none}");
    // Three days on which it takes less are better, and in no week worse.
    let good = told(&every_day(&TEN_MINUTES.replace("= 10", "= 1")), "now");
    assert!(good.contains("in the best seven days, and in none shown to be worse"), "{good}");
    assert!(!good.contains("worst"), "{good}");
}

#[test]
fn the_worst_week_is_sought_where_the_bad_day_can_have_made_it() {
    let study = every_day(TEN_MINUTES);
    for one in bad_day(&study) {
        for dip in one.dips {
            assert!((14..=23 + 28).contains(&dip.deepest), "{dip:?}");
        }
    }
}

#[test]
fn until_it_takes_effect_a_strategy_is_the_baseline_contact_by_contact() {
    let late = small_with("name = \"one record\"", "name = \"one record\"\nfrom_day = 20");
    let place = Place::new().file("small.toml", late);
    place.throughline(&["run", "small.toml", "--quiet", "--charts", "none", "--journeys"]).assert().success();
    let rows = place.read("output/small/contacts.csv");
    let mut reader = csv::Reader::from_reader(rows.as_bytes());
    let heads = reader.headers().expect("heads").clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    let column = |name: &str| heads.iter().position(|head| head == name).expect("a column");
    let (strategy, ended) = (column("strategy"), column("journey_ended_minutes"));
    let of = |name: &'static str| rows.iter().filter(move |row| &row[strategy] == name);
    let before = |name: &'static str| -> Vec<Vec<String>> {
        let is_before = |row: &&csv::StringRecord| row[ended].parse::<f64>().is_ok_and(|at| at < 20.0 * 1440.0);
        of(name).filter(is_before).map(|row| row.iter().skip(strategy + 1).map(String::from).collect()).collect()
    };
    assert!(before("silos").len() > 50 && before("silos").len() < of("silos").count());
    assert_eq!(before("silos"), before("one record"));
}

#[test]
fn an_empty_change_and_one_at_the_horizon_leave_every_byte() {
    let tables = |more: &str| -> Vec<String> {
        let place = Place::new().file("small.toml", format!("{SMALL}\n{more}"));
        place.throughline(&["run", "small.toml", "--quiet", "--charts", "none"]).assert().success();
        let names = ["summary.csv", "comparison.csv", "replications.csv", "series.csv", "hours.csv", "worth.csv"];
        names.iter().map(|name| place.read(&format!("output/small/{name}"))).collect()
    };
    let plain = tables("");
    assert!(plain == tables("[[change]]\nday = 10\nset = {}\n"), "an empty change");
    assert!(plain == tables("[[change]]\nday = 35\nset = { \"seam.cold\" = 3 }\n"), "a change at the horizon");
    assert!(plain != tables("[[change]]\nday = 10\nset = { \"seam.cold\" = 3 }\n"), "a change");
}

#[test]
fn what_cannot_be_divided_takes_effect_when_all_else_is_there_in_full() {
    let text = small_with(
        "name = \"second agent\"\nset = { \"staff.agents.servers\" = 2 }",
        "name = \"second agent\"\nfrom_day = 10\nfull_day = 20\nset = { \"staff.agents.servers\" = 2, \"seam.cold\" = 1.3 }",
    );
    let scenario = scenario(&text);
    let later = &scenario.strategies[2].later;
    let on = |day: u32| later.iter().rev().find(|later| later.day <= day).expect("it changes").market.clone();
    let agents = |day: u32| on(day).pools[0].timetable.count_at(10 * HOUR);
    assert!((on(14).cold - 0.3 - 0.45).abs() < 1e-9, "4 1/2 of 10 days on the way from 0.3 to 1.3: {}", on(14).cold);
    assert_eq!((agents(14), agents(19), agents(20)), (1, 1, 2));
}

#[test]
fn work_after_a_contact_that_is_under_way_when_it_becomes_shorter_is_counted_once() {
    let study = study(&format!(
        r#"
        [run]
        customers = 40
        horizon_days = 7
        replications = 1
        [segment.all]
        share = 1
        needs.ask = {{ per_year = 104 }}
        [journey.ask]
        steps = ["ask"]
        by_weekday = [1, 0, 0, 0, 0, 0, 0]
        by_hour = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]
        give_up_days = 1
        [seam]
        identify_minutes = 0
        [channel.chat]
        kind = "chat"
        slots = 2
        slowdown = 0.000001
        access_minutes = 0
        step.ask.minutes = {{ mean = 1, law = "fixed" }}
        after_contact_minutes = 100
        [staff.desk]
        serves = ["chat"]
        servers = 200
        [[change]]
        day = 1
        set = {{ "channel.chat.after_contact_minutes" = 1 }}
        {ALONE}"#
    ));
    let handled = mean_of(&study, 0, "handle_minutes", "");
    assert!((handled - 101.0).abs() < 0.01, "{handled}");
}

#[test]
fn without_the_bad_day_all_is_as_if_it_stood_nowhere() {
    let (with, without) = (every_day(TEN_MINUTES), every_day(""));
    for strategy in 0..2 {
        for (undisturbed, plain) in with.undisturbed[strategy].iter().zip(&without.outcomes[strategy]) {
            assert_eq!((&undisturbed.parts, &undisturbed.weeks), (&plain.parts, &plain.weeks));
        }
    }
    assert!(bad_day(&without).is_empty() && without.undisturbed.is_empty());
    let for_good = every_day("[[change]]\nday = 20\nset = { \"channel.web.step.ask.minutes.mean\" = 10 }\n");
    assert!(bad_day(&for_good).is_empty(), "what does not end is no bad day");
}

#[test]
fn a_desk_that_shares_its_agents_can_grow_in_the_course_of_a_run() {
    for sharing in ["\"call_interrupts\"", "{ limits = { calls = 1, messages = 2, together = 2 } }"] {
        let text = format!(
            r#"
            [run]
            customers = 60
            horizon_days = 14
            replications = 2
            [segment.all]
            share = 1
            needs.ask = {{ per_year = 300 }}
            [journey.ask]
            steps = ["ask"]
            give_up_days = 1
            [channel.phone]
            kind = "live"
            step.ask.minutes.mean = 60
            [channel.mail]
            kind = "messages"
            step.ask.minutes.mean = 60
            [staff.team]
            serves = ["phone", "mail"]
            sharing = {sharing}
            servers = 1
            [[change]]
            day = 1
            set = {{ "staff.team.servers" = 3 }}
            {ALONE}"#
        );
        assert!((mean_of(&study(&text), 0, "staffed_hours", "staff.team") - 24.0 * (1.0 + 13.0 * 3.0)).abs() < 1e-9);
    }
}

/// One fixed visit of 24 hours for each customer, in a channel that has other hours from some day on.
#[test]
fn opening_hours_are_those_of_each_day() {
    let of = |change: &str| {
        let text = format!(
            r#"
            [run]
            customers = 50
            horizon_days = 14
            replications = 2
            elapsed = true
            [segment.all]
            share = 1
            needs.ask = {{ per_year = 100 }}
            [journey.ask]
            steps = ["ask"]
            give_up_days = 2
            return_minutes = 0
            [channel.web]
            hours = "mon-sun 06:00-24:00"
            step.ask = {{ minutes = {{ mean = 10, law = "fixed" }} }}
            {change}
            {ALONE}"#
        );
        study(&text)
    };
    let shorter =
        |day: u32| format!("[[change]]\nday = {day}\nset = {{ \"channel.web.hours\" = \"mon-sun 10:00-12:00\" }}\n");
    let [plain, late] = [of(""), of(&shorter(13))].map(|study| mean_of(&study, 0, "end_open_minutes", ""));
    // Journeys that count begin up to day 12: of those hardly any is still open on day 13.
    assert!((plain / late - 1.0).abs() < 0.05, "{plain} {late}");
}

/// Telephone and counter at one desk that is always busy: when the telephone shuts, whoever waits on it has to go, and the
/// counter goes on.
#[test]
fn who_waits_in_a_channel_that_shuts_has_to_go_though_its_desk_goes_on() {
    let text = format!(
        r#"
        [run]
        customers = 400
        horizon_days = 28
        replications = 3
        [segment.all]
        share = 1
        needs.ask = {{ per_year = 364 }}
        [journey.ask]
        steps = ["ask"]
        give_up_days = 0
        retry = 0
        [channel.phone]
        kind = "live"
        patience_minutes = 600
        step.ask.minutes.mean = 6
        [channel.counter]
        kind = "live"
        patience_minutes = 600
        step.ask.minutes.mean = 6
        [staff.desk]
        serves = ["phone", "counter"]
        servers = 1
        [[change]]
        day = 14
        set = {{ "channel.phone.open" = false }}
        {ALONE}"#
    );
    let study = study(&text);
    let turned_away = |channel: &str| mean_of(&study, 0, "turned_away_contacts", channel);
    assert!(turned_away("phone") > 1.0, "{}", turned_away("phone"));
    assert_eq!(turned_away("counter"), 0.0);
}

/// Customers who all choose alike before the change and not after it, in long contacts of two steps.
#[test]
fn whether_all_choose_alike_can_change_while_contacts_are_under_way() {
    for (choice, set) in [
        ("habit = 0\ntaste_sd = 0.5", "\"choice.taste_sd\" = 0"),
        ("habit = 0.5\ntaste_sd = 0", "\"choice.habit\" = 0"),
        ("habit = 0\ntaste_sd = 0", "\"choice.taste_sd\" = 0.5"),
    ] {
        let text = format!(
            r#"
            [run]
            customers = 50
            horizon_days = 60
            replications = 2
            [segment.all]
            share = 1
            needs.ask = {{ per_year = 100 }}
            [journey.ask]
            steps = ["look", "ask"]
            give_up_days = 5
            [channel.web]
            step = {{ look.minutes.mean = 500, ask.minutes.mean = 5 }}
            [channel.app]
            step = {{ look.minutes.mean = 500, ask.minutes.mean = 5 }}
            [choice]
            {choice}
            [[change]]
            day = 30
            set = {{ {set} }}
            {ALONE}"#
        );
        assert!(mean_of(&study(&text), 0, "journeys", "") > 0.0);
    }
}

#[test]
fn what_only_a_change_makes_cost_something_is_not_fixed_by_design() {
    let change = "[[change]]\nday = 30\nset = { \"channel.web.cost_per_contact\" = 2 }\n";
    let text = market("", change).replace("cost_per_minute = 0.1", "") + ALONE;
    let study = study(&text);
    for metric in ["cost_to_serve", "profit"] {
        assert!(!study.fixed[0][study.key(metric)], "{metric}");
    }
}

/// Everybody has one need before the day and one after it; whoever is on the way on that day has set out for a day's journey.
#[test]
fn the_way_there_is_as_long_as_it_was_at_setting_out() {
    let text = format!(
        r#"
        {}
        [segment.all]
        share = 1
        needs.ask = {{ every_days = 28 }}
        [journey.ask]
        steps = ["ask"]
        give_up_days = 0
        [channel.shop]
        access_minutes = 1440
        step.ask.minutes.mean = 1
        [[change]]
        day = 28
        set = {{ "channel.shop.access_minutes" = 0 }}
        {PLAIN}{ALONE}"#,
        sized(500, 56, 2)
    );
    let study = study(&text);
    let (access, journeys) = (mean_of(&study, 0, "effort_access", ""), mean_of(&study, 0, "journeys", ""));
    assert!((access - 720.0).abs() < 1e-9, "{access} minutes in {journeys} journeys");
}
