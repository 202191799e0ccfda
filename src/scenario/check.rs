//! From what was typed to what was meant: checks every number and name, fills in what depends on other keys, and turns
//! the levels of the capabilities into the values they stand for.

use super::error::{Problem, name_remedy};
use super::meant::{
    Channel, Choice, Follows, Journey, Kind, Law, LostContext, Market, Names, Pool, Probability, Reach, Rhythm, Run,
    Seam, Segment, Step,
};
use super::timetable::{Hours, Timetable};
use super::typed::{self, Cost, Ends, Named, Needs, Propensity, Shape};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

/// Most channels a market can have.
pub const MOST_CHANNELS: usize = 16;
/// Most steps a journey can have.
pub const MOST_STEPS: usize = 8;
/// Most customers.
pub const MOST_CUSTOMERS: u32 = 16_000_000;
/// Longest horizon [days].
pub const LONGEST_HORIZON: f64 = 36_400.0;
const MOST_NAMED: usize = 64;
const MOST_REPLICATIONS: u64 = 100_000;
/// Most contacts of a journey: all that they repeat can be counted in 16 bits.
const MOST_CONTACTS: u16 = 9_000;
/// Ways in which journeys come about, by a need or a chain of `follows`: they are numbered in 8 bits.
const MOST_CAUSES: u64 = 256;
/// Below this coefficient of variation rates are as good as alike, and their law beyond what can be tabled.
const LEAST_CV: f64 = 0.01;
/// Most money that one thing can cost [EUR].
const MOST_EUR: f64 = 1e12;
/// The capabilities by name, in order.
pub const CAPABILITIES: [&str; 4] = ["identity", "continuity", "consistency", "routing"];
const FOREVER: f64 = f64::INFINITY;

const A_CHANNEL: &str = "a channel of this scenario";
const A_CAPABILITY: &str = "a capability";

/// What was found wrong so far.
#[derive(Debug, Default)]
pub struct Check {
    /// One entry per thing.
    pub problems: Vec<Problem>,
}

