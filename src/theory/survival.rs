//! How long customers stay, and how much they buy while they do.

use super::{averaged, share_of_next};

/// Probability r^t of staying through `t` occasions when each is survived with probability `r`.
///
/// Geometric law; assumes that all customers are alike and do not age.
pub fn geometric_survival(r: f64, t: u32) -> f64 {
    r.powf(f64::from(t))
}

/// Probability B(a, b + t) / B(a, b) of staying through `t` occasions when loss per occasion is
/// Beta(a, b) among customers.
///
/// Shifted beta-geometric law (Fader & Hardie 2007); each customer's own loss is constant.
pub fn beta_geometric_survival(a: f64, b: f64, t: u32) -> f64 {
    (1..=t).map(|t| beta_geometric_retention(a, b, t)).product()
}

/// Share (b + t - 1) / (a + b + t - 1) of those still there at occasion `t` >= 1 who survive it;
/// assumptions of [`beta_geometric_survival`].
///
/// It rises with t, because those likely to leave have left.
pub fn beta_geometric_retention(a: f64, b: f64, t: u32) -> f64 {
    let stayed = b + f64::from(t) - 1.0;
    stayed / (a + stayed)
}

/// Probability of leaving on an occasion, 1 / (1 + exp(-(intercept + slope x effort))): the
/// discrete logit hazard (Cox 1972).
///
/// Survival over t occasions of equal effort is [`geometric_survival`] of its complement.
pub fn logit_hazard(intercept: f64, slope: f64, effort: f64) -> f64 {
    1.0 / (1.0 + (-(intercept + slope * effort)).exp())
}

/// Repeat purchases of customers who may drop out after each: BG/NBD (Fader, Hardie & Lee 2005).
///
/// A customer buys at a Poisson rate that is Gamma(shape `r`, rate `alpha`) among customers, and
/// leaves after each repeat purchase with a probability that is Beta(`a`, `b`), independently.
/// All parameters are > 0; time counts from the first purchase.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BgNbd {
    /// Shape of the gamma law of purchase rates.
    pub r: f64,
    /// Rate of the gamma law of purchase rates; it has the unit of time.
    pub alpha: f64,
    /// First shape of the beta law of drop-out.
    pub a: f64,
    /// Second shape of the beta law of drop-out.
    pub b: f64,
}

impl BgNbd {
    /// Expected repeat purchases in (0, t].
    ///
    /// The authors' (a+b-1)/(a-1) [1 - (alpha/(alpha+t))^r 2F1(r, b; a+b-1; t/(alpha+t))], with
    /// the hypergeometric series rearranged by probability: of k wishes to buy, which are negative
    /// binomial, the i-th is a purchase if i - 1 drop-outs were survived. All terms are positive,
    /// so nothing cancels, and a = 1 or a + b <= 1 are no exceptions. Takes time in proportion to
    /// t/alpha.
    pub fn expected_purchases(&self, t: f64) -> f64 {
        let z = t / (self.alpha + t);
        let (mut share, mut expected) = (1.0, 0.0);
        let (mut alive, mut purchases) = (1.0, 0.0);
        for wish in 1..u32::MAX {
            let ratio = z * (1.0 + (self.r - 1.0) / f64::from(wish));
            share = share_of_next(share, ratio);
            purchases += alive;
            alive *= beta_geometric_retention(self.a, self.b, wish);
            expected = averaged(expected, share, purchases);
            if self.rest_is_negligible(z, wish, share * purchases, expected) {
                break;
            }
        }
        expected
    }

    /// Whether the wishes after `wish`, of which the last added `term`, can be left out: from here
    /// on each is at most z (1 + r/k)(1 + 1/k) times the one before.
    fn rest_is_negligible(&self, z: f64, wish: u32, term: f64, sum: f64) -> bool {
        let falling = z * (1.0 + self.r / f64::from(wish)) * (1.0 + 1.0 / f64::from(wish));
        falling < 1.0 && term * falling / (1.0 - falling) <= f64::EPSILON * sum
    }

    /// Probability of not having left by `t`.
    ///
    /// Of k wishes to buy, which are negative binomial, all were survived with the shifted beta-geometric probability
    /// [`beta_geometric_survival`]. Takes time in proportion to t/alpha.
    pub fn active(&self, t: f64) -> f64 {
        let z = t / (self.alpha + t);
        let (mut share, mut alive, mut active) = (1.0, 1.0, 1.0);
        for wish in 1..u32::MAX {
            share = share_of_next(share, z * (1.0 + (self.r - 1.0) / f64::from(wish)));
            alive *= beta_geometric_retention(self.a, self.b, wish);
            active = averaged(active, share, alive);
            if self.rest_is_negligible(z, wish, share, active) {
                break;
            }
        }
        active
    }

    /// Probability (alpha / (alpha + t))^r of no repeat purchase in (0, t].
    pub fn none(&self, t: f64) -> f64 {
        (self.alpha / (self.alpha + t)).powf(self.r)
    }
}

/// Purchases of customers who may leave at any time, unseen: Pareto/NBD (Schmittlein, Morrison & Colombo 1987).
///
/// A customer buys at a Poisson rate that is Gamma(shape `r`, rate `alpha`) among customers, and leaves at a rate that is
/// Gamma(shape `s`, rate `beta`), independently. All parameters are > 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ParetoNbd {
    /// Shape of the gamma law of purchase rates.
    pub r: f64,
    /// Rate of the gamma law of purchase rates; it has the unit of time.
    pub alpha: f64,
    /// Shape of the gamma law of rates of leaving; not 1.
    pub s: f64,
    /// Rate of the gamma law of rates of leaving; it has the unit of time.
    pub beta: f64,
}

