//! What is observed of real markets, beside what the shipped scenarios show, and small markets made to look for one fact:
//! stylised facts F1 to F25 and the bands of docs/evidence.md.

mod attribution;
mod bank;
mod click_and_collect;
mod contact_centre;
mod fashion;
mod grocer;
mod newcomers;
mod no_gain;
mod outreach;
mod pooling;
mod retail;
mod selection;
mod unseen;

pub use unseen::{Unseen, unseen};

use crate::dashboards::{CLAIMS, COUNTED, asked_for, dashboards};
use crate::experiment::{self, Order, Study};
use crate::outcomes::SERIES;
use crate::scenario::{Scenario, Source, Wishes, understand};
use crate::stats::{Measure, Ratio};

/// A market, and what is looked at there.
#[derive(Debug, Clone)]
pub struct Stage {
    /// The file in which it stands: a shipped scenario, or one that is there for the facts alone.
    pub file: &'static str,
    /// Its text, with strategies that only facts need.
    text: String,
    /// The strategies that are looked at, the baseline among them.
    strategies: &'static [&'static str],
    /// Replications that tell most of what is looked at; never fewer are made.
    enough: u32,
    /// Whether the claims of channels are counted.
    claims: bool,
    /// What is looked at.
    pub sights: Vec<Sight>,
}

/// Something that is observed of real markets.
#[derive(Debug, Clone, Copy)]
pub struct Sight {
    /// Its rows in docs/evidence.md.
    pub rows: &'static str,
    /// What is measured.
    pub what: &'static str,
    /// How hard it is to meet.
    pub stands: Stands,
    /// What is asked of it.
    pub asked: Asked,
    /// How it is measured.
    measured: fn(&Shown) -> f64,
}

/// Whether the model was made to meet an observation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// Something was moved or chosen with it in view, or comes close to what was put in: that it is met shows that the model
    /// can, and nothing more.
    Fitted,
    /// Nothing was.
    HeldOut,
}

impl Stands {
    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Fitted => "fitted",
            Self::HeldOut => "held out",
        }
    }
}

/// What is asked of a measured value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Asked {
    /// That it lies in a band, ends included.
    Within(f64, f64),
    /// That it is above a number, by two standard errors at least.
    Above(f64),
    /// That it is below a number, by two standard errors at least.
    Below(f64),
    /// That it is exactly a number.
    Exactly(f64),
}

impl Asked {
    /// Whether a value with a standard error is what is asked for.
    pub fn allows(self, value: f64, se: f64) -> bool {
        let is_beyond = |by: f64| by > 0.0 && by >= 2.0 * se;
        match self {
            Self::Within(low, high) => (low..=high).contains(&value),
            Self::Above(low) => is_beyond(value - low),
            Self::Below(high) => is_beyond(high - value),
            Self::Exactly(number) => value == number,
        }
    }
}

/// What a market shows beside what is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    /// The file in which the market stands.
    pub file: &'static str,
    /// What is looked at.
    pub sight: Sight,
    /// Number of replications.
    pub n: usize,
    /// What was measured.
    pub measured: f64,
    /// Its standard error, by the jackknife.
    pub se: f64,
}

impl Seen {
    /// Whether it is what is asked for.
    pub fn is_met(&self) -> bool {
        self.sight.asked.allows(self.measured, self.se)
    }

    /// The name of the market.
    pub fn market(&self) -> &'static str {
        name(self.file)
    }
}

/// The name of a file without its folder and ending.
fn name(file: &'static str) -> &'static str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.strip_suffix(".toml").unwrap_or(name)
}

/// How many replications are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// As many as each fact needs.
    Quick,
    /// As many as the scenarios ask for, where those are more.
    Full,
}

