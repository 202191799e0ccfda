//! What channels are credited with by rule, and what they bring in truth: the same customers with the same luck once more,
//! with the channel closed.

use super::closings::{Beside, Closing, Closings, Others};
use super::{Order, Retelling, Study, run};
use crate::attribution::{Came, Credit, Path, Paths, Rule, claims, credits, removal_effects, shapley};
use crate::engine::log::End;
use crate::engine::retold::{Need, NeedEnd, Told};
use crate::model::rules::Rules;
use crate::outcomes::SERIES;
use crate::outcomes::measures::count;
use crate::scenario::Scenario;
use crate::stats::{Estimate, Kind, Measure, Paired, Ratio};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::ops::Range;

/// Orders, as they are counted.
const ORDERS: Measure = count("orders");
/// Claims to an order.
const CLAIMS: Measure = count("channels per order");
/// Money in paths is counted in millionths.
const MILLION: f64 = 1e6;
const DAYS_A_WEEK: u32 = 7;

/// What a channel brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Brought {
    /// Orders: journeys with a value that were completed, of those that began in the time that is reported.
    Orders,
    /// Order value, as the outcome `revenue` has it.
    Value,
    /// Profit, as the outcome has it.
    Profit,
}

impl Brought {
    /// All of it, in the order in which it is shown.
    pub const ALL: [Self; 3] = [Self::Orders, Self::Value, Self::Profit];

    /// As an outcome.
    pub const fn metric(self) -> &'static str {
        match self {
            Self::Orders => "orders",
            Self::Value => "revenue",
            Self::Profit => "profit",
        }
    }
}

/// What came of it.
pub struct Attributed {
    /// All replications of all closings.
    pub study: Study,
    /// As in [`Closings`].
    pub channels: Vec<(usize, Closing)>,
    /// Paths of the strategy as it is, by replication.
    pub paths: Vec<Paths>,
    others: Vec<Others>,
    beside: Beside,
}

/// Lives through all closings; `done` is called after each run.
pub fn attribute(closings: Closings, done: impl Fn() + Sync) -> Attributed {
    let Closings { scenario, channels, others, beside } = closings;
    let paths = paths(&scenario, &done);
    let study = run(vec![scenario], Order::Forward, done).remove(0);
    Attributed { study, channels, paths, others, beside }
}

/// What came of paths, in whole numbers.
#[derive(Debug, Clone, Copy, Default)]
struct Counted {
    conversions: u64,
    value: u64,
    nulls: u64,
}

/// Paths of the first strategy, by replication.
fn paths(scenario: &Scenario, done: impl Fn() + Sync) -> Vec<Paths> {
    let mut alone = scenario.clone();
    alone.strategies.truncate(1);
    let retelling = Retelling::new(&alone, alone.run.replications);
    let of_replication = |replication: u32| {
        let chapters: Vec<_> = retelling.chapters.iter().filter(|one| one.replication == replication).collect();
        let mut paths: BTreeMap<Vec<u16>, Counted> = BTreeMap::new();
        for chapter in chapters {
            retelling.tell(chapter, |rules, told| {
                if let Told::Need(need) = told {
                    add(&mut paths, rules, need);
                }
            });
        }
        done();
        let came = |counted: Counted| Came {
            conversions: counted.conversions,
            value: counted.value as f64 / MILLION,
            nulls: counted.nulls,
        };
        let paths = paths.into_iter().map(|(touches, counted)| Path { touches, came: came(counted) });
        Paths { channels: alone.names.channels.clone(), paths: paths.collect() }
    };
    (0..alone.run.replications).into_par_iter().map(of_replication).collect()
}

/// Adds a journey with a value that has ended to those of its path, as an export does; conversions are counted as those of
/// orders by path are, and value as revenue is.
fn add(paths: &mut BTreeMap<Vec<u16>, Counted>, rules: &Rules, need: &Need) {
    let has_ended = matches!(need.end, NeedEnd::Ended(_));
    if !has_ended || rules.journeys[need.kind].value.is_none() {
        return;
    }
    let contacts = need.contacts.iter().map(|contact| &contact.logged).filter(|logged| logged.end != End::InVain);
    let touches: Vec<u16> = contacts.map(|logged| logged.channel.into()).collect();
    if touches.is_empty() {
        return;
    }
    let counted = paths.entry(touches).or_default();
    match need.money {
        Some((value, _)) => {
            counted.conversions += u64::from(need.counts);
            counted.value += if need.ended >= Some(rules.warm_up) { value } else { 0 };
        }
        None => counted.nulls += u64::from(need.counts),
    }
}

