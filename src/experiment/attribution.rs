//! What channels are credited with by rule, and what they bring in truth: the same customers with the same luck once more,
//! with the channel closed.

use super::{Order, Retelling, Study, run, runs};
use crate::attribution::{Came, Credit, Path, Paths, Rule, claims, credits, removal_effects, shapley};
use crate::engine::log::End;
use crate::engine::retold::{Need, NeedEnd, Told};
use crate::model::rules::Rules;
use crate::outcomes::measures::count;
use crate::scenario::Scenario;
use crate::scenario::meant::{Asked, Market, Strategy};
use crate::stats::{Estimate, Kind, Measure, Paired, Ratio};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Orders, as they are counted.
const ORDERS: Measure = count("orders");
/// Claims to an order.
const CLAIMS: Measure = count("channels per order");
/// Money in paths is counted in millionths.
const MILLION: f64 = 1e6;

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

/// Which of a scenario's strategies has a channel closed by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closing {
    /// It is closed under the strategy at this position.
    Under(usize),
    /// No other open channel offers this step.
    OnlyFor(usize),
}

/// A strategy, and once more with sets of its channels closed.
pub struct Closings {
    /// The strategy as it is comes first.
    pub scenario: Scenario,
    /// Its open channels, by position, and whether they can be closed.
    pub channels: Vec<(usize, Closing)>,
    /// Whether every set of those that can is closed.
    has_all_sets: bool,
}

impl Closings {
    /// Each channel of a strategy closed by itself.
    pub fn one_by_one(scenario: &Scenario, strategy: usize) -> Self {
        Self::of(scenario, strategy, |closable| (0..closable).map(|at| 1 << at).collect())
    }

    /// Every set of those channels that can be closed by themselves.
    pub fn all_sets(scenario: &Scenario, strategy: usize) -> Self {
        Self { has_all_sets: true, ..Self::of(scenario, strategy, |closable| (1..1 << closable).collect()) }
    }

    /// Sets of those channels that can be closed by themselves, as bits of these.
    fn of(scenario: &Scenario, strategy: usize, sets: impl Fn(usize) -> Vec<usize>) -> Self {
        let strategy = &scenario.strategies[strategy];
        let only_for =
            |channel: usize| strategy.without(|at| at == channel).markets().find_map(Market::step_without_channel);
        let open = (0..scenario.names.channels.len()).filter(|&at| is_ever_open(strategy, at));
        let open: Vec<(usize, Option<usize>)> = open.map(|channel| (channel, only_for(channel))).collect();
        let closable: Vec<usize> =
            open.iter().filter(|(_, step)| step.is_none()).map(|&(channel, _)| channel).collect();
        let bit = |channel: usize| closable.iter().position(|&one| one == channel);
        let sets = sets(closable.len());
        let under = |channel: usize| {
            let at = sets.iter().position(|&set| bit(channel).is_some_and(|bit| set == 1 << bit));
            Closing::Under(1 + at.expect("each is closed by itself"))
        };
        let closed = |set: &usize| Strategy {
            baseline: false,
            ..strategy.without(|channel| bit(channel).is_some_and(|bit| set >> bit & 1 == 1))
        };
        let whole = Strategy { baseline: true, ..strategy.without(|_| false) };
        let mut run = scenario.run;
        run.asked = Asked { bad_days: false, dashboards: 0, ..run.asked };
        let strategies = [whole].into_iter().chain(sets.iter().map(closed)).collect();
        let channels =
            open.iter().map(|&(channel, step)| (channel, step.map_or_else(|| under(channel), Closing::OnlyFor)));
        Self {
            channels: channels.collect(),
            scenario: Scenario { run, strategies, ..scenario.clone() },
            has_all_sets: false,
        }
    }

    /// Channels that can be closed.
    pub fn closable(&self) -> usize {
        self.channels.iter().filter(|(_, closing)| matches!(closing, Closing::Under(_))).count()
    }

    /// Whether any journey has a value.
    pub fn sells(&self) -> bool {
        self.scenario.strategies[0].markets().any(|market| market.journeys.iter().any(|one| one.typed.value.is_some()))
    }

    /// Number of runs that it takes.
    pub fn runs(&self) -> usize {
        runs(&self.scenario) + self.scenario.run.replications as usize
    }
}

fn is_ever_open(strategy: &Strategy, channel: usize) -> bool {
    strategy.markets().any(|market| market.channels[channel].open)
}

/// What came of it.
pub struct Attributed {
    /// All replications of all closings.
    pub study: Study,
    /// As in [`Closings`].
    pub channels: Vec<(usize, Closing)>,
    /// Paths of the strategy as it is, by replication.
    pub paths: Vec<Paths>,
    has_all_sets: bool,
}

/// Lives through all closings; `done` is called after each run.
pub fn attribute(closings: Closings, done: impl Fn() + Sync) -> Attributed {
    let Closings { scenario, channels, has_all_sets } = closings;
    let paths = paths(&scenario, &done);
    let study = run(vec![scenario], Order::Forward, done).remove(0);
    Attributed { study, channels, paths, has_all_sets }
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
        self.has_all_sets
    }

    /// Orders by Shapley's value, over those channels that can be closed; the others are there in every set. `None` where not every
    /// set was closed.
    pub fn shapley(&self, closing: Closing) -> Option<Estimate> {
        let Closing::Under(closed) = closing else { return None };
        if !self.has_all_sets {
            return None;
        }
        // Strategies stand in the order of the sets that are closed, as bits.
        let orders: Vec<Vec<Ratio>> =
            (0..self.study.outcomes.len()).map(|strategy| self.brought(strategy, Brought::Orders)).collect();
        let players = orders.len().ilog2() as usize;
        let player = closed.ilog2() as usize;
        let of_replication = |replication: usize| {
            let without = |closed: usize| orders[closed][replication].numerator as f64;
            shapley(players, |there| without(!there & (orders.len() - 1)))[player]
        };
        Estimate::of(&(0..self.paths.len()).map(of_replication).collect::<Vec<f64>>())
    }

    /// Orders where all channels are closed that can be.
    pub fn orders_without_players(&self) -> Option<Estimate> {
        let last = self.study.outcomes.len() - 1;
        Estimate::of_ratio(&self.brought(last, Brought::Orders), &ORDERS).filter(|_| self.has_all_sets)
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
