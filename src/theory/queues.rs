//! Waiting for an agent, in steady state.
//!
//! All assume Poisson arrivals, exponential service, agents who are alike, and service in order of
//! arrival. Arrival rates and mean service times are > 0, in any one unit of time.

use super::{averaged, share_of_next};

/// Waiting of customers who never hang up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Waiting {
    /// Probability that an arrival finds no agent free.
    pub delayed: f64,
    /// Mean wait of all arrivals, in units of time.
    pub mean_wait: f64,
    /// Mean number waiting.
    pub mean_waiting: f64,
    /// Rate at which the queue would drain without arrivals, c mu - lambda, per unit of time.
    pub slack: f64,
}

impl Waiting {
    /// Probability C exp(-(c mu - lambda) t) that an arrival waits longer than `t` >= 0.
    pub fn exceeds(&self, t: f64) -> f64 {
        self.delayed * (-self.slack * t).exp()
    }

    /// Share of arrivals answered within `t` >= 0.
    pub fn service_level(&self, t: f64) -> f64 {
        1.0 - self.exceeds(t)
    }
}

/// Waiting of customers who hang up when their patience ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Impatience {
    /// Probability that an arrival finds no agent free.
    pub delayed: f64,
    /// Probability that an arrival hangs up.
    pub abandon: f64,
    /// Mean wait of all arrivals, whether served or not, in units of time.
    pub mean_wait: f64,
    /// Mean number waiting.
    pub mean_waiting: f64,
}

/// Probability that all agents are busy when nobody waits (M/M/c/c): Erlang B.
///
/// `load` is arrival rate x mean service, in erlang, > 0. Erlang (1917), by the recursion
/// B(k) = a B(k-1) / (k + a B(k-1)).
pub fn erlang_b(load: f64, agents: u32) -> f64 {
    (1..=agents).fold(1.0, |blocked, k| share_of_next(blocked, load / f64::from(k)))
}

/// Waiting for one of `agents` agents when nobody hangs up (M/M/c): Erlang C.
///
/// Erlang (1917): C = B / (1 - rho (1 - B)), Wq = C / (c mu - lambda). `None` unless the load is
/// below the number of agents.
pub fn erlang_c(arrival_rate: f64, mean_service: f64, agents: u32) -> Option<Waiting> {
    let load = arrival_rate * mean_service;
    let slack = f64::from(agents) / mean_service - arrival_rate;
    let blocked = erlang_b(load, agents);
    let delayed = blocked / (1.0 - load / f64::from(agents) * (1.0 - blocked));
    (load < f64::from(agents)).then(|| Waiting {
        delayed,
        mean_wait: delayed / slack,
        mean_waiting: arrival_rate * delayed / slack,
        slack,
    })
}

/// Waiting when `queues` equal M/M/c queues become one with all their arrivals and agents.
///
/// Assumes that every agent can serve every arrival equally well. Compare with [`erlang_c`] of one
/// queue.
pub fn pooled(rate_each: f64, mean_service: f64, agents_each: u32, queues: u32) -> Option<Waiting> {
    erlang_c(f64::from(queues) * rate_each, mean_service, queues * agents_each)
}

/// Waiting when each customer hangs up after an exponential patience (M/M/c+M): Erlang A.
///
/// Palm (1957); Garnett, Mandelbaum & Reiman (2002). Birth-death chain with death rate
/// mu min(n, c) + theta (n - c)+, summed state by state: any overload is safe, but takes time in
/// proportion to the queue. P(abandon) is theta times the mean wait of all arrivals.
/// `mean_patience` may be 0 (Erlang B) or infinite (Erlang C; `None` if the agents cannot carry
/// the load).
pub fn erlang_a(rate: f64, mean_service: f64, mean_patience: f64, agents: u32) -> Option<Impatience> {
    let service_rate = f64::from(agents) / mean_service;
    if mean_patience == f64::INFINITY {
        return erlang_c(rate, mean_service, agents).map(without_abandonment);
    }
    if mean_patience == 0.0 {
        return Some(loss(erlang_b(rate * mean_service, agents)));
    }
    let full = erlang_b(rate * mean_service, agents);
    let (delayed, mean_waiting) = queue_beyond(full, |j| rate / (service_rate + f64::from(j) / mean_patience));
    let mean_wait = mean_waiting / rate;
    Some(Impatience { delayed, abandon: mean_wait / mean_patience, mean_wait, mean_waiting })
}

