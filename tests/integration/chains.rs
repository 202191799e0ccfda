//! Steps and choice as an absorbing Markov chain: who gets there, in how many contacts, over how many switches, at what
//! cost, with what context lost on the way; means and variances.

use crate::support::{assert_strategy_agrees, assert_values_agree, ratios, study, values_of};
use throughline::experiment::Study;
use throughline::theory::Matrix;
use throughline::theory::markov::AbsorbingChain;

/// One kind of journey in three channels, told by its probabilities.
struct Case {
    channels: [&'static str; 3],
    /// Share of first contacts, by channel.
    first: [f64; 3],
    /// Channel after a failure, or after a step, `[before][after]`.
    next: [[f64; 3]; 3],
    /// By step and channel.
    attempts: Vec<[Attempt; 3]>,
    cost_per_contact: [f64; 3],
    cost_per_minute: [f64; 3],
    /// Step at which a journey whose context was lost starts again, if it does; otherwise minutes to explain again.
    restart: Option<usize>,
    rebuild_minutes: f64,
    /// Probability that context survives: between channels and within one.
    kept: [f64; 2],
    cold: f64,
}

#[derive(Clone, Copy)]
struct Attempt {
    leave: f64,
    success: f64,
    minutes: f64,
}

const NO_COST: [f64; 3] = [0.0; 3];
const KEPT: [f64; 2] = [1.0; 2];

/// Every customer has some ten needs on the Monday of a week, and no journey lasts a day: nothing is cut by the horizon.
fn market(case: &Case, strategies: &str) -> String {
    let steps: Vec<String> = (0..case.attempts.len()).map(|step| format!("\"s{step}\"")).collect();
    let lost = match case.restart {
        Some(step) => format!("restart = \"s{step}\""),
        None => format!("rebuild_minutes = {}", case.rebuild_minutes),
    };
    let [between, within] = case.kept;
    let text = format!(
        r"
        [run]
        customers = 1_000
        horizon_days = 7
        replications = 40
        seed = 11
        [segment.all]
        share = 1
        taste = {{ {} = {}, {} = {}, {} = {} }}
        needs.need = {{ per_year = 520 }}
        tolerance_minutes = {{ mean = inf }}
        loss = {{ a = 0, b = 1 }}
        [journey.need]
        steps = [{}]
        value = {{ mean = 10 }}
        {lost}
        context_kept = {{ siloed = {between}, integrated = 1 }}
        context_kept_within = {{ siloed = {within}, integrated = 1 }}
        by_weekday = [1, 0, 0, 0, 0, 0, 0]
        pause_days = 0.005
        give_up_days = 5
        [seam]
        cold = {}
        [capability.consistency]
        consistent = {{ siloed = 1, integrated = 1 }}
        ",
        case.channels[0],
        taste(case.first[0]),
        case.channels[1],
        taste(case.first[1]),
        case.channels[2],
        taste(case.first[2]),
        steps.join(", "),
        case.cold,
    );
    let channels = (0..3).map(|c| channel(case, c)).collect::<Vec<_>>().concat();
    let pull = |(before, after): (usize, usize)| {
        let pull = case.next[before][after].ln() - taste(case.first[after]);
        format!("\"{}>{}\" = {pull}\n", case.channels[before], case.channels[after])
    };
    let passages = (0..3).flat_map(|before| (0..3).map(move |after| (before, after)));
    let synergy = passages.map(pull).collect::<Vec<_>>().concat();
    let choice = "[choice]\nhabit = 0\ntaste_sd = 0\n[choice.synergy]\n";
    format!("{text}\n{channels}{choice}{synergy}{strategies}")
}

fn channel(case: &Case, c: usize) -> String {
    let step = |(step, attempts): (usize, &[Attempt; 3])| {
        let Attempt { leave, success, minutes } = attempts[c];
        format!("step.s{step} = {{ leave = {leave}, success = {success}, minutes = {{ mean = {minutes}, cv = 0 }} }}\n")
    };
    format!(
        "[channel.{}]\ncost_per_contact = {}\ncost_per_minute = {}\n{}",
        case.channels[c],
        case.cost_per_contact[c],
        case.cost_per_minute[c],
        case.attempts.iter().enumerate().map(step).collect::<Vec<_>>().concat(),
    )
}

/// The liking that gives a share of first contacts; so low for 0 that nobody ever begins there.
fn taste(share: f64) -> f64 {
    share.ln().max(-45.0)
}

const ONE_STRATEGY: &str = "[[strategy]]\nname = \"one\"\nbaseline = true\n";

/// Where a journey stands when an attempt begins: step, channel, and whether context has just been lost.
type State = (usize, usize, bool);

/// One way on after an attempt.
struct Passage {
    to: State,
    probability: f64,
    begins_contact: bool,
    repeats: usize,
}

impl Case {
    /// Chances that an attempt succeeds and that it fails; the rest leave.
    fn success_and_failure(&self, (step, channel, cold): State) -> (f64, f64) {
        let attempt = self.attempts[step][channel];
        let success = (1.0 - attempt.leave) * shifted(attempt.success, if cold { -self.cold } else { 0.0 });
        (success, 1.0 - attempt.leave - success)
    }

