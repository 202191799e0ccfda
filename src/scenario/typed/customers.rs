//! Who the customers are, and what they need.

use super::{InPart, Law, Loss, Named, Shape, bounds, one};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

/// Customers with common parameters.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Segment {
    /// Share of all customers; the shares add up to 1.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub share: f64,
    /// Share of the segment that can use a channel, per channel; 1 where not named. May grow in time.
    #[serde(default)]
    pub reach: Named<Reach>,
    /// Liking of a channel, per channel; 0 where not named.
    #[serde(default)]
    #[schemars(extend("additionalProperties" = { "type": "number", "minimum": -50.0, "maximum": 50.0, "x-unit": "logit" }))]
    pub taste: Named<f64>,
    /// How often each journey type is needed; never, where not named.
    #[serde(default)]
    pub needs: Named<Needs>,
    /// Effort of failed contacts that a customer puts up with in one journey, over customers lognormal; `inf`: no end.
    #[serde(default = "tolerance", deserialize_with = "tolerance_in_part")]
    #[schemars(schema_with = "bounds::law_without_end", extend("x-evidence" = "assumed"))]
    pub tolerance_minutes: Law,
    /// Chance of being lost on an occasion if all goes well: Beta(a, b) over customers; that of `[loss]` where absent.
    #[serde(default)]
    pub loss: Option<InPart<Propensity>>,
    /// Factor on the value of every order.
    #[serde(default = "one")]
    #[schemars(range(min = 0.0, max = 1e6), extend("x-evidence" = "off"))]
    pub value_factor: f64,
    /// Coefficient of variation over customers (gamma, mean 1) of a factor on the value of all orders of a customer: who
    /// spends much spends much each time.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 10.0), extend("x-evidence" = "off"))]
    pub value_cv: f64,
    /// Margin of an active customer by the calendar, beside orders: a bank's, an insurer's, a subscriber's; until the
    /// customer is lost. May be negative.
    #[serde(default)]
    #[schemars(range(min = -1e12, max = 1e12), extend("x-unit" = "EUR per year", "x-evidence" = "off"))]
    pub margin_per_year: f64,
    /// Rate at which customers are lost by the calendar, whatever they live through; after a year e^-rate of them are
    /// left: 0.223 for 80 of 100.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1e6), extend("x-unit" = "per year", "x-evidence" = "off"))]
    pub loss_per_year: f64,
    /// Coefficient of variation of that rate over customers (gamma); 0: all alike.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 10.0), extend("x-evidence" = "off"))]
    pub loss_cv: f64,
    /// Coefficient of variation (gamma, mean 1) of a factor on all needs of the segment that arise at random on a day,
    /// beside that of all customers (`demand.day_cv`).
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 2.0), extend("x-evidence" = "off; E36"))]
    pub day_cv: f64,
    /// Customers of the segment who join in the course of the run, beside those who are there at the start; nobody does,
    /// where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joins: Option<Joins>,
}

impl Segment {
    /// Chance of being lost on an occasion if all goes well.
    pub fn loss(&self, loss: &Loss) -> Propensity {
        let of_all = Propensity { a: loss.a, b: loss.b };
        self.loss.as_ref().map_or(of_all, |given| given.or(of_all))
    }
}

/// Customers who join later, of themselves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Joins {
    /// Customers who join, for each customer of the segment there at the start: 0.3 for thirty a year (of 364 days) for
    /// every hundred; Poisson.
    #[schemars(range(min = 0.0, max = 1e6), extend("x-unit" = "per year"))]
    pub per_year: f64,
    /// When they join: weights of the weeks of the run from the first on, repeated where the list ends. Only their ratios
    /// count: over the whole run, `per_year` is the mean.
    #[serde(default)]
    #[schemars(length(max = 5200), inner(range(min = 0.0, max = 1e6)), extend("x-evidence" = "off"))]
    pub by_week: Vec<f64>,
    /// A journey type that each needs at the moment of joining, beside all other needs, as the purchase by which somebody
    /// becomes a customer; none, where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<String>,
    /// What it costs to acquire each, paid at the moment of joining.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1e9), extend("x-unit" = "EUR", "x-evidence" = "assumed"))]
    pub cost: f64,
}

/// How much demand differs from day to day.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Demand {
    /// Coefficient of variation (gamma, mean 1) of a factor on all needs that arise at random on a day, the same for all
    /// customers; 0: days differ by chance alone. One bank's calls had 0.05 to 0.09 within a weekday.
    #[schemars(range(min = 0.0, max = 2.0), extend("x-evidence" = "off; E36"))]
    pub day_cv: f64,
}

/// The share of a segment that can use a channel.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(extend("x-told" = "a share such as 0.8, a ramp { from, to, start_day, days } or a Bass curve { to, p, q }"))]
pub enum Reach {
    /// The same share throughout.
    Constant(#[schemars(range(min = 0.0, max = 1.0))] f64),
    /// A straight line from one share to another.
    Ramp(Ramp),
    /// Bass diffusion up to a ceiling (Bass 1969).
    Bass(BassCurve),
}

/// Reach that grows in a straight line.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ramp {
    /// Share before the ramp.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub from: f64,
    /// Share after the ramp.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub to: f64,
    /// First day of the ramp.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 36_400.0), extend("x-unit" = "days"))]
    pub start_day: f64,
    /// Length of the ramp.
    #[schemars(range(min = 1e-6, max = 36_400.0), extend("x-unit" = "days"))]
    pub days: f64,
}

/// Reach that grows as a Bass curve from day 0.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BassCurve {
    /// Share reached in the end.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub to: f64,
    /// Coefficient of innovation; W6 has about 0.03.
    #[schemars(range(min = 1e-9, max = 1000.0), extend("x-unit" = "per year"))]
    pub p: f64,
    /// Coefficient of imitation; W6 has about 0.38.
    #[schemars(range(min = 0.0, max = 1000.0), extend("x-unit" = "per year"))]
    pub q: f64,
}

/// How often a need arises: at random (`per_year`, `cv`) or by a contract (`every_days`).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Needs {
    /// Mean number a year (364 days); Poisson for each customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1e6), extend("x-unit" = "per year"))]
    pub per_year: Option<f64>,
    /// Coefficient of variation of the rate over customers (gamma); 0, where absent: all alike.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 10.0))]
    pub cv: Option<f64>,
    /// A need every so many days, the first after a uniform part of that time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.01, max = 36_400.0), extend("x-unit" = "days"))]
    pub every_days: Option<f64>,
}

impl Needs {
    /// Needs that arise so many times as often.
    #[must_use]
    pub fn times(self, volume: f64) -> Self {
        let (per_year, every_days) =
            (self.per_year.map(|rate| rate * volume), self.every_days.map(|days| days / volume));
        Self { per_year, every_days, ..self }
    }
}

/// A Beta(a, b) law of a probability.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Propensity {
    /// First shape; 0 with any b: nobody is lost.
    #[schemars(range(min = 0.0, max = 1e9))]
    pub a: f64,
    /// Second shape; `inf` is not a shape: for one probability p for all, use a large a and b with a/(a+b) = p.
    #[schemars(range(min = 0.0, max = 1e9))]
    pub b: f64,
}

const fn tolerance() -> Law {
    Law { mean: 150.0, cv: 1.0, law: Shape::Lognormal }
}

fn tolerance_in_part<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Law, D::Error> {
    Ok(InPart::deserialize(deserializer)?.or(tolerance()))
}
