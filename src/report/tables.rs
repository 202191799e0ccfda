//! Tidy tables: long, one value a row, columns and rows in a fixed order. A `*` stands for all segments, all channels, or
//! no design point; an empty number says that there is none. Columns stay where they are, new ones come last.

use crate::chance::ReplicationLuck;
use crate::experiment::{Difference, Study};
use crate::outcomes::{Key, SERIES};
use crate::stats::{Estimate, Measure, Ratio};
use serde::Serialize;

/// All segments, all channels, or the only design point: not empty, since readers drop what is empty.
const ALL: &str = "*";

/// The shortest text that is read as the same double; never a whole number that a reader would take for an integer too
/// large for it.
fn number(value: Option<f64>) -> String {
    let plain = |size: f64| size == 0.0 || (1e-4..1e16).contains(&size);
    value.map_or_else(String::new, |value| if plain(value.abs()) { value.to_string() } else { format!("{value:e}") })
}

fn csv(header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header).expect("writing to memory cannot fail");
    for row in rows {
        writer.write_record(&row).expect("writing to memory cannot fail");
    }
    writer.into_inner().expect("writing to memory cannot fail")
}

fn name_of(study: &Study, strategy: usize) -> &str {
    &study.scenario.strategies[strategy].name
}

/// Scenario, strategy, design point.
fn origin(study: &Study, strategy: usize) -> [String; 3] {
    [study.scenario.name.clone(), name_of(study, strategy).into(), ALL.into()]
}

/// A segment or channel.
fn part(name: &str) -> &str {
    if name.is_empty() { ALL } else { name }
}

fn about(key: &Key) -> [String; 4] {
    [key.metric.into(), key.measure.unit.into(), part(&key.segment).into(), part(&key.channel).into()]
}

fn spread(estimate: &Estimate) -> [String; 6] {
    [
        estimate.n.to_string(),
        number(Some(estimate.mean)),
        number(estimate.sd),
        number(estimate.se),
        number(estimate.ci.map(|ci| ci.0)),
        number(estimate.ci.map(|ci| ci.1)),
    ]
}

/// A value, and what it is the ratio of.
fn value(ratio: &Ratio, measure: &Measure) -> [String; 3] {
    let numerator = ratio.has_value().then(|| ratio.numerator_in_units(measure));
    [number(ratio.value(measure)), number(numerator), ratio.denominator.to_string()]
}

/// `replications.csv`: every outcome of every replication.
pub fn replications(study: &Study) -> Vec<u8> {
    let header = [
        "scenario",
        "strategy",
        "design_point",
        "replication",
        "seed",
        "metric",
        "unit",
        "segment",
        "channel",
        "value",
        "numerator",
        "denominator",
    ];
    let rows = (0..study.outcomes.len()).flat_map(|strategy| {
        study.outcomes[strategy].iter().enumerate().flat_map(move |(replication, outcomes)| {
            let seed = ReplicationLuck::new(study.scenario.run.seed, replication as u32).seed();
            let of_run = [(replication + 1).to_string(), seed.to_string()];
            let row = move |(key, ratio): (&Key, &Ratio)| {
                let start = origin(study, strategy).into_iter().chain(of_run.clone());
                start.chain(about(key)).chain(value(ratio, &key.measure)).collect()
            };
            study.keys.iter().zip(&outcomes.parts).map(row)
        })
    });
    csv(&header, rows)
}

/// `summary.csv`: estimates over replications.
pub fn summary(study: &Study) -> Vec<u8> {
    let header = [
        "scenario",
        "strategy",
        "design_point",
        "metric",
        "unit",
        "segment",
        "channel",
        "n",
        "mean",
        "sd",
        "se",
        "ci_low",
        "ci_high",
    ];
    let rows = (0..study.outcomes.len()).flat_map(|strategy| {
        study.keys.iter().enumerate().filter_map(move |(at, key)| {
            let estimate = study.estimate(strategy, at)?;
            Some(origin(study, strategy).into_iter().chain(about(key)).chain(spread(&estimate)).collect())
        })
    });
    csv(&header, rows)
}

