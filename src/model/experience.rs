//! How a journey ends for the customer: giving up, the experience, loss.

use super::journey::{Journey, cause_and_need};
use super::rules::Rules;
use super::traits;
use crate::chance::CustomerLuck;
use crate::chance::maths::{ln, shifted};
use crate::mistakes::Mistake::RiseAsFall;
use crate::mistakes::is_made;
use crate::scenario::timetable::{NEVER, float, micros, minutes, nearest};

/// How a journey ended, for the customer and for the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ended {
    /// Completed without a failed contact.
    ResolvedFirst,
    /// Completed after a failed contact.
    ResolvedLate,
    /// Completed after a single failed contact, with no context lost in the last one.
    Recovered,
    /// Left for reasons of the customer's own.
    Left,
    /// Given up over what went wrong.
    GivenUp,
    /// Cut off at the limit of contacts; for the customer, given up.
    CutOff,
}

/// Number of ways in which a journey can end.
pub const ENDINGS: usize = Ended::CutOff as usize + 1;

/// What last went wrong in a journey: of a customer who is lost over it, the last straw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastStraw {
    /// Nothing did.
    Nothing,
    /// The customer hung up, was turned away, or made a trip in vain.
    Wait,
    /// A contact failed in another way, or what it seemed to have done did not last.
    Repeat,
    /// The firm passed the customer on.
    Transfer,
    /// Two channels told different things, for the worse.
    Conflict,
    /// The customer met somebody else's record.
    WrongRecord,
    /// The journey was given up, or cut off.
    GaveUp,
}

/// Number of last straws that there are.
pub const LAST_STRAWS: usize = LastStraw::GaveUp as usize + 1;

impl LastStraw {
    /// That of a journey which has ended in this way.
    pub fn of(journey: &Journey, ended: Ended) -> Self {
        if ended.is_given_up() { Self::GaveUp } else { journey.last_straw }
    }
}

impl Ended {
    /// That of a journey all of whose steps are done.
    #[inline]
    pub fn completed(journey: &Journey) -> Self {
        match journey.failed {
            0 => Self::ResolvedFirst,
            1 if !journey.lost_context => Self::Recovered,
            _ => Self::ResolvedLate,
        }
    }

    /// Whether all steps were done.
    #[inline]
    pub fn is_completed(self) -> bool {
        self <= Self::Recovered
    }

    /// Whether the customer gave up over what went wrong.
    #[inline]
    pub fn is_given_up(self) -> bool {
        self >= Self::GivenUp
    }
}

/// Whether failed contacts have used up what the customer puts up with; counts the contact that has just failed. A customer
/// puts up with the tolerance times a unit exponential, which is the law of giving up with probability
/// 1 - e^(-effort/tolerance) after each.
#[inline(always)]
pub fn gives_up(rules: &Rules, journey: &mut Journey, customer: CustomerLuck) -> bool {
    journey.failed += 1;
    journey.failed_effort += journey.total_effort - journey.contact.effort_before;
    let tolerance = rules.segments[usize::from(journey.segment)].tolerance.at(customer.tolerance());
    let luck = journey.luck.budget().get();
    // -ln(1 - u) is more than u: most have not even used up that.
    if journey.failed_effort < micros(luck * tolerance) {
        return false;
    }
    let budget = micros(-ln(1.0 - luck) * tolerance);
    budget < NEVER && journey.failed_effort >= budget
}

/// The experience x in [0, 1] of an ended journey.
#[inline(always)]
pub fn experience(rules: &Rules, journey: &Journey, ended: Ended) -> f64 {
    let weight = &rules.whole.experience;
    let reference = journey.kind.reference_minutes;
    let excess = (minutes(journey.total_effort) / reference - 1.0).clamp(0.0, weight.excess_effort_cap);
    let better = if journey.kind.value.is_some() { rules.whole.conflict.better_experience } else { 0.0 };
    let lost = weight.failed_contact * f64::from(journey.failed)
        + weight.excess_effort * excess
        + rules.whole.conflict.worse_experience * f64::from(journey.worse)
        - better * f64::from(journey.better)
        + weight.transfer * f64::from(journey.transfers)
        + weight.wrong_match * f64::from(journey.wrong_records)
        + weight.stock_out * f64::from(journey.stock_outs)
        + if ended.is_given_up() { weight.given_up } else { 0.0 };
    (1.0 - lost).clamp(0.0, 1.0)
}

