//! The generator against an independent SplitMix64, its draws against the uniform law along every part of an address,
//! and our laws against independent samples.

use super::maths::{exp, halved, ln, probit, shifted};
use super::*;
use crate::scenario::meant::{Law, Shape};
use crate::stats::{chi_square_uniform, ks_p};
use rand::SeedableRng;
use rand::rand_core::Rng;
use rand_distr::Distribution;
use rand_xoshiro::SplitMix64;

/// Chance of failing although all is well.
const ALPHA: f64 = 1e-4;

#[test]
fn a_draw_is_splitmix64_started_at_its_address() {
    for base in [0, 1, u64::MAX, 0x0123_4567_89AB_CDEF] {
        let mut theirs = SplitMix64::seed_from_u64(base);
        for number in 0..100 {
            assert_eq!(below(base, number), theirs.next_u64());
        }
    }
}

#[test]
fn addresses_are_fixed_for_ever() {
    let luck = ReplicationLuck::new(20_261_121, 3).customer(17).journey(cause_address(0, named("question")), 5);
    let draws =
        [luck.loss(), luck.choice(1), luck.contact(4).patience(), luck.attempt(1, 2).minutes()].map(Uniform::get);
    assert_eq!(
        draws,
        [0.971_576_153_044_558_2, 0.323_966_618_464_104, 0.211_596_909_142_871_21, 0.091_748_942_049_977_19]
    );
}

/// A chi-square test of the top 6 and of the low 6 of 52 bits, for draws along one part of the address.
fn assert_uniform(what: &str, draw: impl Fn(u32) -> Uniform) {
    let (mut top, mut low, mut lag) = (vec![0; 64], vec![0; 64], vec![0; 64]);
    let mut before = 0;
    for n in 0..200_000 {
        let bits = (draw(n).get() * (1_u64 << 52) as f64) as u64;
        let high = (bits >> 46) as usize;
        top[high] += 1;
        low[(bits & 63) as usize] += 1;
        lag[(before >> 3) << 3 | high >> 3] += 1;
        before = high;
    }
    for (part, counts) in [("top", &top), ("low", &low), ("pairs", &lag)] {
        let p = chi_square_uniform(counts);
        assert!(p > ALPHA, "{what}, {part} bits: p = {p}");
    }
}

#[test]
fn draws_are_uniform_along_every_part_of_an_address() {
    let replication = ReplicationLuck::new(1, 0);
    let customer = replication.customer(7);
    let journey = |n: u32| customer.journey(cause_address(0, 0), n / 25);
    assert_uniform("seeds", |n| ReplicationLuck::new(u64::from(n), 0).customer(0).segment());
    assert_uniform("replications", |n| ReplicationLuck::new(1, n).customer(0).segment());
    assert_uniform("customers", |n| replication.customer(n).segment());
    assert_uniform("needs", |n| customer.journey(cause_address(0, 0), n).gap());
    assert_uniform("contacts", |n| journey(n).contact((n % 25) as u16).patience());
    assert_uniform("choices", |n| journey(n).choice((n % 25) as u16));
    assert_uniform("attempts", |n| journey(n).attempt((n % 5) as u8, (n % 25 / 5) as u16).success());
    assert_uniform("purposes", |n| {
        let contact = replication.customer(n / 4).journey(0, 0).contact(0);
        [contact.recognised(), contact.context(), contact.consistent(), contact.better()][n as usize % 4]
    });
}

#[test]
fn draws_at_neighbouring_addresses_are_uncorrelated() {
    type Pair = fn(CustomerLuck) -> (Uniform, Uniform);
    let replication = ReplicationLuck::new(3, 1);
    let pairs: [(&str, Pair); 3] = [
        ("leave and success", |luck| {
            (luck.journey(0, 0).attempt(0, 0).leave(), luck.journey(0, 0).attempt(0, 0).success())
        }),
        ("two needs", |luck| (luck.journey(0, 0).gap(), luck.journey(0, 1).gap())),
        ("segment and loss", |luck| (luck.segment(), luck.propensity())),
    ];
    for (what, pair) in pairs {
        let n = 100_000_u32;
        let product = |customer| {
            let (a, b) = pair(replication.customer(customer));
            (a.get() - 0.5) * (b.get() - 0.5)
        };
        let correlation = 12.0 * (0..n).map(product).sum::<f64>() / f64::from(n);
        assert!(correlation.abs() < 4.0 / f64::from(n).sqrt(), "{what}: {correlation}");
    }
}

#[test]
fn a_probability_of_zero_never_comes_true_and_of_one_always() {
    for n in 0..10_000 {
        let draw = ReplicationLuck::new(1, 0).customer(n).segment();
        assert!(!draw.falls_below(0.0) && draw.falls_below(1.0));
    }
}

