//! Customers who come back because the last contact did not help.

use super::queues::erlang_a;

/// Contacts of an issue and how it ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contacts {
    /// Expected number of contacts.
    pub mean: f64,
    /// Probability that the issue is resolved at last.
    pub resolved: f64,
}

/// Expected contacts 1/p until the first success (geometric law).
///
/// Assumes that each contact resolves with probability `p` in (0, 1], whatever came before.
pub fn contacts(p: f64) -> f64 {
    1.0 / p
}

/// Variance (1 - p) / p^2 of the contacts until the first success; assumptions of [`contacts`].
pub fn variance_of_contacts(p: f64) -> f64 {
    (1.0 - p) / (p * p)
}

/// Probability (1 - p)^k that more than `k` contacts are needed; assumptions of [`contacts`].
pub fn contacts_exceed(p: f64, k: i32) -> f64 {
    (1.0 - p).powi(k)
}

/// Contacts when a failed customer comes back only with probability `c` in [0, 1].
///
/// Geometric law with success or surrender as its end: mean 1/(1 - (1-p)c), resolved
/// p/(1 - (1-p)c). Needs p > 0 or c < 1.
pub fn contacts_with_continuation(p: f64, c: f64) -> Contacts {
    let mean = 1.0 / (1.0 - (1.0 - p) * c);
    Contacts { mean, resolved: p * mean }
}

/// Contacts when a customer makes at most `cap` of them: mean (1 - (1-p)^K)/p, resolved
/// 1 - (1-p)^K, for `p` in (0, 1].
pub fn contacts_with_cap(p: f64, cap: i32) -> Contacts {
    let resolved = 1.0 - (1.0 - p).powi(cap);
    Contacts { mean: resolved / p, resolved }
}

/// Contacts when a customer goes on until `time`, with exponential pauses of mean `mean_pause` between contacts that
/// take no time: of k + 1 contacts at most, k is Poisson (the pauses add up by Erlang's law), so that all fail with
/// probability (1-p) exp(-p time/pause).
pub fn contacts_within(p: f64, mean_pause: f64, time: f64) -> Contacts {
    let resolved = 1.0 - (1.0 - p) * (-p * time / mean_pause).exp();
    Contacts { mean: resolved / p, resolved }
}

/// Contacts of a case that comes back with probability `r` in [0, 1] each time that it seems resolved, with all that
/// happens from there on as at first; `episode` is what happens up to there, and r times its share resolved is below 1.
///
/// Episodes are geometric: 1/(1 - r R) of them, of which the last is resolved with (1 - r) R / (1 - r R).
pub fn contacts_with_returns(episode: Contacts, r: f64) -> Contacts {
    let episodes = 1.0 / (1.0 - r * episode.resolved);
    Contacts { mean: episode.mean * episodes, resolved: (1.0 - r) * episode.resolved * episodes }
}

/// Rate of all contacts, new and repeated, per unit of time: lambda / (1 - (1-p) r).
///
/// Each contact resolves with probability `p`; who is not helped returns with probability `r`.
/// A queue with exponential service and such feedback has the law of the queue without it at this
/// rate (Jackson 1957). `None` if everyone returns for ever.
pub fn feedback_rate(new_rate: f64, p: f64, r: f64) -> Option<f64> {
    let leaving = 1.0 - (1.0 - p) * r;
    (leaving > 0.0).then_some(new_rate / leaving)
}

/// A queue whose abandoning callers redial and whose served callers reconnect.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Retrials {
    /// New callers per unit of time.
    pub new_rate: f64,
    /// Mean service time.
    pub mean_service: f64,
    /// Mean patience; infinity for callers who never hang up.
    pub mean_patience: f64,
    /// Number of agents.
    pub agents: u32,
    /// Probability in [0, 1) that an abandoning caller calls again.
    pub redial: f64,
    /// Probability in [0, 1) that a served caller calls again.
    pub reconnect: f64,
}

/// Rate of all calls per unit of time: the solution of L = L0 + L (rd P(ab) + rc (1 - P(ab))),
/// with P(ab) of the Erlang-A queue at rate L.
///
/// Fluid limit of Ding, Remerova, van der Mei & Zwart (2013, arXiv 1311.6248) fed to Erlang A;
/// approximate when repeats come after a delay. The calls that do not repeat grow with L, so there
/// is one solution. `None` if a repeat probability is 1 or the queue has no steady state.
pub fn rate_with_retrials(queue: &Retrials) -> Option<f64> {
    const HALVINGS: usize = 100;
    let most_repeating = queue.redial.max(queue.reconnect);
    if most_repeating >= 1.0 {
        return None;
    }
    let (mut low, mut high) = (queue.new_rate, queue.new_rate / (1.0 - most_repeating));
    for _ in 0..HALVINGS {
        let rate = f64::midpoint(low, high);
        if calls_that_end(queue, rate).is_some_and(|ending| ending < queue.new_rate) {
            low = rate;
        } else {
            high = rate;
        }
    }
    calls_that_end(queue, high).map(|_| high)
}

