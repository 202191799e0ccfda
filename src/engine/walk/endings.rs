//! How journeys end, or seem to: what the customer takes away, and what follows.

use super::mechanisms::Mechanisms;
use super::{Moment, Next, World, schedule};
use crate::chance::named;
use crate::engine::agenda::Agenda;
use crate::engine::tally::{Ending, Record, Unpursued};
use crate::model::experience::{self, Ended, LastStraw};
use crate::model::journey::{Customer, First, Journey, Phase};
use crate::model::mechanism::{Hook, JourneyEnd};
use crate::scenario::timetable::{Micros, micros};

/// Where the luck of reopening stands below a contact's; whether the case comes back, and when.
const REOPENING: u64 = named("reopening");
const WHETHER: u64 = 0;
const WHEN: u64 = 1;

impl<A: Agenda, R: Record, M: Mechanisms> World<'_, A, R, M> {
    /// All steps are done, but the case may come back; until it does, nothing has ended.
    #[cold]
    pub(super) fn seems_completed(&mut self, customer: &mut Customer, journey: &mut Journey, at: Moment) -> Next {
        let luck = journey.contact.luck.own(REOPENING);
        if luck.draw(WHETHER).falls_below(journey.kind.reopens) {
            let later = journey.kind.reopens_after.at(luck.draw(WHEN));
            return schedule(journey, Phase::Reopening, at.now + micros(later));
        }
        self.end_journey(customer, journey, Ended::completed(journey), at)
    }

    /// A case that seemed completed comes back: its last contact has failed after all, and the last step is still to be
    /// done. Whoever goes on turns to a channel at once, with all the time that a journey has.
    #[cold]
    pub(super) fn comes_back(&mut self, customer: &mut Customer, journey: &mut Journey, at: Moment) -> Next {
        journey.reopened += 1;
        journey.step -= 1;
        journey.over = at.now + journey.kind.give_up;
        journey.last_straw = LastStraw::Repeat;
        if journey.initiated_assisted > 0 {
            // Whoever comes back turns anew to those who seemed to have served them well, wherever the next contact is.
            journey.initiated_assisted += 1;
        }
        if experience::gives_up(self.rules, journey, self.luck_of(journey.customer)) {
            return self.end_journey(customer, journey, Ended::GivenUp, at);
        }
        schedule(journey, Phase::Choosing, at.now)
    }

    /// A journey ends, when its moment has come: the customer takes away an experience, may be lost, and something may
    /// follow.
    pub(super) fn end_journey(
        &mut self,
        customer: &mut Customer,
        journey: &mut Journey,
        ended: Ended,
        at: Moment,
    ) -> Next {
        let (rules, now) = (self.rules, at.now);
        if at.ahead {
            return self.wait(journey, Phase::Ending(ended), now);
        }
        let x = experience::experience(rules, journey, ended);
        let reported = experience::reported(rules, ended, x);
        let money = if ended.is_completed() {
            experience::money(rules, journey, || self.luck_of(journey.customer))
        } else {
            None
        };
        let first = if now >= rules.warm_up { customer.first(journey, ended) } else { First::default() };
        let lost = self.customer_feels(customer, journey, ended, x, now);
        self.record.ended(rules, journey, &Ending { ended, experience: x, reported, lost, money, first }, now);
        let end = JourneyEnd { ended, money, now };
        self.each(Hook::Journey, |mechanism, scene| mechanism.journey_ended(scene, customer, journey, end));
        Next::Ended
    }

    /// Updates satisfaction, and decides whether the customer is lost over it; `None` where they were lost before.
    #[inline(always)]
    fn customer_feels(
        &mut self,
        customer: &mut Customer,
        journey: &Journey,
        ended: Ended,
        x: f64,
        now: Micros,
    ) -> Option<bool> {
        let rules = self.rules;
        let before = customer.satisfaction;
        customer.satisfaction = experience::updated(rules, before, x);
        if customer.lost {
            return None;
        }
        let luck = self.luck_of(journey.customer);
        let lost = experience::is_lost(rules, journey, ended, customer.satisfaction, luck);
        customer.lost = lost;
        self.record.felt(rules, journey.customer, customer, before, now);
        if lost {
            self.record.lost(rules, journey, LastStraw::of(journey, ended), now);
        }
        Some(lost)
    }

    /// A need is not pursued: nothing is felt, but the customer may be lost over it.
    #[cold]
    pub(super) fn not_pursued(
        &mut self,
        customer: &mut Customer,
        journey: &Journey,
        why: Unpursued,
        now: Micros,
    ) -> Next {
        let lost = !customer.lost && journey.luck.loss().falls_below(journey.kind.typed.loss_not_pursued);
        self.record.not_pursued(self.rules, journey, why, lost, now);
        if lost {
            customer.lost = true;
            self.record.felt(self.rules, journey.customer, customer, customer.satisfaction, now);
        }
        Next::Ended
    }
}
