//! Which channel: a mixed logit among the channels that offer the step and are within reach, by inversion of
//! one draw over the channels in order of name.

use super::bits;
use super::journey::Journey;
use super::rules::{NOWHERE, Rules, Weights, running};
use crate::chance::Uniform;
use crate::chance::maths::exp;
use crate::scenario::MOST_CHANNELS;

/// What a customer decides at the start of a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// This channel.
    Channel(u8),
    /// The need is not worth the trouble.
    Nothing,
}

/// What a choice depends on beside the journey.
#[derive(Debug, Clone, Copy)]
pub struct Decision {
    /// Channels to choose from, as bits; at least one.
    pub candidates: u16,
    /// The channel whose habit pulls, or [`super::rules::NOWHERE`].
    pub habit: u8,
    /// The channel before, or [`super::rules::NOWHERE`].
    pub before: u8,
    /// Channels, as bits, whose queue is judged.
    pub queues: u16,
    /// Weight of doing nothing.
    pub outside: f64,
    /// Factors on the weights of channels, where something beside all of this makes a difference.
    pub factors: Option<Weights>,
    /// The draw.
    pub luck: Uniform,
}

/// Chooses a channel, or nothing, by weighing them (out of line: [`look_up`] spares that where it can); `wait` tells the
/// wait that a channel seems to ask for (minutes).
#[inline(never)]
pub fn choose(rules: &Rules, journey: &Journey, decision: &Decision, wait: impl Fn(usize) -> f64) -> Choice {
    let mut sums = weighed(rules, journey, decision, &wait);
    let all_wait = decision.candidates & !decision.queues == 0;
    if all_wait && decision.outside == 0.0 && sums[MOST_CHANNELS - 1] < NEXT_TO_NOTHING {
        // What all waits have in common decides nothing, and has made the weights too small to tell what does.
        let least = bits(decision.candidates).map(&wait).fold(f64::INFINITY, f64::min);
        sums = weighed(rules, journey, decision, |channel| wait(channel) - least);
    }
    pick(&sums, decision.candidates, decision.outside, decision.luck)
}

/// Sums of weights below this have lost digits.
const NEXT_TO_NOTHING: f64 = 1e-250;

/// Running sums of the weights that the candidates have for this customer at this moment; the others weigh nothing, and
/// so are never picked.
fn weighed(rules: &Rules, journey: &Journey, decision: &Decision, wait: impl Fn(usize) -> f64) -> Weights {
    let Decision { candidates, habit, before, queues, .. } = *decision;
    let (weights, liking) = (journey.weights(before), &journey.liking);
    let mut all: Weights = std::array::from_fn(|channel| {
        if candidates >> channel & 1 == 1 { weights[channel] * f64::from(liking[channel]) } else { 0.0 }
    });
    if habit != NOWHERE {
        all[usize::from(habit)] *= rules.habit;
    }
    if let Some(factors) = &decision.factors {
        all.iter_mut().zip(factors).for_each(|(weight, factor)| *weight *= factor);
    }
    for channel in bits(candidates & queues) {
        let minutes = wait(channel);
        if minutes > 0.0 {
            all[channel] *= exp(-rules.wait_aversion * minutes);
        }
    }
    running(all)
}

/// Looks a choice up, where all choose alike among all channels that offer the step, after the channel `before`.
#[inline(always)]
pub fn look_up(journey: &Journey, before: u8, candidates: u16, outside: f64, luck: Uniform) -> Option<Choice> {
    if journey.kind.running_weights.is_empty() || candidates != journey.offered() {
        return None;
    }
    Some(pick(journey.running_weights(before), candidates, outside, luck))
}

/// Picks among candidates (bits) by inversion: the first channel whose running sum is above the draw.
#[inline(always)]
fn pick(sums: &Weights, candidates: u16, outside: f64, luck: Uniform) -> Choice {
    let sum = sums[MOST_CHANNELS - 1];
    let target = luck.get() * (sum + outside);
    if outside > 0.0 && target >= sum {
        return Choice::Nothing;
    }
    let chosen = passed(sums, target);
    // Where all weights vanish (a liking below all measure), the first candidate is as good as any.
    Choice::Channel(if chosen < MOST_CHANNELS { chosen as u8 } else { candidates.trailing_zeros() as u8 })
}

/// How many of the running sums are not above a number: counted without a branch within each half, since none could be
/// foreseen.
#[inline(always)]
fn passed(sums: &Weights, target: f64) -> usize {
    let (few, more) = sums.split_at(MOST_CHANNELS / 2);
    let count = |sums: &[f64]| sums.iter().map(|&so_far| usize::from(target >= so_far)).sum::<usize>();
    let passed = count(few);
    if passed < few.len() { passed } else { passed + count(more) }
}

/// The channel, among the `candidates` (bits), where the step reached succeeds most often.
pub fn best_at_step(journey: &Journey, candidates: u16) -> Option<u8> {
    let row = &journey.kind.attempts[usize::from(journey.step)];
    let odds = |channel: usize| (1.0 - row[channel].leave[0]) * row[channel].success[0];
    let mut best: Option<usize> = None;
    for channel in bits(candidates) {
        if best.is_none_or(|best| odds(channel) > odds(best)) {
            best = Some(channel);
        }
    }
    best.map(|channel| channel as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passed_counts_the_sums_that_a_plain_search_goes_past() {
        let (mut weights, mut few) = ([0.5; MOST_CHANNELS], [0.0; MOST_CHANNELS]);
        (weights[0], weights[7], weights[15]) = (0.0, 0.0, 0.0);
        (few[2], few[9]) = (1.0, 2.0);
        for sums in [running(weights), running(few), running([0.0; MOST_CHANNELS])] {
            for target in 0..700 {
                let target = f64::from(target) / 100.0;
                let plain = sums.iter().position(|&so_far| target < so_far).unwrap_or(MOST_CHANNELS);
                assert_eq!(passed(&sums, target), plain, "{target} in {sums:?}");
            }
        }
    }
}
