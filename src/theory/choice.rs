//! Which channel a customer chooses: logit models.

use super::Matrix;

/// Choice probabilities `exp(v_c) / sum exp(v)` of the multinomial logit (Train 2009,
/// chapter 3).
///
/// Assumes independent, equally distributed extreme-value tastes on top of the utilities, so that
/// dropping a channel multiplies all other shares by one factor. A closed channel has utility
/// minus infinity; at least one is open.
pub fn shares(utilities: &[f64]) -> Vec<f64> {
    let total = log_sum(utilities);
    utilities.iter().map(|v| (v - total).exp()).collect()
}

/// Expected utility of the best channel, `ln sum exp(v)`, up to a constant (Train 2009,
/// chapter 3); minus infinity without channels.
pub fn log_sum(utilities: &[f64]) -> f64 {
    let best = utilities.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if best == f64::NEG_INFINITY {
        return best;
    }
    let sum: f64 = utilities.iter().map(|v| (v - best).exp()).sum();
    best + sum.ln()
}

/// Choice probabilities `[last channel][next channel]` when the channel used last gains `inertia`
/// utility: `P(j|i)` proportional to `exp(v_j + g [i = j])`.
///
/// Assumes a multinomial logit at each choice and memory of the last channel only.
pub fn inertia_transitions(utilities: &[f64], inertia: f64) -> Matrix {
    let after = |last: usize| {
        let mut utilities = utilities.to_vec();
        utilities[last] += inertia;
        shares(&utilities)
    };
    (0..utilities.len()).map(after).collect()
}

/// Long-run shares of the inertia chain: proportional to `exp(v_i) D_i`, with
/// `D_i = sum exp(v) + (e^g - 1) exp(v_i)`.
///
/// Detailed balance holds, since `exp(v_i) D_i P(j|i) = exp(v_i + v_j)` for i other than j.
pub fn inertia_stationary(utilities: &[f64], inertia: f64) -> Vec<f64> {
    let plain = shares(utilities);
    let weights: Vec<f64> = plain.iter().map(|p| p * (1.0 + inertia.exp_m1() * p)).collect();
    let total: f64 = weights.iter().sum();
    weights.iter().map(|w| w / total).collect()
}

/// Distribution of a Markov chain after `choices` further choices, from a distribution `start`.
pub fn after_choices(start: &[f64], transitions: &Matrix, choices: usize) -> Vec<f64> {
    (0..choices).fold(start.to_vec(), |now, _| one_choice(&now, transitions))
}

fn one_choice(now: &[f64], transitions: &Matrix) -> Vec<f64> {
    let into = |j: usize| now.iter().zip(transitions).map(|(p, row)| p * row[j]).sum();
    (0..now.len()).map(into).collect()
}

/// Nodes per random taste; even.
const NODES: usize = 64;

/// Choice probabilities of the mixed logit: each customer adds an independent
/// Normal(0, `sds[c]`) taste to `utilities[c]` (Train 2009, chapter 6).
///
/// Averages the multinomial shares over the random tastes by a Gauss-Hermite product rule.
/// `None` with more than three random tastes, for which the rule would be too large.
pub fn mixed_shares(utilities: &[f64], sds: &[f64]) -> Option<Vec<f64>> {
    const MOST_RANDOM: usize = 3;
    let random: Vec<usize> = (0..sds.len()).filter(|&c| sds[c] > 0.0).collect();
    if random.len() > MOST_RANDOM {
        return None;
    }
    let rule = normal_rule(NODES);
    let mut average = vec![0.0; utilities.len()];
    for combination in 0..NODES.pow(random.len() as u32) {
        let (tastes, weight) = combined(utilities, sds, &random, &rule, combination);
        for (share, p) in average.iter_mut().zip(shares(&tastes)) {
            *share += weight * p;
        }
    }
    Some(average)
}

/// What customers choose who each can use but some of the channels.
#[derive(Debug, Clone, PartialEq)]
pub struct Reached {
    /// Share of customers by channel chosen.
    pub shares: Vec<f64>,
    /// Share who can use a channel and choose none.
    pub nothing: f64,
    /// Share who can use none.
    pub without_channel: f64,
}

