//! A strategy, and once more with something done to it: channels closed, each by itself or in sets, or for some days alone, or
//! weighed otherwise where customers choose; campaigns stopped, each by itself and all, or sent more or less often.

use super::runs;
use crate::scenario::Scenario;
use crate::scenario::meant::{Asked, Market, Strategy};
use std::ops::Range;

/// A tenth less, and a tenth more.
const TENTH: [f64; 2] = [0.9, 1.1];

/// Which of a scenario's strategies has a channel closed by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closing {
    /// It is closed under the strategy at this position.
    Under(usize),
    /// No other open channel offers this step.
    OnlyFor(usize),
}

/// What is looked at beside each channel closed by itself.
#[derive(Debug, Clone, Default)]
pub struct Beside {
    /// Every set of the channels that can be closed, for Shapley's value.
    pub all_sets: bool,
    /// Each of these closed on some days alone.
    pub pulse: Option<Range<u32>>,
    /// Each open channel weighed a tenth less, and a tenth more.
    pub tenth: bool,
}

/// Under which of a scenario's strategies something else is done to a channel.
#[derive(Debug, Clone, Copy, Default)]
pub struct Others {
    /// It is closed for the pulse alone.
    pub pulse: Option<usize>,
    /// It is weighed a tenth less, and a tenth more.
    pub tenth: Option<[usize; 2]>,
}

/// A campaign that sends something, and under which of a scenario's strategies something is done to it.
#[derive(Debug, Clone, Copy)]
pub struct Stopping {
    /// The campaign.
    pub campaign: usize,
    /// It is stopped.
    pub stopped: usize,
    /// It is sent a tenth less often, and a tenth more.
    pub(super) tenth: Option<[usize; 2]>,
}

/// A strategy, and once more with something done to its channels and its campaigns.
pub struct Closings {
    /// The strategy as it is comes first, then those with sets of channels closed, in the order of the sets as bits where
    /// every set is.
    pub scenario: Scenario,
    /// Its open channels, by position, and whether they can be closed.
    pub channels: Vec<(usize, Closing)>,
    /// What else is done to each of these.
    pub(super) others: Vec<Others>,
    /// Its campaigns.
    pub(super) campaigns: Vec<Stopping>,
    /// All of these are stopped; the strategy as it is, where there are none.
    pub(super) silent: usize,
    /// What is looked at.
    pub(super) beside: Beside,
}

impl Closings {
    /// Each channel of a strategy closed by itself, and what is looked at beside that.
    pub fn of(scenario: &Scenario, strategy: usize, beside: Beside) -> Self {
        let strategy = &scenario.strategies[strategy];
        let only_for =
            |channel: usize| strategy.without(|at| at == channel).markets().find_map(Market::step_without_channel);
        let open = (0..scenario.names.channels.len()).filter(|&at| is_ever_open(strategy, at));
        let open: Vec<(usize, Option<usize>)> = open.map(|channel| (channel, only_for(channel))).collect();
        let closable: Vec<usize> =
            open.iter().filter(|(_, step)| step.is_none()).map(|&(channel, _)| channel).collect();
        let mut strategies = vec![Strategy { baseline: true, ..strategy.without(|_| false) }];
        let mut simulate = |strategy: Strategy| {
            strategies.push(Strategy { baseline: false, ..strategy });
            strategies.len() - 1
        };
        let is_in = |set: usize, channel: usize| {
            closable.iter().position(|&one| one == channel).is_some_and(|bit| set >> bit & 1 == 1)
        };
        let sets: Vec<usize> = if beside.all_sets {
            (1..1 << closable.len()).collect()
        } else {
            (0..closable.len()).map(|at| 1 << at).collect()
        };
        for &set in &sets {
            simulate(strategy.without(|channel| is_in(set, channel)));
        }
        let under = |channel: usize| {
            let at = sets.iter().position(|&set| is_in(set, channel) && set.is_power_of_two());
            Closing::Under(1 + at.expect("each is closed by itself"))
        };
        let mut others = |(channel, step): &(usize, Option<usize>)| Others {
            pulse: (beside.pulse.as_ref().filter(|_| step.is_none()))
                .map(|days| simulate(strategy.without_on(days, |at| at == *channel))),
            tenth: beside.tenth.then(|| TENTH.map(|factor| simulate(strategy.weighing(*channel, factor)))),
        };
        let others = open.iter().map(&mut others).collect();
        let sends = |at: usize| strategy.markets().any(|market| market.sends(&market.campaigns[at]));
        let sending = (0..scenario.names.campaigns.len()).filter(|&at| sends(at));
        let stopping = |campaign: usize| Stopping {
            campaign,
            stopped: simulate(strategy.silent(|at| at == campaign)),
            tenth: beside.tenth.then(|| TENTH.map(|factor| simulate(strategy.sending(campaign, factor)))),
        };
        let campaigns: Vec<Stopping> = sending.map(stopping).collect();
        let silent = match campaigns.as_slice() {
            [] => 0,
            [only] => only.stopped,
            _ => simulate(strategy.silent(|_| true)),
        };
        let channels =
            open.iter().map(|&(channel, step)| (channel, step.map_or_else(|| under(channel), Closing::OnlyFor)));
        let channels = channels.collect();
        let mut run = scenario.run;
        run.asked = Asked { bad_days: false, dashboards: 0, ..run.asked };
        run.asked.days |= beside.pulse.is_some();
        Self { channels, others, campaigns, silent, beside, scenario: Scenario { run, strategies, ..scenario.clone() } }
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
