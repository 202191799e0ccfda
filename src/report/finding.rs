//! What a comparison found, in one sentence: what the best strategy changes and by how much, and which make things worse.
//!
//! Made from verdicts: where they show nothing, it says so. Between equals the size of a change decides who is named.

use super::rounding::Rounding;
use crate::experiment::{Difference, LEAST_REPLICATIONS, Study, Verdict};
use crate::outcomes::{Better, Key, METRICS, metric};

/// Outcomes of what customers come for.
pub const COMPLETION: [&str; 2] = ["conversion_rate", "resolution_rate"];
/// Longest sentence that a title has room for (characters).
const LONGEST: usize = 136;
/// How many changes, and how many strategies that are worse, are named: the first that has room.
const DETAILS: [(usize, usize); 6] = [(3, 3), (2, 3), (3, 0), (2, 0), (1, 3), (1, 0)];
/// Longest name of a strategy in a sentence (characters).
const LONGEST_NAME: usize = 30;

/// What was found in some outcomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The strategy that changes them most for the better.
    pub best: Option<usize>,
    /// In words.
    pub words: String,
}

/// What was found in these outcomes of the whole market, of which the first decides between equals; none where there is
/// nothing to compare.
pub fn finding(study: &Study, differences: &[Difference], keys: &[usize]) -> Option<Finding> {
    let records: Vec<Record> = strategies(study).map(|s| Record::of(study, differences, keys, s)).collect();
    if records.is_empty() || records.iter().all(|record| record.changes.is_empty()) {
        return None;
    }
    let best = records
        .iter()
        .filter(|record| record.score > 0)
        .max_by(|a, b| a.rank().cmp(&b.rank()).then(b.strategy.cmp(&a.strategy)));
    let worse: Vec<&Record> = records.iter().filter(|record| record.score < 0).collect();
    let baseline = name(study, study.scenario.baseline());
    let balance = if keys.len() == 1 { "" } else { " on balance" };
    let start = |changes: usize| match best {
        Some(record) => record.words(study, differences, changes),
        None if replications_are_too_few(study) => "Too few replications to show a difference".into(),
        None if records.iter().all(Record::has_no_verdict) => format!("No verdict on differences from “{baseline}”"),
        None if records.iter().all(Record::shows_nothing) => format!("No difference from “{baseline}” shown"),
        None => format!("No strategy is shown to be better than “{baseline}”{balance}"),
    };
    let in_detail = |&(changes, names): &(usize, usize)| {
        start(changes)
            + &who_is_worse(study, &worse, names).map_or_else(String::new, |who| {
                format!(". {}: {who}", if keys.len() == 1 { "Worse" } else { "More worse than better" })
            })
    };
    let fits = |words: &String| words.chars().count() <= LONGEST;
    let words = DETAILS.iter().map(in_detail).find(fits).unwrap_or_else(|| in_detail(&(1, 0)));
    Some(Finding { best: best.map(|record| record.strategy), words })
}

/// What was found in the headline, of which profit is told first.
pub fn of_headline(study: &Study, differences: &[Difference]) -> Option<Finding> {
    let (profit, others): (Vec<usize>, Vec<usize>) =
        study.headlines().partition(|&key| study.keys[key].metric == "profit");
    finding(study, differences, &[profit, others].concat())
}

/// The strategy that charts of a single one show: the best by the headline, or the last.
pub fn shown(study: &Study, differences: &[Difference]) -> Option<usize> {
    let best = of_headline(study, differences).and_then(|found| found.best);
    best.or_else(|| strategies(study).last())
}

/// What a strategy was found to change in these outcomes; none where there is nothing to compare.
pub fn of_strategy(study: &Study, differences: &[Difference], keys: &[usize], strategy: usize) -> Option<String> {
    let record = Record::of(study, differences, keys, strategy);
    let change = |one: &&Difference| match one.verdict {
        Verdict::NoRelevantDifference => format!("no relevant difference in {}", label(&study.keys[one.key])),
        Verdict::NoDifference => format!("no difference in {} shown", label(&study.keys[one.key])),
        Verdict::ExactlyEqual => format!("exactly equal {}", label(&study.keys[one.key])),
        Verdict::None => format!("no verdict on {}", label(&study.keys[one.key])),
        _ => changed(study, differences, one),
    };
    let changes: Vec<String> = record.changes.iter().map(change).collect();
    (!changes.is_empty()).then(|| format!("{}: {}", name(study, strategy), changes.join(", ")))
}

fn strategies(study: &Study) -> impl Iterator<Item = usize> {
    (0..study.scenario.strategies.len()).filter(|&strategy| strategy != study.scenario.baseline())
}

fn replications_are_too_few(study: &Study) -> bool {
    (study.scenario.run.replications as usize) < LEAST_REPLICATIONS
}

/// What a strategy changes in some outcomes.
struct Record<'a> {
    strategy: usize,
    /// In the order of the outcomes.
    changes: Vec<&'a Difference>,
    /// Whether fewer get what they come for.
    serves_fewer: bool,
    /// Outcomes that are better less those that are worse.
    score: i64,
    /// How much the first outcome changes for the better.
    gain: f64,
}