impl Check {
    fn wrong(
        &mut self,
        path: impl Display,
        found: impl Display,
        expected: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        let problem = Problem {
            path: path.to_string(),
            found: found.to_string(),
            expected: expected.into(),
            remedy: remedy.into(),
        };
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    fn probability(&mut self, path: impl Display, value: f64) -> Probability {
        Probability::new(value).unwrap_or_else(|| {
            self.wrong(path, plain(value), "a number from 0 to 1", "write a share or a probability, not per cent");
            Probability::default()
        })
    }

    fn within(&mut self, path: impl Display, value: f64, least: f64, most: f64, unit: &str) -> f64 {
        if !(least..=most).contains(&value) {
            let unit = if unit.is_empty() { String::new() } else { format!(" [{unit}]") };
            let range = match (least, most) {
                (least, most) if most == FOREVER => format!("a number of at least {least}{unit}, inf allowed"),
                (least, most) if most == f64::MAX => format!("a finite number of at least {least}{unit}"),
                (least, most) => format!("a number from {least} to {most}{unit}"),
            };
            self.wrong(path, plain(value), range, "write a number in that range");
        }
        value
    }

    fn count(&mut self, path: &str, (value, most, what): (u64, u64, &str), if_none: &str, if_too_many: &str) {
        if value == 0 || value > most {
            let remedy = if value == 0 { if_none } else { if_too_many };
            self.wrong(path, value, format!("1 to {most} {what}"), remedy);
        }
    }

    fn euros(&mut self, path: impl Display, value: f64) -> f64 {
        self.within(path, value, 0.0, MOST_EUR, "EUR")
    }

    fn logit(&mut self, path: impl Display, value: f64) -> f64 {
        self.within(path, value, -50.0, 50.0, "logit")
    }

    fn law(&mut self, path: &str, law: Law, most: f64, unit: &str) -> Law {
        self.within(format_args!("{path}.mean"), law.mean, 0.0, most, unit);
        self.within(format_args!("{path}.cv"), law.cv, 0.0, 10.0, "");
        law
    }

    fn name(&mut self, path: impl Display, name: &str, what: &str, known: &[String]) -> Option<usize> {
        let position = known.iter().position(|one| one == name);
        if position.is_none() {
            let remedy = name_remedy(name, known.iter().map(String::as_str));
            self.wrong(path, format_args!("`{name}`"), what, remedy);
        }
        position
    }

    fn seam(&mut self, path: &str, key: &str, channels: &[String]) -> Option<(usize, usize)> {
        let Some((before, channel)) = key.split_once('>') else {
            self.wrong(
                path,
                format_args!("`{key}`"),
                "two channels, such as \"web>phone\"",
                "write the channel before, `>`, the channel after",
            );
            return None;
        };
        let before = self.name(format_args!("{path}.{key}"), before.trim(), A_CHANNEL, channels);
        let channel = self.name(format_args!("{path}.{key}"), channel.trim(), A_CHANNEL, channels);
        before.zip(channel)
    }

    fn per_channel<T: Copy>(&mut self, path: &str, values: &Named<T>, channels: &[String]) -> Vec<Option<T>> {
        let mut list = vec![None; channels.len()];
        for (channel, value) in values {
            if let Some(index) = self.name(format_args!("{path}.{channel}"), channel, A_CHANNEL, channels) {
                list[index] = Some(*value);
            }
        }
        list
    }

    fn hours(&mut self, path: impl Display, text: &str) -> Hours {
        Hours::parse(text).unwrap_or_else(|wrong| {
            self.wrong(path, format_args!("`{text}`"), "hours such as \"mon-fri 08:00-20:00, sat 09:00-14:00\"", wrong);
            Hours::always()
        })
    }

    fn weights(&mut self, path: &str, list: &[f64], lengths: &[usize]) {
        const LEAST_WEIGHT: f64 = 1e-6;
        const MOST_WEIGHT: f64 = 1e6;
        if !list.is_empty() && !lengths.contains(&list.len()) {
            let lengths: Vec<String> = lengths.iter().map(ToString::to_string).collect();
            self.wrong(
                path,
                format_args!("{} weights", list.len()),
                format!("{} weights", lengths.join(", or ")),
                "write one weight for each part",
            );
        }
        for &weight in list.iter().filter(|&&weight| weight != 0.0) {
            if !(LEAST_WEIGHT..=MOST_WEIGHT).contains(&weight) {
                let range = format!("weights of 0, or from {LEAST_WEIGHT} to {MOST_WEIGHT}");
                self.wrong(path, plain(weight), range, "only their ratios count: scale them");
            }
        }
        if !list.is_empty() && list.iter().sum::<f64>() <= 0.0 {
            self.wrong(
                path,
                "weights that are all 0",
                "at least one weight above 0",
                "leave the key out for no rhythm",
            );
        }
    }
}

/// A number in a few characters, whatever its size.
fn plain(value: f64) -> String {
    let size = value.abs();
    if value != 0.0 && size.is_finite() && !(1e-6..1e15).contains(&size) {
        format!("{value:e}")
    } else {
        value.to_string()
    }
}

/// The names that a scenario declares, in order of declaration.
pub fn names(check: &mut Check, typed: &typed::Scenario) -> Names {
    let declared = |table: &[&String]| table.iter().map(|name| (*name).clone()).collect::<Vec<_>>();
    let mut steps: Vec<String> = Vec::new();
    for step in typed.journey.values().flat_map(|journey| &journey.steps) {
        if !steps.contains(step) {
            steps.push(step.clone());
        }
    }
    let names = Names {
        channels: declared(&typed.channel.keys().collect::<Vec<_>>()),
        segments: declared(&typed.segment.keys().collect::<Vec<_>>()),
        journeys: declared(&typed.journey.keys().collect::<Vec<_>>()),
        pools: declared(&typed.staff.keys().collect::<Vec<_>>()),
        steps,
    };
    for (table, list, most) in [
        ("channel", &names.channels, MOST_CHANNELS),
        ("segment", &names.segments, MOST_NAMED),
        ("journey", &names.journeys, MOST_NAMED),
        ("staff", &names.pools, MOST_NAMED),
    ] {
        if list.len() > most {
            check.wrong(table, list.len(), format!("at most {most}"), "merge some that are alike");
        }
        if list.is_empty() && table != "staff" {
            check.wrong(
                table,
                "none",
                format!("at least one [{table}.NAME]"),
                "`throughline new NAME` writes a first scenario",
            );
        }
    }
    for (table, list) in [
        ("channel", &names.channels),
        ("segment", &names.segments),
        ("journey", &names.journeys),
        ("staff", &names.pools),
    ] {
        for name in list {
            writable(check, format_args!("{table}.\"{name}\""), name);
        }
    }
    for (journey, step) in typed.journey.iter().flat_map(|(name, journey)| journey.steps.iter().map(move |s| (name, s)))
    {
        writable(check, format_args!("journey.{journey}.steps"), step);
    }
    if names.channels.iter().any(|channel| channel == BEFORE_ALL_CHANNELS) {
        check.wrong(
            format_args!("channel.{BEFORE_ALL_CHANNELS}"),
            format_args!("`{BEFORE_ALL_CHANNELS}`"),
            "another name, since this one stands for the beginning of a journey",
            "rename it",
        );
    }
    names
}

/// What tables show as the channel before a journey's first contact.
const BEFORE_ALL_CHANNELS: &str = "start";

/// A name must be fit for paths such as `channel.web.step.order` and `web>phone`, and for tables.
fn writable(check: &mut Check, path: impl Display, name: &str) {
    let unfit = |c: char| c.is_control() || ['.', '>', '"', '[', ']', ','].contains(&c);
    if name.trim().is_empty() || name.trim() != name || name.contains(unfit) {
        check.wrong(
            path,
            format_args!("the name {name:?}"),
            "a name without . > \" [ ] commas and outer spaces",
            "rename it",
        );
    }
}

/// Size and length of a run.
pub fn run(check: &mut Check, typed: &typed::Scenario) -> Run {
    let run = &typed.run;
    let gigabytes = |count: f64, bytes: f64| format!("they would need about {:.1} GB", count * bytes / 1e9);
    check.count(
        "run.customers",
        (run.customers, u64::from(MOST_CUSTOMERS), "customers"),
        "simulate somebody",
        &format!(
            "{} for each thread; simulate fewer, or several seeds",
            gigabytes(run.customers as f64, BYTES_PER_CUSTOMER)
        ),
    );
    check.count(
        "run.replications",
        (run.replications, MOST_REPLICATIONS, "replications"),
        "30 give a usable interval",
        &format!("{} for each strategy; 30 give a usable interval", gigabytes(run.replications as f64, BYTES_PER_RUN)),
    );
    if run.horizon_days > LONGEST_HORIZON && run.horizon_days.is_finite() {
        let needs = gigabytes(run.horizon_days * run.replications as f64, BYTES_PER_DAY);
        check.wrong(
            "run.horizon_days",
            plain(run.horizon_days),
            format!("at most {LONGEST_HORIZON} days, a hundred years"),
            format!("{needs} for each strategy, for the outcomes by week alone; simulate a shorter time"),
        );
    } else {
        check.within("run.horizon_days", run.horizon_days, 1e-3, LONGEST_HORIZON, "days");
    }
    check.within("run.warm_up_days", run.warm_up_days, 0.0, LONGEST_HORIZON, "days");
    let longest = typed.journey.values().map(|journey| journey.give_up_days).fold(0.0, f64::max);
    if run.horizon_days.is_finite() && run.horizon_days <= run.warm_up_days + longest {
        check.wrong(
            "run.horizon_days",
            run.horizon_days,
            format!("more than warm_up_days + the longest give_up_days = {}", run.warm_up_days + longest),
            "lengthen the horizon, or give up earlier: only journeys that can end are counted",
        );
    }
    Run {
        customers: u32::try_from(run.customers).unwrap_or(MOST_CUSTOMERS),
        horizon_days: run.horizon_days,
        warm_up_days: run.warm_up_days,
        replications: u32::try_from(run.replications).unwrap_or(u32::MAX),
        seed: run.seed,
    }
}

/// Memory for one customer of one replication, with journeys, events and queue places [bytes]; `docs/model.md` tells how it was measured.
pub const BYTES_PER_CUSTOMER: f64 = 200.0;
/// Memory for a day of one run: a week's line has eight outcomes [bytes].
const BYTES_PER_DAY: f64 = 8.0 * 160.0 / 7.0;
/// Memory for the results of one run of a market with a few channels [bytes].
const BYTES_PER_RUN: f64 = 1e5;

/// The market under one strategy.
pub fn market(
    check: &mut Check,
    typed: &typed::Scenario,
    names: &Names,
    strategy: &typed::Strategy,
    at: usize,
) -> Market {
    let levels = Levels::read(check, strategy, at, names);
    let open = open_channels(check, strategy, at, names);
    let channels = channels(check, typed, names, &open);
    let pools = pools(check, typed, names, &channels);
    let segments = segments(check, typed, names);
    let journeys = journeys(check, typed, names, &levels);
    few_enough_causes(check, typed);
    every_need_can_be_met(check, &journeys, &channels, &segments, names);
    conflict_and_experience(check, typed);
    let capability = &typed.capability;
    Market {
        channels,
        segments,
        journeys,
        pools,
        choice: choice(check, typed, names),
        cold: check.within("seam.cold", typed.seam.cold, 0.0, 50.0, "logit"),
        routed_right: levels.at(check, "capability.routing.routed_right", 3, capability.routing.routed_right, None),
        conflict: typed.conflict.clone(),
        experience: typed.experience.clone(),
        loss: typed.loss.clone(),
        integration_cost: levels.cost(check, typed),
    }
}

fn open_channels(check: &mut Check, strategy: &typed::Strategy, at: usize, names: &Names) -> Vec<bool> {
    let Some(listed) = &strategy.channels else { return vec![true; names.channels.len()] };
    let mut open = vec![false; names.channels.len()];
    for channel in listed {
        if let Some(index) = check.name(format_args!("strategy[{at}].channels"), channel, A_CHANNEL, &names.channels) {
            open[index] = true;
        }
    }
    open
}

fn pools(check: &mut Check, typed: &typed::Scenario, names: &Names, channels: &[Channel]) -> Vec<Pool> {
    let mut pools = Vec::new();
    for (at, (name, staff)) in typed.staff.iter().enumerate() {
        let path = format!("staff.{name}");
        for channel in &staff.serves {
            check.name(format_args!("{path}.serves"), channel, A_CHANNEL, &names.channels);
        }
        if staff.serves.is_empty() {
            check.wrong(
                format_args!("{path}.serves"),
                "nothing",
                "at least one channel",
                "name the channels that this pool serves",
            );
        }
        let timetable = staff_timetable(check, &path, staff);
        let has_work = channels.iter().any(|channel| channel.open && channel.pool == Some(at));
        pools.push(Pool {
            timetable: if has_work { timetable } else { Timetable::always(0) },
            cost_per_hour: check.euros(format_args!("{path}.cost_per_hour"), staff.cost_per_hour),
            ranks: ranks(check, &path, staff, names),
        });
    }
    pools
}

fn staff_timetable(check: &mut Check, path: &str, staff: &typed::Staff) -> Timetable {
    const MOST_SERVERS: u32 = 100_000;
    let mut shifts = Vec::new();
    match (staff.servers, staff.timetable.is_empty()) {
        (Some(servers), true) => {
            let hours = staff
                .hours
                .as_ref()
                .map_or_else(Hours::always, |hours| check.hours(format_args!("{path}.hours"), hours));
            shifts.push((hours, servers));
        }
        (None, false) => {
            for (index, shift) in staff.timetable.iter().enumerate() {
                shifts
                    .push((check.hours(format_args!("{path}.timetable[{index}].hours"), &shift.hours), shift.servers));
            }
        }
        (servers, _) => {
            let (found, remedy) = if servers.is_some() {
                ("both `servers` and a `timetable`", "keep one of the two")
            } else {
                ("neither `servers` nor a `timetable`", "add one of the two")
            };
            check.wrong(path, found, "either `servers` (with `hours`) or a `timetable`", remedy);
            return Timetable::always(1);
        }
    }
    if !staff.timetable.is_empty() && staff.hours.is_some() {
        check.wrong(
            format_args!("{path}.hours"),
            "hours beside a `timetable`",
            "hours in each shift of the timetable",
            "remove it",
        );
    }
    let timetable = Timetable::from_shifts(&shifts);
    if timetable.most() == 0 || timetable.most() > MOST_SERVERS {
        let found = match timetable.most() {
            0 => "nobody on duty at any time".into(),
            most => format!("{most} agents on duty at a time"),
        };
        check.wrong(
            path,
            found,
            format!("1 to {MOST_SERVERS} agents on duty at some time"),
            "set servers; to close a channel, use `open = false`",
        );
    }
    timetable
}

fn ranks(check: &mut Check, path: &str, staff: &typed::Staff, names: &Names) -> Vec<Vec<u8>> {
    let last = staff.priority.len().min(255) as u8;
    let mut ranks = vec![vec![last; names.channels.len()]; names.journeys.len()];
    let known: Vec<String> = names.channels.iter().chain(&names.journeys).cloned().collect();
    for (rank, named) in staff.priority.iter().enumerate() {
        let Some(index) =
            check.name(format_args!("{path}.priority"), named, "a channel or a journey of this scenario", &known)
        else {
            continue;
        };
        for (journey, row) in ranks.iter_mut().enumerate() {
            for (channel, cell) in row.iter_mut().enumerate() {
                if index == channel || index == names.channels.len() + journey {
                    *cell = (*cell).min(rank.min(255) as u8);
                }
            }
        }
    }
    ranks
}

fn channels(check: &mut Check, typed: &typed::Scenario, names: &Names, open: &[bool]) -> Vec<Channel> {
    typed
        .channel
        .iter()
        .enumerate()
        .map(|(index, (name, channel))| {
            let path = format!("channel.{name}");
            let serving: Vec<usize> = typed
                .staff
                .values()
                .enumerate()
                .filter(|(_, staff)| staff.serves.contains(name))
                .map(|(pool, _)| pool)
                .collect();
            if serving.len() > 1 {
                check.wrong(
                    &path,
                    format_args!("{} staff pools", serving.len()),
                    "at most one pool for a channel",
                    "let one pool serve it",
                );
            }
            let pool = serving.first().copied();
            if pool.is_some() && channel.kind == Kind::SelfService {
                check.wrong(
                    format_args!("{path}.kind"),
                    "self_service",
                    "live, chat or messages, since a staff pool serves it",
                    "set `kind`, or take it out of the pool's `serves`",
                );
            }
            if pool.is_some() && channel.hours.is_some() {
                check.wrong(
                    format_args!("{path}.hours"),
                    channel.hours.as_deref().unwrap_or(""),
                    "no hours of its own, since a staff pool serves it",
                    "set the pool's hours",
                );
            }
            if pool.is_some() && channel.cost_per_minute > 0.0 {
                check.wrong(
                    format_args!("{path}.cost_per_minute"),
                    channel.cost_per_minute,
                    "no cost per minute, since a staff pool is paid by the hour",
                    "set the pool's cost_per_hour",
                );
            }
            let minutes = |check: &mut Check, key: &str, value: f64, most: f64| {
                check.within(format_args!("{path}.{key}"), value, 0.0, most, "minutes")
            };
            let (waiting_weight, patience) = match channel.kind {
                Kind::Messages => (0.0, 1440.0),
                Kind::Chat => (1.5, 3.0),
                Kind::Live | Kind::SelfService => (1.5, 5.0),
            };
            let identify = if channel.kind == Kind::SelfService { 0.0 } else { typed.seam.identify_minutes };
            let slots = channel.slots.unwrap_or(if channel.kind == Kind::Chat { 3 } else { 1 });
            if slots == 0 || slots > 32 || (slots > 1 && channel.kind != Kind::Chat) {
                check.wrong(
                    format_args!("{path}.slots"),
                    slots,
                    "1 to 32 for chat, 1 for other kinds",
                    "correct it, or set `kind = \"chat\"`",
                );
            }
            Channel {
                kind: channel.kind,
                open: channel.open && open[index],
                hours: opening(check, typed, &path, channel, pool),
                pool,
                steps: steps(check, &path, channel, names),
                access_minutes: minutes(check, "access_minutes", channel.access_minutes, 1e6),
                handling_weight: check.within(
                    format_args!("{path}.handling_weight"),
                    channel.handling_weight,
                    0.0,
                    1000.0,
                    "",
                ),
                waiting_weight: check.within(
                    format_args!("{path}.waiting_weight"),
                    channel.waiting_weight.unwrap_or(waiting_weight),
                    0.0,
                    1000.0,
                    "",
                ),
                identify_minutes: minutes(check, "identify_minutes", channel.identify_minutes.unwrap_or(identify), 1e6),
                after_contact_minutes: minutes(check, "after_contact_minutes", channel.after_contact_minutes, 1e6),
                patience_minutes: minutes(
                    check,
                    "patience_minutes",
                    channel.patience_minutes.unwrap_or(patience),
                    FOREVER,
                ),
                slots,
                slowdown: check.within(
                    format_args!("{path}.slowdown"),
                    channel.slowdown.unwrap_or(0.3),
                    0.0,
                    100.0,
                    "",
                ),
                transfer: check.probability(format_args!("{path}.transfer"), channel.transfer),
                accepts_transfers: channel.accepts_transfers.unwrap_or(channel.kind != Kind::SelfService),
                taste_sd: check.within(
                    format_args!("{path}.taste_sd"),
                    channel.taste_sd.unwrap_or(typed.choice.taste_sd),
                    0.0,
                    10.0,
                    "logit",
                ),
                cost_per_minute: check.euros(format_args!("{path}.cost_per_minute"), channel.cost_per_minute),
                cost_per_contact: check.euros(format_args!("{path}.cost_per_contact"), channel.cost_per_contact),
            }
        })
        .collect()
}

fn opening(
    check: &mut Check,
    typed: &typed::Scenario,
    path: &str,
    channel: &typed::Channel,
    pool: Option<usize>,
) -> Timetable {
    let staff = pool.and_then(|pool| typed.staff.get_index(pool));
    match (staff, channel.kind, &channel.hours) {
        (_, Kind::Messages, None) | (None, _, None) => Timetable::always(1),
        (Some((name, staff)), ..) => staff_timetable(check, &format!("staff.{name}"), staff),
        (None, _, Some(hours)) => Timetable::from_shifts(&[(check.hours(format_args!("{path}.hours"), hours), 1)]),
    }
}

fn steps(check: &mut Check, path: &str, channel: &typed::Channel, names: &Names) -> Vec<Option<Step>> {
    let mut steps = vec![None; names.steps.len()];
    for (name, step) in &channel.step {
        let path = format!("{path}.step.{name}");
        let Some(index) = check.name(&path, name, "a step of some journey", &names.steps) else { continue };
        steps[index] = Some(Step {
            leave: check.probability(format_args!("{path}.leave"), step.leave),
            success: check.probability(format_args!("{path}.success"), step.success),
            minutes: check.law(&format!("{path}.minutes"), step.minutes, 1e6, "minutes"),
            fit: check.logit(format_args!("{path}.fit"), step.fit),
        });
    }
    steps
}

fn segments(check: &mut Check, typed: &typed::Scenario, names: &Names) -> Vec<Segment> {
    let total: f64 = typed.segment.values().map(|segment| segment.share).sum();
    if (total - 1.0).abs() > 1e-6 && !typed.segment.is_empty() {
        check.wrong(
            "segment",
            format_args!("shares that add up to {total}"),
            "shares that add up to 1",
            "correct the `share` of the segments",
        );
    }
    typed
        .segment
        .iter()
        .map(|(name, segment)| {
            let path = format!("segment.{name}");
            let reach = check.per_channel(&format!("{path}.reach"), &segment.reach, &names.channels);
            for (channel, reach) in names.channels.iter().zip(&reach) {
                if let Some(reach) = reach {
                    check_reach(check, &format!("{path}.reach.{channel}"), *reach);
                }
            }
            let taste = check.per_channel(&format!("{path}.taste"), &segment.taste, &names.channels);
            for (channel, taste) in &segment.taste {
                check.logit(format_args!("{path}.taste.{channel}"), *taste);
            }
            let mut needs = vec![None; names.journeys.len()];
            for (journey, need) in &segment.needs {
                let path = format!("{path}.needs.{journey}");
                if let Some(index) = check.name(&path, journey, "a journey of this scenario", &names.journeys) {
                    needs[index] = check_needs(check, &path, *need);
                }
            }
            let loss = segment.loss.unwrap_or(Propensity { a: typed.loss.a, b: typed.loss.b });
            for (key, value) in [("a", loss.a), ("b", loss.b)] {
                let path = if segment.loss.is_some() { format!("{path}.loss.{key}") } else { format!("loss.{key}") };
                check.within(path, value, 0.0, 1e9, "");
            }
            if loss.a == 0.0 && loss.b == 0.0 {
                check.wrong(
                    format_args!("{path}.loss"),
                    "a = 0 and b = 0",
                    "at least one above 0",
                    "a = 0, b = 1: nobody is lost",
                );
            }
            Segment {
                share: check.probability(format_args!("{path}.share"), segment.share).get(),
                reach: reach.into_iter().map(|reach| reach.unwrap_or(Reach::Constant(1.0))).collect(),
                taste: taste.into_iter().map(Option::unwrap_or_default).collect(),
                needs,
                tolerance: check.law(
                    &format!("{path}.tolerance_minutes"),
                    segment.tolerance_minutes,
                    FOREVER,
                    "minutes",
                ),
                loss,
                value_factor: check.within(format_args!("{path}.value_factor"), segment.value_factor, 0.0, 1e6, ""),
            }
        })
        .collect()
}

fn check_reach(check: &mut Check, path: &str, reach: Reach) {
    match reach {
        Reach::Constant(share) => {
            check.probability(path, share);
        }
        Reach::Ramp(ramp) => {
            check.probability(format_args!("{path}.from"), ramp.from);
            check.probability(format_args!("{path}.to"), ramp.to);
            check.within(format_args!("{path}.days"), ramp.days, 1e-6, LONGEST_HORIZON, "days");
            check.within(format_args!("{path}.start_day"), ramp.start_day, 0.0, LONGEST_HORIZON, "days");
        }
        Reach::Bass(bass) => {
            check.probability(format_args!("{path}.to"), bass.to);
            check.within(format_args!("{path}.p"), bass.p, 1e-9, 1e3, "per year");
            check.within(format_args!("{path}.q"), bass.q, 0.0, 1e3, "per year");
        }
    }
}

fn check_needs(check: &mut Check, path: &str, needs: Needs) -> Option<Needs> {
    match (needs.per_year, needs.every_days) {
        (Some(rate), None) => {
            check.within(format_args!("{path}.per_year"), rate, 0.0, 1e6, "per year");
            let cv = needs.cv.unwrap_or(0.0);
            if cv != 0.0 && !(LEAST_CV..=10.0).contains(&cv) {
                let range = format!("0, or a number from {LEAST_CV} to 10");
                check.wrong(format_args!("{path}.cv"), plain(cv), range, "write 0 if all customers are alike");
            }
            (rate > 0.0).then_some(needs)
        }
        (None, Some(days)) => {
            check.within(format_args!("{path}.every_days"), days, 0.01, LONGEST_HORIZON, "days");
            if needs.cv.is_some() {
                check.wrong(
                    format_args!("{path}.cv"),
                    "a cv",
                    "no cv for needs that come every so many days",
                    "remove it, or use per_year",
                );
            }
            Some(needs)
        }
        (rate, _) => {
            check.wrong(
                path,
                if rate.is_some() { "both per_year and every_days" } else { "neither per_year nor every_days" },
                "one of the two",
                "write `{ per_year = 6, cv = 1.0 }` or `{ every_days = 30 }`",
            );
            None
        }
    }
}

fn journeys(check: &mut Check, typed: &typed::Scenario, names: &Names, levels: &Levels) -> Vec<Journey> {
    typed
        .journey
        .iter()
        .map(|(name, journey)| {
            let path = format!("journey.{name}");
            if journey.steps.is_empty() || journey.steps.len() > MOST_STEPS {
                check.wrong(
                    format_args!("{path}.steps"),
                    format_args!("{} steps", journey.steps.len()),
                    format!("1 to {MOST_STEPS} steps"),
                    "list the steps in order",
                );
            }
            let new = "a step that some journey has without the strategy";
            let known = |step: &String| check.name(format_args!("{path}.steps"), step, new, &names.steps);
            let steps: Vec<usize> = journey.steps.iter().filter_map(known).collect();
            if (1..steps.len()).any(|at| steps[..at].contains(&steps[at])) {
                check.wrong(
                    format_args!("{path}.steps"),
                    format_args!("{:?}", journey.steps),
                    "each step once",
                    "name steps that differ differently",
                );
            }
            let days = |check: &mut Check, key: &str, value: f64| {
                check.within(format_args!("{path}.{key}"), value, 0.0, LONGEST_HORIZON, "days")
            };
            if let Some(value) = journey.value {
                check.law(&format!("{path}.value"), value, 1e9, "EUR");
            }
            if journey.contact_limit == 0 || journey.contact_limit > MOST_CONTACTS {
                check.wrong(
                    format_args!("{path}.contact_limit"),
                    journey.contact_limit,
                    format!("1 to {MOST_CONTACTS} contacts"),
                    "100 is plenty",
                );
            }
            for (channel, taste) in &journey.taste {
                check.logit(format_args!("{path}.taste.{channel}"), *taste);
            }
            check.weights(&format!("{path}.by_hour"), &journey.by_hour, &[24]);
            check.weights(&format!("{path}.by_weekday"), &journey.by_weekday, &[7]);
            check.weights(&format!("{path}.by_season"), &journey.by_season, &[4, 13, 52]);
            let purchase = journey.value.is_some();
            Journey {
                lost_context: lost_context(check, &path, typed, journey),
                steps,
                occasion: journey.occasion,
                value: journey.value,
                margin: check.probability(format_args!("{path}.margin"), journey.margin),
                pause_days: days(check, "pause_days", journey.pause_days.unwrap_or(if purchase { 1.5 } else { 0.5 })),
                give_up_days: days(check, "give_up_days", journey.give_up_days),
                contact_limit: journey.contact_limit,
                reference_minutes: check.within(
                    format_args!("{path}.reference_minutes"),
                    journey.reference_minutes.unwrap_or(if purchase { 20.0 } else { 9.0 }),
                    1e-6,
                    1e6,
                    "minutes",
                ),
                retry: check.probability(format_args!("{path}.retry"), journey.retry),
                taste: check.per_channel(&format!("{path}.taste"), &journey.taste, &names.channels),
                rhythm: Rhythm {
                    by_hour: journey.by_hour.clone(),
                    by_weekday: journey.by_weekday.clone(),
                    by_season: journey.by_season.clone(),
                },
                follows: follows(check, &path, typed, name, names),
                seams: seams(check, &path, typed, journey, levels),
            }
        })
        .collect()
}

fn lost_context(check: &mut Check, path: &str, typed: &typed::Scenario, journey: &typed::Journey) -> LostContext {
    if let (Some(restart), Some(minutes)) = (&journey.restart, journey.rebuild_minutes) {
        check.wrong(
            format_args!("{path}.rebuild_minutes"),
            format_args!("{minutes}, beside restart = \"{restart}\""),
            "either `restart` or `rebuild_minutes`",
            "keep the one that describes what lost context costs here",
        );
    }
    if let Some(restart) = &journey.restart {
        return LostContext::Restart(
            check.name(format_args!("{path}.restart"), restart, "a step of this journey", &journey.steps).unwrap_or(0),
        );
    }
    let minutes = journey.rebuild_minutes.unwrap_or(typed.seam.rebuild_minutes);
    let path = if journey.rebuild_minutes.is_some() {
        format!("{path}.rebuild_minutes")
    } else {
        "seam.rebuild_minutes".into()
    };
    LostContext::Rebuild(check.within(path, minutes, 0.0, 1e6, "minutes"))
}

fn follows(check: &mut Check, path: &str, typed: &typed::Scenario, name: &str, names: &Names) -> Vec<Follows> {
    if leads_back(typed, name, name, &mut BTreeSet::new()) {
        check.wrong(
            format_args!("{path}.follows"),
            "a journey that follows from itself",
            "no circle of journeys",
            "take one out of the circle, or make it a journey of its own",
        );
        return Vec::new();
    }
    let mut list = Vec::new();
    for (index, follows) in typed.journey[name].follows.iter().enumerate() {
        let path = format!("{path}.follows[{index}]");
        let journey =
            check.name(format_args!("{path}.journey"), &follows.journey, "a journey of this scenario", &names.journeys);
        let channel = follows.channel.as_ref().map(|channel| {
            check.name(format_args!("{path}.channel"), channel, A_CHANNEL, &names.channels).unwrap_or(0)
        });
        let probability = check.probability(format_args!("{path}.probability"), follows.probability);
        let after_days =
            check.within(format_args!("{path}.after_days"), follows.after_days, 0.0, LONGEST_HORIZON, "days");
        list.extend(journey.map(|journey| Follows {
            journey,
            ending: follows.ending,
            channel,
            probability,
            after_days,
        }));
    }
    list
}

fn leads_back<'a>(typed: &'a typed::Scenario, from: &str, target: &str, seen: &mut BTreeSet<&'a str>) -> bool {
    typed.journey.get(from).is_some_and(|journey| {
        journey.follows.iter().any(|follows| {
            let before = follows.journey.as_str();
            before == target || seen.insert(before) && leads_back(typed, before, target, seen)
        })
    })
}

