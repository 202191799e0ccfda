//! Steps and choice as an absorbing Markov chain: who gets there, in how many contacts, over how many switches, at what
//! cost, with what context lost on the way; means and variances.

use super::{Fact, Proof};
use crate::theory::Matrix;
use crate::theory::markov::AbsorbingChain;

/// One kind of journey in three channels, told by its probabilities.
#[derive(Debug, Clone)]
pub struct Case {
    /// Names of the channels.
    pub channels: [&'static str; 3],
    /// Share of first contacts, by channel.
    pub first: [f64; 3],
    /// Channel after a failure, or after a step, `[before][after]`.
    pub next: [[f64; 3]; 3],
    /// By step and channel.
    pub attempts: Vec<[Attempt; 3]>,
    /// By channel (EUR).
    pub cost_per_contact: [f64; 3],
    /// By channel (EUR).
    pub cost_per_minute: [f64; 3],
    /// Step at which a journey whose context was lost starts again, if it does.
    pub restart: Option<usize>,
    /// Minutes to explain again otherwise.
    pub rebuild_minutes: f64,
    /// Probability that context survives: between channels and within one.
    pub kept: [f64; 2],
    /// By how much the logit of success is lower without context.
    pub cold: f64,
}

/// What an attempt at a step comes to.
#[derive(Debug, Clone, Copy)]
pub struct Attempt {
    /// The chance that the customer leaves.
    pub leave: f64,
    /// The chance of success of who does not.
    pub success: f64,
    /// How long it takes.
    pub minutes: f64,
}

const NO_COST: [f64; 3] = [0.0; 3];
const KEPT: [f64; 2] = [1.0; 2];

/// Every customer has some ten needs on the Monday of a week, and no journey lasts a day: nothing is cut by the horizon.
pub fn market(case: &Case, strategies: &str) -> String {
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

/// A strategy that changes nothing.
pub const ONE_STRATEGY: &str = "[[strategy]]\nname = \"one\"\nbaseline = true\n";

/// Where a journey stands when an attempt begins: step, channel, and whether context has just been lost.
pub type State = (usize, usize, bool);

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
#[derive(Debug)]
pub struct Law {
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
    /// Of such a journey.
    pub fn of(case: &Case) -> Self {
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

    /// Mean and variance of the sum over all attempts of a value of each.
    pub fn over_visits(&self, value: impl Fn(State) -> f64) -> (f64, f64) {
        let values: Vec<f64> = self.states.iter().map(|&state| value(state)).collect();
        let means = self.chain.total(&values);
        (self.mean(&means), self.variance(&means, &self.chain.variance_of_total(&values)))
    }

    /// The same of a value of each passage.
    fn over_passages(&self, values: &Matrix) -> (f64, f64) {
        let means = self.chain.total_over_passages(values);
        let variances = self.chain.variance_of_total_over_passages(values);
        (self.mean(&means), self.variance(&means, &variances))
    }

    /// The mean of the sum over all attempts.
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

/// What the chain over (step, channel, context kept or lost) says of such a journey under a strategy: completion, leaving,
/// contacts, switches and time.
pub fn facts(case: &Case, strategy: &'static str) -> Vec<Fact> {
    let law = Law::of(case);
    let (contacts, contacts_variance) = law.over_passages(&law.contact);
    let (switches, switches_variance) = law.over_passages(&law.switch);
    let rebuild = |(.., cold): State| if cold && case.restart.is_none() { case.rebuild_minutes } else { 0.0 };
    let minutes = |state: State| case.attempts[state.0][state.1].minutes + rebuild(state);
    let (effort, effort_variance) = law.over_visits(minutes);
    let fact = |outcome, exact| Fact::new("absorbing chain", outcome, exact).under(strategy);
    let mut facts = vec![
        fact("completion_rate", law.total(&law.completed)),
        fact("conversion_rate", law.total(&law.completed)),
        fact("left_rate", law.total(&law.left)),
        fact("contacts_per_journey", 1.0 + contacts),
        fact("contacts_variance", contacts_variance),
        fact("switches_per_journey", switches),
        fact("switches_variance", switches_variance),
    ];
    if effort > 0.0 {
        facts.extend([fact("effort_per_journey", effort), fact("effort_variance", effort_variance)]);
    }
    if case.restart.is_some() {
        facts.push(fact("repeats_per_journey", law.total(&law.repeats)));
    } else if case.kept != KEPT {
        facts.push(fact("effort_rebuilding", law.over_visits(rebuild).0));
    }
    facts
}

/// A journey of one step, by the probabilities `q` of going on to each channel and `ends` of being resolved or giving up
/// after a contact: leaving l = gave up, success among those who stay = resolved / (1 - l).
pub fn one_step(q: [[f64; 3]; 3], ends: [[f64; 2]; 3]) -> Case {
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

/// Continuity at its three levels, none, half and full.
pub const THREE_LEVELS: &str = r#"
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

/// A journey as it is at a level of continuity.
pub fn at_level(case: &Case, level: f64) -> Case {
    Case { kept: case.kept.map(|siloed| siloed + level * (1.0 - siloed)), ..case.clone() }
}

/// Web, chat and telephone, as in the example 1b of docs/evidence.md: (passages, resolved and given up).
pub const SILOED: ([[f64; 3]; 3], [[f64; 2]; 3]) =
    ([[0.20, 0.15, 0.35], [0.05, 0.10, 0.30], [0.02, 0.03, 0.25]], [[0.15, 0.15], [0.40, 0.15], [0.60, 0.10]]);

/// What contacts cost there (EUR).
pub const COSTS: [f64; 3] = [0.10, 3.82, 5.25];

/// A journey of one step whose context gets lost on the way, which costs success and time.
pub fn told_again() -> Case {
    let attempt = |leave, success, minutes| Attempt { leave, success, minutes };
    Case {
        attempts: vec![[attempt(0.1, 0.35, 3.0), attempt(0.05, 0.55, 6.0), attempt(0.03, 0.6, 5.0)]],
        next: [[0.3, 0.2, 0.5], [0.1, 0.4, 0.5], [0.15, 0.15, 0.7]],
        rebuild_minutes: 2.5,
        kept: [0.2, 0.7],
        cold: 0.9,
        ..one_step([[0.2; 3]; 3], [[0.2; 2]; 3])
    }
}

/// A journey of three steps that starts again where context gets lost.
pub fn started_again() -> Case {
    let attempt = |leave, success, minutes| Attempt { leave, success, minutes };
    Case {
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
    }
}

/// What theory says of them.
pub(super) fn proofs() -> Vec<Proof> {
    const JOURNEY: &[(&str, &str)] = &[("journeys", "")];
    let siloed = Case { cost_per_contact: COSTS, ..one_step(SILOED.0, SILOED.1) };
    let cost = Law::of(&siloed).over_visits(|(_, channel, _)| COSTS[channel]).0;
    let mut of_siloed = facts(&siloed, "");
    of_siloed.push(Fact::new("absorbing chain", "cost_to_serve", cost).per("journey", JOURNEY));
    let at_both_ends = |case: &Case| [facts(case, "siloed"), facts(&at_level(case, 1.0), "integrated")].concat();
    vec![
        Proof { about: "who fails tries web, chat and phone", market: market(&siloed, ONE_STRATEGY), facts: of_siloed },
        Proof {
            about: "who changes channels may have to tell it again",
            market: market(&told_again(), THREE_LEVELS),
            facts: at_both_ends(&told_again()),
        },
        Proof {
            about: "who changes channels may have to start again",
            market: market(&started_again(), THREE_LEVELS),
            facts: at_both_ends(&started_again()),
        },
    ]
}
