//! What makes results doubtful: desks with next to nothing to do or far too much, people who mostly hang up, journeys that
//! do not come to an end. Told once for all strategies that it is true of.

use super::Study;
use super::pilot::work_without_waits;
use crate::scenario::meant::Kind;
use crate::scenario::path::Path;
use crate::scenario::timetable::{Timetable, WEEK, float};
use std::collections::BTreeMap;

/// Above this share of cut-off journeys a result is to be doubted.
const MOST_CUT_OFF: f64 = 0.001;
/// Above this share of journeys that were still open at the horizon.
const MOST_CENSORED: f64 = 0.05;
/// With more in line at the horizon than come in so many days a pool was swamped, and its waits depend on how long one looks.
const MOST_DAYS_IN_LINE: f64 = 7.0;
/// Outside of these a pool is busier, or idler, than desks are.
const USUAL_OCCUPANCY: [f64; 2] = [0.15, 0.95];
/// Above this share of those who come in person, or call, and hang up.
const MOST_HANG_UPS: f64 = 0.25;
/// What a desk is busy at which carries its work.
const CARRIED: f64 = 0.85;

/// The doubts about a study, each with the strategies that it is about.
pub fn doubts(study: &Study) -> Vec<String> {
    let mut found: BTreeMap<Doubt, Vec<(usize, f64)>> = BTreeMap::new();
    for strategy in 0..study.scenario.strategies.len() {
        for (doubt, size) in of_strategy(study, strategy) {
            found.entry(doubt).or_default().push((strategy, size));
        }
    }
    found.iter().map(|(doubt, sizes)| told(study, *doubt, sizes)).collect()
}

/// What can be doubtful; of a pool or a channel, by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Doubt {
    Swamped(usize),
    Idle(usize),
    HangUps(usize),
    CutOff,
    Censored,
}

/// The doubts about a strategy, each with its size.
fn of_strategy(study: &Study, strategy: usize) -> Vec<(Doubt, f64)> {
    let names = &study.scenario.names;
    let market = &study.scenario.strategies[strategy].market;
    let mean = |metric: &str, channel: &str| {
        study.key_of(metric, "", channel).and_then(|key| study.estimate(strategy, key)).map(|estimate| estimate.mean)
    };
    let sum = |metric: &str, pool: usize| -> f64 {
        let served = market.channels.iter().zip(&names.channels).filter(|(channel, _)| channel.pool == Some(pool));
        served.filter_map(|(_, name)| mean(metric, name)).sum()
    };
    let days = study.scenario.run.horizon_days - study.scenario.run.warm_up_days;
    let mut found = Vec::new();
    for (pool, name) in names.pools.iter().enumerate() {
        let Some(occupancy) = mean("occupancy", &format!("staff.{name}")) else { continue };
        let (contacts, in_line) = (sum("contacts", pool), sum("contacts_in_line_at_horizon", pool));
        if occupancy > USUAL_OCCUPANCY[1] || in_line * days > MOST_DAYS_IN_LINE * contacts {
            found.push((Doubt::Swamped(pool), occupancy));
        } else if occupancy < USUAL_OCCUPANCY[0] && contacts > 0.0 {
            found.push((Doubt::Idle(pool), occupancy));
        }
    }
    for (channel, name) in names.channels.iter().enumerate() {
        let hang_ups = mean("abandonment_rate", name).filter(|_| market.channels[channel].kind != Kind::Messages);
        found.extend(hang_ups.filter(|share| *share > MOST_HANG_UPS).map(|share| (Doubt::HangUps(channel), share)));
    }
    let is_swamped = found.iter().any(|(doubt, _)| matches!(doubt, Doubt::Swamped(_)));
    let share_of = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
    let [cut_off, journeys, censored] =
        ["cut_off_rate", "journeys", "censored_journeys"].map(|metric| mean(metric, "").unwrap_or(0.0));
    let open = share_of(censored, journeys + censored);
    found.extend((cut_off > MOST_CUT_OFF).then_some((Doubt::CutOff, cut_off)));
    // Where a desk is swamped, that is why.
    found.extend((open > MOST_CENSORED && !is_swamped).then_some((Doubt::Censored, open)));
    found
}

/// A doubt in words.
fn told(study: &Study, doubt: Doubt, sizes: &[(usize, f64)]) -> String {
    let names = &study.scenario.names;
    let shares = range(sizes);
    let said = match doubt {
        Doubt::Swamped(pool) => swamped(study, pool, sizes),
        Doubt::Idle(pool) => {
            format!(
                "{} is busy {shares} of its time, less than desks are: its waits and costs are those of a desk that is mostly empty",
                pool_path(study, pool)
            )
        }
        Doubt::HangUps(channel) => {
            format!("{shares} of those who come to {} hang up", Path::of(["channel", &names.channels[channel]]))
        }
        Doubt::CutOff => {
            format!("{shares} of journeys were cut off at the limit of contacts; they cannot end as they are described")
        }
        Doubt::Censored => {
            format!(
                "{shares} of journeys were still open at the horizon: lengthen the horizon, or set give_up_days lower"
            )
        }
    };
    format!("{said} ({})", under(study, sizes))
}

/// A desk that has more to do than it can: its work, were there no waits, and what would carry that.
fn swamped(study: &Study, pool: usize, sizes: &[(usize, f64)]) -> String {
    let path = pool_path(study, pool);
    let busy = format!("{path} is busy {} of its time, and has more to do than it can", range(sizes));
    let busiest = sizes.iter().max_by(|one, other| one.1.total_cmp(&other.1));
    let (strategy, _) = *busiest.expect("a doubt is about some strategy");
    let Some(load) = work_without_waits(&study.scenario, strategy, pool) else { return busy };
    let agents = agents_on_duty(&study.scenario.strategies[strategy].market.pools[pool].timetable);
    let needed = (load / CARRIED).max(1.1);
    format!(
        "{busy}: where nobody waits, its work under \"{}\" is that of {:.1} agents, and {agents:.1} are on duty in its hours; {:.1} would carry it ({path}.scale = {needed:.1} times what it is)",
        study.scenario.strategies[strategy].name,
        load * agents,
        needed * agents,
    )
}

/// The mean number of agents while somebody is on duty.
fn agents_on_duty(timetable: &Timetable) -> f64 {
    float(timetable.time_on_duty(0, WEEK)) / float(timetable.open_time(0, WEEK)).max(1.0)
}

fn pool_path(study: &Study, pool: usize) -> Path {
    Path::of(["staff", &study.scenario.names.pools[pool]])
}

/// The sizes in per cent, from the least to the greatest.
fn range(sizes: &[(usize, f64)]) -> String {
    let all = || sizes.iter().map(|(_, size)| 100.0 * size);
    let (least, most) = (all().fold(f64::INFINITY, f64::min), all().fold(0.0, f64::max));
    let [low, high] = [least, most].map(|size| if size < 1.0 { format!("{size:.2}") } else { format!("{size:.0}") });
    if low == high { format!("{low} %") } else { format!("{low} to {high} %") }
}

/// The strategies that a doubt is about.
fn under(study: &Study, sizes: &[(usize, f64)]) -> String {
    const MOST: usize = 4;
    let strategies = &study.scenario.strategies;
    if sizes.len() == strategies.len() && sizes.len() > 1 {
        return "under every strategy".into();
    }
    let named: Vec<String> = sizes.iter().take(MOST).map(|(at, _)| format!("\"{}\"", strategies[*at].name)).collect();
    let rest = if sizes.len() > MOST { format!(" and {} more", sizes.len() - MOST) } else { String::new() };
    format!("under {}{rest}", named.join(", "))
}
