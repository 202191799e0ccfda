//! How long draws, one replication and one comparison take.
#![allow(missing_docs, reason = "criterion makes a main without docs")]

use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use throughline::chance::ReplicationLuck;
use throughline::engine::replicate;
use throughline::experiment::{Order, differences, run};
use throughline::model::rules::Rules;
use throughline::scenario::{Scenario, Source, Wishes, understand};

fn scenario(name: &str, text: &str, customers: u32) -> Scenario {
    let source = Source::parse(name.into(), text.into()).expect("shipped scenarios are TOML");
    let mut scenario = understand(&source, name, &Wishes::default()).expect("shipped scenarios are right");
    scenario.run.customers = customers;
    scenario
}

fn replication(c: &mut Criterion) {
    let mut group = c.benchmark_group("one replication of one strategy");
    group.sample_size(10);
    for (name, text) in [
        ("tutorial", include_str!("../scenarios/tutorial.toml")),
        ("retail", include_str!("../scenarios/retail.toml")),
        ("contact-centre", include_str!("../scenarios/contact-centre.toml")),
    ] {
        let scenario = scenario(name, text, 20_000);
        let rules = Rules::new(&scenario.run, &scenario.names, &scenario.strategies[scenario.baseline()].market);
        group.bench_function(name, |b| b.iter(|| replicate(&rules, ReplicationLuck::new(1, 0), 0..black_box(20_000))));
    }
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

criterion_group!(benches, draws, replication, comparison);
criterion_main!(benches);