/// `comparison.csv`: paired differences from the baseline.
pub fn comparison(study: &Study, differences: &[Difference]) -> Vec<u8> {
    let header = [
        "scenario",
        "strategy",
        "design_point",
        "baseline",
        "metric",
        "unit",
        "segment",
        "channel",
        "n",
        "difference",
        "se",
        "ci_low",
        "ci_high",
        "p_value",
        "p_adjusted",
        "variance_ratio",
        "verdict",
        "p_benjamini_hochberg",
    ];
    let baseline = name_of(study, study.scenario.baseline());
    let rows = differences.iter().map(|one| {
        let paired = &one.paired;
        let start = origin(study, one.strategy).into_iter().chain([baseline.into()]);
        let numbers = [
            paired.n.to_string(),
            number(Some(paired.difference)),
            number(paired.se),
            number(paired.ci.map(|ci| ci.0)),
            number(paired.ci.map(|ci| ci.1)),
            number(paired.p_value),
            number(one.p_adjusted),
            number(paired.variance_ratio),
            one.verdict.words().into(),
            number(one.p_benjamini_hochberg),
        ];
        start.chain(about(&study.keys[one.key])).chain(numbers).collect()
    });
    csv(&header, rows)
}

/// `series.csv`: outcomes by week, the first being week 1, with the days of it that lie within the run, and of these the
/// days of warm-up.
pub fn series(study: &Study) -> Vec<u8> {
    let header = [
        "scenario",
        "strategy",
        "design_point",
        "metric",
        "unit",
        "week",
        "days",
        "warm_up_days",
        "n",
        "mean",
        "sd",
        "se",
        "ci_low",
        "ci_high",
    ];
    let rows = (0..study.outcomes.len()).flat_map(|strategy| {
        SERIES.iter().enumerate().flat_map(move |(at, series)| {
            (0..study.weeks()).filter_map(move |week| {
                let estimate = study.week(strategy, week, at)?;
                let (days, warm_up_days) = study.days(week);
                let of_week = [
                    series.id.into(),
                    series.measure.unit.into(),
                    (week + 1).to_string(),
                    number(Some(days)),
                    number(Some(warm_up_days)),
                ];
                Some(origin(study, strategy).into_iter().chain(of_week).chain(spread(&estimate)).collect())
            })
        })
    });
    csv(&header, rows)
}

/// `hours.csv`: mean wait by channel and hour of arrival.
pub fn hours(study: &Study) -> Vec<u8> {
    let header = [
        "scenario",
        "strategy",
        "design_point",
        "metric",
        "unit",
        "channel",
        "hour",
        "n",
        "mean",
        "sd",
        "se",
        "ci_low",
        "ci_high",
    ];
    let rows = (0..study.outcomes.len()).flat_map(|strategy| {
        study.scenario.names.channels.iter().enumerate().flat_map(move |(at, channel)| {
            (0..24).filter_map(move |hour| {
                let estimate = study.hour(strategy, at, hour)?;
                let of_hour = ["wait_minutes".into(), "min".into(), channel.clone(), hour.to_string()];
                Some(origin(study, strategy).into_iter().chain(of_hour).chain(spread(&estimate)).collect())
            })
        })
    });
    csv(&header, rows)
}

#[derive(Serialize)]
struct Shown<'a> {
    scenario: &'a str,
    title: &'a str,
    customers: u32,
    horizon_days: f64,
    replications: u32,
    seed: u64,
    summary: Vec<SummaryRow<'a>>,
    comparison: Vec<ComparisonRow<'a>>,
}

#[derive(Serialize)]
struct SummaryRow<'a> {
    strategy: &'a str,
    design_point: &'static str,
    metric: &'a str,
    unit: &'a str,
    segment: &'a str,
    channel: &'a str,
    n: usize,
    mean: f64,
    sd: Option<f64>,
    se: Option<f64>,
    ci_low: Option<f64>,
    ci_high: Option<f64>,
}