/// Waiting over days that are each an Erlang A queue, but whose arrival rates differ by a gamma law: what an arrival
/// meets, so that busy days weigh more (Jongbloed & Koole 2001 on rates that are themselves random).
///
/// `cv` of the daily rates is in (0, 1]; `mean_waiting` is that of an average day. By the midpoint rule over rates up to
/// twelve standard deviations above the mean.
pub fn erlang_a_on_uneven_days(
    mean_rate: f64,
    cv: f64,
    mean_service: f64,
    mean_patience: f64,
    agents: u32,
) -> Option<Impatience> {
    const POINTS: u32 = 2000;
    let shape = 1.0 / (cv * cv);
    let highest = mean_rate * (1.0 + 12.0 * cv);
    let (mut calls, mut delayed, mut waiting) = (0.0, 0.0, 0.0);
    for point in 0..POINTS {
        let rate = highest * (f64::from(point) + 0.5) / f64::from(POINTS);
        let day = erlang_a(rate, mean_service, mean_patience, agents)?;
        // Density of the gamma law, up to a factor, so scaled that no power overflows.
        let weight = ((shape - 1.0) * (rate / mean_rate).ln() - shape * (rate / mean_rate - 1.0)).exp();
        calls += weight * rate / mean_rate;
        delayed += weight * rate / mean_rate * day.delayed;
        waiting += weight * day.mean_waiting;
    }
    let mean_wait = waiting / (calls * mean_rate);
    Some(Impatience {
        delayed: delayed / calls,
        abandon: mean_wait / mean_patience,
        mean_wait,
        mean_waiting: mean_wait * mean_rate,
    })
}

fn without_abandonment(waiting: Waiting) -> Impatience {
    Impatience {
        delayed: waiting.delayed,
        abandon: 0.0,
        mean_wait: waiting.mean_wait,
        mean_waiting: waiting.mean_waiting,
    }
}

fn loss(blocked: f64) -> Impatience {
    Impatience { delayed: blocked, abandon: blocked, mean_wait: 0.0, mean_waiting: 0.0 }
}

/// Probability that nobody is free, and mean number waiting, when a queue may form behind a full
/// house of probability `full`; `ratio(j)`, falling in j, is P(j waiting) / P(j - 1 waiting).
fn queue_beyond(full: f64, ratio: impl Fn(u32) -> f64) -> (f64, f64) {
    let (mut share, mut delayed, mut waiting) = (full, full, 0.0);
    for j in 1..u32::MAX {
        let next = ratio(j);
        share = share_of_next(share, next);
        delayed = averaged(delayed, share, 1.0);
        waiting = averaged(waiting, share, f64::from(j));
        if next < 1.0 && rest_is_negligible(f64::from(j) * share, next, waiting) {
            break;
        }
    }
    (delayed, waiting)
}

/// Whether the terms after `term`, each a number waiting times its probability, add nothing to
/// `sum`, when probabilities fall at least by the factor `ratio` < 1 from here on.
fn rest_is_negligible(term: f64, ratio: f64, sum: f64) -> bool {
    term * ratio / (1.0 - ratio).powi(2) <= f64::EPSILON * sum
}

/// One class of customers before a single agent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Class {
    /// Arrivals, per unit of time.
    pub rate: f64,
    /// Mean service time.
    pub mean_service: f64,
    /// Coefficient of variation of the service time; 1 for the exponential law.
    pub cv: f64,
}

/// Mean waits for a single agent who takes the first class before the second, and so on, but interrupts nobody
/// (M/G/1 with non-preemptive priority), by class.
///
/// Cobham (1954): the wait of a class is the work R = sum of lambda E[S^2] / 2 that is left of the service under way,
/// divided by 1 - (load of the classes before it) and by 1 - (that load with its own). Any law of the service time; a
/// single class is the formula of Pollaczek (1930) and Khinchine (1932). `None` unless the whole load is below 1.
pub fn priority_waits(classes: &[Class]) -> Option<Vec<f64>> {
    let second_moment = |class: &Class| class.mean_service.powi(2) * (1.0 + class.cv.powi(2));
    let residual: f64 = classes.iter().map(|class| class.rate * second_moment(class) / 2.0).sum();
    let mut before = 0.0;
    let wait = |class: &Class| {
        let with = before + class.rate * class.mean_service;
        let wait = residual / ((1.0 - before) * (1.0 - with));
        before = with;
        wait
    };
    let waits = classes.iter().map(wait).collect();
    (before < 1.0).then_some(waits)
}

