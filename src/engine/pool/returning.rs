//! Those who come back, and wait for the agent who knows their case (4.3).

use super::{Demand, Place, Pool};
use std::collections::{BTreeMap, BTreeSet};

/// Who waits for which agent.
#[derive(Debug, Default)]
pub(super) struct Returning {
    /// The agent and the channel of each.
    waiting: BTreeMap<Place, (usize, usize)>,
    /// The places, by agent; none is empty.
    lines: BTreeMap<usize, BTreeSet<Place>>,
    /// Whose piece of work ended last: of those for whom somebody waits, nobody else can have become free.
    pub freed: usize,
}

impl Returning {
    /// Takes somebody out; the channel, if they waited for an agent.
    fn take(&mut self, place: &Place) -> Option<usize> {
        let (agent, channel) = self.waiting.remove(place)?;
        let line = self.lines.get_mut(&agent)?;
        line.remove(place);
        if line.is_empty() {
            self.lines.remove(&agent);
        }
        Some(channel)
    }
}

impl Pool<'_> {
    /// Lets somebody wait for one agent alone. They count in the length of the line; nobody waits because of them.
    pub fn queue_for(&mut self, agent: usize, channel: usize, place: Place) {
        let Some(returning) = &mut self.returning else { return self.queue(channel, place) };
        self.in_person += usize::from(!place.message);
        returning.waiting.insert(place, (agent, channel));
        returning.lines.entry(agent).or_default().insert(place);
    }

    /// Whoever waits for one agent alone, if they still do, stands in the line like any other from now on.
    pub fn queue_for_anybody(&mut self, place: Place) {
        let channel = self.returning.as_mut().and_then(|returning| returning.take(&place));
        if let Some(channel) = channel {
            self.in_person -= usize::from(!place.message);
            self.queue(channel, place);
        }
    }

    /// Somebody stops waiting for an agent, if they did.
    #[cold]
    pub(super) fn stops_waiting_for_agent(&mut self, place: &Place) -> bool {
        let waited = self.returning.as_mut().is_some_and(|returning| returning.take(place).is_some());
        self.in_person -= usize::from(waited && !place.message);
        waited
    }

    /// Those whose agents are off duty stand in the line like any other.
    #[cold]
    pub(super) fn send_back_to_the_line(&mut self) {
        let off_duty = self.on_duty..;
        let lines = self.returning.iter().flat_map(|returning| returning.lines.range(off_duty.clone()));
        let places: Vec<Place> = lines.flat_map(|(_, line)| line.iter().copied()).collect();
        for place in places {
            self.queue_for_anybody(place);
        }
    }

    /// Those who wait for one agent in some of the channels stand in the line like any other.
    pub fn send_back_those_in(&mut self, channels: impl Fn(usize) -> bool) {
        let waiting = self.returning.iter().flat_map(|returning| &returning.waiting);
        let back: Vec<Place> =
            waiting.filter(|(_, (_, channel))| channels(*channel)).map(|(place, _)| *place).collect();
        for place in back {
            self.queue_for_anybody(place);
        }
    }

    /// The first of those who wait for an agent for whom that agent is free.
    pub(super) fn match_by_case(&self, demand: &impl Fn(usize) -> Demand) -> Option<(usize, usize, Place)> {
        let returning = self.returning.as_ref()?;
        let agent = returning.freed;
        let mut line = returning.lines.get(&agent)?.iter().map(|place| (returning.waiting[place].1, *place));
        let (channel, place) = line.find(|&(channel, _)| self.can_take(agent, demand(channel)))?;
        Some((agent, channel, place))
    }
}
