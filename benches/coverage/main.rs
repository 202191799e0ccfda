//! How often the 95 % intervals of values and differences hold what they should: for markets of 20, 200 and 2,000
//! customers, many studies of 10 and of 20 replications, held against one far larger.
//!
//! `cargo bench --bench coverage` prints the section of `docs/reliability.md`; `-- --write` puts it there.

use std::collections::BTreeMap;
use throughline::experiment::{Order, Study, run};
use throughline::outcomes::Key;
use throughline::scenario::{Setting, Source, Wishes, understand};
use throughline::stats::{Estimate, Paired, Ratio};

const MARKET: &str = include_str!("market.toml");
const CUSTOMERS: [u32; 3] = [20, 200, 2_000];
const REPLICATIONS: [usize; 2] = [10, 20];
/// Studies whose intervals are looked at, and studies whose replications together are the truth.
const STUDIES: u64 = 300;
const STUDIES_OF_TRUTH: u64 = 900;
/// Outcomes with fewer intervals than this are left out.
const LEAST_INTERVALS: u64 = 100;
const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/reliability.md");
const BEGIN: &str = "<!-- coverage: begin -->";
const END: &str = "<!-- coverage: end -->";

/// What an interval is about: a value of a strategy, or a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Value(usize),
    Difference,
}

/// Intervals of one outcome, and how many of them hold the truth.
#[derive(Debug, Clone, Copy, Default)]
struct Hits {
    intervals: u64,
    held: u64,
}

impl Hits {
    fn count(&mut self, interval: Option<(f64, f64)>, truth: f64) {
        if let Some((low, high)) = interval {
            self.intervals += 1;
            self.held += u64::from((low..=high).contains(&truth));
        }
    }

    fn share(&self) -> f64 {
        self.held as f64 / self.intervals as f64
    }

    /// Whether the share is farther from 95 % than four of its standard errors.
    fn is_off(&self) -> bool {
        (self.share() - 0.95).abs() > 4.0 * (0.95 * 0.05 / self.intervals as f64).sqrt()
    }
}

fn main() {
    // `cargo test --benches` only asks whether this starts.
    if std::env::args().any(|word| word == "--test") {
        return;
    }
    let mut all = Vec::new();
    for customers in CUSTOMERS {
        all.extend(measured(customers));
        eprintln!("{customers} customers done");
    }
    let lines: String = all.iter().map(Measured::line).collect();
    let off: String = all.iter().filter_map(Measured::off).collect();
    let text = format!("{}{lines}{off}\n", head());
    print!("{text}");
    if std::env::args().any(|word| word == "--write") {
        write(&text);
    }
}

fn head() -> String {
    format!(
        "\nMeasured by `cargo bench --bench coverage -- --write` on `benches/coverage/market.toml` (a store, a web shop and a telephone, two segments and two strategies, half a year; of 20 customers, six are in the segment `others`): {STUDIES} studies of each size, held against {} replications of the same market. Counted are all outcomes of all segments and channels with at least {LEAST_INTERVALS} intervals, and every interval that is printed; what never or always happens in the large run is left out. Off are outcomes whose coverage is more than four standard errors (of {STUDIES} studies: 5 points) from 95 %; they are listed below.\n\n| customers | replications | values: outcomes | mean coverage | off | differences: outcomes | mean coverage | off |\n|---|---|---|---|---|---|---|---|\n",
        STUDIES_OF_TRUTH * 20,
    )
}

/// All intervals of a market of one size, with one number of replications.
struct Measured {
    customers: u32,
    replications: usize,
    hits: BTreeMap<(What, usize), Hits>,
    /// Strategies and outcomes by name.
    strategies: Vec<String>,
    keys: Vec<String>,
}

impl Measured {
    fn of(&self, what: fn(&What) -> bool) -> impl Iterator<Item = (&(What, usize), &Hits)> {
        self.hits.iter().filter(move |((kind, _), hits)| what(kind) && hits.intervals >= LEAST_INTERVALS)
    }

    fn line(&self) -> String {
        let part = |what: fn(&What) -> bool| {
            let outcomes = self.of(what).count();
            let mean = self.of(what).map(|(_, hits)| hits.share()).sum::<f64>() / outcomes as f64;
            let off = self.of(what).filter(|(_, hits)| hits.is_off()).count();
            format!("{outcomes} | {:.1} % | {off}", 100.0 * mean)
        };
        let (values, differences) = (part(|what| *what != What::Difference), part(|what| *what == What::Difference));
        format!("| {} | {} | {values} | {differences} |\n", self.customers, self.replications)
    }