/// Mean time from arrival to end of service for those whom a single agent lets stand still whenever somebody urgent comes,
/// and takes up again where it was left (M/G/1 with pre-emptive resume priority).
///
/// White & Christie (1958). Any law of the service time; `None` unless the whole load is below 1.
pub fn interrupted_stay(urgent: &Class, other: &Class) -> Option<f64> {
    let second_moment = |class: &Class| class.mean_service.powi(2) * (1.0 + class.cv.powi(2));
    let left = 1.0 - urgent.rate * urgent.mean_service;
    let left_of_both = left - other.rate * other.mean_service;
    let residual = f64::midpoint(urgent.rate * second_moment(urgent), other.rate * second_moment(other));
    (left_of_both > 0.0).then_some(other.mean_service / left + residual / (left * left_of_both))
}

/// Chats of agents who hold several at a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChatDesk {
    /// Chats arriving, per unit of time.
    pub rate: f64,
    /// Mean service time of a chat that has its agent to itself, in units of time.
    pub mean_service: f64,
    /// Slow-down eta >= 0 per further chat: with j chats each runs at speed 1 / (1 + eta (j-1)).
    pub slow_down: f64,
    /// Number of agents, at least 1.
    pub agents: u32,
    /// Chats an agent holds at most, at least 1.
    pub cap: u32,
}

/// Steady state of a chat desk.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChatTimes {
    /// Mean time from arrival to the end of the chat, in units of time.
    pub mean_time: f64,
    /// Mean wait for an agent with room, in units of time.
    pub mean_wait: f64,
    /// Mean number waiting.
    pub mean_waiting: f64,
}

/// Waits and times of a chat desk whose customers never hang up, by its birth-death chain.
///
/// With one agent the chain is exact: j chats end at rate mu j / (1 + eta (j - 1)). With more, the
/// chats are taken to be spread as evenly as possible at every moment. Arriving chats do go to the
/// least-loaded agent, but departures unbalance the load, so this is an approximation unless the
/// cap is 1 or eta is 0. `None` if the full desk cannot carry the arrivals.
pub fn chat(desk: &ChatDesk) -> Option<ChatTimes> {
    let places = desk.agents * desk.cap;
    let ratio = |chats: u32| desk.rate / ending_rate(desk, chats);
    let rho = ratio(places);
    if rho >= 1.0 {
        return None;
    }
    let (mut full, mut busy) = (1.0, 0.0);
    for chats in 1..=places {
        full = share_of_next(full, ratio(chats));
        busy = averaged(busy, full, f64::from(chats));
    }
    Some(with_queue(desk, full, busy, rho))
}

/// Adds the geometric queue behind a full desk; `full` and `busy` are the probability of a full
/// desk and the mean number of chats if nobody could wait.
fn with_queue(desk: &ChatDesk, full: f64, busy: f64, rho: f64) -> ChatTimes {
    let queued = share_of_next(full, rho / (1.0 - rho));
    let mean_waiting = queued / (1.0 - rho);
    let in_service = averaged(busy, queued, f64::from(desk.agents * desk.cap));
    ChatTimes { mean_time: (in_service + mean_waiting) / desk.rate, mean_wait: mean_waiting / desk.rate, mean_waiting }
}

/// Rate at which `chats` chats end, spread as evenly as possible over the agents.
fn ending_rate(desk: &ChatDesk, chats: u32) -> f64 {
    let (each, further) = (chats / desk.agents, chats % desk.agents);
    let alone = f64::from(desk.agents - further) * relative_speed(desk, each);
    (alone + f64::from(further) * relative_speed(desk, each + 1)) / desk.mean_service
}