/// Calls per unit of time that cause no further call, at a rate of `rate` calls.
fn calls_that_end(queue: &Retrials, rate: f64) -> Option<f64> {
    let waiting = erlang_a(rate, queue.mean_service, queue.mean_patience, queue.agents)?;
    let repeat = queue.redial * waiting.abandon + queue.reconnect * (1.0 - waiting.abandon);
    Some(rate * (1.0 - repeat))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::assert_near;
    use crate::theory::queues::erlang_c;

    const PHONE: Retrials = Retrials {
        new_rate: 70.0 / 60.0,
        mean_service: 6.0,
        mean_patience: 5.0,
        agents: 10,
        redial: 0.5,
        reconnect: 0.3,
    };

    #[test]
    fn issues_resolved_seven_times_in_ten_need_a_geometric_number_of_contacts() {
        assert_near(contacts(0.7), 1.428_571);
        assert_near(variance_of_contacts(0.7), 0.612_245);
        assert_near(contacts_exceed(0.7, 2), 0.09);
    }

    #[test]
    fn customers_who_may_give_up_contact_less_and_are_helped_less() {
        let patient = contacts_with_continuation(0.7, 0.8);
        assert_near(patient.mean, 1.315_789);
        assert_near(patient.resolved, 0.921_053);
        let stubborn = contacts_with_continuation(0.59, 0.9);
        assert_near(stubborn.mean, 1.584_786);
        assert_near(stubborn.resolved, 0.935_024);
    }

    #[test]
    fn a_cap_of_three_contacts_leaves_some_unresolved() {
        let capped = contacts_with_cap(0.7, 3);
        assert_near(capped.mean, 1.39);
        assert_near(capped.resolved, 0.973);
    }

    #[test]
    fn cases_that_are_dropped_after_sixty_days_are_given_up_as_worked_by_hand() {
        // Success 0.2, pauses of 5 days: all 1 + Poisson(12) contacts fail with 0.8 exp(-2.4).
        let cases = contacts_within(0.2, 5.0, 60.0);
        assert_near(1.0 - cases.resolved, 0.072_574);
        assert_near(cases.mean, 4.637_128);
        assert_near(contacts_within(0.2, 5.0, 0.0).mean, 1.0);
        assert_near(contacts_within(0.2, 5.0, 1e6).mean, contacts(0.2));
    }

    #[test]
    fn a_far_cap_and_certain_continuation_are_the_plain_geometric_law() {
        assert_near(contacts_with_cap(0.3, 200).mean, contacts(0.3));
        assert_near(contacts_with_continuation(0.3, 1.0).mean, contacts(0.3));
    }

    #[test]
    fn cases_that_come_back_need_as_many_contacts_as_those_that_are_resolved_less_often() {
        let plain = contacts_with_returns(Contacts { mean: contacts(0.7), resolved: 1.0 }, 0.2);
        assert_near(plain.mean, contacts(0.7 * 0.8));
        assert_near(plain.resolved, 1.0);
        // One attempt only, and all the same once more: 0.5, 0.5 x 0.2 x 0.5 and so on.
        let single = contacts_with_returns(Contacts { mean: 1.0, resolved: 0.5 }, 0.2);
        assert_near(single.mean, 1.0 / 0.9);
        assert_near(single.resolved, 0.4 / 0.9);
    }

    #[test]
    fn unresolved_calls_load_the_queue() {
        let rate = feedback_rate(70.0 / 60.0, 0.7, 1.0).unwrap();
        assert_near(rate * 60.0, 100.0);
        assert_near(erlang_c(rate, 6.0, 12).unwrap().mean_wait * 60.0, 80.889_880);

        let rate = feedback_rate(70.0 / 60.0, 0.85, 1.0).unwrap();
        let queue = erlang_c(rate, 6.0, 12).unwrap();
        assert_near(rate * 60.0, 82.352_941);
        assert_near(queue.delayed, 0.164_756);
        assert_near(queue.mean_wait * 60.0, 15.754_785);
    }

    #[test]
    fn callers_who_are_never_helped_and_never_stop_have_no_rate() {
        assert_eq!(feedback_rate(1.0, 0.0, 1.0), None);
    }

    #[test]
    fn redials_and_reconnects_raise_the_call_rate() {
        let rate = rate_with_retrials(&PHONE).unwrap();
        let queue = erlang_a(rate, 6.0, 5.0, 10).unwrap();
        assert_near(rate, 1.741_171);
        assert_near(queue.abandon, 0.149_764);
        assert_near(queue.mean_wait * 60.0, 44.929_190);
    }

    #[test]
    fn without_repeats_only_new_callers_call() {
        let once = Retrials { redial: 0.0, reconnect: 0.0, ..PHONE };
        assert_near(rate_with_retrials(&once).unwrap(), PHONE.new_rate);
    }

    #[test]
    fn reconnects_alone_to_endless_patience_are_simple_feedback() {
        let patient = Retrials { mean_patience: f64::INFINITY, ..PHONE };
        let simple = feedback_rate(PHONE.new_rate, 0.0, 0.3).unwrap();
        let staffed = Retrials { agents: 12, ..patient };
        assert_near(rate_with_retrials(&staffed).unwrap(), simple);
    }

    #[test]
    fn too_few_agents_for_endless_patience_have_no_steady_state() {
        let patient = Retrials { mean_patience: f64::INFINITY, agents: 9, ..PHONE };
        assert_eq!(rate_with_retrials(&patient), None);
    }

    #[test]
    fn repeating_for_ever_has_no_fixed_point() {
        assert_eq!(rate_with_retrials(&Retrials { redial: 1.0, ..PHONE }), None);
    }
}
