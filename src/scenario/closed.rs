//! Channels closed in a market as it is meant, whatever the file, the command line and changes say of them.

use super::meant::{Later, Market, Strategy};
use super::timetable::Timetable;

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
        let closed = |later: &Later| Later { day: later.day, market: later.market.without(&is_closed) };
        Self {
            market: self.market.without(&is_closed),
            later: self.later.iter().map(closed).collect(),
            undisturbed: None,
            ..self.clone()
        }
    }

    /// The market at all times: from the start on, and what becomes of it.
    pub fn markets(&self) -> impl Iterator<Item = &Market> {
        [&self.market].into_iter().chain(self.later.iter().map(|later| &later.market))
    }
}