impl Attributed {
    /// What the strategy as it is brings in a replication.
    pub fn total(&self, what: Brought) -> Option<Estimate> {
        Estimate::of_ratio(&self.brought(0, what), &self.measure(what))
    }

    /// In what it is measured.
    pub fn measure(&self, what: Brought) -> Measure {
        if what == Brought::Orders { ORDERS } else { self.study.keys[self.study.key(what.metric())].measure }
    }

    /// What a channel is credited with in a replication.
    pub fn credit(&self, rule: Rule, channel: usize, what: Brought) -> Option<Estimate> {
        let of = |credit: &Credit| match what {
            Brought::Orders => Some(credit.conversions),
            Brought::Value => Some(credit.value),
            Brought::Profit => None,
        };
        let values: Option<Vec<f64>> = self.paths.iter().map(|paths| of(&credits(paths, rule)?[channel])).collect();
        Estimate::of(&values?)
    }

    /// Orders that would be lost if whoever goes to a channel went nowhere.
    pub fn lost_by_removal(&self, channel: usize) -> Option<Estimate> {
        let lost = |paths: &Paths| match paths.all().conversions {
            0 => Some(0.0),
            conversions => Some(removal_effects(paths)?[channel] * conversions as f64),
        };
        Estimate::of(&self.paths.iter().map(lost).collect::<Option<Vec<f64>>>()?)
    }

    /// What is lost where a channel is closed and the same customers come; none where it cannot be.
    pub fn incremental(&self, closing: Closing, what: Brought) -> Option<Paired> {
        let Closing::Under(closed) = closing else { return None };
        Paired::of(&self.brought(0, what), &self.brought(closed, what), &self.measure(what))
    }

    /// What all channels bring less what is lost with each of those that can be closed: what none of these owns alone. Profit
    /// has none, since it is not 0 without channels.
    pub fn interaction(&self, what: Brought) -> Option<Estimate> {
        if what == Brought::Profit {
            return None;
        }
        let mut rest = self.brought(0, what);
        for &(_, closing) in &self.channels {
            let Closing::Under(closed) = closing else { continue };
            for ((rest, whole), without) in rest.iter_mut().zip(self.brought(0, what)).zip(self.brought(closed, what)) {
                rest.numerator -= whole.numerator - without.numerator;
            }
        }
        Estimate::of_ratio(&rest, &Measure { kind: Kind::Balance, ..self.measure(what) })
    }

    /// Mean number of channels that claim an order.
    pub fn over_claim(&self) -> Option<Estimate> {
        let ratio = |paths: &Paths| Ratio::per(claims(paths), paths.all().conversions);
        Estimate::of_ratio(&self.paths.iter().map(ratio).collect::<Vec<_>>(), &CLAIMS)
    }

    /// Whether orders are shared out by Shapley's value.
    pub const fn has_shapley(&self) -> bool {
        self.beside.all_sets
    }

    /// Orders by Shapley's value, over those channels that can be closed; the others are there in every set. `None` where not every
    /// set was closed.
    pub fn shapley(&self, closing: Closing) -> Option<Estimate> {
        let Closing::Under(closed) = closing else { return None };
        if !self.has_shapley() {
            return None;
        }
        // Strategies stand in the order of the sets that are closed, as bits.
        let orders: Vec<Vec<Ratio>> =
            (0..1 << self.players()).map(|strategy| self.brought(strategy, Brought::Orders)).collect();
        let players = self.players();
        let player = closed.ilog2() as usize;
        let of_replication = |replication: usize| {
            let without = |closed: usize| orders[closed][replication].numerator as f64;
            shapley(players, |there| without(!there & (orders.len() - 1)))[player]
        };
        Estimate::of(&(0..self.paths.len()).map(of_replication).collect::<Vec<f64>>())
    }

    /// Orders where all channels are closed that can be.
    pub fn orders_without_players(&self) -> Option<Estimate> {
        let without_all = self.has_shapley().then(|| (1 << self.players()) - 1)?;
        Estimate::of_ratio(&self.brought(without_all, Brought::Orders), &ORDERS)
    }