/// All that is looked at.
pub fn stages() -> Vec<Stage> {
    vec![
        retail::stage(),
        retail::stage_of_transfers(),
        contact_centre::stage(),
        contact_centre::stage_of_changes(),
        fashion::stage(),
        click_and_collect::stage(),
        attribution::stage(),
        no_gain::stage(),
        bank::stage(),
        selection::stage(),
        selection::stage_of_trials(),
        grocer::stage(),
        outreach::stage(),
        newcomers::stage(),
        pooling::stage_of_lines(),
        pooling::stage_of_stock(),
    ]
}

/// The number of runs that stages take.
pub fn runs(stages: &[Stage], size: Size) -> usize {
    stages.iter().map(|stage| experiment::runs(&scenario(stage, size))).sum()
}

/// Simulates the scenarios and measures what they show. `done` is called after each run.
pub fn look(stages: &[Stage], size: Size, done: impl Fn() + Sync) -> Vec<Seen> {
    let scenarios = stages.iter().map(|stage| scenario(stage, size)).collect();
    let studies = experiment::run(scenarios, Order::Forward, done);
    let seen = |(stage, study): (&Stage, &Study)| -> Vec<Seen> {
        stage.sights.iter().map(|sight| seen(study, stage.file, *sight)).collect()
    };
    stages.iter().zip(&studies).flat_map(seen).collect()
}

fn scenario(stage: &Stage, size: Size) -> Scenario {
    let source = Source::parse(stage.file.into(), stage.text.clone()).expect("a market is TOML");
    let strategies = stage.strategies.iter().map(ToString::to_string).collect();
    let wishes = Wishes { strategies, ..Wishes::default() };
    let scenario = understand(&source, name(stage.file), &wishes);
    let mut scenario = scenario.unwrap_or_else(|error| panic!("{}: {error}", stage.file));
    let run = &mut scenario.run;
    run.replications = match size {
        Size::Quick => stage.enough,
        Size::Full => stage.enough.max(run.replications),
    };
    if stage.claims {
        run.asked.dashboards = asked_for(dashboards().take(1)); // any of them has the claims counted
    }
    scenario
}

/// The value over all replications, and what leaving out each of them moves it by (Quenouille 1956; Tukey 1958).
fn seen(study: &Study, file: &'static str, sight: Sight) -> Seen {
    let n = study.outcomes[0].len();
    let measured = |without| (sight.measured)(&Shown { study, without });
    let left: Vec<f64> = (0..n).map(|replication| measured(Some(replication))).collect();
    let mean = left.iter().sum::<f64>() / n as f64;
    let squares: f64 = left.iter().map(|one| (one - mean).powi(2)).sum();
    Seen { file, sight, n, measured: measured(None), se: (squares * (n - 1) as f64 / n as f64).sqrt() }
}

/// What the replications of a market show, all of them or all but one.
struct Shown<'a> {
    study: &'a Study,
    without: Option<usize>,
}