/// Choice probabilities of the mixed logit beside an option of utility `outside` to choose nothing, where each customer
/// can use channel c with probability `reach[c]`, independently: [`mixed_shares`], summed over the sets of channels.
pub fn reached_shares(utilities: &[f64], sds: &[f64], reach: &[f64], outside: f64) -> Option<Reached> {
    let channels = utilities.len();
    let mut reached = Reached { shares: vec![0.0; channels], nothing: 0.0, without_channel: 0.0 };
    for set in 0_usize..1 << channels {
        let can_use = |c: usize| set >> c & 1 == 1;
        let probability: f64 = (0..channels).map(|c| if can_use(c) { reach[c] } else { 1.0 - reach[c] }).product();
        if set == 0 {
            reached.without_channel = probability;
            continue;
        }
        let of_set = |all: &[f64], last: f64| -> Vec<f64> {
            (0..channels).filter(|&c| can_use(c)).map(|c| all[c]).chain([last]).collect()
        };
        let mut shares = mixed_shares(&of_set(utilities, outside), &of_set(sds, 0.0))?;
        reached.nothing += probability * shares.pop().unwrap_or(0.0);
        for (c, share) in (0..channels).filter(|&c| can_use(c)).zip(shares) {
            reached.shares[c] += probability * share;
        }
    }
    Some(reached)
}

/// Utilities with the tastes of one node of the product rule, and the weight of that node; the
/// digits of `combination` are the nodes of the random channels.
fn combined(
    utilities: &[f64],
    sds: &[f64],
    random: &[usize],
    rule: &[(f64, f64)],
    mut combination: usize,
) -> (Vec<f64>, f64) {
    let mut tastes = utilities.to_vec();
    let mut weight = 1.0;
    for &channel in random {
        let (z, probability) = rule[combination % rule.len()];
        tastes[channel] += sds[channel] * z;
        weight *= probability;
        combination /= rule.len();
    }
    (tastes, weight)
}

/// Nodes and weights of the `n`-point Gauss-Hermite rule for the standard normal law, `n` even.
///
/// Nodes are the roots of the n-th Hermite polynomial, weights 1 / (n h^2) with h the orthonormal
/// polynomial of degree n - 1 there (Abramowitz & Stegun 1964, 25.4.46).
fn normal_rule(n: usize) -> Vec<(f64, f64)> {
    let mut roots: Vec<f64> = Vec::with_capacity(n);
    while roots.len() < n {
        let root = next_root(n, &roots);
        roots.extend([root, -root]);
    }
    let weight = |z: f64| 1.0 / (n as f64 * hermite(n, z).1.powi(2));
    roots.iter().map(|&z| (z, weight(z))).collect()
}

/// Largest root not yet found, by Newton's method from above on the polynomial with the `found`
/// roots divided out; from above the largest root of a polynomial whose roots are all real, it
/// falls towards it without fail.
fn next_root(n: usize, found: &[f64]) -> f64 {
    const STEPS: usize = 500;
    let degree = n as f64;
    let mut z = (4.0 * degree + 2.0).sqrt();
    for _ in 0..STEPS {
        let (value, below) = hermite(n, z);
        let divided: f64 = found.iter().map(|root| 1.0 / (z - root)).sum();
        let step = value / (degree.sqrt() * below - value * divided);
        z -= step;
        if step.abs() < 1e-15 * z.abs() {
            break;
        }
    }
    z
}

