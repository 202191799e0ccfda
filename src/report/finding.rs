//! What a comparison found, in one sentence: by which outcomes, what the best strategy changes and by how much, and which
//! make things worse.
//!
//! Made from verdicts: where they show nothing, it says so. Between equals the size of a change decides who is named. By
//! other outcomes another strategy may be the best: so each sentence starts with its own.

use super::rounding::Rounding;
use crate::experiment::{Difference, LEAST_REPLICATIONS, Study, Verdict, too_close_to_tell};
use crate::outcomes::{Better, Key, METRICS, metric};

/// Outcomes of what customers come for.
pub const COMPLETION: [&str; 2] = ["conversion_rate", "resolution_rate"];
/// Longest sentence that a title has room for (characters).
pub(super) const LONGEST: usize = 190;
/// How many changes, and how many strategies that are worse, are named: the first that has room.
const DETAILS: [(usize, usize); 6] = [(3, 3), (2, 3), (3, 0), (2, 0), (1, 3), (1, 0)];
/// Verdicts of what comes to the same.
const ALIKE: [Verdict; 2] = [Verdict::ExactlyEqual, Verdict::NoRelevantDifference];
/// Longest name of a strategy in a sentence (characters).
const LONGEST_NAME: usize = 30;

/// What was found in some outcomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The strategy that changes them most for the better.
    pub best: Option<usize>,
    /// By what that is, in words.
    pub by: String,
    /// In words.
    pub words: String,
}

/// What was found in an outcome of the whole market, in the headline, or in what of it is not money; the first outcome
/// decides between equals. None where there is nothing to compare.
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
    let what = what(study, keys);
    let by = best_by(study, keys, &records, best);
    let start = |changes: usize| match best {
        Some(record) => format!("{by}: {}", record.words(study, differences, &records, changes)),
        None if replications_are_too_few(study) => format!("Too few replications to show a difference in {what}"),
        None if records.iter().all(Record::has_no_verdict) => {
            format!("No verdict on differences from “{baseline}” in {what}")
        }
        None if records.iter().all(|record| record.is_all(&[Verdict::ExactlyEqual])) => {
            format!("Exactly equal to “{baseline}” in {what}")
        }
        None if records.iter().all(|record| record.is_all(&ALIKE)) => {
            format!("No relevant difference from “{baseline}” in {what}")
        }
        None if records.iter().all(Record::shows_nothing) => format!("No difference from “{baseline}” shown in {what}"),
        None if keys.len() == 1 => format!("No strategy is shown to be better than “{baseline}” by {what}"),
        None => format!("No strategy is shown to be better than “{baseline}” on balance of {what}"),
    };
    let in_detail = |&(changes, names): &(usize, usize)| {
        start(changes)
            + &who_is_worse(study, &worse, names).map_or_else(String::new, |who| {
                format!(". {}: {who}", if keys.len() == 1 { "Worse" } else { "More worse than better" })
            })
    };
    let fits = |words: &String| words.chars().count() <= LONGEST;
    let words = DETAILS.iter().map(in_detail).find(fits).unwrap_or_else(|| in_detail(&(1, 0)));
    Some(Finding { best: best.map(|record| record.strategy), by, words })
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

/// Outcomes as a sentence names them.
fn what(study: &Study, keys: &[usize]) -> &'static str {
    let is_money = |&key: &usize| study.keys[key].measure.unit == study.scenario.run.currency;
    match keys {
        [one] => label(&study.keys[*one]),
        several if several.iter().any(is_money) => "the headline outcomes",
        _ => "the headline outcomes, money aside",
    }
}

/// By what a strategy is the best; that one which serves fewer would be it is said, since charts show that.
fn best_by(study: &Study, keys: &[usize], records: &[Record], best: Option<&Record>) -> String {
    let by = if keys.len() == 1 { "by" } else { "on balance of" };
    let is_passed_over = |record: &Record| best.is_some_and(|best| record.merit() > best.merit());
    let among = if records.iter().any(is_passed_over) { " without serving fewer" } else { "" };
    let is_alike = |best: &Record, record: &Record| {
        (record.score, record.serves_fewer) == (best.score, best.serves_fewer) && !record.changes.is_empty()
    };
    let alike = best.map_or(0, |best| records.iter().filter(|record| is_alike(best, record)).count());
    let tie = match keys {
        [first, _, ..] if alike > 1 => format!(", of {alike} alike, by {}", label(&study.keys[*first])),
        _ => String::new(),
    };
    format!("Best {by} {}{among}{tie}", what(study, keys))
}

/// What the strategy that charts of a single one show was found to change in these outcomes, and why it is that one; none
/// where there is nothing to compare.
pub fn of_shown(study: &Study, differences: &[Difference], keys: &[usize]) -> Option<String> {
    let strategy = shown(study, differences)?;
    let best = of_headline(study, differences).filter(|found| found.best.is_some());
    let but = if best.is_some() { "but " } else { "" };
    let why = best.map_or_else(|| "None is best, the last is shown".into(), |found| found.by);
    Some(format!("{why}: {}", of_strategy(study, differences, keys, (strategy, but))?))
}

