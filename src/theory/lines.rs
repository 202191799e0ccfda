//! Queues that customers look at before they join, and queues that they come back to, in steady state.
//!
//! Poisson arrivals, exponential service, patience and pauses; solved as chains that are cut where what lies beyond is
//! negligible.

use super::chain::{Law, mean, stationary};
use super::choice::shares;
use super::recontact::Retrials;

/// Agents with a line of their own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// Agents.
    pub agents: u32,
    /// Mean service, in units of time.
    pub mean_service: f64,
    /// Mean patience, > 0, infinite for those who never hang up.
    pub mean_patience: f64,
    /// Most who may wait: the cut of the chain.
    pub longest: u32,
}

impl Line {
    /// The wait that the line seems to ask with `present` customers there: none if somebody is free, else (those who wait
    /// + 1) x mean service / agents.
    fn judged(&self, present: u32) -> f64 {
        let waiting = present.checked_sub(self.agents);
        waiting.map_or(0.0, |waiting| f64::from(waiting + 1) * self.mean_service / f64::from(self.agents))
    }

    fn waiting(&self, present: u32) -> f64 {
        f64::from(present.saturating_sub(self.agents))
    }

    fn leaving_rate(&self, present: u32) -> f64 {
        f64::from(present.min(self.agents)) / self.mean_service + self.waiting(present) / self.mean_patience
    }
}

/// How those fare who join a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Joined {
    /// Those who join, per unit of time.
    pub rate: f64,
    /// Their mean wait, hang-ups included.
    pub mean_wait: f64,
    /// Share of them who hang up.
    pub hang_up: f64,
}

/// Lines among which each newcomer chooses by multinomial logit, with utility -`aversion` x the wait that each seems to
/// ask; `elsewhere` are the utilities of what needs no wait (another desk, not coming at all).
///
/// Balking where there is one line (Haight 1957), joining the shorter queue, softly, where there are several. `rate`
/// newcomers per unit of time.
pub fn judged_lines(rate: f64, lines: &[Line], aversion: f64, elsewhere: &[f64]) -> Vec<Joined> {
    let choice = |present: &Vec<u32>| {
        let judged = lines.iter().zip(present).map(|(line, &present)| -aversion * line.judged(present));
        shares(&judged.chain(elsewhere.iter().copied()).collect::<Vec<f64>>())
    };
    let law = stationary(vec![0; lines.len()], |present| onward(lines, present, rate, &choice(present)));
    let joined = |(at, line): (usize, &Line)| {
        let rate = rate * mean(&law, |present| choice(present)[at]);
        let mean_wait = mean(&law, |present| line.waiting(present[at])) / rate;
        Joined { rate, mean_wait, hang_up: mean_wait / line.mean_patience }
    };
    lines.iter().enumerate().map(joined).collect()
}

/// Where so many at each line lead, and how fast, if newcomers choose the lines with these probabilities.
fn onward(lines: &[Line], present: &[u32], rate: f64, chosen: &[f64]) -> Vec<(Vec<u32>, f64)> {
    let with = |at: usize, there: u32| {
        let mut next = present.to_vec();
        next[at] = there;
        next
    };
    let mut onward = Vec::new();
    for (at, (line, &now)) in lines.iter().zip(present).enumerate() {
        if now < line.agents + line.longest {
            onward.push((with(at, now + 1), rate * chosen[at]));
        }
        if now > 0 {
            onward.push((with(at, now - 1), line.leaving_rate(now)));
        }
    }
    onward
}

/// How callers fare who may call again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Redialled {
    /// Calls for each new caller.
    pub calls: f64,
    /// Share of calls that hang up.
    pub hang_up: f64,
    /// Share of callers whose last call hung up.
    pub lost: f64,
    /// Mean wait of a call, hang-ups included.
    pub mean_wait: f64,
}

/// Callers who hang up and call again after an exponential pause of mean `mean_pause`, some of them: the chain over
/// those present and those who will call again, its orbit (Falin & Templeton 1997), exact but for its cut at `longest`
/// waiting and `most` in the orbit. Patience is finite and > 0.
pub fn redialled(queue: &Retrials, mean_pause: f64, longest: u32, most: u32) -> Redialled {
    let line =
        Line { agents: queue.agents, mean_service: queue.mean_service, mean_patience: queue.mean_patience, longest };
    let law: Law<(u32, u32)> = stationary((0, 0), |&(present, away)| {
        let mut moves = calls_and_ends(queue, &line, mean_pause, present, away);
        moves.retain(|&((present, away), rate)| rate > 0.0 && present <= line.agents + longest && away <= most);
        moves
    });
    let calls = queue.new_rate + mean(&law, |&(_, away)| f64::from(away)) / mean_pause;
    let waiting = mean(&law, |&(present, _)| line.waiting(present));
    let hung_up = waiting / line.mean_patience;
    Redialled {
        calls: calls / queue.new_rate,
        hang_up: hung_up / calls,
        lost: hung_up * (1.0 - queue.redial) / queue.new_rate,
        mean_wait: waiting / calls,
    }
}

