//! Which channel a journey turns to, and whether it turns to one at all.

use super::mechanisms::Mechanisms;
use super::{Moment, Next, World, schedule_in_time};
use crate::engine::agenda::Agenda;
use crate::engine::tally::{Record, Unpursued};
use crate::model::bits;
use crate::model::choice::{Choice, Decision, choose, look_up};
use crate::model::experience::Ended;
use crate::model::journey::{Customer, Journey, Phase, cause_and_need};
use crate::model::rules::NOWHERE;
use crate::scenario::timetable::{Micros, micros};

impl<A: Agenda, R: Record, M: Mechanisms> World<'_, A, R, M> {
    /// A contact would start now, in the channel that the journey is bound for or in one of those that are open; or else
    /// after an opening, or never.
    #[inline(always)]
    pub(super) fn begin_contact(&mut self, customer: &mut Customer, journey: &mut Journey, at: Moment) -> Next {
        if journey.contacts >= journey.kind.contact_limit {
            return self.end_journey(customer, journey, Ended::CutOff, at);
        }
        // What has shut since is no longer to be had.
        let is_bound = journey.phase == Phase::Entering && journey.offered() >> journey.bound_for & 1 == 1;
        let candidates = if is_bound { 1 << journey.bound_for } else { journey.possible() };
        let open = self.open(candidates, at.now);
        if open == 0 {
            return match self.after_opening(journey, candidates, at.now) {
                Some(later) => schedule_in_time(journey, journey.phase, later, at.now),
                None if journey.contacts == 0 => self.not_pursued(customer, journey, Unpursued::NoChannel, at.now),
                None => self.end_journey(customer, journey, Ended::GivenUp, at),
            };
        }
        if !is_bound {
            match self.choose_among(open, customer, journey, at) {
                Choice::Channel(channel) => journey.bound_for = channel,
                Choice::Nothing => return self.not_pursued(customer, journey, Unpursued::NotWorthIt, at.now),
            }
        }
        self.set_out(journey, at)
    }

    /// The choice at the start of a contact, among channels (bits); the first of a journey also looks at habit, and at
    /// whether the need is worth the trouble.
    #[inline(always)]
    fn choose_among(&mut self, open: u16, customer: &Customer, journey: &mut Journey, at: Moment) -> Choice {
        let first = journey.contacts == 0;
        debug_assert!(!at.ahead || !first && !journey.looks_around(), "a choice that looks at others is made in time");
        let habit = if first { customer.last_channel } else { NOWHERE };
        let outside = if first { self.rules.outside } else { 0.0 };
        self.decide(journey, open, habit, outside, NOWHERE, at.now)
    }

    /// When whoever finds these channels (bits) closed comes again, if one of them ever opens.
    #[cold]
    fn after_opening(&self, journey: &mut Journey, channels: u16, now: Micros) -> Option<Micros> {
        let hours = bits(channels).map(|channel| &self.rules.channels[channel].hours);
        let opening = hours.filter_map(|hours| hours.next_opening(now)).min()?;
        let luck = journey.luck.contact(journey.contacts).opening(journey.openings_missed);
        journey.openings_missed = journey.openings_missed.saturating_add(1);
        Some(opening + micros(journey.kind.return_after.at(luck)))
    }

    /// Which of the channels (bits) are open.
    #[inline]
    pub(super) fn open(&self, channels: u16, now: Micros) -> u16 {
        let at_times = bits(channels & !self.rules.always_open);
        let open = at_times.filter(|&channel| self.rules.channels[channel].is_open(now));
        channels & self.rules.always_open | open.map(|channel| 1 << channel).sum::<u16>()
    }

    /// Chooses among the candidates (bits); whoever is in the channel `here` need not wait to stay.
    #[inline(always)]
    pub(super) fn decide(
        &mut self,
        journey: &mut Journey,
        candidates: u16,
        habit: u8,
        outside: f64,
        here: u8,
        now: Micros,
    ) -> Choice {
        let rules = self.rules;
        let luck = journey.luck.choice(journey.decisions);
        journey.decisions = journey.decisions.saturating_add(1);
        let before = if M::ANY && journey.contacts == 0 { self.called_by(journey) } else { journey.channel };
        if let Some(choice) = look_up(journey, before, candidates, outside, luck) {
            return choice;
        }
        let queues = if here == NOWHERE { rules.queues } else { rules.queues & !(1 << here) };
        let factors = self.factors(journey, candidates, now);
        let decision = Decision { candidates, habit, before, queues, outside, factors, luck };
        let told = if here == NOWHERE { journey.told } else { here };
        choose(rules, journey, &decision, |channel| self.expected_wait(journey, channel, told))
    }

    /// The channel of the message that began a journey, where one did.
    fn called_by(&self, journey: &Journey) -> u8 {
        let (cause, _) = cause_and_need(journey.id);
        self.rules.campaign_of(cause).map_or(NOWHERE, |campaign| campaign.channel)
    }

    /// The wait that a channel seems to ask now of a journey that was `told` last in another, or in this one (minutes).
    pub(super) fn expected_wait(&self, journey: &Journey, channel: usize, told: u8) -> f64 {
        let rule = &self.rules.channels[channel];
        rule.pool.map_or(0.0, |pool| {
            let rank = self.rules.pools[pool].ranks[journey.kind.number][channel];
            let known = self.agent_who_knows(rule, journey, pool, told);
            self.pools[pool].expected_wait(rank, rule.demand(), rule.typical_minutes, known)
        })
    }
}
