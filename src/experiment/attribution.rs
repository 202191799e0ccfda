//! What channels are credited with by rule, and what they bring in truth: the same customers with the same luck once more,
//! with the channel closed.

use super::closings::{Beside, Closing, Closings, Others, Stopping};
use super::{Order, Retelling, Study, run};
use crate::attribution::{Came, Credit, Path, Paths, Rule, claims, credits, removal_effects, shapley};
use crate::engine::log::End;
use crate::engine::retold::{Need, NeedEnd, Told};
use crate::model::journey::cause_and_need;
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

/// A channel or a campaign, by its place among those of [`Attributed`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum One {
    /// A channel.
    Channel(usize),
    /// A campaign.
    Campaign(usize),
}

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
    /// Campaigns that send something.
    pub campaigns: Vec<Stopping>,
    /// Orders of journeys that each of these has begun, by replication.
    claims: Vec<Vec<f64>>,
    others: Vec<Others>,
    silent: usize,
    beside: Beside,
}

/// Lives through all closings; `done` is called after each run.
pub fn attribute(closings: Closings, done: impl Fn() + Sync) -> Attributed {
    let Closings { scenario, channels, others, campaigns, silent, beside } = closings;
    let (paths, claims) = paths(&scenario, &campaigns, &done).into_iter().unzip();
    let study = run(vec![scenario], Order::Forward, done).remove(0);
    Attributed { study, channels, paths, campaigns, claims, others, silent, beside }
}

/// What came of paths, in whole numbers.
#[derive(Debug, Clone, Copy, Default)]
struct Counted {
    conversions: u64,
    value: u64,
    nulls: u64,
}

