//! How journeys end: what the customer takes away, and what follows.

use super::mechanisms::Mechanisms;
use super::{Moment, Next, World};
use crate::engine::agenda::Agenda;
use crate::engine::tally::{Ending, Record, Unpursued};
use crate::model::experience::{self, Ended};
use crate::model::journey::{Customer, Journey, Phase};
use crate::model::mechanism::Hook;
use crate::model::rules::Rules;
use crate::scenario::timetable::{Micros, float, nearest};

impl<A: Agenda, R: Record, M: Mechanisms> World<'_, A, R, M> {
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
        let money = if ended.is_completed() { money(rules, journey) } else { None };
        let lost = self.customer_feels(customer, journey, ended, x, now);
        self.record.ended(rules, journey, &Ending { ended, experience: x, reported, lost, money }, now);
        self.each(Hook::Journey, |mechanism, scene| mechanism.journey_ended(scene, customer, journey, ended, now));
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
        customer.lost = experience::is_lost(rules, journey, ended, customer.satisfaction, luck);
        self.record.felt(rules, customer, before, now);
        Some(customer.lost)
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
            self.record.felt(self.rules, customer, customer.satisfaction, now);
        }
        Next::Ended
    }
}

/// Value and margin of a completed journey (millionths of EUR); a better price found elsewhere comes off both, and may cost
/// more than the margin.
fn money(rules: &Rules, journey: &Journey) -> Option<(u64, i64)> {
    let value = experience::value_micros(rules, journey)?;
    let discount = if journey.discounted { rules.whole.conflict.better_discount } else { 0.0 };
    let margin = journey.kind.typed.margin - discount;
    let part = |share: f64| nearest(float(value) * share);
    let sign = if margin < 0.0 { -1 } else { 1 };
    Some((part(1.0 - discount), sign * part(margin.abs()).min(i64::MAX as u64).cast_signed()))
}