    /// Channels that can be closed.
    fn players(&self) -> usize {
        self.channels.iter().filter(|(_, closing)| matches!(closing, Closing::Under(_))).count()
    }

    /// The days for which channels are closed, where a pulse was asked for.
    pub const fn pulse(&self) -> Option<&Range<u32>> {
        self.beside.pulse.as_ref()
    }

    /// Weeks of the pulse, and those after it.
    pub fn weeks_of_pulse(&self) -> Option<(Range<usize>, Range<usize>)> {
        let week = |day: u32| (day / DAYS_A_WEEK) as usize;
        self.pulse().map(|days| (week(days.start)..week(days.end), week(days.end)..self.study.weeks()))
    }

    /// What is lost in some weeks where a channel, by its place among [`Self::channels`], is closed for the pulse alone: of
    /// what ends in them, by the calendar. Profit is not told by week.
    pub fn lost_in(&self, at: usize, weeks: Range<usize>, what: Brought) -> Option<Paired> {
        let series = match what {
            Brought::Orders => "conversion_rate",
            Brought::Value => "revenue",
            Brought::Profit => return None,
        };
        let series = SERIES.iter().position(|one| one.id == series).expect("a weekly series");
        let of = |strategy: usize| -> Vec<Ratio> {
            let sum = |weeks: &[[Ratio; SERIES.len()]]| weeks.iter().map(|week| week[series].numerator).sum();
            self.study.outcomes[strategy].iter().map(|one| Ratio::total(sum(&one.weeks[weeks.clone()]))).collect()
        };
        Paired::of(&of(0), &of(self.others[at].pulse?), &self.measure(what))
    }

    /// What is lost with a tenth less of a channel, by its place, and what is gained with a tenth more.
    pub fn tenths(&self, at: usize, what: Brought) -> Option<[Option<Paired>; 2]> {
        let [less, more] = self.others[at].tenth?;
        let paired = |one: usize, other: usize| {
            Paired::of(&self.brought(one, what), &self.brought(other, what), &self.measure(what))
        };
        Some([paired(0, less), paired(more, 0)])
    }

    /// What a contact of a channel, by its place, brings at the margin: what there is more with a tenth more of it than with
    /// a tenth less, over the contacts that it then has more. None where it has not more in every replication.
    pub fn at_the_margin(&self, at: usize, what: Brought) -> Option<Estimate> {
        let [less, more] = self.others[at].tenth?;
        self.per_contact((more, less), self.channels[at].0, what)
    }

    /// What a contact of a channel, by its place, brings on average: what is lost where it is closed, over its contacts.
    pub fn on_average(&self, at: usize, what: Brought) -> Option<Estimate> {
        let (channel, Closing::Under(closed)) = self.channels[at] else { return None };
        self.per_contact((0, closed), channel, what)
    }

    /// What there is more under one strategy than under another, over the contacts that a channel has more.
    fn per_contact(&self, (more, less): (usize, usize), channel: usize, what: Brought) -> Option<Estimate> {
        let name = &self.study.scenario.names.channels[channel];
        let contacts = self.study.key_of("contacts", "", name)?;
        let of = |strategy: usize| self.brought(strategy, what).into_iter().zip(self.study.parts(strategy, contacts));
        let ratio = |((brought, contacts), (without, fewer)): ((Ratio, Ratio), (Ratio, Ratio))| {
            let more = u64::try_from(contacts.numerator - fewer.numerator).ok().filter(|more| *more > 0)?;
            Some(Ratio { numerator: brought.numerator - without.numerator, denominator: more })
        };
        let ratios: Option<Vec<Ratio>> = of(more).zip(of(less)).map(ratio).collect();
        Estimate::of_ratio(&ratios?, &Measure { kind: Kind::Balance, ..self.measure(what) })
    }

    /// By replication.
    fn brought(&self, strategy: usize, what: Brought) -> Vec<Ratio> {
        if what != Brought::Orders {
            return self.study.parts(strategy, self.study.key(what.metric()));
        }
        // Every order has a path, and every path's share is one of all orders.
        let by_path = self.study.keys.iter().position(|key| key.metric == "order_path").expect("a market has channels");
        let orders = |part: Ratio| Ratio::total(part.denominator.into());
        self.study.parts(strategy, by_path).into_iter().map(orders).collect()
    }
}
