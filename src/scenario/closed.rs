//! Channels closed or weighed otherwise, and campaigns stopped or more frequent, in a market as it is meant, whatever the file,
//! the command line and changes say of them.

use super::meant::{Later, Market, Probability, Sends, Strategy, market_on};
use super::timetable::Timetable;
use std::collections::BTreeSet;
use std::ops::Range;

impl Market {
    /// The same with channels closed; nobody is on duty in a pool that has no other work, as where a file closes them.
    #[must_use]
    pub fn without(&self, is_closed: impl Fn(usize) -> bool) -> Self {
        let mut market = self.clone();
        for (_, channel) in market.channels.iter_mut().enumerate().filter(|(at, _)| is_closed(*at)) {
            channel.open = false;
        }
        for (at, pool) in market.pools.iter_mut().enumerate() {
            if !market.channels.iter().any(|channel| channel.open && channel.pool == Some(at)) {
                pool.timetable = Timetable::always(0);
            }
        }
        market
    }

    /// The same where a channel weighs so many times as much in each choice.
    #[must_use]
    pub fn weighing(&self, channel: usize, factor: f64) -> Self {
        let mut market = self.clone();
        let of_segments = market.segments.iter_mut().map(|segment| &mut segment.taste[channel]);
        of_segments.for_each(|taste| *taste += factor.ln());
        let of_journeys = market.journeys.iter_mut().filter_map(|journey| journey.taste[channel].as_mut());
        of_journeys.for_each(|taste| *taste += factor.ln());
        market
    }

    /// The same where campaigns send nothing.
    #[must_use]
    pub fn silent(&self, is_stopped: impl Fn(usize) -> bool) -> Self {
        let mut market = self.clone();
        for (_, campaign) in market.campaigns.iter_mut().enumerate().filter(|(at, _)| is_stopped(*at)) {
            campaign.share = Probability::default();
        }
        market
    }

    /// The same where a campaign sends so many times as often.
    #[must_use]
    pub fn sending(&self, campaign: usize, factor: f64) -> Self {
        let mut market = self.clone();
        let rhythm = &mut market.campaigns[campaign].rhythm;
        *rhythm = match *rhythm {
            Sends::Waves(days) => Sends::Waves(days / factor),
            Sends::AtRandom(per_year) => Sends::AtRandom(per_year * factor),
        };
        market
    }

    /// A step of some journey that no open channel offers.
    pub fn step_without_channel(&self) -> Option<usize> {
        let is_offered = |step: usize| self.channels.iter().any(|one| one.open && one.steps[step].is_some());
        self.journeys.iter().flat_map(|journey| &journey.steps).copied().find(|&step| !is_offered(step))
    }
}

impl Strategy {
    /// The same with channels closed from the start to the end of the run.
    #[must_use]
    pub fn without(&self, is_closed: impl Fn(usize) -> bool) -> Self {
        self.with_each(|market| market.without(&is_closed))
    }

    /// The same with channels closed on some days alone.
    #[must_use]
    pub fn without_on(&self, days: &Range<u32>, is_closed: impl Fn(usize) -> bool) -> Self {
        let of_day = |day: u32| {
            let market = market_on(&self.market, &self.later, day);
            if days.contains(&day) { market.without(&is_closed) } else { market.clone() }
        };
        let changes = self.later.iter().map(|later| later.day).chain([days.start, days.end]);
        let changes: BTreeSet<u32> = changes.filter(|&day| day > 0).collect();
        let later = changes.into_iter().map(|day| Later { day, market: of_day(day) });
        Self { market: of_day(0), later: later.collect(), undisturbed: None, ..self.clone() }
    }

    /// The same where a channel weighs so many times as much in each choice.
    #[must_use]
    pub fn weighing(&self, channel: usize, factor: f64) -> Self {
        self.with_each(|market| market.weighing(channel, factor))
    }

    /// The same where campaigns send nothing.
    #[must_use]
    pub fn silent(&self, is_stopped: impl Fn(usize) -> bool) -> Self {
        self.with_each(|market| market.silent(&is_stopped))
    }

    /// The same where a campaign sends so many times as often.
    #[must_use]
    pub fn sending(&self, campaign: usize, factor: f64) -> Self {
        self.with_each(|market| market.sending(campaign, factor))
    }

    /// The same with something done to its market at all times.
    fn with_each(&self, done: impl Fn(&Market) -> Market) -> Self {
        let later = self.later.iter().map(|later| Later { day: later.day, market: done(&later.market) });
        Self { market: done(&self.market), later: later.collect(), undisturbed: None, ..self.clone() }
    }

    /// The market at all times: from the start on, and what becomes of it.
    pub fn markets(&self) -> impl Iterator<Item = &Market> {
        [&self.market].into_iter().chain(self.later.iter().map(|later| &later.market))
    }
}