/// What a strategy was found to change in these outcomes, what is worse after a word; none where there is nothing to compare.
fn of_strategy(
    study: &Study,
    differences: &[Difference],
    keys: &[usize],
    (strategy, but): (usize, &str),
) -> Option<String> {
    let record = Record::of(study, differences, keys, strategy);
    let change = |one: &&Difference| match one.verdict {
        Verdict::NoRelevantDifference => format!("no relevant difference in {}", label(&study.keys[one.key])),
        Verdict::NoDifference => format!("no difference in {} shown", label(&study.keys[one.key])),
        Verdict::ExactlyEqual => format!("exactly equal {}", label(&study.keys[one.key])),
        Verdict::None => format!("no verdict on {}", label(&study.keys[one.key])),
        Verdict::Worse => format!("{but}{}", changed(study, differences, one)),
        _ => changed(study, differences, one),
    };
    let changes: Vec<String> = record.changes.iter().map(change).collect();
    (!changes.is_empty()).then(|| format!("“{}”, {}", name(study, strategy), changes.join(", ")))
}

fn strategies(study: &Study) -> impl Iterator<Item = usize> {
    (0..study.scenario.strategies.len()).filter(|&strategy| strategy != study.scenario.baseline())
}

/// Too few for a verdict.
pub(super) fn replications_are_too_few(study: &Study) -> bool {
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

    fn is_all(&self, verdicts: &[Verdict]) -> bool {
        !self.changes.is_empty() && self.changes.iter().all(|one| verdicts.contains(&one.verdict))
    }

    fn shows_nothing(&self) -> bool {
        self.changes.iter().all(|one| !one.verdict.is_shown())
    }

    /// Whoever serves fewer comes after all others.
    fn rank(&self) -> impl Ord {
        (!self.serves_fewer, self.merit())
    }

    /// More outcomes count, then more of the first.
    fn merit(&self) -> (i64, Ordered) {
        (self.score, Ordered(self.gain))
    }

    /// What it makes better, and at what price; that fewer get what they come for is always told, and so is whom it is
    /// too close to by a single outcome.
    fn words(&self, study: &Study, differences: &[Difference], all: &[Record], most: usize) -> String {
        let list = |changes: &[&Difference]| {
            changes.iter().map(|one| changed(study, differences, one)).collect::<Vec<_>>().join(", ")
        };
        let name = name(study, self.strategy);
        let words = if let [only] = self.changes[..] {
            format!("“{name}” {}{}", by_how_much(study, differences, only), self.too_close(study, only.key, all))
        } else {
            let better: Vec<&Difference> = self.with(Verdict::Better).take(most).collect();
            format!("“{name}”, {}", list(&better))
        };
        let fewer = falls(study, differences, self.strategy);
        let others = self.with(Verdict::Worse).filter(|one| !fewer.iter().any(|fall| fall.key == one.key));
        let worse: Vec<&Difference> = fewer.iter().copied().chain(others).collect();
        let told = worse.len().min(most.max(fewer.len()));
        match worse.len() - told {
            _ if worse.is_empty() => words,
            0 => format!("{words}, but {}", list(&worse)),
            rest => format!("{words}, but {} and {rest} more worse", list(&worse[..told])),
        }
    }

    /// That it is not told from others that are better too, and serve as many.
    fn too_close(&self, study: &Study, key: usize, all: &[Record]) -> String {
        let is_rival = |other: &&Record| {
            other.score > 0 && other.strategy != self.strategy && other.serves_fewer == self.serves_fewer
        };
        let rivals: Vec<usize> = all.iter().filter(is_rival).map(|other| other.strategy).collect();
        match too_close_to_tell(study, key, self.strategy, &rivals)[..] {
            [] => String::new(),
            [one] => format!(", too close to “{}” to tell", name(study, one)),
            ref several => format!(", too close to {} others to tell", several.len()),
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
    format!("{} {}", label(&study.keys[one.key]), by_how_much(study, differences, one))
}

/// The number of a change, with its unit where the outcome's name does not say it: "contacts per journey -0.01".
fn by_how_much(study: &Study, differences: &[Difference], one: &Difference) -> String {
    let rounding = Rounding::of_outcome(study, differences, one.key);
    let unit = rounding.unit_of_differences();
    let unit = unit.trim_start_matches("% ");
    let number = rounding.signed(one.paired.difference);
    if label(&study.keys[one.key]).contains(unit) { number } else { format!("{number} {unit}") }
}

fn label(key: &Key) -> &'static str {
    metric::position(key.metric).map_or(key.metric, |at| METRICS[at].label)
}

/// Who is worse, so many of them by name; none where nobody is.
fn who_is_worse(study: &Study, worse: &[&Record], most: usize) -> Option<String> {
    let names: Vec<String> = worse.iter().map(|record| quoted(study, record.strategy)).collect();
    (!worse.is_empty()).then(|| listed(&names, most))
}

/// So many names of strategies at most, and how many others there are.
pub(super) fn listed(names: &[impl AsRef<str>], most: usize) -> String {
    let told = if names.len() <= most { names } else { &names[..most.saturating_sub(1)] };
    let rest = match (names.len() - told.len(), told.len()) {
        (0, _) => None,
        (1, 0) => Some("1 strategy".into()),
        (rest, 0) => Some(format!("{rest} strategies")),
        (rest, _) => Some(format!("{rest} others")),
    };
    told.iter().map(|name| name.as_ref().to_owned()).chain(rest).collect::<Vec<_>>().join(", ")
}

/// A strategy's name in quotes, cut where it is long.
pub(super) fn quoted(study: &Study, strategy: usize) -> String {
    format!("“{}”", name(study, strategy))
}

fn name(study: &Study, strategy: usize) -> String {
    let name = &study.scenario.strategies[strategy].name;
    let mut short: String = name.chars().take(LONGEST_NAME).collect();
    if short.len() < name.len() {
        short = short.trim_end().to_owned() + "…";
    }
    short
}
