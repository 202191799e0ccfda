//! Tidy tables: long, one value a row, columns and rows in a fixed order; an empty segment or channel means all, an
//! empty number that there is none.

use crate::chance::ReplicationLuck;
use crate::experiment::{Difference, Study};
use crate::outcomes::{Key, SERIES};
use crate::stats::Estimate;
use serde::Serialize;

fn number(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| {
        if value != 0.0 && value.abs() < 1e-4 { format!("{value:e}") } else { value.to_string() }
    })
}

fn csv(header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header).expect("writing to memory cannot fail");
    for row in rows {
        writer.write_record(&row).expect("writing to memory cannot fail");
    }
    writer.into_inner().expect("writing to memory cannot fail")
}

fn name_of(study: &Study, strategy: usize) -> String {
    study.scenario.strategies[strategy].name.clone()
}

fn about(key: &Key) -> [String; 4] {
    [key.metric.into(), key.unit.into(), key.segment.clone(), key.channel.clone()]
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
    ];
    let rows = (0..study.outcomes.len()).flat_map(|strategy| {
        let name = name_of(study, strategy);
        study.outcomes[strategy].iter().enumerate().flat_map(move |(replication, outcomes)| {
            let seed = ReplicationLuck::new(study.scenario.run.seed, replication as u32).seed();
            let start = [
                study.scenario.name.clone(),
                name.clone(),
                String::new(),
                (replication + 1).to_string(),
                seed.to_string(),
            ];
            study
                .keys
                .iter()
                .zip(&outcomes.values)
                .map(move |(key, value)| start.iter().cloned().chain(about(key)).chain([number(*value)]).collect())
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
            let start = [study.scenario.name.clone(), name_of(study, strategy), String::new()];
            Some(start.into_iter().chain(about(key)).chain(spread(&estimate)).collect())
        })
    });
    csv(&header, rows)
}

/// `comparison.csv`: paired differences from the baseline.
pub fn comparison(study: &Study, differences: &[Difference]) -> Vec<u8> {
    let header = [
        "scenario",
        "strategy",
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
    ];
    let baseline = name_of(study, study.scenario.baseline());
    let rows = differences.iter().map(|one| {
        let paired = &one.paired;
        let start = [study.scenario.name.clone(), name_of(study, one.strategy), baseline.clone()];
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
        ];
        start.into_iter().chain(about(&study.keys[one.key])).chain(numbers).collect()
    });
    csv(&header, rows)
}

/// `series.csv`: outcomes by week, the first being week 1.
pub fn series(study: &Study) -> Vec<u8> {
    let header = ["scenario", "strategy", "metric", "unit", "week", "n", "mean", "sd", "se", "ci_low", "ci_high"];
    let rows = (0..study.outcomes.len()).flat_map(|strategy| {
        SERIES.iter().enumerate().flat_map(move |(at, (metric, unit, _))| {
            (0..study.weeks()).filter_map(move |week| {
                let estimate = study.week(strategy, week, at)?;
                let start = [
                    study.scenario.name.clone(),
                    name_of(study, strategy),
                    (*metric).into(),
                    (*unit).into(),
                    (week + 1).to_string(),
                ];
                Some(start.into_iter().chain(spread(&estimate)).collect())
            })
        })
    });
    csv(&header, rows)
}

/// `hours.csv`: mean wait by channel and hour of arrival.
pub fn hours(study: &Study) -> Vec<u8> {
    let header =
        ["scenario", "strategy", "metric", "unit", "channel", "hour", "n", "mean", "sd", "se", "ci_low", "ci_high"];
    let rows = (0..study.outcomes.len()).flat_map(|strategy| {
        study.scenario.names.channels.iter().enumerate().flat_map(move |(at, channel)| {
            (0..24).filter_map(move |hour| {
                let estimate = study.hour(strategy, at, hour)?;
                let start = [
                    study.scenario.name.clone(),
                    name_of(study, strategy),
                    "wait_minutes".into(),
                    "min".into(),
                    channel.clone(),
                    hour.to_string(),
                ];
                Some(start.into_iter().chain(spread(&estimate)).collect())
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
}

/// Everything that the summary and the comparison hold, as JSON.
pub fn json(studies: &[(Study, Vec<Difference>)]) -> String {
    let shown: Vec<Shown> = studies.iter().map(|(study, differences)| shown(study, differences)).collect();
    serde_json::to_string_pretty(&shown).expect("rows can be written as JSON")
}

fn shown<'a>(study: &'a Study, differences: &'a [Difference]) -> Shown<'a> {
    let strategy = |at: usize| study.scenario.strategies[at].name.as_str();
    let summary = (0..study.outcomes.len()).flat_map(|at| {
        study.keys.iter().enumerate().filter_map(move |(k, key)| {
            let Estimate { n, mean, sd, se, ci } = study.estimate(at, k)?;
            let (ci_low, ci_high) = ci.unzip();
            Some(SummaryRow {
                strategy: strategy(at),
                metric: key.metric,
                unit: key.unit,
                segment: &key.segment,
                channel: &key.channel,
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
            baseline: strategy(study.scenario.baseline()),
            metric: key.metric,
            unit: key.unit,
            segment: &key.segment,
            channel: &key.channel,
            n: paired.n,
            difference: paired.difference,
            se: paired.se,
            ci_low,
            ci_high,
            p_value: paired.p_value,
            p_adjusted: one.p_adjusted,
            variance_ratio: paired.variance_ratio,
            verdict: one.verdict.words(),
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
