//! The course of a market: what holds from which day on, where the market changes or a strategy takes effect by and by.

use super::check::{self, Check, LEAST_CV};
use super::filled::filled;
use super::fits::hold_where_set;
use super::meant::{Campaign, Course, Ending, Journey, Later, Market, Names};
use super::path::Path;
use super::settings::{Laid, laid_over, of_change, of_strategy};
use super::tree::{Node, plain};
use super::{as_typed, rules, typed};
use serde::Deserialize;
use std::collections::BTreeSet;
use toml::Value;

/// Most days on which a strategy's market becomes another.
const MOST_DAYS: usize = 1_000;

/// What a file declares, as far as the course of its markets hangs on it.
#[derive(Clone, Copy)]
pub struct Declared<'a> {
    /// The values.
    pub tree: &'a Node,
    /// The same as typed.
    pub typed: &'a typed::Scenario,
    /// Their names.
    pub names: &'a Names,
}

/// How far a strategy has taken effect on a day.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Effect {
    /// It is what the baseline is.
    None,
    /// What can be divided has taken effect by this share.
    Part(f64),
    /// All has.
    Full,
}

impl Effect {
    fn on(strategy: &typed::Strategy, day: u32) -> Self {
        let Some(from) = strategy.from_day else { return Self::Full };
        let full = strategy.full_day.unwrap_or(from);
        match day {
            day if day < from => Self::None,
            day if day >= full => Self::Full,
            // As in the middle of the day, so that the days add up to a straight line.
            day => Self::Part((f64::from(day - from) + 0.5) / f64::from(full - from)),
        }
    }
}

/// The course of the market under the strategy at a position; without changes that end, where these are not wanted.
///
/// # Errors
/// What is wrong on any day.
pub fn course(declared: Declared, at: usize, with_changes_that_end: bool) -> Result<Course, Check> {
    let is_there = |change: &typed::Change| with_changes_that_end || change.until_day.is_none();
    let days = days(declared.typed, &declared.typed.strategy[at], is_there);
    check_days(declared, at, days.len())?;
    let market = market_on(declared, at, 0, is_there)?;
    if let Some(full) = declared.typed.strategy[at].full_day {
        // What cannot change is told before what would be on the way there.
        can_follow(declared, at, &market, &market_on(declared, at, full, is_there)?)?;
    }
    let mut course = Course { market, later: Vec::new() };
    for day in days {
        let market = market_on(declared, at, day, is_there)?;
        let before = course.later.last().map_or(&course.market, |later| &later.market);
        if market != *before {
            can_follow(declared, at, &course.market, &market)?;
            can_end(declared, at, &market, day)?;
            course.later.push(Later { day, market });
        }
    }
    Ok(course)
}

/// The days after the first on which something may change before the horizon.
fn days(
    typed: &typed::Scenario,
    strategy: &typed::Strategy,
    is_there: impl Fn(&typed::Change) -> bool,
) -> BTreeSet<u32> {
    let changes = typed.change.iter().filter(|change| is_there(change));
    let ends = changes.flat_map(|change| [Some(change.day), change.until_day]).flatten();
    let full = strategy.full_day.or(strategy.from_day);
    let steps = strategy.from_day.zip(full).into_iter().flat_map(|(from, full)| from..=full);
    let is_within = |day: &u32| *day > 0 && f64::from(*day) < typed.run.horizon_days;
    ends.chain(steps).filter(is_within).collect()
}

fn check_days(declared: Declared, at: usize, days: usize) -> Result<(), Check> {
    let mut check = Check::default();
    for (number, change) in declared.typed.change.iter().enumerate() {
        if change.until_day.is_some_and(|until| until <= change.day) {
            let path = Path::of(["change"]).index(number).key("until_day");
            let expected = format!("a day after day = {}", change.day);
            check.wrong(path, change.until_day.unwrap_or(0), expected, "name the first day on which all is as before");
        }
    }
    let strategy = &declared.typed.strategy[at];
    let path = Path::of(["strategy"]).index(at);
    match (strategy.from_day, strategy.full_day) {
        (None, Some(full)) => {
            check.wrong(path.key("full_day"), full, "a from_day beside it", "say from which day it takes effect");
        }
        (Some(from), Some(full)) if full < from => {
            let remedy = format!(
                "if {full} is how long it takes, write full_day = {}; else exchange the two",
                from.saturating_add(full)
            );
            check.wrong(path.key("full_day"), full, format!("from_day = {from} or later"), remedy);
        }
        (Some(from), _) if strategy.baseline => {
            let remedy = "leave it out; what changes for all is a [[change]]";
            check.wrong(path.key("from_day"), from, "no from_day of the baseline", remedy);
        }
        _ if days > MOST_DAYS => {
            let found = format!("{days} days on which the market becomes another");
            check.wrong(path.key("full_day"), found, format!("at most {MOST_DAYS}"), "bring it nearer to from_day");
        }
        _ => {}
    }
    check.or(())
}