#[test]
fn exp_ln_and_probit_agree_with_the_platform() {
    for step in -7000..7000 {
        let x = f64::from(step) * 0.1003;
        assert!((exp(x) / x.exp() - 1.0).abs() < 2e-15, "e^{x}");
        let y = (f64::from(step) * 0.0917).exp2();
        assert!((ln(y) - y.ln()).abs() <= 4e-16 * y.ln().abs().max(1.0), "ln {y}");
    }
    // In the two pieces around 1 nothing is lost however near 0 the logarithm is.
    for digit in 8..52 {
        for x in [1.0 + f64::exp2(-f64::from(digit)), 1.0 - f64::exp2(-f64::from(digit))] {
            assert!((ln(x) / x.ln() - 1.0).abs() < 2e-15, "ln {x}");
        }
    }
    // Tabled quantiles of the normal law (Abramowitz & Stegun 1964).
    for (p, z) in
        [(0.5, 0.0), (0.975, 1.959_963_984_540_054), (0.999, 3.090_232_306_167_813), (1e-9, -5.997_807_015_007_687)]
    {
        assert!((probit(p) - z).abs() < 1e-12, "{p}");
    }
}

#[test]
fn halving_agrees_with_the_platform_and_ends_at_0() {
    for x in (0..9_000).map(|step| f64::from(step) * 0.1003) {
        assert!((halved(x) / f64::exp2(-x) - 1.0).abs() < 3e-12, "2^-{x}");
    }
    assert_eq!((halved(0.0), halved(1.0), halved(20.0), halved(1e9)), (1.0, 0.5, f64::exp2(-20.0), 0.0));
}

#[test]
fn a_shift_moves_no_probability_by_more_than_a_quarter_of_it() {
    for step in 1..1000 {
        let p = f64::from(step) / 1000.0;
        for shift in (-40..=40).map(|tenth| f64::from(tenth) / 10.0) {
            assert!(shifted(p, shift) <= p + 0.25 * shift.max(0.0) + 1e-15, "{p} by {shift}");
        }
    }
}

#[test]
fn a_shift_moves_the_logit_and_leaves_the_ends() {
    assert_eq!(shifted(0.3, 0.0).to_bits(), 0.3_f64.to_bits());
    assert_eq!((shifted(0.0, 5.0), shifted(1.0, -5.0)), (0.0, 1.0));
    assert!((shifted(0.05, 0.630_804) - 0.09).abs() < 1e-6);
    assert!((shifted(0.5, 800.0) - 1.0).abs() < 1e-12);
}

fn sample(draw: impl Fn(Uniform) -> f64) -> Vec<f64> {
    (0..20_000).map(|n| draw(ReplicationLuck::new(11, 0).customer(n).segment())).collect()
}

/// A two-sample Kolmogorov-Smirnov test of our law against an independent sampler.
fn assert_same_law(what: &str, ours: &mut [f64], theirs: &impl Distribution<f64>) {
    let mut generator = SplitMix64::seed_from_u64(5);
    let mut reference: Vec<f64> = (0..2_000_000).map(|_| theirs.sample(&mut generator)).collect();
    reference.sort_by(f64::total_cmp);
    let cdf = |x: f64| reference.partition_point(|&one| one <= x) as f64 / reference.len() as f64;
    let p = ks_p(ours, cdf);
    assert!(p > ALPHA, "{what}: p = {p}");
}

#[test]
fn laws_agree_with_independent_samplers() {
    let law = |mean, cv, law| Varies::new(&Law { mean, cv, law });
    let exponential = law(6.0, 1.0, Shape::Exponential);
    assert_same_law(
        "exponential",
        &mut sample(|u| exponential.at(u)),
        &rand_distr::Exp::new(1.0 / 6.0).expect("a rate"),
    );
    let lognormal = law(6.0, 1.3, Shape::Lognormal);
    let reference = rand_distr::LogNormal::from_mean_cv(6.0, 1.3).expect("a mean");
    assert_same_law("lognormal", &mut sample(|u| lognormal.at(u)), &reference);
    let gamma = Laws::default().gamma(0.055, 1.0 / 0.243_f64.sqrt());
    assert_same_law(
        "gamma",
        &mut sample(|u| gamma.at(|| u)),
        &rand_distr::Gamma::new(0.243, 0.055 / 0.243).expect("a shape"),
    );
    let beta = Laws::default().beta(0.793, 2.426);
    assert_same_law("beta", &mut sample(|u| beta.at(|| u)), &rand_distr::Beta::new(0.793, 2.426).expect("shapes"));
}

#[test]
fn the_same_luck_is_the_same_quantile_of_every_law() {
    let laws = [Shape::Exponential, Shape::Lognormal].map(|law| Varies::new(&Law { mean: 3.0, cv: 0.7, law }));
    let low = ReplicationLuck::new(1, 0).customer(1).segment();
    let high = ReplicationLuck::new(1, 0).customer(2).segment();
    let (low, high) = if low.get() < high.get() { (low, high) } else { (high, low) };
    assert!(laws.iter().all(|law| law.at(low) < law.at(high)));
}