/// Paths of the first strategy, and orders of the journeys that each campaign has begun, by replication.
fn paths(scenario: &Scenario, campaigns: &[Stopping], done: impl Fn() + Sync) -> Vec<(Paths, Vec<f64>)> {
    let mut alone = scenario.clone();
    alone.strategies.truncate(1);
    let retelling = Retelling::new(&alone, alone.run.replications);
    let of_replication = |replication: u32| {
        let chapters: Vec<_> = retelling.chapters.iter().filter(|one| one.replication == replication).collect();
        let mut paths: BTreeMap<Vec<u16>, Counted> = BTreeMap::new();
        let mut claims = vec![0.0; campaigns.len()];
        for chapter in chapters {
            retelling.tell(chapter, |rules, told| {
                if let Told::Need(need) = told {
                    let is_order = add(&mut paths, rules, need);
                    let (cause, _) = cause_and_need(need.journey);
                    let began = |one: &Stopping| rules.cause_of(one.campaign) == cause;
                    if let Some(at) = campaigns.iter().position(began).filter(|_| is_order) {
                        claims[at] += 1.0;
                    }
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
        (Paths { channels: alone.names.channels.clone(), paths: paths.collect() }, claims)
    };
    (0..alone.run.replications).into_par_iter().map(of_replication).collect()
}

/// Adds a journey with a value that has ended to those of its path, as an export does; conversions are counted as those of
/// orders by path are, and value as revenue is. Tells whether it is an order that counts.
fn add(paths: &mut BTreeMap<Vec<u16>, Counted>, rules: &Rules, need: &Need) -> bool {
    let has_ended = matches!(need.end, NeedEnd::Ended(_));
    if !has_ended || rules.journeys[need.kind].value.is_none() {
        return false;
    }
    let contacts = need.contacts.iter().map(|contact| &contact.logged).filter(|logged| logged.end != End::InVain);
    let touches: Vec<u16> = contacts.map(|logged| logged.channel.into()).collect();
    if touches.is_empty() {
        return false;
    }
    let counted = paths.entry(touches).or_default();
    match need.money {
        Some((value, _)) => {
            counted.conversions += u64::from(need.counts);
            counted.value += if need.ended >= Some(rules.warm_up) { value } else { 0 };
        }
        None => counted.nulls += u64::from(need.counts),
    }
    need.counts && need.money.is_some()
}

impl Attributed {
    /// Whether nobody can turn to a channel: it offers nothing, and only reaches out.
    pub fn only_reaches_out(&self, channel: usize) -> bool {
        let mut markets = self.study.scenario.strategies[0].markets();
        markets.all(|market| market.channels[channel].steps.iter().all(Option::is_none))
    }

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
        self.more((0, closed), what)
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

    /// What is lost where a campaign is stopped, the same customers come and all channels stay open.
    pub fn lost_without(&self, campaign: &Stopping, what: Brought) -> Option<Paired> {
        self.more((0, campaign.stopped), what)
    }

    /// What is lost where all campaigns are stopped.
    pub fn lost_in_silence(&self, what: Brought) -> Option<Paired> {
        if self.campaigns.is_empty() { None } else { self.more((0, self.silent), what) }
    }

    /// What is lost where all campaigns are stopped less what is lost with each of them: what none of them owns alone; where
    /// there are several.
    pub fn no_campaign_alone(&self, what: Brought) -> Option<Estimate> {
        if self.campaigns.len() < 2 {
            return None;
        }
        let whole = self.brought(0, what);
        let mut rest: Vec<Ratio> = whole.iter().zip(self.brought(self.silent, what)).map(less).collect();
        for one in &self.campaigns {
            let lost = whole.iter().zip(self.brought(one.stopped, what)).map(less);
            rest.iter_mut().zip(lost).for_each(|(rest, lost)| rest.numerator -= lost.numerator);
        }
        Estimate::of_ratio(&rest, &Measure { kind: Kind::Balance, ..self.measure(what) })
    }

    /// Orders in a replication of journeys that a campaign, by its place, has begun, and claims.
    pub fn claimed_by(&self, at: usize) -> Option<Estimate> {
        Estimate::of(&self.claims.iter().map(|claims| claims[at]).collect::<Vec<f64>>())
    }

    /// What is lost with a tenth less of a channel or a campaign, and what is gained with a tenth more.
    pub fn tenths(&self, one: One, what: Brought) -> Option<[Option<Paired>; 2]> {
        let [less, more] = self.tenth_of(one)?;
        Some([self.more((0, less), what), self.more((more, 0), what)])
    }

    fn tenth_of(&self, one: One) -> Option<[usize; 2]> {
        match one {
            One::Channel(at) => self.others[at].tenth,
            One::Campaign(at) => self.campaigns[at].tenth,
        }
    }

    /// What there is more under one strategy than under another.
    fn more(&self, (one, other): (usize, usize), what: Brought) -> Option<Paired> {
        Paired::of(&self.brought(one, what), &self.brought(other, what), &self.measure(what))
    }

    /// What a contact of a channel, or a message of a campaign, brings at the margin: what there is more with a tenth more of
    /// it than with a tenth less, over the contacts or messages that there are then more. None where there are not more in
    /// every replication.
    pub fn at_the_margin(&self, one: One, what: Brought) -> Option<Estimate> {
        let [less, more] = self.tenth_of(one)?;
        self.each((more, less), one, what)
    }

    /// What it brings on average: what is lost where the channel is closed or the campaign stopped, over all of them.
    pub fn on_average(&self, one: One, what: Brought) -> Option<Estimate> {
        let without = match one {
            One::Channel(at) => match self.channels[at].1 {
                Closing::Under(closed) => closed,
                Closing::OnlyFor(_) => return None,
            },
            One::Campaign(at) => self.campaigns[at].stopped,
        };
        self.each((0, without), one, what)
    }

    /// What there is more under one strategy than under another, over the contacts or messages that there are more.
    fn each(&self, (more, less): (usize, usize), one: One, what: Brought) -> Option<Estimate> {
        let key = match one {
            One::Channel(at) => {
                let name = &self.study.scenario.names.channels[self.channels[at].0];
                self.study.key_of("contacts", "", name)
            }
            One::Campaign(_) => self.study.key_of("outreach_messages", "", ""),
        }?;
        let of = |strategy: usize| self.brought(strategy, what).into_iter().zip(self.study.parts(strategy, key));
        let ratio = |((brought, count), (without, fewer)): ((Ratio, Ratio), (Ratio, Ratio))| {
            let more = u64::try_from(count.numerator - fewer.numerator).ok().filter(|more| *more > 0)?;
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

/// A total less another one.
fn less((whole, without): (&Ratio, Ratio)) -> Ratio {
    Ratio::total(whole.numerator - without.numerator)
}
