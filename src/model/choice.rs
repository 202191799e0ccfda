//! Which channel (4.2): a mixed logit among the channels that offer the step and are within reach, by inversion of
//! one draw over the channels in order of declaration.

use super::journey::Journey;
use super::rules::Rules;
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
    /// The channel whose habit pulls, if any.
    pub habit: u8,
    /// The row of the channel before.
    pub before: usize,
    /// Weight of doing nothing.
    pub outside: f64,
    /// The draw.
    pub luck: Uniform,
}

/// Chooses a channel, or nothing; `wait` tells the wait that a channel seems to ask for (minutes).
pub fn choose(rules: &Rules, journey: &Journey, decision: &Decision, wait: impl Fn(usize) -> f64) -> Choice {
    let Decision { candidates, habit, before, outside, luck } = *decision;
    let weights = journey.weights(rules, before);
    let mut sums = [0.0; MOST_CHANNELS];
    let mut sum = 0.0;
    for (channel, so_far) in sums.iter_mut().enumerate().take(rules.channels.len()) {
        if candidates >> channel & 1 == 1 {
            let mut weight = weights[channel] * f64::from(journey.liking[channel]);
            if habit == channel as u8 {
                weight *= rules.habit;
            }
            let minutes = wait(channel);
            if minutes > 0.0 {
                weight *= exp(-rules.wait_aversion * minutes);
            }
            sum += weight;
        }
        *so_far = sum;
    }
    let target = luck.get() * (sum + outside);
    if outside > 0.0 && target >= sum {
        return Choice::Nothing;
    }
    let chosen = sums[..rules.channels.len()].iter().position(|&so_far| target < so_far);
    // Where all weights vanish (a wait beyond all measure), the first candidate is as good as any.
    Choice::Channel(chosen.map_or(candidates.trailing_zeros() as u8, |channel| channel as u8))
}

/// The channel, among the `candidates` (bits), where the step reached succeeds most often.
pub fn best_at_step(rules: &Rules, journey: &Journey, candidates: u16) -> Option<u8> {
    let row = &rules.journeys[usize::from(journey.kind)].attempts[usize::from(journey.step)];
    let odds = |channel: usize| row[channel].map_or(0.0, |attempt| (1.0 - attempt.leave[0]) * attempt.success[0]);
    let mut best: Option<usize> = None;
    for channel in (0..rules.channels.len()).filter(|channel| candidates >> channel & 1 == 1) {
        if best.is_none_or(|best| odds(channel) > odds(best)) {
            best = Some(channel);
        }
    }
    best.map(|channel| channel as u8)
}