/// Every chain of journeys that can follow from each other is told apart; of these there may not be too many.
fn few_enough_causes(check: &mut Check, typed: &typed::Scenario) {
    let mut causes: BTreeMap<&str, u64> = BTreeMap::new();
    let known =
        |causes: &BTreeMap<&str, u64>, name: &str| causes.contains_key(name) || !typed.journey.contains_key(name);
    while let Some((name, journey)) = typed.journey.iter().find(|(name, journey)| {
        !causes.contains_key(name.as_str()) && journey.follows.iter().all(|follows| known(&causes, &follows.journey))
    }) {
        let before = journey.follows.iter().filter_map(|follows| causes.get(follows.journey.as_str()));
        let own = before.fold(1_u64, |sum, chains| sum.saturating_add(*chains));
        causes.insert(name, own);
    }
    let all = causes.values().fold(0_u64, |sum, own| sum.saturating_add(*own));
    if all > MOST_CAUSES {
        check.wrong(
            "journey",
            format_args!("{all} ways in which journeys come about"),
            format!("at most {MOST_CAUSES}, one for each journey and each chain of journeys that follow"),
            "shorten the chains of `follows`, or merge journeys that are alike",
        );
    }
}

fn seams(
    check: &mut Check,
    path: &str,
    typed: &typed::Scenario,
    journey: &typed::Journey,
    levels: &Levels,
) -> Vec<Vec<Seam>> {
    let capability = &typed.capability;
    let restarts = journey.restart.is_some();
    let own = |check: &mut Check, key: &str, own: Option<Ends>, basket: Ends, case: Ends| match own {
        Some(ends) => (checked(check, &format!("{path}.{key}"), ends), format!("{path}.{key}")),
        None if restarts => (basket, format!("{path}.{key}")),
        None => (case, format!("capability.continuity.{key}")),
    };
    let between = own(
        check,
        "context_kept",
        journey.context_kept,
        Ends { siloed: 0.55, integrated: 0.90 },
        capability.continuity.context_kept,
    );
    let within = own(
        check,
        "context_kept_within",
        journey.context_kept_within,
        Ends { siloed: 0.95, integrated: 0.98 },
        capability.continuity.context_kept_within,
    );
    let count = typed.channel.len();
    (0..=count)
        .map(|before| {
            (0..count)
                .map(|channel| {
                    let seam = (before < count).then_some((before, channel));
                    let (kept, kept_path) = if before == channel { &within } else { &between };
                    Seam {
                        recognised: levels.at(
                            check,
                            "capability.identity.recognised",
                            0,
                            capability.identity.recognised,
                            seam,
                        ),
                        context_kept: levels.at(check, kept_path, 1, *kept, seam),
                        consistent: levels.at(
                            check,
                            "capability.consistency.consistent",
                            2,
                            capability.consistency.consistent,
                            seam,
                        ),
                        warm: levels.at(check, "capability.routing.warm", 3, capability.routing.warm, seam),
                    }
                })
                .collect()
        })
        .collect()
}