impl Shown<'_> {
    /// An outcome under a strategy, in a channel (or passage, or pool; empty for all).
    fn of(&self, strategy: &str, outcome: &str, channel: &str) -> f64 {
        let key = self.study.key_of(outcome, "", channel).unwrap_or_else(|| panic!("no outcome {outcome} {channel}"));
        self.sum(&self.study.parts(self.strategy(strategy), key), &self.study.keys[key].measure)
    }

    /// An outcome of the whole market under a strategy, less that under another.
    fn less(&self, outcome: &str, strategy: &str, other: &str) -> f64 {
        self.of(strategy, outcome, "") - self.of(other, outcome, "")
    }

    /// An outcome by all customers there were at the start, whatever it is shared out among otherwise.
    fn by_all(&self, strategy: &str, outcome: &str) -> f64 {
        let key = self.study.key(outcome);
        let customers = u64::from(self.study.scenario.run.customers);
        let of_all = |part: Ratio| Ratio { denominator: customers, ..part };
        let parts: Vec<Ratio> = self.study.parts(self.strategy(strategy), key).into_iter().map(of_all).collect();
        self.sum(&parts, &self.study.keys[key].measure)
    }

    /// The conversions that all channels claim, each those of the customers that it met on the way, over those that there are.
    fn claims_per_conversion(&self, strategy: &str) -> f64 {
        let conversions = COUNTED.iter().position(|one| one.name == "conversions claimed").expect("it is counted");
        let claimed = self.study.claimed(self.strategy(strategy), conversions);
        self.sum(&claimed.sum, &CLAIMS) / self.sum(&claimed.books, &CLAIMS)
    }

    /// An outcome of the whole market where channels work apart.
    fn apart(&self, outcome: &str) -> f64 {
        self.of(APART, outcome, "")
    }

    /// The resolution that channels report beyond that which customers live through.
    fn reported_beyond_lived(&self, strategy: &str) -> f64 {
        let of = |outcome| self.of(strategy, outcome, "");
        of("first_contact_resolution_reported") - of("first_contact_resolution")
    }

    /// The share of customers that is active where channels work apart at the end of a week, counted from 1.
    fn active(&self, week: usize) -> f64 {
        self.in_week(APART, "active_share", week)
    }

    /// An outcome by week under a strategy, in a week, counted from 1.
    fn in_week(&self, strategy: &str, outcome: &str, week: usize) -> f64 {
        let at = SERIES.iter().position(|one| one.id == outcome).expect("a weekly series");
        let outcomes = &self.study.outcomes[self.strategy(strategy)];
        let parts: Vec<Ratio> = outcomes.iter().map(|outcomes| outcomes.weeks[week - 1][at]).collect();
        self.sum(&parts, &SERIES[at].measure)
    }

    fn strategy(&self, name: &str) -> usize {
        let mut strategies = self.study.scenario.strategies.iter();
        strategies.position(|strategy| strategy.name == name).unwrap_or_else(|| panic!("no strategy {name}"))
    }

    /// The ratio of the sums over the replications that count.
    fn sum(&self, parts: &[Ratio], measure: &Measure) -> f64 {
        let mut sum = Ratio::NONE;
        let counted = parts.iter().enumerate().filter(|(at, _)| Some(*at) != self.without);
        counted.for_each(|(_, part)| sum += *part);
        sum.value(measure).expect("the market shows it")
    }
}

/// The strategy whose channels work apart.
const APART: &str = "multichannel";

/// Something that is put in, or that something else was moved for.
const fn fitted(rows: &'static str, what: &'static str, asked: Asked, measured: fn(&Shown) -> f64) -> Sight {
    Sight { rows, what, stands: Stands::Fitted, asked, measured }
}

/// Something that nothing was moved for.
const fn held_out(rows: &'static str, what: &'static str, asked: Asked, measured: fn(&Shown) -> f64) -> Sight {
    Sight { rows, what, stands: Stands::HeldOut, asked, measured }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fact_of_the_evidence_is_looked_at_or_said_not_to_be_seen() {
        let stages = stages();
        let sights = || stages.iter().flat_map(|stage| &stage.sights);
        for fact in 1..=25 {
            let fact = format!("F{fact}");
            let is_named = |rows: &str| rows.split(", ").any(|row| row == fact);
            let is_unseen = unseen().iter().any(|one| is_named(one.rows));
            assert!(is_unseen || sights().any(|sight| is_named(sight.rows)), "{fact}");
        }
    }

    #[test]
    fn a_band_has_its_ends_and_an_order_has_not() {
        assert!(Asked::Within(1.0, 2.0).allows(1.0, 0.1) && !Asked::Within(1.0, 2.0).allows(2.1, 0.1));
        assert!(!Asked::Above(1.0).allows(1.0, 0.0) && !Asked::Below(1.0).allows(1.0, 0.0));
        assert!(Asked::Exactly(1.0).allows(1.0, 0.0));
    }

    #[test]
    fn an_order_is_one_by_two_standard_errors() {
        assert!(Asked::Above(1.0).allows(1.3, 0.1) && !Asked::Above(1.0).allows(1.1, 0.1));
        assert!(Asked::Below(0.0).allows(-0.3, 0.1) && !Asked::Below(0.0).allows(-0.1, 0.1));
    }
}
