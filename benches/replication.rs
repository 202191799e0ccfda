//! How long a draw, a choice, a replication of each shipped scenario, a comparison and a report take.
#![allow(missing_docs, reason = "criterion makes a main without docs")]

use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use throughline::chance::{Laws, ReplicationLuck};
use throughline::engine::replicate;
use throughline::experiment::{Order, differences, run};
use throughline::model::choice::{Decision, choose};
use throughline::model::journey::Journey;
use throughline::model::rules::{NOWHERE, Rules};
use throughline::model::traits::Traits;
use throughline::report::charts::{Form, Theme};
use throughline::report::{Circumstances, files};
use throughline::scenario::{Scenario, Source, Wishes, understand};

const RETAIL: &str = include_str!("../scenarios/retail.toml");

fn scenario(name: &str, text: &str, customers: u32) -> Scenario {
    let source = Source::parse(name.into(), text.into()).expect("shipped scenarios are TOML");
    let mut scenario = understand(&source, name, &Wishes::default()).expect("shipped scenarios are right");
    scenario.run.customers = customers;
    scenario
}

fn baseline(scenario: &Scenario) -> Rules {
    Rules::new(&scenario.run, &scenario.names, &scenario.strategies[scenario.baseline()].market, &mut Laws::default())
}

/// What a design point costs before its first replication: the first of a market, and one of many.
fn preparation(c: &mut Criterion) {
    let scenario = scenario("retail", RETAIL, 1);
    let market = &scenario.strategies[scenario.baseline()].market;
    let rules = |laws: &mut Laws| Rules::new(&scenario.run, &scenario.names, black_box(market), laws);
    let mut group = c.benchmark_group("rules of one strategy");
    group.bench_function("the first", |b| b.iter(|| rules(&mut Laws::default())));
    let mut laws = Laws::default();
    group.bench_function("one of many", |b| b.iter(|| rules(&mut laws)));
    group.finish();
}

fn replication(c: &mut Criterion) {
    let mut group = c.benchmark_group("one replication of one strategy");
    group.sample_size(10);
    for (name, text) in [
        ("tutorial", include_str!("../scenarios/tutorial.toml")),
        ("retail", RETAIL),
        ("contact-centre", include_str!("../scenarios/contact-centre.toml")),
        ("no-gain", include_str!("../scenarios/no-gain.toml")),
    ] {
        let rules = baseline(&scenario(name, text, 20_000));
        group.bench_function(name, |b| b.iter(|| replicate(&rules, ReplicationLuck::new(1, 0), 0..black_box(20_000))));
    }
    group.finish();
}

fn choice(c: &mut Criterion) {
    let rules = baseline(&scenario("retail", RETAIL, 1));
    let luck = ReplicationLuck::new(1, 0);
    let mut traits = Traits::new(0, luck.customer(0), 0);
    let mut journey = Journey::new(&rules, &mut traits, 0, 0);
    journey.reach = u16::MAX;
    let candidates = journey.offered();
    let mut number = 0_u16;
    c.bench_function("one choice of a channel", |b| {
        b.iter(|| {
            number = number.wrapping_add(1);
            let luck = journey.luck.choice(number);
            let decision =
                Decision { candidates, habit: 0, before: NOWHERE, queues: 0, outside: 0.0, factors: None, luck };
            choose(&rules, black_box(&journey), &decision, |_| 0.0)
        });
    });
}

fn report(c: &mut Criterion) {
    let mut scenario = scenario("retail", RETAIL, 1_000);
    scenario.run.replications = 5;
    let study = run(vec![scenario], Order::Forward, || {}).remove(0);
    let list = differences(&study);
    let compared = (study, list);
    let circumstances = Circumstances {
        scenario_file: "retail.toml".into(),
        way_to_scenario_file: None,
        notes: Vec::new(),
        threads: 1,
        wall_seconds: 0.0,
    };
    let mut group = c.benchmark_group("one report");
    group.sample_size(10);
    let mut report = |charts: &str, forms: &[Form]| {
        let name = format!("of five strategies, {charts}");
        group.bench_function(name, |b| b.iter(|| files(&compared, &circumstances, &[], forms, Theme::Light)));
    };
    report("with its charts", &[Form::Svg, Form::Png]);
    report("with its charts as SVG", &[Form::Svg]);
    report("without charts", &[]);
    group.finish();
}

fn comparison(c: &mut Criterion) {
    let mut scenario = scenario("tutorial", include_str!("../scenarios/tutorial.toml"), 2_000);
    scenario.run.replications = 10;
    let mut group = c.benchmark_group("one comparison");
    group.sample_size(10);
    group.bench_function("of five strategies in ten replications", |b| {
        b.iter(|| differences(&run(vec![black_box(scenario.clone())], Order::Forward, || {})[0]));
    });
    group.finish();
}

fn draws(c: &mut Criterion) {
    let luck = ReplicationLuck::new(1, 0);
    let mut customer = 0_u32;
    c.bench_function("one address and eight draws", |b| {
        b.iter(|| {
            customer = customer.wrapping_add(1);
            let contact = luck.customer(customer).journey(0, 3).contact(1);
            [contact.recognised(), contact.context(), contact.consistent(), contact.better()]
                .into_iter()
                .chain([contact.patience(), contact.retry(), contact.pause(), contact.opening(0)])
                .map(throughline::chance::Uniform::get)
                .sum::<f64>()
        });
    });
}

criterion_group!(benches, preparation, draws, choice, replication, comparison, report);
criterion_main!(benches);