fn checked(check: &mut Check, path: &str, ends: Ends) -> Ends {
    check.probability(format_args!("{path}.siloed"), ends.siloed);
    check.probability(format_args!("{path}.integrated"), ends.integrated);
    ends
}

fn choice(check: &mut Check, typed: &typed::Scenario, names: &Names) -> Choice {
    let count = names.channels.len();
    let mut synergy = vec![vec![0.0; count]; count];
    for (key, pull) in &typed.choice.synergy {
        if let Some((before, channel)) = check.seam("choice.synergy", key, &names.channels) {
            synergy[before][channel] = check.logit(format_args!("choice.synergy.{key}"), *pull);
        }
    }
    Choice {
        habit: check.logit("choice.habit", typed.choice.habit),
        wait_aversion: check.within(
            "choice.wait_aversion",
            typed.choice.wait_aversion,
            0.0,
            1000.0,
            "logit per minute",
        ),
        synergy,
        outside: typed.choice.outside.map(|outside| check.logit("choice.outside", outside)),
    }
}

fn conflict_and_experience(check: &mut Check, typed: &typed::Scenario) {
    let conflict = &typed.conflict;
    check.logit("conflict.better_success", conflict.better_success);
    check.logit("conflict.worse_leave", conflict.worse_leave);
    check.probability("conflict.better_discount", conflict.better_discount);
    check.probability("conflict.better_experience", conflict.better_experience);
    check.probability("conflict.worse_experience", conflict.worse_experience);
    let experience = &typed.experience;
    for (key, value) in [
        ("start", experience.start),
        ("rise", experience.rise),
        ("fall", experience.fall),
        ("failed_contact", experience.failed_contact),
        ("excess_effort", experience.excess_effort),
        ("transfer", experience.transfer),
        ("given_up", experience.given_up),
        ("recovery", experience.recovery),
    ] {
        check.probability(format_args!("experience.{key}"), value);
    }
    check.within("experience.excess_effort_cap", experience.excess_effort_cap, 0.0, f64::MAX, "");
    let loss = &typed.loss;
    check.within("loss.satisfaction", loss.satisfaction, 0.0, 1000.0, "logit");
    check.within("loss.stated_to_actual", loss.stated_to_actual, 0.0, 10.0, "");
    check.logit("loss.late", loss.late);
    check.logit("loss.given_up", loss.given_up);
}