/// Orthonormal Hermite polynomials of degree `n` and n - 1 under the standard normal law; the
/// derivative of the first is sqrt(n) times the second.
fn hermite(n: usize, z: f64) -> (f64, f64) {
    (0..n).fold((1.0, 0.0), |(last, before), k| {
        let k = k as f64;
        ((z * last - k.sqrt() * before) / (k + 1.0).sqrt(), last)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::{assert_all_near, assert_near, assert_within};

    /// Store, web, app, phone, chat, e-mail.
    const SIX: [f64; 6] = [0.8, 0.5, 0.2, -0.4, -0.6, -1.0];

    #[test]
    fn six_channels_share_as_worked_by_hand() {
        let six = [0.333_031, 0.246_716, 0.182_772, 0.100_307, 0.082_125, 0.055_050];
        assert_all_near(&shares(&SIX), &six);
        assert_near(log_sum(&SIX), 1.899_519);
    }

    #[test]
    fn dropping_a_channel_spreads_its_share_in_proportion() {
        let (all, without) = (shares(&SIX), shares(&SIX[..5]));
        for (kept, before) in without.iter().zip(&all) {
            assert_near(kept * (1.0 - all[5]), *before);
        }
    }

    #[test]
    fn only_differences_of_utility_matter_however_large() {
        let lifted: Vec<f64> = SIX.iter().map(|v| v + 1e4).collect();
        assert_all_near(&shares(&lifted), &shares(&SIX));
        assert_all_near(&shares(&[0.0, f64::NEG_INFINITY]), &[1.0, 0.0]);
        assert!(log_sum(&[]) < f64::MIN);
    }

    #[test]
    fn the_slope_of_the_log_sum_is_the_share() {
        let step = 1e-5;
        let mut lifted = SIX;
        lifted[2] += step;
        assert_within((log_sum(&lifted) - log_sum(&SIX)) / step, shares(&SIX)[2], 1e-5);
    }

    #[test]
    fn inertia_favours_the_strong_channels_as_worked_by_hand() {
        let long_run = inertia_stationary(&SIX, 1.2);
        let worked = [0.387_863, 0.254_875, 0.171_001, 0.081_239, 0.064_236, 0.040_787];
        assert_all_near(&long_run, &worked);
        assert_near(inertia_transitions(&SIX, 1.2)[0][0], 0.623_750);
        assert_near(switch_rate(1.2), 0.509_160);
        assert_near(switch_rate(0.0), 0.774_980);
    }

    fn switch_rate(inertia: f64) -> f64 {
        let stay = inertia_transitions(&SIX, inertia);
        let long_run = inertia_stationary(&SIX, inertia);
        (0..SIX.len()).map(|i| long_run[i] * (1.0 - stay[i][i])).sum()
    }

    #[test]
    fn long_run_shares_last_and_are_reached_from_anywhere() {
        let chain = inertia_transitions(&SIX, 1.2);
        let long_run = inertia_stationary(&SIX, 1.2);
        assert_all_near(&after_choices(&long_run, &chain, 1), &long_run);
        let mut start = [0.0; 6];
        start[5] = 1.0;
        assert_all_near(&after_choices(&start, &chain, 0), &start);
        assert_all_near(&after_choices(&start, &chain, 1), &chain[5]);
        assert_all_near(&after_choices(&start, &chain, 60), &long_run);
    }

    #[test]
    fn without_inertia_the_last_channel_is_forgotten() {
        assert_all_near(&inertia_transitions(&SIX, 0.0)[3], &shares(&SIX));
        assert_all_near(&inertia_stationary(&SIX, 0.0), &shares(&SIX));
    }

    #[test]
    fn tastes_for_the_store_spread_shares_as_worked_by_hand() {
        let mixed = mixed_shares(&SIX, &[1.0, 0.0, 0.0, 0.0, 0.0, 0.0]).unwrap();
        let worked = [0.359_899, 0.236_777, 0.175_409, 0.096_266, 0.078_816, 0.052_832];
        assert_all_near(&mixed, &worked);
    }

    #[test]
    fn vanishing_tastes_are_the_plain_shares() {
        assert_all_near(&mixed_shares(&SIX, &[0.0; 6]).unwrap(), &shares(&SIX));
        assert_all_near(&mixed_shares(&SIX, &[1e-5; 3]).unwrap(), &shares(&SIX));
    }

    #[test]
    fn tastes_for_two_channels_are_felt_as_their_difference() {
        let two = mixed_shares(&[0.3, -0.2], &[0.6, 0.8]).unwrap();
        let one = mixed_shares(&[0.3, -0.2], &[1.0, 0.0]).unwrap();
        assert_all_near(&two, &one);
    }

    #[test]
    fn equal_channels_with_equal_tastes_share_equally() {
        let three = mixed_shares(&[0.5; 3], &[1.5; 3]).unwrap();
        assert_all_near(&three, &[1.0 / 3.0; 3]);
    }

    #[test]
    fn four_random_tastes_are_too_many() {
        assert_eq!(mixed_shares(&[0.0; 4], &[1.0; 4]), None);
    }

    #[test]
    fn customers_without_a_channel_and_those_who_choose_none_are_told_apart() {
        let plain = reached_shares(&[0.5, 0.5], &[0.0; 2], &[0.5, 0.5], 0.5).unwrap();
        // With one channel half choose it, with two a third each.
        assert_all_near(&plain.shares, &[0.25 * (0.5 + 1.0 / 3.0); 2]);
        assert_near(plain.without_channel, 0.25);
        assert_near(plain.nothing, 0.5 * 0.5 + 0.25 / 3.0);
        let all = reached_shares(&SIX, &[0.0; 6], &[1.0; 6], f64::NEG_INFINITY).unwrap();
        assert_all_near(&all.shares, &shares(&SIX));
    }

    #[test]
    fn the_rule_has_the_moments_of_the_normal_law() {
        let moment = |k: i32| -> f64 { normal_rule(NODES).iter().map(|(z, weight)| weight * z.powi(k)).sum() };
        for (k, exact) in [(0, 1.0), (1, 0.0), (2, 1.0), (4, 3.0), (6, 15.0), (8, 105.0)] {
            assert_within(moment(k), exact, 1e-11 * f64::max(exact, 1.0));
        }
    }

    #[test]
    fn a_two_point_rule_sits_at_one_standard_deviation() {
        let rule = normal_rule(2);
        assert_all_near(&[rule[0].0, rule[0].1, rule[1].0, rule[1].1], &[1.0, 0.5, -1.0, 0.5]);
    }
}