    /// All ways on: after a failure to some channel for the same step, after a success for the next step, in the same
    /// contact if the channel stays the same.
    fn onward(&self, state: State) -> Vec<Passage> {
        let (step, channel, _) = state;
        let (success, failure) = self.success_and_failure(state);
        let mut onward = Vec::new();
        for next in 0..3 {
            let chosen = self.next[channel][next];
            onward.extend(self.contacts(step, channel, next, failure * chosen));
            if step + 1 < self.attempts.len() && next == channel {
                let (to, probability) = ((step + 1, channel, false), success * chosen);
                onward.push(Passage { to, probability, begins_contact: false, repeats: 0 });
            } else if step + 1 < self.attempts.len() {
                onward.extend(self.contacts(step + 1, channel, next, success * chosen));
            }
        }
        onward
    }

    /// A new contact for a step, with context kept or lost.
    fn contacts(&self, step: usize, before: usize, next: usize, probability: f64) -> [Passage; 2] {
        let kept = self.kept[usize::from(next == before)];
        let back = self.restart.map_or(step, |restart| restart.min(step));
        let contact = |to: State, share: f64| Passage {
            to,
            probability: probability * share,
            begins_contact: true,
            repeats: step - to.0,
        };
        [contact((step, next, false), kept), contact((back, next, true), 1.0 - kept)]
    }
}

/// The chain over these states, what its passages mean, and how it begins.
struct Law {
    chain: AbsorbingChain,
    states: Vec<State>,
    first: [f64; 3],
    /// 1 for passages that begin a contact, and for those that switch the channel.
    contact: Matrix,
    switch: Matrix,
    /// Steps that are done again after an attempt, on average; chances that it completes the journey or that the
    /// customer leaves.
    repeats: Vec<f64>,
    completed: Vec<f64>,
    left: Vec<f64>,
}

impl Law {
    fn of(case: &Case) -> Self {
        let steps = case.attempts.len();
        let states: Vec<State> = (0..steps)
            .flat_map(|step| (0..3).flat_map(move |channel| [(step, channel, false), (step, channel, true)]))
            .collect();
        let zeros = vec![vec![0.0; states.len()]; states.len()];
        let (mut passage, mut contact, mut switch) = (zeros.clone(), zeros.clone(), zeros);
        let mut repeats = vec![0.0; states.len()];
        for (from, &state) in states.iter().enumerate() {
            for way in case.onward(state) {
                let to = states.iter().position(|&one| one == way.to).expect("a state of the chain");
                passage[from][to] += way.probability;
                contact[from][to] = f64::from(u8::from(way.begins_contact));
                switch[from][to] = f64::from(u8::from(way.to.1 != state.1));
                repeats[from] += way.probability * way.repeats as f64;
            }
        }
        let completes = |&state: &State| if state.0 + 1 == steps { case.success_and_failure(state).0 } else { 0.0 };
        Self {
            chain: AbsorbingChain::solve(passage).expect("every journey ends"),
            first: case.first,
            contact,
            switch,
            repeats,
            completed: states.iter().map(completes).collect(),
            left: states.iter().map(|&(step, channel, _)| case.attempts[step][channel].leave).collect(),
            states,
        }
    }

    /// The mean over the channels of the first contact.
    fn mean(&self, by_state: &[f64]) -> f64 {
        (0..3).map(|channel| self.first[channel] * by_state[2 * channel]).sum()
    }

    /// The variance, by that of each start and that between them.
    fn variance(&self, means: &[f64], variances: &[f64]) -> f64 {
        let squares: Vec<f64> = means.iter().zip(variances).map(|(mean, variance)| variance + mean * mean).collect();
        self.mean(&squares) - self.mean(means).powi(2)
    }

    fn over_passages(&self, values: &Matrix) -> (f64, f64) {
        let means = self.chain.total_over_passages(values);
        let variances = self.chain.variance_of_total_over_passages(values);
        (self.mean(&means), self.variance(&means, &variances))
    }

    fn over_visits(&self, value: impl Fn(State) -> f64) -> (f64, f64) {
        let values: Vec<f64> = self.states.iter().map(|&state| value(state)).collect();
        let means = self.chain.total(&values);
        (self.mean(&means), self.variance(&means, &self.chain.variance_of_total(&values)))
    }

