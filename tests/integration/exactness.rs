//! Same customers, same luck: what must be equal is equal to the last bit.

use crate::support::{scenario, study, study_in};
use throughline::experiment::{Difference, Order, Study, differences};
use throughline::outcomes::Key;

/// A market with everything on: three channels, a pool with a timetable, chat, messages, transfers, follow-ups.
pub fn busy(strategies: &str) -> String {
    format!("{BUSY_MARKET}\n{strategies}")
}

pub const BUSY_MARKET: &str = r#"
[run]
customers = 400
horizon_days = 70
warm_up_days = 7
replications = 3
seed = 11
[segment.young]
share = 0.4
reach = { store = 0.5, web = { from = 0.5, to = 1.0, start_day = 10, days = 30 } }
taste = { web = 1.0 }
needs.purchase = { per_year = 30, cv = 1.0 }
needs.question = { per_year = 20, cv = 0.5 }
[segment.old]
share = 0.6
needs.purchase = { per_year = 20, cv = 1.0 }
needs.contract = { every_days = 20 }
[journey.purchase]
occasion = true
steps = ["find", "order"]
value = { mean = 60, cv = 0.7 }
restart = "find"
by_weekday = [1, 1, 1, 1, 1, 2, 0.5]
[journey.question]
steps = ["explain", "resolve"]
follows = [{ journey = "purchase", probability = 0.3, after_days = 2 }]
[journey.contract]
occasion = true
steps = ["explain"]
[channel.web]
step.find = { leave = 0.3, success = 0.7, minutes = { mean = 4 } }
step.order = { leave = 0.3, success = 0.6, minutes = { mean = 4 } }
step.explain = { success = 0.5, minutes = { mean = 3 } }
[channel.store]
kind = "live"
hours = "mon-sat 09:00-18:00"
step.find = { leave = 0.1, success = 0.9, minutes = { mean = 8 } }
step.order = { success = 0.9, minutes = { mean = 4 } }
[channel.phone]
kind = "live"
transfer = 0.5
after_contact_minutes = 1
step.explain = { success = 0.9, minutes = { mean = 6 } }
step.resolve = { success = 0.6, minutes = { mean = 9 } }
[channel.chat]
kind = "chat"
transfer = 0.3
step.explain = { success = 0.8, minutes = { mean = 6 } }
step.resolve = { success = 0.6, minutes = { mean = 9 } }
[channel.email]
kind = "messages"
patience_minutes = 300
step.explain = { success = 0.8, minutes = { mean = 6 } }
step.resolve = { success = 0.6, minutes = { mean = 9 } }
[staff.agents]
serves = ["phone", "chat", "email"]
timetable = [{ hours = "mon-fri 09:00-17:00", servers = 1 }, { hours = "mon 10:00-14:00", servers = 1 }]
cost_per_hour = 30
"#;

pub const MULTICHANNEL: &str = "[[strategy]]\nname = \"multichannel\"\nbaseline = true\n";
const INTEGRATED: &str = "[[strategy]]\nname = \"integrated\"\nlevels = { identity = 1, continuity = 1 }\n";

fn assert_no_difference(study: &Study) {
    let list = differences(study);
    assert!(!list.is_empty());
    for one in list {
        let key = &study.keys[one.key];
        assert_eq!(one.paired.difference, 0.0, "{} {} {}", key.metric, key.segment, key.channel);
        assert_eq!(one.paired.se.unwrap_or(0.0), 0.0);
    }
    for strategy in 1..study.outcomes.len() {
        assert_eq!(study.outcomes[strategy], study.outcomes[0]);
    }
}

#[test]
fn a_strategy_against_itself_and_all_levels_at_zero_make_no_difference() {
    let study = study(&busy(&format!(
        "{MULTICHANNEL}[[strategy]]\nname = \"itself\"\n[[strategy]]\nname = \"zero\"\nlevels = {{ identity = 0, continuity = 0, consistency = 0, routing = 0 }}\n"
    )));
    assert_no_difference(&study);
}

#[test]
fn capabilities_that_own_nothing_make_no_difference_at_any_level() {
    assert_no_difference(&study(include_str!("../../scenarios/no-gain.toml")));
}

#[test]
fn a_capability_with_an_effect_does_make_a_difference() {
    let study =
        study(&busy(&format!("{MULTICHANNEL}[[strategy]]\nname = \"known\"\nlevels = {{ continuity = 0.5 }}\n")));
    assert!(differences(&study).iter().any(|one| one.paired.difference != 0.0));
}