    /// The outcomes that are off; none, where none is.
    fn off(&self) -> Option<String> {
        let name = |what: &What, key: &usize| match what {
            What::Value(strategy) => format!("{}, {}", self.keys[*key], self.strategies[*strategy]),
            What::Difference => format!("{}, difference", self.keys[*key]),
        };
        let off: Vec<String> = self
            .of(|_| true)
            .filter(|(_, hits)| hits.is_off())
            .map(|((what, key), hits)| format!("{} {:.0} %", name(what, key), 100.0 * hits.share()))
            .collect();
        let (customers, replications) = (self.customers, self.replications);
        (!off.is_empty())
            .then(|| format!("\n- {customers} customers, {replications} replications: {}.", off.join("; ")))
    }
}

/// A market of one size, looked at with both numbers of replications.
fn measured(customers: u32) -> Vec<Measured> {
    let truth = truth(customers);
    let mut hits: [BTreeMap<(What, usize), Hits>; REPLICATIONS.len()] = Default::default();
    for seed in 1..=STUDIES {
        let study = study(customers, seed);
        for (hits, replications) in hits.iter_mut().zip(REPLICATIONS) {
            look(&study, replications, &truth, hits);
        }
    }
    let any = study(customers, 1);
    let strategies: Vec<String> = any.scenario.strategies.iter().map(|one| one.name.clone()).collect();
    let name = |key: &Key| format!("{} {}{}", key.metric, key.segment, key.channel).trim().to_string();
    let keys: Vec<String> = any.keys.iter().map(name).collect();
    let of = |(hits, replications): (BTreeMap<_, _>, usize)| {
        let (strategies, keys) = (strategies.clone(), keys.clone());
        Measured { customers, replications, hits, strategies, keys }
    };
    hits.into_iter().zip(REPLICATIONS).map(of).collect()
}

fn study(customers: u32, seed: u64) -> Study {
    let set = |path: &str, value: String| Setting::of_path(path, &value);
    let settings = vec![set("run.customers", customers.to_string()), set("run.seed", seed.to_string())];
    let source = Source::parse("market.toml".into(), MARKET.into()).expect("the market is written as it should be");
    let wishes = Wishes { settings, strategies: Vec::new() };
    let scenario = understand(&source, "market", &wishes).expect("the market is as it should be");
    run(vec![scenario], Order::Forward, || {}).remove(0)
}

/// Sums over many replications, `[strategy][key]`.
fn truth(customers: u32) -> Vec<Vec<Ratio>> {
    let mut sums: Vec<Vec<Ratio>> = Vec::new();
    for seed in 0..STUDIES_OF_TRUTH {
        let study = study(customers, 1_000_000 + seed);
        sums.resize(study.outcomes.len(), vec![Ratio::NONE; study.keys.len()]);
        for (sums, replications) in sums.iter_mut().zip(&study.outcomes) {
            for outcomes in replications {
                sums.iter_mut().zip(&outcomes.parts).for_each(|(sum, part)| *sum += *part);
            }
        }
    }
    sums
}

fn look(study: &Study, replications: usize, truth: &[Vec<Ratio>], hits: &mut BTreeMap<(What, usize), Hits>) {
    for (at, key) in study.keys.iter().enumerate() {
        let parts = |strategy: usize| study.parts(strategy, at)[..replications].to_vec();
        let value = |strategy: usize| truth[strategy][at].value(&key.measure);
        for strategy in 0..study.outcomes.len() {
            let estimate = Estimate::of_ratio(&parts(strategy), &key.measure);
            if let Some((estimate, truth)) = estimate.zip(value(strategy)).filter(|_| happens(truth[strategy][at])) {
                hits.entry((What::Value(strategy), at)).or_default().count(estimate.ci, truth);
            }
        }
        let paired = Paired::of(&parts(1), &parts(0), &key.measure);
        if let Some((paired, (ours, theirs))) = paired.zip(value(1).zip(value(0))) {
            hits.entry((What::Difference, at)).or_default().count(paired.ci, ours - theirs);
        }
    }
}

/// Whether a thing happens at times, but not always: what never happens is held by every interval from 0 on.
fn happens(truth: Ratio) -> bool {
    truth.numerator != 0 && truth.numerator != i128::from(truth.denominator)
}

fn write(text: &str) {
    let page = std::fs::read_to_string(PAGE).expect("the page is there");
    let (before, rest) = page.split_once(BEGIN).expect("the page says where the section begins");
    let (_, after) = rest.split_once(END).expect("the page says where the section ends");
    std::fs::write(PAGE, format!("{before}{BEGIN}\n{text}\n{END}{after}")).expect("the page can be written");
}