impl<'a> Record<'a> {
    fn of(study: &Study, differences: &'a [Difference], keys: &[usize], strategy: usize) -> Self {
        let change = |&key: &usize| differences.iter().find(|one| one.strategy == strategy && one.key == key);
        let changes: Vec<&Difference> = keys.iter().filter_map(change).collect();
        let gain = changes.first().map_or(0.0, |one| for_the_better(&study.keys[one.key], one));
        let sign = |one: &&Difference| match one.verdict {
            Verdict::Better => 1,
            Verdict::Worse => -1,
            _ => 0,
        };
        // Money counts once: what is saved in cost is in the profit.
        let has_profit = keys.iter().any(|&key| study.keys[key].metric == "profit");
        let counts = |one: &&&Difference| !has_profit || study.keys[one.key].metric != "cost_to_serve";
        let score = changes.iter().filter(counts).map(sign).sum();
        Self { strategy, serves_fewer: !falls(study, differences, strategy).is_empty(), score, changes, gain }
    }

    fn with(&self, verdict: Verdict) -> impl Iterator<Item = &'a Difference> {
        self.changes.iter().copied().filter(move |one| one.verdict == verdict)
    }

    fn has_no_verdict(&self) -> bool {
        self.changes.iter().all(|one| one.verdict == Verdict::None)
    }

    fn shows_nothing(&self) -> bool {
        self.changes.iter().all(|one| !one.verdict.is_shown())
    }

    /// Whoever serves fewer comes after all others; then more outcomes count, then more of the first.
    fn rank(&self) -> impl Ord {
        (!self.serves_fewer, self.score, Ordered(self.gain))
    }

    /// What it makes better, and at what price; that fewer get what they come for is always told.
    fn words(&self, study: &Study, differences: &[Difference], most: usize) -> String {
        let list = |changes: &[&Difference]| {
            changes.iter().map(|one| changed(study, differences, one)).collect::<Vec<_>>().join(", ")
        };
        let better: Vec<&Difference> = self.with(Verdict::Better).take(most).collect();
        let fewer = falls(study, differences, self.strategy);
        let others = self.with(Verdict::Worse).filter(|one| !fewer.iter().any(|fall| fall.key == one.key));
        let worse: Vec<&Difference> = fewer.iter().copied().chain(others).collect();
        let told = worse.len().min(most.max(fewer.len()));
        let words = format!("{}: {}", name(study, self.strategy), list(&better));
        match worse.len() - told {
            _ if worse.is_empty() => words,
            0 => format!("{words}, but {}", list(&worse)),
            rest => format!("{words}, but {} and {rest} more worse", list(&worse[..told])),
        }
    }
}

/// Numbers in order.
#[derive(PartialEq)]
struct Ordered(f64);

impl Eq for Ordered {}

impl PartialOrd for Ordered {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ordered {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

fn for_the_better(key: &Key, one: &Difference) -> f64 {
    if key.better == Better::Lower { -one.paired.difference } else { one.paired.difference }
}

/// Where fewer get what they come for under a strategy.
pub fn falls<'a>(study: &Study, differences: &'a [Difference], strategy: usize) -> Vec<&'a Difference> {
    let is_one = |one: &&Difference| {
        let key = &study.keys[one.key];
        one.strategy == strategy && key.headline && COMPLETION.contains(&key.metric) && one.verdict == Verdict::Worse
    };
    differences.iter().filter(is_one).collect()
}

/// A change in words: what, and by how much.
fn changed(study: &Study, differences: &[Difference], one: &Difference) -> String {
    let rounding = Rounding::of_outcome(study, differences, one.key);
    let label = label(&study.keys[one.key]);
    let unit = rounding.unit_of_differences();
    let unit = unit.trim_start_matches("% ");
    let number = rounding.signed(one.paired.difference);
    // "contacts per journey -0.01" needs no "contacts".
    if label.contains(unit) { format!("{label} {number}") } else { format!("{label} {number} {unit}") }
}

fn label(key: &Key) -> &'static str {
    metric::position(key.metric).map_or(key.metric, |at| METRICS[at].label)
}

/// Who is worse, so many of them by name; none where nobody is.
fn who_is_worse(study: &Study, worse: &[&Record], most: usize) -> Option<String> {
    let named = if worse.len() <= most { worse } else { &worse[..most.saturating_sub(1)] };
    let quoted = named.iter().map(|record| format!("“{}”", name(study, record.strategy)));
    let rest = match (worse.len() - named.len(), named.len()) {
        (0, _) => None,
        (1, 0) => Some("1 strategy".into()),
        (rest, 0) => Some(format!("{rest} strategies")),
        (rest, _) => Some(format!("{rest} others")),
    };
    (!worse.is_empty()).then(|| quoted.chain(rest).collect::<Vec<_>>().join(", "))
}

fn name(study: &Study, strategy: usize) -> String {
    let name = &study.scenario.strategies[strategy].name;
    let mut short: String = name.chars().take(LONGEST_NAME).collect();
    if short.len() < name.len() {
        short = short.trim_end().to_owned() + "…";
    }
    short
}
