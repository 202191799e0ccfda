//! One stay in one channel, and the seam that leads into it.

use super::experience::LastStraw;
use super::journey::{Arrival, Identity, Journey};
use super::rules::{Channel, NOWHERE, Rules, WrongMatch};
use super::{records, restart};
use crate::chance::CustomerLuck;
use crate::chance::maths::shifted;
use crate::mistakes::Mistake::{ContextKept, RecordsUnrepaired};
use crate::mistakes::is_made;
use crate::scenario::MOST_CHANNELS;
use crate::scenario::meant::LostContext;
use crate::scenario::timetable::{Micros, float, micros, nearest};

const WAITING: usize = 0;
const HANDLING: usize = 1;
const ACCESS: usize = 2;
const IDENTIFICATION: usize = 3;
const REBUILDING: usize = 4;

/// How an attempt at a step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttemptEnd {
    /// The customer left.
    Left,
    /// On to the next step.
    Succeeded,
    /// It did not work.
    Failed,
}

/// The customer arrives in the channel of this rule.
#[inline(always)]
pub fn arrive(rule: &Channel, journey: &mut Journey, arrival: Arrival, now: Micros) {
    let since = if arrival == Arrival::Warm { journey.contact.since } else { now };
    let on_the_way = now - journey.contact.arrived;
    let contact = &mut journey.contact;
    contact.luck = journey.luck.contact(journey.contacts);
    (contact.arrived, contact.since) = (now, since);
    (contact.overhead, contact.handled) = (0, 0);
    (contact.arrival, contact.form) = (arrival, rule.form);
    (contact.cold, contact.better, contact.worse) = (false, false, false);
    journey.contact.effort_before = journey.total_effort;
    (journey.before, journey.channel) = (journey.channel, rule.number);
    if journey.contacts == 0 {
        journey.first_channel = journey.channel;
    } else {
        journey.switches += u16::from(journey.before != journey.channel);
    }
    journey.contacts += 1;
    journey.openings_missed = 0;
    if arrival == Arrival::Chosen {
        turn_to(rule, journey);
        journey.take_effort(ACCESS, on_the_way);
        journey.met_somebody = rule.assisted;
    } else {
        journey.transfers += 1;
        journey.last_straw = LastStraw::Transfer;
        journey.cold_transfers += u16::from(arrival == Arrival::Cold);
        // Whoever a machine puts through, before anybody served them, is new to those who serve.
        if rule.assisted && !journey.met_somebody {
            turn_to(rule, journey);
        }
        journey.met_somebody |= rule.assisted;
    }
}

/// Counts a turn to a channel, as its own books and first-contact resolution do.
#[inline(always)]
fn turn_to(rule: &Channel, journey: &mut Journey) {
    let bit = 1 << rule.number;
    journey.again |= journey.once & bit;
    journey.once |= bit;
    journey.initiated_assisted += u16::from(rule.assisted);
}

/// Waiting ends, by service or by hanging up; returns the time waited.
pub fn stop_waiting(rule: &Channel, journey: &mut Journey, now: Micros) -> Micros {
    let waited = now - journey.contact.arrived;
    journey.take_effort(WAITING, weighted(waited, rule.waiting_weight));
    waited
}

/// Service begins: identification, context and conflict are settled, the last two between this channel and the one that
/// was last told the story; whoever has only hung up so far has nothing to lose. The first attempt's time then comes from
/// [`begin_attempt`].
#[inline(always)]
pub fn cross_seam(
    rules: &Rules,
    rule: &Channel,
    journey: &mut Journey,
    customer: impl FnOnce() -> CustomerLuck,
    now: Micros,
) {
    debug_assert_eq!(rule.number, journey.channel);
    let seam = &journey.kind.seams[usize::from(journey.told)][usize::from(rule.number) % MOST_CHANNELS];
    let luck = journey.contact.luck;
    journey.contact.began = now;
    (journey.identity, journey.lost_context) = (Identity::NotAsked, false);
    if rule.identify > 0 {
        if let Some(wrong_match) = &rules.wrong_match {
            if is_mistaken(rules, wrong_match, rule, journey, customer()) {
                return;
            }
        } else if !luck.recognised().falls_below(seam.recognised.get()) {
            identify(rule, journey);
        }
    }
    if journey.told == NOWHERE {
        return;
    }
    let is_kept = luck.context().falls_below(seam.context_kept.get()) || is_made(ContextKept);
    if !journey.contact.arrival.keeps_context() && !is_kept {
        lose_context(journey);
    }
    if journey.told != rule.number && !luck.consistent().falls_below(seam.consistent.get()) {
        let better_share = rules.better_share[usize::from(journey.told)][usize::from(rule.number) % MOST_CHANNELS];
        let better = luck.better().falls_below(better_share);
        (journey.contact.better, journey.contact.worse) = (better, !better);
        journey.better += u16::from(better);
        journey.worse += u16::from(!better);
        if !better {
            journey.last_straw = LastStraw::Conflict;
        }
    }
}

