//! Markov chains in continuous time over states of any kind, told by where each state leads and how fast.
//!
//! Stewart (1994). Assumes that finitely many states can be
//! reached; a chain without bound is cut where what lies beyond is negligible.

use std::collections::BTreeMap;

/// Weight by state: a probability, or time spent there.
pub type Law<S> = Vec<(S, f64)>;

/// Sum of a value over all states, each by its weight.
pub fn mean<S>(law: &Law<S>, value: impl Fn(&S) -> f64) -> f64 {
    law.iter().map(|(state, weight)| weight * value(state)).sum()
}

/// The states that can be reached, and the rates between them.
struct Chain<S> {
    states: Vec<S>,
    /// All passages, by the state they lead to: where from, and the rate.
    passages: Vec<(u32, f64)>,
    /// Where the passages into each state begin among them, and where the last ends.
    into: Vec<usize>,
    /// Total rate of leaving each state.
    out: Vec<f64>,
}

impl<S: Ord + Clone> Chain<S> {
    fn explore(start: impl IntoIterator<Item = S>, onward: impl Fn(&S) -> Vec<(S, f64)>) -> Self {
        let mut states: Vec<S> = start.into_iter().collect();
        let mut numbers: BTreeMap<S, u32> = states.iter().cloned().zip(0..).collect();
        let (mut passages, mut out) = (Vec::new(), Vec::new());
        while out.len() < states.len() {
            let from = out.len();
            let leads = onward(&states[from]);
            out.push(leads.iter().map(|(_, rate)| rate).sum());
            for (to, rate) in leads {
                let number = *numbers.entry(to).or_insert_with_key(|to| {
                    states.push(to.clone());
                    states.len() as u32 - 1
                });
                passages.push((number, from as u32, rate));
            }
        }
        passages.sort_unstable_by_key(|&(to, from, _)| (to, from));
        let into = (0..=states.len() as u32).map(|state| passages.partition_point(|&(to, ..)| to < state)).collect();
        Self { states, passages: passages.into_iter().map(|(_, from, rate)| (from, rate)).collect(), into, out }
    }

    fn flow_into(&self, state: usize, weights: &[f64]) -> f64 {
        let passages = &self.passages[self.into[state]..self.into[state + 1]];
        passages.iter().map(|&(from, rate)| rate * weights[from as usize]).sum()
    }

    fn law(self, weights: Vec<f64>) -> Law<S> {
        self.states.into_iter().zip(weights).collect()
    }
}

/// The stationary law, by the method of Gauss and Seidel, there and back over the states in the order in which they are
/// reached.
///
/// `onward` tells where a state leads and at which rate; each state must be reachable from every other.
pub fn stationary<S: Ord + Clone>(start: S, onward: impl Fn(&S) -> Vec<(S, f64)>) -> Law<S> {
    const ENOUGH: f64 = 1e-12;
    const SWEEPS: usize = 100_000;
    let chain = Chain::explore([start], onward);
    let size = chain.states.len();
    let mut weights = vec![1.0 / size as f64; size];
    for _ in 0..SWEEPS {
        let mut moved = 0.0;
        for state in (0..size).chain((0..size).rev()) {
            let weight = chain.flow_into(state, &weights) / chain.out[state];
            moved += (weight - weights[state]).abs();
            weights[state] = weight;
        }
        let total: f64 = weights.iter().sum();
        for weight in &mut weights {
            *weight /= total;
        }
        if moved < ENOUGH * total {
            break;
        }
    }
    chain.law(weights)
}

/// A chain's law after some time, and the time spent in each state until then, in that unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage<S> {
    /// The law at the end.
    pub after: Law<S>,
    /// Expected time spent in each state.
    pub spent: Law<S>,
}

/// What becomes of a law within `time`, by uniformisation (Jensen 1953): the chain makes a Poisson number of jumps, some
/// of them to where it is.
///
/// States without a way on keep what reaches them.
pub fn pass<S: Ord + Clone>(start: &Law<S>, time: f64, onward: impl Fn(&S) -> Vec<(S, f64)>) -> Passage<S> {
    /// Jumps expected in one go, so few that the chance of none is no small number.
    const JUMPS: f64 = 16.0;
    let chain = Chain::explore(start.iter().map(|(state, _)| state.clone()), onward);
    let jump_rate = chain.out.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let slices = (jump_rate * time / JUMPS).ceil().max(1.0);
    let mut law: Vec<f64> = start.iter().map(|&(_, weight)| weight).collect();
    law.resize(chain.states.len(), 0.0);
    let mut spent = vec![0.0; law.len()];
    for _ in 0..slices as usize {
        law = pass_slice(&chain, law, &mut spent, jump_rate, time / slices);
    }
    let spent = chain.states.iter().cloned().zip(spent).collect();
    Passage { after: chain.law(law), spent }
}