impl ParetoNbd {
    /// Expected purchases in (0, t]: r beta / (alpha (s - 1)) [1 - (beta / (beta + t))^(s - 1)].
    pub fn expected_purchases(&self, t: f64) -> f64 {
        let lasting = 1.0 - (self.beta / (self.beta + t)).powf(self.s - 1.0);
        self.r * self.beta / (self.alpha * (self.s - 1.0)) * lasting
    }

    /// Probability (beta / (beta + t))^s of not having left by `t`.
    pub fn active(&self, t: f64) -> f64 {
        (self.beta / (self.beta + t)).powf(self.s)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::{assert_near, assert_within};

    const CDNOW: BgNbd = BgNbd { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };

    #[test]
    fn constant_retention_gives_geometric_survival() {
        assert_near(geometric_survival(0.8, 5), 0.327_680);
        assert_near(geometric_survival(0.97, 12), 0.693_842);
        let mean_life: f64 = (0..1000).map(|t| geometric_survival(0.8, t)).sum();
        assert_near(mean_life, 5.0);
    }

    #[test]
    fn unequal_customers_survive_as_worked_by_hand() {
        for (t, survival) in [(1, 0.850_693), (2, 0.746_882), (5, 0.561_869)] {
            assert_near(beta_geometric_survival(0.668, 3.806, t), survival);
        }
        for (t, retention) in [(1, 0.850_693), (2, 0.877_969), (5, 0.921_171)] {
            assert_near(beta_geometric_retention(0.668, 3.806, t), retention);
        }
    }

    #[test]
    fn nearly_equal_customers_survive_geometrically() {
        let alike = beta_geometric_survival(2e9, 8e9, 7);
        assert_near(alike, geometric_survival(0.8, 7));
    }

    #[test]
    fn effort_raises_the_hazard_as_worked_by_hand() {
        let worked = [
            (0.0, 0.017_986, 0.804_287),
            (1.0, 0.029_312, 0.699_769),
            (2.0, 0.047_426, 0.558_194),
            (4.0, 0.119_203, 0.218_027),
        ];
        for (effort, hazard, survival) in worked {
            let leave = logit_hazard(-4.0, 0.5, effort);
            assert_near(leave, hazard);
            assert_near(geometric_survival(1.0 - leave, 12), survival);
        }
    }

    #[test]
    fn record_buyers_repeat_as_published() {
        let worked = [(2.0, 0.103_390), (10.0, 0.432_413), (39.0, 1.196_723), (52.0, 1.446_051)];
        for (t, expected) in worked {
            assert_near(CDNOW.expected_purchases(t), expected);
        }
        assert_near(CDNOW.none(39.0), 0.573_786);
    }

    #[test]
    fn customers_who_leave_alike_buy_until_an_exponential_end() {
        // Rate of leaving 0.1: purchases r/alpha (1 - exp(-0.1 t)) / 0.1.
        let alike = ParetoNbd { r: 0.5, alpha: 10.0, s: 1e7, beta: 1e8 };
        for t in [1.0_f64, 30.0] {
            assert_near(alike.active(t), (-0.1 * t).exp());
            assert_near(alike.expected_purchases(t), 0.5 / 10.0 * (1.0 - (-0.1 * t).exp()) / 0.1);
        }
    }

    #[test]
    fn buyers_who_leave_alike_stay_as_the_generating_function_says() {
        let alike = BgNbd { a: 1e8, b: 9e8, ..CDNOW };
        let expected = |t: f64| (CDNOW.alpha / (CDNOW.alpha + 0.1 * t)).powf(CDNOW.r);
        for t in [0.0, 5.0, 52.0] {
            assert_near(alike.active(t), expected(t));
        }
    }

    /// The authors' form, which cancels near a = 1 and does not exist there.
    fn hypergeometric_form(law: &BgNbd, t: f64) -> f64 {
        let (z, c) = (t / (law.alpha + t), law.a + law.b - 1.0);
        let (mut term, mut sum) = (1.0, 1.0);
        for k in 0..20_000 {
            let k = f64::from(k);
            term *= (law.r + k) * (law.b + k) / (c + k) / (k + 1.0) * z;
            sum += term;
        }
        c / (law.a - 1.0) * (1.0 - law.none(t) * sum)
    }

    #[test]
    fn the_rearranged_series_is_the_published_formula() {
        let loyal = BgNbd { r: 3.0, alpha: 2.0, a: 1.6, b: 7.0 };
        for t in [0.5, 10.0, 500.0] {
            assert_within(CDNOW.expected_purchases(t), hypergeometric_form(&CDNOW, t), 1e-9);
            assert_within(loyal.expected_purchases(t), hypergeometric_form(&loyal, t), 1e-9);
        }
    }

    #[test]
    fn customers_who_hardly_drop_out_buy_at_their_mean_rate() {
        let loyal = BgNbd { a: 1e-9, b: 1.0, ..CDNOW };
        assert_near(loyal.expected_purchases(10.0), 10.0 * 0.243 / 4.414);
    }

    #[test]
    fn customers_who_drop_out_at_once_buy_again_at_most_once() {
        let fickle = BgNbd { a: 1.0, b: 1e-9, ..CDNOW };
        assert_near(fickle.expected_purchases(20.0), 1.0 - fickle.none(20.0));
    }

    #[test]
    fn nobody_has_bought_again_at_once_and_rates_may_be_almost_certain() {
        assert_within(CDNOW.expected_purchases(0.0), 0.0, 0.0);
        let regular = BgNbd { r: 400.0, alpha: 2.0, a: 1e-9, b: 1.0 };
        assert_within(regular.expected_purchases(50.0), 10_000.0, 1e-3);
    }
}