/// The customer says who they are.
#[inline(always)]
fn identify(rule: &Channel, journey: &mut Journey) {
    journey.identity = Identity::Asked;
    journey.take_effort(IDENTIFICATION, rule.identify);
    journey.contact.overhead += rule.identify;
}

/// Identification where recognition may be the customer's, or lead to somebody else's record; whether it does, and all else
/// is settled with that.
#[cold]
fn is_mistaken(
    rules: &Rules,
    wrong_match: &WrongMatch,
    rule: &Channel,
    journey: &mut Journey,
    customer: CustomerLuck,
) -> bool {
    let seam = &journey.kind.seams[usize::from(journey.told)][usize::from(rule.number) % MOST_CHANNELS];
    if records::recognition(rules, journey.contact.luck, customer).falls_below(seam.recognised.get()) {
        let is_wrong = records::is_wrong(wrong_match, journey);
        if is_wrong {
            meet_wrong_record(rules, journey);
        }
        return is_wrong;
    }
    identify(rule, journey);
    false
}

/// The record is somebody else's: putting that right takes time, the story is lost, and what is told is wrong.
fn meet_wrong_record(rules: &Rules, journey: &mut Journey) {
    journey.identity = Identity::Mistaken;
    journey.wrong_records += 1;
    if !is_made(RecordsUnrepaired) {
        rebuild(journey, micros(rules.whole.seam.repair_minutes));
    }
    if journey.told != NOWHERE {
        lose_context(journey);
    }
    journey.contact.worse = true;
    journey.worse += 1;
    journey.last_straw = LastStraw::WrongRecord;
}

fn lose_context(journey: &mut Journey) {
    journey.lost_context = true;
    journey.contact.cold = true;
    match journey.kind.lost_context {
        LostContext::Rebuild(minutes) => {
            rebuild(journey, micros(minutes));
        }
        LostContext::Restart(first) => restart::from(journey, first),
    }
}

/// Telling again takes time, before the first attempt.
pub fn rebuild(journey: &mut Journey, time: Micros) {
    journey.take_effort(REBUILDING, time);
    journey.contact.overhead += time;
}

/// Whoever stays with a basket that has met an older one sets that aside first.
#[cold]
pub fn set_aside(journey: &mut Journey) {
    if let Some(baskets) = journey.kind.baskets {
        rebuild(journey, baskets.set_aside);
    }
}

/// An attempt at the step reached begins; returns the work that it asks for, with any overhead of the seam.
#[inline(always)]
pub fn begin_attempt(journey: &mut Journey) -> Micros {
    let luck = journey.luck.attempt(journey.step, journey.attempts[journey.step()]);
    journey.contact.attempt = luck;
    journey.contact.overhead + micros(journey.attempt().minutes.at(luck.minutes()))
}

/// The attempt under way ends: leave, succeed or fail. The more is known of the customer, the more what knowing does to
/// success.
#[inline(always)]
pub fn end_attempt(rule: &Channel, journey: &mut Journey, known: f64, now: Micros) -> AttemptEnd {
    let elapsed = now - journey.contact.began;
    let handling = elapsed.saturating_sub(journey.contact.overhead);
    journey.take_effort(HANDLING, weighted(handling, rule.handling_weight));
    journey.contact.handled += elapsed;
    journey.contact.began = now;
    journey.contact.overhead = 0;
    journey.attempts[journey.step()] += 1;
    let attempt = journey.attempt();
    let contact = &mut journey.contact;
    let luck = contact.attempt;
    let cold = std::mem::take(&mut contact.cold);
    if luck.leave().falls_below(attempt.leave[usize::from(contact.worse)]) {
        return AttemptEnd::Left;
    }
    let plain = attempt.success[usize::from(cold) + 2 * usize::from(contact.better)];
    let success = if known == 0.0 { plain } else { shifted(plain, attempt.beta * known) };
    if luck.success().falls_below(success) {
        if journey.step == journey.kind.priced_step {
            journey.discounted = contact.better;
        }
        journey.step += 1;
        return AttemptEnd::Succeeded;
    }
    AttemptEnd::Failed
}

fn weighted(time: Micros, weight: f64) -> Micros {
    if weight == 1.0 { time } else { nearest(float(time) * weight) }
}