/// What the customer says of it: above x when a failure was made good (R6).
#[inline(always)]
pub fn reported(rules: &Rules, ended: Ended, experience: f64) -> f64 {
    let lift = if ended == Ended::Recovered { rules.whole.experience.recovery } else { 0.0 };
    (experience + lift).min(1.0)
}

/// Satisfaction after an experience.
#[inline(always)]
pub fn updated(rules: &Rules, satisfaction: f64, experience: f64) -> f64 {
    let share = if experience < satisfaction || is_made(RiseAsFall) {
        rules.whole.experience.fall
    } else {
        rules.whole.experience.rise
    };
    satisfaction + share * (experience - satisfaction)
}

/// Whether the customer is lost over an ended journey. An occasion can lose anyone; other journeys lose only by what
/// they add to the chance that an occasion has anyway.
#[inline(always)]
pub fn is_lost(rules: &Rules, journey: &Journey, ended: Ended, satisfaction: f64, customer: CustomerLuck) -> bool {
    let law = &rules.whole.loss;
    let stated = match ended {
        Ended::ResolvedLate | Ended::Recovered => law.late,
        Ended::GivenUp | Ended::CutOff => law.given_up,
        Ended::ResolvedFirst | Ended::Left => 0.0,
    };
    let shift = law.stated_to_actual * stated + law.satisfaction * (rules.whole.experience.start - satisfaction);
    let occasion = journey.kind.occasion;
    let draw = journey.luck.loss();
    // A shift s of the logit moves no probability by more than tanh(s/4) <= s/4: most draws are above even that, and above
    // what it is added to for most customers.
    let added = 0.25 * shift.max(0.0);
    if !occasion && draw.get() >= added {
        return false;
    }
    let propensity = &rules.segments[usize::from(journey.segment)].propensity;
    if draw.get() >= propensity.bound(|| customer.propensity()) + added {
        return false;
    }
    let plain = propensity.at(|| customer.propensity());
    if draw.get() >= plain + added {
        return false;
    }
    let likely = shifted(plain, shift);
    draw.falls_below(if occasion { likely } else { likely - plain })
}

/// Value and margin of a completed journey (millionths of a unit of money); a better price found elsewhere and what a campaign gives
/// away come off both, and may cost more than the margin. A basket that holds all twice counts twice.
#[inline]
pub fn money(rules: &Rules, journey: &Journey, customer: impl FnOnce() -> CustomerLuck) -> Option<(u64, i64)> {
    let value = value_micros(rules, journey, customer)?;
    let better = if journey.discounted { rules.whole.conflict.better_discount } else { 0.0 };
    let (cause, _) = cause_and_need(journey.id);
    let discount = rules.campaign_of(cause).map_or(better, |campaign| (better + campaign.discount).min(1.0));
    let margin = journey.kind.typed.margin - discount;
    let part = |share: f64| nearest(float(value) * share);
    let sign = if margin < 0.0 { -1 } else { 1 };
    let (value, margin) = (part(1.0 - discount), sign * part(margin.abs()).min(i64::MAX as u64).cast_signed());
    Some(if journey.holds_twice { (value.saturating_mul(2), margin.saturating_mul(2)) } else { (value, margin) })
}

/// The value of a completed journey (millionths of a unit of money).
#[inline]
fn value_micros(rules: &Rules, journey: &Journey, customer: impl FnOnce() -> CustomerLuck) -> Option<u64> {
    let value = journey.kind.value?;
    let segment = &rules.segments[usize::from(journey.segment)];
    let factor = segment.value_factor * segment.spend.at(|| traits::spend(customer()));
    Some(nearest(value.at(journey.luck.value()) * factor * 1e6))
}