/// A journey whose next step no channel offers could only ever be given up; that is a mistake in the scenario.
fn every_need_can_be_met(
    check: &mut Check,
    journeys: &[Journey],
    channels: &[Channel],
    segments: &[Segment],
    names: &Names,
) {
    for (journey, name) in journeys.iter().zip(&names.journeys) {
        let offered = |step: usize| channels.iter().any(|channel| channel.steps[step].is_some());
        let missing: Vec<&str> =
            journey.steps.iter().filter(|&&step| !offered(step)).map(|&step| names.steps[step].as_str()).collect();
        if let [first, ..] = missing[..] {
            check.wrong(
                format_args!("journey.{name}.steps"),
                format_args!("`{}`, which no channel offers", missing.join("`, `")),
                "steps that some channel offers",
                format!("add [channel.NAME.step.{first}]"),
            );
        }
    }
    if !check.problems.is_empty() {
        return;
    }
    let arises = |journey: usize| {
        segments.iter().any(|segment| segment.needs[journey].is_some()) || !journeys[journey].follows.is_empty()
    };
    for (index, name) in names.journeys.iter().enumerate() {
        if !arises(index) {
            check.wrong(
                format_args!("journey.{name}"),
                "a journey that nobody ever needs",
                "needs in a segment, or `follows`",
                format!("add needs.{name} to a segment"),
            );
        }
    }
}