/// Where so many present, and so many who will call again, lead, and how fast.
fn calls_and_ends(queue: &Retrials, line: &Line, mean_pause: f64, present: u32, away: u32) -> Vec<((u32, u32), f64)> {
    let mut moves = vec![((present + 1, away), queue.new_rate)];
    if away > 0 {
        moves.push(((present + 1, away - 1), f64::from(away) / mean_pause));
    }
    if present > 0 {
        let hang_up = line.waiting(present) / line.mean_patience;
        let served = line.leaving_rate(present) - hang_up;
        let again = hang_up * queue.redial + served * queue.reconnect;
        moves.extend([((present - 1, away + 1), again), ((present - 1, away), hang_up + served - again)]);
    }
    moves
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::queues::{erlang_a, erlang_c};
    use crate::theory::{assert_near, assert_within};

    const DESK: Line = Line { agents: 2, mean_service: 3.0, mean_patience: 4.0, longest: 60 };

    #[test]
    fn whoever_does_not_mind_waiting_joins_as_often_as_the_logit_says() {
        let joined = judged_lines(1.2, &[DESK], 0.0, &[f64::ln(0.5)]);
        let theory = erlang_a(0.8, 3.0, 4.0, 2).unwrap();
        assert_near(joined[0].rate, 0.8);
        assert_near(joined[0].mean_wait, theory.mean_wait);
        assert_near(joined[0].hang_up, theory.abandon);
    }

    #[test]
    fn whoever_never_waits_joins_only_where_somebody_is_free() {
        let shy = judged_lines(1.0, &[DESK], 1e6, &[-40.0]);
        assert_within(shy[0].mean_wait, 0.0, 1e-9);
        // Erlang B with 3 erlang for 2: 9/2 of 1 + 3 + 9/2.
        assert_near(shy[0].rate, 1.0 - 4.5 / 8.5);
    }

    #[test]
    fn two_desks_alike_share_alike_and_wait_less_when_customers_look() {
        let patient = Line { mean_patience: f64::INFINITY, longest: 40, ..DESK };
        let look = judged_lines(0.8, &[patient; 2], 1.0, &[]);
        let blind = judged_lines(0.8, &[patient; 2], 0.0, &[]);
        assert_near(look[0].rate, 0.4);
        assert_near(look[0].mean_wait, look[1].mean_wait);
        assert_near(blind[0].mean_wait, erlang_c(0.4, 3.0, 2).unwrap().mean_wait);
        assert!(look[0].mean_wait < 0.8 * blind[0].mean_wait);
    }

    #[test]
    fn whoever_balks_redials_or_chooses_the_shorter_line_fares_as_worked_out_apart() {
        let balking = Line { agents: 4, mean_service: 3.0, mean_patience: 5.0, longest: 40 };
        let joined = judged_lines(1.7, &[balking], 0.8, &[-1.0])[0];
        assert_within(joined.rate, 1.0595, 5e-5);
        assert_within(joined.mean_wait, 0.3190, 5e-5);
        assert_within(joined.hang_up, 0.0638, 5e-5);
        let redial =
            Retrials { new_rate: 1.6, mean_service: 3.0, mean_patience: 1.5, agents: 5, redial: 0.6, reconnect: 0.0 };
        let redialled = redialled(&redial, 6.0, 40, 40);
        assert_within(redialled.calls, 1.1925, 5e-5);
        assert_within(redialled.hang_up, 0.2691, 5e-5);
        assert_within(redialled.lost, 0.1284, 5e-5);
        // Cut as there, at 46 x 22 states: with so long a queue that costs 3 in 100 of the wait.
        let big = Line { agents: 4, mean_service: 5.0, mean_patience: f64::INFINITY, longest: 41 };
        let small = Line { agents: 1, longest: 20, ..big };
        let rate = 0.65 / 0.72;
        let cut = judged_lines(rate, &[big, small], 1.0, &[]);
        assert_within(cut[0].mean_wait, 8.037, 5e-4);
        assert_within(cut[1].mean_wait, 7.897, 5e-4);
        assert_within(cut[0].rate * 28.0 * 1440.0, 29_191.0, 0.5);
        let uncut = judged_lines(rate, &[Line { longest: 120, ..big }, Line { longest: 50, ..small }], 1.0, &[]);
        assert_within(uncut[0].mean_wait, 8.268, 5e-4);
        assert_within(uncut[1].mean_wait, 8.125, 5e-4);
    }

    #[test]
    fn callers_who_never_call_again_call_once() {
        let once =
            Retrials { new_rate: 1.2, mean_service: 3.0, mean_patience: 2.0, agents: 4, redial: 0.0, reconnect: 0.0 };
        let theory = erlang_a(1.2, 3.0, 2.0, 4).unwrap();
        let calls = redialled(&once, 5.0, 50, 2);
        assert_near(calls.calls, 1.0);
        assert_near(calls.hang_up, theory.abandon);
        assert_near(calls.lost, theory.abandon);
        // Served callers who call again at once are longer calls: Jackson.
        let back = redialled(&Retrials { reconnect: 0.3, ..once }, 5.0, 60, 60);
        assert_within(back.calls, 1.0 / (1.0 - 0.3 * (1.0 - back.hang_up)), 1e-6);
    }
}