#[test]
fn at_level_one_a_parameter_is_exactly_its_integrated_value() {
    let ends = "[capability.identity]\nrecognised = { siloed = 0.1, integrated = 0.3 }\n";
    let market =
        scenario(&busy(&format!("{ends}{MULTICHANNEL}[[strategy]]\nname = \"known\"\nlevels = {{ identity = 1 }}\n")));
    let seam = market.strategies[1].market.journeys[0].seams[0][1];
    assert_eq!(seam.recognised.get().to_bits(), 0.3_f64.to_bits());
}

#[test]
fn another_strategy_changes_no_other_number() {
    let omnichannel = "[[strategy]]\nname = \"omnichannel\"\nlevels = { identity = 1, continuity = 1 }\n";
    let alone = study(&busy(MULTICHANNEL));
    let beside = study(&busy(&format!("{omnichannel}{MULTICHANNEL}{omnichannel}").replacen("omnichannel", "other", 1)));
    assert_eq!(alone.outcomes[0], beside.outcomes[1]);
}

/// Differences with all their statistics, but those of what is named so, as text: a family of tests must not grow by rows
/// in which nothing can differ.
fn compared(study: &Study, without: &str) -> Vec<String> {
    let named = |key: &Key| [&key.channel, &key.segment].iter().any(|name| name.contains(without));
    let all = differences(study);
    let rest = all.iter().filter(|one| !named(&study.keys[one.key]));
    rest.map(|one| {
        let Key { metric, segment, channel, .. } = &study.keys[one.key];
        let Difference { strategy, paired, p_adjusted, p_benjamini_hochberg, verdict, .. } = one;
        format!(
            "{strategy} {metric} {segment} {channel} {paired:?} {p_adjusted:?} {p_benjamini_hochberg:?} {verdict:?}"
        )
    })
    .collect()
}

/// All outcomes but those of the fax, by name and as written to tables, so that even -0 is not 0.
fn written(study: &Study) -> Vec<String> {
    let keys = study.keys.iter().enumerate().filter(|(_, key)| !key.channel.contains("fax"));
    keys.map(|(at, key)| format!("{} {} {} {:?}", key.metric, key.segment, key.channel, study.values(0, at))).collect()
}

#[test]
fn a_channel_that_is_closed_or_of_no_use_changes_no_other_number() {
    let closed = "[channel.fax]\nkind = \"live\"\nopen = false\nstep.explain = { minutes = { mean = 1 } }\n[staff.faxers]\nserves = [\"fax\"]\nservers = 9\ncost_per_hour = 30\n";
    let useful = "[channel.fax]\nstep.explain = { minutes = { mean = 1 } }\n";
    let out_of_reach = BUSY_MARKET
        .replace("reach = { store", "reach = { fax = 0, store")
        .replace("share = 0.6", "share = 0.6\nreach = { fax = 0 }");
    let without_staff = BUSY_MARKET.split("[staff").next().expect("a part");
    for (what, market, with_it) in [
        ("closed", BUSY_MARKET, format!("{BUSY_MARKET}{closed}")),
        ("closed, the only one with staff", without_staff, format!("{without_staff}{closed}")),
        ("unused", BUSY_MARKET, format!("{BUSY_MARKET}[channel.fax]\n")),
        ("out of reach", BUSY_MARKET, format!("{out_of_reach}{useful}")),
    ] {
        let plain = study(&format!("{market}{MULTICHANNEL}{INTEGRATED}"));
        let with_it = study(&format!("{with_it}{MULTICHANNEL}{INTEGRATED}"));
        for (plain, with_it) in written(&plain).iter().zip(&written(&with_it)) {
            assert_eq!(plain, with_it, "{what}");
        }
        assert_eq!(compared(&plain, "fax"), compared(&with_it, "fax"), "{what}");
    }
    let in_reach = study(&format!("{BUSY_MARKET}{useful}{MULTICHANNEL}"));
    assert_ne!(written(&in_reach), written(&study(&busy(MULTICHANNEL))), "a fax that is of use does change numbers");
}

#[test]
fn luck_hangs_on_the_names_of_channels_and_journeys_and_on_no_others() {
    let plain = study(&busy(MULTICHANNEL));
    let renamed = |from: &str, to: &str| study(&busy(MULTICHANNEL).replace(from, to)).outcomes == plain.outcomes;
    assert!(renamed("find", "search") && renamed("agents", "anybody") && renamed("young", "youths"));
    assert!(!renamed("phone", "phones") && !renamed("question", "questions"));
}