/// The market of a day.
fn market_on(
    declared: Declared,
    at: usize,
    day: u32,
    is_there: impl Fn(&typed::Change) -> bool,
) -> Result<Market, Check> {
    let Declared { tree, typed, names } = declared;
    let changes: Vec<Laid> = (typed.change.iter().enumerate())
        .filter(|(_, change)| is_there(change) && change.holds_on(day))
        .flat_map(|(number, _)| of_change(tree, number))
        .collect();
    let under = |strategy: usize| typed_with(tree, &[changes.clone(), of_strategy(tree, strategy)].concat());
    let baseline = typed.strategy.iter().position(|strategy| strategy.baseline).unwrap_or(at);
    let (market, strategy) = match Effect::on(&typed.strategy[at], day) {
        Effect::None => (under(baseline)?, typed.strategy[baseline].clone()),
        Effect::Full => (under(at)?, typed.strategy[at].clone()),
        Effect::Part(share) => (
            between(&under(baseline)?, &under(at)?, share),
            strategy_between(&typed.strategy[baseline], &typed.strategy[at], share),
        ),
    };
    let mut check = Check::default();
    check::names(&mut check, &market);
    let market = check::market(&mut check, &market, names, &strategy, at);
    check.or(market)
}

/// The scenario with settings laid over it.
fn typed_with(tree: &Node, laid: &[Laid]) -> Result<typed::Scenario, Check> {
    let mut check = Check::default();
    let tree = laid_over(tree, laid).map_err(Check::of)?;
    hold_where_set(&mut check, rules::scenario(), &tree, laid.iter().map(|one| &one.path));
    let mut typed = as_typed(&check.or(tree)?);
    typed.sort_tables();
    Ok(typed)
}

/// A scenario between two, by a share: of numbers that can be divided; all else is as in the first.
fn between(one: &typed::Scenario, other: &typed::Scenario, share: f64) -> typed::Scenario {
    let value = |typed| Value::try_from(filled(typed)).expect("a typed scenario can be written as TOML");
    let (mut first, mut second) = (filled(one), other.clone());
    name_what_is_none(&mut first, other);
    take_words(&mut second, one);
    [&mut first, &mut second].into_iter().for_each(name_how_needs_differ);
    let between = value_between(value(&first), &value(&second), share);
    typed::Scenario::deserialize(between).expect("a scenario between two is one")
}

/// The words on which defaults hang are those of the first, so that no default of the second's words is on the way.
fn take_words(second: &mut typed::Scenario, first: &typed::Scenario) {
    second.seam.basket_merge = first.seam.basket_merge;
    for (channel, first) in second.channel.iter_mut().filter_map(|(name, one)| Some((one, first.channel.get(name)?))) {
        channel.kind = first.kind;
    }
    for (journey, first) in second.journey.iter_mut().filter_map(|(name, one)| Some((one, first.journey.get(name)?))) {
        journey.restart.clone_from(&first.restart);
    }
}

/// What only the second names, and is none, or as in general, where nobody does.
fn name_what_is_none(first: &mut typed::Scenario, second: &typed::Scenario) {
    for (name, channel) in &mut first.channel {
        for (step, one) in &mut channel.step {
            let other = second.channel.get(name).and_then(|channel| channel.step.get(step));
            if other.is_some_and(|other| other.personalisation.is_some()) {
                one.personalisation.get_or_insert(first.personalisation.beta);
            }
        }
    }
    for passage in second.choice.synergy.keys() {
        first.choice.synergy.entry(passage.clone()).or_insert(0.0);
    }
    for (journey, second) in first.journey.iter_mut().filter_map(|(name, one)| Some((one, second.journey.get(name)?))) {
        for channel in second.twin.keys() {
            journey.twin.entry(channel.clone()).or_insert(0.0);
        }
        if let Some((refunds, second)) = journey.refunds.as_mut().zip(second.refunds.as_ref()) {
            for channel in second.exchanged.keys() {
                refunds.exchanged.entry(channel.clone()).or_insert(0.0);
            }
        }
    }
}