/// A strategy's levels, with overrides for single seams.
struct Levels {
    levels: [f64; 4],
    seams: Vec<(usize, (usize, usize), f64)>,
}

impl Levels {
    fn read(check: &mut Check, strategy: &typed::Strategy, at: usize, names: &Names) -> Self {
        let known: Vec<String> = CAPABILITIES.iter().map(ToString::to_string).collect();
        let mut levels = [0.0; 4];
        for (name, level) in &strategy.levels {
            let path = format!("strategy[{at}].levels.{name}");
            if let Some(capability) = check.name(&path, name, A_CAPABILITY, &known) {
                levels[capability] = check.probability(&path, *level).get();
            }
        }
        let mut seams = Vec::new();
        for (name, overrides) in &strategy.seam_levels {
            let path = format!("strategy[{at}].seam_levels.{name}");
            let Some(capability) = check.name(&path, name, A_CAPABILITY, &known) else { continue };
            for (key, level) in overrides {
                let level = check.probability(format_args!("{path}.{key}"), *level).get();
                seams.extend(check.seam(&path, key, &names.channels).map(|seam| (capability, seam, level)));
            }
        }
        Self { levels, seams }
    }

    /// The value of an owned parameter at this strategy's level: exactly `integrated` at level 1.
    fn at(
        &self,
        check: &mut Check,
        path: &str,
        capability: usize,
        ends: Ends,
        seam: Option<(usize, usize)>,
    ) -> Probability {
        let ends = checked(check, path, ends);
        let own = self.seams.iter().find(|(owner, at, _)| *owner == capability && Some(*at) == seam);
        let level = own.map_or(self.levels[capability], |(.., level)| *level);
        Probability::new(at_level(ends, level)).unwrap_or_default()
    }