/// The same scenario with segments, journeys, channels and staff typed the other way round.
fn turned_round(text: &str) -> String {
    let mut tree: toml::Table = text.parse().expect("the market is TOML");
    for table in ["segment", "journey", "channel", "staff"] {
        let typed = tree[table].as_table().expect("a table of tables").clone();
        tree[table] = toml::Value::Table(typed.into_iter().rev().collect());
    }
    toml::to_string(&tree).expect("a tree can be written as TOML")
}

#[test]
fn the_order_in_which_tables_are_typed_changes_no_number() {
    let shipped = include_str!("../../scenarios/tutorial.toml").replace("customers = ", "customers = 200 #");
    for text in [busy(MULTICHANNEL), shipped] {
        let (plain, turned) = (study(&text), study(&turned_round(&text)));
        assert_ne!(turned_round(&text), toml::to_string(&text.parse::<toml::Table>().expect("TOML")).expect("TOML"));
        assert_eq!(written(&plain), written(&turned));
    }
}

#[test]
fn a_segment_without_a_share_changes_no_other_number_wherever_it_stands() {
    for name in ["aaa", "zzz"] {
        let nobody = format!("[segment.{name}]\nshare = 0\nneeds.question = {{ per_year = 5 }}\n");
        let rows = |study: &Study| written(study).into_iter().filter(|row| !row.contains(name)).collect::<Vec<_>>();
        let with_it = study(&format!("{BUSY_MARKET}{nobody}{MULTICHANNEL}{INTEGRATED}"));
        let plain = study(&busy(&format!("{MULTICHANNEL}{INTEGRATED}")));
        assert_eq!(rows(&with_it), rows(&plain), "{name}");
        assert_eq!(compared(&with_it, name), compared(&plain, name), "{name}");
    }
}

#[test]
fn independent_customers_can_be_simulated_in_any_order() {
    let independent = busy(MULTICHANNEL)
        .replace("serves = [\"phone\", \"chat\", \"email\"]", "serves = [\"fax\"]")
        .replace("[staff", "[channel.fax]\nkind = \"live\"\n[staff");
    let without_staff = independent.split("[staff").next().expect("a part").to_string() + MULTICHANNEL;
    assert_eq!(study(&without_staff).outcomes, study_in(&without_staff, Order::Reverse).outcomes);
}

#[test]
fn customers_who_meet_at_the_staff_can_be_admitted_in_any_order() {
    let text = busy(MULTICHANNEL);
    assert_eq!(study(&text).outcomes, study_in(&text, Order::Reverse).outcomes);
}

#[test]
fn staff_that_is_never_short_is_the_same_as_no_staff() {
    let plenty = busy(MULTICHANNEL).replace(
        "timetable = [{ hours = \"mon-fri 09:00-17:00\", servers = 1 }, { hours = \"mon 10:00-14:00\", servers = 1 }]\ncost_per_hour = 30",
        "servers = 5000",
    );
    let plenty = plenty
        .replace("after_contact_minutes = 1", "slots = 1")
        .replace("kind = \"chat\"", "kind = \"chat\"\nslots = 1");
    let none = plenty.split("[staff").next().expect("a part").to_string() + MULTICHANNEL;
    let (plenty, none) = (study(&plenty), study(&none));
    for metric in [
        "effort_per_journey",
        "contacts_per_journey",
        "conversion_rate",
        "retention_rate",
        "satisfaction",
        "revenue",
        "handle_minutes",
    ] {
        assert_eq!(plenty.values(0, plenty.key(metric)), none.values(0, none.key(metric)), "{metric}");
    }
    assert_eq!(plenty.outcomes[0][0].weeks[3][..7], none.outcomes[0][0].weeks[3][..7]);
}

#[test]
fn pairing_makes_differences_surer() {
    let omnichannel = "[[strategy]]\nname = \"omnichannel\"\nlevels = { identity = 1, continuity = 1, consistency = 1, routing = 1 }\n";
    let text = busy(&format!("{MULTICHANNEL}{omnichannel}")).replace("replications = 3", "replications = 12");
    let study = study(&text);
    for one in differences(&study)
        .iter()
        .filter(|one| ["effort_per_journey", "retention_rate", "revenue"].contains(&study.keys[one.key].metric))
    {
        if study.keys[one.key].segment.is_empty() {
            assert!(one.paired.variance_ratio.expect("there is variance") < 0.7, "{:?}", study.keys[one.key]);
        }
    }
}