/// How much needs at random differ between customers, where that is not named: not at all.
fn name_how_needs_differ(typed: &mut typed::Scenario) {
    let needs = typed.segment.values_mut().flat_map(|segment| segment.needs.values_mut());
    needs.filter(|needs| needs.per_year.is_some()).for_each(|needs| {
        needs.cv.get_or_insert(0.0);
    });
}

fn value_between(one: Value, other: &Value, share: f64) -> Value {
    match (one, other) {
        (Value::Float(one), Value::Float(other)) if one.is_finite() && other.is_finite() => {
            Value::Float(one + share * (other - one))
        }
        (Value::Table(table), Value::Table(others)) => {
            let at_random = table.contains_key("per_year");
            let member = |(key, value): (String, Value)| {
                let value = match others.get(&key) {
                    Some(other) => value_between(value, other, share),
                    None => value,
                };
                let value = if key.ends_with("_cv") || key == "cv" && at_random { or_none(value) } else { value };
                (key, value)
            };
            Value::Table(table.into_iter().map(member).collect())
        }
        (one, _) => one,
    }
}

/// A coefficient of variation on its way from or to 0, where it is too small for a law, is 0.
fn or_none(cv: Value) -> Value {
    match cv {
        Value::Float(cv) if cv < LEAST_CV => Value::Float(0.0),
        cv => cv,
    }
}

/// The levels of a strategy that is between two, and what is open under the first.
fn strategy_between(one: &typed::Strategy, other: &typed::Strategy, share: f64) -> typed::Strategy {
    let level = |strategy: &typed::Strategy, name: &str| strategy.levels.get(name).copied().unwrap_or(0.0);
    let names: BTreeSet<&String> = one.levels.keys().chain(other.levels.keys()).collect();
    let between = |name: &str| {
        let (from, to) = (level(one, name), level(other, name));
        from + share * (to - from)
    };
    let mut strategy =
        typed::Strategy { name: other.name.clone(), channels: one.channels.clone(), ..Default::default() };
    strategy.levels = names.into_iter().map(|name| (name.clone(), between(name))).collect();
    let of_seam = |strategy: &typed::Strategy, name: &str, seam: &str| {
        strategy.seam_levels.get(name).and_then(|seams| seams.get(seam)).copied().unwrap_or(level(strategy, name))
    };
    for (name, seam) in one
        .seam_levels
        .iter()
        .chain(&other.seam_levels)
        .flat_map(|(name, seams)| seams.keys().map(move |seam| (name, seam)))
    {
        let (from, to) = (of_seam(one, name, seam), of_seam(other, name, seam));
        strategy.seam_levels.entry(name.clone()).or_default().insert(seam.clone(), from + share * (to - from));
    }
    strategy
}

/// Whether one market can become another in the course of a run: what customers, channels and staff are made of stays.
fn can_follow(declared: Declared, at: usize, first: &Market, later: &Market) -> Result<(), Check> {
    let Some(what) = what_cannot_change(first, later) else { return Ok(()) };
    let takes_effect = declared.typed.strategy[at].from_day.is_some();
    let whole = if takes_effect { Path::of(["strategy"]).index(at).key("from_day") } else { Path::of(["change"]) };
    let remedy = if takes_effect {
        "leave from_day out: then all holds from the start"
    } else {
        "leave it out of the change, and set it for the whole run"
    };
    let found = format!("{what}, changed during the run");
    let mut check = Check::default();
    check.wrong(
        culprit(declared, at, |plain, it| what_cannot_change(plain, it) == Some(what)).unwrap_or(whole),
        found,
        "what can change while customers are on their way",
        remedy,
    );
    check.or(())
}

/// Whether journeys that begin after the warm-up can still end before the horizon by the rules of a later day.
fn can_end(declared: Declared, at: usize, market: &Market, day: u32) -> Result<(), Check> {
    let run = &declared.typed.run;
    let most = run.horizon_days - run.warm_up_days;
    let mut check = Check::default();
    if longest_days(market) >= most {
        let spoils = |_: &Market, it: &Market| longest_days(it) >= most;
        check.wrong(
            culprit(declared, at, spoils).unwrap_or_else(|| Path::of(["change"])),
            format!("journeys of up to {} days from day {day} on", plain(longest_days(market))),
            format!("less than horizon_days - warm_up_days = {}", plain(most)),
            "set it lower, or lengthen the horizon: only journeys that can end are counted",
        );
    }
    check.or(())
}