#[derive(Serialize)]
struct ComparisonRow<'a> {
    strategy: &'a str,
    design_point: &'static str,
    baseline: &'a str,
    metric: &'a str,
    unit: &'a str,
    segment: &'a str,
    channel: &'a str,
    n: usize,
    difference: f64,
    se: Option<f64>,
    ci_low: Option<f64>,
    ci_high: Option<f64>,
    p_value: Option<f64>,
    p_adjusted: Option<f64>,
    variance_ratio: Option<f64>,
    verdict: &'static str,
    p_benjamini_hochberg: Option<f64>,
}

/// Everything that the summary and the comparison hold, as JSON.
pub fn json(studies: &[(Study, Vec<Difference>)]) -> String {
    let shown: Vec<Shown> = studies.iter().map(|(study, differences)| shown(study, differences)).collect();
    serde_json::to_string_pretty(&shown).expect("rows can be written as JSON")
}

fn shown<'a>(study: &'a Study, differences: &'a [Difference]) -> Shown<'a> {
    let strategy = |at: usize| name_of(study, at);
    let summary = (0..study.outcomes.len()).flat_map(|at| {
        study.keys.iter().enumerate().filter_map(move |(k, key)| {
            let Estimate { n, mean, sd, se, ci } = study.estimate(at, k)?;
            let (ci_low, ci_high) = ci.unzip();
            Some(SummaryRow {
                strategy: strategy(at),
                design_point: ALL,
                metric: key.metric,
                unit: key.measure.unit,
                segment: part(&key.segment),
                channel: part(&key.channel),
                n,
                mean,
                sd,
                se,
                ci_low,
                ci_high,
            })
        })
    });
    let comparison = differences.iter().map(|one| {
        let (key, paired) = (&study.keys[one.key], &one.paired);
        let (ci_low, ci_high) = paired.ci.unzip();
        ComparisonRow {
            strategy: strategy(one.strategy),
            design_point: ALL,
            baseline: strategy(study.scenario.baseline()),
            metric: key.metric,
            unit: key.measure.unit,
            segment: part(&key.segment),
            channel: part(&key.channel),
            n: paired.n,
            difference: paired.difference,
            se: paired.se,
            ci_low,
            ci_high,
            p_value: paired.p_value,
            p_adjusted: one.p_adjusted,
            variance_ratio: paired.variance_ratio,
            verdict: one.verdict.words(),
            p_benjamini_hochberg: one.p_benjamini_hochberg,
        }
    });
    let run = &study.scenario.run;
    Shown {
        scenario: &study.scenario.name,
        title: &study.scenario.title,
        customers: run.customers,
        horizon_days: run.horizon_days,
        replications: run.replications,
        seed: run.seed,
        summary: summary.collect(),
        comparison: comparison.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_is_read_back_as_the_same_double() {
        let extremes = [f64::MIN_POSITIVE, f64::MAX, 5e-324, f64::EPSILON, -0.0, 1e16, 1e-4, 9.999e15];
        let mixed =
            (0..10_000_u64).map(|i| f64::from_bits(i.wrapping_mul(0x9E37_79B9_7F4A_7C15))).filter(|x| x.is_finite());
        for value in extremes.into_iter().chain(mixed) {
            let text = number(Some(value));
            assert_eq!(text.parse::<f64>().map(f64::to_bits), Ok(value.to_bits()), "{text}");
            assert!(text.len() <= 24, "{text}");
        }
    }

    #[test]
    fn a_large_number_is_not_taken_for_an_integer() {
        assert_eq!(number(Some(1e16)), "1e16");
        assert_eq!(number(Some(123_456_789.25)), "123456789.25");
        assert_eq!((number(Some(0.0)), number(None)), ("0".into(), String::new()));
    }
}