    fn cost(&self, check: &mut Check, typed: &typed::Scenario) -> Cost {
        let capability = &typed.capability;
        let costs = [
            capability.identity.cost,
            capability.continuity.cost,
            capability.consistency.cost,
            capability.routing.cost,
        ];
        let mut total = Cost::default();
        for ((cost, level), name) in costs.into_iter().zip(self.levels).zip(CAPABILITIES) {
            for (key, value) in [("once", cost.once), ("per_year", cost.per_year), ("per_contact", cost.per_contact)] {
                check.euros(format_args!("capability.{name}.cost.{key}"), value);
            }
            total.once += level * cost.once;
            total.per_year += level * cost.per_year;
            total.per_contact += level * cost.per_contact;
        }
        total
    }
}

fn at_level(ends: Ends, level: f64) -> f64 {
    if level >= 1.0 { ends.integrated } else { ends.siloed + level * (ends.integrated - ends.siloed) }
}

/// Whether a law never varies.
pub fn is_fixed(law: &Law) -> bool {
    law.law == Shape::Fixed || law.mean == 0.0 || (law.law == Shape::Lognormal && law.cv == 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_of_one_is_exactly_the_integrated_value() {
        let ends = Ends { siloed: 0.1, integrated: 0.3 };
        assert_eq!(at_level(ends, 1.0).to_bits(), 0.3_f64.to_bits());
        assert_eq!(at_level(ends, 0.0).to_bits(), 0.1_f64.to_bits());
        assert!((at_level(ends, 0.5) - 0.2).abs() < 1e-15);
    }
}