    fn total(&self, by_visit: &[f64]) -> f64 {
        self.mean(&self.chain.total(by_visit))
    }
}

fn shifted(probability: f64, logits: f64) -> f64 {
    if probability >= 1.0 {
        return 1.0;
    }
    let odds = probability / (1.0 - probability) * logits.exp();
    odds / (1.0 + odds)
}

/// Completion, leaving, contacts, switches and time against the chain over (step, channel, context kept or lost).
fn assert_follows_its_chain(study: &Study, strategy: usize, case: &Case) {
    let law = Law::of(case);
    let agrees = |metric: &str, expected: f64, sharpness: f64| {
        assert_strategy_agrees(study, strategy, metric, "", expected, sharpness);
    };
    agrees("completion_rate", law.total(&law.completed), 0.002);
    agrees("conversion_rate", law.total(&law.completed), 0.002);
    agrees("left_rate", law.total(&law.left), 0.005);
    let (contacts, contacts_variance) = law.over_passages(&law.contact);
    agrees("contacts_per_journey", 1.0 + contacts, 0.002);
    agrees("contacts_variance", contacts_variance, 0.01);
    let (switches, switches_variance) = law.over_passages(&law.switch);
    agrees("switches_per_journey", switches, 0.005);
    agrees("switches_variance", switches_variance, 0.01);
    if case.restart.is_some() {
        agrees("repeats_per_journey", law.total(&law.repeats), 0.01);
    } else if case.kept != KEPT {
        let rebuild = |(.., cold): State| if cold { case.rebuild_minutes } else { 0.0 };
        agrees("effort_rebuilding", law.over_visits(rebuild).0, 0.005);
    }
    let minutes = |(step, channel, cold): State| {
        let rebuild = if cold && case.restart.is_none() { case.rebuild_minutes } else { 0.0 };
        case.attempts[step][channel].minutes + rebuild
    };
    let (effort, effort_variance) = law.over_visits(minutes);
    agrees("effort_per_journey", effort, 0.002);
    agrees("effort_variance", effort_variance, 0.01);
}

/// A journey of one step, by the probabilities `q` of going on to each channel and `ends` of being resolved or giving up
/// after a contact: leaving l = gave up, success among those who stay = resolved / (1 - l).
fn one_step(q: [[f64; 3]; 3], ends: [[f64; 2]; 3]) -> Case {
    let total = |row: [f64; 3]| row.iter().sum::<f64>();
    Case {
        channels: ["web", "chat", "phone"],
        first: [1.0, 0.0, 0.0],
        next: q.map(|row| row.map(|share| share / total(row))),
        attempts: vec![ends.map(|[resolved, gave_up]| Attempt {
            leave: gave_up,
            success: resolved / (1.0 - gave_up),
            minutes: 0.0,
        })],
        cost_per_contact: NO_COST,
        cost_per_minute: NO_COST,
        restart: None,
        rebuild_minutes: 0.0,
        kept: KEPT,
        cold: 0.0,
    }
}

#[test]
fn customers_who_try_web_chat_and_phone_get_there_at_the_cost_the_chain_says() {
    // Resolved, contacts, their variance, cost, switches: evidence, example 1b.
    let siloed = (
        [[0.20, 0.15, 0.35], [0.05, 0.10, 0.30], [0.02, 0.03, 0.25]],
        [[0.15, 0.15], [0.40, 0.15], [0.60, 0.10]],
        [0.702_859, 2.211_955, 1.407_647, 4.671_210, 0.758_591],
    );
    let integrated = (
        [[0.20, 0.15, 0.35], [0.05, 0.10, 0.20], [0.02, 0.03, 0.12]],
        [[0.20, 0.10], [0.57, 0.08], [0.78, 0.05]],
        [0.825_546, 2.071_490, 1.015_605, 3.959_497, 0.725_265],
    );
    for (q, ends, [resolved, contacts, variance, cost, switches]) in [siloed, integrated] {
        let case = Case { cost_per_contact: [0.10, 3.82, 5.25], ..one_step(q, ends) };
        let study = study(&market(&case, ONE_STRATEGY));
        let agrees = |metric: &str, expected: f64, sharpness: f64| {
            assert_strategy_agrees(&study, 0, metric, "", expected, sharpness);
        };
        agrees("conversion_rate", resolved, 0.002);
        agrees("left_rate", 1.0 - resolved, 0.005);
        agrees("contacts_per_journey", contacts, 0.002);
        agrees("contacts_variance", variance, 0.01);
        agrees("switches_per_journey", switches, 0.002);
        let chain = AbsorbingChain::solve(q.map(Vec::from).to_vec()).expect("every journey ends");
        agrees("switches_variance", chain.variance_of_switches()[0], 0.01);
        let journeys = values_of(&study, 0, "journeys", "");
        let cost_each = ratios(&values_of(&study, 0, "cost_to_serve", ""), &journeys);
        assert_values_agree("cost per journey", &cost_each, cost, 0.003);
        let completed = ratios(&cost_each, &values_of(&study, 0, "conversion_rate", ""));
        assert_values_agree("cost per resolved journey", &completed, cost / resolved, 0.005);
    }
}

#[test]
fn journeys_that_begin_anywhere_and_take_time_cost_by_the_minute_what_the_chain_says() {
    let attempt = |leave: f64, success: f64, minutes: f64| Attempt { leave, success, minutes };
    let case = Case {
        first: [0.5, 0.2, 0.3],
        next: [[0.5, 0.2, 0.3], [0.1, 0.3, 0.6], [0.25, 0.25, 0.5]],
        attempts: vec![[attempt(0.2, 0.3, 4.0), attempt(0.05, 0.5, 7.0), attempt(0.02, 0.65, 5.0)]],
        cost_per_contact: [0.05, 0.5, 0.75],
        cost_per_minute: [0.0, 0.4, 0.8],
        ..one_step([[0.2; 3]; 3], [[0.2; 2]; 3])
    };
    let study = study(&market(&case, ONE_STRATEGY));
    assert_follows_its_chain(&study, 0, &case);
    let law = Law::of(&case);
    let cost = |(step, channel, _): State| {
        case.cost_per_contact[channel] + case.cost_per_minute[channel] * case.attempts[step][channel].minutes
    };
    let each = ratios(&values_of(&study, 0, "cost_to_serve", ""), &values_of(&study, 0, "journeys", ""));
    assert_values_agree("cost per journey", &each, law.over_visits(cost).0, 0.003);
}

/// Continuity at its three levels, none, half and full.
const THREE_LEVELS: &str = r#"
[[strategy]]
name = "siloed"
baseline = true
[[strategy]]
name = "half"
levels = { continuity = 0.5 }
[[strategy]]
name = "integrated"
levels = { continuity = 1 }
"#;

fn at_level(case: &Case, level: f64) -> Case {
    Case { kept: case.kept.map(|siloed| siloed + level * (1.0 - siloed)), attempts: case.attempts.clone(), ..*case }
}

#[test]
fn lost_context_costs_success_and_time_as_the_chain_over_kept_and_lost_says() {
    let attempt = |leave: f64, success: f64, minutes: f64| Attempt { leave, success, minutes };
    let case = Case {
        attempts: vec![[attempt(0.1, 0.35, 3.0), attempt(0.05, 0.55, 6.0), attempt(0.03, 0.6, 5.0)]],
        next: [[0.3, 0.2, 0.5], [0.1, 0.4, 0.5], [0.15, 0.15, 0.7]],
        rebuild_minutes: 2.5,
        kept: [0.2, 0.7],
        cold: 0.9,
        ..one_step([[0.2; 3]; 3], [[0.2; 2]; 3])
    };
    let study = study(&market(&case, THREE_LEVELS));
    for (strategy, level) in [0.0, 0.5, 1.0].into_iter().enumerate() {
        assert_follows_its_chain(&study, strategy, &at_level(&case, level));
    }
}

#[test]
fn journeys_that_start_again_follow_the_chain_over_steps() {
    let attempt = |leave: f64, success: f64, minutes: f64| Attempt { leave, success, minutes };
    let case = Case {
        first: [0.6, 0.1, 0.3],
        next: [[0.5, 0.2, 0.3], [0.2, 0.5, 0.3], [0.15, 0.05, 0.8]],
        attempts: vec![
            [attempt(0.2, 0.7, 4.0), attempt(0.05, 0.9, 3.0), attempt(0.1, 0.8, 8.0)],
            [attempt(0.15, 0.5, 6.0), attempt(0.1, 0.6, 8.0), attempt(0.05, 0.7, 12.0)],
            [attempt(0.1, 0.6, 4.0), attempt(0.05, 0.8, 5.0), attempt(0.02, 0.9, 2.0)],
        ],
        restart: Some(1),
        kept: [0.4, 0.8],
        cold: 0.5,
        ..one_step([[0.2; 3]; 3], [[0.2; 2]; 3])
    };
    let from_the_start =
        Case { restart: Some(0), attempts: case.attempts[..2].to_vec(), kept: [0.3, 0.9], cold: 0.0, ..case };
    let study_of_three = study(&market(&case, THREE_LEVELS));
    let study_of_two = study(&market(&from_the_start, THREE_LEVELS));
    for (strategy, level) in [0.0, 0.5, 1.0].into_iter().enumerate() {
        assert_follows_its_chain(&study_of_three, strategy, &at_level(&case, level));
        assert_follows_its_chain(&study_of_two, strategy, &at_level(&from_the_start, level));
    }
}