/// Work an agent with `chats` chats does, relative to one chat alone: j / (1 + eta (j - 1)).
fn relative_speed(desk: &ChatDesk, chats: u32) -> f64 {
    match chats {
        0 => 0.0,
        j => f64::from(j) / (1.0 + desk.slow_down * f64::from(j - 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::{assert_near, assert_within};

    /// 100 calls an hour of six minutes, in seconds.
    fn busy_hour(agents: u32) -> Waiting {
        erlang_c(100.0 / 3600.0, 360.0, agents).unwrap()
    }

    #[test]
    fn a_busy_hour_with_twelve_agents_waits_as_worked_by_hand() {
        let queue = busy_hour(12);
        assert_near(erlang_b(10.0, 12), 0.119_739);
        assert_near(queue.delayed, 0.449_388);
        assert_near(queue.mean_wait, 80.889_880);
        assert_near(queue.mean_waiting, 2.246_941);
        assert_near(queue.service_level(20.0), 0.597_870);
    }

    #[test]
    fn a_half_hour_of_two_hundred_calls_waits_as_worked_by_hand() {
        let queue = erlang_c(200.0 / 1800.0, 180.0, 24).unwrap();
        assert_near(erlang_b(20.0, 24), 0.066_097);
        assert_near(queue.delayed, 0.298_072);
        assert_near(queue.mean_wait, 13.413_253);
        assert_near(queue.service_level(20.0), 0.808_882);
    }

    #[test]
    fn each_further_agent_raises_the_service_level() {
        for (agents, level) in [(11, 0.354_744), (13, 0.758_524), (14, 0.860_566)] {
            assert_near(busy_hour(agents).service_level(20.0), level);
        }
    }

    #[test]
    fn six_agents_answer_nine_calls_in_ten_at_once() {
        assert_near(erlang_c(0.5, 5.0, 5).unwrap().delayed, 0.130_371);
        assert_near(erlang_c(0.5, 5.0, 6).unwrap().delayed, 0.047_445);
    }

    #[test]
    fn saving_context_shortens_waits_more_than_calls() {
        let shorter = erlang_c(100.0 / 3600.0, 343.8, 12).unwrap();
        assert_near(shorter.mean_wait, 50.441_275);
    }

    #[test]
    fn a_queue_that_cannot_keep_up_has_no_steady_state() {
        assert_eq!(erlang_c(1.0, 5.0, 5), None);
        assert_eq!(erlang_c(1.0, 5.0, 0), None);
        assert_eq!(erlang_a(1.0, 5.0, f64::INFINITY, 5), None);
    }

    #[test]
    fn one_agent_is_the_m_m_1_queue() {
        let queue = erlang_c(0.8, 1.0, 1).unwrap();
        assert_near(queue.delayed, 0.8);
        assert_near(queue.mean_wait, 4.0);
        assert_near(queue.exceeds(3.0), 0.8 * f64::exp(-0.6));
    }

    #[test]
    fn pooling_three_queues_shortens_the_wait_almost_six_times() {
        let separate = erlang_c(0.6, 5.0, 4).unwrap();
        let together = pooled(0.6, 5.0, 4, 3).unwrap();
        assert_near(separate.delayed, 0.509_434);
        assert_near(separate.mean_wait * 60.0, 152.830_189);
        assert_near(together.delayed, 0.266_035);
        assert_near(together.mean_wait * 60.0, 26.603_468);
        assert_near(separate.mean_wait / together.mean_wait, 5.744_747);
    }

    #[test]
    fn impatient_callers_wait_and_hang_up_as_worked_by_hand() {
        let queue = erlang_a(100.0 / 60.0, 6.0, 5.0, 10).unwrap();
        assert_near(queue.delayed, 0.521_629);
        assert_near(queue.abandon / queue.delayed, 0.250_551);
        assert_near(queue.abandon, 0.130_695);
        assert_near(queue.mean_wait * 60.0, 39.208_453);
        assert_near(queue.mean_waiting, 1.089_124);
        assert_near(100.0 / 60.0 * (1.0 - queue.abandon), 1.448_842);
    }

    #[test]
    fn an_overloaded_queue_loses_more_callers() {
        let queue = erlang_a(100.0 / 60.0, 6.0, 5.0, 9).unwrap();
        assert_near(queue.delayed, 0.642_894);
        assert_near(queue.abandon / queue.delayed, 0.287_925);
        assert_near(queue.abandon, 0.185_105);
        assert_near(queue.mean_wait * 60.0, 55.531_510);
    }

    #[test]
    fn patience_as_long_as_service_fills_the_house_by_a_poisson_law() {
        let queue = erlang_a(100.0 / 60.0, 6.0, 6.0, 10).unwrap();
        assert_near(queue.delayed, 0.542_070);
        assert_near(queue.abandon, 0.125_110);
    }

    #[test]
    fn a_single_impatient_server_is_as_worked_by_hand() {
        let queue = erlang_a(0.8, 1.0, 2.0, 1).unwrap();
        assert_near(queue.delayed, 0.595_247);
        assert_near(queue.abandon, 0.255_941);
    }

    #[test]
    fn endless_patience_is_erlang_c_and_none_is_erlang_b() {
        let plain = erlang_c(0.5, 5.0, 4).unwrap();
        for patience in [f64::INFINITY, 1e12] {
            let patient = erlang_a(0.5, 5.0, patience, 4).unwrap();
            assert_within(patient.delayed, plain.delayed, 1e-9);
            assert_within(patient.mean_wait, plain.mean_wait, 1e-9);
            assert_within(patient.abandon, 0.0, 1e-9);
        }
        for patience in [0.0, 1e-12] {
            let hasty = erlang_a(0.5, 5.0, patience, 4).unwrap();
            assert_within(hasty.delayed, erlang_b(2.5, 4), 1e-9);
            assert_within(hasty.abandon, erlang_b(2.5, 4), 1e-9);
            assert_within(hasty.mean_wait, 0.0, 1e-9);
        }
    }

    #[test]
    fn days_that_hardly_differ_are_one_queue_and_days_that_do_are_worse() {
        let one = erlang_a(3.0, 3.0, 3.0, 12).unwrap();
        let nearly = erlang_a_on_uneven_days(3.0, 0.01, 3.0, 3.0, 12).unwrap();
        assert_within(nearly.abandon, one.abandon, 1e-4);
        assert_within(nearly.delayed, one.delayed, 1e-3);
        // Four customers whose rates have cv 0.5 make days of cv 0.25. With 400 equally likely rates, which leave out the
        // busiest days, it is 0.0851 and 0.2553.
        let uneven = erlang_a_on_uneven_days(10.0 / 3.0, 0.25, 3.0, 3.0, 12).unwrap();
        assert_near(uneven.abandon, 0.085_172);
        assert_near(uneven.mean_wait, 0.255_515);
        assert!(uneven.abandon > erlang_a(10.0 / 3.0, 3.0, 3.0, 12).unwrap().abandon);
    }

    #[test]
    fn in_heavy_overload_the_agents_are_never_idle() {
        let (rate, agents) = (500.0, 20);
        let queue = erlang_a(rate, 1.0, 100.0, agents).unwrap();
        assert_within(queue.delayed, 1.0, 1e-12);
        assert_within(rate * (1.0 - queue.abandon), f64::from(agents), 1e-9);
    }

    #[test]
    fn a_single_class_waits_as_before_one_exponential_agent() {
        let class = Class { rate: 0.8, mean_service: 1.0, cv: 1.0 };
        assert_near(priority_waits(&[class]).unwrap()[0], erlang_c(0.8, 1.0, 1).unwrap().mean_wait);
        assert_near(priority_waits(&[Class { cv: 0.0, ..class }]).unwrap()[0], 2.0);
    }

    #[test]
    fn priority_moves_waits_and_conserves_their_load() {
        // R = 0.2 x 1 + 0.15 x 4 = 0.8; waits 0.8/0.8 and 0.8/(0.8 x 0.5).
        let urgent = Class { rate: 0.2, mean_service: 1.0, cv: 1.0 };
        let other = Class { rate: 0.15, mean_service: 2.0, cv: 1.0 };
        let waits = priority_waits(&[urgent, other]).unwrap();
        assert_near(waits[0], 1.0);
        assert_near(waits[1], 2.0);
        let reversed = priority_waits(&[other, urgent]).unwrap();
        assert_near(0.2 * waits[0] + 0.3 * waits[1], 0.2 * reversed[1] + 0.3 * reversed[0]);
        assert_eq!(priority_waits(&[Class { rate: 1.0, ..urgent }]), None);
    }

    #[test]
    fn agents_who_hold_more_chats_finish_them_sooner_near_saturation() {
        for (cap, time, wait) in [(2, 21.281_124, 8.446_478), (3, 17.068_461, 2.771_445)] {
            let chats = chat(&desk(1, cap)).unwrap();
            assert_near(chats.mean_time, time);
            assert_near(chats.mean_wait, wait);
            assert_near(chats.mean_waiting, wait * 0.09);
        }
    }

    fn desk(agents: u32, cap: u32) -> ChatDesk {
        ChatDesk { rate: 0.09 * f64::from(agents), mean_service: 10.0, slow_down: 0.4, agents, cap }
    }

    #[test]
    fn one_chat_at_a_time_is_a_telephone() {
        assert_near(chat(&desk(1, 1)).unwrap().mean_time, 100.0);
        let phone = erlang_c(0.27, 10.0, 3).unwrap();
        let chats = chat(&desk(3, 1)).unwrap();
        assert_near(chats.mean_wait, phone.mean_wait);
        assert_near(chats.mean_time, phone.mean_wait + 10.0);
    }

    #[test]
    fn chats_that_do_not_slow_each_other_are_further_agents() {
        let free = ChatDesk { slow_down: 0.0, ..desk(2, 3) };
        let chats = chat(&free).unwrap();
        assert_near(chats.mean_wait, erlang_c(free.rate, 10.0, 6).unwrap().mean_wait);
    }

    #[test]
    fn chats_that_slow_each_other_fully_gain_nothing() {
        let shared = ChatDesk { slow_down: 1.0, ..desk(1, 5) };
        assert_near(chat(&shared).unwrap().mean_time, 100.0);
    }

    #[test]
    fn a_desk_that_cannot_keep_up_has_no_steady_state() {
        assert_eq!(chat(&ChatDesk { rate: 0.2, ..desk(1, 2) }), None);
    }
}
