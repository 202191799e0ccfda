//! Customers who come back, and the agent who knows their case.

use super::mechanisms::Mechanisms;
use super::staff::out_of_patience;
use super::{Next, World};
use crate::engine::agenda::Agenda;
use crate::engine::pool::Place;
use crate::engine::tally::Record;
use crate::model::journey::{Agent, Arrival, Journey, Phase};
use crate::model::rules::{Channel, NOWHERE};
use crate::scenario::timetable::Micros;

impl<A: Agenda, R: Record, M: Mechanisms> World<'_, A, R, M> {
    /// The agent of a channel's pool, if they are on duty, who served the contact in the channel that the journey was `told`
    /// in last, where returning customers wait for them.
    #[inline(always)]
    pub(super) fn agent_who_knows(&self, rule: &Channel, journey: &Journey, pool: usize, told: u8) -> Option<usize> {
        if rule.same_agent { self.agent_on_duty_who_knows(journey, pool, told) } else { None }
    }

    #[cold]
    fn agent_on_duty_who_knows(&self, journey: &Journey, pool: usize, told: u8) -> Option<usize> {
        let Agent { pool: of, number } = journey.served_by;
        (told != NOWHERE && of as usize == pool && self.pools[pool].is_on_duty(number as usize))
            .then_some(number as usize)
    }

    /// Whoever comes back is served by the agent who knows the case, if that one is free for them, whoever else may stand in
    /// the line; else waits for them alone, for a time.
    #[cold]
    pub(super) fn line_up_for(
        &mut self,
        agent: usize,
        rule: &Channel,
        journey: &mut Journey,
        pool: usize,
        now: Micros,
    ) -> Next {
        if self.pools[pool].can_take(agent, rule.demand()) {
            return self.serve_by(journey, pool, agent, now);
        }
        let place = self.place(journey, pool);
        self.pools[pool].queue_for(agent, usize::from(rule.form), place);
        let (hangs_up, gives_agent_up) = (out_of_patience(rule, journey), now + self.rules.pools[pool].same_agent);
        if hangs_up <= gives_agent_up {
            self.wait(journey, Phase::Waiting, hangs_up)
        } else {
            self.wait(journey, Phase::WaitingForAgent, gives_agent_up)
        }
    }

    /// The time for which a customer waits for the agent who knows the case is over.
    #[cold]
    pub(super) fn wait_for_anybody(&mut self, journey: &mut Journey) -> Next {
        let rule = &self.rules.channels[usize::from(journey.channel)];
        if let Some(pool) = rule.pool {
            self.let_anybody_take(pool, self.place(journey, pool));
        }
        self.wait(journey, Phase::Waiting, out_of_patience(rule, journey))
    }

    /// Whoever waits for one agent alone stands in the line like any other from now on.
    #[cold]
    pub(super) fn let_anybody_take(&mut self, pool: usize, place: Place) {
        self.pools[pool].queue_for_anybody(place);
        self.unsettled.push(pool);
    }

    /// An agent takes a journey's contact, and will know the case; perhaps they know it already.
    #[cold]
    pub(super) fn meet(&mut self, rule: &Channel, journey: &mut Journey, pool: usize, agent: usize) {
        let known = self.agent_who_knows(rule, journey, pool, journey.told);
        if journey.contact.arrival == Arrival::Chosen && known == Some(agent) {
            journey.contact.arrival = Arrival::Known;
        }
        journey.served_by = Agent { pool: pool as u32, number: agent as u32 };
    }
}