/// One slice of time, with few jumps; adds the time spent in each state.
fn pass_slice<S: Ord + Clone>(
    chain: &Chain<S>,
    mut law: Vec<f64>,
    spent: &mut [f64],
    jump_rate: f64,
    time: f64,
) -> Vec<f64> {
    const NEGLIGIBLE: f64 = 1e-16;
    let jumps = jump_rate * time;
    let mut after = vec![0.0; law.len()];
    let (mut probability, mut more) = ((-jumps).exp(), 1.0);
    for jump in 1.. {
        more -= probability;
        for state in 0..law.len() {
            after[state] += probability * law[state];
            spent[state] += more.max(0.0) / jump_rate * law[state];
        }
        probability *= jumps / f64::from(jump);
        if f64::from(jump) > jumps && probability < NEGLIGIBLE {
            break;
        }
        law = jumped(chain, &law, jump_rate);
    }
    after
}

/// The law after one jump.
fn jumped<S: Ord + Clone>(chain: &Chain<S>, law: &[f64], jump_rate: f64) -> Vec<f64> {
    let stays = |state: usize| law[state] * (1.0 - chain.out[state] / jump_rate);
    (0..law.len()).map(|state| stays(state) + chain.flow_into(state, law) / jump_rate).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::{assert_near, assert_within};

    /// Customers who come at rate 2 to three agents, and are turned away by a full house.
    fn loss_system(busy: u32) -> Vec<(u32, f64)> {
        let mut onward = Vec::new();
        if busy < 3 {
            onward.push((busy + 1, 2.0));
        }
        if busy > 0 {
            onward.push((busy - 1, f64::from(busy)));
        }
        onward
    }

    #[test]
    fn a_loss_system_is_as_full_as_erlang_b_says() {
        let law = stationary(0, |&busy| loss_system(busy));
        let full = mean(&law, |&busy| f64::from(u8::from(busy == 3)));
        assert_within(full, super::super::queues::erlang_b(2.0, 3), 1e-12);
        assert_within(mean(&law, |_| 1.0), 1.0, 1e-12);
    }

    #[test]
    fn two_states_approach_their_law_exponentially() {
        // On at rate 0.2, off at rate 0.3: P(on at t) = 0.4 (1 - exp(-t/2)), and the time on is its integral.
        let onward = |&on: &bool| vec![(!on, if on { 0.3 } else { 0.2 })];
        for time in [0.0, 0.7, 40.0, 900.0] {
            let passage = pass(&vec![(false, 1.0)], time, onward);
            let on = |&on: &bool| f64::from(u8::from(on));
            assert_within(mean(&passage.after, on), 0.4 * (1.0 - f64::exp(-time / 2.0)), 1e-12);
            let spent = 0.4 * (time - 2.0 * (1.0 - f64::exp(-time / 2.0)));
            assert_within(mean(&passage.spent, on), spent, 1e-11 * time.max(1.0));
            assert_near(mean(&passage.spent, |_| 1.0), time);
        }
    }

    #[test]
    fn what_reaches_an_end_stays_there() {
        let onward = |&left: &u32| if left == 0 { Vec::new() } else { vec![(left - 1, 1.0)] };
        let passage = pass(&vec![(2, 1.0)], 3.0, onward);
        let ended = mean(&passage.after, |&left| f64::from(u8::from(left == 0)));
        assert_near(ended, 1.0 - 4.0 * f64::exp(-3.0));
    }

    #[test]
    fn long_after_the_start_the_law_is_the_one_that_lasts() {
        let late = pass(&vec![(0, 1.0)], 60.0, |&busy| loss_system(busy)).after;
        for ((state, weight), (lasting, share)) in late.iter().zip(&stationary(0, |&busy| loss_system(busy))) {
            assert_eq!(state, lasting);
            assert_within(*weight, *share, 1e-11);
        }
    }
}