fn longest_days(market: &Market) -> f64 {
    market.journeys.iter().map(|journey| journey.typed.longest_days()).fold(0.0, f64::max)
}

/// The first setting of a change, or of the strategy, that alone makes of a market what it cannot become.
fn culprit(declared: Declared, at: usize, spoils: impl Fn(&Market, &Market) -> bool) -> Option<Path> {
    let Declared { tree, typed, names } = declared;
    let market = |laid: &[Laid]| {
        let (mut check, typed) = (Check::default(), typed_with(tree, laid).ok()?);
        Some(check::market(&mut check, &typed, names, &typed::Strategy::default(), at))
    };
    let plain = market(&[])?;
    let changes = (0..typed.change.len()).flat_map(|number| of_change(tree, number));
    let is_it = |one: &Laid| market(std::slice::from_ref(one)).is_some_and(|it| spoils(&plain, &it));
    changes.chain(of_strategy(tree, at)).find(is_it).map(|one| one.path)
}

/// The first thing that differs, and must not.
fn what_cannot_change(first: &Market, later: &Market) -> Option<&'static str> {
    let differs = |is: &dyn Fn(&Market, &Market) -> bool| !is(first, later);
    let (channels, segments) = (&first.channels, &first.segments);
    let checks: [(&'static str, bool); 11] = [
        (
            "the stock pool that a channel sells from",
            channels.iter().zip(&later.channels).any(|(a, b)| a.stock != b.stock),
        ),
        (
            "what a stock pool has beside its order_up_to",
            (first.stocks.iter().zip(&later.stocks))
                .any(|(a, b)| *a != typed::Stock { order_up_to: a.order_up_to, ..b.clone() }),
        ),
        ("where customers see the goods", first.showroom.channels != later.showroom.channels),
        ("the shares of segments", segments.iter().zip(&later.segments).any(|(a, b)| a.share != b.share)),
        (
            "those who join, other than how many and at which cost",
            segments.iter().zip(&later.segments).any(|(a, b)| {
                a.joins
                    .as_ref()
                    .zip(b.joins.as_ref())
                    .is_some_and(|(a, b)| (&a.by_week, a.first) != (&b.by_week, b.first))
            }),
        ),
        (
            "a journey type's steps or takes_at, or whether it has a value or refunds",
            differs(&|a, b| {
                a.journeys.iter().zip(&b.journeys).all(|(a, b)| {
                    (&a.steps, a.takes_at, a.typed.value.is_some(), a.refunds.is_some())
                        == (&b.steps, b.takes_at, b.typed.value.is_some(), b.refunds.is_some())
                })
            }),
        ),
        (
            "what a journey type follows, other than how often and when",
            differs(&|a, b| a.journeys.iter().map(links).eq(b.journeys.iter().map(links))),
        ),
        (
            "a campaign's channel, begins, first_day or until_response, or whether it sends in waves",
            differs(&|a, b| a.campaigns.iter().map(what_a_campaign_is).eq(b.campaigns.iter().map(what_a_campaign_is))),
        ),
        ("the budget of campaigns", first.budget != later.budget),
        (
            "the segments of a campaign, while a budget compares its audience with those held out",
            first.budget.is_some()
                && (first.campaigns.iter().zip(&later.campaigns)).any(|(a, b)| a.segments != b.segments),
        ),
        ("the satisfaction that customers start with", first.whole.experience.start != later.whole.experience.start),
    ];
    checks.into_iter().find(|(_, differs)| *differs).map(|(what, _)| what)
}

/// What a journey type follows, however often and however much later.
fn links(journey: &Journey) -> Vec<(usize, Ending, Option<usize>)> {
    journey.follows.iter().map(|follows| (follows.journey, follows.ending, follows.channel)).collect()
}

/// What a campaign is, however often it sends, to whom, and what comes of it.
fn what_a_campaign_is(campaign: &Campaign) -> (usize, usize, f64, bool, bool) {
    let Campaign { channel, begins, first_day, until_response, .. } = *campaign;
    (channel, begins, first_day, until_response, campaign.is_in_waves())
}
